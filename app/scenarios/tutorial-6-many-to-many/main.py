from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()

post_keywords = Table(
    "post_keywords",
    Base.metadata,
    Column("post_id", Integer, ForeignKey("posts.id")),
    Column("keyword_id", Integer, ForeignKey("keywords.id")),
)


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)
    fullname = Column(String)
    password = Column(String)


class BlogPost(Base):
    __tablename__ = "posts"

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"))
    headline = Column(String(255), nullable=False)
    body = Column(Text)
    keywords = relationship("Keyword", secondary=post_keywords, backref="posts")
    author = relationship("User", backref="posts")


class Keyword(Base):
    __tablename__ = "keywords"

    id = Column(Integer, primary_key=True)
    keyword = Column(String(50), nullable=False, unique=True)


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

wendy = session.query(User).filter_by(name="wendy").one()
post = BlogPost(headline="Wendy's Blog Post", body="This is a test", author=wendy)
session.add(post)
post.keywords.append(Keyword(keyword="wendy"))
post.keywords.append(Keyword(keyword="firstpost"))

# The query flushes first: keywords, the post, and one statement for both rows between them.
first_post = BlogPost.keywords.any(keyword="firstpost")
session.query(BlogPost).filter(first_post).all()
session.query(BlogPost).filter(BlogPost.author == wendy).filter(first_post).all()
print(f"{len(wendy.posts)} post of wendy's")

# The rows between go with the post, without any cascade option; the keywords stay.
session.delete(post)
session.commit()
print(f"{session.query(Keyword).count()} keywords")
