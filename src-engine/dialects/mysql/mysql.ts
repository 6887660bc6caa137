/** MySQL with its mysqlclient driver: what it does differently ("Dialects: MySQL and MariaDB"). */
import type { Dialect, SqlCompiler } from "../../compiler/dialect.ts";
import { functionArguments } from "../../compiler/expressions.ts";
import { IdentifierPreparer } from "../../compiler/identifiers.ts";
import { expressionList } from "../../compiler/operators.ts";
import { defineDialect, STANDARD_FUNCTIONS, STANDARD_VISITORS } from "../../compiler/standard.ts";
import { renderType } from "../../compiler/types.ts";
import { UnsupportedCompilationError } from "../../errors.ts";
import { clauseOf } from "../../sql/coercions.ts";
import type { Insert } from "../../sql/dml.ts";
import { keyText, type OnConflict } from "../../sql/dml.ts";
import type { ClauseElement, FromClause } from "../../sql/element.ts";
import { BindParameter, ColumnClause } from "../../sql/literals.ts";
import { OPS } from "../../sql/operators.ts";
import type { GenerativeSelect } from "../../sql/select-base.ts";
import { replace } from "../../sql/traversal.ts";
import { TypeDecorator } from "../../types/decorator.ts";
import { warn } from "../../types/warnings.ts";
import { MYSQL_DDL, MYSQL_DDL_VISITORS } from "./ddl.ts";
import { MYSQL_BINARY } from "./operators.ts";
import { RESERVED } from "./reserved-words.ts";
import { castType, MYSQL_TYPES } from "./types.ts";

const list = (froms: readonly FromClause[], compiler: SqlCompiler, ctx: object): string =>
  froms.map((from) => compiler.process(from, { ...ctx, asFrom: true })).join(", ");

function forUpdate(select: GenerativeSelect): string {
  const lock = select.forUpdate;
  if (!lock) return "";
  let text = lock.read ? " LOCK IN SHARE MODE" : " FOR UPDATE";
  if (lock.nowait) text += " NOWAIT";
  return lock.skipLocked ? `${text} SKIP LOCKED` : text;
}

/** `ON DUPLICATE KEY UPDATE …`; a column of `inserted` is what the row would have had. */
function onDuplicateKey(node: OnConflict, compiler: SqlCompiler): string {
  const statement = compiler.top?.selectable as Insert;
  const given = new Map(node.set.map(([key, value]) => [keyText(key), value]));
  const inserted = new Set<ClauseElement>([...statement.inserted].map((column) => column.unannotated));
  const clauses: string[] = [];
  for (const column of statement.table.c) {
    const key = column.key ?? "";
    if (!given.has(key)) continue;
    const value = given.get(key);
    given.delete(key);
    const clause = clauseOf(value) ?? new BindParameter(null, { value: value ?? null, type: column.type });
    const plain = replace(clause, (each) => {
      if (each instanceof BindParameter && each.type.isNull) return each.withType(column.type);
      if (!isInserted(each, inserted)) return undefined;
      const name = (each as ColumnClause).name;
      return new ColumnClause(`VALUES(${compiler.preparer.quote(name)})`, column.type, { isLiteral: true });
    });
    const text = compiler.process(plain.selfGroup(), { useSchema: false });
    clauses.push(`${compiler.preparer.quote(column.name ?? "")} = ${text}`);
  }
  if (given.size > 0) {
    const names = [...given.keys()].map((name) => `'${name}'`).join(", ");
    warn(`Additional column names not matching any column keys in table '${statement.table.name}': ${names}`);
  }
  return `ON DUPLICATE KEY UPDATE ${clauses.join(", ")}`;
}

// Statements that change keep the alias by name only.
function isInserted(node: ClauseElement, inserted: ReadonlySet<ClauseElement>): boolean {
  if (!(node instanceof ColumnClause)) return false;
  return inserted.has(node) || node.table?.name === "inserted";
}

export const mysql: Dialect = defineDialect("mysql", "mysqldb", {
  preparer: new IdentifierPreparer(RESERVED, "`", true),
  types: MYSQL_TYPES,
  ddl: MYSQL_DDL,
  binary: MYSQL_BINARY,
  supportsNativeEnum: true,
  supportsNativeDecimal: true,
  supportsEmptyInsert: true,
  insertNullPkStillAutoincrements: true,
  divIsFloordiv: false,
  booleanLiterals: ["true", "false"],
  doublePercents: true,
  backslashEscapes: true,
  cteFollowsInsert: true,
  labelLength: 255,
  innerJoin: " INNER JOIN ",
  defaultFrom: " FROM DUAL",
  placeholder: () => "%s",
  visitors: {
    ...STANDARD_VISITORS,
    ...MYSQL_DDL_VISITORS,
    true: () => "true",
    false: () => "false",
    expression_list(node, compiler, ctx) {
      if (node.operator !== OPS.concat_op) return expressionList(node, compiler, ctx);
      return `concat(${compiler.processList(node.clauses, ", ", ctx)})`;
    },
    cast(node, compiler, ctx) {
      const type = node.type instanceof TypeDecorator ? node.type.loadDialectImpl(mysql) : node.type.variantFor(mysql);
      const target = castType(type, mysql);
      if (target !== null) return `CAST(${compiler.process(node.clause, ctx)} AS ${target})`;
      warn(`Datatype ${renderType(type, mysql)} does not support CAST on MySQL/MariaDb; the CAST will be skipped.`);
      return compiler.process(node.clause.selfGroup(), ctx);
    },
    extract(node, compiler, ctx) {
      const field = node.field === "milliseconds" ? "millisecond" : node.field;
      return `EXTRACT(${field} FROM ${compiler.process(node.expr, ctx)})`;
    },
    on_conflict(node, compiler) {
      if (node.action === "duplicate key") return onDuplicateKey(node, compiler);
      throw new UnsupportedCompilationError(
        `Compiler can't render element of type ${node.action === "nothing" ? "OnConflictDoNothing" : "OnConflictDoUpdate"}`,
        { code: "l7de" },
      );
    },
  },
  functions: {
    ...STANDARD_FUNCTIONS,
    random: (node, compiler, ctx) => `rand${functionArguments(node, compiler, ctx)}`,
    sysdate: () => "SYSDATE()",
    rollup: (node, compiler, ctx) => `${compiler.process(node.args, ctx)} WITH ROLLUP`,
    aggregate_strings(node, compiler, ctx) {
      const [text, separator] = node.args.clauses.map((clause) => compiler.process(clause, ctx));
      return `group_concat(${text} SEPARATOR ${separator})`;
    },
  },
  limitClause(select, compiler, ctx) {
    const { limitExpression: limit, offsetExpression: offset } = select;
    if (!offset) return limit ? ` \n LIMIT ${compiler.process(limit, ctx)}` : "";
    const most = limit ? null : "18446744073709551615";
    const skipped = compiler.process(offset, ctx);
    return ` \n LIMIT ${skipped}, ${most ?? compiler.process(limit as NonNullable<typeof limit>, ctx)}`;
  },
  forUpdateClause: forUpdate,
  updateFromClause: () => "",
  updateTablesClause: (froms, compiler, ctx) => list(froms, compiler, ctx),
  deleteFromClause: (extra, compiler, ctx, table) => `USING ${list([table, ...extra], compiler, ctx)}`,
});
