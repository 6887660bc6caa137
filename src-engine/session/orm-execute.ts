import { executableOf } from "../connection/execute.ts";
import { Result } from "../connection/result.ts";
import { rowFactory } from "../connection/row.ts";
import { entityOfColumn } from "../loading/column-annotations.ts";
import { DEFAULT_LOAD, type LoadOptions } from "../loading/load-context.ts";
import { planSelect, runPlan, uniqueKey } from "../loading/load-run.ts";
import type { OrmStatement } from "../loading/orm-statement.ts";
import type { SelectPlan } from "../loading/select-plan.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import { type Delete, DmlStatement, type Insert, type Update } from "../sql/dml.ts";
import { type ClauseElement, ColumnElement } from "../sql/element.ts";
import { Select } from "../sql/select.ts";
import { traverse } from "../sql/traversal.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { executeBulk } from "./bulk.ts";
import type { ExecuteOptions } from "./execute-options.ts";
import { isOrmSelect, statementOf } from "./orm-select.ts";
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
  const clause = executableOf(statement);
  const merged = { ...optionsOf(clause), ...options };
  if (clause instanceof DmlStatement) {
    return executeDml(session, clause as Insert | Update | Delete, parameters, merged);
  }
  if (clause instanceof Select && isOrmSelect(clause) && !Array.isArray(parameters)) {
    return executeSelect(session, clause, parameters as ParameterValues, merged);
  }
  if (selectsFromMapped(clause)) session.runAutoflush("Session.execute");
  return session.connection().execute(clause, parameters);
}

/** Whether a statement selects from SELECTs of mapped classes without being one: it flushes first as well. */
function selectsFromMapped(clause: ClauseElement): boolean {
  let found = false;
  traverse(clause, (each) => {
    if (each instanceof ColumnElement && entityOfColumn(each) !== null) found = true;
  });
  return found;
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
    yieldPer: options.yieldPer ?? null,
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
      yieldPer: load.yieldPer,
    },
    rowFactory(namesOf(plan), [], typesOf(plan)),
  );
}

/** The types of a query's values; `null` for what is no column. */
export function typesOf(plan: SelectPlan): (TypeEngine | null)[] {
  return plan.entities.map((entity) => (entity.kind === "column" ? entity.column.type : null));
}

/** The names of a query's values. */
export function namesOf(plan: SelectPlan): (string | null)[] {
  return plan.entities.map((entity) => entity.label);
}

function executeDml(
  session: QuerySession,
  statement: Insert | Update | Delete,
  parameters: ParameterValues | readonly ParameterValues[],
  options: ExecuteOptions,
): Result {
  return executeBulk(session, statement, parameters, options) ?? session.connection().execute(statement, parameters);
}

/** An ORM statement's result, for `Query`. */
export function statementResult(
  session: QuerySession,
  statement: OrmStatement,
  values: ParameterValues,
  load: LoadOptions,
): { readonly plan: SelectPlan; readonly run: ReturnType<typeof runPlan> } {
  if (session.isStatementHeard === true && session.hearLoad !== undefined) {
    return session.hearLoad({
      statement,
      kind: "query",
      parameters: values,
      run: (changed: OrmStatement, parameters) => loadStatement(session, changed, parameters, load),
    });
  }
  return loadStatement(session, statement, values, load);
}

function loadStatement(
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
