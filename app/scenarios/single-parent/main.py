from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Wrong(DeclarativeBase):
    pass


# Many citizens could hold the same card, so who is to say when it is an orphan?
class Citizen(Wrong):
    __tablename__ = "citizens"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))
    card: Mapped["Card | None"] = relationship(cascade="all, delete-orphan")


class Card(Wrong):
    __tablename__ = "cards"

    id: Mapped[int] = mapped_column(primary_key=True)


try:
    Citizen()
except ArgumentError as error:
    print(error)


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    passport_id: Mapped[int | None] = mapped_column(ForeignKey("passports.id"))
    # A promise: a passport belongs to one person at a time.
    passport: Mapped["Passport | None"] = relationship(cascade="all, delete-orphan", single_parent=True)


class Passport(Base):
    __tablename__ = "passports"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None]


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

passport = Passport(number="A-1")
ann = Person(name="ann", passport=passport)
bob = Person(name="bob")
try:
    # Whoever breaks the promise is told at once.
    bob.passport = passport
except InvalidRequestError as error:
    print(error)
session.add(ann)
session.commit()

# The only person lets go: the passport is an orphan, and the flush deletes it.
ann.passport = None
session.commit()
print(f"{session.query(Passport).count()} passports")
