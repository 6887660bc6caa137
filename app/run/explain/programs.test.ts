import { expect, test } from "vitest";
import type { TraceEvent } from "../../../src-engine/trace/events.ts";
import { runProgram } from "../../../tools/host/program.ts";
import { emptyRun, fold, type RunModel } from "../run-model.ts";
import { explainError, explainMessage } from "./error.ts";
import { sentenceText } from "./explanation.ts";
import { explainSelection } from "./life.ts";
import { explainStatement } from "./statement.ts";

interface Family {
  readonly addresses?: string;
  readonly user?: string;
  readonly key?: string;
  readonly column?: string;
  readonly engine?: string;
}

/** Users and their addresses, jack with one address committed, and then `code`. */
async function family(code: string, options: Family = {}): Promise<{ run: RunModel; text: string }> {
  const { addresses = "", user = "", key = "", column = "", engine = "" } = options;
  return programmed(`import * as f from "flushlight";
const Base = f.declarativeBase();
class User extends Base.mapped("users", {
  id: f.column(f.Integer, { primaryKey: true }),
  name: f.column(f.String, { unique: true }),
  addresses: f.relationship("Address", { backPopulates: "user", ${addresses} }),
}) {}
class Address extends Base.mapped("addresses", {
  id: f.column(f.Integer, { primaryKey: true }),
  userId: f.column("user_id", f.Integer, f.foreignKey("users.id", { ${key} }), { ${column} }),
  user: f.relationship("User", { backPopulates: "addresses", ${user} }),
}) {}
const engine = f.createEngine("sqlite://", { ${engine} });
Base.metadata.createAll(engine);
const session = new f.Session(engine);
const jack = new User({ name: "jack" });
session.add(jack);
session.flush();
session.add(new Address({ userId: jack.id }));
session.commit();
${code}`);
}

async function programmed(text: string): Promise<{ run: RunModel; text: string }> {
  const events: TraceEvent[] = [];
  const result = await runProgram(text, (event) => events.push(event));
  const run = fold(emptyRun, events);
  return { run: { ...run, schema: run.schema ?? result.model }, text };
}

const mapped = (classes: string, code: string) =>
  programmed(`import * as f from "flushlight";
const Base = f.declarativeBase();
${classes}
const engine = f.createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new f.Session(engine);
${code}`);

type Performed = { readonly run: RunModel; readonly text: string };

/** What is said about the error, or the first warning, and what to change. */
async function said(kind: "error" | "warning", program: Promise<Performed>): Promise<readonly string[]> {
  const { run, text } = await program;
  const message = run.messages.find((each) => each.kind === kind);
  const found = kind === "error" ? explainError(run, text) : message ? explainMessage(run, message, text) : null;
  return found === null ? [] : [found.headline, ...found.settings].map(sentenceText);
}

/** What the ORM left alone, as its lines tell. */
async function omitted(program: Promise<Performed>): Promise<readonly string[]> {
  const { run, text } = await program;
  return text
    .split("\n")
    .map((_, at) => explainSelection(run, { kind: "line", line: at + 1 }, text))
    .flatMap((found) => found?.omitted.map(sentenceText) ?? []);
}

test("an error: NOT NULL by a nullify", async () => {
  expect(
    await said("error", family("session.delete(jack);\nsession.commit();", { column: "nullable: false" })),
  ).toMatchInlineSnapshot(`
    [
      "\`session.delete(jack)\` on line 21 would have set \`addresses.user_id\` of Address#1 to NULL, because the cascade of \`User.addresses\` has no \`delete\`; the column is NOT NULL, so the database rejected it.",
      "To delete them instead, give \`User.addresses\` \`cascade: "all, delete-orphan"\`.",
      "To leave them to the database, give \`User.addresses\` \`passiveDeletes: true\`, and \`addresses.user_id\` \`onDelete: "CASCADE"\`, which SQLite minds with \`foreignKeys: true\`.",
      "To allow rows without it, let \`addresses.user_id\` be nullable.",
    ]
  `);
});

test("an error: NOT NULL by a missing owner", async () => {
  expect(
    await said("error", family("session.add(new Address());\nsession.commit();", { column: "nullable: false" })),
  ).toMatchInlineSnapshot(`
    [
      "new Address was to be written without a value for \`addresses.user_id\`, which is NOT NULL; the database rejected it.",
      "Set \`Address.user\` before the flush, or add the object through its owner.",
      "To allow rows without it, let \`addresses.user_id\` be nullable.",
    ]
  `);
});

test("an error: FOREIGN KEY", async () => {
  expect(
    await said("error", family("session.query(User).delete();", { engine: "foreignKeys: true" })),
  ).toMatchInlineSnapshot(`
    [
      "The DELETE of rows of \`users\` was rejected: other rows still point to them by \`addresses.user_id\`. A DELETE by a query runs no cascade, so nothing was done about them first.",
      "To let the ORM delete them too, give \`User.addresses\` \`cascade: "all, delete-orphan"\` and delete the object with \`session.delete(…)\`.",
      "To let the database do it, give \`addresses.user_id\` \`onDelete: "CASCADE"\` (or \`"SET NULL"\`).",
    ]
  `);
});

test("an error: UNIQUE", async () => {
  expect(
    await said("error", family('session.delete(jack);\nsession.add(new User({ name: "jack" }));\nsession.commit();')),
  ).toMatchInlineSnapshot(`
    [
      "new User would have had the same \`users.name\` as a row that is there already; the database rejected it.",
      "A flush inserts before it deletes, and User#1 was to be deleted by this same flush: call \`session.flush()\` after the delete, or change the row that is there.",
    ]
  `);
});

test("an error: single parent, in the mapping", async () => {
  expect(
    await said("error", family("session.commit();", { user: 'cascade: "all, delete-orphan"' })),
  ).toMatchInlineSnapshot(`
    [
      "\`Address.user\` has \`delete-orphan\`, but many objects may point to the same one: the ORM could not tell when the last of them lets go.",
      "Write the cascade on the other side, where one owner holds many: in a \`backref\` the options inside it belong to the other class.",
      "Or give \`Address.user\` \`singleParent: true\`, which allows only one owner at a time.",
    ]
  `);
});

test("an error: single parent, in use", async () => {
  expect(
    await said(
      "error",
      family("const u = new User();\nnew Address({ user: u });\nnew Address({ user: u });", {
        user: 'cascade: "all, delete-orphan", singleParent: true',
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "The object has an owner along \`Address.user\` already, and with \`singleParent\` it may have only one at a time.",
      "Take it out of its first owner before it is given to another.",
      "Or take \`delete-orphan\` and \`singleParent\` off \`Address.user\`.",
    ]
  `);
});

test("an error: detached", async () => {
  expect(await said("error", family("session.close();\njack.addresses;"))).toMatchInlineSnapshot(`
    [
      "\`User.addresses\` had to be loaded, but User#1 left its session by \`session.close()\` on line 21.",
      "Load it while the session is open: \`.options(selectinload(User.addresses))\`, or read it before.",
      "Or add the object to a session again.",
    ]
  `);
});

test("an error: pending rollback", async () => {
  expect(
    await said(
      "error",
      family('session.add(new User({ name: "jack" }));\ntry { session.flush(); } catch {}\nsession.query(User).all();'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "The flush of \`try { session.flush(); } catch {}\` on line 22 failed, and its transaction has not been ended since.",
      "Call \`session.rollback()\` after the failure, then go on.",
    ]
  `);
});

test("an error: another session", async () => {
  expect(await said("error", family("jack.name;\nnew f.Session(engine).add(jack);"))).toMatchInlineSnapshot(`
    [
      "The object belongs to another session, and an object can be in one session at a time.",
      "Use \`session.merge(object)\` to get this session's own copy, or \`expunge\` it from the other one first.",
    ]
  `);
});

test("an error: not in the session", async () => {
  expect(await said("error", family("session.expunge(new User());"))).toMatchInlineSnapshot(`
    [
      "The object is not in this session, so there is nothing that the session could do with it.",
      "Add it first, or load it with this session.",
    ]
  `);
});

test("an error: lazy raise", async () => {
  expect(await said("error", family("jack.addresses;", { addresses: 'lazy: "raise"' }))).toMatchInlineSnapshot(`
    [
      "\`User.addresses\` would have had to be loaded, and \`lazy: "raise"\` forbids that.",
      "Load it with the query: \`.options(selectinload(…))\`.",
    ]
  `);
});

test("an error: stale", async () => {
  expect(
    await said(
      "error",
      family('jack.name;\nsession.execute(f.text("DELETE FROM users"));\njack.name = "jim";\nsession.commit();'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "The flush expected to change 1 row in \`users\`, and found 0: it was gone before.",
    ]
  `);
});

test("an error: a primary key blanked out", async () => {
  expect(
    await said(
      "error",
      mapped(
        `class P extends Base.mapped("p", { id: f.column(f.Integer, { primaryKey: true }), cs: f.relationship("C") }) {}
class C extends Base.mapped("c", { id: f.column(f.Integer, f.foreignKey("p.id"), { primaryKey: true }) }) {}`,
        "const p = new P({ cs: [new C()] });\nsession.add(p);\nsession.commit();\nsession.delete(p);\nsession.commit();",
      ),
    ),
  ).toMatchInlineSnapshot(`
  [
    "\`P.cs\` would have set \`c.id\` to NULL, and that is part of a primary key: the row would have lost its identity.",
    "To delete them instead, give \`P.cs\` \`cascade: "all, delete-orphan"\`.",
    "To leave them to the database, give \`P.cs\` \`passiveDeletes: true\`, and \`c.id\` \`onDelete: "CASCADE"\`, which SQLite minds with \`foreignKeys: true\`.",
  ]
`);
});

test("an error: a circle", async () => {
  expect(
    await said(
      "error",
      mapped(
        `class N extends Base.mapped("n", { id: f.column(f.Integer, { primaryKey: true }), nextId: f.column(f.Integer, f.foreignKey("n.id")), next: f.relationship("N", { remoteSide: "N.id" }) }) {}`,
        "const a = new N();\nconst b = new N({ next: a });\na.next = b;\nsession.add(a);\nsession.commit();",
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "Rows depend on each other in a circle, so no order of INSERT and DELETE satisfies all foreign keys.",
      "Give \`N.next\` \`postUpdate: true\`: it is then written by an UPDATE of its own.",
    ]
  `);
});

test("a warning: overlaps", async () => {
  expect(
    await said(
      "warning",
      mapped(
        `class P extends Base.mapped("p", { id: f.column(f.Integer, { primaryKey: true }), cs: f.relationship("C") }) {}
class C extends Base.mapped("c", { id: f.column(f.Integer, { primaryKey: true }), pId: f.column(f.Integer, f.foreignKey("p.id")), p: f.relationship("P") }) {}`,
        "session.add(new P());",
      ),
    ),
  ).toMatchInlineSnapshot(`
  [
    "\`C.p\` and \`P.cs\` both write \`c.pId\` without knowing of each other, so one may undo what the other did.",
    "If they are two sides of one relationship, link them with \`backPopulates\`.",
    "If one only reads, give it \`viewonly: true\`.",
    "If both are meant, silence the warning with \`overlaps: "cs"\` on \`C.p\`.",
  ]
`);
});

test("a warning: not in the session", async () => {
  expect(
    await said(
      "warning",
      family("jack.addresses.push(new Address());\nsession.commit();", { addresses: 'cascade: "merge"' }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "The flush passed over \`Address\` in \`User.addresses\`: the object is in no session, so its row is not written.",
      "Add the object to the session, or give \`User.addresses\` the \`save-update\` cascade.",
    ]
  `);
});

test("an omission: passive_deletes", async () => {
  expect(
    await omitted(
      family("session.delete(jack);\nsession.commit();", {
        addresses: "passiveDeletes: true",
        key: 'onDelete: "CASCADE"',
        engine: "foreignKeys: true",
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "What \`User.addresses\` of User#1 holds in the database was not loaded: with \`passiveDeletes\` it is left to the database's ON DELETE CASCADE of \`addresses.user_id\`.",
    ]
  `);
});

test("an omission: passive_deletes all", async () => {
  expect(
    await omitted(family("session.delete(jack);\nsession.commit();", { addresses: 'passiveDeletes: "all"' })),
  ).toMatchInlineSnapshot(`
    [
      "What \`User.addresses\` of User#1 holds was left as it is, loaded or not: \`passiveDeletes: "all"\` leaves it to the database, but \`addresses.user_id\` has no ON DELETE.",
    ]
  `);
});

test("an omission: not loaded", async () => {
  expect(await omitted(family("session.expunge(jack);", { addresses: 'cascade: "all"' }))).toMatchInlineSnapshot(`
    [
      "\`User.addresses\` of User#1 was not loaded, and nothing had to load it, so nothing was done along it.",
    ]
  `);
});

test("an omission: viewonly", async () => {
  expect(
    await omitted(family("jack.addresses = [];", { addresses: "viewonly: true, syncBackref: false" })),
  ).toMatchInlineSnapshot(`
    [
      "The change of \`User.addresses\` of User#1 is not written: it is \`viewonly\`.",
    ]
  `);
});

test("an omission: unchanged", async () => {
  expect(
    await omitted(family('jack.name;\njack.name = "jack";\njack.addresses.length;\nsession.flush();')),
  ).toMatchInlineSnapshot(`
    [
      "No UPDATE of User#1: it is in \`session.dirty\`, but nothing that is written is different.",
    ]
  `);
});

test("an omission: passive_updates", async () => {
  expect(await omitted(family("jack.addresses.length;\njack.id = 7;\nsession.flush();"))).toMatchInlineSnapshot(`
    [
      "What \`User.addresses\` of User#1 holds was not updated: with \`passiveUpdates\` the database carries the changed key on, by ON UPDATE CASCADE.",
    ]
  `);
});

test("what the database did by itself, found in its rows", async () => {
  const { run, text } = await family("session.delete(jack);\nsession.commit();", {
    addresses: "passiveDeletes: true",
    key: 'onDelete: "CASCADE"',
    engine: "foreignKeys: true",
  });
  const statement = run.statements.findLast(({ kind }) => kind === "delete");
  if (!statement) throw new Error("nothing was deleted");
  const removed = { table: "addresses", rowid: 1, before: [1, 1], after: null, byDatabase: true };
  const changes = [
    ...run.changes.filter(({ seq }) => seq < statement.seq),
    { type: "table", name: "addresses", columns: ["id", "user_id"], rows: [], seq: 1, line: null } as const,
    { type: "rows", changes: [removed], seq: statement.seq + 0.5, line: null } as const,
  ];
  expect(explainStatement({ ...run, changes }, statement.index, text).database.map(sentenceText)).toEqual([
    "The database removed `addresses` 1 by itself: ON DELETE CASCADE of `addresses.user_id`. Not from the ORM.",
  ]);
});
