from sqlalchemy import ForeignKey, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Drawer(Base):
    __tablename__ = "drawers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    letters: Mapped[list["Letter"]] = relationship()


class Letter(Base):
    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    drawer_id: Mapped[int | None] = mapped_column(ForeignKey("drawers.id", ondelete="CASCADE"))


class Folder(Base):
    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    # The only difference between the two.
    files: Mapped[list["File"]] = relationship(passive_deletes=True)


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

drawer = Drawer(name="top", letters=[Letter(name="from Ann"), Letter(name="from Bob")])
folder = Folder(name="home", files=[File(name="notes"), File(name="todo")])
session.add_all([drawer, folder])
session.commit()

# SELECT, UPDATE … NULL, DELETE: the letters stay, without their drawer.
session.delete(drawer)
session.commit()
print(f"{session.query(Letter).count()} letters")

# One DELETE; the files are the database's work.
session.delete(folder)
session.commit()
print(f"{session.query(File).count()} files")
