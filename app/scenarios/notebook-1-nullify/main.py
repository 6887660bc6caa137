from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Unicode, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()
# The notebook stamps each log with the present time; a fixed one keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Person(Base):
    __tablename__ = "persons"

    uid = Column(Integer, primary_key=True)
    name = Column(Unicode(255), nullable=False)


class Log(Base):
    __tablename__ = "logs"

    uid = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=TIMESTAMP)
    person_id = Column(Integer, ForeignKey("persons.uid"))
    # No cascade on either side: neither here nor on the Person.logs that the backref makes.
    person = relationship("Person", backref="logs")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Person(name="user")
session.add(p)
session.commit()

user = session.query(Person).first()
l = Log(person=user)
session.add(l)
session.commit()

log = session.query(Log).first()
print(f"before: {log.timestamp}, {log.person.name}")

# Watch the commit: it looks for the user's logs, sets their person_id to NULL, and only then deletes the user.
session.delete(user)
session.commit()

# The log is still there, without its person.
print(f"after: {log.timestamp}, {log.person}")
