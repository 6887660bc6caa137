import { Connection } from "../connection/connection.ts";
import { Engine } from "../connection/engine.ts";
import { NoInspectionAvailable } from "../errors.ts";
import type { History } from "../instrumentation/history.ts";
import { INIT_OK, PASSIVE_NO_INITIALIZE, PASSIVE_OFF } from "../instrumentation/passive.ts";
import { attributeNamed, type InstanceState, type StateAttribute, stateOf } from "../instrumentation/state.ts";
import { mapperOrNull } from "../mapping/class-mapper.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { Inspector } from "../reflection/inspector.ts";
import { typeName } from "../types/repr.ts";

/** One attribute of one object ("ORM: AttributeState"). */
export class AttributeInspection {
  readonly #state: InstanceState;
  readonly #attribute: StateAttribute;

  constructor(state: InstanceState, attribute: StateAttribute) {
    this.#state = state;
    this.#attribute = attribute;
  }

  get key(): string {
    return this.#attribute.key;
  }

  /** The value in memory; `undefined` where there is none. Nothing is loaded. */
  get loadedValue(): unknown {
    return this.#state.values[this.#attribute.slot];
  }

  /** The value as reading the attribute gives it. */
  get value(): unknown {
    return (this.#state.object as Record<string, unknown>)[this.key];
  }

  /** The changes since the last flush. Nothing is loaded. */
  get history(): History {
    return this.#attribute.getHistory(this.#state, PASSIVE_NO_INITIALIZE);
  }

  /** As `history`, after loading what is missing. */
  loadHistory(): History {
    return this.#attribute.getHistory(this.#state, PASSIVE_OFF ^ INIT_OK);
  }
}

/** What `inspect(object)` tells ("ORM: InstanceState"). */
export class InstanceInspection {
  readonly state: InstanceState;

  constructor(state: InstanceState) {
    this.state = state;
  }

  /** A number that names the object in the trace. */
  get id(): number {
    return this.state.id;
  }
  get object(): object {
    return this.state.object;
  }
  get mapper(): Mapper {
    return this.state.mapper;
  }
  get session(): unknown {
    return this.state.session;
  }
  get transient(): boolean {
    return this.state.transient;
  }
  get pending(): boolean {
    return this.state.pending;
  }
  get persistent(): boolean {
    return this.state.persistent;
  }
  get deleted(): boolean {
    return this.state.deleted;
  }
  get detached(): boolean {
    return this.state.detached;
  }
  get wasDeleted(): boolean {
    return this.state.isDeleted;
  }
  get modified(): boolean {
    return this.state.modified;
  }
  get expired(): boolean {
    return this.state.expired;
  }

  /** Primary key values, or `null` while the object has no identity. */
  get identity(): readonly unknown[] | null {
    return this.state.key?.identity ?? null;
  }

  get hasIdentity(): boolean {
    return this.state.key !== null;
  }

  /** Names of attributes without a value in memory. */
  get unloaded(): ReadonlySet<string> {
    return new Set(this.state.unloaded().map((attribute) => attribute.key));
  }

  readonly attrs = {
    has: (key: string): boolean => this.state.manager.byKey.has(key),
    get: (key: string): AttributeInspection => new AttributeInspection(this.state, attributeNamed(this.state, key)),
  };
}

/**
 * Looks at a mapped object or class ("Core: Inspection"): the state of an object, the mapper of a class.
 * @throws NoInspectionAvailable for anything else
 */
export function inspect(subject: Engine | Connection): Inspector;
export function inspect(subject: abstract new (...args: never[]) => unknown): Mapper;
export function inspect(subject: object): InstanceInspection;
export function inspect(subject: unknown): InstanceInspection | Mapper | Inspector;
export function inspect(subject: unknown): InstanceInspection | Mapper | Inspector {
  if (subject instanceof Engine || subject instanceof Connection) return new Inspector(subject);
  const state = stateOf(subject);
  if (state !== null) return new InstanceInspection(state);
  const mapper = mapperOrNull(subject);
  if (mapper !== null) {
    mapper.registry.configure();
    return mapper;
  }
  throw new NoInspectionAvailable(
    `No inspection system is available for object of type <class '${typeName(subject)}'>`,
    { code: undefined },
  );
}
