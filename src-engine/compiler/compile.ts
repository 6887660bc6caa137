/** From a statement to its compiled form. */
import { BuiltinError } from "../errors.ts";
import { type ClauseElement, ColumnElement } from "../sql/element.ts";
import type { BindParameter } from "../sql/literals.ts";
import { type BindSlot, Compiled, type CompiledText, type InsertManyValues, type ResultColumn } from "./compiled.ts";
import { type CompileOptions, type Dialect, PLACE, ROOT, SqlCompiler } from "./dialect.ts";
import { ROW_CLOSE, ROW_OPEN } from "./dml.ts";

const DDL = new Set([
  "create_table",
  "drop_table",
  "create_index",
  "drop_index",
  "add_constraint",
  "drop_constraint",
  "create_schema",
  "drop_schema",
  "ddl",
]);

/** Compiles a statement or expression for a dialect. */
export function compileFor(dialect: Dialect, node: ClauseElement, options: CompileOptions = {}): Compiled {
  const compiler = new SqlCompiler(dialect, options);
  const sql = compiler.process(node, options.literalBinds ? { literalBinds: true } : ROOT);
  const text = compiler.manyValues ? sql.replace(ROW_OPEN, "").replace(ROW_CLOSE, "") : sql;
  const statement = node as { executionOptionValues?: Readonly<Record<string, unknown>> };
  return new Compiled({
    kind: DDL.has(node.kind) ? "ddl" : compiler.kind,
    table: compiler.table,
    text: splitText(text, compiler),
    dialect,
    resultColumns: compiler.resultColumns.map(resultColumn),
    orderedColumns: compiler.orderedColumns,
    prefetch: compiler.prefetch,
    postfetch: compiler.postfetch,
    implicitReturning: compiler.implicitReturning,
    returning: compiler.kind === "select" || compiler.returning,
    postfetchLastrowid: compiler.postfetchLastrowid,
    insertManyValues: manyValues(sql, compiler),
    isPlainText: compiler.isPlainText,
    options: statement.executionOptionValues ?? {},
    source: { node, options },
  });
}

function splitText(text: string, compiler: SqlCompiler): CompiledText {
  const pieces = text.split(new RegExp(PLACE, "g"));
  const parts: string[] = [];
  const slots: BindSlot[] = [];
  pieces.forEach((piece, index) => {
    if (index % 2 === 0) parts.push(piece);
    else slots.push(slotFor(piece, compiler));
  });
  return { parts, slots };
}

function slotFor(name: string, compiler: SqlCompiler): BindSlot {
  const bind = compiler.binds.get(name) as BindParameter | undefined;
  if (!bind) throw new BuiltinError("AssertionError", `engine invariant: parameter ${name} is known`);
  return {
    key: name,
    type: bind.type,
    processor: bind.type.bindProcessor(compiler.dialect),
    bind,
    expanding: compiler.expandingNames.has(name),
    literal: compiler.literalNames.has(name),
  };
}

function manyValues(sql: string, compiler: SqlCompiler): InsertManyValues | null {
  const many = compiler.manyValues;
  if (!many) return null;
  const open = sql.indexOf(ROW_OPEN);
  const close = sql.indexOf(ROW_CLOSE);
  return {
    before: splitText(sql.slice(0, open), compiler),
    row: splitText(sql.slice(open + 1, close), compiler),
    after: splitText(sql.slice(close + 1), compiler),
    batched: many.batched,
    ordered: many.ordered,
    sentinels: many.sentinels,
  };
}

function resultColumn(entry: SqlCompiler["resultColumns"][number]): ResultColumn {
  const keys: ColumnElement[] = [];
  const names: string[] = [];
  for (const target of entry.targets) {
    if (target instanceof ColumnElement) keys.push(target.unannotated);
    else if (typeof target === "string") names.push(target);
  }
  return { name: entry.name, keys: [...new Set(keys)], names: [...new Set(names)], type: entry.type };
}
