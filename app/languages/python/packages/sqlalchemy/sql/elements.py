"""Expressions ("Column Elements and Expressions")."""

from .._facade import wire
from .._facade.wire import ABSENT, Handle, Options, wraps
from ..exc import ArgumentError, NotSupportedHere


def _options(**given):
    """Options for the engine without those that are ``None``."""
    return Options({key: value for key, value in given.items() if value is not None})


class ClauseElement(Handle):
    """Anything that becomes SQL."""

    __visit_name__ = "clause"

    def _handle(self):
        return self._h

    def self_group(self, against=None):
        return self._invoke("selfGroup")

    def compile(self, bind=None, dialect=None, compile_kwargs=None, **kw):
        from .compiler import Compiled

        return Compiled(self, bind, dialect, compile_kwargs or {}, kw)

    def __str__(self):
        return str(self.compile())

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} object at {id(self):#x}>"

    def __bool__(self):
        raise TypeError("Boolean value of this clause is not defined")

    def compare(self, other, **_):
        return self is other or str(self) == str(other)

    def params(self, *optionaldict, **kwargs):
        return self._invoke("params", {**(optionaldict[0] if optionaldict else {}), **kwargs})

    def unique_params(self, *optionaldict, **kwargs):
        return self.params(*optionaldict, **kwargs)

    def __clause_element__(self):
        return self

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return _missing(self, name)

    def get_children(self, **_):
        return []


def _missing(element, name):
    """An attribute that the façade has no word for: the engine's own, under its name there, or an error that says so."""
    handle = element._handle()
    parts = name.split("_")
    camel = parts[0] + "".join(part[:1].upper() + part[1:] for part in parts[1:])
    if handle is not None and not camel.startswith("_") and wire.has(handle, camel):
        return wire.get(handle, camel)
    raise AttributeError(f"{type(element).__name__!r} object has no attribute {name!r}")


def _operator(name):
    def operate(self, other):
        return wire.operate(self._handle(), name, other)

    operate.__name__ = name
    return operate


def _pattern(name):
    def operate(self, other, escape=None, autoescape=False):
        options = _options(escape=escape, autoescape=autoescape or None)
        return self._invoke(name, other, *([options] if options else []))

    return operate


class ColumnOperators:
    """The operators of expressions ("Operator Reference")."""

    __slots__ = ()
    timetuple = None

    __eq__ = _operator("eq")
    __ne__ = _operator("ne")
    __lt__ = _operator("lt")
    __le__ = _operator("le")
    __gt__ = _operator("gt")
    __ge__ = _operator("ge")
    __add__ = _operator("add")
    __radd__ = _operator("radd")
    __sub__ = _operator("sub")
    __rsub__ = _operator("rsub")
    __mul__ = _operator("mul")
    __rmul__ = _operator("rmul")
    __truediv__ = _operator("div")
    __rtruediv__ = _operator("rdiv")
    __floordiv__ = _operator("floordiv")
    __rfloordiv__ = _operator("rfloordiv")
    __mod__ = _operator("mod")
    __rmod__ = _operator("rmod")
    __lshift__ = _operator("bitwiseLshift")
    __rshift__ = _operator("bitwiseRshift")
    concat = _operator("concat")
    bitwise_and = _operator("bitwiseAnd")
    bitwise_or = _operator("bitwiseOr")
    bitwise_xor = _operator("bitwiseXor")
    bitwise_lshift = _operator("bitwiseLshift")
    bitwise_rshift = _operator("bitwiseRshift")
    is_ = _operator("is_")
    is_not = isnot = _operator("isNot")
    is_distinct_from = _operator("isDistinctFrom")
    is_not_distinct_from = isnot_distinct_from = _operator("isNotDistinctFrom")

    like = _pattern("like")
    ilike = _pattern("ilike")
    not_like = notlike = _pattern("notLike")
    not_ilike = notilike = _pattern("notIlike")
    startswith = _pattern("startswith")
    istartswith = _pattern("istartswith")
    endswith = _pattern("endswith")
    iendswith = _pattern("iendswith")
    icontains = _pattern("icontains")

    def contains(self, other, **kw):
        options = _options(**kw)
        return self._invoke("contains", other, *([options] if options else []))

    def match(self, other, **kw):
        return self._invoke("match", other)

    def regexp_match(self, pattern, flags=None):
        return self._invoke("regexpMatch", pattern, *([] if flags is None else [flags]))

    def regexp_replace(self, pattern, replacement, flags=None):
        return self._invoke("regexpReplace", pattern, replacement, *([] if flags is None else [flags]))

    def __hash__(self):
        return id(self)

    def __and__(self, other):
        from .expression import and_

        return and_(self, other)

    def __rand__(self, other):
        from .expression import and_

        return and_(other, self)

    def __or__(self, other):
        from .expression import or_

        return or_(self, other)

    def __ror__(self, other):
        from .expression import or_

        return or_(other, self)

    def __invert__(self):
        from .expression import not_

        return not_(self)

    def __neg__(self):
        return self._invoke("neg")

    def __getitem__(self, index):
        return self._invoke("item", index)

    def __contains__(self, other):
        raise NotImplementedError("Operator 'contains' is not supported on this expression")

    def __iter__(self):
        raise TypeError(f"{type(self).__name__!r} object is not iterable")

    def bitwise_not(self):
        return self._invoke("bitwiseNot")

    def in_(self, other):
        return self._invoke("in_", _in_values(other))

    def not_in(self, other):
        return self._invoke("notIn", _in_values(other))

    notin_ = not_in

    def between(self, cleft, cright, symmetric=False):
        options = _options(symmetric=symmetric or None)
        return self._invoke("between", cleft, cright, *([options] if options else []))

    def distinct(self):
        return self._invoke("distinct")

    def any_(self):
        return self._invoke("any_")

    def all_(self):
        return self._invoke("all_")

    def collate(self, collation):
        return self._invoke("collate", collation)

    def desc(self):
        return self._invoke("desc")

    def asc(self):
        return self._invoke("asc")

    def nulls_first(self):
        return self._invoke("nullsFirst")

    nullsfirst = nulls_first

    def nulls_last(self):
        return self._invoke("nullsLast")

    nullslast = nulls_last

    def op(self, opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None):
        options = _options(
            precedence=precedence or None, isComparison=is_comparison or None, returnType=return_type
        )
        made = self._invoke("op", opstring, *([options] if options else []))
        return lambda other: wire.unpack(wire.js.call(made._h, wire.pack_args([other])))

    def bool_op(self, opstring, precedence=0, python_impl=None):
        made = self._invoke("boolOp", opstring)
        return lambda other: wire.unpack(wire.js.call(made._h, wire.pack_args([other])))

    def operate(self, op, *other, **kwargs):
        return op(self, *other, **kwargs)


def _in_values(other):
    if isinstance(other, (ClauseElement, str, bytes)) or hasattr(other, "__clause_element__"):
        return other
    try:
        return list(other)
    except TypeError:
        return other


@wraps("ColumnElement")
class ColumnElement(ColumnOperators, ClauseElement):
    """An expression that stands in a column's place."""

    def label(self, name):
        return self._invoke("label", name)

    def cast(self, type_):
        return self._invoke("cast", type_)

    @property
    def type(self):
        return wire.get(self._handle(), "type")

    @property
    def name(self):
        return wire.get(self._handle(), "name")

    @property
    def key(self):
        return wire.get(self._handle(), "key")

    @property
    def foreign_keys(self):
        return set(wire.get(self._handle(), "foreignKeys"))

    @property
    def primary_key(self):
        return wire.get(self._handle(), "primaryKey")

    @property
    def table(self):
        return wire.get(self._handle(), "table")

    @property
    def base_columns(self):
        return set(wire.get(self._handle(), "baseColumns"))

    @property
    def expression(self):
        return self

    @property
    def comparator(self):
        return self

    def shares_lineage(self, other):
        return self._invoke("sharesLineage", other)

    def over(self, partition_by=None, order_by=None, rows=None, range_=None, groups=None):
        return self._invoke(
            "over", _options(partitionBy=partition_by, orderBy=order_by, rows=rows, range=range_, groups=groups)
        )

    def astext(self):
        return self._invoke("asText")


class _Text:
    """Expressions whose text is their own: the engine's ``toString``."""


def _element(*kinds, base=ColumnElement):
    """A class of expressions that adds nothing but its name."""
    return lambda name: wraps(*kinds)(type(name, (base,), {"__module__": __name__}))


BinaryExpression = _element("BinaryExpression")("BinaryExpression")
ExpressionClauseList = _element("ExpressionList")("ExpressionClauseList")
BooleanClauseList = _element("BooleanClauseList", base=ExpressionClauseList)("BooleanClauseList")
ClauseList = _element("ClauseList", base=ClauseElement)("ClauseList")
UnaryExpression = _element("UnaryExpression")("UnaryExpression")
Grouping = _element("Grouping")("Grouping")
Case = _element("Case")("Case")
Cast = _element("Cast")("Cast")
TypeCoerce = _element("TypeCoerce")("TypeCoerce")
Extract = _element("Extract")("Extract")
Null = _element("Null")("Null")
True_ = _element("True")("True_")
False_ = _element("False")("False_")
Tuple = _element("Tuple")("Tuple")
Over = _element("Over")("Over")
CollationClause = _element("CollationClause")("CollationClause")


@wraps("WithinGroup")
class WithinGroup(ColumnElement):
    pass


@wraps("FunctionFilter")
class FunctionFilter(ColumnElement):
    def filter(self, *criterion):
        return self._invoke("filter", *criterion)

    def within_group(self, *order_by):
        return self._invoke("withinGroup", *order_by)


@wraps("Label")
class Label(ColumnElement):
    @property
    def element(self):
        return wire.get(self._h, "element")


@wraps("BindParameter")
class BindParameter(ColumnElement):
    @property
    def value(self):
        return wire.get(self._h, "value")

    @property
    def effective_value(self):
        return wire.get(self._h, "effectiveValue")


@wraps("ColumnClause")
class ColumnClause(ColumnElement):
    def __str__(self):
        return wire.text(self._h)


@wraps("TextClause")
class TextClause(ClauseElement):
    """SQL text."""

    @property
    def text(self):
        return wire.get(self._h, "text")

    def bindparams(self, *binds, **names_to_values):
        return self._invoke("bindparams", *binds, *([Options(names_to_values)] if names_to_values else []))

    def columns(self, *cols, **types):
        return wire.make("textColumns", self, list(cols), Options(types))

    def self_group(self, against=None):
        return self

    def __and__(self, other):
        from .expression import and_

        return and_(self, other)


class quoted_name(str):
    """A name that is quoted, or not, whatever its letters."""

    def __new__(cls, value, quote=None):
        made = super().__new__(cls, value)
        made.quote = quote
        return made


class conv(str):
    """A name that no naming convention changes."""


def unsupported(feature, instead=None):
    """The error for a feature that is not there."""
    hint = "" if instead is None else f" {instead}"
    return NotSupportedHere(f"{feature} is not supported here.{hint}")


def require_clause(value, what="SQL expression element"):
    if not isinstance(value, ClauseElement):
        raise ArgumentError(f"{what} expected, got {value!r}.")
    return value


__all__ = ["ABSENT"]
