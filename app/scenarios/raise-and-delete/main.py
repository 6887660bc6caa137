from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    addresses: Mapped[list["Address"]] = relationship(back_populates="user", cascade="all, delete-orphan", lazy="raise")


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="addresses", lazy="raise")


def attempt(read):
    try:
        return read()
    except InvalidRequestError as error:
        return error


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)
session.add_all([User(name="jack", addresses=[Address()]), User(name="jill", addresses=[Address()])])
session.commit()

jack = session.query(User).filter_by(name="jack").one()
# The program may not load the addresses by reading them …
print(attempt(lambda: jack.addresses))
# … but delete() may: its cascade needs them.
session.delete(jack)
session.commit()

# What is loaded by the query can be read.
jill = session.query(User).options(selectinload(User.addresses)).filter_by(name="jill").one()
address = jill.addresses[0]
print(attempt(lambda: address.user))
# Deleting an address needs no user, so none is loaded.
session.delete(address)
session.commit()
