import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { guessLanguage } from "./guess.ts";

const scenarios = new URL("../scenarios/", import.meta.url);
const programs = readdirSync(scenarios, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\/main\.\w+$/.test(name),
);

test("every program of the gallery is known for what it is written in", () => {
  expect(programs.length).toBeGreaterThan(40);
  const wrong = programs.filter((name) => {
    const language = name.endsWith(".py") ? "python" : "typescript";
    return guessLanguage(readFileSync(new URL(name, scenarios), "utf8")) !== language;
  });
  expect(wrong).toEqual([]);
});

test.each([
  ["class User(Base):\n    pass", "python"],
  ["import sqlalchemy as sa", "python"],
  ["  def __init__(self):\n        pass", "python"],
  ['import { Integer } from "flushlight";', "typescript"],
  ["import {\n  Integer,\n} from 'flushlight';", "typescript"],
  ["const x = 1;", "typescript"],
  ["print(1)", null],
  ["", null],
  ['from sqlalchemy import x\nimport { y } from "flushlight";', null],
])("%j is %s", (text, language) => expect(guessLanguage(text)).toBe(language));
