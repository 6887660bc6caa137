import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { fitOf } from "./fit.ts";
import { driverValue, traceEvent } from "./trace-schema.ts";

const plainValue = (value: unknown) => value === null || typeof value === "string" || typeof value === "number";
const fits = fitOf(traceEvent, new Map([[driverValue, plainValue]]));

const object = { id: 1, className: "User", identity: [1] };
const events: readonly Record<string, unknown>[] = [
  { seq: 1, line: null, type: "line" },
  { seq: 2, line: 3, type: "table", name: "users", columns: ["id"], rows: [{ rowid: 1, values: [1, "a", null] }] },
  {
    ...{ seq: 3, line: 3, type: "rows" },
    changes: [{ table: "users", rowid: 1, before: null, after: [1.5], byDatabase: false }],
  },
  { seq: 4, line: 3, type: "state", transition: "pending_to_persistent", object, cause: 1 },
  {
    ...{ seq: 5, line: 3, type: "cause" },
    cause: { id: 1, parent: null, line: 3, kind: "operation", name: "flush", object: null, detail: null },
  },
  {
    ...{ seq: 6, line: 3, type: "objects" },
    images: [
      {
        ...{ object, state: "persistent", dirty: false, doomed: false },
        attributes: [{ name: "a", kind: "column", status: "loaded", value: ["'x'"], size: 0, history: null }],
      },
    ],
  },
];

test("what is as the schema gives it back fits", () => {
  for (const event of events) {
    expect(v.parse(traceEvent, event)).toEqual(event);
    expect(fits(event)).toBe(true);
  }
});

test("what is to be decoded, or has more than it should, is left to the schema", () => {
  const [line, table] = events;
  expect(fits({ ...line, more: 1 })).toBe(false);
  expect(fits({ ...table, rows: [{ rowid: 1, values: [{ $int: "1" }] }] })).toBe(false);
  expect(fits(JSON.parse('{"__proto__":{"seq":1},"line":null,"type":"line"}'))).toBe(false);
});

/** Puts anything in some place of a value. */
const spoilt = (value: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0.5, 1e300, "x".repeat(1_001), true)) },
    ...(typeof value === "object" && value !== null && Object.keys(value).length > 0
      ? [
          {
            weight: 4,
            arbitrary: fc
              .constantFrom(...Object.keys(value))
              .chain((key) =>
                spoilt((value as Record<string, unknown>)[key]).map((held) =>
                  Array.isArray(value) ? value.with(Number(key), held) : { ...value, [key]: held },
                ),
              ),
          },
        ]
      : []),
  );

test("nothing fits that the schema does not take, or gives back otherwise", () => {
  fc.assert(
    fc.property(fc.constantFrom(...events).chain(spoilt), (value) => {
      const parsed = v.safeParse(traceEvent, value);
      if (fits(value)) expect(parsed).toMatchObject({ success: true, output: value });
      else if (parsed.success) expect(JSON.stringify(value)).toContain("$");
    }),
    { numRuns: 2_000 },
  );
});
