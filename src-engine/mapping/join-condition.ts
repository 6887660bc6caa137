import { AmbiguousForeignKeysError, ArgumentError, NoForeignKeysError } from "../errors.ts";
import type { ColumnElement, FromClause } from "../sql/element.ts";
import { joinCondition } from "../sql/join-condition.ts";
import { type Direction, determineDirection } from "./direction.ts";
import { markForeign, markLocal, markRemote } from "./join-annotations.ts";
import { flagged, swapSides, withoutFlags } from "./join-flags.ts";
import type { JoinConditionInput, Joins } from "./join-input.ts";
import { type ColumnPair, gatherPairs } from "./join-pairs.ts";
import { type JoinTargets, type JoinTargetsOptions, joinTargets } from "./join-targets.ts";
import { type LazyClause, lazyClause } from "./lazy-clause.ts";
import { warn } from "./warnings.ts";

/** How the tables of a relationship are joined, and what follows from it ("Configuring how Relationship Joins"). */
export class JoinCondition {
  readonly input: JoinConditionInput;
  /** The conditions, their columns marked as foreign, remote and local. */
  readonly primaryjoin: ColumnElement;
  readonly secondaryjoin: ColumnElement | null;
  readonly secondary: FromClause | null;
  readonly direction: Direction;
  readonly synchronizePairs: readonly ColumnPair[];
  readonly secondarySynchronizePairs: readonly ColumnPair[];
  readonly localRemotePairs: readonly ColumnPair[];
  readonly remoteColumns: ReadonlySet<ColumnElement>;
  readonly localColumns: ReadonlySet<ColumnElement>;
  readonly foreignColumns: ReadonlySet<ColumnElement>;
  /** Whether the user, not the configuration, said what is remote. */
  readonly #remoteGiven: boolean;
  readonly #foreignGiven: boolean;
  readonly #lazy = new Map<boolean, LazyClause>();

  /**
   * @throws NoForeignKeysError, AmbiguousForeignKeysError where the foreign keys do not say how to join
   * @throws ArgumentError where the condition does not say which columns are foreign, remote or which way it goes
   */
  constructor(input: JoinConditionInput) {
    this.input = input;
    this.secondary = input.secondary;
    const given = determineJoins(input);
    this.#remoteGiven = flagged(given.primaryjoin, "remote").length > 0;
    this.#foreignGiven = flagged(given.primaryjoin, "foreign").length > 0;
    const joins = markLocal(input, markRemote(input, markForeign(input, given)));
    this.primaryjoin = joins.primaryjoin;
    this.secondaryjoin = joins.secondaryjoin;

    const pairs = gatherPairs(joins, input.canBeSynced);
    this.localRemotePairs = pairs.localRemote;
    this.synchronizePairs = pairs.synchronize;
    this.secondarySynchronizePairs = pairs.secondarySynchronize;
    this.#checkForeignColumns(joins.primaryjoin, "primary", this.synchronizePairs);
    if (joins.secondaryjoin !== null) {
      this.#checkForeignColumns(joins.secondaryjoin, "secondary", this.secondarySynchronizePairs);
    }
    this.remoteColumns = this.#columnsWith("remote");
    this.localColumns = this.#columnsWith("local");
    this.foreignColumns = this.#columnsWith("foreign");
    this.direction = determineDirection({
      label: input.label,
      parent: input.parent,
      child: input.child,
      primaryjoin: joins.primaryjoin,
      secondaryjoin: joins.secondaryjoin,
      foreignColumns: this.foreignColumns,
      remoteColumns: this.remoteColumns,
      localColumns: this.localColumns,
    });
    this.#checkRemoteSide();
  }

  #columnsWith(flag: "foreign" | "remote" | "local"): ReadonlySet<ColumnElement> {
    const found = flagged(this.primaryjoin, flag);
    if (this.secondaryjoin !== null) found.push(...flagged(this.secondaryjoin, flag));
    return new Set(found.map((column) => column.unannotated));
  }

  #checkForeignColumns(clause: ColumnElement, which: "primary" | "secondary", pairs: readonly ColumnPair[]): void {
    const hasForeign = flagged(clause, "foreign").length > 0;
    const { supportSync, label } = this.input;
    if (supportSync ? pairs.length > 0 : hasForeign) return;
    if (supportSync && hasForeign) {
      throw new ArgumentError(
        "Could not locate any simple equality expressions involving locally mapped foreign key columns for " +
          `${which} join condition '${clause}' on relationship ${label}.  Ensure that referencing columns are associated with a ` +
          "ForeignKey or ForeignKeyConstraint, or are annotated in the join condition with the foreign() annotation. To allow " +
          "comparison operators other than '==', the relationship can be marked as viewonly=True.",
      );
    }
    throw new ArgumentError(
      `Could not locate any relevant foreign key columns for ${which} join condition '${clause}' on relationship ${label}.  ` +
        "Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or are annotated in the " +
        "join condition with the foreign() annotation.",
    );
  }

  #checkRemoteSide(): void {
    const { label, parent, child } = this.input;
    if (this.localRemotePairs.length === 0) {
      throw new ArgumentError(
        `Relationship ${label} could not determine any unambiguous local/remote column pairs based on join condition and ` +
          "remote_side arguments.  Consider using the remote() annotation to accurately mark those elements of the join " +
          "condition that are on the remote side of the relationship.",
      );
    }
    for (const [, remote] of this.localRemotePairs) {
      if (!parent.c.containsColumn(remote) || child.c.containsColumn(remote)) continue;
      warn(
        `Expression ${remote} is marked as 'remote', but these column(s) are local to the local side.  The remote() annotation ` +
          "is needed only for a self-referential relationship where both sides of the relationship refer to the same tables.",
      );
    }
  }

  /** The conditions as the other side of a many-to-many relationship takes them. */
  withoutSides(): Joins {
    return {
      primaryjoin: withoutFlags(this.primaryjoin, "local", "remote"),
      secondaryjoin: this.secondaryjoin === null ? null : withoutFlags(this.secondaryjoin, "local", "remote"),
    };
  }

  /** The primary condition as the other side takes it. */
  reversedPrimaryjoin(): ColumnElement {
    if (this.#remoteGiven) return swapSides(this.primaryjoin);
    return this.#foreignGiven
      ? withoutFlags(this.primaryjoin, "local", "remote")
      : withoutFlags(this.primaryjoin, "local", "remote", "foreign");
  }

  /**
   * The criterion that finds the objects of one side for an object of the other, which gives the values of its bind
   * parameters. `reverse` finds the parents of a target.
   */
  lazyClause(options: { reverse?: boolean } = {}): LazyClause {
    const reverse = options.reverse ?? false;
    let clause = this.#lazy.get(reverse);
    if (clause === undefined) {
      clause = lazyClause(this, reverse);
      this.#lazy.set(reverse, clause);
    }
    return clause;
  }

  /**
   * Lets a look-up by key take its values for columns that a hierarchy keeps equal to the compared ones: the key of a joined
   * subclass for that of its superclass.
   */
  equateEquivalents(): void {
    const clause = this.lazyClause();
    const equatedColumns = new Map(clause.equatedColumns);
    for (const [column, known] of clause.equatedColumns) {
      for (const equivalent of this.input.childEquivalents.get(column) ?? []) equatedColumns.set(equivalent, known);
    }
    this.#lazy.set(false, { ...clause, equatedColumns });
  }

  /** The conditions between two selectables that stand for the sides, adapted where they are aliases. */
  joinTargets(options: JoinTargetsOptions): JoinTargets {
    return joinTargets(this, options);
  }
}

/** The conditions as given, or as the foreign keys between the tables have it. */
function determineJoins(input: JoinConditionInput): Joins {
  const { label, secondary } = input;
  if (input.secondaryjoin !== null && secondary === null) {
    throw new ArgumentError(`Property ${label} specified with secondary join condition but no secondary argument`);
  }
  const foreignKeys = input.foreignKeys.size > 0 ? input.foreignKeys : null;
  const between = (from: FromClause, to: FromClause, subset: FromClause) =>
    joinCondition(from, to, { subset, considerAsForeignKeys: foreignKeys });
  try {
    if (secondary !== null) {
      const secondaryjoin = input.secondaryjoin ?? between(input.child, secondary, input.childLocal);
      return { secondaryjoin, primaryjoin: input.primaryjoin ?? between(input.parent, secondary, input.parentLocal) };
    }
    return {
      secondaryjoin: null,
      primaryjoin: input.primaryjoin ?? between(input.parent, input.child, input.parentLocal),
    };
  } catch (error) {
    const start = `Could not determine join condition between parent/child tables on relationship ${label} - there are `;
    const via = secondary === null ? "" : ` via secondary table '${secondary}'`;
    if (error instanceof NoForeignKeysError) {
      throw new NoForeignKeysError(
        `${start}no foreign keys linking these tables${via}.  Ensure that referencing columns are associated with a ForeignKey or ` +
          `ForeignKeyConstraint, or specify ${secondary === null ? "a 'primaryjoin' expression" : "'primaryjoin' and 'secondaryjoin' expressions"}.`,
        { cause: error },
      );
    }
    if (error instanceof AmbiguousForeignKeysError) {
      const what =
        secondary === null
          ? "a foreign key reference to the parent table"
          : "a foreign key reference from the secondary table to each of the parent and child tables";
      throw new AmbiguousForeignKeysError(
        `${start}multiple foreign key paths linking the tables${via}.  Specify the 'foreign_keys' argument, providing a list of ` +
          `those columns which should be counted as containing ${what}.`,
        { cause: error },
      );
    }
    throw error;
  }
}
