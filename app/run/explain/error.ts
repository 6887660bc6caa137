import type { Message, RunModel } from "../run-model.ts";
import { databaseRules } from "./database-errors.ts";
import { type Rule, rules, type Subject } from "./error-rules.ts";
import { code, type Explanation, type Step, say, type Words } from "./explanation.ts";
import { Facts } from "./facts.ts";
import { explainStatement } from "./statement.ts";

/**
 * What the error that ended a run means: what happened, why with the run's own facts, what to change.
 * @returns `null` for a run that ended in none
 */
export function explainError(run: RunModel, text = ""): Explanation | null {
  const error = run.messages.findLast((message) => message.kind === "error");
  return error === undefined ? null : explainMessage(run, error, text);
}

/** What a warning or an error means. There is always something to say, if only that the program raised it. */
export function explainMessage(run: RunModel, message: Message, text = ""): Explanation | null {
  if (message.kind === "output") return null;
  const facts = new Facts(run, text);
  const subject = subjectOf(run, message);
  const rule = rulesFor(subject).find(({ fits }) => fits(subject));
  const said = rule?.explain(facts, subject) ?? otherwise(subject);
  const steps: Step[] = [
    ...stepsTo(facts, subject, text),
    ...(said.why ?? []).map((each): Step => ({ kind: "error", text: each })),
  ];
  return {
    headline: said.what,
    paths: steps.length === 0 ? [] : [{ rows: null, steps }],
    omitted: [],
    database: [],
    settings: said.change ?? [],
  };
}

/** What a session says later quotes the first failure, which is not what it is about. */
function rulesFor({ name }: Subject): readonly Rule[] {
  return name === "PendingRollbackError" ? rules : [...databaseRules, ...rules];
}

function subjectOf(run: RunModel, message: Exclude<Message, { kind: "output" }>): Subject {
  const { seq, line, code: errorCode, message: words } = message;
  const shared = { seq, line, code: errorCode, message: words };
  if (message.kind === "warning")
    return { ...shared, name: message.category, phase: "run", warning: true, statement: null };
  const failed = run.statements.findLast((each) => each.error !== null && each.seq < seq) ?? null;
  const said = failed?.error ?? null;
  const statement = said !== null && words.includes(said) ? failed : null;
  return { ...shared, name: message.name, phase: message.phase, warning: false, statement };
}

/** The way to the statement that failed; else the line on which it happened. */
function stepsTo(facts: Facts, { statement, line, phase }: Subject, text: string): readonly Step[] {
  if (statement !== null) return explainStatement(facts.run, statement.index, text).paths[0]?.steps ?? [];
  if (line === null || phase === "syntax" || facts.source(line) === null) return [];
  return [{ kind: "operation", text: say(facts.codeOn(line, "the program"), " is where it happened.") }];
}

function otherwise({ name, warning, phase }: Subject): ReturnType<Rule["explain"]> {
  if (warning) return { what: say("The ORM noticed something that is probably not meant.") };
  if (phase === "mapping") return { what: say("The classes could not be mapped as they are written.") };
  const words: Words = general[name] ?? "The program ended with an error that it did not catch.";
  return { what: say(words) };
}

const general: Readonly<Record<string, Words>> = {
  FlushError: "The flush met objects in a state that it cannot write.",
  ArgumentError: "An option of the mapping or of a call does not make sense as it is given.",
  InvalidRequestError: "The ORM was asked for something that it cannot do in this state.",
  ObjectDeletedError: "An object was asked for values, but its row is gone.",
  RangeError: "A value is outside of what is allowed, or a function called itself without end.",
  IntegrityError: "The database rejected the statement; the message is its own.",
  OperationalError: "The database rejected the statement; the message is its own.",
  DatabaseError: "The database rejected the statement; the message is its own.",
  TypeError:
    "A value was used as something that it is not, often a null: a query that found nothing, an empty relationship.",
  ReferenceError: [
    "A name is used that is nowhere declared: check its spelling and the ",
    code("import"),
    " at the top of the program.",
  ],
};
