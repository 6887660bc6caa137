from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list["Line"]] = relationship(back_populates="order")


class Line(Base):
    __tablename__ = "lines"

    # The foreign key is a part of the primary key.
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    order: Mapped[Order] = relationship(back_populates="lines")


# The same two tables again, with a cascade.
class Cart(Base):
    __tablename__ = "carts"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[list["Entry"]] = relationship(back_populates="cart", cascade="all, delete-orphan")


class Entry(Base):
    __tablename__ = "entries"

    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    cart: Mapped[Cart] = relationship(back_populates="entries")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

order = Order(lines=[Line(position=1), Line(position=2)])
cart = Cart(entries=[Entry(position=1), Entry(position=2)])
session.add_all([order, cart])
session.commit()

session.delete(order)
try:
    # The flush loads the lines, wants to set their order_id to NULL, and gives up.
    session.commit()
except AssertionError as error:
    print(error)
    session.rollback()

# With the cascade the entries are deleted first, and there is nothing to blank out.
session.delete(cart)
session.commit()
print(f"{session.query(Entry).count()} entries")
