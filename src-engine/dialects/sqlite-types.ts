/** How SQLite keeps dates and times: as text ("SQLite: Date and Time Types"). */
import { BuiltinError } from "../errors.ts";
import { repr } from "../types/repr.ts";
import {
  dateToPlain,
  isPlainDate,
  isPlainDateTime,
  isPlainTime,
  type PlainDateTime,
  type PlainTime,
  Temporal,
} from "../types/temporal.ts";
import type { BindProcessor, ResultProcessor, TypeImpl } from "../types/type-engine.ts";

const two = (value: number): string => String(value).padStart(2, "0");

const dateText = (value: { year: number; month: number; day: number }): string =>
  `${String(value.year).padStart(4, "0")}-${two(value.month)}-${two(value.day)}`;

const timeText = (value: PlainTime | PlainDateTime): string => {
  const micro = value.millisecond * 1000 + value.microsecond;
  return `${two(value.hour)}:${two(value.minute)}:${two(value.second)}.${String(micro).padStart(6, "0")}`;
};

const plain = (value: unknown): unknown => (value instanceof Date ? dateToPlain(value) : value);

/** A converter of values that lets null through. */
const binding = (write: (value: unknown) => string): BindProcessor => {
  return (value) => (value === null || value === undefined ? null : write(plain(value)));
};

const writeDateTime = binding((value) => {
  if (isPlainDateTime(value)) return `${dateText(value)} ${timeText(value)}`;
  if (isPlainDate(value)) return `${dateText(value)} 00:00:00.000000`;
  throw new BuiltinError("TypeError", "SQLite DateTime type only accepts Python datetime and date objects as input.");
});

const writeDate = binding((value) => {
  if (isPlainDateTime(value) || isPlainDate(value)) return dateText(value);
  throw new BuiltinError("TypeError", "SQLite Date type only accepts Python date objects as input.");
});

const writeTime = binding((value) => {
  if (isPlainTime(value)) return timeText(value);
  throw new BuiltinError("TypeError", "SQLite Time type only accepts Python time objects as input.");
});

const reading =
  <V>(parse: (text: string) => V): ResultProcessor<V> =>
  (value) => {
    if (value === null) return null;
    try {
      return parse(String(value));
    } catch {
      throw new BuiltinError("ValueError", `Invalid isoformat string: ${repr(String(value))}`);
    }
  };

const impl = (bind: BindProcessor, result: ResultProcessor): TypeImpl => ({
  bindProcessor: () => bind,
  resultProcessor: () => result,
  literalProcessor: () => (value) => `'${bind(value)}'`,
});

export const SQLITE_TYPE_IMPLS = {
  datetime: impl(
    writeDateTime,
    reading((text) => Temporal.PlainDateTime.from(text.replace(" ", "T"))),
  ),
  date: impl(
    writeDate,
    reading((text) => Temporal.PlainDate.from(text)),
  ),
  time: impl(
    writeTime,
    reading((text) => Temporal.PlainTime.from(text)),
  ),
} as const;
