from sqlalchemy import ForeignKey, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Folder(Base):
    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    files: Mapped[list["File"]] = relationship(passive_deletes=True)


class File(Base):
    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id", ondelete="CASCADE"))


def enforce_foreign_keys(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")


def try_out(foreign_keys):
    """Deletes a folder with a file in it, then adds a file to a folder that there is not."""
    engine = create_engine("sqlite://")
    if foreign_keys:
        event.listen(engine, "connect", enforce_foreign_keys)
    Base.metadata.create_all(engine)
    session = Session(engine)
    folder = Folder(name="home", files=[File(name="notes")])
    session.add(folder)
    session.commit()

    # The same DELETE both times; watch what becomes of the file.
    session.delete(folder)
    session.commit()
    print(f"{session.query(File).count()} files without their folder")

    session.add(File(name="lost", folder_id=99))
    try:
        session.commit()
        print("a file in a folder that there is not")
    except IntegrityError as error:
        print(error)
    session.close()
    engine.dispose()


# As SQLite is unless told otherwise, and then as one wants it.
try_out(foreign_keys=False)
try_out(foreign_keys=True)
