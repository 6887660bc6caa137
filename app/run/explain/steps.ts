import type { Cause, ObjectRef } from "../../../src-engine/trace/events.ts";
import { loadedPath } from "../causes.ts";
import { code, listed, type Sentence, type Step, say, type Words } from "./explanation.ts";
import type { ActionCause, AutoflushCause, CascadeCause, Facts, LoadCause, OperationCause } from "./facts.ts";

/** The step that causes of one kind stand for, told for all the objects that went that way. */
export function stepOf(facts: Facts, causes: readonly Cause[]): Step | null {
  const [first] = causes;
  if (!first) return null;
  switch (first.kind) {
    case "operation":
      return operationStep(facts, causes as readonly OperationCause[]);
    case "cascade":
      return cascadeStep(facts, causes as readonly CascadeCause[]);
    case "action":
      return actionStep(facts, causes as readonly ActionCause[]);
    case "load":
      return { kind: "load", text: loadText(facts, first) };
    case "autoflush":
      return { kind: "autoflush", text: autoflushText(facts, first) };
    case "flush":
      return null;
    default:
      return first satisfies never;
  }
}

const operationWords: Readonly<Record<string, (objects: Words) => Words>> = {
  add: (objects) => ["places ", objects, " into the session"],
  add_all: (objects) => ["places ", objects, " into the session"],
  delete: (objects) => ["marks ", objects, " for deletion"],
  merge: (objects) => ["copies ", objects, " into the session"],
  refresh: (objects) => ["loads ", objects, " anew"],
  expire: (objects) => ["expires ", objects],
  expunge: (objects) => ["takes ", objects, " out of the session"],
  commit: () => "flushes what has changed and commits",
  flush: () => "flushes",
  rollback: () => "rolls back",
  begin_nested: () => "flushes before it begins the savepoint",
  get: () => "looks for an object by its primary key",
  execute: () => "executes a statement",
};

function operationStep(facts: Facts, causes: readonly OperationCause[]): Step {
  const [first] = causes as [OperationCause];
  if (first.name === "set") return { kind: "change", text: changeText(facts, causes) };
  const objects = facts.objects(causes.flatMap(({ object }) => object ?? []));
  const what = operationWords[first.name]?.(objects) ?? queryWords(first.name);
  return { kind: "operation", text: say(facts.operation(first), " ", what, ".") };
}

function queryWords(name: string): Words {
  if (name === "Query.delete") return "deletes rows directly, past the unit of work";
  if (name === "Query.update") return "updates rows directly, past the unit of work";
  return "runs the query";
}

function changeText(facts: Facts, causes: readonly OperationCause[]): Sentence {
  const [first] = causes as [OperationCause];
  const objects = facts.objects(causes.flatMap(({ object }) => object ?? []));
  const what = first.detail === null ? "an attribute" : attribute(facts, first.detail);
  const call = first.line !== null && facts.source(first.line) !== null;
  if (call) return say(facts.operation(first), " changes ", what, " of ", objects, ".");
  return say(what, " of ", objects, " changes", first.line === null ? "" : [" on ", facts.line(first.line)], ".");
}

/** A relationship leads to its edge; a column attribute has none. */
export function attribute(facts: Facts, path: string): Words {
  return facts.relationship(path) === null ? code(path) : facts.edge(path);
}

function cascadeStep(facts: Facts, causes: readonly CascadeCause[]): Step {
  const [{ option, relationship }] = causes as [CascadeCause];
  const from = facts.objects(causes.map((cause) => cause.from));
  const to = facts.objects(causes.map((cause) => cause.to));
  const text =
    option === "delete-orphan"
      ? say(to, " left ", facts.edge(relationship), " of ", from, ", whose cascade has ", code("delete-orphan"), ".")
      : say("The ", code(option), " cascade of ", facts.edge(relationship), " goes from ", from, " to ", to, ".");
  return { kind: "cascade", text };
}

function actionStep(facts: Facts, causes: readonly ActionCause[]): Step {
  const [{ action, relationship }] = causes as [ActionCause];
  const objects: readonly ObjectRef[] = causes.flatMap(({ object }) => object ?? []);
  return { kind: "action", text: actionText(facts, action, { path: relationship, objects: facts.objects(objects) }) };
}

interface ActionSubject {
  readonly path: string | null;
  readonly objects: Words;
}

function actionText(facts: Facts, action: ActionCause["action"], { path, objects }: ActionSubject): Sentence {
  const along: Words = path === null ? "" : [" along ", facts.edge(path)];
  switch (action) {
    case "nullify":
      return say("The flush sets ", foreignKeys(facts, path), " of ", objects, " to NULL", along, ".");
    case "sync":
      return say(
        "The flush copies the key of the other side into ",
        foreignKeys(facts, path),
        " of ",
        objects,
        along,
        ".",
      );
    case "association-insert":
      return say("The flush writes the association row for ", objects, along, ".");
    case "association-delete":
      return say("The flush deletes the association row for ", objects, along, ".");
    case "key-switch":
      return say("The flush carries the changed primary key on to ", objects, along, ".");
    case "post-update":
      return say(
        "The flush writes ",
        foreignKeys(facts, path),
        " of ",
        objects,
        " in an UPDATE of its own",
        along,
        ".",
      );
    case "orphan":
      return say(objects, " has no parent left", along, ", so that the flush deletes it.");
    case "save":
      return say("The flush saves ", objects, ".");
    case "delete":
      return say("The flush deletes ", objects, ".");
    default:
      return action satisfies never;
  }
}

/** The foreign keys that a relationship keeps, `logs.person_id`. */
export function foreignKeys(facts: Facts, path: string | null): Words {
  const relationship = facts.relationship(path);
  const keys = relationship === null ? [] : facts.keysOf(relationship);
  return keys.length === 0 ? "the foreign key" : listed(keys.map((key) => facts.column(key)));
}

export function autoflushText(facts: Facts, cause: AutoflushCause): Sentence {
  return say(
    autoflushedBy(facts, cause),
    " needs the database to be up to date, so the session flushes first (autoflush).",
  );
}

/** What an autoflush came before, as the line that did it. */
export function autoflushedBy(facts: Facts, cause: AutoflushCause): Words {
  const above = facts.chain(cause.parent)[0];
  if (above?.kind === "load" && above.attribute !== null) {
    return ["The load of ", attribute(facts, loadedPath(above) ?? above.attribute), inLine(facts, above.line)];
  }
  const root = facts.rootOf(cause.parent);
  if (root !== null) return facts.operation(root);
  return facts.codeOn(cause.line, cause.by);
}

function inLine(facts: Facts, line: number | null): Words {
  return line === null ? "" : [" on ", facts.line(line)];
}

export function loadText(facts: Facts, cause: LoadCause): Sentence {
  const path = loadedPath(cause);
  const what: Words = path === null ? "its attributes" : attribute(facts, path);
  const of: Words = cause.object === null ? "" : [" of ", facts.object(cause.object)];
  switch (cause.why) {
    case "lazy":
      return say(what, of, " was not loaded yet, so it is loaded now (lazy load).");
    case "expired": {
      const by = facts.expirationBefore(cause.object, cause);
      const expired: Words = by === null ? " was expired" : [" was expired by ", facts.operation(by)];
      return say(
        cause.object === null ? "The object" : facts.object(cause.object),
        expired,
        ", so ",
        path === null ? "its row" : what,
        " is loaded again.",
      );
    }
    case "deferred":
      return say(what, of, " is deferred: it is loaded when it is first read.");
    case "eager":
      return say("The query loads ", what, " together with what it found (eager load).");
    case "refresh":
      return say(cause.object === null ? "The object" : facts.object(cause.object), " is loaded anew.");
    case "dependency":
      return say("The flush needs ", what, of, ".");
    case "merge":
      return say("The merge needs ", what, of, ".");
    case "cascade":
      return say("The cascade needs ", what, of, ".");
    default:
      return cause.why satisfies never;
  }
}
