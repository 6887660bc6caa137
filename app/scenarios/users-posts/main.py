from sqlalchemy import Column, ForeignKey, Integer, String, Text, create_engine
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False)
    posts = relationship("Post", backref="user", cascade="all, delete")


class Post(Base):
    __tablename__ = "posts"

    id = Column(Integer, primary_key=True)
    title = Column(String(100), nullable=False)
    body = Column(Text, nullable=False)
    # A post cannot be without its user: without the cascade, deleting the user would fail.
    user_id = Column(Integer, ForeignKey("users.id"), nullable=False)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

one = Post(title="One", body="First")
two = Post(title="Two", body="Second")
john = User(name="John", posts=[one, two])
# The posts come along: save-update is part of "all".
session.add(john)
session.commit()

user = session.query(User).filter_by(name="John").first()
session.delete(user)
# Watch: one DELETE for both posts.
session.commit()

print(f"John: {session.query(User).filter_by(name='John').first()}")
print(f"his posts: {len(session.query(Post).filter_by(user_id=1).all())}")
