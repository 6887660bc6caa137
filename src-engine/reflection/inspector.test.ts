import { expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import { createEngine, Inspector, inspect, MetaData, NoSuchTableError, Table } from "../index.ts";

function database() {
  const driver = openDatabase();
  driver.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)", []);
  driver.execute(
    "CREATE TABLE child (id INTEGER PRIMARY KEY, note TEXT, parent_id INTEGER, CONSTRAINT fk FOREIGN KEY(parent_id) REFERENCES parent (id) ON DELETE CASCADE)",
    [],
  );
  driver.execute("CREATE INDEX by_note ON child (note)", []);
  return createEngine("sqlite://", { driver });
}

test("a table is read with its keys and indexes, and the tables that it refers to along with it", () => {
  const metadata = new MetaData();
  const child = new Table("child", metadata, { autoloadWith: database() });
  expect([...child.c].map((column) => `${column.name} ${column.type}`)).toEqual([
    "id INTEGER",
    "note TEXT",
    "parent_id INTEGER",
  ]);
  expect([...(child.c.get("parent_id")?.foreignKeys ?? [])].map((key) => key.targetFullname)).toEqual(["parent.id"]);
  expect([...metadata.tables.keys()]).toEqual(["child", "parent"]);
  expect([...child.primaryKey].map((column) => column.name)).toEqual(["id"]);
});

test("all tables of a database are read at once", () => {
  const metadata = new MetaData();
  metadata.reflect(database());
  expect(metadata.sortedTables.map((table) => table.name)).toEqual(["parent", "child"]);
});

test("an inspector tells what the database has", () => {
  const inspector = inspect(database());
  expect(inspector).toBeInstanceOf(Inspector);
  expect(inspector.getTableNames()).toEqual(["child", "parent"]);
  expect(inspector.hasTable("nothing")).toBe(false);
  expect(inspector.getIndexes("child")).toEqual([{ name: "by_note", columnNames: ["note"], unique: false }]);
  expect(inspector.getUniqueConstraints("parent")).toEqual([{ name: null, columnNames: ["name"] }]);
  expect(inspector.getForeignKeys("child")).toEqual([
    {
      name: "fk",
      constrainedColumns: ["parent_id"],
      referredTable: "parent",
      referredColumns: ["id"],
      options: { onDelete: "CASCADE" },
    },
  ]);
});

test("a table that is not there is refused and leaves nothing behind", () => {
  const metadata = new MetaData();
  expect(() => new Table("nothing", metadata, { autoloadWith: database() })).toThrow(NoSuchTableError);
  expect(metadata.tables.size).toBe(0);
});
