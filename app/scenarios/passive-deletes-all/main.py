from sqlalchemy import ForeignKey, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.exc import ObjectDeletedError


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    players: Mapped[list["Player"]] = relationship(passive_deletes=True)


class Player(Base):
    __tablename__ = "players"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    payments: Mapped[list["Payment"]] = relationship(passive_deletes="all")


class Payment(Base):
    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Folder(Base):
    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    files: Mapped[list["File"]] = relationship(passive_deletes="all")


class File(Base):
    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id", ondelete="CASCADE"))


engine = create_engine("sqlite://")


@event.listens_for(engine, "connect")
def enforce_foreign_keys(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")


Base.metadata.create_all(engine)
session = Session(engine)

player, payment, file = Player(name="Ann"), Payment(name="rent"), File(name="notes")
team = Team(name="red", players=[player])
account = Account(name="savings", payments=[payment])
folder = Folder(name="home", files=[file])
session.add_all([team, account, folder])
session.commit()

# True: the loaded player gets NULL.
print(f"{len(team.players)} player")
session.delete(team)
session.commit()
print(f"the player's team: {player.team_id}")

# "all": the payment keeps its account, and the database keeps the account.
print(f"{len(account.payments)} payment")
session.delete(account)
try:
    session.commit()
except IntegrityError as error:
    session.rollback()
    print(error)

# "all" with ON DELETE CASCADE: the row of the file goes, and the object in memory has not heard of it.
print(f"{len(folder.files)} file")
session.delete(folder)
session.commit()
try:
    print(file.name)
except ObjectDeletedError as error:
    print(error)
