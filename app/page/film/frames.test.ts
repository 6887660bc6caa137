import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TraceEvent } from "../../../src-engine/trace/events.ts";
import { runProgram } from "../../../tools/host/program.ts";
import { openRecordedDatabase } from "../../../tools/host/sqlite.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { emptyRun, fold } from "../../run/run-model.ts";
import { linesAround } from "../present/scene.ts";
import { wrapped } from "./draw.ts";
import { filmFrames } from "./frames.ts";

const text = readFileSync(new URL("../../scenarios/lesson-1-nullify-delete/main.ts", import.meta.url), "utf8");

test("has a picture for each statement that is not of the schema, and one of the end", async () => {
  const events: TraceEvent[] = [];
  const { model } = await runProgram(text, (event) => events.push(event), DEFAULT_LIMITS, openRecordedDatabase);
  const frames = filmFrames({ ...fold(emptyRun, events), schema: model }, { title: "Nullify or delete", text });
  expect(frames).toHaveLength(15);
  expect(frames.at(8)).toMatchObject({
    title: "Nullify or delete",
    position: "Statement 9 of 14",
    statement: {
      kind: "update",
      sql: "UPDATE books SET author_id=? WHERE books.id = ?",
      parameters: ["(NULL, 1)", "(NULL, 2)"],
    },
    caption:
      "UPDATE of Book#1 and Book#2: session.delete(author) on line 41 deletes Author#1, and the cascade of Author.books has no delete, so books.author_id is set to NULL.",
  });
  expect(frames.at(8)?.lines.find(({ current }) => current)).toEqual({
    number: 42,
    text: "session.commit();",
    current: true,
  });
  const books = frames.at(8)?.tables.find(({ name }) => name === "books");
  expect(books?.rows.map(({ change, values }) => [change, ...values])).toEqual([
    ["changed", 1, "Tides", null],
    ["changed", 2, "Winds", null],
  ]);
  expect(frames.at(-1)).toMatchObject({ position: "14 statements", statement: null });
  expect(frames.at(-1)?.caption).toBe("The end of the run: 14 statements.");
});

test("shows the lines around the current one, as many as there is room for", () => {
  const program = ["a", "b", "c", "d", "e"].join("\n");
  const shown = (current: number | null) =>
    linesAround(program, current, 3).map(({ number, current: here }) => (here ? `${number}!` : `${number}`));
  expect(shown(1)).toEqual(["1!", "2", "3"]);
  expect(shown(3)).toEqual(["2", "3!", "4"]);
  expect(shown(5)).toEqual(["3", "4", "5!"]);
  expect(shown(null)).toEqual(["3", "4", "5"]);
});

test("breaks a caption where there is no more room", () => {
  const on = { font: "", measureText: (words: string) => ({ width: words.length }) };
  expect(wrapped(on, "one two  three fourteenletters x", "", 9)).toEqual(["one two", "three", "fourteenletters", "x"]);
});
