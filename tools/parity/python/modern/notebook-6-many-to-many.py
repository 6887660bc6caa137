from datetime import datetime

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, Column, ForeignKey, Table, Unicode, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

# A fixed time keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Base(DeclarativeBase):
    pass


manylog_person = Table(
    "manylog_person",
    Base.metadata,
    Column("person_id", ForeignKey("persons.uid", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
    Column("manylog_id", ForeignKey("manylogs.uid", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
)


class Person(Base):
    __tablename__ = "persons"

    uid: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Unicode(255))
    manylogs: Mapped[list["ManyLog"]] = relationship(secondary=manylog_person, back_populates="persons")


class ManyLog(Base):
    __tablename__ = "manylogs"

    uid: Mapped[int] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(default=TIMESTAMP)
    persons: Mapped[list[Person]] = relationship(secondary=manylog_person, back_populates="manylogs")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

person1 = Person(name="person1")
person2 = Person(name="person2")
session.add_all([person1, person2])
mlog = ManyLog(persons=[person1, person2])
session.add(mlog)
session.commit()


def names():
    return [person.name for person in mlog.persons]


print(len(session.scalars(labelled(ManyLog)).all()), "log of", names())

for name in ("person1", "person2"):
    person = session.scalars(labelled(Person).filter_by(name=name).limit(1)).first()
    session.delete(person)
    session.commit()
    if name == "person1":
        print(len(session.scalars(labelled(ManyLog)).all()), "log of", names())

print(session.execute(labelled(manylog_person)).all())
print(len(session.scalars(labelled(ManyLog)).all()), "log of", names())
