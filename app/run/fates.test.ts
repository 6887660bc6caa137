import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import * as flushlight from "../../src-engine/index.ts";
import { languages } from "../languages/languages.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { parseWorkerMessage } from "../protocol/parse.ts";
import { Execution } from "../worker/execute.ts";
import { SqlJsDriver } from "../worker/sqljs-driver.ts";
import { classFates } from "./class-fates.ts";
import { checkPrediction } from "./fates.ts";
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
      observePredictions: () => flushlight.observePredictions(),
      modules: { flushlight },
    },
    languages,
    openDatabase: () => new SqlJsDriver(new sqlJs.Database(), sqlJs),
    send(text) {
      const message = parseWorkerMessage(text);
      if (message?.type === "trace") run = fold(run, message.events);
      if (message?.type === "finished") run = { ...run, schema: message.result.model };
    },
    now: () => performance.now(),
    settled: async () => [],
  });
  await execution.run();
  return run;
}

/** A user with addresses, notes and tags; the settings of each relationship are the test's. */
const program = (settings: { addresses: string; notes?: string; userId?: string }, steps: string) => `
import { Column, ForeignKey, Integer, Session, String, Table, column, createEngine, declarativeBase, foreignKey, relationship, text } from "flushlight";
const Base = declarativeBase();
const userTags = new Table("user_tags", Base.metadata,
  new Column("user_id", new ForeignKey("users.id"), { primaryKey: true }),
  new Column("tag_id", new ForeignKey("tags.id"), { primaryKey: true }));
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  addresses: relationship("Address", { ${settings.addresses} }),
  notes: relationship("Note", { ${settings.notes ?? "passiveDeletes: true"} }),
  tags: relationship("Tag", { secondary: userTags }),
}) {}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id")${settings.userId ?? ""}),
}) {}
class Note extends Base.mapped("notes", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id", { onDelete: "CASCADE" })),
}) {}
class Tag extends Base.mapped("tags", { id: column(Integer, { primaryKey: true }) }) {}
const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);
const user = new User({ addresses: [new Address(), new Address()], notes: [new Note()], tags: [new Tag()] });
session.add(user);
session.commit();
${steps}
`;

const checked = (run: RunModel) =>
  run.predictions.map((prediction) =>
    checkPrediction(run, prediction).map(({ fate, outcome, instead, statement }) => {
      const { object, kind, by, reason } = fate;
      const shown = statement === null ? "" : ` (${run.statements[statement]?.sql.split(" ").slice(0, 3).join(" ")})`;
      return `${object.className} ${kind} by ${by}, ${reason}: ${outcome}${instead === null ? "" : `, ${instead}`}${shown}`;
    }),
  );

describe("a prediction held against the run", () => {
  test("each fate that came true is shown by its statement", async () => {
    const run = await runOf(program({ addresses: "" }, "session.delete(user);\nsession.commit();"));
    expect(checked(run).map((fates) => fates.toSorted())).toEqual([
      [
        "Address nullified by orm, no-cascade: came-true (UPDATE addresses SET)",
        "Address nullified by orm, no-cascade: came-true (UPDATE addresses SET)",
        "Note deleted by database, on-delete-cascade: came-true (DELETE FROM users)",
        "Note left-to-database by orm, passive-deletes: came-true",
        "Tag untouched by orm, no-cascade: came-true",
        "User deleted by orm, operation: came-true (DELETE FROM users)",
        "user_tags deleted by orm, association: came-true (DELETE FROM user_tags)",
      ],
    ]);
  });

  test("a refusal comes true by the flush failing, and nothing else does", async () => {
    const settings = { addresses: "", userId: ", { nullable: false }" };
    const run = await runOf(program(settings, "session.delete(user);\nsession.commit();"));
    const [fates = []] = checked(run);
    expect(fates).toContain("Address refused by database, not-null: came-true (UPDATE addresses SET)");
    expect(fates.find((fate) => fate.startsWith("User"))).toMatch(
      /^User deleted by orm, operation: otherwise, The flush failed/,
    );
  });

  test("what is changed before the flush comes otherwise; without a flush nothing is decided yet", async () => {
    const kept =
      "session.delete(user);\nsession.add(user);\nsession.flush();\nuser.notes.append(new Note());\nsession.flush();";
    const [otherwise = []] = checked(await runOf(program({ addresses: 'cascade: "all"' }, kept)));
    expect(otherwise).toContain("User deleted by orm, operation: otherwise, The row stayed as it was.");
    const [open = []] = checked(await runOf(program({ addresses: "" }, "session.delete(user);")));
    expect(open.every((fate) => fate.endsWith("not-yet"))).toBe(true);
    expect(open.length).toBeGreaterThan(3);
  });
});

describe("the fates of classes", () => {
  const fatesOf = async (
    settings: Parameters<typeof program>[0],
    operation: "delete" | "remove" | "add",
    name: string,
  ) => {
    const { schema } = await runOf(program(settings, ""));
    if (schema === null) throw new Error("no mapping");
    return classFates(schema, operation, name).map(
      ({ className, kind, by, reason, path, when }) =>
        `${className} ${kind} by ${by}, ${reason} [${path.map((step) => step.along).join(" ")}]${when === null ? "" : ` where ${when}`}`,
    );
  };

  test("a delete: what the ORM clears, deletes, leaves, and what the database does", async () => {
    expect(await fatesOf({ addresses: "" }, "delete", "User")).toEqual([
      "User deleted by orm, operation []",
      "Address nullified by orm, no-cascade [User.addresses]",
      "Note nullified by orm, no-cascade [User.notes] where loaded",
      "Note left-to-database by orm, passive-deletes [User.notes] where unloaded",
      "user_tags deleted by orm, association [User.tags]",
      "Tag untouched by orm, no-cascade [User.tags]",
      "Note deleted by database, on-delete-cascade [notes.user_id]",
    ]);
  });

  test("a delete that cascades, and one that a column refuses", async () => {
    expect(await fatesOf({ addresses: 'cascade: "all"' }, "delete", "User")).toContain(
      "Address deleted by orm, cascade [User.addresses]",
    );
    expect(await fatesOf({ addresses: "", userId: ", { nullable: false }" }, "delete", "User")).toContain(
      "Address refused by database, not-null [User.addresses]",
    );
    expect(await fatesOf({ addresses: "" }, "delete", "Tag")).toEqual([
      "Tag deleted by orm, operation []",
      "user_tags refused by database, restrict [user_tags.tag_id]",
    ]);
  });

  test("a removal, with and without delete-orphan", async () => {
    expect(await fatesOf({ addresses: 'cascade: "all, delete-orphan"' }, "remove", "Address")).toEqual([
      "Address deleted by orm, delete-orphan [User.addresses]",
    ]);
    expect(await fatesOf({ addresses: "" }, "remove", "Address")).toEqual([
      "Address nullified by orm, no-cascade [User.addresses]",
    ]);
  });

  test("an addition follows save-update", async () => {
    expect(await fatesOf({ addresses: 'cascade: "merge"' }, "add", "User")).toEqual([
      "User added by orm, operation []",
      "Note added by orm, cascade [User.notes] where loaded",
      "Tag added by orm, cascade [User.tags] where loaded",
    ]);
  });
});
