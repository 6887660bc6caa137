import type { Connection } from "../connection/connection.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { LoadingSession } from "../loading/session-port.ts";

/** What queries and bulk statements ask of a session, over what loading asks of it. */
export interface QuerySession extends LoadingSession {
  /** The connection that the session's statements go to, in its transaction. */
  connection(): Connection;
  /** Lets `do_orm_execute` listeners see a statement, and runs it. */
  hearStatement<R>(statement: unknown, run: (statement: unknown) => R): R;
  /** Objects whose rows a bulk DELETE has removed: they go from persistent to deleted. */
  removeNewlyDeleted(states: readonly InstanceState[]): void;
  /** Objects that a bulk UPDATE has changed; a rollback expires them (`_register_altered`). */
  registerAltered(states: readonly InstanceState[]): void;
}
