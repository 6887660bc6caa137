import type { ObjectId, Transition } from "../../../src-engine/trace/events.ts";
import { causeChain } from "../causes.ts";
import { relationshipsOf } from "../run-index.ts";
import type { Message, ObjectTransition, RunModel, Statement } from "../run-model.ts";
import { relatedTo, type Selection } from "../selection.ts";
import { clauseOf } from "./clauses.ts";
import { databaseSentences } from "./database.ts";
import { explainMessage } from "./error.ts";
import { code, type Explanation, listed, type Sentence, type Step, say, type Words } from "./explanation.ts";
import { Facts, type Relationship } from "./facts.ts";
import { omissionSentences } from "./omissions.ts";
import { explainStatement, subjectOf } from "./statement.ts";
import { waysOf } from "./ways.ts";

/** What there is to say about whatever is selected; `null` where nothing is. */
export function explainSelection(run: RunModel, selection: Selection, text = ""): Explanation | null {
  switch (selection.kind) {
    case "none":
      return null;
    case "statement":
      return run.statements[selection.statement] ? explainStatement(run, selection.statement, text) : null;
    case "object":
      return explainObject(run, selection.object, text);
    case "edge":
      return explainEdge(run, selection.relationship, text);
    case "line":
      return explainLine(run, selection.line, text);
    case "class":
    case "table":
      return explainPlace(run, selection, text);
    default:
      return selection satisfies never;
  }
}

const lifeWords: Record<Transition, readonly [from: string, to: string]> = {
  transient_to_pending: ["transient", "pending"],
  pending_to_transient: ["pending", "transient"],
  pending_to_persistent: ["pending", "persistent"],
  persistent_to_deleted: ["persistent", "deleted"],
  deleted_to_persistent: ["deleted", "persistent"],
  deleted_to_detached: ["deleted", "detached"],
  persistent_to_detached: ["persistent", "detached"],
  persistent_to_transient: ["persistent", "transient"],
  detached_to_persistent: ["detached", "persistent"],
  loaded_as_persistent: ["loaded", "persistent"],
};

/** An object's life: each change of its state, and why. */
export function explainObject(run: RunModel, id: ObjectId, text = ""): Explanation | null {
  const record = run.objects.get(id);
  if (!record) return null;
  const facts = new Facts(run, text);
  const transitions = run.transitions.filter(({ object }) => object.id === id);
  const states = transitions.map(({ transition }) => lifeWords[transition][1]);
  const first = transitions[0];
  const began = first ? lifeWords[first.transition][0] : null;
  const life = began === null ? "its state did not change in this run" : [began, ...states].join(" → ");
  return {
    headline: say(facts.object(record.ref), `: ${life}.`),
    paths: [{ rows: null, steps: transitions.map((each) => transitionStep(facts, each)) }],
    omitted: omissionSentences(
      facts,
      run.omissions.filter(({ object }) => object.id === id),
    ),
    database: [],
    settings: [],
  };
}

function transitionStep(facts: Facts, transition: ObjectTransition): Step {
  const [from, to] = lifeWords[transition.transition];
  return { kind: "transition", text: say(code(`${from} → ${to}`), ": ", whyTransition(facts, transition), ".") };
}

function whyTransition(facts: Facts, { transition, object, cause, line }: ObjectTransition): Words {
  const root = facts.rootOf(cause);
  const by: Words = root === null ? (line === null ? "the program" : facts.line(line)) : facts.operation(root);
  const chain = facts.chain(cause);
  const autoflush = chain.some(({ kind }) => kind === "autoflush") ? " (autoflush)" : "";
  switch (transition) {
    case "transient_to_pending": {
      const cascade = [...facts.run.causes.values()].find(
        (each) => each.kind === "cascade" && each.option === "save-update" && each.to.id === object.id,
      );
      if (!cascade) return [by, " placed it into the session"];
      return clauseOf(facts, { rows: [], chain: facts.chain(cascade.id).map((each) => [each]) });
    }
    case "pending_to_persistent":
      return [by, ` flushed${autoflush}: its row was inserted`];
    case "persistent_to_deleted": {
      const doomed = facts.deletionOf(object, Number.POSITIVE_INFINITY);
      const deleted: Words =
        doomed === null
          ? ""
          : ["; ", clauseOf(facts, { rows: [], chain: facts.chain(doomed.id).map((each) => [each]) })];
      return [by, ` flushed${autoflush}: its row was deleted`, deleted];
    }
    case "deleted_to_detached":
      return [by, " ended the transaction in which it was deleted"];
    case "deleted_to_persistent":
      return [by, " undid the deletion"];
    case "loaded_as_persistent":
      return [by, " loaded it from its row"];
    case "pending_to_transient":
    case "persistent_to_transient":
      return [by, " took it out of the session"];
    case "persistent_to_detached":
      return [by, " took it out of the session; its row stays"];
    case "detached_to_persistent":
      return [by, " placed it into the session again"];
    default:
      return transition satisfies never;
  }
}

/** What a relationship did in this run, what it left alone, and its settings in words. */
export function explainEdge(run: RunModel, path: string, text = ""): Explanation | null {
  const facts = new Facts(run, text);
  const relationship = facts.relationship(path);
  const statements = run.statements.filter((statement) => relationshipsOf(run, statement).has(path));
  const did: Words =
    statements.length === 0
      ? "led to no statement in this run"
      : `led to ${statements.length} statement${statements.length === 1 ? "" : "s"}`;
  return {
    headline: say(facts.edge(path), relationship === null ? "" : [" ", kindWords(relationship)], ": ", did, "."),
    paths: statements.length === 0 ? [] : [{ rows: null, steps: statements.map((each) => statementStep(facts, each)) }],
    omitted: omissionSentences(
      facts,
      run.omissions.filter((each) => each.relationship === path),
    ),
    database: [],
    settings: relationship === null ? [] : inWords(facts, relationship),
  };
}

function kindWords({ direction, target, uselist }: Relationship): string {
  const article = uselist ? `many ${target} objects` : `one ${target} object`;
  return `(${direction}, ${article})`;
}

/** The settings of a relationship, as what they do. */
function inWords(facts: Facts, relationship: Relationship): readonly Sentence[] {
  const { cascade, direction, path, passiveDeletes, viewonly, singleParent, postUpdate, secondary } = relationship;
  const edge = facts.edge(path);
  const has = (option: string) => cascade.some((each) => each === option);
  const said: Sentence[] = [];
  if (viewonly) return [say(edge, " is ", code("viewonly"), ": changes of it are never written.")];
  said.push(
    has("save-update")
      ? say(code("save-update"), ": what is put into ", edge, " enters the session with its owner.")
      : say("Without ", code("save-update"), " what is put into ", edge, " has to be added to the session by itself."),
  );
  if (has("delete")) said.push(say(code("delete"), ": deleting the owner deletes what ", edge, " holds."));
  else if (direction === "one-to-many") {
    const keys = listed(facts.keysOf(relationship).map((key) => facts.column(key)));
    said.push(say("Without ", code("delete"), ", deleting the owner sets ", keys, " to NULL."));
  } else if (secondary !== null)
    said.push(say("Deleting either side deletes its rows in ", facts.table(secondary), ", and never the other side."));
  else said.push(say("Deleting the owner leaves what ", edge, " points to alone."));
  if (has("delete-orphan")) said.push(say(code("delete-orphan"), ": what is taken out of ", edge, " is deleted."));
  if (passiveDeletes === "all")
    said.push(say(code('passiveDeletes: "all"'), ": a delete of the owner touches nothing along it, loaded or not."));
  else if (passiveDeletes)
    said.push(
      say(
        code("passiveDeletes"),
        ": a delete of the owner loads nothing; rows that are not in memory are the database's business.",
      ),
    );
  if (singleParent) said.push(say(code("singleParent"), ": an object can be held by one owner at a time."));
  if (postUpdate) said.push(say(code("postUpdate"), ": its foreign key is written in an UPDATE of its own."));
  return said;
}

/** What one line of the program led to. */
export function explainLine(run: RunModel, line: number, text = ""): Explanation | null {
  const facts = new Facts(run, text);
  const statements = run.statements.filter((statement) => startedOn(run, statement, line));
  const transitions = run.transitions.filter((each) => each.line === line);
  const source = facts.source(line);
  const subject: Words = source === null ? facts.line(line) : facts.codeOn(line, source);
  const nothingDone = statements.length === 0 && transitions.length === 0;
  const did =
    statements.length === 0
      ? "led to no statement"
      : `led to ${statements.length} statement${statements.length === 1 ? "" : "s"}`;
  const told = run.messages.flatMap((each) =>
    each.line === line ? (explainMessage(run, caught(each), text) ?? []) : [],
  );
  const messages = told.map(({ headline }): Words => [" ", headline]);
  const [first, ...others] = messages;
  const done = nothingDone ? " did nothing with the database or the session." : ` ${did}.`;
  return {
    headline: nothingDone && first !== undefined ? say(told[0]?.headline ?? "", others) : say(subject, done, messages),
    paths: statements.length === 0 ? [] : [{ rows: null, steps: statements.map((each) => statementStep(facts, each)) }],
    omitted: omissionSentences(
      facts,
      run.omissions.filter((each) => each.line === line),
    ),
    database: statements.flatMap((each) => databaseSentences(facts, each)),
    settings: told.flatMap(({ settings }) => settings),
  };
}

/** An error that the program caught and printed is an error all the same. */
function caught(message: Message): Message {
  if (message.kind !== "output") return message;
  const [, name, said] = /^(\w*Error|\w+Found): (.+)/s.exec(message.text) ?? [];
  if (name === undefined || said === undefined) return message;
  const errorCode = /https:\/\/sqlalche\.me\/e\/20\/(\w+)/.exec(said)?.[1] ?? null;
  const { seq, line } = message;
  return { kind: "error", seq, line, name, message: said, code: errorCode, column: null, phase: "run" };
}

/** Whether a statement was emitted on a line, or is the late consequence of it. */
function startedOn(run: RunModel, statement: Statement, line: number): boolean {
  if (statement.line === line) return true;
  return statement.rows.some((row) => row.causes.some((id) => causeChain(run.causes, id).at(-1)?.line === line));
}

function explainPlace(
  run: RunModel,
  selection: Extract<Selection, { kind: "class" | "table" }>,
  text: string,
): Explanation {
  const facts = new Facts(run, text);
  const statements = [...relatedTo(run, selection).statements].flatMap((index) => run.statements[index] ?? []);
  const name = code(selection.name, selection);
  const count = `${statements.length} statement${statements.length === 1 ? "" : "s"}`;
  return {
    headline: say(
      name,
      ": ",
      statements.length === 0 ? "no statement of this run is about it" : `${count} of this run`,
      ".",
    ),
    paths: statements.length === 0 ? [] : [{ rows: null, steps: statements.map((each) => statementStep(facts, each)) }],
    omitted: [],
    database: statements.flatMap((each) => databaseSentences(facts, each)),
    settings: [],
  };
}

/** A statement in one line: what, and its first reason. */
function statementStep(facts: Facts, statement: Statement): Step {
  const subject = say(subjectOf(facts, statement));
  const [way] = waysOf(facts, statement);
  const chain = facts.chain(statement.cause).filter((cause) => cause.kind !== "flush");
  const clause = way
    ? clauseOf(facts, way)
    : chain.length > 0
      ? clauseOf(facts, { rows: [], chain: chain.map((cause) => [cause]) })
      : "";
  const [verb, ...rest] = subject;
  const link = verb ? { ...verb, link: { kind: "statement", statement: statement.index } as const } : "";
  return {
    kind: statement.error === null ? "statement" : "error",
    text: say(link, rest, clause === "" ? "" : ": ", clause, "."),
  };
}
