/**
 * The root of column types: what a type is to the database (its DDL name), to expressions (its affinity) and to values
 * (conversion, equality, identity). Follows "Base Type API" of SQLAlchemy's documentation.
 */

import { ArgumentError } from "../errors.ts";
import { adaptOperator, type TypeAffinity, type TypeOperator } from "./adaptation.ts";
import { repr } from "./repr.ts";

export type { TypeAffinity, TypeOperator } from "./adaptation.ts";

/** A value as the database driver takes and gives it. */
export type DriverValue = string | number | bigint | null | Uint8Array;

export type BindProcessor = (value: unknown) => DriverValue;
export type ResultProcessor<V = unknown> = (value: unknown) => V | null;
export type LiteralProcessor = (value: unknown) => string;

/** How one dialect converts the values of a whole affinity, where it differs from what the type does by itself. */
export interface TypeImpl {
  bindProcessor(type: TypeEngine, dialect: TypeDialect): BindProcessor | null;
  resultProcessor(type: TypeEngine, dialect: TypeDialect): ResultProcessor | null;
  literalProcessor?(type: TypeEngine, dialect: TypeDialect): LiteralProcessor | null;
}

/** The part of a dialect that types look at. */
export interface TypeDialect {
  readonly name: string;
  /** `name+driver`, as the reference's messages say it. */
  readonly driverName: string;
  readonly supportsNativeBoolean: boolean;
  readonly supportsNativeDecimal: boolean;
  readonly supportsNativeUuid: boolean;
  readonly doublePercents: boolean;
  readonly backslashEscapes: boolean;
  /** How true and false are written as values. */
  readonly booleanLiterals: readonly [string, string];
  readonly typeImpls: Partial<Record<TypeAffinity, TypeImpl>>;
}

/**
 * A column type whose JavaScript value is `V`.
 *
 * Subclasses give `visitName` (the name under which a dialect renders their DDL) and `affinity`, and override the `own…`
 * methods; callers use `bindProcessor`, `resultProcessor` and `literalProcessor`, which let the dialect step in first.
 */
export abstract class TypeEngine<V = unknown> {
  /** Only for inference: the type of values. */
  declare readonly valueType?: V;

  abstract readonly visitName: string;
  abstract readonly affinity: TypeAffinity;

  /** True when null has a meaning of its own as a value (JSON null) and is not replaced by a column's default. */
  shouldEvaluateNone = false;

  /** Set by types that belong to one dialect and bring their own conversion. */
  readonly dialectSpecific: boolean = false;

  private variants: ReadonlyMap<string, TypeEngine<V>> = new Map();

  /** Alias of `affinity` under the name used across the engine. */
  get typeAffinity(): TypeAffinity {
    return this.affinity;
  }

  /** True for the type of an expression whose type is not known. */
  get isNull(): boolean {
    return false;
  }

  /** The type as messages show it: `String(length=50)`. */
  repr(): string {
    return `${this.reprName}(${this.reprParts().join(", ")})`;
  }

  /** The settings that `repr` shows. */
  protected reprParts(): string[] {
    const settings = this as unknown as Readonly<Record<string, unknown>>;
    const shown = REPR_SETTINGS.filter((key) => typeof settings[key] === "number" || typeof settings[key] === "string");
    return shown.map((key) => `${key}=${repr(settings[key])}`);
  }

  /** The type as the default dialect writes it ("TypeEngine.compile"). */
  toString(): string {
    return typeText(this);
  }

  protected get reprName(): string {
    if (this.visitName === "datetime") return "DateTime";
    if (this.visitName === this.visitName.toUpperCase()) return this.visitName;
    return this.visitName.replace(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase());
  }

  /** Types which `+` concatenates. */
  get isConcatenable(): boolean {
    return false;
  }

  /** Returns a type that is `type` on the named dialects and this one elsewhere ("Using UPPERCASE and Backend-specific types for multiple backends"). */
  withVariant(type: TypeInput<V>, ...dialectNames: string[]): this {
    const copy = this.copy();
    const variants = new Map(this.variants);
    for (const name of dialectNames) variants.set(name, toInstance(type));
    copy.variants = variants;
    return copy;
  }

  /** The type that stands for this one on a dialect. */
  variantFor(dialect: { readonly name: string }): TypeEngine {
    return this.variants.get(dialect.name) ?? this;
  }

  /** A shallow copy with the same class and settings. */
  copy(): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this)), this) as this;
  }

  /** Returns a copy for which null is a value ("TypeEngine.evaluates_none"). */
  evaluatesNone(): this {
    const copy = this.copy();
    copy.shouldEvaluateNone = true;
    return copy;
  }

  /** Returns the function that turns a value into what the driver takes, or null where nothing is to do. */
  bindProcessor(dialect: TypeDialect): BindProcessor | null {
    const type = this.variantFor(dialect);
    const impl = type.dialectSpecific ? undefined : dialect.typeImpls[type.affinity];
    return impl ? impl.bindProcessor(type, dialect) : type.ownBindProcessor(dialect);
  }

  /** Returns the function that turns a driver's value into this type's, or null where nothing is to do. */
  resultProcessor(dialect: TypeDialect): ResultProcessor<V> | null {
    const type = this.variantFor(dialect);
    const impl = type.dialectSpecific ? undefined : dialect.typeImpls[type.affinity];
    return (impl ? impl.resultProcessor(type, dialect) : type.ownResultProcessor(dialect)) as ResultProcessor<V> | null;
  }

  /** Returns the function that renders a value as SQL text, or null where the type has no literal form. */
  literalProcessor(dialect: TypeDialect): LiteralProcessor | null {
    const type = this.variantFor(dialect);
    const impl = type.dialectSpecific ? undefined : dialect.typeImpls[type.affinity];
    return impl?.literalProcessor ? impl.literalProcessor(type, dialect) : type.ownLiteralProcessor(dialect);
  }

  ownBindProcessor(_dialect: TypeDialect): BindProcessor | null {
    return null;
  }

  ownResultProcessor(_dialect: TypeDialect): ResultProcessor<V> | null {
    return null;
  }

  ownLiteralProcessor(_dialect: TypeDialect): LiteralProcessor | null {
    return null;
  }

  /** Equality of two values: decides whether setting an attribute is a change. */
  compareValues(a: unknown, b: unknown): boolean {
    return a === b;
  }

  /** A key under which equal values fall together and `1` and `"1"` do not. */
  identityKey(value: unknown): string | number {
    if (typeof value === "number") return value;
    if (typeof value === "string") return `s${value}`;
    if (typeof value === "bigint") return value >= MIN_SAFE && value <= MAX_SAFE ? Number(value) : `i${value}`;
    if (value === null || value === undefined) return "null";
    // In Python True equals 1, as key too.
    if (typeof value === "boolean") return value ? 1 : 0;
    return `o${String(value)}`;
  }

  /** Adjusts this type to the value it was chosen for by kind alone (a long integer becomes BigInteger). */
  resolveForLiteral(_value: unknown): TypeEngine {
    return this;
  }

  /**
   * The type of the other operand when an expression of this type meets a plain value. `valueType` is what the value alone
   * suggests.
   */
  coerceComparedValue(_op: TypeOperator | null, _value: unknown, valueType: TypeEngine): TypeEngine {
    return valueType.isNull || valueType.affinity === this.affinity ? this : valueType;
  }

  /** Operator and type of `this op other`; `+` on strings becomes concatenation. */
  adaptExpression(op: TypeOperator, other: TypeEngine): { readonly op: string; readonly type: TypeEngine } {
    return adaptOperator(this, op, other);
  }

  compareAffinity(other: TypeEngine): boolean {
    return this.affinity === other.affinity;
  }
}

let typeText: (type: TypeEngine) => string = (type) => type.visitName.toUpperCase();

/** Set by the compiler: how a type is written where no database is asked. */
export function provideTypeText(text: (type: TypeEngine) => string): void {
  typeText = text;
}

const REPR_SETTINGS = ["precision", "scale", "length", "collation"] as const;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const MIN_SAFE = BigInt(Number.MIN_SAFE_INTEGER);

/** A type as the API takes it: an instance, or the type's name alone (`Integer`). */
export type TypeInput<V = unknown> = TypeEngine<V> | (new (...args: never[]) => TypeEngine<V>);

/** True for a type or the class of one. */
export function isTypeInput(value: unknown): value is TypeInput {
  if (value instanceof TypeEngine) return true;
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof TypeEngine;
}

/** Returns the instance that a type argument stands for. */
export function toInstance<V>(type: TypeInput<V>): TypeEngine<V> {
  if (type instanceof TypeEngine) return type;
  if (!isTypeInput(type))
    throw new ArgumentError(`A column type such as Integer or String(50) is expected, got ${String(type)}`);
  return new (type as new () => TypeEngine<V>)();
}

type AnyConstructor = abstract new (...args: never[]) => object;

/** A class that can also be called without `new`. */
export type Callable<C extends AnyConstructor> = C & ((...args: ConstructorParameters<C>) => InstanceType<C>);

/** Makes a class callable without `new`, so that types read as in SQLAlchemy: `String(50)`. */
export function callable<C extends AnyConstructor>(target: C): Callable<C> {
  return new Proxy(target, {
    apply: (cls, _self, args) => Reflect.construct(cls as unknown as new () => object, args),
  }) as Callable<C>;
}
