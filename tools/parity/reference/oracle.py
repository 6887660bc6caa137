"""Run parity scenarios on the reference implementation and record what it does.

A scenario is a JSON document (see README.md beside this file): tables, mapped
classes and a list of steps.  This program maps the classes with SQLAlchemy,
performs the steps on one Session over an in-memory SQLite database and writes,
per step, every statement and transaction event in order, the object state
transitions, the warnings, and the step's result or error.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 oracle.py IN.json [...] [-o OUT_DIR]

Without -o it prints the recorded scenario to standard output.
The recorded files in this folder were made with SQLAlchemy 2.0.52.
"""
import datetime as dt
import decimal
import json
import os
import random
import re
import sys
import warnings

import programs
import sqlalchemy as sa
from sqlalchemy import event, orm
from sqlalchemy.orm import attributes as orm_attributes

TYPES = {
    "Integer": sa.Integer, "BigInteger": sa.BigInteger, "SmallInteger": sa.SmallInteger,
    "String": sa.String, "Unicode": sa.Unicode, "Text": sa.Text, "Boolean": sa.Boolean,
    "Float": sa.Float, "Numeric": sa.Numeric, "Date": sa.Date, "DateTime": sa.DateTime,
    "Time": sa.Time, "Interval": sa.Interval, "Double": sa.Double, "UnicodeText": sa.UnicodeText,
    "Uuid": sa.Uuid, "LargeBinary": sa.LargeBinary, "JSON": sa.JSON, "Enum": sa.Enum,
}
TRANSITIONS = [
    "transient_to_pending", "pending_to_transient", "pending_to_persistent",
    "persistent_to_deleted", "deleted_to_persistent", "deleted_to_detached",
    "persistent_to_detached", "persistent_to_transient", "detached_to_persistent",
    "loaded_as_persistent",
]
LOADERS = {n: getattr(orm, n) for n in (
    "joinedload", "selectinload", "subqueryload", "lazyload", "raiseload",
    "noload", "contains_eager", "immediateload", "defer", "undefer", "load_only",
) if hasattr(orm, n)}


def encode(value):
    """A JSON rendering of a value read back from the ORM."""
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return {"$date": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"$interval": str(value // dt.timedelta(microseconds=1))}
    if isinstance(value, decimal.Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, (bytes, memoryview)):
        return {"$bytes": bytes(value).hex()}
    if isinstance(value, orm_attributes.LoaderCallableStatus):
        return {"$symbol": value.name}                  # NO_VALUE and its like, in a history
    return value


def decode(value):
    if isinstance(value, dict):
        if "$date" in value:
            text = value["$date"]
            if "T" in text or " " in text:
                return dt.datetime.fromisoformat(text)
            return dt.date.fromisoformat(text) if "-" in text else dt.time.fromisoformat(text)
        if "$interval" in value:
            return dt.timedelta(microseconds=int(value["$interval"]))
        if "$decimal" in value:
            return decimal.Decimal(value["$decimal"])
        if "$bytes" in value:
            return bytes.fromhex(value["$bytes"])
    return value


def clean(message):
    message = re.sub(r" at 0x[0-9a-fA-F]+", " at 0x", str(message))
    if message.startswith("Circular dependency detected."):
        return "Circular dependency detected."          # the members follow in no order
    if " statement has a cartesian product " in message:
        return message.split(" between ")[0]            # and so do these
    return message.split("\n(Background on this error")[0].split(" (Background on this error")[0]


def settle(events, secondary):
    """Sort what the reference keeps in unordered sets: each unbroken run of state transitions, and
    the rows of one multi-row statement on a many-to-many table."""
    out, run_ = [], []
    for e in events + [None]:
        if e and "state" in e:
            run_.append(e)
            continue
        out += sorted(run_, key=lambda x: (x["state"], x["object"]))
        run_ = []
        if e:
            words = e.get("sql", "").split()
            if e.get("many") and words[2].strip('"') in secondary:
                e = {**e, "params": sorted(e["params"], key=json.dumps)}
            out.append(e)
    return out


class Shuffle:
    """Moves where the next objects lie in memory, and with that the order of the reference's unordered
    sets, which hash objects by address.  What differs between two seeds is no behaviour to match."""

    def __init__(self, seed):
        self.rng = random.Random(seed) if seed else None
        self.held = []

    def __call__(self):
        if self.rng:
            self.held += [bytes(self.rng.randint(1, 480)) for _ in range(self.rng.randint(0, 40))]
            self.rng.shuffle(self.held)
            del self.held[400:]


class World:
    """One scenario's mapped classes, database and session, with its recorder."""

    def __init__(self, scenario, before_map=None):
        self.scenario = scenario
        self.shuffle = Shuffle(os.environ.get("SHUFFLE"))
        self.events = []
        self.vars = {}
        self.conn = None
        self.registry = orm.registry()
        self.Base = self.registry.generate_base()
        self.classes = {}
        self.aliases = {}
        self.secondary = {t["name"] for t in scenario["models"].get("tables", [])}
        self.engine = sa.create_engine("sqlite://")
        self._listen_engine()

    # -- schema -----------------------------------------------------------
    def type_of(self, spec):
        if spec is None:
            return None
        if isinstance(spec, str):
            return TYPES[spec]()
        kwargs = {k: v for k, v in spec.items() if k not in ("name", "values")}
        return TYPES[spec["name"]](*spec.get("values", []), **kwargs)

    def column(self, spec):
        args = []
        if spec.get("type"):
            args.append(self.type_of(spec["type"]))
        fk = spec.get("foreign_key")
        if fk:
            fk = {"target": fk} if isinstance(fk, str) else dict(fk)
            args.append(sa.ForeignKey(fk.pop("target"), **fk))
        kwargs = {k: spec[k] for k in (
            "primary_key", "nullable", "unique", "index", "autoincrement", "server_default", "key",
        ) if k in spec}
        for k in ("default", "onupdate"):
            if k in spec:
                kwargs[k] = decode(spec[k])
        return sa.Column(spec["name"], *args, **kwargs)

    def table_args(self, spec):
        out = []
        for c in spec.get("constraints", []):
            kind = c["kind"]
            kw = {"name": c["name"]} if c.get("name") else {}
            if kind == "unique":
                out.append(sa.UniqueConstraint(*c["columns"], **kw))
            elif kind == "check":
                out.append(sa.CheckConstraint(c["sql"], **kw))
            elif kind == "foreign_key":
                for k in ("ondelete", "onupdate"):
                    if c.get(k):
                        kw[k] = c[k]
                out.append(sa.ForeignKeyConstraint(c["columns"], c["refs"], **kw))
        return out

    def collection_class(self, spec):
        """"set", "list", or {"attribute_keyed_dict": "name"}."""
        if isinstance(spec, str):
            return {"set": set, "list": list}[spec]
        return orm.attribute_keyed_dict(spec["attribute_keyed_dict"])

    def relationship(self, spec):
        kw = {k: spec[k] for k in (
            "cascade", "passive_deletes", "passive_updates", "uselist", "lazy", "single_parent",
            "post_update", "viewonly", "back_populates", "secondary", "innerjoin", "overlaps",
            "primaryjoin", "secondaryjoin",
        ) if k in spec}
        for k in ("order_by", "remote_side", "foreign_keys"):
            if k in spec:
                kw[k] = "[" + ", ".join(spec[k]) + "]"
        if spec.get("collection_class"):
            kw["collection_class"] = self.collection_class(spec["collection_class"])
        if "backref" in spec:
            b = spec["backref"]
            if isinstance(b, str):
                kw["backref"] = b
            else:
                b = dict(b)
                name = b.pop("name")
                for k in ("order_by", "remote_side", "foreign_keys"):
                    if k in b:
                        b[k] = "[" + ", ".join(b[k]) + "]"
                if "collection_class" in b:
                    b["collection_class"] = self.collection_class(b["collection_class"])
                kw["backref"] = orm.backref(name, **b)
        return orm.relationship(spec["target"], **kw)

    def map(self):
        models = self.scenario["models"]
        for t in models.get("tables", []):
            sa.Table(t["name"], self.Base.metadata, *[self.column(c) for c in t["columns"]],
                     *self.table_args(t))
        for c in models["classes"]:
            self.shuffle()
            body = {"__module__": "scenario"}
            if c.get("table"):
                body["__tablename__"] = c["table"]
            if c.get("constraints"):
                body["__table_args__"] = tuple(self.table_args(c))
            for col in c.get("columns", []):
                body[col.get("attr", col["name"])] = self.column(col)
            for rel in c.get("relationships", []):
                body[rel["name"]] = self.relationship(rel)
            mapper_args = dict(c.get("mapper_args", {}))
            if "polymorphic_on" in mapper_args or "version_id_col" in mapper_args:
                for k in ("polymorphic_on", "version_id_col"):
                    if k in mapper_args:
                        mapper_args[k] = body[mapper_args[k]]
            if mapper_args:
                body["__mapper_args__"] = mapper_args
            bases = (self.classes[c["inherits"]],) if c.get("inherits") else (self.Base,)
            self.classes[c["name"]] = type(c["name"], bases, body)
        if models.get("code"):
            programs.run_code(self, models)
            for name in self.scope.own:
                if isinstance(self.scope.names.get(name), type) and hasattr(self.scope.names[name], "__mapper__"):
                    self.classes[name] = self.scope.names[name]

    # -- recording --------------------------------------------------------
    def _listen_engine(self):
        e = self.engine

        # Python's SQLite driver sends its own BEGIN, late and never before a SAVEPOINT, so that a rollback
        # can keep rows.  With that switched off, BEGIN goes out where SQLAlchemy begins, as its documentation advises.
        @event.listens_for(e, "connect")
        def connect(dbapi_connection, record):
            dbapi_connection.isolation_level = None
            if self.scenario.get("foreign_keys"):
                dbapi_connection.execute("PRAGMA foreign_keys=ON")

        @event.listens_for(e, "before_cursor_execute")
        def execute(conn, cursor, statement, parameters, context, executemany):
            if statement == "BEGIN":
                return                                  # recorded by the listener below
            if statement.startswith(("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")):
                self.events.append({"tx": statement})
                return
            # Rows of one INSERT .. RETURNING arrive one by one, each flagged executemany with one row's tuple.
            many = executemany and isinstance(parameters, list)
            params = [[encode(v) for v in p] for p in parameters] if many else [encode(v) for v in parameters or ()]
            self.events.append({"sql": statement, "params": params, **({"many": True} if many else {})})

        for name in ("begin", "commit", "rollback"):
            event.listen(e, name, lambda conn, name=name: self.events.append({"tx": name.upper()}))
        event.listen(e, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))

    def _listen_session(self):
        # The reference's identity map is weak: what nobody holds vanishes whenever the collector says.
        # Holding every object that a session ever knew makes a recording repeatable; the engine under
        # test has a strong identity map, which behaves as this does.
        World.latest = self
        self.held = []
        self.hear(self.session)

    def hear(self, session):
        """Record what becomes of the objects of a session."""
        def transition(session, obj, name):
            self.held.append(obj)
            self.events.append({"state": name, "object": self.label(obj)})

        for name in TRANSITIONS:
            event.listen(session, name, lambda session, obj, name=name: transition(session, obj, name))

    def label(self, obj):
        """How an object is named in a recording: Class#pk once it has an identity, else its variable."""
        state = sa.inspect(obj)
        name = type(obj).__name__
        if state.identity is not None:
            return f"{name}#" + ",".join(str(v) for v in state.identity)
        for var, value in self.vars.items():
            if value is obj:
                return f"{name}:{var}"
        return f"{name}:?"

    def render(self, value):
        if orm_attributes.instance_state(value) if hasattr(value, "_sa_instance_state") else None:
            return {"entity": self.label(value)}
        if isinstance(value, sa.Row):
            return {"row": [self.render(v) for v in value]}
        if isinstance(value, (list, tuple)):
            return [self.render(v) for v in value]
        if isinstance(value, (set, frozenset)):
            return sorted((self.render(v) for v in value), key=json.dumps)
        if isinstance(value, dict):
            return {"dict": {str(k): self.render(v) for k, v in value.items()}}
        if isinstance(value, sa.RowMapping):
            return {"dict": {str(k): self.render(v) for k, v in value.items()}}
        return programs.render(self, encode(value))

    # -- values and expressions -------------------------------------------
    def value(self, spec):
        if isinstance(spec, list):
            return [self.value(v) for v in spec]
        if isinstance(spec, dict):
            if "ref" in spec:
                return self.obj(spec["ref"])
            return decode(spec)
        return spec

    def obj(self, ref):
        m = re.fullmatch(r"(\w+)\[(-?\d+)\]", ref)
        if m:
            return self.vars[m.group(1)][int(m.group(2))]
        return self.vars[ref]

    def path(self, dotted):
        """'User', 'User.addresses', 'users.c.id' (a table's column) or an alias declared by the query."""
        head, _, rest = dotted.partition(".")
        if head in self.aliases:
            thing = self.aliases[head]
        elif head in self.classes:
            thing = self.classes[head]
        else:
            thing = self.Base.metadata.tables[head]
        for part in rest.split(".") if rest else []:
            thing = getattr(thing, part)
        return thing

    def expr(self, e):
        if not isinstance(e, dict):
            return e
        if "col" in e:
            return self.path(e["col"])
        if "ref" in e or "$date" in e or "$decimal" in e or "$bytes" in e or "$interval" in e:
            return self.value(e)
        if "lit" in e:
            return sa.literal(self.value(e["lit"]))
        if "text" in e:
            return sa.text(e["text"])
        if "and" in e:
            return sa.and_(*[self.expr(x) for x in e["and"]])
        if "or" in e:
            return sa.or_(*[self.expr(x) for x in e["or"]])
        if "not" in e:
            return ~self.expr(e["not"])
        if "func" in e:
            f = getattr(sa.func, e["func"])(*[self.expr(x) for x in e.get("args", [])])
            return f
        if "label" in e:
            return self.expr(e["label"][0]).label(e["label"][1])
        if "desc" in e:
            return self.expr(e["desc"]).desc()
        if "asc" in e:
            return self.expr(e["asc"]).asc()
        if "any" in e or "has" in e:
            kind = "any" if "any" in e else "has"
            args = e[kind]
            return getattr(self.path(args[0]), kind)(*[self.expr(x) for x in args[1:]])
        if "exists" in e:
            return self.select(e["exists"]).exists()
        if "case" in e:
            return sa.case(*[(self.expr(w), self.expr(t)) for w, t in e["case"]], else_=self.expr(e.get("else")))
        if "cast" in e:
            return sa.cast(self.expr(e["cast"][0]), self.type_of(e["cast"][1]))
        op = e["op"]
        left = self.expr(e["left"])
        right = e.get("right")
        if isinstance(right, list):
            right = [self.expr(x) for x in right]
        elif isinstance(right, dict) and "select" in right:
            right = self.select(right)
        else:
            right = self.expr(right)
        ops = {
            "==": lambda: left == right, "!=": lambda: left != right, "<": lambda: left < right,
            "<=": lambda: left <= right, ">": lambda: left > right, ">=": lambda: left >= right,
            "+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right,
            "/": lambda: left / right, "%": lambda: left % right, "||": lambda: left.concat(right),
            "like": lambda: left.like(right), "ilike": lambda: left.ilike(right),
            "not_like": lambda: left.not_like(right),
            "in": lambda: left.in_(right), "not_in": lambda: left.not_in(right),
            "is": lambda: left.is_(right), "is_not": lambda: left.is_not(right),
            "between": lambda: left.between(*right), "startswith": lambda: left.startswith(right),
            "endswith": lambda: left.endswith(right), "contains": lambda: left.contains(right),
        }
        return ops[op]()

    def option(self, spec):
        """{"selectinload": ["User.addresses", "Address.user"]}: one chain, each link after the first by the same loader."""
        (name, chain), = spec.items()
        chain = [chain] if isinstance(chain, str) else chain
        loader = LOADERS[name](self.path(chain[0]))
        for link in chain[1:]:
            loader = getattr(loader, name)(self.path(link))
        return loader

    def declare_aliases(self, spec):
        for name, cls in spec.get("aliases", {}).items():
            self.aliases[name] = orm.aliased(self.classes[cls], name=name if spec.get("named_aliases") else None)

    def apply(self, q, spec):
        """The clauses that Query and select() share."""
        for j in spec.get("join", []):
            j = {"to": j} if isinstance(j, str) else j
            args = [self.path(j["to"])]
            if "of_type" in j:
                args = [args[0].of_type(self.aliases[j["of_type"]])]
            if "on" in j:
                args.append(self.expr(j["on"]))
            if j.get("outer"):
                q = q.outerjoin(*args)
            else:
                q = q.join(*args)
        for f in spec.get("filter", []):
            q = q.filter(self.expr(f)) if hasattr(q, "filter") else q.where(self.expr(f))
        if spec.get("filter_by"):
            q = q.filter_by(**{k: self.value(v) for k, v in spec["filter_by"].items()})
        if spec.get("group_by"):
            q = q.group_by(*[self.expr(x) for x in spec["group_by"]])
        if spec.get("having"):
            q = q.having(self.expr(spec["having"]))
        if spec.get("order_by"):
            q = q.order_by(*[self.expr(x) for x in spec["order_by"]])
        if spec.get("distinct"):
            q = q.distinct()
        if "limit" in spec:
            q = q.limit(spec["limit"])
        if "offset" in spec:
            q = q.offset(spec["offset"])
        for o in spec.get("options", []):
            q = q.options(self.option(o))
        return q

    def select(self, spec):
        self.declare_aliases(spec)
        stmt = sa.select(*[self.entity(e) for e in spec["select"]])
        if spec.get("select_from"):
            stmt = stmt.select_from(self.path(spec["select_from"]))
        return self.apply(stmt, spec)

    def entity(self, e):
        return self.path(e) if isinstance(e, str) else self.expr(e)

    # -- steps ------------------------------------------------------------
    def run_step(self, s):
        op = s["op"]
        session = self.session
        if op == "new":
            obj = self.classes[s["class"]](**{k: self.value(v) for k, v in s.get("args", {}).items()})
            self.vars[s["as"]] = obj
            return None
        if op == "get_attr":
            value = getattr(self.obj(s["object"]), s["attr"])
            if s.get("as"):
                self.vars[s["as"]] = value
            return self.render(value)
        if op == "set":
            setattr(self.obj(s["object"]), s["attr"], self.value(s["value"]))
            return None
        if op == "del_attr":
            delattr(self.obj(s["object"]), s["attr"])
            return None
        if op in ("append", "remove", "extend", "insert", "pop", "clear", "add_item", "discard", "del_item", "set_item"):
            coll = getattr(self.obj(s["object"]), s["attr"])
            if op == "append":
                coll.append(self.value(s["value"]))
            elif op == "remove":
                coll.remove(self.value(s["value"]))
            elif op == "extend":
                coll.extend(self.value(s["value"]))
            elif op == "insert":
                coll.insert(s["index"], self.value(s["value"]))
            elif op == "pop":
                return self.render(coll.pop(*([s["index"]] if "index" in s else [])))
            elif op == "clear":
                coll.clear()
            elif op == "add_item":
                coll.add(self.value(s["value"]))
            elif op == "discard":
                coll.discard(self.value(s["value"]))
            elif op == "del_item":
                del coll[s["index"]]
            elif op == "set_item":
                coll[s["index"]] = self.value(s["value"])
            return None
        if op == "add":
            for ref in s["objects"]:
                session.add(self.obj(ref))
            return None
        if op == "add_all":
            session.add_all([self.obj(r) for r in s["objects"]])
            return None
        if op in ("delete", "expunge"):
            getattr(session, op)(self.obj(s["object"]))
            return None
        if op in ("flush", "commit", "rollback", "expunge_all", "expire_all", "close"):
            getattr(session, op)()
            return None
        if op == "remove_session":                      # scoped_session.remove(): closes, and the next use makes another
            session.remove()
            return None
        if op in ("make_transient", "make_transient_to_detached"):
            getattr(orm, op)(self.obj(s["object"]))
            return None
        if op == "is_modified":
            return session.is_modified(self.obj(s["object"]))
        if op == "object_session":
            return orm.object_session(self.obj(s["object"])) is not None
        if op == "read_dynamic":                        # lazy="dynamic": the collection is a query
            return self.render(getattr(self.obj(s["object"]), s["attr"]).all())
        if op == "count_dynamic":
            return getattr(self.obj(s["object"]), s["attr"]).count()
        if op == "read_write_only":                     # lazy="write_only": the collection makes SELECTs
            return self.render(session.scalars(getattr(self.obj(s["object"]), s["attr"]).select()).all())
        if op == "keys":
            return self.render(list(getattr(self.obj(s["object"]), s["attr"]).keys()))
        if op in ("refresh", "expire"):
            args = [self.obj(s["object"])] + ([s["attrs"]] if s.get("attrs") else [])
            getattr(session, op)(*args)
            return None
        if op == "merge":
            self.vars[s["as"]] = session.merge(self.obj(s["object"]))
            return self.render(self.vars[s["as"]])
        if op == "get":
            ident = s["ident"]
            obj = session.get(self.classes[s["class"]], tuple(ident) if isinstance(ident, list) else ident)
            if s.get("as"):
                self.vars[s["as"]] = obj
            return self.render(obj)
        if op == "begin_nested":
            self.vars[s["as"]] = session.begin_nested()
            return None
        if op in ("commit_nested", "rollback_nested"):
            getattr(self.vars[s["nested"]], op.split("_")[0])()
            return None
        if op == "state":
            st = sa.inspect(self.obj(s["object"]))
            name = next(n for n in ("transient", "pending", "persistent", "deleted", "detached") if getattr(st, n))
            return {"state": name, "modified": bool(st.modified)}
        if op in ("session_new", "session_dirty", "session_deleted"):
            return sorted(self.label(o) for o in getattr(session, op.split("_")[1]))
        if op == "identity_map":
            return sorted(self.label(o) for o in session.identity_map.values())
        if op == "in_session":
            return self.obj(s["object"]) in session
        if op == "is":
            return self.obj(s["left"]) is self.obj(s["right"])
        if op == "history":
            h = sa.inspect(self.obj(s["object"])).attrs[s["attr"]].history
            return {k: self.render(list(getattr(h, k) or [])) for k in ("added", "unchanged", "deleted")}
        if op == "sql":
            r = session.execute(sa.text(s["sql"]), {k: self.value(v) for k, v in s.get("params", {}).items()})
            return self.render(list(r.all())) if r.returns_rows else None
        if op == "run":
            return self.render(programs.run_code(self, s))
        if op == "query":
            return self.run_query(s)
        if op == "select":
            return self.run_select(s)
        if op in ("bulk_update", "bulk_delete"):
            return self.run_bulk(s)
        if op == "create_all":
            self.Base.metadata.create_all(self.engine)
            return None
        if op == "drop_all":
            self.Base.metadata.drop_all(self.engine)
            return None
        raise KeyError(f"unknown op {op!r}")

    def run_query(self, s):
        self.declare_aliases(s)
        q = self.session.query(*[self.entity(e) for e in s["select"]])
        if s.get("select_from"):
            q = q.select_from(self.path(s["select_from"]))
        q = self.apply(q, s)
        terminal = s.get("terminal", "all")
        if terminal == "delete":
            return q.delete(**({"synchronize_session": s["synchronize_session"]} if "synchronize_session" in s else {}))
        if terminal == "update":
            return q.update({self.path(k) if "." in k else k: self.expr(v) for k, v in s["values"].items()},
                            **({"synchronize_session": s["synchronize_session"]} if "synchronize_session" in s else {}))
        result = getattr(q, terminal)()
        if s.get("as"):
            self.vars[s["as"]] = result
        return self.render(result)

    def run_select(self, s):
        terminal = s.get("terminal", "scalars")
        result = self.session.execute(self.select(s))
        if terminal == "scalars":
            out = result.scalars().all()
        elif terminal == "unique_scalars":
            out = result.unique().scalars().all()
        elif terminal == "all":
            out = result.all()
        else:
            out = getattr(result, terminal)()
        if s.get("as"):
            self.vars[s["as"]] = out
        return self.render(out)

    def run_bulk(self, s):
        cls = self.classes[s["class"]]
        stmt = sa.delete(cls) if s["op"] == "bulk_delete" else sa.update(cls).values(
            **{k: self.expr(v) for k, v in s["values"].items()})
        for f in s.get("filter", []):
            stmt = stmt.where(self.expr(f))
        if "synchronize_session" in s:
            stmt = stmt.execution_options(synchronize_session=s["synchronize_session"])
        return self.session.execute(stmt).rowcount

    def record(self, thunk):
        """Perform one thing; return its events, warnings and result or error."""
        self.shuffle()
        self.events = []
        out = {}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                result = thunk()
                if result is not None:
                    out["result"] = result
            except Exception as err:  # noqa: BLE001 - every error is part of the recording
                out["error"] = {"class": type(err).__name__, "message": clean(err)}
                if isinstance(err, sa.exc.DBAPIError):
                    out["error"] = {"class": type(err).__name__, "message": str(err.orig)}
        out["events"] = settle(self.events, self.secondary)
        texts = [clean(w.message) for w in caught if issubclass(w.category, (sa.exc.SAWarning, sa.exc.SADeprecationWarning))]
        if texts:
            out["warnings"] = texts
        return out

    def start(self):
        """Map the classes and create the tables; returns the recording of both."""
        def go():
            self.map()
            self.registry.configure()
        mapping = self.record(go)
        mapping.pop("events")
        if "error" in mapping:
            return {"mapping": mapping}
        ddl = self.record(lambda: self.Base.metadata.create_all(self.engine))
        ddl = [e["sql"] for e in ddl["events"] if "sql" in e and not e["sql"].startswith("PRAGMA")]
        opts = {"autoflush": True, "expire_on_commit": True, **self.scenario.get("session", {})}
        scoped = opts.pop("scoped", False)
        self.session = (orm.scoped_session(orm.sessionmaker(self.engine, **opts)) if scoped
                        else orm.Session(self.engine, **opts))
        self._listen_session()
        return {"mapping": mapping, "ddl": ddl}

    def rows(self):
        out = {}
        with self.engine.connect() as c:
            for t in self.Base.metadata.tables.values():
                cols = list(t.columns)
                pk = [c for c in cols if c.primary_key] or cols
                try:
                    raw = c.exec_driver_sql(f'SELECT * FROM "{t.name}"').all()
                except sa.exc.OperationalError:         # its CREATE failed
                    continue
                names = [x.name for x in cols]
                key = [names.index(x.name) for x in pk]
                out[t.name] = sorted([[encode(v) for v in r] for r in raw],
                                     key=lambda r: json.dumps([r[i] for i in key] + r, default=str))
        return out

    def finish(self):
        self.events = []
        self.session.close()
        if self.conn is not None:
            self.conn.close()
        rows = self.rows()
        self.engine.dispose()
        self.registry.dispose()
        return rows


def run(scenario):
    world = World(scenario)
    expect = world.start()
    if "ddl" in expect:
        expect["steps"] = [world.record(lambda s=s: world.run_step(s)) for s in scenario["steps"]]
        expect["rows"] = world.finish()
    return expect


def main(argv):
    out_dir = None
    if "-o" in argv:
        i = argv.index("-o")
        out_dir = argv[i + 1]
        del argv[i:i + 2]
    for path in argv:
        with open(path) as f:
            doc = json.load(f)
        many = isinstance(doc, list)
        done = []
        for scenario in doc if many else [doc]:
            scenario["expect"] = run(scenario)
            done.append(scenario)
        text = json.dumps(done if many else done[0], indent=1, sort_keys=False)
        if out_dir:
            os.makedirs(out_dir, exist_ok=True)
            with open(os.path.join(out_dir, os.path.basename(path)), "w") as f:
                f.write(text + "\n")
        else:
            print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
