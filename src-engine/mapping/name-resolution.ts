/** What a name in the text of a relationship's option stands for: a class, a table, or a function of the SQL API. */
import { BuiltinError, InvalidRequestError } from "../errors.ts";
import { Table } from "../schema/table.ts";
import { mapperOrNull } from "./class-mapper.ts";
import { unregisteredHint } from "./declarations.ts";
import type { MappedClass, RelationshipProperty } from "./mapper.ts";

export type Named = MappedClass | Table;

/** The class or table of that name; `null` where there is neither. */
export function lookUp(property: RelationshipProperty, name: string, favorTables = false): Named | null {
  const { registry } = property.parent;
  const table = () => registry.metadata.tables.get(name) ?? null;
  return favorTables ? (table() ?? registry.classNamed(name)) : (registry.classNamed(name) ?? table());
}

/**
 * What a relationship's target stands for, given as text: a class, or a dotted path that ends in one.
 * @throws InvalidRequestError where nothing has that name
 */
export function resolveName(property: RelationshipProperty, path: string): unknown {
  const [first = "", ...rest] = path.split(".");
  let found: unknown = lookUp(property, first);
  if (found === null) throw unknownName(property, path, quoted(path));
  for (const part of rest) found = member(property, found, part);
  return found;
}

function member(property: RelationshipProperty, of: unknown, name: string): unknown {
  if (of instanceof Table && (name === "c" || name === "columns")) return of.c;
  const mapper = mapperOrNull(of);
  const found = mapper?.props.get(name);
  if (found === undefined) throw unknownName(property, name, quoted(name));
  return found;
}

/** The error about a name that is not there. `shown` is the name as the reference shows it. */
export function unknownName(property: RelationshipProperty, text: string, shown: string): InvalidRequestError {
  const { parent } = property;
  return new InvalidRequestError(
    `When initializing mapper ${parent}, expression ${quoted(text)} failed to locate a name (${shown}). If this is a class name, ` +
      `consider adding this relationship() to the ${parent.classText} class after both dependent classes have been defined.` +
      unregisteredHint(parent.registry),
  );
}

/** The error about an attribute that is not there. */
export function unknownAttribute(classText: string, name: string): BuiltinError {
  return new BuiltinError("AttributeError", `Class ${classText} does not have a mapped column named '${name}'`);
}

/** A text as Python's `repr` shows it. */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(mark, `\\${mark}`);
  return mark + body + mark;
}
