from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class DBRoom(Base):
    __tablename__ = "roomdata"

    id: Mapped[int] = mapped_column(primary_key=True)
    furniture: Mapped[list["DBFurniture"]] = relationship(back_populates="room", passive_deletes=True)


class DBFurniture(Base):
    __tablename__ = "furnituredata"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("roomdata.id", ondelete="CASCADE"))
    room: Mapped[DBRoom | None] = relationship(back_populates="furniture")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


def count(statement):
    """What Query.count() does: counts the rows of the statement as a subquery."""
    return session.scalar(select(func.count()).select_from(statement.subquery()))


engine = create_engine("sqlite://")


@event.listens_for(engine, "connect")
def enforce_foreign_keys(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")


Base.metadata.create_all(engine)
session = Session(engine)

r = DBRoom()
f1 = DBFurniture(room=r)
f2 = DBFurniture(room=r)
session.add_all([r, f1, f2])
session.commit()
session.expire_all()

session.delete(r)
session.commit()
print(count(labelled(DBFurniture)), "pieces of furniture without the room")
