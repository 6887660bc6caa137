from datetime import datetime

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, Unicode, create_engine, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

# A fixed time keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "persons"

    uid: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Unicode(255))
    log: Mapped["OneLog | None"] = relationship(back_populates="person", cascade="all, delete-orphan")


class OneLog(Base):
    __tablename__ = "onelogs"

    uid: Mapped[int] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(default=TIMESTAMP)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.uid"))
    person: Mapped[Person] = relationship(back_populates="log")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p0 = Person(name="user")
session.add(p0)
session.commit()

p = Person(name="user")
session.add(OneLog(person=p))
session.commit()

deleted = session.execute(delete(Person).filter_by(name="user"))
print(deleted.rowcount, "persons deleted")

log = session.scalars(labelled(OneLog).limit(1)).first()
print(f"a log from {log.timestamp}")
print(f"of {log.person}")
