import initSqlJs from "sql.js";
import { expect, test } from "vitest";
import * as flushlight from "../../src-engine/index.ts";
import type { Fate, TraceEvent } from "../../src-engine/trace/events.ts";
import { languages } from "../languages/languages.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import type { PreviewRequest, RunResult } from "../protocol/messages.ts";
import { parseWorkerMessage } from "../protocol/parse.ts";
import { Execution } from "./execute.ts";
import { SqlJsDriver } from "./sqljs-driver.ts";

const sqlJs = await initSqlJs();

async function run(code: string, preview?: PreviewRequest): Promise<{ events: TraceEvent[]; result: RunResult }> {
  const events: TraceEvent[] = [];
  let result: RunResult | null = null;
  const request = { code, language: "typescript", limits: DEFAULT_LIMITS } as const;
  const execution = new Execution(1, preview === undefined ? request : { ...request, preview }, {
    engine: {
      trace: flushlight.trace,
      setDriverFactory: flushlight.setDriverFactory,
      modelSnapshot: flushlight.modelSnapshot,
      observePredictions: () => flushlight.observePredictions(),
      previewObject: flushlight.previewObject,
      modules: { flushlight },
    },
    languages,
    openDatabase: () => new SqlJsDriver(new sqlJs.Database(), sqlJs),
    send(text) {
      const message = parseWorkerMessage(text);
      if (message === null) throw new Error(`The page would refuse ${text}`);
      if (message.type === "trace") events.push(...message.events);
      if (message.type === "finished") result = message.result;
    },
    now: () => performance.now(),
    settled: async () => [],
  });
  await execution.run();
  if (result === null) throw new Error("The run did not finish.");
  return { events, result };
}

const PROGRAM = `import { Integer, Session, column, createEngine, declarativeBase, foreignKey, relationship } from "flushlight";
const Base = declarativeBase();
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  posts: relationship("Post", { backPopulates: "author", cascade: "all, delete-orphan" }),
}) {}
class Post extends Base.mapped("posts", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  author: relationship("User", { backPopulates: "posts" }),
}) {}
const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
const user = new User({ posts: [new Post(), new Post()] });
session.add(user);
session.commit();
user.posts.pop();
session.commit();
session.delete(user);
session.commit();
`;

const texts = (fates: readonly Fate[]) =>
  fates.map(({ object, kind, by, reason, path }) =>
    `${object.className}#${object.identity?.join(",")} ${kind} by ${by}: ${reason} ${path.map((step) => step.along).join(" ")}`.trim(),
  );

test("a run tells what deletions and removals are going to do, before they do it", async () => {
  const { events } = await run(PROGRAM);
  const predictions = events.filter((event) => event.type === "prediction");
  expect(predictions.map(({ operation, line }) => [operation, line])).toEqual([
    ["remove", 18],
    ["delete", 20],
  ]);
  expect(predictions.map(({ fates }) => texts(fates))).toEqual([
    ["Post#2 deleted by orm: delete-orphan User.posts"],
    ["User#1 deleted by orm: operation", "Post#1 deleted by orm: cascade User.posts"],
  ]);
  const causes = new Map(events.flatMap((event) => (event.type === "cause" ? [[event.cause.id, event.cause]] : [])));
  expect(predictions.map(({ cause }) => causes.get(cause ?? 0))).toMatchObject([{ name: "set" }, { name: "delete" }]);
});

test("what was not done can be asked for at any moment of a run", async () => {
  const { events } = await run(PROGRAM);
  const object = events.flatMap((event) =>
    event.type === "state" && event.transition === "pending_to_persistent" && event.object.className === "User"
      ? [event.object.id]
      : [],
  )[0] as number;
  const committed = events.filter((event) => event.type === "transaction" && event.action === "COMMIT");
  const ask = async (request: Omit<PreviewRequest, "object">) => (await run(PROGRAM, { ...request, object })).result;

  const first = await ask({ moment: committed[1]?.seq ?? 0, operation: "delete" });
  expect(first.outcome).toBe("completed");
  expect(first.preview).toMatchObject({ fates: [{ kind: "deleted" }, { kind: "deleted" }, { kind: "deleted" }] });
  // In the program's own order the removal came before it.
  const later = await ask({ moment: committed[2]?.seq ?? 0, operation: "delete" });
  expect(later.preview).toMatchObject({ fates: [{ kind: "deleted" }, { kind: "deleted" }] });
  const end = await ask({ moment: null, operation: "delete" });
  expect(end.preview).toEqual({ problem: "The object belongs to no session, and there is none it could enter." });
  expect(first.statements).toBeLessThan(end.statements);
});

test("an object that does not exist yet has no fates", async () => {
  const { result } = await run(PROGRAM, { moment: 1, object: 99, operation: "delete" });
  expect(result.preview).toEqual({ problem: "There is no such object at this moment." });
});
