import { Decimal } from "decimal.js";
import type { Json, RecordedEvent, RecordedStep, Recording, Scenario } from "./document.ts";

/** The first place where a run departs from its recording. */
export interface Difference {
  /** `mapping`, `ddl`, `rows`, or the number of a step, starting at 1. */
  readonly at: "mapping" | "ddl" | "rows" | number;
  /** The step's operation; `null` outside the steps. */
  readonly op: string | null;
  /** What about it differs: `events[2]`, `result`, `error`, `warnings`, a table's name … */
  readonly field: string;
  /** Both sides as text; `null` where a side has nothing there. */
  readonly expected: string | null;
  readonly got: string | null;
  /** Names the kind of difference, so that failures can be counted by it. */
  readonly kind: string;
}

/**
 * One text for each value, in the order and spelling of Python's `json.dumps`, which is what the recordings were sorted by.
 * Keys are sorted, and a boolean parameter equals its integer as it does in Python when `booleans` says so.
 */
export function canonical(value: unknown, booleans: "kept" | "integers" = "kept"): string {
  if (value === null || value === undefined) return "null";
  switch (typeof value) {
    case "boolean":
      return booleans === "integers" ? (value ? "1" : "0") : String(value);
    case "number":
      return Object.is(value, -0) ? "0" : String(value);
    case "bigint":
      return String(value);
    case "string":
      return JSON.stringify(value).replace(
        /[\u007f-\uffff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
  }
  if (typeof value !== "object") return String(value);
  if ("$decimal" in value && typeof value.$decimal === "string") {
    // Python's decimals keep their trailing zeros, decimal.js drops them: the same number.
    return `{"$decimal": "${new Decimal(value.$decimal).toString()}"}`;
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, booleans)).join(", ")}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${canonical(key)}: ${canonical(item, booleans)}`).join(", ")}}`;
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}

/**
 * Sorts what the reference keeps in unordered sets: each unbroken run of state transitions, by transition and object, and
 * the rows of one multi-row statement on a many-to-many table.
 * @param secondary names of the scenario's plain tables
 */
export function settle(events: readonly RecordedEvent[], secondary: ReadonlySet<string>): RecordedEvent[] {
  const settled: RecordedEvent[] = [];
  let transitions: Extract<RecordedEvent, { state: string }>[] = [];
  const endRun = () => {
    settled.push(...sortedBy(transitions, (e) => `${e.state}\u0000${e.object}`));
    transitions = [];
  };
  for (const event of events) {
    if ("state" in event) {
      transitions.push(event);
      continue;
    }
    endRun();
    settled.push(
      "sql" in event && event.many && secondary.has(targetTable(event.sql))
        ? { ...event, params: sortedBy(event.params, (row) => canonical(row)) }
        : event,
    );
  }
  endRun();
  return settled;
}

/** The table of `INSERT INTO t …` and `DELETE FROM t …`: their third word, as the recordings were sorted by. */
function targetTable(sql: string): string {
  return (sql.split(/\s+/)[2] ?? "").replace(/^"|"$/g, "");
}

/** An event on one line, for people. */
export function eventText(event: RecordedEvent): string {
  if ("tx" in event) return event.tx;
  if ("state" in event) return `${event.state} ${event.object}`;
  const params = event.many
    ? event.params.map((row) => canonical(row, "integers")).join(" ")
    : canonical(event.params, "integers");
  return `${event.sql.replaceAll("\n", "⏎")}  ${event.many ? "many " : ""}${params}`;
}

/** Rows in an order that both sides share. */
export function sortedRows(rows: readonly (readonly Json[])[]): string[] {
  return rows.map((row) => canonical(row, "integers")).sort();
}

/** Finds where a run departs from the scenario's recording; `null` when it does not. */
export function compare(scenario: Scenario, got: Recording): Difference | null {
  const { expect } = scenario;
  const secondary = new Set((scenario.models.tables ?? []).map((table) => table.name));

  const mapping = compareOutcome({ at: "mapping", op: null }, expect.mapping, got.mapping);
  if (mapping !== null) return mapping;

  const ddl = compareLists(expect.ddl ?? [], got.ddl ?? []);
  if (ddl !== null) {
    const { index, expected, got } = ddl;
    return { at: "ddl", op: null, field: `ddl[${index}]`, expected, got, kind: "ddl" };
  }

  const steps = expect.steps ?? [];
  for (const [index, expected] of steps.entries()) {
    const op = scenario.steps[index]?.op ?? "?";
    const difference = compareStep({ at: index + 1, op }, expected, got.steps?.[index] ?? { events: [] }, secondary);
    if (difference !== null) return difference;
  }
  return compareRows(expect.rows ?? {}, got.rows ?? {});
}

interface Place {
  readonly at: Difference["at"];
  readonly op: string | null;
}

function compareStep(
  place: Place,
  expected: RecordedStep,
  got: RecordedStep,
  secondary: ReadonlySet<string>,
): Difference | null {
  // An error nobody expected says more than the events that are missing because of it.
  if (got.error !== undefined && expected.error === undefined) return compareOutcome(place, expected, got);
  const expectedEvents = settle(expected.events, secondary);
  const gotEvents = settle(got.events, secondary);
  const list = compareLists(expectedEvents.map(eventText), gotEvents.map(eventText));
  if (list !== null) {
    const kind = `${place.op}: ${eventDifferenceKind(expectedEvents[list.index], gotEvents[list.index])}`;
    return { ...place, field: `events[${list.index}]`, expected: list.expected, got: list.got, kind };
  }
  return compareOutcome(place, expected, got);
}

/** Error, result and warnings, in that order. */
function compareOutcome(place: Place, expected: RecordedStep | Omit<RecordedStep, "events">, got: typeof expected) {
  const where = place.op ?? String(place.at);
  const error = compareText(errorText(expected.error), errorText(got.error));
  if (error !== null) {
    const kind =
      got.error === undefined
        ? `${where}: no error, expected ${generalised(error.expected ?? "")}`
        : `${where}: ${expected.error === undefined ? "unexpected error" : "other error"} ${generalised(error.got ?? "")}`;
    return { ...place, field: "error", ...error, kind };
  }
  const result = compareText(optional(expected.result), optional(got.result));
  if (result !== null) return { ...place, field: "result", ...result, kind: `${where}: result` };
  const warnings = compareText(optional(expected.warnings), optional(got.warnings));
  if (warnings !== null) {
    const kind = `${where}: warnings, expected ${generalised(expected.warnings?.[0] ?? "none")}, got ${generalised(got.warnings?.[0] ?? "none")}`;
    return { ...place, field: "warnings", ...warnings, kind };
  }
  return null;
}

function compareRows(expected: NonNullable<Recording["rows"]>, got: NonNullable<Recording["rows"]>): Difference | null {
  for (const table of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const list = compareLists(sortedRows(expected[table] ?? []), sortedRows(got[table] ?? []));
    if (list === null) continue;
    return {
      at: "rows",
      op: null,
      field: `${table}[${list.index}]`,
      expected: list.expected,
      got: list.got,
      kind: "rows",
    };
  }
  return null;
}

function compareLists(expected: readonly string[], got: readonly string[]) {
  for (let index = 0; index < Math.max(expected.length, got.length); index++) {
    if (expected[index] !== got[index]) {
      return { index, expected: expected[index] ?? null, got: got[index] ?? null };
    }
  }
  return null;
}

function compareText(expected: string | null, got: string | null) {
  return expected === got ? null : { expected, got };
}

function optional(value: unknown): string | null {
  return value === undefined || value === null ? null : canonical(value);
}

function errorText(error: RecordedStep["error"]): string | null {
  return error === undefined ? null : `${error.class}: ${error.message}`;
}

function eventDifferenceKind(expected: RecordedEvent | undefined, got: RecordedEvent | undefined): string {
  if (expected === undefined) return `extra ${eventKind(got)}`;
  if (got === undefined) return `missing ${eventKind(expected)}`;
  if ("sql" in expected && "sql" in got && eventKind(expected) === eventKind(got)) {
    if (expected.sql !== got.sql) return `text of ${eventKind(expected)}`;
    return Boolean(expected.many) === Boolean(got.many)
      ? `parameters of ${eventKind(expected)}`
      : `grouping of ${eventKind(expected)}`;
  }
  if ("state" in expected && "state" in got && expected.state === got.state) return `object of ${expected.state}`;
  return `expected ${eventKind(expected)}, got ${eventKind(got)}`;
}

function eventKind(event: RecordedEvent | undefined): string {
  if (event === undefined) return "nothing";
  if ("tx" in event) return event.tx.replace(/SAVEPOINT .*/, "SAVEPOINT");
  if ("state" in event) return event.state;
  return (/^\s*(\w+)/.exec(event.sql)?.[1] ?? "statement").toUpperCase();
}

/** A message without the names and numbers of one scenario. */
function generalised(message: string): string {
  return message
    .split("\n", 1)[0]
    ?.replace(/<[^<>]*(<[^<>]*>)?[^<>]*>/g, "<…>")
    .replace(/'[^']*'/g, "'…'")
    .replace(/\b[A-Z]\w*\.\w+/g, "X.y")
    .replace(/\b\w+\.\w+$/g, "x.y")
    .replace(/\d+/g, "N")
    .slice(0, 150) as string;
}
