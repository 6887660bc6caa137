import * as engine from "../../src-engine/index.ts";
import { camelCase, member } from "./reflect.ts";

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
    const own = Array.isArray(options.cascade) ? options : { ...options };
    return named("relationship")([target, ...rest], secondary === undefined ? own : { ...own, secondary });
  },
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
