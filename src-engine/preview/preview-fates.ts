import { walkCascade } from "../cascade/cascade-walk.ts";
import { implOf } from "../instrumentation/class-manager.ts";
import { InstanceState, stateOf } from "../instrumentation/state.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import type { ObjectSession } from "../session/object-session.ts";
import { requireState } from "../session/object-state.ts";
import type { Fate, FateOperation, FateReason, ObjectRef } from "../trace/events.ts";
import { ForeseenFlush } from "./foreseen-flush.ts";
import { Glimpse } from "./glimpse.ts";
import { Ledger, type Subject } from "./ledger.ts";
import { leave, ownerOf } from "./removal.ts";

export interface PreviewOptions {
  /** For `remove`: the relationship that lets go of the object, as `User.addresses` or by its name alone. */
  readonly relationship?: string;
  /** For `remove`: who holds the object there; found out where it is not given. */
  readonly parent?: object | null;
  /** For `remove` from a reference: the object that takes its place. */
  readonly replacement?: object | null;
  /** Tells also what becomes of others, by what is pending already. */
  readonly everything?: boolean;
  /** Foresees one flush, even where a commit would find something left to do after it. */
  readonly once?: boolean;
}

/**
 * Foresees what becomes of each object and row, and why, if `operation` were done to `object` now and the session flushed,
 * given all that is pending in the session already. Nothing is done: no object is loaded or changed, no statement is seen,
 * no transaction begins. Rows that no object stands for are told of with the id 0.
 *
 * A fate of the kind `refused` means that the flush fails there, and that none of the others comes true.
 * @throws UnmappedInstanceError for anything but an instance of a mapped class
 */
export function previewFates(
  session: ObjectSession,
  operation: FateOperation,
  object: object,
  options: PreviewOptions = {},
): readonly Fate[] {
  const state = requireState(object);
  if (!Glimpse.possible(session) || session.flushing) return [];
  const preview = new Preview(session, options.once ?? false);
  const starts = preview.perform(operation, state, options);
  return preview.ledger.fates(options.everything ? null : starts);
}

class Preview {
  readonly glimpse: Glimpse;
  readonly ledger = new Ledger(refOf);

  readonly #once: boolean;

  constructor(session: ObjectSession, once: boolean) {
    this.glimpse = new Glimpse(session);
    this.#once = once;
  }

  /** @returns the objects that the operation starts from */
  perform(operation: FateOperation, state: InstanceState, options: PreviewOptions): ReadonlySet<Subject> {
    switch (operation) {
      case "delete":
        this.#delete(state);
        break;
      case "remove":
        return this.#remove(state, options);
      case "add":
        this.#add(state);
        break;
      case "expunge":
        this.#expunge(state);
        break;
      case "merge":
        this.#merge(state);
        break;
      case "refresh":
        this.#refresh(state);
        break;
      default:
        operation satisfies never;
    }
    return new Set([state]);
  }

  #delete(state: InstanceState): void {
    const { glimpse, ledger } = this;
    if (!glimpse.hasRow(state) || state.isDeleted) {
      this.#tell(state, "refused", "operation");
      return;
    }
    if (!glimpse.doomed.has(state)) {
      const reached: InstanceState[] = [];
      ledger.reach(state, { from: null, along: "", reason: "operation" });
      for (const step of walkCascade("delete", state, { members: (from, along) => this.#loaded(from, along) })) {
        ledger.reach(step.to, { from: step.from, along: `${step.relationship}`, reason: "cascade" });
        reached.push(step.to);
      }
      for (const each of [state, ...reached]) {
        // Pending objects have no row to be deleted.
        if (!glimpse.hasRow(each)) continue;
        glimpse.doomed.add(each);
        glimpse.attached.add(each);
      }
    }
    this.#flush();
  }

  #flush(): void {
    if (this.#once) new ForeseenFlush(this.glimpse, this.ledger).run();
    else ForeseenFlush.untilClean(this.glimpse, this.ledger);
  }

  /** What a delete's cascade loads; the session flushes what is pending before it asks the database. */
  #loaded(from: InstanceState, along: RelationshipProperty): InstanceState[] {
    const { glimpse } = this;
    const load = along.passiveDeletes === false;
    if (load && glimpse.session.autoflush && !glimpse.isClean && glimpse.queries(from, along)) {
      new ForeseenFlush(glimpse, this.ledger).run();
    }
    return glimpse.members(from, along, load);
  }

  #remove(given: InstanceState, options: PreviewOptions): ReadonlySet<Subject> {
    const { glimpse, ledger } = this;
    const removal = ownerOf(glimpse, given, options);
    if (removal === null) {
      this.#tell(given, "untouched", "operation");
      return new Set([given]);
    }
    const { owner, property, member } = removal;
    const replacement = options.replacement == null ? null : stateOf(options.replacement);
    ledger.reach(owner, { from: null, along: "", reason: "operation" });
    if (member !== null) {
      const reason = property.cascade.deleteOrphan ? "delete-orphan" : "no-cascade";
      ledger.reach(member, { from: owner, along: `${property}`, reason });
      const expunged = leave(glimpse, { owner, property, member, replacement });
      if (expunged) {
        for (const state of [member, ...this.#reachedBy("expunge", member)]) {
          this.#tell(state, "expunged", state === member ? "delete-orphan" : "cascade");
          glimpse.pending.delete(state);
          glimpse.gone.add(state);
        }
      }
    }
    this.#flush();
    if (member !== null) {
      // The object that was let go of is told of even where nothing becomes of it.
      ledger.tell({
        subject: member,
        kind: "untouched",
        by: "orm",
        reason: "no-cascade",
        from: owner,
        along: `${property}`,
      });
    }
    return new Set([owner, member ?? owner]);
  }

  #add(state: InstanceState): void {
    const { glimpse } = this;
    if (glimpse.contains(state)) {
      this.#tell(state, glimpse.doomed.has(state) ? "added" : "untouched", "operation");
    } else this.#tell(state, "added", "operation");
    const haltOn = (each: InstanceState) => glimpse.contains(each);
    // What a new object holds is in memory: nothing is loaded by looking.
    const members = (from: InstanceState, along: RelationshipProperty) => implOf(from, along).allPending(from);
    for (const step of walkCascade("save-update", state, { haltOn, members })) this.#step(step, "added");
  }

  #expunge(state: InstanceState): void {
    if (!this.glimpse.contains(state)) {
      this.#tell(state, "refused", "operation");
      return;
    }
    this.#tell(state, "expunged", "operation");
    for (const _ of this.#reachedBy("expunge", state, "expunged"));
  }

  #merge(state: InstanceState): void {
    const { glimpse } = this;
    const kind = (each: InstanceState) => (glimpse.target(each) === null ? "added" : "merged");
    this.#tell(state, kind(state), "operation");
    const members = (from: InstanceState, along: RelationshipProperty) => glimpse.members(from, along, false);
    for (const step of walkCascade("merge", state, { members })) this.#step(step, kind(step.to));
  }

  #refresh(state: InstanceState): void {
    if (!this.glimpse.session.identityMap.containsState(state)) {
      this.#tell(state, "refused", "operation");
      return;
    }
    this.#tell(state, "refreshed", "operation");
    const members = (from: InstanceState, along: RelationshipProperty) => this.glimpse.members(from, along, false);
    for (const step of walkCascade("refresh-expire", state, { members })) {
      // A pending object has no row to be loaded from, and leaves the session.
      this.#step(step, step.to.key === null ? "expunged" : "refreshed");
    }
  }

  *#reachedBy(option: "expunge", state: InstanceState, kind: "expunged" | null = null): Generator<InstanceState> {
    const members = (from: InstanceState, along: RelationshipProperty) => this.glimpse.members(from, along, false);
    for (const step of walkCascade(option, state, { members })) {
      if (kind !== null) this.#step(step, kind);
      yield step.to;
    }
  }

  #step(
    step: { readonly from: InstanceState; readonly relationship: RelationshipProperty; readonly to: InstanceState },
    kind: Fate["kind"],
  ): void {
    const origin = this.ledger.reach(step.to, {
      from: step.from,
      along: `${step.relationship}`,
      reason: "cascade",
    });
    this.ledger.tell({ subject: step.to, kind, by: "orm", reason: "cascade", from: origin.from, along: origin.along });
  }

  #tell(state: InstanceState, kind: Fate["kind"], reason: FateReason): void {
    this.ledger.reach(state, { from: null, along: "", reason });
    this.ledger.tell({ subject: state, kind, by: "orm", reason, from: null, along: "" });
  }
}

/** The object of a session, or a row that none stands for: named by its table and key. */
function refOf(subject: Subject): ObjectRef {
  if (subject instanceof InstanceState) return subject.ref();
  const { primaryKey, columns, name } = subject.table;
  const identity = (primaryKey.length > 0 ? primaryKey : columns).map((column) => subject.values.get(column) ?? null);
  return { id: 0, className: name, identity };
}
