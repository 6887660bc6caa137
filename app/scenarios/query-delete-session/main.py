from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.exc import ObjectDeletedError


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
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="addresses")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(name="jack", addresses=[Address()])
jill = User(name="jill")
session.add_all([jack, jill])
session.commit()
print(f"{jack.name} and {jill.name} are loaded")

# One DELETE. The session looks through what it holds for objects that match, and lets go of jack.
session.query(User).filter(User.name == "jack").delete()
print(f"jack is in the session: {jack in session}")
# The cascade of User.addresses was never asked.
print(f"{session.query(Address).count()} address of nobody")

# With False it does not look, and jill's object outlives her row …
session.query(User).filter(User.name == "jill").delete(synchronize_session=False)
print(f"jill is in the session: {jill in session}, and her name is {jill.name}")
session.commit()
try:
    # … until its attributes are expired and have to be loaded.
    print(jill.name)
except ObjectDeletedError as error:
    print(error)
