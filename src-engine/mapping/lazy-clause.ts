import { and_, bindparam } from "../sql/builders.ts";
import type { ClauseElement, ColumnElement } from "../sql/element.ts";
import type { BindParameter } from "../sql/literals.ts";
import { hasFlag, isColumn, replaceNodes } from "./join-flags.ts";
import type { ColumnPair } from "./join-pairs.ts";

/** The criterion of a lazy load, with a bind parameter for each value that the known side gives. */
export interface LazyClause {
  readonly criterion: ColumnElement;
  /** Key of the bind parameter → the column of the known side whose value it takes. */
  readonly bindToColumn: ReadonlyMap<string, ColumnElement>;
  /** Column of the loaded side → the column of the known side that equals it. */
  readonly equatedColumns: ReadonlyMap<ColumnElement, ColumnElement>;
}

/** Builds the lazy criterion of a join condition ("Lazy Loading"). */
export function lazyClause(
  join: {
    readonly primaryjoin: ColumnElement;
    readonly secondaryjoin: ColumnElement | null;
    readonly localRemotePairs: readonly ColumnPair[];
  },
  reverse: boolean,
): LazyClause {
  const { primaryjoin, secondaryjoin, localRemotePairs } = join;
  const throughSecondary = secondaryjoin !== null;
  const equatedColumns = new Map<ColumnElement, ColumnElement>();
  const locals = new Set<ColumnElement>();
  for (const [local, remote] of localRemotePairs) {
    locals.add(local);
    if (throughSecondary || !reverse) equatedColumns.set(remote, local);
    else equatedColumns.set(local, remote);
  }

  const isKnown = (column: ColumnElement): boolean => {
    if (!reverse) return hasFlag(column, "local");
    return throughSecondary ? locals.has(column.unannotated) : hasFlag(column, "remote");
  };
  const binds = new Map<ColumnElement, BindParameter>();
  const toBind = (node: ClauseElement): ClauseElement | undefined => {
    if (!isColumn(node) || !isKnown(node)) return undefined;
    let bind = binds.get(node.unannotated);
    if (bind === undefined) {
      bind = bindparam(null, { type: node.type, unique: true });
      binds.set(node.unannotated, bind);
    }
    return bind;
  };

  let criterion = throughSecondary && reverse ? primaryjoin : replaceNodes(primaryjoin, toBind);
  if (secondaryjoin !== null)
    criterion = and_(criterion, reverse ? replaceNodes(secondaryjoin, toBind) : secondaryjoin);
  const bindToColumn = new Map([...binds].map(([column, bind]) => [bind.key, column]));
  return { criterion, bindToColumn, equatedColumns };
}
