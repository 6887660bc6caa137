import { BuiltinError } from "../errors.ts";
import { type Descriptor, type DescriptorOwner, DescriptorSpec } from "./descriptor.ts";

/** `synonym(…)`. */
export class SynonymSpec<V = unknown, E = unknown> extends DescriptorSpec<V, E> {
  readonly kind = "synonym-spec";
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  make(key: string, owner: DescriptorOwner): Descriptor {
    return new Synonym(key, this.name, owner);
  }
}

/** Another name of an attribute ("Synonyms"). `V` and `E` are the attribute's value and expression. */
export function synonym<V = unknown, E = unknown>(name: string): SynonymSpec<V, E> {
  return new SynonymSpec<V, E>(name);
}

class Synonym implements Descriptor {
  readonly kind = "synonym";
  readonly key: string;
  readonly #name: string;
  readonly #owner: DescriptorOwner;

  constructor(key: string, name: string, owner: DescriptorOwner) {
    this.key = key;
    this.#name = name;
    this.#owner = owner;
  }

  expression(owner: object): unknown {
    if (this.#name in owner) return (owner as Record<string, unknown>)[this.#name];
    throw new BuiltinError("AttributeError", `type object '${this.#owner.className}' has no attribute '${this.#name}'`);
  }

  get(instance: object): unknown {
    return (instance as Record<string, unknown>)[this.#name];
  }

  set(instance: object, value: unknown): void {
    (instance as Record<string, unknown>)[this.#name] = value;
  }
}
