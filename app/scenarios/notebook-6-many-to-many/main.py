from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Table, Unicode, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()
# The notebook stamps each log with the present time; a fixed one keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)

manylog_person = Table(
    "manylog_person",
    Base.metadata,
    Column("person_id", Integer, ForeignKey("persons.uid", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
    Column("manylog_id", Integer, ForeignKey("manylogs.uid", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
)


class Person(Base):
    __tablename__ = "persons"

    uid = Column(Integer, primary_key=True)
    name = Column(Unicode(255), nullable=False)


class ManyLog(Base):
    __tablename__ = "manylogs"

    uid = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=TIMESTAMP)
    persons = relationship("Person", secondary=manylog_person, backref="manylogs")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

person1 = Person(name="person1")
person2 = Person(name="person2")
session.add(person1)
session.add(person2)
mlog = ManyLog(persons=[person1, person2])
session.add(mlog)
# Watch the last INSERT: one statement writes both rows of the association table.
session.commit()


def names():
    return ", ".join(person.name for person in mlog.persons)


print(f"{len(session.query(ManyLog).all())} log of {names()}")

# The session deletes the association row itself; the ON DELETE CASCADE in the table has nothing left to do.
p = session.query(Person).filter_by(name="person1").first()
session.delete(p)
session.commit()
print(f"{len(session.query(ManyLog).all())} log of {names()}")

p2 = session.query(Person).filter_by(name="person2").first()
session.delete(p2)
session.commit()

# No association row is left, and yet the log is: a delete never crosses to the other side by itself.
print(f"{len(session.query(manylog_person).all())} association rows")
print(f'{len(session.query(ManyLog).all())} log of nobody: "{names()}"')
