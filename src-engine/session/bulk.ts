import type { Compiled } from "../compiler/compiled.ts";
import { withDefaults } from "../connection/defaults.ts";
import type { DriverResult } from "../connection/driver.ts";
import { Result } from "../connection/result.ts";
import { rowFactory } from "../connection/row.ts";
import { ArgumentError, InvalidRequestError } from "../errors.ts";
import { identityKey } from "../instrumentation/identity-key.ts";
import type { InstanceState, StateAttribute } from "../instrumentation/state.ts";
import { entityOfColumn } from "../loading/column-annotations.ts";
import { isEntity } from "../loading/entities.ts";
import { DEFAULT_LOAD } from "../loading/load-context.ts";
import { loadPort } from "../loading/load-port.ts";
import { EMPTY_STATEMENT, type OrmStatement } from "../loading/orm-statement.ts";
import { readColumn } from "../loading/populators.ts";
import type { ParameterValues } from "../loading/session-port.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { singleTableCriterion } from "../mapping/single-table.ts";
import { Delete, type DmlKey, Insert, Update } from "../sql/dml.ts";
import { ColumnElement } from "../sql/element.ts";
import { trace } from "../trace/recorder.ts";
import { insertMany, insertOnce } from "./bulk-insert.ts";
import { updateMany } from "./bulk-update.ts";
import { compileEvaluator, type Evaluator, EXPIRED_OBJECT, UnevaluatableError } from "./evaluator.ts";
import { checkSynchronize, type ExecuteOptions, type SynchronizeSession } from "./execute-options.ts";
import { delete_, keyNotFound, resolvedValues, returnedItemsOf, subjectOf, update } from "./orm-dml.ts";
import { entityOrNull } from "./orm-entities.ts";
import { withPlainSelects } from "./orm-select.ts";
import type { QuerySession } from "./query-session.ts";
import { returnedResult } from "./returned-rows.ts";

/**
 * Executes an INSERT, UPDATE or DELETE of a mapped class and keeps the session's objects in step
 * ("ORM-Enabled INSERT, UPDATE, and DELETE statements"). `null` for a statement of a table.
 */
export function executeBulk(
  session: QuerySession,
  statement: Insert | Update | Delete,
  parameters: ParameterValues | readonly ParameterValues[],
  options: ExecuteOptions,
): Result | null {
  const mapper = subjectOf(statement);
  if (mapper === null) return null;
  if (options.autoflush ?? true) session.runAutoflush("Session.execute");
  if (statement instanceof Insert) return executeInsert(session, mapper, statement, { parameters, options });
  if (Array.isArray(parameters)) {
    if (statement instanceof Delete) {
      session.connection();
      throw new InvalidRequestError(
        "Bulk ORM DELETE not supported right now. Statement may be invoked at the Core level using session.connection().execute(stmt, parameters)",
      );
    }
    const synchronize = checkSynchronize(
      options.synchronizeSession === undefined ? "auto" : options.synchronizeSession,
    );
    return updateMany(session, mapper, statement, parameters as readonly ParameterValues[], synchronize);
  }
  const work = new BulkStatement(session, mapper, statement, checkSynchronize(options.synchronizeSession ?? "auto"));
  return work.execute(parameters as ParameterValues);
}

/** An INSERT of rows by attribute, or one like any other where it is given none. */
function executeInsert(
  session: QuerySession,
  mapper: Mapper,
  statement: Insert,
  given: { readonly parameters: ParameterValues | readonly ParameterValues[]; readonly options: ExecuteOptions },
): Result {
  const { dmlStrategy = "auto", renderNulls = false, populateExisting = false } = given.options;
  if (!["auto", "bulk", "orm", "raw"].includes(dmlStrategy)) {
    throw new ArgumentError("Valid strategies for ORM insert strategy are 'raw', 'orm', 'bulk', 'auto");
  }
  const rows = (Array.isArray(given.parameters) ? given.parameters : [given.parameters]) as readonly ParameterValues[];
  const none = rows.length === 0 || (!Array.isArray(given.parameters) && Object.keys(given.parameters).length === 0);
  if (dmlStrategy === "raw") return session.connection().execute(statement, given.parameters);
  if (none || dmlStrategy === "orm") {
    if (none && dmlStrategy === "bulk") {
      throw new InvalidRequestError('Can\'t use "bulk" ORM insert strategy without passing separate parameters');
    }
    return insertOnce(session, mapper, statement, { populateExisting, parameters: none ? {} : given.parameters });
  }
  return insertMany(session, mapper, statement, rows, { renderNulls, populateExisting });
}

/** One UPDATE or DELETE with criteria. */
class BulkStatement {
  readonly #session: QuerySession;
  readonly #mapper: Mapper;
  readonly #statement: Update | Delete;
  #synchronize: SynchronizeSession;
  #condition: Evaluator | null = null;

  constructor(session: QuerySession, mapper: Mapper, statement: Update | Delete, synchronize: SynchronizeSession) {
    this.#session = session;
    this.#mapper = mapper;
    this.#statement = statement;
    this.#synchronize = synchronize;
  }

  execute(parameters: ParameterValues): Result {
    this.#prepareCondition();
    const fetches = this.#synchronize === "fetch" && this.#canReturn();
    const selected = this.#synchronize === "fetch" && !fetches ? this.#selectKeys(parameters) : null;
    const statement = this.#plain(fetches);
    // The transaction begins before the statement is compiled, and with it refused.
    const connection = this.#session.connection();
    const compiled = this.#session.dialect.compile(statement);
    const prefetched = withDefaults(compiled, parameters);
    const result = connection.execute(compiled, prefetched);
    const rowCount = fetches || compiled.returning ? Math.max(result.rows.length, result.changes) : result.changes;
    if (this.#synchronize === "evaluate") this.#apply(this.#matched(), compiled, prefetched);
    else if (this.#synchronize === "fetch") {
      const keys = selected ?? this.#returnedKeys(compiled, result);
      this.#apply(this.#present(keys), compiled, prefetched);
    }
    return this.#result(compiled, result, rowCount);
  }

  /** Decides whether the criteria can be evaluated on objects, before anything is executed. */
  #prepareCondition(): void {
    if (this.#synchronize !== "auto" && this.#synchronize !== "evaluate") return;
    try {
      this.#condition = compileEvaluator(this.#mapper, this.#statement.whereCriteria);
      this.#synchronize = "evaluate";
    } catch (error) {
      if (!(error instanceof UnevaluatableError)) throw error;
      if (this.#synchronize === "evaluate") {
        throw new InvalidRequestError(
          `Could not evaluate current criteria in Python: "${error.message}". Specify 'fetch' or False for the synchronize_session execution option.`,
        );
      }
      this.#synchronize = "fetch";
    }
  }

  #canReturn(): boolean {
    const { dialect } = this.#session;
    return this.#statement instanceof Update ? dialect.updateReturning : dialect.deleteReturning;
  }

  /** The statement in terms of tables: columns for attribute names, criteria of single-table classes added. */
  #plain(returnsKeys: boolean): Update | Delete {
    const where = this.#statement.whereCriteria.map(withPlainSelects);
    const single = singleTableCriterion(this.#mapper);
    if (single !== null) where.push(single);
    let plain: Update | Delete;
    if (this.#statement instanceof Update) {
      const values = resolvedValues(this.#mapper, this.#statement);
      const fresh = new Update(this.#statement.table);
      plain = this.#statement.isOrdered
        ? fresh.orderedValues(...(values as (readonly [DmlKey, unknown])[]))
        : fresh.values(new Map(values));
    } else {
      plain = new Delete(this.#statement.table);
    }
    plain = plain.where(...where);
    const returning = this.#statement.returningItems.map(withPlainSelects);
    if (!returnsKeys) return returning.length > 0 ? plain.returning(...returning) : plain;
    return plain.returnDefaults([...this.#statement.table.primaryKey], {
      supplemental: returning.flatMap((item) => item.selectIterable) as ColumnElement[],
    });
  }

  #selectKeys(parameters: ParameterValues): unknown[][] {
    const statement: OrmStatement = {
      ...EMPTY_STATEMENT,
      items: [...this.#mapper.primaryKey],
      froms: [this.#mapper],
      where: this.#statement.whereCriteria.map(withPlainSelects),
      labelStyle: "disambiguate_only",
    };
    const port = loadPort();
    const plan = port.plan(this.#session, () => statement);
    const { rows } = port.run(this.#session, plan, parameters, { ...DEFAULT_LOAD, unique: false });
    return rows as unknown[][];
  }

  #returnedKeys(compiled: Compiled, result: DriverResult): unknown[][] {
    const readers = this.#mapper.primaryKey.map((column) => {
      const index = compiled.resultColumns.findIndex((each) => each.keys.includes(column));
      const type = compiled.resultColumns[index]?.type;
      return { index, process: type?.resultProcessor(this.#session.dialect) ?? null };
    });
    return result.rows.map((row) => readers.map((reader) => readColumn(reader, row)));
  }

  /** Objects of the session that the criteria hold for; of an expired one that cannot be told. */
  #matched(): Match[] {
    const matches: Match[] = [];
    for (const state of this.#session.identityMap.allStates()) {
      if (!state.mapper.isa(this.#mapper) || state.expired) continue;
      const answer = this.#condition?.(state);
      if (answer === true || answer === EXPIRED_OBJECT) matches.push({ state, unsure: answer === EXPIRED_OBJECT });
    }
    return matches;
  }

  #present(keys: readonly (readonly unknown[])[]): Match[] {
    return keys
      .map((values) => this.#session.identityMap.get(identityKey(this.#mapper, values)))
      .filter((state) => state !== undefined)
      .map((state) => ({ state, unsure: false }));
  }

  #apply(matches: readonly Match[], compiled: Compiled, prefetched: Readonly<Record<string, unknown>>): void {
    if (this.#statement instanceof Delete) {
      const gone: InstanceState[] = [];
      for (const { state, unsure } of matches) {
        if (unsure) state.expire();
        else gone.push(state);
      }
      if (gone.length > 0) this.#session.removeNewlyDeleted(gone);
      return;
    }
    if (matches.length > 0 || this.#synchronize === "evaluate")
      this.#applyValues(this.#statement, matches, { compiled, prefetched });
  }

  /** Gives objects the values that the UPDATE set, and expires what only the database knows. */
  #applyValues(
    statement: Update,
    matches: readonly Match[],
    { compiled, prefetched }: { compiled: Compiled; prefetched: Readonly<Record<string, unknown>> },
  ): void {
    const mapper = this.#mapper;
    const evaluators = new Map<string, Evaluator>();
    const written = new Set<string>();
    for (const [column, value] of resolvedValues(mapper, statement)) {
      if (typeof column === "string") throw keyNotFound(column);
      const property = mapper.columnToProperty.get(column);
      if (property === undefined) continue;
      written.add(property.key);
      try {
        evaluators.set(property.key, compileEvaluator(mapper, [value]));
      } catch (error) {
        if (!(error instanceof UnevaluatableError)) throw error;
      }
    }
    const keyOf = (column: ColumnElement) => mapper.columnToProperty.get(column)?.key;
    const computed = compiled.prefetch.flatMap((column) => {
      const key = keyOf(column);
      return key === undefined || evaluators.has(key) ? [] : [{ key, value: prefetched[column.key] }];
    });
    const unknown = compiled.postfetch.map(keyOf).filter((key) => key !== undefined && !evaluators.has(key));
    const changed: InstanceState[] = [];
    for (const { state } of matches) {
      const attribute = (key: string) => state.manager.byKey.get(key) as StateAttribute;
      for (const { key, value } of computed) state.values[attribute(key).slot] = value;
      state.expireAttributes(unknown.map((key) => attribute(key as string)));
      const evaluated: StateAttribute[] = [];
      for (const [key, evaluate] of evaluators) {
        const each = attribute(key);
        if (state.committedValue(each) !== undefined) continue;
        evaluated.push(each);
        if (state.has(each)) state.values[each.slot] = evaluate(state);
      }
      state.commit(evaluated);
      const stale = [...written].map(attribute).filter((each) => state.has(each) && !evaluated.includes(each));
      if (stale.length > 0) state.expireAttributes(stale);
      changed.push(state);
    }
    this.#session.registerAltered(changed);
  }

  #result(compiled: Compiled, result: DriverResult, rowCount: number): Result {
    const items = returnedItemsOf(this.#statement);
    if (items.some((item) => entityOrNull(item) !== null)) {
      return returnedResult(this.#session, {
        items,
        columns: compiled.resultColumns,
        rows: result.rows,
        populateExisting: true,
      });
    }
    const wanted = this.#statement.returningItems.flatMap((item) => item.selectIterable) as ColumnElement[];
    const readers = wanted.map((column) => {
      const index = compiled.resultColumns.findIndex((each) => each.keys.includes(column.unannotated));
      const type = compiled.resultColumns[index]?.type;
      return { index, process: type?.resultProcessor(this.#session.dialect) ?? null };
    });
    const names = wanted.map((column) => column.proxyKey);
    return new Result(
      {
        names,
        fetch: () => result.rows.map((row) => readers.map((reader) => readColumn(reader, row))),
        uniqueKeys: wanted.map((column) => (value: unknown) => column.type.identityKey(value)),
        requiresUnique: false,
        rowCount,
        returnsRows: wanted.length > 0,
      },
      rowFactory(
        names,
        [],
        wanted.map((column) => column.type),
      ),
    );
  }
}

interface Match {
  readonly state: InstanceState;
  /** Whether the object is not loaded far enough to tell. */
  readonly unsure: boolean;
}

/** `Query.update()` and `Query.delete()`. */
export class BulkQuery {
  readonly #session: QuerySession;
  readonly #statement: OrmStatement;
  readonly #parameters: ParameterValues;

  constructor(session: QuerySession, statement: OrmStatement, parameters: ParameterValues) {
    this.#session = session;
    this.#statement = statement;
    this.#parameters = parameters;
    this.#validate();
  }

  #validate(): void {
    const { limit, offset, orderBy, groupBy, distinct, froms, joins } = this.#statement;
    const joined = "join(), outerjoin(), select_from(), or from_self()";
    const refused: readonly (readonly [boolean, string])[] = [
      [limit !== null, "limit()"],
      [offset !== null, "offset()"],
      [orderBy.length > 0, "order_by()"],
      [groupBy.length > 0, "group_by()"],
      [distinct, "distinct()"],
      [froms.length > 0, joined],
      [joins.length > 0, joined],
    ];
    for (const [is, method] of refused) {
      if (is) {
        throw new InvalidRequestError(`Can't call Query.update() or Query.delete() when ${method} has been called`);
      }
    }
  }

  #target(): unknown {
    const [item] = this.#statement.items;
    if (isEntity(item)) return item;
    return item instanceof ColumnElement ? (entityOfColumn(item) ?? item) : item;
  }

  delete(options: { readonly synchronizeSession?: SynchronizeSession }): number {
    return this.#run("delete", () => delete_(this.#target()).where(...this.#statement.where), options);
  }

  update(
    values: Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>,
    options: { readonly synchronizeSession?: SynchronizeSession },
  ): number {
    return this.#run(
      "update",
      () =>
        update(this.#target())
          .values(values as ReadonlyMap<DmlKey, unknown>)
          .where(...this.#statement.where),
      options,
    );
  }

  #run(
    name: "update" | "delete",
    make: () => Update | Delete,
    options: { readonly synchronizeSession?: SynchronizeSession },
  ): number {
    const cause = trace.active
      ? trace.cause({ kind: "operation", name: `Query.${name}`, object: null, detail: null })
      : null;
    return trace.within(cause, () => {
      const synchronizeSession = options.synchronizeSession === undefined ? "auto" : options.synchronizeSession;
      const result = this.#session.hearStatement(make(), (statement) =>
        executeBulk(this.#session, statement as Update | Delete, this.#parameters, {
          synchronizeSession: synchronizeSession ?? false,
        }),
      );
      return result?.rowcount ?? 0;
    });
  }
}
