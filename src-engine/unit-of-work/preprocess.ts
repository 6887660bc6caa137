import type { InstanceState } from "../instrumentation/state.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { type DependencyProcessor, type FlushContext, mappersOf } from "./flush-context.ts";

/** Shows one relationship the objects of a flush as they come in, and plans its steps once it turns out to have any. */
export class Preprocess {
  readonly fromParent: boolean;
  readonly #processor: DependencyProcessor;
  /** For each class how many of its objects have come by, and which of these were passed over as they were only listed. */
  readonly #seen = new Map<Mapper, { count: number; passedOver: InstanceState[] }>();
  #planned = false;

  constructor(processor: DependencyProcessor, fromParent: boolean) {
    this.#processor = processor;
    this.fromParent = fromParent;
  }

  /** Looks at objects not seen before; returns whether there were any. */
  run(flush: FlushContext): boolean {
    const deletes: InstanceState[] = [];
    const saves: InstanceState[] = [];
    for (const mapper of mappersOf(this.#processor, this.fromParent)) {
      for (const state of this.#newOf(mapper, flush)) (flush.isDeleted(state) ? deletes : saves).push(state);
    }
    if (deletes.length === 0 && saves.length === 0) return false;
    if (deletes.length > 0) this.#processor.presortDeletes(flush, deletes);
    if (saves.length > 0) this.#processor.presortSaves(flush, saves);
    if (
      !this.#planned &&
      (this.#processor.hasChanges(flush, deletes, true) || this.#processor.hasChanges(flush, saves, false))
    ) {
      this.#processor.planAll(flush);
      this.#planned = true;
    }
    return true;
  }

  /** The objects of a class not seen before, in the order in which they came. */
  #newOf(mapper: Mapper, flush: FlushContext): InstanceState[] {
    const states = flush.statesOf(mapper);
    let seen = this.#seen.get(mapper);
    if (seen === undefined) {
      seen = { count: 0, passedOver: [] };
      this.#seen.set(mapper, seen);
    }
    const candidates = [...seen.passedOver, ...states.slice(seen.count)];
    seen.count = states.length;
    seen.passedOver = candidates.filter((state) => flush.isListOnly(state));
    return seen.passedOver.length === 0 ? candidates : candidates.filter((state) => !flush.isListOnly(state));
  }
}
