/** Creating and dropping tables in the right order ("MetaData.create_all"). */
import { CircularDependencyError, CompileError } from "../errors.ts";
import type { ClauseElement } from "../sql/element.ts";
import { warn } from "../types/warnings.ts";
import type { ForeignKeyConstraint, Index } from "./constraints.ts";
import { AddConstraint, CreateIndex, CreateTable, DropConstraint, DropIndex, DropTable } from "./ddl.ts";
import type { DdlEvents, DdlListener } from "./ddl-events.ts";
import { sortTablesAndConstraints } from "./sort-tables.ts";
import type { Table } from "./table.ts";

/** What executes data definition: a connection, seen from here. */
export interface DdlConnection {
  /** Executes a statement. */
  executeDdl(statement: ClauseElement): void;
  /** True when the database has the table; asking it emits statements. */
  hasTable(name: string, schema: string | null): boolean;
  hasIndex(table: string, name: string, schema: string | null): boolean;
  readonly supportsAlter: boolean;
}

/** What gives such a connection for the time of one operation: an engine or a connection. */
export interface DdlBind {
  runDdl(work: (connection: DdlConnection) => void): void;
}

export interface CreateOptions {
  readonly tables?: readonly Table[] | null;
  /** Look first whether a table is there. Default true for all, false for one. */
  readonly checkFirst?: boolean;
  /** The order of tables where foreign keys leave it open; that of their declaration unless it is given. */
  readonly arrange?: ArrangeTables;
}

export type ArrangeTables = (tables: readonly Table[]) => readonly Table[];

/** One operation on many tables. */
interface ManyTables {
  readonly checkFirst: boolean;
  readonly arrange?: ArrangeTables | undefined;
  readonly target: unknown;
  readonly events: DdlEvents | null;
}

const tell = (listeners: readonly DdlListener[], target: unknown, connection: DdlConnection) => {
  for (const listener of listeners) listener(target, connection);
};

/** Creates tables that are not there yet, parents first, with their indexes. */
export function createTables(tables: readonly Table[], connection: DdlConnection, options: ManyTables): void {
  const wanted = options.checkFirst ? tables.filter((table) => !connection.hasTable(table.name, table.schema)) : tables;
  // Keys that go in a circle come last, as constraints of their own; where there is no ALTER they stand in CREATE TABLE anyway.
  const sorted = sortTablesAndConstraints(options.arrange?.(wanted) ?? wanted);
  if (options.events) tell(options.events.beforeCreate, options.target, connection);
  for (const { table, constraints } of sorted) {
    if (table) createTable(table, connection, constraints);
    else if (connection.supportsAlter) {
      for (const constraint of constraints) connection.executeDdl(new AddConstraint(constraint));
    }
  }
  if (options.events) tell(options.events.afterCreate, options.target, connection);
}

/** Creates one table and its indexes. */
export function createTable(
  table: Table,
  connection: DdlConnection,
  foreignKeys: readonly ForeignKeyConstraint[] | null,
): void {
  tell(table.events.beforeCreate, table, connection);
  // Where there is no ALTER, every foreign key stands in CREATE TABLE.
  connection.executeDdl(new CreateTable(table, { foreignKeys: connection.supportsAlter ? foreignKeys : null }));
  for (const index of table.indexes) connection.executeDdl(new CreateIndex(index));
  tell(table.events.afterCreate, table, connection);
}

/** Drops tables that are there, children first. */
export function dropTables(tables: readonly Table[], connection: DdlConnection, options: ManyTables): void {
  const there = options.checkFirst ? tables.filter((table) => connection.hasTable(table.name, table.schema)) : tables;
  const sorted = dropOrder(options.arrange?.(there) ?? there, connection);
  if (options.events) tell(options.events.beforeDrop, options.target, connection);
  for (const { table, constraints } of sorted) {
    if (table) dropTable(table, connection);
    else if (connection.supportsAlter) {
      for (const constraint of constraints) connection.executeDdl(new DropConstraint(constraint));
    }
  }
  if (options.events) tell(options.events.afterDrop, options.target, connection);
}

function dropOrder(
  tables: readonly Table[],
  connection: DdlConnection,
): readonly { table: Table | null; constraints: readonly ForeignKeyConstraint[] }[] {
  try {
    const sorted = sortTablesAndConstraints(tables, {
      filter: (constraint) => (connection.supportsAlter && constraint.name !== null ? undefined : false),
    });
    return [...sorted].reverse();
  } catch (error) {
    if (!(error instanceof CircularDependencyError)) throw error;
    const names = (error.cycles as readonly Table[]).map((table) => table.fullname).sort();
    if (!connection.supportsAlter) {
      warn(
        `Can't sort tables for DROP; an unresolvable foreign key dependency exists between tables: ${names.join(", ")}; and backend does not support ALTER.  To restore at least a partial sort, apply use_alter=True to ForeignKey and ForeignKeyConstraint objects involved in the cycle to mark these as known cycles that will be ignored.`,
      );
      return [...tables].map((table) => ({ table, constraints: [] }));
    }
    throw new CompileError(
      `Can't sort tables for DROP; an unresolvable foreign key dependency exists between tables: ${names.join(", ")}.  Please ensure that the ForeignKey and ForeignKeyConstraint objects involved in the cycle have names so that they can be dropped using DROP CONSTRAINT.`,
    );
  }
}

/** Drops one table; its indexes go with it. */
export function dropTable(table: Table, connection: DdlConnection): void {
  tell(table.events.beforeDrop, table, connection);
  connection.executeDdl(new DropTable(table));
  tell(table.events.afterDrop, table, connection);
}

export function createIndex(index: Index, connection: DdlConnection, checkFirst: boolean): void {
  const { table } = index;
  if (checkFirst && table && index.name && connection.hasIndex(table.name, index.name, table.schema)) return;
  connection.executeDdl(new CreateIndex(index));
}

export function dropIndex(index: Index, connection: DdlConnection, checkFirst: boolean): void {
  const { table } = index;
  if (checkFirst && table && index.name && !connection.hasIndex(table.name, index.name, table.schema)) return;
  connection.executeDdl(new DropIndex(index));
}
