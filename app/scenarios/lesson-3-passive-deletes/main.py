from sqlalchemy import ForeignKey, String, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


# The database is told to delete the files with their folder; the relationship is told nothing.
class Folder(Base):
    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    files: Mapped[list["File"]] = relationship()


class File(Base):
    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id", ondelete="CASCADE"))


# Here the relationship knows that the database deletes.
class Album(Base):
    __tablename__ = "albums"

    id: Mapped[int] = mapped_column(primary_key=True)
    photos: Mapped[list["Photo"]] = relationship(cascade="all, delete", passive_deletes=True)


class Photo(Base):
    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    album_id: Mapped[int | None] = mapped_column(ForeignKey("albums.id", ondelete="CASCADE"))


engine = create_engine("sqlite://")


# SQLite heeds foreign keys only when it is told to.
@event.listens_for(engine, "connect")
def enforce_foreign_keys(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")


Base.metadata.create_all(engine)
session = Session(engine)

folder = Folder(files=[File(name="plan")])
album = Album(photos=[Photo(name="sea")])
second = Album(photos=[Photo(name="sky")])
session.add_all([folder, album, second])
session.commit()

# ON DELETE CASCADE alone.
session.delete(folder)
session.commit()

# With passive_deletes, the photos not loaded.
session.delete(album)
session.commit()

# With passive_deletes, the photos loaded.
print(len(second.photos))
session.delete(second)
session.commit()
