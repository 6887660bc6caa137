import { BuiltinError } from "../errors.ts";
import { typeName } from "./repr.ts";
import {
  type BindProcessor,
  callable,
  type LiteralProcessor,
  type ResultProcessor,
  TypeEngine,
  type TypeOperator,
} from "./type-engine.ts";

/** Bytes ("LargeBinary"); values are Uint8Array. */
export class LargeBinaryType extends TypeEngine<Uint8Array> {
  readonly visitName: string = "large_binary";
  readonly affinity = "binary";
  readonly length: number | null;

  constructor(length: number | null = null) {
    super();
    this.length = length;
  }

  override ownLiteralProcessor(): LiteralProcessor {
    return (value) => {
      // Fails where the bytes are no text, as the reference does.
      const escaped = [...(value as Uint8Array)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
      const text = decodeURIComponent(escaped);
      return `'${text.replaceAll("'", "''")}'`;
    };
  }

  override ownBindProcessor(): BindProcessor {
    return (value) => {
      if (value === null || value === undefined || value instanceof Uint8Array) return value ?? null;
      if (value instanceof ArrayBuffer) return new Uint8Array(value);
      throw new BuiltinError("TypeError", `memoryview: a bytes-like object is required, not '${typeName(value)}'`);
    };
  }

  override ownResultProcessor(): ResultProcessor<Uint8Array> | null {
    return null;
  }

  override coerceComparedValue(op: TypeOperator | null, value: unknown, valueType: TypeEngine): TypeEngine {
    return typeof value === "string" ? this : super.coerceComparedValue(op, value, valueType);
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (!(a instanceof Uint8Array && b instanceof Uint8Array) || a.length !== b.length) return false;
    return a.every((byte, index) => byte === b[index]);
  }

  override identityKey(value: unknown): string | number {
    return value instanceof Uint8Array ? `b${[...value].join(",")}` : super.identityKey(value);
  }
}

export class BlobSqlType extends LargeBinaryType {
  override readonly visitName = "BLOB";
}
export class BinarySqlType extends LargeBinaryType {
  override readonly visitName = "BINARY";
}
export class VarbinarySqlType extends LargeBinaryType {
  override readonly visitName = "VARBINARY";
}

export const LargeBinary = callable(LargeBinaryType);
export const BLOB = callable(BlobSqlType);
export const BINARY = callable(BinarySqlType);
export const VARBINARY = callable(VarbinarySqlType);
