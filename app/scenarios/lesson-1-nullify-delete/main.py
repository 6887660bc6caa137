from sqlalchemy import ForeignKey, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


# First pair: a plain relationship.
class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    books: Mapped[list["Book"]] = relationship()


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None] = mapped_column(String(40))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))


# Second pair: the same, but deleting goes along to the children.
class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    players: Mapped[list["Player"]] = relationship(cascade="all, delete")


class Player(Base):
    __tablename__ = "players"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

author = Author(name="Ann", books=[Book(title="Tides"), Book(title="Winds")])
team = Team(name="Reds", players=[Player(name="Pat"), Player(name="Sam")])
session.add_all([author, team])
session.commit()

# Without a delete cascade.
session.delete(author)
session.commit()

# With a delete cascade.
session.delete(team)
session.commit()
