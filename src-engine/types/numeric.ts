/** Integers and numbers ("Generic CamelCase Types": Integer, Numeric, Float, Double). */
import { Decimal } from "decimal.js";
import { BuiltinError } from "../errors.ts";
import { registerDefaultType } from "./adaptation.ts";
import { repr, typeName } from "./repr.ts";
import {
  type BindProcessor,
  callable,
  type LiteralProcessor,
  type ResultProcessor,
  type TypeDialect,
  TypeEngine,
} from "./type-engine.ts";
import { warn } from "./warnings.ts";

export type IntegerValue = number;

export class IntegerType extends TypeEngine<number> {
  readonly visitName: string = "integer";
  readonly affinity = "integer";

  override resolveForLiteral(value: unknown): TypeEngine {
    // As in the reference, what does not fit 32 bits is a BigInteger, bounds included.
    const magnitude = typeof value === "bigint" ? (value < 0n ? -value : value) : Math.abs(value as number);
    return magnitude >= 2 ** 31 ? new BigIntegerType() : this;
  }

  override ownLiteralProcessor(): LiteralProcessor {
    return (value) => String(typeof value === "bigint" ? value : Math.trunc(Number(value)));
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return a === b || (isIntegral(a) && isIntegral(b) && BigInt(a) === BigInt(b));
  }
}

// A boolean is an integer in Python; 5.0 equals 5.
function isIntegral(value: unknown): value is number | bigint | boolean {
  return (
    typeof value === "bigint" || typeof value === "boolean" || (typeof value === "number" && Number.isInteger(value))
  );
}

export class SmallIntegerType extends IntegerType {
  override readonly visitName: string = "small_integer";
}

export class BigIntegerType extends IntegerType {
  override readonly visitName: string = "big_integer";
}

export interface NumericOptions {
  readonly precision?: number | null;
  readonly scale?: number | null;
  readonly decimalReturnScale?: number | null;
  /** Decimals when true (the default of Numeric), numbers otherwise (the default of Float). */
  readonly asdecimal?: boolean;
}

export class NumericType<V = Decimal> extends TypeEngine<V> {
  readonly visitName: string = "numeric";
  readonly affinity = "numeric";
  readonly precision: number | null;
  readonly scale: number | null;
  readonly decimalReturnScale: number | null;
  readonly asdecimal: boolean;

  constructor(options: NumericOptions | number | null = {}, scale: number | null = null, more: NumericOptions = {}) {
    super();
    const given: NumericOptions =
      typeof options === "number" ? { ...more, precision: options, scale } : (options ?? {});
    this.precision = given.precision ?? null;
    this.scale = given.scale ?? null;
    this.decimalReturnScale = given.decimalReturnScale ?? null;
    this.asdecimal = given.asdecimal ?? this.decimalByDefault;
  }

  protected get decimalByDefault(): boolean {
    return true;
  }

  protected override reprParts(): string[] {
    const parts = super.reprParts();
    if (this.asdecimal !== this.decimalByDefault) parts.push(`asdecimal=${repr(this.asdecimal)}`);
    return parts;
  }

  /** Digits after the point of decimals that come back. */
  get effectiveDecimalReturnScale(): number {
    return this.decimalReturnScale ?? this.scale ?? 10;
  }

  override ownLiteralProcessor(): LiteralProcessor {
    return (value) => {
      new Decimal(value as Decimal.Value);
      return Decimal.isDecimal(value) ? value.toString() : repr(value);
    };
  }

  override ownBindProcessor(dialect: TypeDialect): BindProcessor | null {
    if (dialect.supportsNativeDecimal) return null;
    return toFloat;
  }

  override ownResultProcessor(dialect: TypeDialect): ResultProcessor<V> | null {
    if (this.asdecimal) {
      if (dialect.supportsNativeDecimal) return null;
      const scale = this.effectiveDecimalReturnScale;
      return (value) => (value === null ? null : toDecimal(value, scale)) as V | null;
    }
    return dialect.supportsNativeDecimal ? (value) => toFloat(value) as V | null : null;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    return isNumeric(a) && isNumeric(b) && asDecimal(a).equals(asDecimal(b));
  }

  override identityKey(value: unknown): string | number {
    if (Decimal.isDecimal(value)) {
      const number = value.toNumber();
      return asDecimal(number).equals(value) ? number : `d${value.toString()}`;
    }
    return super.identityKey(value);
  }
}

function isNumeric(value: unknown): value is number | bigint | Decimal {
  return typeof value === "number" || typeof value === "bigint" || Decimal.isDecimal(value);
}

function asDecimal(value: number | bigint | Decimal): Decimal {
  return typeof value === "bigint" ? new Decimal(value.toString()) : new Decimal(value);
}

function toFloat(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (Decimal.isDecimal(value)) return value.toNumber();
  if (typeof value === "object") {
    throw new BuiltinError("TypeError", `float() argument must be a string or a real number, not '${typeName(value)}'`);
  }
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isNaN(number) && typeof value === "string" && value.toLowerCase() !== "nan") {
    throw new BuiltinError("ValueError", `could not convert string to float: ${repr(value)}`);
  }
  return number;
}

function toDecimal(value: unknown, scale: number): Decimal {
  if (typeof value === "string") throw new BuiltinError("TypeError", "must be real number, not str");
  if (typeof value === "bigint") return new Decimal(value.toString());
  return new Decimal(new Decimal(value as number).toFixed(scale, Decimal.ROUND_HALF_EVEN));
}

/** Says once per dialect what the reference says when decimals travel as floats. */
export function warnAboutDecimals(dialect: TypeDialect): void {
  warn(
    `Dialect ${dialect.driverName} does *not* support Decimal objects natively, and SQLAlchemy must convert from floating ` +
      "point - rounding errors and other issues may occur. Please consider storing Decimal numbers as strings or " +
      "integers on this platform for lossless storage.",
  );
}

export class FloatType<V = number> extends NumericType<V> {
  override readonly visitName: string = "float";

  constructor(options: NumericOptions | number | null = {}) {
    super(typeof options === "number" ? { precision: options } : options);
  }

  protected override get decimalByDefault(): boolean {
    return false;
  }

  override ownResultProcessor(dialect: TypeDialect): ResultProcessor<V> | null {
    if (this.asdecimal) {
      const scale = this.effectiveDecimalReturnScale;
      return (value) => (value === null ? null : toDecimal(value, scale)) as V | null;
    }
    return dialect.supportsNativeDecimal ? (value) => toFloat(value) as V | null : null;
  }
}

export class DoubleType<V = number> extends FloatType<V> {
  override readonly visitName: string = "double";
}

export class IntegerSqlType extends IntegerType {
  override readonly visitName = "INTEGER";
}
export class SmallIntSqlType extends SmallIntegerType {
  override readonly visitName = "SMALLINT";
}
export class BigIntSqlType extends BigIntegerType {
  override readonly visitName = "BIGINT";
}
export class NumericSqlType extends NumericType {
  override readonly visitName = "NUMERIC";
}
export class DecimalSqlType extends NumericType {
  override readonly visitName = "DECIMAL";
}
export class FloatSqlType extends FloatType {
  override readonly visitName = "FLOAT";
}
export class RealSqlType extends FloatType {
  override readonly visitName = "REAL";
}
export class DoubleSqlType extends DoubleType {
  override readonly visitName = "DOUBLE";
}
export class DoublePrecisionSqlType extends DoubleType {
  override readonly visitName = "DOUBLE_PRECISION";
}

export const Integer = callable(IntegerType);
export type Integer = IntegerType;
export const SmallInteger = callable(SmallIntegerType);
export const BigInteger = callable(BigIntegerType);
export const Numeric = callable(NumericType<Decimal>);
export const Float = callable(FloatType<number>);
export const Double = callable(DoubleType<number>);
export const INTEGER = callable(IntegerSqlType);
export const INT = INTEGER;
export const SMALLINT = callable(SmallIntSqlType);
export const BIGINT = callable(BigIntSqlType);
export const NUMERIC = callable(NumericSqlType);
export const DECIMAL = callable(DecimalSqlType);
export const FLOAT = callable(FloatSqlType);
export const REAL = callable(RealSqlType);
export const DOUBLE = callable(DoubleSqlType);
export const DOUBLE_PRECISION = callable(DoublePrecisionSqlType);

export const INTEGER_TYPE = new IntegerType();
export const NUMERIC_TYPE: NumericType = new NumericType();

registerDefaultType("integer", () => INTEGER_TYPE);
registerDefaultType("numeric", () => NUMERIC_TYPE);
