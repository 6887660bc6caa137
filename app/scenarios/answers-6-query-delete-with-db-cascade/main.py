from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, event
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parent"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    children = relationship("Child", backref="parent", passive_deletes=True)


class Child(Base):
    __tablename__ = "child"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    parent_id = Column(Integer, ForeignKey("parent.id", ondelete="CASCADE"))


engine = create_engine("sqlite://")


# SQLite ignores foreign keys unless each connection asks for them.
@event.listens_for(engine, "connect")
def enforce_foreign_keys(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")


Base.metadata.create_all(engine)
session = Session(engine)

p = Parent(name="p", children=[Child(name="c1"), Child(name="c2")])
session.add(p)
session.commit()

# One statement; no parent is loaded, no cascade option of the mapping is looked at.
deleted = session.query(Parent).filter_by(name="p").delete()
print(f"{deleted} parent deleted")

# The children went with it: that was SQLite.
print(f"{session.query(Child).count()} children")
