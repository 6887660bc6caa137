import { describe, expect, it } from "vitest";
import type { ClassFate } from "../../run/class-fates.ts";
import { badgesOf, fateView, subjectAfter } from "./fate-view.ts";
import { fateSentence, reasonWords } from "./fate-words.ts";
import { cascadeValue } from "./settings.ts";

const fate = (className: string, kind: ClassFate["kind"], along: readonly string[] = []): ClassFate => ({
  className,
  isTable: false,
  kind,
  by: "orm",
  reason: along.length > 0 ? "cascade" : "operation",
  path: along.map((step) => ({ along: step, from: step.slice(0, step.indexOf(".")) })),
  when: null,
});

describe("fateView", () => {
  it("lights the way to what does not stay as it is", () => {
    const view = fateView("delete", "User", [
      fate("User", "deleted"),
      fate("Address", "nullified", ["User.addresses"]),
      fate("Photo", "deleted", ["User.albums", "Album.photos"]),
      fate("Group", "untouched", ["User.group"]),
    ]);
    expect([...view.lit]).toEqual([
      ["Album.photos", "deleted"],
      ["User.addresses", "nullified"],
      ["User.albums", "deleted"],
    ]);
    expect([...view.byNode.keys()].toSorted()).toEqual(["class:Address", "class:Group", "class:Photo", "class:User"]);
  });

  it("puts first what has to be seen first, each kind once", () => {
    const view = fateView("delete", "User", [
      fate("Address", "untouched", ["User.a"]),
      fate("Address", "deleted", ["User.b"]),
      fate("Address", "refused", ["User.c"]),
      fate("Address", "deleted", ["User.d"]),
    ]);
    expect(badgesOf(view.byNode.get("class:Address") ?? [])).toEqual(["refused", "deleted", "untouched"]);
  });

  it("knows tables from classes", () => {
    const view = fateView("delete", "User", [{ ...fate("user_tags", "deleted", ["User.tags"]), isTable: true }]);
    expect([...view.byNode.keys()]).toEqual(["table:user_tags"]);
  });
});

describe("the subject", () => {
  const classOf = (object: number) => (object === 1 ? "User" : null);
  const user = { className: "User", object: null };
  it("follows classes and objects, stays while a setting is looked at, and ends with the selection", () => {
    expect(subjectAfter(null, { kind: "class", name: "User" }, classOf)).toEqual(user);
    expect(subjectAfter(null, { kind: "object", object: 1 }, classOf)).toEqual({ className: "User", object: 1 });
    expect(subjectAfter(user, { kind: "object", object: 2 }, classOf)).toBeNull();
    expect(subjectAfter(user, { kind: "edge", relationship: "User.a" }, classOf)).toBe(user);
    expect(subjectAfter(user, { kind: "table", name: "t" }, classOf)).toBe(user);
    expect(subjectAfter(user, { kind: "none" }, classOf)).toBeNull();
    expect(subjectAfter(user, { kind: "statement", statement: 0 }, classOf)).toBeNull();
  });
});

describe("the words of a fate", () => {
  it("say who does what, where and why", () => {
    expect(fateSentence({ ...fate("Address", "deleted", ["User.addresses"]), when: "loaded" }, "delete")).toBe(
      "Address where it is loaded: deleted by the ORM, because User.addresses cascades delete",
    );
    const left: ClassFate = {
      ...fate("logs", "left-to-database", ["logs.user_id"]),
      isTable: true,
      by: "database",
      reason: "on-delete-cascade",
      when: "unloaded",
    };
    expect(fateSentence(left, "delete")).toBe(
      "Rows of logs where it is not loaded: left to the database, because logs.user_id has ON DELETE CASCADE",
    );
  });

  it("name the cascade option that the operation asks", () => {
    const none = { ...fate("A", "untouched", ["User.a"]), reason: "no-cascade" as const };
    expect(reasonWords(none, "add")).toBe("User.a does not cascade save-update");
    expect(reasonWords(none, "refresh")).toBe("User.a does not cascade refresh-expire");
  });
});

describe("cascadeValue", () => {
  it("is what one would write, and nothing for the default", () => {
    expect(cascadeValue(["merge", "save-update"])).toBeNull();
    expect(cascadeValue([])).toBe("none");
    expect(cascadeValue(["save-update", "merge", "refresh-expire", "expunge", "delete", "delete-orphan"])).toBe(
      "all, delete-orphan",
    );
    expect(cascadeValue(["save-update", "delete"])).toBe("save-update, delete");
  });
});
