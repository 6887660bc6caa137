import { describe, expect, test } from "vitest";
import { trace } from "../trace/recorder.ts";
import { CascadeOptions } from "./cascade-options.ts";

describe("CascadeOptions", () => {
  test.each([
    ["save-update, merge", ["save-update", "merge"]],
    ["all, delete-orphan", ["save-update", "merge", "expunge", "delete", "delete-orphan", "refresh-expire"]],
    ["all,delete", ["save-update", "merge", "expunge", "delete", "refresh-expire"]],
    ["none", []],
    ["all, none", []],
    ["", []],
    [
      ["merge", "expunge"],
      ["merge", "expunge"],
    ],
    [null, []],
  ])("%j", (setting, list) => {
    expect(CascadeOptions.parse(setting).list).toEqual(list);
  });

  test("reads each option into a boolean", () => {
    const options = CascadeOptions.parse("all");
    expect(options).toMatchObject({ saveUpdate: true, merge: true, expunge: true, delete: true, refreshExpire: true });
    expect(options.deleteOrphan).toBe(false);
    expect(options.has("delete")).toBe(true);
  });

  test("refuses unknown options, sorted", () => {
    expect(() => CascadeOptions.parse("save_update, merge, all!")).toThrow(
      "Invalid cascade option(s): 'all!', 'save_update'",
    );
  });

  test("warns of delete-orphan without delete", () => {
    const heard: unknown[] = [];
    trace.start((event) => heard.push(event));
    CascadeOptions.parse("save-update, delete-orphan");
    trace.stop();
    expect(heard).toMatchObject([
      { message: "The 'delete-orphan' cascade option requires 'delete'.", category: "SAWarning" },
    ]);
  });

  test("of a viewonly relationship keep what writes nothing", () => {
    expect(CascadeOptions.parse("all, delete-orphan").forViewonly().list).toEqual([
      "merge",
      "expunge",
      "refresh-expire",
    ]);
  });
});
