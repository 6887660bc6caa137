/**
 * The frame of compilation: a visitor for each kind of node, the dialect that supplies them, and the state of one run. The three are
 * in one file because each is described by the others.
 */
import { CompileError } from "../errors.ts";
import type {
  CheckConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from "../schema/constraints.ts";
import type {
  AddConstraint,
  CreateIndex,
  CreateTable,
  Ddl,
  DropConstraint,
  DropIndex,
  DropTable,
} from "../schema/ddl.ts";
import type { Column, Table } from "../schema/table.ts";
import type { AnnotatedColumn } from "../sql/annotation.ts";
import type { Case, Extract } from "../sql/case.ts";
import type { Delete, Insert, OnConflict, Update } from "../sql/dml.ts";
import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import type {
  AsBoolean,
  BinaryExpression,
  Cast,
  ClauseList,
  ExpressionList,
  Grouping,
  IlikeOperand,
  Label,
  LabelReference,
  Slice,
  TextualLabelReference,
  Tuple,
  TypeCoerce,
  UnaryExpression,
} from "../sql/expressions.ts";
import type {
  Alias,
  CTE,
  FromGrouping,
  Join,
  Lateral,
  Subquery,
  TableClause,
  TableSample,
  TableValuedAlias,
  TableValuedColumn,
  Values,
} from "../sql/from-clause.ts";
import type { FunctionElement, FunctionFilter, Over, ScalarFunctionColumn, WithinGroup } from "../sql/functions.ts";
import type { NodeKind } from "../sql/kinds.ts";
import type { BindParameter, CollationClause, ColumnClause, False, Null, TextClause, True } from "../sql/literals.ts";
import { AnonymousNames, isAnonymous } from "../sql/names.ts";
import type { OperatorName } from "../sql/operators.ts";
import type { CompoundKeyword, CompoundSelect, Select, TextualSelect } from "../sql/select.ts";
import type { Exists, GenerativeSelect, ScalarSelect, SelectGrouping } from "../sql/select-base.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import type { Compiled, CompileOptions, ExecutionRendering } from "./compiled.ts";

export type { CompileOptions } from "./compiled.ts";

import type { FromLinter } from "./from-linter.ts";
import type { IdentifierPreparer } from "./identifiers.ts";
import type { LabelResolver, SelectFroms } from "./select-froms.ts";

/** Each kind of node and its class. */
export interface NodeByKind {
  bindparam: BindParameter;
  column: ColumnClause;
  annotated: AnnotatedColumn;
  label: Label;
  binary: BinaryExpression;
  unary: UnaryExpression;
  as_boolean: AsBoolean;
  expression_list: ExpressionList;
  clause_list: ClauseList;
  tuple: Tuple;
  grouping: Grouping;
  null: Null;
  true: True;
  false: False;
  text: TextClause;
  cast: Cast;
  try_cast: Cast;
  type_coerce: TypeCoerce;
  case: Case;
  extract: Extract;
  function: FunctionElement;
  over: Over;
  function_filter: FunctionFilter;
  scalar_function_column: ScalarFunctionColumn;
  within_group: WithinGroup;
  collation: CollationClause;
  slice: Slice;
  label_reference: LabelReference;
  textual_label_reference: TextualLabelReference;
  table_valued_column: TableValuedColumn;
  ilike_operand: IlikeOperand;
  scalar_select: ScalarSelect;
  exists: Exists;
  table: TableClause;
  alias: Alias;
  table_valued_alias: TableValuedAlias;
  tablesample: TableSample;
  lateral: Lateral;
  subquery: Subquery;
  cte: CTE;
  join: Join;
  from_grouping: FromGrouping;
  values: Values;
  select: Select;
  compound_select: CompoundSelect;
  select_grouping: SelectGrouping;
  textual_select: TextualSelect;
  insert: Insert;
  update: Update;
  delete: Delete;
  on_conflict: OnConflict;
  create_table: CreateTable;
  drop_table: DropTable;
  create_index: CreateIndex;
  drop_index: DropIndex;
  add_constraint: AddConstraint;
  drop_constraint: DropConstraint;
  ddl: Ddl;
}

export type Visit<N> = (node: N, compiler: SqlCompiler, ctx: Ctx) => string;

/** A visitor for every kind: leaving one out does not compile. */
export type Visitors = { readonly [K in NodeKind]: Visit<NodeByKind[K]> };

/** How operators are written that need more than a text between their sides. */
export type BinaryVisitors = { readonly [K in OperatorName | "custom_op"]?: Visit<BinaryExpression> };

export type FunctionVisitors = Readonly<Record<string, Visit<FunctionElement>>>;

export type TypeVisitors = Readonly<Record<string, (type: TypeEngine, dialect: Dialect) => string>>;

/** Renders parts of data definition; dialects replace what they do differently. */
export interface DdlRendering {
  columnSpecification(column: Column, compiler: SqlCompiler): string;
  primaryKey(constraint: PrimaryKeyConstraint, compiler: SqlCompiler): string | null;
  unique(constraint: UniqueConstraint, compiler: SqlCompiler): string | null;
  check(constraint: CheckConstraint, compiler: SqlCompiler): string | null;
  foreignKey(constraint: ForeignKeyConstraint, compiler: SqlCompiler): string | null;
  postCreateTable(table: Table): string;
  indexExpression(expression: ClauseElement, compiler: SqlCompiler): string;
}

/** A database's way of writing and of converting values. */
export interface Dialect extends ExecutionRendering {
  readonly preparer: IdentifierPreparer;
  readonly visitors: Visitors;
  readonly binary: BinaryVisitors;
  readonly functions: FunctionVisitors;
  readonly types: TypeVisitors;
  readonly ddl: DdlRendering;
  readonly extractFields: Readonly<Record<string, string>> | null;
  readonly supportsNativeEnum: boolean;
  readonly supportsAlter: boolean;
  readonly supportsDefaultValues: boolean;
  readonly supportsMultivaluesInsert: boolean;
  readonly insertReturning: boolean;
  readonly updateReturning: boolean;
  readonly deleteReturning: boolean;
  readonly insertExecutemanyReturning: boolean;
  readonly useInsertManyValues: boolean;
  readonly postfetchLastrowid: boolean;
  readonly favorReturningOverLastrowid: boolean;
  readonly insertNullPkStillAutoincrements: boolean;
  readonly divIsFloordiv: boolean;
  readonly labelLength: number;
  /** `%` is doubled in text, as the driver would take it for a placeholder. */
  readonly doublePercents: boolean;
  /** `\\` escapes in string literals. */
  readonly backslashEscapes: boolean;
  /** `INSERT INTO t () VALUES ()` inserts a row of defaults. */
  readonly supportsEmptyInsert: boolean;
  /** WITH stands between INSERT and its SELECT. */
  readonly cteFollowsInsert: boolean;
  readonly innerJoin: string;
  /** Values in the WHERE of a conflict's index are written into the text. */
  readonly literalIndexWhere: boolean;
  /** What stands for FROM in a SELECT without one that has criteria. */
  readonly defaultFrom: string;
  /** `defaultFrom` stands in every SELECT without FROM, not only in those with criteria. */
  readonly alwaysFrom: boolean;
  /** What stands between a clause of FROM and its alias. */
  readonly aliasWord: string;
  /** What begins common table expressions of which one is recursive. */
  readonly recursiveWith: string;
  /** ORDER BY and GROUP BY may name a label of the SELECT. */
  readonly simpleOrderByLabel: boolean;
  /** Words between the SELECTs of a compound that standard SQL has others for. */
  readonly compoundKeywords: Readonly<Partial<Record<CompoundKeyword, string>>>;
  /** What follows the columns of RETURNING: where their values go. */
  returningInto(count: number): string;
  distinctClause(select: Select, compiler: SqlCompiler, ctx: Ctx): string;
  fetchClause(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string;
  /** The tables that an UPDATE of several names at its beginning; null where they stand in FROM. */
  /** A table in FROM with a word about it ("Select.with_hint"). */
  hinted: (text: string, hint: string) => string;
  updateTablesClause: ((froms: readonly FromClause[], compiler: SqlCompiler, ctx: Ctx) => string) | null;
  limitClause(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string;
  forUpdateClause(select: GenerativeSelect, compiler: SqlCompiler, ctx: Ctx): string;
  returningIncludesTable: boolean;
  updateFromClause(extra: readonly FromClause[], compiler: SqlCompiler, ctx: Ctx): string;
  deleteFromClause(extra: readonly FromClause[], compiler: SqlCompiler, ctx: Ctx, table: FromClause): string;
  /** Compiles a statement. */
  compile(node: ClauseElement, options?: CompileOptions): Compiled;
}

export type ResultTarget = ColumnElement | string;
export type AddToResult = (
  keyName: string | null,
  name: string | null,
  targets: readonly (ResultTarget | ClauseElement | null)[],
  type: TypeEngine,
) => void;

/** What a visitor is told of the place where its node stands. */
export interface Ctx {
  /** In FROM, where clauses are written with their definition. */
  readonly asFrom?: boolean;
  readonly withinColumnsClause?: boolean;
  readonly withinLabelClause?: boolean;
  readonly includeTable?: boolean;
  readonly addToResult?: AddToResult | null;
  readonly resultTargets?: readonly ResultTarget[];
  readonly literalBinds?: boolean;
  readonly literalExecute?: boolean;
  readonly renderLabelAs?: ColumnElement | null;
  readonly lateral?: boolean;
  readonly enclosingLateral?: FromClause | null;
  readonly enclosingAlias?: FromClause | null;
  readonly subquery?: boolean;
  readonly compoundIndex?: number | null;
  readonly insertInto?: boolean;
  readonly visitingCte?: CTE | null;
  readonly cteNesting?: boolean;
  readonly eagerGrouping?: boolean;
  readonly inOperator?: boolean;
  readonly linter?: FromLinter | null;
  readonly lateralLinter?: FromLinter | null;
  readonly ambiguousTables?: ReadonlyMap<string, string> | null;
  readonly collectBinds?: Set<string> | null;
  readonly useSchema?: boolean;
  /** Words about tables, from the SELECT that they stand in. */
  readonly fromHints?: ReadonlyMap<FromClause | null, string>;
}

export const ROOT: Ctx = Object.freeze({});

/** A statement that is being compiled, innermost last. */
export interface StackEntry {
  readonly correlateFroms: ReadonlySet<FromClause>;
  readonly asFromFroms: ReadonlySet<FromClause>;
  readonly selectable: ClauseElement;
  /** Resolves labels of ORDER BY and GROUP BY. */
  readonly labels: LabelResolver | null;
  readonly needResultForCompound?: boolean;
  readonly needResultForNested?: boolean;
  /** The first SELECT of a compound, with which the others are compared. */
  firstSelect?: { readonly columnCount: number } | null;
  /** The SELECT of an INSERT, with columns for defaults added. */
  insertSelect?: ClauseElement | null;
}

interface CteName {
  readonly level: number;
  readonly name: string;
  readonly nesting: boolean;
}

const BIND_ESCAPES: Readonly<Record<string, string>> = {
  "%": "P",
  "(": "A",
  ")": "Z",
  ":": "C",
  ".": "_",
  "[": "_",
  "]": "_",
  " ": "_",
};

/** A parameter's name without what a placeholder may not have. */
const escapeBindName = (name: string): string => name.replace(/[%():.[\] ]/g, (char) => BIND_ESCAPES[char] ?? char);

/** Marks the place of a parameter in text under construction. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
export const PLACE = /\uE000([^\uE001]*)\uE001/;

/** The state of one compilation. */
export class SqlCompiler {
  readonly dialect: Dialect;
  readonly options: CompileOptions;
  readonly stack: StackEntry[] = [];
  readonly names = new AnonymousNames();
  readonly binds = new Map<string, BindParameter>();
  readonly expandingNames = new Set<string>();
  readonly literalNames = new Set<string>();
  readonly resultColumns: {
    name: string;
    targets: readonly (ResultTarget | ClauseElement | null)[];
    type: TypeEngine;
  }[] = [];
  orderedColumns = true;
  isPlainText = false;
  kind: "select" | "insert" | "update" | "delete" | "ddl" | "other" = "other";
  table: string | null = null;
  readonly prefetch: Column[] = [];
  readonly postfetch: Column[] = [];
  readonly implicitReturning: ColumnElement[] = [];
  returning = false;
  postfetchLastrowid = false;
  /** Set by an INSERT for several rows: where the values of one row stand in the text. */
  manyValues: { readonly batched: boolean; readonly ordered: boolean; readonly sentinels: readonly Column[] } | null =
    null;
  readonly ctes = new Map<CTE, string>();
  readonly cteByName = new Map<string, CTE>();
  readonly cteNames = new Map<CTE, CteName>();
  private readonly bindNames = new Map<BindParameter, string>();
  private readonly forcedBindNames = new Map<string, string>();
  private readonly truncated = new Map<string, string>();
  private readonly truncationCounts = new Map<string, number>();
  private readonly froms = new Map<Select, SelectFroms>();

  constructor(dialect: Dialect, options: CompileOptions) {
    this.dialect = dialect;
    this.options = options;
  }

  get preparer(): IdentifierPreparer {
    return this.dialect.preparer;
  }

  /** Renders a node. */
  process(node: ClauseElement, ctx: Ctx = ROOT): string {
    const visit = this.dialect.visitors[node.kind] as Visit<ClauseElement>;
    return visit(node, this, ctx);
  }

  processList(nodes: readonly ClauseElement[], separator: string, ctx: Ctx): string {
    return nodes
      .map((node) => this.process(node, ctx))
      .filter((text) => text !== "")
      .join(separator);
  }

  /** Text that goes into the statement as it is. */
  literalText(text: string): string {
    return this.dialect.doublePercents ? text.replaceAll("%", "%%") : text;
  }

  /** Decides names, cutting those that are too long for the database. */
  identifier(kind: "colident" | "label" | "alias" | "bindparam" | "values", name: string): string {
    const key = `${kind === "label" ? "colident" : kind} ${name}`;
    const known = this.truncated.get(key);
    if (known !== undefined) return known;
    let text = this.names.resolve(name);
    const most = this.dialect.labelLength - 6;
    // Names that the user gave stay whole, as the database would say what is wrong with them.
    if (text.length > most && (kind === "label" || isAnonymous(name))) {
      const count = this.truncationCounts.get(kind) ?? 1;
      this.truncationCounts.set(kind, count + 1);
      text = `${text.slice(0, Math.max(most, 0))}_${count.toString(16)}`;
    }
    this.truncated.set(key, text);
    return text;
  }

  /** The name of an alias or CTE as it is written. */
  aliasName(from: { readonly name: string | null }): string {
    const name = from.name ?? "";
    return isAnonymous(name) ? this.identifier("alias", name) : name;
  }

  /** Makes the next parameter of this anonymous key be called `name`. */
  forceBindName(key: string, name: string): void {
    this.forcedBindNames.set(key, name);
  }

  bindName(bind: BindParameter): string {
    const known = this.bindNames.get(bind);
    if (known !== undefined) return known;
    const name = escapeBindName(
      this.forcedBindNames.get(bind.key) ?? (isAnonymous(bind.key) ? this.identifier("bindparam", bind.key) : bind.key),
    );
    this.bindNames.set(bind, name);
    return name;
  }

  /** Marks the place of a parameter and returns the mark. */
  place(bind: BindParameter, ctx: Ctx): string {
    const name = this.bindName(bind);
    const existing = this.binds.get(name);
    if (existing && existing !== bind) this.checkConflict(name, existing, bind);
    this.binds.set(name, bind);
    if (bind.expanding) this.expandingNames.add(name);
    if (ctx.literalExecute || bind.literalExecute) this.literalNames.add(name);
    ctx.collectBinds?.add(name);
    const mark = OPEN + name + CLOSE;
    return bind.expanding ? `(${mark})` : mark;
  }

  private checkConflict(name: string, existing: BindParameter, bind: BindParameter): void {
    const related = existing.sharesLineage(bind) || [...existing.clonedSet].some((node) => bind.clonedSet.has(node));
    if ((existing.unique || bind.unique) && !related) {
      throw new CompileError(`Bind parameter '${name}' conflicts with unique bind parameter of the same name`);
    }
    if (existing.expanding !== bind.expanding) {
      throw new CompileError(
        `Can't reuse bound parameter name '${name}' in both 'expanding' (e.g. within an IN expression) and non-expanding contexts.  If this parameter is to receive a list/array value, set 'expanding=True' on it for expressions that aren't IN, otherwise use a different parameter name.`,
      );
    }
    if (existing.crud || bind.crud) {
      throw new CompileError(
        existing.crud && bind.crud
          ? "Encountered unsupported case when compiling an INSERT or UPDATE statement.  If this is a multi-table UPDATE statement, please provide string-named arguments to the values() method with distinct names; support for multi-table UPDATE statements that target multiple tables for UPDATE is very limited"
          : `bindparam() name '${name}' is reserved for automatic usage in the VALUES or SET clause of this insert/update statement.   Please use a name other than column name when using bindparam() with insert() or update() (for example, 'b_${name}').`,
      );
    }
  }

  /** Notes a column of the result. */
  readonly addToResult: AddToResult = (keyName, _name, targets, type) => {
    if (keyName === null || keyName === "*") this.orderedColumns = false;
    if (type.affinity === "tuple") {
      throw new CompileError(
        "Most backends don't support SELECTing from a tuple() object.  If this is an ORM query, consider using the Bundle object.",
      );
    }
    this.resultColumns.push({ name: keyName ?? "", targets, type });
  };

  /** FROM clauses of a SELECT, worked out once. */
  fromsOf(select: Select, make: () => SelectFroms): SelectFroms {
    let froms = this.froms.get(select);
    if (!froms) {
      froms = make();
      this.froms.set(select, froms);
    }
    return froms;
  }

  get top(): StackEntry | undefined {
    return this.stack.at(-1);
  }
}
