from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)
    fullname = Column(String)
    password = Column(String)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

ed = User(name="ed", fullname="Ed Jones", password="edspassword")
# Pending: no SQL yet.
session.add(ed)

# The query would miss ed, so the session flushes first.
our_user = session.query(User).filter_by(name="ed").first()
print(f"the same object: {ed is our_user}")

session.add_all(
    [
        User(name="wendy", fullname="Wendy Williams", password="foobar"),
        User(name="mary", fullname="Mary Contrary", password="xxg527"),
        User(name="fred", fullname="Fred Flinstone", password="blah"),
    ]
)
ed.password = "f8s7ccs"
print(f"dirty: {len(session.dirty)}, new: {len(session.new)}")
session.commit()

# A commit expires what was loaded: the next look at ed loads him again.
print(f"ed has id {ed.id}")

ed.name = "Edwardo"
fake_user = User(name="fakeuser", fullname="Invalid", password="12345")
session.add(fake_user)
both = session.query(User).filter(User.name.in_(["Edwardo", "fakeuser"])).all()
print(f"in this transaction: {', '.join(user.name for user in both)}")

# Neither the new name nor the new user was meant: back to the last commit.
session.rollback()
print(f"after the rollback: {ed.name}; the fake user is in the session: {fake_user in session}")
left = session.query(User).filter(User.name.in_(["ed", "fakeuser"])).all()
print(f"in the table: {', '.join(user.name for user in left)}")
