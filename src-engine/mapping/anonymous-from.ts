import type { FromClause } from "../sql/element.ts";
import { FromGrouping, Join } from "../sql/from-clause.ts";
import { Select } from "../sql/select.ts";
import { ClauseAdapter } from "./clause-adapter.ts";

/**
 * The copy of a selectable that tells it from itself: a table's alias; for a join, the alias of a SELECT of it, or with
 * `flat` a join of aliases.
 */
export function anonymousFrom(from: FromClause, name: string | null = null, flat = false): FromClause {
  if (from instanceof FromGrouping) return new FromGrouping(anonymousFrom(from.element, name, flat));
  if (!(from instanceof Join)) return from.anonymousFromClause(name, flat);
  if (!flat) return new Select([from]).setLabelStyle("tablename_plus_col").correlate(null).subquery(name);
  const left = anonymousFrom(from.left, partName(from.left, name), flat);
  const right = anonymousFrom(from.right, partName(from.right, name), flat);
  const adapter = new ClauseAdapter(left, { next: new ClauseAdapter(right) });
  const { isouter, full } = from;
  return new Join(left, right, adapter.traverse(from.onclause), { isouter, full });
}

function partName(part: FromClause, name: string | null): string | null {
  if (name === null || part instanceof Join || part instanceof FromGrouping) return name;
  const own = (part as { readonly name?: string | null }).name;
  return own ? `${name}_${own}` : name;
}
