import type { Mapper } from "../mapping/mapper.ts";
import { reprTuple } from "../types/repr.ts";

/**
 * The identity of a persistent object: the base class of its hierarchy and its primary key. `hash` is equal for two keys
 * of one mapper exactly when the database would call their values equal, as each column's type decides.
 */
export interface IdentityKey {
  /** The base mapper of the hierarchy. */
  readonly mapper: Mapper;
  readonly identity: readonly unknown[];
  readonly hash: string | number;
}

/** Builds the key for primary key values given in the order of the mapper's key columns. */
export function identityKey(mapper: Mapper, values: readonly unknown[]): IdentityKey {
  const base = mapper.identityMapper;
  return { mapper: base, identity: values, hash: hashOf(mapper, values) };
}

function hashOf(mapper: Mapper, values: readonly unknown[]): string | number {
  const columns = mapper.primaryKey;
  if (values.length === 1) return hashValue(columns[0]?.type, values[0]);
  return JSON.stringify(values.map((value, i) => hashValue(columns[i]?.type, value)));
}

interface HashingType {
  identityKey(value: unknown): string | number;
}

function hashValue(type: HashingType | undefined, value: unknown): string | number {
  if (value === null || value === undefined) return "null";
  return type === undefined ? String(value) : type.identityKey(value);
}

/** As the reference prints an identity key in error texts: `(<class '__main__.User'>, (1,), None)`. */
export function identityKeyText(key: IdentityKey): string {
  return `(<class '${moduleOf(key.mapper)}.${key.mapper.className}'>, ${reprTuple(key.identity)}, None)`;
}

/** The module that class texts name. */
export function moduleOf(mapper: Mapper): string {
  return mapper.registry.module;
}
