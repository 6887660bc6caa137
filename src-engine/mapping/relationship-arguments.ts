/** Reads those options of a relationship that may be text or functions, once all classes are there. */
import { ArgumentError } from "../errors.ts";
import { Table } from "../schema/table.ts";
import { ColumnElement } from "../sql/element.ts";
import { mapperOrNull } from "./class-mapper.ts";
import { evaluate } from "./expression-evaluator.ts";
import { plainColumns } from "./join-flags.ts";
import type { RelationshipProperty } from "./mapper.ts";

export interface RelationshipArguments {
  readonly primaryjoin: ColumnElement | null;
  readonly secondaryjoin: ColumnElement | null;
  readonly secondary: Table | null;
  readonly orderBy: readonly ColumnElement[] | null;
  readonly foreignKeys: ReadonlySet<ColumnElement>;
  readonly remoteSide: ReadonlySet<ColumnElement>;
}

/**
 * @throws InvalidRequestError for a name that is not there
 * @throws ArgumentError for a value that is no column expression or table
 */
export function resolveArguments(property: RelationshipProperty): RelationshipArguments {
  const { options } = property.settings;
  const orderBy = resolve(property, options.orderBy);
  return {
    orderBy: orderBy === null || orderBy === false ? null : columns(property, orderBy, "order_by"),
    primaryjoin: condition(property, options.primaryjoin, "primaryjoin"),
    secondaryjoin: condition(property, options.secondaryjoin, "secondaryjoin"),
    secondary: secondaryTable(property, options.secondary),
    foreignKeys: columnSet(property, options.foreignKeys, "foreign_keys"),
    remoteSide: columnSet(property, options.remoteSide, "remote_side"),
  };
}

function resolve(property: RelationshipProperty, given: unknown, favorTables = false): unknown {
  if (given === undefined || given === null) return null;
  if (typeof given === "string") return evaluate(property, given, { favorTables });
  if (typeof given === "function" && mapperOrNull(given) === null) return resolve(property, given(), favorTables);
  return given;
}

function condition(property: RelationshipProperty, given: unknown, argument: string): ColumnElement | null {
  const resolved = resolve(property, given);
  return resolved === null ? null : plainColumns(column(resolved, argument));
}

function columns(property: RelationshipProperty, given: unknown, argument: string): ColumnElement[] {
  const list = Array.isArray(given) ? given : [given];
  return list.flatMap((item) => {
    const resolved = resolve(property, item);
    return Array.isArray(resolved) ? columns(property, resolved, argument) : [plainColumns(column(resolved, argument))];
  });
}

function columnSet(property: RelationshipProperty, given: unknown, argument: string): ReadonlySet<ColumnElement> {
  const resolved = resolve(property, given);
  if (resolved === null) return new Set();
  return new Set(columns(property, resolved, argument).map((each) => each.unannotated));
}

function column(value: unknown, argument: string): ColumnElement {
  if (value instanceof ColumnElement) return value;
  throw new ArgumentError(`Column expression expected for argument '${argument}'; got ${String(value)}.`);
}

function secondaryTable(property: RelationshipProperty, given: unknown): Table | null {
  const resolved = resolve(property, given, true);
  if (resolved === null || resolved instanceof Table) return resolved;
  const mapper = mapperOrNull(resolved);
  if (mapper !== null) {
    throw new ArgumentError(
      `secondary argument ${mapper.classText} passed to to relationship() ${property} must be a Table object or other FROM clause; ` +
        "can't send a mapped class directly as rows in 'secondary' are persisted independently of a class that is mapped to that " +
        "same table.",
    );
  }
  throw new ArgumentError(`Expected a Table for argument 'secondary'; got ${String(resolved)}.`);
}
