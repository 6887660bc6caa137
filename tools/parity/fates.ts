import * as engine from "../../src-engine/index.ts";
import type { DriverValue, Fate, ObjectRef } from "../../src-engine/trace/events.ts";
import type { Json, RecordedStep, Scenario } from "./document.ts";
import { type SessionImage, sessionDifferences, sessionImage } from "./session-image.ts";
import { perform } from "./steps.ts";
import { World } from "./world.ts";

/** One delete that was foreseen, and where the reference did something else. */
export interface Comparison {
  readonly scenario: string;
  /** The delete's step, counted from 1. */
  readonly step: number;
  /** What was compared; `other` where the reference failed for reasons that no fate tells of. */
  readonly kind: "done" | "refused" | "other";
  readonly differences: readonly string[];
  /** What the preview changed, which is nothing. */
  readonly disturbed: readonly string[];
}

/** The rows of the tables of a scenario, each under a key such as `users[1]`. */
type Tables = ReadonlyMap<string, TableRow>;

interface TableRow {
  readonly table: string;
  readonly values: ReadonlyMap<string, DriverValue>;
}

interface Foreseen {
  readonly step: number;
  readonly fates: readonly Fate[];
  readonly before: Tables;
  readonly disturbed: readonly string[];
}

/**
 * Performs a scenario. Every delete that a flush or commit follows at once is foreseen before it, and compared with what the
 * reference recorded for the two steps and with the rows before and after.
 */
export function compareFates(scenario: Scenario): Comparison[] {
  const recorded = scenario.expect.steps ?? [];
  const world = new World(scenario);
  const found: Comparison[] = [];
  try {
    if (world.record(() => world.map()).error !== undefined) return [];
    world.record(() => world.models.base.metadata.createAll(world.engine));
    world.openSession();
    let open: Foreseen | null = null;
    const foreseen = foreseenSteps(scenario);
    // What comes after the last of them is of no interest here.
    for (const [index, step] of scenario.steps.slice(0, (foreseen.at(-1) ?? -2) + 2).entries()) {
      const next = scenario.steps[index + 1]?.op;
      const deleting = step.op === "delete" && foreseen.includes(index);
      if (deleting) open = foresee(world, { ref: step.object, step: index + 1, once: next === "flush" });
      world.record(() => perform(world, step));
      if (deleting || open === null) continue;
      const steps = recorded.slice(index - 1, index + 1);
      const judged = judge(world, { ...open, steps, after: tablesOf(world) });
      found.push({ scenario: scenario.id, step: open.step, disturbed: open.disturbed, ...judged });
      open = null;
    }
    return found;
  } finally {
    world.dispose();
  }
}

/** The positions of the deletes that a flush or commit follows at once. */
export function foreseenSteps({ steps }: Pick<Scenario, "steps">): number[] {
  return steps.flatMap((step, index) => {
    const next = steps[index + 1]?.op;
    return step.op === "delete" && (next === "flush" || next === "commit") ? [index] : [];
  });
}

function foresee(world: World, at: { ref: string; step: number; once: boolean }): Foreseen | null {
  const { ref, step, once } = at;
  let object: object;
  try {
    object = world.object(ref);
  } catch {
    return null;
  }
  if (!engine.isInstance(object)) return null;
  const image: SessionImage = sessionImage(world.session);
  const changes = changesOf(world);
  let fates: readonly Fate[] = [];
  const told = world.record(() => {
    fates = engine.previewFates(world.session, "delete", object, { everything: true, once });
  });
  const disturbed = sessionDifferences(image, sessionImage(world.session));
  if (told.error !== undefined) disturbed.push(`failed: ${told.error.message}`);
  if (told.events.length > 0 || told.warnings !== undefined) disturbed.push("something was told");
  if (changesOf(world) !== changes) disturbed.push("rows were written");
  return { step, fates, disturbed, before: tablesOf(world) };
}

/** Rows written since the database was opened. */
function changesOf(world: World): string {
  return String(world.driver.execute("SELECT total_changes()").rows[0]?.[0]);
}

interface Case extends Foreseen {
  readonly steps: readonly RecordedStep[];
  readonly after: Tables;
}

function judge(world: World, given: Case): Pick<Comparison, "kind" | "differences"> {
  const refusals = given.fates.filter((fate) => fate.kind === "refused");
  const failed = given.steps.find((step) => step.error !== undefined);
  if (failed?.error !== undefined) {
    if (!concernsDeletes(failed)) return { kind: "other", differences: [] };
    const foreseen = refusals.length > 0;
    return { kind: "refused", differences: foreseen ? [] : [`not foreseen: ${failed.error.message}`] };
  }
  if (refusals.length > 0) {
    return {
      kind: "refused",
      differences: refusals.map((fate) => `not refused: ${fate.reason} ${refText(fate.object)}`),
    };
  }
  return { kind: "done", differences: differencesOf(world, given) };
}

/** Whether a step failed because of what a delete does, rather than because of what was pending besides. */
function concernsDeletes({ error, events }: RecordedStep): boolean {
  if (error === undefined) return false;
  if (error.message.includes("blank-out primary key") || error.message.includes("is not persisted")) return true;
  const last = events.findLast((event) => "sql" in event);
  if (last === undefined || !("sql" in last)) return false;
  if (error.message.startsWith("FOREIGN KEY")) return last.sql.startsWith("DELETE");
  const hasNull = last.params.some((param) => param === null || (Array.isArray(param) && param.includes(null)));
  return error.message.startsWith("NOT NULL") && last.sql.startsWith("UPDATE") && hasNull;
}

/** Rows that are written, and objects that are deleted: what was foreseen against what was recorded. */
function differencesOf(world: World, { fates, steps, before, after }: Case): string[] {
  const events = steps.flatMap((step) => step.events);
  const written = events.flatMap((event) => ("sql" in event ? writtenRows(event, before) : []));
  const secondary = new Set((world.scenario.models.tables ?? []).map((table) => table.name));
  const isAssociation = (key: string) => secondary.has(before.get(key)?.table ?? "");
  const deletes = new Set(written.filter((each) => each.kind === "DELETE").map((each) => each.key));
  const nulls = written.filter((each) => each.nulls.length > 0 && !deletes.has(each.key));
  const touched = new Set(written.map((each) => each.key));
  const byDatabase = [...before].flatMap(([key, row]) => {
    const now = after.get(key);
    if (now === undefined) return touched.has(key) ? [] : [`deleted ${key}`];
    const changed = [...row.values].some(([column, value]) => String(now.values.get(column)) !== String(value));
    return changed && !touched.has(key) ? [`nullified ${key}`] : [];
  });
  const transitions = events.flatMap((event) =>
    "state" in event && event.state === "persistent_to_deleted" ? [event.object] : [],
  );
  // An object that was made by these two steps has a number that nobody could foresee, and may have taken over another's row.
  const made = new Set(
    events.flatMap((event) => ("state" in event && event.state === "pending_to_persistent" ? [event.object] : [])),
  );

  // What has no identity yet is told by no key: the database numbers it later.
  const told = fates.filter((fate) => fate.object.identity?.every((value) => !String(value).startsWith("\u0000")));
  const rows = (by: Fate["by"], kind: Fate["kind"]) =>
    told
      .filter((fate) => fate.by === by && fate.kind === kind)
      .flatMap((fate) => rowKeys(world, fate.object))
      .filter((key) => before.has(key));
  const objects = told.filter((fate) => fate.by === "orm" && fate.kind === "deleted" && fate.reason !== "association");
  return [
    ...compareSets(
      "rows deleted",
      rows("orm", "deleted").filter((key) => !isAssociation(key)),
      [...deletes].filter((key) => !isAssociation(key)),
    ),
    ...compareSets(
      "association rows",
      rows("orm", "deleted").filter(isAssociation),
      [...deletes].filter(isAssociation),
    ),
    ...compareSets(
      "rows nullified",
      rows("orm", "nullified"),
      nulls.map((each) => each.key),
    ),
    ...compareSets(
      "by the database",
      [
        ...rows("database", "deleted").map((key) => `deleted ${key}`),
        ...rows("database", "nullified").map((key) => `nullified ${key}`),
      ],
      byDatabase,
    ),
    ...compareSets(
      "objects deleted",
      objects.map((fate) => refText(fate.object)),
      transitions.filter((label) => !made.has(label)),
    ),
  ];
}

interface Written {
  readonly kind: "DELETE" | "UPDATE";
  readonly key: string;
  /** Columns set to null that held something. */
  readonly nulls: readonly string[];
}

/** The rows, of those that were there before, that a recorded statement is about. */
function writtenRows(
  event: { readonly sql: string; readonly params: readonly Json[]; readonly many?: boolean },
  before: Tables,
): Written[] {
  const match = /^(?:DELETE FROM (?<from>\w+)|UPDATE (?<table>\w+) SET (?<set>.*?))\s+WHERE (?<where>.*)$/s.exec(
    event.sql,
  );
  const table = match?.groups?.from ?? match?.groups?.table;
  if (match?.groups === undefined || table === undefined) return [];
  const { set = "", where = "" } = match.groups;
  const assigned = [...set.matchAll(/(\w+)=\?/g)].map(([, column]) => column ?? "");
  const wanted = [...where.matchAll(/\.(\w+) = \?/g)].map(([, column]) => column ?? "");
  const paramRows = event.many ? (event.params as readonly (readonly Json[])[]) : [event.params];
  return paramRows.flatMap((params) =>
    [...before].flatMap(([key, row]): Written[] => {
      if (row.table !== table) return [];
      const hit = wanted.every((column, i) => String(row.values.get(column)) === String(params[assigned.length + i]));
      if (!hit) return [];
      const nulls = assigned.filter(
        (column, i) => params[i] === null && row.values.get(column) !== null && isForeign(row, column),
      );
      return [{ kind: match.groups?.from === undefined ? "UPDATE" : "DELETE", key, nulls }];
    }),
  );
}

const foreignColumns = new Map<string, ReadonlySet<string>>();

function isForeign(row: TableRow, column: string): boolean {
  return foreignColumns.get(row.table)?.has(column) ?? false;
}

function tablesOf(world: World): Tables {
  const tables = new Map<string, TableRow>();
  for (const table of world.models.base.metadata.tables.values()) {
    const columns = [...table.c];
    foreignColumns.set(
      table.name,
      new Set(columns.filter((column) => column.foreignKeys.size > 0).map((column) => column.name)),
    );
    const result = read(world, `SELECT * FROM "${table.name}"`);
    for (const row of result.rows) {
      const values = new Map(result.columns.map((column, i) => [column, row[i] ?? null] as const));
      const key = columns.filter((column) => column.primaryKey).map((column) => values.get(column.name) ?? null);
      tables.set(rowKey(table.name, key.length > 0 ? key : row), { table: table.name, values });
    }
  }
  return tables;
}

/** A table whose CREATE failed has no rows. */
function read(world: World, sql: string): { columns: readonly string[]; rows: readonly (readonly DriverValue[])[] } {
  try {
    return world.driver.execute(sql);
  } catch {
    return { columns: [], rows: [] };
  }
}

/** The keys of the rows that an object stands for: one in each table of its class. */
function rowKeys(world: World, { className, identity }: ObjectRef): string[] {
  const mapped = world.models.classes.get(className);
  const tables =
    mapped === undefined ? [className] : (engine.inspect(mapped) as engine.Mapper).tables.map((table) => table.name);
  return tables.map((table) => rowKey(table, identity ?? []));
}

function rowKey(table: string, identity: readonly unknown[]): string {
  return `${table}[${identity.map(String).join(",")}]`;
}

function refText({ className, identity }: ObjectRef): string {
  return `${className}#${identity?.map((value) => (value === null ? "None" : String(value))).join(",") ?? ""}`;
}

function compareSets(what: string, foreseen: readonly string[], recorded: readonly string[]): string[] {
  const missing = recorded.filter((each) => !foreseen.includes(each));
  const extra = foreseen.filter((each) => !recorded.includes(each));
  return [...new Set(missing)]
    .map((each) => `${what}: ${each} was not foreseen`)
    .concat([...new Set(extra)].map((each) => `${what}: ${each} did not come true`));
}
