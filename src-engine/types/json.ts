/** JSON values ("JSON"): plain values, stored as the text that Python's json module writes. */
import { BuiltinError } from "../errors.ts";
import { isPlainObject, typeName } from "./repr.ts";
import {
  type BindProcessor,
  callable,
  type LiteralProcessor,
  type ResultProcessor,
  TypeEngine,
  type TypeOperator,
} from "./type-engine.ts";

/** Stands for JSON's `null`, where null itself would be SQL's NULL. */
export const JSON_NULL = Symbol("JSON_NULL");

export interface JsonOptions {
  /** Stores null as SQL's NULL instead of JSON's. */
  readonly noneAsNull?: boolean;
}

export class JsonType extends TypeEngine<unknown> {
  readonly visitName: string = "JSON";
  readonly affinity = "json";
  readonly noneAsNull: boolean;

  constructor(options: JsonOptions = {}) {
    super();
    this.noneAsNull = options.noneAsNull ?? false;
    this.shouldEvaluateNone = !this.noneAsNull;
  }

  override get isConcatenable(): boolean {
    return true;
  }

  protected override reprParts(): string[] {
    return this.noneAsNull ? ["none_as_null=True"] : [];
  }

  override ownBindProcessor(): BindProcessor {
    return (value) => {
      if (value === JSON_NULL) return "null";
      if ((value === null || value === undefined) && this.noneAsNull) return null;
      if (isSqlNull(value)) return null;
      return pythonJson(value);
    };
  }

  override ownResultProcessor(): ResultProcessor {
    return (value) => (value === null ? null : globalThis.JSON.parse(String(value)));
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return deepEqual(a, b);
  }
}

/** True for `null_()`, which stands for SQL's NULL beside JSON's. */
const isSqlNull = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "null";

/** The type of a JSON index or path, whose text a dialect decides. */
export class JsonElementType extends TypeEngine<unknown> {
  readonly visitName: string = "JSON";
  readonly affinity = "other";
  readonly part: "index" | "path";

  constructor(part: "index" | "path") {
    super();
    this.part = part;
  }

  override ownBindProcessor(): BindProcessor {
    return (value) => {
      const steps = this.part === "path" ? (value as readonly (string | number)[]) : [value as string | number];
      return `$${steps.map((step) => (typeof step === "number" ? `[${step}]` : `${`."${step}"`}`)).join("")}`;
    };
  }

  override ownLiteralProcessor(): LiteralProcessor {
    const bind = this.ownBindProcessor();
    return (value) => `'${String(bind(value)).replaceAll("'", "''")}'`;
  }

  override coerceComparedValue(_op: TypeOperator | null): TypeEngine {
    return this;
  }
}

/** `json.dumps` of Python: a space after commas and colons, ASCII only. */
export function pythonJson(value: unknown): string {
  if (value === undefined || value === null || value === JSON_NULL) return "null";
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object") {
    if (!isPlainObject(value)) {
      throw new BuiltinError("TypeError", `Object of type ${typeName(value)} is not JSON serializable`);
    }
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries.map(([key, item]) => `${asciiString(key)}: ${pythonJson(item)}`).join(", ")}}`;
  }
  if (typeof value === "string") return asciiString(value);
  if (typeof value === "bigint") return value.toString();
  return globalThis.JSON.stringify(value);
}

function asciiString(value: string): string {
  return globalThis.JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return keys.every((key) => Object.hasOwn(right, key) && deepEqual(left[key], right[key]));
}

const JsonCallable = Object.assign(callable(JsonType), { NULL: JSON_NULL });

export { JsonCallable as JSON };
