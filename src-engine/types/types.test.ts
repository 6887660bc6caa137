import { Decimal } from "decimal.js";
import { describe, expect, test } from "vitest";
import { sqlite } from "../dialects/sqlite.ts";
import { LargeBinary } from "./binary.ts";
import { Boolean as BooleanType } from "./boolean.ts";
import { DateTime, Date as DateType, Interval, Time } from "./datetime.ts";
import { TypeDecorator } from "./decorator.ts";
import { JSON as JsonType } from "./json.ts";
import { Float, Integer, Numeric } from "./numeric.ts";
import { repr } from "./repr.ts";
import { resolveValueType } from "./resolve.ts";
import { Enum, String_ } from "./string.ts";
import { Temporal } from "./temporal.ts";
import type { TypeEngine } from "./type-engine.ts";
import { Uuid } from "./uuid.ts";

/** A value on its way to SQLite. */
const bound = (type: TypeEngine, value: unknown) => {
  const process = type.bindProcessor(sqlite);
  return process ? process(value) : value;
};
/** A value on its way back. */
const loaded = (type: TypeEngine, value: unknown) => {
  const process = type.resultProcessor(sqlite);
  return process ? process(value) : value;
};

describe("values on SQLite", () => {
  test("booleans are 0 and 1, and nothing else", () => {
    expect([true, false, null, 1, 0].map((value) => bound(BooleanType(), value))).toEqual([1, 0, null, 1, 0]);
    expect([1, 0, null].map((value) => loaded(BooleanType(), value))).toEqual([true, false, null]);
    expect(() => bound(BooleanType(), "yes")).toThrow("Not a boolean value: 'yes'");
    expect(() => bound(BooleanType(), 7)).toThrow("Value 7 is not None, True, or False");
  });

  test("dates and times are text with microseconds", () => {
    const moment = Temporal.PlainDateTime.from("2015-10-16T11:55:08.150996");
    expect(bound(DateTime(), moment)).toBe("2015-10-16 11:55:08.150996");
    expect(bound(DateTime(), new Date(Date.UTC(2020, 0, 2, 3, 4, 5)))).toBe("2020-01-02 03:04:05.000000");
    expect(bound(DateTime(), Temporal.PlainDate.from("2020-01-02"))).toBe("2020-01-02 00:00:00.000000");
    expect(String(loaded(DateTime(), "2015-10-16 11:55:08.150996"))).toBe("2015-10-16T11:55:08.150996");
    expect(bound(DateType(), moment)).toBe("2015-10-16");
    expect(bound(Time(), Temporal.PlainTime.from("01:02:03"))).toBe("01:02:03.000000");
    expect(() => bound(DateTime(), "2020-01-01")).toThrow(
      "SQLite DateTime type only accepts Python datetime and date objects as input.",
    );
  });

  test("an interval is a moment after 1970", () => {
    expect(bound(Interval(), Temporal.Duration.from({ days: 1, hours: 2 }))).toBe("1970-01-02 02:00:00.000000");
    expect(String(loaded(Interval(), "1970-01-02 02:00:00.000000"))).toBe("P1DT2H");
  });

  test("decimals travel as floats and come back with the type's scale", () => {
    expect(bound(Numeric(10, 2), new Decimal("12.50"))).toBe(12.5);
    expect((loaded(Numeric(10, 2), 12.5) as Decimal).toFixed()).toBe("12.5");
    expect(loaded(Numeric({ precision: 10, scale: 4, asdecimal: false }), 12.5)).toBe(12.5);
    expect(loaded(Float({ asdecimal: true }), 1.5)).toEqual(new Decimal("1.5"));
    expect(() => bound(Numeric(), "x")).toThrow("could not convert string to float: 'x'");
  });

  test("JSON is what Python writes", () => {
    expect(bound(JsonType(), { a: [1, "é"], b: null })).toBe('{"a": [1, "\\u00e9"], "b": null}');
    expect(bound(JsonType(), null)).toBe("null");
    expect(bound(JsonType({ noneAsNull: true }), null)).toBeNull();
    expect(loaded(JsonType(), '{"a": 1}')).toEqual({ a: 1 });
  });

  test("an enum stores names", () => {
    const color = Enum({ Red: 1, Blue: 2 });
    expect(bound(color, 1)).toBe("Red");
    expect(loaded(color, "Blue")).toBe(2);
    expect(() => loaded(Enum("a", "b"), "z")).toThrow(
      "'z' is not among the defined enum values. Enum name: None. Possible values: a, b",
    );
  });

  test("bytes and UUIDs", () => {
    expect(() => bound(LargeBinary(), "text")).toThrow("memoryview: a bytes-like object is required, not 'str'");
    const text = "12345678-1234-5678-1234-567812345678";
    expect(bound(Uuid(), text)).toBe("12345678123456781234567812345678");
    expect(loaded(Uuid(), "12345678123456781234567812345678")).toBe(text);
  });

  test("a type of the user's own", () => {
    class Shouted extends TypeDecorator<string> {
      readonly impl = String_;
      override processBindParam(value: string | null) {
        return value?.toUpperCase() ?? null;
      }
      override processResultValue(value: unknown) {
        return value === null ? null : `${value}!`;
      }
    }
    expect(bound(new Shouted(), "hey")).toBe("HEY");
    expect(loaded(new Shouted(), "HEY")).toBe("HEY!");
  });
});

describe("equality and identity", () => {
  test("is each type's own", () => {
    expect(Integer().compareValues(5, 5n)).toBe(true);
    expect(Numeric().compareValues(new Decimal("5.0"), 5)).toBe(true);
    expect(DateTime().compareValues(new Date(0), Temporal.PlainDateTime.from("1970-01-01T00:00:00"))).toBe(true);
    expect(JsonType().compareValues({ a: [1] }, { a: [1] })).toBe(true);
    expect(LargeBinary().compareValues(new Uint8Array([1]), new Uint8Array([1]))).toBe(true);
    expect(String_().compareValues("1", 1)).toBe(false);
  });

  test("keys tell numbers from text", () => {
    expect(Integer().identityKey(1)).not.toBe(Integer().identityKey("1"));
    expect(Integer().identityKey(1)).toBe(Integer().identityKey(1n));
    expect(Numeric().identityKey(new Decimal("5.0"))).toBe(Numeric().identityKey(5));
  });
});

describe("what a value suggests", () => {
  test.each([
    [5, "Integer()"],
    [2 ** 31, "BigInteger()"],
    [1.5, "Float()"],
    ["x", "String()"],
    ["é", "Unicode()"],
    [true, "Boolean()"],
    [null, "NullType()"],
    [new Decimal(1), "Numeric()"],
    [new Uint8Array(), "LargeBinary()"],
  ])("%s is %s", (value, type) => {
    expect(resolveValueType(value).repr()).toBe(type);
  });
});

describe("repr", () => {
  test("writes values as Python does", () => {
    expect(repr([1, 1.5, "it's", null, true, { a: "b" }])).toBe(`[1, 1.5, "it's", None, True, {'a': 'b'}]`);
    expect(repr(Temporal.PlainDate.from("2024-01-02"))).toBe("datetime.date(2024, 1, 2)");
    expect(repr(new Uint8Array([97, 0]))).toBe("b'a\\x00'");
  });
});
