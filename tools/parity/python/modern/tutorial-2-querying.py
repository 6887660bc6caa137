from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, and_, create_engine, func, or_, select, text
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, mapped_column


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


def names(users):
    return ", ".join(user.name for user in users)


print(names(session.scalars(labelled(User).order_by(User.id))))
session.execute(labelled(User.name, User.fullname)).all()
session.execute(labelled(User, User.name)).all()
user_alias = aliased(User, name="user_alias")
session.execute(labelled(user_alias, user_alias.name.label("name_label"))).all()
print(names(session.scalars(labelled(User).order_by(User.id).limit(2).offset(1))))

session.execute(labelled(User.name).filter_by(fullname="Ed Jones")).all()
session.execute(labelled(User.name).where(User.fullname == "Ed Jones")).all()
session.scalars(labelled(User).where(User.name == "ed").where(User.fullname == "Ed Jones")).all()

criteria = [
    User.name != "ed",
    User.name.like("%ed%"),
    User.name.in_(["ed", "wendy", "jack"]),
    User.name.in_(labelled(User.name).where(User.name.like("%ed%"))),
    User.name.not_in(["ed", "wendy", "jack"]),
    User.name.is_(None),
    User.name.is_not(None),
    and_(User.name == "ed", User.fullname == "Ed Jones"),
    or_(User.name == "ed", User.name == "wendy"),
]
for criterion in criteria:
    print(names(session.scalars(labelled(User).where(criterion))))

statement = labelled(User).where(User.name.like("%ed")).order_by(User.id)
session.scalars(statement).all()
session.scalars(statement.limit(1)).first()
for wanted in (statement, statement.where(User.id == 99)):
    try:
        session.scalars(wanted).one()
    except (MultipleResultsFound, NoResultFound) as error:
        print(error)

session.scalars(labelled(User).where(text("id<224")).order_by(text("id"))).all()
print(count(labelled(User).where(User.name.like("%ed"))), 'names end in "ed"')
session.execute(labelled(func.count(User.name), User.name).group_by(User.name)).all()
session.scalar(select(func.count("")).select_from(User))
print(session.scalar(select(func.count(User.id))), "users")
