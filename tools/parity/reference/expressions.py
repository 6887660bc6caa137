"""Write and record scenarios for expressions, statements, results and types: each step is code (see programs.py).

    PYTHONPATH=<dir holding the sqlalchemy package> python3 expressions.py OUT.jsonl[.gz] [TOPIC…]
"""
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


@topic
def comparisons():
    yield CORE, [FILL, *lines("""
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
    """)]


@topic
def arithmetic():
    yield CORE, [FILL, *lines("""
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
    """)]
    yield CORE, [FILL, *lines("""
        conn.execute(select(users.c.age.bitwise_and(7), users.c.age.bitwise_or(64), users.c.age.bitwise_xor(5), users.c.age.bitwise_not(), users.c.age.bitwise_lshift(2), users.c.age.bitwise_rshift(1))).all()
        sql(select(users.c.age.bitwise_and(7) + 1, (users.c.age + 1).bitwise_or(2), users.c.age.bitwise_not() + 1))
        sql(select(users.c.age << 2, users.c.age >> 1))
        sql(select(users.c.age.bitwise_xor(5) == 3))
        sql(select(users.c.age.op('&')(4), users.c.age.op('->>', return_type=String)('x'), users.c.age.op('%%')(4)))
        sql(select(users.c.age.op('^', precedence=7)(users.c.id + 1) * 3, users.c.age.bool_op('~~')(4)))
        sql(select(~(users.c.age.bool_op('~~')(4))))
        sql(select(users.c.name.op('+')('x') + 'y', users.c.age.op('@', is_comparison=True)(3) & (users.c.id == 1)))
    """)]
    yield CORE, [*lines("""
        sql(select(orders.c.placed + timedelta(days=1), orders.c.placed - date(2020, 1, 2)))
        sql(select(literal(5) + 3, literal(5) - literal(2), literal('a') + 'b', literal(2.5) * 2))
        sql(select(literal(True), literal(None), literal(date(2020, 1, 2)), literal(Decimal('1.5')), literal(b'x')))
        conn.execute(select(literal(5) + 3, literal('a') + 'b', literal(2.5) * 2, literal(True), literal(None), literal(date(2020, 1, 2)))).all()
        conn.execute(select(func.coalesce(None, 5), literal(7) / 2, literal(7) // 2, literal(7) % 4)).all()
    """)]


@topic
def conjunctions():
    yield CORE, [FILL, *lines("""
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
    """)]
    yield CORE, [FILL, *lines("""
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
    """)]


@topic
def in_lists():
    yield CORE, [FILL, *lines("""
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
    """)]
    yield CORE, lines("""
        select(users.c.id).where(users.c.name.in_('jack'))
        select(users.c.id).where(users.c.name.in_(5))
        select(users.c.id).where(users.c.name.in_(None))
        conn.execute(select(users.c.id).where(users.c.name.in_(bindparam('names')))).all()
        select(users.c.id).where(users.c.name.in_(users.c.fullname))
        select(users.c.id).where(tuple_(users.c.id, users.c.name).in_([1, 2]))
        conn.execute(select(users.c.id).where(users.c.name.in_(bindparam('names', expanding=True))), {"names": "abc"}).all()
    """)


@topic
def likes():
    yield CORE, [FILL, *lines("""
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
    """)]


@topic
def betweens():
    yield CORE, [FILL, *lines("""
        conn.execute(select(users.c.id).where(users.c.age.between(20, 28))).scalars().all()
        conn.execute(select(users.c.id).where(~users.c.age.between(20, 28))).scalars().all()
        conn.execute(select(users.c.id).where(between(users.c.age, users.c.id, 28))).scalars().all()
        sql(select(users.c.id).where(users.c.age.between(1, 2, symmetric=True)))
        sql(select(users.c.id).where(~users.c.age.between(1, 2, symmetric=True)))
        sql(select(users.c.id).where(users.c.age.between(1, 2) & users.c.id.between(users.c.age, users.c.age + 5)))
        sql(select(users.c.age.between(1, 2).label('b'), between(3, users.c.id, users.c.age)))
        sql(select(users.c.id).where((users.c.age.between(1, 2)) == True))
        sql(select(users.c.id).where(orders.c.placed.between(date(2020, 1, 1), date(2021, 1, 1))))
    """)]
    yield CORE, [FILL, *lines("""
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
    """)]


@topic
def limits():
    yield CORE, [FILL, *lines("""
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
    """)]


@topic
def cases():
    yield CORE, [FILL, *lines("""
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
        case('x')
    """)]


@topic
def casts():
    yield CORE, [FILL, *lines("""
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
        cast(users.c.age, 5)
        sql(select(func.cast(users.c.age, String)))
    """)]
    yield CORE, [FILL, *lines("""
        sql(select(extract('year', orders.c.placed), extract('month', orders.c.placed), extract('dow', orders.c.placed)))
        conn.execute(insert(orders), {"id": 1, "user_id": 1, "total": Decimal('12.50'), "placed": date(2024, 2, 29)}).rowcount
        conn.execute(select(extract('year', orders.c.placed), extract('day', orders.c.placed), extract('doy', orders.c.placed))).all()
        sql(select(extract('century', orders.c.placed)))
        sql(select(extract('epoch', orders.c.placed) + 1, extract('hour', func.now())))
        sql(select(extract('year', orders.c.placed)), "default")
        sql(select(orders.c.placed).where(extract('year', orders.c.placed) == 2024))
        conn.execute(select(orders.c.placed, orders.c.total).where(extract('year', orders.c.placed) == 2024)).all()
    """)]

if __name__ == "__main__":
    topics.main(__file__)
