import { InvalidRequestError } from "../errors.ts";
import type { InstanceState } from "../instrumentation/state.ts";
import type { Mapper } from "../mapping/mapper.ts";
import type { ClauseElement, ColumnElement } from "../sql/element.ts";
import type { Select } from "../sql/select.ts";
import type { Entity } from "./entities.ts";
import type { LoadContext, LoadOptions } from "./load-context.ts";
import type { OrmStatement } from "./orm-statement.ts";
import type { LoadPath } from "./path.ts";
import type { Row } from "./populators.ts";
import type { MapperEntity } from "./query-entity.ts";
import type { RowAdapter } from "./row-adapter.ts";
import type { SelectPlan } from "./select-plan.ts";
import type { LoadingSession, ParameterValues } from "./session-port.ts";

/** Makes an object of a row: one that is there already, a new one, or `null` where the row has none. */
export type RowLoader = (row: Row) => object | null;

/** Which part of a row is which entity. */
export interface LoaderPlace {
  readonly entity: MapperEntity;
  readonly mapper: Mapper;
  readonly path: LoadPath;
  /** Translates the mapper's columns to those of the statement, where it does not select them directly. */
  readonly adapter: RowAdapter | null;
}

export interface LoaderLimits {
  readonly onlyLoad?: ReadonlySet<string> | null;
  readonly refreshState?: InstanceState | null;
  /** The class that is queried, where this is the loader of one of its subclasses. */
  readonly polymorphicFrom?: Mapper | null;
  /** What tells the classes of rows apart, where that is not the mapper's own discriminator. */
  readonly discriminator?: ColumnElement | null;
}

/** The objects and values that came of one execution. */
export interface LoadedRows {
  /** True where each row is one object rather than a tuple. */
  readonly single: boolean;
  readonly rows: readonly unknown[];
  readonly context: LoadContext;
}

/** What one execution of a plan is given. */
export interface KeyedExecution {
  readonly values: ParameterValues;
  readonly options: LoadOptions;
}

/**
 * What a loading strategy needs of the machinery that runs strategies. The machinery stands above the strategies and can't be
 * imported by them, so it hands itself in when it is loaded.
 */
export interface LoadPort {
  instanceLoader(place: LoaderPlace, context: LoadContext, limits?: LoaderLimits): RowLoader;
  /** A plan for a statement, made anew unless `owner` and `key` name one that is kept. */
  plan(
    session: LoadingSession,
    statement: () => OrmStatement,
    keep?: { readonly owner: object; readonly key: unknown },
  ): SelectPlan;
  /** Executes a plan. Changes that wait for an autoflush are the caller's to flush before. */
  run(session: LoadingSession, plan: SelectPlan, values: ParameterValues, options: LoadOptions): LoadedRows;
  /**
   * Executes a plan whose items are a bundle and an entity, each of whose rows is another object: nothing is sorted out.
   * Hands over, row by row, the bundle's value, or the list of its values where it has several, and the object.
   */
  runKeyed(
    session: LoadingSession,
    plan: SelectPlan,
    execution: KeyedExecution,
    take: (key: unknown, object: unknown) => void,
  ): void;
  /** A statement as a plain SELECT that stands inside another. */
  nested(statement: OrmStatement): Select;
  /** What is sent for a statement, with all that is loaded along with it. */
  executed(statement: OrmStatement): ClauseElement;
  /** The entities that a statement's items are about. */
  entitiesOf(statement: OrmStatement): readonly Entity[];
}

let current: LoadPort | null = null;

export function provideLoadPort(port: LoadPort): void {
  current = port;
}

export function loadPort(): LoadPort {
  if (current === null) throw new InvalidRequestError("loading is not complete: load-run.ts has not been loaded");
  return current;
}
