import { describe, expect, it } from "vitest";
import type {
  AttributeImage,
  AttributeValue,
  LifeState,
  ModelSnapshot,
  RelationshipSnapshot,
  TraceEvent,
} from "../../../src-engine/trace/events.ts";
import type { ObjectView } from "../../run/moments/view.ts";
import { emptyRun, fold } from "../../run/run-model.ts";
import { everLinked, linksOf } from "./object-graph.ts";
import { box, placesOf } from "./object-layout.ts";
import {
  filtered,
  inOrder,
  keyAttributes,
  labelsOf,
  objectRows,
  pendingChange,
  spelled,
  summaryOf,
} from "./object-list.ts";

const relationship = (name: string, target: string, more: Partial<RelationshipSnapshot>): RelationshipSnapshot => ({
  name,
  target,
  direction: "one-to-many",
  uselist: true,
  cascade: [],
  secondary: null,
  reverse: null,
  fromBackref: false,
  passiveDeletes: false,
  passiveUpdates: true,
  viewonly: false,
  singleParent: false,
  postUpdate: false,
  lazy: "select",
  pairs: [],
  ...more,
});
const class_ = (name: string, relationships: readonly RelationshipSnapshot[]) => ({
  name,
  table: null,
  inherits: null,
  line: null,
  attributes: [],
  relationships,
});
const schema: ModelSnapshot = {
  classes: [
    class_("User", [relationship("addresses", "Address", { reverse: "user" })]),
    class_("Address", [
      relationship("user", "User", { direction: "many-to-one", uselist: false, reverse: "addresses" }),
    ]),
  ],
  tables: [],
};

const refTo = (id: number, className: string): AttributeValue => ({ ref: { id, className, identity: null } });
const attribute = (
  name: string,
  kind: AttributeImage["kind"],
  value: readonly AttributeValue[],
  history: AttributeImage["history"] = null,
): AttributeImage => ({ name, kind, status: "loaded", value, size: value.length, history });
const object = (
  id: number,
  className: string,
  attributes: readonly AttributeImage[] = [],
  state: LifeState = "persistent",
): ObjectView => ({
  ref: { id, className, identity: state === "persistent" ? [id] : null },
  state,
  dirty: false,
  doomed: false,
  attributes,
  changed: [],
  stateBefore: null,
  appeared: false,
});

describe("the drawing's lines", () => {
  it("are one for both sides of a relationship, from the collection's side", () => {
    const user = object(1, "User", [attribute("addresses", "collection", [refTo(2, "Address")])]);
    const address = object(2, "Address", [attribute("user", "reference", [refTo(1, "User")])]);
    const expected = [{ id: "1 addresses / user 2", source: 1, target: 2, label: "addresses / user", change: null }];
    expect(linksOf(schema, [user, address])).toEqual(expected);
    expect(linksOf(schema, [address, user])).toEqual(expected);
  });

  it("say what a flush adds and removes", () => {
    const user = object(1, "User", [
      attribute("addresses", "collection", [refTo(2, "Address")], {
        added: [refTo(2, "Address")],
        deleted: [refTo(3, "Address")],
      }),
    ]);
    const links = linksOf(schema, [user, object(2, "Address"), object(3, "Address")]);
    expect(links.map(({ target, change }) => [target, change])).toEqual([
      [2, "added"],
      [3, "removed"],
    ]);
  });

  it("leave out what leads to an object that is not shown", () => {
    expect(linksOf(schema, [object(1, "User", [attribute("addresses", "collection", [refTo(2, "Address")])])])).toEqual(
      [],
    );
  });

  it("are gathered over the whole run, whatever became of them later", () => {
    const image = (attributes: readonly AttributeImage[]) => ({
      object: { id: 1, className: "User", identity: null },
      state: "persistent" as const,
      dirty: false,
      doomed: false,
      attributes,
    });
    const events = [
      { type: "objects", images: [image([attribute("addresses", "collection", [refTo(2, "Address")])])] },
      { type: "objects", images: [image([attribute("addresses", "collection", [])])] },
    ].map((body, place) => ({ ...body, seq: place + 1, line: 1 }) as TraceEvent);
    const ever = everLinked({ ...fold(emptyRun, events), schema });
    expect([...ever.links.values()]).toEqual([[1, 2]]);
    expect([...ever.objects]).toEqual([[1, "User"]]);
  });
});

describe("the drawing's places", () => {
  it("put members after what holds them, and no box on another", () => {
    const links: [number, number][] = [
      [1, 2],
      [1, 3],
      [4, 3],
      [5, 5],
    ];
    const places = placesOf([1, 2, 3, 4, 5], links, "right");
    const at = (id: number) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
    for (const [source, target] of links.slice(0, 3)) {
      expect(at(target).x).toBeGreaterThan(at(source).x + box.width);
    }
    const below = placesOf([1, 2], [[1, 2]], "down");
    expect(below.get(2)?.y).toBeGreaterThan((below.get(1)?.y ?? Number.NaN) + box.height);
    const all = [...places.values()];
    const touching = all.filter((one, place) =>
      all
        .slice(place + 1)
        .some((other) => Math.abs(one.x - other.x) < box.width && Math.abs(one.y - other.y) < box.height),
    );
    expect(touching).toEqual([]);
  });
});

describe("the list", () => {
  const objects = [
    object(1, "User"),
    object(2, "User", [], "pending"),
    object(3, "User", [], "pending"),
    object(4, "Address", [], "transient"),
  ];
  const session = { new: [2, 3], dirty: [], deleted: [], identityMap: [1] };

  it("groups objects by state, pending ones first", () => {
    expect(objectRows(objects).map((row) => (row.kind === "group" ? row.state : row.object.ref.id))).toEqual([
      "pending",
      2,
      3,
      "persistent",
      1,
      "transient",
      4,
    ]);
  });

  it("is cut down to a list of the session and a class", () => {
    const ids = (list: "all" | "new" | "identityMap" | "dirty", className: string | null) =>
      filtered(objects, session, { list, className }).map(({ ref }) => ref.id);
    expect(ids("new", null)).toEqual([2, 3]);
    expect(ids("identityMap", null)).toEqual([1]);
    expect(ids("dirty", null)).toEqual([]);
    expect(ids("all", "Address")).toEqual([4]);
    expect(ids("new", "Address")).toEqual([]);
  });

  it("numbers objects that would be called the same", () => {
    expect([...labelsOf(objects).values()]).toEqual(["User#1", "new User (1)", "new User (2)", "new Address"]);
  });

  it("shows a change of a column, not of a collection, as old and new", () => {
    const history = { added: ["'b'"], deleted: ["'a'"] };
    expect(pendingChange(attribute("name", "column", ["'b'"], history))).toEqual({ from: ["'a'"], to: ["'b'"] });
    expect(pendingChange(attribute("name", "column", ["'b'"]))).toBeNull();
    expect(pendingChange(attribute("tags", "collection", ["'b'"], history))).toBeNull();
  });

  it("puts an object's attributes in the order of its class, and knows its key", () => {
    const told: ModelSnapshot = {
      classes: [
        {
          ...class_("User", [relationship("addresses", "Address", {}), relationship("boss", "User", {})]),
          table: "users",
          attributes: [
            { name: "id", column: "users.user_id" },
            { name: "name", column: "users.name" },
          ],
        },
      ],
      tables: [
        {
          name: "users",
          columns: ["user_id", "name"].map((name) => ({
            name,
            type: "INTEGER",
            primaryKey: name === "user_id",
            nullable: false,
            unique: false,
            foreignKeys: [],
          })),
        },
      ],
    };
    const user = object(1, "User", [
      attribute("addresses", "collection", []),
      attribute("name", "column", ["'ed'"]),
      attribute("boss", "reference", ["None"]),
      attribute("id", "column", ["1"]),
    ]);
    expect(inOrder(told, user).map(({ name }) => name)).toEqual(["id", "name", "boss", "addresses"]);
    expect([...keyAttributes(told, "User")]).toEqual(["id"]);
    expect(summaryOf(user)).toBe("name 'ed' · id 1");
    expect(["None", "True", "'None'", "1"].map(spelled)).toEqual(["null", "true", "'None'", "1"]);
  });
});
