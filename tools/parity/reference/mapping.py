"""Record scenarios of the mapping: inheritance, features of mapped classes, events, loader options, reflection.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 mapping.py OUT.jsonl[.gz] [TOPIC...]
"""
import programs
from recording import Topics
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.ext.declarative import ConcreteBase
from sqlalchemy.ext.hybrid import Comparator, hybrid_method, hybrid_property


class Concrete(ConcreteBase):
    """ConcreteBase that does not mind its class being gone: the listener stays when a scenario's registry is disposed."""

    @classmethod
    def __declare_first__(cls):
        if "__mapper__" in vars(cls) and "asked" not in vars(cls):
            cls.asked = True
            super().__declare_first__()


programs.WORDS.update(
    association_proxy=association_proxy, automap_base=automap_base, hybrid_method=hybrid_method, hybrid_property=hybrid_property,
    Comparator=Comparator, ConcreteBase=Concrete,
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
    yield m, [FILL_SINGLE, "a = aliased(Circle)", "session.query(a).filter(a.radius > 1).all()",
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
    yield m, ["o = Owner(name='o')", "o.words.add('a')", "o.words.add('a')", "session.add(o)", "session.commit()", "o.words.update(['b'])", "session.commit()", "sorted(o.words)", "o.words.discard('zz')",
              "o.words.remove('a')", "o.words.remove('a')", "session.commit()", "o.words = set(['c'])", "session.commit()", "sorted(o.words)"]
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


EVENTS = """
log = []

class User(Base):
    __tablename__ = "user"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    notes = relationship("Note", back_populates="user", cascade="all, delete-orphan")

class Note(Base):
    __tablename__ = "note"
    id = mapped_column(Integer, primary_key=True)
    text = mapped_column(String)
    user_id = mapped_column(ForeignKey("user.id"))
    user = relationship("User", back_populates="notes")

class Special(Note):
    pass
"""
MAPPER_LOG = """
def heard(name):
    def listener(mapper, connection, target):
        log.append(name)
    return listener
for each in ["before_insert", "after_insert", "before_update", "after_update", "before_delete", "after_delete"]:
    event.listen(%s, each, heard(each)%s)
"""


@topics.add
def mapper_events():
    yield EVENTS, [MAPPER_LOG % ("User", ""), "u = User(name='a', notes=[Note(text='x')])", "session.add(u)", "session.flush()", "log", "u.name = 'b'", "session.commit()", "log",
                   "session.delete(u)", "session.commit()", "log"]
    yield EVENTS, [MAPPER_LOG % ("Note", ""), "session.add_all([Note(text='x'), Special(text='y')])", "session.commit()", "log"]
    yield EVENTS, [MAPPER_LOG % ("Note", ", propagate=True"), "session.add_all([Note(text='x'), Special(text='y')])", "session.commit()", "log"]
    yield EVENTS, ["def stamp(mapper, connection, target):\n    target.name = target.name + '!'", "event.listen(User, 'before_insert', stamp)", "event.listen(User, 'before_update', stamp)",
                   "u = User(name='a')", "session.add(u)", "session.commit()", "u.name", "u.name = 'b'", "session.commit()", "u.name"]
    yield EVENTS, ["def audit(mapper, connection, target):\n    connection.execute(insert(Note.__table__).values(text='made ' + target.name))", "event.listen(User, 'after_insert', audit)",
                   "session.add(User(name='a'))", "session.commit()", "session.query(Note.text).all()"]
    yield EVENTS, ["def once(mapper, connection, target):\n    log.append(target.name)", "event.listen(User, 'before_insert', once, once=True)", "session.add(User(name='a'))", "session.flush()",
                   "session.add(User(name='b'))", "session.flush()", "log", "event.contains(User, 'before_insert', once)"]
    yield EVENTS, ["def f(mapper, connection, target):\n    log.append(target.name)", "event.listen(User, 'before_insert', f)", "event.contains(User, 'before_insert', f)", "event.remove(User, 'before_insert', f)",
                   "event.contains(User, 'before_insert', f)", "session.add(User(name='a'))", "session.flush()", "log"]
    yield EVENTS, ["event.listen(User, 'no_such_event', lambda a: None)", "event.listen(session, 'before_insert', lambda a: None)"]
    yield EVENTS, ["def later(mapper, connection, target):\n    session.add(Note(text='late'))", "event.listen(User, 'after_insert', later)", "session.add(User(name='a'))", "session.commit()"]


@topics.add
def instance_events():
    yield EVENTS, ["def load(target, context):\n    log.append('load ' + target.name)", "def refresh(target, context, attrs):\n    log.append(['refresh', sorted(attrs) if attrs else attrs])",
                   "def expire(target, attrs):\n    log.append(['expire', attrs])", "def init(target, args, kwargs):\n    log.append(['init', sorted(kwargs)])",
                   "event.listen(User, 'load', load)\nevent.listen(User, 'refresh', refresh)\nevent.listen(User, 'expire', expire)\nevent.listen(User, 'init', init)",
                   "session.add(User(name='a'))", "session.commit()", "session.expunge_all()", "u = session.get(User, 1)", "log", "session.expire(u)", "u.name", "session.expire(u, ['name'])", "u.name", "log",
                   "session.refresh(u)", "log", "session.commit()", "log"]
    yield EVENTS, ["def load(target, context):\n    target.name = target.name + '?'", "event.listen(User, 'load', load)", "session.add(User(name='a'))", "session.commit()", "session.expunge_all()",
                   "u = session.get(User, 1)", "u.name", "session.commit()"]
    yield EVENTS, ["def load(target, context):\n    log.append(target.text)", "event.listen(Note, 'load', load, propagate=True)", "session.add(User(name='u', notes=[Note(text='a'), Note(text='b')]))",
                   "session.commit()", "session.expunge_all()", "session.query(User).options(joinedload(User.notes)).all()", "log"]


@topics.add
def attribute_events():
    yield EVENTS, ["def changed(target, value, old, initiator):\n    log.append([value, old])", "event.listen(User.name, 'set', changed)", "u = User(name='a')", "u.name = 'b'", "session.add(u)", "session.commit()",
                   "u.name = 'c'", "[x[0] for x in log]", "log[1]"]
    yield EVENTS, ["def upper(target, value, old, initiator):\n    return value.upper()", "event.listen(User.name, 'set', upper, retval=True)", "u = User(name='a')", "u.name", "session.add(u)", "session.commit()", "u.name"]
    yield EVENTS, ["def changed(target, value, old, initiator):\n    log.append([value, old])", "event.listen(User.name, 'set', changed, active_history=True)", "session.add(User(name='a'))", "session.commit()",
                   "u = session.get(User, 1)", "session.expire(u)", "u.name = 'z'", "log[1]"]
    yield EVENTS, ["def app(target, value, initiator):\n    log.append('append ' + value.text)", "def rem(target, value, initiator):\n    log.append('remove ' + value.text)",
                   "def bulk(target, values, initiator):\n    log.append('bulk ' + str(len(values)))",
                   "event.listen(User.notes, 'append', app)\nevent.listen(User.notes, 'remove', rem)", "event.listen(User.notes, 'bulk_replace', lambda target, values, initiator, keys=None: bulk(target, values, initiator))",
                   "u = User(name='u', notes=[Note(text='a')])", "u.notes.append(Note(text='b'))", "u.notes = [u.notes[0], Note(text='c')]", "u.notes.remove(u.notes[0])", "n = Note(text='d', user=u)", "n.user = None", "log"]
    yield EVENTS, ["def swap(target, value, initiator):\n    return Note(text=value.text + '+')", "event.listen(User.notes, 'append', swap, retval=True)", "u = User(name='u')", "u.notes.append(Note(text='a'))", "[n.text for n in u.notes]",
                   "session.add(u)", "session.commit()"]
    yield EVENTS, ["def start(target, value, dict_):\n    return 'none yet'", "event.listen(User.name, 'init_scalar', start, retval=True)", "u = User()", "u.name", "session.add(u)", "session.commit()", "u.name"]
    yield EVENTS, ["def changed(target, value, old, initiator):\n    log.append(value.name if value else value)", "event.listen(Note.user, 'set', changed)", "u = User(name='u')", "n = Note(text='x')", "u.notes.append(n)", "n.user = None", "Special(text='y', user=u).text", "log"]
    yield EVENTS, ["def changed(target, value, old, initiator):\n    log.append(value)", "event.listen(Note.text, 'set', changed, propagate=True)", "Special(text='y').text", "Note(text='z').text", "log"]


SESSION_LOG = """
def tell(name):
    def listener(*args):
        log.append(name)
    return listener
for each in [%s]:
    event.listen(session, each, tell(each))
"""


@topics.add
def session_events():
    names = ["before_flush", "after_flush", "after_flush_postexec", "before_commit", "after_commit", "after_rollback", "after_soft_rollback", "after_begin"]
    every = SESSION_LOG % ", ".join(repr(n) for n in names)
    yield EVENTS, [every, "session.add(User(name='a'))", "session.flush()", "log", "session.commit()", "log", "session.query(User).all()", "session.rollback()", "log", "session.commit()", "log"]
    yield EVENTS, [every, "session.add(User(id=1, name='a'))", "session.commit()", "session.expunge_all()", "session.add(User(id=1, name='b'))", "session.flush()", "log", "session.rollback()", "log"]
    yield EVENTS, [every, "session.add(User(name='a'))", "n = session.begin_nested()", "session.add(User(name='b'))", "n.rollback()", "log", "m = session.begin_nested()", "session.add(User(name='c'))", "m.commit()", "log", "session.commit()", "log"]
    states = ["transient_to_pending", "pending_to_transient", "pending_to_persistent", "persistent_to_transient", "persistent_to_deleted", "persistent_to_detached", "deleted_to_persistent",
              "deleted_to_detached", "detached_to_persistent", "loaded_as_persistent", "before_attach", "after_attach"]
    every = SESSION_LOG % ", ".join(repr(n) for n in states)
    yield EVENTS, [every, "u = User(name='a')", "session.add(u)", "session.flush()", "session.delete(u)", "session.flush()", "session.rollback()", "log", "session.add(u)", "session.commit()", "session.expunge(u)", "session.add(u)",
                   "session.delete(u)", "session.commit()", "log", "session.query(User).all()"]
    yield EVENTS, ["def before(session, context, objects):\n    for each in session.new:\n        log.append(each.name)\n    session.add(Note(text='also'))", "event.listen(session, 'before_flush', before, once=True)",
                   "session.add(User(name='a'))", "session.commit()", "log", "session.query(Note).count()"]
    yield EVENTS, ["def before(session, context, objects):\n    for each in session.dirty:\n        each.name = each.name + '!'\n    for each in session.deleted:\n        log.append(each.name)", "event.listen(session, 'before_flush', before)",
                   "u = User(name='a')", "v = User(name='v')", "session.add_all([u, v])", "session.commit()", "u.name = 'b'", "session.delete(v)", "session.commit()", "u.name", "log"]
    yield EVENTS, ["def after(session, context):\n    session.execute(text('select 1'))\n    log.append(len(session.new))", "event.listen(session, 'after_flush', after)", "def post(session, context):\n    log.append(len(session.new))",
                   "event.listen(session, 'after_flush_postexec', post)", "session.add(User(name='a'))", "session.commit()", "log"]
    yield EVENTS, ["def seen(state):\n    log.append([state.is_select, state.is_update, state.is_insert, state.is_delete])", "event.listen(session, 'do_orm_execute', seen)", "session.add(User(name='a'))", "session.execute(select(User)).all()",
                   "session.execute(update(User).values(name='b'))", "session.execute(insert(User), [{'name': 'c'}])", "session.execute(delete(User))", "log"]
    yield EVENTS, ["def narrow(state):\n    state.statement = state.statement.where(User.name == 'a')", "event.listen(session, 'do_orm_execute', narrow)", "session.add_all([User(name='a'), User(name='b')])", "session.scalars(select(User)).all()",
                   "session.commit()"]
    yield EVENTS, ["event.listen(session, 'nothing', lambda s: None)", "event.listen(Session, 'nothing', lambda s: None)"]


@topics.add
def loader_criteria():
    def m(extra=""):
        return person(extra)
    yield m(), [FILL_PERSON, "opt = with_loader_criteria(Person, Person.age > 6)", "session.scalars(select(Person).options(opt)).all()", "session.query(Person).options(opt).filter(Person.last == 'w').all()",
                "session.query(Person.first).options(opt).all()", "session.query(Pet).join(Pet.person).options(opt).all()", "session.query(Pet).outerjoin(Pet.person).options(opt).all()"]
    yield m(), [FILL_PERSON, "opt = with_loader_criteria(Pet, Pet.name == 'x')", "session.query(Person).options(opt, joinedload(Person.pets)).order_by(Person.id).all()[0].pets", "session.expunge_all()",
                "session.query(Person).options(opt, selectinload(Person.pets)).order_by(Person.id).all()[0].pets", "session.expunge_all()",
                "p = session.query(Person).options(opt).order_by(Person.id).all()[0]", "p.pets", "session.expunge_all()", "session.query(Person).options(opt, subqueryload(Person.pets)).order_by(Person.id).all()[0].pets"]
    yield m(), [FILL_PERSON, "opt = with_loader_criteria(Pet, lambda cls: cls.name == 'y')", "session.query(Person).options(opt, selectinload(Person.pets)).order_by(Person.id).all()[0].pets",
                "a = aliased(Pet)", "session.query(a).options(opt).all()", "session.query(a).options(with_loader_criteria(Pet, lambda cls: cls.name == 'y', include_aliases=True)).all()",
                "session.query(Person).join(Person.pets).options(opt).all()"]
    yield m(), [FILL_PERSON, "opt = with_loader_criteria(Pet, Pet.name == 'x', propagate_to_loaders=False)", "p = session.query(Person).options(opt).order_by(Person.id).all()[0]", "p.pets", "session.query(Pet).options(opt).all()",
                "session.get(Person, 1, options=[with_loader_criteria(Person, Person.age > 100)], populate_existing=True)"]
    yield SINGLE % ("", ""), [FILL_SINGLE, "session.query(Shape).options(with_loader_criteria(Circle, Circle.radius > 1)).all()", "session.query(Circle).options(with_loader_criteria(Shape, Shape.name == 'd')).all()"]


@topics.add
def from_statements():
    yield person(), [FILL_PERSON, "session.scalars(select(Person).from_statement(text('select * from person order by id desc'))).all()", "session.query(Person).from_statement(text('select id, first, last, age from person')).all()",
                     "session.expunge_all()", "p = session.query(Person).from_statement(text('select id, first from person')).first()", "p.first", "p.age"]
    yield person(), [FILL_PERSON, "session.scalars(select(Person).from_statement(select(Person).where(Person.age > 6))).all()", "t = text('select id as a, first as b from person').columns(Person.id, Person.first)",
                     "session.query(Person).from_statement(t).all()", "session.execute(select(Person.first).from_statement(text('select first from person'))).all()",
                     "session.query(Person).from_statement(text('select * from person where id = :i')).params(i=2).all()"]
    yield person(), [FILL_PERSON, "session.scalars(select(Person).from_statement(select(Person).order_by(Person.id)).options(selectinload(Person.pets))).all()[0].pets",
                     "session.scalars(select(Person).from_statement(select(Person).where(Person.id == 1).union_all(select(Person).where(Person.id == 2)))).all()"]
    yield company(), [FILL, "session.scalars(select(Employee).from_statement(text('select * from employee order by id'))).all()", "session.scalars(select(Manager).from_statement(select(Manager))).all()[0].manager_name"]


@topics.add
def query_words():
    m = person()
    yield m, [FILL_PERSON, "p = session.get(Person, 1)", "session.query(Pet).filter(with_parent(p, Person.pets)).all()", "session.query(Pet).with_parent(p).all()", "session.query(Pet).with_parent(p, Person.pets).all()",
              "session.scalars(select(Pet).where(with_parent(p, Person.pets))).all()"]
    yield m, [FILL_PERSON, "b = Bundle('b', Person.first, Person.last)", "session.query(b).order_by(Person.id).all()[0][0][0]", "session.query(b, Person.age).filter(b.c.first == 'ed').all()[0][1]",
              "session.execute(select(b).order_by(Person.id)).all()[0].b[1]", "s = Bundle('s', Person.first, single_entity=True)", "session.query(s).order_by(Person.id).first()[0]"]
    yield m, [FILL_PERSON, "session.query(Person).order_by(Person.id).yield_per(1).all()", "session.scalars(select(Person).order_by(Person.id).execution_options(yield_per=1)).all()",
              "[[x.first for x in part] for part in session.scalars(select(Person).order_by(Person.id)).partitions(1)]", "session.query(Person).options(joinedload(Person.pets)).yield_per(1).all()"]
    yield m, [FILL_PERSON, "p = Person(id=1, first='merged', last='l', age=1)", "q = session.merge(p)", "list(session.dirty)", "session.commit()", "session.expunge_all()", "d = session.get(Person, 1)", "session.expunge(d)", "e = session.merge(d, load=False)",
              "e.first", "session.merge(Person(id=9), load=False)", "d.first = 'x'", "session.expunge_all()", "session.merge(d, load=False)"]


@topics.add
def mixins():
    stamped = """
class Stamped:
    created = mapped_column(Integer, default=5)
    updated = mapped_column(Integer, onupdate=9)

class Named:
    name = mapped_column(String(30), nullable=False)

    def shout(self):
        return self.name.upper()

class User(Stamped, Named, Base):
    __tablename__ = "user"
    id = mapped_column(Integer, primary_key=True)

class Post(Named, Base):
    __tablename__ = "post"
    id = mapped_column(Integer, primary_key=True)
    title = mapped_column(String)
"""
    yield stamped, ["session.add_all([User(name='u'), Post(name='p', title='t')])", "session.commit()", "u = session.query(User).one()", "u.created", "u.name = 'v'", "session.commit()", "u.updated", "session.query(Post.name).all()"]
    owned = """
class Owned:
    @declared_attr
    def owner_id(cls):
        return mapped_column(ForeignKey("owner.id"))

    @declared_attr
    def owner(cls):
        return relationship("Owner", backref=cls.__tablename__ + "s")

class Owner(Base):
    __tablename__ = "owner"
    id = mapped_column(Integer, primary_key=True)

class Cat(Owned, Base):
    __tablename__ = "cat"
    id = mapped_column(Integer, primary_key=True)

class Dog(Owned, Base):
    __tablename__ = "dog"
    id = mapped_column(Integer, primary_key=True)
"""
    yield owned, ["o = Owner(cats=[Cat()], dogs=[Dog(), Dog()])", "session.add(o)", "session.commit()", "o.cats", "session.query(Dog).join(Dog.owner).all()", "session.query(Owner).filter(Owner.cats.any()).all()"]
    abstract = """
class Model(Base):
    __abstract__ = True
    id = mapped_column(Integer, primary_key=True)
    note = mapped_column(String)

class A(Model):
    __tablename__ = "a"
    value = mapped_column(Integer)

class B(Model):
    __tablename__ = "b"
    a_id = mapped_column(ForeignKey("a.id"))
    a = relationship("A")
"""
    yield abstract, ["session.add(B(note='x', a=A(value=1)))", "session.commit()", "session.query(B).one().a.value", "session.query(A.id, A.note).all()"]
    yield """
class Counted:
    @hybrid_property
    def double(self):
        return self.value * 2

    value = mapped_column(Integer)

class A(Counted, Base):
    __tablename__ = "a"
    id = mapped_column(Integer, primary_key=True)

class B(Counted, Base):
    __tablename__ = "b"
    id = mapped_column(Integer, primary_key=True)
    twice = synonym("value")
""", ["session.add_all([A(value=2), B(value=3)])", "session.commit()", "session.query(A).filter(A.double == 4).one().double", "session.query(B).filter(B.twice == 3).all()"]


@topics.add
def table_arguments():
    yield """
class T(Base):
    __tablename__ = "t"
    id = mapped_column(Integer, Identity(start=5), primary_key=True)
    a = mapped_column(Integer)
    b = mapped_column(Integer, Computed("a * 2"))
    __table_args__ = (CheckConstraint("a > 0", name="positive"), Index("by_a", "a"), UniqueConstraint("a", "id"))
""", ["t = T(a=3)", "session.add(t)", "session.commit()", "t.b", "t.a = 4", "session.flush()", "t.b", "session.commit()", "session.add(T(a=-1))", "session.commit()"]
    yield """
class T(Base):
    __tablename__ = "t"
    id = mapped_column(Integer, Sequence("seq"), primary_key=True)
    a = mapped_column(Integer, Computed("id + 1", persisted=True))
    c = mapped_column(String, server_default="x", comment="no matter")
""", ["t = T()", "session.add(t)", "session.flush()", "t.a", "t.c", "session.commit()"]
    yield """
Base.metadata.naming_convention = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
                                   "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}

class A(Base):
    __tablename__ = "a"
    id = mapped_column(Integer, primary_key=True)
    x = mapped_column(Integer, unique=True)
    y = mapped_column(Integer, index=True)
    __table_args__ = (CheckConstraint("x > 0", name="pos"),)

class B(Base):
    __tablename__ = "b"
    id = mapped_column(Integer, primary_key=True)
    a_id = mapped_column(ForeignKey("a.id"))
""", ["session.add(A(x=1))", "session.commit()"]


@topics.add
def concrete():
    m = """
class Thing(Base):
    __tablename__ = "thing"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    other = mapped_column(String)

class Car(Thing):
    __tablename__ = "car"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    wheels = mapped_column(Integer)
    __mapper_args__ = {"concrete": True}

class Boat(Thing):
    __tablename__ = "boat"
    id = mapped_column(Integer, primary_key=True)
    sails = mapped_column(Integer)
    __mapper_args__ = {"concrete": True}
"""
    fill = "session.add_all([Thing(name='t', other='o'), Car(name='c', wheels=4), Boat(sails=2)])\nsession.commit()\nsession.expunge_all()"
    yield m, [fill, "session.query(Thing).all()", "session.query(Car).all()", "session.get(Car, 1).name", "session.get(Thing, 1).name", "c = session.get(Car, 1)", "c.name = 'd'", "session.commit()", "session.delete(c)", "session.commit()"]
    yield m, [fill, "b = session.get(Boat, 1)", "b.name", "b.name = 'x'", "c = session.get(Car, 1)", "c.other", "session.query(Boat).filter(Boat.sails == 2).all()", "session.query(Car).filter(Car.name == 'c').all()"]
    yield m, [fill, "with_polymorphic(Thing, [Car])", "session.query(Car, Boat).filter(Car.id == Boat.id).all()", "a = aliased(Car)", "session.query(a).filter(a.wheels == 4).all()", "session.merge(Car(id=1, name='z', wheels=3))", "session.commit()"]
    yield m.replace('{"concrete": True}', '{"concrete": True, "polymorphic_load": "inline"}'), []


STAFF = """
class Employee(%sBase):
    __tablename__ = "employee"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    __mapper_args__ = {"polymorphic_identity": "employee", "concrete": True}

class Manager(Employee):
    __tablename__ = "manager"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    manager_data = mapped_column(String(40))
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}

class Engineer(Employee):
    __tablename__ = "engineer"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    engineer_info = mapped_column(String(40))
    __mapper_args__ = {"polymorphic_identity": "engineer", "concrete": True}
"""
FILL_STAFF = """
    session.add_all([Employee(name="e"), Manager(name="m", manager_data="md"), Engineer(name="g", engineer_info="gi")])
    session.commit()
    session.expunge_all()
"""


@topics.add
def concrete_bases():
    """Classes with tables apart that are selected together."""
    m = STAFF % "ConcreteBase, "
    yield m, [FILL_STAFF, "es = session.scalars(select(Employee).order_by(Employee.name)).all()", "es", "es[2].manager_data", "session.query(Manager).all()",
              "session.query(Employee).filter(Employee.name == 'g').all()", "session.query(Employee).count()", "es[1].name = 'h'", "session.commit()", "session.delete(es[0])", "session.commit()"]
    yield m, [FILL_STAFF, "session.get(Employee, 1)", "session.get(Engineer, 1)", "session.query(Employee.name).order_by(Employee.name).all()", "a = aliased(Employee)",
              "session.query(a).filter(a.name == 'm').all()", "e = session.query(Employee).filter(Employee.name == 'm').one()"]
    yield m.replace('__tablename__ = "employee"', '_concrete_discriminator_name = "which"\n    __tablename__ = "employee"'), [
        FILL_STAFF, "session.query(Employee).order_by(Employee.id, Employee.name).all()"]
    tables = """
employee = Table("employee", Base.metadata, Column("id", Integer, primary_key=True), Column("name", String(50)))
manager = Table("manager", Base.metadata, Column("id", Integer, primary_key=True), Column("name", String(50)), Column("manager_data", String(40)))
engineer = Table("engineer", Base.metadata, Column("id", Integer, primary_key=True), Column("name", String(50)), Column("engineer_info", String(40)))
pjoin = polymorphic_union({"employee": employee, "manager": manager, "engineer": engineer}, "type", "pjoin")

class Employee(Base):
    __table__ = employee
    __mapper_args__ = {"polymorphic_identity": "employee", %s}

class Manager(Employee):
    __table__ = manager
    __mapper_args__ = {"polymorphic_identity": "manager", "concrete": True}

class Engineer(Employee):
    __table__ = engineer
    __mapper_args__ = {"polymorphic_identity": "engineer", "concrete": True}
"""
    yield tables % '"with_polymorphic": ("*", pjoin), "polymorphic_on": pjoin.c.type', [
        FILL_STAFF, "es = session.query(Employee).order_by(Employee.name).all()", "es[2].manager_data", "session.query(Employee).filter(Employee.name == 'm').all()", "session.query(Engineer).all()"]
    yield tables % '"concrete": True', [
        FILL_STAFF, "session.query(Employee).all()", "p = with_polymorphic(Employee, [Manager, Engineer], pjoin, polymorphic_on=pjoin.c.type)",
        "es = session.query(p).order_by(p.name).all()", "session.query(p).filter(p.Manager.manager_data == 'md').all()",
        "session.query(p.name, p.Engineer.engineer_info).order_by(p.name).all()",
        "session.query(Employee).all()", "sql(select(polymorphic_union({'manager': Manager.__table__, 'engineer': Engineer.__table__}, None, 'both', cast_nulls=False)))",
        "sql(select(polymorphic_union({'manager': Manager.__table__, 'engineer': Engineer.__table__}, 'kind')))",
        "polymorphic_union({'manager': Manager.__table__, 'engineer': Engineer.__table__}, 'name')",
    ]


@topics.add
def polymorphic_selectables():
    """with_polymorphic() over an alias or a subquery."""
    m = company()
    join = "j = Employee.__table__.outerjoin(Manager.__table__).outerjoin(Engineer.__table__)"
    yield m, [FILL, join, "p = with_polymorphic(Employee, [Manager, Engineer], j)", "es = session.query(p).order_by(p.id).all()", "es[1].manager_name", "es[2].engineer_info",
              "session.query(p).filter(p.Manager.manager_name == 'mn1').all()"]
    yield m, [FILL, "s = select(Employee.__table__, Manager.manager_name).outerjoin(Manager.__table__, Manager.__table__.c.id == Employee.__table__.c.id).subquery()", "p = aliased(Employee, s)", "session.query(p).order_by(p.id).all()",
              "session.query(p).filter(p.name == 'm1').all()", "session.query(p.name).order_by(p.name.desc()).all()"]
    yield m, [FILL, "s = select(Employee.__table__, Manager.manager_name, Manager.__table__.c.id.label('mid')).select_from(Employee.__table__.outerjoin(Manager.__table__)).subquery()",
              "p = with_polymorphic(Employee, [Manager], s)", "session.query(p).order_by(p.id).all()", "session.query(p).filter(p.Manager.manager_name == 'mn1').all()",
              "session.query(Company).join(Company.employees.of_type(p)).filter(p.Manager.manager_name == 'mn1').all()"]
    yield m, [join, "with_polymorphic(Employee, [Manager], j, flat=True)"]


TABLES = """
class Parent(Base):
    __tablename__ = "parent"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(30), nullable=False, unique=True, server_default="x")
    amount = mapped_column(Numeric(10, 2))

class Child(Base):
    __tablename__ = "child"
    id = mapped_column(Integer, primary_key=True)
    parent_id = mapped_column(ForeignKey("parent.id", ondelete="CASCADE"))
    note = mapped_column(Text, index=True)
"""


@topics.add
def reflection():
    yield TABLES, ["t = Table('child', MetaData(), autoload_with=engine)", "t.c.keys()", "[c.nullable for c in t.c]", "[c.primary_key for c in t.c]", "session.execute(insert(t).values(note='n'))",
                   "session.execute(select(t)).all()", "t.metadata.tables['parent'].c.keys()", "str(select(t).join(t.metadata.tables['parent']))"]
    yield TABLES, ["m = MetaData()", "m.reflect(engine)", "sorted(m.tables.keys())", "[t.name for t in m.sorted_tables]", "ddl(m.tables['parent'])", "ddl(m.tables['child'])"]
    yield TABLES, ["i = inspect(engine)", "i.get_table_names()", "i.get_view_names()", "i.has_table('child')", "i.has_table('nope')", "len(i.get_columns('parent'))", "len(i.get_indexes('child'))",
                   "len(i.get_unique_constraints('parent'))", "len(i.get_foreign_keys('child'))"]
    yield TABLES, ["Table('nope', MetaData(), autoload_with=engine)", "t = Table('child', MetaData(), Column('extra', Integer), autoload_with=engine)", "t.c.keys()"]


DATABASE = """
for each in [%s]:
    conn.execute(text(each))
conn.commit()
"""


def database(*statements):
    return DATABASE % ", ".join(repr(s) for s in statements)


USERS = (
    "create table users (id integer not null primary key, name text)",
    "create table address (id integer not null primary key, email text, user_id integer not null references users (id))",
    "create table note (id integer primary key, words text, user_id integer references users (id) on delete set null)",
)
ARTICLES = (
    "create table article (id integer not null primary key, title text)",
    "create table tag (id integer not null primary key, word text)",
    "create table article_tag (article_id integer references article (id), tag_id integer references tag (id), primary key (article_id, tag_id))",
)
AUTOMAP = "Auto = automap_base()"
PREPARE = "Auto.prepare(autoload_with=engine)"


@topics.add
def automap():
    """Classes and relationships made of a database's tables."""
    none = {"tables": [], "classes": []}
    yield none, [
        database(*USERS), AUTOMAP, PREPARE, "sorted(Auto.classes.keys())", "User = Auto.classes.users\nAddress = Auto.classes.address\nNote = Auto.classes.note",
        "u = User(name='ed')", "u.address_collection.append(Address(email='a'))", "n = Note(words='w', users=u)", "u.note_collection", "session.add(u)", "session.commit()",
        "session.query(User).join(User.address_collection).filter(Address.email == 'a').all()", "session.scalars(select(Address).join(Address.users).where(User.name == 'ed')).one().users",
        "session.scalars(select(User).options(selectinload(User.note_collection))).all()[0].note_collection", "u.address_collection.clear()", "session.commit()",
        "session.delete(u)", "session.commit()",
    ]
    yield none, [
        database(*ARTICLES), AUTOMAP, PREPARE, "sorted(Auto.classes.keys())", "Article = Auto.classes.article\nTag = Auto.classes.tag",
        "t = Tag(word='t')", "session.add(Article(title='a', tag_collection=[t]))", "session.commit()", "session.add(Article(title='b', tag_collection=[t]))", "session.commit()",
        "session.query(Article).join(Article.tag_collection).filter(Tag.word == 't').count()", "[x.title for x in t.article_collection]",
        "t.article_collection.pop()", "session.commit()", "session.scalars(select(Tag).options(joinedload(Tag.article_collection)).order_by(Tag.id)).unique().all()",
        "session.query(Tag).filter(Tag.article_collection.any(Article.title == 'a')).all()",
    ]
    yield none, [
        database(*USERS), AUTOMAP,
        """
            class User(Auto):
                __tablename__ = "users"
                id = mapped_column(Integer, primary_key=True)
                letters = relationship("address")
        """,
        "select(User)", PREPARE, "sorted(Auto.classes.keys())", "Address = Auto.classes.address",
        "u = User(name='ed', letters=[Address(email='a')])", "session.add(u)", "session.commit()", "u.note_collection", "u.letters[0].user", "session.query(User.name).all()",
        "session.query(Auto.classes.note).join(Auto.classes.note.user).all()",
    ]
    yield none, [
        database(*USERS), AUTOMAP,
        """
            class User(Auto):
                __tablename__ = "users"
                address_collection = relationship("address", collection_class=set, cascade="all")
        """,
        PREPARE, "Address = Auto.classes.address", "u = User(name='ed')", "u.address_collection.add(Address(email='a'))", "[a.user for a in u.address_collection]", "session.add(u)", "session.commit()", "session.delete(u)", "session.commit()",
    ]
    yield none, [
        database("create table node (id integer not null primary key, parent_id integer references node (id))", "create table log (line text)"), AUTOMAP, PREPARE,
        "sorted(Auto.classes.keys())", "Node = Auto.classes.node", "n = Node(node_collection=[Node(), Node()])", "session.add(n)", "session.commit()", "n.node_collection", "n.node",
        "[c.node for c in n.node_collection]",
    ]
    yield none, [
        database("create table color (id integer not null primary key, name text)", "create table car (id integer not null primary key, color integer references color (id))"), AUTOMAP, PREPARE,
    ]
    yield none, [
        database("create table owner (id integer not null primary key)",
                 "create table pet (id integer not null primary key, name text, owner_id integer not null references owner (id) on delete cascade)"),
        AUTOMAP,
        "Auto.prepare(autoload_with=engine, classname_for_table=lambda base, name, table: name.upper(), "
        "name_for_scalar_relationship=lambda base, local, referred, constraint: 'its_owner', "
        "name_for_collection_relationship=lambda base, local, referred, constraint: 'its_pets')",
        "sorted(Auto.classes.keys())", "Owner = Auto.classes.OWNER\nPet = Auto.classes.PET", "o = Owner(its_pets=[Pet(name='p')])", "session.add(o)", "session.commit()",
        "session.query(Pet).one().its_owner", "session.delete(o)", "session.commit()",
    ]
    yield none, [
        database(*USERS), "Auto = automap_base()\nauthor = Table('users', Auto.metadata, Column('id', Integer, primary_key=True), Column('name', String))",
        "Auto.prepare()", "sorted(Auto.classes.keys())", "session.add(Auto.classes.users(name='x'))", "session.commit()", PREPARE, "sorted(Auto.classes.keys())",
        "session.query(Auto.classes.note).all()", "session.query(Auto.classes.users).all()",
    ]


if __name__ == "__main__":
    topics.main(__file__)
