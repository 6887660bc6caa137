import { expect, test } from "vitest";
import type { TraceEvent } from "../../../src-engine/trace/events.ts";
import { runProgram } from "../../../tools/host/program.ts";
import { emptyRun, fold } from "../run-model.ts";
import { momentAt } from "./moments.ts";
import { hasUncommitted } from "./uncommitted.ts";

const head = `import { Integer, Session, column, createEngine, declarativeBase, select } from "flushlight";
const Base = declarativeBase();
class User extends Base.mapped("users", { id: column(Integer, { primaryKey: true }) }) {}
const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
`;

async function uncommittedAfter(program: string): Promise<boolean> {
  const events: TraceEvent[] = [];
  await runProgram(head + program, (event) => events.push(event));
  const run = fold(emptyRun, events);
  return hasUncommitted(run, momentAt(run, null));
}

test("a transaction that only reads has nothing to commit", async () => {
  expect(await uncommittedAfter("session.execute(select(User)).all();")).toBe(false);
  expect(await uncommittedAfter("session.add(new User()); session.commit(); session.query(User).all();")).toBe(false);
});

test("one that has written has", async () => {
  expect(await uncommittedAfter("session.add(new User()); session.flush(); session.query(User).all();")).toBe(true);
});

test("what a savepoint took back counts no more; what it let stand does", async () => {
  const inSavepoint = (end: string) => `const nested = session.beginNested();
session.add(new User());
session.flush();
nested.${end}();`;
  expect(await uncommittedAfter(inSavepoint("rollback"))).toBe(false);
  expect(await uncommittedAfter(inSavepoint("commit"))).toBe(true);
});
