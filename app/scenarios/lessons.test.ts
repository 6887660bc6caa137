import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { runProgram } from "../../tools/host/program.ts";
import { openRecordedDatabase } from "../../tools/host/sqlite.ts";
import { arrangementOf, arrangementText } from "../page/arrangement.ts";
import { holds, rightChoice } from "../page/lesson/claims.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { emptyRun, fold, type RunModel } from "../run/run-model.ts";
import { relatedTo } from "../run/selection.ts";
import { readAddress } from "../share/address.ts";
import { momentOf } from "../share/moment-text.ts";
import { gallery, loadGallery } from "./gallery.ts";

await loadGallery();

const lessons = gallery.flatMap((scenario) =>
  scenario.lesson === null ? [] : [{ id: scenario.id, scenario, lesson: scenario.lesson.typescript }],
);

async function runOf(code: string): Promise<RunModel> {
  const events: TraceEvent[] = [];
  const { model } = await runProgram(code, (event) => events.push(event), DEFAULT_LIMITS, openRecordedDatabase);
  const run = fold(emptyRun, events);
  return { ...run, schema: run.schema ?? model };
}

const programOf = (id: string) => readFileSync(new URL(`./${id}/main.ts`, import.meta.url), "utf8");

test("there are five lessons, in a group of their own", () => {
  expect(lessons.map(({ id }) => id)).toEqual([
    "lesson-1-nullify-delete",
    "lesson-2-delete-orphan",
    "lesson-3-passive-deletes",
    "lesson-4-many-to-many",
    "lesson-5-expire-detached",
  ]);
  expect(new Set(lessons.map(({ scenario }) => scenario.group))).toEqual(new Set(["Lessons"]));
  expect(gallery.filter(({ group }) => group === "Lessons")).toHaveLength(5);
});

describe.each(lessons)("$id", ({ id, lesson }) => {
  const views = lesson.steps.flatMap(({ title, view, quiz }) => [
    { title, view },
    ...(quiz === undefined ? [] : [{ title: `${title}, revealed`, view: quiz.reveal.view }]),
  ]);

  test.each(views)("goes where the run has something: $title", async ({ view }) => {
    const code = programOf(id);
    const run = await runOf(code);
    const { view: read, unknown } = readAddress(`${id}&${view}`);
    expect(unknown).toEqual([]);
    expect(read.selection).not.toBeNull();
    if (read.at !== null) expect(momentOf(run, read.at)).not.toBeNull();
    for (const pane of read.panes.split(",").filter(Boolean)) {
      expect(["", pane]).toContain(arrangementText(arrangementOf(pane)));
    }
    const { selection } = read;
    if (selection?.kind === "statement") expect(run.statements[selection.statement]).toBeDefined();
    if (selection?.kind === "line") expect(code.split("\n")[selection.line - 1]?.trim()).toMatch(/^[^/].*[;)]$/);
    if (selection?.kind === "table") expect(run.schema?.tables.map(({ name }) => name)).toContain(selection.name);
    if (selection?.kind === "edge") expect(relatedTo(run, selection).classes.size).toBe(2);
  });

  const quizzes = lesson.steps.flatMap(({ quiz }) => (quiz === undefined ? [] : [quiz]));

  test("asks something", () => expect(quizzes.length).toBeGreaterThan(0));

  test.each(quizzes)("has one right answer: $question", async (quiz) => {
    const run = await runOf(programOf(id));
    expect(quiz.choices.filter(({ claim }) => holds(run, claim))).toHaveLength(1);
    expect(rightChoice(run, quiz)).not.toBeNull();
  });
});

test("an answer that was right is not when the program does something else", async () => {
  const quiz = lessons[0]?.lesson.steps[1]?.quiz;
  if (quiz === undefined) throw new Error("the first lesson asks nothing on its second step");
  const code = programOf("lesson-1-nullify-delete");
  expect(quiz.choices[rightChoice(await runOf(code), quiz) ?? -1]?.text).toBe(
    "UPDATE of the books, then DELETE of the author",
  );
  const cascading = code.replace('"Book")', '"Book", { cascade: "all, delete" })');
  expect(quiz.choices[rightChoice(await runOf(cascading), quiz) ?? -1]?.text).toBe(
    "DELETE of the books, then DELETE of the author",
  );
});
