from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)
    fullname = Column(String)
    password = Column(String)
    addresses = relationship("Address", back_populates="user", cascade="all, delete, delete-orphan")


class Address(Base):
    __tablename__ = "addresses"

    id = Column(Integer, primary_key=True)
    email_address = Column(String, nullable=False)
    user_id = Column(Integer, ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")


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
    return session.query(Address).filter(Address.email_address.in_(["jack@google.com", "j25@yahoo.com"])).count()


j = session.get(User, 1)
# Out of the collection: nothing happens yet, the address is an orphan at the next flush. The count brings that about.
del j.addresses[1]
print(f"{addresses()} address is left")

session.delete(j)
print(f"{session.query(User).filter_by(name='jack').count()} users called jack")
print(f"{addresses()} addresses")
