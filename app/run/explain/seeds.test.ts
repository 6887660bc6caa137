import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { modelSnapshot } from "../../../src-engine/index.ts";
import type { TraceEvent } from "../../../src-engine/trace/events.ts";
import { runProgram } from "../../../tools/host/program.ts";
import type { Scenario } from "../../../tools/parity/document.ts";
import { readScenarios } from "../../../tools/parity/files.ts";
import { perform } from "../../../tools/parity/steps.ts";
import { World } from "../../../tools/parity/world.ts";
import { emptyRun, fold, type RunModel } from "../run-model.ts";
import { explainError } from "./error.ts";
import { explainText } from "./explanation.ts";
import { explainStatement } from "./statement.ts";

const seeds = readScenarios(fileURLToPath(new URL("../../../tools/parity/recordings/seeds.jsonl.gz", import.meta.url)));

/** Performs a recorded scenario; each of its steps is a line of the program, starting at 1. */
function performed(scenario: Scenario): RunModel {
  const events: TraceEvent[] = [];
  let line: number | null = null;
  const world = new World(scenario, { sink: (event) => events.push(event), line: () => line });
  try {
    world.record(() => world.map());
    world.record(() => world.models.base.metadata.createAll(world.engine));
    world.openSession();
    scenario.steps.forEach((step, place) => {
      line = place + 1;
      world.record(() => perform(world, step));
    });
    return { ...fold(emptyRun, events), schema: modelSnapshot(world.models.base.registry) };
  } finally {
    world.dispose();
  }
}

/** A scenario, how its most telling statement begins, and the whole of why that was emitted. */
const reasons: readonly (readonly [id: string, sql: string, ...text: string[]])[] = [
  [
    "answers-1-cascade-on-wrong-side",
    "UPDATE child",
    "UPDATE of Child#1 and Child#2: `session.delete(Parent#1)` on line 6 deletes Parent#1, and the cascade of `Parent.children` has no `delete`, so `child.parent_id` is set to NULL.",
    "  → `session.delete(Parent#1)` on line 6 marks Parent#1 for deletion.",
    "  → `session.commit()` on line 7 flushes before it commits: what has changed is written.",
    "  → The flush sets `child.parent_id` of Child#1 and Child#2 to NULL along `Parent.children`.",
    "  → UPDATE `child` `SET parent_id = NULL`: 2 rows.",
    "To change it:",
    '  To delete them instead, give `Parent.children` (in the backref of `Child.parent`) `cascade: "all, delete-orphan"`.',
    '  To leave them to the database, give `Parent.children` (in the backref of `Child.parent`) `passiveDeletes: true`, and `child.parent_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
  ],
  [
    "answers-2-cascade-on-parent",
    "DELETE FROM child",
    "DELETE of Child#1 and Child#2: `session.delete(Parent#1)` on line 6 cascaded along `Parent.children`, because its cascade has `delete`.",
    "  → `session.delete(Parent#1)` on line 6 marks Parent#1 for deletion.",
    "  → The `delete` cascade of `Parent.children` goes from Parent#1 to Child#1 and Child#2.",
    "  → `session.commit()` on line 7 flushes before it commits: what has changed is written.",
    "  → DELETE `child`: 2 rows.",
    "To change it:",
    "  To keep them with NULL in `child.parent_id`, take `delete` out of the cascade of `Parent.children`.",
    '  To leave them to the database, give `Parent.children` `passiveDeletes: true`, and `child.parent_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
  ],
  [
    "answers-3-cascade-on-backref",
    "DELETE FROM child",
    "DELETE of Child#1 and Child#2: `session.delete(Parent#1)` on line 6 cascaded along `Parent.children`, because its cascade has `delete`.",
    "  → `session.delete(Parent#1)` on line 6 marks Parent#1 for deletion.",
    "  → The `delete` cascade of `Parent.children` goes from Parent#1 to Child#1 and Child#2.",
    "  → `session.commit()` on line 7 flushes before it commits: what has changed is written.",
    "  → DELETE `child`: 2 rows.",
    "To change it:",
    "  To keep them with NULL in `child.parent_id`, take `delete` out of the cascade of `Parent.children` (in the backref of `Child.parent`).",
    '  To leave them to the database, give `Parent.children` (in the backref of `Child.parent`) `passiveDeletes: true`, and `child.parent_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
  ],
  [
    "answers-4-passive-deletes-fk-off",
    "DELETE FROM parent",
    "DELETE of Parent#1: `session.delete(Parent#1)` on line 7 marked it for deletion, and `session.commit()` on line 8 flushed.",
    "  → `session.delete(Parent#1)` on line 7 marks Parent#1 for deletion.",
    "  → `session.commit()` on line 8 flushes before it commits: what has changed is written.",
    "  → DELETE `parent`: 1 row.",
    "Left alone:",
    "  What `Parent.children` of Parent#1 holds in the database was not loaded: with `passiveDeletes` it is left to the database's ON DELETE CASCADE of `child.parent_id`.",
  ],
  [
    "answers-4-passive-deletes-fk-on",
    "DELETE FROM parent",
    "DELETE of Parent#1: `session.delete(Parent#1)` on line 7 marked it for deletion, and `session.commit()` on line 8 flushed.",
    "  → `session.delete(Parent#1)` on line 7 marks Parent#1 for deletion.",
    "  → `session.commit()` on line 8 flushes before it commits: what has changed is written.",
    "  → DELETE `parent`: 1 row.",
    "Left alone:",
    "  What `Parent.children` of Parent#1 holds in the database was not loaded: with `passiveDeletes` it is left to the database's ON DELETE CASCADE of `child.parent_id`.",
  ],
  [
    "answers-5-ondelete-without-passive",
    "UPDATE child",
    "UPDATE of Child#1 and Child#2: `session.delete(Parent#1)` on line 6 deletes Parent#1, and the cascade of `Parent.children` has no `delete`, so `child.parent_id` is set to NULL.",
    "  → `session.delete(Parent#1)` on line 6 marks Parent#1 for deletion.",
    "  → `session.commit()` on line 7 flushes before it commits: what has changed is written.",
    "  → The flush sets `child.parent_id` of Child#1 and Child#2 to NULL along `Parent.children`.",
    "  → UPDATE `child` `SET parent_id = NULL`: 2 rows.",
    "To change it:",
    '  To delete them instead, give `Parent.children` `cascade: "all, delete-orphan"`.',
    "  To leave them to the database, give `Parent.children` `passiveDeletes: true`: `child.parent_id` has ON DELETE CASCADE already, which SQLite minds with `foreignKeys: true`.",
  ],
  [
    "answers-6-query-delete-with-db-cascade",
    "DELETE FROM parent",
    "DELETE in `parent`: `query.delete()` on line 6 deletes rows directly: no cascade runs, and no object is loaded.",
    "  → `query.delete()` on line 6 deletes rows directly, past the unit of work.",
    "  → DELETE `parent`: 1 row.",
    "To change it:",
    '  To have cascades run, load the objects and pass each to `session.delete(…)`; or declare `onDelete: "CASCADE"` on the foreign keys, which the database minds with `foreignKeys: true`.',
  ],
  [
    "answers-7-orphan-removal",
    "UPDATE child",
    "UPDATE of Child#1: the change of `Child.parent` on line 6 emptied `Child.parent`, so `child.parent_id` is set to NULL.",
    "  → `Child.parent` of Child#1 changes on line 6.",
    "  → `session.flush()` on line 7 flushes: what has changed is written.",
    "  → The flush sets `child.parent_id` of Child#1 to NULL along `Child.parent`.",
    "  → UPDATE `child` `SET parent_id = NULL`: 1 row.",
    "To change it:",
    '  To delete what leaves it, give `Parent.children` `cascade: "all, delete-orphan"`.',
  ],
  [
    "answers-8-room-furniture",
    "DELETE FROM roomdata",
    "DELETE of DBRoom#1: `session.delete(DBRoom#1)` on line 7 marked it for deletion, and `session.commit()` on line 8 flushed.",
    "  → `session.delete(DBRoom#1)` on line 7 marks DBRoom#1 for deletion.",
    "  → `session.commit()` on line 8 flushes before it commits: what has changed is written.",
    "  → DELETE `roomdata`: 1 row.",
    "Left alone:",
    "  What `DBRoom.furniture` of DBRoom#1 holds in the database was not loaded: with `passiveDeletes` it is left to the database's ON DELETE CASCADE of `furnituredata.room_id`.",
  ],
  [
    "deleting-1-nullify",
    "UPDATE addresses",
    "UPDATE of Address#1 and Address#2: `session.delete(User#1)` on line 10 deletes User#1, and the cascade of `User.addresses` has no `delete`, so `addresses.user_id` is set to NULL. It is written now because `query.one()` on line 11 flushes first (autoflush).",
    "  → `session.delete(User#1)` on line 10 marks User#1 for deletion.",
    "  → `query.one()` on line 11 needs the database to be up to date, so the session flushes first (autoflush).",
    "  → The flush sets `addresses.user_id` of Address#1 and Address#2 to NULL along `User.addresses`.",
    "  → UPDATE `addresses` `SET user_id = NULL`: 2 rows.",
    "To change it:",
    '  To delete them instead, give `User.addresses` `cascade: "all, delete-orphan"`.',
    '  To leave them to the database, give `User.addresses` `passiveDeletes: true`, and `addresses.user_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
    "  To flush later, put line 11 into `session.noAutoflush(() => …)`, or give the Session `autoflush: false`.",
  ],
  [
    "deleting-2-cascade",
    "DELETE FROM addresses",
    "DELETE of Address#2: the change of `User.addresses` on line 10 took it out of `User.addresses`, whose cascade has `delete-orphan`. It is written now because `query.one()` on line 11 flushes first (autoflush).",
    "  → `User.addresses` of User#1 changes on line 10.",
    "  → Address#2 left `User.addresses` of User#1, whose cascade has `delete-orphan`.",
    "  → `query.one()` on line 11 needs the database to be up to date, so the session flushes first (autoflush).",
    "  → DELETE `addresses`: 1 row.",
    "To change it:",
    "  To keep what leaves it, take `delete-orphan` out of the cascade of `User.addresses`.",
    "  To flush later, put line 11 into `session.noAutoflush(() => …)`, or give the Session `autoflush: false`.",
  ],
  [
    "notebook-1-nullify",
    "UPDATE logs",
    "UPDATE of Log#1: `session.delete(Person#1)` on line 11 deletes Person#1, and the cascade of `Person.logs` has no `delete`, so `logs.person_id` is set to NULL.",
    "  → `session.delete(Person#1)` on line 11 marks Person#1 for deletion.",
    "  → `session.commit()` on line 12 flushes before it commits: what has changed is written.",
    "  → The flush sets `logs.person_id` of Log#1 to NULL along `Person.logs`.",
    "  → UPDATE `logs` `SET person_id = NULL`: 1 row.",
    "To change it:",
    '  To delete them instead, give `Person.logs` (in the backref of `Log.person`) `cascade: "all, delete-orphan"`.',
    '  To leave them to the database, give `Person.logs` (in the backref of `Log.person`) `passiveDeletes: true`, and `logs.person_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
  ],
  [
    "notebook-2-not-null",
    "UPDATE otherlogs",
    "UPDATE of OtherLog#1: `session.delete(Person#1)` on line 7 deletes Person#1, and the cascade of `Person.otherlogs` has no `delete`, so `otherlogs.person_id` is set to NULL. The database rejected it: NOT NULL constraint failed: otherlogs.person_id.",
    "  → `session.delete(Person#1)` on line 7 marks Person#1 for deletion.",
    "  → `session.commit()` on line 8 flushes before it commits: what has changed is written.",
    "  → The flush sets `otherlogs.person_id` of OtherLog#1 to NULL along `Person.otherlogs`.",
    "  → UPDATE `otherlogs` is rejected: NOT NULL constraint failed: otherlogs.person_id.",
    "To change it:",
    '  To delete them instead, give `Person.otherlogs` (in the backref of `OtherLog.person`) `cascade: "all, delete-orphan"`.',
    '  To leave them to the database, give `Person.otherlogs` (in the backref of `OtherLog.person`) `passiveDeletes: true`, and `otherlogs.person_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
    "  To allow rows without it, let `otherlogs.person_id` be nullable.",
  ],
  [
    "notebook-3-delete-orphan",
    "DELETE FROM morelogs",
    "DELETE of MoreLog#1: `session.delete(Person#1)` on line 7 cascaded along `Person.morelogs`, because its cascade has `delete`.",
    "  → `session.delete(Person#1)` on line 7 marks Person#1 for deletion.",
    "  → The `delete` cascade of `Person.morelogs` goes from Person#1 to MoreLog#1.",
    "  → `session.commit()` on line 8 flushes before it commits: what has changed is written.",
    "  → DELETE `morelogs`: 1 row.",
    "To change it:",
    '  To leave them to the database, give `Person.morelogs` (in the backref of `MoreLog.person`) `passiveDeletes: true`, and `morelogs.person_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
  ],
  [
    "notebook-4-one-to-one",
    "DELETE FROM onelogs",
    "DELETE of OneLog#1: `session.delete(Person#1)` on line 9 cascaded along `Person.log`, because its cascade has `delete`.",
    "  → `session.delete(Person#1)` on line 9 marks Person#1 for deletion.",
    "  → The `delete` cascade of `Person.log` goes from Person#1 to OneLog#1.",
    "  → `session.commit()` on line 10 flushes before it commits: what has changed is written.",
    "  → DELETE `onelogs`: 1 row.",
    "To change it:",
    '  To leave them to the database, give `Person.log` (in the backref of `OneLog.person`) `passiveDeletes: true`, and `onelogs.person_id` `onDelete: "CASCADE"`, which SQLite minds with `foreignKeys: true`.',
  ],
  [
    "notebook-5-query-delete",
    "DELETE FROM persons",
    "DELETE in `persons`: `query.delete()` on line 9 deletes rows directly: no cascade runs, and no object is loaded.",
    "  → `query.delete()` on line 9 deletes rows directly, past the unit of work.",
    "  → DELETE `persons`: 2 rows.",
    "To change it:",
    '  To have cascades run, load the objects and pass each to `session.delete(…)`; or declare `onDelete: "CASCADE"` on the foreign keys, which the database minds with `foreignKeys: true`.',
  ],
  [
    "notebook-6-many-to-many",
    "DELETE FROM manylog_person",
    "DELETE in `manylog_person`: `session.delete(Person#1)` on line 11 deletes one side of `Person.manylogs`, and its rows in `manylog_person` go with it.",
    "  → `session.delete(Person#1)` on line 11 marks Person#1 for deletion.",
    "  → `session.commit()` on line 12 flushes before it commits: what has changed is written.",
    "  → The flush deletes the association row for ManyLog#1 along `Person.manylogs`.",
    "  → DELETE `manylog_person`: 1 row.",
    "To change it:",
    "  To leave the association rows to the database, give `Person.manylogs` (in the backref of `ManyLog.persons`) `passiveDeletes: true`.",
  ],
  [
    "tutorial-1-session",
    "UPDATE users",
    "UPDATE of User#1: `User.password` changed on line 9, and `session.commit()` on line 12 flushed.",
    "  → `User.password` of User#1 changes on line 9.",
    "  → `session.commit()` on line 12 flushes before it commits: what has changed is written.",
    "  → UPDATE `users` `SET password = 'f8s7ccs'`: 1 row.",
  ],
  [
    "tutorial-2-querying",
    "SELECT",
    "SELECT from `users`: `query.all()` on line 8 ran the query.",
    "  → `query.all()` on line 8 runs the query.",
    "  → SELECT `users`: 4 rows.",
  ],
  [
    "tutorial-3-relationships",
    "INSERT INTO addresses",
    "INSERT of Address#1: `session.add(User#5)` on line 14 cascaded along `User.addresses`, because its cascade has `save-update`.",
    "  → `session.add(User#5)` on line 14 places User#5 into the session.",
    "  → The `save-update` cascade of `User.addresses` goes from User#5 to Address#1.",
    "  → `session.commit()` on line 15 flushes before it commits: what has changed is written.",
    "  → INSERT `addresses`: 1 row.",
  ],
  [
    "tutorial-4-delete",
    "SELECT addresses",
    "SELECT from `addresses`: the flush looked for `User.addresses` of User#5, because that is being deleted.",
    "  → `session.delete(User#5)` on line 16 marks User#5 for deletion.",
    "  → `query.one()` on line 17 needs the database to be up to date, so the session flushes first (autoflush).",
    "  → `User.addresses` of User#5 was not loaded yet, so it is loaded now (lazy load).",
    "  → SELECT `addresses`: 2 rows.",
    "To change it:",
    "  With `passiveDeletes: true` on `User.addresses` nothing is loaded for a delete: rows that are not in memory are left to the database.",
    "  To flush later, put line 17 into `session.noAutoflush(() => …)`, or give the Session `autoflush: false`.",
  ],
  [
    "tutorial-5-delete-orphan",
    "DELETE FROM addresses",
    "DELETE of Address#2: the change of `User.addresses` on line 17 took it out of `User.addresses`, whose cascade has `delete-orphan`. It is written now because `query.one()` on line 18 flushes first (autoflush).",
    "  → `User.addresses` of User#5 changes on line 17.",
    "  → Address#2 left `User.addresses` of User#5, whose cascade has `delete-orphan`.",
    "  → `query.one()` on line 18 needs the database to be up to date, so the session flushes first (autoflush).",
    "  → DELETE `addresses`: 1 row.",
    "To change it:",
    "  To keep what leaves it, take `delete-orphan` out of the cascade of `User.addresses`.",
    "  To flush later, put line 18 into `session.noAutoflush(() => …)`, or give the Session `autoflush: false`.",
  ],
  [
    "tutorial-6-many-to-many",
    "DELETE FROM post_keywords",
    "DELETE in `post_keywords` (2 rows): `session.delete(BlogPost#1)` on line 18 deletes one side of `BlogPost.keywords`, and its rows in `post_keywords` go with it.",
    "  → `session.delete(BlogPost#1)` on line 18 marks BlogPost#1 for deletion.",
    "  → `session.commit()` on line 19 flushes before it commits: what has changed is written.",
    "  → The flush deletes the association row for Keyword#1 and Keyword#2 along `BlogPost.keywords`.",
    "  → DELETE `post_keywords`: 2 rows.",
    "To change it:",
    '  To leave the association rows to the database, give `BlogPost.keywords` `passiveDeletes: true`, and `post_keywords.post_id` `onDelete: "CASCADE"`.',
  ],
  [
    "users-posts",
    "SELECT posts",
    "SELECT from `posts`: `session.delete(User#1)` on line 7 looked for `User.posts` of User#1, because its cascade has `delete`.",
    "  → `session.delete(User#1)` on line 7 marks User#1 for deletion.",
    "  → `User.posts` of User#1 was not loaded yet, so it is loaded now (lazy load).",
    "  → SELECT `posts`: 2 rows.",
    "To change it:",
    "  With `passiveDeletes: true` on `User.posts` nothing is loaded for a delete: rows that are not in memory are left to the database.",
  ],
];

test("each recorded walk has its reason here, but for the one that cannot be mapped", () => {
  expect(reasons.map(([id]) => id)).toEqual(
    seeds.filter(({ expect: { mapping } }) => mapping.error === undefined).map(({ id }) => id),
  );
});

test.each(reasons)("%s: why %s", (id, sql, ...text) => {
  const scenario = seeds.find((each) => each.id === id) as Scenario;
  const run = performed(scenario);
  const statement = run.statements.find((each) => each.line !== null && each.sql.startsWith(sql));
  expect(explainText(explainStatement(run, statement?.index ?? -1)).split("\n")).toEqual(text);
});

test("notebook-7-single-parent: why it cannot be mapped", async () => {
  const text = readFileSync(
    fileURLToPath(new URL("../../scenarios/notebook-7-single-parent/main.ts", import.meta.url)),
    "utf8",
  );
  const events: TraceEvent[] = [];
  await runProgram(text, (event) => events.push(event));
  const explanation = explainError(fold(emptyRun, events), text);
  expect(explanation && explainText(explanation).split("\n")).toEqual([
    "`Person.manylogsdel` has `delete-orphan`, but many objects may point to the same one: the ORM could not tell when the last of them lets go.",
    '  → `const person1 = new Person({ name: "person1" })` on line 62 is where it happened.',
    "To change it:",
    "  Write the cascade on the other side, where one owner holds many: in a `backref` the options inside it belong to the other class.",
    "  Or give `Person.manylogsdel` `singleParent: true`, which allows only one owner at a time.",
  ]);
});
