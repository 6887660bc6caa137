import { defineExpression } from "./class-expressions.ts";
import type { Mapper, MapperProperty } from "./mapper.ts";
import { warn } from "./warnings.ts";

/** Adds an attribute to a mapper and to those that inherit from it, and its expression to their classes. */
export function addProperty(
  mapper: Mapper,
  property: MapperProperty,
  options: { warnForExisting?: boolean } = {},
): void {
  if (options.warnForExisting) warnOfReplacement(mapper, property.key);
  mapper.setProperty(property);
  defineExpression(mapper, property);
  for (const inheriting of mapper.inheriting) {
    if (!inheriting.concrete) addProperty(inheriting, property);
  }
}

function warnOfReplacement(mapper: Mapper, key: string): void {
  const what = mapper.props.has(key)
    ? "an existing ORM-mapped attribute."
    : Object.hasOwn(mapper.class_.prototype, key)
      ? "an existing class-bound attribute of the same name."
      : null;
  if (what === null) return;
  warn(
    `User-placed attribute ${mapper.className}.${key} on ${mapper} is replacing ${what}  Behavior is not fully defined in this ` +
      "case.  This use is deprecated and will raise an error in a future release",
    { category: "SADeprecationWarning" },
  );
}
