from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)
    fullname = Column(String)
    password = Column(String)
    addresses = relationship("Address", order_by="Address.id", back_populates="user")


class Address(Base):
    __tablename__ = "addresses"

    id = Column(Integer, primary_key=True)
    email_address = Column(String, nullable=False)
    user_id = Column(Integer, ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")


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

# Marked only. The count flushes, for it must not count him any more.
session.delete(jack)
print(f"{session.query(User).filter_by(name='jack').count()} users called jack")

left = session.query(Address).filter(Address.email_address.in_(["jack@google.com", "j25@yahoo.com"])).count()
print(f"{left} addresses of nobody")
