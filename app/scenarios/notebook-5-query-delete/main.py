from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Unicode, create_engine
from sqlalchemy.orm import Session, backref, declarative_base, relationship

Base = declarative_base()
# The notebook stamps each log with the present time; a fixed one keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Person(Base):
    __tablename__ = "persons"

    uid = Column(Integer, primary_key=True)
    name = Column(Unicode(255), nullable=False)


class OneLog(Base):
    __tablename__ = "onelogs"

    uid = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=TIMESTAMP)
    person_id = Column(Integer, ForeignKey("persons.uid"), nullable=False)
    person = relationship("Person", backref=backref("log", uselist=False, cascade="all, delete-orphan"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p0 = Person(name="user")
session.add(p0)
session.commit()

p = Person(name="user")
session.add(p)
o = OneLog(person=p)
session.add(o)
session.commit()

# Watch what is missing: no SELECT that looks for logs, no DELETE of them.
deleted = session.query(Person).filter_by(name="user").delete()
print(f"{deleted} persons deleted")

# The log is still there …
l = session.query(OneLog).first()
print(f"a log from {l.timestamp}")
# … and its person is not. Execute PRAGMA foreign_keys=ON on each connection, and the DELETE above is refused.
print(f"of {l.person}")
