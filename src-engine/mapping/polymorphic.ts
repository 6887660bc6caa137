/** Which classes of a hierarchy a query selects together, and from what ("Using with_polymorphic()"). */
import { InvalidRequestError } from "../errors.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { tablesOf } from "./tables-of.ts";

/** What selecting a hierarchy needs to know of one of its mappers. */
export interface HierarchyMember<M> {
  readonly persistSelectable: FromClause;
  readonly localTable: FromClause;
  readonly inheritCondition: ColumnElement | null;
  readonly single: boolean;
  readonly concrete: boolean;
  readonly selfAndDescendants: readonly M[];
  toRoot(): Iterable<M>;
  isa(other: M): boolean;
}

/**
 * The mappers that a choice of subclasses stands for, superclasses before subclasses; the classes between are part of it.
 * @param selectable leaves only those whose table it contains
 * @throws InvalidRequestError where one of them does not inherit from `mapper`
 */
export function mappersOf<M extends HierarchyMember<M>>(
  mapper: M,
  classes: "*" | readonly M[],
  selectable: FromClause | null,
): readonly M[] {
  let found: readonly M[];
  if (classes === "*") found = mapper.selfAndDescendants;
  else {
    const wanted = new Set<M>();
    for (const each of classes) {
      if (!each.isa(mapper)) throw new InvalidRequestError(`${asRepr(each)} does not inherit from ${asRepr(mapper)}`);
      if (selectable !== null) wanted.add(each);
      else for (const above of each.toRoot()) wanted.add(above);
    }
    found = mapper.selfAndDescendants.filter((each) => wanted.has(each));
  }
  if (selectable === null) return found;
  return found.filter((each) => containsTable(selectable, each.localTable));
}

function asRepr(mapper: unknown): string {
  return `<Mapper at 0x0; ${(mapper as { className: string }).className}>`;
}

function containsTable(selectable: FromClause, table: FromClause): boolean {
  return selectable === table || selectable.isDerivedFrom(table) || tablesOf(selectable).some((each) => each === table);
}

/**
 * The tables of a mapper joined with those of the given subclasses.
 * @throws InvalidRequestError where one of them has a table of its own that does not join
 */
export function selectableOf<M extends HierarchyMember<M>>(
  mapper: M,
  mappers: readonly M[],
  how: { readonly innerjoin: boolean },
): FromClause {
  let from = mapper.persistSelectable;
  for (const each of mappers) {
    if (each === mapper || each.single) continue;
    if (each.concrete) {
      throw new InvalidRequestError(
        "'with_polymorphic()' requires 'selectable' argument when concrete-inheriting mappers are used.",
      );
    }
    from = how.innerjoin
      ? from.join(each.localTable, each.inheritCondition)
      : from.outerjoin(each.localTable, each.inheritCondition);
  }
  return from;
}

/** Whether a selectable is an alias or a subquery rather than tables themselves. */
export function isAliasedRows(from: FromClause): boolean {
  return from.kind === "alias" || from.kind === "subquery" || from.kind === "cte";
}
