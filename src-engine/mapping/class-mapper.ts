import { UnmappedClassError } from "../errors.ts";
import type { MappedClass, Mapper } from "./mapper.ts";

const mappers = new WeakMap<MappedClass, Mapper>();
/** Makes the mapper of a class that is declared but not registered yet; `declarative.ts` hands it in. */
let declare: (cls: MappedClass) => Mapper | null = () => null;

export function setClassDeclarer(declarer: (cls: MappedClass) => Mapper | null): void {
  declare = declarer;
}

export function enterMapper(cls: MappedClass, mapper: Mapper): void {
  mappers.set(cls, mapper);
}

/** Forgets a class's mapper, when its registry is disposed. */
export function removeMapper(cls: MappedClass): void {
  mappers.delete(cls);
}

/** The mapper of a class, or `null` where it has none. A class that is declared but not registered is registered by this. */
export function mapperOrNull(cls: unknown): Mapper | null {
  if (typeof cls !== "function") return null;
  return mappers.get(cls) ?? declare(cls);
}

/**
 * The mapper of a class.
 * @throws UnmappedClassError where the class is not mapped
 */
export function mapperOf(cls: unknown): Mapper {
  const mapper = mapperOrNull(cls);
  if (mapper === null) throw new UnmappedClassError(`Class '${classPath(cls)}' is not mapped`);
  return mapper;
}

/** `scenario.User`: the class with the module that the reference would show. */
export function classPath(cls: unknown, module = "__main__"): string {
  return typeof cls === "function" ? `${module}.${Object.hasOwn(cls, "name") ? String(cls.name) : "?"}` : String(cls);
}
