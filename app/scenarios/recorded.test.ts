import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { runProgram } from "../../tools/host/program.ts";
import { eventText, settle } from "../../tools/parity/compare.ts";
import type { RecordedEvent, Scenario } from "../../tools/parity/document.ts";
import { readScenarios } from "../../tools/parity/files.ts";
import { cleanMessage, recordedEvent } from "../../tools/parity/recorder.ts";

/** A scenario whose folder is named as a recording does exactly the recorded steps. */
const folder = (id: string) => fileURLToPath(new URL(`./${id}/main.ts`, import.meta.url));
const recordings = readScenarios(
  fileURLToPath(new URL("../../tools/parity/recordings/seeds.jsonl.gz", import.meta.url)),
).filter(({ id }) => existsSync(folder(id)));

test("each walk through the notebook has its recording", () => {
  expect(recordings.map(({ id }) => id)).toEqual([
    "notebook-1-nullify",
    "notebook-2-not-null",
    "notebook-3-delete-orphan",
    "notebook-4-one-to-one",
    "notebook-5-query-delete",
    "notebook-6-many-to-many",
    "notebook-7-single-parent",
  ]);
});

describe.each(recordings)("$id", (recording) => {
  test("emits the recorded statements in the recorded transactions", async () => {
    const events: TraceEvent[] = [];
    await runProgram(readFileSync(folder(recording.id), "utf8"), (event) => events.push(event));

    const failure = recording.expect.mapping.error ?? null;
    const errors = events.flatMap((e) =>
      e.type === "error" ? [{ class: e.name, message: cleanMessage(e.message) }] : [],
    );
    expect(errors).toEqual(failure === null ? [] : [failure]);
    expect(listed(withoutSchema(events), recording)).toEqual(recordedText(recording));
  });
});

function recordedText(recording: Scenario): string[] {
  return (recording.expect.steps ?? []).flatMap((step) => listable(step.events, recording));
}

function listed(events: readonly TraceEvent[], recording: Scenario): string[] {
  return listable(
    events.flatMap((event) => recordedEvent(event, () => "") ?? []),
    recording,
  );
}

/** Statements and transactions as text. */
function listable(events: readonly RecordedEvent[], recording: Scenario): string[] {
  const secondary = new Set((recording.models.tables ?? []).map((table) => table.name));
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
