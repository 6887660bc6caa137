"""Queries ("Legacy Query API")."""

from .._facade import wire
from .._facade.wire import Handle, Options, wraps
from ..engine.options import execution_options
from ..exc import ArgumentError, InvalidRequestError
from ..sql.elements import _options
from ..sql.selectable import Select, for_update, set_operation, step

_LABELED = "Query.{}() is removed in SQLAlchemy 2.0. "


@wraps("Query", "AppenderQuery")
class Query(Handle):
    """A SELECT of mapped classes that is put together step by step and executed at the end."""

    def __init__(self, entities, session=None):
        if not isinstance(entities, (list, tuple)):
            entities = [entities]
        if session is None:
            raise InvalidRequestError("A Query without a session is not supported here. Use session.query() or select().")
        self._hold(wire.reference(session._h, "_none") if False else _query(session, entities))

    @classmethod
    def _from(cls, handle):
        return super()._from(handle)

    def _step(self, name, *args):
        made = self._invoke(name, *args)
        if type(made) is not type(self) and type(self) is not Query and type(made) is Query:
            made.__class__ = type(self)
        return made

    filter = where = step("filter")
    having = step("having")
    order_by = step("orderBy")
    group_by = step("groupBy")
    limit = step("limit")
    offset = step("offset")
    slice = step("slice")
    select_from = step("selectFrom")
    correlate = step("correlate")
    with_entities = step("withEntities")
    add_columns = step("addColumns")
    options = step("options")
    populate_existing = step("populateExisting")
    autoflush = step("autoflush")
    enable_eagerloads = step("enableEagerloads")
    enable_assertions = step("enableAssertions")
    yield_per = step("yieldPer")
    from_statement = step("fromStatement")
    union = set_operation("union")
    union_all = set_operation("unionAll")
    intersect = set_operation("intersect")
    intersect_all = set_operation("intersectAll")
    except_ = set_operation("except")
    except_all = set_operation("exceptAll")

    def filter_by(self, **kwargs):
        return self._invoke("filterBy", kwargs)

    def distinct(self, *expr):
        return self._invoke("distinct", *expr)

    def join(self, target, *props, onclause=None, isouter=False, full=False, **kw):
        return self._joined("join", target, props, onclause, {"isouter": isouter or None, "full": full or None}, kw)

    def outerjoin(self, target, *props, onclause=None, full=False, **kw):
        return self._joined("outerjoin", target, props, onclause, {"full": full or None}, kw)

    def _joined(self, name, target, props, onclause, options, kw):
        if kw:
            raise TypeError(f"Query.{name}() got an unexpected keyword argument '{next(iter(kw))}'")
        if props:
            onclause, *more = props
            if more:
                raise TypeError("chained relationship paths are no longer accepted: call join() once for each")
        if isinstance(target, str):
            raise ArgumentError(
                "Join target, typically a FROM expression, or ORM relationship attribute expected, got "
                f"{target!r}."
            )
        if isinstance(onclause, str):
            raise ArgumentError(f"ON clause, typically a SQL expression or ORM relationship attribute expected, got {onclause!r}.")
        given = _options(**options)
        return self._invoke(name, target, onclause, *([given] if given else []))

    def add_column(self, column):
        return self.add_columns(column)

    def add_entity(self, entity, alias=None):
        return self._invoke("addEntity", alias if alias is not None else entity)

    def execution_options(self, **kwargs):
        return self._invoke("executionOptions", execution_options(kwargs))

    def with_for_update(self, *, nowait=False, read=False, of=None, skip_locked=False, key_share=False):
        return self._invoke("withForUpdate", for_update(nowait, read, of, skip_locked, key_share))

    def params(self, *args, **kw):
        return self._invoke("params", Options({**(args[0] if args else {}), **kw}))

    def with_session(self, session):
        return self._invoke("withSession", session)

    def with_parent(self, instance, property=None, from_entity=None):
        return self._invoke("withParent", instance, *([] if property is None else [property]))

    def with_labels(self):
        return self

    def set_label_style(self, style):
        return self

    def enable_baked(self, *_):
        return self

    def with_hint(self, *_a, **_k):
        return self

    def reset_joinpoint(self):
        return self

    def prefix_with(self, *prefixes, dialect="*"):
        return self._invoke("prefixWith", *prefixes)

    def execute(self):
        raise AttributeError("'Query' object has no attribute 'execute'")

    # -- what it gives -----------------------------------------------------------------------------------------------------

    def all(self):
        return self._invoke("all")

    def first(self):
        return self._invoke("first")

    def one(self):
        return self._invoke("one")

    def one_or_none(self):
        return self._invoke("oneOrNone")

    def scalar(self):
        try:
            found = self.one_or_none()
        except Exception:
            raise
        return found[0] if isinstance(found, tuple) else found

    def count(self):
        return self._invoke("count")

    def get(self, ident):
        return self._invoke("get", ident)

    def __iter__(self):
        return iter(self.all())

    def __getitem__(self, item):
        if isinstance(item, slice):
            start, stop, stride = item.start, item.stop, item.step
            if (isinstance(start, int) and start < 0) or (isinstance(stop, int) and stop < 0):
                raise IndexError("negative indexes are not accepted by SQL index / slice operators")
            if isinstance(start, int) and isinstance(stop, int) and stop - start <= 0:
                return []
            found = self.slice(start, stop).all()
            return found[:: stride] if stride is not None else found
        if item < 0:
            raise IndexError("negative indexes are not accepted by SQL index / slice operators")
        return self.slice(item, item + 1).all()[0]

    def delete(self, synchronize_session="auto", delete_args=None):
        return self._invoke("delete", Options(synchronizeSession=synchronize_session))

    def update(self, values, synchronize_session="auto", update_args=None):
        given = dict(values)
        return self._invoke("update", given, Options(synchronizeSession=synchronize_session))

    def instances(self, *_):
        raise InvalidRequestError("Query.instances() is not supported here. Use session.execute().")

    # -- what it is --------------------------------------------------------------------------------------------------------

    @property
    def session(self):
        return wire.get(self._h, "session")

    @property
    def statement(self):
        return wire.get(self._h, "statement")

    @property
    def selectable(self):
        return self.statement

    @property
    def whereclause(self):
        return self.statement.whereclause

    @property
    def column_descriptions(self):
        return column_descriptions(self)

    @property
    def subquery_columns(self):
        return self.subquery().c

    def subquery(self, name=None, with_labels=False, reduce_columns=False):
        return self._invoke("subquery", name)

    def cte(self, name=None, recursive=False, nesting=False):
        return self._invoke("cte", name, _options(recursive=recursive or None))

    def scalar_subquery(self):
        return self._invoke("scalarSubquery")

    as_scalar = scalar_subquery

    def label(self, name):
        return self._invoke("label", name)

    def exists(self):
        return self._invoke("exists")

    def __clause_element__(self):
        return self._invoke("clauseElement")

    def __str__(self):
        return wire.text(self._h)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "from_self":
            raise AttributeError("'Query' object has no attribute 'from_self'")
        raise AttributeError(f"'Query' object has no attribute '{name}'")

    # -- of a dynamic relationship -----------------------------------------------------------------------------------------

    def append(self, item):
        self._invoke("append", item)

    add = append

    def remove(self, item):
        self._invoke("remove", item)

    def extend(self, items):
        for item in list(items):
            self.append(item)

    add_all = extend


AppenderQuery = AppenderMixin = Query


def _query(session, entities):
    """The number of a query of the engine's."""
    import json

    wire._note()
    result = wire.js.invoke(session._h, "query", wire.pack_args(entities))
    if result[1:2] == "!":
        wire.unpack(result)
    return json.loads(result[1:])["h"]


def column_descriptions(statement):
    return wire.make("columnDescriptions", statement)


@wraps("WriteOnlyCollection")
class WriteOnlyCollection(Handle):
    """A collection that is only written to."""

    def add(self, item):
        self._invoke("add", item)

    def add_all(self, iterator):
        self._invoke("addAll", list(iterator))

    def remove(self, item):
        self._invoke("remove", item)

    def select(self):
        return self._invoke("select")

    def insert(self):
        return self._invoke("insert")

    def update(self):
        return self._invoke("update")

    def delete(self):
        return self._invoke("delete")


@wraps("Bundle")
class Bundle(Handle):
    """Several expressions that come as one value."""

    def __init__(self, name, *exprs, single_entity=False):
        self.name = name
        self._exprs = exprs
        self._hold(wire.construct("Bundle", name, *exprs))

    @property
    def c(self):
        return _BundleColumns(self._exprs)

    columns = c

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.c, name)

    def label(self, name):
        return self._invoke("label", name)


class _BundleColumns:
    def __init__(self, exprs):
        self._exprs = exprs

    def __getattr__(self, name):
        for each in self._exprs:
            if each.key == name or getattr(each, "name", None) == name:
                return each
        raise AttributeError(name)


__all__ = ["Select"]
