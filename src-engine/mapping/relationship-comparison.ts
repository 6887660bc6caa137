/** Compares a relationship with an instance: the criterion of its lazy load, the instance giving the values. */

import { ArgumentError } from "../errors.ts";
import { annotate } from "../sql/annotation.ts";
import type { ClauseElement, ColumnElement } from "../sql/element.ts";
import { BinaryExpression } from "../sql/expressions.ts";
import { BindParameter } from "../sql/literals.ts";
import { anonymousFrom } from "./anonymous-from.ts";
import { ClauseAdapter } from "./clause-adapter.ts";
import { instancePort } from "./instance-port.ts";
import { hasFlag, isColumn, replaceNodes } from "./join-flags.ts";
import type { Mapper, RelationshipProperty } from "./mapper.ts";

export interface ComparisonOptions {
  /** True where the instance is the parent and the criterion is for its targets ("with_parent"). */
  readonly instanceIsParent?: boolean;
  /** Puts an alias in the place of the side that is asked about. */
  readonly adapter?: ClauseAdapter | null;
  readonly aliasSecondary?: boolean;
}

/**
 * The criterion that an instance, or `null`, is at the other end of a relationship.
 * @throws ArgumentError where the value is no mapped instance
 */
export function compareWithInstance(
  property: RelationshipProperty,
  instance: unknown,
  options: ComparisonOptions = {},
): ColumnElement<boolean> {
  const reverse = !(options.instanceIsParent ?? false);
  const lazy = property.join.lazyClause({ reverse });
  const compared = withOwners(property, lazy.criterion);
  let criterion: ColumnElement;
  if (instance === null || instance === undefined) {
    criterion = comparedWithNull(compared, lazy.bindToColumn);
  } else {
    const mapper = reverse ? property.mapper : property.parent;
    const values = valuesOf(property, instance, mapper);
    criterion = compared;
    if (property.secondary !== null && (options.aliasSecondary ?? true)) {
      criterion = new ClauseAdapter(anonymousFrom(property.secondary)).traverse(criterion);
    }
    criterion = replaceNodes(criterion, (node) => {
      if (!(node instanceof BindParameter)) return undefined;
      const column = lazy.bindToColumn.get(node.key);
      return column === undefined
        ? node
        : new BindParameter(null, { unique: true, type: node.type, callable: values(column) });
    });
  }
  const adapter = options.adapter ?? null;
  return (adapter === null ? criterion : adapter.traverse(criterion)) as ColumnElement<boolean>;
}

/** A function that gives, for a column, the function that gives the instance's value when the statement runs. */
export function valuesOf(
  property: RelationshipProperty,
  instance: unknown,
  mapper: Mapper,
): (column: ColumnElement) => () => unknown {
  const port = instancePort();
  const own = port?.mapperOfInstance(instance) ?? null;
  if (port === null || own === null || typeof instance !== "object" || instance === null) {
    throw new ArgumentError(
      "Mapped instance expected for relationship comparison to object.   Classes, queries and other SQL elements are not accepted " +
        `in this context; for comparison with a subquery, use ${property}.has(**criteria).`,
    );
  }
  return (column) => port.columnValue(instance, mapper, column);
}

/** The criterion with each column's class noted on it, so that it can be evaluated on objects in memory. */
function withOwners(property: RelationshipProperty, criterion: ColumnElement): ColumnElement {
  return replaceNodes(criterion, (node) => {
    if (!isColumn(node)) return undefined;
    if (hasFlag(node, "remote")) return annotate(node, { parentmapper: property.mapper });
    return hasFlag(node, "local") ? annotate(node, { parentmapper: property.parent }) : node;
  });
}

/** `column = :value` as `column IS NULL`, for the parameters that stand for the missing instance. */
function comparedWithNull(criterion: ColumnElement, binds: ReadonlyMap<string, ColumnElement>): ColumnElement {
  const stands = (node: ClauseElement) => node instanceof BindParameter && binds.has(node.key);
  return replaceNodes(criterion, (node) => {
    if (isColumn(node)) return node;
    if (!(node instanceof BinaryExpression)) return undefined;
    if (stands(node.left)) return node.right.is_(null);
    if (stands(node.right)) return node.left.is_(null);
    return undefined;
  });
}
