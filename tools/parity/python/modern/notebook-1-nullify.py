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
    logs: Mapped[list["Log"]] = relationship(back_populates="person")


class Log(Base):
    __tablename__ = "logs"

    uid: Mapped[int] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(default=TIMESTAMP)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.uid"))
    person: Mapped[Person | None] = relationship(back_populates="logs")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Person(name="user")
session.add(p)
session.commit()

user = session.scalars(labelled(Person).limit(1)).first()
session.add(Log(person=user))
session.commit()

log = session.scalars(labelled(Log).limit(1)).first()
print(f"before: {log.timestamp}, {log.person.name}")
session.delete(user)
session.commit()
print(f"after: {log.timestamp}, {log.person}")
