/** What the bridge asks of Python: one function each, called with primitives only. */
export interface PythonPort {
  /**
   * Calls a Python callable.
   * @param args the arguments as the codec writes them
   * @returns the result in the codec's short form, or an exception in it
   */
  dispatch(callable: number, args: string): unknown;
  /** The line of user code that is running, 0 where there is none. */
  line(): number;
  /** `repr()` of an object that JavaScript only knows by number. */
  repr(object: number): string;
  /** What a composite value is made of, as the codec writes lists. */
  compositeValues(object: number): string;
  equal(a: number, b: number): boolean;
}

/** A Python object that means nothing to the engine: a member of an enum, a value of the user's own class. */
export class PythonObject {
  readonly #port: PythonPort;
  readonly id: number;
  /** What the codec makes of a list that Python sent. */
  readonly #list: (text: string) => readonly unknown[];

  constructor(port: PythonPort, id: number, list: (text: string) => readonly unknown[]) {
    this.#port = port;
    this.id = id;
    this.#list = list;
  }

  compositeValues(): readonly unknown[] {
    return this.#list(this.#port.compositeValues(this.id));
  }

  /** Equality as Python has it. */
  equals(other: unknown): boolean {
    if (other === this) return true;
    return other instanceof PythonObject && this.#port.equal(this.id, other.id);
  }

  toString(): string {
    return this.#port.repr(this.id);
  }
}

/** An exception that user code raised in a callback, on its way through the engine back to Python. */
export class PythonError extends Error {
  readonly code = null;
  /** Under which Python keeps the exception. */
  readonly id: number;
  readonly line: number | null;

  constructor(id: number, name: string, message: string, line: number | null) {
    super(message);
    this.id = id;
    this.name = name;
    this.line = line;
  }
}
