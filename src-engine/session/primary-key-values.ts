import { InvalidRequestError } from "../errors.ts";
import type { Mapper } from "../mapping/mapper.ts";

/**
 * The values of a primary key in the order of its columns: given as one value, as a list, or by attribute name.
 * @throws InvalidRequestError where they are too few, too many or of other names
 */
export function primaryKeyValues(mapper: Mapper, identity: unknown): readonly unknown[] {
  const keys = mapper.primaryKey;
  const byName =
    typeof identity === "object" && identity !== null && Object.getPrototypeOf(identity) === Object.prototype
      ? (identity as Readonly<Record<string, unknown>>)
      : null;
  const given = byName !== null ? Object.values(byName) : Array.isArray(identity) ? identity : [identity ?? null];
  if (given.length !== keys.length) {
    throw new InvalidRequestError(
      `Incorrect number of values in identifier to formulate primary key for session.get(); primary key columns are ${keys.map((column) => `'${column}'`).join(",")}`,
    );
  }
  if (byName === null) return given;
  const names = keys.map((column) => mapper.propertyByColumn(column).key);
  return names.map((name) => {
    if (Object.hasOwn(byName, name)) return byName[name];
    throw new InvalidRequestError(
      `Incorrect names of values in identifier to formulate primary key for session.get(); primary key attribute names are ${names.map((each) => `'${each}'`).join(",")} (synonym names are also accepted)`,
    );
  });
}
