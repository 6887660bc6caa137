/** The same for Python as `WARM_UP` is for TypeScript: a spare worker has run it by the time a person's program comes. */
export const PYTHON_WARM_UP = `from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()

class Parent(Base):
    __tablename__ = "parent"
    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    children = relationship("Child", back_populates="parent", cascade="all, delete-orphan")

class Child(Base):
    __tablename__ = "child"
    id = Column(Integer, primary_key=True)
    parent_id = Column(ForeignKey("parent.id"))
    parent = relationship("Parent", back_populates="children")

engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)
for _ in range(3):
    session.add(Parent(name="a", children=[Child(), Child()]))
    session.commit()
    found = session.query(Parent).filter_by(name="a").first()
    found.name = "b"
    found.children.pop()
    session.flush()
    session.delete(found)
    session.commit()
`;
