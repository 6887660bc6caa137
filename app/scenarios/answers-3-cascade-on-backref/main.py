from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, backref, declarative_base, relationship

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parent"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))


class Child(Base):
    __tablename__ = "child"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    parent_id = Column(Integer, ForeignKey("parent.id"))
    # Beside backref the cascade would belong to Child.parent; inside, it belongs to Parent.children.
    parent = relationship("Parent", backref=backref("children", cascade="all,delete"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Parent(name="p")
c1 = Child(name="c1", parent=p)
c2 = Child(name="c2", parent=p)
session.add_all([p, c1, c2])
session.commit()

session.delete(p)
session.commit()
print(f"{session.query(Child).count()} children, {session.query(Parent).count()} parents")
