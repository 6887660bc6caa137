from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, create_engine, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    contains_eager,
    joinedload,
    mapped_column,
    relationship,
)


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

found = session.scalars(labelled(User).filter_by(name="jack")).one()
print([address.email_address for address in found.addresses])

session.expire_all()
session.scalars(labelled(User).options(joinedload(User.addresses)).filter_by(name="jack")).unique().one()
print(len(jack.addresses), "addresses came along")

at_google = Address.email_address == "jack@google.com"
session.execute(labelled(User, Address).where(User.id == Address.user_id).where(at_google)).all()
session.scalars(labelled(User).join(Address).where(at_google)).all()
session.scalars(labelled(User).join(Address, User.id == Address.user_id)).all()
session.scalars(labelled(User).join(User.addresses)).all()
all_users = session.scalars(labelled(User).join(User.addresses, isouter=True).order_by(User.id)).all()
print(len(all_users), "rows, with addresses or without")

session.expire_all()
statement = labelled(Address).join(Address.user).where(User.name == "jack").options(contains_eager(Address.user))
session.scalars(statement).all()

adalias1, adalias2 = aliased(Address), aliased(Address)
statement = (
    labelled(User.name, adalias1.email_address, adalias2.email_address)
    .join(User.addresses.of_type(adalias1))
    .join(User.addresses.of_type(adalias2))
    .where(adalias1.email_address == "jack@google.com")
    .where(adalias2.email_address == "j25@yahoo.com")
)
for name, first, second in session.execute(statement):
    print(name, first, second)

session.scalars(labelled(User.name).where(User.addresses.any())).all()
session.scalars(labelled(User.name).where(User.addresses.any(Address.email_address.like("%google%")))).all()
for criterion in (
    ~Address.user.has(User.name == "jack"),
    Address.user == jack,
    Address.user != jack,
    Address.user == None,
):
    session.scalars(labelled(Address).where(criterion)).all()
session.scalars(labelled(User).where(User.addresses.contains(a1))).all()
