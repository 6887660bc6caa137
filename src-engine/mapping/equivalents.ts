import type { ColumnElement } from "../sql/element.ts";
import { BinaryExpression } from "../sql/expressions.ts";
import { type Equivalents, NO_EQUIVALENTS } from "./clause-adapter.ts";
import { nodesOf } from "./join-flags.ts";
import type { Mapper } from "./mapper.ts";

/** The columns that the joins of a hierarchy keep equal: a joined subclass's key and its superclass's. */
export function equivalentColumns(mapper: Mapper): Equivalents {
  const joined = mapper.baseMapper.selfAndDescendants.filter((each) => each.inheritCondition !== null);
  if (joined.length === 0) return NO_EQUIVALENTS;
  const found = new Map<ColumnElement, Set<ColumnElement>>();
  const enter = (column: ColumnElement, other: ColumnElement) => {
    const equal = found.get(column);
    if (equal === undefined) found.set(column, new Set([other]));
    else equal.add(other);
  };
  for (const { inheritCondition } of joined) {
    if (inheritCondition === null) continue;
    for (const node of nodesOf(inheritCondition)) {
      if (!(node instanceof BinaryExpression) || node.operator.name !== "eq") continue;
      enter(node.left.unannotated, node.right.unannotated);
      enter(node.right.unannotated, node.left.unannotated);
    }
  }
  return found;
}
