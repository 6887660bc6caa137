import type { ColumnElement } from "../sql/element.ts";
import type { Mapper } from "./mapper.ts";

/**
 * What mapping needs of the room that knows instances. Mapping stands below that room and can't import it, so the room
 * hands itself in when it is loaded.
 */
export interface InstancePort {
  /** Every attribute of the mapper is complete. Told again where a backref adds one to a configured mapper. */
  mapperConfigured(mapper: Mapper): void;
  /** The constructor of a mapped class runs; the attributes that it was given are set after this. */
  instanceMade(instance: object, mapper: Mapper, values: Readonly<Record<string, unknown>>): void;
  /** The mapper of a mapped class's instance; `null` for any other value. */
  mapperOfInstance(value: unknown): Mapper | null;
  /**
   * A function that gives, when a statement is executed, the instance's value for a column of its mapper: the newest one,
   * loaded where it has expired ("Query.filter() with an object").
   */
  columnValue(instance: object, mapper: Mapper, column: ColumnElement): () => unknown;
  /** Whether the attributes all have values in memory. */
  hasLoaded(instance: object, attributes: readonly string[]): boolean;
  isPersistent(instance: object): boolean;
  /** The instance's primary key values now, in the order of the mapper's key columns. */
  primaryKeyOf(instance: object, mapper: Mapper): readonly unknown[];
}

let current: InstancePort | null = null;

/** Hands in the room that knows instances, before any class is configured. */
export function setInstancePort(port: InstancePort): void {
  current = port;
}

/** The room that knows instances; `null` while mapping is used alone, as by its own tests. */
export function instancePort(): InstancePort | null {
  return current;
}
