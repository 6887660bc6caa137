import { type TypeAffinity, TypeEngine, type TypeOperator } from "./type-engine.ts";

/** A type that the database has under a name of its own ("UserDefinedType"). */
export abstract class UserDefinedType<V = unknown> extends TypeEngine<V> {
  readonly visitName = "user_defined";
  readonly affinity: TypeAffinity = "other";

  /** The type's name in DDL. */
  abstract columnSpecification(): string;

  override coerceComparedValue(_op: TypeOperator | null, _value: unknown, _valueType: TypeEngine): TypeEngine {
    return this;
  }
}
