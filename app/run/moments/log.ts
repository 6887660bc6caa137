import type { DriverValue, ObjectImage, Transition } from "../../../src-engine/trace/events.ts";
import type { Change } from "../run-model.ts";
import type { ObjectView } from "./view.ts";

type Values = readonly DriverValue[];

/** A table as a whole. */
export interface TableSnapshot {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [rowid: number, values: Values])[];
}

/** One thing that became another, told so that it can be done and undone. */
export type Step = { readonly seq: number } & (
  | {
      readonly kind: "row";
      readonly table: string;
      readonly rowid: number;
      readonly before: Values | null;
      readonly after: Values | null;
      readonly byDatabase: boolean;
    }
  | {
      readonly kind: "table";
      readonly table: string;
      readonly before: TableSnapshot | null;
      readonly after: TableSnapshot | null;
    }
  | { readonly kind: "object"; readonly before: ObjectView | null; readonly after: ObjectView }
);

interface OpenFrame {
  readonly kind: "transaction" | "savepoint";
  readonly name: string | null;
  /** Length of the log when it opened. */
  readonly from: number;
}

/**
 * A run's changes as steps. What a rollback undoes is worked out once, here, so that whoever goes along the steps needs to
 * know nothing of transactions. It grows with its run: changes are only ever added to one.
 */
export class Log {
  readonly steps: Step[] = [];
  readonly #tables = new Map<string, { columns: readonly string[]; rows: Map<number, Values> }>();
  readonly #objects = new Map<number, ObjectView>();
  readonly #open: OpenFrame[] = [];
  #taken = 0;

  /** Takes in the changes that it does not have yet. */
  extend(changes: readonly Change[]): void {
    for (; this.#taken < changes.length; this.#taken++) this.#take(changes[this.#taken] as Change);
  }

  #take(change: Change): void {
    const { seq } = change;
    switch (change.type) {
      case "rows":
        for (const { table, rowid, before, after, byDatabase } of change.changes) {
          this.#do({ seq, kind: "row", table, rowid, before, after, byDatabase });
        }
        break;
      case "table": {
        const rows = change.rows.map(({ rowid, values }) => [rowid, values] as const);
        const after = change.columns === null ? null : { columns: change.columns, rows };
        this.#do({ seq, kind: "table", table: change.name, before: this.#snapshot(change.name), after });
        break;
      }
      case "objects":
        for (const image of change.images) {
          const before = this.#objects.get(image.object.id) ?? null;
          this.#do({ seq, kind: "object", before, after: merged(before, image) });
        }
        break;
      case "state": {
        const before = this.#objects.get(change.object.id) ?? null;
        const after: ObjectView = {
          ...(before ?? UNSEEN),
          ...withoutMarks(stateAfter[change.transition]),
          ref: change.object,
          state: stateAfter[change.transition],
        };
        this.#do({ seq, kind: "object", before, after });
        break;
      }
      case "transaction":
        this.#transaction(change);
        break;
      case "line":
        break;
      default:
        change satisfies never;
    }
  }

  #transaction({ seq, action, name }: Extract<Change, { type: "transaction" }>): void {
    const from = this.steps.length;
    if (action === "BEGIN") this.#open.push({ kind: "transaction", name, from });
    else if (action === "SAVEPOINT") this.#open.push({ kind: "savepoint", name, from });
    else {
      const kind = action === "COMMIT" || action === "ROLLBACK" ? "transaction" : "savepoint";
      const place = this.#open.findLastIndex(
        (frame) => frame.kind === kind && (kind === "transaction" || name === null || frame.name === name),
      );
      const [frame] = place < 0 ? [] : this.#open.splice(place);
      if (frame && (action === "ROLLBACK" || action === "ROLLBACK TO SAVEPOINT")) this.#undo(frame.from, seq);
    }
  }

  /** Steps back what was done to tables since. Objects are restored by the session, which tells of it. */
  #undo(from: number, seq: number): void {
    for (let at = this.steps.length - 1; at >= from; at--) {
      const step = this.steps[at] as Step;
      if (step.kind === "object") continue;
      this.#do({ ...step, seq, before: step.after, after: step.before } as Step);
    }
  }

  #do(step: Step): void {
    this.steps.push(step);
    if (step.kind === "row") {
      const rows = this.#tables.get(step.table)?.rows;
      if (step.after === null) rows?.delete(step.rowid);
      else rows?.set(step.rowid, step.after);
    } else if (step.kind === "table") {
      if (step.after === null) this.#tables.delete(step.table);
      else this.#tables.set(step.table, { columns: step.after.columns, rows: new Map(step.after.rows) });
    } else this.#objects.set(step.after.ref.id, step.after);
  }

  #snapshot(name: string): TableSnapshot | null {
    const table = this.#tables.get(name);
    return table === undefined ? null : { columns: table.columns, rows: [...table.rows] };
  }
}

const UNSEEN = {
  dirty: false,
  doomed: false,
  attributes: [],
  changed: [],
  stateBefore: null,
  appeared: false,
} as const;

/** The object after an image of it: attributes that the image leaves out are as they were. */
function merged(before: ObjectView | null, image: ObjectImage): ObjectView {
  const { object: ref, state, dirty, doomed } = image;
  let attributes = before?.attributes ?? [];
  if (image.attributes.length > 0) {
    const next = [...attributes];
    for (const attribute of image.attributes) {
      const place = next.findIndex((each) => each.name === attribute.name);
      if (place < 0) next.push(attribute);
      else next[place] = attribute;
    }
    attributes = next;
  }
  return { ...UNSEEN, ref, state, dirty, doomed, attributes };
}

/** Only persistent objects are dirty or marked for deletion. */
function withoutMarks(state: ObjectView["state"]): Partial<ObjectView> {
  return state === "persistent" ? {} : { dirty: false, doomed: false };
}

const stateAfter: Record<Transition, ObjectView["state"]> = {
  transient_to_pending: "pending",
  pending_to_transient: "transient",
  pending_to_persistent: "persistent",
  persistent_to_deleted: "deleted",
  deleted_to_persistent: "persistent",
  deleted_to_detached: "detached",
  persistent_to_detached: "detached",
  persistent_to_transient: "transient",
  detached_to_persistent: "persistent",
  loaded_as_persistent: "persistent",
};
