import { afterEach, expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import { Column, createEngine, Integer, insert, MetaData, sourceSql, Table, text, trace, Unicode } from "../index.ts";
import { select } from "../sql/builders.ts";

const metadata = new MetaData();
const users = new Table(
  "users",
  metadata,
  new Column("id", Integer, { primaryKey: true }),
  new Column("name", Unicode(50)),
);

function connected() {
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  metadata.createAll(engine);
  const statements: { sql: string; source: number }[] = [];
  trace.start((event) => {
    if (event.type === "statement") statements.push({ sql: event.sql, source: event.source });
  });
  return { connection: engine.connect(), statements };
}

afterEach(() => trace.stop());

test("any statement is executed, with one set of parameters or several", () => {
  const { connection, statements } = connected();
  expect(connection.execute(insert(users), [{ name: "a" }, { name: "b" }]).rowcount).toBe(2);
  expect(connection.execute(insert(users).values({ name: "c" })).insertedPrimaryKey).toEqual([3]);
  expect(connection.scalar(text("SELECT count(*) FROM users WHERE name <> :n"), { n: "a" })).toBe(2);
  expect(connection.execDriverSql("SELECT name FROM users WHERE id = ?", [2]).all()).toEqual([["b"]]);
  expect(statements.map(({ sql }) => sql)).toEqual([
    "INSERT INTO users (name) VALUES (?)",
    "INSERT INTO users (name) VALUES (?)",
    "SELECT count(*) FROM users WHERE name <> ?",
    "SELECT name FROM users WHERE id = ?",
  ]);
});

test("rows are shaped as they are asked for", () => {
  const { connection } = connected();
  connection.execute(insert(users), [{ name: "a" }, { name: "b" }]);
  const rows = () => connection.execute(select(users.c.id, users.c.name).orderBy(users.c.id));
  expect(rows().mappings().all()).toEqual([
    { id: 1, name: "a" },
    { id: 2, name: "b" },
  ]);
  expect(rows().columns("name").scalars().all()).toEqual(["a", "b"]);
  expect([...rows().partitions(1)].map((page) => page.length)).toEqual([1, 1]);
  expect(() => rows().one()).toThrow("Multiple rows were found when exactly one was required");
  expect(() => rows().scalars("nope")).toThrow("Could not locate column in row for column 'nope'");
});

test("a statement of the trace is shown in another dialect's SQL", () => {
  const { connection, statements } = connected();
  connection.execute(select(users.c.id).where(users.c.name?.eq("a")).limit(1));
  connection.execDriverSql("SELECT 1");
  const [made, written] = statements;
  expect(sourceSql(made?.source ?? 0, "postgresql")).toBe(
    "SELECT users.id \nFROM users \nWHERE users.name = %(name_1)s \n LIMIT %(param_1)s",
  );
  expect(sourceSql(made?.source ?? 0, "mysql")).toBe(
    "SELECT users.id \nFROM users \nWHERE users.name = %s \n LIMIT %s",
  );
  expect(sourceSql(written?.source ?? 0, "mysql")).toBeNull();
});
