import initSqlJs from "sql.js";
import { expect, test } from "vitest";
import * as flushlight from "../../../src-engine/index.ts";
import { languages } from "../../languages/languages.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { RunResult } from "../../protocol/messages.ts";
import { parseWorkerMessage } from "../../protocol/parse.ts";
import { Execution } from "../../worker/execute.ts";
import { SqlJsDriver } from "../../worker/sqljs-driver.ts";
import { emptyRun, fold, type RunModel } from "../run-model.ts";
import { markAt, marksOf, momentAt, nextMark, spansOf } from "./moments.ts";
import type { Mark, MomentView } from "./view.ts";

const sqlJs = await initSqlJs();

const MAPPED = `import { Integer, Session, String, column, createEngine, declarativeBase, foreignKey, relationship } from "flushlight";
const Base = declarativeBase();
class User extends Base.mapped("users", { id: column(Integer, { primaryKey: true }), name: column(String(20)), notes: relationship("Note", { passiveDeletes: true, cascade: "all" }) }) {}
class Note extends Base.mapped("notes", { id: column(Integer, { primaryKey: true }), userId: column("user_id", Integer, foreignKey("users.id", { onDelete: "CASCADE" })) }) {}
const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);
`;
/** The line after {@link MAPPED}. */
const FIRST = 8;

/** Runs a program as the worker does, and folds what the page gets. */
async function run(code: string): Promise<{ model: RunModel; result: RunResult }> {
  let model = emptyRun;
  let result: RunResult | null = null;
  const execution = new Execution(
    1,
    { code: MAPPED + code, language: "typescript", limits: DEFAULT_LIMITS },
    {
      engine: {
        trace: flushlight.trace,
        setDriverFactory: flushlight.setDriverFactory,
        modelSnapshot: flushlight.modelSnapshot,
        modules: { flushlight },
      },
      languages,
      openDatabase: () => new SqlJsDriver(new sqlJs.Database(), sqlJs),
      send(text) {
        const message = parseWorkerMessage(text);
        if (message === null) throw new Error(`The page would refuse ${text}`);
        if (message.type === "trace") model = fold(model, message.events);
        if (message.type === "finished") result = message.result;
      },
      now: () => performance.now(),
      settled: async () => [],
    },
  );
  await execution.run();
  if (result === null) throw new Error("The run did not finish.");
  return { model, result };
}

/** The rows of a view's tables, those that have just changed with their change. */
const rows = (view: MomentView, table: string) =>
  view.tables
    .find(({ name }) => name === table)
    ?.rows.map(
      ({ values, change, byDatabase }) => `${values.join()}${change ? ` ${change}` : ""}${byDatabase ? " by db" : ""}`,
    );
const states = (view: MomentView) => view.objects.map(({ ref, state }) => `${ref.className} ${state}`);
const endOf = (model: RunModel, line: number) =>
  momentAt(model, marksOf(model).findLast((mark) => mark.kind === "line" && mark.line === line)?.seq ?? -1);
const statements = (model: RunModel, start: string) =>
  marksOf(model).filter((mark) => mark.kind === "statement" && model.statements[mark.statement]?.sql.startsWith(start));

test("scrubbing backwards over a rollback shows uncommitted rows and pending objects", async () => {
  const { model } = await run(`const user = new User({ name: "ed" });
session.add(user);
session.flush();
session.rollback();`);
  expect(rows(momentAt(model, null), "users")).toEqual([]);
  expect(states(momentAt(model, null))).toEqual(["User transient"]);

  const rollback = nextMark(model, null, "transaction", "back") as Mark;
  expect(rows(momentAt(model, rollback.seq), "users")).toEqual(["1,ed removed"]);
  const [insert] = statements(model, "INSERT");
  const uncommitted = momentAt(model, insert?.seq ?? null);
  expect(rows(uncommitted, "users")).toEqual(["1,ed added"]);
  expect(uncommitted.frames.map(({ kind, outcome }) => [kind, outcome])).toEqual([["transaction", "open"]]);
  expect(uncommitted.flush?.statements).toEqual([model.statements.length - 1]);
  expect(uncommitted.statement?.sql).toBe("INSERT INTO users (name) VALUES (?)");
  expect(states(uncommitted)).toEqual(["User pending"]);
  expect(uncommitted.session.new).toHaveLength(1);

  const added = endOf(model, FIRST + 1);
  expect(added.session).toMatchObject({ new: [uncommitted.objects[0]?.ref.id], identityMap: [], dirty: [] });
  expect(added.objects[0]?.stateBefore).toBe("transient");
  expect(endOf(model, FIRST).objects[0]).toMatchObject({ state: "transient", appeared: true, changed: ["name"] });
  expect(states(momentAt(model, 1))).toEqual([]);
});

test("a savepoint that is rolled back takes only its own rows along", async () => {
  const { model } = await run(`session.add(new User({ name: "a" }));
session.flush();
const savepoint = session.beginNested();
session.add(new User({ name: "b" }));
session.flush();
savepoint.rollback();
session.commit();`);
  const [, second] = statements(model, "INSERT");
  const inside = momentAt(model, second?.seq ?? null);
  expect(rows(inside, "users")).toEqual(["1,a", "2,b added"]);
  expect(inside.frames.map(({ kind }) => kind)).toEqual(["transaction", "savepoint"]);
  expect(rows(endOf(model, FIRST + 5), "users")).toEqual(["1,a", "2,b removed"]);
  expect(rows(momentAt(model, null), "users")).toEqual(["1,a"]);
  expect(spansOf(model).flatMap((span) => (span.kind === "savepoint" ? [span.outcome] : []))).toEqual(["rolled-back"]);
});

test("what the database deletes by itself is marked as its doing", async () => {
  const { model } = await run(`const user = new User({ name: "ed" });
session.add(user);
user.notes.push(new Note(), new Note());
session.commit();
session.delete(session.get(User, 1));
session.flush();`);
  const [deletion] = statements(model, "DELETE FROM users");
  const view = momentAt(model, deletion?.seq ?? null);
  expect(rows(view, "users")).toEqual(["1,ed removed"]);
  expect(rows(view, "notes")).toEqual(["1,1 removed by db", "2,1 removed by db"]);
});

test("at the end everything is as the database says, and every moment is the same from both sides", async () => {
  const { model, result } = await run(`for (let round = 0; round < 4; round++) {
  const user = new User({ name: "u" + round });
  user.notes.push(new Note(), new Note());
  session.add(user);
  session.flush();
  if (round % 2 === 1) {
    session.rollback();
    continue;
  }
  user.name += "!";
  session.commit();
  if (round === 2) session.delete(user);
}
session.flush();`);
  const end = momentAt(model, null);
  expect(end.tables.map(({ name, rows }) => ({ name, rows: rows.map(({ values }) => values) }))).toEqual(
    result.tables.map(({ name, rows }) => ({ name, rows })),
  );
  const marks = marksOf(model);
  const forward = marks.map(({ seq }) => momentAt(model, seq));
  const fresh = fold(emptyRun, []);
  expect(momentAt(fresh, null).tables).toEqual([]);
  for (let at = marks.length - 1; at >= 0; at--) expect(momentAt(model, marks[at]?.seq ?? 0)).toEqual(forward[at]);
});

test("a table is there at the mark of the statement that makes it", async () => {
  const { model } = await run("");
  const [first, second] = statements(model, "\nCREATE TABLE");
  expect(momentAt(model, first?.seq ?? null).tables.map(({ name, changed }) => [name, changed])).toEqual([
    ["users", true],
  ]);
  expect(momentAt(model, second?.seq ?? null).tables.map(({ name, changed }) => [name, changed])).toEqual([
    ["users", false],
    ["notes", true],
  ]);
});

test("marks are in order, and steps lead from each to the next of its kind", async () => {
  const { model } = await run(`session.add(new User({ name: "ed" }));
session.commit();`);
  const marks = marksOf(model);
  expect(marks.map(({ seq }) => seq)).toEqual(marks.map(({ seq }) => seq).toSorted((a, b) => a - b));
  const told = marks.filter(({ line }) => line !== null && line >= FIRST).map(({ kind }) => kind);
  expect(told).toEqual(["line", "flush", "transaction", "statement", "flush", "transaction", "line"]);
  const [insert] = statements(model, "INSERT");
  expect(nextMark(model, null, "statement", "back")).toBe(insert);
  expect(nextMark(model, insert?.seq ?? null, "statement", "forward")).toBeNull();
  expect(markAt(model, insert?.seq ?? null)).toBe(insert);
  expect(nextMark(model, 0, "line", "forward")?.kind).toBe("line");
});

test("a loop that does nothing has no marks", async () => {
  const { model } = await run(`let sum = 0;
for (let i = 0; i < 1000; i++) {
  sum += i;
  sum -= 1;
}`);
  expect(marksOf(model).filter(({ line }) => line !== null && line >= FIRST)).toEqual([]);
});

test("views beside each other share what did not change", async () => {
  const { model } = await run(`session.add(new User({ name: "a" }));
session.commit();
session.add(new Note());
session.flush();`);
  const [note] = statements(model, "INSERT INTO notes");
  const after = momentAt(model, note?.seq ?? null);
  expect(momentAt(model, note?.seq ?? null)).toBe(after);
  const before = momentAt(model, nextMark(model, note?.seq ?? null, "any", "back")?.seq ?? null);
  expect(before.tables[0]).toBe(after.tables[0]);
  expect(before.tables[1]).not.toBe(after.tables[1]);
});
