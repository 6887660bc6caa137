import type { Cause, CauseId, ObjectRef, StatementRow } from "../../../src-engine/trace/events.ts";
import type { Statement } from "../run-model.ts";
import type { Facts } from "./facts.ts";

/** The rows of a statement that came about in the same way, and that way: its nearest cause first. */
export interface Way {
  readonly rows: readonly { readonly row: StatementRow; readonly place: number }[];
  /** One entry a step; each holds the causes of that step of all the rows. */
  readonly chain: readonly (readonly Cause[])[];
}

/** Groups a statement's rows by how they came about: the same options along the same relationships from the same line. */
export function waysOf(facts: Facts, statement: Statement): readonly Way[] {
  const ways = new Map<string, { rows: Way["rows"][number][]; chains: (readonly Cause[])[] }>();
  statement.rows.forEach((row, place) => {
    for (const head of reasonsOf(facts, statement, row)) {
      const chain = withoutFlush(facts.chain(head));
      if (chain.length === 0) continue;
      const key = chain.map(signature).join(" < ");
      const way = ways.get(key);
      if (way === undefined) ways.set(key, { rows: [{ row, place }], chains: [chain] });
      else {
        way.rows.push({ row, place });
        way.chains.push(chain);
      }
    }
  });
  return [...ways.values()].map(({ rows, chains }) => ({ rows, chain: transpose(chains) }));
}

/** What a row is there for. Of several causes those that say the most; values that were merely given say the least. */
function reasonsOf(facts: Facts, statement: Statement, row: StatementRow): readonly CauseId[] {
  const causes = row.causes.flatMap((id) => facts.run.causes.get(id) ?? []);
  if (statement.kind === "insert") {
    const entered = causes.find((cause) => !isChange(cause) && cause.kind !== "action");
    if (entered) return [entered.id];
  }
  const ancestors = new Set(
    causes.flatMap(({ id }) =>
      facts
        .chain(id)
        .slice(1)
        .map((each) => each.id),
    ),
  );
  let kept = causes.filter(({ id }) => !ancestors.has(id));
  if (kept.length === 0) kept = causes.slice(0, 1);
  kept = onePerLink(facts, kept);
  // A change of a relationship writes nothing by itself: its foreign key does, and that has a cause of its own.
  const written = kept.filter((cause) => !(isChange(cause) && facts.relationship(cause.detail) !== null));
  return (written.length > 0 ? written : kept).map(({ id }) => id);
}

function isChange(cause: Cause): cause is Extract<Cause, { kind: "operation" }> {
  return cause.kind === "operation" && cause.name === "set";
}

/** Both sides of a relationship copy the same key; the side that was changed is the one to name. */
function onePerLink(facts: Facts, causes: readonly Cause[]): Cause[] {
  const kept: Cause[] = [];
  for (const cause of causes) {
    if (cause.kind !== "action" || cause.relationship === null) {
      kept.push(cause);
      continue;
    }
    const reverse = facts.reverseOf(facts.relationship(cause.relationship));
    const twin = kept.findIndex(
      (each) => each.kind === "action" && (each.relationship === reverse || each.relationship === cause.relationship),
    );
    if (twin === -1) kept.push(cause);
    else if (isNamedByItsRoot(facts, cause) && !isNamedByItsRoot(facts, kept[twin] as Cause)) kept[twin] = cause;
  }
  return kept;
}

function isNamedByItsRoot(facts: Facts, cause: Cause): boolean {
  const root = facts.rootOf(cause.id);
  if (root?.name === "delete") return true;
  return cause.kind === "action" && root?.detail === cause.relationship;
}

/** The flush itself is told by the statement's own cause. */
function withoutFlush(chain: readonly Cause[]): readonly Cause[] {
  const flush = chain.findIndex((cause) => cause.kind === "flush");
  return flush === -1 ? chain : chain.slice(0, flush);
}

function signature(cause: Cause): string {
  switch (cause.kind) {
    case "operation":
      return `${cause.name} ${cause.line} ${cause.detail} ${cause.line === null ? cause.object?.id : ""}`;
    case "cascade":
      return `${cause.option} ${cause.relationship}`;
    case "action":
      return `${cause.action} ${cause.relationship}`;
    case "load":
      return `${cause.why} ${cause.attribute}`;
    case "autoflush":
      return `autoflush ${cause.line}`;
    case "flush":
      return "flush";
    default:
      return cause satisfies never;
  }
}

function transpose(chains: readonly (readonly Cause[])[]): readonly (readonly Cause[])[] {
  return (chains[0] ?? []).map((_, place) => {
    const seen = new Map<CauseId, Cause>();
    for (const chain of chains) {
      const cause = chain[place];
      if (cause) seen.set(cause.id, cause);
    }
    return [...seen.values()];
  });
}

/** The objects that the rows of a way stand for. */
export function objectsOf(way: Way): readonly ObjectRef[] {
  return way.rows.flatMap(({ row }) => row.object ?? []);
}
