import { InvalidRequestError, NoSuchColumnError } from "../errors.ts";
import { clauseOf } from "../sql/coercions.ts";
import { ColumnElement } from "../sql/element.ts";
import { repr } from "../types/repr.ts";
import type { TypeEngine } from "../types/type-engine.ts";

/**
 * Rows of a query: frozen arrays whose values are also reached by name, `row.name` ("Row"). The names of one query make one
 * class, so that a row costs no more than an array.
 */
export interface Row extends ReadonlyArray<unknown> {
  readonly [name: string]: unknown;
  readonly [index: number]: unknown;
}

/** A row whose values' types are known, in order. */
export type RowOf<T extends readonly unknown[]> = Readonly<T> & { readonly [name: string]: unknown };

/** What finds a value of a row: a position, a name, or the column that was selected. */
export type RowIndex = number | string | ColumnElement;

/** What a position of a row stands for besides its name. */
export interface RowColumn {
  readonly keys: readonly ColumnElement[];
  readonly names: readonly string[];
}

/** What the rows of one query have in common. */
export interface RowShape {
  readonly names: readonly (string | null)[];
  /** The types of the values, by position; `null` for what is no column. */
  readonly types: readonly (TypeEngine | null)[];
}

export interface RowFactory extends RowShape {
  make(values: readonly unknown[]): Row;
  /**
   * The position of a column.
   * @throws NoSuchColumnError where there is none, InvalidRequestError where a name stands for several
   */
  position(index: RowIndex): number;
  /** Makes rows of some of the columns. */
  narrowed(positions: readonly number[]): RowFactory;
}

const FACTORY = Symbol("flushlight.row.factory");

class RowBase extends Array<unknown> {
  static override get [Symbol.species]() {
    return Array;
  }
}

/** Names that only positions have: `SELECT 1` names its column so. */
const POSITION = /^\d+$/;

/** Makes rows of values under some names; a name that is there twice is the last's. */
export function rowFactory(
  names: readonly (string | null)[],
  columns: readonly RowColumn[] = [],
  types: readonly (TypeEngine | null)[] = [],
): RowFactory {
  class NamedRow extends RowBase {}
  const factory: RowFactory = {
    names,
    types,
    make(values) {
      const row = new NamedRow(values.length);
      for (let i = 0; i < values.length; i++) row[i] = values[i];
      return Object.freeze(row) as unknown as Row;
    },
    position: (index) => positionOf(index, names, columns),
    narrowed: (positions) =>
      rowFactory(
        positions.map((at) => names[at] ?? null),
        positions.flatMap((at) => columns[at] ?? []),
        positions.map((at) => types[at] ?? null),
      ),
  };
  Object.defineProperty(NamedRow.prototype, FACTORY, { value: factory });
  names.forEach((name, index) => {
    if (name === null || name === "length" || name === "constructor" || POSITION.test(name)) return;
    Object.defineProperty(NamedRow.prototype, name, {
      configurable: true,
      get(this: readonly unknown[]) {
        return this[index];
      },
    });
  });
  return factory;
}

function positionOf(index: RowIndex, names: readonly (string | null)[], columns: readonly RowColumn[]): number {
  if (typeof index === "number") {
    if (index >= names.length || index < -names.length) throw notFound(index);
    return index < 0 ? index + names.length : index;
  }
  if (typeof index === "string") {
    const found = names.lastIndexOf(index);
    if (found >= 0) {
      if (names.indexOf(index) < found && columns.some((column) => column.keys.length > 0)) throw ambiguous(index);
      return found;
    }
    const other = columns.findIndex((column) => column.names.includes(index));
    if (other >= 0) return other;
    throw notFound(index);
  }
  const wanted = clauseOf(index);
  if (!(wanted instanceof ColumnElement)) throw notFound(index);
  const plain = wanted.unannotated;
  const found = columns.findIndex((column) => column.keys.includes(plain));
  if (found >= 0) return found;
  throw new NoSuchColumnError(`Could not locate column in row for column '${plain}'`);
}

function notFound(index: unknown): NoSuchColumnError {
  return new NoSuchColumnError(
    `Could not locate column in row for column ${typeof index === "number" ? repr(String(index)) : repr(index)}`,
  );
}

function ambiguous(name: string): InvalidRequestError {
  return new InvalidRequestError(`Ambiguous column name '${name}' in result set column descriptions`);
}

function factoryOf(row: readonly unknown[]): RowFactory | null {
  return (row as { [FACTORY]?: RowFactory })[FACTORY] ?? null;
}

/** Names and types of a row's values; `null` for what is no row. */
export function rowShape(row: readonly unknown[]): RowShape | null {
  return factoryOf(row);
}

/** The names of a row's values (`Row._fields`). */
export function rowNames(row: readonly unknown[]): readonly string[] {
  return (factoryOf(row)?.names ?? []).map((name) => name ?? "");
}

/** A row as an object by name (`Row._mapping`). */
export function rowMapping(row: readonly unknown[]): Readonly<Record<string, unknown>> {
  const mapping: Record<string, unknown> = {};
  rowNames(row).forEach((name, i) => {
    mapping[name] = row[i];
  });
  return Object.freeze(mapping);
}

/**
 * A value of a row by the column that was selected, by name or by position (`Row._mapping[column]`).
 * @throws NoSuchColumnError where the row has no such column
 */
export function rowValue(row: readonly unknown[], index: RowIndex): unknown {
  const factory = factoryOf(row);
  if (factory === null) throw notFound(index);
  return row[factory.position(index)];
}
