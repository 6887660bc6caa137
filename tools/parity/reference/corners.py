"""Record scenarios of what is asked more seldom: trees loaded to a depth, concrete bases, statements as text.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 corners.py OUT.jsonl[.gz] [TOPIC...]
"""
import mapping  # noqa: F401  its words
from querying import FILL, SHOP, tries
from recording import Topics

topics = Topics()

TREE = """
class Node(Base):
    __tablename__ = "node"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(20))
    parent_id = mapped_column(ForeignKey("node.id"))
    children = relationship("Node", order_by="Node.id", back_populates="parent")
    parent = relationship("Node", remote_side="Node.id", back_populates="children")
    notes = relationship("Note", order_by="Note.id")

class Note(Base):
    __tablename__ = "note"
    id = mapped_column(Integer, primary_key=True)
    body = mapped_column(String(20))
    node_id = mapped_column(ForeignKey("node.id"))
"""

GROW = """
    session.execute(insert(Node), [{"id": i, "name": str(i), "parent_id": i - 1} for i in [2, 3, 4, 5]])
    session.execute(insert(Node), [{"id": 1, "name": "1"}, {"id": 6, "name": "6"}])
    session.execute(update(Node).where(Node.id == 6).values(parent_id=1))
    session.execute(insert(Note), [{"id": 1, "body": "b", "node_id": 2}, {"id": 2, "body": "c", "node_id": 4}])
    session.commit()
"""

ROOT = "n = session.scalars(select(Node).where(Node.id == 1).options(%s)).one()"
LEAF = "n = session.scalars(select(Node).where(Node.id == 5).options(%s)).one()"
DOWN = "n.children[0].children[0].children[0].children[0].children"


@topics.add
def recursion_depths():
    """Self-referential loaders that descend as far as they are told."""
    yield from tries(TREE, GROW,
        [ROOT % "selectinload(Node.children, recursion_depth=1)", DOWN],
        [ROOT % "selectinload(Node.children, recursion_depth=2)", DOWN],
        [ROOT % "selectinload(Node.children, recursion_depth=3)", DOWN],
        [ROOT % "selectinload(Node.children, recursion_depth=-1)", DOWN],
        [ROOT % "selectinload(Node.children)", DOWN],
        [ROOT % "immediateload(Node.children, recursion_depth=1)", DOWN],
        [ROOT % "immediateload(Node.children, recursion_depth=2)", DOWN],
        [ROOT % "immediateload(Node.children, recursion_depth=-1)", DOWN],
        [LEAF % "selectinload(Node.parent, recursion_depth=2)", "n.parent.parent.parent.parent"],
        [LEAF % "selectinload(Node.parent, recursion_depth=-1)", "n.parent.parent.parent.parent"],
        [LEAF % "immediateload(Node.parent, recursion_depth=2)", "n.parent.parent.parent.parent"],
        [ROOT % "selectinload(Node.children, recursion_depth=0)", ROOT % "selectinload(Node.notes, recursion_depth=1)"],
        [ROOT % "selectinload(Node.children, recursion_depth=2).selectinload(Node.notes)", DOWN, "n.children[0].notes"],
        [ROOT % "selectinload(Node.children, recursion_depth=2), selectinload(Node.notes)", "n.children[0].notes", DOWN],
        [ROOT % "selectinload(Node.children).selectinload(Node.children)", DOWN],
        ["session.query(Node).options(selectinload(Node.children, recursion_depth=2)).order_by(Node.id).all()"],
        ["session.scalars(select(Node).options(selectinload(Node.children, recursion_depth=1)).order_by(Node.id)).all()", "session.get(Node, 4).children"],
    )


@topics.add
def concrete_bases():
    m = """
class Employee(ConcreteBase, Base):
    __tablename__ = "employee"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    __mapper_args__ = {"polymorphic_identity": "employee", "concrete": True}

class Manager(Employee):
    __tablename__ = "manager"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    data = mapped_column(String(40))
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}
"""
    fill = "session.add_all([Employee(name='e'), Manager(name='m', data='d')])\nsession.commit()"
    yield from tries(m, fill,
        ["e = session.scalars(select(Employee).where(Employee.name == 'e')).one()", "session.refresh(e)", "e.name"],
        ["e = session.scalars(select(Employee).where(Employee.name == 'm')).one()", "session.refresh(e)", "session.expire(e)", "e.name"],
        ["m = session.get(Manager, 1)", "session.expire(m, ['data'])", "m.data", "m.name = 'z'", "session.commit()", "m.name"],
        ["session.query(Employee).order_by(Employee.name).all()", "session.commit()", "session.query(Employee).order_by(Employee.name).all()"],
    )


@topics.add
def scalar_table_values():
    yield from tries(SHOP, FILL,
        ["sql(select(func.json_each('[1]').scalar_table_valued('value')), 'postgresql')", "sql(select(func.f(User.id).scalar_table_valued('a', Integer)), 'postgresql')"],
        ["f = func.g(1).scalar_table_valued('v')", "sql(select(f).where(f > 3), 'postgresql')", "sql(select(f.label('x')), 'postgresql')"],
        ["sql(select(func.jsonb_each('{\"k\": 1}').scalar_table_valued('key')), 'postgresql')", "sql(select(User.id).where(func.g(User.id).scalar_table_valued('v') == 1))"],
    )


@topics.add
def error_texts():
    yield from tries(SHOP, FILL,
        ["session.query(User).join(User.addresses).filter_by(nope=1)", "session.query(User).join(Address, User.id == Address.user_id).filter_by(nope=1)", "session.query(User).filter_by(nope=1)", "select(User).join(User.addresses).filter_by(nope=1)"],
        ["select(User).options(defaultload(User.name).load_only(User.age))", "session.scalars(select(User).options(defaultload(User.name).load_only(User.age))).all()", "session.scalars(select(User).options(joinedload(User.addresses).load_only(User.name))).all()"],
        ["session.query(User).join(Item).all()", "session.scalars(select(User).join(Item)).all()", "select(User, Address).join(Order)", "session.query(User).select_from(Address).join(Item).all()"],
        ["session.get(User, (1, 2))", "session.get(User, {'nope': 1})"],
    )


@topics.add
def statement_texts():
    """Statements as text, by themselves and with their values in them."""
    yield from tries(SHOP, None,
        ["str(select(User.id).where(User.name == 'x'))", "str(select(User.id).where(User.name == 'x').compile())", "select(User.id).where(User.name == 'x').compile().params"],
        ["str(select(User.id).where(User.name == \"it's\").compile(compile_kwargs={'literal_binds': True}))", "str(select(User.id).where(User.age.in_([1, 2])).limit(3).compile(compile_kwargs={'literal_binds': True}))", "str(select(User.id).where(User.age.in_([1, 2])))"],
        ["str(insert(User).values(name='x').compile(compile_kwargs={'literal_binds': True}))", "str(update(User).values(age=User.age + 1).where(User.id == 3).compile(compile_kwargs={'literal_binds': True}))", "str(delete(User).where(User.id == 3))"],
        ["str(User.name == 'x')", "str((User.age > 3).compile(compile_kwargs={'literal_binds': True}))", "str(and_(User.age > 3, User.name.is_(None)))", "str(func.lower(User.name))"],
        ["c = select(User.id).where(User.age == bindparam('a')).compile()", "c.string", "c.params", "c.construct_params({'a': 5})"],
        ["str(session.query(User.id).filter(User.age > 3))", "str(session.query(User.id).filter(User.age > 3).statement.compile(compile_kwargs={'literal_binds': True}))", "str(text('select :a').bindparams(a=1).compile(compile_kwargs={'literal_binds': True}))"],
        ["str(select(User.id).compile(engine))", "str(select(User.id).where(User.name == 'x').compile(bind=engine))", "str(select(User.id).where(User.name == 'x').compile(engine, compile_kwargs={'literal_binds': True}))"],
    )


if __name__ == "__main__":
    topics.main(__file__)
