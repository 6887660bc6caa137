import type { FateKind, FateOperation, ObjectId } from "../../../src-engine/trace/events.ts";
import { classId, tableId } from "../../graph/graph-model.ts";
import type { ClassFate } from "../../run/class-fates.ts";
import type { Selection } from "../../run/selection.ts";

/** What becomes of the graph's classes and tables, by the names that nodes and lines have there. */
export interface FateView {
  readonly operation: FateOperation;
  /** The class that the operation is done on. */
  readonly className: string;
  readonly fates: readonly ClassFate[];
  readonly byNode: ReadonlyMap<string, readonly ClassFate[]>;
  /** Relationships and foreign keys on the way to what does not stay as it is, with what comes of it at their end. */
  readonly lit: ReadonlyMap<string, FateKind>;
}

/** From what has to be seen first to what may be overlooked. */
const urgency: readonly FateKind[] = [
  "refused",
  "deleted",
  "orphaned",
  "nullified",
  "left-to-database",
  "added",
  "merged",
  "expunged",
  "refreshed",
  "untouched",
];

export const byUrgency = (one: { readonly kind: FateKind }, other: { readonly kind: FateKind }) =>
  urgency.indexOf(one.kind) - urgency.indexOf(other.kind);

export function fateView(operation: FateOperation, className: string, fates: readonly ClassFate[]): FateView {
  const byNode = new Map<string, ClassFate[]>();
  const lit = new Map<string, FateKind>();
  const sorted = fates.toSorted(byUrgency);
  for (const fate of sorted) {
    const id = fate.isTable ? tableId(fate.className) : classId(fate.className);
    byNode.set(id, [...(byNode.get(id) ?? []), fate]);
    const last = fate.path.at(-1);
    if (last && fate.kind !== "untouched" && !lit.has(last.along)) lit.set(last.along, fate.kind);
  }
  // What is only passed through on the way to something else.
  for (const { path, kind } of sorted) {
    if (kind === "untouched") continue;
    for (const { along } of path) if (!lit.has(along)) lit.set(along, kind);
  }
  return { operation, className, fates, byNode, lit };
}

/** The kinds of what becomes of a node, each once: its badges. */
export function badgesOf(fates: readonly ClassFate[]): readonly FateKind[] {
  return [...new Set(fates.map(({ kind }) => kind))];
}

/** What an operation would be done on: the class last chosen, or an object and its class. */
export interface Subject {
  readonly className: string;
  readonly object: ObjectId | null;
}

/**
 * The subject after a selection: a class or an object is one; a relationship, a table and a line leave the one before, so that
 * a setting on the way can be looked at; anything else ends it.
 */
export function subjectAfter(
  before: Subject | null,
  selection: Selection,
  classOf: (object: ObjectId) => string | null,
): Subject | null {
  switch (selection.kind) {
    case "class":
      return { className: selection.name, object: null };
    case "object": {
      const className = classOf(selection.object);
      return className === null ? null : { className, object: selection.object };
    }
    case "edge":
    case "table":
    case "line":
      return before;
    case "none":
    case "statement":
      return null;
    default:
      return selection satisfies never;
  }
}
