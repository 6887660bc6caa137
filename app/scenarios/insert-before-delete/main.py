from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    emails: Mapped[list["Email"]] = relationship(back_populates="user", cascade="all, delete-orphan")


class Email(Base):
    __tablename__ = "emails"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str | None] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship(back_populates="emails")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

jack = User(name="jack", emails=[Email(address="jack@home")])
session.add(jack)
session.commit()


def new_emails():
    return [Email(address=address) for address in ("jack@home", "jack@work")]


# The old email becomes an orphan, and its DELETE would come last.
jack.emails.clear()
jack.emails.extend(new_emails())
try:
    session.commit()
except IntegrityError as error:
    print(error)
    session.rollback()

# A flush in between, and the DELETE comes first.
jack.emails.clear()
session.flush()
jack.emails.extend(new_emails())
session.commit()
print(f"{session.query(Email).count()} emails")
