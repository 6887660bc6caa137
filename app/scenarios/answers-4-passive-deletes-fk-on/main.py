from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, event
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parent"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    # The session is to leave children that it has not loaded to the database.
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
session.expire_all()

# One DELETE, and no word of the children: SQLite carries out the ON DELETE CASCADE.
session.delete(p)
session.commit()
print(f"{session.query(Child).count()} children, {session.query(Parent).count()} parents")
