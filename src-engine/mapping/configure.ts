import { InvalidRequestError } from "../errors.ts";
import { makeUnions } from "./concrete-base.ts";
import { instancePort } from "./instance-port.ts";
import type { Mapper } from "./mapper.ts";
import { setUpRelationship } from "./relationship-setup.ts";

/** What configuration needs of a registry. */
interface Configurable {
  readonly mappers: readonly Mapper[];
}

/** Errors that only repeat what stopped another mapper. */
const repeated = new WeakSet<Error>();

/** Configures each mapper of a registry that is not yet, in the order in which the classes were declared. */
export function configureRegistry(registry: Configurable): void {
  const waiting = registry.mappers.filter((mapper) => !mapper.configured);
  makeUnions(waiting);
  for (const mapper of waiting) {
    if (mapper.configureFailed !== null) {
      const error = new InvalidRequestError(
        "One or more mappers failed to initialize - can't proceed with initialization of other mappers. " +
          `Triggering mapper: '${mapper}'. Original exception was: ${mapper.configureFailed.message}`,
      );
      repeated.add(error);
      throw error;
    }
    if (!mapper.configured) configureMapper(mapper);
  }
  const port = instancePort();
  // A backref may have given a new attribute to a mapper that was configured before.
  if (port !== null) for (const mapper of registry.mappers) port.mapperConfigured(mapper);
}

function configureMapper(mapper: Mapper): void {
  try {
    for (const property of [...mapper.props.values()]) {
      if (property.kind === "relationship" && property.parent === mapper && !property.configureStarted) {
        setUpRelationship(property);
      }
    }
    mapper.configured = true;
  } catch (error) {
    if (error instanceof Error && !repeated.has(error)) mapper.configureFailed = error;
    throw error;
  }
}
