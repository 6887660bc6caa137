import type {
  CascadeOption,
  ClassSnapshot,
  FateKind,
  FateOperation,
  FateReason,
  ModelSnapshot,
  RelationshipSnapshot,
} from "../../src-engine/trace/events.ts";

/** What may become of the objects of one class, or of a table's rows, when something is done to an object of another. */
export interface ClassFate {
  /** The class; the table's name where no class is mapped to it. */
  readonly className: string;
  /** True where `className` is a table's name: association rows, rows that no class stands for. */
  readonly isTable: boolean;
  readonly kind: FateKind;
  readonly by: "orm" | "database";
  readonly reason: FateReason;
  /** The relationships (`User.addresses`) or foreign keys (`addresses.user_id`) on the way, from the start. */
  readonly path: readonly ClassFateStep[];
  /** Whether this happens only where the last attribute of the path is loaded, or only where it is not. */
  readonly when: "loaded" | "unloaded" | null;
}

export interface ClassFateStep {
  readonly along: string;
  /** The class, or table, that the step starts from. */
  readonly from: string;
}

/** Operations that follow one cascade through what is in memory. */
const WALKS: Partial<Record<FateOperation, { readonly option: CascadeOption; readonly kind: FateKind }>> = {
  add: { option: "save-update", kind: "added" },
  expunge: { option: "expunge", kind: "expunged" },
  merge: { option: "merge", kind: "merged" },
  refresh: { option: "refresh-expire", kind: "refreshed" },
};

/**
 * What may become of the objects of every class, and of rows without one, when `operation` is done on an object of
 * `className`: the rules of a flush, read off the mapping alone. What depends on an attribute being loaded is told for both
 * cases. What the database does is told as it does it with foreign keys enforced.
 */
export function classFates(model: ModelSnapshot, operation: FateOperation, className: string): readonly ClassFate[] {
  const mapping = new Mapping(model);
  if (mapping.classNamed(className) === undefined) return [];
  const forecast = new Forecast(mapping);
  const walk = WALKS[operation];
  if (walk !== undefined) forecast.walk(className, walk.option, walk.kind);
  else if (operation === "remove") forecast.remove(className);
  else forecast.delete(className, [], "operation", null);
  return forecast.fates;
}

interface ForeignKey {
  readonly table: string;
  readonly column: string;
  readonly nullable: boolean;
  readonly onDelete: string | null;
}

/** Looks things up in a model. */
class Mapping {
  readonly #classes: ReadonlyMap<string, ClassSnapshot>;
  readonly #model: ModelSnapshot;

  constructor(model: ModelSnapshot) {
    this.#model = model;
    this.#classes = new Map(model.classes.map((each) => [each.name, each]));
  }

  get classes(): readonly ClassSnapshot[] {
    return this.#model.classes;
  }

  classNamed(name: string): ClassSnapshot | undefined {
    return this.#classes.get(name);
  }

  /** A class and those that it inherits from. */
  lineage(name: string): ClassSnapshot[] {
    const found: ClassSnapshot[] = [];
    for (let each = this.classNamed(name); each !== undefined && !found.includes(each); ) {
      found.push(each);
      each = each.inherits === null ? undefined : this.classNamed(each.inherits);
    }
    return found;
  }

  relationships(name: string): { readonly owner: string; readonly each: RelationshipSnapshot }[] {
    return this.lineage(name).flatMap((owner) => owner.relationships.map((each) => ({ owner: owner.name, each })));
  }

  tables(name: string): Set<string> {
    return new Set(this.lineage(name).flatMap((each) => each.table ?? []));
  }

  /** The class that stands for a table's rows: the topmost of a hierarchy. */
  classOf(table: string): ClassSnapshot | undefined {
    const mapped = this.classes.filter((each) => each.table === table);
    return mapped.find((each) => each.inherits === null) ?? mapped[0];
  }

  referringTo(table: string): ForeignKey[] {
    return this.#model.tables.flatMap((each) =>
      each.columns.flatMap((column) =>
        column.foreignKeys
          .filter((key) => key.target.split(".").slice(0, -1).join(".") === table)
          .map((key) => ({
            table: each.name,
            column: column.name,
            nullable: column.nullable,
            onDelete: key.onDelete?.toUpperCase() ?? null,
          })),
      ),
    );
  }

  column(path: string): { readonly primaryKey: boolean; readonly nullable: boolean } | undefined {
    const cut = path.lastIndexOf(".");
    const table = this.#model.tables.find((each) => each.name === path.slice(0, cut));
    return table?.columns.find((each) => each.name === path.slice(cut + 1));
  }
}

type When = ClassFate["when"];

class Forecast {
  readonly fates: ClassFate[] = [];
  readonly #mapping: Mapping;
  readonly #told = new Set<string>();
  readonly #deleted = new Set<string>();

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  walk(start: string, option: CascadeOption, kind: FateKind): void {
    this.#tell({ className: start, kind, reason: "operation", path: [] });
    const open: { name: string; path: readonly ClassFateStep[] }[] = [{ name: start, path: [] }];
    const seen = new Set<string>();
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      for (const { owner, each } of this.#mapping.relationships(next.name)) {
        const along = `${owner}.${each.name}`;
        if (!each.cascade.includes(option) || seen.has(along)) continue;
        seen.add(along);
        const path = [...next.path, { along, from: next.name }];
        this.#tell({ className: each.target, kind, reason: "cascade", path, when: "loaded" });
        open.push({ name: each.target, path });
      }
    }
  }

  /** Everything that can hold an object of the class lets go of it. */
  remove(name: string): void {
    const lineage = new Set(this.#mapping.lineage(name).map((each) => each.name));
    for (const holder of this.#mapping.classes) {
      for (const each of holder.relationships) {
        if (lineage.has(each.target)) this.#leave(name, holder.name, each);
      }
    }
    for (const { owner, each } of this.#mapping.relationships(name)) {
      if (each.direction !== "many-to-one") continue;
      const path = [{ along: `${owner}.${each.name}`, from: name }];
      if (each.viewonly) this.#tell({ className: name, kind: "untouched", reason: "viewonly", path });
      else this.#clear(name, each, path, null, "operation");
      if (each.cascade.includes("delete-orphan")) this.delete(each.target, path, "delete-orphan", null);
    }
  }

  #leave(name: string, holder: string, each: RelationshipSnapshot): void {
    if (each.direction === "many-to-one") return;
    const path = [{ along: `${holder}.${each.name}`, from: holder }];
    if (each.viewonly) {
      this.#tell({ className: name, kind: "untouched", reason: "viewonly", path });
      return;
    }
    if (each.secondary !== null) {
      this.#tell({ className: each.secondary, isTable: true, kind: "deleted", reason: "association", path });
    }
    if (each.cascade.includes("delete-orphan")) this.delete(name, path, "delete-orphan", null);
    else if (each.secondary !== null) this.#tell({ className: name, kind: "untouched", reason: "no-cascade", path });
    else if (each.passiveDeletes === "all") {
      this.#tell({ className: name, kind: "untouched", reason: "passive-deletes-all", path });
    } else this.#clear(name, each, path, null, "no-cascade");
  }

  delete(name: string, path: readonly ClassFateStep[], reason: FateReason, when: When): void {
    this.#tell({ className: name, kind: "deleted", reason, path, when });
    if (this.#deleted.has(name)) return;
    this.#deleted.add(name);
    /** Foreign keys that the ORM sees to, whatever is loaded. */
    const seenTo = new Set<string>();
    for (const { owner, each } of this.#mapping.relationships(name)) {
      const step = [...path, { along: `${owner}.${each.name}`, from: name }];
      if (each.viewonly) this.#tell({ className: each.target, kind: "untouched", reason: "viewonly", path: step });
      else if (each.direction === "many-to-one") this.#deleteReference(each, step);
      else if (each.secondary !== null) this.#deleteThrough(each, step);
      else this.#deleteChildren(each, step);
      if (each.passiveDeletes !== false || each.viewonly) continue;
      for (const [local, remote] of each.pairs) {
        if (each.direction === "one-to-many") seenTo.add(remote);
        if (each.secondary === null) continue;
        for (const column of [local, remote]) if (column.startsWith(`${each.secondary}.`)) seenTo.add(column);
      }
    }
    for (const table of this.#mapping.tables(name)) this.#deleteRows(table, name, path, seenTo, new Set());
  }

  #deleteReference(each: RelationshipSnapshot, path: readonly ClassFateStep[]): void {
    if (each.cascade.includes("delete")) this.delete(each.target, path, "cascade", this.#cases(each)[0] ?? null);
    else this.#tell({ className: each.target, kind: "untouched", reason: "no-cascade", path });
  }

  #deleteThrough(each: RelationshipSnapshot, path: readonly ClassFateStep[]): void {
    const table = { className: each.secondary ?? "", isTable: true, path };
    for (const when of this.#cases(each)) {
      if (when === "unloaded") this.#tell({ ...table, kind: "left-to-database", reason: passive(each), when });
      else this.#tell({ ...table, kind: "deleted", reason: "association", when });
    }
    const when = this.#cases(each)[0] ?? null;
    if (each.cascade.includes("delete")) this.delete(each.target, path, "cascade", when);
    else this.#tell({ className: each.target, kind: "untouched", reason: "no-cascade", path });
  }

  #deleteChildren(each: RelationshipSnapshot, path: readonly ClassFateStep[]): void {
    if (each.passiveDeletes === "all") {
      this.#tell({ className: each.target, kind: "left-to-database", reason: "passive-deletes-all", path });
      return;
    }
    for (const when of this.#cases(each)) {
      if (when === "unloaded") {
        this.#tell({ className: each.target, kind: "left-to-database", reason: "passive-deletes", path, when });
      } else if (each.cascade.includes("delete")) this.delete(each.target, path, "cascade", when);
      else this.#clear(each.target, each, path, when, "no-cascade");
    }
  }

  /** With `passive_deletes` it depends on what is in memory. */
  #cases(each: RelationshipSnapshot): readonly When[] {
    return each.passiveDeletes === false ? [null] : ["loaded", "unloaded"];
  }

  /** The foreign key of a relationship is set to null, where it can be. */
  #clear(
    name: string,
    each: RelationshipSnapshot,
    path: readonly ClassFateStep[],
    when: When,
    reason: FateReason,
  ): void {
    const keys = each.pairs.map(([local, remote]) =>
      this.#mapping.column(each.direction === "many-to-one" ? local : remote),
    );
    if (keys.some((key) => key?.primaryKey)) {
      this.#tell({ className: name, kind: "refused", reason: "primary-key", path, when });
    } else if (keys.some((key) => key?.nullable === false)) {
      this.#tell({ className: name, kind: "refused", by: "database", reason: "not-null", path, when });
    } else this.#tell({ className: name, kind: "nullified", reason, path, when });
  }

  /** What the database does to the rows that refer to a deleted one. */
  #deleteRows(
    table: string,
    from: string,
    path: readonly ClassFateStep[],
    seenTo: ReadonlySet<string>,
    passed: Set<string>,
  ): void {
    for (const key of this.#mapping.referringTo(table)) {
      const along = `${key.table}.${key.column}`;
      if (seenTo.has(along) || passed.has(along)) continue;
      const mapped = this.#mapping.classOf(key.table);
      // The tables of one hierarchy are the ORM's business.
      if (mapped !== undefined && this.#mapping.tables(mapped.name).has(table) && mapped.table !== table) continue;
      passed.add(along);
      const step = [...path, { along, from }];
      const name = mapped?.name ?? key.table;
      const tell = (kind: FateKind, reason: FateReason) =>
        this.#tell({ className: name, isTable: mapped === undefined, kind, by: "database", reason, path: step });
      if (key.onDelete === "CASCADE") {
        tell("deleted", "on-delete-cascade");
        this.#deleteRows(key.table, name, step, new Set(), passed);
      } else if (key.onDelete === "SET NULL") {
        if (key.nullable) tell("nullified", "on-delete-set-null");
        else tell("refused", "not-null");
      } else if (key.onDelete === "SET DEFAULT") tell("nullified", "on-delete-set-default");
      else tell("refused", "restrict");
    }
  }

  #tell(fate: {
    readonly className: string;
    readonly isTable?: boolean;
    readonly kind: FateKind;
    readonly by?: ClassFate["by"];
    readonly reason: FateReason;
    readonly path: readonly ClassFateStep[];
    readonly when?: When;
  }): void {
    const { isTable = false, by = "orm", when = null } = fate;
    const last = fate.path.at(-1)?.along ?? "";
    const key = [fate.className, fate.kind, by, fate.reason, when, last].join(" ");
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.fates.push({ ...fate, isTable, by, when });
  }
}

function passive(each: RelationshipSnapshot): FateReason {
  return each.passiveDeletes === "all" ? "passive-deletes-all" : "passive-deletes";
}
