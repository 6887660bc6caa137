from sqlalchemy import Column, Integer, String, and_, create_engine, func, or_, text
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.orm import Session, aliased, declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)
    fullname = Column(String)
    password = Column(String)


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


# Whole users, single columns, both, and under names of one's own.
print(names(session.query(User).order_by(User.id).all()))
session.query(User.name, User.fullname).all()
session.query(User, User.name).all()
user_alias = aliased(User, name="user_alias")
session.query(user_alias, user_alias.name.label("name_label")).all()
print(f"second and third: {names(session.query(User).order_by(User.id)[1:3])}")

# Filters: by keyword, by expression, several of them.
session.query(User.name).filter_by(fullname="Ed Jones").all()
session.query(User.name).filter(User.fullname == "Ed Jones").all()
session.query(User).filter(User.name == "ed").filter(User.fullname == "Ed Jones").all()


def having(criterion):
    print(names(session.query(User).filter(criterion).all()))


having(User.name != "ed")
having(User.name.like("%ed%"))
having(User.name.in_(["ed", "wendy", "jack"]))
having(User.name.in_(session.query(User.name).filter(User.name.like("%ed%"))))
having(~User.name.in_(["ed", "wendy", "jack"]))
# A comparison with None becomes IS NULL.
having(User.name == None)
having(User.name != None)
having(and_(User.name == "ed", User.fullname == "Ed Jones"))
having(or_(User.name == "ed", User.name == "wendy"))

query = session.query(User).filter(User.name.like("%ed")).order_by(User.id)
query.all()
query.first()
# Two rows where one() wants one, and none where it wants one.
for wanted in (query, query.filter(User.id == 99)):
    try:
        wanted.one()
    except (MultipleResultsFound, NoResultFound) as error:
        print(error)

# SQL of one's own, and counting.
session.query(User).filter(text("id<224")).order_by(text("id")).all()
print(f'{session.query(User).filter(User.name.like("%ed")).count()} names end in "ed"')
session.query(func.count(User.name), User.name).group_by(User.name).all()
session.query(func.count("")).select_from(User).scalar()
print(f"{session.query(func.count(User.id)).scalar()} users")
