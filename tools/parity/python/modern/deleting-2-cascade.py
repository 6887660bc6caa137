from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    fullname: Mapped[str | None]
    password: Mapped[str | None]
    addresses: Mapped[list["Address"]] = relationship(back_populates="user", cascade="all, delete, delete-orphan")


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_address: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="addresses")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


def count(statement):
    """What Query.count() does: counts the rows of the statement as a subquery."""
    return session.scalar(select(func.count()).select_from(statement.subquery()))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(
    name="jack",
    fullname="Jack Bean",
    password="gjffdd",
    addresses=[Address(email_address="jack@google.com"), Address(email_address="j25@yahoo.com")],
)
session.add(jack)
session.commit()
session.expunge_all()


def addresses():
    return count(labelled(Address).where(Address.email_address.in_(["jack@google.com", "j25@yahoo.com"])))


j = session.get(User, 1)
del j.addresses[1]
print(addresses(), "address is left")

session.delete(j)
print(count(labelled(User).where(User.name == "jack")), "users called jack")
print(addresses(), "addresses")
