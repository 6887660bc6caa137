import { expect, test } from "vitest";
import { keepProgress, keptProgress } from "./progress.ts";

function storage(kept: Record<string, string> = {}) {
  const items = new Map(Object.entries(kept));
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

test("keeps the step and the answers of each lesson", () => {
  const kept = storage();
  keepProgress("one", { step: 3, answers: { 1: 2 } }, kept);
  expect(keptProgress("one", kept)).toEqual({ step: 3, answers: { 1: 2 } });
  expect(keptProgress("two", kept)).toEqual({ step: 0, answers: {} });
});

test("begins anew where nothing that it understands is kept", () => {
  for (const text of ["", "null", "[", '{"step":-1}', '{"step":"2","answers":{"1":"x"}}', '"text"']) {
    expect(keptProgress("one", storage({ "flushlight.lesson.one": text }))).toEqual({ step: 0, answers: {} });
  }
});
