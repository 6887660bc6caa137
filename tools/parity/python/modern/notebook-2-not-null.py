from datetime import datetime

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, Unicode, create_engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

# A fixed time keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "persons"

    uid: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Unicode(255))
    otherlogs: Mapped[list["OtherLog"]] = relationship(back_populates="person")


class OtherLog(Base):
    __tablename__ = "otherlogs"

    uid: Mapped[int] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(default=TIMESTAMP)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.uid"))
    person: Mapped[Person] = relationship(back_populates="otherlogs")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


def count(statement):
    """What Query.count() does: counts the rows of the statement as a subquery."""
    return session.scalar(select(func.count()).select_from(statement.subquery()))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Person(name="user")
olog = OtherLog(person=p)
session.add_all([p, olog])
session.commit()
print(f"the log belongs to {olog.person.name}")

session.delete(p)
try:
    session.commit()
except IntegrityError as error:
    session.rollback()
    print(error)
    session.execute(delete(OtherLog))
    session.delete(p)
    session.commit()
print(count(labelled(Person)), "persons are left")
