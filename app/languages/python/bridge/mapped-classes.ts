import type { ClassesPort } from "./codec.ts";
import type { Engine } from "./engine.ts";
import type { Handles } from "./handles.ts";
import { isSpecial, typedValue } from "./typed-values.ts";

type AnyClass = (new (...args: unknown[]) => object) & { readonly prototype: object };

/** The classes in JavaScript that stand for Python's mapped classes. */
export class MappedClasses implements ClassesPort {
  readonly #engine: Engine;
  readonly #handles: Handles;
  readonly #known = new Set<unknown>();
  /** By class and attribute: the column's type where its values need a look. */
  readonly #types = new WeakMap<object, Map<string, unknown>>();
  mapping = false;

  constructor(engine: Engine, handles: Handles) {
    this.#engine = engine;
    this.#handles = handles;
  }

  clear(): void {
    this.#engine.clearMappers();
    this.#known.clear();
    this.mapping = false;
  }

  isClass(value: unknown): boolean {
    return this.#known.has(value);
  }

  classIdOf(instance: object): number {
    return this.#handles.idOf(instance.constructor);
  }

  /** Declares a class on a base or a mapped class, and registers it. */
  define(base: object, name: string, args: readonly unknown[]): object {
    return this.#while(() => {
      const { mapped } = base as { mapped(...args: readonly unknown[]): AnyClass };
      const parent = Reflect.apply(mapped, base, args) as AnyClass;
      return this.#named(name, parent);
    });
  }

  mapImperatively(registry: object, name: string, [table, options, parent]: readonly unknown[]): object {
    return this.#while(() => {
      const made = this.#named(name, (parent ?? Object) as AnyClass);
      (registry as InstanceType<Engine["Registry"]>).mapImperatively(made as never, table as never, {
        ...(options as object),
        className: name,
      });
      return made;
    });
  }

  // The flag stays where it fails: what goes wrong is a mistake in the mapping.
  #while<T>(work: () => T): T {
    this.mapping = true;
    const made = work();
    this.mapping = false;
    return made;
  }

  #named(name: string, parent: AnyClass): AnyClass {
    const made = { [name]: class extends parent {} }[name] as AnyClass;
    this.#known.add(made);
    return made;
  }

  /** A class that is not mapped itself, such as a declarative base, known to Python as a class. */
  enter(cls: object): void {
    this.#known.add(cls);
  }

  namesOf(cls: object): { readonly properties: readonly string[]; readonly descriptors: readonly string[] } {
    const mapper = this.#engine.mapperOf(cls);
    return { properties: [...mapper.props.keys()], descriptors: [...mapper.descriptors.keys()] };
  }

  /** An attribute's value where its column's type says more than the value does. */
  typed(instance: object, key: string, value: unknown): object | undefined {
    if (value === null || typeof value === "boolean" || Array.isArray(value)) return undefined;
    const type = this.#typeOf(instance.constructor, key);
    return type === null ? undefined : typedValue(this.#engine, value, type);
  }

  #typeOf(cls: object, key: string): unknown {
    let types = this.#types.get(cls);
    if (types === undefined) {
      types = new Map();
      this.#types.set(cls, types);
    }
    let type = types.get(key);
    if (type === undefined) {
      const mapper = this.#engine.inspect(cls as abstract new () => unknown);
      const property = mapper.props.get(key);
      const found = property?.kind === "column" ? property.column.type : null;
      type = isSpecial(this.#engine, found) ? found : null;
      types.set(key, type);
    }
    return type;
  }
}
