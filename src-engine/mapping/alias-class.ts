import { ArgumentError } from "../errors.ts";
import { type ColumnElement, FromClause } from "../sql/element.ts";
import { AliasedEntity, aliasedEntityOf, enterAliasedClass } from "./aliased.ts";
import { anonymousFrom } from "./anonymous-from.ts";
import { attributeOf } from "./class-expressions.ts";
import { mapperOf } from "./class-mapper.ts";
import type { AliasedClass } from "./declarative-types.ts";
import { mappersOf, selectableOf } from "./polymorphic.ts";

export interface AliasedOptions {
  readonly name?: string | null;
  /** What the alias stands for instead of the class's own tables: a subquery with the class's columns. */
  readonly selectable?: FromClause | null;
  /** Aliases the tables of a joined hierarchy one by one instead of the join as a subquery. */
  readonly flat?: boolean;
  /** Takes columns of the selectable by their names, for one that was not made of the class's tables. */
  readonly adaptOnNames?: boolean;
}

/**
 * A mapped class under another name ("aliased"): its attributes are those of the alias.
 * @param options the alias's name in SQL, which is numbered where none is given; or a subquery that the alias stands for
 */
export function aliased<F extends FromClause>(from: F, options?: string | AliasedOptions): FromClause;
export function aliased<M extends object>(cls: M, options?: string | FromClause | AliasedOptions): AliasedClass<M>;
export function aliased(cls: object, options: string | FromClause | AliasedOptions = {}): unknown {
  const { name = null, flat = false, selectable = null, adaptOnNames = false } = readOptions(options);
  if (cls instanceof FromClause) return cls.alias(name);
  const given = aliasedEntityOf(cls);
  const mapper = given?.mapper ?? mapperOf(cls);
  mapper.registry.ensureConfigured();
  const from = selectable ?? anonymousFrom(given?.selectable ?? mapper.selectable, name, flat);
  return aliasedClassOf(new AliasedEntity(mapper, from, { name, adaptOnNames }));
}

function readOptions(options: string | FromClause | AliasedOptions): AliasedOptions {
  if (typeof options === "string") return { name: options };
  return options instanceof FromClause ? { selectable: options } : options;
}

export interface WithPolymorphicOptions {
  readonly name?: string | null;
  /** What has the columns of all the classes, instead of the join of their tables. */
  readonly selectable?: FromClause | null;
  /** Aliases the tables one by one. */
  readonly flat?: boolean;
  /** Makes a subquery of the join. */
  readonly aliased?: boolean;
  /** Joins the subclasses' tables by inner joins. */
  readonly innerjoin?: boolean;
  readonly polymorphicOn?: ColumnElement | null;
}

/**
 * A mapped class together with some of its subclasses ("Using with_polymorphic()"): the attributes of a subclass are those
 * of the property with its name, `withPolymorphic(Employee, [Engineer]).Engineer.info`.
 * @param classes the subclasses, or `"*"` for all
 * @throws InvalidRequestError for a class that does not inherit from the first
 */
export function withPolymorphic<M extends object, const S extends readonly object[]>(
  cls: M,
  classes: "*" | S,
  options: WithPolymorphicOptions = {},
): AliasedClass<M> & PolymorphicClasses {
  const mapper = mapperOf(cls);
  mapper.registry.ensureConfigured();
  const { name = null, flat = false, selectable = null, innerjoin = false } = options;
  if (selectable !== null && flat) {
    throw new ArgumentError(
      "the 'flat' and 'selectable' arguments cannot be passed simultaneously to with_polymorphic()",
    );
  }
  const configured = mapper.withPolymorphic;
  const given = classes === "*" || classes.length > 0 ? classes : null;
  const from = selectable ?? configured?.selectable ?? null;
  const mappers =
    given === null && configured !== null
      ? mapper.withPolymorphicMappers
      : mappersOf(mapper, given === null ? [] : given === "*" ? "*" : given.map((each) => mapperOf(each)), from);
  let selected = from ?? selectableOf(mapper, mappers, { innerjoin });
  if (options.aliased || flat) selected = anonymousFrom(selected, null, flat);
  const entity = new AliasedEntity(mapper, selected, {
    name,
    representsOuterJoin: !innerjoin,
    ...(mappers.length > 0 ? { mappers } : {}),
    polymorphicOn: options.polymorphicOn ?? null,
  });
  return aliasedClassOf(entity) as unknown as AliasedClass<M> & PolymorphicClasses;
}

/** The subclasses of a polymorphic alias, by their names. */
export interface PolymorphicClasses {
  // biome-ignore lint/suspicious/noExplicitAny: the names and attributes of the subclasses are not known here
  readonly [subclass: string]: any;
}

/** The object whose attributes are the expressions of an alias; made once. */
export function aliasedClassOf(entity: AliasedEntity): object {
  if (entity.aliasedClass !== null) return entity.aliasedClass;
  const aliasedClass = {};
  for (const [key, property] of entity.mapper.props) {
    Object.defineProperty(aliasedClass, key, { enumerable: true, get: () => attributeOf(entity, property) });
  }
  for (const [key, descriptor] of entity.mapper.descriptors) {
    Object.defineProperty(aliasedClass, key, { enumerable: true, get: () => descriptor.expression(aliasedClass) });
  }
  for (const [mapper, subclass] of entity.subclasses) {
    Object.defineProperty(aliasedClass, mapper.className, { enumerable: true, get: () => aliasedClassOf(subclass) });
  }
  enterAliasedClass(aliasedClass, entity);
  return aliasedClass;
}
