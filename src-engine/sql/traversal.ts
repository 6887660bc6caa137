/** Walking and rewriting trees of nodes ("Visitor and Traversal Utilities"). */
import { type ClauseElement, ColumnElement, type ColumnReplacer, FromClause, type MapChild } from "./element.ts";
import { Alias } from "./from-clause.ts";
import { BindParameter, ColumnClause } from "./literals.ts";

/** The direct children of a node. */
export function childrenOf(node: ClauseElement): readonly ClauseElement[] {
  const children: ClauseElement[] = [];
  node.mapChildren((child) => {
    children.push(child);
    return child;
  });
  return children;
}

/** Calls `visit` for a node and everything below it, each once, parents first. */
export function traverse(node: ClauseElement, visit: (node: ClauseElement) => void): void {
  const seen = new Set<ClauseElement>();
  const walk = (current: ClauseElement) => {
    if (seen.has(current)) return;
    seen.add(current);
    visit(current);
    for (const child of childrenOf(current)) walk(child);
  };
  walk(node);
}

/** The nodes of a tree for which `test` holds. */
export function findAll<T extends ClauseElement>(
  node: ClauseElement,
  test: (node: ClauseElement) => node is T,
): readonly T[] {
  const found: T[] = [];
  traverse(node, (current) => {
    if (test(current)) found.push(current);
  });
  return found;
}

/** The columns that an expression names, without annotations. */
export function findColumns(node: ClauseElement): ReadonlySet<ColumnClause> {
  return new Set(findAll(node, (item): item is ColumnClause => item instanceof ColumnClause));
}

/** The bind parameters of a tree. */
export function findBinds(node: ClauseElement): readonly BindParameter[] {
  return findAll(node, (item): item is BindParameter => item instanceof BindParameter);
}

/** The tables of a FROM clause, joins and aliases taken apart when asked for. */
export function findTables(
  node: ClauseElement,
  options: { includeAliases?: boolean; includeJoins?: boolean } = {},
): readonly FromClause[] {
  return findAll(node, (item): item is FromClause => {
    if (item.kind === "table") return true;
    if (options.includeJoins && item.kind === "join") return true;
    return options.includeAliases === true && (item.kind === "alias" || item.kind === "subquery");
  });
}

/** The tables and aliases a FROM clause consists of on its surface. */
export function surfaceSelectables(clause: ClauseElement): readonly FromClause[] {
  const stack: ClauseElement[] = [clause];
  const found: FromClause[] = [];
  while (stack.length > 0) {
    const current = stack.pop();
    if (!current) break;
    if (current.kind === "join" || current.kind === "from_grouping") {
      stack.push(...childrenOf(current).filter((child) => child instanceof FromClause));
      if (current.kind === "join") found.push(current as FromClause);
    } else if (current instanceof FromClause) {
      found.push(current);
    }
  }
  return found;
}

export type Replacement = (node: ClauseElement) => ClauseElement | undefined;

/**
 * Returns a copy of `node` in which each node that `fn` answers for is replaced by the answer; what is put in is not looked into
 * again. Everything that does not change is shared with the original, and one node becomes one node wherever it occurs.
 */
export function replace<T extends ClauseElement>(node: T, fn: Replacement): T {
  const done = new Map<ClauseElement, ClauseElement>();
  const inserted = new Set<ClauseElement>();
  const go = (current: ClauseElement, columns: readonly ColumnReplacer[]): ClauseElement => {
    if (inserted.has(current)) return current;
    const replacement = fn(current);
    if (replacement !== undefined) {
      inserted.add(replacement);
      return replacement;
    }
    const known = done.get(current);
    if (known) return known;
    if (current instanceof ColumnElement) {
      for (const replacer of columns) {
        const column = replacer(current);
        if (column) {
          done.set(current, column);
          return column;
        }
      }
    }
    const map: MapChild = <C extends ClauseElement>(child: C, own?: ColumnReplacer): C =>
      go(child, own ? [own, ...columns] : columns) as C;
    const next = current.mapChildren(map);
    done.set(current, next);
    return next;
  };
  return go(node, []) as T;
}

export interface AdapterOptions {
  /** Columns that stand for the same value (by joined inheritance, say). */
  readonly equivalents?: ReadonlyMap<ColumnElement, ReadonlySet<ColumnElement>>;
  /** Return false for a node to leave it alone. */
  readonly include?: ((node: ClauseElement) => boolean) | null;
  readonly exclude?: ((node: ClauseElement) => boolean) | null;
  /** Look for a column by name where lineage finds none. */
  readonly adaptOnNames?: boolean;
  /** Adapt only what comes from these. */
  readonly only?: readonly FromClause[] | null;
}

/** Rewrites expressions so that they refer to a selectable instead of what it was made from ("ClauseAdapter"). */
export class ClauseAdapter {
  readonly selectable: FromClause;
  private readonly options: AdapterOptions;
  private next: ClauseAdapter | null = null;

  constructor(selectable: FromClause, options: AdapterOptions = {}) {
    this.selectable = selectable;
    this.options = options;
  }

  /** This adapter, then another for what it leaves alone. */
  chain(other: ClauseAdapter): ClauseAdapter {
    const copy = new ClauseAdapter(this.selectable, this.options);
    copy.next = this.next ? this.next.chain(other) : other;
    return copy;
  }

  /** Adapts a node. */
  traverse<T extends ClauseElement>(node: T): T {
    return replace(node, (current) => this.replacement(current));
  }

  /** The column that takes the place of `column`, or undefined. */
  column(column: ColumnElement): ColumnElement | undefined {
    const found = this.replacement(column);
    return found instanceof ColumnElement ? found : undefined;
  }

  private replacement(node: ClauseElement): ClauseElement | undefined {
    return this.own(node) ?? this.next?.replacement(node);
  }

  private own(node: ClauseElement): ClauseElement | undefined {
    if (node === this.selectable) return node;
    const { include, exclude, only, equivalents } = this.options;
    if (include && !include(node)) return undefined;
    if (exclude?.(node)) return undefined;
    if (node instanceof FromClause) {
      if (this.selectable.isDerivedFrom(node)) {
        return only && !only.some((from) => from.isDerivedFrom(node)) ? undefined : this.selectable;
      }
      // An alias of a table is a thing of its own: what it is an alias of stays.
      return node instanceof Alias && node.element.kind === "table" ? node : undefined;
    }
    if (!(node instanceof ColumnElement) || CONSTANTS.has(node.kind)) return undefined;
    const column = (node.annotations.adaptColumn as ColumnElement | undefined) ?? node;
    if (only && !equivalents?.has(column.unannotated)) {
      if (!only.some((from) => from.c.correspondingColumn(column) !== undefined)) return undefined;
    }
    return this.corresponding(column, new Set());
  }

  private corresponding(column: ColumnElement, seen: ReadonlySet<ColumnElement>): ColumnElement | undefined {
    const found = this.selectable.correspondingColumn(column, true);
    if (found) return found;
    const bare = column.unannotated;
    const equivalents = this.options.equivalents?.get(bare);
    if (equivalents && !seen.has(bare)) {
      const next = new Set(seen).add(bare);
      for (const equivalent of equivalents) {
        const other = this.corresponding(equivalent, next);
        if (other) return other;
      }
    }
    if (this.options.adaptOnNames && NAMED.has(bare.kind) && column.name !== null) {
      return this.selectable.exportedColumns.get(column.name);
    }
    return undefined;
  }
}

const CONSTANTS: ReadonlySet<string> = new Set(["null", "true", "false"]);
const NAMED: ReadonlySet<string> = new Set(["column", "label", "table_valued_column"]);

/** Adapts a node to one selectable. */
export function adaptTo<T extends ClauseElement>(node: T, selectable: FromClause, options: AdapterOptions = {}): T {
  return new ClauseAdapter(selectable, options).traverse(node);
}
