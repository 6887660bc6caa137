/** Ties the rooms of the ORM together: mapping tells instrumentation, which asks loading and cascades. */
import { trackCascades } from "../cascade/track-cascades.ts";
import { stringify } from "../compiler/stringify.ts";
import { provideStatementPreparation } from "../connection/execute.ts";
import { InvalidRequestError } from "../errors.ts";
import { isHeard } from "../events/listeners.ts";
import type { AttributeImpl } from "../instrumentation/attribute.ts";
import { enterListeners } from "../instrumentation/attribute-events.ts";
import { type InstrumentationPorts, implOf, instrument, managerOf } from "../instrumentation/class-manager.ts";
import { collectionKindOf } from "../instrumentation/collection-kinds.ts";
import { stateText } from "../instrumentation/naming.ts";
import { INIT_OK, NO_VALUE, PASSIVE_NO_FETCH, PASSIVE_NO_RESULT, PASSIVE_OFF } from "../instrumentation/passive.ts";
import { setPolymorphicIdentity } from "../instrumentation/polymorphic-identity.ts";
import { type InstanceState, instanceState, type StateAttribute, stateOf } from "../instrumentation/state.ts";
import { loadExpired } from "../loading/expired.ts";
import { loaderFor } from "../loading/loader-for.ts";
import { type InstancePort, setInstancePort } from "../mapping/instance-port.ts";
import type { Mapper } from "../mapping/mapper.ts";
import { fireMapperEvent } from "../mapping/mapper-events.ts";
import { wireReflection } from "../reflection/inspector.ts";
import { type ColumnElement, provideBuilders } from "../sql/element.ts";
import { trace } from "../trace/recorder.ts";
import { setWarningSink } from "../types/warnings.ts";
import { compileText } from "./compile-for.ts";
import { ObjectImages } from "./object-images.ts";
import { asSent, withPlainSelects } from "./orm-select.ts";
import { collectionNotHeld } from "./unheld-collections.ts";

const ports: InstrumentationPorts = {
  loader: loaderFor,
  special: collectionNotHeld,
  collectionKind: (property) => collectionKindOf(property.collectionClass),
  trackCascades,
  validate: (attribute, property, mapper) => enterListeners(attribute, property, mapper.class_),
  loadExpired,
};

const instances: InstancePort = {
  mapperConfigured(mapper) {
    instrument(mapper, ports);
  },
  instanceMade(instance, mapper, values) {
    setPolymorphicIdentity(managerOf(mapper).attach(instance));
    if (isHeard("init")) fireMapperEvent(mapper, "init", [instance, [], values]);
  },
  mapperOfInstance(value) {
    return stateOf(value)?.mapper ?? null;
  },
  columnValue(instance, mapper, column) {
    return laterValue(instanceState(instance), mapper, column);
  },
  hasLoaded(instance, attributes) {
    const { manager, values } = instanceState(instance);
    return attributes.every((key) => {
      const slot = manager.byKey.get(key)?.slot;
      return slot !== undefined && values[slot] !== undefined;
    });
  },
  isPersistent: (instance) => instanceState(instance).key !== null,
  primaryKeyOf(instance, mapper) {
    const state = instanceState(instance);
    return mapper.primaryKey.map((column) => valueNow(columnAttribute(state, mapper, column).get(state, PASSIVE_OFF)));
  },
};

/**
 * A function that reads a column's value when a statement is executed. Where it can't be read any more, the object being
 * detached since, it gives the last value known.
 */
function laterValue(state: InstanceState, mapper: Mapper, column: ColumnElement): () => unknown {
  const attribute = columnAttribute(state, mapper, column);
  state.trackLastKnownValue(attribute);
  const lastKnown = state.lastKnownValues as Map<StateAttribute, unknown>;
  return () => {
    const current = attribute.get(state, state.persistent ? PASSIVE_OFF : PASSIVE_NO_FETCH ^ INIT_OK);
    const readable = current !== NO_VALUE && current !== PASSIVE_NO_RESULT;
    const value = readable ? current : lastKnown.get(attribute);
    if (value === NO_VALUE) {
      const why =
        current === NO_VALUE
          ? "no value has been set for this column"
          : "the object is detached and the value was expired";
      throw new InvalidRequestError(`Can't resolve value for column ${column} on object ${stateText(state)}; ${why}`);
    }
    if (value === null) {
      trace.warn(
        `Got None for value of column ${column}; this is unsupported for a relationship comparison and will not currently produce an IS comparison (but may in a future release)`,
      );
    }
    return value;
  };
}

function columnAttribute(state: InstanceState, mapper: Mapper, column: ColumnElement): AttributeImpl {
  return implOf(state, mapper.propertyByColumn(column));
}

function valueNow(value: unknown): unknown {
  return value === undefined || typeof value === "symbol" ? null : value;
}

/** Ties the rooms together; done once, before any class is configured. */
export function wire(): void {
  trace.setDescriber(new ObjectImages());
  setInstancePort(instances);
  wireReflection();
  provideStatementPreparation(withPlainSelects);
  provideBuilders({ stringify: (node) => stringify(asSent(node)), compile: compileText });
  setWarningSink(({ message, category, code }) => trace.warn(message, { category, code }));
}
