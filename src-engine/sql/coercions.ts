/** How arguments become nodes: plain values, null, constants, objects of the ORM. Texts of errors are the reference's. */
import { ArgumentError } from "../errors.ts";
import { NULL_TYPE } from "../types/null-type.ts";
import { repr } from "../types/repr.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { warn } from "../types/warnings.ts";
import { ClauseElement, ColumnElement, FromClause, isClauseSource } from "./element.ts";
import { ClauseList, LabelReference, TextualLabelReference } from "./expressions.ts";
import { BindParameter, ColumnClause, FALSE, NULL, TextClause, TRUE } from "./literals.ts";
import type { Operator } from "./operators.ts";

/** What a SELECT becomes where a column is expected; filled in by the module that defines SELECT. */
export interface SelectCoercions {
  scalarSubquery(value: ClauseElement): ColumnElement | null;
}

let selects: SelectCoercions = { scalarSubquery: () => null };

export function provideSelectCoercions(provided: SelectCoercions): void {
  selects = provided;
}

/** The node that a value is or stands for; null when it is a plain value. */
export function clauseOf(value: unknown): ClauseElement | null {
  let current = value;
  while (!(current instanceof ClauseElement) && isClauseSource(current)) current = current.clauseElement();
  return current instanceof ClauseElement ? current : null;
}

/** An expression for anything: elements as they are, null as NULL, the rest as bind parameters named after `name`. */
export function toExpression(value: unknown, options: { name?: string | null; type?: TypeEngine } = {}): ColumnElement {
  const clause = clauseOf(value);
  if (clause) return asColumn(clause, value);
  if ((value === null || value === undefined) && !options.type?.shouldEvaluateNone) return NULL;
  const type = options.type && !options.type.isNull ? options.type : null;
  return new BindParameter(options.name ?? null, { value: value ?? null, type, unique: true });
}

function asColumn(clause: ClauseElement, original: unknown): ColumnElement {
  if (clause instanceof ColumnElement) return clause;
  const scalar = selects.scalarSubquery(clause);
  if (scalar) {
    warn(
      "implicitly coercing SELECT object to scalar subquery; please use the .scalar_subquery() method to produce a scalar subquery.",
    );
    return scalar;
  }
  // text() and lists of clauses pass where the reference lets them.
  if (clause instanceof TextClause || clause instanceof ClauseList) return clause as unknown as ColumnElement;
  if (clause instanceof FromClause) {
    throw new ArgumentError(
      `SQL expression element or literal value expected, got ${showValue(original)}. To create a column expression from a FROM ` +
        "clause row as a whole, use the .table_valued() method.",
    );
  }
  throw new ArgumentError(`SQL expression element or literal value expected, got ${showValue(original)}.`);
}

/** The bind parameter for a value that is compared with `left`. */
export function compareWith(
  left: ColumnElement,
  operator: Operator | null,
  value: unknown,
  options: { expanding?: boolean; type?: TypeEngine } = {},
): BindParameter {
  return new BindParameter(left.bindName, {
    value: value ?? null,
    type: options.type ?? null,
    unique: true,
    expanding: options.expanding ?? false,
    comparedTo: { type: comparedType(left), operator },
  });
}

// ANY and ALL compare with what is inside them.
function comparedType(left: ColumnElement): TypeEngine {
  return left.type ?? NULL_TYPE;
}

/** The condition that an argument of WHERE or HAVING stands for. */
export function toCondition(value: unknown, argument: string | null = null): ColumnElement<boolean> {
  const clause = clauseOf(value);
  if (clause instanceof FromClause && selects.scalarSubquery(clause) === null) {
    throw expected("SQL expression for WHERE/HAVING role", value, argument);
  }
  if (clause) return asColumn(clause, value) as ColumnElement<boolean>;
  if (value === null || value === undefined) return NULL as unknown as ColumnElement<boolean>;
  if (value === true) return TRUE;
  if (value === false) return FALSE;
  if (typeof value === "string") throw textError(value);
  throw expected("SQL expression for WHERE/HAVING role", value, argument);
}

/** An item of ORDER BY; text is the name of a label or column. */
export function toOrderItem(value: unknown): ClauseElement {
  const clause = clauseOf(value);
  if (clause) {
    const column = asColumn(clause, value);
    return column instanceof ColumnElement && column.orderByLabel !== null ? new LabelReference(column) : column;
  }
  return byOf(value, "ORDER BY expression");
}

/** An item of GROUP BY; unlike in ORDER BY, a label stands for its expression. */
export function toGroupItem(value: unknown): ClauseElement {
  const clause = clauseOf(value);
  if (!clause) return byOf(value);
  return clause instanceof FromClause ? new ClauseList([...clause.c]) : asColumn(clause, value);
}

/** An item of DISTINCT, PARTITION BY, desc() and the like. */
export function toByOf(value: unknown): ColumnElement {
  const clause = clauseOf(value);
  return clause ? asColumn(clause, value) : byOf(value);
}

function byOf(value: unknown, role = "GROUP BY / OF / etc. expression"): ColumnElement {
  if (typeof value === "string") return new TextualLabelReference(value);
  if (value === null || value === undefined) return NULL;
  if (value === true) return TRUE;
  if (value === false) return FALSE;
  throw expected(role, value);
}

/** An item of a SELECT's column clause. */
export function toSelectItem(value: unknown): ClauseElement {
  const clause = clauseOf(value);
  if (clause) return clause;
  if (value === "*") return new ColumnClause("*", null, { isLiteral: true });
  if (typeof value === "string") {
    const guess = /^\w\S*$/.test(value) ? "column" : "literal_column";
    throw new ArgumentError(
      `Textual column expression ${repr(shorten(value))} should be explicitly declared with text(${repr(shorten(value))}), or use ` +
        `${guess}(${repr(shorten(value))}) for more specificity`,
    );
  }
  if (value === null || value === undefined) return NULL;
  if (value === true) return TRUE;
  if (value === false) return FALSE;
  if (typeof value === "number" || typeof value === "bigint") {
    return new ColumnClause(repr(value), null, { isLiteral: true });
  }
  const advice = Array.isArray(value) ? ` Did you mean to say select(${value.map(showValue).join(", ")})?` : "";
  throw new ArgumentError(
    `Column expression, FROM clause, or other columns clause element expected, got ${showValue(value)}.${advice}`,
  );
}

/** The error for SQL text given where an expression is expected. */
export function textError(text: string): ArgumentError {
  const shown = repr(shorten(text));
  return new ArgumentError(`Textual SQL expression ${shown} should be explicitly declared as text(${shown})`);
}

export function expected(role: string, value: unknown, argument: string | null = null): ArgumentError {
  return new ArgumentError(
    argument === null
      ? `${role} expected, got ${showValue(value)}.`
      : `${role} expected for argument ${repr(argument)}; got ${showValue(value)}.`,
  );
}

/** The text of a value in a message: Python's repr, an element's own text. */
export function showValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showValue).join(", ")}]`;
  return value instanceof ClauseElement ? value.repr() : repr(value);
}

function shorten(text: string): string {
  return text.length > 25 ? `${text.slice(0, 25)}...` : text;
}
