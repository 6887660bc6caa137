from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import backref

db = SQLAlchemy()


class Child(db.Model):
    __tablename__ = "child"
    id = db.Column(db.Integer, primary_key=True)
    parent = db.relationship('Parent', backref=backref('children', passive_deletes=True))
    parent_id = db.Column(db.Integer, db.ForeignKey('parent.id', ondelete='CASCADE'))


class Parent(db.Model):
    __tablename__ = "parent"
    id = db.Column(db.Integer, primary_key=True)
