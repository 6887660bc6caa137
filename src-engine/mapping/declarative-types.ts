/** What TypeScript knows of a mapped class: the values of its instances and the expressions of the class. */
import type { AttributeSpec, ColumnSpec, RelationshipSpec } from "./attribute-specs.ts";
import type { ColumnAttribute } from "./column-attribute.ts";
import type { DescriptorSpec } from "./descriptor.ts";
import type { ColumnPropertySpec } from "./expression-specs.ts";
import type { RelationshipAttribute } from "./relationship-attribute.ts";

/** The attributes of a class, by name. */
export type AttributeSpecs = Readonly<Record<string, AttributeSpec | ColumnPropertySpec | DescriptorSpec>>;

/** A relationship's list: an array that also has the methods of Python's lists. */
export interface Collection<E> extends Array<E> {
  append(item: E): void;
  /** Removes the first occurrence. Raises ValueError where there is none. */
  remove(item: E): void;
  insert(index: number, item: E): void;
  pop(index?: number): E | undefined;
  extend(items: Iterable<E>): void;
  clear(): void;
}

/** A relationship's set. */
export interface SetCollection<E> extends Set<E> {
  remove(item: E): void;
  discard(item: E): void;
  update(items: Iterable<E>): void;
}

/** A collection that is never in memory as a whole (`lazy: "dynamic"`, `lazy: "write_only"`); it is always there. */
export interface UnheldCollection {
  readonly isUnheld: true;
}

/** What an instance's relationship attribute holds. */
export type Related<V> = V extends readonly (infer E)[]
  ? Collection<E>
  : V extends ReadonlySet<infer E>
    ? SetCollection<E>
    : V extends UnheldCollection
      ? V
      : V | null;

/** The value that an instance has for an attribute. */
export type AttributeValue<S> =
  S extends ColumnSpec<infer V>
    ? V
    : S extends RelationshipSpec<infer V>
      ? Related<V>
      : S extends ColumnPropertySpec<infer V>
        ? V
        : S extends DescriptorSpec<infer V>
          ? V
          : never;

/** What may be given for an attribute to the constructor. */
type Given<S> =
  S extends ColumnSpec<infer V>
    ? V | null
    : S extends RelationshipSpec<infer V>
      ? V extends readonly (infer E)[]
        ? readonly E[]
        : V extends ReadonlySet<infer E>
          ? Iterable<E>
          : V extends UnheldCollection
            ? readonly object[]
            : V | null
      : S extends ColumnPropertySpec<infer V>
        ? V | null
        : S extends DescriptorSpec<infer V>
          ? V | null
          : never;

/** The expression that the class has for an attribute. */
export type AttributeExpression<S> =
  S extends ColumnSpec<infer V>
    ? ColumnAttribute<V>
    : S extends RelationshipSpec<infer V>
      ? RelationshipAttribute<V>
      : S extends ColumnPropertySpec<infer V>
        ? ColumnAttribute<V>
        : S extends DescriptorSpec<unknown, infer E>
          ? E
          : never;

export type InstanceOf<S> = { -readonly [K in keyof S]: AttributeValue<S[K]> };
export type InitialValues<S> = { -readonly [K in keyof S]?: Given<S[K]> };
export type ClassExpressions<S> = { readonly [K in keyof S]: AttributeExpression<S[K]> };

/** Holds, for the compiler only, the attributes that a class is declared with. */
declare const ATTRIBUTES: unique symbol;

/** The class that a mapped class extends: what `Base.mapped(…)` gives. `S` are its own and inherited attributes. */
export type Model<S, Inherited = unknown, Statics = unknown> = {
  new (values?: InitialValues<S>): InstanceOf<S> & Inherited;
  readonly prototype: InstanceOf<S> & Inherited;
  readonly [ATTRIBUTES]: S;
} & ClassExpressions<S> &
  Omit<Statics, keyof S | typeof ATTRIBUTES | "prototype">;

/** The attributes that a class is declared with. */
export type AttributesOf<M> = M extends { readonly [ATTRIBUTES]: infer S } ? S : Record<never, never>;

/** Any class made with `Base.mapped(…)`. */
export type AnyModel = abstract new (...args: never[]) => object;

/** What `aliased(User)` gives: the expressions of the class, of the alias. */
export type AliasedClass<M> = ClassExpressions<AttributesOf<M>> & { readonly [ALIAS_OF]: M };

/** Holds, for the compiler only, the class that an alias is of. */
declare const ALIAS_OF: unique symbol;
