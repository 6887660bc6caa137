/** The order of tables by their foreign keys: parents first ("MetaData.sorted_tables"). */
import { CircularDependencyError } from "../errors.ts";
import { warn } from "../types/warnings.ts";
import type { ForeignKeyConstraint } from "./constraints.ts";
import type { Table } from "./table.ts";

type Edge = readonly [parent: Table, child: Table];

/** A table and the foreign keys that can be part of its CREATE TABLE; the last entry has none and holds the rest. */
export interface SortedTable {
  readonly table: Table | null;
  readonly constraints: readonly ForeignKeyConstraint[];
}

/** Sorts tables so that each comes after those it refers to; among equals the given order stays. Cycles are warned about and ignored. */
export function sortTables(
  tables: readonly Table[],
  options: { extraDependencies?: readonly Edge[] } = {},
): readonly Table[] {
  return sortTablesAndConstraints(tables, { ...options, warnForCycles: true })
    .map((entry) => entry.table)
    .filter((table) => table !== null);
}

export interface SortOptions {
  /** True: render apart from the tables; false: keep even in a cycle; undefined: apart only if need be. */
  readonly filter?: (constraint: ForeignKeyConstraint) => boolean | undefined;
  readonly extraDependencies?: readonly Edge[];
  readonly warnForCycles?: boolean;
}

/** Sorts tables, taking foreign keys out of cycles; returns which are left to be added later. */
export function sortTablesAndConstraints(tables: readonly Table[], options: SortOptions = {}): readonly SortedTable[] {
  const fixed: Edge[] = [...(options.extraDependencies ?? [])];
  let mutable: Edge[] = [];
  const remaining = new Set<ForeignKeyConstraint>();
  for (const table of tables) {
    for (const constraint of table.foreignKeyConstraints) {
      if (constraint.useAlter || options.filter?.(constraint) === true) {
        remaining.add(constraint);
        continue;
      }
      const parent = constraint.referredTable as Table;
      if (parent !== table) mutable.push([parent, table]);
    }
    for (const parent of table.extraDependencies) fixed.push([parent, table]);
  }
  let sorted: readonly Table[];
  try {
    sorted = topological([...fixed, ...mutable], tables);
  } catch (error) {
    if (!(error instanceof CircularDependencyError)) throw error;
    const cycles = new Set(error.cycles as readonly Table[]);
    if (options.warnForCycles) {
      const names = [...cycles].map((table) => table.fullname).sort();
      warn(
        `Cannot correctly sort tables; there are unresolvable cycles between tables "${names.join(", ")}", which is usually caused by mutually dependent foreign key constraints.  Foreign key constraints involving these tables will not be considered; this warning may raise an error in a future release.`,
      );
    }
    for (const [, table] of mutable) {
      if (!cycles.has(table)) continue;
      for (const constraint of table.foreignKeyConstraints) {
        if (options.filter?.(constraint) === false) continue;
        remaining.add(constraint);
        const parent = constraint.referredTable;
        mutable = mutable.filter(([from, to]) => !(from === parent && to === table && from !== to));
      }
    }
    sorted = topological([...fixed, ...mutable], tables);
  }
  return [
    ...sorted.map((table) => ({
      table,
      constraints: table.foreignKeyConstraints.filter((constraint) => !remaining.has(constraint)),
    })),
    { table: null, constraints: [...remaining] },
  ];
}

/** Levels of what depends on nothing left, in the given order within each. */
function topological(edges: readonly Edge[], tables: readonly Table[]): readonly Table[] {
  const parents = new Map<Table, Set<Table>>();
  for (const [parent, child] of edges) {
    const set = parents.get(child);
    if (set) set.add(parent);
    else parents.set(child, new Set([parent]));
  }
  const sorted: Table[] = [];
  let todo = [...tables];
  let waiting = new Set(tables);
  while (waiting.size > 0) {
    const ready = todo.filter((table) => ![...(parents.get(table) ?? [])].some((parent) => waiting.has(parent)));
    if (ready.length === 0) {
      throw new CircularDependencyError("Circular dependency detected.", [...findCycles(edges)]);
    }
    const done = new Set(ready);
    sorted.push(...ready);
    todo = todo.filter((table) => !done.has(table));
    waiting = new Set(todo);
  }
  return sorted;
}

/** The tables that lie on a cycle. */
function findCycles(edges: readonly Edge[]): Set<Table> {
  const children = new Map<Table, Set<Table>>();
  for (const [parent, child] of edges) {
    const set = children.get(parent);
    if (set) set.add(child);
    else children.set(parent, new Set([child]));
  }
  const found = new Set<Table>();
  for (const start of children.keys()) {
    if (reaches(start, start, children)) found.add(start);
  }
  return found;
}

function reaches(from: Table, target: Table, children: ReadonlyMap<Table, ReadonlySet<Table>>): boolean {
  const seen = new Set<Table>();
  const stack = [...(children.get(from) ?? [])];
  while (stack.length > 0) {
    const table = stack.pop();
    if (!table) break;
    if (table === target) return true;
    if (seen.has(table)) continue;
    seen.add(table);
    stack.push(...(children.get(table) ?? []));
  }
  return false;
}
