import { call, isHeard, type Registered } from "../events/listeners.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import { Delete, Insert, Update } from "../sql/dml.ts";
import { CompoundSelect, Select, TextualSelect } from "../sql/select.ts";
import type { ExecuteOptions } from "./execute-options.ts";

type Parameters = ParameterValues | readonly ParameterValues[];

/** What `do_orm_execute` listeners are given: a statement on its way, which they may change or answer ("Execute Events"). */
export class ORMExecuteState<R = unknown> {
  readonly session: object;
  statement: unknown;
  parameters: Parameters;
  executionOptions: ExecuteOptions;
  /** Whether the objects of a relationship are loaded. */
  readonly isRelationshipLoad: boolean;
  /** Whether columns of an object are loaded that are expired or deferred. */
  readonly isColumnLoad: boolean;
  readonly #run: (statement: unknown, parameters: Parameters, options: ExecuteOptions) => R;
  #rest: readonly Registered[] = [];

  constructor(
    session: object,
    statement: unknown,
    how: {
      readonly parameters: Parameters;
      readonly options: ExecuteOptions;
      readonly kind?: "query" | "relationship" | "column";
      readonly run: (statement: unknown, parameters: Parameters, options: ExecuteOptions) => R;
    },
  ) {
    this.session = session;
    this.statement = statement;
    this.parameters = how.parameters;
    this.executionOptions = how.options;
    this.isRelationshipLoad = how.kind === "relationship";
    this.isColumnLoad = how.kind === "column";
    this.#run = how.run;
  }

  get isSelect(): boolean {
    const { statement } = this;
    return statement instanceof Select || statement instanceof CompoundSelect || statement instanceof TextualSelect;
  }

  get isInsert(): boolean {
    return this.statement instanceof Insert;
  }

  get isUpdate(): boolean {
    return this.statement instanceof Update;
  }

  get isDelete(): boolean {
    return this.statement instanceof Delete;
  }

  updateExecutionOptions(options: ExecuteOptions): void {
    this.executionOptions = { ...this.executionOptions, ...options };
  }

  /** Executes the statement now, after the listeners that come later; what it gives is the listener's to return. */
  invokeStatement(statement: unknown = this.statement, parameters: Parameters = this.parameters): R {
    this.statement = statement;
    this.parameters = parameters;
    return this.proceed(this.#rest);
  }

  /** Asks the listeners in turn; the first that answers is taken. */
  proceed(listeners: readonly Registered[]): R {
    for (const [i, entry] of listeners.entries()) {
      this.#rest = listeners.slice(i + 1);
      const answer = call(entry, [this]);
      if (answer !== null && answer !== undefined) return answer as R;
    }
    return this.#run(this.statement, this.parameters, this.executionOptions);
  }
}

/** Whether anybody wants to see statements before they are executed. */
export function isExecuteHeard(): boolean {
  return isHeard("do_orm_execute");
}
