from sqlalchemy import Column, ForeignKey, Table, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)
photo_tags = Table(
    "photo_tags",
    Base.metadata,
    Column("photo_id", ForeignKey("photos.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    tags: Mapped[list[Tag]] = relationship(secondary=post_tags, backref="posts")


class Photo(Base):
    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    # The difference.
    tags: Mapped[list[Tag]] = relationship(secondary=photo_tags, backref="photos", cascade="all, delete")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

sql = Tag(name="sql")
posts = [Post(title="one", tags=[sql]), Post(title="two", tags=[sql])]
session.add_all([*posts, Photo(title="sea", tags=[sql])])
session.commit()

# A post goes, and its association row; the tag stays.
session.delete(session.query(Post).filter_by(title="one").one())
session.commit()
print(f"{session.query(Tag).count()} tag")

# The photo takes the tag with it, and so the tag of the other post.
session.delete(session.query(Photo).filter_by(title="sea").one())
session.commit()
print(f"{session.query(Tag).count()} tags")
print(f"{len(session.query(Post).filter_by(title='two').one().tags)} tags of the post that is left")
