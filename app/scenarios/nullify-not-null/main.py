from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    books: Mapped[list["Book"]] = relationship()


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    # A book may be without an author,
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))


class Invoice(Base):
    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    lines: Mapped[list["Line"]] = relationship()


class Line(Base):
    __tablename__ = "lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    # a line may not be without an invoice,
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    # and items go with their order.
    items: Mapped[list["Item"]] = relationship(cascade="all, delete-orphan")


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

author = Author(name="Ann", books=[Book(name="Flowers")])
invoice = Invoice(name="2015-7", lines=[Line(name="paper")])
order = Order(name="no. 1", items=[Item(name="ink")])
session.add_all([author, invoice, order])
session.commit()

session.delete(author)
session.commit()
print(f"author of the book: {session.query(Book).one().author_id}")

# The same UPDATE, but this column does not take NULL.
session.delete(invoice)
try:
    session.commit()
except IntegrityError as error:
    session.rollback()
    print(error)

# With the cascade there is nothing to be set to NULL.
session.delete(order)
session.commit()
print(f"{session.query(Item).count()} items")
