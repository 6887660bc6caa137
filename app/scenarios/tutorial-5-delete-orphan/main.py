from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)
    fullname = Column(String)
    password = Column(String)
    addresses = relationship("Address", backref="user", cascade="all, delete, delete-orphan")


class Address(Base):
    __tablename__ = "addresses"

    id = Column(Integer, primary_key=True)
    email_address = Column(String, nullable=False)
    user_id = Column(Integer, ForeignKey("users.id"))


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

new_jack = User(
    name="jack",
    fullname="Jack Bean",
    password="gjffdd",
    addresses=[Address(email_address="jack@google.com"), Address(email_address="j25@yahoo.com")],
)
session.add(new_jack)
session.commit()
session.expunge_all()


def addresses():
    return session.query(Address).filter(Address.email_address.in_(["jack@google.com", "j25@yahoo.com"])).count()


jack = session.get(User, 5)
print(f"jack has {len(jack.addresses)} addresses")
# An orphan is deleted by the next flush, which the count brings about.
del jack.addresses[1]
print(f"{addresses()} address is left")

session.delete(jack)
print(f"{session.query(User).filter_by(name='jack').count()} users called jack")
print(f"{addresses()} addresses")
