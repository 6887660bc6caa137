/** How the tables of a class and of the one that it inherits from belong together ("Mapping Class Inheritance Hierarchies"). */
import { AmbiguousForeignKeysError, NoForeignKeysError } from "../errors.ts";
import type { Table } from "../schema/table.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { BinaryExpression } from "../sql/expressions.ts";
import { joinCondition } from "../sql/join-condition.ts";
import { nodesOf } from "./join-flags.ts";
import type { ColumnPair } from "./join-pairs.ts";
import type { Mapper } from "./mapper.ts";

/** What holds a class's rows: its table, that of the class it inherits from, or the join of both. */
export function persistSelectable(
  inherits: Mapper | null,
  localTable: Table,
  how: { readonly single: boolean; readonly inheritCondition: ColumnElement | null },
): FromClause {
  if (inherits === null) return localTable;
  if (how.single) return inherits.persistSelectable;
  if (how.inheritCondition === null) return localTable;
  return inherits.persistSelectable.join(localTable, how.inheritCondition);
}

/**
 * The ON clause between the table of an inheriting class and that of the class it inherits from.
 * @throws NoForeignKeysError, AmbiguousForeignKeysError where foreign keys do not say it
 */
export function inferInheritCondition(inherited: Table, own: Table): ColumnElement {
  try {
    return joinCondition(inherited, own);
  } catch (error) {
    const between =
      `Can't determine the inherit condition between inherited table '${inherited.description}' and inheriting table ` +
      `'${own.description}'; tables have `;
    if (error instanceof NoForeignKeysError) {
      throw new NoForeignKeysError(
        `${between}no foreign key relationships established.  Please ensure the inheriting table has a foreign key relationship ` +
          "to the inherited table, or provide an 'on clause' using the 'inherit_condition' mapper argument.",
        { cause: error },
      );
    }
    if (error instanceof AmbiguousForeignKeysError) {
      throw new AmbiguousForeignKeysError(
        `${between}more than one foreign key relationship established.  Please specify the 'on clause' using the ` +
          "'inherit_condition' mapper argument.",
        { cause: error },
      );
    }
    throw error;
  }
}

/** `[inherited, own]` of an ON clause, by where its foreign keys are. */
export function equatedPairs(condition: ColumnElement): ColumnPair[] {
  const pairs: ColumnPair[] = [];
  for (const node of nodesOf(condition)) {
    if (!(node instanceof BinaryExpression) || node.operator.name !== "eq") continue;
    const { left, right } = node;
    if (refersTo(right, left)) pairs.push([left, right]);
    else if (refersTo(left, right)) pairs.push([right, left]);
  }
  return pairs;
}

function refersTo(column: ColumnElement, other: ColumnElement): boolean {
  const { table } = other;
  return table !== null && [...column.foreignKeys].some((key) => key.getReferent(table) === other);
}
