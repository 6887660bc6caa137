"""Record scenarios of querying: what a query can be told, what comes back, and the errors of what it cannot do.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 querying.py OUT.jsonl[.gz] [TOPIC...]
"""
import functools

import mapping  # noqa: F401  its words
import programs
from oracle import World
from recording import Topics
from sqlalchemy import orm




class Session(orm.Session):
    """A session that code makes: what becomes of its objects is recorded as well."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        World.latest.hear(self)


programs.WORDS.update(Session=Session, sessionmaker=functools.partial(orm.sessionmaker, class_=Session))

topics = Topics()

SHOP = """
order_item = Table("order_item", Base.metadata, Column("order_id", ForeignKey("orders.id"), primary_key=True), Column("item_id", ForeignKey("item.id"), primary_key=True))

class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50), nullable=False)
    age = mapped_column(Integer)
    bio = mapped_column(Text, deferred=True)
    photo = mapped_column(LargeBinary, deferred=True, deferred_group="heavy")
    notes = mapped_column(Text, deferred=True, deferred_group="heavy")
    addresses = relationship("Address", back_populates="user", order_by="Address.id")
    orders = relationship("Order", back_populates="user", order_by="Order.id")

class Address(Base):
    __tablename__ = "address"
    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String(50), nullable=False)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")

class Order(Base):
    __tablename__ = "orders"
    id = mapped_column(Integer, primary_key=True)
    total = mapped_column(Numeric(10, 2))
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="orders")
    items = relationship("Item", secondary=order_item, order_by="Item.id")

class Item(Base):
    __tablename__ = "item"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    price = mapped_column(Integer)
    extra = mapped_column(String(20), deferred=True)
"""

FILL = """
    pen, cup = Item(name="pen", price=2), Item(name="cup", price=5)
    ed = User(name="ed", age=30, bio="b1", notes="n1", addresses=[Address(email="ed@a"), Address(email="ed@b")], orders=[Order(total=Decimal("7.50"))])
    jo = User(name="jo", age=25, addresses=[Address(email="jo@a")], orders=[Order(total=Decimal("2")), Order(total=Decimal("9"))])
    session.add_all([ed, jo, User(name="al"), pen, cup])
    session.flush()
    session.execute(insert(order_item), [{"order_id": 1, "item_id": 1}, {"order_id": 1, "item_id": 2}, {"order_id": 2, "item_id": 1}])
    session.commit()
    session.expunge_all()
"""

USERS = "users = session.scalars(select(User).order_by(User.id)%s).all()"


def tries(model, fill, *programs):
    """A scenario for each list of steps, after the same beginning: one step or several."""
    first = [fill] if isinstance(fill, str) else fill or []
    for steps in programs:
        yield model, [*first, *steps]


@topics.add
def returning_objects():
    """INSERT, UPDATE and DELETE that give objects."""
    yield from tries(SHOP, FILL,
        ["session.scalars(insert(User).returning(User), [{'name': 'x'}, {'name': 'y', 'age': 3}]).all()", "session.commit()"],
        ["session.execute(insert(User).values(name='x').returning(User)).all()", "session.execute(insert(User).values([{'name': 'y'}, {'name': 'z'}]).returning(User.id, User.name)).all()"],
        ["session.execute(insert(User).returning(User, User.name), [{'name': 'x'}]).all()", "session.scalars(insert(User).returning(User.id, sort_by_parameter_order=True), [{'name': 'y'}, {'name': 'z'}]).all()"],
        ["session.scalars(update(User).where(User.name == 'ed').values(age=31).returning(User)).all()", "session.get(User, 1).age"],
        ["u = session.get(User, 1)", "session.scalars(update(User).values(age=User.age + 1).returning(User)).all()", "u.age", "session.execute(update(User).where(User.id == 2).values(name='q').returning(User.id, User.name)).all()"],
        ["u = session.get(User, 1)", "session.scalars(update(User).values(age=5).returning(User), execution_options={'synchronize_session': 'fetch'}).all()", "u.age"],
        ["session.scalars(delete(Address).where(Address.email == 'ed@b').returning(Address)).all()", "session.execute(delete(Address).returning(Address.id)).all()"],
        ["session.scalars(select(User).from_statement(insert(User).values(name='x').returning(User))).all()", "session.scalars(select(User).from_statement(update(User).values(age=1).where(User.name == 'x').returning(User)).execution_options(populate_existing=True)).all()"],
        ["session.query(User).from_statement(select(User).where(User.id < 3)).all()", "session.scalars(select(User).from_statement(delete(User).where(User.name == 'x').returning(User))).all()"],
        ["session.scalars(select(User).from_statement(sqlite_insert(User).values([{'name': 'x'}, {'name': 'y'}]).returning(User)).execution_options(populate_existing=True)).all()"],
        ["s = sqlite_insert(User).values([{'id': 1, 'name': 'new'}, {'id': 9, 'name': 'nine'}])", "s = s.on_conflict_do_update(index_elements=[User.id], set_=dict(name=s.excluded.name)).returning(User)",
         "u = session.get(User, 1)", "session.scalars(s, execution_options={'populate_existing': True}).all()", "u.name"],
        ["session.scalars(select(User).from_statement(insert(User).values(name='x').returning(User)).options(selectinload(User.addresses))).all()[0].addresses"],
        ["session.execute(update(User).where(User.id == 1).values(name='q').returning(User.name.label('n'))).mappings().all()", "session.execute(insert(User).values(name='w').returning(func.upper(User.name))).scalar()"],
        ["session.execute(insert(User).values(nope=1))", "session.execute(insert(User), [{'name': 'x', 'nope': 3}])", "session.execute(update(User).values(nope=1))"],
    )


@topics.add
def bulk_statements():
    yield from tries(SHOP, FILL,
        ["session.execute(insert(User), [{'name': 'a', 'age': 1}, {'name': 'b', 'age': None}, {'name': 'c', 'age': 3}])", "session.execute(insert(User), [{'name': 'a', 'age': 1}, {'name': 'b', 'age': None}], execution_options={'render_nulls': True})"],
        ["session.execute(insert(User), {'name': 'a'})", "session.execute(insert(User).values(age=User.id + 1), [{'name': 'b'}, {'name': 'c'}])", "session.execute(insert(User).values(age=bindparam('x')), [{'name': 'd', 'x': 4}])"],
        ["u = session.get(User, 1)", "session.execute(update(User), [{'id': 1, 'name': 'e2'}, {'id': 2, 'name': 'j2', 'age': 1}, {'id': 3, 'name': 'a2'}])", "u.name"],
        ["session.execute(update(User), [{'id': 1, 'age': 1}, {'id': 99, 'age': 2}])", "session.execute(update(User), [{'age': 1}])", "session.execute(update(User), [{'id': None, 'age': 1}])"],
        ["session.execute(update(User).where(User.name == bindparam('n')), [{'id': 1, 'n': 'ed', 'age': 2}])", "session.execute(update(User).where(User.name == bindparam('n')), [{'id': 1, 'n': 'ed', 'age': 2}], execution_options={'synchronize_session': None})"],
        ["session.execute(update(User), [{'id': 1, 'age': 1}], execution_options={'synchronize_session': 'fetch'})", "session.execute(delete(User), [{'id': 1}])"],
        ["session.execute(insert(User).values(name='x'), execution_options={'dml_strategy': 'bulk'})", "session.execute(insert(User), [{'name': 'x'}], execution_options={'dml_strategy': 'raw'})", "session.execute(insert(User), [{'name': 'y'}], execution_options={'dml_strategy': 'other'})"],
    )
    m = """
class Employee(Base):
    __tablename__ = "employee"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    type = mapped_column(String(20))
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "employee"}

class Manager(Employee):
    __tablename__ = "manager"
    id = mapped_column(ForeignKey("employee.id"), primary_key=True)
    level = mapped_column(Integer)
    __mapper_args__ = {"polymorphic_identity": "manager"}

class Clerk(Employee):
    desk = mapped_column(String(10))
    __mapper_args__ = {"polymorphic_identity": "clerk"}
"""
    rows = "[{'name': 'm1', 'level': 1}, {'name': 'm2', 'level': 2}]"
    yield from tries(m, None,
        [f"session.execute(insert(Manager), {rows})", "session.scalars(select(Employee).order_by(Employee.id)).all()"],
        [f"session.scalars(insert(Manager).returning(Manager), {rows}).all()", "session.execute(insert(Manager).returning(Manager.id, Manager.level, Employee.name), [{'name': 'm3', 'level': 7}]).all()"],
        ["session.execute(insert(Manager), [{'id': 5, 'name': 'm1', 'level': 1}, {'id': 6, 'name': 'm2', 'level': 2}])", "session.scalars(insert(Manager).returning(Manager, sort_by_parameter_order=True), [{'id': 8, 'name': 'b', 'level': 2}, {'id': 7, 'name': 'a', 'level': 1}]).all()"],
        ["session.execute(insert(Clerk), [{'name': 'c', 'desk': 'd1'}, {'name': 'e', 'desk': 'd2'}])", "session.scalars(insert(Clerk).returning(Clerk), [{'name': 'f'}]).all()", "session.scalars(select(Clerk)).all()"],
        [f"session.execute(insert(Manager), {rows})", "m = session.get(Manager, 1)", "session.execute(update(Manager), [{'id': 1, 'name': 'x', 'level': 9}, {'id': 2, 'level': 8}])", "[m.name, m.level]"],
        [f"session.execute(insert(Manager), {rows})", "session.execute(update(Manager).where(Manager.id == 1).values(level=3))", "session.execute(update(Clerk).values(name='z'))", "session.execute(delete(Clerk).where(Clerk.name == 'z'))"],
        ["session.execute(sqlite_insert(Manager).on_conflict_do_nothing(), [{'id': 1, 'name': 'x', 'level': 9}])"],
    )
    m = """
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __composite_values__(self):
        return [self.x, self.y]

class Vertex(Base):
    __tablename__ = "vertex"
    id = mapped_column(Integer, primary_key=True)
    x1 = mapped_column("first_x", Integer)
    y1 = mapped_column("first_y", Integer)
    made = mapped_column(Integer, default=7)
    start = composite(Point, "x1", "y1")
"""
    yield from tries(m, None,
        ["session.execute(insert(Vertex), [{'start': Point(1, 2)}, {'start': Point(3, 4)}])", "session.execute(select(Vertex.x1, Vertex.y1, Vertex.made)).all()"],
        ["session.execute(insert(Vertex), [{'x1': 1, 'y1': 2}])", "session.execute(update(Vertex), [{'id': 1, 'start': Point(8, 9)}])", "session.execute(insert(Vertex).values(x1=5))", "session.execute(insert(Vertex).values([{'x1': 5, 'y1': 6}, {'x1': 7, 'y1': 8}]))", "session.execute(select(Vertex.x1, Vertex.y1)).all()"],
    )


@topics.add
def concrete_refresh():
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
        ["e = session.get(Employee, 1)", "session.refresh(e)", "session.expire(e)", "e.name", "session.expire(e, ['name'])", "e.name"],
    )


@topics.add
def execute_listeners():
    """do_orm_execute hears of every statement that a session executes."""
    heard = """
        heard = []
        def hear(state):
            heard.append([state.is_select, state.is_update, state.is_delete, state.is_insert, state.is_relationship_load, state.is_column_load])
        event.listen(session, "do_orm_execute", hear)
    """
    yield from tries(SHOP, [FILL, heard],
        ["session.query(User).filter(User.name == 'ed').all()", "session.query(User).count()", "session.query(User.id).first()", "heard"],
        ["u = session.get(User, 1)", "u.addresses", "heard", "session.expire(u)", "u.name", "u.bio", "heard"],
        ["session.scalars(select(User).options(selectinload(User.addresses), joinedload(User.orders))).unique().all()", "heard"],
        ["session.query(User).options(subqueryload(User.addresses)).all()", "session.query(User).options(immediateload(User.orders)).all()", "heard"],
        ["session.query(User).filter(User.id == 1).update({'age': 3})", "session.query(Address).filter(Address.id == 1).delete()", "heard"],
        ["session.execute(text('select 1')).all()", "session.execute(insert(User).values(name='q'))", "session.scalar(select(func.count()).select_from(User))", "heard"],
        ["u = session.get(User, 1)", "session.refresh(u)", "session.merge(User(id=2, name='m'))", "heard"],
    )
    limited = """
        def limit(state):
            if state.is_select and not state.is_column_load and not state.is_relationship_load:
                state.statement = state.statement.options(with_loader_criteria(Address, Address.email != 'ed@b'))
        event.listen(session, "do_orm_execute", limit)
    """
    yield from tries(SHOP, [FILL, limited],
        ["session.scalars(select(Address)).all()", "session.query(Address).all()", "session.scalars(select(User)).all()[0].addresses"],
        ["session.scalars(select(User).join(User.addresses).order_by(User.id)).unique().all()", "session.query(User).options(joinedload(User.addresses)).all()[0].addresses"],
    )


@topics.add
def criteria_of_loaders():
    m = """
class Dated:
    deleted = mapped_column(Boolean, default=False)

class User(Dated, Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    addresses = relationship("Address", back_populates="user")

class Address(Dated, Base):
    __tablename__ = "address"
    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String(50))
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
"""
    fill = """
        session.add_all([User(name="a", addresses=[Address(email="a1"), Address(email="a2", deleted=True)]), User(name="b", deleted=True)])
        session.commit()
        session.expunge_all()
    """
    yield from tries(m, fill,
        ["c = with_loader_criteria(Dated, lambda cls: cls.deleted == False, include_aliases=True)", "session.scalars(select(User).options(c)).all()", "us = session.scalars(select(User).options(c, joinedload(User.addresses))).unique().all()", "us[0].addresses"],
        ["c = with_loader_criteria(Dated, lambda cls: cls.deleted == False, include_aliases=True)", "a = aliased(Address)", "session.execute(select(User, a).join(a, User.addresses).options(c)).all()", "session.scalars(select(User).options(c, selectinload(User.addresses))).all()[0].addresses"],
        ["c = with_loader_criteria(Address, Address.deleted == False, include_aliases=True)", "a = aliased(Address)", "session.execute(select(User, a).join(a, User.addresses).options(c)).all()", "session.scalars(select(a).options(c)).all()"],
        ["c = with_loader_criteria(Address, Address.deleted == False, propagate_to_loaders=False)", "u = session.scalars(select(User).options(c).where(User.name == 'a')).one()", "u.addresses", "session.expunge_all()", "session.scalars(select(User).options(c, selectinload(User.addresses))).all()[0].addresses"],
        ["c = with_loader_criteria(Address, lambda cls: cls.deleted == False)", "u = session.scalars(select(User).options(c).where(User.name == 'a')).one()", "u.addresses", "session.expire(u)", "u.addresses", "session.query(User).options(c).outerjoin(User.addresses).filter(Address.email != None).all()"],
        ["c = with_loader_criteria(Address, Address.deleted == False)", "session.query(User).options(c).filter(User.addresses.any(Address.email == 'a2')).all()", "session.scalars(select(User).where(exists().where(Address.user_id == User.id)).options(c)).all()", "session.query(User).options(c, subqueryload(User.addresses)).all()[0].addresses"],
        ["session.scalars(select(User).options(selectinload(User.addresses.and_(Address.deleted == False)))).all()[0].addresses", "session.expunge_all()", "session.scalars(select(User).options(joinedload(User.addresses.and_(Address.email == 'a2')))).unique().all()[0].addresses", "session.expunge_all()", "u = session.scalars(select(User).options(lazyload(User.addresses.and_(Address.deleted == True)))).first()", "u.addresses"],
        ["session.scalars(select(User).join(User.addresses.and_(Address.deleted == False))).all()", "session.scalars(select(User).outerjoin(User.addresses.and_(Address.email == 'a2'))).all()", "session.query(User).options(subqueryload(User.addresses.and_(Address.deleted == False))).all()[0].addresses"],
    )


@topics.add
def query_classes():
    yield from tries(SHOP, FILL,
        ["class Own(Query):\n    def named(self, name):\n        return self.filter(User.name == name)", "s = Session(engine, query_cls=Own)", "s.query(User).named('ed').all()", "s.query(User.id).order_by(User.id).all()", "s.close()"],
        ["class Own(Query):\n    def by_id(self):\n        return self.order_by(text('1'))", "maker = sessionmaker(engine, query_cls=Own)", "s = maker()", "s.query(User.id).by_id().limit(2).all()", "s.close()"],
        ["q = Query([User.name]).order_by(User.id)", "q.with_session(session).all()", "Query(User, session).filter_by(name='jo').one().age"],
    )


@topics.add
def hints_and_affixes():
    yield from tries(SHOP, FILL,
        ["sql(select(User.id).with_hint(User, 'USE INDEX (x)', 'mysql'), 'mysql')", "sql(select(User.id).with_hint(User, 'INDEXED BY y', 'sqlite'))", "sql(select(User.id).with_statement_hint('hint', 'mysql'), 'mysql')", "sql(select(User.id).with_hint(User, 'any %(name)s'), 'postgresql')"],
        ["session.execute(select(User.name).prefix_with('ALL').order_by(User.id)).all()", "session.query(User.name).prefix_with('DISTINCT').order_by(User.name).all()", "sql(select(User.id).prefix_with('HIGH_PRIORITY', dialect='mysql'), 'mysql')", "sql(select(User.id).prefix_with('HIGH_PRIORITY', dialect='mysql'))"],
        ["sql(select(User.id).suffix_with('-- end'))", "sql(insert(User).prefix_with('OR IGNORE').values(name='x'))", "session.execute(insert(User).prefix_with('OR REPLACE').values(id=1, name='z'))", "sql(update(User).prefix_with('OR IGNORE').values(name='x'))", "sql(delete(User).prefix_with('X'))"],
        ["sql(select(User.id).suffix_with('FINAL', dialect='postgresql'), 'postgresql')", "session.query(User.id).suffix_with('LIMIT 2').order_by(User.id).all()", "a = aliased(User)", "sql(select(a.id).with_hint(a, 'USE INDEX (%(name)s)', 'mysql'), 'mysql')"],
    )


@topics.add
def table_functions():
    yield from tries(SHOP, FILL,
        ["j = func.json_each('[1, 2, 3]').table_valued('value')", "session.execute(select(j.c.value)).all()", "session.execute(select(j)).all()", "sql(select(j).where(j.c.value > 1))"],
        ["j = func.json_each('{\"a\": 1}').table_valued('key', 'value', name='pairs')", "session.execute(select(j.c.key, j.c.value)).all()", "session.execute(select(func.json_each('[5]').table_valued('value', joins_implicitly=True))).all()"],
        ["v = func.generate_series(1, 4).table_valued('value')", "sql(select(v), 'postgresql')", "sql(select(func.generate_series(1, 5).column_valued('x')), 'postgresql')", "sql(select(func.generate_series(1, 5).column_valued()), 'postgresql')"],
        ["f = func.unnest(literal('{}')).table_valued('a', 'b', with_ordinality='n').render_derived()", "sql(select(f), 'postgresql')", "f = func.json_to_recordset(literal('[]')).table_valued(column('a', Integer), column('b', String)).render_derived(with_types=True)", "sql(select(f.c.a, f.c.b), 'postgresql')"],
        ["sql(select(func.row_to_json(User.__table__.table_valued())), 'postgresql')", "s = select(User.id, User.name).subquery('s')", "sql(select(func.row_to_json(s.table_valued())), 'postgresql')"],
        ["j = func.json_each(Item.extra).table_valued('value').alias('j')", "sql(select(Item.id, j.c.value))", "sql(select(Item.id).join(j, true()))"],
    )


@topics.add
def fetching():
    yield from tries(SHOP, FILL,
        ["r = conn.execute(select(User.__table__.c.id).order_by(User.__table__.c.id))", "r.fetchmany()", "r.fetchmany(5)", "r.fetchmany()"],
        ["r = session.execute(select(User.id).order_by(User.id))", "r.fetchmany(2)", "r.fetchmany()", "r.fetchmany()"],
        ["[list(p) for p in session.scalars(select(User).order_by(User.id)).partitions(2)]", "[list(p) for p in session.execute(select(User.id).order_by(User.id).execution_options(yield_per=2)).partitions()]"],
        ["session.scalars(select(User).order_by(User.id)).yield_per(2).all()", "[u.name for u in session.query(User).order_by(User.id).yield_per(1)]", "session.execute(select(User), execution_options={'yield_per': 1}).scalars().all()"],
        ["session.scalars(select(User).options(joinedload(User.addresses)).execution_options(yield_per=2)).unique().all()", "session.query(User).options(subqueryload(User.addresses)).yield_per(2).all()", "session.scalars(select(User).options(selectinload(User.addresses)).execution_options(yield_per=1)).all()"],
        ["r = session.scalars(select(User.id).order_by(User.id))", "r.first()", "r.all()", "session.execute(select(User.id)).one()", "session.execute(select(User.id).where(User.id == 9)).one_or_none()"],
        ["r = conn.execute(select(User.__table__.c.id, User.__table__.c.name).order_by(User.__table__.c.id))", "r.fetchone()", "r.columns('name').all()", "[list(p) for p in conn.execute(select(User.__table__.c.id)).partitions(2)]"],
    )


@topics.add
def deferred_groups():
    yield from tries(SHOP, FILL,
        [USERS % ".options(undefer_group('heavy'))", "users[0].notes", "users[0].bio"],
        [USERS % ".options(undefer(User.bio))", "users[0].bio", "users[0].photo", "users[0].notes"],
        ["session.query(User).options(undefer_group('heavy'), undefer(User.bio)).all()", "session.expunge_all()", "session.scalars(select(Address).options(joinedload(Address.user).undefer_group('heavy'))).all()", "session.expunge_all()", "session.scalars(select(Address).options(selectinload(Address.user).options(undefer(User.bio)))).all()"],
        [USERS % ".options(undefer('*'))", "session.expunge_all()", USERS % ".options(defer('*'), undefer(User.name))", "users[0].age"],
        [USERS % ".options(load_only(User.name))", "users[0].age", "session.expunge_all()", USERS % ".options(load_only(User.name, raiseload=True))", "users[0].age"],
        [USERS % ".options(defer(User.name))", "users[0].name", "session.expunge_all()", USERS % ".options(defer(User.name, raiseload=True))", "users[0].name", "session.refresh(users[0], ['name'])", "users[0].name"],
        ["session.scalars(select(User).options(selectinload(User.addresses).load_only(Address.email)).order_by(User.id)).all()[0].addresses[0].user_id", "session.expunge_all()", "session.scalars(select(User).options(Load(User).load_only(User.name), joinedload(User.addresses).defer(Address.email))).unique().all()"],
        ["session.query(User).options(undefer_group('nothing')).all()", "session.query(User).options(defer('name'))", "session.query(User).options(undefer(Address.email)).all()"],
    )


@topics.add
def default_loads():
    yield from tries(SHOP, FILL,
        ["session.scalars(select(User).options(defaultload(User.orders).joinedload(Order.items)).order_by(User.id)).all()[0].orders[0].items"],
        ["session.scalars(select(User).options(defaultload(User.addresses).load_only(Address.email)).order_by(User.id)).all()[0].addresses"],
        ["session.query(User).options(defaultload(User.orders).defaultload(Order.items).undefer(Item.extra)).order_by(User.id).all()[0].orders[0].items"],
        ["session.scalars(select(User).options(defaultload(User.orders).options(selectinload(Order.items), defer(Order.total))).order_by(User.id)).all()[0].orders"],
        ["session.query(User).options(joinedload(User.orders), defaultload(User.orders).raiseload(Order.items)).all()[0].orders[0].items"],
        ["select(User).options(defaultload(User.name))", "session.scalars(select(User).options(defaultload(Address.user))).all()", "session.scalars(select(User).options(defer(User.addresses))).all()"],
    )


@topics.add
def loader_chains():
    yield from tries(SHOP, FILL,
        ["session.scalars(select(User).options(selectinload(User.orders).selectinload(Order.items)).order_by(User.id)).all()[0].orders[0].items"],
        ["session.scalars(select(User).options(joinedload(User.orders).joinedload(Order.items)).order_by(User.id)).unique().all()[0].orders[0].items"],
        ["session.scalars(select(User).options(joinedload(User.orders, innerjoin=True).joinedload(Order.items, innerjoin=True)).order_by(User.id)).unique().all()", "session.expunge_all()", "session.scalars(select(Order).options(joinedload(Order.user, innerjoin=True).joinedload(User.addresses))).unique().all()"],
        ["session.scalars(select(User).options(joinedload(User.addresses)).order_by(User.id).limit(2)).unique().all()", "session.expunge_all()", "session.scalars(select(User).options(joinedload(User.addresses), joinedload(User.orders).joinedload(Order.items)).order_by(User.name).limit(1).offset(1)).unique().all()"],
        ["session.query(User).options(subqueryload(User.orders).subqueryload(Order.items)).order_by(User.id).all()", "session.expunge_all()", "session.query(User).options(subqueryload(User.orders)).order_by(User.id).limit(2).all()"],
        ["session.scalars(select(User).options(immediateload(User.orders).immediateload(Order.items)).order_by(User.id)).all()", "session.expunge_all()", "session.scalars(select(User).options(immediateload(User.addresses)).where(User.id == 1)).one().addresses"],
        [USERS % ".options(raiseload(User.addresses))", "users[0].addresses", "users[0].orders", "session.expunge_all()", USERS % ".options(raiseload('*'))", "users[0].orders", "session.expunge_all()", USERS % ".options(raiseload(User.addresses, sql_only=True))", "users[0].addresses", "session.scalars(select(Address).options(raiseload(Address.user, sql_only=True))).all()[0].user"],
        [USERS % ".options(noload(User.addresses))", "users[0].addresses", "session.expunge_all()", USERS % ".options(lazyload(User.addresses))", "users[0].addresses", "session.expunge_all()", USERS % ".options(joinedload(User.orders).noload(Order.items))"],
        ["a = aliased(Address)", "session.scalars(select(User).join(a, User.addresses).options(contains_eager(User.addresses, alias=a)).order_by(User.id)).unique().all()[0].addresses", "session.expunge_all()", "session.scalars(select(User).join(User.addresses.of_type(a)).options(contains_eager(User.addresses.of_type(a))).order_by(User.id, a.id)).unique().all()"],
        ["session.scalars(select(User).join(User.orders).join(Order.items).options(contains_eager(User.orders).contains_eager(Order.items)).where(Item.name == 'pen').order_by(User.id)).unique().all()[0].orders[0].items", "session.expunge_all()", "session.query(Order).join(Order.user).options(contains_eager(Order.user).selectinload(User.addresses)).order_by(Order.id).all()"],
        ["session.scalars(select(Address).options(joinedload(Address.user).joinedload(User.orders)).order_by(Address.id)).unique().all()", "session.expunge_all()", "session.scalars(select(Address).options(Load(Address).selectinload(Address.user).options(selectinload(User.orders), defer(User.age))).order_by(Address.id)).all()"],
        ["select(User).options(joinedload(Address.user))", "session.scalars(select(User).options(joinedload(Address.user))).all()", "session.scalars(select(User).options(joinedload(User.addresses).joinedload(User.orders))).all()", "session.scalars(select(User).options(joinedload('addresses'))).all()", "session.scalars(select(User).options(selectinload(User.name))).all()"],
    )


@topics.add
def bundles():
    yield from tries(SHOP, FILL,
        ["session.execute(select(Bundle('b', User.id, User.name)).order_by(User.id)).all()", "b = Bundle('b', User.name, User.age)", "session.execute(select(b).where(b.c.name == 'ed')).all()", "session.execute(select(b).where(b.c.name == 'ed')).one().b.age"],
        ["session.query(Bundle('b', User.id, User.name), Address.email).join(User.addresses).order_by(Address.id).all()", "session.query(Bundle('n', User.id, Bundle('m', User.name))).order_by(User.id).all()"],
        ["session.scalars(select(Bundle('b', User.id, User.name, single_entity=True)).order_by(User.id)).all()", "session.query(Bundle('b', User.id, single_entity=True)).order_by(User.id).all()"],
        ["session.execute(select(User, Bundle('b', Address.email, func.length(Address.email).label('n'))).join(User.addresses).order_by(Address.id)).all()", "session.execute(select(Bundle('b', func.count(User.id).label('c')))).scalar_one().c"],
    )


@topics.add
def query_forms():
    yield from tries(SHOP, FILL,
        ["session.query(User).join(Address).filter(Address.email == 'jo@a').all()", "session.query(User).join(Address, User.id == Address.user_id).order_by(User.id).all()", "session.query(User).join(User.addresses, isouter=True).order_by(User.id).all()", "session.query(User).outerjoin(User.addresses).filter_by(email='ed@a').all()"],
        ["session.query(User).select_from(Address).join(Address.user).order_by(Address.id).all()", "session.query(User, Order).join(Order, User.orders, full=True).order_by(User.id, Order.id).all()", "session.query(User.name).join(User.orders).join(Order.items).filter(Item.name == 'cup').all()"],
        ["session.query(User).filter_by(name='ed').join(User.addresses).filter_by(email='ed@b').one()", "session.query(User).filter_by(nope=1)", "session.query(User).join(Item).all()", "session.query(User, Address).join(Order).all()"],
        ["session.query(User).filter(User.addresses.any()).order_by(User.id).all()", "session.query(User).filter(~User.addresses.any(Address.email.like('ed%'))).order_by(User.id).all()", "session.query(Address).filter(Address.user.has(User.age > 26)).all()", "session.query(User).filter(User.addresses.contains(session.get(Address, 1))).all()", "session.query(Address).filter(with_parent(session.get(User, 1), User.addresses)).all()"],
        ["session.query(User.name, func.count(Address.id).label('n')).outerjoin(User.addresses).group_by(User.name).having(func.count(Address.id) > 0).order_by(desc('n')).all()", "session.query(User.age).distinct().order_by(User.age).all()", "session.query(func.max(User.age), func.min(User.age)).one()"],
        ["session.query(User).order_by(User.name).slice(1, 3).all()", "session.query(User).order_by(User.id)[0:2]", "session.query(User).order_by(User.id)[1]", "session.query(User).limit(1).filter(User.id == 1)", "session.query(User).limit(2).offset(1).count()"],
        ["q = session.query(User).filter(User.age > 20)", "q.union(session.query(User).filter(User.name == 'al')).order_by(User.id).all()", "q.union_all(session.query(User)).count()", "q.intersect(session.query(User).filter(User.id == 1)).all()", "q.except_(session.query(User).filter(User.id == 1)).all()"],
        ["session.query(User).filter(User.id.in_(session.query(Address.user_id))).order_by(User.id).all()", "session.query(User).filter(User.id.in_(select(Order.user_id).where(Order.total > 5))).order_by(User.id).all()", "session.query(session.query(Address).filter(Address.user_id == User.id).exists()).select_from(User).all()"],
        ["s = session.query(Address.user_id, func.count().label('n')).group_by(Address.user_id).subquery()", "session.query(User.name, s.c.n).outerjoin(s, User.id == s.c.user_id).order_by(User.id).all()", "session.query(User).join(s, s.c.user_id == User.id).filter(s.c.n > 1).all()"],
        ["a = aliased(User)", "session.query(User, a).join(a, User.id < a.id).order_by(User.id, a.id).all()", "b = aliased(User, session.query(User).filter(User.age > 26).subquery())", "session.query(b).all()", "session.query(b.name).filter(b.id > 0).all()"],
        ["session.query(User).options(joinedload(User.addresses)).first()", "session.query(User).one()", "session.query(User).filter(User.id == 9).one()", "session.query(User).one_or_none()", "session.query(User).filter(User.id == 9).scalar()", "session.query(User.id).scalar()"],
        ["u = session.get(User, 1)", "session.execute(text(\"update users set name = 'zz' where id = 1\"))", "session.query(User).filter(User.id == 1).one().name", "session.query(User).populate_existing().filter(User.id == 1).one().name", "session.scalars(select(User).where(User.id == 1).execution_options(populate_existing=True)).one().name"],
        ["session.query(User).from_statement(text('select * from users order by id')).all()", "session.query(User).from_statement(text('select id, name from users where id = :i')).params(i=2).all()", "session.scalars(select(User).from_statement(text('select users.id as i, users.name as n from users').columns(User.id, User.name))).all()", "session.query(User).from_statement(select(User).where(User.id == 3)).one()"],
        ["session.query(User).filter(User.id == 1).update({User.age: User.age + 1})", "session.query(User).filter(User.name.in_(['jo'])).update({'name': 'q'}, synchronize_session=False)", "session.query(User).limit(1).update({'age': 1})", "session.query(User).join(User.addresses).delete()", "session.query(Address).filter(Address.id > 2).delete(synchronize_session='fetch')"],
        ["session.query(User).with_for_update().filter(User.id == 1).all()", "session.query(User).enable_eagerloads(False).options(joinedload(User.addresses)).all()", "session.query(User).correlate(Address).filter(User.id == 1).all()", "session.query(User).add_columns(User.name).order_by(User.id).all()", "session.query(User.id).add_entity(Address).join(User.addresses).order_by(Address.id).all()"],
        ["session.query(User, Address).all()", "session.execute(select(User.id, Order.id)).all()", "session.query(User).filter(Address.email == 'ed@a').all()"],
        ["session.query(User).order_by('nope').all()", "session.execute(select(User.name).order_by('nope')).all()", "session.execute(select(User.name.label('n')).order_by('n').group_by('n')).all()", "session.execute(select(User).order_by(text('users.name desc'))).scalars().all()"],
    )


@topics.add
def select_forms():
    yield from tries(SHOP, FILL,
        ["session.execute(select(User.name, Address.email).join(User.addresses).order_by(Address.id)).all()", "session.execute(select(User, Address).join_from(User, Address).order_by(Address.id)).all()", "session.scalars(select(User).join(User.orders).join(Order.items).where(Item.name == 'pen').order_by(User.id)).unique().all()"],
        ["session.execute(select(User).join(Address, User.addresses, isouter=True).filter_by(email='ed@a')).scalars().all()", "session.scalars(select(User).join(User.addresses, full=True).order_by(User.id)).unique().all()", "session.scalars(select(User).outerjoin(User.orders).where(Order.id == None)).all()"],
        ["session.execute(select(func.count()).select_from(select(User).where(User.age > 1).subquery())).scalar()", "session.scalar(select(exists().where(User.name == 'ed')))", "session.scalar(select(select(User).where(User.name == 'no').exists()))", "session.scalars(select(User).where(select(Address.id).where(Address.user_id == User.id).exists())).all()"],
        ["c = select(User.id, User.name).where(User.age > 20).cte('grown')", "session.execute(select(c).order_by(c.c.id)).all()", "a = aliased(User, c)", "session.scalars(select(a).order_by(a.id)).all()", "session.execute(select(c.c.name, Address.email).join(Address, Address.user_id == c.c.id).order_by(Address.id)).all()"],
        ["u = union_all(select(User).where(User.id == 1), select(User).where(User.id == 2)).subquery()", "a = aliased(User, u)", "session.scalars(select(a).order_by(a.id)).all()", "session.scalars(select(User).from_statement(union_all(select(User).where(User.id == 1), select(User).where(User.id == 3)))).all()"],
        ["session.execute(select(User.name, func.row_number().over(order_by=User.age.desc(), partition_by=User.id).label('r')).order_by(User.id)).all()", "session.execute(select(func.sum(Item.price).over(rows=(None, 0), order_by=Item.id))).all()", "session.execute(select(func.rank().over(order_by=User.name), func.lag(User.name).over(order_by=User.id))).all()", "session.execute(select(func.sum(Item.price).over(order_by=Item.id, range_=(-1, 1)), func.count().filter(Item.price > 2).over())).all()"],
        ["s = select(Address.email).where(Address.user_id == User.id).limit(1).scalar_subquery()", "session.execute(select(User.name, s).order_by(User.id)).all()", "session.execute(select(User.name, s.label('m')).where(s == 'ed@a')).all()", "session.execute(select(User).where(User.age == select(func.max(User.age)).scalar_subquery())).scalars().all()"],
        ["session.execute(select(User.id, literal('x').label('k'), literal_column('1 + 1').label('two')).order_by(User.id).limit(1)).all()", "session.execute(select(case((User.age > 26, 'old'), else_='young'), cast(User.age, String), type_coerce(User.age, Numeric)).order_by(User.id)).all()", "session.execute(select(User.name).where(tuple_(User.id, User.name).in_([(1, 'ed'), (2, 'x')]))).all()", "session.execute(select(extract('year', literal(date(2020, 1, 2))))).scalar()"],
        ["sql(select(User.id, Address.id, User.name, Address.user_id).join(User.addresses))", "sql(select(User, User.name, aliased(User).name))", "sql(select(User.id, User.id, User.id.label('id')))", "sql(select(User).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL))", "sql(select(func.count(User.id), func.count(), User.id + 1, User.id + 2))"],
        ["l = select(Address.email).where(Address.user_id == User.id).lateral('l')", "sql(select(User.name, l.c.email), 'postgresql')", "sql(select(User.name).join(l, true()), 'postgresql')", "sql(select(User.name, select(Address).where(Address.user_id == User.id).order_by(Address.id).limit(1).lateral().c.email), 'postgresql')"],
        ["session.execute(select(User.name).fetch(1)).all()", "sql(select(User.name).fetch(2, with_ties=True), 'postgresql')", "sql(select(User.name).order_by(User.id).fetch(10, percent=True).offset(2), 'postgresql')", "session.execute(select(User.name).order_by(User.id).slice(1, 2)).all()", "session.execute(select(User.name).order_by(nulls_first(User.age), User.name.asc().nulls_last())).all()"],
        ["session.execute(select(Address.email).order_by(Address.id)).scalars().one()", "session.execute(select(User, Address)).scalars().first()", "session.execute(select(User.name, User.age).where(User.id == 1)).mappings().one()", "session.execute(select(User.name, User.age).where(User.id == 1)).one()._asdict()", "session.execute(select(User.name).order_by(User.id)).columns(0).all()", "session.execute(select(User.name, User.id).order_by(User.id)).columns('id').first()"],
        ["n = select(Item.id, Item.price).where(Item.price < 3).cte('n', recursive=True)", "n = n.union_all(select(n.c.id, n.c.price + 1).where(n.c.price < 6))", "session.execute(select(n.c.price).order_by(n.c.price)).all()"],
        ["session.scalars(select(User).where(User.name == bindparam('n')), {'n': 'jo'}).all()", "session.execute(select(User.id).where(User.id.in_(bindparam('ids', expanding=True))), {'ids': [1, 3]}).all()", "session.execute(select(User.id).where(User.name == bindparam('n'))).all()", "session.execute(text('select name from users where age > :a').bindparams(bindparam('a', 26, Integer)).columns(name=String)).all()"],
    )


@topics.add
def numbers_from_one():
    """Recursive CTEs, alone and joined to classes."""
    m = """
class Node(Base):
    __tablename__ = "node"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(20))
    parent_id = mapped_column(ForeignKey("node.id"))
    children = relationship("Node", back_populates="parent")
    parent = relationship("Node", back_populates="children", remote_side=[id])
"""
    fill = """
        session.add(Node(name="root", children=[Node(name="a", children=[Node(name="aa")]), Node(name="b")]))
        session.commit()
        session.expunge_all()
    """
    tree = "t = select(Node.id, Node.name, literal(0).label('depth')).where(Node.parent_id == None).cte('t', recursive=True)"
    grown = "t = t.union_all(select(Node.id, Node.name, t.c.depth + 1).join(t, Node.parent_id == t.c.id))"
    yield from tries(m, fill,
        [tree, grown, "session.execute(select(t).order_by(t.c.depth, t.c.id)).all()", "session.execute(select(func.max(t.c.depth))).scalar()"],
        [tree, grown, "session.scalars(select(Node).join(t, t.c.id == Node.id).where(t.c.depth == 1).order_by(Node.id)).all()", "session.execute(update(Node).where(Node.id.in_(select(t.c.id).where(t.c.depth > 1))).values(name='deep'))"],
        ["n = select(literal(1).label('x')).cte('n', recursive=True)", "n = n.union(select(n.c.x + 1).where(n.c.x < 4))", "conn.execute(select(n.c.x)).all()", "sql(select(n.alias('m')))", "sql(select(n), 'mysql')"],
        ["c = session.query(Node).filter(Node.name == 'root').cte(name='c', recursive=True)", "ca, na = aliased(c, name='ca'), aliased(Node, name='na')", "c = c.union_all(session.query(na).filter(na.parent_id == ca.c.id))", "session.query(c.c.name).order_by(c.c.id).all()"],
        ["session.scalars(select(Node).options(joinedload(Node.children).joinedload(Node.children)).where(Node.name == 'root')).unique().all()", "session.expunge_all()", "p = aliased(Node)", "session.execute(select(Node.name, p.name).join(Node.parent.of_type(p)).order_by(Node.id)).all()"],
    )


@topics.add
def sessions_on_connections():
    yield from tries(SHOP, None,
        ["s = Session(conn)", "s.add(User(name='x'))", "s.commit()", "conn.in_transaction()", "s.query(User).all()", "s.rollback()", "s.close()"],
        ["t = conn.begin()", "s = Session(conn)", "s.add(User(name='x'))", "s.commit()", "t.is_active", "s.rollback()", "t.rollback()", "s.close()"],
        ["t = conn.begin()", "s = Session(conn, join_transaction_mode='create_savepoint')", "s.add(User(name='x'))", "s.commit()", "s.add(User(name='y'))", "s.flush()", "s.rollback()", "s.query(User).count()", "s.close()", "t.rollback()"],
        ["t = conn.begin()", "n = conn.begin_nested()", "s = Session(conn)", "s.add(User(name='x'))", "s.commit()", "s.close()", "n.rollback()", "t.commit()"],
        ["t = conn.begin()", "s = Session(bind=conn, join_transaction_mode='control_fully')", "s.add(User(name='x'))", "s.commit()", "t.is_active", "s.close()", "Session(conn, join_transaction_mode='other')"],
    )


@topics.add
def mutable_texts():
    """Statements as text, without a session."""
    yield from tries(SHOP, None,
        ["str(select(User))", "str(select(User).where(User.name == 'x').order_by(User.id))", "str(select(User).join(User.addresses))", "str(select(User).options(joinedload(User.addresses)))", "str(select(aliased(User)))"],
        ["str(session.query(User))", "str(session.query(User.name).filter(User.id > 1))", "str(insert(User))", "str(update(User).values(name='x').where(User.id == 1))", "str(delete(User).where(User.name == 'x'))"],
        ["str(User.name == 'x')", "str(User.addresses.any())", "str(User.id.in_([1, 2]))", "str(exists().where(User.id == Address.user_id))", "str(union(select(User.id), select(Address.id)))", "str(User.addresses)", "str(User.name)"],
        ["sql(select(User).options(joinedload(User.addresses)))", "sql(select(User).options(joinedload(User.addresses)).limit(1), 'postgresql')", "sql(select(Order).where(Order.user.has(User.name == 'x')), 'mysql')", "sql(select(User.name).where(User.id == 5), literal_binds=True)"],
        ["sql(update(User).values({User.name: 'x', Address.email: 'y'}).where(User.id == Address.user_id), 'mysql')", "sql(update(User).values({User.name: 'x', Address.email: 'y'}).where(User.id == Address.user_id))", "sql(update(User).values({Address.email: 'y'}), 'mysql')", "sql(update(User).values(name=Address.email).where(User.id == Address.user_id), 'postgresql')", "sql(update(User).values(name=Address.email).where(User.id == Address.user_id), 'mysql')"],
    )


@topics.add
def modified_unloaded():
    yield from tries(SHOP, FILL,
        ["u = session.get(User, 1)", "session.is_modified(u)", "u.name = 'x'", "session.is_modified(u)", "u.name = 'ed'", "session.is_modified(u)"],
        ["u = session.get(User, 1)", "u.addresses.append(Address(email='z'))", "session.is_modified(u)", "session.is_modified(u, include_collections=False)", "inspect(u).attrs.orders.history", "inspect(u).attrs.addresses.history"],
        ["a = session.get(Address, 1)", "inspect(a).attrs.user.history", "a.user_id = 2", "session.is_modified(a)", "inspect(a).attrs.user.history", "inspect(a).attrs.user_id.history", "inspect(a).attrs.user.load_history()"],
        ["u = session.get(User, 1)", "u.bio = 'q'", "inspect(u).attrs.bio.history", "inspect(u).attrs.notes.history", "session.is_modified(u)", "session.expire(u)", "inspect(u).attrs.name.history", "u.name = 'r'", "inspect(u).attrs.name.history", "inspect(u).attrs.name.load_history()"],
    )


@topics.add
def directions_and_criteria():
    yield from tries(SHOP, FILL,
        ["session.scalars(select(User.name).order_by(asc(User.name))).all()", "session.scalars(select(User.name).order_by(User.age.asc(), desc(User.id))).all()"],
        ["session.query(User.name).order_by(User.name.asc()).all()", "session.scalars(select(Item.name).order_by(asc('name'))).all()"],
        ["session.scalars(select(User).options(joinedload(User.orders.and_(Order.total > 3))).order_by(User.id)).unique().all()[1].orders"],
        ["session.scalars(select(Order).options(selectinload(Order.items.and_(Item.price < 3))).order_by(Order.id)).all()[0].items"],
    )


@topics.add
def decorated_and_named():
    """Types of one's own, sequences, names by convention."""
    decorated = """
class Lower(TypeDecorator):
    impl = String
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return value.lower() if value is not None else None

class Word(Base):
    __tablename__ = "word"
    id = mapped_column(Integer, primary_key=True)
    text = mapped_column(Lower)
"""
    yield from tries(decorated, None,
        ["session.add(Word(text='ABC'))", "session.commit()", "session.query(Word).filter(Word.text == 'ABC').one().text", "session.scalars(select(Word).where(Word.text.in_(['ABC', 'D']))).all()"],
        ["session.execute(insert(Word), [{'text': 'X'}, {'text': 'Y'}])", "session.execute(update(Word).values(text='ZZ').where(Word.text == 'X'))", "session.scalars(select(Word.text).order_by(Word.text)).all()"],
    )
    sequence = """
class Thing(Base):
    __tablename__ = "thing"
    id = mapped_column(Integer, Sequence("thing_seq", start=5), primary_key=True)
    name = mapped_column(String(20))
"""
    yield from tries(sequence, None,
        ["session.add(Thing(name='a'))", "session.commit()", "session.scalars(select(Thing)).all()", "ddl(Thing.__table__)"],
        ["sql(insert(Thing).values(name='x'), 'mysql')", "session.execute(insert(Thing), [{'name': 'x'}, {'name': 'y'}])", "session.scalars(select(Thing.id)).all()"],
    )
    naming = """
Base.metadata.naming_convention = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}

class A(Base):
    __tablename__ = "a"
    id = mapped_column(Integer, primary_key=True)
    x = mapped_column(String(10), unique=True)

class B(Base):
    __tablename__ = "b"
    id = mapped_column(Integer, primary_key=True)
    a_id = mapped_column(ForeignKey("a.id"), index=True)
"""
    yield from tries(naming, None,
        ["ddl(B.__table__)", "ddl(A.__table__, 'postgresql')", "session.add(A(x='q'))", "session.commit()"],
        ["ddl(B.__table__, 'mysql')", "[i.name for i in B.__table__.indexes]", "session.add_all([A(x='q'), A(x='q')])", "session.flush()"],
    )


if __name__ == "__main__":
    topics.main(__file__)
