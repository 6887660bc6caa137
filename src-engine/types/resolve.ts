import { Decimal } from "decimal.js";
import { LargeBinary } from "./binary.ts";
import { BOOLEAN_TYPE } from "./boolean.ts";
import { DateTime, Date as DateType, Interval, Time } from "./datetime.ts";
import { NULL_TYPE } from "./null-type.ts";
import { Float, INTEGER_TYPE, NUMERIC_TYPE } from "./numeric.ts";
import { STRING_TYPE } from "./string.ts";
import { isDuration, isPlainDate, isPlainDateTime, isPlainTime } from "./temporal.ts";
import type { TypeEngine } from "./type-engine.ts";

const FLOAT_TYPE = Float();
const BINARY_TYPE = LargeBinary();
const DATETIME_TYPE = DateTime();
const DATE_TYPE = DateType();
const TIME_TYPE = Time();
const INTERVAL_TYPE = Interval();

/** The type that a plain value suggests by itself; NULL_TYPE for what has none. */
export function resolveValueType(value: unknown): TypeEngine {
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? INTEGER_TYPE.resolveForLiteral(value) : FLOAT_TYPE;
    case "bigint":
      return INTEGER_TYPE.resolveForLiteral(value);
    case "string":
      return STRING_TYPE.resolveForLiteral(value);
    case "boolean":
      return BOOLEAN_TYPE;
  }
  if (value === null || value === undefined) return NULL_TYPE;
  if (value instanceof Uint8Array) return BINARY_TYPE;
  if (Decimal.isDecimal(value)) return NUMERIC_TYPE;
  if (value instanceof globalThis.Date || isPlainDateTime(value)) return DATETIME_TYPE;
  if (isPlainDate(value)) return DATE_TYPE;
  if (isPlainTime(value)) return TIME_TYPE;
  if (isDuration(value)) return INTERVAL_TYPE;
  return NULL_TYPE;
}
