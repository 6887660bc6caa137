import { describe, expect, it } from "vitest";
import type {
  ClassSnapshot,
  ColumnSnapshot,
  ModelSnapshot,
  RelationshipSnapshot,
} from "../../../src-engine/trace/events.ts";
import { cascadeText, type GraphSide, graphOf } from "../../graph/graph-model.ts";
import { isLeftOut, labelRows, partOf, shapeOf, within } from "../../graph/labels.ts";
import { layOut, sizeOfLabel, sizeOfNode } from "../../graph/layout.ts";
import { deleteEffect, removeEffect } from "./describe.ts";

const key: ColumnSnapshot = {
  name: "id",
  type: "INTEGER",
  primaryKey: true,
  nullable: false,
  unique: false,
  foreignKeys: [],
};
const foreign = (name: string, target: string, nullable = true): ColumnSnapshot => ({
  ...key,
  name,
  primaryKey: false,
  nullable,
  foreignKeys: [{ target, onDelete: null, onUpdate: null }],
});
const relationship = (
  name: string,
  target: string,
  direction: RelationshipSnapshot["direction"],
  extra: Partial<RelationshipSnapshot> = {},
): RelationshipSnapshot => ({
  name,
  target,
  direction,
  uselist: direction !== "many-to-one",
  cascade: ["save-update", "merge"],
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
  ...extra,
});
const mapped = (name: string, table: string, relationships: RelationshipSnapshot[] = []): ClassSnapshot => ({
  name,
  table,
  inherits: null,
  line: null,
  attributes: [],
  relationships,
});

const usersAndAddresses = (extra: Partial<RelationshipSnapshot> = {}, nullable = true): ModelSnapshot => ({
  classes: [
    mapped("User", "users", [
      relationship("addresses", "Address", "one-to-many", {
        reverse: "user",
        pairs: [["users.id", "addresses.user_id"]],
        ...extra,
      }),
    ]),
    mapped("Address", "addresses", [
      relationship("user", "User", "many-to-one", { reverse: "addresses", pairs: [["addresses.user_id", "users.id"]] }),
    ]),
  ],
  tables: [
    { name: "users", columns: [key] },
    { name: "addresses", columns: [key, foreign("user_id", "users.id", nullable)] },
  ],
});

const manyToMany: ModelSnapshot = {
  classes: [
    mapped("Post", "posts", [
      relationship("tags", "Tag", "many-to-many", { reverse: "posts", secondary: "post_tags" }),
    ]),
    mapped("Tag", "tags", [relationship("posts", "Post", "many-to-many", { reverse: "tags", secondary: "post_tags" })]),
  ],
  tables: [
    { name: "posts", columns: [key] },
    { name: "tags", columns: [key] },
    { name: "post_tags", columns: [foreign("post_id", "posts.id"), foreign("tag_id", "tags.id")] },
  ],
};

const selfReferential: ModelSnapshot = {
  classes: [
    mapped("Node", "nodes", [
      relationship("children", "Node", "one-to-many", {
        reverse: "parent",
        pairs: [["nodes.id", "nodes.parent_id"]],
      }),
      relationship("parent", "Node", "many-to-one", {
        reverse: "children",
        pairs: [["nodes.parent_id", "nodes.id"]],
      }),
    ]),
  ],
  tables: [{ name: "nodes", columns: [key, foreign("parent_id", "nodes.id")] }],
};

const parallel: ModelSnapshot = {
  classes: [
    mapped("Customer", "customers", [
      relationship("billing", "Address", "many-to-one", { pairs: [["customers.billing_id", "addresses.id"]] }),
      relationship("shipping", "Address", "many-to-one", { pairs: [["customers.shipping_id", "addresses.id"]] }),
    ]),
    mapped("Address", "addresses"),
  ],
  tables: [
    {
      name: "customers",
      columns: [key, foreign("billing_id", "addresses.id"), foreign("shipping_id", "addresses.id")],
    },
    { name: "addresses", columns: [key] },
  ],
};

describe("graphOf", () => {
  it("draws a relationship and its other side as one line, from the one to the many", () => {
    const { links } = graphOf(usersAndAddresses());
    expect(links).toHaveLength(1);
    expect(links[0]).toMatchObject({
      kind: "relationship",
      source: "class:User",
      target: "class:Address",
      sourceMany: false,
      targetMany: true,
    });
    const [link] = links;
    expect(link?.kind === "relationship" && link.sides.map((side) => side.path)).toEqual([
      "User.addresses",
      "Address.user",
    ]);
  });

  it("draws it the same way round when the many side is declared first", () => {
    const { classes, tables } = usersAndAddresses();
    const { links } = graphOf({ classes: [...classes].reverse(), tables });
    expect(links[0]).toMatchObject({
      source: "class:User",
      target: "class:Address",
      sourceMany: false,
      targetMany: true,
    });
  });

  it("draws an association table with its foreign keys beside the relationship through it", () => {
    const { nodes, links } = graphOf(manyToMany);
    expect(nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ["class:Post", "class"],
      ["class:Tag", "class"],
      ["table:post_tags", "table"],
    ]);
    expect(links.map(({ kind, source, target }) => [kind, source, target])).toEqual([
      ["relationship", "class:Post", "class:Tag"],
      ["foreign-key", "class:Post", "table:post_tags"],
      ["foreign-key", "class:Tag", "table:post_tags"],
    ]);
  });

  it("draws one line for a tree, and one each for parallel relationships", () => {
    expect(graphOf(selfReferential).links.map(({ source, target }) => [source, target])).toEqual([
      ["class:Node", "class:Node"],
    ]);
    expect(graphOf(parallel).links.map(({ id }) => id)).toEqual([
      "relationship:Customer.billing",
      "relationship:Customer.shipping",
    ]);
  });
});

describe("the two layers", () => {
  it("runs each side's cascade from its owner, and the database's from the referenced row", () => {
    const link = graphOf(usersAndAddresses({ cascade: ["delete", "delete-orphan"] }, false)).links[0];
    if (!link) throw new Error("no line");
    expect(labelRows(link, "both")).toMatchObject([
      { layer: "orm", path: "User.addresses", options: ["delete", "delete-orphan"], plain: false, towards: "target" },
      { layer: "orm", path: "Address.user", plain: true, towards: "source" },
      {
        layer: "database",
        path: "addresses.user_id",
        options: ["no ON DELETE"],
        notes: ["NOT NULL"],
        plain: true,
        towards: "target",
      },
    ]);
    expect(labelRows(link, "orm").map(({ path }) => path)).toEqual(["User.addresses", "Address.user"]);
    expect(labelRows(link, "database").map(({ path }) => path)).toEqual(["addresses.user_id"]);
  });

  it("keeps the database's direction where only the many side is declared", () => {
    const [billing] = graphOf(parallel).links;
    expect(billing).toMatchObject({
      source: "class:Address",
      target: "class:Customer",
      sides: [{ path: "Customer.billing", towards: "source" }],
      keys: [{ column: "customers.billing_id", target: "addresses.id", towards: "target" }],
    });
  });

  it("has no key of its own where an association table has them", () => {
    const [link, key] = graphOf(manyToMany).links;
    expect(link && isLeftOut(link, "database")).toBe(true);
    expect(key && isLeftOut(key, "orm")).toBe(true);
    expect(link && isLeftOut(link, "both")).toBe(false);
  });
});

describe("a part of the graph", () => {
  it("is what can be reached in so many steps", () => {
    const graph = graphOf(manyToMany);
    expect([...within(graph, "class:Post", 1)]).toEqual(["class:Post", "class:Tag", "table:post_tags"]);
    const some = partOf(graph, within(graph, "class:Post", 0));
    expect([some.nodes.map(({ id }) => id), some.links]).toEqual([["class:Post"], []]);
  });

  it("has the same shape while only settings change", () => {
    expect(shapeOf(graphOf(usersAndAddresses({ cascade: ["delete"] }, false)))).toBe(
      shapeOf(graphOf(usersAndAddresses())),
    );
    // A label that has outgrown its room would lie over the boxes.
    const longer = { cascade: ["save-update", "merge", "expunge", "delete"], passiveDeletes: true } as const;
    expect(shapeOf(graphOf(usersAndAddresses(longer)))).not.toBe(shapeOf(graphOf(usersAndAddresses())));
    expect(shapeOf(graphOf(manyToMany))).not.toBe(shapeOf(graphOf(usersAndAddresses())));
  });
});

describe("cascadeText", () => {
  it("writes the shortest list that means the same", () => {
    const all = ["delete", "expunge", "merge", "refresh-expire", "save-update"] as const;
    expect(cascadeText([])).toBe("no cascade");
    expect(cascadeText(all)).toBe("all");
    expect(cascadeText([...all, "delete-orphan"])).toBe("all, delete-orphan");
    expect(cascadeText(["merge", "delete", "save-update"])).toBe("save-update, merge, delete");
  });
});

describe("layOut", () => {
  it.each([
    ["one to many", usersAndAddresses()],
    ["many to many", manyToMany],
    ["self-referential", selfReferential],
    ["parallel", parallel],
  ])("keeps boxes and labels apart: %s", (_, model) => {
    const graph = graphOf(model);
    const namesOnly = false;
    for (const flow of ["right", "down"] as const) {
      const { nodes, labels } = layOut(graph, { flow, namesOnly });
      const boxes = [
        ...graph.nodes.map((node) => ({ ...nodes.get(node.id), ...sizeOfNode(node, { namesOnly }) })),
        ...graph.links
          .filter((link) => sizeOfLabel(link, { namesOnly }).width > 0)
          .map((link) => {
            const { width, height } = sizeOfLabel(link, { namesOnly });
            const { x = Number.NaN, y = Number.NaN } = labels.get(link.id) ?? {};
            return { x: x - width / 2, y: y - height / 2, width, height };
          }),
      ];
      for (const [place, one] of boxes.entries()) {
        for (const other of boxes.slice(place + 1)) {
          const { x = Number.NaN, y = Number.NaN } = one;
          const { x: left = Number.NaN, y: top = Number.NaN } = other;
          const apart =
            x + one.width <= left || left + other.width <= x || y + one.height <= top || top + other.height <= y;
          expect(apart, JSON.stringify([flow, one, other])).toBe(true);
        }
      }
    }
  });
});

describe("what a delete does", () => {
  const effect = (model: ModelSnapshot) => deleteEffect(model, sideIn(model, "User.addresses"));

  it("is told from the cascade, the database's share and the column", () => {
    expect(effect(usersAndAddresses())).toBe("Deleting a User sets addresses.user_id to NULL.");
    expect(effect(usersAndAddresses({}, false))).toBe(
      "Deleting a User sets addresses.user_id to NULL, which fails: the column is NOT NULL.",
    );
    expect(effect(usersAndAddresses({ cascade: ["delete"] }))).toBe("Deleting a User deletes its Address rows too.");
    expect(effect(usersAndAddresses({ cascade: ["delete"], passiveDeletes: true }))).toBe(
      "Deleting a User deletes its Address rows too; rows that are not loaded are left to the database.",
    );
    expect(effect(usersAndAddresses({ passiveDeletes: "all" }))).toBe(
      "Deleting a User leaves its Address rows entirely to the database.",
    );
  });

  it("is nothing on the many side, and the links alone for many-to-many", () => {
    const model = usersAndAddresses();
    expect(deleteEffect(model, sideIn(model, "Address.user"))).toBe(
      "Deleting an Address leaves the User it holds alone.",
    );
    expect(deleteEffect(manyToMany, sideIn(manyToMany, "Post.tags"))).toBe(
      "Deleting a Post deletes the rows of post_tags that link it; its Tag rows stay.",
    );
  });

  it("includes orphans where they are deleted", () => {
    const model = usersAndAddresses({ cascade: ["delete", "delete-orphan"] });
    expect(removeEffect(sideIn(model, "User.addresses"))).toBe(
      "An Address taken out of User.addresses is an orphan and is deleted.",
    );
    expect(removeEffect(sideIn(usersAndAddresses(), "User.addresses"))).toBeNull();
  });
});

function sideIn(model: ModelSnapshot, path: string): GraphSide {
  const sides = graphOf(model).links.flatMap((link) => (link.kind === "relationship" ? link.sides : []));
  const side = sides.find((s) => s.path === path);
  if (!side) throw new Error(`No side ${path}`);
  return side;
}

it("shows in the boxes of classes with one table what each of them maps", () => {
  const plain = (name: string): ColumnSnapshot => ({ ...key, name, primaryKey: false });
  const of = (class_: ClassSnapshot, ...names: string[]): ClassSnapshot => ({
    ...class_,
    attributes: names.map((name) => ({ name, column: `staff.${name}` })),
  });
  const model: ModelSnapshot = {
    classes: [
      of(mapped("Employee", "staff"), "id", "kind"),
      { ...of(mapped("Manager", "staff"), "id", "kind", "level"), inherits: "Employee" },
      { ...of(mapped("Engineer", "staff"), "id", "kind", "language"), inherits: "Employee" },
    ],
    tables: [{ name: "staff", columns: [key, plain("kind"), plain("level"), plain("language"), plain("unmapped")] }],
  };
  const columns = graphOf(model).nodes.map(({ title, columns }) => [title, columns.map(({ name }) => name)]);
  expect(columns).toEqual([
    ["Employee", ["id", "kind", "unmapped"]],
    ["Manager", ["level", "unmapped"]],
    ["Engineer", ["language", "unmapped"]],
  ]);
});
