from sqlalchemy import ForeignKey, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


# Deleting a cart deletes its entries; an entry may live without a cart.
class Cart(Base):
    __tablename__ = "carts"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[list["Entry"]] = relationship(cascade="all, delete")


class Entry(Base):
    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    cart_id: Mapped[int | None] = mapped_column(ForeignKey("carts.id"))


# An item must not live without its order.
class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[list["Item"]] = relationship(cascade="all, delete-orphan")


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

entry = Entry(name="tea")
item = Item(name="lamp")
cart = Cart(entries=[entry])
order = Order(items=[item])
session.add_all([cart, order])
session.commit()

# Out of the collection, with the delete cascade only.
cart.entries.remove(entry)
session.flush()

# Out of the collection, with delete-orphan.
order.items.remove(item)
session.flush()

# In and out again before any flush.
draft = Item(name="vase")
order.items.append(draft)
order.items.remove(draft)
session.commit()
