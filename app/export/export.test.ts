import initSqlJs from "sql.js";
import { expect, test } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { runProgram } from "../../tools/host/program.ts";
import { graphOf } from "../graph/graph-model.ts";
import { layOut } from "../graph/layout.ts";
import { rebuildSteps } from "../run/rebuild-steps.ts";
import { emptyRun, fold } from "../run/run-model.ts";
import { nothing } from "../run/selection.ts";
import { answerText } from "./answer.ts";
import { graphSvg } from "./graph-svg.ts";
import { sqlFile } from "./sql-file.ts";
import { isTraceFile, readTraceFile, traceFileText } from "./trace-file.ts";

const sqlJs = await initSqlJs();

const program = `import { Integer, Session, String, column, createEngine, declarativeBase, foreignKey, relationship } from "flushlight";
const Base = declarativeBase();
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", passiveDeletes: true, cascade: "all" }),
}) {}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id", { onDelete: "CASCADE" })),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}
const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);
session.add(new User({ name: "O'Neil; -- \\n \`\`\` ?", addresses: [new Address()] }));
session.add(new User({ name: "wendy" }));
session.commit();
session.delete(session.get(User, 1));
session.commit();
const savepoint = session.beginNested();
session.add(new User({ name: "gone" }));
session.flush();
savepoint.rollback();
session.add(new User({ name: "open" }));
session.flush();
`;

const events: TraceEvent[] = [];
const result = await runProgram(program, (event) => events.push(event));
const run = fold(emptyRun, events);
const about = { language: "typescript" as const, title: "A <b>title</b>\n'; DROP TABLE users; --", program, result };

test("the program runs and says that its database enforces foreign keys", () => {
  expect(result).toMatchObject({ outcome: "completed", uncommitted: true, foreignKeys: true });
});

test("the script leaves the rows that the run committed", () => {
  const database = new sqlJs.Database();
  database.exec(sqlFile(run, about));
  const rows = (table: string) => database.exec(`SELECT * FROM ${table}`)[0]?.values ?? [];
  expect(rows("users")).toEqual([[2, "wendy"]]);
  expect(rows("addresses")).toEqual([]);
});

test("the script says so where the program ends inside a transaction", () => {
  expect(sqlFile(run, about)).toContain("PRAGMA foreign_keys=ON;\n");
  expect(sqlFile(run, about)).toMatch(/-- The program ended in the middle of a transaction\.\nROLLBACK;\n$/);
});

test("the steps that make the database again have no queries and no values in their texts", () => {
  const steps = rebuildSteps(run, result).map(({ sql, params }) => [sql.trim().split(/\s/)[0], ...params].join(" "));
  expect(steps.slice(0, 2)).toEqual(["PRAGMA", "BEGIN"]);
  expect(steps.filter((text) => text.startsWith("SELECT"))).toEqual([]);
  expect(steps).toContain("INSERT gone");
  expect(steps.filter((text) => /^(?:SAVEPOINT|ROLLBACK|COMMIT)/.test(text))).toEqual([
    "COMMIT",
    "COMMIT",
    "COMMIT",
    "SAVEPOINT",
    "ROLLBACK",
  ]);
});

test("a trace that is read again is the same run", () => {
  const text = traceFileText({ title: about.title, code: program, language: "typescript", result, events });
  expect(isTraceFile(text)).toBe(true);
  expect(readTraceFile("x.json", text)).toEqual({
    title: about.title,
    language: "typescript",
    code: program,
    result,
    events,
  });
});

test("of a trace nothing is taken that the sandbox could not have sent", () => {
  const text = traceFileText({ title: "", code: program, language: "typescript", result, events });
  const changed = (change: (file: Record<string, unknown> & { events: Record<string, unknown>[] }) => void) => {
    const file = JSON.parse(text);
    change(file);
    return readTraceFile("x.json", JSON.stringify(file));
  };
  const no = (why: string) => ({ problem: `x.json cannot be shown: ${why}.` });
  expect(readTraceFile("x.json", text.slice(0, -20))).toEqual(no("it is damaged"));
  expect(
    changed((file) => {
      file.version = 2;
    }),
  ).toEqual(no("it is of another version than 1, which this page does not know"));
  expect(
    changed((file) => {
      file.result = {};
    }),
  ).toEqual(no("it does not say how the run ended"));
  expect(
    changed((file) => {
      file.events[3] = { ...file.events[3], type: "other" };
    }),
  ).toEqual(no("event 4 is none that this page knows"));
  expect(
    changed((file) => {
      file.events.reverse();
    }),
  ).toEqual(no("event 2 is out of order"));
});

test("an answer tells each line's statements with their causes, and titles are only text", () => {
  const deletion = run.statements.find(({ sql }) => sql.startsWith("DELETE FROM users"));
  if (!deletion) throw new Error("nothing is deleted");
  const text = answerText(run, {
    ...about,
    question: "Why?",
    selection: { kind: "statement", statement: deletion.index },
    link: "https://example.org/#x",
  });
  expect(text).toMatch(/^## A \\<b\\>title\\<\/b\\> '; DROP TABLE users; --\n\nWhy\?\n\n````ts\n/);
  expect(text).toContain(
    "- Line 20, `session.commit();`:\n  - `DELETE FROM users WHERE users.id = 1` — flush on commit",
  );
  expect(text).toContain("**Why `DELETE FROM users WHERE users.id = ?`?**");
  expect(text).toContain("The 6 statements that made the tables are left out.");
  expect(text).toMatch(/\[Run it and step through it\]\(<https:\/\/example\.org\/#x>\)\n$/);
  expect(answerText(emptyRun, { ...about, question: "", selection: nothing, link: "x" })).toContain(
    "It says nothing to the database.",
  );
});

test("the drawing has every class, line and side, and what it is called is only text", () => {
  if (!result.model) throw new Error("nothing is mapped");
  const graph = graphOf(result.model);
  const { svg } = graphSvg(graph, layOut(graph, { flow: "right", namesOnly: false }), {
    title: about.title,
    theme: "light",
  });
  const found = (name: string) => [...svg.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value]) => value);
  expect(found("data-node")).toEqual(["User", "Address"]);
  expect(found("data-edge")).toEqual(["relationship:User.addresses", "relationship:User.addresses:database"]);
  expect(found("data-side")).toEqual(["User.addresses", "Address.user", "addresses.user_id"]);
  expect(svg).toContain("A &lt;b&gt;title&lt;/b&gt;");
  expect(svg).not.toMatch(/<b>|foreignObject|var\(/);
});
