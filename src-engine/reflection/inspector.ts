/** Reads the tables of a database ("Reflecting Database Objects"). */
import { Connection } from "../connection/connection.ts";
import type { Engine } from "../connection/engine.ts";
import { NoSuchTableError } from "../errors.ts";
import { type AutoloadTarget, provideReflection, type ReflectOptions } from "../schema/autoload.ts";
import { ForeignKeyConstraint, Index, UniqueConstraint } from "../schema/constraints.ts";
import { Column, Table } from "../schema/table.ts";
import { text } from "../sql/builders.ts";
import * as catalog from "./sqlite-catalog.ts";

/** What the catalog says of one table. */
interface Facts {
  readonly columns: readonly catalog.ReflectedColumn[];
  readonly foreignKeys: readonly catalog.ReflectedForeignKey[];
  readonly indexes: readonly catalog.ReflectedIndex[];
  readonly unique: readonly catalog.ReflectedConstraint[];
}

/** What `inspect(engine)` gives: the tables of a database and what they are made of ("Fine Grained Reflection with Inspector"). */
export class Inspector {
  readonly #bind: Engine | Connection;

  constructor(bind: Engine | Connection) {
    this.#bind = bind;
  }

  #ask<T>(work: (connection: Connection) => T): T {
    if (this.#bind instanceof Connection) return work(this.#bind);
    const connection = this.#bind.connect();
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  }

  getTableNames(): string[] {
    return this.#ask((connection) => catalog.names(connection, "table"));
  }

  getViewNames(): string[] {
    return this.#ask((connection) => catalog.names(connection, "view"));
  }

  hasTable(name: string): boolean {
    return this.#ask((connection) => catalog.hasTable(connection, name));
  }

  /** @throws NoSuchTableError where there is no such table */
  getColumns(name: string): catalog.ReflectedColumn[] {
    return this.#ask((connection) => columnsOf(connection, name));
  }

  getPkConstraint(name: string): { readonly constrainedColumns: string[] } {
    return this.#ask((connection) => {
      catalog.tableSql(connection, name);
      return { constrainedColumns: catalog.keyOf(columnsOf(connection, name)) };
    });
  }

  getForeignKeys(name: string): catalog.ReflectedForeignKey[] {
    return this.#ask((connection) => catalog.foreignKeys(connection, name));
  }

  getIndexes(name: string): catalog.ReflectedIndex[] {
    return this.#ask((connection) => catalog.indexes(connection, name));
  }

  getUniqueConstraints(name: string): catalog.ReflectedConstraint[] {
    return this.#ask((connection) => catalog.uniqueConstraints(connection, name));
  }

  /** Gives a table the columns, keys and indexes that it has in the database, and reads the tables that it refers to. */
  reflectTable(table: Table): void {
    this.#ask((connection) => reflect(connection, table, factsOf(connection, [table.name])));
  }

  /** Reads every table that the collection does not have yet ("MetaData.reflect"). */
  reflectAll(metadata: AutoloadTarget, { extendExisting = false }: ReflectOptions = {}): void {
    this.#ask((connection) => {
      const found = [...catalog.names(connection, "table"), ...catalog.names(connection, "table", true)];
      const known = new Set(found.filter((name) => metadata.tables.has(name)));
      const wanted = extendExisting ? found : found.filter((name) => !known.has(name));
      const facts = factsOf(connection, wanted);
      for (const name of wanted) {
        if (known.has(name)) reflect(connection, metadata.tables.get(name) as Table, facts);
        else if (!metadata.tables.has(name)) reflect(connection, new Table(name, metadata as never), facts);
      }
    });
  }
}

function columnsOf(connection: Connection, name: string): catalog.ReflectedColumn[] {
  const found = catalog.columns(connection, name);
  if (found.length > 0 || catalog.hasTable(connection, name)) return found;
  throw new NoSuchTableError(name);
}

/** The facts of some tables, each kind for all of them before the next. */
function factsOf(connection: Connection, names: readonly string[]): Map<string, Facts> {
  const columns = names.map((name) => columnsOf(connection, name));
  for (const name of names) catalog.tableSql(connection, name);
  const foreignKeys = names.map((name) => catalog.foreignKeys(connection, name));
  const indexes = names.map((name) => catalog.indexes(connection, name));
  const unique = names.map((name) => catalog.uniqueConstraints(connection, name));
  return new Map(
    names.map((name, i) => [
      name,
      {
        columns: columns[i] ?? [],
        foreignKeys: foreignKeys[i] ?? [],
        indexes: indexes[i] ?? [],
        unique: unique[i] ?? [],
      },
    ]),
  );
}

function reflect(connection: Connection, table: Table, facts: Map<string, Facts>): void {
  const own = facts.get(table.name);
  if (own === undefined) throw new NoSuchTableError(table.name);
  const declared = new Set([...table.c].map((column) => column.name));
  for (const { name, type, nullable, default: given, primaryKey } of own.columns) {
    if (declared.has(name)) continue;
    const serverDefault = given === null ? {} : { serverDefault: text(given) };
    table.appendColumn(new Column(name, type, { nullable, primaryKey: primaryKey > 0, ...serverDefault }));
  }
  for (const key of own.foreignKeys) {
    // A column that is declared has the keys that it is declared with.
    if (key.constrainedColumns.some((column) => declared.has(column))) continue;
    const { metadata } = table;
    if (!metadata.tables.has(key.referredTable)) {
      const referred = new Table(key.referredTable, metadata);
      reflect(connection, referred, facts.has(key.referredTable) ? facts : factsOf(connection, [key.referredTable]));
    }
    const targets = key.referredColumns.map((column) => `${key.referredTable}.${column}`);
    const name = key.name === null ? {} : { name: key.name };
    table.appendConstraint(new ForeignKeyConstraint([...key.constrainedColumns], targets, { ...name, ...key.options }));
  }
  for (const { name, columnNames, unique } of own.indexes) {
    table.appendConstraint(new Index(name, [...columnNames], { unique }));
  }
  for (const { name, columnNames } of own.unique) {
    table.appendConstraint(new UniqueConstraint([...columnNames], name === null ? {} : { name }));
  }
}

/** Lets tables and their collections be read from a database. */
export function wireReflection(): void {
  provideReflection({
    table: (bind, table) => new Inspector(bind as Engine).reflectTable(table as Table),
    all: (bind, metadata, options) => new Inspector(bind as Engine).reflectAll(metadata, options),
  });
}
