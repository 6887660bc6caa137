"""The functions that make expressions and statements ("SQL Statements and Expressions API")."""

import collections.abc

from .._facade import wire
from .._facade.wire import Options
from ..exc import ArgumentError
from .dml import Delete, Insert, Update, UpdateBase
from .elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    Case,
    Cast,
    ClauseElement,
    ClauseList,
    ColumnClause,
    ColumnElement,
    ColumnOperators,
    Extract,
    False_,
    Grouping,
    Label,
    Null,
    Over,
    TextClause,
    True_,
    Tuple,
    TypeCoerce,
    UnaryExpression,
    _options,
    conv,
    quoted_name,
)
from .functions import Function, FunctionElement, func, modifier
from .selectable import (
    ChosenColumns,
    CTE,
    Alias,
    CompoundSelect,
    Executable,
    Exists,
    FromClause,
    Join,
    Lateral,
    LABEL_STYLE_DEFAULT,
    LABEL_STYLE_DISAMBIGUATE_ONLY,
    LABEL_STYLE_NONE,
    LABEL_STYLE_TABLENAME_PLUS_COL,
    ScalarSelect,
    Select,
    Selectable,
    SelectBase,
    Subquery,
    TableClause,
    TableSample,
    TableValuedAlias,
    TextualSelect,
    Values,
)

_AS_SELECT = "select() construct created in legacy mode, i.e. with a list of columns"


def configured(*subjects):
    """Mapped classes are complete before a statement names them."""
    from ..orm.mapping import ensure_configured

    ensure_configured(*subjects)


def and_(*clauses):
    return wire.make("and_", *clauses)


def or_(*clauses):
    return wire.make("or_", *clauses)


def bitwise_not(expr):
    """``~`` of numbers, which inverts each bit."""
    return expr.bitwise_not()


def not_(clause):
    return wire.make("not_", clause)


def true():
    return wire.make("true_")


def false():
    return wire.make("false_")


def null():
    return wire.make("null_")


def bindparam(
    key, value=wire.ABSENT, type_=None, unique=False, required=None, callable_=None, expanding=False, literal_execute=False, **_
):
    options = _options(
        type=type_,
        unique=unique or None,
        required=required,
        callable=callable_,
        expanding=expanding or None,
        literalExecute=literal_execute or None,
    )
    if value is not wire.ABSENT:
        options.fields["value"] = value
    return wire.make("bindparam", key, options)


def literal(value, type_=None, literal_execute=False):
    return wire.make("literal", value, type_, _options(literalExecute=literal_execute or None))


def literal_column(text, type_=None):
    return wire.make("literalColumn", text, type_)


def text(text):
    return wire.make("text", text)


def column(text, type_=None, is_literal=False, _selectable=None):
    return literal_column(text, type_) if is_literal else wire.make("sqlColumn", text, type_)


def table(name, *columns, **kw):
    if kw.get("schema") is not None:
        return wire.make("TableClause", name, list(columns), Options(schema=kw["schema"]))
    return wire.make("sqlTable", name, *columns)


def _one(name):
    def build(column):
        return wire.make(name, column)

    build.__name__ = name
    return build


desc = _one("desc")
asc = _one("asc")
nulls_first = nullsfirst = _one("nullsFirst")
nulls_last = nullslast = _one("nullsLast")
distinct = _one("distinct")
any_ = _one("any_")
all_ = _one("all_")


def collate(expression, collation):
    return wire.make("collate", expression, collation)


def between(expr, lower_bound, upper_bound, symmetric=False):
    made = expr if isinstance(expr, ColumnOperators) else literal(expr)
    return made.between(lower_bound, upper_bound, symmetric=symmetric)


def label(name, element, type_=None):
    return wire.make("label", name, element, type_)


def cast(expression, type_):
    return wire.make("cast", expression, type_)


def try_cast(expression, type_):
    return wire.make("tryCast", expression, type_)


def type_coerce(expression, type_):
    return wire.make("typeCoerce", expression, type_)


def extract(field, expr):
    return wire.make("extract", field, expr)


def case(*whens, value=None, else_=None):
    pairs = whens
    if len(whens) == 1 and isinstance(whens[0], collections.abc.Mapping):
        pairs = list(whens[0].items())
    elif len(whens) == 1 and isinstance(whens[0], list):
        raise ArgumentError(
            'The "whens" argument to case(), when referring to a sequence of items, is now passed as a series of positional '
            "elements, rather than as a list. "
        )
    return wire.make("case_", [list(pair) for pair in pairs], _options(value=value, else_=else_))


def tuple_(*clauses, types=None):
    return wire.make("tuple_", *clauses)


def over(element, partition_by=None, order_by=None, range_=None, rows=None, groups=None):
    return element.over(partition_by=partition_by, order_by=order_by, range_=range_, rows=rows, groups=groups)


def within_group(element, *order_by):
    return wire.make("withinGroup", element, *order_by)


def funcfilter(func, *criterion):
    return wire.make("funcfilter", func, *criterion)


def exists(__argument=None):
    configured(__argument)
    return wire.make("exists", __argument)


def select(*entities, **kw):
    if kw:
        name = next(iter(kw))
        raise TypeError(f"select() got an unexpected keyword argument '{name}'")
    configured(*entities)
    entities = [one for each in entities for one in (each if isinstance(each, ChosenColumns) else (each,))]
    for each in entities:
        if isinstance(each, (list, tuple)) and not hasattr(each, "__clause_element__"):
            raise ArgumentError(
                f"Column expression, FROM clause, or other columns clause element expected, got {each!r}. Did you mean to say "
                f"select({', '.join(repr(one) for one in each)})?"
            )
    return wire.make("select", *entities)


def insert(table):
    configured(table)
    return wire.make("insert", table)


def update(table):
    configured(table)
    return wire.make("update", table)


def delete(table):
    configured(table)
    return wire.make("delete_", table)


def _compound(name):
    def build(*selects):
        return wire.make(name, *selects)

    build.__name__ = name
    return build


union = _compound("union")
union_all = _compound("unionAll")
except_ = _compound("except")
except_all = _compound("exceptAll")
intersect = _compound("intersect")
intersect_all = _compound("intersectAll")


def alias(selectable, name=None, flat=False):
    return wire.make("alias", selectable, name, _options(flat=flat or None))


def subquery(alias, *args, **kwargs):
    return select(*args, **kwargs).subquery(alias)


def lateral(selectable, name=None):
    return wire.make("lateral", selectable, name)


def tablesample(selectable, sampling, name=None, seed=None):
    return wire.make("tablesample", selectable, sampling, _options(name=name, seed=seed))


def cte(selectable, name=None, recursive=False):
    return wire.make("cte", selectable, name, _options(recursive=recursive or None))


def join(left, right, onclause=None, isouter=False, full=False):
    return wire.make("join", left, right, onclause, _options(isouter=isouter or None, full=full or None))


def outerjoin(left, right, onclause=None, full=False):
    return join(left, right, onclause, True, full)


def values(*columns, name=None, literal_binds=False):
    return wire.make("values", list(columns), _options(name=name, literalBinds=literal_binds or None))


def custom_op(*_args, **_kw):
    raise ArgumentError("custom_op() is not supported here. Use column.op('operator').")


ColumnCollection = None
__all__ = [name for name in globals() if not name.startswith("_")]
