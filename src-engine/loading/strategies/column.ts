import { DetachedInstanceError, InvalidRequestError, LoaderStrategyException } from "../../errors.ts";
import type { AttributeImpl } from "../../instrumentation/attribute.ts";
import { stateText } from "../../instrumentation/naming.ts";
import { ATTR_EMPTY, ATTR_WAS_SET, PASSIVE_NO_RESULT, PASSIVE_OFF, SQL_OK } from "../../instrumentation/passive.ts";
import type { InstanceState, StateAttribute } from "../../instrumentation/state.ts";
import type { ColumnProperty, Mapper, MapperProperty } from "../../mapping/mapper.ts";
import type { ColumnElement } from "../../sql/element.ts";
import { Label } from "../../sql/expressions.ts";
import type { BuildTarget, EntitySetup } from "../build-target.ts";
import { isAliased } from "../entities.ts";
import type { LoadContext } from "../load-context.ts";
import { elementFor, type LoadElement } from "../load-element.ts";
import type { LoaderPlace } from "../load-port.ts";
import type { Populators } from "../populators.ts";
import type { ColumnStrategy, NoStrategy } from "../strategy.ts";

/** What the reference calls the strategies of relationships. */
const RELATIONSHIP_LOADERS: Readonly<Record<string, string>> = {
  select: "lazy loader",
  raise: "lazy loader",
  raise_on_sql: "lazy loader",
  noload: "no loader",
  immediate: "immediate loader",
  joined: "joined loader",
  selectin: "select in loader",
  subquery: "subquery loader",
};

/** What an option is refused with that is meant for another kind of attribute. */
export function wrongKind(
  property: MapperProperty,
  loader: string,
  meant: "relationship" | "column",
): LoaderStrategyException {
  return new LoaderStrategyException(
    `Can't apply "${loader}" strategy to property "${property}", which is a "${property.kind === "column" ? "column property" : property.kind}"; this loader strategy is intended to be used with a "${meant} property".`,
  );
}

function ownStrategy(property: ColumnProperty): ColumnStrategy {
  if (property.queryExpression) return "expression";
  if (!property.deferred) return "undeferred";
  return property.raiseload ? "deferred-raise" : "deferred";
}

/** Columns that are loaded whatever a wildcard says: without them a row is no object. */
function isEssential(property: ColumnProperty, mapper: Mapper): boolean {
  return property.columns.some(
    (column) => mapper.primaryKey.some((key) => key === column) || column === mapper.polymorphicOn,
  );
}

/** Adds a column attribute to a statement, unless it is deferred ("Column Loading Options"). */
export function setupColumn(property: ColumnProperty, build: BuildTarget, setup: EntitySetup): void {
  if (!property.instrumented) {
    selectOnly(property, build, setup);
    return;
  }
  const element = elementFor(build.loaders, setup.path, property);
  const strategy = (element?.strategy ?? ownStrategy(property)) as ColumnStrategy | NoStrategy;
  if (strategy in RELATIONSHIP_LOADERS)
    throw wrongKind(property, RELATIONSHIP_LOADERS[strategy] as string, "relationship");
  const setups = setupsAt(build, setup);
  if (strategy === "nothing") {
    setups.set(property, "nothing");
    return;
  }
  if (property.queryExpression) {
    const given = element?.extraCriteria ?? [];
    const columns = given.length > 0 ? given : property.columns.filter((column) => !isNull(column));
    if (columns.length > 0) selectColumns(property, columns, build, setup);
  } else if (strategy === "undeferred" || strategy === "expression" || isWanted(property, element, build, setup)) {
    select(property, build, setup);
  } else if (strategy === ownStrategy(property)) {
    setups.set(property, "expired");
  } else {
    setups.set(property, strategy === "deferred-raise" ? "raise" : "defer");
  }
}

/** What is not an attribute is selected all the same, to tell classes apart. */
function selectOnly({ columns }: ColumnProperty, build: BuildTarget, { adapter, collection }: EntitySetup): void {
  for (const column of columns) build.appendColumn(adapter?.column(column) ?? column, collection);
}

function setupsAt(build: BuildTarget, setup: EntitySetup) {
  const key = setup.path.natural;
  let setups = build.columnSetups.get(key);
  if (setups === undefined) {
    setups = new Map();
    build.columnSetups.set(key, setups);
  }
  return setups;
}

function isWanted(
  property: ColumnProperty,
  element: LoadElement | null,
  build: BuildTarget,
  setup: EntitySetup,
): boolean {
  if (build.renderForSubquery) return true;
  if (element !== null && isEssential(property, setup.mapper)) return true;
  if (property.group !== null && element?.options?.undeferGroups?.includes(property.group)) return true;
  return setup.onlyLoad?.has(property.key) ?? false;
}

/** An expression that no query gives has no default. */
function isNull(column: ColumnElement): boolean {
  return column instanceof Label && column.element.kind === "null";
}

function select(property: ColumnProperty, build: BuildTarget, setup: EntitySetup): void {
  selectColumns(property, property.columns, build, setup);
}

function selectColumns(
  property: ColumnProperty,
  columns: readonly ColumnElement[],
  build: BuildTarget,
  setup: EntitySetup,
): void {
  const { adapter, path } = setup;
  const mustBePresent = adapter !== null && path.length === 1 && isAliased(path.entity) && !property.queryExpression;
  for (const column of columns) {
    const adapted = adapter === null ? column : mustBePresent ? adapter.columnPresent(column) : adapter.column(column);
    if (adapted === null) {
      if (mustBePresent) return;
      throw new InvalidRequestError(
        "Detected unaliased columns when generating joined load.  Make sure to use aliased=True or flat=True when using joined loading with with_polymorphic().",
      );
    }
    build.appendColumn(adapted, setup.collection);
  }
  const [first = property.column] = columns;
  const fetched = adapter === null ? first : adapter.column(first);
  if (fetched !== null) setupsAt(build, setup).set(property, fetched);
}

/** Adds to the populators what a row does about a column attribute. */
export function populateColumn(
  property: ColumnProperty,
  attribute: AttributeImpl,
  place: LoaderPlace,
  context: LoadContext,
  populators: Populators,
): void {
  const { plan } = context;
  const setup = plan.build.columnSetups.get(place.path.natural)?.get(property);
  if (setup === "nothing" || !property.instrumented) return;
  if (setup === "expired") {
    populators.missing.push({ attribute, expires: false });
  } else if (setup === "defer" || setup === "raise") {
    const load = deferredLoader(property, setup === "raise");
    populators.first.push({
      attribute,
      run: (state) => {
        state.callables ??= new Map();
        state.callables.set(attribute, load);
      },
    });
  } else {
    const candidates = setup === undefined ? selectedFor(property, place, context) : [setup, ...property.columns];
    for (const column of candidates) {
      const adapted = place.adapter === null ? column : (place.adapter.column(column) ?? column);
      const reader = plan.readerOrNull(adapted) ?? plan.readerOrNull(column);
      if (reader === null) continue;
      populators.quick.push({ slot: attribute.slot, index: reader.index, process: reader.process });
      return;
    }
    if (setup === undefined && property.deferred) populators.missing.push({ attribute, expires: false });
    else populators.missing.push({ attribute, expires: true });
  }
}

/** What a statement of the caller's own may have selected for an attribute: for a query expression, what an option says. */
function selectedFor(property: ColumnProperty, place: LoaderPlace, context: LoadContext): readonly ColumnElement[] {
  const given = property.queryExpression
    ? elementFor(context.plan.build.loaders, place.path, property)?.extraCriteria
    : undefined;
  return given !== undefined && given.length > 0 ? given : property.columns;
}

/** Loads some column attributes of one object; `expired.ts` does it. */
export type ScalarLoader = (state: InstanceState, attributes: readonly StateAttribute[], passive: number) => void;

let loadScalars: ScalarLoader = () => {};

export function provideScalarLoader(loader: ScalarLoader): void {
  loadScalars = loader;
}

/** The loader of a deferred column: the first reading loads it, together with the others of its group. */
export function deferredLoader(
  property: ColumnProperty,
  raises: boolean,
): (state: InstanceState, passive: number) => unknown {
  return (state, passive) => {
    if (state.key === null) return ATTR_EMPTY;
    if ((passive & SQL_OK) === 0) return PASSIVE_NO_RESULT;
    if (state.session === null) {
      throw new DetachedInstanceError(
        `Parent instance ${stateText(state)} is not bound to a Session; deferred load operation of attribute '${property.key}' cannot proceed`,
        { code: "bhk3" },
      );
    }
    if (raises) throw new InvalidRequestError(`'${property}' is not available due to raiseload=True`);
    const wanted = groupOf(property, state.mapper).map((each) => state.manager.byKey.get(each.key) as StateAttribute);
    loadScalars(state, state.unmodified(wanted), PASSIVE_OFF);
    return ATTR_WAS_SET;
  };
}

function groupOf(property: ColumnProperty, mapper: Mapper): readonly ColumnProperty[] {
  if (property.group === null) return [property];
  return mapper.columnProps.filter((each) => each.deferred && each.group === property.group);
}
