import type { Table } from "../schema/table.ts";
import type { DescriptorSpec } from "./descriptor.ts";
import type { DeclaredColumn } from "./map-class.ts";
import type { MappedClass, MapperRegistry } from "./mapper.ts";
import type { MapperOptions } from "./mapper-options.ts";
import type { PropertySpec } from "./sort-attributes.ts";

/** What `Base.mapped(…)` was told, kept until the class that extends its result is registered. */
export interface Declaration {
  readonly registry: MapperRegistry;
  readonly order: number;
  readonly table: Table | null;
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
  readonly properties: ReadonlyMap<string, PropertySpec>;
  readonly descriptors: ReadonlyMap<string, DescriptorSpec>;
  readonly mapperOptions: MapperOptions;
  readonly className: string | null;
  readonly line: number | null;
  /** The class that extends it, once it is registered. */
  class_: MappedClass | null;
  /** Set while the class must not be mapped: its table is yet to be read from a database. */
  deferred?: boolean;
}

const declarations = new WeakMap<MappedClass, Declaration>();
const waiting = new Map<MapperRegistry, Set<Declaration>>();
let count = 0;

/** The next position in the order of declarations. */
export function nextDeclaration(): number {
  return ++count;
}

export function declare(parent: MappedClass, declaration: Declaration): void {
  declarations.set(parent, declaration);
  const known = waiting.get(declaration.registry);
  if (known === undefined) waiting.set(declaration.registry, new Set([declaration]));
  else known.add(declaration);
}

/** The declaration that `Base.mapped(…)` left with the class it gave. */
export function declarationOf(parent: MappedClass): Declaration | null {
  return declarations.get(parent) ?? null;
}

export function markRegistered(declaration: Declaration, cls: MappedClass): void {
  declaration.class_ = cls;
  waiting.get(declaration.registry)?.delete(declaration);
}

/** Whether a class that is not registered yet is declared for the table. */
export function isDeclaredTable(registry: MapperRegistry, table: Table): boolean {
  return [...(waiting.get(registry) ?? [])].some((declaration) => declaration.table === table);
}

/** What to say about classes that were declared but not registered, where one is missed; empty where there are none. */
export function unregisteredHint(registry: MapperRegistry): string {
  const missing = [...(waiting.get(registry) ?? [])];
  if (missing.length === 0) return "";
  const tables = missing.map(({ table }) => (table === null ? "(no table)" : `"${table.name}"`)).join(", ");
  return ` Declared but not registered: Base.mapped(${tables}). A class is known by its name after Base.register(TheClass).`;
}
