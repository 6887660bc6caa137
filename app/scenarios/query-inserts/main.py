from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author] = relationship()


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

session.add(Author(name="le guin"))
session.commit()


def find_author():
    return session.query(Author).filter_by(name="le guin").one()


early = Book(title="the dispossessed")
session.add(early)
try:
    # The query comes to look for the author. First it flushes the book, which has none yet.
    early.author = find_author()
except IntegrityError as error:
    print(error)
    session.rollback()

book = Book(title="the dispossessed")
session.add(book)
# Now the query leaves the book alone until it is complete.
with session.no_autoflush:
    book.author = find_author()
session.commit()
print(f"the book's author has the number {book.author_id}")
