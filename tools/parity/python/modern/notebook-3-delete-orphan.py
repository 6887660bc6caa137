from datetime import datetime

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, Unicode, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

# A fixed time keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "persons"

    uid: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Unicode(255))
    morelogs: Mapped[list["MoreLog"]] = relationship(back_populates="person", cascade="all, delete-orphan")


class MoreLog(Base):
    __tablename__ = "morelogs"

    uid: Mapped[int] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(default=TIMESTAMP)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.uid"))
    person: Mapped[Person] = relationship(back_populates="morelogs")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Person(name="user")
session.add(MoreLog(person=p))
session.commit()
print(len(session.scalars(labelled(MoreLog)).all()), "log of one user")

session.delete(p)
session.commit()
print(len(session.scalars(labelled(MoreLog)).all()), "logs without the user")

p2 = Person(name="user")
session.add(MoreLog(person=p2))
session.commit()

m3 = session.scalars(labelled(MoreLog).limit(1)).first()
session.delete(m3)
session.commit()
print(len(session.scalars(labelled(MoreLog)).all()), "logs")
print(len(session.scalars(labelled(Person)).all()), "person")
