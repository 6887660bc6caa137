/**
 * Which columns an INSERT or UPDATE writes, with what, and which values it has to bring back ("Column INSERT/UPDATE Defaults"). The
 * order of columns is the table's, unless the statement says otherwise.
 */
import { BuiltinError, CompileError } from "../errors.ts";
import { Column, Table } from "../schema/table.ts";
import { clauseOf } from "../sql/coercions.ts";
import {
  type Delete,
  type DmlKey,
  extraFroms,
  type Insert,
  keyText,
  type RawRow,
  type Update,
  type ValueEntry,
} from "../sql/dml.ts";
import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import { BindParameter, type ColumnClause } from "../sql/literals.ts";
import { isAnonymous } from "../sql/names.ts";
import { Select } from "../sql/select.ts";
import { repr } from "../types/repr.ts";
import { warn } from "../types/warnings.ts";
import type { Ctx, SqlCompiler } from "./dialect.ts";

/** One column of SET or VALUES. */
export interface CrudParam {
  readonly column: ColumnElement;
  readonly name: string;
  readonly value: string;
  /** Parameters that the value holds. */
  readonly binds: ReadonlySet<string>;
}

export interface CrudParams {
  readonly single: readonly CrudParam[];
  /** For several rows in VALUES: each row's. */
  readonly rows: readonly (readonly CrudParam[])[] | null;
  readonly manyValues: boolean;
  /** Null where rows in RETURNING could not be told apart. */
  readonly sentinels: readonly Column[] | null;
  /** `NULL` stands in for a row without values. */
  readonly defaultValueOnly: boolean;
}

type Given = unknown;
const REQUIRED = Symbol("required");

const isColumn = (column: unknown): column is Column => column instanceof Column;

/** What the place of a statement, the dialect and the statement allow and ask for. */
interface Returning {
  readonly needKeys: boolean;
  readonly implicit: boolean;
  /** The columns whose values come back if the database makes them; null for none. */
  readonly defaults: ReadonlySet<ColumnElement> | null;
  readonly lastrowid: boolean;
  readonly manyValues: boolean;
  readonly sentinels: readonly Column[] | null;
}

type Dml = Insert | Update | Delete;

function tableOf(statement: Dml): Table | null {
  return statement.table instanceof Table ? statement.table : null;
}

function returningFor(statement: Dml, compiler: SqlCompiler, toplevel: boolean): Returning {
  const { dialect, options } = compiler;
  const executemany = options.forExecutemany ?? false;
  const table = tableOf(statement);
  const wantsDefaults = statement.returnDefaultsColumns !== null;
  const explicit = statement.returningItems.length > 0;
  const allowed = table?.implicitReturning ?? false;
  const chosen = (): ReadonlySet<ColumnElement> =>
    statement.returnDefaultsColumns === "all" || statement.returnDefaultsColumns === null
      ? new Set(statement.table.c)
      : new Set(statement.returnDefaultsColumns.map((column) => column.unannotated));
  if (statement.kind !== "insert") {
    const able = statement.kind === "update" ? dialect.updateReturning : dialect.deleteReturning;
    const implicit = wantsDefaults && allowed && able;
    return {
      needKeys: false,
      implicit,
      defaults: implicit ? chosen() : null,
      lastrowid: false,
      manyValues: false,
      sentinels: null,
    };
  }
  const multi = statement.multiValues.length > 0;
  const needKeys =
    toplevel &&
    !statement.isInline &&
    (!executemany || (dialect.insertExecutemanyReturning && wantsDefaults)) &&
    !explicit &&
    !multi;
  let lastrowid = needKeys && dialect.postfetchLastrowid && (table?.autoincrementColumn ?? null) !== null;
  const implicit =
    needKeys &&
    dialect.insertReturning &&
    allowed &&
    (!lastrowid || dialect.favorReturningOverLastrowid || multi || wantsDefaults);
  if (implicit) lastrowid = false;
  const returnsDefaults = implicit && wantsDefaults;
  const returns = returnsDefaults || explicit || statement.supplementalReturning.length > 0;
  const manyValues = toplevel && executemany && dialect.useInsertManyValues && returns;
  const sentinels = manyValues && returns && statement.sortByParameterOrder && table ? sentinelColumns(table) : null;
  return { needKeys, implicit, defaults: returnsDefaults ? chosen() : null, lastrowid, manyValues, sentinels };
}

/**
 * The columns by which returned rows can be told apart, because their values are known before the statement; null where there are
 * none.
 */
function sentinelColumns(table: Table): readonly Column[] | null {
  const auto = table.autoincrementColumn;
  if (auto) return auto.default?.kind === "callable" ? [auto] : null;
  const keys = [...table.primaryKey].filter(isColumn);
  const fromHere = keys.every(
    (column) => column.serverDefault === null && (column.default === null || column.default.kind === "callable"),
  );
  return fromHere && keys.length > 0 ? keys : null;
}

interface State {
  readonly statement: Insert | Update;
  readonly compiler: SqlCompiler;
  readonly ctx: Ctx;
  readonly returning: Returning;
  readonly extra: readonly FromClause[];
  readonly multi: boolean;
  readonly values: CrudParam[];
}

/** Works out what a statement writes and fills in what the compiler has to know of it. */
export function crudParams(statement: Insert | Update, compiler: SqlCompiler, toplevel: boolean, ctx: Ctx): CrudParams {
  const extra = statement.kind === "update" ? extraFroms(statement, entryValues(statement)).extra : [];
  const multiRows = statement.kind === "insert" ? statement.multiValues.flat() : [];
  const multi = multiRows.length > 0;
  if (statement.returningItems.length > 0 && statement.returnDefaultsColumns !== null) {
    throw new CompileError("Can't compile statement that includes returning() and return_defaults() simultaneously");
  }
  const columnKeys = compiler.options.columnKeys ?? null;
  const given = givenValues(statement, multiRows);
  const returning = returningFor(statement, compiler, toplevel);
  const state: State = { statement, compiler, ctx, returning, extra, multi, values: [] };
  if (columnKeys === null && given === null) return everyColumn(state);

  const parameters = new Map<string, Given>();
  const stated = new Set(given?.map(([key]) => keyOf(key, extra)));
  for (const key of columnKeys ?? []) if (!stated.has(key)) parameters.set(key, REQUIRED);
  for (const [key, value] of given ?? []) {
    const text = keyOf(key, extra);
    if (!parameters.has(text)) parameters.set(text, value);
  }
  const checked = new Set<string>();
  if (statement.kind === "update" && extra.length > 0) extraTableValues(state, given ?? [], checked);
  if (statement.kind === "insert" && statement.selectNames) insertSelectColumns(state, statement, parameters, checked);
  else scanColumns(state, parameters, checked);
  refuseUnknown(state, parameters, given, checked);
  if (multi) {
    const rows = [state.values, ...multiRows.slice(1).map((row, index) => furtherRow(state, row, index))];
    return { single: state.values, rows, manyValues: false, sentinels: null, defaultValueOnly: false };
  }
  const first = [...statement.table.c][0];
  if (state.values.length === 0 && compiler.options.forExecutemany && first && statement.kind === "insert") {
    const nothing = {
      column: first,
      name: compiler.preparer.formatColumn(first),
      value: "NULL",
      binds: new Set<string>(),
    };
    return {
      single: [nothing],
      rows: null,
      manyValues: returning.manyValues,
      sentinels: returning.sentinels,
      defaultValueOnly: true,
    };
  }
  return {
    single: state.values,
    rows: null,
    manyValues: returning.manyValues,
    sentinels: returning.sentinels,
    defaultValueOnly: false,
  };
}

/** What a DELETE brings back by itself. */
export function deleteReturning(statement: Delete, compiler: SqlCompiler, toplevel: boolean): void {
  const { defaults } = returningFor(statement, compiler, toplevel);
  if (!defaults) return;
  if (statement.returnDefaultsColumns !== "all") compiler.implicitReturning.push(...defaults);
  addSupplemental(statement, compiler);
}

function addSupplemental(statement: Dml, compiler: SqlCompiler): void {
  for (const column of statement.supplementalReturning) {
    const bare = column.unannotated;
    if (!compiler.implicitReturning.includes(bare)) compiler.implicitReturning.push(bare);
  }
}

function entryValues(statement: Update): readonly ColumnElement[] {
  return (statement.valueEntries ?? []).map(([, value]) => value);
}

type GivenEntry = readonly [DmlKey, Given];

function givenValues(statement: Insert | Update, multiRows: readonly RawRow[]): readonly GivenEntry[] | null {
  if (multiRows.length > 0) return multiRows[0] ?? [];
  if (statement.kind === "insert" && statement.selectNames)
    return statement.selectNames.map((name) => [name, REQUIRED]);
  const entries: readonly ValueEntry[] | null = statement.valueEntries;
  return entries;
}

// Columns of other tables of an UPDATE are told apart from those of its own.
function keyOf(key: DmlKey, extra: readonly FromClause[]): string {
  const text = keyText(key);
  const table = typeof key === "string" ? null : key.table;
  return table && extra.includes(table) ? `${table.name}\u0000${text}` : text;
}

function everyColumn(state: State): CrudParams {
  const { statement, ctx } = state;
  const single = [...statement.table.c]
    .filter((column) => !column.omitFromStatements)
    .map((column) => newBind(state, column, null, { required: true, ctx }));
  return { single, rows: null, manyValues: state.returning.manyValues, sentinels: null, defaultValueOnly: false };
}

function newBind(
  state: State,
  column: ColumnElement,
  value: unknown,
  options: { required?: boolean; name?: string; ctx?: Ctx },
): CrudParam {
  const { compiler } = state;
  const ctx = options.ctx ?? state.ctx;
  const anonymous = ctx.visitingCte != null;
  const binds = new Set<string>();
  const name = options.name ?? column.key;
  const bind = new BindParameter(anonymous ? null : name, {
    ...(options.required ? {} : { value }),
    type: column.type,
    required: options.required ?? false,
    crud: true,
  });
  const text = compiler.process(bind, { ...ctx, collectBinds: binds });
  return { column, name: compiler.preparer.formatColumn(column as ColumnClause), value: text, binds };
}

function scanColumns(state: State, parameters: Map<string, Given>, checked: ReadonlySet<string>): void {
  const { statement, compiler } = state;
  const insert = statement.kind === "insert";
  const supplemental = new Set(statement.supplementalReturning.map((column) => column.unannotated));
  for (const column of columnsInOrder(statement)) {
    const key = column.key ?? "";
    if (parameters.has(key) && !checked.has(key)) {
      appendGiven(state, column, parameters.get(key));
      parameters.delete(key);
    } else if (insert) {
      appendInsertDefault(state, column);
    } else if (isColumn(column)) {
      appendUpdateDefault(state, column);
    }
    if (supplemental.has(column) && !compiler.implicitReturning.includes(column))
      compiler.implicitReturning.push(column);
  }
  addSupplemental(statement, compiler);
}

function columnsInOrder(statement: Insert | Update): readonly ColumnElement[] {
  const columns = [...statement.table.c];
  if (statement.kind !== "update" || !statement.isOrdered) return columns;
  const keys = (statement.valueEntries ?? []).map(([key]) => keyText(key));
  const first = keys.map((key) => statement.table.c.get(key)).filter((column) => column !== undefined);
  return [...first, ...columns.filter((column) => !keys.includes(column.key ?? ""))];
}

function appendGiven(state: State, column: ColumnElement, value: Given): void {
  const { statement, compiler, ctx, returning, multi, values } = state;
  const insert = statement.kind === "insert";
  const auto = insert && !multi && compiler.dialect.insertNullPkStillAutoincrements ? autoColumn(statement) : null;
  const name = multi ? `${column.key}_m0` : (column.key ?? "");
  const clause = value === REQUIRED ? null : clauseOf(value);
  // A null for the key lets the database make one: it has to come back.
  if (clause === null) {
    if (column === auto && column.primaryKey) {
      if (returning.lastrowid) compiler.postfetchLastrowid = true;
      else if (returning.implicit) compiler.implicitReturning.push(column);
    }
    values.push(newBind(state, column, value, { required: value === REQUIRED, name }));
    return;
  }
  if (clause instanceof BindParameter) {
    if (column === auto && column.primaryKey && clause.value === null) {
      if (returning.implicit) compiler.implicitReturning.push(column);
      else if (compiler.dialect.postfetchLastrowid) compiler.postfetchLastrowid = true;
    }
    values.push(givenBind(state, column, clause, name));
    return;
  }
  const binds = new Set<string>();
  const text = compiler.process((clause as ColumnElement).selfGroup(), { ...ctx, collectBinds: binds });
  const inDefaults = returning.defaults?.has(column) ?? false;
  if (!insert) {
    if (inDefaults) compiler.implicitReturning.push(column);
    else notePostfetch(compiler, column);
  } else if (column.primaryKey) {
    if (returning.implicit) compiler.implicitReturning.push(column);
    else if (compiler.dialect.postfetchLastrowid) compiler.postfetchLastrowid = true;
  } else if (inDefaults) compiler.implicitReturning.push(column);
  else notePostfetch(compiler, column);
  values.push({ column, name: compiler.preparer.formatColumn(column as ColumnClause), value: text, binds });
}

/** A parameter given as a value: an anonymous one takes the column's name, one without type the column's type. */
function givenBind(state: State, column: ColumnElement, bind: BindParameter, name: string): CrudParam {
  const { compiler, ctx } = state;
  if (ctx.visitingCte == null && bind.unique && isAnonymous(bind.key)) compiler.forceBindName(bind.key, name);
  const typed = bind.type.isNull || bind.crud ? bind.withType(column.type) : bind;
  const binds = new Set<string>();
  const text = compiler.process(typed, { ...ctx, collectBinds: binds });
  return { column, name: compiler.preparer.formatColumn(column as ColumnClause), value: text, binds };
}

function autoColumn(statement: Insert | Update): Column | null {
  return tableOf(statement)?.autoincrementColumn ?? null;
}

function notePostfetch(compiler: SqlCompiler, column: ColumnElement): void {
  if (isColumn(column)) compiler.postfetch.push(column);
}

function appendInsertDefault(state: State, column: ColumnElement): void {
  const { statement, compiler, returning } = state;
  const auto = autoColumn(statement);
  if (column.primaryKey && returning.needKeys && isColumn(column)) {
    if (returning.implicit) keyReturned(state, column, auto);
    else keyByRowid(state, column, auto);
    return;
  }
  const inDefaults = returning.defaults?.has(column) ?? false;
  if (isColumn(column) && column.default !== null) {
    appendDefault(state, column, inDefaults);
  } else if (isColumn(column) && column.serverDefault !== null) {
    if (inDefaults) compiler.implicitReturning.push(column);
    else if (!column.primaryKey) compiler.postfetch.push(column);
  } else if (inDefaults) {
    compiler.implicitReturning.push(column);
  } else if (column.primaryKey && column !== auto && isColumn(column) && !column.nullable) {
    warnOfKey(column);
  }
}

function appendDefault(state: State, column: Column, inDefaults: boolean): void {
  const { compiler } = state;
  if (column.default?.kind === "clause") {
    state.values.push(clauseParam(state, column, column.default.clause));
    if (inDefaults) compiler.implicitReturning.push(column);
    else if (!column.primaryKey) compiler.postfetch.push(column);
    return;
  }
  state.values.push(newBind(state, column, null, {}));
  compiler.prefetch.push(column);
}

function clauseParam(state: State, column: ColumnElement, clause: ClauseElement): CrudParam {
  const binds = new Set<string>();
  const value = state.compiler.process(clause.selfGroup(), { ...state.ctx, collectBinds: binds });
  return { column, name: state.compiler.preparer.formatColumn(column), value, binds };
}

function keyReturned(state: State, column: Column, auto: Column | null): void {
  const { compiler } = state;
  if (column.default?.kind === "clause") {
    state.values.push(clauseParam(state, column, column.default.clause));
    compiler.implicitReturning.push(column);
  } else if (column.default !== null) {
    state.values.push(newBind(state, column, null, {}));
    compiler.prefetch.push(column);
  } else if (column === auto || column.serverDefault !== null) {
    compiler.implicitReturning.push(column);
  } else if (!column.nullable) {
    warnOfKey(column);
  }
}

function keyByRowid(state: State, column: Column, auto: Column | null): void {
  const { compiler } = state;
  if (column.default !== null) {
    if (column.default.kind === "clause") {
      throw new CompileError(`The SQL default of primary key column '${column}' needs RETURNING`);
    }
    state.values.push(newBind(state, column, null, {}));
    compiler.prefetch.push(column);
  } else if (column.serverDefault === null && !column.nullable && column !== auto) {
    warnOfKey(column);
  } else if (compiler.dialect.postfetchLastrowid) {
    compiler.postfetchLastrowid = true;
  }
}

function appendUpdateDefault(state: State, column: Column): void {
  const { statement, compiler, returning } = state;
  const inDefaults = returning.defaults?.has(column) ?? false;
  if (column.onupdate?.kind === "clause") {
    state.values.push(clauseParam(state, column, column.onupdate.clause));
    if (inDefaults) compiler.implicitReturning.push(column);
    else compiler.postfetch.push(column);
  } else if (column.onupdate !== null) {
    state.values.push(newBind(state, column, null, {}));
    compiler.prefetch.push(column);
  } else if (column.serverOnupdate !== null) {
    if (inDefaults) compiler.implicitReturning.push(column);
    else compiler.postfetch.push(column);
  } else if (inDefaults && statement.returnDefaultsColumns !== "all") {
    compiler.implicitReturning.push(column);
  }
}

/** Values for columns of the other tables that an UPDATE names, in databases that write to several at once. */
function extraTableValues(state: State, given: readonly GivenEntry[], checked: Set<string>): void {
  const { statement, compiler } = state;
  const several = compiler.dialect.updateTablesClause !== null;
  const affected = new Set<FromClause>();
  for (const table of state.extra) {
    for (const column of table.c) {
      const entry = given.find(([key]) => key === column);
      if (entry === undefined) continue;
      if (!several && !statement.table.isDerivedFrom(table)) {
        throw new CompileError(
          `Backend does not support additional tables in the SET clause; cannot include columns from table(s) '${table.description}' in SET clause`,
        );
      }
      affected.add(table);
      checked.add(keyOf(column, state.extra));
      state.values.push(extraTableValue(state, column, entry[1]));
    }
  }
  for (const table of affected) {
    for (const column of table.c) {
      if (isColumn(column) && !given.some(([key]) => key === column)) appendExtraDefault(state, column);
    }
  }
}

const extraBindName = (column: ColumnElement): string => `${column.table?.name}_${column.key}`;

function extraTableValue(state: State, column: ColumnElement, value: Given): CrudParam {
  const clause = value === REQUIRED ? null : clauseOf(value);
  const name = extraBindName(column);
  if (clause === null) return newBind(state, column, value, { required: value === REQUIRED, name });
  if (clause instanceof BindParameter) return givenBind(state, column, clause, name);
  notePostfetch(state.compiler, column);
  return clauseParam(state, column, (clause as ColumnElement).selfGroup());
}

function appendExtraDefault(state: State, column: Column): void {
  const { compiler, values } = state;
  if (column.onupdate?.kind === "clause") {
    values.push(clauseParam(state, column, column.onupdate.clause));
    compiler.postfetch.push(column);
  } else if (column.onupdate !== null) {
    values.push(newBind(state, column, null, { name: extraBindName(column) }));
    compiler.prefetch.push(column);
  } else if (column.serverOnupdate !== null) compiler.postfetch.push(column);
}

function insertSelectColumns(
  state: State,
  statement: Insert,
  parameters: Map<string, Given>,
  checked: ReadonlySet<string>,
): void {
  const { compiler } = state;
  const entry = compiler.top;
  let select: ClauseElement | null = statement.select;
  const named = (statement.selectNames ?? []).map((name) => {
    const column = statement.table.c.get(name);
    if (!column) throw new BuiltinError("KeyError", repr(name));
    return column;
  });
  for (const column of named) {
    const key = column.key ?? "";
    if (parameters.has(key) && !checked.has(key)) parameters.delete(key);
    state.values.push({
      column,
      name: compiler.preparer.formatColumn(column as ColumnClause),
      value: "",
      binds: new Set(),
    });
  }
  const withDefaults = statement.includeSelectDefaults
    ? [...statement.table.c].filter((column): column is Column => isColumn(column) && column.default !== null)
    : [];
  const added = withDefaults.filter((column) => !named.includes(column));
  if (added.length > 0) {
    if (!(select instanceof Select)) {
      throw new CompileError(
        `Can't extend statement for INSERT..FROM SELECT to include additional default-holding column(s) ${added.map((column) => `'${column.key}'`).join(", ")}.  Convert the selectable to a subquery() first, or pass include_defaults=False to Insert.from_select() to skip these columns.`,
      );
    }
    select = select.addColumns(...added.map((column) => selectDefault(state, column)));
    for (const column of added) {
      state.values.push({ column, name: compiler.preparer.formatColumn(column), value: "", binds: new Set() });
    }
  }
  if (entry) entry.insertSelect = select;
}

function selectDefault(state: State, column: Column): ClauseElement {
  if (column.default?.kind === "clause") return column.default.clause.selfGroup();
  state.compiler.prefetch.push(column);
  return new BindParameter(column.key, { value: null, type: column.type, required: false, crud: true });
}

function furtherRow(state: State, row: RawRow, index: number): readonly CrudParam[] {
  const { compiler, ctx } = state;
  const given = new Map(row.map(([key, value]) => [keyText(key), value]));
  return state.values.map((first): CrudParam => {
    const { column } = first;
    const key = column.key ?? "";
    if (given.has(key)) {
      const clause = clauseOf(given.get(key));
      if (clause === null) {
        return newBind(state, column, given.get(key), { name: `${key}_m${index + 1}` });
      }
      return { ...first, value: compiler.process((clause as ColumnElement).selfGroup(), ctx) };
    }
    if (!isColumn(column) || column.default === null) {
      throw new CompileError(
        `INSERT value for column ${column} is explicitly rendered as a boundparameter in the VALUES clause; a Python-side value or SQL expression is required`,
      );
    }
    if (column.default.kind === "clause") {
      return { ...first, value: compiler.process(column.default.clause.selfGroup(), ctx) };
    }
    return newBind(state, column, defaultValue(column), { name: `${key}_m${index + 1}` });
  });
}

// Rows beyond the first have no prefetch of their own: their defaults are taken when the statement is compiled.
function defaultValue(column: Column): unknown {
  return column.default?.kind === "callable"
    ? column.default.fn()
    : column.default?.kind === "scalar"
      ? column.default.value
      : null;
}

function refuseUnknown(
  state: State,
  parameters: ReadonlyMap<string, Given>,
  given: readonly GivenEntry[] | null,
  checked: ReadonlySet<string>,
): void {
  if (!given) return;
  const stated = new Set(given.map(([key]) => keyOf(key, state.extra)));
  const unknown = [...parameters.keys()].filter((key) => stated.has(key) && !checked.has(key));
  if (unknown.length === 0) return;
  if (state.statement.kind === "update") refuseOtherTables(state, given);
  throw new CompileError(`Unconsumed column names: ${unknown.join(", ")}`);
}

/** An UPDATE cannot set columns of tables that it does not mention elsewhere. */
function refuseOtherTables(state: State, given: readonly GivenEntry[]): void {
  const { statement, compiler, extra } = state;
  const tables = new Set(given.flatMap(([key]) => (typeof key === "string" || key.table === null ? [] : [key.table])));
  tables.delete(statement.table);
  const listed = (froms: readonly FromClause[]) => froms.map((from) => `'${from.description}'`).join(", ");
  const several = compiler.dialect.updateTablesClause !== null;
  if (tables.size > 0 && (extra.length === 0 || !several)) {
    const why = several
      ? "Statement is not a multi-table UPDATE statement"
      : "Backend does not support additional tables in the SET clause";
    throw new CompileError(`${why}; cannot include columns from table(s) ${listed([...tables])} in SET clause`);
  }
  const absent = [...tables].filter((table) => !extra.includes(table));
  if (absent.length > 0) {
    throw new CompileError(`Multi-table UPDATE statement does not include table(s) ${listed(absent)}`);
  }
}

function warnOfKey(column: Column): void {
  const { table } = column;
  let message = `Column '${table.name}.${column.name}' is marked as a member of the primary key for table '${table.name}', but has no Python-side or server-side default generator indicated, nor does it indicate 'autoincrement=True' or 'nullable=True', and no explicit value is passed.  Primary key columns typically may not store NULL.`;
  if (table.primaryKey.length > 1) {
    message +=
      " Note that as of SQLAlchemy 1.1, 'autoincrement=True' must be indicated explicitly for composite (e.g. multicolumn) primary keys if AUTO_INCREMENT/SERIAL/IDENTITY behavior is expected for one of the columns in the primary key. CREATE TABLE statements are impacted by this change as well on most backends.";
  }
  warn(message);
}
