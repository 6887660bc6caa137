from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    Column,
    ForeignKey,
    String,
    Table,
    Text,
    create_engine,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


post_keywords = Table(
    "post_keywords",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id")),
    Column("keyword_id", ForeignKey("keywords.id")),
)


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    fullname: Mapped[str | None]
    password: Mapped[str | None]
    posts: Mapped[list["BlogPost"]] = relationship(back_populates="author")


class BlogPost(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    headline: Mapped[str] = mapped_column(String(255))
    body: Mapped[str | None] = mapped_column(Text)
    keywords: Mapped[list["Keyword"]] = relationship(secondary=post_keywords, back_populates="posts")
    author: Mapped[User | None] = relationship(back_populates="posts")


class Keyword(Base):
    __tablename__ = "keywords"

    id: Mapped[int] = mapped_column(primary_key=True)
    keyword: Mapped[str] = mapped_column(String(50), unique=True)
    posts: Mapped[list[BlogPost]] = relationship(secondary=post_keywords, back_populates="keywords")


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


def count(statement):
    """What Query.count() does: counts the rows of the statement as a subquery."""
    return session.scalar(select(func.count()).select_from(statement.subquery()))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

ed = User(name="ed", fullname="Ed Jones", password="edspassword")
session.add(ed)
session.add_all(
    [
        User(name="wendy", fullname="Wendy Williams", password="foobar"),
        User(name="mary", fullname="Mary Contrary", password="xxg527"),
        User(name="fred", fullname="Fred Flinstone", password="blah"),
    ]
)
session.commit()

wendy = session.scalars(labelled(User).filter_by(name="wendy")).one()
post = BlogPost(headline="Wendy's Blog Post", body="This is a test", author=wendy)
session.add(post)
post.keywords.append(Keyword(keyword="wendy"))
post.keywords.append(Keyword(keyword="firstpost"))

# The query flushes first: keywords, the post, and one statement for both rows between them.
first_post = BlogPost.keywords.any(keyword="firstpost")
session.scalars(labelled(BlogPost).where(first_post)).all()
session.scalars(labelled(BlogPost).where(BlogPost.author == wendy).where(first_post)).all()
print(f"{len(wendy.posts)} post of wendy's")

# The rows between go with the post, without any cascade option; the keywords stay.
session.delete(post)
session.commit()
print(f"{count(labelled(Keyword))} keywords")
