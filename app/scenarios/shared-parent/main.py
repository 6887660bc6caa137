from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]


class Address(Base):
    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # On this side the cascade runs from the address to the user. Move it into the backref to turn it round.
    user: Mapped[User | None] = relationship(cascade="all, delete", backref="addresses")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(name="jack")
session.add_all([Address(email="jack@home", user=jack), Address(email="jack@work", user=jack)])
session.commit()

# delete() loads the user at once: the cascade has to mark it, too.
home = session.query(Address).filter_by(email="jack@home").one()
session.delete(home)
# The user goes with the address, and the user's other address is left with NULL.
session.commit()
print(f"{session.query(User).count()} users")

work = session.query(Address).one()
print(f"{work.email} belongs to {work.user}")
