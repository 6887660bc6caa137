/** Reaching into the engine by names that only a scenario knows. */

/** A member of something whose shape only the scenario knows. */
export function member(target: unknown, name: string): unknown {
  if (target === null || target === undefined) throw new Error(`${name} asked of ${target}`);
  return (target as Readonly<Record<string, unknown>>)[name];
}

/** Calls a method that only the scenario names; an absent one is told apart from an error inside it. */
export function invoke(target: unknown, name: string, args: readonly unknown[]): unknown {
  const method = member(target, name);
  if (typeof method !== "function") throw new Error(`no method ${name} on ${String(target)}`);
  return Reflect.apply(method, target, args);
}

/** `one_or_none` as the TypeScript API spells it. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
