import type { RelationshipProperty } from "../mapping/mapper.ts";
import type { CauseId } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import type { InstanceState } from "./state.ts";

/** A relationship that is about to let go of an object. */
export interface Leaving {
  readonly owner: InstanceState;
  readonly property: RelationshipProperty;
  /** `null` where a reference is not loaded. */
  readonly member: InstanceState | null;
  /** What takes the place of a reference's object. */
  readonly replacement: object | null;
}

/** Who foresees what is about to be done; a room above supplies it. */
export interface Foresight {
  /** The object is about to be marked for deletion. */
  deletes(state: InstanceState, cause: CauseId | null): void;
  /** @returns what tells of it once it has happened and its cause is known */
  leaves(leaving: Leaving): ((cause: CauseId | null) => void) | null;
}

let foresight: Foresight | null = null;

/** Sets who foresees, or nobody. */
export function setForesight(next: Foresight | null): void {
  foresight = next;
}

/** Who foresees now: nobody while nobody watches. */
export function foresightNow(): Foresight | null {
  return foresight !== null && trace.active ? foresight : null;
}

/** What the program itself is about to take out of a relationship of a persistent object; work of the ORM's own is not it. */
export function foreseeLeaving(leaving: Leaving): ((cause: CauseId | null) => void) | null {
  const { owner } = leaving;
  if (foresight === null || !trace.active || trace.current !== null) return null;
  return owner.key === null || owner.session === null ? null : foresight.leaves(leaving);
}
