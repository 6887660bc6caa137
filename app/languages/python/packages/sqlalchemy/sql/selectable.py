"""FROM clauses and SELECT ("SELECT and Related Constructs")."""

from .._facade import wire
from .._facade.wire import ABSENT, Handle, Options, wraps
from ..exc import ArgumentError
from .elements import ClauseElement, ColumnElement, _options


def step(name):
    """A method that hands its arguments on."""

    def method(self, *args):
        return self._invoke(name, *args)

    method.__name__ = name
    return method


def named_step(name):
    """A method that takes one name, by position or as ``name=``."""

    def method(self, name_=None, *, name=None):
        return self._invoke(_engine_name, name if name is not None else name_)

    _engine_name = name
    method.__name__ = name
    return method


def set_operation(name):
    def method(self, *other):
        return self._invoke(name, *other)

    method.__name__ = name
    return method


class Executable:
    """A statement."""

    def execution_options(self, **kw):
        from ..engine.options import execution_options

        return self._invoke("executionOptions", execution_options(kw))

    def options(self, *options):
        return self._invoke("options", *options)

    def params(self, *optionaldict, **kwargs):
        return self._invoke("params", Options({**(optionaldict[0] if optionaldict else {}), **kwargs}))


@wraps("ColumnCollection")
class ColumnCollection(Handle):
    """Columns by key: ``table.c``."""

    def __getattr__(self, key):
        if key.startswith("__"):
            raise AttributeError(key)
        found = self._invoke("get", key)
        if found is None:
            raise AttributeError(key)
        return found

    def __getitem__(self, key):
        if isinstance(key, (tuple, slice)):
            chosen = self.values()[key] if isinstance(key, slice) else [self[each] for each in key]
            return ChosenColumns(chosen)
        if isinstance(key, str):
            found = self._invoke("get", key)
            if found is None:
                raise KeyError(key)
            return found
        return self.values()[key]

    def get(self, key, default=None):
        found = self._invoke("get", key)
        return default if found is None else found

    def keys(self):
        return self._invoke("keys")

    def values(self):
        return self._invoke("values")

    def items(self):
        return [tuple(each) for each in self._invoke("items")]

    def __iter__(self):
        return iter(self.values())

    def __len__(self):
        return len(self.keys())

    def __contains__(self, key):
        if not isinstance(key, str):
            raise ArgumentError("__contains__ requires a string argument")
        return key in self.keys()

    def contains_column(self, column):
        return any(column is each for each in self.values())

    def corresponding_column(self, column, require_embedded=False):
        return self._invoke("correspondingColumn", column, require_embedded)

    def __str__(self):
        return f"{type(self).__name__}({', '.join(str(each) for each in self)})"

    __repr__ = __str__


class ChosenColumns(list):
    """Some of a collection's columns."""

    def __getattr__(self, key):
        for each in self:
            if each.key == key:
                return each
        raise AttributeError(key)

    def keys(self):
        return [each.key for each in self]


class Selectable(ClauseElement):
    pass


@wraps("FromClause", "AliasedRows")
class FromClause(Selectable):
    """What can stand in a FROM."""

    @property
    def c(self):
        return wire.reference(self._h, "c")

    columns = exported_columns = c

    @property
    def primary_key(self):
        return list(wire.items(wire.reference(self._h, "primaryKey")._h))

    @property
    def foreign_keys(self):
        return set(wire.items(wire.reference(self._h, "foreignKeys")._h))

    @property
    def name(self):
        return self._get("name") if wire.has(self._h, "name") else None

    @property
    def description(self):
        return self._get("description")

    def select(self):
        from .expression import select

        return select(self)

    def join(self, right, onclause=None, isouter=False, full=False):
        return wire.make("join", self, right, onclause, _options(isouter=isouter or None, full=full or None))

    def outerjoin(self, right, onclause=None, full=False):
        return self.join(right, onclause, True, full)

    def alias(self, name=None, flat=False):
        return wire.make("alias", self, name, _options(flat=flat or None))

    def lateral(self, name=None):
        return self._invoke("lateral", name)

    def tablesample(self, sampling, name=None, seed=None):
        return wire.make("tablesample", self, sampling, _options(name=name, seed=seed))

    def is_derived_from(self, fromclause):
        return self._invoke("isDerivedFrom", fromclause)

    def corresponding_column(self, column, require_embedded=False):
        return self.c.corresponding_column(column, require_embedded)

    def table_valued(self):
        return self._invoke("tableValued")


@wraps("TableClause")
class TableClause(FromClause):
    def insert(self):
        from .expression import insert

        return insert(self)

    def update(self):
        from .expression import update

        return update(self)

    def delete(self):
        from .expression import delete

        return delete(self)

    @property
    def schema(self):
        return self._get("schema")


@wraps("Join")
class Join(FromClause):
    left = property(lambda self: self._get("left"))
    right = property(lambda self: self._get("right"))
    onclause = property(lambda self: self._get("onclause"))


@wraps("Alias")
class Alias(FromClause):
    element = property(lambda self: self._get("element"))
    original = element


@wraps("Subquery")
class Subquery(FromClause):
    element = property(lambda self: self._get("element"))
    original = element


@wraps("Lateral")
class Lateral(FromClause):
    pass


@wraps("TableSample")
class TableSample(FromClause):
    pass


@wraps("TableValuedAlias")
class TableValuedAlias(FromClause):
    @property
    def column(self):
        return self._get("column")

    def alias(self, name=None, flat=False):
        return self._invoke("alias", name)

    def render_derived(self, name=None, with_types=False):
        return self._invoke("renderDerived", _options(name=name, withTypes=with_types or None))


@wraps("CTE")
class CTE(FromClause):
    union = set_operation("union")
    union_all = set_operation("unionAll")

    def alias(self, name=None, flat=False):
        return self._invoke("alias", name)

    def prefix_with(self, *prefixes, **_):
        return self._invoke("prefixWith", *prefixes)

    def suffix_with(self, *suffixes, **_):
        return self._invoke("suffixWith", *suffixes)


@wraps("Values")
class Values(FromClause):
    def __init__(self, *columns, name=None, literal_binds=False):
        made = wire.construct("values", list(columns), _options(name=name, literalBinds=literal_binds or None))
        self._hold(made)

    def data(self, values):
        return self._invoke("data", [list(each) for each in values])

    def alias(self, name=None, flat=False):
        return self._invoke("alias", name)

    def cte(self, name=None, recursive=False, nesting=False):
        return self._invoke("cte", name, _options(recursive=recursive or None))


@wraps("SelectBase")
class SelectBase(Executable, Selectable):
    """Something that gives rows."""

    @property
    def selected_columns(self):
        return wire.reference(self._h, "selectedColumns")

    @property
    def exported_columns(self):
        return wire.reference(self._h, "exportedColumns")

    @property
    def columns(self):
        return self.subquery().c

    c = columns

    def subquery(self, name=None):
        return self._invoke("subquery", name)

    def alias(self, name=None, flat=False):
        return self._invoke("alias", name)

    def lateral(self, name=None):
        return self._invoke("lateral", name)

    def cte(self, name=None, recursive=False, nesting=False):
        return self._invoke("cte", name, _options(recursive=recursive or None, nesting=nesting or None))

    def scalar_subquery(self):
        return self._invoke("scalarSubquery")

    as_scalar = scalar_subquery

    def label(self, name):
        return self._invoke("label", name)

    def exists(self):
        return self._invoke("exists")

    def add_cte(self, *ctes, nest_here=False):
        return self._invoke("addCte", *ctes)

    def in_(self, other):
        return self.scalar_subquery().in_(other)

    union = set_operation("union")
    union_all = set_operation("unionAll")
    except_ = set_operation("except")
    except_all = set_operation("exceptAll")
    intersect = set_operation("intersect")
    intersect_all = set_operation("intersectAll")


class HasLimits:
    order_by = step("orderBy")
    group_by = step("groupBy")
    limit = step("limit")
    offset = step("offset")
    slice = step("slice")

    def fetch(self, count, with_ties=False, percent=False, **_):
        return self._invoke("fetch", count, _options(withTies=with_ties or None, percent=percent or None))

    def with_for_update(self, nowait=False, read=False, of=None, skip_locked=False, key_share=False):
        return self._invoke("withForUpdate", for_update(nowait, read, of, skip_locked, key_share))

    def set_label_style(self, style):
        return self._invoke("setLabelStyle", style.engine_name)


def for_update(nowait=False, read=False, of=None, skip_locked=False, key_share=False):
    """The options of ``with_for_update()``."""
    listed = None if of is None else list(of) if isinstance(of, (list, tuple)) else [of]
    return _options(
        nowait=nowait or None,
        read=read or None,
        of=listed,
        skipLocked=skip_locked or None,
        keyShare=key_share or None,
    )


@wraps("GenerativeSelect")
class GenerativeSelect(HasLimits, SelectBase):
    pass


@wraps("CompoundSelect")
class CompoundSelect(GenerativeSelect):
    @property
    def selects(self):
        return self._get("selects")


class _Joins:
    """What a SELECT and a Query say in the same way."""

    def join(self, target, onclause=None, *, isouter=False, full=False):
        return self._invoke("join", target, onclause, _options(isouter=isouter or None, full=full or None))

    def outerjoin(self, target, onclause=None, *, full=False):
        return self._invoke("outerjoin", target, onclause, _options(full=full or None))


@wraps("OrmSelect", "Select")
class Select(_Joins, GenerativeSelect):
    """A SELECT statement."""

    where = step("where")
    filter = step("where")
    having = step("having")
    distinct = step("distinct")
    select_from = step("selectFrom")
    correlate = step("correlate")
    correlate_except = step("correlateExcept")
    add_columns = step("addColumns")
    with_only_columns_ = step("withOnlyColumns")
    from_statement = step("fromStatement")

    def filter_by(self, **kwargs):
        return self._invoke("filterBy", kwargs)

    def column(self, column):
        return self.add_columns(column)

    def with_only_columns(self, *entities, maintain_column_froms=False):
        more = [Options(maintainColumnFroms=True)] if maintain_column_froms else []
        return self._invoke("withOnlyColumns", *entities, *more)

    def join_from(self, from_, target, onclause=None, *, isouter=False, full=False):
        return self._invoke("joinFrom", from_, target, onclause, _options(isouter=isouter or None, full=full or None))

    def outerjoin_from(self, from_, target, onclause=None, *, full=False):
        return self._invoke("outerjoinFrom", from_, target, onclause, _options(full=full or None))

    def prefix_with(self, *prefixes, dialect="*"):
        return self._invoke("prefixWith", *prefixes)

    def suffix_with(self, *suffixes, dialect="*"):
        return self._invoke("suffixWith", *suffixes)

    def with_hint(self, selectable, text, dialect_name="*"):
        return self

    @property
    def whereclause(self):
        return self._get("whereclause")

    @property
    def froms(self):
        return self.get_final_froms()

    def get_final_froms(self):
        return list(self._get("fromElements"))

    @property
    def column_descriptions(self):
        from ..orm.query import column_descriptions

        return column_descriptions(self)


@wraps("ScalarSelect")
class ScalarSelect(ColumnElement):
    where = step("where")
    correlate = step("correlate")
    correlate_except = step("correlateExcept")


@wraps("Exists")
class Exists(ColumnElement):
    where = step("where")
    select_from = step("selectFrom")
    correlate = step("correlate")
    correlate_except = step("correlateExcept")

    def select(self):
        from .expression import select

        return select(self)


@wraps("TextualSelect")
class TextualSelect(SelectBase):
    def bindparams(self, *binds, **kw):
        return self._invoke("bindparams", *binds, *([Options(kw)] if kw else []))


class LabelStyle:
    def __init__(self, name, engine_name):
        self.name = name
        self.engine_name = engine_name

    def __repr__(self):
        return f"<SelectLabelStyle.{self.name}>"


LABEL_STYLE_NONE = LabelStyle("LABEL_STYLE_NONE", "none")
LABEL_STYLE_TABLENAME_PLUS_COL = LabelStyle("LABEL_STYLE_TABLENAME_PLUS_COL", "tablename_plus_col")
LABEL_STYLE_DISAMBIGUATE_ONLY = LabelStyle("LABEL_STYLE_DISAMBIGUATE_ONLY", "disambiguate_only")
LABEL_STYLE_DEFAULT = LABEL_STYLE_DISAMBIGUATE_ONLY

__all__ = ["ABSENT"]
