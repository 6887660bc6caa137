import type { Compiled } from "../compiler/compiled.ts";
import type { Dialect } from "../compiler/dialect.ts";
import { compileLinted } from "../connection/execute.ts";
import { rowKey, type UniqueKey } from "../connection/row-key.ts";
import { InvalidRequestError } from "../errors.ts";
import { stateOf } from "../instrumentation/state.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { instanceLoader } from "./instance-loader.ts";
import { LoadContext, type LoadOptions, needsAllRows } from "./load-context.ts";
import { type KeyedExecution, type LoadedRows, type LoadPort, provideLoadPort } from "./load-port.ts";
import type { OrmStatement } from "./orm-statement.ts";
import { type Row, readColumn } from "./populators.ts";
import type { QueryEntity } from "./query-entity.ts";
import { SelectBuild } from "./select-build.ts";
import { SelectPlan } from "./select-plan.ts";
import type { HeardLoad, LoadingSession, ParameterValues } from "./session-port.ts";

/** Builds and compiles a statement. */
export function planSelect(statement: OrmStatement, dialect: Dialect): SelectPlan {
  const build = new SelectBuild(statement);
  const compiled: Compiled = compileLinted(dialect, build.executed());
  return new SelectPlan(build, compiled, dialect);
}

/** Plans that are kept: by dialect, by what they belong to, by name. */
const kept = new WeakMap<Dialect, WeakMap<object, Map<unknown, SelectPlan>>>();

function keptPlan(dialect: Dialect, owner: object, key: unknown, make: () => SelectPlan): SelectPlan {
  let owners = kept.get(dialect);
  if (owners === undefined) {
    owners = new WeakMap();
    kept.set(dialect, owners);
  }
  let plans = owners.get(owner);
  if (plans === undefined) {
    plans = new Map();
    owners.set(owner, plans);
  }
  let plan = plans.get(key);
  if (plan === undefined) {
    plan = make();
    plans.set(key, plan);
  }
  return plan;
}

/** Reads one item of a query from a row. */
type ItemReader = (row: Row) => unknown;

function itemReader(entity: QueryEntity, context: LoadContext): ItemReader {
  const { plan } = context;
  switch (entity.kind) {
    case "mapper": {
      const own = plan.build.adapterFor(entity);
      const compound = plan.compoundAdapter;
      const adapter = own !== null && compound !== null ? own.wrap(compound) : (own ?? compound);
      const primary = plan.build.primaryEntity === entity;
      return instanceLoader({ entity, mapper: entity.mapper, path: entity.path, adapter }, context, {
        onlyLoad: primary ? plan.statement.onlyLoad : null,
        refreshState: primary ? context.options.refreshState : null,
        discriminator: entity.polymorphicOn,
      });
    }
    case "column": {
      const fetched = entity.fetched ?? entity.column;
      const reader = plan.reader(plan.compoundAdapter?.column(fetched) ?? fetched);
      return (row) => readColumn(reader, row);
    }
    case "bundle": {
      const members = entity.members.map((member) => itemReader(member, context));
      const names = entity.members.map((member) => member.label ?? "");
      return (row) =>
        entity.bundle.createValue(
          members.map((member) => member(row)),
          names,
        );
    }
  }
}

/** Executes a plan. What it returns makes objects and values of the rows; they are made once. */
export function runPlan(
  session: LoadingSession,
  plan: SelectPlan,
  values: ParameterValues,
  options: LoadOptions,
): () => LoadedRows {
  const { rows, columns } = session.executeCompiled(plan.compiled, values);
  plan.resultNames = columns;
  if (options.yieldPer !== null && plan.build.multiRowEager) throw needsAllRows();
  return () => loadRows(rows, new LoadContext(session, plan, values, options));
}

/** Makes objects and values of rows that were fetched. */
export function loadRows(rows: readonly Row[], context: LoadContext): LoadedRows {
  const { entities } = context.plan;
  const [first] = entities;
  const single = !context.options.onlyTuples && entities.length === 1 && first !== undefined && isSingle(first);
  const reader = (): ItemReader => {
    if (single) return itemReader(first, context);
    const readers = entities.map((entity) => itemReader(entity, context));
    return (row) => readers.map((read) => read(row));
  };
  const loaded: unknown[] = [];
  const { yieldPer, topLevel } = context.options;
  if (yieldPer !== null && topLevel === null) {
    // As many rows at a time, each with what is loaded along with it.
    for (let start = 0; start < rows.length; start += yieldPer) {
      for (const each of rows.slice(start, start + yieldPer).map(reader())) loaded.push(each);
      context.runPostLoads();
    }
  } else {
    const read = reader();
    for (let i = 0; i < rows.length; i++) loaded.push(read(rows[i] as Row));
    if (topLevel === null) context.runPostLoads();
  }
  const unique = context.options.unique ? (single ? uniqueObjects(loaded) : uniqueRows(loaded, entities)) : loaded;
  return { single, rows: unique, context };
}

/** So few are compared with each other more quickly than they are entered in a set, as each lazy load would have to. */
const FEW = 8;

function uniqueObjects(loaded: unknown[]): unknown[] {
  if (loaded.length <= FEW && loaded.every((each, i) => loaded.indexOf(each) === i)) return loaded;
  const found = new Set(loaded);
  return found.size === loaded.length ? loaded : [...found];
}

/** Executes a plan of a bundle and an entity, and hands over the bundle's values and the object of each row, as they come. */
function runKeyed(
  session: LoadingSession,
  plan: SelectPlan,
  execution: KeyedExecution,
  take: (key: unknown, object: unknown) => void,
): void {
  const { rows } = session.executeCompiled(plan.compiled, execution.values);
  const context = new LoadContext(session, plan, execution.values, execution.options);
  const [bundle, target] = plan.entities;
  if (bundle?.kind !== "bundle" || target === undefined)
    throw new InvalidRequestError("Not a plan of a key and an entity");
  const keys = bundle.members.map((member) => itemReader(member, context));
  const read = itemReader(target, context);
  const [single] = keys;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Row;
    const key = keys.length === 1 && single !== undefined ? single(row) : keys.map((each) => each(row));
    take(key, read(row));
  }
  if (execution.options.topLevel === null) context.runPostLoads();
}

function isSingle(entity: QueryEntity): boolean {
  return entity.kind === "mapper" || (entity.kind === "bundle" && entity.bundle.singleEntity);
}

/** Rows of which each comes once: objects count by identity, values by what their type calls equal. */
export function uniqueRows(rows: readonly unknown[], entities: readonly QueryEntity[]): unknown[] {
  const keys = entities.map(uniqueKey);
  const seen = new Set<string>();
  return rows.filter((row) => {
    const hash = rowKey(row as readonly unknown[], keys);
    if (seen.has(hash)) return false;
    seen.add(hash);
    return true;
  });
}

let anonymous = 0;
const numbers = new WeakMap<object, number>();

function objectNumber(value: object): number {
  let number = numbers.get(value);
  if (number === undefined) {
    number = ++anonymous;
    numbers.set(value, number);
  }
  return number;
}

/** What makes two values of an item the same. */
export function uniqueKey(entity: QueryEntity): (value: unknown) => UniqueKey {
  switch (entity.kind) {
    case "mapper":
      return (value) => (value === null ? "null" : (stateOf(value)?.id ?? `o${objectNumber(value as object)}`));
    case "column":
      return valueKey(entity.column.type);
    case "bundle": {
      const members = entity.members.map(uniqueKey);
      return (value) => rowKey(value as readonly unknown[], members);
    }
  }
}

function valueKey(type: TypeEngine): (value: unknown) => UniqueKey {
  // A JSON value or another object without an identity of its own counts by itself.
  return (value) => {
    if (value === null || value === undefined) return "null";
    if (type.affinity === "json" && typeof value === "object") return `j${objectNumber(value)}`;
    return type.identityKey(value);
  };
}

function kindOf(plan: SelectPlan, options: LoadOptions): HeardLoad<unknown, unknown>["kind"] {
  if (options.refreshState !== null) return "column";
  return options.lazyLoadedFrom !== null || options.topLevel !== null || !plan.currentPath.isRoot
    ? "relationship"
    : "query";
}

/** Runs a plan, which listeners may see and change before it is executed. */
function hearing<R>(
  session: LoadingSession,
  plan: SelectPlan,
  { values, options }: KeyedExecution,
  run: (plan: SelectPlan, values: ParameterValues) => R,
): R {
  if (session.isStatementHeard !== true || session.hearLoad === undefined) return run(plan, values);
  return session.hearLoad<OrmStatement, R>({
    statement: plan.statement,
    kind: kindOf(plan, options),
    parameters: values,
    run: (statement, given) => run(statement === plan.statement ? plan : planSelect(statement, session.dialect), given),
  });
}

const port: LoadPort = {
  instanceLoader,
  plan(session, statement, keep) {
    const { dialect } = session;
    session.connection();
    const make = () => planSelect(statement(), dialect);
    return keep === undefined ? make() : keptPlan(dialect, keep.owner, keep.key, make);
  },
  runKeyed(session, plan, execution, take) {
    hearing(session, plan, execution, (own, values) => runKeyed(session, own, { ...execution, values }, take));
  },
  run: (session, plan, values, options) =>
    hearing(session, plan, { values, options }, (own, given) => runPlan(session, own, given, options)()),
  nested: (statement) => new SelectBuild(statement, true).select(),
  executed: (statement) => new SelectBuild(statement).executed(),
  entitiesOf: (statement) => {
    const entities = new SelectBuild(statement, true).entities;
    return entities.map((each) => each.entity).filter((entity) => entity !== null);
  },
};

provideLoadPort(port);
