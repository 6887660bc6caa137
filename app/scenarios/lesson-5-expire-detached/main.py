from sqlalchemy import String, create_engine, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import DetachedInstanceError


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(40))
    city: Mapped[str | None] = mapped_column(String(40))


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

user = User(name="Ann", city="Oslo")
session.add(user)
session.commit()

# Read an attribute after a commit.
print(user.name)

# Somebody changes the row behind the object's back.
session.execute(text("UPDATE users SET name = 'Eve'"))
print(user.name)

# Ask for the row again, at once.
session.refresh(user)
print(user.name)

# Mark one attribute to be loaded when it is read next.
session.expire(user, ["city"])
print(user.name, user.city)

# After commit and close there is no session that could load anything.
session.commit()
session.close()
try:
    print(user.name)
except DetachedInstanceError as error:
    print(f"{type(error).__name__}: {error}")
