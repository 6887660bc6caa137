from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
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


# Foreign keys are off, as SQLite has them unless told otherwise.
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Parent(name="p", children=[Child(name="c1"), Child(name="c2")])
session.add(p)
session.commit()
session.expire_all()

# One DELETE, as hoped. But nobody follows the ON DELETE CASCADE.
# Execute PRAGMA foreign_keys=ON on each connection, and SQLite does.
session.delete(p)
session.commit()
print(f"{session.query(Child).count()} children, {session.query(Parent).count()} parents")
