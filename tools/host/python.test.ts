import { expect, test } from "vitest";
import type { TraceEvent } from "../../src-engine/trace/events.ts";
import { runProgram } from "./program.ts";

/** What a Python program emits, prints and fails with, one line each; what creates the tables is left out. */
async function lines(code: string): Promise<string[]> {
  const events: TraceEvent[] = [];
  await runProgram(code, (event) => events.push(event), undefined, undefined, "python");
  return events.flatMap((event) => {
    if (event.type === "output") return [`> ${event.text}`];
    if (event.type === "error") return [`${event.line} ${event.name}: ${event.message}`];
    if (event.type !== "statement" || event.kind === "ddl" || event.kind === "pragma") return [];
    return [`${event.line} ${event.sql.replaceAll("\n", "")} ${JSON.stringify(event.params)}`];
  });
}

const MODELS = `from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, backref, declarative_base, relationship
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False)
class Address(Base):
    __tablename__ = "addresses"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"))
    user = relationship("User", backref=backref("addresses", cascade="all, delete-orphan"))
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)
`;

test("a program in the style of 1.x emits what SQLAlchemy emits, at its lines", async () => {
  const program = `${MODELS}jack = User(name="jack", addresses=[Address()])
session.add(jack)
session.commit()
print(len(jack.addresses), isinstance(jack.addresses, list), jack.addresses[0].user is jack)
session.delete(jack)
session.flush()
`;
  expect(await lines(program)).toEqual([
    '18 INSERT INTO users (name) VALUES (?) [["jack"]]',
    "18 INSERT INTO addresses (user_id) VALUES (?) [[1]]",
    "19 SELECT users.id AS users_id, users.name AS users_name FROM users WHERE users.id = ? [[1]]",
    "19 SELECT addresses.id AS addresses_id, addresses.user_id AS addresses_user_id FROM addresses WHERE ? = addresses.user_id [[1]]",
    "> 1 True True",
    "21 DELETE FROM addresses WHERE addresses.id = ? [[1]]",
    "21 DELETE FROM users WHERE users.id = ? [[1]]",
  ]);
}, 120_000);

test("a refused statement raises SQLAlchemy's exception, with the line of the program", async () => {
  const program = `${MODELS}session.add(User())
session.flush()
`;
  const [insert, error] = await lines(program);
  expect(insert).toBe("17 INSERT INTO users (name) VALUES (?) [[null]]");
  expect(error).toContain("17 IntegrityError: (sqlite3.IntegrityError) NOT NULL constraint failed: users.name");
}, 120_000);

test("annotations declare columns and relationships", async () => {
  const program = `from typing import List, Optional
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
class Base(DeclarativeBase):
    pass
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[Optional[str]]
    addresses: Mapped[List["Address"]] = relationship(back_populates="user")
class Address(Base):
    __tablename__ = "addresses"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="addresses")
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    print(session.scalars(select(User).where(User.nick == None).join(User.addresses)).all())
`;
  expect(await lines(program)).toEqual([
    "19 SELECT users.id, users.nick FROM users JOIN addresses ON users.id = addresses.user_id WHERE users.nick IS NULL [[]]",
    "> []",
  ]);
}, 120_000);
