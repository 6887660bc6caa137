from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.exc import CircularDependencyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Album(Base):
    __tablename__ = "albums"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("pictures.id"))
    pictures: Mapped[list["Picture"]] = relationship(foreign_keys="Picture.album_id")
    cover: Mapped["Picture | None"] = relationship(foreign_keys=cover_id)


class Picture(Base):
    __tablename__ = "pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    album_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id"))


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    captain_id: Mapped[int | None] = mapped_column(ForeignKey("players.id"))
    players: Mapped[list["Player"]] = relationship(foreign_keys="Player.team_id")
    # The same, but the captain's key may come later.
    captain: Mapped["Player | None"] = relationship(foreign_keys=captain_id, post_update=True)


class Player(Base):
    __tablename__ = "players"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

sea = Picture()
session.add(Album(title="summer", pictures=[sea], cover=sea))
try:
    # Which of the two is inserted first?
    session.commit()
except CircularDependencyError as error:
    print(error)
    session.rollback()

# INSERT the team without a captain, INSERT the player, UPDATE the team.
ann = Player()
team = Team(name="reds", players=[ann], captain=ann)
session.add(team)
session.commit()

# And the same backwards.
session.delete(team)
session.commit()
