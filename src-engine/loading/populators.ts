import type { InstanceState, StateAttribute } from "../instrumentation/state.ts";
import type { DriverValue } from "../trace/events.ts";
import type { ResultProcessor } from "../types/type-engine.ts";

export type Row = readonly DriverValue[];

/** Where in a row a value is, and what makes it a value of its type; `null` where it is one already. */
export interface ColumnReader {
  readonly index: number;
  readonly process: ResultProcessor | null;
}

/** A column's value that goes straight into an object's slot. */
export interface SlotReader extends ColumnReader {
  readonly slot: number;
}

/** Does something about one attribute when a row of its object is read. */
export interface Populator {
  readonly attribute: StateAttribute;
  readonly run: (state: InstanceState, row: Row) => void;
}

/** What the rows of one entity do to its objects, by the moment at which it happens. */
export interface Populators {
  /** Columns. */
  readonly quick: SlotReader[];
  /** Attributes that the row does not have; `expires` where reading them loads the row again. */
  readonly missing: { readonly attribute: StateAttribute; readonly expires: boolean }[];
  /** The first row of an object that is loaded or refreshed. */
  readonly first: Populator[];
  /** Its further rows. */
  readonly further: Populator[];
  /** Each row of an object whose attribute was there before. */
  readonly eager: Populator[];
}

export function emptyPopulators(): Populators {
  return { quick: [], missing: [], first: [], further: [], eager: [] };
}

export function readColumn(reader: ColumnReader, row: Row): unknown {
  const value = row[reader.index] as DriverValue;
  return reader.process === null ? value : reader.process(value);
}
