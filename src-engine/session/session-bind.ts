import { Connection } from "../connection/connection.ts";
import { Engine } from "../connection/engine.ts";
import type { Transaction } from "../connection/transaction.ts";
import { ArgumentError, UnboundExecutionError } from "../errors.ts";
import { refuseWithout } from "../types/repr.ts";

/** What a session sends its statements to: an engine, or a connection of the caller's own. */
export type SessionBind = Engine | Connection;

const JOIN_MODES = ["conditional_savepoint", "rollback_only", "control_fully", "create_savepoint"] as const;

/** How a session takes part in a transaction that its connection is in already ("Joining a Session into an External Transaction"). */
export type JoinTransactionMode = (typeof JOIN_MODES)[number];

/**
 * A mode by its name.
 * @throws ArgumentError for any other name
 */
export function joinModeOf(mode: JoinTransactionMode): JoinTransactionMode {
  if (JOIN_MODES.includes(mode)) return mode;
  throw new ArgumentError(`invalid selection for join_transaction_mode: "${mode}"`);
}

/** The connection that a session's transaction has taken up. */
export interface SessionConnection {
  readonly connection: Connection;
  readonly transaction: Transaction;
  /** False for a transaction of the caller's own, which the session may only roll back. */
  readonly shouldCommit: boolean;
  /** Whether the connection was made for the session, and is closed with its transaction. */
  readonly closes: boolean;
}

/**
 * What is bound, where that can execute anything.
 * @throws UnboundExecutionError where nothing is bound
 */
export function requireBind(bind: SessionBind | null): SessionBind {
  if (bind instanceof Engine || bind instanceof Connection) return bind;
  if (bind !== null) refuseWithout(bind, "connect");
  throw new UnboundExecutionError(
    'Could not locate a bind configured on session: give it an engine, as in new Session(createEngine("sqlite://")).',
  );
}

/** Begins a session's transaction, or joins the one that is there. */
export function beginOn(bind: SessionBind, mode: JoinTransactionMode): SessionConnection {
  if (bind instanceof Engine) {
    const connection = bind.connect();
    return { connection, transaction: connection.begin(), shouldCommit: true, closes: true };
  }
  const { root, nested } = bind;
  if (root === null) return { connection: bind, transaction: bind.begin(), shouldCommit: true, closes: false };
  if (mode === "create_savepoint" || (mode === "conditional_savepoint" && nested !== null)) {
    return { connection: bind, transaction: bind.beginNested(), shouldCommit: true, closes: false };
  }
  return {
    connection: bind,
    transaction: nested ?? root,
    shouldCommit: mode === "control_fully",
    closes: false,
  };
}
