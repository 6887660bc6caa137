import type { ObjectRef } from "../../../src-engine/trace/events.ts";
import type { RunModel, Statement, StatementIndex } from "../../run/run-model.ts";

/** What a row can ask of the list. */
export interface RowActions {
  selectStatement(statement: StatementIndex): void;
  /** Opens or closes what there is to say about a statement besides. */
  toggleDetails(statement: Statement): void;
  selectLine(line: number): void;
  selectObject(object: ObjectRef): void;
  toggleSetup(first: Statement): void;
  toggleGroup(group: string): void;
  copy(text: string, what: string): void;
  runAgain(): void;
}

/** What all rows of a list have in common. */
export interface ListView {
  readonly run: RunModel;
  readonly actions: RowActions;
  readonly inline: boolean;
  /**
   * The SQL that a compiled statement has in the dialect shown, by its `source`: `null` where that has no words for it,
   * `undefined` where it stays as it is. Itself `null` while SQLite's own SQL is shown.
   */
  readonly translation: ((source: number) => string | null | undefined) | null;
  /** The longest that a statement of the run took. */
  readonly longest: number;
}
