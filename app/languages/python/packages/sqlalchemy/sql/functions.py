"""SQL functions ("SQL and Generic Functions")."""

from .._facade import wire
from .._facade.wire import Options, wraps
from .elements import ColumnElement, _options


@wraps("FunctionElement")
class FunctionElement(ColumnElement):
    def filter(self, *criterion):
        return self._invoke("filter", *criterion)

    def within_group(self, *order_by):
        return self._invoke("withinGroup", *order_by)

    def table_valued(self, *expr, name=None, with_ordinality=None, joins_implicitly=None):
        options = _options(name=name, withOrdinality=with_ordinality, joinsImplicitly=joins_implicitly)
        return self._invoke("tableValued", *expr, *([options] if options else []))

    def column_valued(self, name=None, joins_implicitly=False):
        return self._invoke("columnValued", name, _options(joinsImplicitly=joins_implicitly or None))

    def alias(self, name=None, joins_implicitly=False):
        return self._invoke("alias", name, _options(joinsImplicitly=joins_implicitly or None))

    def scalar_table_valued(self, name, type_=None):
        return self._invoke("scalarTableValued", name, type_)

    def select(self):
        from .expression import select

        return select(self)

    @property
    def clauses(self):
        return self._get("args")


class Function(FunctionElement):
    pass


class GenericFunction(Function):
    """A function of the user's own is called by its name: ``func.name(…)``."""


class _FunctionGenerator:
    """``func``: any SQL function by its name."""

    def __init__(self, names=()):
        self._names = names

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _FunctionGenerator((*self._names, name[:-1] if name.endswith("_") else name))

    def __call__(self, *args, **kwargs):
        options = _options(type=kwargs.get("type_"))
        given = [*args, *([options] if options else [])]
        wire._note()
        return wire.unpack(wire.js.sqlFunction(".".join(self._names), wire.pack_args(given)))


func = _FunctionGenerator()
modifier = func
__all__ = ["Options", "func"]
