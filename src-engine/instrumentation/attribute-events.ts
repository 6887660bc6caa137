/** Listeners of the user on one attribute ("Attribute Events") and validators of a class ("Simple Validators"). */
import { call, type Listener, type ListenOptions, listenersOf, type Registered } from "../events/listeners.ts";
import type { MapperProperty } from "../mapping/mapper.ts";
import type { AttributeImpl } from "./attribute.ts";

export const ATTRIBUTE_EVENTS = ["set", "append", "remove", "bulk_replace", "init_scalar"] as const;
export type AttributeEvent = (typeof ATTRIBUTE_EVENTS)[number];

/** Enters a listener into an attribute of a class. */
export function listenToAttribute(attribute: AttributeImpl, name: AttributeEvent, entry: Registered): void {
  const { listeners } = attribute;
  const { retval = false, activeHistory = false } = entry.options;
  if (activeHistory) attribute.activeHistory = true;
  const answer = (given: unknown, args: readonly unknown[]): unknown => {
    const returned = call(entry, args);
    return retval && !entry.done ? returned : retval && entry.options.once ? returned : given;
  };
  switch (name) {
    case "set":
      listeners.set.push((state, value, previous, initiator) =>
        answer(value, [state.object, value, previous, initiator]),
      );
      return;
    case "append":
      listeners.append.push((state, value, initiator) => answer(value, [state.object, value, initiator]));
      return;
    case "remove":
      listeners.remove.push((state, value, initiator) => {
        call(entry, [state.object, value, initiator]);
      });
      return;
    case "bulk_replace":
      listeners.bulkReplace.push((state, values, initiator) => {
        call(entry, [state.object, values, initiator]);
      });
      return;
    case "init_scalar":
      listeners.initScalar.push((state, value) => answer(value, [state.object, value, state.values]));
  }
}

/** Which class and attribute a listener is registered with. */
const targets = new WeakMap<MapperProperty, Map<object, object>>();

/** What listeners of one class's attribute are kept under. */
export function attributeTarget(property: MapperProperty, class_: object): object {
  let byClass = targets.get(property);
  if (byClass === undefined) {
    byClass = new Map();
    targets.set(property, byClass);
  }
  let target = byClass.get(class_);
  if (target === undefined) {
    target = {};
    byClass.set(class_, target);
  }
  return target;
}

/** Enters the listeners that were registered before there was an attribute to enter them into. */
export function enterListeners(attribute: AttributeImpl, property: MapperProperty, class_: object): void {
  for (const name of ATTRIBUTE_EVENTS) {
    for (let cls: unknown = class_; typeof cls === "function"; cls = Object.getPrototypeOf(cls)) {
      for (const entry of listenersOf(attributeTarget(property, cls), name)) {
        if (cls === class_ || entry.options.propagate) listenToAttribute(attribute, name, entry);
      }
    }
  }
  for (let cls: unknown = class_; typeof cls === "function"; cls = Object.getPrototypeOf(cls)) {
    for (const validator of validatorsOf(cls, attribute.key)) enterValidator(attribute, validator);
  }
}

export interface ValidateOptions {
  /** Whether members that leave a collection are shown, too. */
  readonly includeRemoves?: boolean;
  /** Whether changes that come from the other side of a relationship are shown (default true). */
  readonly includeBackrefs?: boolean;
}

interface Validator {
  readonly keys: readonly string[];
  readonly check: Listener;
  readonly options: ValidateOptions;
}

const validators = new WeakMap<object, Validator[]>();

function validatorsOf(class_: object, key: string): readonly Validator[] {
  return (validators.get(class_) ?? []).filter((each) => each.keys.includes(key));
}

/**
 * Checks or changes values on their way into attributes of a class: `validates(User, ["email"], (user, key, value) => …)`. What
 * the function returns is taken. It has to be called before the class is used.
 */
export function validates(
  class_: object,
  keys: string | readonly string[],
  check: (object: never, key: string, value: never, isRemove: boolean) => unknown,
  options: ValidateOptions = {},
): void {
  const known = validators.get(class_) ?? [];
  known.push({ keys: typeof keys === "string" ? [keys] : keys, check: check as Listener, options });
  validators.set(class_, known);
}

function enterValidator(attribute: AttributeImpl, { check, options }: Validator): void {
  const { includeRemoves = false, includeBackrefs = true } = options;
  const { key } = attribute;
  const skips = (initiator: { readonly parentToken: object }) =>
    !includeBackrefs && initiator.parentToken !== attribute.parentToken;
  const asked = (object: object, value: unknown, isRemove: boolean) =>
    includeRemoves ? check(object, key, value, isRemove) : check(object, key, value);
  attribute.listeners.append.push((state, value, initiator) =>
    initiator.operation !== "bulk-replace" && !skips(initiator) ? asked(state.object, value, false) : value,
  );
  attribute.listeners.bulkReplace.push((state, values, initiator) => {
    if (skips(initiator)) return;
    values.splice(0, values.length, ...values.map((value) => asked(state.object, value, false)));
  });
  attribute.listeners.set.push((state, value, _previous, initiator) =>
    skips(initiator) ? value : asked(state.object, value, false),
  );
  if (includeRemoves) {
    attribute.listeners.remove.push((state, value, initiator) => {
      if (!skips(initiator)) asked(state.object, value, true);
    });
  }
}

export type { ListenOptions };
