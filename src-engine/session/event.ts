/** Listening to what happens: to objects, attributes, classes and sessions ("Events"). */
import { BuiltinError, InvalidRequestError } from "../errors.ts";
import {
  addListener,
  type Listener,
  type ListenOptions,
  listenersOf,
  listensTo,
  type Registered,
  removeListener,
} from "../events/listeners.ts";
import {
  ATTRIBUTE_EVENTS,
  type AttributeEvent,
  attributeTarget,
  listenToAttribute,
} from "../instrumentation/attribute-events.ts";
import { managerOf } from "../instrumentation/class-manager.ts";
import { mapperOrNull } from "../mapping/class-mapper.ts";
import { ColumnAttribute } from "../mapping/column-attribute.ts";
import { Mapper, type MapperProperty } from "../mapping/mapper.ts";
import { RelationshipAttribute } from "../mapping/relationship-attribute.ts";
import { repr } from "../types/repr.ts";
import { ObjectSession } from "./object-session.ts";

const MAPPER_EVENTS: ReadonlySet<string> = new Set([
  "before_insert",
  "after_insert",
  "before_update",
  "after_update",
  "before_delete",
  "after_delete",
  "init",
  "load",
  "refresh",
  "expire",
]);

const SESSION_EVENTS: ReadonlySet<string> = new Set([
  "before_flush",
  "after_flush",
  "after_flush_postexec",
  "before_commit",
  "after_commit",
  "after_rollback",
  "after_soft_rollback",
  "after_begin",
  "after_transaction_create",
  "after_transaction_end",
  "before_attach",
  "after_attach",
  "transient_to_pending",
  "pending_to_transient",
  "pending_to_persistent",
  "persistent_to_transient",
  "persistent_to_deleted",
  "persistent_to_detached",
  "deleted_to_persistent",
  "deleted_to_detached",
  "detached_to_persistent",
  "loaded_as_persistent",
  "do_orm_execute",
]);

/** An attribute that is listened to: whose, and which. */
interface AttributeTarget {
  readonly mapper: Mapper;
  readonly property: MapperProperty;
}

function attributeOf(target: unknown): AttributeTarget | null {
  if (target instanceof ColumnAttribute) return { mapper: target.entity.mapper, property: target.property };
  if (!(target instanceof RelationshipAttribute)) return null;
  const { mapper } = target.entity;
  const property = mapper.props.get(target.key);
  return property === undefined ? null : { mapper, property };
}

function noSuchEvent(name: string, target: unknown): InvalidRequestError {
  return new InvalidRequestError(`No such event '${name}' for target '${targetText(target)}'`);
}

function targetText(target: unknown): string {
  if (target instanceof ObjectSession) return "<sqlalchemy.orm.session.Session object at 0x>";
  if (isSessionFactory(target)) return "<class 'sqlalchemy.orm.session.Session'>";
  const mapper = mapperOrNull(target);
  if (mapper !== null) return mapper.classText;
  return typeof target === "object" ? String(target) : repr(target);
}

/** The object under which listeners of a target are kept. */
function keyOf(target: unknown, name: string): object {
  const attribute = attributeOf(target);
  if (attribute !== null) {
    if (!(ATTRIBUTE_EVENTS as readonly string[]).includes(name)) throw noSuchEvent(name, target);
    return attributeTarget(attribute.property, attribute.mapper.class_);
  }
  if (target instanceof Mapper) {
    if (!MAPPER_EVENTS.has(name)) throw noSuchEvent(name, target);
    return target.class_;
  }
  if (target instanceof ObjectSession || isSessionFactory(target)) {
    if (MAPPER_EVENTS.has(name)) throw new BuiltinError("AttributeError", name);
    if (!SESSION_EVENTS.has(name)) throw noSuchEvent(name, target);
    return target as object;
  }
  if (typeof target === "function") {
    const known = target === Mapper || isClassOfInstances(target) ? MAPPER_EVENTS : null;
    if (known?.has(name)) return target;
  }
  throw noSuchEvent(name, target);
}

function isSessionFactory(target: unknown): boolean {
  if (typeof target !== "function") return false;
  return target.prototype instanceof ObjectSession || target === ObjectSession || "configure" in target;
}

function isClassOfInstances(target: object): boolean {
  return mapperOrNull(target) !== null || "registry" in target;
}

function enter(attribute: AttributeTarget, name: AttributeEvent, entry: Registered): void {
  const { mapper, property } = attribute;
  const classes = entry.options.propagate ? mapper.selfAndDescendants : [mapper];
  for (const each of classes) {
    if (!each.configured) continue;
    const own = managerOf(each).byKey.get(property.key);
    if (own !== undefined) listenToAttribute(own, name, entry);
  }
}

/**
 * Registers, removes and finds listeners.
 *
 *     event.listen(User.name, "set", (user, value, old, initiator) => …);
 *     event.listen(User, "before_insert", (mapper, connection, user) => …, { propagate: true });
 *     event.listen(session, "before_flush", (session, flushContext, objects) => …);
 */
export const event = {
  /** @throws InvalidRequestError for an event that the target does not have */
  listen(target: unknown, name: string, listener: Listener, options: ListenOptions = {}): void {
    const entry = addListener(keyOf(target, name), name, listener, options);
    const attribute = attributeOf(target);
    if (attribute !== null) enter(attribute, name as AttributeEvent, entry);
  },

  /** @throws InvalidRequestError where the listener is not registered */
  remove(target: unknown, name: string, listener: Listener): void {
    if (removeListener(keyOf(target, name), name, listener)) return;
    throw new InvalidRequestError(
      `No listeners found for event ${targetText(target)} / '${name}' / ${repr(listener)} `,
    );
  },

  contains(target: unknown, name: string, listener: Listener): boolean {
    return listensTo(keyOf(target, name), name, listener);
  },
};

/** The listeners of one session: those of all sessions, of the factory that made it, and its own. */
export function sessionListeners(session: ObjectSession, name: string): readonly Registered[] {
  const targets = [session.constructor, ...(session.factory === null ? [] : [session.factory]), session];
  return targets.flatMap((target) => listenersOf(target, name));
}
