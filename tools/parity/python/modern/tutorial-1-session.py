from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    fullname: Mapped[str | None]
    password: Mapped[str | None]


def labelled(*entities):
    """select() with the column labels of session.query(), which the recording has."""
    return select(*entities).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

ed = User(name="ed", fullname="Ed Jones", password="edspassword")
# Pending: no SQL yet.
session.add(ed)

# The query would miss ed, so the session flushes first.
our_user = session.scalars(labelled(User).filter_by(name="ed").limit(1)).first()
print(f"the same object: {ed is our_user}")

session.add_all(
    [
        User(name="wendy", fullname="Wendy Williams", password="foobar"),
        User(name="mary", fullname="Mary Contrary", password="xxg527"),
        User(name="fred", fullname="Fred Flinstone", password="blah"),
    ]
)
ed.password = "f8s7ccs"
print(f"dirty: {len(session.dirty)}, new: {len(session.new)}")
session.commit()

# A commit expires what was loaded: the next look at ed loads him again.
print(f"ed has id {ed.id}")

ed.name = "Edwardo"
fake_user = User(name="fakeuser", fullname="Invalid", password="12345")
session.add(fake_user)
both = session.scalars(labelled(User).where(User.name.in_(["Edwardo", "fakeuser"]))).all()
print(f"in this transaction: {', '.join(user.name for user in both)}")

# Neither the new name nor the new user was meant: back to the last commit.
session.rollback()
print(f"after the rollback: {ed.name}; the fake user is in the session: {fake_user in session}")
left = session.scalars(labelled(User).where(User.name.in_(["ed", "fakeuser"]))).all()
print(f"in the table: {', '.join(user.name for user in left)}")
