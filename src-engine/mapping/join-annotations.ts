/** Finds which columns of a join condition are foreign, remote and local, and marks them so. */
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { BinaryExpression } from "../sql/expressions.ts";
import {
  flagged,
  hasFlag,
  isColumn,
  nodesOf,
  replaceBinaries,
  replaceNodes,
  type Sides,
  withFlag,
} from "./join-flags.ts";
import type { JoinConditionInput, Joins } from "./join-input.ts";
import { warn } from "./warnings.ts";

/** Marks the foreign columns: those that the user named, else those that a foreign key is on. */
export function markForeign(input: JoinConditionInput, joins: Joins): Joins {
  if (flagged(joins.primaryjoin, "foreign").length > 0) return joins;
  const mark =
    input.foreignKeys.size > 0
      ? (clause: ColumnElement) => markMembers(clause, input.foreignKeys, "foreign")
      : (clause: ColumnElement) => markPresentKeys(clause, input.secondary);
  return mapJoins(joins, mark);
}

function mapJoins(joins: Joins, map: (clause: ColumnElement) => ColumnElement): Joins {
  return {
    primaryjoin: map(joins.primaryjoin),
    secondaryjoin: joins.secondaryjoin === null ? null : map(joins.secondaryjoin),
  };
}

function markMembers(
  clause: ColumnElement,
  columns: ReadonlySet<ColumnElement>,
  flag: "foreign" | "remote",
): ColumnElement {
  return replaceNodes(clause, (node) =>
    isColumn(node) && columns.has(node.unannotated) ? withFlag(node, flag) : undefined,
  );
}

function markPresentKeys(clause: ColumnElement, secondary: FromClause | null): ColumnElement {
  const isForeign = (a: ColumnElement, b: ColumnElement): "left" | "right" | null => {
    if (references(a, b)) return "left";
    if (references(b, a)) return "right";
    if (secondary !== null) {
      const aIn = secondary.c.containsColumn(a);
      const bIn = secondary.c.containsColumn(b);
      if (aIn && !bIn) return "left";
      if (bIn && !aIn) return "right";
    }
    return null;
  };
  return replaceBinaries(clause, ({ left, right }) => {
    if (hasFlag(left, "foreign") || hasFlag(right, "foreign")) return [left, right];
    const side = isForeign(left, right);
    if (side === "left") return [withFlag(left, "foreign"), right];
    if (side === "right") return [left, withFlag(right, "foreign")];
    return [left, right];
  });
}

/** Whether `column` has a foreign key to `other`. */
function references(column: ColumnElement, other: ColumnElement): boolean {
  if (!isColumn(column) || !isColumn(other) || other.table === null) return false;
  for (const key of column.unannotated.foreignKeys) {
    const referent = key.getReferent(other.table);
    if (referent?.sharesLineage(other.unannotated)) return true;
  }
  return false;
}

/** Marks the columns of the target's side. */
export function markRemote(input: JoinConditionInput, joins: Joins): Joins {
  if (flagged(joins.primaryjoin, "remote").length > 0) return joins;
  const { secondary } = input;
  if (secondary !== null) {
    return mapJoins(joins, (clause) =>
      replaceNodes(clause, (node) =>
        isColumn(node) && secondary.c.containsColumn(node) ? withFlag(node, "remote") : undefined,
      ),
    );
  }
  return { ...joins, primaryjoin: markRemotePrimary(input, joins.primaryjoin) };
}

function markRemotePrimary(input: JoinConditionInput, primaryjoin: ColumnElement): ColumnElement {
  const { remoteSide } = input;
  const withinParent = refersToParentTable(input, primaryjoin);
  if (remoteSide.size > 0) {
    return withinParent
      ? markSelfReferential(input, primaryjoin, (column) => remoteSide.has(column.unannotated), true)
      : markMembers(primaryjoin, remoteSide, "remote");
  }
  // One to many unless told otherwise: the foreign keys are on the remote side.
  if (withinParent) return markSelfReferential(input, primaryjoin, (column) => hasFlag(column, "foreign"), false);
  if (tablesOverlap(input.parent, input.child)) return markOverlapping(input, primaryjoin);
  return replaceNodes(primaryjoin, (node) =>
    isColumn(node) &&
    input.child.c.containsColumn(node) &&
    (!input.parentLocal.c.containsColumn(node) || input.childLocal.c.containsColumn(node))
      ? withFlag(node, "remote")
      : undefined,
  );
}

/** Whether some comparison is between columns that both belong to both sides. */
function refersToParentTable(input: JoinConditionInput, primaryjoin: ColumnElement): boolean {
  const inBoth = (column: ColumnElement) =>
    isColumn(column) && input.parent.isDerivedFrom(column.table) && input.child.isDerivedFrom(column.table);
  return nodesOf(primaryjoin).some(
    (node) => node instanceof BinaryExpression && inBoth(node.left) && inBoth(node.right),
  );
}

function markSelfReferential(
  input: JoinConditionInput,
  primaryjoin: ColumnElement,
  isRemote: (column: ColumnElement) => boolean,
  remoteSideGiven: boolean,
): ColumnElement {
  return replaceBinaries(primaryjoin, ({ left, right }: Sides) => {
    if (!isColumn(left) || !isColumn(right)) {
      if (!remoteSideGiven) warnOfNonColumns(input);
      return [left, right];
    }
    const equated = left.unannotated === right.unannotated;
    return [
      isRemote(left) ? withFlag(left, "remote") : left,
      isRemote(right) && !equated ? withFlag(right, "remote") : right,
    ];
  });
}

/** Marks where the two sides have some tables in common without being the same. */
function markOverlapping(input: JoinConditionInput, primaryjoin: ColumnElement): ColumnElement {
  const markRight = (left: ColumnElement, right: ColumnElement): ColumnElement => {
    if (isColumn(left) && isColumn(right)) {
      return input.child.c.containsColumn(right) && input.parent.c.containsColumn(left)
        ? withFlag(right, "remote")
        : right;
    }
    warnOfNonColumns(input);
    return right;
  };
  return replaceBinaries(primaryjoin, ({ left, right }) => {
    const marked = markRight(left, right);
    return [markRight(marked, left), marked];
  });
}

function warnOfNonColumns(input: JoinConditionInput): void {
  warn(
    `Non-simple column elements in primary join condition for property ${input.label} - consider using remote() annotations ` +
      "to mark the remote side.",
  );
}

function tablesOverlap(a: FromClause, b: FromClause): boolean {
  const surface = new Set(surfaceOf(a));
  return surfaceOf(b).some((from) => surface.has(from));
}

/** A selectable and, where it is a join, the sides of it. */
function surfaceOf(from: FromClause): FromClause[] {
  const { left, right } = from as { left?: FromClause; right?: FromClause };
  if (from.kind !== "join" || left === undefined || right === undefined) return [from];
  return [from, ...surfaceOf(left), ...surfaceOf(right)];
}

/** Marks the parent's columns that are not remote. */
export function markLocal(input: JoinConditionInput, joins: Joins): Joins {
  if (flagged(joins.primaryjoin, "local").length > 0) return joins;
  return {
    ...joins,
    primaryjoin: replaceNodes(joins.primaryjoin, (node) =>
      isColumn(node) && !hasFlag(node, "remote") && input.parent.c.containsColumn(node)
        ? withFlag(node, "local")
        : undefined,
    ),
  };
}
