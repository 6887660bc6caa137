import type { ColumnElement } from "../sql/element.ts";
import type { Mapper } from "./mapper.ts";

/** What restricts a table that several classes of a hierarchy share to the rows of one; `null` where nothing does. */
export function singleTableCriterion(mapper: Mapper): ColumnElement<boolean> | null {
  if (!mapper.single || mapper.polymorphicOn === null) return null;
  const identities = mapper.selfAndDescendants
    .filter((each) => !each.polymorphicAbstract)
    .map((each) => each.polymorphicIdentity);
  return mapper.polymorphicOn.in_(identities);
}
