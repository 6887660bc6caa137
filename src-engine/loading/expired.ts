import { DetachedInstanceError, InvalidRequestError, ObjectDeletedError } from "../errors.ts";
import { type IdentityKey, identityKey } from "../instrumentation/identity-key.ts";
import { stateText } from "../instrumentation/naming.ts";
import { NO_AUTOFLUSH } from "../instrumentation/passive.ts";
import type { InstanceState, StateAttribute } from "../instrumentation/state.ts";
import { trace } from "../trace/recorder.ts";
import { loadOnIdent, loadRefresh } from "./identity-load.ts";
import { DEFAULT_LOAD } from "./load-context.ts";
import type { LoadingSession } from "./session-port.ts";
import { provideScalarLoader } from "./strategies/column.ts";
import { subclassColumns } from "./subclass-columns.ts";

/**
 * Loads column attributes of one object: those that have expired, or a deferred one that is read ("Refreshing / Expiring").
 * @throws DetachedInstanceError where the object belongs to no session
 * @throws ObjectDeletedError where its row is gone
 */
export function loadExpired(state: InstanceState, attributes: readonly StateAttribute[], passive: number): void {
  const session = state.session as LoadingSession | null;
  if (session === null) {
    throw new DetachedInstanceError(
      `Instance ${stateText(state)} is not bound to a Session; attribute refresh operation cannot proceed`,
      { code: "bhk3" },
    );
  }
  const { mapper } = state;
  const own = attributes.filter((attribute) => mapper.props.has(attribute.key));
  const columns = subclassColumns(state, own);
  if (columns !== null) {
    const load = { ...DEFAULT_LOAD, autoflush: (passive & NO_AUTOFLUSH) === 0 };
    trace.within(causeOf(state, own), () => loadRefresh(session, columns, state, load));
    return;
  }
  const key = identityOf(state, attributes);
  const incomplete = mapper.allowPartialPks
    ? key.identity.every((value) => value === null)
    : key.identity.includes(null);
  if (incomplete) {
    trace.warn(
      `Instance ${stateText(state)} to be refreshed doesn't contain a full primary key - can't be refreshed (and shouldn't be expired, either).`,
    );
    return;
  }
  const only = attributes.length === 0 ? null : new Set(attributes.map((attribute) => attribute.key));
  const hidden = state.expired ? concreteDiscriminator(state) : null;
  if (hidden !== null) only?.add(hidden);
  const loaded = trace.within(causeOf(state, attributes), () =>
    loadOnIdent(session, mapper, key, {
      refreshState: state,
      onlyLoad: only,
      load: { ...DEFAULT_LOAD, autoflush: (passive & NO_AUTOFLUSH) === 0 },
      by: mapper.className,
    }),
  );
  if (state.key !== null && loaded === null) {
    throw new ObjectDeletedError(
      `Instance '${stateText(state)}' has been deleted, or its row is otherwise not present.`,
    );
  }
}

/** A concrete class's discriminator, where the class above has one: it expires with the whole object, as an attribute of that class. */
function concreteDiscriminator({ mapper }: InstanceState): string | null {
  const { polymorphicOn, inherits, concrete } = mapper;
  if (!concrete || polymorphicOn === null || inherits?.polymorphicOn == null) return null;
  const property = mapper.columnToProperty.get(polymorphicOn.unannotated);
  return property?.kind === "column" && !property.instrumented ? property.key : null;
}

function causeOf(state: InstanceState, attributes: readonly StateAttribute[]) {
  if (!trace.active) return null;
  const attribute = attributes.length === 1 ? `${state.mapper.className}.${attributes[0]?.key}` : null;
  return trace.cause({ kind: "load", why: "expired", object: state.ref(), attribute });
}

/** The object's identity; one that is just being inserted has it in its attributes only. */
function identityOf(state: InstanceState, attributes: readonly StateAttribute[]): IdentityKey {
  if (state.key !== null) return state.key;
  const { mapper } = state;
  const keys = mapper.primaryKey.map((column) => mapper.propertyByColumn(column));
  if (keys.some((property) => attributes.some((attribute) => attribute.key === property.key))) {
    throw new InvalidRequestError(
      `Instance ${stateText(state)} cannot be refreshed - it's not  persistent and does not contain a full primary key.`,
    );
  }
  return identityKey(
    mapper,
    keys.map((property) => state.values[property.slot] ?? null),
  );
}

provideScalarLoader(loadExpired);
