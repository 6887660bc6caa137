from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload
from sqlalchemy.orm.exc import DetachedInstanceError


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    addresses: Mapped[list["Address"]] = relationship(back_populates="user")


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="addresses")


def attempt(read):
    try:
        return read()
    except DetachedInstanceError as error:
        return error


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)
jack = User(name="jack", addresses=[Address(email="jack@home")])
session.add(jack)
session.commit()
session.close()
# The commit expired jack's name, and there is no session to load it.
print(attempt(lambda: jack.name))

# Another database, and a session that expires nothing.
other = create_engine("sqlite://")
Base.metadata.create_all(other)
keeping = Session(other, expire_on_commit=False)
jill = User(name="jill", addresses=[Address(email="jill@home")])
keeping.add(jill)
keeping.commit()
keeping.close()
print(attempt(lambda: jill.name))

# What was never loaded is missing all the same …
found = keeping.query(User).one()
keeping.close()
print(attempt(lambda: found.name))
print(attempt(lambda: len(found.addresses)))

# … unless it is loaded in time.
whole = keeping.query(User).options(selectinload(User.addresses)).one()
keeping.close()
print(attempt(lambda: [address.email for address in whole.addresses]))
