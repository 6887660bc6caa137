# Sqlalchemy deleting bd

from sqlalchemy.orm import joinedload, declarative_base, Session, relationship
from sqlalchemy import create_engine, Column, Integer, String, ForeignKey

Base = declarative_base()


class User(Base):
    __tablename__ = 'users'

    id = Column(Integer, primary_key=True)
    name = Column(String)
    fullname = Column(String)
    nickname = Column(String)

    addresses = relationship("Address", back_populates='user',
                    cascade="all, delete, delete-orphan")

    def __repr__(self):
       return "<User(name='%s', fullname='%s', nickname='%s')>" % (
                               self.name, self.fullname, self.nickname)


class Address(Base):
    __tablename__ = 'addresses'
    id = Column(Integer, primary_key=True)
    email_address = Column(String, nullable=False)
    user_id = Column(Integer, ForeignKey('users.id'))
    user = relationship("User", back_populates="addresses")

    def __repr__(self):
        return "<Address(email_address='%s')>" % self.email_address


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

session.add(User(name='jack', fullname='Jack Bean', nickname='gjffdd', addresses=[Address(email_address='jack@google.com'), Address(email_address='j25@yahoo.com')]))
session.commit()

jack = session.query(User).\
                       options(joinedload(User.addresses)).\
                       filter_by(name='jack').one()
jack
# <User(name='jack', fullname='Jack Bean', nickname='gjffdd')>

jack.addresses
# [<Address(email_address='jack@google.com')>, <Address(email_address='j25@yahoo.com')>]

session.delete(jack)
session.query(User).filter_by(name='jack').count()
# 0

session.query(Address).filter(
    Address.email_address.in_(['jack@google.com', 'j25@yahoo.com'])
 ).count()
# 2



session.add(User(id=5, addresses=[Address(email_address='jack@google.com'), Address(email_address='j25@yahoo.com')]))
session.commit()

# load Jack by primary key
jack = session.query(User).get(5)

# remove one Address (lazy load fires off)
del jack.addresses[1]

# only one address remains
session.query(Address).filter(
    Address.email_address.in_(['jack@google.com', 'j25@yahoo.com'])
).count()
# 1

session.delete(jack)

session.query(User).filter_by(name='jack').count()
# 0

session.query(Address).filter(
   Address.email_address.in_(['jack@google.com', 'j25@yahoo.com'])
).count()
# 0