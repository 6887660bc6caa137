import { call, isHeard, listenersOf, type Registered } from "../events/listeners.ts";
import { Mapper } from "./mapper.ts";

/** Listeners of a mapper's events: its own, those of superclasses that want to hear of subclasses, those of all mappers. */
export function mapperListeners(mapper: Mapper, name: string): readonly Registered[] {
  if (!isHeard(name)) return [];
  const found = [...listenersOf(Mapper, name), ...listenersOf(mapper.class_, name)];
  for (
    let cls: unknown = Object.getPrototypeOf(mapper.class_);
    typeof cls === "function";
    cls = Object.getPrototypeOf(cls)
  ) {
    found.push(...listenersOf(cls, name).filter((entry) => entry.options.propagate));
  }
  return found.sort((a, b) => a.order - b.order);
}

/** Tells the listeners of a mapper's event. */
export function fireMapperEvent(mapper: Mapper, name: string, args: readonly unknown[]): void {
  for (const entry of mapperListeners(mapper, name)) call(entry, args);
}
