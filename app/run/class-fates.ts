import type { FateKind, FateOperation, FateReason, ModelSnapshot } from "../../src-engine/trace/events.ts";

/** What may become of the objects of one class, or of a table's rows, when something is done to an object of another. */
export interface ClassFate {
  /** The class; the table's name where no class is mapped to it. */
  readonly className: string;
  /** True where `className` is a table's name: association rows, rows that no class stands for. */
  readonly isTable: boolean;
  readonly kind: FateKind;
  readonly by: "orm" | "database";
  readonly reason: FateReason;
  /** The relationships (`User.addresses`) or foreign keys (`addresses.user_id`) on the way, from the start. */
  readonly path: readonly ClassFateStep[];
  /** Whether this happens only where the last attribute of the path is loaded, or only where it is not. */
  readonly when: "loaded" | "unloaded" | null;
}

export interface ClassFateStep {
  readonly along: string;
  /** The class, or table, that the step starts from. */
  readonly from: string;
}

/** What may become of the objects of every class when `operation` is done on an object of `className`. */
export function classFates(_model: ModelSnapshot, _operation: FateOperation, _className: string): readonly ClassFate[] {
  return [];
}
