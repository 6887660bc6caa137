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
    # uselist=False makes Person.log one object instead of a list.
    person = relationship("Person", backref=backref("log", uselist=False, cascade="all, delete-orphan"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Person(name="user")
session.add(p)
o = OneLog(person=p)
session.add(o)
session.commit()
print(f"{len(session.query(OneLog).all())} log")

# The owner of a log, and the log of an owner: each is one object, each is loaded when it is first touched.
print(f"it belongs to {o.person.name}")
print(f"whose log is from {p.log.timestamp}")

# Person.log is loaded by now, so delete() has nothing to look for.
session.delete(p)
session.commit()
print(f"{len(session.query(OneLog).all())} logs without the person")
