import type { InstanceState } from "../instrumentation/state.ts";
import { keepShape } from "../shapes.ts";
import type { DependencyProcessor, FlushAction, StateHistory } from "./flush-context.ts";

/** A history that the flush has asked for, and how far it was allowed to go for it. */
export interface KnownHistory {
  readonly history: StateHistory;
  readonly passive: number;
}

/** A step for one object along one relationship. */
interface ProcessStep {
  readonly processor: DependencyProcessor;
  readonly isDelete: boolean;
  readonly action: FlushAction;
}

/**
 * What one flush knows of one object. It hangs on the object's state while the flush runs (`InstanceState.flushEntry`):
 * a flush asks for it some dozen times an object, and each look-up in a map would cost more than what is done with it.
 */
export class FlushEntry {
  readonly flush: object;
  readonly state: InstanceState;
  /** The entry of an outer flush, of another session, which comes back when this one ends. */
  readonly #outer: object | null;
  isDelete = false;
  /** Seen by others, but not written. */
  listOnly = false;
  saveStep: FlushAction | null = null;
  deleteStep: FlushAction | null = null;
  #processSteps: ProcessStep[] | null = null;
  // Lists with just the places that there are: one that grows as it is written to takes several times the memory.
  #histories: unknown[] | null = null;
  #switchedKeys: unknown[] | null = null;

  /** @param outer what hangs on the state now */
  constructor(flush: object, state: InstanceState, outer: object | null) {
    this.flush = flush;
    this.state = state;
    this.#outer = outer;
  }

  /** Hangs a new entry on an object. */
  static attach(flush: object, state: InstanceState): FlushEntry {
    const entry = new FlushEntry(flush, state, state.flushEntry);
    state.flushEntry = entry;
    return entry;
  }

  history(slot: number): KnownHistory | undefined {
    return this.#histories?.[slot] as KnownHistory | undefined;
  }

  keepHistory(slot: number, known: KnownHistory): void {
    this.#histories ??= this.state.manager.blankValues();
    this.#histories[slot] = known;
  }

  /** Whether a column's known value had changed when the flush first asked; `undefined` where it has not asked. */
  switchedKey(slot: number): boolean | undefined {
    return this.#switchedKeys?.[slot] as boolean | undefined;
  }

  keepSwitchedKey(slot: number, switched: boolean): void {
    this.#switchedKeys ??= this.state.manager.blankValues();
    this.#switchedKeys[slot] = switched;
  }

  processStep(processor: DependencyProcessor, isDelete: boolean): FlushAction | null {
    for (const step of this.#processSteps ?? []) {
      if (step.processor === processor && step.isDelete === isDelete) return step.action;
    }
    return null;
  }

  addProcessStep(step: ProcessStep): void {
    this.#processSteps ??= [];
    this.#processSteps.push(step);
  }

  /** Takes the entry off its object. */
  release(): void {
    this.state.flushEntry = this.#outer;
  }
}

keepShape(new FlushEntry({}, {} as InstanceState, null));
