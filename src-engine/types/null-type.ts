import { TypeEngine } from "./type-engine.ts";

/** The type of expressions whose type is not known. */
export class NullTypeType extends TypeEngine<unknown> {
  readonly visitName: string = "null";
  readonly affinity = "null";

  protected override get reprName(): string {
    return "NullType";
  }

  override get isNull(): boolean {
    return true;
  }
}

export const NULL_TYPE = new NullTypeType();

/** The type of a tuple of expressions; knows the types of its members. */
export class TupleTypeType extends TypeEngine<readonly unknown[]> {
  readonly visitName = "tuple";
  readonly affinity = "tuple";
  readonly types: readonly TypeEngine[];

  constructor(types: readonly TypeEngine[]) {
    super();
    this.types = types;
  }

  override coerceComparedValue(): TypeEngine {
    return this;
  }
}

/** The type of a function that returns rows; knows its columns' names once they are given. */
export class TableValueTypeType extends TypeEngine<unknown> {
  readonly visitName = "null";
  readonly affinity = "tablevalue";
}
