/** How Oracle writes types ("Oracle Database Data Types"). */
import type { TypeVisitors } from "../../compiler/dialect.ts";
import { STANDARD_TYPES } from "../../compiler/types.ts";
import { ArgumentError } from "../../errors.ts";
import type { TypeEngine } from "../../types/type-engine.ts";

type Sized = TypeEngine & { readonly length?: number | null };
type Precise = TypeEngine & { readonly precision?: number | null };

/** Lengths count characters, save those of the national types, which never count anything else. */
const varying =
  (name: string, unit = " CHAR") =>
  (type: TypeEngine): string => {
    const { length } = type as Sized;
    return length ? `${name}(${length}${unit})` : name;
  };

function float(type: TypeEngine): string {
  const { precision } = type as Precise;
  if (!precision) return "FLOAT";
  const name = type.constructor.name;
  throw new ArgumentError(
    `Oracle Database FLOAT types use 'binary precision', which does not convert cleanly from decimal 'precision'.  Please specify this type with a separate Oracle Database variant, such as ${name}(precision=${precision}).with_variant(oracle.FLOAT(binary_precision=${Math.floor(precision / 0.30103)}), 'oracle'), so that the Oracle Database specific 'binary_precision' may be specified accurately.`,
  );
}

function doublePrecision(type: TypeEngine): string {
  const { precision } = type as Precise;
  return precision ? `DOUBLE PRECISION(${precision})` : "DOUBLE PRECISION";
}

export const ORACLE_TYPES: TypeVisitors = {
  ...STANDARD_TYPES,
  string: varying("VARCHAR2"),
  unicode: varying("VARCHAR2"),
  enum: varying("VARCHAR2"),
  VARCHAR: varying("VARCHAR"),
  NVARCHAR: varying("NVARCHAR2", ""),
  text: () => "CLOB",
  unicode_text: () => "CLOB",
  large_binary: () => "BLOB",
  big_integer: () => "NUMBER(19)",
  boolean: () => "SMALLINT",
  float,
  FLOAT: float,
  double: doublePrecision,
  DOUBLE_PRECISION: doublePrecision,
  datetime: () => "DATE",
  interval: () => "INTERVAL DAY TO SECOND",
  TIMESTAMP: (type) => ((type as { timezone?: boolean }).timezone ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP"),
};
