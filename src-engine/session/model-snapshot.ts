import { stringDialect } from "../compiler/stringify.ts";
import { renderType } from "../compiler/types.ts";
import { CompileError } from "../errors.ts";
import type { MapperRegistry } from "../mapping/mapper.ts";
import { modelSnapshot as snapshotOf, type TypeText } from "../mapping/snapshot.ts";
import type { ModelSnapshot } from "../trace/events.ts";

/** The mapped classes and tables of a registry as a graph draws them, with types as they are written in no particular database. */
export function modelSnapshot(registry: MapperRegistry): ModelSnapshot {
  return snapshotOf(registry, typeText);
}

const typeText: TypeText = (type) => {
  try {
    return renderType(type, stringDialect);
  } catch (error) {
    // A type that has no SQL of its own is told by its name.
    if (error instanceof CompileError) return type.visitName;
    throw error;
  }
};
