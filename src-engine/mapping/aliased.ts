/** A mapped class under another name, for a statement in which it occurs more than once ("Selecting ORM Aliases"). */
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { mapperOf } from "./class-mapper.ts";
import { ClauseAdapter } from "./clause-adapter.ts";
import { equivalentColumns } from "./equivalents.ts";
import { Mapper } from "./mapper.ts";

/** What a statement selects from or joins to: a mapped class or an alias of one. */
export type Entity = Mapper | AliasedEntity;

export interface AliasedEntityOptions {
  /** The classes whose columns the alias has; those that the class itself is loaded with, where left out. */
  readonly mappers?: readonly Mapper[];
  /** What tells the classes of its rows apart, where that is not the class's own discriminator. */
  readonly polymorphicOn?: ColumnElement | null;
  /** The alias that this one is part of, for a subclass in it. */
  readonly base?: AliasedEntity;
  /** Whether the classes are joined by outer joins, so that columns of subclasses may be missing. */
  readonly representsOuterJoin?: boolean;
  /** What the alias is found by in result names and texts. */
  readonly name?: string | null;
  /** Whether the selectable's columns stand for the class's by their names. */
  readonly adaptOnNames?: boolean;
}

/** What an alias of a class is to statements. */
export class AliasedEntity {
  readonly mapper: Mapper;
  readonly selectable: FromClause;
  /** The name that was given; `null` where the statement numbers the alias. */
  readonly name: string | null;
  /** Puts the alias's columns in the place of the class's. */
  readonly adapter: ClauseAdapter;
  /** The mappers whose columns the alias has, its own among them. */
  readonly withPolymorphicMappers: readonly Mapper[];
  readonly isPolymorphic: boolean;
  readonly polymorphicOn: ColumnElement | null;
  readonly base: AliasedEntity;
  readonly representsOuterJoin: boolean;
  readonly adaptOnNames: boolean;
  /** The subclasses in the alias, each as an alias of its own. */
  readonly subclasses = new Map<Mapper, AliasedEntity>();
  /** The object whose attributes are the alias's expressions. */
  aliasedClass: object | null = null;

  constructor(mapper: Mapper, selectable: FromClause, options: AliasedEntityOptions = {}) {
    this.mapper = mapper;
    this.selectable = selectable;
    this.name = options.name ?? null;
    this.base = options.base ?? this;
    this.representsOuterJoin = options.representsOuterJoin ?? false;
    this.adaptOnNames = options.adaptOnNames ?? false;
    const mappers = options.mappers ?? mapper.withPolymorphicMappers;
    this.isPolymorphic = mappers.length > 0;
    this.withPolymorphicMappers = this.isPolymorphic ? mappers : [mapper];
    this.polymorphicOn = options.polymorphicOn ?? mapper.polymorphicOn;
    for (const each of this.isPolymorphic ? mappers : []) {
      if (each !== mapper)
        this.subclasses.set(each, new AliasedEntity(each, selectable, { base: this, adaptOnNames: this.adaptOnNames }));
    }
    this.adapter = new ClauseAdapter(selectable, {
      equivalents: equivalentColumns(mapper),
      anonymizeLabels: true,
      byName: this.adaptOnNames,
      only: this.withPolymorphicMappers.map((each) => each.selectable),
    });
  }

  /** The alias's column for one of the class's. */
  column(column: ColumnElement): ColumnElement {
    return this.adapter.column(column);
  }

  /** The alias of a class in this one. */
  entityFor(mapper: Mapper): AliasedEntity {
    return this.subclasses.get(mapper) ?? this;
  }

  toString(): string {
    if (!this.isPolymorphic) return `aliased(${this.mapper.className})`;
    const subclasses = [...this.subclasses.keys()].map((each) => each.className).join(", ");
    return `with_polymorphic(${this.mapper.className}, [${subclasses}])`;
  }
}

const entities = new WeakMap<object, AliasedEntity>();

/** Ties an object with the alias's expressions to what the alias is. */
export function enterAliasedClass(aliasedClass: object, entity: AliasedEntity): void {
  entities.set(aliasedClass, entity);
  entity.aliasedClass = aliasedClass;
}

/** What an alias made by `aliased()` is; `null` for any other value. */
export function aliasedEntityOf(value: unknown): AliasedEntity | null {
  if (value instanceof AliasedEntity) return value;
  return typeof value === "object" && value !== null ? (entities.get(value) ?? null) : null;
}

/**
 * What a mapped class, an alias or a mapper is to statements.
 * @throws UnmappedClassError for anything else
 */
export function entityOf(value: unknown): Entity {
  if (value instanceof Mapper) return value;
  return aliasedEntityOf(value) ?? mapperOf(value);
}
