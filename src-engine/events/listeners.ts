/** Who listens to what ("Events"). Targets are classes, mappers, sessions, attributes: any object. */

/** A function that is called when something happens; what it is called with depends on the event. */
// biome-ignore lint/suspicious/noExplicitAny: each event has arguments of its own
export type Listener = (...args: any[]) => unknown;

export interface ListenOptions {
  /** Whether the listener hears of subclasses as well. */
  readonly propagate?: boolean;
  /** Whether what the listener returns takes the place of the value. */
  readonly retval?: boolean;
  /** Whether the listener is called once only. */
  readonly once?: boolean;
  /** Whether it is called before those that are there. */
  readonly insert?: boolean;
  /** Whether the old value of an attribute is loaded for it. */
  readonly activeHistory?: boolean;
}

/** One listener as it is registered. */
export interface Registered {
  readonly listener: Listener;
  readonly options: ListenOptions;
  /** Position among all listeners. */
  readonly order: number;
  done: boolean;
}

const registered = new WeakMap<object, Map<string, Registered[]>>();
/** How many listeners there are for an event; with none, nobody is looked for. */
const counts = new Map<string, number>();
let count = 0;

export function addListener(target: object, name: string, listener: Listener, options: ListenOptions): Registered {
  const entry: Registered = { listener, options, order: options.insert ? -++count : ++count, done: false };
  let names = registered.get(target);
  if (names === undefined) {
    names = new Map();
    registered.set(target, names);
  }
  const list = names.get(name) ?? [];
  if (options.insert) list.unshift(entry);
  else list.push(entry);
  names.set(name, list);
  counts.set(name, (counts.get(name) ?? 0) + 1);
  return entry;
}

/** @returns whether there was such a listener */
export function removeListener(target: object, name: string, listener: Listener): boolean {
  const list = registered.get(target)?.get(name);
  const index = list?.findIndex((entry) => entry.listener === listener) ?? -1;
  const entry = list?.[index];
  if (list === undefined || entry === undefined) return false;
  entry.done = true;
  list.splice(index, 1);
  counts.set(name, (counts.get(name) ?? 1) - 1);
  return true;
}

export function listensTo(target: object, name: string, listener: Listener): boolean {
  return (
    registered
      .get(target)
      ?.get(name)
      ?.some((entry) => entry.listener === listener) ?? false
  );
}

/** Whether anybody at all listens to an event of that name. */
export function isHeard(name: string): boolean {
  return count !== 0 && (counts.get(name) ?? 0) > 0;
}

export function listenersOf(target: object, name: string): readonly Registered[] {
  return registered.get(target)?.get(name) ?? [];
}

/** Calls a listener, unless it was to be called once and has been. */
export function call(entry: Registered, args: readonly unknown[]): unknown {
  if (entry.done) return undefined;
  if (entry.options.once) entry.done = true;
  return entry.listener(...args);
}

/** Tells the listeners of each target in turn. */
export function fire(targets: readonly object[], name: string, args: readonly unknown[]): void {
  if (!isHeard(name)) return;
  for (const target of targets) for (const entry of [...listenersOf(target, name)]) call(entry, args);
}
