/** How PostgreSQL writes types ("PostgreSQL Data Types"). */
import type { Dialect, TypeVisitors } from "../../compiler/dialect.ts";
import { STANDARD_TYPES } from "../../compiler/types.ts";
import { CompileError } from "../../errors.ts";
import type { TypeEngine } from "../../types/type-engine.ts";

const timed = (name: string) => (type: TypeEngine) =>
  `${name} ${(type as { timezone?: boolean }).timezone ? "WITH" : "WITHOUT"} TIME ZONE`;

function float(type: TypeEngine): string {
  const { precision } = type as { precision?: number | null };
  return precision == null ? "FLOAT" : `FLOAT(${precision})`;
}

function enumeration(type: TypeEngine, dialect: Dialect): string {
  const { name, nativeEnum } = type as TypeEngine & { name?: string | null; nativeEnum?: boolean };
  if (nativeEnum === false)
    return (STANDARD_TYPES.enum as (type: TypeEngine, dialect: Dialect) => string)(type, dialect);
  if (name == null) throw new CompileError("PostgreSQL Enum type requires a name.");
  return dialect.preparer.quote(name);
}

export const POSTGRESQL_TYPES: TypeVisitors = {
  ...STANDARD_TYPES,
  float,
  FLOAT: float,
  double: () => "DOUBLE PRECISION",
  datetime: timed("TIMESTAMP"),
  TIMESTAMP: timed("TIMESTAMP"),
  time: timed("TIME"),
  TIME: timed("TIME"),
  interval: (type) => ((type as { native?: boolean }).native === false ? "TIMESTAMP WITHOUT TIME ZONE" : "INTERVAL"),
  large_binary: () => "BYTEA",
  enum: enumeration,
};
