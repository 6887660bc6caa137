import type { Mapper, RelationshipProperty } from "../../mapping/mapper.ts";
import { DerivedFromMappings } from "../../mapping/mapping-version.ts";
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
const byMapper = new DerivedFromMappings(() => new WeakMap<Mapper, readonly DependencyProcessor[]>());

/**
 * The processors that a flush consults for objects of a class: those which watch its keys for referring classes first,
 * then those of its own relationships.
 */
export function processorsFor(mapper: Mapper): readonly DependencyProcessor[] {
  return known(byMapper.value, mapper, () => [...keySwitchesFor(mapper), ...relationshipsOf(mapper)]);
}

function* keySwitchesFor(mapper: Mapper): Generator<DependencyProcessor> {
  for (const referring of mapper.registry.mappers) {
    for (const property of referring.relationships) {
      if (property.parent !== referring || property.viewonly || property.direction !== "many-to-one") continue;
      if (!mapper.isa(property.mapper)) continue;
      const processor = known(keySwitches, property, () => new DetectKeySwitch(property));
      if (processor.isNeeded) yield processor;
    }
  }
}

function* relationshipsOf(mapper: Mapper): Generator<DependencyProcessor> {
  for (const property of mapper.relationships) {
    if (!property.viewonly) yield known(processors, property, () => new PROCESSORS[property.direction](property));
  }
}

function known<K extends object, T>(map: WeakMap<K, T>, key: K, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
