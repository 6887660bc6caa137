from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[list["Item"]] = relationship(back_populates="order")


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    order: Mapped[Order | None] = relationship(back_populates="items")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

order = Order()
session.add(order)
session.commit()

# The order is in the session; the item is not, though order.items will show it.
pen = Item(name="pen")
pen.order = order
print(f"the pen is in the session: {pen in session}")
# No INSERT: the flush warns and goes on.
session.commit()
print(f"{session.query(Item).count()} items")

# Add it …
session.add(pen)
session.commit()

# … or write the side that cascades to it.
ink = Item(name="ink")
order.items.append(ink)
print(f"the ink is in the session: {ink in session}")
session.commit()
print(f"{session.query(Item).count()} items")
