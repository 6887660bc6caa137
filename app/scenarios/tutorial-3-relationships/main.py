from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, not_
from sqlalchemy.orm import Session, aliased, contains_eager, declarative_base, joinedload, relationship

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

# Lazy: the user first, the addresses when they are asked for.
found = session.query(User).filter_by(name="jack").one()
print(", ".join(address.email_address for address in found.addresses))

# Eager: one statement for both.
session.expire_all()
session.query(User).options(joinedload(User.addresses)).filter_by(name="jack").one()
print(f"{len(jack.addresses)} addresses came along")

# Joins: written out, by the foreign key, by a condition, along the relationship, and outer.
at_google = Address.email_address == "jack@google.com"
session.query(User, Address).filter(User.id == Address.user_id).filter(at_google).all()
session.query(User).join(Address).filter(at_google).all()
session.query(User).join(Address, User.id == Address.user_id).all()
session.query(User).join(User.addresses).all()
all_users = session.query(User).outerjoin(User.addresses).order_by(User.id).all()
print(f"{len(all_users)} users, with addresses or without")

# A join that loads: the user comes from the rows of the join itself.
session.expire_all()
session.query(Address).join(Address.user).filter(User.name == "jack").options(contains_eager(Address.user)).all()

# The same table twice.
adalias1 = aliased(Address)
adalias2 = aliased(Address)
(
    session.query(User.name, adalias1.email_address, adalias2.email_address)
    .join(User.addresses.of_type(adalias1))
    .join(User.addresses.of_type(adalias2))
    .filter(adalias1.email_address == "jack@google.com")
    .filter(adalias2.email_address == "j25@yahoo.com")
    .all()
)

# Whether there is one: any() for a collection, has() for a single object; and comparing with an object.
session.query(User.name).filter(User.addresses.any()).all()
session.query(User.name).filter(User.addresses.any(Address.email_address.like("%google%"))).all()
session.query(Address).filter(not_(Address.user.has(User.name == "jack"))).all()
session.query(Address).filter(Address.user == jack).all()
session.query(Address).filter(Address.user != jack).all()
session.query(Address).filter(Address.user == None).all()
session.query(User).filter(User.addresses.contains(a1)).all()
