import { AliasedEntity, enterAliasedClass } from "./aliased.ts";
import { attributeOf } from "./class-expressions.ts";
import { mapperOf } from "./class-mapper.ts";
import type { AliasedClass } from "./declarative-types.ts";

export interface AliasedOptions {
  readonly name?: string | null;
  /** Aliases the tables of a joined hierarchy one by one instead of the join as a subquery. */
  readonly flat?: boolean;
}

/**
 * A mapped class under another name ("aliased"): its attributes are those of the alias.
 * @param options the alias's name in SQL, which is numbered where none is given
 */
export function aliased<M extends object>(cls: M, options: string | AliasedOptions = {}): AliasedClass<M> {
  const { name = null, flat = false } = typeof options === "string" ? { name: options } : options;
  const mapper = mapperOf(cls);
  mapper.registry.ensureConfigured();
  const entity = new AliasedEntity(mapper, mapper.selectable.anonymousFromClause(name, flat), name);
  const aliasedClass = {};
  for (const [key, property] of mapper.props) {
    Object.defineProperty(aliasedClass, key, { enumerable: true, get: () => attributeOf(entity, property) });
  }
  enterAliasedClass(aliasedClass, entity);
  return aliasedClass as AliasedClass<M>;
}
