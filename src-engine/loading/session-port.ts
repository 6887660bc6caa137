import type { Compiled } from "../compiler/compiled.ts";
import type { Dialect } from "../compiler/dialect.ts";
import type { IdentityMap } from "../instrumentation/identity-map.ts";
import type { InstanceState, SessionPort } from "../instrumentation/state.ts";
import type { RelationshipProperty } from "../mapping/mapper.ts";
import type { DriverValue } from "../trace/events.ts";

/** Rows as the driver gave them; no column type has converted anything yet. */
export interface DriverRows {
  readonly rows: readonly (readonly DriverValue[])[];
  readonly columns: readonly string[];
}

/** Values of bind parameters by key; they stand in for what the statement was built with. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** A SELECT of the ORM's own that listeners may see and change before it is executed ("Execute Events"). */
export interface HeardLoad<S, R> {
  readonly statement: S;
  /** A query, the load of a relationship, or that of an object's expired or deferred columns. */
  readonly kind: "query" | "relationship" | "column";
  readonly parameters: ParameterValues;
  run(statement: S, parameters: ParameterValues): R;
}

/** What loading asks of a session. */
export interface LoadingSession extends SessionPort {
  readonly identityMap: IdentityMap;
  /** Compiles statements for the session's database. Does not connect. */
  readonly dialect: Dialect;

  /**
   * Flushes pending changes before a load, where the session's setting allows it and no flush is running.
   * The session adds the cause `{ kind: "autoflush", by }` and the reference's suffix to errors raised meanwhile.
   * @param by what needed the flush: `"Query.all"`, the relationship `User.addresses`, …
   */
  runAutoflush(by: string | RelationshipProperty): void;

  /**
   * Makes sure that the transaction is there and usable. A query asks for it before it builds its statement, so that what is
   * wrong with the transaction is said before what is wrong with the query.
   */
  connection(): unknown;

  /**
   * Executes a compiled statement in the session's transaction, which begins with it where none is there, and returns the
   * driver's rows. Expanding parameters are expanded here.
   */
  executeCompiled(compiled: Compiled, values: ParameterValues): DriverRows;

  /** Whether anybody listens to statements before they are executed. */
  readonly isStatementHeard?: boolean;
  /** Lets listeners see a load, and runs it. */
  hearLoad?<S, R>(load: HeardLoad<S, R>): R;

  /** A new object came from a row and is in the identity map: the `loaded_as_persistent` event. */
  noteLoaded(state: InstanceState): void;

  /** Objects turned out to have no row any more: they go from persistent to deleted (`_remove_newly_deleted`). */
  removeNewlyDeleted(states: readonly InstanceState[]): void;
}
