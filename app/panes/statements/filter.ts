import type { ObjectId, StatementKind } from "../../../src-engine/trace/events.ts";
import { causeChain, causeLabel } from "../../run/causes.ts";
import { repeatsOf } from "../../run/repeats.ts";
import type { RunModel, Statement } from "../../run/run-model.ts";
import { objectsOf } from "../../run/statement-facts.ts";
import { literalOf } from "../../ui/value.ts";
import { objectLabel } from "../../ui/words.ts";

/** What a chip of the filter stands for. */
export type Chip = "select" | "insert" | "update" | "delete" | "schema" | "other" | "failed" | "repeats";

export interface Filter {
  /** Statements of any of these; all when empty. */
  readonly chips: ReadonlySet<Chip>;
  readonly table: string | null;
  readonly object: ObjectId | null;
  readonly text: string;
}

export const noFilter: Filter = { chips: new Set(), table: null, object: null, text: "" };

export function isActive(filter: Filter): boolean {
  return filter.chips.size > 0 || filter.table !== null || filter.object !== null || filter.text.trim() !== "";
}

const chipOfKind: Record<StatementKind, Chip> = {
  select: "select",
  insert: "insert",
  update: "update",
  delete: "delete",
  ddl: "schema",
  pragma: "schema",
  other: "other",
};

/** How many statements each chip stands for; those without any are not there. */
export function chipCounts(run: RunModel): ReadonlyMap<Chip, number> {
  const counts = new Map<Chip, number>();
  const add = (chip: Chip, more: number) => counts.set(chip, (counts.get(chip) ?? 0) + more);
  const order: readonly Chip[] = ["select", "insert", "update", "delete", "schema", "other"];
  for (const chip of order) add(chip, 0);
  for (const statement of run.statements) {
    add(chipOfKind[statement.kind], 1);
    if (statement.error !== null) add("failed", 1);
  }
  const repeated = repeatsOf(run).byStatement.size;
  if (repeated > 0) add("repeats", repeated);
  return new Map([...counts].filter(([, count]) => count > 0));
}

/** Whether the filter lets a statement through; `null` when it lets all through. */
export function matcher(run: RunModel, filter: Filter): ((statement: Statement) => boolean) | null {
  if (!isActive(filter)) return null;
  const { chips, table, object } = filter;
  const terms = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const { byStatement } = repeatsOf(run);
  const named = table === null ? null : new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped(table)}(?![\\p{L}\\p{N}_$])`, "u");
  return (statement) =>
    (chips.size === 0 ||
      chips.has(chipOfKind[statement.kind]) ||
      (chips.has("failed") && statement.error !== null) ||
      (chips.has("repeats") && byStatement.has(statement.index))) &&
    (named === null || statement.table === table || named.test(statement.sql)) &&
    (object === null || isAbout(run, statement, object)) &&
    (terms.length === 0 || includesAll(searchText(run, statement), terms));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function includesAll(text: string, terms: readonly string[]): boolean {
  return terms.every((term) => text.includes(term));
}

/** An object is written or read by its own rows, and loaded for. */
function isAbout(run: RunModel, statement: Statement, object: ObjectId): boolean {
  if (statement.rows.some((row) => row.object?.id === object)) return true;
  const cause = statement.cause === null ? undefined : run.causes.get(statement.cause);
  return cause?.kind === "load" && cause.object?.id === object;
}

const texts = new WeakMap<Statement, string>();
/** Rows of parameters that are searched. */
const SEARCHED_ROWS = 50;

/** All of a statement that can be searched for, in small letters: its SQL, parameters, objects, causes, error. */
function searchText(run: RunModel, statement: Statement): string {
  const known = texts.get(statement);
  if (known !== undefined) return known;
  const causes = [statement.cause, ...statement.rows.slice(0, SEARCHED_ROWS).flatMap((row) => row.causes)];
  const text = [
    statement.sql,
    ...statement.params.slice(0, SEARCHED_ROWS).flatMap((row) => row.map((value) => literalOf(value).text)),
    ...objectsOf(run, statement).slice(0, SEARCHED_ROWS).map(objectLabel),
    ...new Set(causes.flatMap((head) => causeChain(run.causes, head).slice(0, 20)).map(causeLabel)),
    statement.error ?? "",
  ]
    .join("\n")
    .toLowerCase();
  texts.set(statement, text);
  return text;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The tables that statements name, in the order in which they were first named. */
export function tableChoices(run: RunModel): readonly Choice[] {
  const names = new Set<string>();
  for (const { table } of run.statements) if (table !== null) names.add(table);
  return [...names].map((name) => ({ value: name, label: name }));
}

/** More objects than this are better searched for by text. */
const MAX_CHOICES = 300;

/** The objects that statements were about, by class and then in order of appearance. */
export function objectChoices(run: RunModel): readonly Choice[] {
  const seen = new Map<ObjectId, Choice>();
  for (const statement of run.statements) {
    if (seen.size >= MAX_CHOICES) break;
    const cause = statement.cause === null ? undefined : run.causes.get(statement.cause);
    const loaded = cause?.kind === "load" && cause.object ? [cause.object] : [];
    for (const ref of [...objectsOf(run, statement), ...loaded]) {
      if (!seen.has(ref.id))
        seen.set(ref.id, { value: String(ref.id), label: objectLabel(run.objects.get(ref.id)?.ref ?? ref) });
    }
  }
  return [...seen.values()].sort((a, b) => classOf(a).localeCompare(classOf(b)));
}

function classOf({ label }: Choice): string {
  return label.replace(/#.*|^new /g, "");
}
