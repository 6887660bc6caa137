from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, String, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parent"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(50))
    children: Mapped[list["Child"]] = relationship(back_populates="parent", passive_deletes=True)


class Child(Base):
    __tablename__ = "child"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(50))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("parent.id", ondelete="CASCADE"))
    parent: Mapped[Parent | None] = relationship(back_populates="children")


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

p = Parent(name="p", children=[Child(name="c1"), Child(name="c2")])
session.add(p)
session.commit()
session.expire_all()

session.delete(p)
session.commit()
print(count(labelled(Child)), "children", count(labelled(Parent)), "parents")
