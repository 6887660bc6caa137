/** The dialects by name. */
import type { Dialect } from "../compiler/dialect.ts";
import { stringDialect } from "../compiler/stringify.ts";
import { ArgumentError } from "../errors.ts";
import { repr } from "../types/repr.ts";
import { mysql } from "./mysql/mysql.ts";
import { oracle } from "./oracle/oracle.ts";
import { postgresql } from "./postgresql/postgresql.ts";
import { sqlite } from "./sqlite.ts";

export type DialectName = "sqlite" | "postgresql" | "mysql" | "oracle" | "default";

const DIALECTS: Readonly<Partial<Record<string, Dialect>>> = {
  sqlite,
  postgresql,
  mysql,
  oracle,
  default: stringDialect,
};

/** @throws ArgumentError for a name that no dialect has */
export function dialectNamed(name: string): Dialect {
  const found = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
  if (found === undefined) throw new ArgumentError(`There is no dialect ${repr(name)} here`);
  return found;
}
