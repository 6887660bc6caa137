import { Table } from "../schema/table.ts";
import type { FromClause } from "../sql/element.ts";

/** The tables of a selectable, from left to right. */
export function tablesOf(from: FromClause): Table[] {
  if (from instanceof Table) return [from];
  const tables: Table[] = [];
  for (const each of from.fromObjects) if (each instanceof Table && !tables.includes(each)) tables.push(each);
  return tables;
}
