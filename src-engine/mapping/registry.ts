import { InvalidRequestError } from "../errors.ts";
import { MetaData } from "../schema/metadata.ts";
import type { Table } from "../schema/table.ts";
import { removeMapper } from "./class-mapper.ts";
import { configureRegistry } from "./configure.ts";
import { type ImperativeOptions, mapImperatively } from "./imperative.ts";
import type { MappedClass, Mapper, MapperRegistry } from "./mapper.ts";
import { mappingChanged } from "./mapping-version.ts";
import { forgetSyncTargets } from "./overlaps.ts";
import { warn, withAutomaticWarnings } from "./warnings.ts";

export interface RegistryOptions {
  readonly metadata?: MetaData;
  /** The module that error texts name classes with, as Python's do. */
  readonly module?: string;
}

/** The registries in use; one that nobody holds any more is let go of. */
const registries = new Set<WeakRef<Registry>>();

function* liveRegistries(): Generator<Registry> {
  for (const reference of registries) {
    const registry = reference.deref();
    if (registry === undefined) registries.delete(reference);
    else yield registry;
  }
}

/** Configures the new mappers of every registry ("configure_mappers"). */
export function configureMappers(): void {
  for (const registry of liveRegistries()) registry.configure();
}

/** Forgets every mapped class ("clear_mappers"). */
export function clearMappers(): void {
  for (const registry of liveRegistries()) registry.dispose();
}

/** The classes that know each other by name, and their mappers ("Registry, Declarative API"). */
export class Registry implements MapperRegistry {
  readonly metadata: MetaData;
  readonly module: string;
  readonly #mappers: Mapper[] = [];
  readonly #classes = new Map<string, MappedClass[]>();
  #fresh = false;

  constructor(options: RegistryOptions = {}) {
    this.metadata = options.metadata ?? new MetaData();
    this.module = options.module ?? "__main__";
    registries.add(new WeakRef(this));
  }

  /** The mappers, in the order in which their classes were declared. */
  get mappers(): readonly Mapper[] {
    return this.#mappers;
  }

  /** True while a mapper waits for configuration. */
  get fresh(): boolean {
    return this.#fresh;
  }

  /** Enters a class by name. Two classes of one name are known as ambiguous until one of them is looked up. */
  enterClass(name: string, cls: MappedClass): void {
    const existing = this.#classes.get(name);
    if (existing === undefined) {
      this.#classes.set(name, [cls]);
      return;
    }
    warn(
      "This declarative base already contains a class with the same class name and module name as " +
        `${this.module}.${name}, and will be replaced in the string-lookup table.`,
    );
    existing.push(cls);
  }

  enterMapper(mapper: Mapper): void {
    this.#mappers.push(mapper);
    this.#mappers.sort((a, b) => a.order - b.order);
    this.#fresh = true;
    mappingChanged();
  }

  /**
   * The class of that name, or `null`.
   * @throws InvalidRequestError where several have it
   */
  classNamed(name: string): MappedClass | null {
    const found = this.#classes.get(name);
    if (found === undefined) return null;
    if (found.length > 1) {
      throw new InvalidRequestError(
        `Multiple classes found for path "${name}" in the registry of this declarative base. Please use a fully module-qualified path.`,
      );
    }
    return found[0] ?? null;
  }

  /**
   * Configures the mappers that are new: finds the targets, joins and directions of their relationships and makes backrefs.
   * @throws what is wrong with a mapping; after that, every use says that a mapper failed
   */
  configure(): void {
    if (!this.#fresh) return;
    configureRegistry(this);
    this.#fresh = false;
    mappingChanged();
  }

  refresh(): void {
    this.#fresh = true;
  }

  /** Configures as a first use does: warnings say that it was not asked for. */
  ensureConfigured(): void {
    if (this.#fresh) withAutomaticWarnings(() => this.configure());
  }

  /**
   * Maps a class to a table without the declarative API ("Imperative Mapping").
   * @throws ArgumentError where the class is mapped already
   */
  mapImperatively(cls: MappedClass, table: Table | null, options: ImperativeOptions = {}): Mapper {
    return mapImperatively(this, cls, table, options);
  }

  /** Forgets every class ("registry.dispose()"). Its instances must not be used any more. */
  dispose(): void {
    for (const mapper of this.#mappers) removeMapper(mapper.class_);
    forgetSyncTargets(this.#mappers);
    this.#mappers.length = 0;
    this.#classes.clear();
    this.#fresh = false;
    mappingChanged();
  }
}
