from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    addresses: Mapped[list["Address"]] = relationship()


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # Not linked with User.addresses: this is what the warning is about.
    user: Mapped[User | None] = relationship()


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    phones: Mapped[list["Phone"]] = relationship(back_populates="customer")


class Phone(Base):
    __tablename__ = "phones"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    customer: Mapped[Customer | None] = relationship(back_populates="phones")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

# One side says jill, the other says jack.
jack = User(name="jack")
jill = User(name="jill")
address = Address(user=jill)
jack.addresses.append(address)
session.add_all([jack, jill, address])
session.commit()
print(f"the address is {address.user.name}'s")

# Two sides of one relationship cannot differ: adding the phone to ann takes it from bob.
ann = Customer(name="ann")
bob = Customer(name="bob")
phone = Phone(customer=bob)
ann.phones.append(phone)
print(f"the phone is {phone.customer.name}'s")
session.add_all([ann, bob])
session.commit()
