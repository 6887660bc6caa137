from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    # A cascade that is given replaces the ordinary one, which is "save-update, merge".
    addresses: Mapped[list["Address"]] = relationship(cascade="merge")


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    phones: Mapped[list["Phone"]] = relationship()


class Phone(Base):
    __tablename__ = "phones"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(name="jack")
ann = Customer(name="ann")
session.add_all([jack, ann])
session.commit()

# Nothing brings the address into the session, so the flush finds it and leaves it.
address = Address(email="jack@home")
jack.addresses.append(address)
session.commit()
print(f"{session.query(Address).count()} addresses")

# Added by hand, it is written.
session.add(address)
session.commit()

# The ordinary cascade adds what is put into the list.
ann.phones.append(Phone(number="1"))
session.commit()
