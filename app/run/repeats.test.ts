import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import * as flushlight from "../../src-engine/index.ts";
import { languages } from "../languages/languages.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { parseWorkerMessage } from "../protocol/parse.ts";
import { Execution } from "../worker/execute.ts";
import { SqlJsDriver } from "../worker/sqljs-driver.ts";
import { repeatsOf } from "./repeats.ts";
import { emptyRun, fold, type RunModel } from "./run-model.ts";

const sqlJs = await initSqlJs();

async function runOf(code: string): Promise<RunModel> {
  let run = emptyRun;
  const request = { code, language: "typescript", limits: DEFAULT_LIMITS } as const;
  const execution = new Execution(1, request, {
    engine: {
      trace: flushlight.trace,
      setDriverFactory: flushlight.setDriverFactory,
      modelSnapshot: flushlight.modelSnapshot,
      modules: { flushlight },
    },
    languages,
    openDatabase: () => new SqlJsDriver(new sqlJs.Database()),
    send(text) {
      const message = parseWorkerMessage(text);
      if (message?.type === "trace") run = fold(run, message.events);
      if (message?.type === "finished") run = { ...run, schema: message.result.model };
    },
    now: () => performance.now(),
    settled: async () => [],
  });
  await execution.run();
  const error = run.messages.find((message) => message.kind === "error");
  if (error?.kind === "error") throw new Error(error.message);
  return run;
}

const MAPPED = `import {
  Integer, Session, String, Text, column, createEngine, declarativeBase, foreignKey, joinedload, relationship, selectinload,
} from "flushlight";
const Base = declarativeBase();
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50)),
  bio: column(Text, { deferred: true }),
  addresses: relationship("Address", { backPopulates: "user", cascade: "all, delete-orphan" }),
}) {}
class City extends Base.mapped("cities", { id: column(Integer, { primaryKey: true }), name: column(String(50)) }) {}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")),
  cityId: column("city_id", Integer, foreignKey("cities.id")),
  user: relationship("User", { backPopulates: "addresses" }),
  city: relationship("City"),
}) {}
const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
const use = (value) => value;
for (let i = 0; i < 5; i++) {
  session.add(new User({ name: "u" + i, addresses: [new Address({ city: new City({ name: "c" + i }) })] }));
}
session.commit();
session.close();
`;
const first = MAPPED.split("\n").length;

/** What is found in a program, in words; lines are counted from the first after the mapping. */
async function repeats(program: string): Promise<readonly string[]> {
  const run = await runOf(MAPPED + program);
  const lineOf = (index: number) => (run.statements[index]?.line ?? 0) - first + 1;
  return repeatsOf(run).all.map((repeat) => {
    if (repeat.kind === "duplicates") return `same on lines ${repeat.statements.map(lineOf).join(", ")}`;
    const { why, what, statements, objects, fix } = repeat;
    const to = fix.query === null ? "" : ` to line ${lineOf(fix.query)}`;
    const advice = fix.option === null ? "" : `: ${fix.option}${to}`;
    return `${why} ${what} ${statements.length} for ${objects}${advice}, saves ${fix.saved}`;
  });
}

describe("loads one by one", () => {
  test("of a collection: selectinload, in one statement more", async () => {
    expect(
      await repeats(`const users = session.query(User).all();
for (const user of users) use(user.addresses.length);`),
    ).toEqual(["lazy User.addresses 5 for 5: options(selectinload(User.addresses)) to line 1, saves 4"]);
  });

  test("of a many-to-one: joinedload, in no statement more", async () => {
    expect(await repeats("for (const address of session.query(Address).all()) use(address.user.name);")).toEqual([
      "lazy Address.user 5 for 5: options(joinedload(Address.user)) to line 1, saves 5",
    ]);
  });

  test("within loads one by one: the option goes on from theirs, at the same query", async () => {
    expect(
      await repeats(`const users = session.query(User).all();
for (const user of users)
  for (const address of user.addresses) use(address.city.name);`),
    ).toEqual([
      "lazy User.addresses 5 for 5: options(selectinload(User.addresses)) to line 1, saves 4",
      "lazy Address.city 5 for 5: options(selectinload(User.addresses).joinedload(Address.city)) to line 1, saves 5",
    ]);
  });

  test("beyond what is loaded eagerly: the option goes on from that", async () => {
    const loop = "for (const user of users) for (const address of user.addresses) use(address.city.name);";
    for (const loader of ["selectinload", "joinedload"]) {
      const [found] = await repeats(
        `const users = session.query(User).options(${loader}(User.addresses)).all();\n${loop}`,
      );
      expect(found).toContain(`options(${loader}(User.addresses).joinedload(Address.city))`);
    }
  });

  test("of a deferred column: undefer", async () => {
    expect(await repeats("for (const user of session.query(User).all()) use(user.bio);")).toEqual([
      "deferred User.bio 5 for 5: options(undefer(User.bio)) to line 1, saves 5",
    ]);
  });

  test("of objects that a commit expired: no loader option, but one query for all", async () => {
    expect(
      await repeats(`const users = session.query(User).all();
session.commit();
for (const user of users) use(user.name);`),
    ).toEqual(["expired User 5 for 5, saves 4"]);
  });

  test("counts lines of a program that is written out, where one query gave the objects", async () => {
    expect(
      await repeats(`const [a, b, c] = session.query(User).all();
use(a.addresses.length);
use(b.addresses.length);
use(c.addresses.length);`),
    ).toEqual(["lazy User.addresses 3 for 3: options(selectinload(User.addresses)) to line 1, saves 2"]);
  });

  test("names the query of the present transaction for objects that an earlier one had loaded", async () => {
    expect(
      await repeats(`session.query(User).all();
session.commit();
const users = session.query(User).all();
for (const user of users) use(user.addresses.length);`),
    ).toEqual(["lazy User.addresses 5 for 5: options(selectinload(User.addresses)) to line 3, saves 4"]);
  });
});

describe("no false alarm", () => {
  test.each([
    ["two objects", "for (const user of session.query(User).limit(2).all()) use(user.addresses.length);"],
    [
      "one object again and again",
      "const user = session.query(User).first();\nfor (let i = 0; i < 4; i++) { session.expire(user); use(user.name); session.commit(); }",
    ],
    [
      "eager loading",
      "for (const user of session.query(User).options(selectinload(User.addresses)).all()) use(user.addresses.length);",
    ],
    [
      "a flush's own statements",
      "for (const user of session.query(User).options(selectinload(User.addresses)).all()) { user.name += '!'; user.addresses.push(new Address()); }\nsession.commit();",
    ],
    [
      "objects of which each has a query of its own",
      "for (let id = 1; id < 5; id++) use(session.get(User, id).addresses.length);",
    ],
    [
      "objects of which each has a transaction of its own",
      "for (const user of session.query(User).all()) { session.commit(); use(user.name); }",
    ],
    [
      "the same query for other rows",
      "for (const name of ['u1', 'u2', 'u3']) session.query(User).filterBy({ name }).one();",
    ],
    [
      "the same query after a write",
      "session.query(User).count();\nsession.add(new User());\nsession.query(User).count();",
    ],
    [
      "the same query in another transaction",
      "session.query(User).count();\nsession.commit();\nsession.query(User).count();",
    ],
  ])("for %s", async (_, program) => {
    expect(await repeats(program)).toEqual([]);
  });
});

test("the same query again, with nothing in between, is a duplicate", async () => {
  expect(
    await repeats(`session.query(User).filterBy({ name: "u1" }).all();
session.query(User).filterBy({ name: "u2" }).all();
session.query(User).filterBy({ name: "u1" }).all();`),
  ).toEqual(["same on lines 1, 3"]);
});
