import type { Compiled } from "../compiler/compiled.ts";
import { InvalidRequestError } from "../errors.ts";
import type { Column } from "../schema/table.ts";
import type { ParameterSet } from "./parameters.ts";
import { Result, type ResultSource } from "./result.ts";
import { type Row, type RowFactory, rowFactory } from "./row.ts";

/** What a statement did besides the rows it brought. */
export interface Executed {
  /** `null` for text of the driver's own. */
  readonly compiled: Compiled | null;
  /** The sets of parameters that were sent, defaults included. */
  readonly sent: readonly ParameterSet[];
  readonly many: boolean;
  readonly lastRowid: number | bigint | null;
  /** The primary key's columns of the table that an INSERT wrote to. */
  readonly primaryKey: readonly Column[];
  readonly autoincrement: Column | null;
  /** Values of implicit RETURNING by column, a map for each row. */
  readonly returned: readonly ReadonlyMap<Column, unknown>[] | null;
  readonly explicitReturning: boolean;
}

/** What `Connection.execute()` gives ("CursorResult"). */
export class CursorResult extends Result {
  readonly #executed: Executed;

  constructor(source: ResultSource, factory: RowFactory, executed: Executed) {
    // A cursor gives one row at a time where it is not told otherwise.
    super({ yieldPer: 1, ...source }, factory);
    this.#executed = executed;
  }

  get isInsert(): boolean {
    return this.#executed.compiled?.isInsert ?? false;
  }

  /** The rowid of the row that an INSERT made. */
  get lastrowid(): number | bigint | null {
    return this.#executed.lastRowid;
  }

  /**
   * The primary key of the row that an INSERT made ("CursorResult.inserted_primary_key").
   * @throws InvalidRequestError for anything but an INSERT of one row without `returning()`
   */
  get insertedPrimaryKey(): Row | null {
    if (this.#executed.many) {
      throw new InvalidRequestError(
        "This statement was an executemany call; if primary key returning is supported, please use .inserted_primary_key_rows.",
      );
    }
    return this.insertedPrimaryKeyRows[0] ?? null;
  }

  /** The primary key of each row that an INSERT made, `null` in place of what only the database knows. */
  get insertedPrimaryKeyRows(): readonly Row[] {
    const { compiled, sent, primaryKey, explicitReturning, returned } = this.#executed;
    if (compiled === null) throw new InvalidRequestError("Statement is not a compiled expression construct.");
    if (!compiled.isInsert) throw new InvalidRequestError("Statement is not an insert() expression construct.");
    if (explicitReturning) {
      throw new InvalidRequestError("Can't call inserted_primary_key when returning() is used.");
    }
    const factory = rowFactory(primaryKey.map((column) => column.key));
    return sent.map((row, i) => factory.make(primaryKey.map((column) => this.#keyValue(column, row, returned?.[i]))));
  }

  #keyValue(column: Column, row: ParameterSet, returned: ReadonlyMap<Column, unknown> | undefined): unknown {
    const { compiled, autoincrement, lastRowid } = this.#executed;
    if (returned?.has(column)) return returned.get(column);
    const given = compiled?.params(row)[column.key] ?? null;
    if (given !== null) return given;
    return compiled?.postfetchLastrowid && column === autoincrement ? lastRowid : null;
  }

  /** The values that an INSERT sent, defaults included ("CursorResult.last_inserted_params"). */
  lastInsertedParams(): ParameterSet | readonly ParameterSet[] {
    return this.#params("insert");
  }

  /** The values that an UPDATE sent, defaults included. */
  lastUpdatedParams(): ParameterSet | readonly ParameterSet[] {
    return this.#params("update");
  }

  #params(kind: "insert" | "update"): ParameterSet | readonly ParameterSet[] {
    const { compiled, sent, many } = this.#executed;
    if (compiled === null) throw new InvalidRequestError("Statement is not a compiled expression construct.");
    if (compiled.kind !== kind) {
      throw new InvalidRequestError(`Statement is not an ${kind}() expression construct.`);
    }
    const params = sent.map((row) => compiled.params(row));
    return many ? params : (params[0] ?? {});
  }

  /** The values that came back with a statement that asked for defaults. */
  get returnedDefaults(): Row | null {
    const [first] = this.#executed.returned ?? [];
    if (first === undefined) return null;
    return rowFactory([...first.keys()].map((column) => column.key)).make([...first.values()]);
  }

  /** Columns whose values the database made and nobody has fetched. */
  postfetchCols(): readonly Column[] {
    return this.#executed.compiled?.postfetch ?? [];
  }

  prefetchCols(): readonly Column[] {
    return this.#executed.compiled?.prefetch ?? [];
  }
}
