"""Write and record scenarios for expressions, statements, results and types: each step is code (see programs.py).

    PYTHONPATH=<dir holding the sqlalchemy package> python3 expressions.py OUT.jsonl[.gz] [TOPIC…]
"""
import re

from options import cls, col, fk, models, rel
from recording import Topics

topics = Topics()
topic = topics.add

ID = col("id", "Integer", primary_key=True)
STRING = {"name": "String", "length": 50}

USERS = {"name": "users", "columns": [ID, col("name", STRING), col("fullname"), col("age", "Integer"), col("active", "Boolean")]}
ADDRESSES = {"name": "addresses", "columns": [ID, fk("user_id", "users.id"), col("email", STRING, nullable=False)]}
ORDERS = {"name": "orders", "columns": [ID, fk("user_id", "users.id"), fk("address_id", "addresses.id"), col("total", {"name": "Numeric", "precision": 10, "scale": 2}), col("placed", "Date")]}
NODES = {"name": "nodes", "columns": [ID, fk("parent_id", "nodes.id"), col("name")]}
CORE = models(tables=[USERS, ADDRESSES, ORDERS, NODES])

FILL = """
    conn.execute(insert(users), [
        {"id": 1, "name": "jack", "fullname": "Jack Jones", "age": 30, "active": True},
        {"id": 2, "name": "wendy", "fullname": "Wendy W", "age": 25, "active": False},
        {"id": 3, "name": "ed", "fullname": None, "age": None, "active": True}])
    conn.execute(insert(addresses), [
        {"id": 1, "user_id": 1, "email": "jack@yahoo.com"}, {"id": 2, "user_id": 1, "email": "jack@msn.com"},
        {"id": 3, "user_id": 2, "email": "wendy@aol.com"}])
"""


def lines(text):
    """Each line a step of its own."""
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


def split(models, fill, text, size=4):
    """Scenarios of a few lines each; what the lines before have assigned is assigned again."""
    given, chunk = [], []
    for line in [*lines(text), None]:
        if line is None or (len(chunk) == size):
            if chunk:
                used = any("conn." in part or "session." in part for part in chunk + given)
                yield models, [*([fill] if fill and used else []), *given, *chunk]
            chunk = []
        if line and re.match(r"\w+ = ", line):
            given = [*given, line]
        elif line:
            chunk.append(line)


@topic
def comparisons():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id).where(users.c.name == 'jack')).all()
        conn.execute(select(users.c.id).where(users.c.name != 'jack')).scalars().all()
        conn.execute(select(users.c.id).where(users.c.age < 30)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.age <= 30, users.c.age > 25)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.age >= 30)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.fullname == None)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.fullname != None)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.fullname.is_(None))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.fullname.is_not(None))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.age.is_distinct_from(25))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.age.is_not_distinct_from(None))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.active)).scalars().all()
        conn.execute(select(users.c.id).where(~users.c.active)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.active == True)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.active.is_(False))).scalars().all()
        conn.execute(select(users.c.id).where(25 < users.c.age)).scalars().all()
    """)


@topic
def arithmetic():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.age + 1, users.c.age - 1, users.c.age * 2, users.c.age / 2, users.c.age // 2, users.c.age % 7)).all()
        conn.execute(select(1 + users.c.age, 100 - users.c.age, 2 * users.c.age, 100 / users.c.age, 100 // users.c.age, 100 % users.c.age)).all()
        conn.execute(select(-users.c.age)).scalars().all()
        sql(select((users.c.age + 1) * 2, users.c.age + 1 * 2, (users.c.age * 2) + 1, users.c.age - (users.c.id - 1), (users.c.age - users.c.id) - 1))
        sql(select(users.c.age + users.c.id + 3, users.c.age * users.c.id * 3, users.c.age - users.c.id - 3, users.c.age / users.c.id / 2.5))
        sql(select(users.c.name + 'x', users.c.name + users.c.fullname, 'x' + users.c.name, users.c.name.concat('y').concat('z')))
        conn.execute(select(users.c.name + ' ' + users.c.fullname)).scalars().all()
        sql(select(-(users.c.age + 1), -users.c.age * 2, -(-users.c.age)))
        sql(select(users.c.age / 2.5, users.c.age // 2.5, users.c.age / users.c.id))
        sql(select(orders.c.total + 1, orders.c.total * Decimal('1.5'), orders.c.total / 3))
    """)
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.age.bitwise_and(7), users.c.age.bitwise_or(64), users.c.age.bitwise_xor(5), users.c.age.bitwise_not(), users.c.age.bitwise_lshift(2), users.c.age.bitwise_rshift(1))).all()
        sql(select(users.c.age.bitwise_and(7) + 1, (users.c.age + 1).bitwise_or(2), users.c.age.bitwise_not() + 1))
        sql(select(users.c.age.bitwise_xor(5) == 3))
        sql(select(users.c.age.op('&')(4), users.c.age.op('->>', return_type=String)('x'), users.c.age.op('%%')(4)))
        sql(select(users.c.age.op('^', precedence=7)(users.c.id + 1) * 3, users.c.age.bool_op('~~')(4)))
        sql(select(~(users.c.age.bool_op('~~')(4))))
        sql(select(users.c.name.op('+')('x') + 'y', users.c.age.op('@', is_comparison=True)(3) & (users.c.id == 1)))
    """)
    yield from split(CORE, None, """
        sql(select(orders.c.placed + timedelta(days=1), orders.c.placed - date(2020, 1, 2)))
        sql(select(literal(5) + 3, literal(5) - literal(2), literal('a') + 'b', literal(2.5) * 2))
        sql(select(literal(True), literal(None), literal(date(2020, 1, 2)), literal(Decimal('1.5')), literal(b'x')))
        conn.execute(select(literal(5) + 3, literal('a') + 'b', literal(2.5) * 2, literal(True), literal(None), literal(date(2020, 1, 2)))).all()
        conn.execute(select(func.coalesce(None, 5), literal(7) / 2, literal(7) // 2, literal(7) % 4)).all()
    """)


@topic
def conjunctions():
    yield from split(CORE, FILL, """
        sql(select(users.c.id).where(and_(users.c.name == 'a', users.c.age > 1)))
        sql(select(users.c.id).where(or_(users.c.name == 'a', users.c.age > 1)))
        sql(select(users.c.id).where(and_(users.c.name == 'a', or_(users.c.age > 1, users.c.age < 5))))
        sql(select(users.c.id).where(or_(users.c.name == 'a', and_(users.c.age > 1, users.c.age < 5))))
        sql(select(users.c.id).where((users.c.name == 'a') & (users.c.age > 1) | (users.c.id == 7)))
        sql(select(users.c.id).where((users.c.name == 'a') & ((users.c.age > 1) | (users.c.id == 7))))
        sql(select(users.c.id).where(not_(users.c.name == 'a')))
        sql(select(users.c.id).where(not_(and_(users.c.name == 'a', users.c.age > 1))))
        sql(select(users.c.id).where(not_(or_(users.c.name == 'a', users.c.age > 1))))
        sql(select(users.c.id).where(~((users.c.name == 'a') | (users.c.age > 1)) & (users.c.id == 3)))
        sql(select(users.c.id).where(not_(not_(users.c.name == 'a'))))
        sql(select(users.c.id).where(users.c.name == 'a').where(users.c.age > 1).where(or_(users.c.id == 1, users.c.id == 2)))
        sql(select(users.c.id).where(and_(users.c.name == 'a', and_(users.c.age > 1, users.c.id < 3))))
        sql(select(users.c.id).where(and_(true(), users.c.name == 'a')))
        sql(select(users.c.id).where(and_(false(), users.c.name == 'a')))
        sql(select(users.c.id).where(or_(true(), users.c.name == 'a')))
        sql(select(users.c.id).where(or_(false(), users.c.name == 'a')))
        sql(select(users.c.id).where(and_(True, users.c.name == 'a', True)))
        sql(select(users.c.id).where(or_(False)))
        sql(select(users.c.id).where(and_()))
        sql(select(users.c.id).where(or_(*[users.c.name == n for n in ['a', 'b']])))
        sql(select(true(), false(), null()))
        sql(select(users.c.id).where(null()))
        conn.execute(select(users.c.id).where(or_(users.c.name == 'ed', and_(users.c.age > 26, users.c.active)))).scalars().all()
    """)
    yield from split(CORE, FILL, """
        sql(select(users.c.id).where(and_(users.c.active, users.c.name == 'a')))
        sql(select(users.c.id).where(or_(users.c.active, ~users.c.active)))
        sql(select(users.c.id).where(~and_(users.c.active, users.c.age == 2)))
        sql(select(users.c.id).where(users.c.active & users.c.age))
        sql(select(users.c.active == users.c.active, (users.c.age == 1) == True, (users.c.age == 1) == (users.c.id == 2)))
        sql(select((users.c.age == 1).label('is_one'), not_(users.c.active).label('inactive')))
        conn.execute(select((users.c.age == 30).label('is_one'), not_(users.c.active).label('inactive'))).all()
        sql(select(users.c.id).where((users.c.age == 1).is_(True)))
        sql(select(users.c.id).where(users.c.name.like('a%') & ~users.c.name.like('b%')))
        sql(select(users.c.id).where(~(users.c.age > 5), ~(users.c.age >= 5), ~(users.c.age < 5), ~(users.c.age <= 5), ~(users.c.age != 5)))
        sql(select(users.c.id).where(~users.c.age.is_(None), ~users.c.age.is_not(None), ~users.c.age.between(1, 2), ~users.c.age.in_([1])))
        sql(select(users.c.id).having(and_(func.count(users.c.id) > 1, users.c.age < 3)).group_by(users.c.id))
        sql(select(users.c.id).where(and_(text("a = 1"), users.c.id == 2)))
        sql(select(users.c.id).where(or_(text("a = 1"), text("b = 2"))))
    """)


@topic
def in_lists():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id).where(users.c.name.in_(['jack', 'ed'])).order_by(users.c.id)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.in_([]))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.not_in([])).order_by(users.c.id)).scalars().all()
        conn.execute(select(users.c.id).where(~users.c.name.in_(['jack', 'ed']))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.not_in(('jack', 'ed')))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.id.in_(select(addresses.c.user_id))).order_by(users.c.id)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.id.not_in(select(addresses.c.user_id)))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.id.in_(select(addresses.c.user_id).where(addresses.c.user_id == users.c.id)))).scalars().all()
        conn.execute(select(users.c.name).where(tuple_(users.c.id, users.c.name).in_([(1, 'jack'), (2, 'x')]))).all()
        conn.execute(select(users.c.name).where(tuple_(users.c.id, users.c.name).in_([]))).all()
        conn.execute(select(users.c.name).where(tuple_(users.c.id, users.c.name).not_in([(1, 'jack')])).order_by(users.c.id)).all()
        conn.execute(select(users.c.name).where(tuple_(users.c.id, users.c.name).in_(select(addresses.c.user_id, literal('jack'))))).all()
        sql(select(users.c.name).where(tuple_(users.c.id, users.c.name).in_([(1, 'jack')])))
        sql(select(users.c.name).where(tuple_(users.c.id, users.c.name) == (1, 'jack')))
        sql(select(users.c.id).where(users.c.id.in_([1, users.c.age, func.abs(3)])))
        conn.execute(select(users.c.id).where(users.c.id.in_([1, users.c.age, func.abs(3)])).order_by(users.c.id)).all()
        conn.execute(select(users.c.id).where(users.c.id.in_([1, None]))).all()
        sql(select(users.c.id).where(users.c.name.in_(['a', 'b'])), literal_binds=True)
        sql(select(users.c.id).where(users.c.name.in_([])), literal_binds=True)
        sql(select(users.c.id).where(users.c.name.in_(bindparam('names', expanding=True))))
        conn.execute(select(users.c.id).where(users.c.name.in_(bindparam('names', expanding=True))), {"names": ['jack', 'ed']}).all()
        conn.execute(select(users.c.id).where(users.c.name.in_(bindparam('names'))), {"names": ['jack']}).all()
        conn.execute(select(users.c.id).where(users.c.name.in_(bindparam('names'))), {"names": []}).all()
        sql(select(users.c.id.in_([1, 2]).label('x'), users.c.id.in_([1]) & (users.c.age == 1)))
        sql(select(users.c.id).where(users.c.id.in_(text('select 1'))))
        sql(select(users.c.id).where(users.c.id.in_(select(addresses.c.user_id).union(select(orders.c.user_id)))))
        sql(select(users.c.id).where(users.c.id.in_(select(addresses.c.user_id).subquery())))
    """)
    yield from split(CORE, None, """
        select(users.c.id).where(users.c.name.in_('jack'))
        select(users.c.id).where(users.c.name.in_(5))
        select(users.c.id).where(users.c.name.in_(None))
        conn.execute(select(users.c.id).where(users.c.name.in_(bindparam('names')))).all()
        select(users.c.id).where(users.c.name.in_(users.c.fullname))
        conn.execute(select(users.c.id).where(users.c.name.in_(bindparam('names', expanding=True))), {"names": "abc"}).all()
    """)


@topic
def likes():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id).where(users.c.name.like('%e%')).order_by(users.c.id)).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.like('a/%', escape='/'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.not_like('%e%'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.ilike('JA%'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.not_ilike('JA%', escape='/'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.startswith('ja'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.endswith('ck'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.contains('ac'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.startswith('j_%', autoescape=True))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.contains('50%/x', autoescape=True))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.endswith('^a', autoescape=True, escape='^'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.contains('x', escape='^'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.istartswith('JA'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.iendswith('CK'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.icontains('AC'))).scalars().all()
        conn.execute(select(users.c.id).where(users.c.name.icontains('A_C', autoescape=True))).scalars().all()
        sql(select(users.c.id).where(~users.c.name.startswith('a'), ~users.c.name.icontains('b'), ~users.c.name.like('c'), ~users.c.name.ilike('d')))
        sql(select(users.c.id).where(users.c.name.startswith(users.c.fullname), users.c.name.contains(func.lower(users.c.fullname))))
        sql(select(users.c.id).where(users.c.name.startswith('a') | users.c.name.endswith('b')))
        sql(select(users.c.name.like('x').label('z'), users.c.name + users.c.fullname.like('y')))
        sql(select(users.c.id).where((users.c.name + 'x').like('y'), func.lower(users.c.name).like('z')))
        conn.execute(select(users.c.id).where(users.c.name.match('x'))).all()
        sql(select(users.c.id).where(users.c.name.match('x'), ~users.c.name.match('y')))
        sql(select(users.c.id).where(users.c.name.regexp_match('^j'), ~users.c.name.regexp_match('k$')))
        sql(select(users.c.id).where(users.c.name.regexp_match('^j', flags='i')))
        sql(select(users.c.name.regexp_replace('a', 'b')))
        sql(select(users.c.id).where(users.c.name.contains(5, autoescape=True)))
        sql(select(users.c.id).where(users.c.name.collate('NOCASE') == 'JACK').order_by(collate(users.c.name, 'NOCASE').desc()))
        sql(select(users.c.id).order_by(users.c.name.collate('nocase'), users.c.name.desc().collate('x')))
        conn.execute(select(users.c.id).where(users.c.name.collate('NOCASE') == 'JACK')).all()
        sql(select(users.c.name.any_(), users.c.name.all_()))
    """)


@topic
def betweens():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id).where(users.c.age.between(20, 28))).scalars().all()
        conn.execute(select(users.c.id).where(~users.c.age.between(20, 28))).scalars().all()
        conn.execute(select(users.c.id).where(between(users.c.age, users.c.id, 28))).scalars().all()
        sql(select(users.c.id).where(users.c.age.between(1, 2, symmetric=True)))
        sql(select(users.c.id).where(~users.c.age.between(1, 2, symmetric=True)))
        sql(select(users.c.id).where(users.c.age.between(1, 2) & users.c.id.between(users.c.age, users.c.age + 5)))
        sql(select(users.c.age.between(1, 2).label('b'), between(3, users.c.id, users.c.age)))
        sql(select(users.c.id).where((users.c.age.between(1, 2)) == True))
        sql(select(users.c.id).where(orders.c.placed.between(date(2020, 1, 1), date(2021, 1, 1))))
    """)
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id).order_by(users.c.age.desc().nulls_last(), users.c.name.asc())).scalars().all()
        conn.execute(select(users.c.id).order_by(users.c.age.nulls_first())).scalars().all()
        conn.execute(select(users.c.id).order_by(desc(users.c.age), asc('name'))).scalars().all()
        conn.execute(select(users.c.id, users.c.name.label('n')).order_by('n')).all()
        conn.execute(select(users.c.id, users.c.name.label('n')).order_by(desc('n'))).all()
        sql(select(users.c.id, (users.c.age + 1).label('a')).order_by((users.c.age + 1).label('a').desc()))
        sql(select(users.c.id, (users.c.age + 1).label('a')).order_by('a', users.c.id).group_by('a'))
        x = (users.c.age + 1).label('a')
        sql(select(users.c.id, x).where(x > 3).order_by(x, x.desc(), func.lower(x), x + 1).group_by(x))
        sql(select(users.c.id).order_by(x))
        sql(select(users.c.id).order_by(users.c.id).order_by(None).order_by(users.c.name))
        sql(select(users.c.id).order_by(nulls_last(desc(users.c.id)), nulls_first(users.c.name)))
        sql(select(users.c.id).order_by(text('1 desc'), func.random()))
        sql(select(users.c.id).order_by('nothing'))
        sql(select(users.c.id).group_by('nothing'))
        sql(select(users.c.id).order_by(5))
        sql(select(users).order_by('users_name', 'name'))
        sql(select(users.c.age, func.count()).group_by(users.c.age).having(func.count() > 1).order_by(func.count().desc()))
        conn.execute(select(users.c.active, func.count(users.c.id), func.sum(users.c.age)).group_by(users.c.active).order_by(users.c.active)).all()
        sql(select(users.c.age).group_by(users.c.age).group_by(users.c.id).having(users.c.age > 1).having(users.c.id < 3))
        sql(select(users.c.age).group_by(None))
        sql(select(users.c.id).group_by(users))
    """)


@topic
def limits():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id).order_by(users.c.id).limit(2)).scalars().all()
        conn.execute(select(users.c.id).order_by(users.c.id).offset(1)).scalars().all()
        conn.execute(select(users.c.id).order_by(users.c.id).limit(1).offset(1)).scalars().all()
        conn.execute(select(users.c.id).order_by(users.c.id).slice(1, 3)).scalars().all()
        sql(select(users.c.id).slice(1, 3).slice(1, 2), literal_binds=True)
        sql(select(users.c.id).limit(bindparam('n')))
        conn.execute(select(users.c.id).order_by(users.c.id).limit(bindparam('n')), {"n": 1}).all()
        sql(select(users.c.id).limit(literal(5) + 1).offset(literal(2)))
        sql(select(users.c.id).limit(None).offset(None))
        sql(select(users.c.id).limit(5).limit(None))
        sql(select(users.c.id).fetch(5), "default")
        sql(select(users.c.id).fetch(5, with_ties=True).offset(3), "default")
        sql(select(users.c.id).fetch(5, percent=True), "default")
        sql(select(users.c.id).limit(5).offset(3), "default")
        sql(select(users.c.id).limit('x'))
        sql(select(users.c.id).limit(2.5))
        sql(select(users.c.id).limit(0))
        sql(select(users.c.id).fetch(5))
    """)


@topic
def cases():
    yield from split(CORE, FILL, """
        conn.execute(select(case((users.c.age > 26, 'old'), (users.c.age > 1, 'young'), else_='?')).order_by(users.c.id)).scalars().all()
        conn.execute(select(case({'jack': 1, 'ed': 2}, value=users.c.name, else_=0)).order_by(users.c.id)).scalars().all()
        conn.execute(select(case(('jack', 'J'), ('ed', 'E'), value=users.c.name)).order_by(users.c.id)).scalars().all()
        conn.execute(select(case((users.c.active, users.c.name)).label('n')).order_by(users.c.id)).all()
        sql(select(case((users.c.age == 1, users.c.name), else_=null())))
        sql(select(case((and_(users.c.age == 1, users.c.id == 2), literal_column('5')), else_=users.c.age + 1)))
        sql(select(case({1: 'a', 2: 'b'}, value=users.c.id)))
        sql(select(users.c.id).where(case((users.c.age > 3, True), else_=False)))
        sql(select(case((users.c.age == 1, 5), else_=6) + 3, case((users.c.age == 1, 5)) == 5))
        sql(select(func.sum(case((users.c.age > 3, 1), else_=0)).label('n')))
        conn.execute(select(func.sum(case((users.c.age > 3, 1), else_=0)).label('n'))).scalar()
        case()
        case((users.c.age, ))
        sql(select(func.concat(users.c.name, '!')))
    """)


@topic
def casts():
    yield from split(CORE, FILL, """
        conn.execute(select(cast(users.c.age, String), cast('5', Integer), users.c.id.cast(Float)).where(users.c.id == 1)).all()
        sql(select(cast(users.c.age, Numeric(10, 2)), cast(users.c.age, String(5)), cast(None, Integer), cast(users.c.age, Text)))
        sql(select(cast(users.c.age + 1, String) + 'x', cast(users.c.age, String).label('s'), cast(users.c.age, BigInteger)))
        sql(select(type_coerce(users.c.age, String), type_coerce('x', Integer), type_coerce(users.c.age, String) + 'x'))
        conn.execute(select(type_coerce(users.c.age, Boolean)).where(users.c.id == 2)).all()
        sql(select(cast(users.c.age, Date), cast('2020-01-01', DateTime), cast(users.c.age, LargeBinary), cast(users.c.age, Boolean)))
        sql(select(try_cast(users.c.age, String)), "default")
        sql(select(cast(users.c.age, String)).where(cast(users.c.age, String) == 5))
        sql(select(cast(literal('5'), Integer).label('n'), cast(users.c.name, Enum('a', 'b', name='ab'))))
        sql(select(cast(select(users.c.age).limit(1).scalar_subquery(), String)))
        sql(select(func.cast(users.c.age, String)))
    """)
    yield from split(CORE, FILL, """
        sql(select(extract('year', orders.c.placed), extract('month', orders.c.placed), extract('dow', orders.c.placed)))
        conn.execute(insert(orders), {"id": 1, "user_id": 1, "total": Decimal('12.50'), "placed": date(2024, 2, 29)}).rowcount
        conn.execute(select(extract('year', orders.c.placed), extract('day', orders.c.placed), extract('doy', orders.c.placed))).all()
        sql(select(extract('century', orders.c.placed)))
        sql(select(extract('epoch', orders.c.placed) + 1, extract('hour', func.now())))
        sql(select(extract('year', orders.c.placed)), "default")
        sql(select(orders.c.placed).where(extract('year', orders.c.placed) == 2024))
        conn.execute(select(orders.c.placed, orders.c.total).where(extract('year', orders.c.placed) == 2024)).all()
    """)


@topic
def functions():
    yield from split(CORE, FILL, """
        conn.execute(select(func.count(), func.count(users.c.id), func.count(users.c.age.distinct()), func.sum(users.c.age), func.max(users.c.name), func.min(users.c.age), func.avg(users.c.age))).all()
        sql(select(func.count()).select_from(users))
        conn.scalar(select(func.count()).select_from(users))
        conn.execute(select(func.coalesce(users.c.fullname, 'none')).order_by(users.c.id)).scalars().all()
        conn.execute(select(func.lower(users.c.name), func.upper(users.c.name), func.length(users.c.name)).where(users.c.id == 1)).all()
        conn.execute(select(func.char_length(users.c.name), func.lower(users.c.name, type_=String)).where(users.c.id == 1)).all()
        sql(select(func.now(), func.current_timestamp(), func.current_date(), func.current_time(), func.localtime(), func.localtimestamp()))
        sql(select(func.now(), func.current_timestamp(), func.localtimestamp(), func.sysdate(), func.user(), func.session_user()), "default")
        repr(func.now().type), repr(func.count().type), repr(func.max(users.c.age).type), repr(func.sum(orders.c.total).type), repr(func.coalesce(None, users.c.name).type)
        repr(func.foo(1).type), repr(func.concat('a', 'b').type), repr(func.char_length('a').type), repr(func.random().type), repr(func.rank().type), repr(func.cume_dist().type)
        sql(select(func.foo(1, 'x', None, users.c.id).label('f'), func.foo.bar.bat(3), func.FOO(), func.foo_(2)))
        sql(select(func.count(distinct(users.c.name)), func.count(users.c.name.distinct()), func.group_concat(users.c.name, ', ')))
        sql(select(func.max(users.c.age) + 1, func.lower(users.c.name) + 'x', func.lower(users.c.name) == 'a', func.foo(1) + func.bar(2)))
        sql(select(func.aggregate_strings(users.c.name, ', ')))
        conn.scalar(select(func.aggregate_strings(users.c.name, '-')).where(users.c.id < 3))
        sql(select(func.ifnull(users.c.age, 0, type_=Integer)))
        repr(func.ifnull(users.c.age, 0, type_=Integer).type)
        sql(select(func.abs(-5), func.round(users.c.age / 2, 1), func.nullif(users.c.age, 3), func.strftime('%Y', orders.c.placed)))
        sql(select(func.group_concat(users.c.name, ', ')).group_by(func.lower(users.c.name)).order_by(func.lower(users.c.name)))
        sql(func.count(users.c.id))
        conn.execute(func.abs(-3)).scalar()
        conn.scalar(func.coalesce(None, 'x'))
        sql(select(func.max(users.c.age, type_=String)))
        sql(select(func.lower('X', type_=Text).label(None)))
        conn.execute(select(func.now())).scalar() != None
        sql(select(users.c.id).where(func.lower(users.c.name).in_(['a']), func.coalesce(users.c.age, 0) > 5))
        sql(select(func.cube(users.c.id, users.c.name), func.rollup(users.c.id), func.grouping_sets(tuple_(users.c.id), users.c.name)), "default")
        sql(select(func.count().filter(users.c.age > 5), func.sum(users.c.age).filter(users.c.id > 1, users.c.active)))
        conn.execute(select(func.count().filter(users.c.age > 26))).scalar()
        sql(select(func.percentile_cont(0.5).within_group(users.c.age.desc()), func.mode().within_group(users.c.age)), "default")
    """)


@topic
def windows():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id, func.row_number().over(order_by=users.c.name)).order_by(users.c.id)).all()
        conn.execute(select(users.c.id, func.sum(users.c.age).over(partition_by=users.c.active, order_by=users.c.id).label('s')).order_by(users.c.id)).all()
        sql(select(func.rank().over(order_by=[users.c.name.desc(), users.c.id], partition_by=[users.c.age, users.c.active])))
        sql(select(func.sum(users.c.age).over(order_by=users.c.id, rows=(None, 0))))
        sql(select(func.sum(users.c.age).over(order_by=users.c.id, rows=(-2, 3))))
        sql(select(func.sum(users.c.age).over(order_by=users.c.id, range_=(-1, None))))
        sql(select(func.sum(users.c.age).over(order_by=users.c.id, groups=(0, 5))))
        sql(select(func.sum(users.c.age).over(order_by=users.c.id, rows=(1, 3))))
        sql(select(func.sum(users.c.age).over(order_by=users.c.id, rows=(-3, -1))))
        sql(select(func.row_number().over(), func.row_number().over(partition_by='name', order_by='id')))
        sql(select(over(func.lag(users.c.age, 1), order_by=users.c.id), func.first_value(users.c.name).over(order_by=desc('id'))))
        sql(select(func.count().filter(users.c.age > 3).over(order_by=users.c.id)))
        sql(select((func.row_number().over(order_by=users.c.id) + 1).label('x')).order_by('x'))
        sub = select(users.c.id, func.row_number().over(order_by=users.c.name).label('rn')).subquery()
        conn.execute(select(sub.c.id).where(sub.c.rn == 1)).all()
        func.sum(users.c.age).over(rows=(1, 2), range_=(1, 2))
        func.sum(users.c.age).over(rows=(1,))
        func.sum(users.c.age).over(rows=('a', 'b'))
        sql(select(func.percentile_cont(0.5).within_group(users.c.age).over(partition_by=users.c.id)), "default")
        sql(select(func.percentile_cont(0.5).within_group(users.c.age).filter(users.c.id > 3)), "default")
    """)


@topic
def selects():
    yield from split(CORE, FILL, """
        sql(select(users))
        sql(select(users.c.id, users.c.name.label('n'), addresses.c.id))
        sql(select(users, addresses).join(addresses))
        sql(select(users.c.id).distinct())
        sql(select(users.c.id).distinct().where(users.c.id == 1).with_only_columns(users.c.name))
        sql(select(users.c.id).add_columns(users.c.name, addresses.c.email).join_from(users, addresses))
        sql(select(users.c.id).with_only_columns(addresses.c.id))
        sql(select(users.c.id).where(users.c.id == 1).with_only_columns(addresses.c.id, maintain_column_froms=True))
        sql(select(literal_column('1'), text('2'), literal_column('x.y').label('z'), literal_column('count(*)', Integer)))
        sql(select(text('id, name')).select_from(text('users')).where(text('id = :x')))
        sql(select('*').select_from(users))
        sql(select(literal_column('*')).select_from(users))
        sql(select(column('a'), column('b', Integer)).select_from(table('t', column('a'))))
        sql(select(column('a'), column('a b'), column('Select'), column('_x'), column('1a')))
        sql(select(1, None, True, 2.5))
        sql(select(users.c.id, users.c.id, users.c.id.label('id'), users.c.name))
        sql(select(users.c.id, users.c.id, addresses.c.id, addresses.c.id).where(users.c.id == addresses.c.user_id))
        sql(select(users.c.id, addresses.c.id).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL).join(addresses))
        sql(select(users.c.id, addresses.c.id).set_label_style(LABEL_STYLE_NONE).join(addresses))
        sql(select(users.c.id).prefix_with('DISTINCT').suffix_with('-- end'))
        sql(select(users.c.id).where(users.c.id == 1).filter(users.c.name == 'x').filter_by(name='y'))
        sql(select(users).filter_by(name='a', age=None))
        sql(select(users).filter_by(nope='a'))
        sql(select(users.c.name + 'x', users.c.age + 1, func.foo(), users.c.age == 1, ~users.c.active, users.c.age.desc()))
        sql(select(func.lower(users.c.name), func.lower(users.c.fullname), users.c.name, func.count()))
        sql(select(users.c.id.label(None), users.c.id.label('x').label('y')))
        sql(select(users.c.id).execution_options(foo=1))
        sql(select(users.c.id).with_for_update())
        sql(select(users.c.id).with_for_update(nowait=True), "default")
        sql(select())
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).all()
        str(select(users.c.id).where(users.c.name == 'x'))
        select(users.c.id).is_derived_from(users), select(users.c.id).whereclause
        conn.execute(select(users.c.id).where(users.c.name == bindparam('n')), {"n": 'ed'}).all()
        sql(select(users.c.id).where(users.c.name == bindparam('n')).params(n='x'))
    """)
    yield from split(CORE, None, """
        select('id')
        select('users.id')
        select([users.c.id])
        select(users.c.id).where('name = 1')
        select(users.c.id).select_from('users')
        select(users.c.id).join('addresses')
        select(users.c.id).where(5)
        select(users.c.id).having('x')
        select({"a": 1})
        select(users.c.id).where(users)
        users.c.id == users
        users.c.id == select(users)
        users.c.id + users
        insert('users')
        conn.execute('select 1')
        conn.execute(users)
        conn.execute(users.c.id)
        conn.execute(5)
        conn.execute(select(users), 5)
        conn.execute(select(users), [5])
        and_('x', 'y')
        and_(5)
        not_('x')
        users.c.id.label(5)
    """)


@topic
def joins():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.name, addresses.c.email).join(addresses, users.c.id == addresses.c.user_id).order_by(addresses.c.id)).all()
        conn.execute(select(users.c.name, addresses.c.email).select_from(users.join(addresses)).order_by(addresses.c.id)).all()
        conn.execute(select(users.c.name, addresses.c.email).outerjoin(addresses).order_by(users.c.id, addresses.c.id)).all()
        sql(select(users.c.name).join_from(users, addresses))
        sql(select(users.c.name).join_from(users, addresses, users.c.id == addresses.c.user_id, isouter=True))
        sql(select(users.c.name).join(addresses, isouter=True).join(orders, full=True))
        sql(select(users.c.name).outerjoin_from(users, addresses, full=True))
        sql(select(users.c.name).join(addresses).join(orders, orders.c.address_id == addresses.c.id))
        sql(select(users).select_from(users.outerjoin(addresses).join(orders, users.c.id == orders.c.user_id)))
        sql(select(users).select_from(users.join(addresses.join(orders, orders.c.address_id == addresses.c.id), users.c.id == addresses.c.user_id)))
        sql(select(users, addresses).select_from(join(users, addresses)))
        sql(select(outerjoin(users, addresses)))
        sql(select(users.join(addresses)))
        sql(select(users.join(addresses).c.users_id, users.join(addresses).c.addresses_id))
        a = users.alias()
        b = users.alias('b')
        sql(select(a.c.id, b.c.name).join_from(a, b, a.c.id == b.c.id))
        sql(select(users, a).where(users.c.id == a.c.id))
        n1 = nodes.alias('n1')
        sql(select(nodes.c.id, n1.c.id).join(n1, nodes.c.id == n1.c.parent_id))
        sql(select(nodes).join(n1))
        sql(select(n1.c.id).join_from(n1, nodes, n1.c.parent_id == nodes.c.id))
        sql(select(users, addresses, orders))
        sql(select(users.c.id).join(addresses, users.c.id == addresses.c.user_id).where(addresses.c.email.like('%x')).order_by(addresses.c.email))
        sql(select(users.join(addresses, and_(users.c.id == addresses.c.user_id, addresses.c.email == 'x'))))
        sql(select(users).join(select(addresses.c.user_id).subquery('s')))
        s = select(addresses.c.user_id, func.count().label('n')).group_by(addresses.c.user_id).subquery()
        conn.execute(select(users.c.name, s.c.n).outerjoin(s, s.c.user_id == users.c.id).order_by(users.c.id)).all()
        sql(select(users.c.id).join(addresses, true()))
        sql(select(users.c.id).join(addresses, text('1 = 1')))
    """)
    yield from split(CORE, None, """
        sql(select(users.c.id).join(nodes))
        users.join(nodes)
        sql(select(addresses).join(orders))
        sql(select(orders).join(addresses))
        sql(select(orders.c.id).join(users))
        sql(select(users.c.id, nodes.c.id).join(addresses))
        sql(select(users.c.id, addresses.c.id).join(orders))
        users.join(users)
        users.join('x')
        orders.join(users.join(addresses))
        sql(select(literal(1)).join(users))
        sql(select(func.count()).join(users))
        sql(select(users.c.id).join(addresses, 'x'))
        sql(select(users.c.id).join(addresses, users.c.id))
        sql(select(users.c.id).join_from(addresses, nodes))
        nodes.join(nodes.alias())
    """)


@topic
def cartesian_products():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.id, addresses.c.id)).all()
        conn.execute(select(users.c.id, addresses.c.id).where(users.c.id == 1)).all()
        conn.execute(select(users.c.id, addresses.c.id).where(users.c.id == addresses.c.user_id)).all()
        conn.execute(select(users.c.id, addresses.c.id)).all()
        conn.execute(select(users.c.id, addresses.c.id, orders.c.id).where(users.c.id == addresses.c.user_id)).all()
        conn.execute(select(users.c.id, addresses.c.id).join_from(users, addresses, true())).all()
        conn.execute(select(users.c.id).where(exists().where(addresses.c.email == 'x'))).all()
        conn.execute(select(users.c.id, users.alias('u2').c.id).limit(1)).all()
        conn.execute(select(func.count()).select_from(users, addresses)).scalar()
        conn.execute(select(users.c.id, select(addresses.c.id).subquery().c.id).limit(1)).all()
        conn.execute(delete(users).where(users.c.id == 77)).rowcount
        conn.execute(update(users).values(age=5).where(addresses.c.id == 77)).rowcount
        conn.execute(select(users.c.id, func.json_each('[1]').table_valued('value').c.value)).all()
        conn.execute(select(users.c.id, func.json_each('[1]').table_valued('value', joins_implicitly=True).c.value)).all()
    """)


@topic
def subqueries():
    yield from split(CORE, FILL, """
        conn.execute(select(users.c.name, select(func.count(addresses.c.id)).where(addresses.c.user_id == users.c.id).scalar_subquery().label('n')).order_by(users.c.id)).all()
        conn.execute(select(users.c.name).where(exists().where(addresses.c.user_id == users.c.id)).order_by(users.c.id)).scalars().all()
        conn.execute(select(users.c.name).where(~exists().where(addresses.c.user_id == users.c.id))).scalars().all()
        conn.execute(select(users.c.name).where(select(addresses.c.id).where(addresses.c.user_id == users.c.id).exists())).scalars().all()
        sql(select(exists(select(addresses.c.id))))
        sql(select(exists(addresses.c.id).where(addresses.c.user_id == 5)))
        sql(select(exists().select_from(addresses).where(addresses.c.user_id == 5)))
        conn.scalar(select(exists().select_from(addresses).where(addresses.c.user_id == 5)))
        sql(select(users.c.id).where(exists(select(1).where(addresses.c.user_id == users.c.id))))
        s = select(addresses.c.user_id, addresses.c.email).where(addresses.c.id > 1).subquery()
        sql(select(s))
        sql(select(users.c.id, s.c.email).join(s, s.c.user_id == users.c.id))
        conn.execute(select(users.c.id, s.c.email).join(s, s.c.user_id == users.c.id).order_by(s.c.email)).all()
        sql(select(s.alias('q').c.email, select(s).subquery('z').c.email))
        sql(select(users.c.id).where(users.c.age == select(func.max(users.c.age)).scalar_subquery()))
        u2 = users.alias('u2')
        conn.execute(select(users.c.id).where(users.c.age == select(func.max(u2.c.age)).where(u2.c.active == users.c.active).scalar_subquery())).all()
        sql(select(users.c.id).where(users.c.age == select(addresses.c.id)))
        sql(select(users.c.id).where(users.c.age > select(addresses.c.id).where(addresses.c.user_id == users.c.id).correlate(users).scalar_subquery()))
        sql(select(users.c.id).where(users.c.age > select(addresses.c.id).where(addresses.c.user_id == users.c.id).correlate(None).scalar_subquery()))
        sql(select(users.c.id).where(users.c.age > select(addresses.c.id).where(addresses.c.user_id == users.c.id).correlate_except(addresses).scalar_subquery()))
        sql(select(users.c.id, addresses.c.id).where(exists().where(users.c.id == addresses.c.user_id).correlate(users)).where(users.c.id == addresses.c.user_id))
        sql(select(users.c.id).where(users.c.id == select(users.c.id).where(users.c.name == 'x').scalar_subquery()))
        sql(select(select(users.c.id).label('x'), select(users.c.id).scalar_subquery()))
        sql(select(select(users.c.id).scalar_subquery() + 5, (select(users.c.age).scalar_subquery() * 2).label('q')))
        sql(select(users.c.id).where(select(func.count(addresses.c.id)).where(addresses.c.user_id == users.c.id).scalar_subquery() > 2))
        sql(select(users.c.id).order_by(select(addresses.c.id).where(addresses.c.user_id == users.c.id).limit(1).scalar_subquery()))
        sql(select(select(users.c.id, addresses.c.id).subquery()))
        sql(select(select(users.c.name + 'x', func.count()).subquery()))
        sql(select(select(users).subquery().c.name).where(select(users).subquery().c.id == 1))
        sql(select(users.c.id).where(users.c.id == any_(select(addresses.c.user_id).scalar_subquery()), users.c.id > all_(select(addresses.c.user_id).scalar_subquery())), "default")
        sql(select(users.c.id).select_from(users.join(select(addresses).subquery().lateral('l'), true())))
        sql(select(users.c.id, lateral(select(addresses.c.email).where(addresses.c.user_id == users.c.id)).c.email), "default")
        sql(select(users.c.id).join(select(addresses.c.email).where(addresses.c.user_id == users.c.id).lateral('ad'), true()), "default")
        sql(select(tablesample(users, func.bernoulli(1), name='s', seed=func.random()).c.id), "default")
        select(users.c.id).subquery().c.keys(), select(users.c.id, addresses.c.id).subquery().c.keys(), select(users.c.name + 'x').subquery().c.keys()
        select(users.c.id, users.c.name).scalar_subquery()
        sql(select(users.c.id, users.c.name).scalar_subquery())
        sql(select(users.c.id).where(users.c.id == select(users.c.id).where(users.c.name == 'x').correlate(users).scalar_subquery()))
    """)


@topic
def ctes():
    yield CORE, [FILL, "conn.execute(insert(nodes), [{'id': 1, 'parent_id': None, 'name': 'root'}, {'id': 2, 'parent_id': 1, 'name': 'a'}, {'id': 3, 'parent_id': 2, 'name': 'b'}])", *lines("""
        c = select(users.c.id, users.c.name).where(users.c.age > 20).cte('grown')
        conn.execute(select(c).order_by(c.c.id)).all()
        sql(select(c.c.id).join(addresses, addresses.c.user_id == c.c.id))
        sql(select(c.alias('x').c.id, c.c.id).where(c.c.id == 1))
        sql(select(select(users.c.id).cte()))
        sql(select(select(users.c.id).cte('My Cte').c.id))
        tree = select(nodes.c.id, nodes.c.name, literal(0).label('depth')).where(nodes.c.parent_id == None).cte('tree', recursive=True)
        tree = tree.union_all(select(nodes.c.id, nodes.c.name, tree.c.depth + 1).where(nodes.c.parent_id == tree.c.id))
        conn.execute(select(tree).order_by(tree.c.depth)).all()
        sql(select(tree.c.id).where(tree.c.depth > 1))
        t2 = select(nodes.c.id).cte('t2', recursive=True)
        ta = t2.alias('ta')
        sql(select(t2.union(select(nodes.c.id).where(nodes.c.parent_id == ta.c.id))))
        d = select(c.c.id).where(c.c.name == 'x').cte('d')
        sql(select(d, c.c.name).where(c.c.id == d.c.id))
        sql(select(users).where(users.c.id.in_(select(c.c.id))))
        sql(select(users).where(users.c.id == select(c.c.id).scalar_subquery()))
        sql(insert(addresses).from_select(['user_id', 'email'], select(c.c.id, c.c.name)))
        sql(update(users).where(users.c.id == c.c.id).values(name='z'))
        sql(delete(users).where(users.c.id.in_(select(c.c.id))))
        sql(select(select(users.c.id).cte('n', nesting=True)))
        sql(select(select(select(users.c.id).cte('inner', nesting=True)).cte('outer')))
        i = insert(users).values(name='new').returning(users.c.id).cte('ins')
        sql(select(i.c.id))
        dd = delete(users).where(users.c.id == 5).returning(users.c.id, users.c.name).cte('del')
        sql(select(dd))
        uu = update(users).values(name='x').returning(users.c.id).cte('upd')
        sql(select(uu.c.id).where(uu.c.id > 3))
        sql(select(users.c.id).add_cte(c))
        sql(c.select().union(select(addresses.c.id, addresses.c.email)))
        sql(select(select(users.c.id).cte('a').c.id, select(users.c.name).cte('a').c.name))
        sql(select(c.c.id).union(select(c.c.id)))
        sql(select(values(column('a', Integer), column('b', String), name='v').data([(1, 'x'), (2, 'y')]).cte('vv')))
        sql(select(c).prefix_with('x'), "default")
    """)]


@topic
def unions():
    yield from split(CORE, FILL, """
        a = select(users.c.id, users.c.name).where(users.c.id == 1)
        b = select(users.c.id, users.c.name).where(users.c.id == 2)
        c = select(addresses.c.id, addresses.c.email)
        conn.execute(union(a, b).order_by('id')).all()
        conn.execute(a.union_all(b).order_by('id')).all()
        conn.execute(intersect(a, b)).all()
        conn.execute(except_(a, b)).all()
        sql(union(a, b, c))
        sql(a.union(b, c))
        sql(union_all(a, union(b, c)))
        sql(union(union_all(a, b), c))
        sql(a.union(b).limit(5).offset(2).order_by(users.c.id))
        sql(union(a.limit(1), b.order_by(users.c.name)))
        sql(union(a.limit(1).subquery().select(), b))
        sql(select(union(a, b).subquery()))
        sql(select(union(a, b).subquery('u').c.id).where(literal_column('1') == 1))
        sql(select(a.union(b).alias('u').c.name))
        sql(intersect_all(a, b), "default"), sql(except_all(a, b), "default")
        sql(a.except_(b)), sql(a.intersect(b))
        sql(union(a, b).order_by(desc('name')).group_by('id'))
        sql(select(users.c.id).where(users.c.id.in_(union(select(users.c.id), select(addresses.c.id)))))
        sql(select(exists(union(a, b))))
        sql(union(a, b).scalar_subquery()), sql(select(union(a, b).cte('q')))
        sql(union(select(users.c.id, users.c.name), select(users.c.id)))
        union(a, 5)
        union()
        sql(union(a))
        sql(select(users.c.id.label('x')).union(select(users.c.age)).order_by('x'))
        sql(select(users.c.id, users.c.id.label('foo')).union(select(users.c.age, users.c.age)).order_by('foo'))
        sql(select(users.c.id).union(select(addresses.c.id)).order_by(users.c.id.desc()))
        union(a, b).selected_columns.keys(), union(a, b).subquery().c.keys()
        sql(select(text('1')).union(select(text('2'))))
        conn.execute(select(literal(1).label('n')).union_all(select(literal(2))).order_by('n')).scalars().all()
    """)


@topic
def labels():
    yield from split(CORE, FILL, """
        sql(select(users.c.name, addresses.c.id, users.c.id).join(addresses))
        sql(select(users.c.name.label('x'), users.c.fullname.label('x')))
        sql(select(users.c.id + 1, users.c.id + 1))
        sql(select(func.count(users.c.id), func.count(users.c.name), func.count(users.c.id)))
        sql(select(func.foo(1), func.foo(2), func.foo(1).label('foo_1')))
        sql(select(users.c.id, literal(1), literal('x'), literal_column('y')))
        sql(select(-users.c.id, users.c.id.cast(String), users.c.id.cast(String), type_coerce(users.c.id, String)))
        sql(select(users.c.id, users.c.id.cast(String), users.c.name + 'x').set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL))
        sql(select(users.c.name, func.lower(users.c.name), users.c.name).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL))
        sql(select(users.c.id, addresses.c.id, orders.c.id, users.c.id).set_label_style(LABEL_STYLE_DISAMBIGUATE_ONLY))
        select(users.c.id, addresses.c.id).subquery().c.keys()
        sql(select(select(users.c.id, addresses.c.id, users.c.id).subquery()))
        sql(select(select(users.c.id + 1, users.c.id + 2).subquery()))
        sql(select(select(users.c.id.label('a'), users.c.name.label('a')).subquery()))
        conn.execute(select(users.c.id, addresses.c.id).join(addresses)).keys()
        conn.execute(select(users.c.id + 1, func.count())).keys()
        conn.execute(select(users.c.id.label('x'), users.c.id)).mappings().first()
        sql(select(users.c.id.label('a b'), users.c.id.label('Ab'), users.c.id.label('select'), users.c.id.label('a.b'), users.c.id.label('a%b')))
        sql(select(users.alias().c.id, users.alias().c.id))
        sql(select(users.alias('a').c.id, users.alias('b').c.id))
        sql(select(users.alias('very_long_' + 'x' * 80).c.id, users.c.name.label('y' * 100)))
        sql(select(label('q', users.c.id), users.c.id.label('q')))
        sql(select(case((users.c.id == 1, 'x')), case((users.c.id == 1, 'x')).label('c'), exists(), exists().label('e')))
        sql(select(users.c.id.in_([1]), users.c.id.between(1, 2), users.c.id == 1, not_(users.c.id == 1), users.c.id.is_(None)))
    """)


@topic
def inserts():
    yield from split(CORE, None, """
        conn.execute(insert(users).values(name='jack', age=5)).inserted_primary_key
        conn.execute(insert(users), {"name": 'ed'}).inserted_primary_key
        conn.execute(users.insert(), [{"name": 'a', "age": 1}, {"name": 'b', "age": 2}]).rowcount
        conn.execute(insert(users).values([{"name": 'c'}, {"name": 'd'}])).rowcount
        conn.execute(insert(users).values(("7", "x", "y", 3, True))).inserted_primary_key
        conn.execute(insert(users).values({users.c.name: 'col', "age": users.c.id + 1})).inserted_primary_key
        conn.execute(insert(users).values({users.c.name: func.upper('shout')})).inserted_primary_key
        conn.execute(insert(users)).inserted_primary_key
        conn.execute(insert(users).values(name='r').returning(users.c.id, users.c.name)).all()
        conn.execute(insert(users).returning(users.c.id), [{"name": 'm1'}, {"name": 'm2'}, {"name": 'm3'}]).scalars().all()
        conn.execute(insert(users).returning(users.c.id, users.c.name, sort_by_parameter_order=True), [{"name": 'm1'}, {"name": 'm2'}]).all()
        conn.execute(insert(users).values([{"name": 'v1'}, {"name": 'v2'}]).returning(users)).all()
        conn.execute(insert(addresses).from_select(["user_id", "email"], select(users.c.id, users.c.name).where(users.c.name != None))).rowcount
        conn.execute(insert(users).values(id=99, name='k')).inserted_primary_key
        conn.execute(insert(users).values(name=bindparam('n')), {"n": 'bound'}).inserted_primary_key
        r = conn.execute(insert(users).values(name='z'))
        r.lastrowid, r.rowcount, r.is_insert, r.returns_rows, r.last_inserted_params(), r.inserted_primary_key_rows
        r.all()
        r.keys()
        conn.execute(insert(users).values(name='q').returning(users.c.id)).inserted_primary_key
        conn.execute(insert(users), [{"name": 'q1'}, {"name": 'q2'}]).inserted_primary_key
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).all()
        conn.execute(select(users.c.id)).inserted_primary_key
        conn.execute(text("insert into users (name) values ('t')")).lastrowid
    """)
    yield from split(CORE, None, """
        sql(insert(users))
        sql(insert(users).values(name='x'))
        sql(insert(users).values(name='x').values(age=5).values(name='y'))
        sql(insert(users).values({}))
        sql(insert(users).values(name=None, age=null()))
        sql(insert(users).values(name=select(addresses.c.email).where(addresses.c.id == 1).scalar_subquery()))
        sql(insert(users).values([{"name": 'a', "age": 1}, {"name": 'b', "age": 2}]))
        sql(insert(users).values([{"name": 'a'}, {"name": func.lower('B')}]))
        sql(insert(users).from_select(['name'], select(addresses.c.email)))
        sql(insert(users).from_select([users.c.name], select(addresses.c.email).union(select(users.c.name))))
        sql(insert(users).from_select(['name', 'age'], select(addresses.c.email, literal(5))).returning(users.c.id))
        sql(insert(users).prefix_with('OR IGNORE'))
        sql(insert(users).values(name='x').returning(users.c.id + 1, func.lower(users.c.name), users.c.name.label('n')))
        sql(insert(users).values(name='x').returning(users))
        sql(insert(users).values(nope='x'))
        sql(insert(users).values([{"name": 'a'}, {"nope": 'b'}]))
        conn.execute(insert(users), {"nope": 1})
        conn.execute(insert(users), [{"name": 1}, {"age": 1}])
        insert(users).values([{"name": 'a'}]).values(name='x')
        insert(users).values(name='x').values([{"name": 'a'}])
        insert(users).from_select(['name'], 5)
        insert(users).values(name='x').from_select(['name'], select(addresses.c.email))
        insert(users).from_select(['name'], select(addresses.c.email)).values(name='x')
        sql(insert(users).from_select(['nope'], select(addresses.c.email)))
        insert(users).values(name='a').return_defaults().returning(users.c.id)
        conn.execute(insert(addresses).values(user_id=1))
        str(insert(users).values(name='x'))
        sql(insert(table('t', column('a'), column('b'))).values(a=1))
    """)
    yield from split(CORE, None, """
        sql(sqlite_insert(users).values(id=1, name='x').on_conflict_do_nothing())
        sql(sqlite_insert(users).values(id=1, name='x').on_conflict_do_nothing(index_elements=['id']))
        sql(sqlite_insert(users).values(id=1, name='x').on_conflict_do_nothing(index_elements=[users.c.id], index_where=users.c.age > 3))
        i = sqlite_insert(users).values(id=1, name='x')
        sql(i.on_conflict_do_update(index_elements=['id'], set_={"name": i.excluded.name, "age": 5}))
        sql(i.on_conflict_do_update(index_elements=[users.c.id], set_=dict(name='y'), where=users.c.age > i.excluded.age))
        sql(i.on_conflict_do_update(index_elements=['id'], set_={users.c.name: func.lower(i.excluded.name) + 'x'}))
        sql(i.on_conflict_do_update(index_elements=['id'], set_=dict(i.excluded.items())) ) 
        sql(i.on_conflict_do_update(index_elements=['id'], set_={"nope": 5}))
        sql(i.on_conflict_do_update(index_elements=['id'], set_={}))
        conn.execute(i.on_conflict_do_update(index_elements=['id'], set_={"name": i.excluded.name + '!'})).rowcount
        conn.execute(i.on_conflict_do_update(index_elements=['id'], set_={"name": i.excluded.name + '!'}).returning(users.c.name)).all()
        conn.execute(i.on_conflict_do_nothing()).rowcount
        conn.execute(sqlite_insert(users).on_conflict_do_nothing(), [{"id": 1}, {"id": 2}, {"id": 3}]).rowcount
        i.on_conflict_do_nothing().on_conflict_do_nothing()
        conn.execute(select(users.c.id, users.c.name)).all()
        conn.execute(insert(users), [{"id": 1, "name": 'dup'}])
        conn.execute(insert(users), [{"id": 9, "name": 'new'}, {"id": 1, "name": 'dup'}])
    """)


DEFAULTS = models(tables=[{"name": "things", "columns": [
    ID, col("name", default="anon"), col("count", "Integer", default=0, onupdate=7), col("state", server_default="new"), col("note", nullable=True)]},
    {"name": "pairs", "columns": [col("a", "Integer", primary_key=True), col("b", "Integer", primary_key=True), col("c")]},
    {"name": "codes", "columns": [col("code", STRING, primary_key=True), col("c")]}])


@topic
def defaults():
    yield DEFAULTS, lines("""
        r = conn.execute(insert(things))
        r.inserted_primary_key, r.last_inserted_params(), [c.name for c in r.prefetch_cols()], [c.name for c in r.postfetch_cols()]
        conn.execute(insert(things), [{"name": 'x'}, {"name": 'y'}]).rowcount
        conn.execute(insert(things).values(name='z', count=5)).inserted_primary_key
        conn.execute(insert(things).values([{"name": 'm1'}, {"name": 'm2'}])).rowcount
        conn.execute(insert(things).values(name='q').returning(things.c.state, things.c.count)).all()
        u = conn.execute(update(things).where(things.c.id == 1).values(name='w'))
        u.rowcount, u.last_updated_params()
        conn.execute(update(things).where(things.c.id == 2).values(count=things.c.count + 1)).rowcount
        conn.execute(insert(things).from_select(['note'], select(things.c.name))).rowcount
        conn.execute(select(things).order_by(things.c.id)).all()
        sql(insert(things)), sql(update(things)), sql(insert(things).from_select(['note'], select(things.c.name), include_defaults=False))
        sql(insert(things).inline()), sql(update(things).values(note='x'))
        conn.execute(insert(pairs).values(a=1, b=2)).inserted_primary_key
        conn.execute(insert(pairs).values(a=1)).inserted_primary_key
        conn.execute(insert(codes).values(code='x')).inserted_primary_key
        conn.execute(insert(codes).values(c='x')).inserted_primary_key
        conn.execute(insert(things).return_defaults().values(name='rd')).returned_defaults
        conn.execute(insert(things).return_defaults(things.c.state).values(name='rd')).returned_defaults
        conn.execute(update(things).return_defaults(things.c.state).where(things.c.id == 1).values(name='rd')).returned_defaults
    """)


@topic
def updates():
    yield from split(CORE, FILL, """
        conn.execute(update(users).where(users.c.name == 'jack').values(fullname='J')).rowcount
        conn.execute(update(users).values(age=users.c.age + 1)).rowcount
        conn.execute(users.update().where(users.c.id == 1), {"name": 'j2', "age": 3}).rowcount
        conn.execute(update(users).where(users.c.id == bindparam('b_id')), [{"b_id": 1, "name": 'x1'}, {"b_id": 2, "name": 'x2'}]).rowcount
        conn.execute(update(users).where(users.c.id == 1).values(name='r').returning(users.c.id, users.c.name)).all()
        conn.execute(update(users).where(users.c.id.in_(select(addresses.c.user_id))).values(active=False)).rowcount
        conn.execute(update(users).values(fullname=select(addresses.c.email).where(addresses.c.user_id == users.c.id).order_by(addresses.c.id).limit(1).scalar_subquery())).rowcount
        conn.execute(update(users).where(users.c.id == addresses.c.user_id).where(addresses.c.email.like('wendy%')).values(name='from')).rowcount
        conn.execute(update(users).where(exists().where(addresses.c.user_id == users.c.id)).values(age=1)).rowcount
        conn.execute(select(users).order_by(users.c.id)).all()
        conn.execute(delete(addresses).where(addresses.c.user_id == 2)).rowcount
        conn.execute(delete(addresses).where(addresses.c.user_id == select(users.c.id).where(users.c.name == 'r').scalar_subquery()).returning(addresses.c.id)).all()
        conn.execute(delete(users).where(~exists().where(addresses.c.user_id == users.c.id))).rowcount
        conn.execute(delete(users).where(users.c.id == bindparam('x')), [{"x": 1}, {"x": 2}]).rowcount
        conn.execute(delete(users)).rowcount
    """)
    yield from split(CORE, None, """
        sql(update(users))
        sql(update(users).values(name='x', age=None))
        sql(update(users).values({users.c.name: users.c.fullname + 'x'}))
        sql(update(users).ordered_values((users.c.age, 5), (users.c.name, 'x')))
        sql(update(users).ordered_values(("fullname", 5), ("name", 'x')).where(users.c.id == 1))
        sql(update(users).where(users.c.id == 1, users.c.name == 'x').where(or_(users.c.age == 2, users.c.age == 3)).values(name='y'))
        sql(update(users).where(users.c.id == addresses.c.user_id).values(name=addresses.c.email))
        sql(update(users).where(users.c.id == addresses.c.user_id).values({users.c.name: 'x', addresses.c.email: 'y'}))
        sql(update(users.alias('u')).values(name='x'))
        sql(update(users).values(nope=5))
        sql(update(users).values([{"name": 'x'}]))
        sql(update(users).where(users.c.id == addresses.c.user_id).where(addresses.c.id == orders.c.address_id).values(name='x'))
        sql(delete(users).where(users.c.id == addresses.c.user_id))
        sql(delete(users).where(users.c.id == 1).returning(users))
        sql(delete(users), "default"), sql(delete(users).where(users.c.id == addresses.c.user_id), "default")
        update(users).values(name='x').ordered_values(("age", 5))
        update(users).ordered_values(("age", 5)).values(name='x')
        update(users).where('x')
        delete('users')
        sql(update(users).values(name=bindparam('name')))
        conn.execute(update(users).values(name=bindparam('x')).where(users.c.id == bindparam('id')), {"x": 'a', "id": 1})
        conn.execute(update(users).where(users.c.id == bindparam('u_id')).values(name=bindparam('u_name')), {"u_id": 1, "u_name": 'n'}).rowcount
        str(update(users).where(users.c.id == 1).values(name='x')), str(delete(users).where(users.c.id == 1))
        sql(update(users).prefix_with('OR REPLACE').values(name='x')), sql(delete(users).prefix_with('/* x */'))
    """)


@topic
def results():
    yield from split(CORE, FILL, """
        r = conn.execute(select(users.c.id, users.c.name).order_by(users.c.id))
        r.fetchone()
        r.fetchmany(1)
        r.all()
        r.all()
        r.fetchone()
        r.closed
        conn.execute(select(users.c.id).order_by(users.c.id)).first()
        r = conn.execute(select(users.c.id).order_by(users.c.id))
        r.first()
        r.first()
        r.closed
        conn.execute(select(users.c.id).where(users.c.id == 77)).first()
        conn.execute(select(users.c.id).where(users.c.id == 77)).one()
        conn.execute(select(users.c.id).where(users.c.id == 77)).one_or_none()
        conn.execute(select(users.c.id).where(users.c.id == 1)).one()
        conn.execute(select(users.c.id)).one()
        conn.execute(select(users.c.id)).one_or_none()
        conn.execute(select(users.c.id).where(users.c.id == 1)).scalar_one()
        conn.execute(select(users.c.id).where(users.c.id == 77)).scalar_one()
        conn.execute(select(users.c.id)).scalar_one()
        conn.execute(select(users.c.id).where(users.c.id == 77)).scalar_one_or_none()
        conn.execute(select(users.c.id)).scalar_one_or_none()
        conn.execute(select(users.c.id).where(users.c.id == 77)).scalar()
        conn.execute(select(users.c.name).order_by(users.c.id)).scalar()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).scalars().all()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).scalars(1).all()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).scalars('name').first()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).scalars(users.c.name).all()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).columns(1).all()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).columns('name', 'id').all()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).columns(users.c.name).first()
        conn.execute(select(users.c.id, users.c.name)).columns('nope').first()
        conn.execute(select(users.c.id, users.c.name)).columns(addresses.c.id).first()
        conn.execute(select(users.c.id, users.c.name)).scalars('nope').first()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).mappings().all()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).mappings().first()
        conn.execute(select(users.c.id, users.c.name).order_by(users.c.id)).mappings().columns('name').all()
        conn.execute(select(users.c.id, users.c.name).where(users.c.id == 1)).mappings().one()
        conn.execute(select(users.c.id, users.c.name)).keys()
        conn.execute(select(users.c.id, users.c.name)).mappings().keys()
    """)
    yield from split(CORE, FILL, """
        [len(p) for p in conn.execute(select(users.c.id)).partitions(2)]
        [p for p in conn.execute(select(users.c.id).order_by(users.c.id)).scalars().partitions(2)]
        conn.execute(select(users.c.active)).unique().all()
        conn.execute(select(users.c.active).order_by(users.c.id)).scalars().unique().all()
        conn.execute(select(users.c.active, users.c.name).order_by(users.c.id)).unique(lambda row: row[0]).all()
        conn.execute(select(users.c.active, users.c.name).order_by(users.c.id)).scalars().unique().first()
        [row.name for row in conn.execute(select(users.c.id, users.c.name).order_by(users.c.id))]
        [row[1] for row in conn.execute(select(users.c.id, users.c.name).order_by(users.c.id))]
        [row._mapping['name'] for row in conn.execute(select(users.c.id, users.c.name).order_by(users.c.id))]
        [row._mapping[users.c.name] for row in conn.execute(select(users.c.id, users.c.name).order_by(users.c.id))]
        [row._fields for row in conn.execute(select(users.c.id, users.c.name).limit(1))]
        [row._asdict() for row in conn.execute(select(users.c.id, users.c.name).limit(1))]
        conn.execute(select(users.c.id, users.c.name).limit(1)).first()._mapping['nope']
        conn.execute(select(users.c.id, users.c.name).limit(1)).first()._mapping[users.c.age]
        conn.execute(select(users.c.id, users.c.name).limit(1)).first()._mapping[users.c.id]
        frozen = conn.execute(select(users.c.id).order_by(users.c.id)).freeze()
        frozen().all()
        frozen().scalars().first()
        conn.scalar(select(users.c.name).where(users.c.id == 2))
        conn.scalars(select(users.c.name).order_by(users.c.id)).all()
        conn.scalar(select(users.c.name).where(users.c.id == bindparam('x')), {"x": 3})
        conn.execute(update(users).values(age=4)).all()
        conn.execute(update(users).values(age=4)).first()
        conn.execute(update(users).values(age=4)).scalars().all()
        conn.execute(update(users).values(age=4)).returns_rows
        conn.execute(select(users.c.id)).rowcount
        conn.execute(select(users.c.id)).returns_rows
        conn.execute(select(users.c.id, addresses.c.id).join(addresses).order_by(addresses.c.id)).mappings().all()
        conn.execute(select(users.c.id.label('x'), addresses.c.id.label('x')).join(addresses).order_by(addresses.c.id)).scalars('x').all()
        conn.execute(select(users.c.id, users.c.id)).first()
        conn.execute(select(users).where(users.c.id == 1)).first()
        conn.execute(select(users.c.id).order_by(users.c.id)).fetchall()
        r = conn.execute(select(users.c.id).order_by(users.c.id))
        r.close()
        r.all()
        r.closed
        conn.execute(select(users.c.id).order_by(users.c.id)).tuples().all()
    """)


@topic
def texts():
    yield from split(CORE, FILL, """
        conn.execute(text("select id, name from users where name = :n"), {"n": 'ed'}).all()
        conn.execute(text("select id, name from users where id in :ids order by id").bindparams(bindparam('ids', expanding=True)), {"ids": [1, 2]}).all()
        conn.execute(text("select id from users where name = :n").bindparams(n='jack')).scalars().all()
        conn.execute(text("select id, name, active from users order by id").columns(users.c.id, users.c.name, users.c.active)).all()
        conn.execute(text("select id, active from users order by id").columns(active=Boolean)).all()
        conn.execute(text("select active as flag, id from users order by id").columns(column('flag', Boolean), column('id'))).all()
        conn.execute(select(text("select id, name from users").columns(column('id'), column('name')).subquery('t').c.name).order_by(text('1'))).all()
        conn.execute(text("insert into users (name) values (:n)"), [{"n": 'p'}, {"n": 'q'}]).rowcount
        conn.execute(text("update users set age = 9 where id = :i"), {"i": 1}).rowcount
        conn.execute(text("select 'a:b', 1 + :x - :y"), {"x": 1, "y": 2}).all()
        conn.execute(text(r"select '\\:notbind' as x")).scalar()
        conn.execute(text("select :x")).scalar()
        conn.execute(text("select :x || :y || :x"), {"x": 'a', "y": 'b'}).scalar()
        conn.execute(text("select nope"))
        conn.execute(text("select 1, 2")).keys()
        conn.execute(text("select users.id, users.name from users limit 1")).keys()
        conn.execute(text("select 1 as a, 2 as a")).mappings().all()
        conn.execute(text("select 1 as a, 2 as a")).first().a
        conn.execute(text("select :d").bindparams(bindparam('d', type_=Date)), {"d": date(2020, 1, 2)}).scalar()
        conn.exec_driver_sql("select id from users where id = ?", (2,)).all()
        conn.exec_driver_sql("select count(*) from users").scalar()
        conn.exec_driver_sql("insert into users (name) values (?)", [('x',), ('y',)]).rowcount
        conn.exec_driver_sql("selec").all()
        sql(select(text("a")).select_from(text("b")).where(text("c = :c")).order_by(text("d")).group_by(text("e")).having(text("f")))
        sql(text("select :a::int, ':b'")), sql(text("a = :a").bindparams(a=5))
        text("x = :x").bindparams(y=5)
        text("x = :x").bindparams(bindparam('q', 3))
        sql(select(users.c.id).where(text("name = :n").bindparams(n='x')))
        sql(select(users.c.id).where(text("name = :n or x = :m")))
        str(text("select * from x where y = :z"))
        sql(text("select 1").columns(a=Integer).subquery().select())
    """)


@topic
def binds():
    yield from split(CORE, FILL, """
        sql(select(users.c.id).where(users.c.name == bindparam('n', 'x'), users.c.age == bindparam('n2', type_=Integer)))
        sql(select(users.c.id).where(users.c.name == bindparam('n', 'x', unique=True), users.c.fullname == bindparam('n', 'y', unique=True)))
        sql(select(users.c.id).where(users.c.name == bindparam('n', 'x'), users.c.fullname == bindparam('n', 'y')))
        sql(select(users.c.id).where(users.c.name == bindparam('name_1', 'x'), users.c.name == 'y'))
        conn.execute(select(users.c.id).where(users.c.name == bindparam('n', callable_=lambda: 'ed'))).all()
        conn.execute(select(users.c.id).where(users.c.name == bindparam('n')), {"m": 1}).all()
        conn.execute(select(users.c.id).where(users.c.name == bindparam('n', 'ed')), {"n": 'jack'}).all()
        conn.execute(select(users.c.id).where(users.c.name == bindparam('n', 'ed')), {"n": None}).all()
        conn.execute(select(users.c.id).where(users.c.name == bindparam(None, 'ed'))).all()
        sql(select(users.c.id).where(users.c.name == 'a', users.c.name == 'b', users.c.fullname == 'c'))
        sql(select(users.c.id).where(users.c.name == 'a', users.c.age == 5), literal_binds=True)
        sql(select(literal('it''s'), literal(5), literal(2.5), literal(True), literal(None), literal(date(2020, 1, 2)), literal(datetime(2020, 1, 2, 3, 4, 5))), literal_binds=True)
        sql(select(literal(b'x')), literal_binds=True)
        sql(select(literal(Decimal('1.5'))), literal_binds=True)
        sql(select(bindparam('x', 5, literal_execute=True)))
        conn.execute(select(bindparam('x', 5, literal_execute=True), users.c.id).limit(1)).all()
        sql(insert(users).values(name=bindparam('name')))
        conn.execute(insert(users).values(name=bindparam('x'), age=bindparam('y', 3)), {"x": 'bp'}).inserted_primary_key
        literal(users.c.id)
        sql(select(users.c.id).where(users.c.id == bindparam('a b'), users.c.id == bindparam('%x')))
    """)


@topic
def transactions():
    yield CORE, [
        """
        with engine.begin() as c:
            c.execute(insert(users), {"name": "in"})
        """, """
        with engine.begin() as c:
            c.execute(insert(users), {"name": "out"})
            c.execute(text("selec"))
        """, """
        with engine.connect() as c:
            c.execute(insert(users), {"name": "lost"})
        """, """
        with engine.connect() as c:
            c.execute(insert(users), {"name": "kept"})
            c.commit()
        """, """
        with engine.connect() as c:
            with c.begin():
                c.execute(insert(users), {"name": "b"})
                with c.begin_nested():
                    c.execute(insert(users), {"name": "n"})
        """, """
        with engine.connect() as c:
            with c.begin():
                c.begin()
        """, """
        with engine.connect() as c:
            t = c.begin_nested()
            c.execute(insert(users), {"name": "gone"})
            t.rollback()
            c.execute(insert(users), {"name": "stays"})
            c.commit()
            c.in_transaction(), c.closed
        """, *lines("""
        c.closed
        c.execute(select(users))
        conn.in_transaction()
        conn.execute(select(users.c.name).order_by(users.c.id)).scalars().all()
        conn.in_transaction()
        conn.rollback()
        conn.in_transaction()
        conn.commit()
        conn.begin().is_active
        conn.begin()
    """)]


@topic
def values_and_functions_in_from():
    yield from split(CORE, FILL, """
        v = values(column('id', Integer), column('name', String), name='v').data([(1, 'a'), (2, 'b')])
        sql(select(v))
        sql(select(v.c.name).where(v.c.id == 1))
        sql(select(users.c.id).join(v, v.c.id == users.c.id))
        sql(select(values(column('a', Integer), name='w', literal_binds=True).data([(1,), (2,)])))
        sql(select(values(column('a', Integer)).data([(1,)])))
        je = func.json_each('[1, 2, 3]').table_valued('value', name='je')
        conn.execute(select(je.c.value)).scalars().all()
        conn.execute(select(users.c.id, je.c.value).join(je, je.c.value == users.c.id).order_by(users.c.id)).all()
        sql(select(func.json_each('[1]').table_valued('value', 'key')))
        sql(select(func.json_each('[1]').table_valued(column('value', Integer)).alias('x').c.value + 1))
        sql(select(func.generate_series(1, 5).column_valued('n')), "default")
        sql(select(func.json_each('[1]').column_valued()))
        sql(select(func.unnest('x').table_valued('a', with_ordinality='o').render_derived()), "default")
        sql(select(func.json_to_recordset('x').table_valued(column('a', Integer), column('b', String)).render_derived(with_types=True)), "default")
        sql(select(tuple_(users.c.id, users.c.name)))
        sql(select(users.c.id).where(tuple_(users.c.id, users.c.age) > tuple_(1, 2)))
        sql(select(users.c.id).where(tuple_(users.c.id, users.c.age) == tuple_(1, 2)))
        sql(select(users.c.id).where(tuple_(users.c.id, 5) < (1, 2)))
    """)


VALUES = [
    ("Integer", "5"), ("BigInteger", "3000000000"), ("SmallInteger", "3"), ("String(10)", "'text'"), ("Text", "'long'"), ("Unicode(5)", "'naïve'"),
    ("UnicodeText", "'x'"), ("Boolean", "True"), ("Float", "2.5"), ("Float(precision=5)", "1.25"), ("Double", "0.1"),
    ("Numeric(10, 2)", "Decimal('12.55')"), ("Numeric", "Decimal('1.23456')"), ("Numeric(10, 3, asdecimal=False)", "2.125"), ("Float(asdecimal=True)", "Decimal('1.5')"),
    ("Date", "date(2024, 2, 29)"), ("Time", "time(12, 30, 5)"), ("DateTime", "datetime(2024, 2, 29, 1, 2, 3)"), ("DateTime", "datetime(2024, 2, 29, 1, 2, 3, 456)"),
    ("DateTime(timezone=True)", "datetime(2024, 1, 2)"), ("LargeBinary", "b'\\x00\\xff'"), ("JSON", "{'a': [1, None, True], 'b': 'x'}"),
    ("JSON", "[1, 2]"), ("JSON", "'text'"), ("JSON(none_as_null=True)", "None"), ("JSON", "None"), ("Enum('a', 'b', name='ab')", "'b'"), ("Enum('a', 'b', native_enum=False)", "'a'"),
    ("Uuid", "UUID('12345678-1234-5678-1234-567812345678')"), ("Uuid(as_uuid=False)", "'12345678-1234-5678-1234-567812345678'"), ("Uuid(native_uuid=False)", "UUID('12345678-1234-5678-1234-567812345678')"),
    ("TIMESTAMP", "datetime(2024, 2, 29, 1, 2, 3)"), ("VARCHAR(20)", "'v'"), ("CHAR(3)", "'abc'"), ("NCHAR(3)", "'abc'"), ("NVARCHAR(3)", "'abc'"), ("CLOB", "'c'"), ("BLOB", "b'b'"), ("DECIMAL(5, 1)", "Decimal('1.5')"),
    ("NUMERIC(5, 1)", "Decimal('2.5')"), ("REAL", "1.5"), ("DOUBLE_PRECISION", "1.5"), ("FLOAT", "0.5"), ("BIGINT", "7"), ("SMALLINT", "7"), ("INT", "7"), ("BOOLEAN", "False"), ("DATE", "date(2020, 1, 1)"),
    ("VARBINARY(5)", "b'x'"), ("BINARY(5)", "b'x'"), ("String(5, collation='NOCASE')", "'x'"), ("JSON", "{'n': {'deep': [1.5]}}"),
]


@topic
def types():
    for type_, value in VALUES:
        yield CORE, ["t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('v', " + type_ + "))", "metadata.create_all(conn)", *lines(f"""
            ddl(t)
            repr(t.c.v.type), type_sql(t.c.v.type)
            conn.execute(insert(t), {{"id": 1, "v": {value}}}).rowcount
            conn.execute(select(t.c.v)).scalar()
            conn.execute(text("select v, typeof(v) from t")).all()
            conn.execute(insert(t), {{"id": 2, "v": None}}).rowcount
            conn.execute(select(t.c.v).where(t.c.id == 2)).scalar()
            conn.execute(select(t.c.id).where(t.c.v == {value})).scalars().all()
            conn.execute(select(t.c.id).where(t.c.v.in_([{value}]))).scalars().all()
            sql(select(t.c.v).where(t.c.v == {value}))
            sql(select(t.c.id).where(t.c.v == {value}), literal_binds=True)
        """)]


@topic
def intervals():
    yield CORE, ["t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('v', Interval))", "metadata.create_all(conn)", *lines("""
        conn.execute(insert(t), {"id": 1, "v": timedelta(days=1, seconds=5)}).rowcount
        conn.execute(select(t.c.v)).scalar()
        conn.execute(text("select v from t")).scalar()
        conn.execute(select(t.c.id).where(t.c.v == timedelta(days=1, seconds=5))).scalars().all()
        repr(t.c.v.type), type_sql(t.c.v.type), type_sql(t.c.v.type, "default")
    """)]


@topic
def type_errors():
    for type_, value in [("Integer", "'x'"), ("Boolean", "7"), ("Boolean", "'yes'"), ("Date", "'2020-01-01'"), ("DateTime", "5"), ("Time", "'x'"), ("Enum('a', 'b')", "'c'"), ("Enum('a', 'b')", "5"),
                         ("Numeric(5, 2)", "'x'"), ("Float", "'x'"), ("LargeBinary", "'text'"), ("Interval", "5"), ("JSON", "date(2020, 1, 1)"), ("String", "5")]:
        yield CORE, ["t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('v', " + type_ + "))", "metadata.create_all(conn)", *lines(f"""
            conn.execute(insert(t), {{"id": 1, "v": {value}}}).rowcount
            conn.execute(select(t.c.v)).scalar()
        """)]
    for type_, raw in [("Date", "'nonsense'"), ("Time", "'x'"), ("Enum('a', 'b')", "'zz'"), ("Boolean", "5"), ("Numeric(5, 2)", "'x'"), ("Integer", "'x'"), ("Uuid", "'xyz'"), ("Float", "'x'"), ("Interval", "'x'")]:
        yield CORE, ["t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('v', " + type_ + "))", "metadata.create_all(conn)", *lines(f"""
            conn.execute(text("insert into t values (1, {raw})")).rowcount
            conn.execute(select(t.c.v)).scalar()
        """)]
    yield CORE, lines("""
        Enum('a', 'b').enums, repr(Enum('a', 'b', name='x')), Enum('a', 'bcd').length
        Column('x', 5)
        String('x')
        Enum()
        repr(Column('x', Integer)), repr(Column('y', String(5), nullable=False, primary_key=True))
        Column(5)
    """)


@topic
def numerics():
    yield CORE, ["t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('n', Numeric(10, 2)), Column('f', Float), Column('d', Float(asdecimal=True)), Column('m', Numeric(asdecimal=False)))", "metadata.create_all(conn)", *lines("""
        conn.execute(insert(t), {"id": 1, "n": Decimal('10.25'), "f": 1.5, "d": Decimal('2.5'), "m": 3.5}).rowcount
        conn.execute(insert(t), {"id": 2, "n": 10, "f": 1, "d": 2, "m": 3}).rowcount
        conn.execute(insert(t), {"id": 3, "n": 0.1, "f": Decimal('0.1'), "d": 0.1, "m": Decimal('0.1')}).rowcount
        conn.execute(select(t).order_by(t.c.id)).all()
        conn.execute(select(t.c.n + 1, t.c.n * 2, t.c.n / 3, t.c.f + 1, t.c.f / 3, t.c.n + t.c.f).order_by(t.c.id)).all()
        conn.execute(select(func.sum(t.c.n), func.sum(t.c.f), func.max(t.c.n), func.avg(t.c.n), func.count(t.c.n))).all()
        conn.execute(select(cast(t.c.f, Numeric(10, 4)), cast(t.c.n, Integer), cast(t.c.n, String), type_coerce(t.c.n, Float)).order_by(t.c.id)).all()
        conn.execute(select(t.c.n).where(t.c.n == Decimal('10.25'))).all()
        conn.execute(select(t.c.n).where(t.c.n > 5)).all()
        repr((t.c.n + 1).type), repr((t.c.n / 2).type), repr((t.c.id / 2).type), repr((t.c.id + t.c.f).type), repr((t.c.f + t.c.n).type), repr((t.c.id // 2).type)
        repr((t.c.n + Decimal('1')).type), repr((t.c.id + 1.5).type), repr((t.c.id * 2).type), repr((t.c.id % 2).type), repr(literal(5).type), repr(literal(5.5).type), repr(literal(Decimal('1')).type)
        repr(literal('x').type), repr(literal(True).type), repr(literal(None).type), repr(literal(date(2020, 1, 1)).type), repr(literal(b'x').type), repr(literal(3000000000).type), repr(literal(timedelta(days=1)).type)
    """)]


@topic
def json_paths():
    yield CORE, ["t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('j', JSON))", "metadata.create_all(conn)", *lines("""
        conn.execute(insert(t), [{"id": 1, "j": {"a": 5, "b": {"c": "x", "d": [1, 2, 3]}, "t": True, "f": 1.5, "s": "str"}}, {"id": 2, "j": [10, 20]}, {"id": 3, "j": None}]).rowcount
        conn.execute(select(t.c.j["a"]).order_by(t.c.id)).scalars().all()
        conn.execute(select(t.c.j["b"]["c"], t.c.j[("b", "d", 1)], t.c.j["b"]).where(t.c.id == 1)).all()
        conn.execute(select(t.c.j[0]).where(t.c.id == 2)).scalar()
        conn.execute(select(t.c.j["s"].as_string(), t.c.j["a"].as_integer(), t.c.j["f"].as_float(), t.c.j["t"].as_boolean(), t.c.j["b"].as_json()).where(t.c.id == 1)).all()
        conn.execute(select(t.c.j["f"].as_numeric(10, 2)).where(t.c.id == 1)).scalar()
        conn.execute(select(t.c.id).where(t.c.j["a"].as_integer() == 5)).scalars().all()
        conn.execute(select(t.c.id).where(t.c.j["s"].as_string() == 'str')).scalars().all()
        conn.execute(select(t.c.id).where(t.c.j[("b", "c")].as_string().like('x%'))).scalars().all()
        conn.execute(select(t.c.id).where(t.c.j["a"] == 5)).scalars().all()
        conn.execute(select(t.c.id).where(t.c.j == None)).scalars().all()
        conn.execute(select(t.c.id).where(t.c.j.is_(null()))).scalars().all()
        conn.execute(select(t.c.id).where(t.c.j == JSON.NULL)).scalars().all()
        conn.execute(insert(t), {"id": 4, "j": JSON.NULL}).rowcount
        conn.execute(insert(t), {"id": 5, "j": null()}).rowcount
        conn.execute(insert(t).values(id=6, j=null())).rowcount
        conn.execute(text("select id, j, typeof(j) from t where id > 2 order by id")).all()
        conn.execute(select(cast(t.c.j["a"], Integer), cast(t.c.j["s"], String)).where(t.c.id == 1)).all()
        sql(select(t.c.j["a"], t.c.j["a"].label('x'), t.c.j[("a", 1, "c")], t.c.j[5]))
        sql(select(t.c.j["a"].as_string(), t.c.j["a"].as_boolean(), t.c.j["a"].as_float(), t.c.j["a"].as_integer(), t.c.j["a"].as_json()))
        sql(select(t.c.j["a"]), literal_binds=True)
        t.c.j["a"] + 5
        users.c.name["a"]
        t.c.id["a"]
        sql(select(t.c.id).order_by(t.c.j["a"].as_integer().desc()).where(t.c.j["a"].as_integer().in_([1, 2])))
        t.c.j["a"].as_string().as_integer()
        t.c.j.as_string()
    """)]


@topic
def enums():
    yield CORE, lines("""
        t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('e', Enum('one', 'two', 'three', name='e_type', create_constraint=True)), Column('f', Enum('x', 'y', native_enum=False, create_constraint=True, name='f_type', length=20)))
        metadata.create_all(conn)
        conn.execute(insert(t), {"id": 1, "e": 'one', "f": 'x'}).rowcount
        conn.execute(insert(t), {"id": 2, "e": 'nope'})
        conn.execute(text("insert into t (id, e) values (3, 'bad')"))
        conn.execute(select(t.c.e, t.c.f)).all()
        conn.execute(select(t.c.id).where(t.c.e == 'one')).all()
        conn.execute(select(t.c.id).where(t.c.e == 'nope')).all()
        conn.execute(select(t.c.id).where(t.c.e.in_(['one', 'two']))).all()
        sql(select(t.c.e + 'x')), repr(t.c.e.type), t.c.e.type.length, t.c.f.type.length, t.c.e.type.name
        sql(select(cast('one', t.c.e.type)))
        Enum('a', 'abc', length=2)
        type_sql(Enum('a', 'abc')), type_sql(Enum('a', 'abc', length=20, native_enum=False)), type_sql(Enum('a', 'b', name='n'), "postgresql"), type_sql(Enum('a', "b'c"), "mysql")
        repr(Boolean(create_constraint=True, name='ck')), type_sql(Boolean())
        b = Table('b', metadata, Column('id', Integer, primary_key=True), Column('v', Boolean(create_constraint=True, name='ck')))
        ddl(b)
        conn.execute(CreateTable(b)).returns_rows
        conn.execute(insert(b), {"v": True}).rowcount
        conn.execute(text("insert into b (v) values (7)"))
        conn.execute(select(b.c.v)).all()
    """)


DECORATORS = """
    class Upper(TypeDecorator):
        impl = String(20)
        cache_ok = True
        def process_bind_param(self, value, dialect):
            return value.upper() if value is not None else None
        def process_result_value(self, value, dialect):
            return value + "!" if value is not None else None
""", """
    class Cents(TypeDecorator):
        impl = Integer
        cache_ok = True
        def process_bind_param(self, value, dialect):
            return value * 100 if value is not None else None
        def process_result_value(self, value, dialect):
            return value / 100 if value is not None else None
        def coerce_compared_value(self, op, value):
            return self
""", """
    t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('u', Upper), Column('c', Cents))
    metadata.create_all(conn)
"""


@topic
def decorators():
    yield CORE, [*DECORATORS, *lines("""
        conn.execute(insert(t), {"id": 1, "u": 'abc', "c": 5}).rowcount
        conn.execute(insert(t), [{"id": 2, "u": None, "c": None}, {"id": 3, "u": 'x', "c": 2}]).rowcount
        conn.execute(select(t).order_by(t.c.id)).all()
        conn.execute(text("select u, c from t order by id")).all()
        conn.execute(select(t.c.id).where(t.c.u == 'abc')).scalars().all()
        conn.execute(select(t.c.id).where(t.c.u.in_(['abc', 'x'])).order_by(t.c.id)).scalars().all()
        conn.execute(select(t.c.id).where(t.c.u.like('a%'))).scalars().all()
        conn.execute(select(t.c.id).where(t.c.c > 3)).scalars().all()
        conn.execute(select(t.c.u + 'q', t.c.c + 1, func.max(t.c.c), func.coalesce(t.c.u, 'z')).where(t.c.id == 1)).all()
        conn.execute(select(type_coerce(t.c.u, String), cast(t.c.c, String)).where(t.c.id == 1)).all()
        conn.execute(update(t).values(u='changed').where(t.c.id == 1).returning(t.c.u)).scalar()
        conn.execute(select(literal('lit', Upper))).scalar()
        conn.execute(text("select u from t order by id").columns(u=Upper)).scalars().all()
        repr(t.c.u.type), type_sql(t.c.u.type), repr(Upper()), ddl(t)
        sql(select(t.c.id).where(t.c.u == 'abc'), literal_binds=True)
    """)]
    yield CORE, ["""
        class Wrapped(TypeDecorator):
            impl = JSON
            cache_ok = True
            def process_bind_param(self, value, dialect):
                return {"v": value}
            def process_result_value(self, value, dialect):
                return value["v"]
        """, """
        t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('w', Wrapped))
        metadata.create_all(conn)
        """, *lines("""
        conn.execute(insert(t), {"id": 1, "w": [1, 2]}).rowcount
        conn.execute(select(t.c.w)).scalar()
        conn.execute(text("select w from t")).scalar()
        repr(t.c.w.type), ddl(t)
    """)]
    yield CORE, lines("""
        v = String(50).with_variant(Text(), 'mysql').with_variant(VARCHAR(9), 'sqlite')
        type_sql(v), type_sql(v, "mysql"), type_sql(v, "postgresql"), type_sql(v, "default")
        repr(v)
        t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('v', v))
        ddl(t), ddl(t, "default")
        type_sql(Integer()), type_sql(String()), type_sql(Numeric(5, 2)), type_sql(Float(3)), type_sql(DateTime()), type_sql(LargeBinary()), type_sql(JSON()), type_sql(Uuid()), type_sql(Interval())
        str(Integer()), str(String(5)), str(Numeric(5, 2)), str(DateTime(timezone=True))
        repr(Integer()), repr(String(5)), repr(Numeric(5, 2)), repr(DateTime(timezone=True)), repr(LargeBinary(5)), repr(JSON()), repr(Uuid()), repr(Interval()), repr(Text()), repr(Float(3)), repr(BigInteger())
        repr(VARCHAR(5)), repr(CHAR()), repr(TIMESTAMP()), repr(BOOLEAN()), repr(Unicode(3)), repr(Double()), repr(Time()), repr(Date()), repr(Boolean())
    """)


USER = cls("User", [ID, col("name", STRING), col("fullname"), col("age", "Integer")],
           [rel("addresses", "Address", back_populates="user", order_by=["Address.id"]), rel("orders", "Order", back_populates="user")])
ADDRESS = cls("Address", [ID, col("email", nullable=False), fk("user_id", "users.id")], [rel("user", "User", back_populates="addresses")], table="addresses")
ORDER = cls("Order", [ID, col("total", {"name": "Numeric", "precision": 10, "scale": 2}), fk("user_id", "users.id")],
            [rel("user", "User", back_populates="orders"), rel("items", "Item", secondary="order_items", back_populates="orders")])
ITEM = cls("Item", [ID, col("name")], [rel("orders", "Order", secondary="order_items", back_populates="items")])
LINK = {"name": "order_items", "columns": [fk("order_id", "orders.id", primary_key=True), fk("item_id", "items.id", primary_key=True)]}
ORM = models(USER, ADDRESS, ORDER, ITEM, tables=[LINK])

PEOPLE = """
    jack = User(id=1, name="jack", fullname="Jack J", age=30, addresses=[Address(id=1, email="jack@a"), Address(id=2, email="jack@b")])
    ed = User(id=2, name="ed", age=25, addresses=[Address(id=3, email="ed@a")])
    wendy = User(id=3, name="wendy")
    pen = Item(id=1, name="pen")
    cup = Item(id=2, name="cup")
    first = Order(id=1, total=Decimal("10.50"), user=jack, items=[pen, cup])
    second = Order(id=2, total=Decimal("3.25"), user=ed, items=[pen])
    session.add_all([jack, ed, wendy, first, second])
    session.commit()
"""


@topic
def mapped_expressions():
    yield from split(ORM, None, """
        sql(select(User))
        sql(select(User.id, User.name))
        sql(select(User, Address).join(User.addresses))
        sql(select(User).where(User.name == 'x').order_by(User.age.desc()))
        sql(select(User.name.label('n'), func.count(Address.id)).join(User.addresses).group_by(User.name))
        sql(select(User).join(User.addresses).where(Address.email.like('a%')))
        sql(select(User).outerjoin(User.addresses).where(Address.id == None))
        sql(select(User).join(Address))
        sql(select(Address).join(Address.user))
        sql(select(User).join(User.orders).join(Order.items).where(Item.name == 'pen'))
        sql(select(User).join(Address, User.id == Address.user_id))
        sql(select(User).join(User.addresses.and_(Address.email == 'x')))
        sql(select(User).where(User.addresses.any()))
        sql(select(User).where(User.addresses.any(Address.email == 'x')))
        sql(select(User).where(~User.addresses.any()))
        sql(select(User).where(User.addresses.any(email='x')))
        sql(select(Address).where(Address.user.has()))
        sql(select(Address).where(Address.user.has(User.name == 'x')))
        sql(select(Address).where(Address.user.has(name='x')))
        sql(select(Address).where(Address.user == None))
        sql(select(Address).where(Address.user != None))
        sql(select(Order).where(Order.items.any(Item.name == 'pen')))
        sql(select(Item).where(Item.orders.any(Order.items.any(Item.name == 'x'))))
        sql(select(func.count()).select_from(User))
        sql(select(func.count(User.id)))
        sql(select(User).filter_by(name='x', age=3))
        sql(select(User).join(User.addresses).filter_by(email='x'))
        sql(select(User.name, User.fullname).distinct())
        sql(select(User).limit(5).offset(2))
        sql(select(User).where(User.id.in_(select(Address.user_id))))
        sql(select(User).where(exists().where(Address.user_id == User.id)))
        sql(select(User).where(select(Address).where(Address.user_id == User.id).exists()))
        sql(select(User, select(func.count(Address.id)).where(Address.user_id == User.id).scalar_subquery().label('n')))
        sql(union(select(User.id), select(Address.id)))
        sql(select(select(User).subquery()))
        a = aliased(User)
        b = aliased(Address, name='b')
        sql(select(a).where(a.name == 'x'))
        sql(select(User, a).where(User.id < a.id))
        sql(select(User).join(b, User.addresses))
        sql(select(User).join(User.addresses.of_type(b)).where(b.email == 'x'))
        sql(select(a.name, b.email).join(a.addresses.of_type(b)))
        sub = select(User).where(User.age > 5).subquery()
        old = aliased(User, sub)
        sql(select(old).where(old.name == 'x'))
        sql(select(old.name, Address.email).join(Address, Address.user_id == old.id))
        sql(select(User).select_from(User).join(User.orders))
        sql(select(Address.email, User.name).select_from(Address).join(Address.user))
        sql(select(User).where(User.name.in_(['a', 'b'])).where(or_(User.age > 5, User.age == None)))
        sql(select(case((User.age > 5, 'old'), else_='young'), cast(User.age, String), User.age + 1))
        sql(select(User).order_by(desc(User.name), User.id).group_by(User.id).having(func.count() > 1))
        sql(select(User).with_only_columns(User.name)), sql(select(User.id).add_columns(User.name))
        sql(select(func.row_number().over(partition_by=User.age, order_by=User.name)))
        sql(insert(User).values(name='x')), sql(update(User).values(name='x').where(User.id == 1)), sql(delete(User).where(User.id == 1))
        sql(insert(User).values(name='x').returning(User.id, User.name)), sql(update(User).values(name=User.name + 'x').returning(User.id))
        sql(select(User).where(User.addresses.contains(Address(id=5))))
        sql(select(User), "postgresql"), sql(select(User).where(User.addresses.any()), "mysql")
    """)


@topic
def mapped_results():
    yield from split(ORM, PEOPLE, """
        session.execute(select(User).order_by(User.id)).all()
        session.execute(select(User).order_by(User.id)).scalars().all()
        session.scalars(select(User.name).order_by(User.id)).all()
        session.scalar(select(func.count()).select_from(User))
        session.execute(select(User.id, User.name).where(User.name == 'ed')).one()
        session.execute(select(User.id).where(User.name == 'nobody')).one()
        session.execute(select(User.id)).one()
        session.execute(select(User).where(User.id == 1)).scalar_one()
        session.execute(select(User).where(User.id == 99)).scalar_one_or_none()
        session.execute(select(User.id, User.name).order_by(User.id)).mappings().all()
        session.execute(select(User, Address).join(User.addresses).order_by(Address.id)).all()
        session.execute(select(User, Address.email).join(User.addresses).order_by(Address.id)).first()
        session.execute(select(User).join(User.addresses)).scalars().unique().all()
        session.execute(select(User).join(User.addresses).order_by(Address.id)).scalars().all()
        session.execute(select(User.name, func.count(Address.id).label('n')).outerjoin(User.addresses).group_by(User.name).order_by(User.name)).all()
        session.execute(text("select id, name from users order by id")).all()
        session.execute(text("select name from users where id = :id"), {"id": 2}).scalar()
        session.execute(select(User).where(User.addresses.any(Address.email == 'ed@a'))).scalars().all()
        session.execute(select(Order).where(Order.items.any(Item.name == 'cup'))).scalars().all()
        session.execute(select(Address).where(Address.user.has(name='jack')).order_by(Address.id)).scalars().all()
        session.execute(select(User).where(User.id == bindparam('x')), {"x": 3}).scalars().one().name
        session.execute(select(User.id, Address.id)).all()[0]
        session.execute(insert(User).values(name='single')).inserted_primary_key
        session.execute(update(User).where(User.name == 'ed').values(age=26)).rowcount
        session.execute(delete(Address).where(Address.email == 'jack@b')).rowcount
        session.execute(insert(User).returning(User.id, User.name), [{"name": 'n1'}, {"name": 'n2'}]).all()
        session.scalars(insert(User).returning(User), [{"name": 'n1'}, {"name": 'n2'}]).all()
        session.execute(update(User).where(User.id == 1).values(name='upd').returning(User.name)).scalar()
        session.execute(select(User).with_only_columns(User.name, User.age).order_by(User.id)).all()
        session.execute(union_all(select(User.name), select(Item.name)).order_by('name')).scalars().all()
        session.query(User).filter(User.name.in_(['jack', 'ed'])).order_by(User.id).all()
        session.query(User.name, User.age).order_by(User.id).all()
        session.query(User).filter_by(name='ed').one().addresses
        session.query(func.count(User.id)).scalar()
        session.query(User).join(User.addresses).filter(Address.email.like('jack%')).all()
        session.query(User).filter(User.name == 'none').one()
        session.query(User).one()
        session.query(User).filter(User.name == 'none').first()
        session.query(User).count()
        session.query(User.name.label('n')).order_by('n').all()
        session.query(User).order_by(User.age.desc().nulls_last()).limit(2).all()
        session.query(User).order_by(User.id)[1:3]
        session.query(User).filter(with_parent(jack, User.addresses)).all()
        session.query(Address).filter(with_parent(jack, User.addresses)).all()
        session.query(Address).with_parent(jack).all()
        session.query(User).filter(User.addresses.contains(jack.addresses[0])).all()
        session.query(Address).filter(Address.user == ed).all()
        session.query(User).filter(User.id == 1).update({"age": 31})
        session.query(session.query(User).filter(User.name == 'ed').exists()).scalar()
        session.query(User).from_statement(text("select * from users where id = 2")).all()
        session.query(User).union(session.query(User).filter(User.id == 1)).order_by(User.id).all()
        session.query(User.age, func.count()).group_by(User.age).having(func.count() > 0).order_by(User.age).all()
        session.query(User).distinct().all()
        session.query(User, Address).outerjoin(User.addresses).order_by(User.id, Address.id).all()
        session.query(User).select_from(Address).join(Address.user).distinct().order_by(User.id).all()
        session.query(User).filter(User.age.between(20, 27), ~User.name.like('x%')).all()
        session.query(User).with_entities(User.id, User.name).order_by(User.id).all()
        session.query(User.id).scalar()
    """)


@topic
def mapped_errors():
    yield from split(ORM, None, """
        select(User).join(User)
        sql(select(User).join(Item))
        sql(select(Address).join(User.addresses))
        sql(select(User).filter_by(nope=5))
        sql(select(User).where(User.addresses == 5))
        sql(select(User).where(User.addresses.has()))
        sql(select(Address).where(Address.user.any()))
        sql(select(User).where(Address.user.contains(User())))
        sql(select(User).where(User.addresses.in_([1])))
        session.query(User).filter('x')
        session.query('x')
        session.execute('select 1')
        session.execute(5)
        session.scalars(select(User).where(User.id == bindparam('x'))).all()
        session.query(User).filter_by(nope=1)
        session.query(User).limit('x').all()
        session.query(User).order_by('nope').all()
        session.query(User).join('addresses')
        session.query(User).filter(User.id == 5).limit(1).filter(User.id == 6)
        session.query(User).limit(1).delete()
        session.query(User).join(User.addresses).delete()
        session.query(User).update({"nope": 5})
        sql(select(User).join(User.orders, User.addresses))
        sql(select(User).join_from(Address, User.addresses))
    """)

if __name__ == "__main__":
    topics.main(__file__)
