import type { AttributeImpl } from "../instrumentation/attribute.ts";
import { PASSIVE_NO_INITIALIZE } from "../instrumentation/passive.ts";
import type { InstanceState, StateAttribute } from "../instrumentation/state.ts";
import { tablesOf } from "../mapping/tables-of.ts";
import { Table } from "../schema/table.ts";
import { and_ } from "../sql/builders.ts";
import type { ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import { BinaryExpression } from "../sql/expressions.ts";
import { BindParameter } from "../sql/literals.ts";
import { replace } from "../sql/traversal.ts";
import { columnsOf } from "./from-clauses.ts";
import { EMPTY_STATEMENT, type OrmStatement } from "./orm-statement.ts";

/**
 * A SELECT of just the tables that have the missing attributes of an object of a joined hierarchy, found by the values that
 * the object has; `null` where the base's table is among them or those values are not there.
 */
export function subclassColumns(state: InstanceState, attributes: readonly StateAttribute[]): OrmStatement | null {
  const { mapper } = state;
  if (mapper.inherits === null || mapper.concrete || attributes.length === 0) return null;
  const properties = [...mapper.columnProps].filter((each) => attributes.some(({ key }) => key === each.key));
  const columns = properties.flatMap((property) => property.columns);
  const tables = new Set<FromClause>(columns.flatMap(tablesIn));
  if (tables.has(mapper.baseMapper.localTable)) return null;

  const conditions: ColumnElement[] = [];
  let started = false;
  for (const each of [...mapper.toRoot()].reverse()) {
    if (tables.has(each.localTable)) started = true;
    else if (!(each.localTable instanceof Table)) return null;
    if (!started || each.single || each.inheritCondition === null) continue;
    conditions.push(each.inheritCondition);
    tables.add(each.localTable);
  }
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  const known = withKnownValues(first, state, tables);
  if (known === null) return null;
  const where = and_(known, ...others);
  return {
    ...EMPTY_STATEMENT,
    items: [mapper],
    froms: [...new Set([...columns.flatMap(tablesIn), ...columnsOf(where).flatMap(tablesIn)])],
    where: [where],
    singleCriteria: false,
    onlyLoad: new Set(properties.map((property) => property.key)),
    forRefresh: true,
  };
}

function tablesIn(column: ColumnElement): FromClause[] {
  return column.table === null
    ? columnsOf(column).flatMap((each) => (each.table === null ? [] : tablesOf(each.table)))
    : [column.table];
}

/** The condition with the object's values in the place of columns of tables that are not selected from. */
function withKnownValues(
  condition: ColumnElement,
  state: InstanceState,
  tables: ReadonlySet<FromClause>,
): ColumnElement | null {
  let missing = false;
  const valueFor = (column: ColumnElement, type: ColumnElement["type"]): ColumnElement => {
    const property = state.mapper.propertyByColumn(column.unannotated);
    const attribute = state.manager.byKey.get(property.key) as AttributeImpl;
    const value = attribute.committedOf(state, PASSIVE_NO_INITIALIZE);
    if (value === null || typeof value === "symbol") missing = true;
    return new BindParameter(null, { value, type, unique: true });
  };
  const changed = replace(condition, (node: ClauseElement) => {
    if (!(node instanceof BinaryExpression)) return undefined;
    const { left, right } = node;
    const unknown = [left, right].find((side) => side.table !== null && !tables.has(side.table));
    if (unknown === undefined) return node;
    const value = valueFor(unknown, right.type);
    return replace(node, (each) => (each === unknown ? value : each === node ? undefined : (each as ColumnElement)));
  });
  return missing ? null : changed;
}
