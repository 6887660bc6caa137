import { ClauseAdapter } from "../mapping/clause-adapter.ts";
import { type ClauseElement, ColumnElement, type FromClause } from "../sql/element.ts";
import { FromGrouping, Join } from "../sql/from-clause.ts";
import { canJoin } from "../sql/join-condition.ts";

/** A FROM clause and, where it is a join, what it joins. */
export function surface(clause: FromClause): FromClause[] {
  const found: FromClause[] = [clause];
  for (let i = 0; i < found.length; i++) {
    const each = found[i];
    if (each instanceof Join) found.push(each.left, each.right);
    else if (each instanceof FromGrouping) found.push(each.element);
  }
  return found;
}

/** Whether a FROM clause stands plainly in another. */
export function isPresent(clause: FromClause, within: FromClause): boolean {
  return surface(within).includes(clause);
}

export function overlaps(left: FromClause, right: FromClause): boolean {
  const found = new Set(surface(left));
  return surface(right).some((clause) => found.has(clause));
}

/** Positions of the FROM clauses that contain a selectable. */
export function positionsContaining(clauses: readonly FromClause[], from: FromClause): number[] {
  const wanted = from.fromObjects;
  const liberal = indexes(clauses, (clause) => wanted.some((each) => clause.isDerivedFrom(each)));
  if (liberal.length < 2) return liberal;
  const exact = liberal.filter((i) => wanted.some((each) => overlaps(clauses[i] as FromClause, each)));
  return exact.length > 0 ? exact : liberal;
}

/** Positions of the FROM clauses that a selectable can be joined to. */
export function positionsToJoinFrom(
  clauses: readonly FromClause[],
  to: FromClause,
  onclause: ColumnElement | null,
): number[] {
  const targets = [...new Set(to.fromObjects)];
  const ambiguous = clauses.length > 1 && onclause !== null;
  const columns = ambiguous ? columnsOf(onclause) : [];
  let found = indexes(clauses, (clause) =>
    targets.some((target) => {
      if (target === clause) return false;
      if (ambiguous)
        return columns.every((column) => clause.c.containsColumn(column) || target.c.containsColumn(column));
      return onclause !== null || canJoin(clause, target, { subset: clause instanceof Join ? clause.right : null });
    }),
  );
  if (found.length > 1) {
    const hidden = new Set(clauses.flatMap((clause) => clause.hideFroms));
    found = found.filter((i) => !hidden.has(clauses[i] as FromClause));
  }
  return found.length === 0 && onclause !== null ? clauses.map((_, i) => i) : found;
}

function indexes<T>(list: readonly T[], wanted: (item: T) => boolean): number[] {
  const found: number[] = [];
  list.forEach((item, i) => {
    if (wanted(item)) found.push(i);
  });
  return found;
}

/** The columns in an expression. */
export function columnsOf(clause: ClauseElement): ColumnElement[] {
  const found = new Set<ColumnElement>();
  const visit = <T extends ClauseElement>(node: T): T => {
    if (node instanceof ColumnElement && node.unannotated.kind === "column") found.add(node.unannotated);
    else node.mapChildren(visit);
    return node;
  };
  visit(clause);
  return [...found];
}

/** Puts `left` in the place of the leftmost clause of a chain of joins, and what the chain says of it in its terms. */
export function spliceJoins(left: FromClause, chain: FromClause, stopOn: FromClause | null): FromClause {
  const adapter = new ClauseAdapter(left);
  const visit = (clause: FromClause): FromClause => {
    if (!(clause instanceof Join) || clause === stopOn) return adapter.traverse(clause);
    const { isouter, full } = clause;
    return new Join(visit(clause.left), clause.right, adapter.traverse(clause.onclause), { isouter, full });
  };
  return visit(chain);
}
