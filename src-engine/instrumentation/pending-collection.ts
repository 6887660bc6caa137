import { keepShape } from "../shapes.ts";
import type { History } from "./history.ts";

/** Holds what was added to and removed from a collection that is not loaded; applied when it is. */
export class PendingCollection {
  readonly added = new Set<object>();
  readonly deleted = new Set<object>();

  append(value: object): void {
    if (!this.deleted.delete(value)) this.added.add(value);
  }

  remove(value: object): void {
    if (!this.added.delete(value)) this.deleted.add(value);
  }

  /** The history that these changes alone amount to. */
  mergeInto(history: History): History {
    return {
      added: [...history.added, ...this.added],
      unchanged: history.unchanged,
      deleted: [...history.deleted, ...this.deleted],
    };
  }
}

keepShape(new PendingCollection());
