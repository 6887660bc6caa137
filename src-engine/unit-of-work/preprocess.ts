import type { InstanceState } from "../instrumentation/state.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { keepShape } from "../shapes.ts";
import type { DependencyProcessor, FlushContext } from "./flush-context.ts";

const NOTHING: InstanceState[] = [];

/** Shows one relationship the objects of a flush as they come in, and plans its steps once it turns out to have any. */
export class Preprocess {
  readonly #processor: DependencyProcessor;
  /** For each watched class how many of its objects have come by. */
  readonly #seen: number[];
  /** For each watched class those that were passed over as they were only listed. */
  readonly #passedOver: InstanceState[][];
  #planned = false;

  constructor(processor: DependencyProcessor) {
    this.#processor = processor;
    this.#seen = processor.watched.map(() => 0);
    this.#passedOver = processor.watched.map(() => NOTHING);
  }

  /** Looks at objects not seen before; returns whether there were any. */
  run(flush: FlushContext): boolean {
    const deletes: InstanceState[] = [];
    const saves: InstanceState[] = [];
    const { watched } = this.#processor;
    for (let i = 0; i < watched.length; i++) {
      for (const state of this.#newOf(i, flush.statesOf(watched[i] as Mapper), flush)) {
        (flush.isDeleted(state) ? deletes : saves).push(state);
      }
    }
    if (deletes.length === 0 && saves.length === 0) return false;
    if (deletes.length > 0) this.#processor.presortDeletes(flush, deletes);
    if (saves.length > 0) this.#processor.presortSaves(flush, saves);
    if (
      !this.#planned &&
      (this.#processor.hasChanges(flush, deletes, true) || this.#processor.hasChanges(flush, saves, false))
    ) {
      flush.plan(this.#processor);
      this.#planned = true;
    }
    return true;
  }

  /** The objects of a class not seen before, in the order in which they came. */
  #newOf(i: number, states: readonly InstanceState[], flush: FlushContext): readonly InstanceState[] {
    const before = this.#passedOver[i] as InstanceState[];
    const seen = this.#seen[i] as number;
    if (before.length === 0 && seen === states.length) return NOTHING;
    const found: InstanceState[] = [];
    const passedOver: InstanceState[] = [];
    for (const state of before) (flush.isListOnly(state) ? passedOver : found).push(state);
    for (let j = seen; j < states.length; j++) {
      const state = states[j] as InstanceState;
      (flush.isListOnly(state) ? passedOver : found).push(state);
    }
    this.#seen[i] = states.length;
    this.#passedOver[i] = passedOver;
    return found;
  }
}

keepShape(new Preprocess({ watched: [] as readonly Mapper[] } as DependencyProcessor));
