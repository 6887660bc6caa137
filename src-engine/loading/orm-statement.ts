import type { RelationshipProperty } from "../mapping/mapper.ts";
import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import type { LabelStyle } from "../sql/labels.ts";
import type { Select } from "../sql/select.ts";
import type { Bundle } from "./bundle.ts";
import type { Entity } from "./entities.ts";
import type { LoaderOption } from "./loader-options.ts";
import type { RelationshipOn } from "./orm-join.ts";
import { LoadPath } from "./path.ts";

/** What a query can select. */
export type SelectItem = Entity | Bundle | ColumnElement | FromClause;

/** One `join()`. */
export interface JoinStep {
  /** What is joined; `null` where the relationship's target is. */
  readonly target: Entity | FromClause | null;
  readonly on: RelationshipOn | ColumnElement | null;
  /** The left side, where `join_from()` names it. */
  readonly from: Entity | FromClause | null;
  readonly isouter: boolean;
  readonly full: boolean;
}

/** Parts of a SELECT that mean the same to mapped classes and to tables. */
export type SelectExtra = Partial<
  Pick<
    Select,
    "prefixes" | "suffixes" | "hints" | "fetchClause" | "forUpdate" | "independentCtes" | "executionOptionValues"
  >
>;

/**
 * A SELECT in terms of mapped classes: what `session.query(…)`, `select(User)` and the loaders themselves put together, and
 * what becomes a plain SELECT and a plan for reading its rows.
 */
export interface OrmStatement {
  readonly items: readonly SelectItem[];
  readonly froms: readonly (Entity | FromClause)[];
  readonly joins: readonly JoinStep[];
  readonly where: readonly ColumnElement[];
  readonly having: readonly ColumnElement[];
  readonly orderBy: readonly ClauseElement[];
  readonly groupBy: readonly ClauseElement[];
  readonly limit: ColumnElement | null;
  readonly offset: ColumnElement | null;
  readonly distinct: boolean;
  readonly distinctOn: readonly ColumnElement[];
  /** What the enclosing statement supplies; `null` where that is found out. */
  readonly correlate: readonly FromClause[] | null;
  readonly correlateExcept: readonly FromClause[] | null;
  readonly options: readonly LoaderOption[];
  readonly labelStyle: LabelStyle;
  /** From `session.query()`: result names are attribute names, columns are labelled with their table. */
  readonly legacy: boolean;
  /** Other parts of a SELECT, handed on as they are. */
  readonly extra: SelectExtra;

  /** A statement that gives the rows instead ("Getting ORM Results from Textual Statements"). */
  readonly source: ClauseElement | null;

  /** Where in an earlier query this one continues. */
  readonly currentPath: LoadPath;
  readonly enableEagerLoads: boolean;
  readonly onlyLoad: ReadonlySet<string> | null;
  readonly forRefresh: boolean;
  readonly renderForSubquery: boolean;
  /** The first FROM clause stands for the entities, as after `union()` and in `count()`. */
  readonly baseAlias: boolean;
  readonly singleCriteria: boolean;
  /** Order of the relationship that is loaded, in terms of the leftmost join's target. */
  readonly outermostOrderBy: readonly ClauseElement[];
  /** The relationship that is lazily loaded: its other side is not loaded eagerly again. */
  readonly lazyReverse: RelationshipProperty | null;
}

export const EMPTY_STATEMENT: OrmStatement = {
  items: [],
  froms: [],
  joins: [],
  where: [],
  having: [],
  orderBy: [],
  groupBy: [],
  limit: null,
  offset: null,
  distinct: false,
  distinctOn: [],
  correlate: null,
  correlateExcept: null,
  options: [],
  labelStyle: "tablename_plus_col",
  legacy: false,
  extra: {},
  source: null,
  currentPath: LoadPath.root,
  enableEagerLoads: true,
  onlyLoad: null,
  forRefresh: false,
  renderForSubquery: false,
  baseAlias: false,
  singleCriteria: true,
  outermostOrderBy: [],
  lazyReverse: null,
};
