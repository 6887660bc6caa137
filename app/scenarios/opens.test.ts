import { expect, test } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { runProgram } from "../../tools/host/program.ts";
import { sentenceText } from "../run/explain/explanation.ts";
import { explainSelection } from "../run/explain/life.ts";
import { emptyRun, fold } from "../run/run-model.ts";
import { readAddress } from "../share/address.ts";
import { items as gallery } from "./items.ts";
import type { Scenario } from "./scenario.ts";

/** What a person reads first where an item opens. */
async function firstSentence({ id, opens = "", typescript }: Scenario): Promise<string | null> {
  const { view, unknown } = readAddress(`${id}&${opens}`);
  expect(unknown).toEqual([]);
  if (view.selection === null) return null;
  const events: TraceEvent[] = [];
  const result = await runProgram(typescript, (event) => events.push(event));
  const run = fold(emptyRun, events);
  const explanation = explainSelection({ ...run, schema: run.schema ?? result.model }, view.selection, typescript);
  return explanation === null ? "nothing" : sentenceText(explanation.headline);
}

const headlines: readonly (readonly [id: string, sentence: string])[] = [
  [
    "single-parent",
    "`Citizen.card` has `delete-orphan`, but many objects may point to the same one: the ORM could not tell when the last of them lets go.",
  ],
  [
    "shared-parent",
    "DELETE of User#1: `session.delete(home)` on line 31 cascaded along `Address.user`, because its cascade has `delete`.",
  ],
  [
    "blank-out-primary-key",
    "`Order.lines` would have set `lines.order_id` to NULL, and that is part of a primary key: the row would have lost its identity.",
  ],
  [
    "association-deleted-twice",
    "DELETE of Enrolment#1,1: `session.delete(ann)` on line 53 cascaded along `Student.enrolments`, because its cascade has `delete`. There was no such row any more.",
  ],
  [
    "overlaps-warning",
    '`const jack = new User({ name: "jack" })` on line 35 led to 1 statement. `Address.user` and `User.addresses` both write `addresses.user_id` without knowing of each other, so one may undo what the other did.',
  ],
  [
    "shared-tags",
    'DELETE of Tag#1: `session.delete(session.query(Photo).filterBy({ title: "sea" }).one())` on line 59 cascaded along `Photo.tags`, because its cascade has `delete`.',
  ],
  ["viewonly", "`jack.workAddresses.push(address)` on line 33 led to 2 statements."],
  [
    "backref-cascade",
    "`session.commit()` on line 30 led to 1 statement. The flush passed over `Item` in `Order.items`: the object is in no session, so its row is not written.",
  ],
  [
    "not-in-session",
    "The flush passed over `Address` in `User.addresses`: the object is in no session, so its row is not written.",
  ],
  [
    "query-inserts",
    "INSERT of new Book: `session.add(early)` on line 27 placed it into the session. It is written now because `early.author = findAuthor()` on line 30 flushes first (autoflush). The database rejected it: NOT NULL constraint failed: books.author_id.",
  ],
  [
    "query-delete-session",
    'DELETE in `users`: `session.query(User).filter(User.name.eq("jack")).delete()` on line 28 deletes rows directly: no cascade runs, and no object is loaded.',
  ],
  [
    "rows-gone-before",
    "DELETE of Child#1: `session.delete(ann)` on line 36 marked it for deletion, and `session.flush()` on line 37 flushed. There was no such row any more.",
  ],
  [
    "post-update",
    "Rows depend on each other in a circle, so no order of INSERT and DELETE satisfies all foreign keys.",
  ],
  [
    "self-referential",
    "`Item.children` and `Item.parent` are two sides of one relationship, and both were taken for the collection: the foreign key alone does not tell which way is up.",
  ],
  [
    "insert-before-delete",
    "INSERT of new Email: `jack.emails.extend(newEmails())` on line 29 put it into `User.emails`, whose cascade has `save-update`. The database rejected it: UNIQUE constraint failed: emails.address.",
  ],
  [
    "still-in-collection",
    "DELETE of Address#1: `session.delete(a)` on line 28 marked it for deletion, and `session.flush()` on line 29 flushed.",
  ],
  ["detached", "An expired object had to be loaded, but User#1 left its session by `session.close()` on line 42."],
  [
    "identity-conflict",
    'INSERT of new User: `session.add(new User({ id: 1, name: "jacques" }))` on line 20 placed it into the session, and `session.flush()` on line 22 flushed. The database rejected it: UNIQUE constraint failed: users.id.',
  ],
  [
    "key-set-directly",
    "UPDATE of Address#1: `address.userId = jill.id` on line 28 changed `Address.userId`, and `session.flush()` on line 31 flushed.",
  ],
  [
    "raise-and-delete",
    "SELECT from `addresses`: `session.delete(jack)` on line 52 looked for `User.addresses` of User#1, because its cascade has `delete`.",
  ],
];

test.each(headlines)("%s opens with its answer", async (id, sentence) => {
  expect(await firstSentence((gallery.find((each) => each.id === id) ?? null) as Scenario)).toBe(sentence);
});

test.each(gallery.filter(({ id }) => !headlines.some(([known]) => known === id)))(
  "$id opens where there is something to explain",
  async (scenario) => {
    expect(await firstSentence(scenario)).not.toBe("nothing");
  },
);
