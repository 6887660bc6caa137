/** Classes and relationships made of a database's tables ("Automap"). */
import type { Column } from "../schema/column.ts";
import type { ForeignKeyConstraint } from "../schema/constraints.ts";
import type { DdlBind } from "../schema/create-drop.ts";
import type { MetaData } from "../schema/metadata.ts";
import type { Table } from "../schema/table.ts";
import { and_ } from "../sql/builders.ts";
import type { ColumnElement } from "../sql/element.ts";
import { backref, RelationshipSpec, relationship } from "./attribute-specs.ts";
import { declarationOf, isDeclaredTable } from "./declarations.ts";
import {
  type BaseStatics,
  type DeclarativeBase,
  type DeclarativeBaseOptions,
  declarativeBase,
  registerClass,
} from "./declarative.ts";
import type { Direction } from "./direction.ts";
import type { MappedClass } from "./mapper.ts";
import type { BackrefSpec, RelationshipOptions } from "./relationship-options.ts";
import type { PropertySpec } from "./sort-attributes.ts";
import { warn } from "./warnings.ts";

/** A class that was made of a table: its attributes are known to the database only. */
export type AutomapClass = new (values?: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Names an attribute after the two classes and the key that joins them. */
export type NameRelationship = (
  base: AutomapBase,
  local: MappedClass,
  referred: MappedClass,
  constraint: ForeignKeyConstraint,
) => string;

/** One relationship, or the other side of one, that is about to be made. */
export interface RelationshipPlan {
  readonly direction: Direction;
  readonly name: string;
  readonly local: MappedClass;
  readonly referred: MappedClass;
  readonly options: RelationshipOptions;
}

/** What `prepare()` takes ("Automap: Overriding Naming Schemes", "Generating Mappings from an Existing MetaData"). */
export interface PrepareOptions {
  /** The database whose tables are read first. Without it, only the tables that are known already are mapped. */
  readonly autoloadWith?: DdlBind;
  readonly classnameForTable?: (base: AutomapBase, name: string, table: Table) => string;
  readonly nameForScalarRelationship?: NameRelationship;
  readonly nameForCollectionRelationship?: NameRelationship;
  /** Changes a relationship, or leaves it out by answering `null`; `backref` says that it is the other side of one. */
  readonly generateRelationship?: (
    base: AutomapBase,
    plan: RelationshipPlan,
    as: "relationship" | "backref",
  ) => RelationshipSpec | BackrefSpec | null;
  readonly collectionClass?: unknown;
}

interface AutomapStatics extends BaseStatics {
  /** The classes that were made, by name: `Base.classes.users`. */
  readonly classes: Readonly<Record<string, AutomapClass>>;
  /**
   * Maps the classes that were declared, and one class for each table that has none and has a primary key; a table of two
   * foreign keys and nothing else becomes a many-to-many relationship ("Automap: Basic Use").
   */
  prepare(options?: PrepareOptions): void;
}

export type AutomapBase = (new () => object) & AutomapStatics;

/** A class in the making. */
interface Candidate {
  readonly class_: MappedClass;
  readonly table: Table;
  readonly properties: Map<string, PropertySpec>;
}

/** A table that only joins two others. */
interface PureAssociation {
  readonly table: Table;
  readonly local: Table;
  readonly remote: Table;
  readonly keys: readonly [ForeignKeyConstraint, ForeignKeyConstraint];
}

/**
 * Makes a base whose classes are mapped by `prepare()`: those that are declared on it, and those that it makes of tables.
 * @param options those of `declarativeBase()`, or a base to build upon
 */
export function automapBase(
  options: DeclarativeBaseOptions & { readonly declarativeBase?: DeclarativeBase } = {},
): AutomapBase {
  const Declarative = options.declarativeBase ?? declarativeBase(options);
  const pending = new Set<MappedClass>();
  const classes: Record<string, AutomapClass> = {};
  const seen = new Set<string>();

  class Base extends Declarative {
    static readonly classes = classes;

    // Called on a mapped class, `this` is that class and not the base.
    static override mapped = function (this: MappedClass, ...args: Parameters<DeclarativeBase["mapped"]>): MappedClass {
      const made = Reflect.apply(Declarative.mapped, this, args) as MappedClass;
      const declaration = declarationOf(made);
      if (declaration !== null) declaration.deferred = true;
      return made;
    } as unknown as DeclarativeBase["mapped"];

    static override register(...given: readonly MappedClass[]): void {
      for (const cls of given) {
        if (declaredAs(cls)?.deferred) pending.add(cls);
        else registerClass(cls);
      }
    }

    static prepare(prepareOptions: PrepareOptions = {}): void {
      const base = Base as unknown as AutomapBase;
      const preparation = new Preparation(base, prepareOptions, { classes, seen });
      preparation.run([...pending]);
      pending.clear();
    }
  }
  return Base as unknown as AutomapBase;
}

/** What was declared for a class: with the parent that `Base.mapped(…)` gave it. */
function declaredAs(cls: MappedClass) {
  return declarationOf(Object.getPrototypeOf(cls) as MappedClass);
}

/** One call of `prepare()`. */
class Preparation {
  readonly #base: AutomapBase;
  readonly #options: PrepareOptions;
  readonly #classes: Record<string, AutomapClass>;
  readonly #seen: Set<string>;
  readonly #candidates = new Map<Table, Candidate>();

  constructor(
    base: AutomapBase,
    options: PrepareOptions,
    known: { readonly classes: Record<string, AutomapClass>; readonly seen: Set<string> },
  ) {
    this.#base = base;
    this.#options = options;
    this.#classes = known.classes;
    this.#seen = known.seen;
  }

  run(declared: readonly MappedClass[]): void {
    const { metadata } = this.#base;
    const { autoloadWith } = this.#options;
    if (autoloadWith !== undefined) metadata.reflect(autoloadWith, { extendExisting: true });
    for (const cls of declared) this.#enter(cls);
    const associations = this.#makeClasses(metadata);
    for (const candidate of this.#candidates.values()) this.#relateByKeys(candidate);
    for (const association of associations) this.#relateThrough(association);
    for (const { class_ } of this.#candidates.values()) {
      const declaration = declaredAs(class_);
      if (declaration !== null) declaration.deferred = false;
    }
    for (const { class_ } of this.#candidates.values()) registerClass(class_);
  }

  #enter(cls: MappedClass): void {
    const declaration = declaredAs(cls);
    if (declaration === null) return;
    const { table } = declaration;
    if (table === null) {
      declaration.deferred = false;
      return;
    }
    // What was declared is this class's alone.
    this.#candidates.set(table, {
      class_: cls,
      table,
      properties: declaration.properties as Map<string, PropertySpec>,
    });
  }

  #makeClasses(metadata: MetaData): readonly PureAssociation[] {
    const associations: PureAssociation[] = [];
    for (const [key, table] of [...metadata.tables]) {
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      const association = pureAssociation(table);
      if (association !== null) associations.push(association);
      else if ([...table.primaryKey].length > 0 && !this.#candidates.has(table)) this.#makeClass(table);
    }
    return associations;
  }

  #makeClass(table: Table): void {
    // Its class is declared, but nobody knows that class yet.
    if (isDeclaredTable(this.#base.registry, table)) return;
    const name = this.#options.classnameForTable?.(this.#base, table.name, table) ?? table.name;
    if (Object.hasOwn(this.#classes, name)) {
      warn(
        `Ignoring duplicate class name '${name}' received in automap base for table ${table.key} without \`\`__module__\`\` being ` +
          "set; consider using the ``modulename_for_table`` hook",
      );
      return;
    }
    const parent = this.#base.mapped(table, {}, { className: name }) as unknown as AutomapClass;
    const holder = { [name]: class extends parent {} };
    const made = holder[name] as AutomapClass;
    this.#classes[name] = made;
    this.#enter(made as unknown as MappedClass);
  }

  /** A foreign key makes a many-to-one relationship, and a one-to-many one on the other side. */
  #relateByKeys(candidate: Candidate): void {
    const { class_: local } = candidate;
    for (const constraint of candidate.table.foreignKeyConstraints) {
      const other = this.#candidates.get(constraint.referredTable as Table);
      if (other === undefined) continue;
      const { class_: referred } = other;
      if (local !== referred && isSubclass(local, referred)) continue;
      const name = this.#scalarName(local, referred, constraint);
      const otherName = this.#collectionName(referred, local, constraint);
      const foreignKeys = constraint.elements.map((key) => key.parent as ColumnElement);
      const collection = { direction: "one-to-many", name: otherName, local: referred, referred: local } as const;
      const collectionOptions = { ...this.#collectionOptions, ...ownership(constraint) };
      const isNew = !other.properties.has(otherName);
      if (!candidate.properties.has(name)) {
        const back = isNew ? this.#backref({ ...collection, options: collectionOptions }) : null;
        const made = this.#relationship({
          direction: "many-to-one",
          name,
          local,
          referred,
          options: { foreignKeys, remoteSide: [...constraint.referredColumns], ...(back ? { backref: back } : {}) },
        });
        if (made === null) continue;
        candidate.properties.set(name, made);
        if (!isNew) backPopulate(other, otherName, name);
      } else if (isNew) {
        const options = { ...collectionOptions, foreignKeys, backPopulates: name };
        const made = this.#relationship({ ...collection, options });
        if (made === null) continue;
        other.properties.set(otherName, made);
        backPopulate(candidate, name, otherName);
      }
    }
  }

  /** A pure association table makes a many-to-many relationship with one name on either side. */
  #relateThrough({ table, local: localTable, remote, keys }: PureAssociation): void {
    const candidate = this.#candidates.get(localTable);
    const other = this.#candidates.get(remote);
    if (candidate === undefined || other === undefined) return;
    const { class_: local } = candidate;
    const { class_: referred } = other;
    const name = this.#collectionName(local, referred, keys[0]);
    const otherName = this.#collectionName(referred, local, keys[1]);
    const overlaps = this.#candidates.has(table) ? { overlaps: "__*" } : {};
    const common = { ...this.#collectionOptions, ...overlaps };
    const direction = "many-to-many" as const;
    const isNew = !other.properties.has(otherName);
    if (!candidate.properties.has(name)) {
      const there = { direction, name: otherName, local: referred, referred: local, options: common };
      const back = isNew ? this.#backref(there) : null;
      const joins = { secondary: table, primaryjoin: joinOf(keys[0]), secondaryjoin: joinOf(keys[1]) };
      const options = { ...common, ...joins, ...(back ? { backref: back } : {}) };
      const made = this.#relationship({ direction, name, local, referred, options });
      if (made === null) return;
      candidate.properties.set(name, made);
      if (!isNew) backPopulate(other, otherName, name);
    } else if (isNew) {
      const joins = { secondary: table, primaryjoin: joinOf(keys[1]), secondaryjoin: joinOf(keys[0]) };
      const options = { ...common, ...joins, backPopulates: name };
      const made = this.#relationship({ direction, name: otherName, local: referred, referred: local, options });
      if (made === null) return;
      other.properties.set(otherName, made);
      backPopulate(candidate, name, otherName);
    }
  }

  #scalarName(local: MappedClass, referred: MappedClass, constraint: ForeignKeyConstraint): string {
    const given = this.#options.nameForScalarRelationship;
    return given ? given(this.#base, local, referred, constraint) : nameOf(referred).toLowerCase();
  }

  #collectionName(local: MappedClass, referred: MappedClass, constraint: ForeignKeyConstraint): string {
    const given = this.#options.nameForCollectionRelationship;
    return given ? given(this.#base, local, referred, constraint) : `${nameOf(referred).toLowerCase()}_collection`;
  }

  get #collectionOptions(): RelationshipOptions {
    const { collectionClass } = this.#options;
    return collectionClass === undefined ? {} : { collectionClass };
  }

  #relationship(plan: RelationshipPlan): RelationshipSpec | null {
    const given = this.#options.generateRelationship;
    if (given === undefined) return relationship(plan.referred, plan.options);
    const made = given(this.#base, plan, "relationship");
    return made instanceof RelationshipSpec ? made : null;
  }

  #backref(plan: RelationshipPlan): BackrefSpec | null {
    const given = this.#options.generateRelationship;
    if (given === undefined) return backref(plan.name, plan.options);
    const made = given(this.#base, plan, "backref");
    return made instanceof RelationshipSpec ? null : made;
  }
}

function nameOf(cls: MappedClass): string {
  return declaredAs(cls)?.className ?? cls.name;
}

function isSubclass(cls: MappedClass, of: MappedClass): boolean {
  return cls.prototype instanceof of;
}

/** Two foreign keys and no further column. */
function pureAssociation(table: Table): PureAssociation | null {
  const [first, second, ...more] = table.foreignKeyConstraints;
  if (first === undefined || second === undefined || more.length > 0) return null;
  const keyed = new Set<unknown>([first, second].flatMap((key) => key.elements.map((element) => element.parent)));
  if ([...table.c].some((column) => !keyed.has(column))) return null;
  return {
    table,
    local: first.referredTable as Table,
    remote: second.referredTable as Table,
    keys: [first, second],
  };
}

/** What belongs to its parent by a key that is never empty goes with it; the database may see to that. */
function ownership(constraint: ForeignKeyConstraint): RelationshipOptions {
  const nullable = constraint.elements.every((key) => (key.parent as Column).nullable);
  const onDelete = constraint.onDelete?.toLowerCase() ?? null;
  if (nullable) return onDelete === "set null" ? { passiveDeletes: true } : {};
  return { cascade: "all, delete-orphan", ...(onDelete === "cascade" ? { passiveDeletes: true } : {}) };
}

function joinOf(constraint: ForeignKeyConstraint): ColumnElement {
  return and_(...constraint.elements.map((key) => key.column.eq(key.parent as ColumnElement)));
}

/** Lets a relationship that is there already know its other side. */
function backPopulate({ properties }: Candidate, name: string, other: string): void {
  const existing = properties.get(name);
  if (!(existing instanceof RelationshipSpec)) return;
  const { target, settings } = existing;
  const options = { ...settings.options, backPopulates: other };
  properties.set(name, new RelationshipSpec(target, { ...settings, options }));
}
