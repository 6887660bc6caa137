from sqlalchemy.orm import declarative_base, relationship, backref
from sqlalchemy import Column, Integer, ForeignKey

Base = declarative_base()


class Child(Base):
    __tablename__ = "child"
    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, ForeignKey("parent.id"))
    parent = relationship('Parent', backref=backref('children', cascade='all,delete'))


class Parent(Base):
    __tablename__ = "parent"
    id = Column(Integer, primary_key=True)
