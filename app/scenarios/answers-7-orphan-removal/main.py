from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parent"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    # delete, but not delete-orphan.
    children = relationship("Child", cascade="all,delete", backref="parent")


class Child(Base):
    __tablename__ = "child"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    parent_id = Column(Integer, ForeignKey("parent.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

c1 = Child(name="c1")
p = Parent(name="p", children=[c1, Child(name="c2")])
session.add(p)
session.commit()

# The child leaves its parent. Make the cascade "all,delete-orphan", and the UPDATE becomes a DELETE.
p.children.remove(c1)
session.flush()

print(f"c1 belongs to parent {c1.parent_id}")
print(f"{session.query(Child).count()} children")
