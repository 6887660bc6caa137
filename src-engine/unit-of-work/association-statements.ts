import type { Compiled } from "../compiler/compiled.ts";
import type { Connection } from "../connection/connection.ts";
import { withDefaults } from "../connection/defaults.ts";
import type { Table } from "../schema/table.ts";
import { and_, bindparam, delete_, insert, update } from "../sql/builders.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { CauseId } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { cached } from "./persistence/statements.ts";

export type Row = Record<string, unknown>;

interface AssociationRow {
  readonly values: Row;
  readonly cause: CauseId | null;
}

type Kind = "insert" | "update" | "delete";

/** The statements that keep one association table. */
export class AssociationStatements {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Executes one statement for all rows; returns how many rows it matched. */
  execute(connection: Connection, kind: Kind, rows: readonly AssociationRow[]): number {
    const keys = Object.keys((rows[0] as AssociationRow).values);
    const compiled = cached(connection.dialect, this, `${kind} ${keys.join(" ")}`, () =>
      this.#compile(connection, kind, keys),
    );
    const params = rows.map((row) => withDefaults(compiled, row.values));
    const traced = trace.active
      ? rows.map((row) => ({ object: null, causes: row.cause === null ? [] : [row.cause] }))
      : undefined;
    return connection.executeMany(compiled, params, traced).rowCount;
  }

  #compile(connection: Connection, kind: Kind, keys: readonly string[]): Compiled {
    const { dialect } = connection;
    switch (kind) {
      case "insert":
        return dialect.compile(insert(this.#table), { columnKeys: keys });
      case "update": {
        const statement = update(this.#table).where(this.#match(keys, "old_"));
        return dialect.compile(statement, { columnKeys: keys });
      }
      case "delete":
        return dialect.compile(delete_(this.#table).where(this.#match(keys, "")), { columnKeys: [] });
    }
  }

  #match(keys: readonly string[], prefix: string): ColumnElement {
    const columns = [...this.#table.columns].filter((column) => keys.includes(column.key));
    return and_(...columns.map((column) => column.eq(bindparam(prefix + column.key, { type: column.type }))));
  }
}
