/** What compiling gives: SQL text with places for values, and what is known of the result. */
import { BuiltinError, CompileError, InvalidRequestError, StatementError } from "../errors.ts";
import type { Column } from "../schema/table.ts";
import type { ClauseElement, ColumnElement } from "../sql/element.ts";
import type { BindParameter } from "../sql/literals.ts";
import { OPS } from "../sql/operators.ts";
import { TupleTypeType } from "../types/null-type.ts";
import { repr } from "../types/repr.ts";
import type { BindProcessor, DriverValue, TypeDialect, TypeEngine } from "../types/type-engine.ts";

export type StatementKind = "select" | "insert" | "update" | "delete" | "ddl" | "pragma" | "other";

/** One place for a value in a statement's text, in order of position. */
export interface BindSlot {
  /** The name under which a value can be given at execution. */
  readonly key: string;
  readonly type: TypeEngine;
  readonly processor: BindProcessor | null;
  readonly bind: BindParameter;
  /** Takes a list, and becomes as many places as it has members. */
  readonly expanding: boolean;
  /** The value is written into the text. */
  readonly literal: boolean;
}

/** A column of the result: what finds it, by column or by name. */
export interface ResultColumn {
  /** The name that the database gives it. */
  readonly name: string;
  /** The expressions that it stands for, without annotations. */
  readonly keys: readonly ColumnElement[];
  /** Further names. */
  readonly names: readonly string[];
  readonly type: TypeEngine;
}

export interface Expanded {
  readonly sql: string;
  readonly parameters: readonly DriverValue[];
}

/** Text between places for values, and the places. */
export interface CompiledText {
  readonly parts: readonly string[];
  readonly slots: readonly BindSlot[];
}

/** How a dialect writes what is not known until there are values. */
export interface ExecutionRendering extends TypeDialect {
  placeholder(index: number, name: string): string;
  /** What stands in IN ( ) for an empty list. */
  emptySet(types: readonly TypeEngine[], operator: string | null): string;
  readonly tupleInValues: boolean;
}

/** An INSERT of several rows whose values can be repeated in one statement. */
export interface InsertManyValues {
  /** Text before and after the values of a row, and these values, as parts with places. */
  readonly before: CompiledText;
  readonly row: CompiledText;
  readonly after: CompiledText;
  /** False when the rows' order in RETURNING would not be known: each row is executed by itself. */
  readonly batched: boolean;
  /** True when rows of RETURNING are to come in the order of the parameters. */
  readonly ordered: boolean;
  readonly sentinels: readonly Column[];
}

export interface CompiledInfo {
  readonly kind: StatementKind;
  readonly table: string | null;
  readonly text: CompiledText;
  readonly dialect: ExecutionRendering;
  readonly resultColumns: readonly ResultColumn[];
  /** False when columns of the result are found by name, as text gives no order. */
  readonly orderedColumns: boolean;
  readonly prefetch: readonly Column[];
  readonly postfetch: readonly Column[];
  readonly implicitReturning: readonly ColumnElement[];
  readonly returning: boolean;
  readonly postfetchLastrowid: boolean;
  readonly insertManyValues: InsertManyValues | null;
  readonly isPlainText: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  readonly source: CompiledSource;
}

export interface CompileOptions {
  /** The columns for which INSERT or UPDATE gets values at execution. */
  readonly columnKeys?: readonly string[] | null;
  /** Compile for several rows of values. */
  readonly forExecutemany?: boolean;
  /** Write values into the text instead of leaving places for them. */
  readonly literalBinds?: boolean;
  /** Told of FROM elements that nothing joins. */
  readonly onCartesian?: (message: string) => void;
}

/** What was compiled, for compiling it for another database too. */
export interface CompiledSource {
  readonly node: ClauseElement;
  readonly options: CompileOptions;
}

type Values = Readonly<Record<string, unknown>>;

/** A compiled statement. It never changes, and serves any values of its parameters. */
export class Compiled {
  readonly sql: string;
  readonly kind: StatementKind;
  /** The table written or, for a SELECT of one table, read. */
  readonly table: string | null;
  readonly binds: readonly BindSlot[];
  readonly resultColumns: readonly ResultColumn[];
  readonly orderedColumns: boolean;
  /** Columns whose `default` or `onupdate` has to be evaluated for each row before execution. */
  readonly prefetch: readonly Column[];
  /** Columns whose values the database makes and the statement does not return. */
  readonly postfetch: readonly Column[];
  /** Columns that RETURNING brings although nobody asked for them by name. */
  readonly implicitReturning: readonly ColumnElement[];
  /** True when the statement returns rows. */
  readonly returning: boolean;
  /** The new primary key is the driver's last row id. */
  readonly postfetchLastrowid: boolean;
  readonly insertManyValues: InsertManyValues | null;
  readonly isPlainText: boolean;
  readonly executionOptions: Readonly<Record<string, unknown>>;
  /** True when the text depends on the values. */
  readonly needsExpansion: boolean;
  readonly source: CompiledSource;
  private readonly text: CompiledText;
  private readonly dialect: ExecutionRendering;

  constructor(info: CompiledInfo) {
    this.text = info.text;
    this.dialect = info.dialect;
    this.kind = info.kind;
    this.table = info.table;
    this.binds = info.text.slots;
    this.resultColumns = info.resultColumns;
    this.orderedColumns = info.orderedColumns;
    this.prefetch = info.prefetch;
    this.postfetch = info.postfetch;
    this.implicitReturning = info.implicitReturning;
    this.returning = info.returning;
    this.postfetchLastrowid = info.postfetchLastrowid;
    this.insertManyValues = info.insertManyValues;
    this.isPlainText = info.isPlainText;
    this.executionOptions = info.options;
    this.source = info.source;
    this.needsExpansion = this.binds.some((slot) => slot.expanding || slot.literal);
    this.sql = renderText(this.text, (slot, index) =>
      slot.expanding || slot.literal ? `__[POSTCOMPILE_${slot.key}]` : this.dialect.placeholder(index, slot.key),
    );
  }

  get isInsert(): boolean {
    return this.kind === "insert";
  }

  get isUpdate(): boolean {
    return this.kind === "update";
  }

  get isDelete(): boolean {
    return this.kind === "delete";
  }

  /** Values by name, as they are before conversion. */
  params(values: Values = {}): Record<string, unknown> {
    const params: Record<string, unknown> = {};
    for (const slot of this.binds) params[slot.key] = slotValue(slot, values, false);
    return params;
  }

  /**
   * The driver's values in order of position: given ones, else those the statement was built with.
   *
   * @throws InvalidRequestError for a parameter that needs a value and has none
   */
  parameters(values: Values = {}): DriverValue[] {
    try {
      return this.convertAll(values, 0);
    } catch (error) {
      throw this.reported(error, [values]);
    }
  }

  /** `parameters` of several rows. */
  parametersOfRows(rows: readonly Values[]): DriverValue[][] {
    try {
      const converted: DriverValue[][] = [];
      for (let group = 0; group < rows.length; group++) converted.push(this.convertAll(rows[group] as Values, group));
      return converted;
    } catch (error) {
      throw this.reported(error, rows);
    }
  }

  private convertAll(values: Values, group: number): DriverValue[] {
    const { binds } = this;
    const converted: DriverValue[] = [];
    for (let i = 0; i < binds.length; i++) {
      const slot = binds[i] as BindSlot;
      converted.push(convert(slot, slotValue(slot, values, true, group)));
    }
    return converted;
  }

  /** Says which statement and values it was when a value cannot be converted. */
  private reported(error: unknown, rows: readonly Values[]): unknown {
    const concerns = error instanceof BuiltinError || error instanceof InvalidRequestError;
    return concerns ? this.statementError(error, rows) : error;
  }

  private statementError(orig: BuiltinError | InvalidRequestError, rows: readonly Values[]): StatementError {
    const prefetched = new Set(this.prefetch.map((column) => column.key));
    const given = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !prefetched.has(key))));
    const room = orig instanceof BuiltinError ? "builtins" : "sqlalchemy.exc";
    let text = `(${room}.${orig.name}) ${orig.message}\n[SQL: ${this.sql}]`;
    if (given.some((row) => Object.keys(row).length > 0)) text += `\n[parameters: ${repr(given)}]`;
    const code = orig.code ?? undefined;
    if (code !== undefined) text += `\n(Background on this error at: https://sqlalche.me/e/20/${code})`;
    return new StatementError(text, this.sql, given, orig, code === undefined ? {} : { code });
  }

  /** Text and values, with lists of IN written out. */
  expand(values: Values = {}): Expanded {
    if (!this.needsExpansion) return { sql: this.sql, parameters: this.parameters(values) };
    try {
      return this.expandLists(values);
    } catch (error) {
      throw this.reported(error, [values]);
    }
  }

  private expandLists(values: Values): Expanded {
    const parameters: DriverValue[] = [];
    const sql = renderText(this.text, (slot) => {
      const value = slotValue(slot, values, true);
      if (slot.literal && !slot.expanding) return literalText(slot.type, value, this.dialect);
      if (!slot.expanding) {
        parameters.push(convert(slot, value));
        return this.dialect.placeholder(parameters.length - 1, slot.key);
      }
      return expandList(slot, value, parameters, this.dialect);
    });
    return { sql, parameters };
  }

  /** Text and values of several rows at once, for an INSERT that can take them so. */
  expandRows(rows: readonly Values[]): Expanded {
    const many = this.insertManyValues;
    if (!many) throw new InvalidRequestError("This statement does not insert several rows at once");
    const parameters: DriverValue[] = [];
    const render = (text: CompiledText, values: Values) =>
      renderText(text, (slot) => {
        parameters.push(convert(slot, slotValue(slot, values, true)));
        return this.dialect.placeholder(parameters.length - 1, slot.key);
      });
    try {
      const first = rows[0] ?? {};
      const before = render(many.before, first);
      const body = rows.map((row) => render(many.row, row)).join(", ");
      return { sql: before + body + render(many.after, first), parameters };
    } catch (error) {
      throw this.reported(error, rows);
    }
  }

  toString(): string {
    return this.sql;
  }
}

function renderText(text: CompiledText, place: (slot: BindSlot, index: number) => string): string {
  let sql = text.parts[0] ?? "";
  text.slots.forEach((slot, index) => {
    sql += place(slot, index) + (text.parts[index + 1] ?? "");
  });
  return sql;
}

function slotValue(slot: BindSlot, values: Values, check: boolean, group = 0): unknown {
  const { bind } = slot;
  // Most values are given under their own name; one that every object inherits has to be told from those.
  const given = values[bind.key];
  if (given !== undefined && !(bind.key in Object.prototype)) return given;
  if (Object.hasOwn(values, bind.key)) return values[bind.key];
  if (Object.hasOwn(values, slot.key)) return values[slot.key];
  if (bind.required && check) {
    const where = group === 0 ? "" : `, in parameter group ${group}`;
    throw new InvalidRequestError(`A value is required for bind parameter ${repr(slot.key)}${where}`, { code: "cd3x" });
  }
  return bind.effectiveValue;
}

function convert(slot: BindSlot, value: unknown): DriverValue {
  const given = value ?? null;
  return slot.processor ? slot.processor(given) : (given as DriverValue);
}

function expandList(slot: BindSlot, value: unknown, parameters: DriverValue[], dialect: ExecutionRendering): string {
  const items = value === null || value === undefined ? [] : [...(value as Iterable<unknown>)];
  const { type, bind } = slot;
  const operator = bind.expandOperator?.name ?? null;
  const add = (item: unknown, processor: BindProcessor | null, name: string): string => {
    parameters.push(processor ? processor(item ?? null) : ((item ?? null) as DriverValue));
    return dialect.placeholder(parameters.length - 1, name);
  };
  if (type instanceof TupleTypeType || (type.isNull && Array.isArray(items[0]))) {
    const types = type instanceof TupleTypeType ? type.types : [];
    if (items.length === 0) return dialect.emptySet(types, operator);
    const processors = types.map((member) => member.bindProcessor(dialect));
    const rows = items.map(
      (row, i) =>
        `(${(row as readonly unknown[]).map((item, j) => add(item, processors[j] ?? null, `${slot.key}_${i + 1}_${j + 1}`)).join(", ")})`,
    );
    return (dialect.tupleInValues ? "VALUES " : "") + rows.join(", ");
  }
  if (items.length === 0) return dialect.emptySet([type], operator);
  if (slot.literal) return items.map((item) => literalText(type, item, dialect)).join(", ");
  return items.map((item, i) => add(item, slot.processor, `${slot.key}_${i + 1}`)).join(", ");
}

/** A value as SQL text. */
export function literalText(type: TypeEngine, value: unknown, dialect: TypeDialect): string {
  if ((value === null || value === undefined) && !type.shouldEvaluateNone) return "NULL";
  const processor = type.literalProcessor(dialect);
  if (!processor) {
    throw new CompileError(
      `No literal value renderer is available for literal value "${repr(value)}" with datatype ${type}`,
    );
  }
  try {
    const text = processor(value);
    const doubled = dialect.doublePercents && type.affinity === "string" ? text.replaceAll("%", "%%") : text;
    return dialect.backslashEscapes ? doubled.replaceAll("\\", "\\\\") : doubled;
  } catch (error) {
    if (error instanceof BuiltinError || error instanceof Error) {
      throw new CompileError(
        `Could not render literal value "${repr(value)}" with datatype ${type}; see parent stack trace for more detail.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** Names of operators under which an empty list reads differently. */
export const EMPTY_LIST_OPERATORS = { in: OPS.in_op.name, notIn: OPS.not_in_op.name } as const;
