import { FromClause } from "../sql/element.ts";
import { AliasedEntity, enterAliasedClass } from "./aliased.ts";
import { attributeOf } from "./class-expressions.ts";
import { mapperOf } from "./class-mapper.ts";
import type { AliasedClass } from "./declarative-types.ts";

export interface AliasedOptions {
  readonly name?: string | null;
  /** What the alias stands for instead of the class's own tables: a subquery with the class's columns. */
  readonly selectable?: FromClause | null;
  /** Aliases the tables of a joined hierarchy one by one instead of the join as a subquery. */
  readonly flat?: boolean;
}

/**
 * A mapped class under another name ("aliased"): its attributes are those of the alias.
 * @param options the alias's name in SQL, which is numbered where none is given; or a subquery that the alias stands for
 */
export function aliased<M extends object>(cls: M, options: string | FromClause | AliasedOptions = {}): AliasedClass<M> {
  const { name = null, flat = false, selectable = null } = readOptions(options);
  const mapper = mapperOf(cls);
  mapper.registry.ensureConfigured();
  const entity = new AliasedEntity(mapper, selectable ?? mapper.selectable.anonymousFromClause(name, flat), name);
  const aliasedClass = {};
  for (const [key, property] of mapper.props) {
    Object.defineProperty(aliasedClass, key, { enumerable: true, get: () => attributeOf(entity, property) });
  }
  enterAliasedClass(aliasedClass, entity);
  return aliasedClass as AliasedClass<M>;
}

function readOptions(options: string | FromClause | AliasedOptions): AliasedOptions {
  if (typeof options === "string") return { name: options };
  return options instanceof FromClause ? { selectable: options } : options;
}
