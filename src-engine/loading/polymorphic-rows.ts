import { BuiltinError, InvalidRequestError } from "../errors.ts";
import { type IdentityKey, identityKeyText } from "../instrumentation/identity-key.ts";
import type { Mapper } from "../mapping/mapper.ts";
import type { ColumnElement } from "../sql/element.ts";
import { repr } from "../types/repr.ts";
import type { LoadContext } from "./load-context.ts";
import type { LoaderPlace, RowLoader } from "./load-port.ts";
import { type Row, readColumn } from "./populators.ts";

/** Makes the loader of one class for the rows of a query of another that it inherits from. */
export type LoaderOfClass = (mapper: Mapper) => RowLoader;

interface PolymorphicRows {
  /** Loads rows of the queried class itself. */
  readonly own: RowLoader;
  readonly loadAs: LoaderOfClass;
  readonly keyOf: (row: Row) => IdentityKey | null;
  /** What tells classes apart, where that is not the mapper's own discriminator. */
  readonly discriminator: ColumnElement | null;
}

/** Gives each row to the loader of the class that its discriminator names ("Loading Joined Inheritance"). */
export function polymorphicLoader(place: LoaderPlace, context: LoadContext, rows: PolymorphicRows): RowLoader {
  const { mapper, adapter } = place;
  const { own, loadAs, keyOf } = rows;
  const discriminator = rows.discriminator ?? mapper.polymorphicOn;
  if (discriminator === null) return own;
  const adapted = adapter?.column(discriminator) ?? discriminator;
  const reader = context.plan.reader(adapted);
  const loaders = new Map<unknown, RowLoader | null>();

  const loaderFor = (identity: unknown): RowLoader | null => {
    const sub = mapper.polymorphicMap.get(identity);
    if (sub === undefined) {
      throw new BuiltinError("AssertionError", `No such polymorphic_identity ${repr(identity)} is defined`);
    }
    if (sub === mapper) return own;
    return sub.isa(mapper) ? loadAs(sub) : null;
  };
  const refuse = (row: Row, why: string): null => {
    const key = keyOf(row);
    if (key === null) return null;
    throw new InvalidRequestError(
      `Row with identity key ${identityKeyText(key)} can't be loaded into an object; the polymorphic discriminator column '${adapted}' ${why}`,
    );
  };
  return (row) => {
    const identity = readColumn(reader, row);
    if (identity === null) return refuse(row, "is NULL");
    let loader = loaders.get(identity);
    if (loader === undefined) {
      loader = loaderFor(identity);
      loaders.set(identity, loader);
    }
    if (loader !== null) return loader(row);
    return refuse(
      row,
      `refers to ${mapper.polymorphicMap.get(identity)}, which is not a sub-mapper of the requested ${mapper}`,
    );
  };
}
