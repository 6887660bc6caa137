import { type ClauseElement, ColumnElement, FromClause } from "../sql/element.ts";
import { Label } from "../sql/expressions.ts";
import { replace } from "../sql/traversal.ts";
import { isColumn } from "./join-flags.ts";

/** Column → columns that always equal it. */
export type Equivalents = ReadonlyMap<ColumnElement, ReadonlySet<ColumnElement>>;

export const NO_EQUIVALENTS: Equivalents = new Map();

/** Set on a node that no adapter may look into. */
export const NO_REPLACEMENT = "noReplacementTraverse";
/** Set on a column of extra criteria that belongs to neither side of the join. */
export const SHOULD_NOT_ADAPT = "shouldNotAdapt";

/**
 * Puts a selectable in the place of the tables it stands for: columns of `users` become those of `users AS users_1`.
 * Adapters form a chain, of which the first that has an answer for a column gives it. Unlike the adapter of sql/, it goes by
 * what is noted on a column in its place of the expression, as join conditions need.
 */
export class ClauseAdapter {
  readonly selectable: FromClause;
  readonly #excludes: (column: ColumnElement) => boolean;
  readonly #equivalents: Equivalents;
  readonly #only: readonly FromClause[] | null;
  readonly #anonymizeLabels: boolean;
  readonly #byName: boolean;
  readonly #next: ClauseAdapter | null;

  constructor(
    selectable: FromClause,
    options: {
      /** Columns that this adapter leaves to the next one in the chain. */
      excludes?: (column: ColumnElement) => boolean;
      equivalents?: Equivalents;
      /** Where given, only what comes from these is adapted. */
      only?: readonly FromClause[];
      /** Whether a label gets another name with what it stands for. */
      anonymizeLabels?: boolean;
      /** Whether a column of the same name will do where none was derived from the one that is looked for. */
      byName?: boolean;
      next?: ClauseAdapter | null;
    } = {},
  ) {
    this.selectable = selectable;
    this.#excludes = options.excludes ?? (() => false);
    this.#equivalents = options.equivalents ?? NO_EQUIVALENTS;
    this.#only = options.only ?? null;
    this.#anonymizeLabels = options.anonymizeLabels ?? false;
    this.#byName = options.byName ?? false;
    this.#next = options.next ?? null;
  }

  /** The same adapter without its exclusions, for what is not part of the join condition itself. */
  withoutExclusions(): ClauseAdapter {
    return new ClauseAdapter(this.selectable, { equivalents: this.#equivalents, next: this.#next });
  }

  /** The clause with every column and table that the selectables stand for replaced. */
  traverse<T extends ClauseElement>(clause: T): T {
    const found = this.#traverse(clause);
    // The same label twice in a statement would be ambiguous.
    return this.#anonymizeLabels && found instanceof Label ? (found.element.label(null) as ClauseElement as T) : found;
  }

  #traverse<T extends ClauseElement>(clause: T): T {
    return replace(clause, (node) => {
      if (node instanceof ColumnElement && node.annotations[NO_REPLACEMENT] === true) return node;
      return this.#replacement(node) ?? (isColumn(node) ? node : undefined);
    });
  }

  /** The column that stands for `column`; itself where there is none. */
  column(column: ColumnElement): ColumnElement {
    return this.traverse(column);
  }

  #replacement(node: ClauseElement): ClauseElement | undefined {
    for (let adapter: ClauseAdapter | null = this; adapter !== null; adapter = adapter.#next) {
      const other = adapter.#replace(node);
      if (other !== undefined) return other;
    }
    return undefined;
  }

  #replace(node: ClauseElement): ClauseElement | undefined {
    if (node instanceof FromClause) {
      if (node.kind === "join" || node.kind === "from_grouping") return undefined;
      if (this.selectable.isDerivedFrom(node)) {
        return this.#only === null || this.#only.some((from) => from.isDerivedFrom(node)) ? this.selectable : undefined;
      }
      // Another alias of a table stays what it is, inside and out.
      return node.kind === "alias" ? node : undefined;
    }
    if (!(node instanceof ColumnElement) || this.#excludes(node)) return undefined;
    if (this.#only !== null && !this.#equivalents.has(node.unannotated)) {
      if (!this.#only.some((from) => from.c.correspondingColumn(node) !== undefined)) return undefined;
    }
    return this.#corresponding(node, new Set());
  }

  #corresponding(column: ColumnElement, seen: Set<ColumnElement>): ColumnElement | undefined {
    const found = this.selectable.correspondingColumn(column, true);
    if (found !== undefined) return found;
    const key = column.unannotated;
    if (seen.has(key)) return undefined;
    seen.add(key);
    for (const equivalent of this.#equivalents.get(key) ?? []) {
      const other = this.#corresponding(equivalent, seen);
      if (other !== undefined) return other;
    }
    return this.#byName ? this.selectable.c.get(column.name ?? "") : undefined;
  }
}
