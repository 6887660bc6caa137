/** Oracle with its cx_Oracle driver: what it does differently ("Dialects: Oracle Database"). */
import type { Ctx, Dialect, SqlCompiler } from "../../compiler/dialect.ts";
import { functionArguments } from "../../compiler/expressions.ts";
import { IdentifierPreparer } from "../../compiler/identifiers.ts";
import { defineDialect, STANDARD_FUNCTIONS, STANDARD_VISITORS } from "../../compiler/standard.ts";
import type { ClauseElement } from "../../sql/element.ts";
import type { GenerativeSelect } from "../../sql/select-base.ts";
import { ORACLE_DDL } from "./ddl.ts";
import { ORACLE_BINARY } from "./operators.ts";
import { RESERVED } from "./reserved-words.ts";
import { ORACLE_TYPES } from "./types.ts";

const preparer = new IdentifierPreparer(RESERVED, '"', false, /^[0-9_$]/);

/** Functions that are called without parentheses when they have no arguments. */
const WITHOUT_PARENTHESES: ReadonlySet<string> = new Set(["UID", "CURRENT_DATE", "SYSDATE", "USER"]);

function forUpdate(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string {
  const lock = select.forUpdate;
  // Rows are locked by the outermost SELECT only.
  if (!lock || compiler.stack.length > 1) return "";
  let text = " FOR UPDATE";
  if (lock.of.length > 0) text += ` OF ${compiler.processList(lock.of, ", ", ctx)}`;
  if (lock.nowait) text += " NOWAIT";
  return lock.skipLocked ? `${text} SKIP LOCKED` : text;
}

/** OFFSET and FETCH FIRST; numbers are written into the text when the statement is sent. */
function rows(select: GenerativeSelect, fetched: ClauseElement | null, compiler: SqlCompiler, ctx: Ctx): string {
  const written: Ctx = { ...ctx, literalExecute: true };
  const { offsetExpression: offset, fetchClause } = select;
  let text = offset ? `\n OFFSET ${compiler.process(offset, written)} ROWS` : "";
  if (fetched) {
    const percent = fetchClause?.percent ? " PERCENT" : "";
    text += `\n FETCH FIRST ${compiler.process(fetched, written)}${percent} ROWS ${fetchClause?.withTies ? "WITH TIES" : "ONLY"}`;
  }
  return text;
}

export const oracle: Dialect = defineDialect("oracle", "cx_oracle", {
  preparer,
  types: ORACLE_TYPES,
  ddl: ORACLE_DDL,
  binary: ORACLE_BINARY,
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  postfetchLastrowid: false,
  divIsFloordiv: false,
  cteFollowsInsert: true,
  labelLength: 128,
  defaultFrom: " FROM DUAL",
  alwaysFrom: true,
  aliasWord: " ",
  recursiveWith: "WITH",
  simpleOrderByLabel: false,
  compoundKeywords: { EXCEPT: "MINUS" },
  supportsMultivaluesInsert: false,
  placeholder: (_index, name) => (preparer.parameterRequiresQuotes(name) ? `:"${name}"` : `:${name}`),
  emptySet: () => "SELECT 1 FROM DUAL WHERE 1!=1",
  returningInto: (count) => ` INTO ${Array.from({ length: count }, (_, index) => `:ret_${index}`).join(", ")}`,
  visitors: {
    ...STANDARD_VISITORS,
    true: () => "1",
    false: () => "0",
    function(node, compiler, ctx) {
      const name = node.name.toUpperCase();
      const bare = node.args.clauses.length === 0 && node.packages.length === 0 && WITHOUT_PARENTHESES.has(name);
      const called = STANDARD_VISITORS.function(node, compiler, ctx);
      const text = bare ? called.replace("()", "") : called;
      return ctx.asFrom && name !== "TABLE" ? `TABLE (${text})` : text;
    },
    table_valued_column: (node, compiler, ctx) =>
      `${STANDARD_VISITORS.table_valued_column(node, compiler, ctx)}.COLUMN_VALUE`,
  },
  functions: {
    ...STANDARD_FUNCTIONS,
    now: () => "CURRENT_TIMESTAMP",
    char_length: (node, compiler, ctx) => `LENGTH${functionArguments(node, compiler, ctx)}`,
    aggregate_strings: (node, compiler, ctx) => `LISTAGG${functionArguments(node, compiler, ctx)}`,
  },
  limitClause: (select, compiler, ctx) => rows(select, select.limitExpression, compiler, ctx),
  fetchClause: (select, compiler, ctx) => rows(select, select.fetchClause?.count ?? null, compiler, ctx),
  forUpdateClause: forUpdate,
});
