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
    addresses: Mapped[list["Address"]] = relationship(order_by="Address.id", back_populates="user")


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

ed = User(name="ed", fullname="Ed Jones", password="edspassword")
session.add(ed)
session.add_all(
    [
        User(name="wendy", fullname="Wendy Williams", password="foobar"),
        User(name="mary", fullname="Mary Contrary", password="xxg527"),
        User(name="fred", fullname="Fred Flinstone", password="blah"),
    ]
)
session.commit()

jack = User(name="jack", fullname="Jack Bean", password="gjffdd")
print(f"{len(jack.addresses)} addresses, and no SQL to know it: jack is new")
a1 = Address(email_address="jack@google.com")
a2 = Address(email_address="j25@yahoo.com")
jack.addresses.extend([a1, a2])
print(f"the other side knows already: {a2.user.name}")
session.add(jack)
session.commit()

session.delete(jack)
print(count(labelled(User).filter_by(name="jack")), "users called jack")
left = labelled(Address).where(Address.email_address.in_(["jack@google.com", "j25@yahoo.com"]))
print(count(left), "addresses of nobody")
