from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    addresses: Mapped[list["Address"]] = relationship(back_populates="user", cascade="all, delete-orphan")


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="addresses")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(name="jack", addresses=[Address(email=email) for email in ("a", "b", "c")])
session.add(jack)
session.commit()

a, b = jack.addresses[:2]
session.delete(a)
session.flush()
# The row is gone and the object has left the session; the list was loaded before, and is as it was.
print(f"{len(jack.addresses)} addresses, and a is in the session: {a in session}")

# Loaded anew, the list is right.
session.expire(jack, ["addresses"])
print(f"{len(jack.addresses)} addresses after expire()")

# Taken out of the list, b is an orphan: the list is right at once, and the flush deletes the row.
jack.addresses.remove(b)
print(f"{len(jack.addresses)} address after remove()")
session.commit()
print(f"{len(jack.addresses)} address after commit()")
