/** What reading tables from a database needs of the tables' collection. */
export interface AutoloadTarget {
  readonly tables: ReadonlyMap<string, unknown>;
}

/** How all tables of a database are read. */
export interface ReflectOptions {
  /** Lets tables that are known get the columns and keys that they lack. */
  readonly extendExisting?: boolean;
}

/**
 * The room that reads tables from a database stands above this one and can't be imported by it, so it hands itself in.
 */
export interface ReflectionPort {
  table(bind: unknown, table: object): void;
  all(bind: unknown, metadata: AutoloadTarget, options: ReflectOptions): void;
}

let current: ReflectionPort | null = null;

export function provideReflection(port: ReflectionPort): void {
  current = port;
}

export function reflection(): ReflectionPort {
  if (current === null) throw new Error("reflection is not set up");
  return current;
}
