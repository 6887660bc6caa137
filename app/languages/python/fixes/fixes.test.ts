import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withEdits } from "../../../protocol/text-edit.ts";
import { adviceFor, applyAll, fixesFor, type RunProblem } from "./fixes.ts";

/** The program after the first fix, and what that fix is. */
function first(source: string, problem?: RunProblem): { readonly id: string | undefined; readonly text: string } {
  const [fix] = fixesFor(source, problem);
  return { id: fix?.id, text: withEdits(source, fix?.edits ?? []) };
}

describe("text that is no Python yet", () => {
  test.each([
    ["plain-characters", "name = “jack’s”\n", 'name = "jack’s"\n'],
    ["plain-characters", "x\u00a0= ‘a’\n", "x = 'a'\n"],
    ["cells", "In [1]:\nx = 1\n\nIn [2]:\nprint(x)\n\n1\n\nOut[3]:\n[]\n", "x = 1\n\nprint(x)\n\n# 1\n# []\n"],
    ["prompts", ">>> x = 1\n>>> x\n1\n", "x = 1\nx\n# 1"],
    ["prompts", "SQL>>> for a in b:\n...     print(a)\n...\n1\n", "for a in b:\n    print(a)\n\n# 1"],
    [
      "prompts",
      "{sql}>>> for name, in q: # doctest: +ELLIPSIS ... print name SELECT users.name () {stop}jack\n",
      "for name, in q:\n    print name\n# SELECT users.name ()\n# jack\n",
    ],
    ["prompts", ">>> q.... all() # doctest: +ELLIPSIS SELECT 1", "q.all()\n# SELECT 1"],
    ["tabs", "if a:\n\tb\nif c:\n    d\n", "if a:\n    b\nif c:\n    d\n"],
    ["dedent", "    a = 1\n    b = 2\n", "a = 1\nb = 2\n"],
    [
      "restore-indentation",
      'class A(Base):\n__tablename__ = "a"\nid = Column(Integer)\ndef f(self):\nreturn 1\nx = A()\n',
      'class A(Base):\n    __tablename__ = "a"\n    id = Column(Integer)\n    def f(self):\n        return 1\nx = A()',
    ],
    ["restore-indentation", "try:\nf()\nexcept E:\ng()\n\nh()", "try:\n    f()\nexcept E:\n    g()\n\nh()"],
    ["print", "print x\n", "print(x)\n"],
    ["print", 'print "%s" % x, y,\n', 'print("%s" % x, y, end=" ")\n'],
    ["print", "if x: print\n", "if x: print()\n"],
    ["print", 'print ("a %s") % b\n', 'print(("a %s") % b)\n'],
    ["print", "print >>err, x\n", "print(x, file=err)\n"],
    [
      "python-2-syntax",
      "try:\n    f()\nexcept (A, B), e:\n    pass\n",
      "try:\n    f()\nexcept (A, B) as e:\n    pass\n",
    ],
    ["python-2-syntax", "x = `a` <> 10L\n", "x = repr(a) != 10\n"],
    ["python-2-syntax", 'raise ValueError, "no"\n', 'raise ValueError("no")\n'],
    ["python-2-syntax", "q.filter(User.name.in([1]))\n", "q.filter(User.name.in_([1]))\n"],
  ])("%s: %j", (id, source, text) => {
    expect(first(source)).toEqual({ id, text });
  });

  test.each(["print(x)\n", "print (x)\n", "printed = 1\n", "print = f\n", "x = 'print y'\n", "# print y\n"])(
    "leaves %j alone",
    (source) => {
      expect(applyAll(source)).toBe(source);
    },
  );
});

const MODELS = `from sqlalchemy import *
from sqlalchemy.orm import *
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    addresses = relationship("Address", backref="user")
class Address(Base):
    __tablename__ = "addresses"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"))
engine = create_engine("sqlite://")
metadata = Base.metadata
session = Session(engine)
users = User.__table__
`;

describe("SQLAlchemy before 2.0", () => {
  test.each([
    ["session.query(User).options(joinedload('addresses'))", "session.query(User).options(joinedload(User.addresses))"],
    [
      "session.query(User).options(subqueryload_all('addresses.user'))",
      "session.query(User).options(subqueryload(User.addresses).subqueryload(Address.user))",
    ],
    [
      "session.query(User).options(joinedload(User.addresses).joinedload('user'))",
      "session.query(User).options(joinedload(User.addresses).joinedload(Address.user))",
    ],
    [
      "session.query(User).options(load_only('id', 'name'))",
      "session.query(User).options(load_only(User.id, User.name))",
    ],
    ["session.query(User).options(lazyload('*'))", "session.query(User).options(lazyload('*'))"],
    ["session.query(User).join('addresses')", "session.query(User).join(User.addresses)"],
    [
      "session.query(User).outerjoin('addresses', 'user')",
      "session.query(User).outerjoin(User.addresses).outerjoin(Address.user)",
    ],
    ["session.query(User).join((Address, User.id == 1))", "session.query(User).join(Address, User.id == 1)"],
    ["', '.join('ab')", "', '.join('ab')"],
    [
      "session.query(User).filter('id < 2').order_by('id')",
      "session.query(User).filter(text('id < 2')).order_by('id')",
    ],
    ["session.query(User).order_by('id desc')", "session.query(User).order_by(text('id desc'))"],
    ["session.query('id').from_statement('select 1')", "session.query(column('id')).from_statement(text('select 1'))"],
    ["session.execute('select 1')", "session.execute(text('select 1'))"],
    ["cursor.execute('select 1')", "cursor.execute('select 1')"],
    [
      "engine.execute('delete from users')",
      "with engine.begin() as connection:\n    connection.execute(text('delete from users'))",
    ],
    ["n = engine.execute('select 1').scalar()", "n = engine.connect().execute(text('select 1')).scalar()"],
    ["engine.table_names()", "inspect(engine).get_table_names()"],
    ["select([User.id, User.name], User.id == 1)", "select(User.id, User.name).where(User.id == 1)"],
    ["case([(User.id == 1, 'a')], else_='b')", "case((User.id == 1, 'a'), else_='b')"],
    ["case(value=User.id, whens={1: 'a'})", "case({1: 'a'}, value=User.id)"],
    ["exists([User.id])", "exists(User.id)"],
    [
      "User.__table__.update(User.id == 1, values={'name': 'x'})",
      "User.__table__.update().where(User.id == 1).values({'name': 'x'})",
    ],
    ["MetaData(bind=engine)", "MetaData()"],
    ["MetaData(engine)", "MetaData()"],
    ["metadata.create_all()", "metadata.create_all(engine)"],
    ["Table('t', metadata, autoload=True)", "Table('t', metadata, autoload_with=engine)"],
    ["Session(engine, autocommit=True)", "Session(engine)"],
    ["sessionmaker(bind=engine, autocommit=False)", "sessionmaker(bind=engine, autocommit=False)"],
    ["session.begin(subtransactions=True)", "session.begin_nested()"],
    ["mapper(User, users)", "Base.registry.map_imperatively(User, users)"],
    ["relation('Address')", "relationship('Address')"],
    ["create_engine('sqlite://', convert_unicode=True)", "create_engine('sqlite://')"],
    [
      "session.query(Address).with_parent(User(), 'addresses')",
      "session.query(Address).with_parent(User(), User.addresses)",
    ],
    ["filter(User.name == 'ed')", "session.query(User).filter(User.name == 'ed')"],
    ["'%s' % user.name.encode('utf8')", "'%s' % user.name"],
    ["for i in xrange(3): d.iteritems()", "for i in range(3): d.items()"],
  ])("%s", (before, after) => {
    const fixed = applyAll(`${MODELS}user = User()\ncursor = d = None\n${before}\n`);
    expect(fixed.slice(fixed.indexOf("cursor = d = None\n") + "cursor = d = None\n".length)).toBe(`${after}\n`);
  });

  test.each([
    [
      "from sqlalchemy.orm import relation, mapper\nrelation(mapper)\n",
      "from sqlalchemy.orm import relationship, mapper\nrelationship(mapper)\n",
    ],
    ["from sqlalchemy.exceptions import IntegrityError\n", "from sqlalchemy.exc import IntegrityError\n"],
    ["from sqlalchemy import String, Binary\n", "from sqlalchemy import String, LargeBinary\n"],
    ["from sqlalchemy.orm import joinedload, eagerload\n", "from sqlalchemy.orm import joinedload\n"],
    ["from flask.ext.sqlalchemy import SQLAlchemy\n", "from flask_sqlalchemy import SQLAlchemy\n"],
  ])("imports: %j", (before, after) => {
    expect(applyAll(before)).toBe(after);
  });

  test("advises an import that only warns, and does not change it unasked", () => {
    const source = "from sqlalchemy.ext.declarative import declarative_base\n";
    expect(applyAll(source)).toBe(source);
    const [advice] = adviceFor(source);
    expect(withEdits(source, advice?.edits ?? [])).toBe("from sqlalchemy.orm import declarative_base\n");
  });
});

describe("what an answer leaves out", () => {
  test("imports, base and session of classes that are used at once", () => {
    const pasted = `class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)

session.add(User())
session.commit()
`;
    expect(applyAll(pasted)).toBe(`from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy import create_engine, Integer


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)

engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

session.add(User())
session.commit()
`);
  });

  test("the class that a relationship leads to", () => {
    const pasted = `from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()
class Child(Base):
    __tablename__ = "child"
    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, ForeignKey("parents.id"))
    parent = relationship("Parent")
`;
    expect(applyAll(pasted)).toContain(`class Parent(Base):
    __tablename__ = "parents"
    id = Column(Integer, primary_key=True)
`);
  });

  test("the module datetime or the class, by how it is used", () => {
    expect(applyAll("x = datetime.datetime.now()\n")).toBe("import datetime\nx = datetime.datetime.now()\n");
    expect(applyAll("x = datetime.now()\n")).toBe("from datetime import datetime\nx = datetime.now()\n");
  });

  test("nothing for names that are the program's own", () => {
    const source = "def f(session, text):\n    return [select for select in session], text\n";
    expect(fixesFor(source)).toEqual([]);
  });
});

test("fixes come to an end on whatever is pasted", () => {
  const piece = fc.constantFrom(
    ">>> ",
    "... ",
    "In [1]:\n",
    "class A(Base):\n",
    "x = ",
    "relationship('B', backref='as')",
    "print ",
    "(",
    ")",
    "'",
    '"""',
    "\n",
    "    ",
    "\t",
    "session.query(A)",
    ".join('b')",
    "except E, e:",
    "try:",
    "“",
    "select([A.id])",
    "mapper(A, t)",
    "#",
    "{sql}>>> ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const fixed = applyAll(pieces.join(""));
      expect(applyAll(fixed)).toBe(fixed);
    }),
    { numRuns: 1000 },
  );
});
