from sqlalchemy import ForeignKey, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Folder(Base):
    __tablename__ = "folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    files: Mapped[list["File"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


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

session.add_all([Folder(name=name, files=[File(name=f"{name}.txt")]) for name in ("a", "b", "c")])
session.commit()
a, b, c = session.query(Folder).order_by(Folder.name).all()

# Nobody has looked into a: one DELETE.
session.delete(a)
session.flush()

# Looking into b loads its files, and now the session deletes them itself.
print(f"{len(b.files)} file in b")
session.delete(b)
session.flush()

# c was looked into, too; with its list expired the session knows nothing of files again.
print(f"{len(c.files)} file in c")
session.expire(c, ["files"])
session.delete(c)
session.commit()
print(f"{session.query(File).count()} files")
