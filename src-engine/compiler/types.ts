/** The names of types in DDL and CAST. */
import { CompileError } from "../errors.ts";
import { TypeDecorator } from "../types/decorator.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { UserDefinedType } from "../types/user-defined.ts";
import type { Dialect, TypeVisitors } from "./dialect.ts";

interface Sized {
  readonly length?: number | null;
  readonly collation?: string | null;
}

interface Precise {
  readonly precision?: number | null;
  readonly scale?: number | null;
}

const plain = (name: string) => () => name;

const sized =
  (name: string) =>
  (type: TypeEngine): string => {
    const { length, collation } = type as TypeEngine & Sized;
    return name + (length ? `(${length})` : "") + (collation ? ` COLLATE "${collation}"` : "");
  };

const precise =
  (name: string) =>
  (type: TypeEngine): string => {
    const { precision, scale } = type as TypeEngine & Precise;
    if (precision == null) return name;
    return scale == null ? `${name}(${precision})` : `${name}(${precision}, ${scale})`;
  };

/** How standard SQL writes types; dialects replace single ones. */
export const STANDARD_TYPES: TypeVisitors = {
  integer: plain("INTEGER"),
  small_integer: plain("SMALLINT"),
  big_integer: plain("BIGINT"),
  INTEGER: plain("INTEGER"),
  SMALLINT: plain("SMALLINT"),
  BIGINT: plain("BIGINT"),
  numeric: precise("NUMERIC"),
  NUMERIC: precise("NUMERIC"),
  DECIMAL: precise("DECIMAL"),
  float: plain("FLOAT"),
  FLOAT: plain("FLOAT"),
  REAL: plain("REAL"),
  double: plain("DOUBLE"),
  DOUBLE: plain("DOUBLE"),
  DOUBLE_PRECISION: plain("DOUBLE PRECISION"),
  string: sized("VARCHAR"),
  unicode: sized("VARCHAR"),
  enum: sized("VARCHAR"),
  text: sized("TEXT"),
  unicode_text: sized("TEXT"),
  VARCHAR: sized("VARCHAR"),
  NVARCHAR: sized("NVARCHAR"),
  CHAR: sized("CHAR"),
  NCHAR: sized("NCHAR"),
  TEXT: sized("TEXT"),
  CLOB: plain("CLOB"),
  boolean: plain("BOOLEAN"),
  BOOLEAN: plain("BOOLEAN"),
  date: plain("DATE"),
  DATE: plain("DATE"),
  time: plain("TIME"),
  TIME: plain("TIME"),
  datetime: plain("DATETIME"),
  DATETIME: plain("DATETIME"),
  TIMESTAMP: plain("TIMESTAMP"),
  interval: plain("DATETIME"),
  large_binary: plain("BLOB"),
  BLOB: plain("BLOB"),
  BINARY: sized("BINARY"),
  VARBINARY: sized("VARBINARY"),
  JSON: plain("JSON"),
  UUID: plain("UUID"),
  uuid: (type, dialect) =>
    dialect.supportsNativeUuid && (type as TypeEngine & { nativeUuid?: boolean }).nativeUuid !== false
      ? "UUID"
      : "CHAR(32)",
};

/** A type as it is written on a dialect. */
export function renderType(given: TypeEngine, dialect: Dialect): string {
  const type = given.variantFor(dialect);
  if (type instanceof TypeDecorator) return renderType(type.loadDialectImpl(dialect), dialect);
  if (type instanceof UserDefinedType) return type.columnSpecification();
  const render = dialect.types[type.visitName];
  if (render) return render(type, dialect);
  if (type.isNull) {
    throw new CompileError("Can't generate DDL for NullType(); did you forget to specify a type on this Column?");
  }
  throw new CompileError(`Compiler can't render element of type ${type.constructor.name}`);
}
