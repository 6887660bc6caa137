import type { Engine } from "./engine.ts";

type Hook = (...args: unknown[]) => unknown;

/** What a type of the user's own overrides. */
export interface UserTypeHooks {
  readonly impl: unknown;
  readonly name: string;
  readonly process_bind_param?: Hook;
  readonly process_result_value?: Hook;
  readonly process_literal_param?: Hook;
  readonly load_dialect_impl?: Hook;
  readonly compare_values?: Hook;
  /** The type's text in DDL. */
  readonly get_col_spec?: Hook;
}

/** A type that asks Python's class for what that overrides. */
export function makeUserType(engine: Engine, hooks: UserTypeHooks): object {
  const impl = hooks.impl as InstanceType<Engine["TypeEngine"]>;
  const holder = {
    [hooks.name]: class extends engine.TypeDecorator {
      override readonly impl = impl;
    },
  };
  const made = new (holder[hooks.name] as new () => object)();
  const own: Record<string, unknown> = {};
  if (hooks.process_bind_param) own.processBindParam = dialectNamed(hooks.process_bind_param);
  if (hooks.process_result_value) own.processResultValue = dialectNamed(hooks.process_result_value);
  if (hooks.process_literal_param) own.processLiteralParam = dialectNamed(hooks.process_literal_param);
  if (hooks.load_dialect_impl) own.loadDialectImpl = dialectNamed(hooks.load_dialect_impl);
  if (hooks.compare_values) own.compareValues = (a: unknown, b: unknown) => Boolean(hooks.compare_values?.(a, b));
  if (hooks.get_col_spec) own.colSpec = hooks.get_col_spec;
  return Object.assign(made, own);
}

/** A dialect crosses by its name: Python has its own object for each. */
function dialectNamed(hook: Hook): Hook {
  return (...args) => {
    const dialect = args.at(-1) as { readonly name?: string } | undefined;
    return hook(...args.slice(0, -1), dialect?.name ?? "sqlite");
  };
}
