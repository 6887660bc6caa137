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


if __name__ == "__main__":
    topics.main(__file__)
