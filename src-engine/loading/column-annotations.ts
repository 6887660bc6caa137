import { AliasedEntity } from "../mapping/aliased.ts";
import { Mapper } from "../mapping/mapper.ts";
import { type ClauseElement, ColumnElement, type FromClause } from "../sql/element.ts";
import { traverse } from "../sql/traversal.ts";
import type { Entity } from "./entities.ts";
import { OrmJoin } from "./orm-join.ts";

function noted(element: ClauseElement): Entity | null {
  if (!(element instanceof ColumnElement)) return null;
  const entity = element.annotations.parententity;
  return entity instanceof Mapper || entity instanceof AliasedEntity ? entity : null;
}

/** The entity that an expression is about: that of the first mapped attribute in it; `null` where there is none. */
export function entityOfColumn(column: ClauseElement): Entity | null {
  const own = noted(column);
  if (own !== null) return own;
  let found: Entity | null = null;
  traverse(column, (node) => {
    found ??= noted(node);
  });
  return found;
}

/** The entity at the left of a join that was made of entities. */
export function entityOfFrom(from: FromClause | ClauseElement): Entity | null {
  return from instanceof OrmJoin ? from.entity : null;
}

/** A column as statements select it: without the notes on it, unless they give it its name. */
export function plainColumn(column: ColumnElement): ColumnElement {
  return column.expressionLabel === null ? column.unannotated : column;
}
