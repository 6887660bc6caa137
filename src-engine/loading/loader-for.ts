import type { AttributeImpl, AttributeLoader } from "../instrumentation/attribute.ts";
import type { Mapper } from "../mapping/mapper.ts";
import "./expired.ts";
import "./load-run.ts";
import { deferredLoader } from "./strategies/column.ts";
import { raisesOf } from "./strategies/lazy.ts";
import { loadLazily } from "./strategies/lazy-load.ts";

/**
 * What loads an attribute's value when it is read and not there: the attribute's own loading strategy, as far as it works
 * on one object. `null` where a missing value is blank.
 */
export function loaderFor(attribute: AttributeImpl, _mapper: Mapper): AttributeLoader | null {
  const { property } = attribute;
  if (property.kind === "column") return property.deferred ? deferredLoader(property, property.raiseload) : null;
  if (property.lazy === "noload" || property.lazy === "dynamic" || property.lazy === "write_only") return null;
  const raises = raisesOf(property.lazy);
  if (raises === null) return (state, passive) => loadLazily(property, state, passive);
  return (state, passive) => loadLazily(property, state, passive, { raises });
}
