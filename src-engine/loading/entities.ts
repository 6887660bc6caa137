import { AliasedEntity, type Entity } from "../mapping/aliased.ts";
import { anonymousFrom } from "../mapping/anonymous-from.ts";
import { equivalentColumns } from "../mapping/equivalents.ts";
import { Mapper } from "../mapping/mapper.ts";
import { mappersOf, selectableOf } from "../mapping/polymorphic.ts";
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
  const selectable = options.selectable ?? anonymousFrom(mapper.selectable, null, true);
  const alias = new AliasedEntity(mapper, selectable);
  if (options.mapperPath) for (const each of [alias, ...alias.subclasses.values()]) ownAliases.add(each);
  return alias;
}

/** An alias of a class together with some of its subclasses, as loading makes it where an option asks for one. */
export function polymorphicAlias(
  mapper: Mapper,
  classes: readonly Mapper[],
  options: { readonly innerjoin: boolean; readonly flat: boolean; readonly mapperPath?: boolean },
): AliasedEntity {
  const { innerjoin, flat, mapperPath = true } = options;
  const mappers = mappersOf(mapper, classes, null);
  const selectable = anonymousFrom(selectableOf(mapper, mappers, { innerjoin }), null, flat);
  const alias = new AliasedEntity(mapper, selectable, { mappers, representsOuterJoin: !innerjoin });
  if (mapperPath) for (const each of [alias, ...alias.subclasses.values()]) ownAliases.add(each);
  return alias;
}

const adapters = new WeakMap<AliasedEntity, RowAdapter>();

/** Translates a mapper's columns to those of an alias of it. */
export function adapterOf(alias: AliasedEntity): RowAdapter {
  let adapter = adapters.get(alias);
  if (adapter === undefined) {
    adapter = new RowAdapter(alias.selectable, {
      entity: alias,
      equivalents: equivalentColumns(alias.mapper),
      only: alias.withPolymorphicMappers.map((each) => each.selectable),
    });
    adapters.set(alias, adapter);
  }
  return adapter;
}

/** The name of an entity in result rows and texts. */
export function entityName(entity: Entity): string | null {
  return isAliased(entity) ? (entity.name ?? entity.mapper.className) : entity.className;
}
