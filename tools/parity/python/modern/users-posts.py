from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, ForeignKey, String, Text, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    posts: Mapped[list["Post"]] = relationship(back_populates="user", cascade="all, delete")


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(back_populates="posts")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

john = User(name="John", posts=[Post(title="One", body="First"), Post(title="Two", body="Second")])
session.add(john)
session.commit()

user = session.scalars(labelled(User).filter_by(name="John").limit(1)).first()
session.delete(user)
session.commit()

print(session.scalars(labelled(User).where(User.name == "John").limit(1)).first())
print(session.scalars(labelled(Post).where(Post.user_id == 1)).all())
