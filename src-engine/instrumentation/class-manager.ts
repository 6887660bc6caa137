import type { ColumnProperty, Mapper, MapperProperty, RelationshipProperty } from "../mapping/mapper.ts";
import type { ObjectId } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { type AttributeImpl, type AttributeLoader, type AttributeOptions, ScalarAttribute } from "./attribute.ts";
import { listenForBackref } from "./backref.ts";
import { CollectionAttribute, type CollectionKind } from "./collection-attribute.ts";
import { LIST } from "./list-collection.ts";
import { ObjectAttribute } from "./object-attribute.ts";
import { validateSingleParent } from "./single-parent.ts";
import { InstanceState, instanceState, type StateAttribute, type StateManager } from "./state.ts";

/** What the rooms above supply to an attribute when its class is instrumented. */
export interface InstrumentationPorts {
  /** The loader that the attribute's loading strategy uses; `null` where a missing value is blank. */
  loader(attribute: AttributeImpl, mapper: Mapper): AttributeLoader | null;
  /** An attribute of another kind than the property suggests (`lazy="dynamic"`, `"write_only"`), or `null`. */
  special(property: RelationshipProperty, options: AttributeOptions): AttributeImpl | null;
  /** The collection that a relationship's `collection_class` stands for. */
  collectionKind(property: RelationshipProperty): CollectionKind | null;
  /** Listens for what enters and leaves a relationship, to cascade it into the session. */
  trackCascades(attribute: AttributeImpl, property: RelationshipProperty): void;
  /** Listeners of the user, entered between the ORM's own checks and its cascades. */
  validate(attribute: AttributeImpl, property: MapperProperty, mapper: Mapper): void;
  loadExpired(state: InstanceState, attributes: readonly StateAttribute[], passive: number): void;
}

/** The number of an object that no run knows. */
const UNNUMBERED = 0 as ObjectId;

/** The attributes of one mapped class, and how its instances come to be. */
export class ClassManager implements StateManager {
  readonly mapper: Mapper;
  readonly attributes: (AttributeImpl | undefined)[] = [];
  readonly byKey = new Map<string, AttributeImpl>();
  readonly loaderAttributes: AttributeImpl[] = [];
  readonly collectionAttributes: AttributeImpl[] = [];
  readonly loadExpired: StateManager["loadExpired"];
  /** Keeps the shape of states, as {@link keepShape} does, as long as there is the class. */
  readonly sample: InstanceState;
  #everything: ReadonlySet<AttributeImpl> = new Set();
  #blank: readonly undefined[] = [];

  constructor(mapper: Mapper, ports: InstrumentationPorts) {
    this.mapper = mapper;
    this.loadExpired = ports.loadExpired;
    this.sample = this.newInstance(UNNUMBERED);
  }

  /** Makes the attributes that the mapper has and the class does not have yet. */
  complete(ports: InstrumentationPorts): void {
    const { mapper } = this;
    for (const property of mapper.props.values()) {
      if (this.byKey.get(property.key)?.property === property) continue;
      if (property.kind === "column" && !property.instrumented) continue;
      const attribute =
        property.kind === "column"
          ? columnAttribute(property, mapper, ports)
          : relationshipAttribute(property, mapper, ports);
      this.attributes[attribute.slot] = attribute;
      this.byKey.set(attribute.key, attribute);
      this.loaderAttributes.push(attribute);
      if (attribute.collection) this.collectionAttributes.push(attribute);
      defineAccessor(mapper, attribute);
    }
    this.#everything = new Set(this.loaderAttributes);
  }

  get everything(): ReadonlySet<StateAttribute> {
    return this.#everything;
  }

  /** Copied from one that is there: quicker than filling a new one, and V8 knows that such a list has no holes. */
  blankValues(): unknown[] {
    const { attributeCount } = this.mapper;
    if (this.#blank.length !== attributeCount) this.#blank = Array.from({ length: attributeCount }, () => undefined);
    return this.#blank.slice();
  }

  /** A state for an instance that exists. */
  attach(instance: object): InstanceState {
    const state = new InstanceState(instance, this);
    if (trace.recording) trace.touch(state);
    return state;
  }

  /** An instance for a row: made without running the class's constructor ("ORM: Constructors and Object Initialization"). */
  newInstance(id?: ObjectId): InstanceState {
    return new InstanceState(Object.create(this.mapper.class_.prototype) as object, this, id);
  }
}

const managers = new WeakMap<Mapper, ClassManager>();

/** Prepares the class of a configured mapper: attributes, events, accessors. Done again, it adds what is new. */
export function instrument(mapper: Mapper, ports: InstrumentationPorts): void {
  let manager = managers.get(mapper);
  if (manager === undefined) {
    manager = new ClassManager(mapper, ports);
    managers.set(mapper, manager);
  }
  manager.complete(ports);
}

/** The manager of a configured mapper's class. */
export function managerOf(mapper: Mapper): ClassManager {
  const manager = managers.get(mapper);
  if (manager !== undefined) return manager;
  mapper.registry.configure();
  return managers.get(mapper) as ClassManager;
}

/** The implementation of an attribute by its property, for an instance of any class of the hierarchy. */
export function implOf(state: InstanceState, property: MapperProperty): AttributeImpl {
  return state.manager.attributes[property.slot] as AttributeImpl;
}

function columnAttribute(property: ColumnProperty, mapper: Mapper, ports: InstrumentationPorts): ScalarAttribute {
  const { type } = property.column;
  const attribute = new ScalarAttribute(
    {
      property,
      className: mapper.className,
      activeHistory:
        property.activeHistory ||
        mapper.primaryKey.some((column) => property.columns.includes(column)) ||
        isVersionId(property, mapper),
      loadOnUnexpire: !property.deferred,
      acceptsScalarLoader: !property.queryExpression,
    },
    (a, b) => type.compareValues(a, b),
  );
  attribute.loader = ports.loader(attribute, mapper);
  ports.validate(attribute, property, mapper);
  return attribute;
}

function isVersionId(property: ColumnProperty, mapper: Mapper): boolean {
  return mapper.versionIdCol !== null && property.columns.includes(mapper.versionIdCol);
}

function relationshipAttribute(
  property: RelationshipProperty,
  mapper: Mapper,
  ports: InstrumentationPorts,
): AttributeImpl {
  // Only a look-up by key can be put off until the old value's history is asked for without loss.
  const deferredHistory = !property.activeHistory && (property.direction !== "many-to-one" || !property.useGet);
  const options = {
    property,
    className: mapper.className,
    trackParent: property.singleParent || property.direction === "one-to-many",
    activeHistory: property.activeHistory,
    deferredHistory,
    sendModifiedEvents: !property.viewonly,
  };
  const attribute =
    ports.special(property, options) ??
    (property.uselist
      ? new CollectionAttribute(options, ports.collectionKind(property) ?? LIST)
      : new ObjectAttribute(options));
  attribute.loader = ports.loader(attribute, mapper);
  if (property.singleParent) validateSingleParent(attribute, property);
  ports.validate(attribute, property, mapper);
  ports.trackCascades(attribute, property);
  if (property.backPopulates !== null && property.effectiveSyncBackref) {
    listenForBackref(attribute, property.backPopulates, property.uselist);
  }
  return attribute;
}

function defineAccessor(mapper: Mapper, attribute: AttributeImpl): void {
  Object.defineProperty(mapper.class_.prototype, attribute.key, {
    configurable: true,
    enumerable: true,
    get(this: object): unknown {
      const state = instanceState(this);
      // What is never held in memory is made anew for each reading.
      const value = attribute.dynamic ? undefined : state.values[attribute.slot];
      return value === undefined ? attribute.get(state) : value;
    },
    set(this: object, value: unknown) {
      attribute.set(instanceState(this), value === undefined ? null : value);
    },
  });
}
