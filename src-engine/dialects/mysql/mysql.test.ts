import { expect, test } from "vitest";
import {
  Column,
  CreateTable,
  cast,
  compileFor,
  Integer,
  insert,
  MetaData,
  select,
  Table,
  Unicode,
  update,
} from "../../index.ts";

const metadata = new MetaData();
const users = new Table(
  "users",
  metadata,
  new Column("id", Integer, { primaryKey: true }),
  new Column("name", Unicode(50)),
  new Column("key", Integer),
);

const sql = (statement: unknown): string => compileFor(statement, "mysql").sql;

test("parameters are %s, names stand in backticks, strings are joined by concat", () => {
  const statement = select(users.c.key, users.c.name?.add("!")).limit(5).offset(2);
  expect(sql(statement)).toBe("SELECT users.`key`, concat(users.name, %s) AS anon_1 \nFROM users \n LIMIT %s, %s");
});

test("a row that is there already is updated", () => {
  const statement = insert(users).values({ id: 1, name: "x" });
  expect(sql(statement.onDuplicateKeyUpdate({ name: statement.inserted.name }))).toBe(
    "INSERT INTO users (id, name) VALUES (%s, %s) ON DUPLICATE KEY UPDATE name = VALUES(name)",
  );
});

test("an UPDATE names all its tables first", () => {
  const other = users.alias("other");
  expect(sql(update(users).values({ name: other.c.name }).where(users.c.id?.eq(other.c.key)))).toBe(
    "UPDATE users, users AS other SET users.name=other.name WHERE users.id = other.`key`",
  );
});

test("CAST knows few types; columns need lengths", () => {
  expect(sql(select(cast(users.c.id, Unicode(5)), cast(users.c.name, Integer)))).toBe(
    "SELECT CAST(users.id AS CHAR(5)) AS id, CAST(users.name AS SIGNED INTEGER) AS name \nFROM users",
  );
  const short = new Table("short", new MetaData(), new Column("name", Unicode));
  expect(() => sql(new CreateTable(short))).toThrow(
    "(in table 'short', column 'name'): VARCHAR requires a length on dialect mysql",
  );
  expect(sql(new CreateTable(users))).toContain("\n\tid INTEGER NOT NULL AUTO_INCREMENT, ");
});
