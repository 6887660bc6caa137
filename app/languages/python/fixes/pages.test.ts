import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withEdits } from "../../../protocol/text-edit.ts";
import { applyAll, fixesFor, type RunProblem } from "./fixes.ts";

/** A problem as a run of SQLAlchemy 2.0.52 gave it; its line is found by the text that stands there. */
interface Stop {
  readonly name: string;
  readonly message: string;
  readonly at: string;
}

const PAGES: Readonly<Record<string, readonly Stop[]>> = {
  notebook: [],
  tutorial: [
    {
      name: "AttributeError",
      message: "type object 'User' has no attribute '__table__'",
      at: "users_table = User.__table__",
    },
  ],
  "answer-parent": [],
  "answer-backref": [],
  "answer-ondelete": [],
  "answer-flask-parent": [],
  "answer-flask-child": [],
  "answer-session-parent": [],
  "answer-session-child": [],
  "answer-furniture": [],
  article: [
    {
      name: "OperationalError",
      message:
        "(sqlite3.OperationalError) no such table: users\n[SQL: SELECT users.id AS users_id, users.name AS users_name \nFROM users \nWHERE users.name = ?\n LIMIT ? OFFSET ?]\n[parameters: ('John', 1, 0)]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)",
      at: "user = session.query(User).filter_by(name='John').first()",
    },
    {
      name: "UnmappedInstanceError",
      message: "Class 'builtins.NoneType' is not mapped",
      at: "session.delete(user)",
    },
  ],
  "second-article": [
    {
      name: "NoResultFound",
      message: "No row was found when one was required",
      at: "                       filter_by(name='jack').one()",
    },
    {
      name: "AttributeError",
      message: "'NoneType' object has no attribute 'addresses'",
      at: "del jack.addresses[1]",
    },
  ],
};

const read = (name: string): string => readFileSync(new URL(`pages/${name}`, import.meta.url), "utf8");

/** The text after the first fix that a run's end asks for, and all that need no run. */
function afterStop(source: string, { name, message, at }: Stop): string {
  const line = source.split("\n").indexOf(at) + 1;
  expect(line, `“${at}” is a line of the program`).toBeGreaterThan(0);
  const problem: RunProblem = { name, message, line };
  const [fix] = fixesFor(source, problem);
  expect(fix, `a fix for ${message}`).toBeDefined();
  return applyAll(withEdits(source, fix?.edits ?? []));
}

test.each(Object.entries(PAGES))(
  "what is pasted from the page “%s” becomes a program that runs",
  (name, stops) => {
    const program = stops.reduce(afterStop, applyAll(read(`${name}.txt`)));
    expect(program).toBe(read(`${name}.py`));
    expect(fixesFor(program)).toEqual([]);
    // Each fix reads the whole page anew, and the tutorial needs fifteen.
  },
  30_000,
);
