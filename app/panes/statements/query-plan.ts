import type { PlanStep } from "../../protocol/messages.ts";

/** A step of a query plan with the steps inside it. */
export interface PlanNode {
  readonly id: number;
  readonly detail: string;
  /** `scan` reads everything, `search` goes to what is wanted, `extra` is work besides. */
  readonly tone: "scan" | "search" | "extra" | "plain";
  readonly hint: string | null;
  readonly children: readonly PlanNode[];
}

/** The rows of EXPLAIN QUERY PLAN as a tree, with words for those who do not read it every day. */
export function planTree(steps: readonly PlanStep[], sql: string): readonly PlanNode[] {
  const ids = new Set(steps.map(({ id }) => id));
  const inside = new Map<number, PlanStep[]>();
  for (const step of steps) {
    // A parent that is not there, or comes later, would hide its steps or go in a circle.
    const parent = ids.has(step.parent) && step.parent < step.id ? step.parent : 0;
    inside.set(parent, [...(inside.get(parent) ?? []), step]);
  }
  const nodesOf = (parent: number): readonly PlanNode[] =>
    (inside.get(parent) ?? []).map(({ id, detail }) => ({
      id,
      detail,
      ...meaning(detail, sql),
      children: id === 0 ? [] : nodesOf(id),
    }));
  return nodesOf(0);
}

type Meaning = Pick<PlanNode, "tone" | "hint">;

const meanings: readonly (readonly [RegExp, (found: RegExpExecArray, sql: string) => Meaning])[] = [
  [/^SCAN CONSTANT ROW|^SCAN \d+ CONSTANT ROWS/, () => ({ tone: "plain", hint: "No table is read." })],
  [
    /^SCAN (\S+) USING COVERING INDEX (\S+)/,
    ([, , index]) => ({ tone: "scan", hint: `Reads all of index ${index}, and not the table.` }),
  ],
  [
    /^SCAN (\S+) USING INDEX (\S+)/,
    ([, table, index]) => ({ tone: "scan", hint: `Reads every row of ${table}, in the order of index ${index}.` }),
  ],
  [
    /^SCAN (\S+)/,
    ([, table = ""], sql) => ({ tone: "scan", hint: `Reads every row of ${table}.${indexAdvice(table, sql)}` }),
  ],
  [
    /^SEARCH (\S+) USING INTEGER PRIMARY KEY \(rowid=\?\)/,
    ([, table]) => ({ tone: "search", hint: `Goes straight to the row of ${table} by its primary key.` }),
  ],
  [
    /^SEARCH (\S+) USING INTEGER PRIMARY KEY/,
    ([, table]) => ({ tone: "search", hint: `Reads only the rows of ${table} whose primary key is in the range.` }),
  ],
  [
    /^SEARCH (\S+) USING AUTOMATIC .*?\((.*)\)/,
    ([, table, columns]) => ({
      tone: "extra",
      hint: `Makes an index of ${table} for this one statement: a lasting one on ${columnsIn(columns)} would save that.`,
    }),
  ],
  [
    /^SEARCH (\S+) USING COVERING INDEX (\S+)(?: \((.*)\))?/,
    ([, , index, columns]) => ({
      tone: "search",
      hint: `Finds its rows by ${columnsIn(columns)} in index ${index}, and needs not read the table.`,
    }),
  ],
  [
    /^SEARCH (\S+) USING (?:PRIMARY KEY|INDEX (\S+))(?: \((.*)\))?/,
    ([, table, index, columns]) => ({
      tone: "search",
      hint: `Finds rows of ${table} by ${columnsIn(columns)}${index ? ` in index ${index}` : ""}.`,
    }),
  ],
  [
    /^USE TEMP B-TREE FOR (.*)/,
    ([, what]) => ({ tone: "extra", hint: `Sorts rows for ${what}; an index in that order would save it.` }),
  ],
  [/^CORRELATED/, () => ({ tone: "extra", hint: "Executed again for each row outside." })],
  [/^(?:SCALAR|LIST) SUBQUERY/, () => ({ tone: "plain", hint: "Executed once." })],
  [/^MATERIALIZE/, () => ({ tone: "extra", hint: "Executed once, and its rows kept in a table for this statement." })],
  [/^CO-ROUTINE/, () => ({ tone: "plain", hint: "Gives its rows one by one to what is outside." })],
  [/^MULTI-INDEX OR/, () => ({ tone: "search", hint: "Searches once for each side of OR." })],
  [/^BLOOM FILTER/, () => ({ tone: "plain", hint: "Sifts out rows that cannot match." })],
];

function meaning(detail: string, sql: string): Meaning {
  for (const [pattern, say] of meanings) {
    const found = pattern.exec(detail);
    if (found) return say(found, sql);
  }
  return { tone: "plain", hint: null };
}

function columnsIn(constraints = ""): string {
  const columns = constraints.split(" AND ").map((part) => part.replace(/[=<>].*/, "").trim());
  return [...new Set(columns)].filter(Boolean).join(", ") || "its key";
}

/** A scan that a condition on a column could narrow. */
function indexAdvice(table: string, sql: string): string {
  if (!/^\w+$/.test(table)) return "";
  const where = sql.slice(Math.max(0, sql.search(/\bWHERE\b/i)));
  if (!/^WHERE\b/i.test(where)) return "";
  const named = `\\b${table}\\.(\\w+)`;
  const found = new RegExp(`${named}\\s*(?:=|>|<|IN\\b)|(?:=|>|<)\\s*${named}`, "i").exec(where);
  const column = found?.[1] ?? found?.[2];
  return column ? ` An index on ${table}.${column} would let it search.` : "";
}
