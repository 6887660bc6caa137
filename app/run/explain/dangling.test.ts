import { expect, test } from "vitest";
import type { TraceEvent } from "../../../src-engine/trace/events.ts";
import { runProgram } from "../../../tools/host/program.ts";
import { openRecordedDatabase } from "../../../tools/host/sqlite.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { emptyRun, fold } from "../run-model.ts";
import { sentenceText } from "./explanation.ts";
import { explainStatement } from "./statement.ts";

/** Two users with an address each, the first of them deleted; what is said of the DELETE and how to have it otherwise. */
async function deleted(options: { key?: string; engine?: string; addresses?: string; how?: string }) {
  const { key = 'onDelete: "CASCADE"', engine = "", addresses = "passiveDeletes: true" } = options;
  const text = `import * as f from "flushlight";
const Base = f.declarativeBase();
class User extends Base.mapped("users", {
  id: f.column(f.Integer, { primaryKey: true }),
  addresses: f.relationship("Address", { ${addresses} }),
}) {}
class Address extends Base.mapped("addresses", {
  id: f.column(f.Integer, { primaryKey: true }),
  userId: f.column("user_id", f.Integer, f.foreignKey("users.id", { ${key} })),
}) {}
const engine = f.createEngine("sqlite://", { ${engine} });
Base.metadata.createAll(engine);
const session = new f.Session(engine);
const [jack, jill] = [1, 2].map((id) => new User({ id, addresses: [new Address({ id: 10 * id })] }));
session.addAll([jack, jill]);
session.commit();
${options.how ?? "session.delete(jack);"}
session.commit();`;
  const events: TraceEvent[] = [];
  const result = await runProgram(text, (event) => events.push(event), DEFAULT_LIMITS, openRecordedDatabase);
  const run = fold(emptyRun, events);
  const statement = run.statements.find(({ sql }) => sql.startsWith("DELETE"));
  const told = explainStatement({ ...run, schema: run.schema ?? result.model }, statement?.index ?? -1, text);
  return { database: told.database.map(sentenceText), settings: told.settings.map(sentenceText) };
}

test("a database that does not enforce foreign keys leaves rows that point to nothing", async () => {
  expect((await deleted({})).database).toEqual([
    "`addresses` 10 still points by `addresses.user_id` to what is gone: the database does not enforce its foreign keys, else it would have followed ON DELETE CASCADE. `createEngine(…, { foreignKeys: true })` has it enforce them.",
  ]);
  expect((await deleted({ key: "", how: "session.query(User).delete();" })).database).toEqual([
    "`addresses` 10 and 20 still point by `addresses.user_id` to what is gone: the database does not enforce its foreign keys, else it would have refused this DELETE. `createEngine(…, { foreignKeys: true })` has it enforce them.",
  ]);
});

test("nothing is left behind where it does, where the session sets NULL, or where the check comes at the commit", async () => {
  expect((await deleted({ engine: "foreignKeys: true" })).database).toEqual([
    "The database removed `addresses` 10 by itself: ON DELETE CASCADE of `addresses.user_id`. Not from the ORM.",
  ]);
  expect((await deleted({ addresses: "" })).database).toEqual([]);
  expect((await deleted({ key: 'deferrable: true, initially: "DEFERRED"' })).database).toEqual([]);
});

test("what is in memory is written in spite of passive_deletes", async () => {
  const how = "jack.addresses.length;\nsession.delete(jack);";
  const { settings } = await deleted({
    how,
    addresses: 'passiveDeletes: true, cascade: "all"',
    engine: "foreignKeys: true",
  });
  expect(settings).toEqual([
    "To keep them with NULL in `addresses.user_id`, take `delete` out of the cascade of `User.addresses`.",
    "What `User.addresses` has in memory is written in spite of `passiveDeletes: true`, which spares only what is not loaded: expire it before the delete to leave it to the database.",
  ]);
});
