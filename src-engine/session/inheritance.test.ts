import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  relationship,
  Session,
  String as StringType,
  select,
  selectinPolymorphic,
  trace,
  withPolymorphic,
} from "../index.ts";

const Base = declarativeBase();

class Employee extends Base.mapped(
  "employee",
  { id: column(Integer, { primaryKey: true }), name: column(StringType), type: column(StringType) },
  { mapperArgs: { polymorphicOn: "type", polymorphicIdentity: "employee" } },
) {}
class Manager extends Employee.mapped(
  "manager",
  {
    id: column(Integer, foreignKey("employee.id"), { primaryKey: true }),
    office: column(StringType),
    reports: relationship<Report[]>("Report", { backPopulates: "manager" }),
  },
  { mapperArgs: { polymorphicIdentity: "manager" } },
) {}
class Chief extends Manager.mapped(null, {}, { mapperArgs: { polymorphicIdentity: "chief" } }) {}
class Report extends Base.mapped("report", {
  id: column(Integer, { primaryKey: true }),
  managerId: column("manager_id", Integer, foreignKey("manager.id")),
  manager: relationship<Manager>("Manager", { backPopulates: "reports" }),
}) {}
Base.register(Employee, Manager, Chief, Report);

let session: Session;
let told: string[] = [];

beforeEach(() => {
  trace.stop();
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  session = new Session(engine);
  session.addAll([
    new Employee({ name: "e" }),
    new Manager({ name: "m", office: "1" }),
    new Chief({ name: "c", office: "2" }),
  ]);
  session.commit();
  session.expungeAll();
  trace.start((event) => {
    if (event.type === "statement") told.push(`${event.sql}  ${JSON.stringify(event.params)}`.replaceAll("\n", ""));
  });
  told = [];
});

function during(work: () => void): string[] {
  told = [];
  work();
  return told;
}

test("a row becomes an object of the class that its discriminator names; what is missing is loaded when it is read", () => {
  let all: Employee[] = [];
  expect(
    during(() => {
      all = session.query(Employee).orderBy(Employee.id).all();
    }),
  ).toEqual([
    "SELECT employee.id AS employee_id, employee.name AS employee_name, employee.type AS employee_type FROM employee ORDER BY employee.id  [[]]",
  ]);
  expect(all.map((each) => each.constructor)).toEqual([Employee, Manager, Chief]);
  expect(during(() => expect((all[1] as Manager).office).toBe("1"))).toEqual([
    "SELECT manager.office AS manager_office FROM manager WHERE ? = manager.id  [[2]]",
  ]);
  expectTypeOf((all[1] as Manager).office).toEqualTypeOf<string | null>();
});

test("a subclass that shares its table is restricted to its rows", () => {
  expect(during(() => expect(session.query(Chief).all()).toHaveLength(1))).toEqual([
    'SELECT manager.id AS manager_id, employee.id AS employee_id, employee.name AS employee_name, employee.type AS employee_type, manager.office AS manager_office FROM employee JOIN manager ON employee.id = manager.id WHERE employee.type IN (?)  [["chief"]]',
  ]);
});

test("withPolymorphic() selects subclasses along, whose attributes are found under their names", () => {
  const both = withPolymorphic(Employee, [Manager]);
  expect(
    during(() =>
      session
        .scalars(select(both).where(both.Manager.office.eq("1")))
        .all()
        .forEach((each) => {
          expect((each as Manager).office).toBe("1");
        }),
    ),
  ).toEqual([
    'SELECT employee.id, employee.name, employee.type, manager.id AS id_1, manager.office FROM employee LEFT OUTER JOIN manager ON employee.id = manager.id WHERE manager.office = ?  [["1"]]',
  ]);
  expectTypeOf(both.name).toEqualTypeOf(Employee.name);
});

test("selectinPolymorphic() loads the columns of subclasses with one more SELECT", () => {
  const query = session.query(Employee).options(selectinPolymorphic(Employee, [Manager]));
  const [, second] = during(() => void query.all());
  expect(second).toBe(
    "SELECT manager.id AS manager_id, employee.id AS employee_id, employee.type AS employee_type, manager.office AS manager_office FROM employee JOIN manager ON employee.id = manager.id WHERE employee.id IN (?, ?) ORDER BY employee.id  [[2,3]]",
  );
});

test("a flush writes the base's table first and deletes from it last", () => {
  const manager = new Manager({ name: "n", office: "3" });
  expect(manager.type).toBe("manager");
  session.add(manager);
  expect(during(() => session.flush())).toEqual([
    'INSERT INTO employee (name, type) VALUES (?, ?)  [["n","manager"]]',
    'INSERT INTO manager (id, office) VALUES (?, ?)  [[4,"3"]]',
  ]);
  manager.office = "4";
  expect(during(() => session.flush())).toEqual(['UPDATE manager SET office=? WHERE manager.id = ?  [["4",4]]']);
  session.delete(manager);
  expect(during(() => session.flush()).slice(-2)).toEqual([
    "DELETE FROM manager WHERE manager.id = ?  [[4]]",
    "DELETE FROM employee WHERE employee.id = ?  [[4]]",
  ]);
});
