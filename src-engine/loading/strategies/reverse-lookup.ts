import { equivalentColumns } from "../../mapping/equivalents.ts";
import type { RelationshipProperty } from "../../mapping/mapper.ts";
import type { ClauseElement, ColumnElement } from "../../sql/element.ts";
import { BinaryExpression, ExpressionList, Grouping } from "../../sql/expressions.ts";
import { BindParameter } from "../../sql/literals.ts";

/**
 * Whether the parents of a target are found by comparing just their primary key with the target's columns. Then the
 * target's own columns say to which parent it belongs, and the parents' table need not be joined.
 */
export function reverseLooksUpByKey(property: RelationshipProperty): boolean {
  if (property.secondary !== null) return false;
  const { parent } = property;
  const compared = conjuncts(property.join.lazyClause({ reverse: true }).criterion);
  if (compared.length !== parent.primaryKey.length) return false;
  const equivalents = equivalentColumns(parent);
  return parent.primaryKey.every((key) =>
    compared.some((clause) => {
      const column = comparedColumn(clause);
      if (column === null) return false;
      const plain = column.unannotated;
      return plain.sharesLineage(key) || (equivalents.get(plain)?.has(key) ?? false);
    }),
  );
}

function conjuncts(clause: ClauseElement): ClauseElement[] {
  if (clause instanceof Grouping) return conjuncts(clause.element);
  if (clause instanceof ExpressionList && clause.operator.name === "and_") return clause.clauses.flatMap(conjuncts);
  return [clause];
}

/** The column of `column = :value`. */
function comparedColumn(clause: ClauseElement): ColumnElement | null {
  if (!(clause instanceof BinaryExpression) || clause.operator.name !== "eq") return null;
  if (clause.right instanceof BindParameter) return clause.left;
  return clause.left instanceof BindParameter ? clause.right : null;
}
