"""Record scenarios of the mapping: inheritance, features of mapped classes, events, loader options, reflection.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 mapping.py OUT.jsonl[.gz] [TOPIC...]
"""
import programs
from recording import Topics
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.ext.hybrid import Comparator, hybrid_method, hybrid_property

programs.WORDS.update(
    association_proxy=association_proxy, automap_base=automap_base, hybrid_method=hybrid_method, hybrid_property=hybrid_property,
    Comparator=Comparator,
)

topics = Topics()

COMPANY = """
class Company(Base):
    __tablename__ = "company"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    employees = relationship("Employee", back_populates="company")

class Employee(Base):
    __tablename__ = "employee"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    type = mapped_column(String)
    company_id = mapped_column(ForeignKey("company.id"))
    company = relationship("Company", back_populates="employees")
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "employee"%s}

class Manager(Employee):
    __tablename__ = "manager"
    id = mapped_column(ForeignKey("employee.id"), primary_key=True)
    manager_name = mapped_column(String)
    reports = relationship("Report", back_populates="manager")
    __mapper_args__ = {"polymorphic_identity": "manager"%s}

class Engineer(Employee):
    __tablename__ = "engineer"
    id = mapped_column(ForeignKey("employee.id"), primary_key=True)
    engineer_info = mapped_column(String)
    __mapper_args__ = {"polymorphic_identity": "engineer"%s}

class Report(Base):
    __tablename__ = "report"
    id = mapped_column(Integer, primary_key=True)
    title = mapped_column(String)
    manager_id = mapped_column(ForeignKey("manager.id"))
    manager = relationship("Manager", back_populates="reports")
"""


def company(base="", manager="", engineer=""):
    return COMPANY % tuple(", " + more if more else "" for more in (base, manager, engineer))


FILL = """
    c = Company(name="c1")
    session.add(c)
    session.add_all([
        Employee(name="e1", company=c),
        Manager(name="m1", manager_name="mn1", company=c, reports=[Report(title="r1"), Report(title="r2")]),
        Engineer(name="g1", engineer_info="gi1", company=c),
        Engineer(name="g2", engineer_info="gi2"),
    ])
    session.commit()
    session.expunge_all()
"""

ALL = "[(type(e).__name__, e.id, e.name, e.type) for e in %s]"


@topics.add
def joined_flush():
    """INSERT, UPDATE and DELETE of a joined hierarchy."""
    m = company()
    yield m, [FILL, "m = session.get(Manager, 2)", "m.name = 'm2'", "session.commit()", "m.manager_name = 'mn2'", "session.commit()",
              "m.name = 'm3'\nm.manager_name = 'mn3'", "session.commit()", "session.delete(session.get(Engineer, 3))", "session.commit()"]
    yield m, ["m = Manager(name='x', manager_name='y')", "m.type", "session.add(m)", "session.flush()", "m.id", "session.rollback()",
              "session.add_all([Manager(name='a'), Engineer(name='b'), Manager(name='c'), Employee(name='d')])", "session.commit()"]
    yield m, ["session.add(Manager(name='x', manager_name='y', type='engineer'))", "session.commit()", "session.expunge_all()",
              "session.scalars(select(Employee)).all()"]
    yield m, ["session.add(Employee(name='x', type='unknown'))", "session.commit()", "session.scalars(select(Employee)).all()",
              "session.expunge_all()", "session.scalars(select(Employee)).all()"]
    yield m, ["session.execute(text(\"insert into employee (id, name) values (1, 'x')\"))", "session.scalars(select(Employee)).all()"]
    yield m, [FILL, "session.get(Manager, 3)", "session.get(Employee, 3)", "session.get(Manager, 3)",
              "session.scalars(select(Manager).where(Manager.id == 2)).all()"]


@topics.add
def joined_load():
    m = company()
    yield m, [FILL, "es = session.scalars(select(Employee).order_by(Employee.id)).all()", "es", "es[1].manager_name", "es[2].engineer_info",
              "es[3].engineer_info"]
    yield m, [FILL, "session.query(Manager).all()", "session.query(Manager).filter(Manager.name == 'm1').all()",
              "session.query(Manager.manager_name, Manager.name).all()", "session.query(Employee.name).filter(Manager.id == Employee.id).all()"]
    yield m, [FILL, "m = session.get(Manager, 2)", "session.expire(m)", "m.manager_name", "session.expire(m, ['manager_name'])",
              "m.manager_name", "session.expire(m, ['name'])", "m.name", "session.refresh(m)", "session.refresh(m, ['manager_name'])"]
    yield m, [FILL, "es = session.scalars(select(Employee).order_by(Employee.id)).all()", "session.execute(text('delete from engineer'))",
              "es[2].engineer_info"]
    yield m, [FILL, "a = aliased(Manager)", "session.scalars(select(a).where(a.name == 'm1')).all()",
              "b = aliased(Manager, flat=True)", "session.scalars(select(b).where(b.manager_name == 'mn1')).all()",
              "e = aliased(Employee)", "session.scalars(select(e).where(e.name == 'm1')).all()",
              "n = aliased(Manager, flat=True, name='boss')", "session.scalars(select(n)).all()"]
    yield m, [FILL, "c = session.get(Company, 1)", "c.employees", "[e.company for e in c.employees]", "c.employees[1].reports",
              "r = session.get(Report, 1)", "r.manager"]
    yield m, [FILL, "session.query(Manager).join(Manager.company).filter(Company.name == 'c1').all()",
              "session.query(Company).join(Company.employees).filter(Employee.name == 'm1').all()",
              "session.query(Company).join(Company.employees.of_type(Manager)).filter(Manager.manager_name == 'mn1').all()",
              "session.query(Report).join(Report.manager).filter(Manager.name == 'm1').all()",
              "session.query(Company).filter(Company.employees.of_type(Manager).any(Manager.manager_name == 'mn1')).all()",
              "session.query(Report).filter(Report.manager.has(Manager.name == 'm1')).all()"]


@topics.add
def with_polymorphic_function():
    m = company()
    yield m, [FILL, "p = with_polymorphic(Employee, [Manager, Engineer])", "es = session.scalars(select(p).order_by(p.id)).all()", "es",
              "es[1].manager_name", "es[2].engineer_info",
              "session.scalars(select(p).where(p.Manager.manager_name == 'mn1')).all()"]
    yield m, [FILL, "p = with_polymorphic(Employee, '*')", "session.scalars(select(p).where(or_(p.Manager.manager_name == 'mn1', p.Engineer.engineer_info == 'gi1')).order_by(p.id)).all()",
              "p = with_polymorphic(Employee, [Manager])", "session.query(p).filter(p.name == 'm1').all()"]
    yield m, [FILL, "p = with_polymorphic(Employee, [Manager], flat=True)", "session.scalars(select(p).order_by(p.id)).all()",
              "p = with_polymorphic(Employee, [Manager], aliased=True)", "session.scalars(select(p).order_by(p.id)).all()",
              "session.scalars(select(p).where(p.Manager.manager_name == 'mn1')).all()"]
    yield m, [FILL, "p = with_polymorphic(Employee, [Manager], innerjoin=True)", "session.scalars(select(p).order_by(p.id)).all()",
              "session.execute(select(p.name, p.Manager.manager_name)).all()"]
    yield m, [FILL, "with_polymorphic(Manager, [Engineer])", "p = with_polymorphic(Employee, [], flat=True)",
              "session.scalars(select(with_polymorphic(Employee, [])).order_by(Employee.id)).all()"]
    yield m, [FILL, "p = with_polymorphic(Employee, [Manager, Engineer], flat=True)",
              "session.scalars(select(Company).join(Company.employees.of_type(p)).where(p.Engineer.engineer_info == 'gi1')).all()",
              "session.scalars(select(Company).options(joinedload(Company.employees.of_type(p)))).unique().all()",
              "session.expunge_all()", "session.scalars(select(Company).options(selectinload(Company.employees.of_type(p)))).all()",
              "session.expunge_all()", "session.query(Company).options(subqueryload(Company.employees.of_type(p))).all()"]
    yield m, [FILL, "p = with_polymorphic(Employee, [Manager], flat=True)",
              "es = session.scalars(select(p).options(selectinload(p.Manager.reports)).order_by(p.id)).all()", "es[1].reports",
              "session.expunge_all()", "es = session.scalars(select(p).options(joinedload(p.Manager.reports)).order_by(p.id)).unique().all()", "es[1].reports",
              "session.expunge_all()", "session.scalars(select(p).options(joinedload(p.company)).order_by(p.id)).all()"]
    yield m, [FILL, "p = with_polymorphic(Employee, [Manager])", "session.scalars(select(p).options(load_only(p.name)).order_by(p.id)).all()",
              "session.expunge_all()", "es = session.scalars(select(p).options(defer(p.Manager.manager_name)).order_by(p.id)).all()", "es[1].manager_name"]


@topics.add
def with_polymorphic_mapper():
    m = company(base='"with_polymorphic": "*"')
    yield m, [FILL, "es = session.scalars(select(Employee).order_by(Employee.id)).all()", "es[1].manager_name", "es[2].engineer_info",
              "session.scalars(select(Employee).where(Engineer.engineer_info == 'gi1')).all()", "session.query(Manager).all()"]
    yield m, [FILL, "c = session.get(Company, 1)", "c.employees", "session.expunge_all()",
              "session.scalars(select(Company).options(joinedload(Company.employees))).unique().all()", "session.expunge_all()",
              "session.scalars(select(Company).options(selectinload(Company.employees))).all()",
              "session.query(Company).join(Company.employees).filter(Employee.name == 'm1').all()",
              "a = aliased(Employee)", "session.query(Company).join(a, Company.employees).filter(a.name == 'm1').all()",
              "session.query(Employee).filter(Employee.company.has(Company.name == 'c1')).all()"]
    m = company(manager='"polymorphic_load": "inline"')
    yield m, [FILL, "es = session.scalars(select(Employee).order_by(Employee.id)).all()", "es[1].manager_name", "es[2].engineer_info",
              "session.get(Employee, 4)", "session.expire_all()", "es[1].name", "es[1].manager_name"]
    m = company(manager='"polymorphic_load": "inline"', engineer='"polymorphic_load": "inline"')
    yield m, [FILL, "es = session.scalars(select(Employee).order_by(Employee.id)).all()", "es[1].manager_name", "es[2].engineer_info",
              "session.query(Employee).filter(Manager.manager_name == 'mn1').all()"]
    yield company(manager='"polymorphic_load": "other"'), []


@topics.add
def selectin_polymorphic_loading():
    m = company(manager='"polymorphic_load": "selectin"', engineer='"polymorphic_load": "selectin"')
    yield m, [FILL, "es = session.scalars(select(Employee).order_by(Employee.id)).all()", "es[1].manager_name", "es[2].engineer_info",
              "session.expire_all()", "session.query(Employee).order_by(Employee.id).all()"]
    yield m, [FILL, "c = session.get(Company, 1)", "c.employees", "session.expunge_all()",
              "session.scalars(select(Company).options(selectinload(Company.employees))).all()", "session.expunge_all()",
              "session.scalars(select(Company).options(joinedload(Company.employees))).unique().all()"]
    m = company()
    yield m, [FILL, "es = session.scalars(select(Employee).options(selectin_polymorphic(Employee, [Manager])).order_by(Employee.id)).all()",
              "es[1].manager_name", "es[2].engineer_info"]
    yield m, [FILL, "es = session.scalars(select(Employee).options(selectin_polymorphic(Employee, [Manager]), selectinload(Manager.reports)).order_by(Employee.id)).all()",
              "es[1].reports"]
    yield m, [FILL, "cs = session.scalars(select(Company).options(selectinload(Company.employees).options(selectin_polymorphic(Employee, [Manager])))).all()",
              "cs[0].employees"]
    yield m, [FILL, "cs = session.scalars(select(Company).options(selectinload(Company.employees).selectin_polymorphic([Engineer]))).all()",
              "cs[0].employees[2].engineer_info"]


@topics.add
def of_type_options():
    m = company()
    yield m, [FILL, "session.scalars(select(Company).options(joinedload(Company.employees.of_type(Manager)))).unique().all()[0].employees"]
    yield m, [FILL, "session.scalars(select(Company).options(selectinload(Company.employees.of_type(Manager)))).all()[0].employees"]
    yield m, [FILL, "session.scalars(select(Company).options(selectinload(Company.employees.of_type(Manager)).selectinload(Manager.reports))).all()[0].employees"]
    yield m, [FILL, "session.scalars(select(Company).options(joinedload(Company.employees.of_type(Manager)).joinedload(Manager.reports))).unique().all()[0].employees"]
    yield m, [FILL, "session.query(Company).join(Company.employees.of_type(Manager)).options(contains_eager(Company.employees.of_type(Manager))).all()"]
    yield m, [FILL, "session.scalars(select(Company).options(selectinload(Company.employees).selectinload(Manager.reports))).all()"]
    yield m, [FILL, "session.scalars(select(Employee).options(selectinload(Manager.reports)).order_by(Employee.id)).all()[1].reports"]
    yield m, [FILL, "session.scalars(select(Manager).options(selectinload(Manager.reports), joinedload(Manager.company))).all()",
              "session.expunge_all()", "session.scalars(select(Report).options(joinedload(Report.manager))).all()", "session.expunge_all()",
              "session.scalars(select(Report).options(selectinload(Report.manager))).all()"]


SINGLE = """
class Shape(Base):
    __tablename__ = "shape"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    kind = mapped_column(String)
    board_id = mapped_column(ForeignKey("board.id"))
    board = relationship("Board", back_populates="shapes")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "shape"%s}

class Circle(Shape):
    radius = mapped_column(Integer)
    __mapper_args__ = {"polymorphic_identity": "circle"%s}

class Disk(Circle):
    __mapper_args__ = {"polymorphic_identity": "disk"}

class Square(Shape):
    side = mapped_column(Integer)
    marks = relationship("Mark", back_populates="square")
    __mapper_args__ = {"polymorphic_identity": "square"}

class Board(Base):
    __tablename__ = "board"
    id = mapped_column(Integer, primary_key=True)
    shapes = relationship("Shape", back_populates="board")
    circles = relationship("Circle", viewonly=True)

class Mark(Base):
    __tablename__ = "mark"
    id = mapped_column(Integer, primary_key=True)
    square_id = mapped_column(ForeignKey("shape.id"))
    square = relationship("Square", back_populates="marks")
"""

FILL_SINGLE = """
    b = Board()
    session.add(b)
    session.add_all([Shape(name="s", board=b), Circle(name="c", radius=1, board=b), Disk(name="d", radius=2, board=b),
                     Square(name="q", side=3, board=b, marks=[Mark()])])
    session.commit()
    session.expunge_all()
"""


@topics.add
def single_table():
    m = SINGLE % ("", "")
    yield m, [FILL_SINGLE, "session.query(Shape).all()", "session.query(Circle).all()", "session.query(Disk).all()", "session.get(Square, 2)",
              "session.get(Circle, 3)", "session.query(Circle.name).all()", "session.scalars(select(Square.side)).all()"]
    yield m, [FILL_SINGLE, "a = aliased(Circle)", "session.query(a).filter(a.radius > 1).all()", "session.query(Circle, a).filter(Circle.id < a.id).all()",
              "session.query(Shape).join(a, a.id == Shape.id).all()", "session.query(Circle).count()", "session.query(func.count(Circle.id)).scalar()"]
    yield m, [FILL_SINGLE, "b = session.get(Board, 1)", "b.shapes", "b.circles", "session.query(Board).join(Board.circles).all()",
              "session.query(Board).join(Board.shapes.of_type(Square)).filter(Square.side == 3).all()",
              "session.query(Board).outerjoin(Board.circles).filter(Circle.radius == 1).all()",
              "session.query(Board).filter(Board.circles.any(Circle.radius == 1)).all()", "session.query(Board).filter(Board.shapes.of_type(Square).any()).all()"]
    yield m, [FILL_SINGLE, "session.query(Board).options(joinedload(Board.circles)).all()[0].circles", "session.expunge_all()",
              "session.query(Board).options(selectinload(Board.circles)).all()[0].circles", "session.expunge_all()",
              "session.query(Board).options(subqueryload(Board.circles)).all()[0].circles", "session.query(Mark).join(Mark.square).all()",
              "session.query(Mark).options(joinedload(Mark.square)).all()"]
    yield m, [FILL_SINGLE, "p = with_polymorphic(Shape, [Circle])", "ss = session.scalars(select(p).order_by(p.id)).all()", "ss[1].radius", "ss[3].side",
              "session.expunge_all()", "ss = session.scalars(select(Shape).options(selectin_polymorphic(Shape, [Square])).order_by(Shape.id)).all()", "ss[3].side"]
    yield m, [FILL_SINGLE, "session.query(Circle).filter(Circle.radius == 1).update({'name': 'x'})", "session.query(Disk).delete()",
              "session.execute(update(Square).values(side=9))", "session.execute(delete(Circle).where(Circle.radius == 1))", "session.query(Shape).all()"]
    yield m, ["session.add_all([Circle(name='c'), Disk(name='d', radius=1), Shape(name='s')])", "session.commit()",
              "c = session.query(Circle).filter_by(name='c').one()", "c.kind = 'square'", "session.commit()", "c.name", "session.expunge_all()", "session.query(Shape).all()"]
    yield m, ["session.add(Disk(name='d'))", "session.commit()", "session.scalars(select(Disk).join(Disk.board)).all()",
              "session.scalars(select(Shape).where(Circle.radius == 1)).all()", "session.scalars(select(Circle.id).where(exists().where(Circle.id == Mark.id))).all()",
              "session.query(Circle).union(session.query(Disk)).all()"]
    yield SINGLE % (', "with_polymorphic": "*"', ""), [FILL_SINGLE, "ss = session.query(Shape).order_by(Shape.id).all()", "ss[1].radius", "session.query(Circle).all()"]
    yield SINGLE % ("", ', "polymorphic_load": "inline"'), [FILL_SINGLE, "ss = session.query(Shape).order_by(Shape.id).all()", "ss[1].radius", "ss[2].radius"]
    yield SINGLE % ("", ', "polymorphic_load": "selectin"'), [FILL_SINGLE, "ss = session.query(Shape).order_by(Shape.id).all()", "ss[1].radius", "ss[2].radius"]


@topics.add
def hierarchy_settings():
    """polymorphic_on as an expression, abstract classes, wrong settings."""
    base = """
class A(Base):
    __tablename__ = "a"
    id = mapped_column(Integer, primary_key=True)
    n = mapped_column(Integer)
    t = mapped_column(String)
    __mapper_args__ = {%s}
"""
    sub = """
class B(A):
    __tablename__ = "b"
    id = mapped_column(ForeignKey("a.id"), primary_key=True)
    b = mapped_column(String)
    __mapper_args__ = {%s}
"""
    expression = base % "'polymorphic_on': case((n > 5, 'b'), else_='a'), 'polymorphic_identity': 'a'" + sub % "'polymorphic_identity': 'b'"
    yield expression, ["session.add_all([A(n=1), B(n=7, b='x')])", "session.commit()", "session.expunge_all()",
                       "session.query(A).order_by(A.id).all()",
                       "session.query(B).all()", "session.get(A, 2).b", "p = with_polymorphic(A, [B])", "session.expunge_all()", "session.query(p).all()"]
    yield base % "'polymorphic_on': 't', 'polymorphic_identity': 'a'" + sub % "'polymorphic_identity': 'b'", [
        "session.add_all([A(n=1), B(n=7, b='x')])", "session.commit()", "session.query(A).all()", "B(t='z').t"]
    yield base % "'polymorphic_on': 'zzz'" + sub % "", []
    yield base % "'polymorphic_on': t" + sub % "'polymorphic_identity': 'b'", ["session.add_all([A(n=1), B(n=2)])", "session.commit()",
                                                                              "session.expunge_all()", "session.query(A).all()"]
    yield base % "'polymorphic_on': t, 'polymorphic_identity': 'a'" + sub % "", ["session.add_all([A(n=1), B(n=2)])", "session.commit()", "session.query(A).all()"]
    yield base % "'polymorphic_on': t, 'polymorphic_identity': 'a'" + sub % "'polymorphic_identity': 'a'", []
    yield base % "'polymorphic_on': t, 'polymorphic_abstract': True" + sub % "'polymorphic_identity': 'b'", [
        "A()", "session.add(B(n=2))", "session.commit()", "session.query(A).all()"]
    yield base % "" + sub % "", ["session.add_all([A(n=1), B(n=2, b='x')])", "session.commit()", "session.query(A).all()", "session.query(B).all()",
                                 "session.get(A, 2)", "session.get(B, 2)", "session.delete(session.get(B, 2))", "session.commit()"]
    yield base % "" + sub % "'polymorphic_abstract': True", []
    yield base % "'polymorphic_on': t, 'polymorphic_identity': 'a'" + """
class C(A):
    __tablename__ = "c"
    id = mapped_column(Integer, primary_key=True)
    __mapper_args__ = {'polymorphic_identity': 'c'}
""", []
    yield base % "'polymorphic_on': t, 'polymorphic_identity': 'a'" + sub.replace("b = mapped", "n = mapped") % "'polymorphic_identity': 'b'", [
        "session.add(B(n='q'))", "session.commit()"]
    three = base % "'polymorphic_on': t, 'polymorphic_identity': 'a'" + sub % "'polymorphic_identity': 'b'" + """
class C(B):
    __tablename__ = "c"
    id = mapped_column(ForeignKey("b.id"), primary_key=True)
    c = mapped_column(String)
    __mapper_args__ = {'polymorphic_identity': 'c'}

class D(B):
    d = mapped_column(String)
    __mapper_args__ = {'polymorphic_identity': 'd'}
"""
    fill = "session.add_all([A(n=1), B(n=2, b='b'), C(n=3, b='bb', c='c'), D(n=4, b='bbb', d='d')])\nsession.commit()\nsession.expunge_all()"
    yield three, [fill, "xs = session.query(A).order_by(A.id).all()", "xs", "xs[2].c", "xs[3].d", "session.query(B).order_by(B.id).all()", "session.query(C).all()",
                  "session.query(D).all()", "p = with_polymorphic(A, [C])", "session.query(p).all()", "session.query(D).filter(D.b == 'bbb').all()"]
    yield three.replace("'polymorphic_identity': 'c'", "'polymorphic_identity': 'c', 'polymorphic_load': 'selectin'").replace(
        "'polymorphic_identity': 'b'", "'polymorphic_identity': 'b', 'polymorphic_load': 'selectin'"), [
        fill, "xs = session.query(A).order_by(A.id).all()", "xs[2].c", "xs[2].b", "xs[3].d", "session.expunge_all()", "session.query(B).order_by(B.id).all()"]
    yield three, [fill, "c = session.query(C).one()", "c.c = 'x'\nc.n = 9", "session.commit()", "session.delete(c)", "session.commit()", "session.query(D).one().d = 'y'",
                  "session.commit()"]


@topics.add
def hierarchy_relationships():
    """Between classes of one hierarchy."""
    m = """
class Person(Base):
    __tablename__ = "person"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    type = mapped_column(String)
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "person"}

class Boss(Person):
    __tablename__ = "boss"
    id = mapped_column(ForeignKey("person.id"), primary_key=True)
    level = mapped_column(Integer)
    __mapper_args__ = {"polymorphic_identity": "boss", "inherit_condition": id == Person.id}

class Worker(Person):
    __tablename__ = "worker"
    id = mapped_column(ForeignKey("person.id"), primary_key=True)
    boss_id = mapped_column(ForeignKey("boss.id"))
    boss = relationship("Boss", foreign_keys=boss_id, backref="workers")
    __mapper_args__ = {"polymorphic_identity": "worker", "inherit_condition": id == Person.id}
"""
    fill = "b = Boss(name='b', level=1)\nsession.add_all([b, Worker(name='w1', boss=b), Worker(name='w2', boss=b), Person(name='p')])\nsession.commit()\nsession.expunge_all()"
    yield m, [fill, "w = session.query(Worker).first()", "w.boss", "w.boss.workers", "session.query(Worker).join(Worker.boss).filter(Boss.level == 1).all()",
              "a = aliased(Boss, flat=True)", "session.query(Worker).join(Worker.boss.of_type(a)).filter(a.name == 'b').all()",
              "session.query(Worker).filter(Worker.boss.has(Boss.name == 'b')).all()"]
    yield m, [fill, "session.query(Worker).options(joinedload(Worker.boss)).order_by(Worker.id).all()", "session.expunge_all()",
              "session.query(Worker).options(selectinload(Worker.boss)).order_by(Worker.id).all()", "session.expunge_all()",
              "session.query(Boss).options(joinedload(Boss.workers)).all()[0].workers", "session.expunge_all()",
              "session.query(Boss).options(selectinload(Boss.workers)).all()[0].workers", "session.expunge_all()",
              "session.query(Boss).options(subqueryload(Boss.workers)).all()[0].workers"]
    yield m, [fill, "b = session.query(Boss).one()", "session.delete(b)", "session.commit()", "session.query(Worker).order_by(Worker.id).all()[0].boss_id"]


PERSON = """
class Person(Base):
    __tablename__ = "person"
    id = mapped_column(Integer, primary_key=True)
    first = mapped_column(String)
    last = mapped_column(String)
    age = mapped_column(Integer)
%s
class Pet(Base):
    __tablename__ = "pet"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    person_id = mapped_column(ForeignKey("person.id"))
    person = relationship("Person", backref="pets")
%s
"""


def person(body="", after=""):
    return PERSON % ("".join("    " + line + "\n" for line in body.strip("\n").splitlines()), after)


FILL_PERSON = """
    session.add_all([Person(first="ed", last="jones", age=5, pets=[Pet(name="x"), Pet(name="y")]), Person(first="wendy", last="w", age=7)])
    session.commit()
    session.expunge_all()
"""
PEOPLE = "session.scalars(select(Person).order_by(Person.id)).all()"


@topics.add
def column_properties():
    full = person('full = column_property(first + " " + last)')
    yield full, [FILL_PERSON, "p = session.get(Person, 1)", "p.full", "p.first = 'e'", "p.full", "session.commit()", "p.full", "p.last = 'z'", "session.flush()", "p.full",
                 "n = Person(first='a', last='b')", "n.full", "session.add(n)", "session.flush()", "n.full"]
    yield full, [FILL_PERSON, "session.query(Person).filter(Person.full == 'ed jones').all()", "session.query(Person.full).order_by(Person.full).all()",
                 "session.scalars(select(Person.full).order_by(Person.id.desc())).all()", "a = aliased(Person)", "session.query(a).filter(a.full == 'ed jones').all()",
                 "session.query(a.full).all()", "session.query(Person).filter_by(full='ed jones').all()", "session.query(func.max(Person.full)).scalar()"]
    yield full, [FILL_PERSON, "session.query(Pet).options(joinedload(Pet.person)).order_by(Pet.id).all()", "session.expunge_all()",
                 "session.query(Pet).options(selectinload(Pet.person)).all()", "session.expunge_all()", "session.query(Person).options(joinedload(Person.pets)).limit(1).all()",
                 "session.execute(select(Person.full.label('f'), Person.age)).mappings().all()", "select(Person).subquery().c.keys()",
                 "s = select(Person).subquery()", "session.execute(select(s.c.full)).all()"]
    count = person("", "Person.pet_count = column_property(select(func.count(Pet.id)).where(Pet.person_id == Person.id).correlate_except(Pet).scalar_subquery())")
    yield count, [FILL_PERSON, "p = session.get(Person, 1)", "p.pet_count", "session.query(Person).filter(Person.pet_count > 1).all()",
                  "session.query(Person).order_by(Person.pet_count.desc()).all()", "a = aliased(Person)", "session.query(a).filter(a.pet_count == 0).all()",
                  "session.query(Pet).options(joinedload(Pet.person)).filter(Pet.id == 1).all()"]
    yield count.replace(".scalar_subquery())", ".scalar_subquery(), deferred=True)"), [
        FILL_PERSON, "p = session.get(Person, 1)", "p.pet_count", "session.expire(p)", "p.age", "p.pet_count", "session.query(Person).options(undefer(Person.pet_count)).order_by(Person.id).all()"]
    deferred = person('full = column_property(first + " " + last, deferred=True, group="names")\nupper = column_property(func.upper(first), deferred=True, group="names")')
    yield deferred, [FILL_PERSON, "p = session.get(Person, 1)", "p.full", "p.upper", "session.expunge_all()", "session.query(Person).options(undefer_group('names')).order_by(Person.id).all()",
                     "session.query(Person).options(load_only(Person.full)).order_by(Person.id).all()"]
    yield person('full = column_property(first + " " + last, raiseload=True, deferred=True)'), [FILL_PERSON, "p = session.get(Person, 1)", "p.full"]
    yield person('const = column_property(literal_column("5"))\nlower = column_property(func.lower(last).label("low"))'), [
        FILL_PERSON, "p = session.get(Person, 1)", "p.const", "p.lower", "session.query(Person.lower).all()", "session.query(Person.const).all()", "p.lower = 'q'", "session.commit()", "p.lower"]


@topics.add
def query_expressions():
    m = person("extra = query_expression()\nother = query_expression(literal(7))")
    yield m, [FILL_PERSON, "p = session.get(Person, 1)", "p.extra", "p.other", "session.expunge_all()",
              "p = session.scalars(select(Person).options(with_expression(Person.extra, Person.age * 2)).order_by(Person.id)).first()", "p.extra", "p.other"]
    yield m, [FILL_PERSON, "p = session.query(Person).options(with_expression(Person.extra, func.count(Pet.id)), with_expression(Person.other, literal(3))).outerjoin(Person.pets).group_by(Person.id).order_by(Person.id).all()[0]",
              "p.extra", "p.other", "session.refresh(p)", "p.extra", "session.commit()", "p.extra"]
    yield m, [FILL_PERSON, "p = session.query(Pet).options(joinedload(Pet.person).with_expression(Person.extra, Person.age + 1)).first().person", "p.extra",
              "session.query(Person).options(with_expression(Person.extra, literal(1)).undefer(Person.age)).order_by(Person.id).all()[0].extra",
              "session.query(Person).populate_existing().options(with_expression(Person.extra, literal(1))).order_by(Person.id).all()[0].extra", "Person(extra=4).extra"]


@topics.add
def synonyms():
    m = person('given = synonym("first")')
    yield m, [FILL_PERSON, "p = session.query(Person).filter(Person.given == 'ed').one()", "p.given", "p.given = 'x'", "session.commit()", "p.first",
              "session.query(Person).filter_by(given='x').one()", "session.query(Person.given).order_by(Person.given).all()", "Person(given='q').first"]
    yield m, [FILL_PERSON, "a = aliased(Person)", "session.query(a).filter(a.given == 'ed').all()", "session.query(Person).order_by(Person.given.desc()).all()",
              "session.query(func.upper(Person.given)).all()", "session.query(Person).filter(Person.given.in_(['ed'])).all()"]
    rel = person('animals = synonym("pets")')
    yield rel, [FILL_PERSON, "p = session.get(Person, 1)", "p.animals", "session.query(Person).join(Person.animals).filter(Pet.name == 'x').all()",
                "session.query(Person).options(selectinload(Person.animals)).order_by(Person.id).all()", "session.query(Person).filter(Person.animals.any(Pet.name == 'y')).all()",
                "p.animals = []", "session.commit()"]


@topics.add
def composites():
    m = """
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __composite_values__(self):
        return [self.x, self.y]

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

class Line(Base):
    __tablename__ = "line"
    id = mapped_column(Integer, primary_key=True)
    x1 = mapped_column(Integer)
    y1 = mapped_column(Integer)
    x2 = mapped_column(Integer)
    y2 = mapped_column(Integer)
    start = composite(Point, "x1", "y1")
    end = composite(Point, "x2", "y2")
"""
    fill = "session.add_all([Line(start=Point(1, 2), end=Point(3, 4)), Line(start=Point(5, 6))])\nsession.commit()\nsession.expunge_all()"
    yield m, [fill, "l = session.get(Line, 1)", "l.start.x", "l.end.y", "l.start = Point(9, 9)", "l.x1", "session.commit()", "l.start.y", "l.end = None", "session.commit()", "l.y2",
              "m = session.get(Line, 2)", "m.end.x", "Line().start", "l.x1 = 100", "l.start.x", "session.flush()", "l.start.x", "session.expire(l)", "l.start.x"]
    yield m, [fill, "session.query(Line).filter(Line.start == Point(1, 2)).all()", "session.query(Line).filter(Line.start != Point(1, 2)).all()",
              "session.query(Line).filter(Line.end == None).all()", "session.query(Line).filter_by(start=Point(5, 6)).all()",
              "[r[0].x for r in session.query(Line.start).order_by(Line.id)]", "session.query(Line).order_by(Line.x1.desc()).all()",
              "[r[0].y for r in session.execute(select(Line.start, Line.id).order_by(Line.id))]"]
    yield m, [fill, "a = aliased(Line)", "session.query(a).filter(a.start == Point(1, 2)).all()", "session.query(Line).filter(Line.start > Point(1, 2)).all()",
              "l = session.query(Line).options(defer(Line.x1)).filter(Line.id == 1).one()", "l.start.x", "session.expire(l, ['y1'])", "l.start.y",
              "n = Line(start=Point(7, 8))", "n.start.x", "session.add(n)", "session.flush()", "n.start.x", "session.rollback()", "n.start.x"]


@topics.add
def hybrids():
    m = person('''
@hybrid_property
def full(self):
    return self.first + " " + self.last

@full.setter
def full(self, value):
    parts = value.split(" ")
    self.first = parts[0]
    self.last = parts[1]

@hybrid_property
def adult(self):
    return self.age > 6

@hybrid_method
def older(self, than):
    return self.age > than

@hybrid_property
def initials(self):
    return "none"

@initials.expression
def initials(cls):
    return func.substr(cls.first, 1, 1)

@full.update_expression
def full(cls, value):
    parts = value.split(" ")
    return [(cls.first, parts[0]), (cls.last, parts[1])]
''')
    yield m, [FILL_PERSON, "p = session.get(Person, 1)", "p.full", "p.adult", "p.older(3)", "p.initials", "p.full = 'a b'", "session.commit()", "p.last"]
    yield m, [FILL_PERSON, "session.query(Person).filter(Person.full == 'ed jones').all()", "session.query(Person).filter(Person.adult).all()",
              "session.query(Person).filter(Person.older(6)).all()", "session.query(Person.full).all()", "session.scalars(select(Person.initials)).all()",
              "session.query(Person).filter_by(full='wendy w').all()", "session.query(Person).order_by(Person.initials.desc()).all()"]
    yield m, [FILL_PERSON, "a = aliased(Person)", "session.query(a).filter(a.full == 'ed jones').all()", "session.query(a.initials, Person.full).filter(a.id == Person.id).all()",
              "session.execute(select(Person.full, Person.adult)).mappings().all()", "p = session.get(Person, 1)", "p.adult = True", "Person(full='x y').first",
              "session.query(Person).filter(~Person.adult).all()", "session.query(Pet).filter(Pet.person.has(Person.full == 'ed jones')).all()"]
    yield m, [FILL_PERSON, "session.query(Person).filter(Person.id == 1).update({Person.full: 'q r'})", "session.get(Person, 1).last",
              "session.execute(update(Person).values({Person.full: 's t'}).where(Person.id == 2))", "session.get(Person, 2).first"]


@topics.add
def association_proxies():
    lists = """
class Owner(Base):
    __tablename__ = "owner"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    tags = relationship("Tag", cascade="all, delete-orphan", order_by="Tag.id"%s)
    words = association_proxy("tags", "word"%s)

class Tag(Base):
    __tablename__ = "tag"
    id = mapped_column(Integer, primary_key=True)
    word = mapped_column(String)
    owner_id = mapped_column(ForeignKey("owner.id"))

    def __init__(self, word, note=None):
        self.word = word
"""
    m = lists % ("", "")
    yield m, ["o = Owner(name='o')", "list(o.words)", "o.words.append('a')", "o.words.extend(['b', 'c'])", "list(o.words)", "len(o.words)", "session.add(o)", "session.commit()",
              "o.words.remove('b')", "session.commit()", "list(o.words)", "o.words = ['c', 'd']", "session.commit()", "list(o.words)", "o.words.remove('zz')", "'d' in o.words",
              "o.words.pop()", "o.words.insert(0, 'n')", "list(o.words)", "o.words.clear()", "session.commit()"]
    yield m, ["session.add_all([Owner(name='o', words=['a', 'b']), Owner(name='p')])", "session.commit()", "session.query(Owner).filter(Owner.words == 'a').all()",
              "session.query(Owner).filter(Owner.words.contains('a')).all()", "session.query(Owner).filter(Owner.words.any()).all()", "session.query(Owner).filter(Owner.words.any(Tag.word == 'b')).all()",
              "session.query(Owner).filter(Owner.words.has()).all()", "session.query(Owner).filter(Owner.words.in_(['a', 'z'])).all()", "session.query(Owner).filter(Owner.words == None).all()",
              "session.query(Owner).filter(Owner.words != 'a').all()", "session.query(Owner).filter(Owner.words.like('a%')).all()", "a = aliased(Owner)", "session.query(a).filter(a.words == 'a').all()"]
    m = lists % (", collection_class=set", "")
    yield m, ["o = Owner(name='o')", "o.words.add('a')", "o.words.add('a')", "o.words.update(['b'])", "sorted(o.words)", "session.add(o)", "session.commit()", "o.words.discard('zz')",
              "o.words.remove('a')", "o.words.remove('a')", "session.commit()", "o.words = set(['b', 'c'])", "session.commit()", "sorted(o.words)"]
    m = lists % (', collection_class=attribute_keyed_dict("word")', ', creator=lambda k, v: Tag(word=v)')
    yield m, ["o = Owner(name='o')", "o.words['a'] = 'a'", "o.words['b'] = 'b'", "session.add(o)", "session.commit()", "o.words['a']", "len(o.words)", "sorted(o.words.keys())", "'a' in o.words",
              "o.words.update({'c': 'c'})", "session.commit()", "sorted(o.words.keys())"]
    m2m = """
class User(Base):
    __tablename__ = "user"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    user_keywords = relationship("UserKeyword", back_populates="user", cascade="all, delete-orphan")
    keywords = association_proxy("user_keywords", "keyword", creator=lambda k: UserKeyword(keyword=k))
    words = association_proxy("keywords", "word")

class UserKeyword(Base):
    __tablename__ = "user_keyword"
    user_id = mapped_column(ForeignKey("user.id"), primary_key=True)
    keyword_id = mapped_column(ForeignKey("keyword.id"), primary_key=True)
    special = mapped_column(String)
    user = relationship("User", back_populates="user_keywords")
    keyword = relationship("Keyword")
    word = association_proxy("keyword", "word")

class Keyword(Base):
    __tablename__ = "keyword"
    id = mapped_column(Integer, primary_key=True)
    word = mapped_column(String)
"""
    yield m2m.replace('    words = association_proxy("keywords", "word")\n', ''), [
        "u = User(name='u')", "k = Keyword(word='k')", "u.keywords.append(k)", "u.keywords.append(Keyword(word='l'))", "session.add(u)", "session.commit()", "list(u.keywords)",
        "u.user_keywords[0].word", "session.query(User).filter(User.keywords.contains(k)).all()", "session.query(User).filter(User.keywords.any(Keyword.word == 'k')).all()",
        "session.query(User).filter(User.keywords.any(word='k')).all()", "session.query(UserKeyword).filter(UserKeyword.word == 'k').all()",
        "session.query(UserKeyword).filter(UserKeyword.word.has()).all()", "session.query(UserKeyword).filter(UserKeyword.word.any()).all()",
        "u.keywords.remove(k)", "session.commit()", "session.query(User).filter(User.keywords == k).all()"]
    one = """
class A(Base):
    __tablename__ = "a"
    id = mapped_column(Integer, primary_key=True)
    b = relationship("B", uselist=False, cascade="all, delete-orphan")
    value = association_proxy("b", "value", cascade_scalar_deletes=True)

class B(Base):
    __tablename__ = "b"
    id = mapped_column(Integer, primary_key=True)
    value = mapped_column(String)
    a_id = mapped_column(ForeignKey("a.id"))

    def __init__(self, value):
        self.value = value
"""
    yield one, ["a = A()", "a.value", "a.value = 'x'", "session.add(a)", "session.commit()", "a.value", "a.value = 'y'", "session.commit()", "session.query(A).filter(A.value == 'y').all()",
                "session.query(A).filter(A.value == None).all()", "session.query(A).filter(A.value.has()).all()", "session.query(A).filter(A.value.any()).all()", "a.value = None", "session.commit()", "a.b"]


@topics.add
def validators():
    m = """
class User(Base):
    __tablename__ = "user"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    email = mapped_column(String)
    notes = relationship("Note", back_populates="user")

    @validates("name", "email")
    def check(self, key, value):
        if value == "bad":
            raise_value_error("no " + key)
        return key + ":" + value

class Note(Base):
    __tablename__ = "note"
    id = mapped_column(Integer, primary_key=True)
    text = mapped_column(String)
    user_id = mapped_column(ForeignKey("user.id"))
    user = relationship("User", back_populates="notes")
"""
    plain = m.replace('        if value == "bad":\n            raise_value_error("no " + key)\n', "")
    yield plain, ["u = User(name='a')", "u.name", "u.email = 'e'", "u.email", "session.add(u)", "session.commit()", "u.name", "u.name = 'b'", "session.commit()"]
    coll = plain.replace('@validates("name", "email")', '@validates("notes"%s)').replace('key + ":" + value', "seen(self, value%s)").replace("check(self, key, value)", "check(self, key, value%s)")
    for opts in ("", ", include_removes=True", ", include_backrefs=False"):
        extra = ", is_remove" if "removes" in opts else ""
        yield "log = []\ndef seen(user, note%s):\n    log.append(note.text)\n    return note\n" % extra + coll % (opts, extra, extra), [
            "u = User(name='u')", "u.notes.append(Note(text='a'))", "u.notes = [Note(text='b'), Note(text='c')]", "n = Note(text='d', user=u)", "u.notes.remove(n)", "log"]


if __name__ == "__main__":
    topics.main(__file__)
