"""Record the gallery's questions on parents, warnings, sessions and stale objects: one scenario for each item of app/scenarios
that is named as it.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 questions.py OUT.jsonl[.gz] [TOPIC...]
"""
import re

from programs import run_step
from recording import Topics


class Questions(Topics):
    """Each function is one scenario, and its name the scenario's id; parts of one item end in a number."""

    def scenarios(self):
        for fn in self.topics:
            models, steps, *settings = fn()
            code = {k: v for k, v in run_step(models).items() if k != "op"}
            options = settings[0] if settings else {}
            yield {"id": re.sub(r"-(\d)$", r".\1", fn.__name__.replace("_", "-")), "title": fn.__doc__, "foreign_keys": False, "session": {}, **options,
                   "models": {"tables": options.get("tables", []), "classes": [], **code}, "steps": [run_step(s) for s in steps]}


topics = Questions()


def table(name, *columns):
    """An association table; its rows in one statement come in no order, so the recording must know of it."""
    return {"name": name, "columns": [
        {"name": c, "type": "Integer", "primary_key": True, "foreign_key": target} for c, target in columns]}


@topics.add
def single_parent():
    """delete-orphan on the many side"""
    return """
class Person(Base):
    __tablename__ = "persons"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    passport_id = mapped_column(ForeignKey("passports.id"))
    passport = relationship("Passport", cascade="all, delete-orphan", single_parent=True)

class Passport(Base):
    __tablename__ = "passports"
    id = mapped_column(Integer, primary_key=True)
    number = mapped_column(String)
""", [
        "Wrong = declarative_base()",
        """
        class Citizen(Wrong):
            __tablename__ = "citizens"
            id = mapped_column(Integer, primary_key=True)
            card_id = mapped_column(ForeignKey("cards.id"))
            card = relationship("Card", cascade="all, delete-orphan")
        class Card(Wrong):
            __tablename__ = "cards"
            id = mapped_column(Integer, primary_key=True)
        """,
        "Citizen()",
        "passport = Passport(number='A-1')",
        "ann = Person(name='ann', passport=passport)",
        "bob = Person(name='bob')",
        "bob.passport = passport",
        "session.add(ann)",
        "session.commit()",
        "ann.passport = None",
        "session.commit()",
        "session.query(Passport).count()",
    ]


@topics.add
def shared_parent():
    """Delete cascade on the many-to-one side"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", cascade="all, delete", backref="addresses")
""", [
        "jack = User(name='jack')",
        "session.add_all([Address(email='jack@home', user=jack), Address(email='jack@work', user=jack)])",
        "session.commit()",
        "home = session.query(Address).filter_by(email='jack@home').one()",
        "session.delete(home)",
        "session.commit()",
        "session.query(User).count()",
        "work = session.query(Address).one()",
        "work.user",
    ]


@topics.add
def blank_out_primary_key():
    """Dependency rule tried to blank-out primary key"""
    return """
class Order(Base):
    __tablename__ = "orders"
    id = mapped_column(Integer, primary_key=True)
    lines = relationship("Line", back_populates="order")

class Line(Base):
    __tablename__ = "lines"
    order_id = mapped_column(ForeignKey("orders.id"), primary_key=True)
    position = mapped_column(Integer, primary_key=True)
    order = relationship("Order", back_populates="lines")

class Cart(Base):
    __tablename__ = "carts"
    id = mapped_column(Integer, primary_key=True)
    entries = relationship("Entry", back_populates="cart", cascade="all, delete-orphan")

class Entry(Base):
    __tablename__ = "entries"
    cart_id = mapped_column(ForeignKey("carts.id"), primary_key=True)
    position = mapped_column(Integer, primary_key=True)
    cart = relationship("Cart", back_populates="entries")
""", [
        "order = Order(lines=[Line(position=1), Line(position=2)])",
        "cart = Cart(entries=[Entry(position=1), Entry(position=2)])",
        "session.add_all([order, cart])",
        "session.commit()",
        "session.delete(order)",
        "session.commit()",
        "session.rollback()",
        "session.delete(cart)",
        "session.commit()",
        "session.query(Entry).count()",
    ]


@topics.add
def association_deleted_twice():
    """secondary and an association object on one table delete twice"""
    return """
class Course(Base):
    __tablename__ = "courses"
    id = mapped_column(Integer, primary_key=True)
    title = mapped_column(String)

class Student(Base):
    __tablename__ = "students"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    courses = relationship("Course", secondary="enrolments")
    enrolments = relationship("Enrolment", back_populates="student", cascade="all, delete-orphan")

class Enrolment(Base):
    __tablename__ = "enrolments"
    student_id = mapped_column(ForeignKey("students.id"), primary_key=True)
    course_id = mapped_column(ForeignKey("courses.id"), primary_key=True)
    grade = mapped_column(Integer)
    student = relationship("Student", back_populates="enrolments")
    course = relationship("Course")

class Teacher(Base):
    __tablename__ = "teachers"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    courses = relationship("Course", secondary="lessons", viewonly=True)
    lessons = relationship("Lesson", back_populates="teacher", cascade="all, delete-orphan")

class Lesson(Base):
    __tablename__ = "lessons"
    teacher_id = mapped_column(ForeignKey("teachers.id"), primary_key=True)
    course_id = mapped_column(ForeignKey("courses.id"), primary_key=True)
    room = mapped_column(String)
    teacher = relationship("Teacher", back_populates="lessons")
    course = relationship("Course")
""", [
        "sql = Course(title='SQL')",
        "ann = Student(name='ann', enrolments=[Enrolment(course=sql, grade=1)])",
        "eve = Teacher(name='eve', lessons=[Lesson(course=sql, room='B7')])",
        "session.add_all([ann, eve])",
        "session.commit()",
        "session.delete(ann)",
        "session.commit()",
        "[course.title for course in eve.courses]",
        "session.delete(eve)",
        "session.commit()",
    ]


@topics.add
def overlaps_warning():
    """The "overlaps" warning"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address")

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User")

class Customer(Base):
    __tablename__ = "customers"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    phones = relationship("Phone", back_populates="customer")

class Phone(Base):
    __tablename__ = "phones"
    id = mapped_column(Integer, primary_key=True)
    customer_id = mapped_column(ForeignKey("customers.id"))
    customer = relationship("Customer", back_populates="phones")
""", [
        "jack = User(name='jack')",
        "jill = User(name='jill')",
        "address = Address(user=jill)",
        "jack.addresses.append(address)",
        "session.add_all([jack, jill, address])",
        "session.commit()",
        "address.user.name",
        "ann = Customer(name='ann')",
        "bob = Customer(name='bob')",
        "phone = Phone(customer=bob)",
        "ann.phones.append(phone)",
        "phone.customer.name",
        "session.add_all([ann, bob])",
        "session.commit()",
    ]


@topics.add
def shared_tags():
    """Does a many-to-many delete take shared tags?"""
    return """
class Tag(Base):
    __tablename__ = "tags"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)

class Post(Base):
    __tablename__ = "posts"
    id = mapped_column(Integer, primary_key=True)
    title = mapped_column(String)
    tags = relationship("Tag", secondary="post_tags", backref="posts")

class Photo(Base):
    __tablename__ = "photos"
    id = mapped_column(Integer, primary_key=True)
    title = mapped_column(String)
    tags = relationship("Tag", secondary="photo_tags", backref="photos", cascade="all, delete")
""", [
        "sql = Tag(name='sql')",
        "session.add_all([Post(title='one', tags=[sql]), Post(title='two', tags=[sql]), Photo(title='sea', tags=[sql])])",
        "session.commit()",
        "session.delete(session.query(Post).filter_by(title='one').one())",
        "session.commit()",
        "session.query(Tag).count()",
        "session.delete(session.query(Photo).filter_by(title='sea').one())",
        "session.commit()",
        "session.query(Tag).count()",
        "session.query(Post).filter_by(title='two').one().tags",
    ], {"tables": [table("post_tags", ("post_id", "posts.id"), ("tag_id", "tags.id")),
                   table("photo_tags", ("photo_id", "photos.id"), ("tag_id", "tags.id"))]}


@topics.add
def viewonly():
    """viewonly=True changes memory, not rows"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address", back_populates="user")
    work_addresses = relationship(
        "Address", primaryjoin="and_(User.id == Address.user_id, Address.kind == 'work')", viewonly=True)

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    kind = mapped_column(String)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
""", [
        "jack = User(name='jack')",
        "address = Address(kind='work')",
        "session.add_all([jack, address])",
        "session.commit()",
        "jack.work_addresses.append(address)",
        "len(jack.work_addresses)",
        "session.flush()",
        "len(jack.work_addresses)",
        "session.commit()",
        "len(jack.work_addresses)",
        "jack.addresses.append(address)",
        "session.commit()",
        "len(jack.work_addresses)",
    ]


@topics.add
def backref_cascade():
    """Assigning child.parent no longer inserts the child"""
    return """
class Order(Base):
    __tablename__ = "orders"
    id = mapped_column(Integer, primary_key=True)
    items = relationship("Item", back_populates="order")

class Item(Base):
    __tablename__ = "items"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    order_id = mapped_column(ForeignKey("orders.id"))
    order = relationship("Order", back_populates="items")
""", [
        "order = Order()",
        "session.add(order)",
        "session.commit()",
        "pen = Item(name='pen')",
        "pen.order = order",
        "pen in session",
        "session.commit()",
        "session.query(Item).count()",
        "session.add(pen)",
        "session.commit()",
        "ink = Item(name='ink')",
        "order.items.append(ink)",
        "ink in session",
        "session.commit()",
        "session.query(Item).count()",
    ]


@topics.add
def not_in_session():
    """Object not in session, add operation will not proceed"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address", cascade="merge")

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String)
    user_id = mapped_column(ForeignKey("users.id"))

class Customer(Base):
    __tablename__ = "customers"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    phones = relationship("Phone")

class Phone(Base):
    __tablename__ = "phones"
    id = mapped_column(Integer, primary_key=True)
    number = mapped_column(String)
    customer_id = mapped_column(ForeignKey("customers.id"))
""", [
        "jack = User(name='jack')",
        "ann = Customer(name='ann')",
        "session.add_all([jack, ann])",
        "session.commit()",
        "address = Address(email='jack@home')",
        "jack.addresses.append(address)",
        "session.commit()",
        "session.query(Address).count()",
        "session.add(address)",
        "session.commit()",
        "ann.phones.append(Phone(number='1'))",
        "session.commit()",
    ]


@topics.add
def query_inserts():
    """Why did a query INSERT?"""
    return """
class Author(Base):
    __tablename__ = "authors"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)

class Book(Base):
    __tablename__ = "books"
    id = mapped_column(Integer, primary_key=True)
    title = mapped_column(String)
    author_id = mapped_column(ForeignKey("authors.id"), nullable=False)
    author = relationship("Author")
""", [
        "session.add(Author(name='le guin'))",
        "session.commit()",
        "book = Book(title='the dispossessed')",
        "session.add(book)",
        "session.query(Author).filter_by(name='le guin').one()",
        "session.rollback()",
        "book = Book(title='the dispossessed')",
        "session.add(book)",
        """
        with session.no_autoflush:
            book.author = session.query(Author).filter_by(name='le guin').one()
        """,
        "session.commit()",
        "book.author_id",
    ]


@topics.add
def query_delete_session():
    """query.delete() skips cascades; synchronize_session"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address", back_populates="user", cascade="all, delete-orphan")

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
""", [
        "jack = User(name='jack', addresses=[Address()])",
        "jill = User(name='jill')",
        "session.add_all([jack, jill])",
        "session.commit()",
        "jack.name",
        "jill.name",
        "session.query(User).filter(User.name == 'jack').delete()",
        "jack in session",
        "session.query(Address).count()",
        "session.query(User).filter(User.name == 'jill').delete(synchronize_session=False)",
        "jill in session",
        "jill.name",
        "session.commit()",
        "jill.name",
    ]


@topics.add
def rows_gone_before():
    """expected to delete N row(s); 0 were matched"""
    return """
class Parent(Base):
    __tablename__ = "parents"
    id = mapped_column(Integer, primary_key=True)
    children = relationship("Child", back_populates="parent", cascade="all, delete-orphan", passive_deletes=True)

class Child(Base):
    __tablename__ = "children"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    parent_id = mapped_column(ForeignKey("parents.id", ondelete="CASCADE"))
    parent = relationship("Parent", back_populates="children")
""", [
        "session.add(Parent(children=[Child(name='ann'), Child(name='bob')]))",
        "session.commit()",
        "ann, bob = session.query(Child).order_by(Child.id).all()",
        "parent = session.query(Parent).one()",
        "session.delete(parent)",
        "session.flush()",
        "session.delete(ann)",
        "session.flush()",
        "bob.name = 'robert'",
        "session.flush()",
        "session.rollback()",
        "len(parent.children)",
        "session.delete(parent)",
        "session.commit()",
        "[child in session for child in (ann, bob)]",
    ], {"foreign_keys": True}


@topics.add
def post_update():
    """CircularDependencyError and post_update"""
    return """
class Album(Base):
    __tablename__ = "albums"
    id = mapped_column(Integer, primary_key=True)
    title = mapped_column(String)
    cover_id = mapped_column(ForeignKey("pictures.id"))
    pictures = relationship("Picture", foreign_keys="[Picture.album_id]")
    cover = relationship("Picture", foreign_keys="[Album.cover_id]")

class Picture(Base):
    __tablename__ = "pictures"
    id = mapped_column(Integer, primary_key=True)
    album_id = mapped_column(ForeignKey("albums.id"))

class Team(Base):
    __tablename__ = "teams"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    captain_id = mapped_column(ForeignKey("players.id"))
    players = relationship("Player", foreign_keys="[Player.team_id]")
    captain = relationship("Player", foreign_keys="[Team.captain_id]", post_update=True)

class Player(Base):
    __tablename__ = "players"
    id = mapped_column(Integer, primary_key=True)
    team_id = mapped_column(ForeignKey("teams.id"))
""", [
        "sea = Picture()",
        "album = Album(title='summer', pictures=[sea], cover=sea)",
        "session.add(album)",
        "session.commit()",
        "session.rollback()",
        "ann = Player()",
        "team = Team(name='reds', players=[ann], captain=ann)",
        "session.add(team)",
        "session.commit()",
        "session.delete(team)",
        "session.commit()",
    ]


@topics.add
def self_referential():
    """Self-referential: which side takes remote_side and the cascade?"""
    return """
class Node(Base):
    __tablename__ = "nodes"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    parent_id = mapped_column(ForeignKey("nodes.id"))
    children = relationship("Node", back_populates="parent", cascade="all, delete-orphan")
    parent = relationship("Node", back_populates="children", remote_side="[Node.id]")
""", [
        "Wrong = declarative_base()",
        """
        class Item(Wrong):
            __tablename__ = "items"
            id = mapped_column(Integer, primary_key=True)
            parent_id = mapped_column(ForeignKey("items.id"))
            children = relationship("Item", back_populates="parent")
            parent = relationship("Item", back_populates="children")
        """,
        "Item()",
        "root = Node(name='root', children=[Node(name='left', children=[Node(name='leaf')]), Node(name='right')])",
        "session.add(root)",
        "session.commit()",
        "session.delete(root.children[1])",
        "session.commit()",
        "session.delete(root)",
        "session.commit()",
        "session.query(Node).count()",
    ]


@topics.add
def insert_before_delete():
    """Replacing children violates UNIQUE"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    emails = relationship("Email", back_populates="user", cascade="all, delete-orphan")

class Email(Base):
    __tablename__ = "emails"
    id = mapped_column(Integer, primary_key=True)
    address = mapped_column(String, unique=True)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="emails")
""", [
        "jack = User(name='jack', emails=[Email(address='jack@home')])",
        "session.add(jack)",
        "session.commit()",
        "jack.emails.clear()",
        "jack.emails.extend([Email(address='jack@home'), Email(address='jack@work')])",
        "session.commit()",
        "session.rollback()",
        "jack.emails.clear()",
        "session.flush()",
        "jack.emails.extend([Email(address='jack@home'), Email(address='jack@work')])",
        "session.commit()",
        "session.query(Email).count()",
    ]


@topics.add
def still_in_collection():
    """A deleted object still in the collection until expired"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address", back_populates="user", cascade="all, delete-orphan")

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
""", [
        "jack = User(name='jack', addresses=[Address(email='a'), Address(email='b'), Address(email='c')])",
        "session.add(jack)",
        "session.commit()",
        "a, b, c = jack.addresses",
        "session.delete(a)",
        "session.flush()",
        "len(jack.addresses)",
        "a in session",
        "session.expire(jack, ['addresses'])",
        "len(jack.addresses)",
        "jack.addresses.remove(b)",
        "len(jack.addresses)",
        "session.commit()",
        "len(jack.addresses)",
    ]


FAMILY = """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address", back_populates="user")

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
"""


@topics.add
def detached_1():
    """DetachedInstanceError after commit and close"""
    return FAMILY, [
        "jack = User(name='jack', addresses=[Address(email='jack@home')])",
        "session.add(jack)",
        "session.commit()",
        "session.close()",
        "jack.name",
    ]


@topics.add
def detached_2():
    """... with expire_on_commit=False, and with what is needed loaded before"""
    return FAMILY, [
        "jill = User(name='jill', addresses=[Address(email='jill@home')])",
        "session.add(jill)",
        "session.commit()",
        "session.close()",
        "jill.name",
        "found = session.query(User).one()",
        "session.close()",
        "found.name",
        "found.addresses",
        "whole = session.query(User).options(selectinload(User.addresses)).one()",
        "session.close()",
        "[address.email for address in whole.addresses]",
    ], {"session": {"expire_on_commit": False}}


@topics.add
def identity_conflict():
    """Identity conflicts and merge"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
""", [
        "jack = User(id=1, name='jack')",
        "session.add(jack)",
        "session.commit()",
        "jack.name",
        "session.add(User(id=1, name='jacques'))",
        "session.flush()",
        "session.rollback()",
        "jack.name",
        "stray = User(id=1, name='jacques')",
        "make_transient_to_detached(stray)",
        "session.add(stray)",
        "merged = session.merge(User(id=1, name='jacques'))",
        "merged is jack",
        "session.commit()",
        "jack.name",
    ]


@topics.add
def key_set_directly():
    """A foreign key set directly leaves the relationship stale"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address", back_populates="user")

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
""", [
        "jack = User(name='jack')",
        "jill = User(name='jill')",
        "address = Address(user=jack)",
        "session.add_all([jack, jill, address])",
        "session.commit()",
        "address.user.name",
        "address.user_id = jill.id",
        "address.user.name",
        "session.flush()",
        "address.user.name",
        "session.commit()",
        "address.user.name",
        "address.user = jack",
        "address.user_id",
        "session.flush()",
        "address.user_id",
        "session.commit()",
    ]


@topics.add
def raise_and_delete():
    """lazy="raise" and deleting"""
    return """
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    addresses = relationship("Address", back_populates="user", cascade="all, delete-orphan", lazy="raise")

class Address(Base):
    __tablename__ = "addresses"
    id = mapped_column(Integer, primary_key=True)
    user_id = mapped_column(ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses", lazy="raise")
""", [
        "session.add_all([User(name='jack', addresses=[Address()]), User(name='jill', addresses=[Address()])])",
        "session.commit()",
        "jack = session.query(User).filter_by(name='jack').one()",
        "jack.addresses",
        "session.delete(jack)",
        "session.commit()",
        "jill = session.query(User).options(selectinload(User.addresses)).filter_by(name='jill').one()",
        "address = jill.addresses[0]",
        "address.user",
        "session.delete(address)",
        "session.commit()",
    ]


if __name__ == "__main__":
    topics.main(__file__)
