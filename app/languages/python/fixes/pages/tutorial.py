import sqlalchemy
from sqlalchemy import text, column, Sequence, Table
sqlalchemy.__version__

# 0.7.0

from sqlalchemy import create_engine
engine = create_engine('sqlite:///:memory:', echo=True)

engine.connect().execute(text("select 1")).scalar()
# select 1 ()
# 1

from sqlalchemy.ext.declarative import declarative_base

Base = declarative_base()

from sqlalchemy import Column, Integer, String
class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, Sequence('user_id_seq'), primary_key=True)
    name = Column(String(50))
    fullname = Column(String(50))
    password = Column(String(12))

    def __init__(self, name, fullname, password):
        self.name = name
        self.fullname = fullname
        self.password = password

    def __repr__(self):
        return "<User('%s','%s', '%s')>" % (self.name, self.fullname, self.password)

User.__table__

# Table('users', MetaData(None),
#             Column('id', Integer(), table=<users>, primary_key=True, nullable=False),
#             Column('name', String(), table=<users>),
#             Column('fullname', String(), table=<users>),
#             Column('password', String(), table=<users>), schema=None)

User.__mapper__

# <Mapper at 0x...; User>

Base.metadata.create_all(engine)
# PRAGMA table_info("users") () CREATE TABLE users ( id INTEGER NOT NULL, name VARCHAR, fullname VARCHAR, password VARCHAR, PRIMARY KEY (id) ) () COMMIT

Column(String(50))

from sqlalchemy import Sequence
Column(Integer, Sequence('user_id_seq'), primary_key=True)


ed_user = User('ed', 'Ed Jones', 'edspassword')
ed_user.name
# 'ed'
ed_user.password
# 'edspassword'
str(ed_user.id)
# 'None'

from sqlalchemy.orm import sessionmaker
Session = sessionmaker(bind=engine)

Session = sessionmaker()

Session.configure(bind=engine)  # once engine is available

session = Session()

ed_user = User('ed', 'Ed Jones', 'edspassword')
session.add(ed_user)

our_user = session.query(User).filter_by(name='ed').first()
# BEGIN (implicit) INSERT INTO users (name, fullname, password) VALUES (?, ?, ?) ('ed', 'Ed Jones', 'edspassword') SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name = ? LIMIT ? OFFSET ? ('ed', 1, 0)

our_user
# <User('ed','Ed Jones', 'edspassword')>

ed_user is our_user
# True

session.add_all([
    User('wendy', 'Wendy Williams', 'foobar'),
    User('mary', 'Mary Contrary', 'xxg527'),
    User('fred', 'Fred Flinstone', 'blah')])

ed_user.password = 'f8s7ccs'

session.dirty
# IdentitySet([<User('ed','Ed Jones', 'f8s7ccs')>])

session.new
# IdentitySet([<User('wendy','Wendy Williams', 'foobar')>, <User('mary','Mary Contrary', 'xxg527')>, <User('fred','Fred Flinstone', 'blah')>])

session.commit()
# UPDATE users SET password=? WHERE users.id = ? ('f8s7ccs', 1) INSERT INTO users (name, fullname, password) VALUES (?, ?, ?) ('wendy', 'Wendy Williams', 'foobar') INSERT INTO users (name, fullname, password) VALUES (?, ?, ?) ('mary', 'Mary Contrary', 'xxg527') INSERT INTO users (name, fullname, password) VALUES (?, ?, ?) ('fred', 'Fred Flinstone', 'blah') COMMIT

ed_user.id
# BEGIN (implicit) SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.id = ? (1,)
# 1

ed_user.name = 'Edwardo'

fake_user = User('fakeuser', 'Invalid', '12345')

session.add(fake_user)

session.query(User).filter(User.name.in_(['Edwardo', 'fakeuser'])).all()
# UPDATE users SET name=? WHERE users.id = ? ('Edwardo', 1) INSERT INTO users (name, fullname, password) VALUES (?, ?, ?) ('fakeuser', 'Invalid', '12345') SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name IN (?, ?) ('Edwardo', 'fakeuser')
# [<User('Edwardo','Ed Jones', 'f8s7ccs')>, <User('fakeuser','Invalid', '12345')>]

session.rollback()
# ROLLBACK

ed_user.name
# BEGIN (implicit) SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.id = ? (1,)
# u'ed'

fake_user in session
# False

session.query(User).filter(User.name.in_(['ed', 'fakeuser'])).all()
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name IN (?, ?) ('ed', 'fakeuser')
# [<User('ed','Ed Jones', 'f8s7ccs')>]

for instance in session.query(User).order_by(User.id):
    print(instance.name, instance.fullname)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users ORDER BY users.id ()
# ed Ed Jones wendy Wendy Williams mary Mary Contrary fred Fred Flinstone

for name, fullname in session.query(User.name, User.fullname):
    print(name, fullname)
# SELECT users.name AS users_name, users.fullname AS users_fullname FROM users ()
# ed Ed Jones wendy Wendy Williams mary Mary Contrary fred Fred Flinstone

for row in session.query(User, User.name).all():
    print(row.User, row.name)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users ()
# <User('ed','Ed Jones', 'f8s7ccs')> ed <User('wendy','Wendy Williams', 'foobar')> wendy <User('mary','Mary Contrary', 'xxg527')> mary <User('fred','Fred Flinstone', 'blah')> fred

from sqlalchemy.orm import aliased

user_alias = aliased(User, name='user_alias')

for row in session.query(user_alias, user_alias.name.label('name_label')).all():
    print(row.user_alias, row.name_label)
# SELECT user_alias.id AS user_alias_id, user_alias.name AS user_alias_name, user_alias.fullname AS user_alias_fullname, user_alias.password AS user_alias_password, user_alias.name AS name_label FROM users AS user_alias ()
# <User('ed','Ed Jones', 'f8s7ccs')> ed <User('wendy','Wendy Williams', 'foobar')> wendy <User('mary','Mary Contrary', 'xxg527')> mary <User('fred','Fred Flinstone', 'blah')> fred

for u in session.query(User).order_by(User.id)[1:3]:
    print(u)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users ORDER BY users.id LIMIT ? OFFSET ? (2, 1)
# <User('wendy','Wendy Williams', 'foobar')> <User('mary','Mary Contrary', 'xxg527')>

for name, in session.query(User.name).filter_by(fullname='Ed Jones'):
    print(name)
# SELECT users.name AS users_name FROM users WHERE users.fullname = ? ('Ed Jones',)
# ed

for name, in session.query(User.name).filter(User.fullname=='Ed Jones'):
    print(name)
# SELECT users.name AS users_name FROM users WHERE users.fullname = ? ('Ed Jones',)
# ed

for user in session.query(User).filter(User.name=='ed').filter(User.fullname=='Ed Jones'):
    print(user)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name = ? AND users.fullname = ? ('ed', 'Ed Jones')
# <User('ed','Ed Jones', 'f8s7ccs')>

query = session.query(User)
query.filter(User.name == 'ed')
# • not equals:

query.filter(User.name != 'ed')
# • LIKE:

query.filter(User.name.like('%ed%'))
# • IN:

query.filter(User.name.in_(['ed', 'wendy', 'jack']))

# works with query objects too:

query.filter(User.name.in_(session.query(User.name).filter(User.name.like('%ed%'))))
# • NOT IN:

query.filter(~User.name.in_(['ed', 'wendy', 'jack']))
# • IS NULL:

session.query(User).filter(User.name == None)
# • IS NOT NULL:

session.query(User).filter(User.name != None)
# • AND:

from sqlalchemy import and_
session.query(User).filter(and_(User.name == 'ed', User.fullname == 'Ed Jones'))

# or call filter()/filter_by() multiple times
session.query(User).filter(User.name == 'ed').filter(User.fullname == 'Ed Jones')
# • OR:

from sqlalchemy import or_
session.query(User).filter(or_(User.name == 'ed', User.name == 'wendy'))
# • match:

query.filter(User.name.match('wendy'))

query = session.query(User).filter(User.name.like('%ed')).order_by(User.id)

query.all()
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name LIKE ? ORDER BY users.id ('%ed',)
# [<User('ed','Ed Jones', 'f8s7ccs')>, <User('fred','Fred Flinstone', 'blah')>]

query.first()
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name LIKE ? ORDER BY users.id LIMIT ? OFFSET ? ('%ed', 1, 0)
# <User('ed','Ed Jones', 'f8s7ccs')>

from sqlalchemy.orm.exc import MultipleResultsFound

try:
    user = query.one()
except MultipleResultsFound as e:
    print(e)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name LIKE ? ORDER BY users.id ('%ed',)
# Multiple rows were found for one()

from sqlalchemy.orm.exc import NoResultFound

try:
    user = query.filter(User.id == 99).one()
except NoResultFound as e:
    print(e)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name LIKE ? AND users.id = ? ORDER BY users.id ('%ed', 99)
# No row was found for one()

for user in session.query(User).filter(text("id<224")).order_by("id").all():
    print(user.name)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE id<224 ORDER BY id ()
# ed wendy mary fred

session.query(User).filter(text("id<:value and name=:name")).params(value=224, name='fred').order_by(User.id).one()
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE id<? and name=? ORDER BY users.id (224, 'fred')
# <User('fred','Fred Flinstone', 'blah')>

session.query(User).from_statement(
    text("SELECT * FROM users where name=:name")).params(name='ed').all()
# SELECT * FROM users where name=? ('ed',)
# [<User('ed','Ed Jones', 'f8s7ccs')>]

session.query(column("id"), column("name"), column("thenumber12")).from_statement(text("SELECT id, name, 12 as " 
    "thenumber12 FROM users where name=:name")).params(name='ed').all()
# SELECT id, name, 12 as thenumber12 FROM users where name=? ('ed',)
# [(1, u'ed', 12)]

session.query(User).filter(User.name.like('%ed')).count()
# SELECT count(*) AS count_1 FROM (SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name LIKE ?) AS anon_1 ('%ed',)
# 2

from sqlalchemy import func

session.query(func.count(User.name), User.name).group_by(User.name).all()
# SELECT count(users.name) AS count_1, users.name AS users_name FROM users GROUP BY users.name ()
# [(1, u'ed'), (1, u'fred'), (1, u'mary'), (1, u'wendy')]

session.query(func.count('')).select_from(User).scalar()
# SELECT count(?) AS count_1 FROM users ('',)
# 4

session.query(func.count(User.id)).scalar()
# SELECT count(users.id) AS count_1 FROM users ()
# 4

from sqlalchemy import ForeignKey

from sqlalchemy.orm import relationship, backref

class Address(Base):
    __tablename__ = 'addresses'
    id = Column(Integer, primary_key=True)
    email_address = Column(String, nullable=False)
    user_id = Column(Integer, ForeignKey('users.id'))

    user = relationship(User, backref=backref('addresses', order_by=id))

    def __init__(self, email_address):
        self.email_address = email_address

    def __repr__(self):
        return "<Address('%s')>" % self.email_address

Base.metadata.create_all(engine)
# PRAGMA table_info("users") () PRAGMA table_info("addresses") () CREATE TABLE addresses ( id INTEGER NOT NULL, email_address VARCHAR NOT NULL, user_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(user_id) REFERENCES users (id) ) () COMMIT

from sqlalchemy.orm import configure_mappers
configure_mappers()

jack = User('jack', 'Jack Bean', 'gjffdd')

jack.addresses
# []

jack.addresses = [Address(email_address='jack@google.com'), Address(email_address='j25@yahoo.com')]

jack.addresses[1]
# <Address('j25@yahoo.com')>

jack.addresses[1].user
# <User('jack','Jack Bean', 'gjffdd')>

session.add(jack)

session.commit()
# INSERT INTO users (name, fullname, password) VALUES (?, ?, ?) ('jack', 'Jack Bean', 'gjffdd') INSERT INTO addresses (email_address, user_id) VALUES (?, ?) ('jack@google.com', 5) INSERT INTO addresses (email_address, user_id) VALUES (?, ?) ('j25@yahoo.com', 5) COMMIT

jack = session.query(User).filter_by(name='jack').one()
# BEGIN (implicit) SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name = ? ('jack',)

jack
# <User('jack','Jack Bean', 'gjffdd')>

jack.addresses
# SELECT addresses.id AS addresses_id, addresses.email_address AS addresses_email_address, addresses.user_id AS addresses_user_id FROM addresses WHERE ? = addresses.user_id ORDER BY addresses.id (5,)
# [<Address('jack@google.com')>, <Address('j25@yahoo.com')>]

from sqlalchemy.orm import joinedload

jack = session.query(User).options(joinedload(User.addresses)).filter_by(name='jack').one()
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password, addresses_1.id AS addresses_1_id, addresses_1.email_address AS addresses_1_email_address, addresses_1.user_id AS addresses_1_user_id FROM users LEFT OUTER JOIN addresses AS addresses_1 ON users.id = addresses_1.user_id WHERE users.name = ? ORDER BY addresses_1.id ('jack',)

jack
# <User('jack','Jack Bean', 'gjffdd')>

jack.addresses
# [<Address('jack@google.com')>, <Address('j25@yahoo.com')>]

for u, a in session.query(User, Address).filter(User.id==Address.user_id).filter(Address.email_address=='jack@google.com').all():
    print(u, a)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password, addresses.id AS addresses_id, addresses.email_address AS addresses_email_address, addresses.user_id AS addresses_user_id FROM users, addresses WHERE users.id = addresses.user_id AND addresses.email_address = ? ('jack@google.com',)
# <User('jack','Jack Bean', 'gjffdd')> <Address('jack@google.com')>

session.query(User).join(Address).filter(Address.email_address=='jack@google.com').all()
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users JOIN addresses ON users.id = addresses.user_id WHERE addresses.email_address = ? ('jack@google.com',)
# [<User('jack','Jack Bean', 'gjffdd')>]

query.join(Address, User.id==Address.user_id)    # explicit condition
query.join(User.addresses)                       # specify relationship from left to right
query.join(Address, User.addresses)              # same, with explicit target
query.join(User.addresses)                          # same, using a string

query.outerjoin(User.addresses)   # LEFT OUTER JOIN

from sqlalchemy.orm import contains_eager

for address in session.query(Address).join(Address.user).filter(User.name=='jack').options(contains_eager(Address.user)):
    print(address, address.user)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password, addresses.id AS addresses_id, addresses.email_address AS addresses_email_address, addresses.user_id AS addresses_user_id FROM addresses JOIN users ON users.id = addresses.user_id WHERE users.name = ? ('jack',)
# <Address('jack@google.com')> <User('jack','Jack Bean', 'gjffdd')> <Address('j25@yahoo.com')> <User('jack','Jack Bean', 'gjffdd')>

from sqlalchemy.orm import aliased

adalias1 = aliased(Address)

adalias2 = aliased(Address)

for username, email1, email2 in session.query(User.name, adalias1.email_address, adalias2.email_address).join(adalias1, User.addresses).join(adalias2, User.addresses).filter(adalias1.email_address=='jack@google.com').filter(adalias2.email_address=='j25@yahoo.com'):
    print(username, email1, email2)
# SELECT users.name AS users_name, addresses_1.email_address AS addresses_1_email_address, addresses_2.email_address AS addresses_2_email_address FROM users JOIN addresses AS addresses_1 ON users.id = addresses_1.user_id JOIN addresses AS addresses_2 ON users.id = addresses_2.user_id WHERE addresses_1.email_address = ? AND addresses_2.email_address = ? ('jack@google.com', 'j25@yahoo.com')
# jack jack@google.com j25@yahoo.com

from sqlalchemy.sql import func
stmt = session.query(Address.user_id, func.count('*').label('address_count')).group_by(Address.user_id).subquery()

for u, count in session.query(User, stmt.c.address_count).outerjoin(stmt, User.id==stmt.c.user_id).order_by(User.id):
    print(u, count)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password, anon_1.address_count AS anon_1_address_count FROM users LEFT OUTER JOIN (SELECT addresses.user_id AS user_id, count(?) AS address_count FROM addresses GROUP BY addresses.user_id) AS anon_1 ON users.id = anon_1.user_id ORDER BY users.id ('*',)
# <User('ed','Ed Jones', 'f8s7ccs')> None <User('wendy','Wendy Williams', 'foobar')> None <User('mary','Mary Contrary', 'xxg527')> None <User('fred','Fred Flinstone', 'blah')> None <User('jack','Jack Bean', 'gjffdd')> 2

stmt = session.query(Address).filter(Address.email_address != 'j25@yahoo.com').subquery()

adalias = aliased(Address, stmt)

for user, address in session.query(User, adalias).join(adalias, User.addresses):
    print(user, address)
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password, anon_1.id AS anon_1_id, anon_1.email_address AS anon_1_email_address, anon_1.user_id AS anon_1_user_id FROM users JOIN (SELECT addresses.id AS id, addresses.email_address AS email_address, addresses.user_id AS user_id FROM addresses WHERE addresses.email_address != ?) AS anon_1 ON users.id = anon_1.user_id ('j25@yahoo.com',)
# <User('jack','Jack Bean', 'gjffdd')> <Address('jack@google.com')>

from sqlalchemy.sql import exists

stmt = exists().where(Address.user_id==User.id)

for name, in session.query(User.name).filter(stmt):
    print(name)
# SELECT users.name AS users_name FROM users WHERE EXISTS (SELECT * FROM addresses WHERE addresses.user_id = users.id) ()
# jack

for name, in session.query(User.name).filter(User.addresses.any()):
    print(name)
# SELECT users.name AS users_name FROM users WHERE EXISTS (SELECT 1 FROM addresses WHERE users.id = addresses.user_id) ()
# jack

for name, in session.query(User.name).filter(User.addresses.any(Address.email_address.like('%google%'))):
    print(name)
# SELECT users.name AS users_name FROM users WHERE EXISTS (SELECT 1 FROM addresses WHERE users.id = addresses.user_id AND addresses.email_address LIKE ?) ('%google%',)
# jack

session.query(Address).filter(~Address.user.has(User.name=='jack')).all()
# SELECT addresses.id AS addresses_id, addresses.email_address AS addresses_email_address, addresses.user_id AS addresses_user_id FROM addresses WHERE NOT (EXISTS (SELECT 1 FROM users WHERE users.id = addresses.user_id AND users.name = ?)) ('jack',)
# []

someuser = session.query(User).first()
query.filter(Address.user == someuser)
# • ~.RelationshipProperty.Comparator.__ne__ (many-to-one "not equals" comparison):

query.filter(Address.user != someuser)
# • IS NULL (many-to-one comparison, also uses ~.RelationshipProperty.Comparator.__eq__):

query.filter(Address.user == None)
# • ~.RelationshipProperty.Comparator.contains (used for one-to-many collections):

someaddress = session.query(Address).first()
query.filter(User.addresses.contains(someaddress))
# • ~.RelationshipProperty.Comparator.any (used for collections):

query.filter(User.addresses.any(Address.email_address == 'bar'))

# also takes keyword arguments:
query.filter(User.addresses.any(email_address='bar'))
# • ~.RelationshipProperty.Comparator.has (used for scalar references):

query.filter(Address.user.has(name='ed'))
# • .Query.with_parent (used for any relationship):

session.query(Address).with_parent(someuser, User.addresses)

session.delete(jack)

session.query(User).filter_by(name='jack').count()
# UPDATE addresses SET user_id=? WHERE addresses.id = ? (None, 1) UPDATE addresses SET user_id=? WHERE addresses.id = ? (None, 2) DELETE FROM users WHERE users.id = ? (5,) SELECT count(1) AS count_1 FROM users WHERE users.name = ? ('jack',)
# 0

session.query(Address).filter(
    Address.email_address.in_(['jack@google.com', 'j25@yahoo.com'])
    ).count()
# SELECT count(1) AS count_1 FROM addresses WHERE addresses.email_address IN (?, ?) ('jack@google.com', 'j25@yahoo.com')
# 2

session.close() # roll back and close the transaction

from sqlalchemy.orm import clear_mappers

clear_mappers() # remove all class mappings

users_table = Base.metadata.tables["users"]

Base.registry.map_imperatively(User, users_table, properties={
    'addresses':relationship(Address, backref='user', cascade="all, delete, delete-orphan")
    })
# <Mapper at 0x...; User>

addresses_table = Base.metadata.tables["addresses"]

Base.registry.map_imperatively(Address, addresses_table)
# <Mapper at 0x...; Address>

# load Jack by primary key
jack = session.query(User).get(5)
# BEGIN (implicit) SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.id = ? (5,)

# remove one Address (lazy load fires off)
del jack.addresses[1]
# SELECT addresses.id AS addresses_id, addresses.email_address AS addresses_email_address, addresses.user_id AS addresses_user_id FROM addresses WHERE ? = addresses.user_id (5,)

# only one address remains
session.query(Address).filter(
    Address.email_address.in_(['jack@google.com', 'j25@yahoo.com'])
    ).count()
# DELETE FROM addresses WHERE addresses.id = ? (2,) SELECT count(1) AS count_1 FROM addresses WHERE addresses.email_address IN (?, ?) ('jack@google.com', 'j25@yahoo.com')
# 1

session.delete(jack)

session.query(User).filter_by(name='jack').count()
# DELETE FROM addresses WHERE addresses.id = ? (1,) DELETE FROM users WHERE users.id = ? (5,) SELECT count(1) AS count_1 FROM users WHERE users.name = ? ('jack',)
# 0

session.query(Address).filter(
    Address.email_address.in_(['jack@google.com', 'j25@yahoo.com'])
    ).count()
# SELECT count(1) AS count_1 FROM addresses WHERE addresses.email_address IN (?, ?) ('jack@google.com', 'j25@yahoo.com')
# 0

from sqlalchemy import Text

# association table

metadata = Base.metadata

post_keywords = Table('post_keywords', metadata,
    Column('post_id', Integer, ForeignKey('posts.id')),
    Column('keyword_id', Integer, ForeignKey('keywords.id'))
    )

class BlogPost(Base):
    __tablename__ = 'posts'

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey('users.id'))
    headline = Column(String(255), nullable=False)
    body = Column(Text)

    # many to many BlogPost<->Keyword
    keywords = relationship('Keyword', secondary=post_keywords, backref='posts')

    def __init__(self, headline, body, author):
        self.author = author
        self.headline = headline
        self.body = body

    def __repr__(self):
        return "BlogPost(%r, %r, %r)" % (self.headline, self.body, self.author)

class Keyword(Base):
    __tablename__ = 'keywords'

    id = Column(Integer, primary_key=True)
    keyword = Column(String(50), nullable=False, unique=True)

    def __init__(self, keyword):
        self.keyword = keyword

from sqlalchemy.orm import backref

# "dynamic" loading relationship to User

BlogPost.author = relationship(User, backref=backref('posts', lazy='dynamic'))

metadata.create_all(engine)
# PRAGMA table_info("users") () PRAGMA table_info("addresses") () PRAGMA table_info("posts") () PRAGMA table_info("keywords") () PRAGMA table_info("post_keywords") () CREATE TABLE posts ( id INTEGER NOT NULL, user_id INTEGER, headline VARCHAR(255) NOT NULL, body TEXT, PRIMARY KEY (id), FOREIGN KEY(user_id) REFERENCES users (id) ) () COMMIT CREATE TABLE keywords ( id INTEGER NOT NULL, keyword VARCHAR(50) NOT NULL, PRIMARY KEY (id), UNIQUE (keyword) ) () COMMIT CREATE TABLE post_keywords ( post_id INTEGER, keyword_id INTEGER, FOREIGN KEY(post_id) REFERENCES posts (id), FOREIGN KEY(keyword_id) REFERENCES keywords (id) ) () COMMIT

wendy = session.query(User).filter_by(name='wendy').one()
# SELECT users.id AS users_id, users.name AS users_name, users.fullname AS users_fullname, users.password AS users_password FROM users WHERE users.name = ? ('wendy',)

post = BlogPost("Wendy's Blog Post", "This is a test", wendy)

session.add(post)

post.keywords.append(Keyword('wendy'))

post.keywords.append(Keyword('firstpost'))

session.query(BlogPost).filter(BlogPost.keywords.any(keyword='firstpost')).all()
# INSERT INTO keywords (keyword) VALUES (?) ('wendy',) INSERT INTO keywords (keyword) VALUES (?) ('firstpost',) INSERT INTO posts (user_id, headline, body) VALUES (?, ?, ?) (2, "Wendy's Blog Post", 'This is a test') INSERT INTO post_keywords (post_id, keyword_id) VALUES (?, ?) ((1, 1), (1, 2)) SELECT posts.id AS posts_id, posts.user_id AS posts_user_id, posts.headline AS posts_headline, posts.body AS posts_body FROM posts WHERE EXISTS (SELECT 1 FROM post_keywords, keywords WHERE posts.id = post_keywords.post_id AND keywords.id = post_keywords.keyword_id AND keywords.keyword = ?) ('firstpost',)
# [BlogPost("Wendy's Blog Post", 'This is a test', <User('wendy','Wendy Williams', 'foobar')>)]

session.query(BlogPost).filter(BlogPost.author==wendy).filter(BlogPost.keywords.any(keyword='firstpost')).all()
# SELECT posts.id AS posts_id, posts.user_id AS posts_user_id, posts.headline AS posts_headline, posts.body AS posts_body FROM posts WHERE ? = posts.user_id AND (EXISTS (SELECT 1 FROM post_keywords, keywords WHERE posts.id = post_keywords.post_id AND keywords.id = post_keywords.keyword_id AND keywords.keyword = ?)) (2, 'firstpost')
# [BlogPost("Wendy's Blog Post", 'This is a test', <User('wendy','Wendy Williams', 'foobar')>)]

wendy.posts.filter(BlogPost.keywords.any(keyword='firstpost')).all()
# SELECT posts.id AS posts_id, posts.user_id AS posts_user_id, posts.headline AS posts_headline, posts.body AS posts_body FROM posts WHERE ? = posts.user_id AND (EXISTS (SELECT 1 FROM post_keywords, keywords WHERE posts.id = post_keywords.post_id AND keywords.id = post_keywords.keyword_id AND keywords.keyword = ?)) (2, 'firstpost')
# [BlogPost("Wendy's Blog Post", 'This is a test', <User('wendy','Wendy Williams', 'foobar')>)]
