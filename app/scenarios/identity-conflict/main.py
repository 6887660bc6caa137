from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, make_transient_to_detached, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(id=1, name="jack")
session.add(jack)
session.commit()
print(f"the session holds {jack.name}")

# A new object is a new row, whatever its key: a warning, and an INSERT that the database refuses.
session.add(User(id=1, name="jacques"))
try:
    session.flush()
except IntegrityError as error:
    print(error)
    session.rollback()
print(f"the session still holds {jack.name}")

# An object of another session, so to say: there can be only one for each row.
stray = User(id=1, name="jacques")
make_transient_to_detached(stray)
try:
    session.add(stray)
except InvalidRequestError as error:
    print(error)

# merge() copies the values, and gives back the session's own object.
merged = session.merge(User(id=1, name="jacques"))
print(f"merge() gave jack: {merged is jack}")
session.commit()
print(f"whose name is {jack.name} now")
