import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { type ProgramLanguage, runProgram } from "../../tools/host/program.ts";
import { openDatabase } from "../../tools/host/sqlite.ts";
import { eventText, settle } from "../../tools/parity/compare.ts";
import type { RecordedEvent, Scenario } from "../../tools/parity/document.ts";
import { readScenarios } from "../../tools/parity/files.ts";
import { cleanMessage, recordedEvent } from "../../tools/parity/recorder.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";

/**
 * Each item does exactly the recorded steps: those of the recording that is named as its folder, or, where it works with
 * several databases, of `<folder>.1`, `<folder>.2` … one after the other.
 */
const here = fileURLToPath(new URL(".", import.meta.url));
const recordingsFolder = fileURLToPath(new URL("../../tools/parity/recordings/", import.meta.url));
const modernFolder = fileURLToPath(new URL("../../tools/parity/python/modern/", import.meta.url));
const recordings = readdirSync(recordingsFolder)
  .filter((name) => /^(?:seeds|gallery-.*)\.jsonl/.test(name))
  .flatMap((name) => readScenarios(recordingsFolder + name));
const items = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ id: name, parts: partsOf(name) }));

test.each(items)("$id has its recording", ({ parts }) => {
  expect(parts).not.toEqual([]);
});

test.each(recordings)("$id has its item", ({ id }) => {
  expect(items.flatMap(({ parts }) => parts.map((part) => part.id))).toContain(id);
});

interface Version {
  readonly named: string;
  readonly language: ProgramLanguage;
  readonly file: string;
}

/** An item's programs, and for the walkthroughs one more in the style of SQLAlchemy 2.0. */
function versionsOf(id: string): readonly Version[] {
  const modern = `${modernFolder}${id}.py`;
  return [
    { named: "TypeScript", language: "typescript", file: `${here}${id}/main.ts` },
    { named: "Python", language: "python", file: `${here}${id}/main.py` },
    ...(existsSync(modern) ? [{ named: "Python in the style of 2.0", language: "python", file: modern } as const] : []),
  ];
}

describe.each(items)("$id", ({ id, parts }) => {
  // The first Python program waits for the interpreter.
  const patient = { timeout: 60_000 };
  test.each(versionsOf(id))("in $named emits the recorded statements in order", patient, async (version) => {
    const events = await eventsOf(version);

    const failures = parts.flatMap(({ expect: { mapping } }) => mapping.error ?? []);
    const errors = events.flatMap((e) =>
      e.type === "error" ? [{ class: e.name, message: cleanMessage(e.message) }] : [],
    );
    expect(errors).toEqual(failures);
    expect(listed(withoutSchema(events), parts)).toEqual(recordedText(parts));
    expect(warningsOf(events)).toEqual(recordedWarnings(parts));
    const texts = printed(events);
    expect(recordedErrors(parts).filter((message) => !texts.some((text) => text.includes(message)))).toEqual([]);
  });
});

async function eventsOf({ language, file }: Version): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const sink = (event: TraceEvent) => events.push(event);
  await runProgram(readFileSync(file, "utf8"), sink, DEFAULT_LIMITS, openDatabase, language);
  return events;
}

function warningsOf(events: readonly TraceEvent[]): string[] {
  return events.flatMap((event) => (event.type === "warning" ? [nameless(event.message)] : []));
}

function recordedWarnings(parts: readonly Scenario[]): string[] {
  return parts.flatMap(({ expect: { mapping, steps = [] } }) =>
    [mapping, ...steps].flatMap(({ warnings = [] }) => warnings.map(nameless)),
  );
}

/** What the recorded steps raised, which the programs print; what ends them is compared by itself. */
function recordedErrors(parts: readonly Scenario[]): string[] {
  return parts.flatMap(({ expect: { steps = [] } }) =>
    steps.flatMap(({ error }) => (error ? [nameless(error.message)] : [])),
  );
}

function printed(events: readonly TraceEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === "output" ? [nameless(event.text)] : []));
}

/**
 * Leaves out what is another for the recorder than for a program: the module, and that nobody asked for the mapping to be
 * configured; and the way to the documentation.
 */
function nameless(message: string): string {
  const text = cleanMessage(message.replaceAll("__main__.", "scenario."));
  return (
    text.split(/\s*\((?:Background on this warning|This warning originated from the `configure_mappers\(\)`)/)[0] ??
    text
  );
}

function partsOf(id: string): readonly Scenario[] {
  return recordings.filter((recording) => recording.id === id || recording.id.replace(/\.\d+$/, "") === id);
}

function recordedText(parts: readonly Scenario[]): string[] {
  return parts.flatMap(({ expect: { steps = [] } }) => steps.flatMap((step) => listable(step.events, parts)));
}

function listed(events: readonly TraceEvent[], parts: readonly Scenario[]): string[] {
  return listable(
    events.flatMap((event) => recordedEvent(event, () => "") ?? []),
    parts,
  );
}

/** Statements and transactions as text. */
function listable(events: readonly RecordedEvent[], parts: readonly Scenario[]): string[] {
  const secondary = new Set(parts.flatMap(({ models }) => (models.tables ?? []).map((table) => table.name)));
  return settle(
    events.filter((event) => !("state" in event)),
    secondary,
  ).map(eventText);
}

/** Leaves out the transactions that create the tables, which recordings keep elsewhere. */
function withoutSchema(events: readonly TraceEvent[]): TraceEvent[] {
  const kept: TraceEvent[] = [];
  let transaction: TraceEvent[] = [];
  for (const event of events) {
    transaction.push(event);
    if (event.type !== "transaction" || (event.action !== "COMMIT" && event.action !== "ROLLBACK")) continue;
    if (!transaction.some((e) => e.type === "statement" && e.kind === "ddl")) kept.push(...transaction);
    transaction = [];
  }
  return [...kept, ...transaction];
}
