from sqlalchemy import Column, ForeignKey, String, Table, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


# One row for each pair of a post and a tag. No class is mapped to it.
post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None] = mapped_column(String(40))
    tags: Mapped[list["Tag"]] = relationship(secondary=post_tags, back_populates="posts")


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    posts: Mapped[list["Post"]] = relationship(secondary=post_tags, back_populates="tags")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

sql = Tag(name="sql")
orm = Tag(name="orm")
first = Post(title="Flush", tags=[sql, orm])
second = Post(title="Query", tags=[sql])
session.add_all([first, second])
session.commit()

# Take a tag off a post.
first.tags.remove(orm)
session.commit()

# Delete a post.
session.delete(first)
session.commit()

# Delete a tag that a post still has.
session.delete(sql)
session.commit()
