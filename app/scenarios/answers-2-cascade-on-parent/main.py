from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parent"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    children = relationship("Child", cascade="all,delete", backref="parent")


class Child(Base):
    __tablename__ = "child"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    parent_id = Column(Integer, ForeignKey("parent.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Parent(name="p", children=[Child(name="c1"), Child(name="c2")])
session.add(p)
session.commit()

# The cascade has to find the children, so delete() itself loads them.
session.delete(p)
# Children first, then their parent: the order that the foreign key asks for.
session.commit()
print(f"{session.query(Child).count()} children, {session.query(Parent).count()} parents")
