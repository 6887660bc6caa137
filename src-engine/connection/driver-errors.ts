import {
  DatabaseError,
  DataError,
  type DBAPIError,
  IntegrityError,
  InterfaceError,
  OperationalError,
  StatementError,
} from "../errors.ts";
import type { DriverValue } from "../trace/events.ts";
import { reprTuple } from "../types/repr.ts";

type DriverErrorClass = new (
  message: string,
  statement: string | null,
  params: unknown,
  orig: Error | null,
  options?: { code?: string },
) => DBAPIError;

interface Kind {
  readonly name: string;
  readonly class: DriverErrorClass;
  /** The reference's page on errors of that kind. */
  readonly code: string;
}

const OPERATIONAL: Kind = { name: "OperationalError", class: OperationalError, code: "e3q8" };

/** SQLite's messages, and the class that Python's driver raises for each. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/constraint failed|datatype mismatch/, { name: "IntegrityError", class: IntegrityError, code: "gkpj" }],
  [/malformed|not a database/, { name: "DatabaseError", class: DatabaseError, code: "4xp6" }],
  [/too big/, { name: "DataError", class: DataError, code: "9h9h" }],
  [/bad parameter|out of range/, { name: "InterfaceError", class: InterfaceError, code: "rvf5" }],
];

/** How many rows of parameters an error text shows from either end of a long list. */
const SHOWN_ROWS = 10;

/**
 * The error to raise for a statement that the database has rejected ("Core Exceptions, DBAPIError").
 * @param orig what the driver threw
 */
export function databaseError(
  orig: Error,
  sql: string,
  rows: readonly (readonly DriverValue[])[],
  many: boolean,
): StatementError {
  if (orig instanceof StatementError) return orig;
  const kind = KINDS.find(([pattern]) => pattern.test(orig.message))?.[1] ?? OPERATIONAL;
  const text = `(sqlite3.${kind.name}) ${orig.message}\n[SQL: ${sql}]${parametersText(rows, many)}\n(Background on this error at: https://sqlalche.me/e/20/${kind.code})`;
  return new kind.class(text, sql, many ? rows : (rows[0] ?? []), orig, { code: kind.code });
}

function parametersText(rows: readonly (readonly DriverValue[])[], many: boolean): string {
  if (!many) return (rows[0]?.length ?? 0) === 0 ? "" : `\n[parameters: ${reprTuple(rows[0] ?? [])}]`;
  if (rows.length <= SHOWN_ROWS) return `\n[parameters: [${rows.map(reprTuple).join(", ")}]]`;
  const head = rows.slice(0, SHOWN_ROWS - 2).map(reprTuple);
  const tail = rows.slice(-2).map(reprTuple);
  return `\n[parameters: [${head.join(", ")}  ... displaying ${SHOWN_ROWS} of ${rows.length} total bound parameter sets ...  ${tail.join(", ")}]]`;
}
