"""Write and record scenarios for options and operations that the random generator never draws.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 options.py OUT.jsonl[.gz]

Each function below is a topic and yields (models, steps[, settings]); a scenario's id is the topic's name and a number.
As in generate.py, each is recorded several times under other hash seeds and memory addresses, and one whose recordings
differ is reported and dropped.
"""
import gzip
import itertools
import json
import os
import subprocess
import sys

from oracle import run

TOPICS = []


def topic(fn):
    TOPICS.append(fn)
    return fn


# -- words for models --------------------------------------------------------------------------------------------------

def col(name, type_="String", **kw):
    return {"name": name, "type": type_, **kw}


ID = col("id", "Integer", primary_key=True)
NAME = col("name")


def fk(name, target, type_="Integer", **kw):
    options = {k: kw.pop(k) for k in ("ondelete", "onupdate") if k in kw}
    return col(name, type_, foreign_key={"target": target, **options} if options else target, **kw)


def cls(name, columns=(), relationships=(), table=None, **kw):
    return {"name": name, "table": table or name.lower() + "s", "columns": list(columns), "relationships": list(relationships), **kw}


def rel(name, target, **kw):
    return {"name": name, "target": target, **kw}


def models(*classes, tables=()):
    return {"tables": list(tables), "classes": list(classes)}


def user_address(user_rel=None, address_rel=None, *, fk_options=None, user_columns=(), address_columns=(), back=True):
    """User.addresses and Address.user; `None` for a side leaves out its options."""
    link = {"back_populates": "user"} if back else {}
    other = {"back_populates": "addresses"} if back else {}
    return models(
        cls("User", [ID, NAME, *user_columns], [rel("addresses", "Address", **link, **(user_rel or {}))]),
        cls("Address", [ID, col("email"), *address_columns, fk("user_id", "users.id", **(fk_options or {}))],
            [rel("user", "User", **other, **(address_rel or {}))], table="addresses"),
    )


LINK = {"name": "post_tag", "columns": [
    fk("post_id", "posts.id", primary_key=True), fk("tag_id", "tags.id", primary_key=True)]}


def post_tag(post_rel=None, tag_rel=None, back=True):
    link = {"back_populates": "posts"} if back else {}
    tags = [rel("posts", "Post", secondary="post_tag", back_populates="tags", **(tag_rel or {}))] if back else []
    return models(
        cls("Post", [ID, NAME], [rel("tags", "Tag", secondary="post_tag", **link, **(post_rel or {}))]),
        cls("Tag", [ID, NAME], tags), tables=[LINK])


# -- words for steps ---------------------------------------------------------------------------------------------------

def new(as_, cls_, **args):
    return {"op": "new", "as": as_, "class": cls_, "args": args}


def ref(name):
    return {"ref": name}


def refs(*names):
    return [ref(n) for n in names]


def add(*names):
    return {"op": "add", "objects": list(names)}


def op(name, object_=None, attr=None, **kw):
    return {"op": name, **({"object": object_} if object_ else {}), **({"attr": attr} if attr else {}), **kw}


def get(object_, attr, **kw):
    return op("get_attr", object_, attr, **kw)


def put(object_, attr, value):
    return op("set", object_, attr, value=value)


def query(cls_, **kw):
    return {"op": "query", "select": [cls_], **kw}


def sql(text, **params):
    return {"op": "sql", "sql": text, "params": params}


def eq(path, value):
    return {"op": "==", "left": {"col": path}, "right": value}


COMMIT, FLUSH, ROLLBACK, CLOSE = op("commit"), op("flush"), op("rollback"), op("close")
EXPUNGE_ALL, EXPIRE_ALL = op("expunge_all"), op("expire_all")


def people(n=2):
    """A user with n addresses, committed."""
    return [new("u", "User", name="ed"),
            *[new(f"a{i}", "Address", email=f"e{i}", user=ref("u")) for i in range(1, n + 1)],
            add("u"), COMMIT]


def people_down(n=2):
    """The same where only User.addresses is there to link them."""
    return [*[new(f"a{i}", "Address", email=f"e{i}") for i in range(1, n + 1)],
            new("u", "User", name="ed", addresses=refs(*[f"a{i}" for i in range(1, n + 1)])), add("u"), COMMIT]


def tagged(n=2):
    return [*[new(f"t{i}", "Tag", name=f"t{i}") for i in range(1, n + 1)],
            new("p", "Post", name="p", tags=refs(*[f"t{i}" for i in range(1, n + 1)])), add("p"), COMMIT]


# -- relationship options ----------------------------------------------------------------------------------------------

@topic
def passive_updates():
    def m(parent=None, child=None, **fk_options):
        return models(
            cls("User", [col("code", {"name": "String", "length": 20}, primary_key=True), NAME],
                [rel("addresses", "Address", back_populates="user", **(parent or {}))]),
            cls("Address", [ID, col("email"), fk("user_code", "users.code", {"name": "String", "length": 20}, **fk_options)],
                [rel("user", "User", back_populates="addresses", **(child or {}))], table="addresses"))
    make = [new("u", "User", code="ed", name="ed"), new("a1", "Address", email="x", user=ref("u")),
            new("a2", "Address", email="y", user=ref("u")), add("u"), COMMIT]
    end = [COMMIT, get("a1", "user_code"), get("u", "addresses"), get("a2", "user")]
    for loaded in (True, False):
        look = [get("u", "addresses")] if loaded else []
        yield m({"passive_updates": False}), [*make, *look, put("u", "code", "jack"), *end]
        yield m(onupdate="CASCADE"), [*make, *look, put("u", "code", "jack"), *end], {"foreign_keys": True}
        yield m({"passive_updates": False}, {"passive_updates": False}), [*make, *look, put("u", "code", "jack"), put("a1", "email", "z"), *end]
    yield m(None, {"passive_updates": False}), [*make, get("a1", "user"), put("u", "code", "jack"), *end]
    yield m({"passive_updates": False, "cascade": "all, delete-orphan"}), [*make, put("u", "code", "jack"), op("remove", "u", "addresses", value=ref("a1")), COMMIT, get("u", "addresses")]
    tables = [{"name": "post_tag", "columns": [fk("post_code", "posts.code", "String", primary_key=True, onupdate="CASCADE"),
                                               fk("tag_id", "tags.id", primary_key=True)]}]
    for passive in (True, False):
        mm = models(cls("Post", [col("code", primary_key=True), NAME],
                        [rel("tags", "Tag", secondary="post_tag", backref="posts", passive_updates=passive)]),
                    cls("Tag", [ID, NAME]), tables=tables)
        yield mm, [new("t", "Tag", name="t"), new("p", "Post", code="a", tags=refs("t")), add("p"), COMMIT,
                   put("p", "code", "b"), COMMIT, get("p", "tags"), get("t", "posts")], {"foreign_keys": passive}
    node = models(cls("Node", [col("code", primary_key=True), fk("parent_code", "nodes.code", "String", onupdate="CASCADE")],
                      [rel("children", "Node", passive_updates=False, backref={"name": "parent", "remote_side": ["Node.code"], "passive_updates": False})]))
    yield node, [new("c", "Node", code="c"), new("r", "Node", code="r", children=refs("c")), add("r"), COMMIT,
                 put("r", "code", "root"), COMMIT, get("c", "parent_code"), get("r", "children")]


@topic
def viewonly():
    yield user_address({"viewonly": True}, back=False), [*people_down(), get("u", "addresses")]
    both = models(
        cls("User", [ID, NAME], [rel("addresses", "Address", back_populates="user"),
                                 rel("homes", "Address", viewonly=True, primaryjoin="and_(User.id == Address.user_id, Address.email == 'e1')")]),
        cls("Address", [ID, col("email"), fk("user_id", "users.id")], [rel("user", "User", back_populates="addresses")], table="addresses"))
    yield both, [*people(), get("u", "homes"), op("append", "u", "homes", value=ref("a2")), COMMIT, get("u", "homes"), op("delete", "u"), COMMIT, query("Address")]
    yield both, [*people(), query("User", options=[{"joinedload": "User.homes"}]), query("User", options=[{"selectinload": "User.homes"}]),
                 EXPUNGE_ALL, query("User", options=[{"selectinload": ["User.homes", "Address.user"]}], **{"as": "us"}), get("us[0]", "homes")]
    yield both, [*people(), query("User", filter=[{"any": ["User.homes"]}]), query("User", join=["User.homes"], order_by=[{"col": "Address.id"}])]
    one = models(cls("User", [ID, NAME]), cls("Address", [ID, col("email"), fk("user_id", "users.id")], [rel("user", "User", viewonly=True)], table="addresses"))
    yield one, [new("u", "User", name="ed"), new("a", "Address", email="x", user=ref("u")), add("a"), COMMIT, get("a", "user_id"), get("a", "user")]
    yield one, [new("u", "User", name="ed"), add("u"), FLUSH, new("a", "Address", email="x", user_id=1), add("a"), COMMIT, get("a", "user"), op("delete", "a"), COMMIT, query("User")]
    yield post_tag({"viewonly": True}, back=False), [new("t", "Tag", name="t"), new("p", "Post", name="p", tags=refs("t")), add("p", "t"), COMMIT, get("p", "tags")]
    yield user_address({"viewonly": True}, {}), [*people(), get("u", "addresses")]
    yield user_address({"viewonly": True}, {"viewonly": True}), [*people(), get("u", "addresses"), get("a1", "user")]
    yield user_address({"viewonly": True, "cascade": "all"}, back=False), []
    yield user_address({"viewonly": True, "cascade": "all, delete-orphan"}, back=False), []
    yield models(cls("User", [ID, NAME], [rel("addresses", "Address", viewonly=True, backref="user")]),
                 cls("Address", [ID, col("email"), fk("user_id", "users.id")], table="addresses")), [new("u", "User", name="ed")]


@topic
def overlaps():
    def m(first=None, second=None):
        return models(
            cls("User", [ID, NAME], [rel("addresses", "Address", **(first or {})), rel("mails", "Address", **(second or {}))]),
            cls("Address", [ID, col("email"), fk("user_id", "users.id")], table="addresses"))
    steps = [new("a", "Address", email="x"), new("u", "User", name="ed", addresses=refs("a")), add("u"), COMMIT, get("u", "mails"), op("delete", "u"), COMMIT]
    yield m(), steps
    yield m({}, {"overlaps": "addresses"}), steps
    yield m({"overlaps": "mails"}, {}), steps
    yield m({"overlaps": "mails"}, {"overlaps": "addresses"}), steps
    yield m({}, {"viewonly": True}), steps
    yield m({}, {"overlaps": "other, addresses"}), steps
    yield user_address({}, {}, back=False), people_down()
    yield user_address({}, {"overlaps": "addresses"}, back=False), people_down()
    yield models(cls("Post", [ID, NAME], [rel("tags", "Tag", secondary="post_tag")]), cls("Tag", [ID, NAME], [rel("posts", "Post", secondary="post_tag")]), tables=[LINK]), \
        [new("t", "Tag", name="t"), new("p", "Post", name="p", tags=refs("t")), add("p"), COMMIT, get("t", "posts")]
    association = lambda **kw: models(
        cls("Post", [ID, NAME], [rel("tags", "Tag", secondary="post_tags"), rel("links", "PostTag", back_populates="post", **kw)]),
        cls("Tag", [ID, NAME]),
        cls("PostTag", [fk("post_id", "posts.id", primary_key=True), fk("tag_id", "tags.id", primary_key=True)],
            [rel("post", "Post", back_populates="links"), rel("tag", "Tag")], table="post_tags"))
    yield association(), [new("t", "Tag", name="t"), new("p", "Post", name="p", tags=refs("t")), add("p"), COMMIT, get("p", "links"), op("delete", "p"), COMMIT]
    yield association(overlaps="tags"), [new("t", "Tag", name="t"), new("p", "Post", name="p", tags=refs("t")), add("p"), COMMIT, get("p", "links")]


@topic
def collection_set():
    for cascade in ({}, {"cascade": "all, delete-orphan"}):
        m = user_address({"collection_class": "set", **cascade})
        yield m, [*people(), get("u", "addresses"), op("discard", "u", "addresses", value=ref("a1")), COMMIT, get("u", "addresses"), query("Address")]
        yield m, [*people(), op("remove", "u", "addresses", value=ref("a2")), op("history", "u", "addresses"), FLUSH, get("a2", "user_id"), COMMIT]
        yield m, [*people(), new("a3", "Address", email="e3"), op("add_item", "u", "addresses", value=ref("a3")), op("add_item", "u", "addresses", value=ref("a3")),
                  get("a3", "user"), op("history", "u", "addresses"), COMMIT, get("u", "addresses")]
        yield m, [*people(), op("clear", "u", "addresses"), COMMIT, query("Address"), get("u", "addresses")]
        yield m, [*people(1), op("pop", "u", "addresses"), COMMIT, query("Address")]
    m = user_address({"collection_class": "set"})
    yield m, [*people(1), new("b", "Address", email="b"), op("remove", "u", "addresses", value=ref("b"))]
    yield m, [*people(1), new("b", "Address", email="b"), op("discard", "u", "addresses", value=ref("b")), FLUSH]
    yield m, [new("u", "User", name="ed"), get("u", "addresses"), new("a", "Address", email="x"), put("a", "user", ref("u")), get("u", "addresses"), add("u"), COMMIT]
    yield m, [*people(1), EXPUNGE_ALL, query("User", options=[{"selectinload": "User.addresses"}], **{"as": "us"}), get("us[0]", "addresses")]
    yield m, [*people(2), EXPUNGE_ALL, query("User", options=[{"joinedload": "User.addresses"}], **{"as": "us"}), get("us[0]", "addresses")]
    yield post_tag({"collection_class": "set"}, {"collection_class": "set"}), [
        new("p", "Post", name="p"), *[step for t in ("t1", "t2") for step in (new(t, "Tag", name=t), op("add_item", "p", "tags", value=ref(t)))], add("p"), COMMIT, op("discard", "p", "tags", value=ref("t1")), get("t1", "posts"), COMMIT, get("p", "tags"), op("delete", "t2"), COMMIT, get("p", "tags")]


@topic
def collection_keyed():
    keyed = {"collection_class": {"attribute_keyed_dict": "email"}}
    for cascade in ({}, {"cascade": "all, delete-orphan"}):
        m = user_address({**keyed, **cascade})
        yield m, [*people(), get("u", "addresses"), op("keys", "u", "addresses")]
        yield m, [*people(), op("del_item", "u", "addresses", index="e1"), COMMIT, get("u", "addresses"), query("Address")]
        yield m, [*people(), new("b", "Address", email="e1"), op("set_item", "u", "addresses", index="e1", value=ref("b")), op("history", "u", "addresses"), COMMIT, get("u", "addresses"), query("Address")]
        yield m, [*people(), new("b", "Address", email="z"), op("set_item", "u", "addresses", index="z", value=ref("b")), get("b", "user"), COMMIT, op("keys", "u", "addresses")]
        yield m, [*people(), op("pop", "u", "addresses", index="e1"), COMMIT, get("u", "addresses")]
        yield m, [*people(), op("clear", "u", "addresses"), COMMIT, query("Address")]
    m = user_address(keyed)
    yield m, [new("u", "User", name="ed"), new("a", "Address", email="x"), put("a", "user", ref("u")), get("u", "addresses"), add("u"), COMMIT, get("u", "addresses")]
    yield m, [*people(), EXPUNGE_ALL, query("User", options=[{"selectinload": "User.addresses"}], **{"as": "us"}), get("us[0]", "addresses")]


@topic
def innerjoin():
    chain = lambda a=None, b=None: models(
        cls("Item", [ID, NAME, fk("order_id", "orders.id")], [rel("order", "Order", lazy="joined", **(a or {}))]),
        cls("Order", [ID, NAME, fk("user_id", "users.id")], [rel("user", "User", lazy="joined", **(b or {}))]),
        cls("User", [ID, NAME]))
    make = [new("u", "User", name="ed"), new("o", "Order", name="o", user=ref("u")), new("i", "Item", name="i", order=ref("o")), add("i"), COMMIT, EXPUNGE_ALL]
    for a, b in itertools.product([None, {"innerjoin": True}], repeat=2):
        yield chain(a, b), [*make, query("Item"), query("Order"), query("Item", limit=1), {"op": "get", "class": "Item", "ident": 1}]
    yield chain({"innerjoin": "unnested"}, {"innerjoin": "unnested"}), [*make, query("Item")]
    yield chain(None, {"innerjoin": "unnested"}), [*make, query("Item"), query("Order")]
    m = user_address({"lazy": "joined", "innerjoin": True})
    yield m, [*people(), EXPUNGE_ALL, query("User", terminal="first"), query("User", order_by=[{"col": "User.name"}])]
    yield user_address({}, {"lazy": "joined", "innerjoin": True}), [*people(), EXPUNGE_ALL, query("Address", limit=1), query("User", options=[{"joinedload": "User.addresses"}])]
    yield post_tag({"lazy": "joined", "innerjoin": True}), [*tagged(), EXPUNGE_ALL, query("Post")]


@topic
def primaryjoin():
    def m(expression, **kw):
        return models(
            cls("User", [ID, NAME], [rel("addresses", "Address", primaryjoin=expression, **kw)]),
            cls("Address", [ID, col("email"), col("city"), fk("user_id", "users.id")], table="addresses"))
    make = [new("a1", "Address", email="x", city="Boston"), new("a2", "Address", email="y", city="Paris"),
            new("u", "User", name="Boston", addresses=refs("a1", "a2")), add("u"), COMMIT, get("u", "addresses")]
    look = [query("User", join=["User.addresses"]), query("User", filter=[{"any": ["User.addresses", eq("Address.email", "x")]}]),
            EXPUNGE_ALL, query("User", options=[{"selectinload": "User.addresses"}]), EXPUNGE_ALL, query("User", options=[{"joinedload": "User.addresses"}])]
    yield m("User.id == Address.user_id"), [*make, *look, ]
    yield m("and_(User.id == Address.user_id, Address.city == 'Boston')"), [*make, *look]
    yield m("and_(Address.user_id == User.id, or_(Address.city == 'Boston', Address.city == User.name))"), [*make, *look]
    yield m("User.id == foreign(Address.user_id)"), [*make, op("remove", "u", "addresses", value=ref("a1")), COMMIT, query("Address")]
    yield m("remote(Address.user_id) == User.id", cascade="all, delete-orphan"), [*make, op("delete", "u"), COMMIT]
    yield m("and_(User.id == Address.user_id, User.name != Address.city)", order_by=["Address.email.desc()"]), [*make, *look]
    noconstraint = lambda **kw: models(
        cls("User", [ID, NAME], [rel("addresses", "Address", **kw)]),
        cls("Address", [ID, col("email"), col("owner")], table="addresses"))
    yield noconstraint(primaryjoin="User.name == foreign(Address.owner)"), [new("a", "Address", email="x"), new("u", "User", name="ed", addresses=refs("a")), add("u"), COMMIT, get("a", "owner"), get("u", "addresses"), put("u", "name", "jack"), COMMIT, get("u", "addresses")]
    yield noconstraint(primaryjoin="User.name == Address.owner", foreign_keys=["Address.owner"], viewonly=True), [new("a", "Address", email="x", owner="ed"), new("u", "User", name="ed"), add("u", "a"), COMMIT, get("u", "addresses")]
    yield noconstraint(primaryjoin="User.name == Address.owner"), [new("u", "User")]
    yield noconstraint(), [new("u", "User")]
    two = models(
        cls("User", [ID, NAME]),
        cls("Order", [ID, NAME, fk("billing_id", "users.id"), fk("shipping_id", "users.id")],
            [rel("billing", "User", primaryjoin="User.id == Order.billing_id"), rel("shipping", "User", primaryjoin="Order.shipping_id == User.id")]))
    yield two, [new("u", "User", name="a"), new("v", "User", name="b"), new("o", "Order", name="o", billing=ref("u"), shipping=ref("v")), add("o"), COMMIT,
                get("o", "billing"), get("o", "shipping"), query("Order", filter=[{"has": ["Order.billing", eq("User.name", "a")]}]), query("Order", options=[{"joinedload": "Order.billing"}, {"joinedload": "Order.shipping"}])]
    yield models(cls("User", [ID, NAME]), cls("Order", [ID, fk("billing_id", "users.id"), fk("shipping_id", "users.id")], [rel("billing", "User")])), [new("u", "User")]


@topic
def secondaryjoin():
    follows = {"name": "follows", "columns": [fk("follower_id", "users.id", primary_key=True), fk("followed_id", "users.id", primary_key=True)]}
    m = lambda **kw: models(
        cls("User", [ID, NAME], [rel("following", "User", secondary="follows", primaryjoin="User.id == follows.c.follower_id",
                                     secondaryjoin="User.id == follows.c.followed_id", **kw)]), tables=[follows])
    make = [new("a", "User", name="a"), new("b", "User", name="b"), new("c", "User", name="c", following=refs("a", "b")), add("c"), COMMIT]
    for kw in ({}, {"backref": "followers"}, {"backref": {"name": "followers", "order_by": ["User.name"]}, "order_by": ["User.name"]}):
        tail = [get("a", "followers"), op("append", "a", "followers", value=ref("b"))] if "backref" in kw else []
        yield m(**kw), [*make, get("c", "following"), *tail, op("remove", "c", "following", value=ref("a")), COMMIT, op("delete", "b"), COMMIT, query("User")]
    yield m(backref="followers"), [*make, query("User", filter=[{"any": ["User.following", eq("User.name", "a")]}]), query("User", options=[{"selectinload": "User.following"}]), EXPUNGE_ALL,
                                   query("User", options=[{"joinedload": "User.following"}], order_by=[{"col": "User.id"}])]
    yield m(lazy="selectin"), [*make, EXPUNGE_ALL, query("User")]
    yield models(cls("Post", [ID, NAME], [rel("tags", "Tag", secondary="post_tag", secondaryjoin="and_(Tag.id == post_tag.c.tag_id, Tag.name == 't1')", backref="posts")]),
                 cls("Tag", [ID, NAME]), tables=[LINK]), [*tagged(), get("p", "tags"), query("Post", join=["Post.tags"]), EXPUNGE_ALL, query("Post", options=[{"selectinload": "Post.tags"}])]
    yield models(cls("User", [ID, NAME], [rel("following", "User", secondary="follows")]), tables=[follows]), [new("a", "User")]


@topic
def noload():
    m = user_address({"lazy": "noload"})
    yield m, [*people(), get("u", "addresses"), new("b", "Address", email="b"), op("append", "u", "addresses", value=ref("b")), COMMIT, get("u", "addresses"), query("Address")]
    yield m, [*people(), op("delete", "u"), COMMIT, query("Address")]
    yield user_address({"lazy": "noload", "cascade": "all, delete-orphan"}), [*people(), op("delete", "u"), COMMIT, query("Address")]
    yield user_address({}, {"lazy": "noload"}), [*people(1), get("a1", "user"), put("a1", "email", "z"), COMMIT, get("a1", "user_id")]
    yield user_address(), [*people(), EXPUNGE_ALL, query("User", options=[{"noload": "User.addresses"}], **{"as": "us"}), get("us[0]", "addresses")]
    yield post_tag({"lazy": "noload"}), [*tagged(), get("p", "tags"), op("delete", "p"), COMMIT, sql("SELECT * FROM post_tag")]


@topic
def raise_on_sql():
    m = user_address({"lazy": "raise_on_sql"}, {"lazy": "raise_on_sql"})
    yield m, [*people(1), get("u", "addresses"), get("a1", "user")]
    yield m, [*people(1), EXPUNGE_ALL, query("Address", terminal="first", **{"as": "a"}), get("a", "user"), query("User", terminal="first", **{"as": "v"}), get("a", "user")]
    yield m, [*people(1), EXPUNGE_ALL, query("Address", options=[{"joinedload": "Address.user"}], terminal="first", **{"as": "a"}), get("a", "user")]
    yield m, [*people(1), op("delete", "u"), COMMIT]
    yield m, [*people(1), new("b", "Address", email="b"), put("b", "user", ref("u")), COMMIT]
    yield user_address({"lazy": "raise"}, {"lazy": "raise"}), [*people(1), get("u", "addresses"), EXPUNGE_ALL, query("Address", terminal="first", **{"as": "a"}), get("a", "user")]
    yield user_address({"lazy": "raise_on_sql", "cascade": "all, delete-orphan"}), [*people(1), op("delete", "u"), COMMIT]


@topic
def write_only():
    for extra in ({}, {"cascade": "all, delete-orphan", "passive_deletes": True}):
        m = user_address({"lazy": "write_only", **extra})
        yield m, [*people(), op("read_write_only", "u", "addresses")]
        yield m, [*people(), new("b", "Address", email="b"), op("add_item", "u", "addresses", value=ref("b")), op("history", "u", "addresses"), COMMIT, op("read_write_only", "u", "addresses")]
        yield m, [*people(), op("remove", "u", "addresses", value=ref("a1")), COMMIT, op("read_write_only", "u", "addresses"), query("Address")]
        yield m, [*people(), op("delete", "u"), COMMIT, query("Address")]
    m = user_address({"lazy": "write_only", "order_by": ["Address.email.desc()"]})
    yield m, [*people(3), op("read_write_only", "u", "addresses"), new("b", "Address", email="b", user=ref("u")), op("read_write_only", "u", "addresses")]
    yield m, [new("u", "User", name="ed", addresses=[]), new("a", "Address", email="x"), op("add_item", "u", "addresses", value=ref("a")), add("u"), COMMIT, op("read_write_only", "u", "addresses")]
    yield m, [*people(), put("u", "addresses", [])]
    yield post_tag({"lazy": "write_only"}), [*tagged(), op("read_write_only", "p", "tags"), op("remove", "p", "tags", value=ref("t1")), COMMIT, op("read_write_only", "p", "tags"), op("delete", "p"), COMMIT]


@topic
def dynamic():
    for extra in ({}, {"cascade": "all, delete-orphan"}):
        m = user_address({"lazy": "dynamic", **extra})
        yield m, [*people(), op("read_dynamic", "u", "addresses"), op("count_dynamic", "u", "addresses")]
        yield m, [*people(), new("b", "Address", email="b"), op("append", "u", "addresses", value=ref("b")), op("history", "u", "addresses"), op("read_dynamic", "u", "addresses"), COMMIT]
        yield m, [*people(), op("remove", "u", "addresses", value=ref("a1")), COMMIT, op("read_dynamic", "u", "addresses"), query("Address")]
        yield m, [*people(), op("delete", "u"), COMMIT, query("Address")]
    m = user_address({"lazy": "dynamic", "order_by": ["Address.email.desc()"]})
    yield m, [*people(3), op("read_dynamic", "u", "addresses")]
    yield m, [*people(2), new("b", "Address", email="b"), put("u", "addresses", refs("a2", "b")), COMMIT, op("read_dynamic", "u", "addresses")]
    yield post_tag({"lazy": "dynamic"}), [*tagged(), op("read_dynamic", "p", "tags"), op("remove", "p", "tags", value=ref("t1")), COMMIT, op("read_dynamic", "p", "tags"), op("delete", "p"), COMMIT]


@topic
def version_id():
    m = lambda **kw: models(cls("User", [ID, NAME, col("version", "Integer", nullable=False)],
                                [rel("addresses", "Address", backref="user")], mapper_args={"version_id_col": "version", **kw}),
                            cls("Address", [ID, col("email"), fk("user_id", "users.id")], table="addresses"))
    make = [new("u", "User", name="ed"), add("u"), COMMIT]
    yield m(), [*make, get("u", "version"), put("u", "name", "jack"), COMMIT, get("u", "version"), op("delete", "u"), COMMIT]
    yield m(), [*make, get("u", "name"), sql("UPDATE users SET version=7"), put("u", "name", "jack"), COMMIT, ROLLBACK, get("u", "name")]
    yield m(), [*make, get("u", "name"), sql("UPDATE users SET version=7"), op("delete", "u"), COMMIT, ROLLBACK]
    yield m(), [*make, get("u", "name"), sql("DELETE FROM users"), put("u", "name", "jack"), FLUSH, ROLLBACK]
    yield m(), [*make, new("v", "User", name="v"), new("w", "User", name="w"), op("add_all", objects=["v", "w"]), COMMIT, put("u", "name", "x"), put("v", "name", "y"), put("w", "name", "z"), FLUSH, get("w", "version"), op("delete", "v"), op("delete", "w"), COMMIT]
    yield m(), [*make, new("a", "Address", email="x"), op("append", "u", "addresses", value=ref("a")), COMMIT, get("u", "version"), put("u", "name", "ed"), COMMIT, get("u", "version")]
    yield m(), [*make, new("v", "User", id=1, name="merged", version=1), op("merge", "v", **{"as": "m"}), COMMIT, get("m", "version"), new("w", "User", id=1, name="late", version=1), op("merge", "w", **{"as": "m2"})]
    yield m(), [*make, query("User", terminal="update", values={"name": "bulk"}), get("u", "version"), COMMIT]


@topic
def post_update():
    m = lambda a=None, b=None: models(
        cls("Widget", [ID, NAME, fk("favorite_id", "entries.id")],
            [rel("entries", "Entry", back_populates="widget", foreign_keys=["Entry.widget_id"], **(a or {})),
             rel("favorite", "Entry", foreign_keys=["Widget.favorite_id"], post_update=True, **(b or {}))]),
        cls("Entry", [ID, NAME, fk("widget_id", "widgets.id")], [rel("widget", "Widget", back_populates="entries", foreign_keys=["Entry.widget_id"])], table="entries"))
    make = [new("w", "Widget", name="w"), new("e1", "Entry", name="e1", widget=ref("w")), new("e2", "Entry", name="e2", widget=ref("w")),
            put("w", "favorite", ref("e1")), add("w"), COMMIT]
    yield m(), [*make, get("w", "favorite"), put("w", "favorite", ref("e2")), COMMIT, get("w", "favorite_id")]
    yield m({"cascade": "all, delete-orphan"}), [*make, op("delete", "w"), COMMIT, query("Entry")]
    yield m(), [*make, op("delete", "e1"), COMMIT, get("w", "favorite_id")]
    yield m(), [*make, put("w", "favorite", None), op("delete", "e1"), COMMIT]
    yield m(), [*make, put("w", "favorite", ref("e2")), put("w", "name", "x"), FLUSH, op("delete", "w"), COMMIT, query("Entry")]
    node = models(cls("Node", [ID, NAME, fk("next_id", "nodes.id")], [rel("next", "Node", remote_side=["Node.id"], post_update=True)]))
    yield node, [new("a", "Node", name="a"), new("b", "Node", name="b", next=ref("a")), put("a", "next", ref("b")), add("a"), COMMIT, get("a", "next"), op("delete", "a"), op("delete", "b"), COMMIT]
    yield node, [new("a", "Node", name="a"), put("a", "next", ref("a")), add("a"), COMMIT, get("a", "next"), op("delete", "a"), COMMIT]
    plain = models(cls("Node", [ID, NAME, fk("next_id", "nodes.id")], [rel("next", "Node", remote_side=["Node.id"])]))
    yield plain, [new("a", "Node", name="a"), new("b", "Node", name="b", next=ref("a")), put("a", "next", ref("b")), add("a"), COMMIT, ROLLBACK]


# -- keys and rows -----------------------------------------------------------------------------------------------------

@topic
def key_change():
    yield user_address(), [*people(1), put("u", "id", 7), COMMIT, op("identity_map"), get("u", "name"), {"op": "get", "class": "User", "ident": 7}]
    yield user_address(), [*people(1), put("u", "id", 7), FLUSH, ROLLBACK, op("identity_map"), get("u", "id")]
    yield user_address(), [*people(1), new("v", "User", id=7, name="v"), add("v"), COMMIT, put("u", "id", 7), COMMIT, ROLLBACK, get("u", "id")]
    code = models(cls("Thing", [col("code", primary_key=True), NAME]))
    two = [new("a", "Thing", code="a", name="1"), new("b", "Thing", code="b", name="2"), add("a", "b"), COMMIT]
    yield code, [*two, put("a", "code", "c"), put("b", "name", "x"), COMMIT, op("identity_map"), query("Thing", order_by=[{"col": "Thing.code"}])]
    yield code, [*two, op("delete", "a"), FLUSH, put("b", "code", "a"), COMMIT, op("identity_map")]
    yield code, [*two, put("a", "code", None), COMMIT, ROLLBACK]
    composite = models(cls("Point", [col("a", "Integer", primary_key=True, autoincrement=False), col("b", "Integer", primary_key=True, autoincrement=False), NAME]))
    yield composite, [new("p", "Point", a=1, b=2, name="p"), new("q", "Point", a=1, b=3, name="q"), add("p", "q"), COMMIT, put("p", "b", 5), put("q", "name", "x"), COMMIT, op("identity_map"), {"op": "get", "class": "Point", "ident": [1, 5]}]


@topic
def row_switch():
    code = models(cls("Thing", [col("code", primary_key=True), NAME, col("size", "Integer", default=3)]))
    one = [new("a", "Thing", code="a", name="1"), add("a"), COMMIT]
    yield code, [*one, op("delete", "a"), new("b", "Thing", code="a", name="2"), add("b"), COMMIT, get("b", "name"), get("b", "size"), op("state", "a"), op("identity_map")]
    yield code, [*one, op("delete", "a"), new("b", "Thing", code="a", name="1"), add("b"), FLUSH, ROLLBACK, op("state", "a"), op("state", "b"), get("a", "name")]
    yield code, [*one, op("delete", "a"), new("b", "Thing", code="a"), add("b"), COMMIT, query("Thing")]
    yield code, [*one, new("b", "Thing", code="a", name="2"), add("b"), COMMIT, ROLLBACK]
    parent = lambda cascade: models(
        cls("User", [col("code", primary_key=True)], [rel("addresses", "Address", back_populates="user", cascade=cascade)]),
        cls("Address", [col("code", primary_key=True), col("email"), fk("user_code", "users.code", "String")], [rel("user", "User", back_populates="addresses")], table="addresses"))
    for cascade in ("all, delete-orphan", "all"):
        yield parent(cascade), [new("a", "Address", code="a", email="1"), new("u", "User", code="u", addresses=refs("a")), add("u"), COMMIT,
                                new("b", "Address", code="a", email="2"), put("u", "addresses", refs("b")), COMMIT, ROLLBACK, get("u", "addresses"), query("Address")]
        yield parent(cascade), [new("a", "Address", code="a", email="1"), new("u", "User", code="u", addresses=refs("a")), add("u"), COMMIT, op("delete", "u"),
                                new("b", "Address", code="a", email="2"), new("v", "User", code="u", addresses=refs("b")), add("v"), COMMIT, get("v", "addresses")]


@topic
def server_defaults():
    m = lambda **kw: models(cls("Thing", [ID, NAME, col("size", "Integer", server_default="7"), col("touched", "Integer", onupdate=99), col("kind", server_default="'plain'")],
                                **({"mapper_args": kw} if kw else {})))
    for kw in ({}, {"eager_defaults": True}, {"eager_defaults": False}):
        yield m(**kw), [new("a", "Thing", name="a"), add("a"), FLUSH, get("a", "size"), get("a", "kind"), put("a", "name", "b"), FLUSH, get("a", "touched"), COMMIT]
        yield m(**kw), [new("a", "Thing", name="a"), new("b", "Thing", name="b"), new("c", "Thing", name="c", size=1), add("a", "b", "c"), FLUSH, get("a", "size"), get("c", "size"), get("c", "kind"), COMMIT]
    yield m(), [new("a", "Thing", name="a", size=None), add("a"), FLUSH, get("a", "size"), put("a", "touched", 5), FLUSH, get("a", "touched"), COMMIT]
    yield m(), [new("a", "Thing", name="a"), new("b", "Thing", name="b"), add("a", "b"), COMMIT, put("a", "name", "x"), put("b", "name", "y"), FLUSH, get("b", "touched"), COMMIT]
    yield models(cls("Thing", [col("code", primary_key=True, server_default="'gen'"), NAME])), [new("a", "Thing", name="a"), add("a"), FLUSH, ROLLBACK]


@topic
def bulk():
    many = [*[new(f"u{i}", "User", name=f"n{i}", size=i) for i in range(1, 5)], op("add_all", objects=["u1", "u2", "u3", "u4"]), COMMIT]
    m = user_address(user_columns=[col("size", "Integer")])
    touch = [get("u1", "name"), get("u4", "size")]
    for sync in (None, "auto", "evaluate", "fetch", False):
        s = {} if sync is None else {"synchronize_session": sync}
        yield m, [*many, *touch, query("User", filter=[{"op": ">", "left": {"col": "User.size"}, "right": 2}], terminal="update", values={"name": "big"}, **s), get("u1", "name"), get("u4", "name"), COMMIT, get("u4", "name")]
        yield m, [*many, *touch, query("User", filter=[{"op": "<=", "left": {"col": "User.size"}, "right": 2}], terminal="delete", **s), op("in_session", "u1"), op("state", "u1"), op("identity_map"), ROLLBACK, op("state", "u1")]
        yield m, [*many, *touch, {"op": "bulk_update", "class": "User", "values": {"size": {"op": "+", "left": {"col": "User.size"}, "right": 10}}, "filter": [{"op": "in", "left": {"col": "User.name"}, "right": ["n1", "n4"]}], **s}, get("u1", "size"), get("u4", "size"), COMMIT]
        yield m, [*many, *touch, {"op": "bulk_delete", "class": "User", "filter": [{"or": [eq("User.name", "n1"), eq("User.size", 4)]}], **s}, op("identity_map"), op("state", "u4"), COMMIT]
    yield m, [*many, query("User", filter=[{"op": "like", "left": {"col": "User.name"}, "right": "n%"}], terminal="delete", synchronize_session="evaluate")]
    yield m, [*many, query("User", filter=[{"op": "in", "left": {"col": "User.id"}, "right": {"select": [{"col": "Address.user_id"}]}}], terminal="delete", synchronize_session="evaluate")]
    yield m, [*many, query("User", terminal="update", values={"User.name": {"func": "upper", "args": [{"col": "User.name"}]}}, synchronize_session="evaluate"), get("u1", "name")]
    yield m, [*many, query("User", terminal="update", values={"nam": "x"})]
    yield m, [*many, put("u1", "name", "pending"), query("User", filter=[eq("User.name", "pending")], terminal="update", values={"size": 0}), get("u1", "size"), COMMIT]
    yield m, [*many, query("User", terminal="delete", synchronize_session="sideways")]
    yield m, [*many, query("User", limit=1, terminal="delete")]


# -- session operations ------------------------------------------------------------------------------------------------

@topic
def close():
    m = user_address()
    yield m, [*people(), get("u", "name"), CLOSE, op("state", "u"), get("u", "name"), get("u", "addresses")]
    yield m, [*people(), put("u", "name", "x"), CLOSE, op("state", "u"), query("User"), op("session_dirty")]
    yield m, [*people(), new("v", "User", name="v"), add("v"), CLOSE, op("state", "v"), COMMIT, query("User")]
    yield m, [*people(), op("delete", "u"), FLUSH, CLOSE, op("state", "u"), query("User")]
    yield m, [*people(), CLOSE, add("u"), op("state", "u"), get("u", "addresses"), COMMIT]
    yield m, [*people(), op("begin_nested", **{"as": "n"}), put("u", "name", "x"), FLUSH, CLOSE, query("User", **{"as": "us"}), get("us[0]", "name")]
    yield m, [new("u", "User", name="a"), add("u"), CLOSE, CLOSE, COMMIT, op("identity_map")]


@topic
def del_attr():
    m = user_address()
    yield m, [*people(), op("del_attr", "u", "name"), op("history", "u", "name"), get("u", "name"), COMMIT, get("u", "name")]
    yield m, [*people(), get("u", "name"), op("del_attr", "u", "name"), op("del_attr", "u", "name")]
    yield m, [new("u", "User", name="a"), op("del_attr", "u", "name"), get("u", "name"), add("u"), COMMIT]
    yield m, [new("u", "User"), op("del_attr", "u", "name")]
    yield m, [*people(), op("del_attr", "a1", "user"), op("history", "a1", "user"), get("u", "addresses"), COMMIT, get("a1", "user_id")]
    yield m, [*people(), get("a1", "user"), get("u", "addresses"), op("del_attr", "a1", "user"), get("u", "addresses"), COMMIT]
    yield m, [*people(), op("del_attr", "u", "addresses"), op("history", "u", "addresses"), COMMIT, query("Address")]
    yield m, [*people(), get("u", "addresses"), op("del_attr", "u", "addresses"), get("u", "addresses"), COMMIT, get("a1", "user_id")]
    yield m, [*people(), op("del_attr", "a1", "user_id"), COMMIT, get("a1", "user")]


@topic
def expunge_all():
    m = user_address()
    yield m, [*people(), EXPUNGE_ALL, op("identity_map"), op("state", "u"), get("u", "name")]
    yield m, [*people(), new("v", "User", name="v"), add("v"), EXPUNGE_ALL, op("state", "v"), op("session_new"), COMMIT]
    yield m, [*people(), op("delete", "a1"), EXPUNGE_ALL, op("session_deleted"), op("state", "a1"), COMMIT, query("Address")]
    yield m, [*people(), op("delete", "a1"), FLUSH, EXPUNGE_ALL, op("state", "a1"), ROLLBACK, op("state", "a1")]
    yield m, [*people(), put("u", "name", "x"), EXPUNGE_ALL, add("u"), COMMIT, get("u", "name")]
    yield m, [*people(), EXPUNGE_ALL, op("merge", "u", **{"as": "m"}), get("m", "addresses"), op("is", left="u", right="m")]


@topic
def scoped():
    m = user_address()
    settings = {"session": {"scoped": True}}
    yield m, [*people(), get("u", "addresses"), query("User"), COMMIT], settings
    yield m, [*people(), op("remove_session"), op("state", "u"), query("User"), op("identity_map")], settings
    yield m, [new("u", "User", name="a"), add("u"), op("remove_session"), op("state", "u"), COMMIT, query("User")], settings
    yield m, [*people(), put("u", "name", "x"), op("session_dirty"), op("in_session", "u"), op("remove_session"), op("in_session", "u"), add("u"), get("u", "name")], settings
    yield m, [*people(), op("delete", "u"), FLUSH, ROLLBACK, op("is_modified", "u"), op("begin_nested", **{"as": "n"}), op("rollback_nested", nested="n"), COMMIT], settings


@topic
def make_transient():
    m = user_address()
    yield m, [*people(), get("u", "name"), op("make_transient", "u"), op("state", "u"), op("in_session", "u"), get("u", "id"), COMMIT]
    yield m, [*people(1), get("u", "name"), op("make_transient", "u"), put("u", "id", None), add("u"), COMMIT, get("u", "id"), query("User")]
    yield m, [*people(1), op("make_transient", "u"), get("u", "name"), get("u", "addresses")]
    yield m, [*people(1), op("delete", "a1"), COMMIT, op("state", "a1"), op("make_transient", "a1"), op("state", "a1"), add("a1"), COMMIT, query("Address")]
    yield m, [*people(1), EXPUNGE_ALL, new("v", "User", id=1), op("make_transient_to_detached", "v"), op("state", "v"), add("v"), get("v", "name"), get("v", "addresses")]
    yield m, [*people(1), op("make_transient_to_detached", "u")]
    yield m, [new("v", "User", name="x"), op("make_transient_to_detached", "v"), op("state", "v")]
    yield m, [new("v", "User", name="x"), add("v"), op("make_transient", "v"), op("state", "v"), op("session_new")]


@topic
def is_modified():
    m = user_address(user_columns=[col("size", "Integer")])
    yield m, [*people(), op("is_modified", "u"), put("u", "name", "ed"), op("is_modified", "u"), op("session_dirty"), FLUSH, put("u", "name", "x"), op("is_modified", "u")]
    yield m, [*people(), get("u", "name"), put("u", "name", "ed"), op("is_modified", "u"), op("state", "u"), FLUSH]
    yield m, [*people(), op("remove", "u", "addresses", value=ref("a1")), op("is_modified", "u"), op("is_modified", "a1"), COMMIT]
    yield m, [new("u", "User", name="x"), op("is_modified", "u"), op("object_session", "u"), add("u"), op("object_session", "u"), COMMIT, op("is_modified", "u")]
    yield m, [*people(), op("expunge", "a1"), op("object_session", "a1"), op("object_session", "a2"), op("expire", "u", attrs=["name"]), op("is_modified", "u"), get("u", "name")]


@topic
def lists():
    for extra in ({}, {"cascade": "all, delete-orphan"}):
        m = user_address(extra)
        yield m, [*people(3), op("insert", "u", "addresses", index=0, value=ref("a3")), get("u", "addresses"), COMMIT, get("u", "addresses")]
        yield m, [*people(3), op("pop", "u", "addresses", index=-1), op("pop", "u", "addresses", index=0), COMMIT, query("Address")]
        yield m, [*people(3), new("b", "Address", email="b"), op("set_item", "u", "addresses", index=1, value=ref("b")), op("history", "u", "addresses"), COMMIT]
        yield m, [*people(3), op("del_item", "u", "addresses", index=-1), op("clear", "u", "addresses"), op("history", "u", "addresses"), COMMIT]
        yield m, [*people(2), new("b", "Address", email="b"), put("u", "addresses", refs("b", "a1")), op("history", "u", "addresses"), COMMIT, query("Address")]
        yield m, [*people(1), op("append", "u", "addresses", value=ref("a1")), get("u", "addresses"), COMMIT, get("u", "addresses")]


@topic
def mapping_problems():
    address = cls("Address", [ID, col("email"), fk("user_id", "users.id")], table="addresses")
    user = lambda *rels, **kw: cls("User", [ID, NAME], list(rels), **kw)
    yield models(user(rel("addresses", "Adress")), address), [new("u", "User")]
    yield models(user(rel("addresses", "Address", back_populates="owner")), address), [new("u", "User")]
    yield models(user(rel("addresses", "Address", cascade="all, destroy")), address), []
    yield models(user(rel("addresses", "Address", lazy="eventually")), address), [new("u", "User")]
    yield models(user(rel("addresses", "Address", order_by=["Address.nothing"])), address), [new("u", "User")]
    yield models(user(rel("addresses", "Address", cascade="delete-orphan")), address), [new("u", "User")]
    yield models(user(rel("addresses", "Address", passive_deletes="all", cascade="all")), address), [new("u", "User")]
    yield models(user(rel("tags", "Address", secondary="nowhere")), address), [new("u", "User")]
    yield models(cls("User", [NAME])), []
    yield models(cls("User", [ID, fk("team_id", "teams.id")], [rel("team", "User")])), [new("u", "User")]
    yield models(cls("User", [ID, fk("team_id", "nowhere.id")])), []
    yield models(cls("User", [ID, fk("team_id", "users.nothing")])), []
    yield models(user(rel("addresses", "Address", backref="user"), rel("mails", "Address", backref="user")), address), [new("u", "User")]
    yield models(user(rel("addresses", "Address", back_populates="user")), cls("Address", [ID, fk("user_id", "users.id")], [rel("user", "User", back_populates="wrong")], table="addresses")), [new("u", "User")]
    yield models(user(rel("addresses", "Address", back_populates="addresses")), address), [new("u", "User")]
    yield models(user(rel("addresses", "Address", remote_side=["Address.id"])), address), [new("u", "User")]
    yield models(user(rel("address", "Address", uselist=False, single_parent=True, cascade="all, delete-orphan")), address), [new("u", "User")]
    yield models(cls("Node", [ID, fk("parent_id", "nodes.id")], [rel("children", "Node", back_populates="parent"), rel("parent", "Node", back_populates="children")])), [new("n", "Node")]


@topic
def builtin_errors():
    m = user_address()
    yield m, [new("u", "User", nam="x")]
    yield m, [*people(1), new("b", "Address", email="b"), op("remove", "u", "addresses", value=ref("b"))]
    yield m, [new("u", "User"), op("pop", "u", "addresses")]
    yield m, [*people(1), op("pop", "u", "addresses", index=5)]
    yield m, [*people(1), op("del_item", "u", "addresses", index=5)]
    yield m, [*people(1), op("set_item", "u", "addresses", index=5, value=ref("a1"))]
    yield m, [*people(1), put("u", "addresses", ref("a1"))]
    yield m, [*people(1), put("u", "addresses", None)]
    yield m, [*people(1), op("append", "u", "addresses", value="text")]
    yield m, [*people(1), op("append", "u", "addresses", value=ref("u"))]
    yield m, [*people(1), put("a1", "user", "text"), FLUSH]
    yield m, [*people(1), put("a1", "user", ref("a1")), FLUSH]
    yield m, [*people(1), {"op": "get", "class": "User", "ident": [1, 2]}]
    yield m, [*people(1), {"op": "get", "class": "User", "ident": "1"}, {"op": "get", "class": "User", "ident": None}]
    yield m, [*people(1), query("User", filter_by={"nam": "x"})]
    yield m, [*people(1), op("refresh", "u", attrs=["nam"])]
    yield m, [*people(1), op("expire", "u", attrs=["nam"])]
    yield m, [new("u", "User"), op("refresh", "u")]
    yield m, [new("u", "User"), op("expire", "u")]
    yield m, [new("u", "User"), op("expunge", "u")]
    yield m, [new("u", "User"), op("delete", "u")]
    yield m, [*people(1), op("append", "u", "addresses", value=None), FLUSH, ROLLBACK]


# -- column types ------------------------------------------------------------------------------------------------------

VALUES = {
    "Integer": (5, -3), "BigInteger": (9007199254740993, 3000000000), "SmallInteger": (1, 2), "Unicode": ("naïve", "日本"), "Text": ("a\nb", ""),
    "UnicodeText": ("x", "é"), "Boolean": (True, False), "Float": (1.5, -0.25), "Double": (0.1, 5.0),
    "Date": ({"$date": "2024-02-29"}, {"$date": "1999-12-31"}), "DateTime": ({"$date": "2024-02-29T12:30:00"}, {"$date": "1999-12-31T23:59:59.000123"}),
    "Time": ({"$date": "12:30:00"}, {"$date": "23:59:59.500000"}), "Interval": ({"$interval": "90061000001"}, {"$interval": "-1000000"}),
    "LargeBinary": ({"$bytes": "00ff10"}, {"$bytes": ""}),
    "JSON": ({"a": [1, None, "x"], "b": {"c": True}}, [1, 2]),
}
SPECIAL = [
    ({"name": "Numeric", "precision": 10, "scale": 2}, {"$decimal": "12.50"}, {"$decimal": "0.01"}),
    ({"name": "Numeric", "precision": 10, "scale": 4, "asdecimal": False}, 12.5, 0.25),
    ({"name": "Float", "asdecimal": True}, {"$decimal": "1.5"}, {"$decimal": "2.25"}),
    ({"name": "String", "length": 10}, "short", "longer than ten"),
    ({"name": "Enum", "values": ["red", "green", "blue"]}, "red", "blue"),
    ({"name": "Boolean", "create_constraint": True}, True, False),
]


@topic
def column_types():
    cases = [(name, *pair) for name, pair in VALUES.items()] + SPECIAL
    for type_, first, second in cases:
        m = models(cls("Thing", [ID, col("value", type_), NAME], [rel("parts", "Part", backref="thing")]),
                   cls("Part", [ID, col("value", type_, nullable=True), fk("thing_id", "things.id")]))
        make = [new("a", "Thing", value=first), new("b", "Thing", value=None), new("c", "Thing"), add("a", "b", "c"), COMMIT]
        yield m, [*make, get("a", "value"), get("b", "value"), get("c", "value"), put("a", "value", first), op("history", "a", "value"), COMMIT,
                  put("a", "value", second), op("history", "a", "value"), COMMIT, get("a", "value"), sql("SELECT value, typeof(value) FROM things ORDER BY id")]
        if type_ != "JSON":
            yield m, [*make, query("Thing", filter=[eq("Thing.value", first)]), query("Thing", filter=[{"op": "in", "left": {"col": "Thing.value"}, "right": [first, second]}], order_by=[{"col": "Thing.id"}]),
                      {"op": "select", "select": [{"col": "Thing.value"}, {"col": "Thing.id"}], "order_by": [{"col": "Thing.id"}], "terminal": "all"},
                      query("Thing", terminal="update", values={"value": second}), get("b", "value"), op("merge", "a", **{"as": "m"}), COMMIT]


@topic
def type_problems():
    def m(type_, **kw):
        return models(cls("Thing", [ID, col("value", type_, **kw)]))
    for type_, value in [("Integer", "text"), ("Boolean", 7), ("Boolean", "yes"), ("Date", "2024-01-01"), ("DateTime", {"$date": "2024-01-01"}),
                         ("Time", "12:00"), ({"name": "Enum", "values": ["a", "b"]}, "c"), ("Float", "x"), ("LargeBinary", "text"),
                         ({"name": "Numeric", "precision": 5, "scale": 2}, "x"), ("JSON", {"$date": "2024-01-01"})]:
        yield m(type_), [new("a", "Thing", value=value), add("a"), COMMIT, ROLLBACK, op("state", "a")]
    yield m("Integer", default=5), [new("a", "Thing"), new("b", "Thing", value=None), add("a", "b"), COMMIT, get("a", "value"), get("b", "value")]
    yield m("Boolean", default=False), [new("a", "Thing"), add("a"), COMMIT, get("a", "value"), query("Thing", filter=[{"col": "Thing.value"}]), query("Thing", filter=[{"not": {"col": "Thing.value"}}])]
    yield m("DateTime", default={"$date": "2024-01-01T00:00:00"}, onupdate={"$date": "2025-01-01T00:00:00"}), [new("a", "Thing"), add("a"), COMMIT, get("a", "value")]


# -- recording ---------------------------------------------------------------------------------------------------------

# Where the reference raises a KeyError of its own making; nobody should match that.
FAILS_INSIDE = {"del_attr-1", "del_attr-9", "builtin_errors-10", "builtin_errors-12"}


def scenarios():
    for fn in TOPICS:
        for i, (m, steps, *settings) in enumerate(fn(), 1):
            yield {"id": f"{fn.__name__}-{i}", "foreign_keys": False, "session": {}, "models": m, "steps": steps, **(settings[0] if settings else {})}


def record():
    for line in sys.stdin:
        s = json.loads(line)
        s["expect"] = run(s)
        print(json.dumps(s, separators=(",", ":")))


def main(out):
    drawn = [json.dumps(s) for s in scenarios()]
    recordings = []
    for seed in range(4):
        env = {**os.environ, "PYTHONHASHSEED": str(seed), **({"SHUFFLE": str(seed)} if seed else {})}
        r = subprocess.run([sys.executable, __file__, "--record"], input="\n".join(drawn) + "\n", env=env, capture_output=True, text=True)
        if r.returncode:
            sys.exit(r.stderr[-3000:])
        recordings.append(r.stdout.splitlines())
    kept = []
    for first, *others in zip(*recordings):
        id_ = json.loads(first)["id"]
        if any(o != first for o in others):
            print("not repeatable:", id_, file=sys.stderr)
        elif id_ in FAILS_INSIDE:
            print("the reference fails from the inside:", id_, file=sys.stderr)
        else:
            kept.append(first)
    text = ("\n".join(kept) + "\n").encode()
    with open(out, "wb") as raw:
        if out.endswith(".gz"):
            with gzip.GzipFile("", mode="wb", fileobj=raw, mtime=0) as f:
                f.write(text)
        else:
            raw.write(text)
    print(f"{len(kept)} of {len(drawn)} kept")


if __name__ == "__main__":
    record() if sys.argv[1:] == ["--record"] else main(sys.argv[1])
