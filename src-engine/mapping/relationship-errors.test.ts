import { afterEach, describe, expect, test } from "vitest";
import type { TraceEvent } from "../trace/events.ts";
import { trace } from "../trace/recorder.ts";
import { Integer } from "../types/numeric.ts";
import { type AttributeSpec, backref, column, foreignKey, relationship } from "./attribute-specs.ts";
import { mapperOf } from "./class-mapper.ts";
import { declarativeBase } from "./declarative.ts";
import type { RelationshipOptions } from "./relationship-options.ts";

type Specs = Record<string, AttributeSpec>;

/** Maps `A` (id, x) and `B` (id, a_id → a.id) with further attributes and configures them. */
function mapBoth(a: Specs, b: Specs = {}, options: { foreignKey?: boolean } = {}) {
  const Base = declarativeBase({ module: "scenario" });
  const A = Base.mapped("a", { id: column(Integer, { primaryKey: true }), x: column(Integer), ...a } as Specs, {
    className: "A",
  });
  const key = options.foreignKey === false ? column(Integer) : column(Integer, foreignKey("a.id"));
  const B = Base.mapped("b", { id: column(Integer, { primaryKey: true }), a_id: key, ...b } as Specs, {
    className: "B",
  });
  Base.register(A, B);
  Base.registry.configure();
  return { Base, A: mapperOf(A), B: mapperOf(B) };
}

/** What `A.bs` with these options ends in. */
function failure(options: RelationshipOptions, b: Specs = {}, tables: { foreignKey?: boolean } = {}): string {
  try {
    mapBoth({ bs: relationship("B", options) }, b, tables);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return "no error";
}

function warningsOf(work: () => unknown): string[] {
  const heard: string[] = [];
  trace.start((event: TraceEvent) => {
    if (event.type === "warning") heard.push(event.message);
  });
  work();
  return heard;
}

afterEach(() => trace.stop());

describe("names in text", () => {
  test("that are of no class", () => {
    expect(() => mapBoth({ bs: relationship("Foo") })).toThrow(
      "When initializing mapper Mapper[A(a)], expression 'Foo' failed to locate a name ('Foo'). If this is a class name, consider " +
        "adding this relationship() to the <class 'scenario.A'> class after both dependent classes have been defined.",
    );
    expect(failure({ primaryjoin: "A.id==Foo.x" })).toBe(
      "InvalidRequestError: When initializing mapper Mapper[A(a)], expression 'A.id==Foo.x' failed to locate a name (\"name 'Foo' is " +
        "not defined\"). If this is a class name, consider adding this relationship() to the <class 'scenario.A'> class after both " +
        "dependent classes have been defined.",
    );
    expect(failure({ secondary: "nope" })).toBe(
      "InvalidRequestError: When initializing mapper Mapper[A(a)], expression 'nope' failed to locate a name (\"name 'nope' is not " +
        "defined\"). If this is a class name, consider adding this relationship() to the <class 'scenario.A'> class after both " +
        "dependent classes have been defined.",
    );
  });

  test("that are of no attribute, or of a relationship", () => {
    expect(failure({ primaryjoin: "A.id==B.nope" })).toBe(
      "AttributeError: Class <class 'scenario.B'> does not have a mapped column named 'nope'",
    );
    expect(failure({ orderBy: "B.a" }, { a: relationship("A") })).toBe(
      "InvalidRequestError: Property 'a' is not an instance of ColumnProperty (i.e. does not correspond directly to a Column).",
    );
  });

  test("that are of something else than a class", () => {
    expect(() => mapBoth({ bs: relationship("b") })).toThrow(
      "relationship 'bs' expects a class or a mapper argument (received: <class 'sqlalchemy.sql.schema.Table'>)",
    );
    expect(failure({ secondary: "A" })).toBe(
      "ArgumentError: secondary argument <class 'scenario.A'> passed to to relationship() A.bs must be a Table object or other FROM " +
        "clause; can't send a mapped class directly as rows in 'secondary' are persisted independently of a class that is mapped " +
        "to that same table.",
    );
  });
});

describe("joins", () => {
  test("without a foreign key", () => {
    expect(failure({}, {}, { foreignKey: false })).toBe(
      "NoForeignKeysError: Could not determine join condition between parent/child tables on relationship A.bs - there are no foreign " +
        "keys linking these tables.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or " +
        "specify a 'primaryjoin' expression.",
    );
    expect(failure({ foreignKeys: "A.x" })).toContain("NoForeignKeysError: Could not determine join condition");
    expect(failure({ primaryjoin: "A.id==foreign(B.a_id)" }, {}, { foreignKey: false })).toBe("no error");
  });

  test("with a secondary condition and no secondary table", () => {
    expect(failure({ secondaryjoin: "A.id==B.a_id" })).toBe(
      "ArgumentError: Property A.bs specified with secondary join condition but no secondary argument",
    );
    expect(failure({ backref: backref("a", { secondaryjoin: "A.id==B.id" }) })).toBe(
      "InvalidRequestError: Can't assign 'secondaryjoin' on a backref against a non-secondary relationship.",
    );
  });

  test("whose remote column is the parent's own", () => {
    expect(warningsOf(() => mapBoth({ bs: relationship("B", { remoteSide: "A.id" }) }))).toEqual([
      "Expression a.id is marked as 'remote', but these column(s) are local to the local side.  The remote() annotation is needed " +
        "only for a self-referential relationship where both sides of the relationship refer to the same tables.",
    ]);
  });
});

describe("options", () => {
  test("that exclude each other", () => {
    expect(failure({ viewonly: true, syncBackref: true })).toBe(
      "ArgumentError: sync_backref and viewonly cannot both be True",
    );
    expect(failure({ backref: "a", backPopulates: "a" })).toBe(
      "ArgumentError: backref and back_populates keyword arguments are mutually exclusive",
    );
    expect(failure({ passiveDeletes: "all", cascade: "all" })).toBe(
      "ArgumentError: On A.bs, can't set passive_deletes='all' in conjunction with 'delete' or 'delete-orphan' cascade",
    );
  });

  test("that do not exist", () => {
    expect(failure({ cascade: "foo, bar" })).toBe("ArgumentError: Invalid cascade option(s): 'bar', 'foo'");
    expect(failure({ lazy: "foo" })).toBe("LoaderStrategyException: Can't find strategy (('lazy', 'foo'),) for A.bs");
    const unknown = { nope: 1 } as RelationshipOptions;
    expect(failure({ backref: backref("a", unknown) })).toBe(
      "TypeError: RelationshipProperty.__init__() got an unexpected keyword argument 'nope'",
    );
  });

  test("that make no sense where nothing is written", () => {
    const what = (option: string) =>
      `Setting ${option} on relationship() while also setting viewonly=True does not make sense, as a viewonly=True relationship does ` +
      "not perform persistence operations. This configuration may raise an error in a future release.";
    expect(
      warningsOf(() => relationship("B", { viewonly: true, passiveDeletes: true, passiveUpdates: false })),
    ).toEqual([what("passive_deletes"), what("passive_updates")]);
    expect(warningsOf(() => relationship("B", { cascade: "delete-orphan" }))).toEqual([
      "The 'delete-orphan' cascade option requires 'delete'.",
    ]);
  });

  test("delete-orphan on the many side needs single_parent", () => {
    expect(() => mapBoth({}, { a: relationship("A", { cascade: "all, delete-orphan" }) })).toThrow(
      expect.objectContaining({
        code: "bbf0",
        message:
          'For many-to-one relationship B.a, delete-orphan cascade is normally configured only on the "one" side of a one-to-many ' +
          'relationship, and not on the "many" side of a many-to-one or many-to-many relationship.  To force this relationship to ' +
          'allow a particular "A" object to be referenced by only a single "B" object at a time via the B.a relationship, which ' +
          "would allow delete-orphan cascade to take place in this direction, set the single_parent=True flag.",
      }),
    );
    const { A } = mapBoth({}, { a: relationship("A", { cascade: "all, delete-orphan", singleParent: true }) });
    expect(A.deleteOrphans.map(String)).toEqual(["B.a"]);
  });
});

describe("the other side", () => {
  test("that is not there, or no relationship", () => {
    expect(failure({ backPopulates: "zip" })).toBe(
      "InvalidRequestError: Mapper 'Mapper[B(b)]' has no property 'zip'.  If this property was indicated from other mappers or configure " +
        "events, ensure registry.configure() has been called.",
    );
    expect(failure({ backPopulates: "a_id" })).toBe(
      "InvalidRequestError: back_populates on relationship 'A.bs' refers to attribute 'B.a_id' that is not a relationship.  The " +
        "back_populates parameter should refer to the name of a relationship on the target class.",
    );
    expect(failure({ backref: "a_id" })).toBe(
      "ArgumentError: Error creating backref 'a_id' on relationship 'A.bs': property of that name exists on mapper 'Mapper[B(b)]'",
    );
  });

  test("that goes the same way, or elsewhere", () => {
    expect(
      failure(
        { backPopulates: "a" },
        { a: relationship("A", { backPopulates: "bs", primaryjoin: "foreign(A.x)==B.id" }) },
      ),
    ).toBe(
      "ArgumentError: A.bs and back-reference B.a are both of the same direction <RelationshipDirection.ONETOMANY: 1>.  Did you mean " +
        "to set remote_side on the many-to-one side ?",
    );
    const own = relationship("B", { remoteSide: "B.id", primaryjoin: "B.id==foreign(B.a_id)" });
    expect(failure({ backPopulates: "a" }, { a: own })).toBe(
      "ArgumentError: reverse_property 'a' on relationship A.bs references relationship B.a, which does not reference mapper Mapper[A(a)]",
    );
  });

  test("of a relationship that is only viewed is not kept in step", () => {
    expect(
      failure(
        { viewonly: true, backPopulates: "a" },
        { a: relationship("A", { backPopulates: "bs", syncBackref: true }) },
      ),
    ).toBe("InvalidRequestError: Relationship B.a cannot specify sync_backref=True since A.bs includes viewonly=True.");
    const { B } = mapBoth(
      { bs: relationship("B", { viewonly: true, backPopulates: "a" }) },
      { a: relationship("A", { backPopulates: "bs" }) },
    );
    expect(B.relationships.map((each) => [each.key, each.effectiveSyncBackref])).toEqual([["a", false]]);
  });

  test("is made with this side's settings", () => {
    const { B } = mapBoth({
      bs: relationship("B", { postUpdate: true, passiveUpdates: false, backref: backref("a", { lazy: "joined" }) }),
    });
    expect(B.relationships[0]).toMatchObject({
      key: "a",
      direction: "many-to-one",
      uselist: false,
      postUpdate: true,
      passiveUpdates: false,
      lazy: "joined",
      fromBackref: true,
      backPopulates: "bs",
      useGet: true,
    });
  });
});

test("relationships that write one column without knowing of each other are named in a warning, in order", () => {
  const warnings = warningsOf(() =>
    mapBoth(
      { bs: relationship("B"), cs: relationship("B") },
      { a: relationship("A"), c: relationship("A", { overlaps: "a, bs,cs" }) },
    ),
  );
  const text = (property: string, conflicts: string, overlaps: string) =>
    `relationship '${property}' will copy column a.id to column b.a_id, which conflicts with relationship(s): ${conflicts}. If this is ` +
    "not the intention, consider if these relationships should be linked with back_populates, or if viewonly=True should be applied " +
    "to one or more if they are read-only. For the less common case that foreign key constraints are partially overlapping, the " +
    "orm.foreign() annotation can be used to isolate the columns that should be written towards.   To silence this warning, add " +
    `the parameter 'overlaps="${overlaps}"' to the '${property}' relationship.`;
  expect(warnings).toEqual([
    text("A.cs", "'A.bs' (copies a.id to b.a_id)", "bs"),
    text("B.a", "'A.bs' (copies a.id to b.a_id), 'A.cs' (copies a.id to b.a_id)", "bs,cs"),
  ]);
});

test("a warning says so where nobody asked for configuration", () => {
  const Base = declarativeBase();
  class P extends Base.mapped("p", {
    id: column(Integer, { primaryKey: true }),
    cs: relationship("C"),
    ds: relationship("C"),
  }) {}
  class C extends Base.mapped("c", {
    id: column(Integer, { primaryKey: true }),
    pId: column(Integer, foreignKey("p.id")),
  }) {}
  Base.register(P, C);
  const [warning] = warningsOf(() => new P());
  expect(warning).toMatch(
    /relationship\. \(This warning originated from the `configure_mappers\(\)` process, which was invoked automatically in response to a user-initiated operation\.\)$/,
  );
});
