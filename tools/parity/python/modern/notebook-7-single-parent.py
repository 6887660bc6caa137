from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, Unicode, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

# A fixed time keeps every run the same.
TIMESTAMP = datetime(2015, 10, 16, 11, 55, 8, 150996)


class Base(DeclarativeBase):
    pass


manylogdel_person = Table(
    "manylogdel_person",
    Base.metadata,
    Column("person_id", ForeignKey("persons.uid", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
    Column("manylogdel_id", ForeignKey("manylogsdel.uid", onupdate="CASCADE", ondelete="CASCADE"), primary_key=True),
)


class Person(Base):
    __tablename__ = "persons"

    uid: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Unicode(255))
    manylogsdel: Mapped[list["ManyLogDeletable"]] = relationship(
        secondary=manylogdel_person, back_populates="persons", cascade="all, delete-orphan"
    )


class ManyLogDeletable(Base):
    __tablename__ = "manylogsdel"

    uid: Mapped[int] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(default=TIMESTAMP)
    persons: Mapped[list[Person]] = relationship(secondary=manylogdel_person, back_populates="manylogsdel")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

person1 = Person(name="person1")
session.add(person1)
session.commit()
