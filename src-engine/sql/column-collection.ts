import { BuiltinError } from "../errors.ts";
import { repr } from "../types/repr.ts";

/** What a collection needs to know of a column to find the one that stands for another. */
export interface Lineage {
  /** This column and all it was derived from, without annotations. */
  readonly proxySet: ReadonlySet<Lineage>;
  /** `proxySet` with everything that its members are clones of. */
  readonly expandedProxySet: ReadonlySet<Lineage>;
  /** The column itself without annotations. */
  readonly unannotated: Lineage;
  /** This column and those that it is a changed copy of. */
  readonly clonedSet: ReadonlySet<object>;
  /** How far along a compound select this column comes from; 1 elsewhere. */
  readonly weight: number;
  lineage(): readonly Lineage[];
}

/** A collection whose columns are also reached as properties: `table.c.name`. */
export type Columns<C extends Lineage> = ColumnCollection<C> & { readonly [key: string]: C };

interface Entry<C> {
  readonly key: string;
  readonly column: C;
}

/** An ordered collection of columns by key ("ColumnCollection"). The first column under a key is the one that is found by it. */
export class ColumnCollection<C extends Lineage> implements Iterable<C> {
  private entries: Entry<C>[] = [];
  private index = new Map<string, C>();
  private members = new Set<Lineage>();
  private byLineage: Map<Lineage, C[]> | null = null;

  /** Makes a collection whose columns are also its properties. */
  static create<C extends Lineage>(entries: Iterable<readonly [string, C]> = []): Columns<C> {
    const collection = new ColumnCollection<C>();
    for (const [key, column] of entries) collection.add(key, column);
    return new Proxy(collection, PROPERTY_ACCESS) as Columns<C>;
  }

  get length(): number {
    return this.entries.length;
  }

  [Symbol.iterator](): Iterator<C> {
    return this.entries.map((entry) => entry.column)[Symbol.iterator]();
  }

  /** The column under a key, or undefined. */
  get(key: string): C | undefined {
    return this.index.get(key);
  }

  /** The column under a key or at a position; raises KeyError or IndexError where there is none. */
  at(key: string | number): C {
    if (typeof key === "number") {
      const entry = this.entries.at(key);
      if (!entry) throw new BuiltinError("IndexError", String(key));
      return entry.column;
    }
    const column = this.index.get(key);
    if (!column) throw new BuiltinError("KeyError", repr(key));
    return column;
  }

  has(key: string): boolean {
    return this.index.has(key);
  }

  keys(): string[] {
    return this.entries.map((entry) => entry.key);
  }

  values(): C[] {
    return this.entries.map((entry) => entry.column);
  }

  items(): [string, C][] {
    return this.entries.map((entry) => [entry.key, entry.column]);
  }

  containsColumn(column: Lineage): boolean {
    return this.members.has(column.unannotated);
  }

  add(key: string, column: C): void {
    this.entries.push({ key, column });
    if (!this.index.has(key)) this.index.set(key, column);
    this.members.add(column.unannotated);
    this.byLineage = null;
  }

  /** Puts a column in place of the one under the same key, as a Table does when it is given a column twice. */
  replace(key: string, column: C): void {
    const at = this.entries.findIndex((entry) => entry.key === key);
    if (at < 0) {
      this.add(key, column);
      return;
    }
    const before = this.entries[at];
    if (before) this.members.delete(before.column.unannotated);
    this.entries[at] = { key, column };
    this.index.set(key, column);
    this.members.add(column.unannotated);
    this.byLineage = null;
  }

  remove(column: C): void {
    this.entries = this.entries.filter((entry) => entry.column !== column);
    this.index = new Map();
    for (const entry of this.entries) if (!this.index.has(entry.key)) this.index.set(entry.key, entry.column);
    this.members.delete(column.unannotated);
    this.byLineage = null;
  }

  /**
   * The member that stands for `column` here: the one with the most ancestors in common, and of several such the one closest to it.
   *
   * @param requireEmbedded take only members that every ancestor of `column` leads to
   */
  correspondingColumn(column: Lineage, requireEmbedded = false): C | undefined {
    if (this.members.has(column.unannotated)) {
      return this.entries.find((entry) => entry.column.unannotated === column.unannotated)?.column;
    }
    const target = column.proxySet;
    let best: C | undefined;
    let bestCommon: Set<Lineage> | null = null;
    const seen = new Set<C>();
    for (const ancestor of target) {
      for (const candidate of this.lineageIndex().get(ancestor) ?? []) {
        if (seen.has(candidate)) continue;
        seen.add(candidate);
        if (requireEmbedded && !isEmbedded(candidate, target)) continue;
        if (best === undefined) {
          best = candidate;
          continue;
        }
        const common = intersection(target, candidate.expandedProxySet);
        bestCommon ??= intersection(target, best.expandedProxySet);
        if (common.size > bestCommon.size) {
          best = candidate;
          bestCommon = common;
        } else if (sameMembers(common, bestCommon) && distance(candidate, column) < distance(best, column)) {
          best = candidate;
          bestCommon = common;
        }
      }
    }
    return best;
  }

  private lineageIndex(): Map<Lineage, C[]> {
    if (this.byLineage) return this.byLineage;
    const index = new Map<Lineage, C[]>();
    for (const { column } of this.entries) {
      for (const ancestor of column.expandedProxySet) {
        const list = index.get(ancestor);
        if (list) list.push(column);
        else index.set(ancestor, [column]);
      }
    }
    this.byLineage = index;
    return index;
  }
}

const PROPERTY_ACCESS: ProxyHandler<ColumnCollection<Lineage>> = {
  get(target, key) {
    // Methods work through the proxy, too: only names that the collection does not have are columns.
    if (typeof key === "string" && !(key in target)) return target.get(key);
    return Reflect.get(target, key, target);
  },
  has(target, key) {
    return Reflect.has(target, key) || (typeof key === "string" && target.has(key));
  },
};

function intersection(a: ReadonlySet<Lineage>, b: ReadonlySet<Lineage>): Set<Lineage> {
  const common = new Set<Lineage>();
  for (const member of a) if (b.has(member)) common.add(member);
  return common;
}

function sameMembers(a: ReadonlySet<Lineage>, b: ReadonlySet<Lineage>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

function sharesLineage(a: Lineage, b: Lineage): boolean {
  for (const member of a.proxySet) if (b.proxySet.has(member)) return true;
  return false;
}

function distance(candidate: Lineage, column: Lineage): number {
  let sum = 0;
  for (const step of candidate.lineage()) if (sharesLineage(step, column)) sum += step.weight;
  return sum;
}

function isEmbedded(candidate: Lineage, target: ReadonlySet<Lineage>): boolean {
  for (const ancestor of target) {
    if (candidate.expandedProxySet.has(ancestor)) continue;
    // Copies of the ancestor count, what it was made from does not: an alias's column is not another alias's.
    if (![...ancestor.clonedSet].some((copy) => candidate.expandedProxySet.has(copy as Lineage))) return false;
  }
  return true;
}
