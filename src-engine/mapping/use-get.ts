import type { ClauseElement, ColumnElement } from "../sql/element.ts";
import { BinaryExpression, ExpressionList, Grouping } from "../sql/expressions.ts";
import { BindParameter } from "../sql/literals.ts";
import { equivalentColumns } from "./equivalents.ts";
import type { RelationshipProperty } from "./mapper.ts";

/**
 * Whether the lazy criterion of a relationship compares just the target's primary key, so that the identity map can answer
 * ("Lazy Loading": many-to-one). Columns are as good as the key where a joined hierarchy keeps them equal to it, and
 * values only where they are of the key's kind.
 */
export function looksUpByKey(property: RelationshipProperty): boolean {
  if (property.uselist || property.secondary !== null) return false;
  const { mapper } = property;
  const compared = conjuncts(property.join.lazyClause().criterion);
  if (compared.length !== mapper.primaryKey.length) return false;
  const equivalents = equivalentColumns(mapper);
  return mapper.primaryKey.every((key) =>
    compared.some((clause) => {
      const [column, bind] = comparison(clause) ?? [];
      if (column === undefined || bind === undefined) return false;
      const plain = column.unannotated;
      const isKey = plain.sharesLineage(key) || (equivalents.get(plain)?.has(key) ?? false);
      return isKey && key.type.compareAffinity(bind.type);
    }),
  );
}

function conjuncts(clause: ClauseElement): ClauseElement[] {
  if (clause instanceof Grouping) return conjuncts(clause.element);
  if (clause instanceof ExpressionList && clause.operator.name === "and_") return clause.clauses.flatMap(conjuncts);
  return [clause];
}

/** `column = :value`, from either side. */
function comparison(clause: ClauseElement): readonly [ColumnElement, BindParameter] | null {
  if (!(clause instanceof BinaryExpression) || clause.operator.name !== "eq") return null;
  if (clause.right instanceof BindParameter) return [clause.left, clause.right];
  if (clause.left instanceof BindParameter) return [clause.right, clause.left];
  return null;
}
