/** PostgreSQL with its psycopg2 driver: what it does differently ("Dialects: PostgreSQL"). */
import type { Dialect, SqlCompiler } from "../../compiler/dialect.ts";
import { functionArguments } from "../../compiler/expressions.ts";
import { IdentifierPreparer } from "../../compiler/identifiers.ts";
import { defineDialect, STANDARD_FUNCTIONS, STANDARD_VISITORS } from "../../compiler/standard.ts";
import { CompileError } from "../../errors.ts";
import type { FromClause } from "../../sql/element.ts";
import type { GenerativeSelect } from "../../sql/select-base.ts";
import { POSTGRESQL_DDL } from "./ddl.ts";
import { POSTGRESQL_BINARY } from "./operators.ts";
import { RESERVED } from "./reserved-words.ts";
import { POSTGRESQL_TYPES } from "./types.ts";

const list = (froms: readonly FromClause[], compiler: SqlCompiler, ctx: object): string =>
  froms.map((from) => compiler.process(from, { ...ctx, asFrom: true })).join(", ");

function forUpdate(select: GenerativeSelect, compiler: SqlCompiler): string {
  const lock = select.forUpdate;
  if (!lock) return "";
  const share = lock.keyShare ? " FOR KEY SHARE" : " FOR SHARE";
  let text = lock.read ? share : lock.keyShare ? " FOR NO KEY UPDATE" : " FOR UPDATE";
  if (lock.of.length > 0) text += ` OF ${lockedTables(lock.of, compiler)}`;
  if (lock.nowait) text += " NOWAIT";
  return lock.skipLocked ? `${text} SKIP LOCKED` : text;
}

/** The tables of what FOR UPDATE OF names, each once. */
export function lockedTables(items: NonNullable<GenerativeSelect["forUpdate"]>["of"], compiler: SqlCompiler): string {
  const tables = new Set(items.flatMap((item) => item.fromObjects.slice(0, 1)));
  return [...tables].map((table) => compiler.preparer.quote(compiler.aliasName(table))).join(", ");
}

export const postgresql: Dialect = defineDialect("postgresql", "psycopg2", {
  hinted(text, hint) {
    if (hint.toUpperCase() !== "ONLY") throw new CompileError(`Unrecognized hint: '${hint}'`);
    return `ONLY ${text}`;
  },
  preparer: new IdentifierPreparer(RESERVED, '"', true),
  types: POSTGRESQL_TYPES,
  ddl: POSTGRESQL_DDL,
  binary: POSTGRESQL_BINARY,
  supportsNativeBoolean: true,
  supportsNativeEnum: true,
  supportsNativeUuid: true,
  supportsDefaultValues: true,
  insertReturning: true,
  updateReturning: true,
  deleteReturning: true,
  insertExecutemanyReturning: true,
  useInsertManyValues: true,
  postfetchLastrowid: false,
  booleanLiterals: ["true", "false"],
  doublePercents: true,
  backslashEscapes: true,
  labelLength: 63,
  placeholder: (_index, name) => `%(${name})s`,
  visitors: {
    ...STANDARD_VISITORS,
    true: () => "true",
    false: () => "false",
    ilike_operand: (node, compiler, ctx) => compiler.process(node.element, ctx),
    slice: (node, compiler, ctx) => `${compiler.process(node.start, ctx)}:${compiler.process(node.stop, ctx)}`,
  },
  functions: {
    ...STANDARD_FUNCTIONS,
    aggregate_strings: (node, compiler, ctx) => `string_agg${functionArguments(node, compiler, ctx)}`,
    substring(node, compiler, ctx) {
      const [text, start, length] = node.args.clauses.map((clause) => compiler.process(clause, ctx));
      return `SUBSTRING(${text} FROM ${start}${length === undefined ? "" : ` FOR ${length}`})`;
    },
  },
  distinctClause(select, compiler, ctx) {
    if (select.distinctOn.length > 0) return `DISTINCT ON (${compiler.processList(select.distinctOn, ", ", ctx)}) `;
    return select.isDistinct ? "DISTINCT " : "";
  },
  limitClause(select, compiler, ctx) {
    let text = select.limitExpression ? ` \n LIMIT ${compiler.process(select.limitExpression, ctx)}` : "";
    if (select.offsetExpression) {
      if (!select.limitExpression) text += "\n LIMIT ALL";
      text += ` OFFSET ${compiler.process(select.offsetExpression, ctx)}`;
    }
    return text;
  },
  fetchClause(select, compiler, ctx) {
    const { offsetExpression: offset, fetchClause: fetch } = select;
    const skipped = offset ? `\n OFFSET (${compiler.process(offset, ctx)}) ROWS` : "";
    if (!fetch) return skipped;
    const percent = fetch.percent ? " PERCENT" : "";
    const end = fetch.withTies ? "WITH TIES" : "ONLY";
    return `${skipped}\n FETCH FIRST (${compiler.process(fetch.count, ctx)})${percent} ROWS ${end}`;
  },
  forUpdateClause: forUpdate,
  updateFromClause: (extra, compiler, ctx) => `FROM ${list(extra, compiler, ctx)}`,
  deleteFromClause: (extra, compiler, ctx) => `USING ${list(extra, compiler, ctx)}`,
});
