import type { BuildTarget, EntitySetup } from "./build-target.ts";
import { setupColumn } from "./strategies/column.ts";
import { setupRelationship } from "./strategies/dispatch.ts";

/** Adds an entity's columns and eager loads to a statement, attribute by attribute. */
export function setupEntity(build: BuildTarget, setup: EntitySetup): void {
  const { mapper, discriminator = null, polymorphicMappers = [] } = setup;
  const given = polymorphicMappers.length > 0 ? polymorphicMappers : mapper.withPolymorphicMappers;
  for (const property of mapper.polymorphicProps(given)) {
    if (setup.onlyLoad !== null && !setup.onlyLoad.has(property.key)) continue;
    if (property.kind === "relationship") setupRelationship(property, build, setup);
    else setupColumn(property, build, setup);
  }
  if (discriminator !== null && discriminator !== mapper.polymorphicOn) {
    build.appendColumn(setup.adapter?.column(discriminator) ?? discriminator, setup.collection);
  }
}
