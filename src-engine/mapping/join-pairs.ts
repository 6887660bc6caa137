import { type ClauseElement, ColumnElement } from "../sql/element.ts";
import { BinaryExpression } from "../sql/expressions.ts";
import { childrenOf } from "../sql/traversal.ts";
import { hasFlag, isColumn } from "./join-flags.ts";

/** Two columns that a join condition relates. */
export type ColumnPair = readonly [ColumnElement, ColumnElement];

export interface JoinPairs {
  /** `[local, remote]`, each once. */
  readonly localRemote: readonly ColumnPair[];
  /** `[source, foreign]`: at a flush the source's value is copied to the foreign column. */
  readonly synchronize: readonly ColumnPair[];
  readonly secondarySynchronize: readonly ColumnPair[];
}

/** Reads the pairs of columns off marked join conditions. */
export function gatherPairs(
  joins: { readonly primaryjoin: ColumnElement; readonly secondaryjoin: ColumnElement | null },
  canBeSynced: (...columns: readonly ColumnElement[]) => boolean,
): JoinPairs {
  const localRemote = new PairSet();
  const gather = (clause: ColumnElement): ColumnPair[] => {
    const synchronize: ColumnPair[] = [];
    visitComparedColumns(clause, (operator, left, right) => {
      if (hasFlag(right, "remote") && !hasFlag(left, "remote") && canBeSynced(left)) localRemote.add(left, right);
      else if (hasFlag(left, "remote") && !hasFlag(right, "remote") && canBeSynced(right)) localRemote.add(right, left);
      if (operator !== "eq" || !canBeSynced(left, right)) return;
      if (hasFlag(right, "foreign")) synchronize.push([left.unannotated, right.unannotated]);
      else if (hasFlag(left, "foreign")) synchronize.push([right.unannotated, left.unannotated]);
    });
    return synchronize;
  };
  const synchronize = gather(joins.primaryjoin);
  const secondarySynchronize = joins.secondaryjoin === null ? [] : gather(joins.secondaryjoin);
  return { localRemote: localRemote.pairs, synchronize, secondarySynchronize };
}

class PairSet {
  readonly pairs: ColumnPair[] = [];

  add(a: ColumnElement, b: ColumnElement): void {
    const [left, right] = [a.unannotated, b.unannotated];
    if (!this.pairs.some(([x, y]) => x === left && y === right)) this.pairs.push([left, right]);
  }
}

/** Tells, for each comparison, every pair of a column on its left and one on its right, however deep inside functions. */
export function visitComparedColumns(
  clause: ClauseElement,
  visit: (operator: string, left: ColumnElement, right: ColumnElement) => void,
): void {
  const columnsOf = (node: ClauseElement): ColumnElement[] => {
    if (isColumn(node)) return [node];
    if (node.kind === "scalar_select") return node instanceof ColumnElement ? [node] : [];
    if (node instanceof BinaryExpression && node.operator.comparison) {
      const left = columnsOf(node.left);
      const right = columnsOf(node.right);
      for (const a of left) for (const b of right) visit(node.operator.name, a, b);
      return [];
    }
    return childrenOf(node).flatMap(columnsOf);
  };
  columnsOf(clause);
}
