from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


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
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="addresses")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(name="jack")
jill = User(name="jill")
address = Address(user=jack)
session.add_all([jack, jill, address])
session.commit()
print(f"the address is {address.user.name}'s")

address.user_id = jill.id
print(f"its key is set, and it is {address.user.name}'s")
# The UPDATE gives the row to jill. The object has heard nothing of it.
session.flush()
print(f"flushed, it is {address.user.name}'s")
# Expired by the commit, the relationship is loaded by the new key.
session.commit()
print(f"committed, it is {address.user.name}'s")

# The other way round the flush does it: the relationship is set, the key follows.
address.user = jack
print(f"the key is {address.user_id}")
session.flush()
print(f"flushed, the key is {address.user_id}")
session.commit()
