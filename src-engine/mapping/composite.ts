/** Attributes whose value is an object made of several columns ("Composite Column Types"). */
import { and_ } from "../sql/builders.ts";
import type { ColumnElement, PluginItem } from "../sql/element.ts";
import type { ColumnAttribute } from "./column-attribute.ts";
import { type Descriptor, type DescriptorOwner, DescriptorSpec } from "./descriptor.ts";
import { instancePort } from "./instance-port.ts";

/** A class of values. What it is made of is what `compositeValues()` gives, or else its own properties in order. */
// biome-ignore lint/suspicious/noExplicitAny: any constructor of values
export type CompositeClass<V = object> = new (...values: any[]) => V;

export class CompositeSpec<V = unknown> extends DescriptorSpec<V | null, CompositeAttribute<V>> {
  readonly kind = "composite-spec";
  readonly #class: CompositeClass<V>;
  readonly #attributes: readonly string[];

  constructor(class_: CompositeClass<V>, attributes: readonly string[]) {
    super();
    this.#class = class_;
    this.#attributes = attributes;
  }

  make(key: string, _owner: DescriptorOwner): Descriptor {
    return new Composite(key, this.#class as CompositeClass, this.#attributes);
  }
}

/** An attribute that holds a `Point` made of the attributes `x` and `y`: `composite(Point, "x", "y")`. */
export function composite<V extends object>(
  class_: CompositeClass<V>,
  ...attributes: readonly string[]
): CompositeSpec<V> {
  return new CompositeSpec<V>(class_, attributes);
}

/** What a composite value is made of. */
export function compositeValues(value: object): readonly unknown[] {
  const own = (value as { readonly compositeValues?: () => Iterable<unknown> }).compositeValues;
  return own === undefined ? Object.values(value) : [...Reflect.apply(own, value, [])];
}

export class Composite implements Descriptor {
  readonly kind = "composite";
  readonly key: string;
  readonly class_: CompositeClass;
  readonly attributes: readonly string[];
  /** The value of each instance: assigning to one of its attributes alone does not change it. */
  readonly #held = new WeakMap<object, object | null>();

  constructor(key: string, class_: CompositeClass, attributes: readonly string[]) {
    this.key = key;
    this.class_ = class_;
    this.attributes = attributes;
  }

  expression(owner: object): CompositeAttribute<object> {
    return new CompositeAttribute<object>(this, owner);
  }

  get(instance: object): unknown {
    const port = instancePort();
    if (port !== null && !port.hasLoaded(instance, this.attributes)) this.#held.delete(instance);
    const held = this.#held.get(instance);
    if (held !== undefined) return held;
    const values = this.attributes.map((key) => (instance as Record<string, unknown>)[key]);
    if (values.every((value) => value === null) && port?.isPersistent(instance) !== true) return null;
    const made = new this.class_(...values);
    this.#held.set(instance, made);
    return made;
  }

  set(instance: object, value: unknown): void {
    this.#held.set(instance, value as object | null);
    const values = value === null ? null : compositeValues(value as object);
    this.attributes.forEach((key, i) => {
      (instance as Record<string, unknown>)[key] = values === null ? null : (values[i] ?? null);
    });
    this.#held.set(instance, value as object | null);
  }

  delete(instance: object): void {
    this.#held.delete(instance);
    for (const key of this.attributes) (instance as Record<string, unknown>)[key] = null;
  }

  loaded(instance: object, refreshed: boolean): void {
    if (instancePort()?.hasLoaded(instance, this.attributes) !== true) return;
    if (refreshed) this.#held.delete(instance);
    this.get(instance);
  }

  flushed(instance: object): void {
    this.#held.delete(instance);
  }
}

type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/** `Vertex.start`: a composite of a class or alias, as an expression. */
export class CompositeAttribute<V = unknown> implements PluginItem {
  declare readonly valueType?: V;
  readonly plugin = "orm-composite";
  readonly composite: Composite;
  readonly #owner: object;

  constructor(composite: Composite, owner: object) {
    this.composite = composite;
    this.#owner = owner;
  }

  get key(): string {
    return this.composite.key;
  }

  /** The expressions that it is made of. */
  get columns(): readonly ColumnAttribute[] {
    return this.composite.attributes.map(
      (key) => (this.#owner as Record<string, ColumnAttribute>)[key] as ColumnAttribute,
    );
  }

  eq(other: V | null): ColumnElement<boolean> {
    return this.#compare("eq", other);
  }

  ne(other: V | null): ColumnElement<boolean> {
    return this.#compare("ne", other);
  }

  lt(other: V): ColumnElement<boolean> {
    return this.#compare("lt", other);
  }

  le(other: V): ColumnElement<boolean> {
    return this.#compare("le", other);
  }

  gt(other: V): ColumnElement<boolean> {
    return this.#compare("gt", other);
  }

  ge(other: V): ColumnElement<boolean> {
    return this.#compare("ge", other);
  }

  #compare(operator: Comparison, other: V | null): ColumnElement<boolean> {
    const { columns } = this;
    const values = other === null ? columns.map(() => null) : compositeValues(other as object);
    return and_(...columns.map((column, i) => column[operator](values[i] as never)));
  }

  toString(): string {
    return this.key;
  }
}
