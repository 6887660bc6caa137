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


class MoreLog(Base):
    __tablename__ = "morelogs"

    uid = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=TIMESTAMP)
    person_id = Column(Integer, ForeignKey("persons.uid"), nullable=False)
    # Pay attention to where the cascade stands: inside the backref, so it is Person.morelogs that has it.
    person = relationship("Person", backref=backref("morelogs", cascade="all, delete-orphan"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Person(name="user")
session.add(p)
m = MoreLog(person=p)
session.add(m)
session.commit()
print(f"{len(session.query(MoreLog).all())} log of one user")

# Watch delete() itself: it loads the logs at once, because the cascade has to find them.
session.delete(p)
# One DELETE for the logs, one for the user, and no UPDATE.
session.commit()
print(f"{len(session.query(MoreLog).all())} logs without the user")

# And the other way round?
p2 = Person(name="user")
session.add(p2)
m2 = MoreLog(person=p2)
session.add(m2)
session.commit()

m3 = session.query(MoreLog).first()
session.delete(m3)
session.commit()

# The log is gone, its person stays: MoreLog.person has no delete cascade.
print(f"{len(session.query(MoreLog).all())} logs")
print(f"{len(session.query(Person).all())} person")
