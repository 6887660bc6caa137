import { BuiltinError } from "../errors.ts";
import { refuseWithout } from "./repr.ts";
import {
  type BindProcessor,
  callable,
  type LiteralProcessor,
  type ResultProcessor,
  type TypeDialect,
  TypeEngine,
  type TypeOperator,
} from "./type-engine.ts";

export interface UuidOptions {
  readonly asUuid?: boolean;
  readonly nativeUuid?: boolean;
}

/** A UUID ("Uuid"); its value is the lower-case text with dashes, as JavaScript has no other. */
export class UuidType extends TypeEngine<string> {
  readonly visitName: string = "uuid";
  readonly affinity = "uuid";
  readonly asUuid: boolean;
  readonly nativeUuid: boolean;

  constructor(options: UuidOptions = {}) {
    super();
    this.asUuid = options.asUuid ?? true;
    this.nativeUuid = options.nativeUuid ?? true;
  }

  protected override reprParts(): string[] {
    return [...(this.asUuid ? [] : ["as_uuid=False"]), ...(this.nativeUuid ? [] : ["native_uuid=False"])];
  }

  private native(dialect: TypeDialect): boolean {
    return dialect.supportsNativeUuid && this.nativeUuid;
  }

  override ownBindProcessor(dialect: TypeDialect): BindProcessor | null {
    if (this.native(dialect)) return null;
    return (value) => (value === null || value === undefined ? null : hex(value));
  }

  override ownResultProcessor(dialect: TypeDialect): ResultProcessor<string> | null {
    if (this.native(dialect)) return null;
    return (value) => (value === null ? null : dashed(hex(value)));
  }

  override ownLiteralProcessor(): LiteralProcessor {
    return (value) => `'${hex(value)}'`;
  }

  override coerceComparedValue(op: TypeOperator | null, value: unknown, valueType: TypeEngine): TypeEngine {
    return typeof value === "string" ? this : super.coerceComparedValue(op, value, valueType);
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    return typeof a === "string" && typeof b === "string" && plain(a) === plain(b);
  }

  override identityKey(value: unknown): string | number {
    return typeof value === "string" ? `u${plain(value)}` : super.identityKey(value);
  }
}

const plain = (text: string): string => text.replaceAll("-", "").toLowerCase();

function hex(value: unknown): string {
  if (typeof value !== "string") refuseWithout(value, "hex");
  const text = plain(String(value));
  if (!/^[0-9a-f]{32}$/.test(text)) throw new BuiltinError("ValueError", "badly formed hexadecimal UUID string");
  return text;
}

function dashed(text: string): string {
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class UuidSqlType extends UuidType {
  override readonly visitName = "UUID";
}

export const Uuid = callable(UuidType);
export const UUID = callable(UuidSqlType);
