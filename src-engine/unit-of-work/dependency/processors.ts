import type { Mapper, RelationshipProperty } from "../../mapping/mapper.ts";
import type { DependencyProcessor } from "../flush-context.ts";
import { DetectKeySwitch } from "./detect-key-switch.ts";
import { ManyToManyProcessor } from "./many-to-many.ts";
import { ManyToOneProcessor } from "./many-to-one.ts";
import { OneToManyProcessor } from "./one-to-many.ts";

const PROCESSORS: Record<
  RelationshipProperty["direction"],
  new (
    property: RelationshipProperty,
  ) => DependencyProcessor
> = {
  "one-to-many": OneToManyProcessor,
  "many-to-one": ManyToOneProcessor,
  "many-to-many": ManyToManyProcessor,
};

const processors = new WeakMap<RelationshipProperty, DependencyProcessor>();
const keySwitches = new WeakMap<RelationshipProperty, DetectKeySwitch>();

/**
 * The processors that a flush consults for objects of a class: those which watch its keys for referring classes first,
 * then those of its own relationships.
 */
export function* processorsFor(mapper: Mapper): Generator<DependencyProcessor> {
  for (const referring of mapper.registry.mappers) {
    for (const property of referring.relationships) {
      if (property.parent !== referring || property.viewonly || property.direction !== "many-to-one") continue;
      if (mapper.isa(property.mapper)) yield known(keySwitches, property, () => new DetectKeySwitch(property));
    }
  }
  for (const property of mapper.relationships) {
    if (property.viewonly) continue;
    yield known(processors, property, () => new PROCESSORS[property.direction](property));
  }
}

function known<T>(map: WeakMap<RelationshipProperty, T>, property: RelationshipProperty, make: () => T): T {
  let value = map.get(property);
  if (value === undefined) {
    value = make();
    map.set(property, value);
  }
  return value;
}
