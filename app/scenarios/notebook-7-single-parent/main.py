from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Table, Unicode, create_engine
from sqlalchemy.orm import Session, backref, declarative_base, relationship

Base = declarative_base()
# The notebook stamps each log with the present time; a fixed one keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)

manylogdel_person = Table(
    "manylogdel_person",
    Base.metadata,
    Column("person_id", Integer, ForeignKey("persons.uid", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
    Column(
        "manylogdel_id",
        Integer,
        ForeignKey("manylogsdel.uid", onupdate="CASCADE", ondelete="CASCADE"),
        primary_key=True,
    ),
)


class Person(Base):
    __tablename__ = "persons"

    uid = Column(Integer, primary_key=True)
    name = Column(Unicode(255), nullable=False)


class ManyLogDeletable(Base):
    __tablename__ = "manylogsdel"

    uid = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=TIMESTAMP)
    # The wish: a log goes when the last of its persons does. Add single_parent=True inside backref, and it is granted,
    # at the price that a log can have one person only.
    persons = relationship(
        "Person", secondary=manylogdel_person, backref=backref("manylogsdel", cascade="all, delete-orphan")
    )


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

# The mapping is put together when it is first used; nothing of this reaches the database.
person1 = Person(name="person1")
session.add(person1)
session.commit()
