import type { Cause, CauseId } from "../../src-engine/trace/events.ts";

/** A cause and what it follows from, nearest first. Ends at a missing or repeated id, so a broken trace cannot hang it. */
export function causeChain(causes: ReadonlyMap<CauseId, Cause>, id: CauseId | null): readonly Cause[] {
  const chain: Cause[] = [];
  const seen = new Set<CauseId>();
  for (let next = id; next !== null && !seen.has(next); ) {
    seen.add(next);
    const cause = causes.get(next);
    if (!cause) break;
    chain.push(cause);
    next = cause.parent;
  }
  return chain;
}

/** A cause in a few words, for the margin of a statement: `lazy load Log.person`, `cascade Person.logs`. */
export function causeLabel(cause: Cause): string {
  switch (cause.kind) {
    case "operation":
      return cause.name;
    case "cascade":
      return `${cause.option} cascade along ${cause.relationship}`;
    case "autoflush":
      return `autoflush before ${cause.by}`;
    case "flush":
      return "flush";
    case "load":
      return loadLabel(cause);
    case "action":
      return cause.relationship === null ? cause.action : `${cause.action} along ${cause.relationship}`;
    default:
      return cause satisfies never;
  }
}

const loadWords: Record<LoadCause["why"], string> = {
  lazy: "lazy load",
  expired: "refresh of expired",
  deferred: "deferred load",
  eager: "eager load",
  refresh: "refresh",
  dependency: "load for the flush",
  merge: "load for merge",
  cascade: "load for a cascade",
};

function loadLabel(cause: LoadCause): string {
  const what = loadedPath(cause) ?? cause.object?.className;
  return what ? `${loadWords[cause.why]} ${what}` : loadWords[cause.why];
}

type LoadCause = Extract<Cause, { kind: "load" }>;

/** The attribute that was loaded, as `Class.attribute`; `null` for a load of whole objects. */
export function loadedPath({ object, attribute }: LoadCause): string | null {
  if (attribute === null) return null;
  return attribute.includes(".") || object === null ? attribute : `${object.className}.${attribute}`;
}
