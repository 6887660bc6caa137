/**
 * The errors of the engine. Class names and texts are the reference's ("Core Exceptions", "ORM Exceptions"), so that what a
 * person finds when searching for a text here is what SQLAlchemy's documentation says of it.
 */

interface ErrorOptions_ {
  /** The reference's stable error code, the last part of `https://sqlalche.me/e/20/<code>`. */
  readonly code?: string;
  readonly cause?: unknown;
}

/** The root of every error that the engine raises by itself. */
export class SQLAlchemyError extends Error {
  /** The reference's stable error code ("bhk3"); `null` where it has none. */
  readonly code: string | null;

  constructor(message: string, options: ErrorOptions_ = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code ?? null;
    this.name = new.target.name;
  }

  /** The error as it is printed; the code leads to what the documentation says of it. */
  override toString(): string {
    const text = super.toString();
    if (this.code === null || text.includes("https://sqlalche.me/")) return text;
    return `${text} (Background on this error at: https://sqlalche.me/e/20/${this.code})`;
  }
}

export class ArgumentError extends SQLAlchemyError {}
export class DuplicateColumnError extends ArgumentError {}
export class ConstraintColumnNotFoundError extends ArgumentError {}
export class AmbiguousForeignKeysError extends ArgumentError {}
export class NoForeignKeysError extends ArgumentError {}
export class ObjectNotExecutableError extends ArgumentError {}
export class UnsupportedCompilationError extends SQLAlchemyError {}
export class CompileError extends SQLAlchemyError {}
export class IdentifierError extends SQLAlchemyError {}
export class CircularDependencyError extends SQLAlchemyError {
  /** The members of the circle, in no particular order. */
  readonly cycles: readonly unknown[];

  constructor(message: string, cycles: readonly unknown[] = []) {
    super(message);
    this.cycles = cycles;
  }
}
export class InvalidRequestError extends SQLAlchemyError {}
export class IllegalStateChangeError extends InvalidRequestError {}
export class NoInspectionAvailable extends InvalidRequestError {}
export class PendingRollbackError extends InvalidRequestError {}
export class ResourceClosedError extends InvalidRequestError {}
export class NoSuchColumnError extends InvalidRequestError {}
export class NoResultFound extends InvalidRequestError {}
export class MultipleResultsFound extends InvalidRequestError {}
export class NoReferenceError extends InvalidRequestError {}
export class NoReferencedTableError extends NoReferenceError {}
export class NoReferencedColumnError extends NoReferenceError {}
export class NoSuchTableError extends InvalidRequestError {}
export class UnreflectableTableError extends InvalidRequestError {}
export class UnboundExecutionError extends InvalidRequestError {}
export class AwaitRequired extends InvalidRequestError {}

/** A statement that failed on its way to the database or in it. */
export class StatementError extends SQLAlchemyError {
  readonly statement: string | null;
  readonly params: unknown;
  /** What was raised underneath: the driver's error, or the conversion's. */
  readonly orig: Error | null;

  constructor(
    message: string,
    statement: string | null,
    params: unknown,
    orig: Error | null,
    options: ErrorOptions_ = {},
  ) {
    super(message, { ...options, cause: orig ?? undefined });
    this.statement = statement;
    this.params = params;
    this.orig = orig;
  }
}

/** An error which the database itself reported. `orig.message` is the driver's own text. */
export class DBAPIError extends StatementError {}
export class InterfaceError extends DBAPIError {}
export class DatabaseError extends DBAPIError {}
export class DataError extends DatabaseError {}
export class OperationalError extends DatabaseError {}
export class IntegrityError extends DatabaseError {}
export class InternalError extends DatabaseError {}
export class ProgrammingError extends DatabaseError {}
export class NotSupportedError extends DatabaseError {}

// The ORM's own ("ORM Exceptions").
export class StaleDataError extends SQLAlchemyError {}
export class FlushError extends SQLAlchemyError {}
export class MappedAnnotationError extends ArgumentError {}
export class UnmappedError extends InvalidRequestError {}
export class UnmappedInstanceError extends UnmappedError {}
export class UnmappedClassError extends UnmappedError {}
export class UnmappedColumnError extends InvalidRequestError {}
export class ObjectDereferencedError extends SQLAlchemyError {}
export class DetachedInstanceError extends SQLAlchemyError {}
export class ObjectDeletedError extends InvalidRequestError {}
export class LoaderStrategyException extends InvalidRequestError {}

export type BuiltinName =
  | "TypeError"
  | "ValueError"
  | "IndexError"
  | "KeyError"
  | "LookupError"
  | "AttributeError"
  | "AssertionError"
  | "NotImplementedError"
  | "RuntimeError";

/** Stands for an error of Python's own that the reference lets through: its name and text are Python's. */
export class BuiltinError extends Error {
  readonly code = null;

  constructor(name: BuiltinName, message: string) {
    super(message);
    this.name = name;
  }
}

/** Narrows a value that cannot be missing; `why` names the invariant. Failing is a defect of the engine, not of its user. */
export function invariant<T>(value: T | null | undefined, why: string): T {
  if (value === null || value === undefined) throw new BuiltinError("AssertionError", `engine invariant: ${why}`);
  return value;
}
