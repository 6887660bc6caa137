import type { InstanceState } from "../instrumentation/state.ts";
import type { Fate, FateKind, FateReason, FateStep, ObjectRef } from "../trace/events.ts";
import type { Row } from "./rows.ts";

/** An object or a row that a fate is about, and that a way can lead through. */
export type Subject = InstanceState | Row;

/** How a preview came to an object. */
export interface Origin {
  readonly from: Subject | null;
  /** `User.addresses`, or `addresses.user_id` for a foreign key. */
  readonly along: string;
  readonly reason: FateReason;
}

/** A fate before its way is spelled out. */
interface Entry {
  readonly subject: Subject;
  readonly kind: FateKind;
  readonly by: Fate["by"];
  readonly reason: FateReason;
  readonly from: Subject | null;
  readonly along: string;
}

/** Fates told of at most: a preview of more is of no use to anybody. */
const MAX_FATES = 300;

/** Whether a fate leaves the object as it is; whatever else happens to it counts for more. */
function isPassive(kind: FateKind): boolean {
  return kind === "untouched" || kind === "left-to-database";
}

/** Collects what becomes of whom: of each object or row one fate by the ORM and one by the database, the first that is told. */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  readonly #origins = new Map<Subject, Origin>();
  readonly #numbers = new Map<Subject, number>();
  readonly #ref: (subject: Subject) => ObjectRef;

  constructor(ref: (subject: Subject) => ObjectRef) {
    this.#ref = ref;
  }

  /** Notes how an object was first come to. */
  reach(subject: Subject, origin: Origin): Origin {
    const known = this.#origins.get(subject);
    if (known !== undefined) return known;
    this.#origins.set(subject, origin);
    return origin;
  }

  originOf(subject: Subject): Origin | undefined {
    return this.#origins.get(subject);
  }

  /** Notes a fate. What is refused comes to nothing, so a refusal is told whatever else was foreseen. */
  tell(entry: Entry): void {
    const key = `${this.#number(entry.subject)} ${entry.by} ${entry.kind === "refused"}`;
    const known = this.#entries.get(key);
    if (known === undefined || (isPassive(known.kind) && !isPassive(entry.kind))) this.#entries.set(key, entry);
  }

  /** Takes back a fate by the ORM that turned out otherwise. */
  retract(subject: Subject): void {
    this.#entries.delete(`${this.#number(subject)} orm false`);
  }

  /**
   * The fates, in the order in which they were told.
   * @param starts tells only of what follows from these objects; `null` tells everything
   */
  fates(starts: ReadonlySet<Subject> | null): Fate[] {
    const told: Fate[] = [];
    for (const entry of this.#entries.values()) {
      const way = this.#way(entry);
      const first = way[0]?.subject ?? entry.subject;
      if (starts !== null && !starts.has(entry.subject) && !starts.has(first)) continue;
      told.push({
        object: this.#ref(entry.subject),
        kind: entry.kind,
        by: entry.by,
        reason: entry.reason,
        path: way.map(({ subject, along }): FateStep => ({ along, from: this.#ref(subject) })),
      });
      if (told.length === MAX_FATES) break;
    }
    return told;
  }

  #way(entry: Entry): { subject: Subject; along: string }[] {
    const way: { subject: Subject; along: string }[] = [];
    const passed = new Set<Subject>();
    let { from, along } = entry;
    while (from !== null && !passed.has(from)) {
      way.unshift({ subject: from, along });
      passed.add(from);
      const origin = this.#origins.get(from);
      from = origin?.from ?? null;
      along = origin?.along ?? "";
    }
    return way;
  }

  #number(subject: Subject): number {
    let number = this.#numbers.get(subject);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(subject, number);
    }
    return number;
  }
}
