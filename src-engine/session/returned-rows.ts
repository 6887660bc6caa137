import type { ResultColumn } from "../compiler/compiled.ts";
import { Result } from "../connection/result.ts";
import { rowFactory } from "../connection/row.ts";
import { DEFAULT_LOAD, LoadContext } from "../loading/load-context.ts";
import { loadRows, uniqueKey } from "../loading/load-run.ts";
import { EMPTY_STATEMENT } from "../loading/orm-statement.ts";
import { SelectBuild } from "../loading/select-build.ts";
import { SelectPlan } from "../loading/select-plan.ts";
import type { ColumnElement } from "../sql/element.ts";
import type { DriverValue } from "../trace/events.ts";
import { selectItem } from "./orm-entities.ts";
import type { QuerySession } from "./query-session.ts";

/** Rows that a statement brought back, and how they were asked for. */
export interface ReturnedRows {
  /** What `returning()` named: mapped classes, attributes, expressions. */
  readonly items: readonly unknown[];
  /** What each value of a row is. */
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly DriverValue[])[];
  readonly populateExisting: boolean;
}

function buildFor(items: readonly unknown[]): SelectBuild {
  const build = new SelectBuild({
    ...EMPTY_STATEMENT,
    items: items.map(selectItem),
    labelStyle: "disambiguate_only",
    enableEagerLoads: false,
  });
  // Working out the SELECT is what prepares the reading of its rows.
  if (items.length > 0) build.select();
  return build;
}

/** The columns that `returning()` of these items is about. */
export function returnedColumns(items: readonly unknown[]): readonly ColumnElement[] {
  return buildFor(items).primaryColumns;
}

/** The result of an INSERT, UPDATE or DELETE with `returning(User)`: rows become objects as a SELECT's do. */
export function returnedResult(session: QuerySession, returned: ReturnedRows): Result {
  const { items, columns, rows, populateExisting } = returned;
  const plan = new SelectPlan(buildFor(items), columns, session.dialect);
  const names = plan.entities.map((entity) => entity.label);
  const options = { ...DEFAULT_LOAD, unique: false, onlyTuples: true, populateExisting };
  return new Result(
    {
      names,
      fetch: () => loadRows(rows, new LoadContext(session, plan, {}, options)).rows as readonly (readonly unknown[])[],
      uniqueKeys: plan.entities.map(uniqueKey),
      requiresUnique: false,
      rowCount: rows.length,
      returnsRows: true,
    },
    rowFactory(names),
  );
}
