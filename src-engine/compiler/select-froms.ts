/** The FROM list of a SELECT: its joins put in their places, its correlated clauses left out ("Correlated subqueries"). */
import { InvalidRequestError } from "../errors.ts";
import { type ClauseElement, ColumnElement, type FromClause, isPluginItem } from "../sql/element.ts";
import { Join } from "../sql/from-clause.ts";
import { canJoin } from "../sql/join-condition.ts";
import type { NamedColumnItem } from "../sql/labels.ts";
import { anonymousName } from "../sql/names.ts";
import { type JoinStep, nodesOf, type Select } from "../sql/select.ts";
import { findColumns, surfaceSelectables } from "../sql/traversal.ts";

/** What names in ORDER BY and GROUP BY may refer to. */
export interface LabelResolver {
  readonly withColumns: ReadonlyMap<string, ColumnElement>;
  readonly onlyFroms: ReadonlyMap<string, ColumnElement>;
  readonly onlyColumns: ReadonlyMap<string, ColumnElement>;
}

/** What is worked out of a SELECT before it is rendered. */
export class SelectFroms {
  readonly statement: Select;
  readonly froms: readonly FromClause[];
  readonly columnsPlusNames: readonly NamedColumnItem[];
  /** Tables with a schema whose name another table without one has, too. */
  readonly ambiguousTables: ReadonlyMap<string, string>;
  private resolver: LabelResolver | null = null;

  constructor(statement: Select) {
    this.statement = statement;
    let clauses = nodesOf(statement.fromItems) as readonly FromClause[];
    for (const earlier of statement.earlierEntities) {
      clauses = placeJoins(statement, clauses, earlier.joins, nodesOf(earlier.items));
    }
    const items = nodesOf(statement.items);
    clauses = placeJoins(statement, clauses, statement.joins, items);
    const all = [
      ...clauses,
      ...items.flatMap((item) => item.fromObjects),
      ...statement.whereCriteria.flatMap((criterion) => criterion.fromObjects),
    ];
    const ambiguous = new Map<string, string>();
    this.froms = normalizeFroms([...new Set(all)], statement, ambiguous);
    this.ambiguousTables = ambiguous;
    this.columnsPlusNames = statement.columnsPlusNames(true);
  }

  /** The clauses to render, without those that come from enclosing statements. */
  display(explicit: ReadonlySet<FromClause>, implicit: ReadonlySet<FromClause>): readonly FromClause[] {
    const { correlated, correlatedExcept, autoCorrelate } = this.statement;
    let froms = this.froms;
    if (correlated.length > 0) {
      const remove = clonedIntersection(clonedIntersection(froms, explicit), new Set(correlated));
      froms = froms.filter((from) => !remove.has(from));
    }
    if (correlatedExcept !== null) {
      const keep = expand(correlatedExcept);
      const remove = new Set(
        [...clonedIntersection(froms, explicit)].filter((from) => !overlaps(from.clonedSet, keep)),
      );
      froms = froms.filter((from) => !remove.has(from));
    }
    if (autoCorrelate && implicit.size > 0 && froms.length > 1) {
      const remove = clonedIntersection(froms, implicit);
      froms = froms.filter((from) => !remove.has(from));
      if (froms.length === 0) {
        throw new InvalidRequestError(
          `Select statement '${this.statement}' returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control correlation manually.`,
        );
      }
    }
    return froms;
  }

  get labels(): LabelResolver {
    this.resolver ??= this.makeResolver();
    return this.resolver;
  }

  private makeResolver(): LabelResolver {
    const onlyColumns = new Map<string, ColumnElement>();
    for (const column of this.statement.allSelectedColumns) {
      if (!(column instanceof ColumnElement) || !column.allowLabelResolve) continue;
      const name = column.tqLabel || column.key;
      if (name) onlyColumns.set(name, column);
    }
    const onlyFroms = new Map<string, ColumnElement>();
    for (const column of this.froms.flatMap((from) => from.selectIterable)) {
      if (column instanceof ColumnElement && column.allowLabelResolve && column.key) onlyFroms.set(column.key, column);
    }
    const withColumns = new Map(onlyColumns);
    for (const [key, column] of onlyFroms) if (!withColumns.has(key)) withColumns.set(key, column);
    return { withColumns, onlyFroms, onlyColumns };
  }
}

function normalizeFroms(
  all: readonly FromClause[],
  statement: Select,
  ambiguous: Map<string, string>,
): readonly FromClause[] {
  const seen = new Set<ClauseElement>();
  const froms: FromClause[] = [];
  for (const from of all) {
    if (from.kind === "subquery" && (from as unknown as { element: ClauseElement }).element === statement) {
      throw new InvalidRequestError("select() construct refers to itself as a FROM");
    }
    const clones = from.clonedSet;
    if (overlaps(clones, seen)) continue;
    froms.push(from);
    for (const clone of clones) seen.add(clone);
  }
  const hidden = expand(froms.flatMap((from) => from.hideFroms ?? []));
  const shown = hidden.size === 0 ? froms : froms.filter((from) => !hidden.has(from));
  for (const from of shown) {
    for (const table of from.fromObjects) {
      if (table.kind === "table" && table.schema && table.name && !ambiguous.has(table.name)) {
        ambiguous.set(table.name, ambiguousName(table.name));
      }
    }
  }
  return shown;
}

const ambiguousOwners = new Map<string, object>();

// The same for a name wherever it occurs: a column finds the alias that its table was given.
function ambiguousName(name: string): string {
  let owner = ambiguousOwners.get(name);
  if (!owner) {
    owner = {};
    ambiguousOwners.set(name, owner);
  }
  return anonymousName(owner, name);
}

function placeJoins(
  statement: Select,
  from: readonly FromClause[],
  steps: readonly JoinStep[],
  items: readonly ClauseElement[],
): readonly FromClause[] {
  let clauses = from;
  for (const step of steps) {
    if (isPluginItem(step.right) || isPluginItem(step.onclause) || isPluginItem(step.left)) continue;
    const { right, onclause, isouter, full } = step as JoinStep & { right: FromClause; onclause: ColumnElement | null };
    let left = step.left as FromClause | null;
    let index: number | null;
    if (left === null) {
      const found = implicitLeft(statement, clauses, items, right, onclause);
      left = found.left;
      index = found.index;
    } else {
      index = explicitIndex(statement, clauses, left);
    }
    const base = index === null ? left : (clauses[index] ?? left);
    const joined = new Join(base as FromClause, right, onclause, { isouter, full });
    clauses = index === null ? [...clauses, joined] : clauses.map((clause, at) => (at === index ? joined : clause));
  }
  return clauses;
}

function implicitLeft(
  statement: Select,
  clauses: readonly FromClause[],
  items: readonly ClauseElement[],
  right: FromClause,
  onclause: ColumnElement | null,
): { left: FromClause; index: number | null } {
  const candidates =
    clauses.length > 0
      ? clauses
      : [...new Set([...items, ...statement.whereCriteria].flatMap((element) => element.fromObjects))];
  const indexes = joinableFrom(candidates, right, onclause);
  const [index] = indexes;
  if (indexes.length === 1 && index !== undefined) {
    return { left: candidates[index] as FromClause, index: clauses.length > 0 ? index : null };
  }
  if (indexes.length > 1) {
    throw new InvalidRequestError(
      "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.",
    );
  }
  throw new InvalidRequestError(
    `Don't know how to join to ${right.repr()}. Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.`,
  );
}

/** Positions of the clauses from which `target` can be joined. */
export function joinableFrom(
  clauses: readonly FromClause[],
  target: FromClause,
  onclause: ColumnElement | null,
): readonly number[] {
  const targets = new Set(target.fromObjects);
  const needed = clauses.length > 1 && onclause !== null ? findColumns(onclause) : null;
  let indexes: number[] = [];
  clauses.forEach((clause, index) => {
    for (const selectable of targets) {
      if (selectable === clause) continue;
      if (needed) {
        const available = new Set<unknown>([...clause.c, ...selectable.c].map((column) => column.unannotated));
        if ([...needed].every((column) => available.has(column))) {
          indexes.push(index);
          break;
        }
      } else if (
        onclause !== null ||
        canJoin(clause, selectable, { subset: clause instanceof Join ? clause.right : null })
      ) {
        indexes.push(index);
        break;
      }
    }
  });
  if (indexes.length > 1) {
    const hidden = expand(clauses.flatMap((clause) => clause.hideFroms));
    indexes = indexes.filter((index) => !hidden.has(clauses[index] as FromClause));
  }
  return indexes.length === 0 && onclause !== null ? clauses.map((_clause, index) => index) : indexes;
}

function explicitIndex(statement: Select, clauses: readonly FromClause[], left: FromClause): number | null {
  if (statement.fromElements.length === 0) return null;
  const indexes = matchingFrom(clauses, left);
  if (indexes.length > 1) {
    throw new InvalidRequestError(
      "Can't identify which entity in which to assign the left side of this join.   Please use a more specific ON clause.",
    );
  }
  return indexes[0] ?? null;
}

/** Positions of the clauses that contain or are made from `left`. */
export function matchingFrom(clauses: readonly FromClause[], left: FromClause): readonly number[] {
  const selectables = left.fromObjects;
  const liberal = clauses.flatMap((clause, index) =>
    selectables.some((selectable) => clause.isDerivedFrom(selectable)) ? [index] : [],
  );
  if (liberal.length <= 1) return liberal;
  const conservative = liberal.filter((index) => {
    const surface = new Set<unknown>(surfaceSelectables(clauses[index] as FromClause));
    return selectables.some((selectable) => surfaceSelectables(selectable).some((item) => surface.has(item)));
  });
  return conservative.length > 0 ? conservative : liberal;
}

function expand(froms: readonly FromClause[]): Set<ClauseElement> {
  const set = new Set<ClauseElement>();
  for (const from of froms) for (const clone of from.clonedSet) set.add(clone);
  return set;
}

function overlaps(a: ReadonlySet<ClauseElement>, b: ReadonlySet<ClauseElement>): boolean {
  for (const item of a) if (b.has(item)) return true;
  return false;
}

/** The members of `a` that are, or are copies of what is also copied in, `b`. */
function clonedIntersection(a: Iterable<FromClause>, b: Iterable<FromClause>): Set<FromClause> {
  const all = expand([...b]);
  return new Set([...a].filter((from) => overlaps(from.clonedSet, all)));
}
