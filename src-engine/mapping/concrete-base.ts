/** A class that is selected together with its subclasses, each of which has a table apart ("ConcreteBase"). */
import type { FromClause } from "../sql/element.ts";
import { addDiscriminator } from "./configure-polymorphism.ts";
import type { Mapper } from "./mapper.ts";
import type { MapperOptions } from "./mapper-options.ts";
import { polymorphicUnion } from "./polymorphic-union.ts";

/** The mappers that are selected from a union, with the name of the discriminator in it. */
const discriminators = new WeakMap<Mapper, string>();
/** Those that wait for all their subclasses. */
const waiting = new WeakSet<Mapper>();

/** Lets a class be selected from the union of its and its subclasses' tables, once those are known; its subclasses, too. */
export function planUnion(mapper: Mapper, options: MapperOptions): void {
  const inherited = mapper.inherits === null ? undefined : discriminators.get(mapper.inherits);
  if (inherited === undefined && !options.concreteBase) return;
  discriminators.set(mapper, options.concreteDiscriminatorName ?? inherited ?? "type");
  waiting.add(mapper);
}

/** Makes the unions that wait, before anything of these mappers is configured. */
export function makeUnions(mappers: readonly Mapper[]): void {
  for (const mapper of mappers) {
    const discriminator = discriminators.get(mapper);
    if (discriminator === undefined || !waiting.has(mapper)) continue;
    waiting.delete(mapper);
    if (mapper.withPolymorphic !== null) continue;
    const union = unionOf(mapper.selfAndDescendants, discriminator);
    mapper.selectAlong({ classes: "*", selectable: union });
    const column = union.c.get(discriminator);
    if (column !== undefined) addDiscriminator(mapper, column);
  }
}

function unionOf(mappers: readonly Mapper[], discriminator: string): FromClause {
  const tables = new Map(mappers.map((mapper) => [mapper.polymorphicIdentity, mapper.localTable as FromClause]));
  return polymorphicUnion(tables, discriminator, "pjoin");
}
