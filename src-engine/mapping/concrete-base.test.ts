import { expect, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  Column,
  column,
  compileFor,
  createEngine,
  declarativeBase,
  Integer,
  MetaData,
  polymorphicUnion,
  Session,
  String as SqlString,
  select,
  Table,
} from "../index.ts";

function tables() {
  const metadata = new MetaData();
  const car = new Table("car", metadata, new Column("id", Integer, { primaryKey: true }), new Column("doors", Integer));
  const boat = new Table("boat", metadata, new Column("id", Integer, { primaryKey: true }));
  return { car, boat };
}

test("tables become one, with NULL for a column that one of them does not have", () => {
  expect(compileFor(select(polymorphicUnion(tables(), "kind")), "sqlite").sql).toBe(
    "SELECT p_union.id, p_union.doors, p_union.kind \n" +
      "FROM (SELECT car.id AS id, car.doors AS doors, 'car' AS kind \nFROM car UNION ALL " +
      "SELECT boat.id AS id, CAST(NULL AS INTEGER) AS doors, 'boat' AS kind \nFROM boat) AS p_union",
  );
});

test("a column of the discriminator's name is refused", () => {
  expect(() => polymorphicUnion(tables(), "doors")).toThrow(
    "Polymorphic union can't use 'doors' as the discriminator column due to mapped column Column('doors', Integer(), table=<car>); " +
      "please apply the 'typecolname' argument; this is available on ConcreteBase as '_concrete_discriminator_name'",
  );
});

test("a concrete base is loaded together with its subclasses", () => {
  const Base = declarativeBase();
  class Vehicle extends Base.mapped(
    "vehicle",
    { id: column(Integer, { primaryKey: true }), name: column(SqlString) },
    { mapperArgs: { concreteBase: true, concrete: true, polymorphicIdentity: "vehicle" } },
  ) {}
  Base.register(Vehicle);
  class Boat extends Vehicle.mapped(
    "boat",
    { id: column(Integer, { primaryKey: true }), name: column(SqlString), sails: column(Integer) },
    { mapperArgs: { concrete: true, polymorphicIdentity: "boat" } },
  ) {}
  Base.register(Boat);
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  const session = new Session(engine);
  session.addAll([new Vehicle({ name: "a" }), new Boat({ name: "b", sails: 2 })]);
  session.commit();
  const statement = select(Vehicle).orderBy(Vehicle.name);
  expect(compileFor(statement, "sqlite").sql).toBe(
    "SELECT pjoin.id, pjoin.name, pjoin.type, pjoin.sails \n" +
      "FROM (SELECT vehicle.id AS id, vehicle.name AS name, CAST(NULL AS INTEGER) AS sails, 'vehicle' AS type \nFROM vehicle " +
      "UNION ALL SELECT boat.id AS id, boat.name AS name, boat.sails AS sails, 'boat' AS type \nFROM boat) AS pjoin " +
      "ORDER BY pjoin.name",
  );
  const [first, second] = session.scalars(statement).all();
  expect(first).not.toBeInstanceOf(Boat);
  expect(second).toBeInstanceOf(Boat);
  expect((second as unknown as { sails: number }).sails).toBe(2);
});
