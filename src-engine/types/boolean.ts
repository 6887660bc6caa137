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
} from "./type-engine.ts";

export interface BooleanOptions {
  /** Adds a CHECK constraint where the database has no boolean of its own. */
  readonly createConstraint?: boolean;
  readonly name?: string | null;
}

export class BooleanType extends TypeEngine<boolean> {
  readonly visitName: string = "boolean";
  readonly affinity = "boolean";
  readonly createConstraint: boolean;
  readonly name: string | null;

  constructor(options: BooleanOptions = {}) {
    super();
    this.createConstraint = options.createConstraint ?? false;
    this.name = options.name ?? null;
  }

  protected override reprParts(): string[] {
    const parts = this.createConstraint ? ["create_constraint=True"] : [];
    if (this.name !== null) parts.push(`name=${repr(this.name)}`);
    return parts;
  }

  override ownLiteralProcessor(dialect: TypeDialect): LiteralProcessor {
    return (value) => {
      const strict = strictBoolean(value);
      return dialect.booleanLiterals[strict ? 0 : 1];
    };
  }

  override ownBindProcessor(): BindProcessor {
    return (value) => {
      const strict = strictBoolean(value);
      return strict === null ? null : Number(strict);
    };
  }

  override ownResultProcessor(dialect: TypeDialect): ResultProcessor<boolean> | null {
    if (dialect.supportsNativeBoolean) return null;
    return (value) => (value === null ? null : value !== 0 && value !== 0n && value !== false);
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return a === b || ((a === 1 || a === 0) && (a === 1) === b) || ((b === 1 || b === 0) && (b === 1) === a);
  }
}

/** Takes null, true, false, 0 and 1; raises what Python raises for the rest. */
function strictBoolean(value: unknown): boolean | null {
  if (value === null || value === undefined) return null;
  if (value === true || value === 1 || value === 1n) return true;
  if (value === false || value === 0 || value === 0n) return false;
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) {
    throw new BuiltinError("ValueError", `Value ${repr(value)} is not None, True, or False`);
  }
  throw new BuiltinError("TypeError", `Not a boolean value: ${repr(value)}`);
}

export class BooleanSqlType extends BooleanType {
  override readonly visitName = "BOOLEAN";
}

export class MatchTypeType extends BooleanType {}

const BooleanCallable = callable(BooleanType);

export { BooleanCallable as Boolean };
export const BOOLEAN = callable(BooleanSqlType);
export const BOOLEAN_TYPE = new BooleanType();
export const MATCH_TYPE = new MatchTypeType();

registerDefaultType("boolean", () => BOOLEAN_TYPE);
