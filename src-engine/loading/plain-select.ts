import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import { LabelReference } from "../sql/expressions.ts";
import { Select } from "../sql/select.ts";
import type { OrmStatement } from "./orm-statement.ts";

/** The parts of a plain SELECT that come of building it. */
export interface SelectParts {
  readonly columns: readonly ClauseElement[];
  readonly froms: readonly FromClause[];
  readonly where: readonly ColumnElement[];
  readonly having: readonly ColumnElement[];
  readonly orderBy: readonly ClauseElement[];
  readonly groupBy: readonly ClauseElement[];
  /** Whether this one has the query's LIMIT, OFFSET, DISTINCT and correlation, or only wraps the one that has. */
  readonly limited: boolean;
}

/** Puts a plain SELECT together. */
export function plainSelect(statement: OrmStatement, parts: SelectParts): Select {
  const { correlate, correlateExcept, limit, offset, distinct, distinctOn } = statement;
  const select = new Select(parts.columns).copyWith({
    fromItems: parts.froms,
    whereCriteria: parts.where,
    havingCriteria: parts.having,
    orderByItems: parts.orderBy,
    groupByItems: parts.groupBy,
    labelStyle: statement.labelStyle,
  });
  if (!parts.limited) return select;
  return select.copyWith({
    limitExpression: limit,
    offsetExpression: offset,
    isDistinct: distinct || distinctOn.length > 0,
    distinctOn,
    ...(correlate === null && correlateExcept === null
      ? {}
      : { autoCorrelate: false, correlated: correlate ?? [], correlatedExcept: correlateExcept }),
    ...statement.extra,
  });
}

/** An item of ORDER BY as the expression that it refers to. */
export function withoutLabels(item: ClauseElement): ClauseElement {
  return item instanceof LabelReference ? item.element : item;
}
