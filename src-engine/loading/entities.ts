import { AliasedEntity, type Entity } from "../mapping/aliased.ts";
import { equivalentColumns } from "../mapping/equivalents.ts";
import { Mapper } from "../mapping/mapper.ts";
import type { FromClause } from "../sql/element.ts";
import { RowAdapter } from "./row-adapter.ts";

export type { Entity } from "../mapping/aliased.ts";

export function isEntity(value: unknown): value is Entity {
  return value instanceof Mapper || value instanceof AliasedEntity;
}

export function isAliased(entity: Entity): entity is AliasedEntity {
  return entity instanceof AliasedEntity;
}

/** Aliases that loading makes for itself: paths name their mapper instead. */
const ownAliases = new WeakSet<AliasedEntity>();

export function usesMapperPath(entity: Entity): boolean {
  return isAliased(entity) && ownAliases.has(entity);
}

/** An alias without a name, of a mapper's own tables unless another selectable is given. */
export function anonymousAlias(
  mapper: Mapper,
  options: { selectable?: FromClause; mapperPath?: boolean } = {},
): AliasedEntity {
  const selectable = options.selectable ?? mapper.selectable.anonymousFromClause(null, true);
  const alias = new AliasedEntity(mapper, selectable, null);
  if (options.mapperPath) ownAliases.add(alias);
  return alias;
}

const adapters = new WeakMap<AliasedEntity, RowAdapter>();

/** Translates a mapper's columns to those of an alias of it. */
export function adapterOf(alias: AliasedEntity): RowAdapter {
  let adapter = adapters.get(alias);
  if (adapter === undefined) {
    adapter = new RowAdapter(alias.selectable, { entity: alias, equivalents: equivalentColumns(alias.mapper) });
    adapters.set(alias, adapter);
  }
  return adapter;
}

/** The name of an entity in result rows and texts. */
export function entityName(entity: Entity): string | null {
  return isAliased(entity) ? (entity.name ?? entity.mapper.className) : entity.className;
}
