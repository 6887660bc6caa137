/** What tables, columns and constraints need to know of each other before any of them is defined. */
import type { ColumnElement, FromClause } from "../sql/element.ts";
import type { ColumnClause } from "../sql/literals.ts";

export interface SchemaTable extends FromClause {
  readonly name: string;
  readonly key: string;
  readonly fullname: string;
  readonly metadata: SchemaMetaData;
  /** Missing from tables that are known by name only. */
  appendConstraint?(item: object): void;
}

export interface SchemaColumn extends ColumnClause {
  readonly nullable: boolean;
  readonly creationOrder: number;
}

export interface SchemaMetaData {
  readonly schema: string | null;
  readonly namingConvention: NamingConvention;
}

/** How constraints without a name are named: by kind (`ix`, `uq`, `ck`, `fk`, `pk`), with tokens like `%(table_name)s`. */
export type NamingConvention = Readonly<Record<string, NamingRule>>;
export type NamingRule = string | ((constraint: NamedConstraint, table: SchemaTable) => string);

/** The part of a constraint that names are made from. */
export interface NamedConstraint {
  readonly name: string | null;
  readonly prefix: string;
  readonly namedColumns: readonly ColumnClause[];
  /** For a foreign key: the table it refers to, and its columns there. */
  readonly referredTableName?: string;
  readonly referredColumns?: readonly ColumnElement[];
}

let created = 0;

/** Numbers schema items in the order in which they are made; they are rendered in it. */
export function nextCreationOrder(): number {
  return ++created;
}

export function tableKey(name: string, schema: string | null): string {
  return schema === null ? name : `${schema}.${name}`;
}
