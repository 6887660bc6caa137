from sqlalchemy.orm import declarative_base, relationship
from sqlalchemy import Column, Integer, ForeignKey

Base = declarative_base()


class Parent(Base):
    __tablename__ = "parent"
    id = Column(Integer, primary_key=True)
    children = relationship('Child', cascade='all,delete', backref='parent')


class Child(Base):
    __tablename__ = "child"
    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, ForeignKey("parent.id"))
