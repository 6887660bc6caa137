import { describe, expect, test } from "vitest";
import { parseFrameMessage, parseWorkerMessage } from "./parse.ts";
import { fromWire, toWire } from "./wire.ts";

const statement = {
  seq: 1,
  line: 3,
  type: "statement",
  sql: "SELECT ?",
  kind: "select",
  table: null,
  params: [[1]],
  many: false,
  rows: [{ object: null, causes: [1] }],
  cause: 1,
  flush: null,
  rowCount: 1,
  durationMs: 0.1,
  error: null,
  source: 0,
};
const trace = (events: readonly unknown[]): string => JSON.stringify({ type: "trace", run: 1, events });

describe("messages of the worker", () => {
  test("a trace comes through as it was sent, its parameters decoded", () => {
    const params = [[{ $int: "9007199254740993" }, { $bytes: "01ff" }, { $real: "Infinity" }, null, "x", 1.5]];
    const message = parseWorkerMessage(trace([{ ...statement, params }]));
    expect(message).toEqual({
      type: "trace",
      run: 1,
      events: [
        {
          ...statement,
          params: [[9007199254740993n, new Uint8Array([1, 255]), Number.POSITIVE_INFINITY, null, "x", 1.5]],
        },
      ],
    });
  });

  test("what no message has is left out", () => {
    expect(parseWorkerMessage('{"type":"ready","more":1}')).toEqual({ type: "ready" });
  });

  test.each([
    ["no JSON", "{"],
    ["no object", '"ready"'],
    ["an unknown type", '{"type":"eval","code":"1"}'],
    ["a run that is no number", JSON.stringify({ type: "trace", run: "1", events: [] })],
    ["an unknown event", trace([{ ...statement, type: "html" }])],
    ["an event without its place", trace([{ ...statement, seq: undefined }])],
    ["SQL that is no text", trace([{ ...statement, sql: {} }])],
    ["a text beyond all measure", trace([{ ...statement, sql: "x".repeat(1_000_000) }])],
    ["an odd number of digits for bytes", trace([{ ...statement, params: [[{ $bytes: "0" }]] }])],
    ["an integer that is none", trace([{ ...statement, params: [[{ $int: "1e9" }]] }])],
    ["too many events at once", trace(Array.from({ length: 501 }, () => statement))],
    [
      "an outcome that only the page gives",
      JSON.stringify({ type: "finished", run: 1, result: { outcome: "stopped" } }),
    ],
  ])("%s is none", (_, text) => {
    expect(parseWorkerMessage(text)).toBeNull();
  });
});

test("messages of the frame are of four kinds", () => {
  expect(parseFrameMessage({ type: "pong", id: 1 })).toEqual({ type: "pong", id: 1 });
  expect(parseFrameMessage({ type: "from-worker", text: 1 })).toBeNull();
  expect(parseFrameMessage(null)).toBeNull();
});

test.each([null, "text", 1.5, 9007199254740993n, Number.NEGATIVE_INFINITY, new Uint8Array([0, 16, 255])])(
  "%s crosses and comes back",
  (value) => {
    expect(fromWire(JSON.parse(JSON.stringify(toWire(value))))).toEqual(value);
  },
);
