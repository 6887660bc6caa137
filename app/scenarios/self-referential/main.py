from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Wrong(DeclarativeBase):
    pass


# Nothing says which of the two is the way up: both are taken for collections.
class Item(Wrong):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    children = relationship("Item", back_populates="parent")
    parent = relationship("Item", back_populates="children")


try:
    Item()
except ArgumentError as error:
    print(error)


class Base(DeclarativeBase):
    pass


class Node(Base):
    __tablename__ = "nodes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    # Down: the cascade.
    children: Mapped[list["Node"]] = relationship(back_populates="parent", cascade="all, delete-orphan")
    # Up: the side that is remote is the parent's primary key.
    parent: Mapped["Node | None"] = relationship(back_populates="children", remote_side=[id])


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

leaf = Node(name="leaf")
left = Node(name="left", children=[leaf])
root = Node(name="root", children=[left, Node(name="right")])
session.add(root)
session.commit()

# A child goes alone: the cascade does not run upwards.
session.delete(root.children[1])
session.commit()

# The root takes all that is below it. The rows are deleted from the leaves up.
session.delete(root)
session.commit()
print(f"{session.query(Node).count()} nodes")
