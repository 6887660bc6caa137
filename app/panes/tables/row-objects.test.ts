import { describe, expect, it } from "vitest";
import type { LifeState, ModelSnapshot } from "../../../src-engine/trace/events.ts";
import type { ObjectView, RowView, TableView } from "../../run/moments/view.ts";
import { objectsOfRows } from "./row-objects.ts";

const column = (name: string, primaryKey: boolean) => ({
  name,
  type: "INTEGER",
  primaryKey,
  nullable: false,
  unique: false,
  foreignKeys: [],
});
const class_ = (name: string, table: string, inherits: string | null = null) => ({
  name,
  table,
  inherits,
  line: null,
  attributes: [],
  relationships: [],
});
const schema: ModelSnapshot = {
  classes: [class_("Person", "persons"), class_("Engineer", "engineers", "Person")],
  tables: [
    { name: "persons", columns: [column("name", false), column("id", true)] },
    { name: "engineers", columns: [column("id", true)] },
    { name: "notes", columns: [column("text", false)] },
  ],
};
const object = (id: number, className: string, identity: readonly unknown[] | null, state: LifeState): ObjectView => ({
  ref: { id, className, identity },
  state,
  dirty: false,
  doomed: false,
  attributes: [],
  changed: [],
  stateBefore: null,
  appeared: false,
});
const table = (name: string, columns: readonly string[]): TableView => ({ name, columns, rows: [], changed: false });
const row = (values: RowView["values"], change: RowView["change"] = null): RowView => ({
  rowid: 1,
  values,
  change,
  changedColumns: [],
  before: null,
  byDatabase: false,
});
const persons = table("persons", ["name", "id"]);

describe("the object of a row", () => {
  it("is found by the key, wherever its column stands, and in a removed row too", () => {
    const of = objectsOfRows(schema, [object(1, "Person", [7], "persistent")]);
    expect(of(persons, row(["ed", 7]))?.ref.id).toBe(1);
    expect(of(persons, row(["ed", 7], "removed"))?.ref.id).toBe(1);
    expect(of(persons, row(["ed", 8]))).toBeNull();
  });

  it("stands for a row in each table of its class", () => {
    const of = objectsOfRows(schema, [object(2, "Engineer", [3], "persistent")]);
    expect(of(persons, row(["ed", 3]))?.ref.id).toBe(2);
    expect(of(table("engineers", ["id"]), row([3]))?.ref.id).toBe(2);
  });

  it("is the one in the session where several have had the same key", () => {
    const gone = object(1, "Person", [7], "detached");
    const here = object(2, "Person", [7], "persistent");
    expect(objectsOfRows(schema, [gone, here])(persons, row(["ed", 7]))?.ref.id).toBe(2);
    expect(objectsOfRows(schema, [here, gone])(persons, row(["ed", 7]))?.ref.id).toBe(2);
  });

  it("is none in a table without a class or a key", () => {
    const of = objectsOfRows(schema, [object(1, "Person", [7], "persistent"), object(2, "Person", null, "pending")]);
    expect(of(table("notes", ["text"]), row(["7"]))).toBeNull();
    expect(of(table("unknown", ["id"]), row([7]))).toBeNull();
  });
});
