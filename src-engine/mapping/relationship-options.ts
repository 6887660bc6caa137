import type { Table } from "../schema/table.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { CascadeOption } from "../trace/events.ts";

/**
 * An expression that an option of `relationship()` takes: itself, a function that gives it once all classes are there, or
 * text in the reference's own notation (`"Address.user_id == User.id"`), read by `expression-parser.ts`.
 */
export type ExpressionArgument = string | ColumnElement | (() => ColumnElement);

/** Columns that an option takes: one or several, each or all together given as text or function. */
export type ColumnsArgument = string | ColumnElement | readonly (string | ColumnElement)[] | (() => ColumnsArgument);

/** `backref="logs"` or `backref("logs", {…})`: the other side, to be made by this one. */
export interface BackrefSpec {
  readonly name: string;
  readonly options: RelationshipOptions;
}

/** The options of `relationship()` ("Relationships API"), as they are given. */
export interface RelationshipOptions {
  readonly secondary?: string | Table | (() => Table) | null;
  readonly primaryjoin?: ExpressionArgument | null;
  readonly secondaryjoin?: ExpressionArgument | null;
  readonly foreignKeys?: ColumnsArgument | null;
  readonly remoteSide?: ColumnsArgument | null;
  readonly orderBy?: ColumnsArgument | false | null;
  readonly uselist?: boolean | null;
  readonly cascade?: string | readonly (CascadeOption | "all" | "none")[] | null;
  readonly backPopulates?: string | null;
  readonly backref?: string | BackrefSpec | null;
  readonly overlaps?: string | null;
  readonly lazy?: string | boolean | null;
  readonly innerjoin?: boolean | "nested" | "unnested";
  readonly joinDepth?: number | null;
  readonly omitJoin?: boolean | null;
  readonly passiveDeletes?: boolean | "all";
  readonly passiveUpdates?: boolean;
  readonly postUpdate?: boolean;
  readonly viewonly?: boolean;
  readonly singleParent?: boolean;
  readonly syncBackref?: boolean | null;
  readonly activeHistory?: boolean;
  readonly enableTypechecks?: boolean;
  readonly distinctTargetKey?: boolean | null;
  readonly loadOnPending?: boolean;
  /** A list (the default), `Set`, `Map`-like collection, or a function that makes one. */
  readonly collectionClass?: unknown;
  readonly doc?: string | null;
  readonly info?: Readonly<Record<string, unknown>>;
}
