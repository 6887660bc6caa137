import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ModelSnapshot } from "../../../src-engine/trace/events.ts";
import { runProgram } from "../../../tools/host/program.ts";
import { withEdits } from "../../protocol/text-edit.ts";
import type { SettingChange } from "../setting-change.ts";
import { editSetting } from "./edit-setting.ts";

function edited(source: string, change: SettingChange): string {
  const result = editSetting(source, change);
  if ("refused" in result) throw new Error(result.refused);
  return withEdits(source, result.edits);
}

function refusal(source: string, change: SettingChange): string {
  const result = editSetting(source, change);
  return "refused" in result ? result.refused : "";
}

const IMPORT = `import { backref, Column, column, ForeignKey, foreignKey, Integer, relationship, Table } from "flushlight";\n`;
/** A class `User` with what stands between the braces of its attributes. */
const user = (attributes: string) => `${IMPORT}class User extends Base.mapped("users", {${attributes}}) {}`;
const cascade = (value: string | null, relationship = "User.addresses"): SettingChange => ({
  kind: "cascade",
  relationship,
  value,
});
const inUser = (before: string, change: SettingChange) => edited(user(before), change);

describe("an option of a relationship", () => {
  test.each([
    ["no options", `addresses: relationship("Address")`, `addresses: relationship("Address", { cascade: "all" })`],
    [
      "a comma at the end",
      `addresses: relationship("Address",)`,
      `addresses: relationship("Address", { cascade: "all" },)`,
    ],
    [
      "an empty object",
      `addresses: relationship("Address", {})`,
      `addresses: relationship("Address", { cascade: "all" })`,
    ],
    [
      "other options",
      `addresses: relationship("Address", { backPopulates: "user" })`,
      `addresses: relationship("Address", { backPopulates: "user", cascade: "all" })`,
    ],
    [
      "other options with a comma",
      `addresses: relationship("Address", { backPopulates: "user", })`,
      `addresses: relationship("Address", { backPopulates: "user", cascade: "all", })`,
    ],
    [
      "another value",
      `addresses: relationship("Address", { cascade: "save-update", lazy: "select" })`,
      `addresses: relationship("Address", { cascade: "all", lazy: "select" })`,
    ],
    [
      "a list",
      `addresses: relationship("Address", { cascade: ["delete", "merge"] as const })`,
      `addresses: relationship("Address", { cascade: "all" })`,
    ],
    [
      "a shorthand",
      `addresses: relationship("Address", { cascade })`,
      `addresses: relationship("Address", { cascade: "all" })`,
    ],
    [
      "a key in quotes",
      `addresses: relationship("Address", { "cascade": "merge" })`,
      `addresses: relationship("Address", { "cascade": "all" })`,
    ],
    [
      "types around everything",
      `addresses: relationship<Address[]>(() => Address, { cascade: "merge" } satisfies object)!`,
      `addresses: relationship<Address[]>(() => Address, { cascade: "all" } satisfies object)!`,
    ],
    [
      "spread options",
      `addresses: relationship("Address", { ...common })`,
      `addresses: relationship("Address", { ...common, cascade: "all" })`,
    ],
    [
      "lines",
      `
  addresses: relationship("Address", {
    // Read by email.
    backPopulates: "user", // the other side
  }),
`,
      `
  addresses: relationship("Address", {
    // Read by email.
    backPopulates: "user", // the other side
    cascade: "all",
  }),
`,
    ],
    [
      "lines without a last comma",
      `
  addresses: relationship("Address", {
    backPopulates: "user" // the other side
  }),
`,
      `
  addresses: relationship("Address", {
    backPopulates: "user", // the other side
    cascade: "all",
  }),
`,
    ],
  ])("is added or changed: %s", (_, before, after) => {
    expect(inUser(before, cascade("all"))).toBe(user(after));
  });

  test.each([
    ["the only one", `addresses: relationship("Address", { cascade: "all" })`, `addresses: relationship("Address")`],
    [
      "the first",
      `addresses: relationship("Address", { cascade: "all", lazy: "select" })`,
      `addresses: relationship("Address", { lazy: "select" })`,
    ],
    [
      "the last",
      `addresses: relationship("Address", { lazy: "select", cascade: "all" })`,
      `addresses: relationship("Address", { lazy: "select" })`,
    ],
    [
      "the last with a comma",
      `addresses: relationship("Address", { lazy: "select", cascade: "all", })`,
      `addresses: relationship("Address", { lazy: "select", })`,
    ],
    [
      "a line",
      `addresses: relationship("Address", {
    lazy: "select", // late
    cascade: "all", // everything
    order: 1,
  })`,
      `addresses: relationship("Address", {
    lazy: "select", // late
    order: 1,
  })`,
    ],
    ["none", `addresses: relationship("Address")`, `addresses: relationship("Address")`],
    [
      "the only one beside a comment",
      `addresses: relationship("Address", { /* why */ cascade: "all" })`,
      `addresses: relationship("Address", { /* why */  })`,
    ],
  ])("is taken away: %s", (_, before, after) => {
    expect(inUser(before, cascade(null))).toBe(user(after));
  });

  test("keeps the program's quotes", () => {
    const source = `import { relationship } from 'flushlight';\nclass User extends Base.mapped('users', { a: relationship('A') }) {}`;
    expect(edited(source, cascade("all, delete-orphan", "User.a"))).toContain(`'A', { cascade: 'all, delete-orphan' }`);
  });

  test.each([
    [true, `a: relationship("A", { passiveDeletes: true })`],
    ["all", `a: relationship("A", { passiveDeletes: "all" })`],
    [false, `a: relationship("A")`],
  ] as const)("passive_deletes %s", (value, after) => {
    const change: SettingChange = { kind: "passive-deletes", relationship: "User.a", value };
    expect(inUser(`a: relationship("A", { passiveDeletes: "x" })`, change)).toBe(user(after));
  });
});

describe("a relationship is found", () => {
  test("under another name, and through the module", () => {
    const source = `import { relationship as rel } from "flushlight";
import * as fl from "flushlight";
class User extends Base.mapped("users", { a: rel("A"), b: fl.relationship("B") }) {}`;
    expect(edited(source, cascade("all", "User.a"))).toContain(`a: rel("A", { cascade: "all" })`);
    expect(edited(source, cascade("all", "User.b"))).toContain(`b: fl.relationship("B", { cascade: "all" })`);
  });

  test("in a subclass, a class expression, a class with a name of its own", () => {
    const source = `${IMPORT}class A extends Base.mapped("a", {}) {}
class B extends A.mapped(null, { x: relationship("X") }) {}
const C = class extends Base.mapped("c", { x: relationship("X") }) {};
class D extends Base.mapped("d", { x: relationship("X") }, { className: "Other" }) {}`;
    expect(edited(source, cascade("all", "B.x"))).toContain(
      `mapped(null, { x: relationship("X", { cascade: "all" }) })`,
    );
    expect(edited(source, cascade("all", "C.x"))).toContain(`"c", { x: relationship("X", { cascade: "all" }) }`);
    expect(edited(source, cascade("all", "Other.x"))).toContain(`"d", { x: relationship("X", { cascade: "all" }) }`);
  });

  test("in constants: of attributes, of options, of itself", () => {
    const source = `${IMPORT}const options = { lazy: "select" };
const own = relationship("X", options);
const attributes = { x: own };
const mixin = { y: relationship("Y") };
class A extends Base.mapped("a", { ...mixin, ...attributes }) {}`;
    expect(edited(source, cascade("all", "A.x"))).toContain(`{ lazy: "select", cascade: "all" }`);
    expect(edited(source, cascade("all", "A.y"))).toContain(`relationship("Y", { cascade: "all" })`);
  });

  test("in an imperative mapping", () => {
    const source = `${IMPORT}const users = new Table("users", m, new Column("id", Integer));
registry.mapImperatively(User, users, { properties: { addresses: relationship("Address") } });`;
    expect(edited(source, cascade("all"))).toContain(`relationship("Address", { cascade: "all" })`);
  });

  test("in a backref with options", () => {
    const source = `${IMPORT}class Log extends Base.mapped("logs", { user: relationship("User", { backref: backref("addresses", { lazy: "select" }) }) }) {}`;
    expect(edited(source, cascade("all"))).toContain(`backref("addresses", { lazy: "select", cascade: "all" })`);
  });

  test("in the backref that points to the class, where two have the name", () => {
    const source = `${IMPORT}class A extends Base.mapped("a", { x: relationship("Other", { backref: "list" }) }) {}
class B extends Base.mapped("b", { x: relationship(() => User, { backref: "list" }) }) {}`;
    expect(edited(source, cascade("all", "User.list"))).toContain(
      `relationship(() => User, { backref: backref("list", { cascade: "all" }) })`,
    );
  });
});

describe("a backref that is only a name", () => {
  const program = (imports: string, other: string) => `${imports}
class Log extends Base.mapped("logs", { user: relationship("User", { backref: ${other} }) }) {}`;
  test.each([
    [
      `import { Integer, relationship } from "flushlight";`,
      `import { backref, Integer, relationship } from "flushlight";`,
    ],
    [`import { and_, relationship } from "flushlight";`, `import { and_, backref, relationship } from "flushlight";`],
    [
      `import {\n  Integer,\n  relationship,\n} from "flushlight";`,
      `import {\n  backref,\n  Integer,\n  relationship,\n} from "flushlight";`,
    ],
    [`import { backref, relationship } from "flushlight";`, `import { backref, relationship } from "flushlight";`],
  ])("gets its function imported: %s", (before, after) => {
    expect(edited(program(before, `"addresses"`), cascade("all"))).toBe(
      program(after, `backref("addresses", { cascade: "all" })`),
    );
  });

  test("is imported behind the last name where that is its place", () => {
    const before = `import { relationship } from "flushlight";\nimport {\n  and_ as a\n} from "flushlight";`;
    expect(edited(program(before, `"addresses"`), cascade("all"))).toContain(`import { backref, relationship }`);
  });

  test("stays where nothing is to be said", () => {
    const source = program(IMPORT, `"addresses"`);
    expect(edited(source, cascade(null))).toBe(source);
  });
});

describe("a foreign key", () => {
  const onDelete = (value: string | null, column = "addresses.user_id"): SettingChange => ({
    kind: "on-delete",
    column,
    target: "users.id",
    value,
  });
  const address = (attributes: string) => `${IMPORT}class Address extends Base.mapped("addresses", {${attributes}}) {}`;

  test.each([
    [
      `userId: column("user_id", Integer, foreignKey("users.id"), { nullable: false })`,
      `userId: column("user_id", Integer, foreignKey("users.id", { onDelete: "CASCADE" }), { nullable: false })`,
    ],
    [
      `user_id: column(foreignKey("users.id", { onUpdate: "CASCADE", onDelete: "SET NULL" }))`,
      `user_id: column(foreignKey("users.id", { onUpdate: "CASCADE", onDelete: "CASCADE" }))`,
    ],
    [
      `user_id: column(Integer, foreignKey("others.id"), foreignKey("users.id"))`,
      `user_id: column(Integer, foreignKey("others.id"), foreignKey("users.id", { onDelete: "CASCADE" }))`,
    ],
  ])("of a class: %s", (before, after) => {
    expect(edited(address(before), onDelete("CASCADE"))).toBe(address(after));
  });

  test("loses its action", () => {
    const source = address(`user_id: column(Integer, foreignKey("users.id", { onDelete: "CASCADE" }))`);
    expect(edited(source, onDelete(null))).toBe(address(`user_id: column(Integer, foreignKey("users.id"))`));
  });

  test("of an association table", () => {
    const source = `${IMPORT}const links = new Table("links", m, new Column("user_id", Integer, new ForeignKey("users.id"), { primaryKey: true }));`;
    expect(edited(source, onDelete("CASCADE", "links.user_id"))).toContain(
      `new ForeignKey("users.id", { onDelete: "CASCADE" })`,
    );
  });

  test("of several columns", () => {
    const source = `import { column, ForeignKeyConstraint, Integer } from "flushlight";
class Address extends Base.mapped("addresses", { user_id: column(Integer) }, {
  tableArgs: [new ForeignKeyConstraint(["user_id", "n"], ["users.id", "users.n"])],
}) {}`;
    expect(edited(source, onDelete("CASCADE"))).toContain(`["users.id", "users.n"], { onDelete: "CASCADE" })`);
  });

  test("of a class that shares its parent's table", () => {
    const source = `${IMPORT}class A extends Base.mapped("addresses", {}) {}
class B extends A.mapped(null, { user_id: column(Integer, foreignKey("users.id")) }) {}`;
    expect(edited(source, onDelete("CASCADE"))).toContain(`foreignKey("users.id", { onDelete: "CASCADE" })`);
  });
});

describe("a column", () => {
  const nullable = (value: boolean): SettingChange => ({ kind: "nullable", column: "users.x", value });
  test.each([
    [false, `x: column(Integer)`, `x: column(Integer, { nullable: false })`],
    [true, `x: column(Integer, { nullable: false, index: true })`, `x: column(Integer, { index: true })`],
    [true, `x: column(Integer, { primaryKey: true })`, `x: column(Integer, { primaryKey: true, nullable: true })`],
    [
      false,
      `y: column("x", String(20), foreignKey("t.x"))`,
      `y: column("x", String(20), foreignKey("t.x"), { nullable: false })`,
    ],
  ])("nullable: %s", (value, before, after) => {
    expect(inUser(before, nullable(value))).toBe(user(after));
  });
});

describe("refused", () => {
  test.each([
    [
      "nothing of that name",
      user(""),
      cascade("all"),
      "User.addresses is not written in the program as a relationship(…) or a backref.",
    ],
    [
      "a call of one's own",
      user(`addresses: toMany("Address")`),
      cascade("all"),
      "User.addresses is not written as relationship(…): change it in the program.",
    ],
    [
      "options that others use",
      `${IMPORT}const o = {};\nclass User extends Base.mapped("users", { addresses: relationship("A", o), b: relationship("B", o) }) {}`,
      cascade("all"),
      "“o” is used in several places: change it in the program.",
    ],
    [
      "options worked out",
      user(`addresses: relationship("A", strict ? {} : {})`),
      cascade("all"),
      "The options are not written out: change them in the program.",
    ],
    ["a mistake", `class {`, cascade("all"), "The program has a mistake in its syntax: mend that first."],
    [
      "no such column",
      user(""),
      { kind: "nullable", column: "users.x", value: true } as const,
      "The column users.x is not written in the program as column(…).",
    ],
    [
      "no such key",
      user("x: column(Integer)"),
      { kind: "on-delete", column: "users.x", target: "a.id", value: "CASCADE" } as const,
      "The foreign key of users.x is not written in the program as foreignKey(…).",
    ],
  ])("%s", (_, source, change, reason) => {
    expect(refusal(source, change)).toBe(reason);
  });
});

describe("every setting of the gallery's programs", () => {
  const folder = new URL("../../scenarios/", import.meta.url);
  // The seventh is there for its mistake: its classes can't be mapped.
  const names = readdirSync(folder).filter(
    (name) => /^(?:notebook|answers|tutorial)-/.test(name) && name !== "notebook-7-single-parent",
  );
  const modelOf = async (source: string): Promise<ModelSnapshot> => {
    const { model } = await runProgram(source, () => {});
    if (!model) throw new Error("the program maps nothing");
    return model;
  };

  test.each(names)("%s", async (name) => {
    const source = readFileSync(new URL(`${name}/main.ts`, folder), "utf8");
    const before = await modelOf(source);
    for (const class_ of before.classes) {
      for (const { name: attribute } of class_.relationships) {
        const after = await modelOf(edited(source, cascade("save-update, expunge", `${class_.name}.${attribute}`)));
        const changed = after.classes.find((each) => each.name === class_.name);
        expect(changed?.relationships.find((each) => each.name === attribute)?.cascade).toEqual([
          "save-update",
          "expunge",
        ]);
      }
    }
    for (const table of before.tables) {
      for (const { name: column, foreignKeys } of table.columns) {
        for (const { target } of foreignKeys) {
          const path = `${table.name}.${column}`;
          const change = { kind: "on-delete", column: path, target, value: "RESTRICT" } as const;
          const after = await modelOf(edited(source, change));
          const changed = after.tables.find((each) => each.name === table.name);
          expect(changed?.columns.find((each) => each.name === column)?.foreignKeys).toMatchObject([
            { target, onDelete: "RESTRICT" },
          ]);
        }
      }
    }
  });
});
