"""Write and record what statements, DDL and types are in the SQL of PostgreSQL and MySQL: each step is code (see programs.py).

    PYTHONPATH=<dir holding the sqlalchemy package> python3 dialects.py OUT.jsonl[.gz] [TOPIC...]
"""
from expressions import CORE, DEFAULTS, lines
from recording import Topics

topics = Topics()
topic = topics.add


def both(models, text, size=3):
    """Scenarios of a few statements, each compiled for both databases; assignments come first in each."""
    given, chunk = [], []
    for line in [*lines(text), None]:
        if chunk and (line is None or len(chunk) == size):
            yield models, [*given, *[f"sql({part}, {name!r})" for part in chunk for name in ("postgresql", "mysql")]]
            chunk = []
        if line and line.split(" = ")[0].isidentifier():
            given = [*given, line]
        elif line:
            chunk.append(line)


@topic
def dialect_selects():
    yield from both(CORE, """
        select(users)
        select(users.c.id, users.c.name.label('n')).where(users.c.name == 'x', users.c.age > 5)
        select(users.c.id).distinct()
        select(users.c.id).distinct(users.c.name, users.c.age).order_by(users.c.name)
        select(users.c.id).limit(5)
        select(users.c.id).offset(5)
        select(users.c.id).limit(5).offset(3)
        select(users.c.id).fetch(5)
        select(users.c.id).fetch(5, with_ties=True).offset(2)
        select(users.c.id).with_for_update()
        select(users.c.id).with_for_update(read=True)
        select(users.c.id).with_for_update(nowait=True)
        select(users.c.id).with_for_update(skip_locked=True)
        select(users.c.id).with_for_update(of=users)
        select(users.c.id).with_for_update(key_share=True)
        select(users.c.id).with_for_update(read=True, key_share=True)
        select(users, addresses).join(addresses)
        select(users.c.id).outerjoin(addresses)
        select(users.c.id).join(addresses, full=True)
        select(literal(1)).where(literal(2) == 2)
        select(users.c.id).where(users.c.active)
        select(users.c.id).where(~users.c.active)
        select(users.c.id).where(users.c.active == True)
        select(users.c.id).where(users.c.active.is_(False))
        select(true(), false(), null())
        select(users.c.id).where(and_(true(), users.c.id == 1))
        select(users.c.id).order_by(users.c.name.desc().nulls_last())
        select(users.c.id).group_by(users.c.name).having(func.count() > 2)
        select(users.c.id).where(users.c.id.in_([1, 2]))
        select(users.c.id).where(users.c.id.in_([]))
        select(users.c.id).where(tuple_(users.c.id, users.c.name).in_([(1, 'a')]))
        select(users.c.id).where(exists().where(addresses.c.user_id == users.c.id))
        select(users.c.id, select(func.count(addresses.c.id)).where(addresses.c.user_id == users.c.id).scalar_subquery().label('n'))
        select(select(users.c.id).subquery())
        select(select(users.c.id).cte('c'))
        union(select(users.c.id), select(addresses.c.id)).order_by('id').limit(3)
        intersect(select(users.c.id), select(addresses.c.id))
        select(users.alias('u').c.id)
        select(users.c.id, lateral(select(addresses.c.email).where(addresses.c.user_id == users.c.id)).c.email)
        select(tablesample(users, 5, name='s').c.id)
        select(column('a b'), column('Select'), column('user'), column('MixedCase'), column('with%percent'))
        select(table('order', column('key'), column('group')))
        select(users.c.id.label('a%b'), literal_column("'50%'"), text("x % 5"))
        select(users.c.id).prefix_with('STRAIGHT_JOIN')
        select(users.alias('x' * 80).c.id, users.c.name.label('y' * 80))
    """)


@topic
def dialect_operators():
    yield from both(CORE, """
        select(users.c.age + 1, users.c.age - 1, users.c.age * 2, users.c.age / 2, users.c.age // 2, users.c.age % 2, -users.c.age)
        select(users.c.name + 'x', users.c.name + users.c.fullname + 'z', users.c.name.concat('q'))
        select(orders.c.total / 2, orders.c.total // 2, users.c.age / 2.5, users.c.age // 2.5)
        select(users.c.age.bitwise_and(1), users.c.age.bitwise_or(1), users.c.age.bitwise_xor(1), users.c.age.bitwise_not(), users.c.age.bitwise_lshift(1))
        select(users.c.id).where(users.c.name.like('a%'), users.c.name.not_like('b%', escape='/'))
        select(users.c.id).where(users.c.name.ilike('a%'))
        select(users.c.id).where(users.c.name.not_ilike('a%', escape='/'))
        select(users.c.id).where(users.c.name.startswith('a'), users.c.name.endswith('b'), users.c.name.contains('c'))
        select(users.c.id).where(users.c.name.istartswith('a'), users.c.name.iendswith('b'), users.c.name.icontains('c'))
        select(users.c.id).where(users.c.name.contains('50%', autoescape=True))
        select(users.c.id).where(users.c.name.regexp_match('^a'))
        select(users.c.id).where(~users.c.name.regexp_match('^a'))
        select(users.c.id).where(users.c.name.regexp_match('^a', flags='i'))
        select(users.c.id).where(users.c.name.regexp_match('^a', flags='ix'), ~users.c.name.regexp_match('b', flags='m'))
        select(users.c.name.regexp_replace('a', 'b'))
        select(users.c.name.regexp_replace('a', 'b', flags='g'))
        select(users.c.id).where(users.c.name.match('word'))
        select(users.c.id).where(users.c.name.is_distinct_from('a'))
        select(users.c.id).where(users.c.name.is_not_distinct_from(None))
        select(users.c.id).where(users.c.age.between(1, 2), ~users.c.age.between(1, 2, symmetric=True))
        select(users.c.name.op('~~*')('x'), users.c.name.op('%>')('y'))
        select(users.c.name.collate('utf8_bin'))
        select(case((users.c.age > 5, 'a'), else_='b'))
        select(cast(users.c.age, String), cast(users.c.name, Integer))
        select(cast(users.c.age, Numeric(10, 2)), cast(users.c.name, String(5)), cast(users.c.name, Date))
        select(cast(users.c.name, DateTime), cast(users.c.name, Time), cast(users.c.name, LargeBinary), cast(users.c.name, JSON))
        select(cast(users.c.name, Float))
        select(cast(users.c.name, Boolean))
        select(cast(users.c.name, Text))
        select(extract('year', orders.c.placed), extract('milliseconds', orders.c.placed))
        select(users.c.id == any_(select(addresses.c.user_id).scalar_subquery()))
        select(users.c.id).where(users.c.name == 'it%', users.c.name != "back\\\\slash")
    """)
    yield CORE, [f"sql(select(users.c.id).where(users.c.name.in_(['a%', 'b'])), {d!r}, literal_binds=True)" for d in ("postgresql", "mysql")] + [
        f"sql(select(literal('50%'), literal('a\\\\\\\\b'), literal(True), literal(None), literal(date(2020, 1, 2)), literal(2.5)), {d!r}, literal_binds=True)" for d in ("postgresql", "mysql")]
    yield CORE, [f"sql(select(users.c.id).where(users.c.name.in_([])), {d!r}, literal_binds=True)" for d in ("postgresql", "mysql")]


@topic
def dialect_functions():
    yield from both(CORE, """
        select(func.count(), func.sum(users.c.age), func.now(), func.current_timestamp(), func.lower(users.c.name))
        select(func.coalesce(users.c.name, 'x'), func.char_length(users.c.name), func.concat('a', 'b'))
        select(func.random(), func.sysdate(), func.localtimestamp())
        select(func.aggregate_strings(users.c.name, ','))
        select(func.substring(users.c.name, 1, 2), func.substring(users.c.name, 3))
        select(func.row_number().over(partition_by=users.c.age, order_by=users.c.id))
        select(func.sum(users.c.age).over(order_by=users.c.id, rows=(None, 0)))
        select(func.count().filter(users.c.age > 5))
        select(func.rollup(users.c.id, users.c.name))
        select(func.json_each(users.c.name).table_valued('key', 'value'))
        select(func.generate_series(1, 5).column_valued('n'))
        select(func.unnest(users.c.name).table_valued('a', with_ordinality='o').render_derived(name='u'))
        select(values(column('a', Integer), column('b', String), name='v').data([(1, 'x'), (2, 'y')]))
        select(func.percentile_cont(0.5).within_group(users.c.age))
    """)


@topic
def dialect_inserts():
    for d in ("postgresql", "mysql"):
        yield CORE, [f"sql({s}, {d!r})" for s in lines("""
            insert(users)
            insert(users).values(name='x')
            insert(users).values(id=5, name=func.lower('X'))
            insert(users).values([{"name": 'a'}, {"name": 'b'}])
            insert(users).values({})
        """)]
        yield CORE, [f"sql({s}, {d!r})" for s in lines("""
            insert(users).from_select(['name'], select(addresses.c.email))
            insert(addresses).from_select(['user_id'], select(select(users.c.id).cte('c')))
            insert(users).values(name='x').returning(users.c.id, users.c.name)
            insert(users).prefix_with('IGNORE').values(name='x')
            insert(table('t', column('a'))).values(a=1)
        """)]
        yield DEFAULTS, [f"sql({s}, {d!r})" for s in lines("""
            insert(things)
            insert(things).values(name='x')
            update(things).values(name='y')
            insert(pairs).values(a=1, b=2)
            insert(codes).values(code='x')
            insert(things).return_defaults().values(name='x')
        """)]
    yield CORE, ["i = pg_insert(users).values(id=1, name='x')", *[f"sql({s}, 'postgresql')" for s in lines("""
        i.on_conflict_do_nothing()
        i.on_conflict_do_nothing(index_elements=['id'])
        i.on_conflict_do_nothing(constraint='users_pkey')
        i.on_conflict_do_update(index_elements=['id'], set_={"name": i.excluded.name})
        i.on_conflict_do_update(constraint='uq_users', set_={"name": i.excluded.name, "age": 5}, where=users.c.age > 3)
        i.on_conflict_do_update(index_elements=[users.c.name], index_where=users.c.age > 3, set_=dict(name='y')).returning(users.c.id)
    """)]]
    yield CORE, ["m = mysql_insert(users).values(id=1, name='x')", *[f"sql({s}, 'mysql')" for s in lines("""
        m.on_duplicate_key_update(name='y')
        m.on_duplicate_key_update(name=m.inserted.name, age=m.inserted.age + 1)
        m.on_duplicate_key_update({"name": func.concat(m.inserted.name, 'z')})
        m.on_duplicate_key_update(nope=5)
    """)]]


@topic
def dialect_updates_and_deletes():
    yield from both(CORE, """
        update(users).values(name='x')
        update(users).where(users.c.id == 5).values(name='x', age=users.c.age + 1)
        update(users).where(users.c.id == addresses.c.user_id).where(addresses.c.email == 'x').values(name='y')
        update(users).where(users.c.id == addresses.c.user_id).values({users.c.name: addresses.c.email})
        update(users).where(users.c.id.in_(select(addresses.c.user_id))).values(active=False)
        update(users).ordered_values((users.c.age, 5), (users.c.name, 'x'))
        delete(users)
        delete(users).where(users.c.id == 5)
        delete(users).where(users.c.id == addresses.c.user_id).where(addresses.c.email == 'x')
        delete(users).where(users.c.id.in_(select(addresses.c.user_id)))
        update(users).values(name='x').returning(users.c.id)
        delete(users).returning(users.c.id)
    """)


@topic
def dialect_json():
    yield from ((m, ["t = Table('t', metadata, Column('id', Integer, primary_key=True), Column('j', JSON))", *steps]) for m, steps in both(CORE, """
        select(t.c.j["a"], t.c.j[5], t.c.j[("a", 1)])
        select(t.c.j["a"].as_string(), t.c.j["a"].as_integer(), t.c.j["a"].as_float())
        select(t.c.j["a"].as_boolean(), t.c.j["a"].as_numeric(10, 2), t.c.j["a"].as_json())
        select(t.c.j[("a", "b")].as_string(), t.c.j[("a", "b")])
        select(t.c.id).where(t.c.j["a"].as_integer() == 5)
        select(t.c.id).where(t.c.j["a"]["b"].as_string() == 'x')
    """))


TYPES = """Integer SmallInteger BigInteger String(50) Text Unicode(20) UnicodeText Boolean Float Float(5) Double Numeric Numeric(10) Numeric(10,2) Date Time DateTime
DateTime(timezone=True) Time(timezone=True) Interval LargeBinary LargeBinary(50) JSON Uuid Uuid(native_uuid=False) Enum('a','b',name='ab') Enum('a','bc',native_enum=False,name='x')
TIMESTAMP TIMESTAMP(timezone=True) VARCHAR(9) CHAR(3) NVARCHAR(5) NCHAR(2) CLOB BLOB DECIMAL(5,1) REAL FLOAT DOUBLE DOUBLE_PRECISION BIGINT SMALLINT INTEGER DATE TIME DATETIME BOOLEAN BINARY(5) VARBINARY(5)
String(5,collation='utf8') Text(collation='utf8')""".split()


@topic
def dialect_types():
    for i in range(0, len(TYPES), 4):
        yield CORE, [f"type_sql({t}, {d!r})" for t in TYPES[i:i + 4] for d in ("postgresql", "mysql")]
    yield CORE, ["type_sql(String(), 'mysql')", "type_sql(String(), 'postgresql')", "type_sql(Enum('a', 'b'), 'postgresql')", "type_sql(Enum('a', 'b'), 'mysql')"]


TABLES = [
    "Table('a', metadata, Column('id', Integer, primary_key=True), Column('name', String(50), nullable=False, unique=True), Column('n', Numeric(10, 2), server_default='0'))",
    "Table('b', metadata, Column('id', BigInteger, primary_key=True), Column('small', SmallInteger), Column('flag', Boolean), Column('at', DateTime, server_default=func.now()))",
    "Table('c', metadata, Column('x', Integer, primary_key=True), Column('y', Integer, primary_key=True), Column('z', Float))",
    "Table('d', metadata, Column('id', SmallInteger, primary_key=True), Column('j', JSON), Column('u', Uuid), Column('bin', LargeBinary))",
    "Table('e', metadata, Column('id', Integer, primary_key=True, autoincrement=False), Column('kind', Enum('x', 'y', name='kind')), Column('other', Enum('p', 'q', native_enum=False, create_constraint=True, name='ck_other')))",
    "Table('f', metadata, Column('id', Integer, Identity(), primary_key=True), Column('n', Integer))",
    "Table('g', metadata, Column('id', Integer, Identity(start=5, increment=2, always=True), primary_key=True))",
    "Table('h', metadata, Column('id', Integer, primary_key=True), Column('a', Integer), Column('double_a', Integer, Computed('a * 2')))",
    "Table('i', metadata, Column('id', Integer, primary_key=True), Column('a', Integer), Column('p', Integer, Computed('a + 1', persisted=True)))",
    "Table('k', metadata, Column('id', Integer, primary_key=True), Column('user_id', Integer, ForeignKey('users.id', ondelete='CASCADE', onupdate='SET NULL', name='fk_user')))",
    "Table('l', metadata, Column('id', String(10), primary_key=True), Column('t', Text), Column('ts', TIMESTAMP), CheckConstraint('length(t) > 3', name='ck_t'))",
    "Table('order', metadata, Column('key', Integer, primary_key=True), Column('MixedCase', String(5)), Column('user', String(5)), UniqueConstraint('user', 'MixedCase', name='uq_both'))",
    "Table('m', metadata, Column('id', Integer, primary_key=True), Column('c', String(5), comment='a column'), comment='a table')",
    "Table('o', metadata, Column('id', Integer, primary_key=True), mysql_engine='InnoDB')",
    "Table('p', metadata, Column('id', Integer, primary_key=True), Column('x', Boolean(create_constraint=True, name='ck_x')), schema='app')",
]


@topic
def dialect_ddl():
    for t in TABLES:
        yield CORE, [f"t = {t}", "ddl(t, 'postgresql')", "ddl(t, 'mysql')"]
    yield CORE, ["t = " + TABLES[0], *[f"ddl({s}, {d!r})" for s in lines("""
        DropTable(t)
        CreateTable(t, if_not_exists=True)
        DropTable(t, if_exists=True)
        CreateIndex(Index('ix_name', t.c.name))
        CreateIndex(Index('ix_both', t.c.name, t.c.n, unique=True))
        CreateIndex(Index('ix_lower', func.lower(t.c.name)))
        CreateIndex(Index('ix_desc', t.c.name.desc()))
        DropIndex(Index('ix_gone', t.c.n))
        AddConstraint(UniqueConstraint(t.c.n, name='uq_n'))
        DropConstraint(UniqueConstraint(t.c.n, name='uq_m'))
        AddConstraint(CheckConstraint(t.c.n > 5, name='ck_n'))
        DropConstraint(CheckConstraint(t.c.n > 5, name='ck_m'))
    """) for d in ("postgresql", "mysql")]]

if __name__ == "__main__":
    topics.main(__file__)
