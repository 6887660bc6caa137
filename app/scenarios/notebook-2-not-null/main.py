from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Unicode, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()
# The notebook stamps each log with the present time; a fixed one keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Person(Base):
    __tablename__ = "persons"

    uid = Column(Integer, primary_key=True)
    name = Column(Unicode(255), nullable=False)


class OtherLog(Base):
    __tablename__ = "otherlogs"

    uid = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=TIMESTAMP)
    # A log must belong to somebody.
    person_id = Column(Integer, ForeignKey("persons.uid"), nullable=False)
    person = relationship("Person", backref="otherlogs")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Person(name="user")
session.add(p)
olog = OtherLog(person=p)
session.add(olog)
session.commit()
print(f"the log belongs to {olog.person.name}")

session.delete(p)
try:
    # Watch the UPDATE: it is the same one as without NOT NULL, but now the database refuses it.
    session.commit()
except IntegrityError as error:
    session.rollback()
    print(error)

    # With the logs gone first, there is nothing to set to NULL.
    session.query(OtherLog).delete()
    session.delete(p)
    session.commit()
print(f"{session.query(Person).count()} persons are left")
