import type { Compiled } from "../compiler/compiled.ts";
import { Result, type ResultSource } from "../connection/result.ts";
import { rowFactory } from "../connection/row.ts";
import { ArgumentError, ObjectNotExecutableError } from "../errors.ts";
import { DEFAULT_LOAD, type LoadOptions } from "../loading/load-context.ts";
import { planSelect, runPlan, uniqueKey } from "../loading/load-run.ts";
import type { OrmStatement } from "../loading/orm-statement.ts";
import type { SelectPlan } from "../loading/select-plan.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import { clauseOf } from "../sql/coercions.ts";
import { type Delete, DmlStatement, type Insert, type Update } from "../sql/dml.ts";
import type { ClauseElement } from "../sql/element.ts";
import { TextClause } from "../sql/literals.ts";
import { CompoundSelect, Select, TextualSelect } from "../sql/select.ts";
import { executeBulk } from "./bulk.ts";
import type { ExecuteOptions } from "./execute-options.ts";
import { isOrmSelect, statementOf, withPlainSelects } from "./orm-select.ts";
import type { QuerySession } from "./query-session.ts";

export type { ExecuteOptions } from "./execute-options.ts";

/**
 * Executes a statement in a session ("Session.execute"). A SELECT of mapped classes gives objects; UPDATE and DELETE of a
 * mapped class keep the session's objects in step.
 * @param parameters values of bind parameters by name; a list of such for INSERT, UPDATE or DELETE of several rows
 * @throws ObjectNotExecutableError for anything that is no statement
 */
export function executeStatement(
  session: QuerySession,
  statement: unknown,
  parameters: ParameterValues | readonly ParameterValues[] = {},
  options: ExecuteOptions = {},
): Result {
  const clause = clauseOf(statement);
  if (clause === null) throw new ObjectNotExecutableError(`Not an executable object: ${String(statement)}`);
  const merged = { ...optionsOf(clause), ...options };
  if (clause instanceof DmlStatement) {
    return executeDml(session, clause as Insert | Update | Delete, parameters, merged);
  }
  if (Array.isArray(parameters)) {
    throw new ArgumentError("A SELECT takes one set of parameters");
  }
  const values = parameters as ParameterValues;
  if (clause instanceof Select && isOrmSelect(clause)) return executeSelect(session, clause, values, merged);
  if (clause instanceof Select || clause instanceof CompoundSelect || clause instanceof TextualSelect) {
    return executePlain(session, clause, values);
  }
  if (clause instanceof TextClause) return executePlain(session, clause, values);
  throw new ObjectNotExecutableError(`Not an executable object: ${clause}`);
}

function optionsOf(clause: ClauseElement): ExecuteOptions {
  const given = (clause as { executionOptionValues?: Readonly<Record<string, unknown>> }).executionOptionValues;
  return (given ?? {}) as ExecuteOptions;
}

/** Executes a SELECT of mapped classes; its objects are made when the result is first read. */
export function executeSelect(
  session: QuerySession,
  select: Select,
  values: ParameterValues,
  options: ExecuteOptions = {},
): Result {
  const autoflush = options.autoflush ?? true;
  if (autoflush) session.runAutoflush("Session.execute");
  session.connection();
  const plan = planSelect(statementOf(select), session.dialect);
  return resultOf(session, plan, values, {
    ...DEFAULT_LOAD,
    autoflush,
    populateExisting: options.populateExisting ?? false,
    unique: false,
    onlyTuples: true,
  });
}

/** The result of a plan: the statement is executed now, its rows become objects later. */
export function resultOf(session: QuerySession, plan: SelectPlan, values: ParameterValues, load: LoadOptions): Result {
  const run = runPlan(session, plan, values, load);
  return new Result(
    {
      names: namesOf(plan),
      fetch: () => run().rows as readonly (readonly unknown[])[],
      uniqueKeys: plan.entities.map(uniqueKey),
      requiresUnique: plan.build.multiRowEager,
      rowCount: -1,
      returnsRows: true,
    },
    rowFactory(namesOf(plan)),
  );
}

/** The names of a query's values. */
export function namesOf(plan: SelectPlan): (string | null)[] {
  return plan.entities.map((entity) => entity.label);
}

/** Executes a statement that has nothing mapped in it. */
function executePlain(session: QuerySession, clause: ClauseElement, values: ParameterValues): Result {
  const compiled = session.dialect.compile(withPlainSelects(clause));
  const result = session.connection().execute(compiled, values);
  if (result.columns.length === 0) return new Result(rowless(result.changes), rowFactory([]));
  const names =
    compiled.resultColumns.length > 0 ? compiled.resultColumns.map((column) => column.name) : result.columns;
  const processors = processorsOf(compiled, session);
  return new Result(
    {
      names,
      fetch: () => result.rows.map((row) => row.map((value, i) => processors[i]?.(value) ?? value)),
      uniqueKeys: names.map((_, i) => {
        const type = compiled.resultColumns[i]?.type;
        return (value) => (type === undefined || value === null ? String(value) : type.identityKey(value));
      }),
      requiresUnique: false,
      rowCount: result.changes,
      returnsRows: true,
    },
    rowFactory(names),
  );
}

function processorsOf(compiled: Compiled, session: QuerySession) {
  return compiled.resultColumns.map((column) => column.type.resultProcessor(session.dialect));
}

function rowless(rowCount: number): ResultSource {
  return { names: [], fetch: () => [], uniqueKeys: [], requiresUnique: false, rowCount, returnsRows: false };
}

function executeDml(
  session: QuerySession,
  statement: Insert | Update | Delete,
  parameters: ParameterValues | readonly ParameterValues[],
  options: ExecuteOptions,
): Result {
  const bulk = executeBulk(session, statement, parameters, options);
  if (bulk !== null) return bulk;
  const compiled = session.dialect.compile(withPlainSelects(statement), keysOf(parameters));
  if (Array.isArray(parameters)) {
    const { rowCount } = session.connection().executeMany(compiled, parameters as readonly ParameterValues[]);
    return new Result(rowless(rowCount), rowFactory([]));
  }
  if (compiled.returning) return executePlain(session, statement, parameters as ParameterValues);
  const { changes } = session.connection().execute(compiled, parameters as ParameterValues);
  return new Result(rowless(changes), rowFactory([]));
}

function keysOf(parameters: ParameterValues | readonly ParameterValues[]) {
  const first = Array.isArray(parameters)
    ? (parameters[0] as ParameterValues | undefined)
    : (parameters as ParameterValues);
  const keys = Object.keys(first ?? {});
  return keys.length === 0 ? {} : { columnKeys: keys, forExecutemany: Array.isArray(parameters) };
}

/** An ORM statement's result, for `Query`. */
export function statementResult(
  session: QuerySession,
  statement: OrmStatement,
  values: ParameterValues,
  load: LoadOptions,
): { readonly plan: SelectPlan; readonly run: ReturnType<typeof runPlan> } {
  if (load.autoflush) session.runAutoflush("Query");
  session.connection();
  const plan = planSelect(statement, session.dialect);
  return { plan, run: runPlan(session, plan, values, load) };
}
