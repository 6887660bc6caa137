import type { ObjectRef } from "../../../src-engine/trace/events.ts";
import type { Omission } from "../run-model.ts";
import { code, listed, type Sentence, say, type Words } from "./explanation.ts";
import type { Facts } from "./facts.ts";
import { onDeleteOf } from "./settings.ts";

/** What the ORM left alone, one sentence for each relationship and reason. */
export function omissionSentences(facts: Facts, omissions: readonly Omission[]): readonly Sentence[] {
  const groups = new Map<string, Omission[]>();
  for (const omission of omissions) {
    const key = `${omission.reason} ${omission.relationship}`;
    const known = groups.get(key);
    if (known) known.push(omission);
    else groups.set(key, [omission]);
  }
  return [...groups.values()].map((group) => sentenceOf(facts, group));
}

function sentenceOf(facts: Facts, group: readonly Omission[]): Sentence {
  const [{ reason, relationship: path, seq }] = group as [Omission];
  const objects: readonly ObjectRef[] = group.map(({ object }) => object);
  const of = facts.objects(objects);
  const edge: Words = path === null ? "its attributes" : facts.edge(path);
  switch (reason) {
    case "passive-deletes":
      return say(
        "What ",
        edge,
        " of ",
        of,
        " holds in the database was not loaded: with ",
        code("passiveDeletes"),
        " it is left to ",
        rule(facts, path, seq),
        ".",
      );
    case "passive-deletes-all":
      return say(
        "What ",
        edge,
        " of ",
        of,
        " holds was left as it is, loaded or not: ",
        code('passiveDeletes: "all"'),
        " leaves it to ",
        rule(facts, path, seq),
        ".",
      );
    case "not-loaded":
      return say(edge, " of ", of, " was not loaded, and nothing had to load it, so nothing was done along it.");
    case "viewonly":
      return say("The change of ", edge, " of ", of, " is not written: it is ", code("viewonly"), ".");
    case "passive-updates":
      return say(
        "What ",
        edge,
        " of ",
        of,
        " holds was not updated: with ",
        code("passiveUpdates"),
        " the database carries the changed key on, by ON UPDATE CASCADE.",
      );
    case "unchanged":
      return say(
        "No UPDATE of ",
        of,
        ": it is in ",
        code("session.dirty"),
        ", but nothing that is written is different.",
      );
    default:
      return reason satisfies never;
  }
}

/** "ON DELETE CASCADE of `logs.person_id`", or that there is no such rule, as far as was foreseen at the time. */
function rule(facts: Facts, path: string | null, seq: number) {
  const relationship = facts.relationship(path);
  const keys = relationship === null ? [] : facts.keysOf(relationship);
  if (keys.length === 0) return "the database";
  const columns = listed(keys.map((key) => facts.column(key)));
  const action = keys.map((key) => onDeleteOf(facts, key)).find((each) => each !== null);
  if (!action) return ["the database, but ", columns, " has no ON DELETE"];
  const foreseen = facts.run.predictions.findLast((each) => each.seq < seq);
  const off = foreseen?.fates.some(({ reason: why }) => why === "foreign-keys-off") ?? false;
  const ignored: Words = off ? [", which it ignores without ", code("foreignKeys: true")] : "";
  return [`the database's ON DELETE ${action} of `, columns, ignored];
}
