import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Integer } from "../types/numeric.ts";
import { type EngineWarning, setWarningSink } from "../types/warnings.ts";
import { MetaData } from "./metadata.ts";
import { Column, ForeignKey, Table } from "./table.ts";

const warnings: string[] = [];
let before: (warning: EngineWarning) => void;

beforeEach(() => {
  warnings.length = 0;
  before = setWarningSink((warning) => warnings.push(warning.message));
});

afterEach(() => {
  setWarningSink(before);
});

/** Tables by name, each with the tables it refers to. */
function sorted(references: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const metadata = new MetaData();
  for (const [name, targets] of Object.entries(references)) {
    const keys = targets.map((target) => new Column(`${target}_id`, Integer, new ForeignKey(`${target}.id`)));
    new Table(name, metadata, new Column("id", Integer, { primaryKey: true }), ...keys);
  }
  return metadata.sortedTables.map((table) => table.name);
}

describe("the order of tables", () => {
  test("is by level, then by name; a reference to itself does not count", () => {
    expect(sorted({ z: [], b: ["z"], a: ["b"], m: [], c: ["c"] })).toEqual(["c", "m", "z", "b", "a"]);
    expect(warnings).toEqual([]);
  });

  test("leaves out the keys of a circle, and says so", () => {
    expect(sorted({ z: ["y"], y: ["z"], a: ["z"], x: [] })).toEqual(["x", "y", "z", "a"]);
    expect(warnings).toEqual([
      'Cannot correctly sort tables; there are unresolvable cycles between tables "y, z", which is usually caused by mutually dependent foreign key constraints.  Foreign key constraints involving these tables will not be considered; this warning may raise an error in a future release.',
    ]);
  });

  test("needs the tables that are referred to", () => {
    expect(() => sorted({ q: ["nope"] })).toThrow(
      "Foreign key associated with column 'q.nope_id' could not find table 'nope' with which to generate a foreign key to target column 'id'",
    );
  });
});

describe("a table", () => {
  const id = () => new Column("id", Integer, { primaryKey: true });

  test("has each column once", () => {
    expect(() => new Table("q", new MetaData(), id(), new Column("id", Integer))).toThrow(
      "A column with name 'id' is already present in table 'q'.",
    );
  });

  test("is one object per name", () => {
    const metadata = new MetaData();
    const table = new Table("q", metadata, id());
    expect(new Table("q", metadata)).toBe(table);
    expect(() => new Table("q", metadata, id())).toThrow(
      "Table 'q' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine options and columns on an existing Table object.",
    );
  });

  test("knows the column that the database numbers", () => {
    const metadata = new MetaData();
    expect(new Table("one", metadata, id()).autoincrementColumn?.name).toBe("id");
    expect(
      new Table("key", metadata, new Column("id", Integer, new ForeignKey("one.id"), { primaryKey: true }))
        .autoincrementColumn,
    ).toBeNull();
    expect(
      new Table("two", metadata, id(), new Column("b", Integer, { primaryKey: true })).autoincrementColumn,
    ).toBeNull();
  });
});
