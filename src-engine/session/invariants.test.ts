/**
 * Invariants that need no recording, over random models and random programs: after a commit the database equals the objects;
 * after a rollback it equals what it was; the identity map has one object for each key; no foreign key dangles.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  BuiltinError,
  column,
  createEngine,
  type Driver,
  declarativeBase,
  foreignKey,
  Integer,
  inspect,
  relationship,
  Session,
  SQLAlchemyError,
  String as StringType,
} from "../index.ts";
import type { InstanceInspection } from "./inspect.ts";

/** A parent with one or two kinds of children, and what the relationships between them do. */
interface Model {
  readonly cascade: string;
  readonly nullable: boolean;
  readonly onDelete: "CASCADE" | "SET NULL" | null;
  readonly passiveDeletes: boolean;
  readonly selfReference: boolean;
  /** Without it, what is in memory after a commit was never read from the database. */
  readonly expireOnCommit: boolean;
}

type Step =
  | { readonly kind: "add"; readonly parent: number; readonly children: number }
  | { readonly kind: "delete" | "remove" | "move" | "rename"; readonly a: number; readonly b: number }
  | { readonly kind: "flush" | "commit" | "rollback" | "expire" | "query" };

const model: fc.Arbitrary<Model> = fc.record({
  cascade: fc.constantFrom("save-update, merge", "all", "all, delete-orphan", "save-update"),
  nullable: fc.boolean(),
  onDelete: fc.constantFrom("CASCADE" as const, "SET NULL" as const, null),
  passiveDeletes: fc.boolean(),
  selfReference: fc.boolean(),
  expireOnCommit: fc.boolean(),
});

const index = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("add" as const), parent: index, children: fc.nat({ max: 3 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("delete", "remove", "move", "rename"),
      a: index,
      b: index,
    }) as fc.Arbitrary<Step>,
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("flush", "commit", "rollback", "expire", "query"),
    }) as fc.Arbitrary<Step>,
  },
);

interface Node {
  id: number;
  name: string | null;
  parent_id: number | null;
  parent: Node | null;
  children: Node[] & { remove(child: Node): void };
}
type NodeClass = new (values?: object) => Node;

/** The classes of a model; with a self-reference both are one. */
function classesOf(of: Model) {
  const Base = declarativeBase();
  const key = { primaryKey: true };
  const toParent = (table: string) =>
    column("parent_id", Integer, foreignKey(`${table}.id`, of.onDelete === null ? {} : { onDelete: of.onDelete }), {
      nullable: of.nullable || of.selfReference,
    });
  const children = (target: string) =>
    relationship(target, { backPopulates: "parent", cascade: of.cascade, passiveDeletes: of.passiveDeletes });
  if (of.selfReference) {
    const Self = class extends Base.mapped(
      "nodes",
      {
        id: column(Integer, key),
        name: column(StringType),
        parent_id: toParent("nodes"),
        children: children("Self"),
        parent: relationship("Self", { backPopulates: "children", remoteSide: "Self.id" }),
      },
      { className: "Self" },
    ) {} as unknown as NodeClass;
    return { Base, Parent: Self, Child: Self, tables: ["nodes"] };
  }
  const Parent = class extends Base.mapped(
    "parents",
    { id: column(Integer, key), name: column(StringType), children: children("Child") },
    { className: "Parent" },
  ) {} as unknown as NodeClass;
  const Child = class extends Base.mapped(
    "children",
    {
      id: column(Integer, key),
      name: column(StringType),
      parent_id: toParent("parents"),
      parent: relationship("Parent", { backPopulates: "children" }),
    },
    { className: "Child" },
  ) {} as unknown as NodeClass;
  Base.register(Parent as never, Child as never);
  return { Base, Parent, Child, tables: ["parents", "children"] };
}

const contents = (driver: Driver, tables: readonly string[]) =>
  tables.map((table) => driver.execute(`SELECT * FROM ${table} ORDER BY id`).rows);

/** Errors that a program may rightly meet; anything else is a defect of the engine. */
function attempt(work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof SQLAlchemyError || error instanceof BuiltinError) return error;
    throw error;
  }
}

const inspected = (object: object) => inspect(object) as InstanceInspection;

test("random programs keep database, objects and identity map in step", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(model, fc.array(step, { minLength: 3, maxLength: 14 }), (of, steps) => {
      const { Base, Parent, Child, tables } = classesOf(of);
      const driver = openDatabase();
      const engine = createEngine("sqlite://", { driver, foreignKeys: true });
      Base.metadata.createAll(engine);
      const session = new Session(engine, { expireOnCommit: of.expireOnCommit });
      const objects: Node[] = [];
      let committed = contents(driver, tables);

      const live = (of_: NodeClass) =>
        objects.filter((each) => each instanceof of_ && (inspected(each).persistent || inspected(each).pending));
      const pick = (list: readonly Node[], at: number) => list[at % Math.max(1, list.length)];

      /** Every persistent object against its row. The database's own ON DELETE may have changed what memory does not know. */
      const compare = (): void => {
        for (const object of objects.filter((one) => inspected(one).persistent)) {
          const table = object instanceof Child ? (tables[1] ?? tables[0]) : tables[0];
          const columns = object instanceof Child ? "name, parent_id" : "name";
          const id = inspected(object).identity?.[0] as number;
          const row = driver.execute(`SELECT ${columns} FROM ${table} WHERE id = ?`, [id]).rows[0];
          if (row === undefined) {
            expect(of.onDelete).toBe("CASCADE");
            continue;
          }
          expect(row[0]).toBe(object.name);
          const parent = inspected(object).attrs.has("parent")
            ? (inspected(object).attrs.get("parent").loadedValue as Node | null)
            : null;
          if (parent != null && inspected(parent).persistent) expect(row[1]).toBe(inspected(parent).identity?.[0]);
        }
      };

      const perform = (each: Step): void => {
        switch (each.kind) {
          case "add": {
            const parent = new Parent({ name: `p${each.parent}` });
            for (let i = 0; i < each.children; i++) {
              const child = new Child({ name: `c${i}` });
              parent.children.push(child);
              objects.push(child);
            }
            objects.push(parent);
            session.add(parent);
            return;
          }
          case "delete": {
            const object = pick(live(each.b % 2 === 0 ? Parent : Child), each.a);
            if (object !== undefined) session.delete(object);
            return;
          }
          case "remove": {
            const parent = pick(live(Parent), each.a);
            const child = parent?.children[each.b % Math.max(1, parent.children.length)];
            if (parent !== undefined && child !== undefined) parent.children.remove(child);
            return;
          }
          case "move": {
            const [child, parent] = [pick(live(Child), each.a), pick(live(Parent), each.b)];
            if (child !== undefined && parent !== undefined && child !== parent) child.parent = parent;
            return;
          }
          case "rename": {
            const object = pick(live(each.b % 2 === 0 ? Parent : Child), each.a);
            if (object !== undefined) object.name = `n${each.b}`;
            return;
          }
          case "expire":
            session.expireAll();
            return;
          case "query":
            session.query(Child as never).all();
            return;
          default:
            session[each.kind]();
        }
      };

      for (const each of steps) {
        const error = attempt(() => perform(each));
        if (error !== null && !session.isActive) session.rollback();
        if (each.kind === "rollback" || (error !== null && !session.inTransaction)) {
          expect(contents(driver, tables)).toEqual(committed);
          compare();
          session.rollback();
        }
        if (each.kind === "commit" && error === null) {
          committed = contents(driver, tables);
          expect(driver.execute("PRAGMA foreign_key_check").rows).toEqual([]);
          compare();
          session.commit();
        }
        const keys = [...session.identityMap.values()].map((object) => {
          const { mapper, identity } = inspected(object);
          return `${mapper.baseMapper.className} ${identity}`;
        });
        expect(new Set(keys).size).toBe(keys.length);
      }
      session.close();
      engine.dispose();
    }),
    { numRuns: 1000, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
  );
});
