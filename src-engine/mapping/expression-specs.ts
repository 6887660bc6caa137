import { null_ } from "../sql/builders.ts";
import { toExpression } from "../sql/coercions.ts";
import type { ColumnElement } from "../sql/element.ts";
import { Label } from "../sql/expressions.ts";
import type { ClassColumns } from "./mapper-options.ts";

/** What `columnProperty()` takes: an expression, several columns, or a function that makes them of the class's own columns. */
export type ColumnPropertySource =
  | ColumnElement
  | readonly ColumnElement[]
  | ((columns: ClassColumns) => ColumnElement | readonly ColumnElement[]);

/** The options of `columnProperty()`. */
export interface ColumnPropertyOptions {
  readonly deferred?: boolean;
  readonly group?: string | null;
  readonly raiseload?: boolean;
  readonly activeHistory?: boolean;
  /** Whether a flush of the object makes the value unknown (default true). */
  readonly expireOnFlush?: boolean;
}

/** `columnProperty(…)` or `queryExpression(…)`: an attribute that the database computes. `V` is the type of its value. */
export class ColumnPropertySpec<V = unknown> {
  declare readonly valueType?: V;
  readonly kind = "column-property-spec";
  readonly source: ColumnPropertySource;
  readonly options: ColumnPropertyOptions;
  /** Loaded only where a query gives an expression for it. */
  readonly queryExpression: boolean;

  constructor(source: ColumnPropertySource, options: ColumnPropertyOptions, queryExpression: boolean) {
    this.source = source;
    this.options = options;
    this.queryExpression = queryExpression;
  }

  /** The expressions, each with a name to be found by in results. */
  columns(own: ClassColumns): readonly ColumnElement[] {
    const made = typeof this.source === "function" ? this.source(own) : this.source;
    return (Array.isArray(made) ? made : [made]).map(labelled);
  }
}

/** An expression that results can name: one without a name gets a label that the statement numbers. */
export function labelled(expression: unknown): ColumnElement {
  const element = toExpression(expression).unannotated as ColumnElement;
  if (element instanceof Label || element.kind === "column") return element;
  return element.label(null);
}

/**
 * An attribute whose value is an SQL expression ("SQL Expressions as Mapped Attributes"), or one that several columns hold:
 * `fullname: columnProperty((c) => c.first.concat(" ").concat(c.last))`.
 */
export function columnProperty<V = unknown>(
  source: ColumnPropertySource,
  options: ColumnPropertyOptions = {},
): ColumnPropertySpec<V> {
  return new ColumnPropertySpec<V>(source, options, false);
}

/**
 * An attribute that a query fills with an expression of its own by `withExpression()` ("Loading Arbitrary SQL Expressions onto
 * Objects"); null where it does not.
 */
export function queryExpression<V = unknown>(otherwise: ColumnElement | null = null): ColumnPropertySpec<V | null> {
  return new ColumnPropertySpec<V | null>(otherwise ?? null_(), {}, true);
}
