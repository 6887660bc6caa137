/** Strings ("Generic CamelCase Types": String, Text, Unicode) and Enum. */
import { BuiltinError } from "../errors.ts";
import { registerDefaultType } from "./adaptation.ts";
import { repr } from "./repr.ts";
import {
  type BindProcessor,
  callable,
  type LiteralProcessor,
  type ResultProcessor,
  type TypeDialect,
  TypeEngine,
  type TypeOperator,
} from "./type-engine.ts";

export interface StringOptions {
  readonly length?: number | null;
  readonly collation?: string | null;
}

export class StringType<V = string> extends TypeEngine<V> {
  readonly visitName: string = "string";
  readonly affinity = "string";
  readonly length: number | null;
  readonly collation: string | null;

  constructor(length: number | StringOptions | null = null, collation: string | StringOptions | null = null) {
    super();
    const more = typeof collation === "object" && collation !== null ? collation : { collation };
    const options = typeof length === "object" && length !== null ? length : { ...more, length };
    this.length = options.length ?? null;
    this.collation = options.collation ?? null;
  }

  override get isConcatenable(): boolean {
    return true;
  }

  /** A copy under another collation. */
  withCollation(collation: string): this {
    return Object.assign(this.copy(), { collation });
  }

  override resolveForLiteral(value: unknown): TypeEngine {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins at 0
    return /^[\x00-\x7f]*$/.test(value as string) ? this : UNICODE_TYPE;
  }

  override ownLiteralProcessor(_dialect: TypeDialect): LiteralProcessor {
    return (value) => `'${String(value).replaceAll("'", "''")}'`;
  }
}

export class TextType extends StringType {
  override readonly visitName: string = "text";
}
export class UnicodeType extends StringType {
  override readonly visitName: string = "unicode";
}
export class UnicodeTextType extends TextType {
  override readonly visitName: string = "unicode_text";
}

export interface EnumOptions {
  readonly name?: string | null;
  readonly nativeEnum?: boolean;
  readonly createConstraint?: boolean;
  readonly length?: number | null;
  readonly validateStrings?: boolean;
  readonly valuesCallable?: (members: Readonly<Record<string, unknown>>) => readonly string[];
}

/**
 * A string that is one of several. Given names, values are these strings; given an object (a TypeScript enum, a frozen record),
 * values are its members and the database holds their names.
 */
export class EnumType<V = string> extends StringType<V> {
  override readonly visitName: string = "enum";
  readonly enums: readonly string[];
  readonly name: string | null;
  readonly nativeEnum: boolean;
  readonly createConstraint: boolean;
  readonly validateStrings: boolean;
  private readonly givenLength: number | null;
  private readonly toDatabase = new Map<unknown, string>();
  private readonly fromDatabase = new Map<string, unknown>();

  constructor(...args: (string | Readonly<Record<string, unknown>> | EnumOptions)[]) {
    const last = args.at(-1);
    const hasOptions = args.length > 1 && typeof last === "object";
    const options = (hasOptions ? last : {}) as EnumOptions;
    const given = hasOptions ? args.slice(0, -1) : args;
    const first = given[0];
    let names: readonly string[];
    let objects: readonly unknown[];
    if (given.length === 1 && typeof first === "object") {
      // TypeScript's numeric enums also map back from number to name.
      const entries = Object.entries(first).filter(([key]) => !/^\d+$/.test(key));
      objects = entries.map(([, member]) => member);
      names = options.valuesCallable
        ? options.valuesCallable(Object.fromEntries(entries))
        : entries.map(([name]) => name);
    } else {
      names = given as readonly string[];
      objects = names;
    }
    const longest = Math.max(0, ...names.map((name) => name.length));
    if (typeof options.length === "number" && options.length < longest) {
      throw new BuiltinError(
        "ValueError",
        `When provided, length must be larger or equal than the length of the longest enum value. ${options.length} < ${longest}`,
      );
    }
    super(options.length === undefined ? longest : options.length);
    this.enums = names;
    this.givenLength = options.length ?? null;
    this.name = options.name ?? null;
    this.nativeEnum = options.nativeEnum ?? true;
    this.createConstraint = options.createConstraint ?? false;
    this.validateStrings = options.validateStrings ?? false;
    for (const [index, name] of names.entries()) this.fromDatabase.set(name, objects[index]);
    for (const name of names) this.toDatabase.set(name, name);
    for (const [index, name] of [...names.entries()].reverse()) this.toDatabase.set(objects[index], name);
  }

  private notAmong(value: unknown): BuiltinError {
    return new BuiltinError(
      "LookupError",
      `'${String(value)}' is not among the defined enum values. Enum name: ${this.name ?? "None"}. Possible values: ${this.possible()}`,
    );
  }

  private possible(): string {
    // The reference shows at most four, each cut at eleven characters.
    const cut = (name: string) => (name.length > 11 ? `${name.slice(0, 11)}..` : name);
    const names = this.enums.map(cut);
    if (names.length === 0) return "None";
    return names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")}, ..., ${names.at(-1)}`;
  }

  /** The string stored for a value; raises LookupError for what is no member. */
  databaseValue(value: unknown): string {
    const found = this.toDatabase.get(value);
    if (found !== undefined) return found;
    if (!this.validateStrings && typeof value === "string") return value;
    throw this.notAmong(value);
  }

  protected override reprParts(): string[] {
    const parts = this.enums.map((name) => repr(name));
    if (this.name !== null) parts.push(`name=${repr(this.name)}`);
    if (!this.nativeEnum) parts.push("native_enum=False");
    if (this.createConstraint) parts.push("create_constraint=True");
    if (this.givenLength !== null) parts.push(`length=${this.givenLength}`);
    return parts;
  }

  override ownLiteralProcessor(dialect: TypeDialect): LiteralProcessor {
    const quote = super.ownLiteralProcessor(dialect);
    return (value) => quote(this.databaseValue(value));
  }

  override ownBindProcessor(): BindProcessor {
    return (value) => (value === null ? null : this.databaseValue(value));
  }

  override ownResultProcessor(): ResultProcessor<V> {
    return (value) => {
      if (value === null) return null;
      if (!this.fromDatabase.has(value as string)) throw this.notAmong(value);
      return this.fromDatabase.get(value as string) as V;
    };
  }

  override resolveForLiteral(): TypeEngine {
    return this;
  }

  override adaptExpression(op: TypeOperator, other: TypeEngine): { readonly op: string; readonly type: TypeEngine } {
    const adapted = super.adaptExpression(op, other);
    return adapted.op === "concat_op" ? { op: adapted.op, type: new StringType(this.length) } : adapted;
  }
}

export class VarcharSqlType extends StringType {
  override readonly visitName = "VARCHAR";
}
export class NVarcharSqlType extends UnicodeType {
  override readonly visitName = "NVARCHAR";
}
export class CharSqlType extends StringType {
  override readonly visitName = "CHAR";
}
export class NCharSqlType extends UnicodeType {
  override readonly visitName = "NCHAR";
}
export class TextSqlType extends TextType {
  override readonly visitName = "TEXT";
}
export class ClobSqlType extends TextType {
  override readonly visitName = "CLOB";
}

export const String_ = callable(StringType<string>);
export { String_ as String };
export const Text = callable(TextType);
export const Unicode = callable(UnicodeType);
export const UnicodeText = callable(UnicodeTextType);
export const Enum = callable(EnumType<string>);
export const VARCHAR = callable(VarcharSqlType);
export const NVARCHAR = callable(NVarcharSqlType);
export const CHAR = callable(CharSqlType);
export const NCHAR = callable(NCharSqlType);
export const TEXT = callable(TextSqlType);
export const CLOB = callable(ClobSqlType);

export const STRING_TYPE: StringType = new StringType();
export const UNICODE_TYPE: UnicodeType = new UnicodeType();

registerDefaultType("string", () => STRING_TYPE);
