/** What two tables are joined on when nothing is said: the one foreign key between them ("Setting the ON Clause"). */
import { AmbiguousForeignKeysError, NoForeignKeysError, NoReferenceError } from "../errors.ts";
import type { ColumnElement, ForeignKeyConstraintLike, ForeignKeyLike, FromClause } from "./element.ts";
import { OPS } from "./operators.ts";

interface Pair {
  readonly referent: ColumnElement;
  readonly key: ColumnElement;
}

type Candidates = Map<ForeignKeyConstraintLike | null, Pair[]>;

export interface JoinConditionOptions {
  /** Looked at before `left`: the last table of a join. */
  readonly subset?: FromClause | null;
  readonly considerAsForeignKeys?: ReadonlySet<ColumnElement> | null;
}

/**
 * The condition that joins `left` and `right` along their foreign keys.
 *
 * @throws NoForeignKeysError when there is none, AmbiguousForeignKeysError when there are several
 */
export function joinCondition(left: FromClause, right: FromClause, options: JoinConditionOptions = {}): ColumnElement {
  const consider = options.considerAsForeignKeys?.size ? options.considerAsForeignKeys : null;
  let candidates = scan(left, right, options.subset ?? null, consider);
  if (candidates.size > 1) candidates = trim(left, right, candidates, consider);
  const pairs = [...candidates.values()][0];
  if (!pairs) {
    const hint =
      right.kind === "from_grouping" ? " Perhaps you meant to convert the right side to a subquery using alias()?" : "";
    throw new NoForeignKeysError(
      `Can't find any foreign key relationships between '${left.description}' and '${right.description}'.${hint}`,
    );
  }
  const [first, ...rest] = pairs.map(({ referent, key }) => referent.operate<boolean>(OPS.eq, [key]));
  if (!first) throw new NoForeignKeysError("A foreign key without columns");
  return rest.length === 0 ? first : first.and(...rest);
}

/** `joinCondition` as a join uses it by itself. */
export function inferJoinCondition(left: FromClause, right: FromClause, subset: FromClause | null): ColumnElement {
  return joinCondition(left, right, { subset });
}

/** True when foreign keys lead from one to the other. */
export function canJoin(left: FromClause, right: FromClause, options: JoinConditionOptions = {}): boolean {
  return scan(left, right, options.subset ?? null, options.considerAsForeignKeys ?? null).size > 0;
}

function scan(
  left: FromClause,
  right: FromClause,
  subset: FromClause | null,
  consider: ReadonlySet<ColumnElement> | null,
): Candidates {
  const found: Candidates = new Map();
  const collect = (from: FromClause, to: FromClause) => {
    for (const key of inCreationOrder(from.foreignKeys)) {
      if (consider && !consider.has(key.parent)) continue;
      const referent = referentIn(key, to);
      if (!referent) continue;
      const pairs = found.get(key.constraint);
      if (pairs) pairs.push({ referent, key: key.parent });
      else found.set(key.constraint, [{ referent, key: key.parent }]);
    }
  };
  for (const side of [subset, left]) {
    if (!side) continue;
    collect(right, side);
    if (side !== right) collect(side, right);
    if (found.size > 0) break;
  }
  return found;
}

/** The column a key refers to in `to`; a missing table matters only when it should be in there. */
function referentIn(key: ForeignKeyLike, to: FromClause): ColumnElement | undefined {
  try {
    return key.getReferent(to);
  } catch (error) {
    if (!(error instanceof NoReferenceError)) throw error;
    const missing = (error as NoReferenceError & { tableName?: string }).tableName;
    if (missing !== undefined && tableNames(to).has(missing)) throw error;
    return undefined;
  }
}

function tableNames(from: FromClause): Set<string> {
  return new Set(from.fromObjects.filter((item) => item.kind === "table").map((item) => item.name ?? ""));
}

function inCreationOrder(keys: ReadonlySet<ForeignKeyLike>): ForeignKeyLike[] {
  const order = (key: ForeignKeyLike) => (key.parent as ColumnElement & { creationOrder?: number }).creationOrder ?? 0;
  return [...keys].sort((a, b) => order(a) - order(b));
}

function trim(
  left: FromClause,
  right: FromClause,
  candidates: Candidates,
  consider: ReadonlySet<ColumnElement> | null,
): Candidates {
  let kept: Candidates = candidates;
  if (consider) {
    kept = new Map(
      [...kept].filter(([constraint]) => {
        const parents = new Set(constraint?.elements.map((key) => key.parent));
        return parents.size === consider.size && [...parents].every((parent) => consider.has(parent));
      }),
    );
  }
  if (kept.size > 1) {
    const entries = [...kept];
    const first = entries[0];
    if (first && entries.every(([, pairs]) => samePairs(pairs, first[1]))) kept = new Map([first]);
  }
  if (kept.size !== 1) {
    throw new AmbiguousForeignKeysError(
      `Can't determine join between '${left.description}' and '${right.description}'; tables have more than one foreign key ` +
        "constraint relationship between them. Please specify the 'onclause' of this join explicitly.",
    );
  }
  return kept;
}

function samePairs(a: readonly Pair[], b: readonly Pair[]): boolean {
  return a.length === b.length && a.every((pair, i) => pair.referent === b[i]?.referent && pair.key === b[i]?.key);
}
