import * as engine from "../../src-engine/index.ts";
import { camelCase, invoke, member } from "./reflect.ts";

/** Functions of mapped classes whose arguments are arranged in another way than Python's. */

type Options = Record<string, unknown>;

const RENAMED: Readonly<Record<string, string>> = {
  ondelete: "onDelete",
  deferred_raiseload: "deferredRaiseload",
};

function camelKeys(options: Options): Options {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [RENAMED[key] ?? camelCase(key), value]));
}

function withOptions(args: readonly unknown[], options: Options): readonly unknown[] {
  return Object.keys(options).length === 0 ? args : [...args, camelKeys(options)];
}

const named = (name: string) => (args: readonly unknown[], options: Options) =>
  Reflect.apply(member(engine, name) as never, null, withOptions(args, options)) as unknown;

export const MAPPED_CALLS: Readonly<Record<string, (args: readonly unknown[], options: Options) => unknown>> = {
  mapped_column: named("column"),
  ForeignKey: (args, { onupdate, ...options }) =>
    named("foreignKey")(args, { ...options, ...(onupdate === undefined ? {} : { onUpdate: onupdate }) }),
  relationship: (args, options) => {
    const [target = null, secondary, ...rest] = args;
    const own: Record<string, unknown> = { ...options, ...(secondary === undefined ? {} : { secondary }) };
    // Python's `set` and `list` are functions here.
    const { collection_class: made } = own as { collection_class?: { name?: string } };
    if (made?.name === "set") own.collection_class = Set;
    if (made?.name === "list") own.collection_class = Array;
    return named("relationship")([target, ...rest], own);
  },
  column_property: ([first, ...further], options) =>
    engine.columnProperty(further.length > 0 ? ([first, ...further] as never) : (first as never), camelKeys(options)),
  query_expression: ([otherwise]) => engine.queryExpression((otherwise ?? null) as never),
  synonym: ([name]) => engine.synonym(String(name)),
  composite: ([of, ...names]) => engine.composite(of as never, ...(names as string[])),
  association_proxy: ([target, attribute], options) =>
    engine.associationProxy(String(target), String(attribute), camelKeys(options)),
  with_loader_criteria: ([of, criterion], options) =>
    Reflect.apply(member(engine, "withLoaderCriteria") as never, null, [
      mappedWith(of) ?? of,
      criterion,
      camelKeys(options),
    ]),
  automap_base: (_args, options) => engine.automapBase({ module: "scenario", ...camelKeys(options) }),
  polymorphic_union: ([tables, discriminator, name], { aliasname, ...options }) =>
    engine.polymorphicUnion(
      tables as never,
      discriminator as string | null,
      (name ?? aliasname) as string | undefined,
      camelKeys(options),
    ),
  Load: ([entity]) => engine.Load.for(entity),
  Bundle: ([name, ...members], options) =>
    new engine.Bundle(name as string, ...(members as never[]), camelKeys(options) as never),
  Query: ([items, session = null]) => new engine.Query(session as never, Array.isArray(items) ? items : [items]),
  Session: ([given = null], { bind = given, ...options }) => new engine.Session(bind as never, camelKeys(options)),
  attribute_keyed_dict: ([name]) => engine.attributeKeyedDict(name as string),
  aliased: (args, options) => {
    const [of, selectable] = args;
    return engine.aliased(of as never, { ...(selectable ? { selectable } : {}), ...camelKeys(options) } as never);
  },
  with_polymorphic: ([of, classes, selectable], options) =>
    engine.withPolymorphic(
      of as never,
      classes as never,
      {
        ...(selectable ? { selectable } : {}),
        ...camelKeys(options),
      } as never,
    ),
};

/** The mapped classes that take attributes from a mixin. */
function mappedWith(of: unknown): readonly unknown[] | undefined {
  return (Object(of) as { readonly users?: readonly unknown[] }).users;
}

type MethodCall = (of: unknown, args: readonly unknown[], options: Options) => unknown;

const withValues =
  (name: "any" | "has"): MethodCall =>
  (of, [criterion], options) =>
    Object.keys(options).length === 0 ? undefined : invoke(of, name, [criterion ?? null, options]);

/** Methods of mapped attributes and of Python's own lists; `undefined` for anything else. */
export const MAPPED_METHODS: Readonly<Record<string, MethodCall>> = {
  // Python's sets answer nothing.
  add: (of, [item]) => {
    if (!isSet(of)) return undefined;
    of.add(item);
    return null;
  },
  // Python's dictionaries and what stands for them.
  keys: (of) => (isPlainObject(of) ? Object.keys(of) : undefined),
  any: withValues("any"),
  has: withValues("has"),
  append: (of, [item]) => (isPlainList(of) ? of.push(item) : undefined),
  clear: (of) => (isPlainList(of) ? of.splice(0, of.length) : undefined),
};

function isSet(value: unknown): value is { add(item: unknown): unknown } {
  return value instanceof Set || value instanceof engine.AssociationSet;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isPlainList(value: unknown): value is unknown[] {
  return Array.isArray(value) && !("append" in value);
}

/** Whether a value is a recipe of a mapped class's attribute. */
export function isAttributeRecipe(value: unknown): boolean {
  return typeof value === "object" && value !== null && String(member(value, "kind")).endsWith("-spec");
}
