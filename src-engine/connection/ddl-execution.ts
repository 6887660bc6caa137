import type { Dialect } from "../compiler/dialect.ts";
import type { DdlConnection } from "../schema/create-drop.ts";
import type { ClauseElement } from "../sql/element.ts";
import type { DriverValue } from "../trace/events.ts";
import type { DriverResult } from "./driver.ts";

/** The part of a connection that data definition goes over. */
interface StatementHost {
  readonly dialect: Dialect;
  executeText(
    sql: string,
    params: readonly DriverValue[],
    notes: { readonly kind: "ddl" | "pragma"; readonly table: string | null },
  ): DriverResult;
}

/** Executes data definition over a connection, and looks for what is there as SQLite lets one look. */
export class DdlExecution implements DdlConnection {
  readonly supportsAlter = false;
  readonly #connection: StatementHost;

  constructor(connection: StatementHost) {
    this.#connection = connection;
  }

  executeDdl(statement: ClauseElement): void {
    const compiled = this.#connection.dialect.compile(statement);
    this.#connection.executeText(compiled.sql, [], { kind: "ddl", table: compiled.table });
  }

  hasTable(name: string, schema: string | null): boolean {
    return this.#places("table_info", name, schema).length > 0;
  }

  hasIndex(table: string, name: string, schema: string | null): boolean {
    return this.#places("index_list", table, schema).some((row) => row[1] === name);
  }

  /** The rows of a pragma, asked of the main database and then of temporary tables. */
  #places(pragma: string, name: string, schema: string | null): readonly (readonly unknown[])[] {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    for (const place of schema === null ? ["main", "temp"] : [`"${schema.replaceAll('"', '""')}"`]) {
      const { rows } = this.#connection.executeText(`PRAGMA ${place}.${pragma}(${quoted})`, [], {
        kind: "pragma",
        table: name,
      });
      if (rows.length > 0) return rows;
    }
    return [];
  }
}
