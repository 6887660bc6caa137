import type { Result, ScalarResult } from "../connection/result.ts";
import type { RowOf } from "../connection/row.ts";
import { ArgumentError } from "../errors.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { OrmStatement } from "../loading/orm-statement.ts";
import type { HeardLoad, ParameterValues } from "../loading/session-port.ts";
import { keepShape } from "../shapes.ts";
import { clauseOf, showValue } from "../sql/coercions.ts";
import { trace } from "../trace/recorder.ts";
import { sessionListeners } from "./event.ts";
import { ObjectSession } from "./object-session.ts";
import { type ExecuteOptions, executeStatement } from "./orm-execute.ts";
import { isExecuteHeard, ORMExecuteState } from "./orm-execute-state.ts";
import { OrmSelect, statementOf } from "./orm-select.ts";
import { Query } from "./query.ts";
import type { QuerySession } from "./query-session.ts";
import type { RowValues } from "./row-types.ts";

/** A mapped class, as far as its instances' type is concerned. */
type EntityClass<T extends object> = abstract new (...args: never[]) => T;

/**
 * A conversation with the database ("ORM: Using the Session"): it holds the objects that were loaded or added, knows what
 * has changed, and writes that in the right order when it is flushed.
 *
 *     const session = new Session(engine);
 *     session.add(new User({ name: "ed" }));
 *     session.commit();
 */
export class Session extends ObjectSession implements QuerySession {
  /** A query of mapped classes, attributes or expressions; one class gives objects, anything else gives rows. */
  query<T extends object>(entity: EntityClass<T>): Query<T>;
  query<const A extends readonly unknown[]>(...items: A): Query<RowOf<RowValues<A>>>;
  query(...items: readonly unknown[]): unknown {
    return this.queryCls === null ? new Query<unknown>(this, items) : Reflect.construct(this.queryCls, [this, items]);
  }

  /** Executes a statement made with `select()`, `insert()`, `update()`, `delete_()` or `text()` in the session's transaction. */
  execute<T extends readonly unknown[]>(
    statement: OrmSelect<T>,
    parameters?: ParameterValues | readonly ParameterValues[],
    options?: ExecuteOptions,
  ): Result<RowOf<T>>;
  execute(
    statement: unknown,
    parameters?: ParameterValues | readonly ParameterValues[],
    options?: ExecuteOptions,
  ): Result;
  execute(
    statement: unknown,
    parameters: ParameterValues | readonly ParameterValues[] = {},
    options: ExecuteOptions = {},
  ): unknown {
    if (typeof statement === "string") {
      throw new ArgumentError(
        `Textual SQL expression '${statement}' should be explicitly declared as text('${statement}')`,
      );
    }
    if (clauseOf(statement) === null) {
      throw new ArgumentError(`Executable SQL or text() construct expected, got ${showValue(statement)}.`);
    }
    if (!trace.active) return this.#execute(statement, parameters, options);
    const cause = trace.cause({ kind: "operation", name: "execute", object: null, detail: null });
    return trace.within(cause, () => this.#execute(statement, parameters, options));
  }

  #execute(
    statement: unknown,
    parameters: ParameterValues | readonly ParameterValues[],
    options: ExecuteOptions,
  ): Result {
    if (!isExecuteHeard()) return executeStatement(this, statement, parameters, options);
    const state = new ORMExecuteState<Result>(this, statement, {
      parameters,
      options,
      run: (...args) => executeStatement(this, ...args),
    });
    return state.proceed(sessionListeners(this, "do_orm_execute"));
  }

  get isStatementHeard(): boolean {
    return isExecuteHeard();
  }

  hearLoad<S, R>(load: HeardLoad<S, R>): R {
    const given = load.statement as unknown as OrmStatement;
    const state = new ORMExecuteState<R>(this, OrmSelect.of(given), {
      parameters: load.parameters,
      options: {},
      kind: load.kind,
      run: (statement, parameters) =>
        load.run(statementOf(statement as OrmSelect) as unknown as S, parameters as ParameterValues),
    });
    return state.proceed(sessionListeners(this, "do_orm_execute"));
  }

  hearStatement<R>(statement: unknown, run: (statement: unknown) => R): R {
    if (!isExecuteHeard()) return run(statement);
    const state = new ORMExecuteState<R>(this, statement, { parameters: {}, options: {}, run });
    return state.proceed(sessionListeners(this, "do_orm_execute"));
  }

  /** Executes a statement and gives the first value of each row. */
  scalars<T extends readonly unknown[]>(
    statement: OrmSelect<T>,
    parameters?: ParameterValues | readonly ParameterValues[],
    options?: ExecuteOptions,
  ): ScalarResult<T[0]>;
  scalars<T = unknown>(
    statement: unknown,
    parameters?: ParameterValues | readonly ParameterValues[],
    options?: ExecuteOptions,
  ): ScalarResult<T>;
  scalars<T = unknown>(
    statement: unknown,
    parameters: ParameterValues | readonly ParameterValues[] = {},
    options: ExecuteOptions = {},
  ): ScalarResult<T> {
    return this.execute(statement, parameters, options).scalars() as ScalarResult<T>;
  }

  /** Executes a statement and gives the first value of its first row, `null` where there is none. */
  scalar<T extends readonly unknown[]>(
    statement: OrmSelect<T>,
    parameters?: ParameterValues,
    options?: ExecuteOptions,
  ): T[0] | null;
  scalar(statement: unknown, parameters?: ParameterValues, options?: ExecuteOptions): unknown;
  scalar(statement: unknown, parameters: ParameterValues = {}, options: ExecuteOptions = {}): unknown {
    return this.execute(statement, parameters, options).scalar();
  }

  registerAltered(states: readonly InstanceState[]): void {
    this.transaction?.noteSaved(states);
  }
}

keepShape(new Session());
