/** How MySQL writes types, in DDL and in CAST ("MySQL Data Types"). */
import { literalText } from "../../compiler/compiled.ts";
import type { Dialect, TypeVisitors } from "../../compiler/dialect.ts";
import { renderType, STANDARD_TYPES } from "../../compiler/types.ts";
import { CompileError } from "../../errors.ts";
import { STRING_TYPE } from "../../types/string.ts";
import type { TypeEngine } from "../../types/type-engine.ts";

type Sized = TypeEngine & { readonly length?: number | null; readonly collation?: string | null };
type Precise = TypeEngine & { readonly precision?: number | null; readonly scale?: number | null };

const collated = (type: Sized, text: string): string => (type.collation ? `${text} COLLATE ${type.collation}` : text);

const varying = (name: string) => (type: TypeEngine) => {
  const { length } = type as Sized;
  if (!length) throw new CompileError(`VARCHAR requires a length on dialect mysql`);
  return collated(type as Sized, `${name}(${length})`);
};

const sized = (name: string) => (type: TypeEngine) => {
  const { length } = type as Sized;
  return collated(type as Sized, length ? `${name}(${length})` : name);
};

function float(type: TypeEngine): string {
  const { precision, scale } = type as Precise;
  if (precision == null) return "FLOAT";
  return scale == null ? `FLOAT(${precision})` : `FLOAT(${precision}, ${scale})`;
}

function enumeration(type: TypeEngine, dialect: Dialect): string {
  const { enums = [], nativeEnum } = type as Sized & { enums?: readonly string[]; nativeEnum?: boolean };
  if (nativeEnum === false) return varying("VARCHAR")(type);
  return `ENUM(${enums.map((name) => literalText(STRING_TYPE as TypeEngine, name, dialect)).join(",")})`;
}

export const MYSQL_TYPES: TypeVisitors = {
  ...STANDARD_TYPES,
  string: varying("VARCHAR"),
  unicode: varying("VARCHAR"),
  VARCHAR: varying("VARCHAR"),
  NVARCHAR: varying("NATIONAL VARCHAR"),
  NCHAR: sized("NATIONAL CHAR"),
  CHAR: sized("CHAR"),
  text: sized("TEXT"),
  unicode_text: sized("TEXT"),
  TEXT: sized("TEXT"),
  float,
  FLOAT: float,
  boolean: () => "BOOL",
  BOOLEAN: () => "BOOL",
  large_binary: sized("BLOB"),
  BLOB: sized("BLOB"),
  enum: enumeration,
};

const AS_THEY_ARE: ReadonlySet<string> = new Set(["datetime", "DATETIME", "date", "DATE", "time", "TIME", "DECIMAL"]);

/** The type that CAST takes for a type; null where it takes none. */
export function castType(type: TypeEngine, dialect: Dialect): string | null {
  if (type.affinity === "integer") return "SIGNED INTEGER";
  if (type.visitName === "TIMESTAMP") return "DATETIME";
  if (AS_THEY_ARE.has(type.visitName)) return renderType(type, dialect);
  if (type.visitName === "enum") return null;
  if (type.affinity === "string") return collated(type as Sized, sized("CHAR")({ ...type, collation: null } as never));
  if (type.affinity === "binary") return "BINARY";
  if (type.affinity === "json") return "JSON";
  if (type.visitName === "numeric" || type.visitName === "NUMERIC") {
    return renderType(type, dialect).replace("NUMERIC", "DECIMAL");
  }
  return null;
}
