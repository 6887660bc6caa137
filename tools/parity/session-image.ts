import type { Session } from "../../src-engine/index.ts";

/** Everything that a session and its objects hold, copied as deep as a preview could reach. */
export type SessionImage = ReadonlyMap<string, unknown>;

interface RawState {
  readonly id: number;
  readonly [field: string]: unknown;
}

const FIELDS = [
  "values",
  "committed",
  "key",
  "session",
  "modified",
  "expired",
  "isDeleted",
  "orphanedOutsideOfSession",
  "insertOrder",
  "expiredAttributes",
  "callables",
  "parents",
  "pendingMutations",
  "emptyCollections",
  "lastKnownValues",
  "attachCause",
  "deleteCause",
  "changeCauses",
];

/** Copies what a session holds: its objects with every field of their states, its own collections and its transaction. */
export function sessionImage(session: Session): SessionImage {
  const image = new Map<string, unknown>();
  image.set("identity map", [...session.identityMap.values()]);
  image.set("new", [...session.new]);
  image.set("dirty", [...session.dirty]);
  image.set("deleted", [...session.deleted]);
  image.set("transaction", session.transaction);
  image.set("nested transaction", session.nestedTransaction);
  image.set("connected", session.transaction?.hasConnection ?? false);
  for (const object of new Set([...session.identityMap.values(), ...session.new, ...session.deleted])) {
    const state = stateOf(object);
    for (const field of FIELDS) image.set(`object ${state.id}: ${field}`, copied(state[field]));
  }
  return image;
}

/** Where two images differ. */
export function sessionDifferences(before: SessionImage, after: SessionImage): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => !same(before.get(name), after.get(name)));
}

function stateOf(object: object): RawState {
  const symbol = Object.getOwnPropertySymbols(object).find((each) => each.description === "flushlight.state");
  if (symbol === undefined) throw new Error("not a mapped instance");
  return (object as Record<symbol, RawState>)[symbol] as RawState;
}

/** Collections are copied, with those inside of them; objects stand for themselves. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, copied);
  if (value instanceof Set) return [...value].map(copied);
  if (value instanceof Map) return [...value].map(([key, item]) => [key, copied(item)]);
  if (typeof value === "object" && value !== null && "added" in value && "deleted" in value) {
    return [copied(value.added), copied(value.deleted)];
  }
  return value;
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => same(each, b[i]));
  return Object.is(a, b);
}
