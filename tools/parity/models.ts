import * as engine from "../../src-engine/index.ts";
import type {
  ClassSpec,
  ColumnSpec,
  ConstraintSpec,
  RelationshipOptionsSpec,
  RelationshipSpec,
  Scenario,
  TableSpec,
  TypeSpec,
} from "./document.ts";
import { camelCase } from "./reflect.ts";
import { decode } from "./values.ts";

/** A mapped class as the interpreter uses it: names are known only to the scenario. */
export interface DynamicClass {
  new (values?: Readonly<Record<string, unknown>>): object;
  readonly name: string;
}

/** A scenario's classes and tables. */
export interface Models {
  readonly base: ReturnType<typeof engine.declarativeBase>;
  readonly classes: ReadonlyMap<string, DynamicClass>;
}

type MakeType = (...args: readonly unknown[]) => unknown;

const TYPES: Readonly<Record<string, MakeType | undefined>> = Object.fromEntries(
  [
    "Integer",
    "BigInteger",
    "SmallInteger",
    "String",
    "Unicode",
    "UnicodeText",
    "Text",
    "Boolean",
    "Float",
    "Double",
    "Numeric",
    "Date",
    "DateTime",
    "Time",
    "Interval",
    "LargeBinary",
    "JSON",
    "Enum",
    "Uuid",
    "PickleType",
  ].map((name) => [name, (engine as unknown as Record<string, MakeType>)[name]]),
);

/** Makes the column type that a scenario names, with its length, precision and the like. */
export function makeType(spec: TypeSpec): engine.TypeEngine<unknown> {
  const { name, values, length, ...options } = typeof spec === "string" ? { name: spec } : spec;
  const make = TYPES[name];
  if (make === undefined) throw new Error(`unknown type ${name}`);
  const args = [...((values as readonly unknown[] | undefined) ?? [])];
  if (length !== undefined) args.push(length);
  if (Object.keys(options).length > 0) args.push(camelCaseKeys(options));
  return (args.length === 0 ? make : make(...args)) as engine.TypeEngine<unknown>;
}

function camelCaseKeys(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [camelCase(key), value]));
}

/**
 * Maps a scenario's classes onto the engine's public API and configures them.
 * @param further maps the classes that are code
 * @throws what the engine throws while mapping
 */
export function mapModels(scenario: Scenario, keep: (models: Models) => void, further: () => void): void {
  const base = engine.declarativeBase({ module: "scenario" });
  const classes = new Map<string, DynamicClass>();
  keep({ base, classes });
  for (const table of scenario.models.tables ?? []) makeTable(table, base);
  for (const spec of scenario.models.classes) {
    const mapped = makeClass(spec, base, classes);
    classes.set(spec.name, mapped);
    base.register(mapped);
  }
  further();
  base.registry.configure();
}

function makeTable(spec: TableSpec, base: Models["base"]): void {
  const columns = spec.columns.map(
    (column) => new engine.Column(column.name, ...(columnArguments(column, "table") as never[])),
  );
  new engine.Table(spec.name, base.metadata, ...columns, ...(spec.constraints ?? []).map(makeConstraint));
}

/** What follows a column's name: type, foreign key, options. A class's column has a recipe for its key, a table's the key. */
function columnArguments(spec: ColumnSpec, of: "class" | "table"): unknown[] {
  const args: unknown[] = [];
  if (spec.type !== undefined) args.push(makeType(spec.type));
  if (spec.foreign_key !== undefined) args.push(makeForeignKey(spec.foreign_key, of));
  const options: Record<string, unknown> = {};
  for (const key of ["primary_key", "nullable", "unique", "index", "autoincrement", "server_default", "key"] as const) {
    if (spec[key] !== undefined) options[camelCase(key)] = spec[key];
  }
  if (spec.default !== undefined) options.default = decode(spec.default);
  if (spec.onupdate !== undefined) options.onupdate = decode(spec.onupdate);
  if (Object.keys(options).length > 0) args.push(options);
  return args;
}

function makeForeignKey(spec: NonNullable<ColumnSpec["foreign_key"]>, of: "class" | "table") {
  const { target, name, use_alter, ...rest } = typeof spec === "string" ? { target: spec } : spec;
  const options = {
    ...actions(rest),
    ...(name === undefined ? {} : { name }),
    ...(use_alter === undefined ? {} : { useAlter: use_alter }),
  };
  return of === "class" ? engine.foreignKey(target, options) : new engine.ForeignKey(target, options);
}

function actions(spec: {
  readonly ondelete?: string | null | undefined;
  readonly onupdate?: string | null | undefined;
}) {
  return {
    ...(spec.ondelete ? { onDelete: spec.ondelete } : {}),
    ...(spec.onupdate ? { onUpdate: spec.onupdate } : {}),
  };
}

function makeConstraint(spec: ConstraintSpec) {
  const name = spec.name === undefined ? {} : { name: spec.name };
  switch (spec.kind) {
    case "unique":
      return new engine.UniqueConstraint(spec.columns ?? [], name);
    case "check":
      return new engine.CheckConstraint(spec.sql ?? "", name);
    case "foreign_key":
      return new engine.ForeignKeyConstraint(spec.columns ?? [], spec.refs ?? [], { ...name, ...actions(spec) });
  }
}

function makeClass(spec: ClassSpec, base: Models["base"], classes: ReadonlyMap<string, DynamicClass>): DynamicClass {
  const attributes: Record<string, unknown> = {};
  for (const column of spec.columns ?? []) {
    const attribute = column.attr ?? column.name;
    const named = attribute === column.name ? [] : [column.name];
    attributes[attribute] = Reflect.apply(engine.column, null, [...named, ...columnArguments(column, "class")]);
  }
  for (const relationship of spec.relationships ?? []) {
    attributes[relationship.name] = makeRelationship(relationship);
  }
  const parent = spec.inherits === undefined ? base : classes.get(spec.inherits);
  if (parent === undefined) throw new Error(`${spec.name} inherits from ${spec.inherits}, which is not there`);
  const options = {
    ...(spec.constraints === undefined ? {} : { tableArgs: spec.constraints.map(makeConstraint) }),
    ...(spec.mapper_args === undefined ? {} : { mapperArgs: camelCaseKeys(spec.mapper_args) }),
  };
  const mapped = (parent as typeof base).mapped(spec.table ?? (null as never), attributes as never, options as never);
  return named(spec.name, mapped as unknown as DynamicClass);
}

/** A class of its own, as `class Name extends Base.mapped(…) {}` makes it. */
function named(name: string, mapped: DynamicClass): DynamicClass {
  const holder = { [name]: class extends mapped {} };
  return holder[name] as DynamicClass;
}

function makeRelationship(spec: RelationshipSpec): unknown {
  const options: Record<string, unknown> = relationshipOptions(spec);
  if (spec.back_populates !== undefined) options.backPopulates = spec.back_populates;
  if (typeof spec.backref === "string") options.backref = spec.backref;
  else if (spec.backref !== undefined) {
    options.backref = engine.backref(spec.backref.name, relationshipOptions(spec.backref));
  }
  return engine.relationship(spec.target, options);
}

/** Lists of columns are the reference's late-evaluated text, `[User.id, User.name]`. */
function relationshipOptions(spec: RelationshipOptionsSpec): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const key of [
    "cascade",
    "passive_deletes",
    "passive_updates",
    "uselist",
    "lazy",
    "single_parent",
    "post_update",
    "viewonly",
    "secondary",
    "innerjoin",
    "overlaps",
    "primaryjoin",
    "secondaryjoin",
  ] as const) {
    if (spec[key] !== undefined) options[camelCase(key)] = spec[key];
  }
  for (const key of ["order_by", "remote_side", "foreign_keys"] as const) {
    const columns = spec[key];
    if (columns !== undefined) options[camelCase(key)] = `[${columns.join(", ")}]`;
  }
  if (spec.collection_class !== undefined) {
    options.collectionClass = collectionClass(spec.collection_class);
  }
  return options;
}

function collectionClass(spec: NonNullable<RelationshipOptionsSpec["collection_class"]>): unknown {
  if (spec === "list") return Array;
  return spec === "set" ? Set : engine.attributeKeyedDict(spec.attribute_keyed_dict);
}
