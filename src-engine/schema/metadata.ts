import { refuseWithout } from "../types/repr.ts";
import { type ReflectOptions, reflection } from "./autoload.ts";
import { type CreateOptions, createTables, type DdlBind, dropTables } from "./create-drop.ts";
import type { DdlEvents } from "./ddl-events.ts";
import { DEFAULT_NAMING_CONVENTION } from "./naming.ts";
import type { NamingConvention } from "./schema-item.ts";
import { sortTables } from "./sort-tables.ts";
import type { ForeignKey, Table, TableRegistry } from "./table.ts";

export interface MetaDataOptions {
  readonly schema?: string | null;
  readonly namingConvention?: NamingConvention | null;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** A collection of tables that belong together ("MetaData"). */
export class MetaData implements TableRegistry {
  readonly tables = new Map<string, Table>();
  readonly untyped = new Set<ForeignKey>();
  readonly schema: string | null;
  readonly namingConvention: NamingConvention;
  readonly info: Readonly<Record<string, unknown>>;
  readonly events: DdlEvents = { beforeCreate: [], afterCreate: [], beforeDrop: [], afterDrop: [] };

  constructor(options: MetaDataOptions = {}) {
    this.schema = options.schema ?? null;
    this.namingConvention = options.namingConvention ?? DEFAULT_NAMING_CONVENTION;
    this.info = options.info ?? {};
  }

  register(table: Table): void {
    this.tables.set(table.key, table);
  }

  remove(table: Table): void {
    this.tables.delete(table.key);
  }

  clear(): void {
    this.tables.clear();
  }

  has(table: string | Table): boolean {
    return this.tables.has(typeof table === "string" ? table : table.key);
  }

  /** The tables in the order of their dependencies: parents first, by name among equals. */
  get sortedTables(): readonly Table[] {
    const byKey = [...this.tables.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return sortTables(byKey);
  }

  /** Creates the tables that are not there yet. */
  createAll(bind: DdlBind, options: CreateOptions = {}): void {
    requireBind(bind).runDdl((connection) =>
      createTables(options.tables ?? [...this.tables.values()], connection, {
        checkFirst: options.checkFirst ?? true,
        arrange: options.arrange,
        target: this,
        events: this.events,
      }),
    );
  }

  /** Drops the tables that are there. */
  dropAll(bind: DdlBind, options: CreateOptions = {}): void {
    requireBind(bind).runDdl((connection) =>
      dropTables(options.tables ?? [...this.tables.values()], connection, {
        checkFirst: options.checkFirst ?? true,
        arrange: options.arrange,
        target: this,
        events: this.events,
      }),
    );
  }

  /** Reads the tables of a database that are not here yet ("Reflecting All Tables at Once"). */
  reflect(bind: DdlBind, options: ReflectOptions = {}): void {
    reflection().all(requireBind(bind), this, options);
  }

  toString(): string {
    return "MetaData()";
  }
}

/** Refuses anything but an engine or a connection. */
function requireBind(bind: DdlBind): DdlBind {
  return typeof bind?.runDdl === "function" ? bind : refuseWithout(bind, "_run_ddl_visitor");
}
