import type { InstanceState } from "../instrumentation/state.ts";
import { type DependencyProcessor, type FlushContext, mappersOf } from "./flush-context.ts";

/** Shows one relationship the objects of a flush as they come in, and plans its steps once it turns out to have any. */
export class Preprocess {
  readonly fromParent: boolean;
  readonly #processor: DependencyProcessor;
  readonly #seen = new Set<InstanceState>();
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
      for (const state of flush.statesOf(mapper)) {
        if (this.#seen.has(state) || flush.isListOnly(state)) continue;
        (flush.isDeleted(state) ? deletes : saves).push(state);
      }
    }
    if (deletes.length === 0 && saves.length === 0) return false;
    if (deletes.length > 0) this.#processor.presortDeletes(flush, deletes);
    if (saves.length > 0) this.#processor.presortSaves(flush, saves);
    for (const state of deletes) this.#seen.add(state);
    for (const state of saves) this.#seen.add(state);
    if (
      !this.#planned &&
      (this.#processor.hasChanges(flush, deletes, true) || this.#processor.hasChanges(flush, saves, false))
    ) {
      this.#processor.planAll(flush);
      this.#planned = true;
    }
    return true;
  }
}
