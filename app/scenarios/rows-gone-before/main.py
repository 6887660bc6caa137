from sqlalchemy import ForeignKey, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError


class Base(DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parents"

    id: Mapped[int] = mapped_column(primary_key=True)
    children: Mapped[list["Child"]] = relationship(
        back_populates="parent", cascade="all, delete-orphan", passive_deletes=True
    )


class Child(Base):
    __tablename__ = "children"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("parents.id", ondelete="CASCADE"))
    parent: Mapped[Parent | None] = relationship(back_populates="children")


engine = create_engine("sqlite://")


@event.listens_for(engine, "connect")
def enforce_foreign_keys(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")


Base.metadata.create_all(engine)
session = Session(engine)

session.add(Parent(children=[Child(name="ann"), Child(name="bob")]))
session.commit()

ann, bob = session.query(Child).order_by(Child.id).all()
parent = session.query(Parent).one()

# One DELETE; the database deletes ann and bob, whose objects stay in the session.
session.delete(parent)
session.flush()

# A DELETE that matches nothing: a warning.
session.delete(ann)
session.flush()

bob.name = "robert"
try:
    # An UPDATE that matches nothing: an error, for a change would be lost.
    session.flush()
except StaleDataError as error:
    print(error)
    session.rollback()

# With the children at hand in the collection, the session deletes them itself and knows that they are gone.
print(f"{len(parent.children)} children, loaded")
session.delete(parent)
session.commit()
print(f"ann in the session: {ann in session}, bob: {bob in session}")
