/** The SQL text of a node in no database's dialect, for messages and for looking at ("Stringify"). */

import { CompileError } from "../errors.ts";
import { type ClauseElement, provideBuilders } from "../sql/element.ts";
import { provideTypeText } from "../types/type-engine.ts";
import type { Dialect } from "./dialect.ts";
import { defineDialect } from "./standard.ts";
import { BINARY_TEXT } from "./stringify-operators.ts";
import { renderType, STANDARD_TYPES } from "./types.ts";

const fromList = (extra: readonly ClauseElement[], compiler: Parameters<Dialect["updateFromClause"]>[1], ctx: object) =>
  extra.map((from) => compiler.process(from, { ...ctx, asFrom: true })).join(", ");

/** Writes parameters by name and everything that any database knows. */
export const stringDialect: Dialect = defineDialect("default", "default", {
  placeholder: (_index, name) => `:${name}`,
  emptySet: () => "SELECT 1 WHERE 1!=1",
  supportsNativeBoolean: true,
  booleanLiterals: ["true", "false"],
  supportsDefaultValues: true,
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  binary: BINARY_TEXT,
  types: { ...STANDARD_TYPES, null: () => "NULL" },
  updateFromClause: (extra, compiler, ctx) => `FROM ${fromList(extra, compiler, ctx)}`,
  deleteFromClause: (extra, compiler, ctx) => `, ${fromList(extra, compiler, ctx)}`,
});

/** The text of a node; for a node that cannot be compiled, its kind. */
export function stringify(node: ClauseElement): string {
  try {
    return stringDialect.compile(node).sql;
  } catch (error) {
    if (error instanceof CompileError) return `<${node.kind}>`;
    throw error;
  }
}

provideBuilders({ stringify });
provideTypeText((type) => renderType(type, stringDialect));
