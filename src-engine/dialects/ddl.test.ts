import { describe, expect, test } from "vitest";
import {
  CheckConstraint,
  ForeignKeyConstraint,
  Index,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from "../schema/constraints.ts";
import { CreateIndex, CreateTable, DropTable } from "../schema/ddl.ts";
import { Computed } from "../schema/defaults.ts";
import { MetaData } from "../schema/metadata.ts";
import { Column, ForeignKey, Table } from "../schema/table.ts";
import { literal, text, true_ } from "../sql/builders.ts";
import { LargeBinary } from "../types/binary.ts";
import { Boolean as BooleanType } from "../types/boolean.ts";
import { DateTime, Date as DateType, Interval, Time } from "../types/datetime.ts";
import { JSON as JsonType } from "../types/json.ts";
import { BigInteger, Float, Integer, Numeric, SmallInteger } from "../types/numeric.ts";
import { Enum, String_, Text, Unicode } from "../types/string.ts";
import { Uuid } from "../types/uuid.ts";
import { func } from "./fixtures.ts";
import { sqlite } from "./sqlite.ts";

const id = () => new Column("id", Integer, { primaryKey: true });
const createTable = (table: Table | undefined) => sqlite.compile(new CreateTable(table as Table)).sql;
const createIndexes = (table: Table) => [...table.indexes].map((index) => sqlite.compile(new CreateIndex(index)).sql);

describe("CREATE TABLE", () => {
  test("columns and primary key", () => {
    const persons = new Table(
      "persons",
      new MetaData(),
      new Column("uid", Integer, { primaryKey: true }),
      new Column("name", Unicode(255), { nullable: false }),
    );
    expect(createTable(persons)).toBe(
      "\nCREATE TABLE persons (\n\tuid INTEGER NOT NULL, \n\tname VARCHAR(255) NOT NULL, \n\tPRIMARY KEY (uid)\n)\n\n",
    );
    expect(sqlite.compile(new DropTable(persons)).sql).toBe("\nDROP TABLE persons");
  });

  test("types", () => {
    const types = {
      a: SmallInteger(),
      b: BigInteger(),
      c: String_(),
      d: String_(5, "NOCASE"),
      e: Text(),
      f: BooleanType(),
      g: Float(),
      h: Numeric(10, 2),
      i: DateType(),
      j: Time(),
      k: DateTime(),
      l: Interval(),
      m: LargeBinary(),
      n: JsonType(),
      o: Enum("a", "bbb"),
      p: Uuid(),
    };
    const columns = Object.entries(types).map(([name, type]) => new Column(name, type as typeof types.a));
    expect(createTable(new Table("t", new MetaData(), ...columns))).toBe(
      '\nCREATE TABLE t (\n\ta SMALLINT, \n\tb BIGINT, \n\tc VARCHAR, \n\td VARCHAR(5) COLLATE "NOCASE", \n\te TEXT, \n\tf BOOLEAN, ' +
        "\n\tg FLOAT, \n\th NUMERIC(10, 2), \n\ti DATE, \n\tj TIME, \n\tk DATETIME, \n\tl DATETIME, \n\tm BLOB, \n\tn JSON, " +
        "\n\to VARCHAR(3), \n\tp CHAR(32)\n)\n\n",
    );
  });

  test("foreign keys with their actions, indexes and unique columns", () => {
    const metadata = new MetaData();
    new Table("p", metadata, id());
    const child = new Table(
      "c",
      metadata,
      id(),
      new Column("p_id", Integer, new ForeignKey("p.id", { onDelete: "CASCADE", onUpdate: "SET NULL", name: "fk_x" }), {
        index: true,
      }),
      new Column("q", new ForeignKey("p.id"), { nullable: false, unique: true }),
    );
    expect(createTable(child)).toBe(
      "\nCREATE TABLE c (\n\tid INTEGER NOT NULL, \n\tp_id INTEGER, \n\tq INTEGER NOT NULL, \n\tPRIMARY KEY (id), \n\tCONSTRAINT fk_x FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL, \n\tUNIQUE (q), \n\tFOREIGN KEY(q) REFERENCES p (id)\n)\n\n",
    );
    expect(createIndexes(child)).toEqual(["CREATE INDEX ix_c_p_id ON c (p_id)"]);
  });

  test("constraints of several columns, named and not", () => {
    const metadata = new MetaData();
    new Table(
      "p",
      metadata,
      new Column("a", Integer, { primaryKey: true }),
      new Column("b", String_, { primaryKey: true }),
    );
    const child = new Table(
      "c",
      metadata,
      id(),
      new Column("pa", Integer),
      new Column("pb", String_),
      new ForeignKeyConstraint(["pa", "pb"], ["p.a", "p.b"], { name: "cfk", onDelete: "CASCADE" }),
      new UniqueConstraint(["pa", "pb"]),
      new CheckConstraint("pb <> 0", { name: "ck1" }),
    );
    expect(createTable(metadata.tables.get("p"))).toBe(
      "\nCREATE TABLE p (\n\ta INTEGER NOT NULL, \n\tb VARCHAR NOT NULL, \n\tPRIMARY KEY (a, b)\n)\n\n",
    );
    expect(createTable(child)).toBe(
      "\nCREATE TABLE c (\n\tid INTEGER NOT NULL, \n\tpa INTEGER, \n\tpb VARCHAR, \n\tPRIMARY KEY (id), \n\tCONSTRAINT cfk FOREIGN KEY(pa, pb) REFERENCES p (a, b) ON DELETE CASCADE, \n\tUNIQUE (pa, pb), \n\tCONSTRAINT ck1 CHECK (pb <> 0)\n)\n\n",
    );
    const renamed = new Table(
      "r",
      metadata,
      new Column("a", Integer),
      new PrimaryKeyConstraint(["a"], { name: "pkk" }),
    );
    expect(createTable(renamed)).toBe(
      "\nCREATE TABLE r (\n\ta INTEGER NOT NULL, \n\tCONSTRAINT pkk PRIMARY KEY (a)\n)\n\n",
    );
  });

  test("defaults of the database and generated columns", () => {
    const table = new Table(
      "d",
      new MetaData(),
      new Column("a", Integer, { serverDefault: "5" }),
      new Column("b", String_, { serverDefault: "it's" }),
      new Column("c", DateTime, { serverDefault: func.now() }),
      new Column("e", Integer, { serverDefault: text("1+2") }),
      new Column("g", BooleanType, { serverDefault: true_() }),
      new Column("h", Integer, { serverDefault: literal(5).add(1) }),
      new Column("i", Integer, { default: 3 }),
      new Column("j", Integer, new Computed("a + 1", { persisted: true })),
    );
    expect(createTable(table)).toBe(
      "\nCREATE TABLE d (\n\ta INTEGER DEFAULT '5', \n\tb VARCHAR DEFAULT 'it''s', \n\tc DATETIME DEFAULT CURRENT_TIMESTAMP, \n\te INTEGER DEFAULT (1+2), \n\tg BOOLEAN DEFAULT 1, \n\th INTEGER DEFAULT (5 + 1), \n\ti INTEGER, \n\tj INTEGER GENERATED ALWAYS AS (a + 1) STORED\n)\n\n",
    );
  });

  test("names that need quotes", () => {
    const table = new Table(
      "Order",
      new MetaData(),
      new Column("order", Integer, { primaryKey: true }),
      new Column("CamelCase", Integer, { index: true }),
      new Column("a b", Integer, { unique: true }),
      new Column("1x", Integer),
    );
    expect(createTable(table)).toBe(
      '\nCREATE TABLE "Order" (\n\t"order" INTEGER NOT NULL, \n\t"CamelCase" INTEGER, \n\t"a b" INTEGER, \n\t"1x" INTEGER, \n\tPRIMARY KEY ("order"), \n\tUNIQUE ("a b")\n)\n\n',
    );
    expect(createIndexes(table)).toEqual(['CREATE INDEX "ix_Order_CamelCase" ON "Order" ("CamelCase")']);
  });

  test("indexes over expressions, partial and unique", () => {
    const table = new Table("ix", new MetaData(), new Column("a", Integer), new Column("b", String_));
    table.appendConstraint(new Index("i2", [table.c.at("a").desc(), func.lower(table.c.at("b"))]));
    table.appendConstraint(new Index("i3", [table.c.at("a")], { sqliteWhere: table.c.at("b").eq("x"), unique: true }));
    expect(createIndexes(table)).toEqual([
      "CREATE INDEX i2 ON ix (a DESC, lower(b))",
      "CREATE UNIQUE INDEX i3 ON ix (a) WHERE b = 'x'",
    ]);
  });

  test("a naming convention", () => {
    const metadata = new MetaData({
      namingConvention: {
        ix: "ix_%(column_0_label)s",
        uq: "uq_%(table_name)s_%(column_0_name)s",
        fk: "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        pk: "pk_%(table_name)s",
      },
    });
    new Table("p", metadata, id());
    const child = new Table(
      "c",
      metadata,
      id(),
      new Column("pid", new ForeignKey("p.id")),
      new Column("x", Integer, { unique: true }),
    );
    expect(createTable(child)).toBe(
      "\nCREATE TABLE c (\n\tid INTEGER NOT NULL, \n\tpid INTEGER, \n\tx INTEGER, \n\tCONSTRAINT pk_c PRIMARY KEY (id), \n\tCONSTRAINT fk_c_pid_p FOREIGN KEY(pid) REFERENCES p (id), \n\tCONSTRAINT uq_c_x UNIQUE (x)\n)\n\n",
    );
  });

  test("a foreign key's column takes its type from a table that comes later", () => {
    const metadata = new MetaData();
    const child = new Table("c", metadata, id(), new Column("p_id", new ForeignKey("p.id")));
    expect(() => createTable(child)).toThrow(
      "(in table 'c', column 'p_id'): Can't generate DDL for NullType(); did you forget to specify a type on this Column?",
    );
    new Table("p", metadata, new Column("id", BigInteger, { primaryKey: true }));
    expect(createTable(child)).toBe(
      "\nCREATE TABLE c (\n\tid INTEGER NOT NULL, \n\tp_id BIGINT, \n\tPRIMARY KEY (id), \n\tFOREIGN KEY(p_id) REFERENCES p (id)\n)\n\n",
    );
  });

  test("what SQLite has of its own", () => {
    const metadata = new MetaData();
    expect(createTable(new Table("a", metadata, id(), { sqliteAutoincrement: true }))).toBe(
      "\nCREATE TABLE a (\n\tid INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT\n)\n\n",
    );
    expect(createTable(new Table("b", metadata, id(), { sqliteWithRowid: false, sqliteStrict: true }))).toBe(
      "\nCREATE TABLE b (\n\tid INTEGER NOT NULL, \n\tPRIMARY KEY (id)\n)\n WITHOUT ROWID,\n STRICT\n\n",
    );
    const checked = new Table("c", metadata, new Column("f", BooleanType({ createConstraint: true })));
    expect(createTable(checked)).toBe("\nCREATE TABLE c (\n\tf BOOLEAN, \n\tCHECK (f IN (0, 1))\n)\n\n");
  });
});
