import { ArgumentError } from "../errors.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { flagged, hasFlag } from "./join-flags.ts";

/** Which side of a relationship holds the foreign key ("Basic Relationship Patterns"). */
export type Direction = "one-to-many" | "many-to-one" | "many-to-many";

/** As error texts name a direction. */
export const DIRECTION_TEXT: Readonly<Record<Direction, string>> = {
  "one-to-many": "<RelationshipDirection.ONETOMANY: 1>",
  "many-to-one": "<RelationshipDirection.MANYTOONE: 2>",
  "many-to-many": "<RelationshipDirection.MANYTOMANY: 3>",
};

/**
 * Finds the direction from where the foreign columns of a marked join condition are.
 * @throws ArgumentError where they are on neither side, or on both with no telling which counts
 */
export function determineDirection(join: {
  readonly label: string;
  readonly primaryjoin: ColumnElement;
  readonly secondaryjoin: ColumnElement | null;
  readonly parent: FromClause;
  readonly child: FromClause;
  readonly foreignColumns: ReadonlySet<ColumnElement>;
  readonly remoteColumns: ReadonlySet<ColumnElement>;
  readonly localColumns: ReadonlySet<ColumnElement>;
}): Direction {
  if (join.secondaryjoin !== null) return "many-to-many";
  const foreign = [...join.foreignColumns];
  const inTarget = foreign.some((column) => join.child.c.containsColumn(column));
  const inParent = foreign.some((column) => join.parent.c.containsColumn(column));
  if (inTarget && inParent) {
    // Foreign columns on both sides: what tells is whether they are remote.
    let remote = flagged(join.primaryjoin, "remote", "foreign");
    let local = flagged(join.primaryjoin, "foreign").filter((column) => !hasFlag(column, "remote"));
    if (remote.length > 0 && local.length > 0) {
      const equatedToItself = (column: ColumnElement) =>
        join.remoteColumns.has(column.unannotated) && join.localColumns.has(column.unannotated);
      remote = remote.filter((column) => !equatedToItself(column));
      local = local.filter((column) => !equatedToItself(column));
    }
    if (remote.length > 0 && local.length === 0) return "one-to-many";
    if (local.length > 0 && remote.length === 0) return "many-to-one";
    throw new ArgumentError(
      `Can't determine relationship direction for relationship '${join.label}' - foreign key columns within the join condition ` +
        "are present in both the parent and the child's mapped tables.  Ensure that only those columns referring to a parent " +
        "column are marked as foreign, either via the foreign() annotation or via the foreign_keys argument.",
    );
  }
  if (inTarget) return "one-to-many";
  if (inParent) return "many-to-one";
  throw new ArgumentError(
    `Can't determine relationship direction for relationship '${join.label}' - foreign key columns are present in neither ` +
      "the parent nor the child's mapped tables",
  );
}
