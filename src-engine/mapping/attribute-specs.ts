/**
 * What `column()`, `relationship()`, `foreignKey()` and `backref()` give: recipes, from which `Base.mapped` makes the table's
 * columns and the mapper's attributes. A recipe may be used for several classes, which is what a mixin is here:
 * `Base.mapped("users", { ...timestamps, id: … })`.
 */
import { ArgumentError } from "../errors.ts";
import { CheckConstraint, type ForeignKeyOptions } from "../schema/constraints.ts";
import { Computed, Identity, Sequence } from "../schema/defaults.ts";
import { type Column, ForeignKey } from "../schema/table.ts";
import type { ColumnElement } from "../sql/element.ts";
import { TypeEngine, type TypeInput, toInstance } from "../types/type-engine.ts";
import type { BackrefSpec, RelationshipOptions } from "./relationship-options.ts";
import { parseRelationship, type RelationshipSettings } from "./relationship-settings.ts";

/** A foreign key; `V` is the type of the column's value where the column leaves its type to the key. */
export type ForeignKeyTo<V> = ForeignKey & { readonly valueType?: V };

/** The options of `column()` ("Column, Table, MetaData API", and "ORM: Column Loading Options" for the deferred ones). */
export interface ColumnOptions {
  readonly primaryKey?: boolean;
  readonly nullable?: boolean;
  readonly unique?: boolean;
  readonly index?: boolean;
  /** A value, a SQL expression, or a function called for each row that is inserted without one. */
  readonly default?: unknown;
  /** The same for each row that is updated without one. */
  readonly onupdate?: unknown;
  readonly serverDefault?: unknown;
  readonly serverOnupdate?: unknown;
  readonly autoincrement?: boolean | "auto" | "ignore_fk";
  /** The column's key in `table.c`, where it differs from its name. */
  readonly key?: string;
  readonly comment?: string;
  readonly quote?: boolean;
  readonly info?: Readonly<Record<string, unknown>>;
  readonly deferred?: boolean;
  readonly deferredGroup?: string;
  readonly deferredRaiseload?: boolean;
  readonly activeHistory?: boolean;
  readonly doc?: string;
}

/** `column(…)`. `V` is the type of an instance's value, `null` included where the column is nullable. */
export class ColumnSpec<V = unknown> {
  declare readonly valueType?: V;
  readonly kind = "column-spec";
  /** The column's name where it is not the attribute's. */
  readonly name: string | null;
  readonly type: TypeEngine | null;
  readonly foreignKeys: readonly ForeignKey[];
  /** What else belongs to the column: how it is generated, its own constraints. */
  readonly items: readonly ColumnPart[];
  readonly options: ColumnOptions;
  /** The column itself, where it is there already; it has no table yet. */
  readonly column: Column | null;

  constructor(fields: {
    name: string | null;
    type: TypeEngine | null;
    foreignKeys: readonly ForeignKey[];
    items: readonly ColumnPart[];
    options: ColumnOptions;
    column?: Column | null;
  }) {
    this.name = fields.name;
    this.type = fields.type;
    this.foreignKeys = fields.foreignKeys;
    this.items = fields.items;
    this.options = fields.options;
    this.column = fields.column ?? null;
  }
}

/** The options of an attribute that concern the attribute and not its column. */
export type AttributeOptions = Pick<
  ColumnOptions,
  "deferred" | "deferredGroup" | "deferredRaiseload" | "activeHistory"
>;

/**
 * An attribute for a column that is there already: an expression may refer to it before the class does. The column gets the
 * attribute's name where it has none.
 */
export function mappedColumn<V>(column: Column<V>, options: AttributeOptions = {}): ColumnSpec<V> {
  const made = column as Column;
  return new ColumnSpec<V>({ name: null, type: null, foreignKeys: [], items: [], options, column: made });
}

/** What a relationship may point to: a class by name, itself, or a function that gives it later. */
export type RelationshipTarget = unknown;

/** `relationship(…)`. `V` is what it holds: `Address[]`, `Set<Tag>` or one `User`. */
export class RelationshipSpec<V = unknown> {
  declare readonly valueType?: V;
  readonly kind = "relationship-spec";
  readonly target: RelationshipTarget;
  readonly settings: RelationshipSettings;

  constructor(target: RelationshipTarget, settings: RelationshipSettings) {
    this.target = target;
    this.settings = settings;
  }
}

export type AttributeSpec<V = unknown> = ColumnSpec<V> | RelationshipSpec<V>;

/** The value of a column with options `O`: never null where they say so. */
type ColumnValue<V, O> = O extends { readonly nullable: false } | { readonly primaryKey: true } ? V : V | null;

type None = Record<never, never>;

/**
 * A column of the class's table, and the attribute that holds its value ("Declarative Table Configuration").
 *
 * `column(Integer, { primaryKey: true })`, `column("user_id", Integer, foreignKey("users.id"))`: first the column's name
 * where it differs from the attribute's, then its type, its foreign keys and its options. The type may be left out where a
 * foreign key gives it.
 * @throws ArgumentError for an argument that is none of these
 */
export function column<V, const O extends ColumnOptions = None>(
  type: TypeInput<V>,
  options?: O,
): ColumnSpec<ColumnValue<V, O>>;
export function column<V, const O extends ColumnOptions = None>(
  type: TypeInput<V>,
  key: ForeignKey | ColumnPart,
  options?: O,
): ColumnSpec<ColumnValue<V, O>>;
export function column<V, const O extends ColumnOptions = None>(
  name: string,
  type: TypeInput<V>,
  options?: O,
): ColumnSpec<ColumnValue<V, O>>;
export function column<V, const O extends ColumnOptions = None>(
  name: string,
  type: TypeInput<V>,
  key: ForeignKey | ColumnPart,
  options?: O,
): ColumnSpec<ColumnValue<V, O>>;
export function column<V, const O extends ColumnOptions = None>(
  key: ForeignKeyTo<V>,
  options?: O,
): ColumnSpec<ColumnValue<V, O>>;
export function column<V, const O extends ColumnOptions = None>(
  name: string,
  key: ForeignKeyTo<V>,
  options?: O,
): ColumnSpec<ColumnValue<V, O>>;
export function column(...args: readonly unknown[]): ColumnSpec {
  let name: string | null = null;
  let type: TypeEngine | null = null;
  const foreignKeys: ForeignKey[] = [];
  const items: ColumnPart[] = [];
  let options: ColumnOptions = {};
  for (const [position, arg] of args.entries()) {
    if (arg === undefined) continue;
    if (typeof arg === "string" && position === 0) name = arg;
    else if (arg instanceof ForeignKey) foreignKeys.push(arg);
    else if (isPart(arg)) items.push(arg);
    else if (isType(arg)) type = toInstance(arg);
    else if (position === args.length - 1 && typeof arg === "object" && arg !== null) options = arg;
    else throw new ArgumentError(`column() takes a name, a type, foreign keys and options, not ${String(arg)}`);
  }
  return new ColumnSpec({ name, type, foreignKeys, items, options });
}

/** How a column's values are generated, or a constraint of the column alone. */
export type ColumnPart = Computed | Identity | Sequence | CheckConstraint;

function isPart(value: unknown): value is ColumnPart {
  return (
    value instanceof Computed ||
    value instanceof Identity ||
    value instanceof Sequence ||
    value instanceof CheckConstraint
  );
}

function isType(value: unknown): value is TypeInput {
  return typeof value === "function" || value instanceof TypeEngine;
}

/**
 * A reference to a column of another table, given as `"table.column"` or as the column ("Defining Foreign Keys"). It may serve
 * several columns: each gets its own copy.
 */
export function foreignKey<V = unknown>(
  target: string | ColumnElement,
  options: ForeignKeyOptions = {},
): ForeignKeyTo<V> {
  return new ForeignKey(target, options);
}

/**
 * An attribute that holds the objects of another class ("Relationship Configuration"). `V` is what it holds:
 * `relationship<Address[]>("Address", { backPopulates: "user" })`, `relationship<User>("User")`.
 * @throws ArgumentError for options that exclude each other or are unknown
 */
export function relationship<V = unknown>(
  target: string | (() => unknown) | object,
  options: RelationshipOptions = {},
): RelationshipSpec<V> {
  return new RelationshipSpec<V>(target, parseRelationship(options));
}

/** The other side of a relationship, with options of its own: `relationship("Log", { backref: backref("person", {…}) })`. */
export function backref(name: string, options: RelationshipOptions = {}): BackrefSpec {
  return { name, options };
}
