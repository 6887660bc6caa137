/** A mapped class under another name, for a statement in which it occurs more than once ("Selecting ORM Aliases"). */
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { mapperOf } from "./class-mapper.ts";
import { ClauseAdapter } from "./clause-adapter.ts";
import { equivalentColumns } from "./equivalents.ts";
import { Mapper } from "./mapper.ts";

/** What a statement selects from or joins to: a mapped class or an alias of one. */
export type Entity = Mapper | AliasedEntity;

/** What an alias of a class is to statements. */
export class AliasedEntity {
  readonly mapper: Mapper;
  readonly selectable: FromClause;
  /** The name that was given; `null` where the statement numbers the alias. */
  readonly name: string | null;
  /** Puts the alias's columns in the place of the class's. */
  readonly adapter: ClauseAdapter;
  /** The object whose attributes are the alias's expressions. */
  aliasedClass: object | null = null;

  constructor(mapper: Mapper, selectable: FromClause, name: string | null) {
    this.mapper = mapper;
    this.selectable = selectable;
    this.name = name;
    this.adapter = new ClauseAdapter(selectable, { equivalents: equivalentColumns(mapper) });
  }

  /** The alias's column for one of the class's. */
  column(column: ColumnElement): ColumnElement {
    return this.adapter.column(column);
  }

  toString(): string {
    return `aliased(${this.mapper.className})`;
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
