from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    addresses: Mapped[list["Address"]] = relationship(back_populates="user")
    # Some of the addresses, to be read.
    work_addresses: Mapped[list["Address"]] = relationship(
        primaryjoin="and_(User.id == Address.user_id, Address.kind == 'work')", viewonly=True
    )


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="addresses")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(name="jack")
address = Address(kind="work")
session.add_all([jack, address])
session.commit()

# The list takes the address …
jack.work_addresses.append(address)
print(f"{len(jack.work_addresses)} work address in memory")
# … and the flush has nothing to do.
session.flush()
print(f"{len(jack.work_addresses)} after the flush")
# commit() expires the list, and the row was never written.
session.commit()
print(f"{len(jack.work_addresses)} after the commit")

# User.addresses owns the foreign key.
jack.addresses.append(address)
session.commit()
print(f"{len(jack.work_addresses)} written by way of User.addresses")
