import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fixesFor } from "../python/fixes/fixes.ts";
import { toPython } from "./to-python.ts";

const SCENARIOS = new URL("../../scenarios/", import.meta.url);
const names = readdirSync(SCENARIOS, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(names.map(({ name }) => name))("%s is translated whole", (name) => {
  const { code, untranslated } = toPython(readFileSync(new URL(`${name}/main.ts`, SCENARIOS), "utf8"));
  expect(untranslated).toEqual([]);
  // Nothing in it is missing an import, and it is Python.
  expect(fixesFor(code)).toEqual([]);
});

test("models, keys and session code become Python", () => {
  const { code } =
    toPython(`import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String, Table, UniqueConstraint } from "flushlight";
const Base = declarativeBase();
class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  // What the page shows.
  fullName: column(String(50), { nullable: false }),
  homeTown: column("home_town", String),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", orderBy: () => [Address.id], primaryjoin: "User.id == Address.userId" }),
}, { tableArgs: [new UniqueConstraint("home_town")] }) {}
class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id", { onDelete: "CASCADE" })),
}) {}
const engine = createEngine("sqlite://");
const session = new Session(engine, { expireOnCommit: false });
const ed = new User({ fullName: "Ed" });
ed.addresses.push(new Address(), new Address());
for (const user of session.query(User).filter(User.fullName.eq("Ed")).filterBy({ homeTown: null }).all()) {
  console.log(\`\${user.fullName} has \${user.addresses.length}\`);
}
`);
  expect(code).toBe(`# Converted from TypeScript

from sqlalchemy import Integer, Column, String, UniqueConstraint, ForeignKey, create_engine
from sqlalchemy.orm import declarative_base, relationship, Session

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    # What the page shows.
    full_name = Column("fullName", String(50), nullable=False)
    home_town = Column(String)
    addresses = relationship("Address", back_populates="user", order_by=lambda: [Address.id], primaryjoin="User.id == Address.user_id")
    __table_args__ = (UniqueConstraint("home_town"),)


class Address(Base):
    __tablename__ = "addresses"

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id", ondelete="CASCADE"))


engine = create_engine("sqlite://")
session = Session(engine, expire_on_commit=False)
ed = User(full_name="Ed")
ed.addresses.extend([Address(), Address()])
for user in session.query(User).filter((User.full_name == "Ed")).filter_by(home_town=None).all():
    print(f"{user.full_name} has {len(user.addresses)}")
`);
});

test("what has no counterpart stays as a comment that says why", () => {
  const { code, untranslated } = toPython(`const n = 1;
while (n < 2) {
  console.log(n);
}
`);
  expect(code).toBe(`# Converted from TypeScript

n = 1
# Not translated: WhileStatement has no counterpart.
#   while (n < 2) {
#     console.log(n);
#   }
pass
`);
  expect(untranslated).toEqual([
    { line: 2, text: "while (n < 2) {\n  console.log(n);\n}", why: "WhileStatement has no counterpart" },
  ]);
});
