import type { FateKind, FateOperation } from "../../../src-engine/trace/events.ts";
import type { ClassFate } from "../../run/class-fates.ts";

/** What may be done to an object, as the sentence "When a User is …" ends. */
export const operationWords: Readonly<Record<FateOperation, string>> = {
  delete: "deleted",
  remove: "removed from its collection",
  add: "added",
  expunge: "expunged",
  merge: "merged",
  refresh: "refreshed",
};

/** What has become of an object, as short as a badge. */
export const fateWords: Readonly<Record<FateKind, string>> = {
  deleted: "deleted",
  nullified: "key set to NULL",
  "left-to-database": "left to the database",
  refused: "refused",
  orphaned: "orphaned",
  added: "added",
  expunged: "expunged",
  merged: "merged",
  refreshed: "refreshed",
  untouched: "untouched",
};

const cascadeOf: Readonly<Record<FateOperation, string>> = {
  delete: "delete",
  remove: "delete-orphan",
  add: "save-update",
  expunge: "expunge",
  merge: "merge",
  refresh: "refresh-expire",
};

type Reasoned = Pick<ClassFate, "reason" | "by" | "kind"> & { readonly path: readonly { readonly along: string }[] };

/** Why it came to that, without a full stop. */
export function reasonWords(fate: Reasoned, operation: FateOperation): string {
  const along = fate.path.at(-1)?.along ?? "the relationship";
  switch (fate.reason) {
    case "operation":
      return fate.path.length > 0
        ? `that is what the operation does along ${along}`
        : "that is what the operation does";
    case "cascade":
      return `${along} cascades ${cascadeOf[operation]}`;
    case "no-cascade":
      return `${along} does not cascade ${cascadeOf[operation]}`;
    case "delete-orphan":
      return `${along} has delete-orphan`;
    case "not-orphan":
      return `${along} has no delete-orphan`;
    case "passive-deletes":
      return `${along} has passive_deletes`;
    case "passive-deletes-all":
      return `${along} has passive_deletes="all"`;
    case "viewonly":
      return `${along} is viewonly`;
    case "not-null":
      return `the foreign key of ${along} is NOT NULL`;
    case "primary-key":
      return `the foreign key of ${along} is in the primary key`;
    case "on-delete-cascade":
      return `${along} has ON DELETE CASCADE`;
    case "on-delete-set-null":
      return `${along} has ON DELETE SET NULL`;
    case "on-delete-set-default":
      return `${along} has ON DELETE SET DEFAULT`;
    case "restrict":
      return `${along} refers to the row, and no ON DELETE says what to do`;
    case "foreign-keys-off":
      return "PRAGMA foreign_keys is off, so the database checks nothing";
    case "association":
      return `the rows that link the two along ${along} go with it`;
    default:
      return fate.reason satisfies never;
  }
}

/** The way to it: `User.addresses, then Address.photos`. */
export function pathWords(path: readonly { readonly along: string }[]): string {
  return path.map(({ along }) => along).join(", then ");
}

export const doer = (by: ClassFate["by"]): string => (by === "orm" ? "by the ORM" : "by the database");

/** False where the word for a fate says enough by itself. */
export const namesDoer = (kind: FateKind): boolean => kind !== "untouched" && kind !== "left-to-database";

/** One fate as a sentence. */
export function fateSentence(fate: ClassFate, operation: FateOperation): string {
  const subject = fate.isTable ? `Rows of ${fate.className}` : fate.className;
  const when = fate.when === null ? "" : fate.when === "loaded" ? " where it is loaded" : " where it is not loaded";
  const whom = namesDoer(fate.kind) ? ` ${doer(fate.by)}` : "";
  return `${subject}${when}: ${fateWords[fate.kind]}${whom}, because ${reasonWords(fate, operation)}`;
}
