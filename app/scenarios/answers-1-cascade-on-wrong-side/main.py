from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

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
    # The wish: delete the children with their parent. But this is the way from a child to its parent.
    parent = relationship("Parent", cascade="all,delete", backref="children")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

p = Parent(name="p")
c1 = Child(name="c1", parent=p)
c2 = Child(name="c2", parent=p)
session.add_all([p, c1, c2])
session.commit()

# Parent.children, which the backref makes, has no delete cascade. Watch the UPDATE: the children lose their parent.
session.delete(p)
session.commit()
print(f"{session.query(Child).count()} children, {session.query(Parent).count()} parents")

# The other way round the cascade would run: session.delete(c1) would delete the parent, too.
