"""Rows ("Row")."""

import collections.abc
import operator

from .._facade import wire
from ..exc import NoSuchColumnError


class Row(tuple):
    """A row: a tuple whose values also have names."""

    __slots__ = ()
    _fields = ()
    _shape = None

    def __getattr__(self, name):
        fields = self._fields
        if name in fields:
            return self[len(fields) - 1 - fields[::-1].index(name)]
        raise AttributeError(f"Could not locate column in row for column '{name}'")

    def __setattr__(self, name, value):
        raise AttributeError("can't set attribute")

    def __delattr__(self, name):
        raise AttributeError("can't delete attribute")

    @property
    def _mapping(self):
        return RowMapping(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _tuple(self):
        return self

    @property
    def t(self):
        return self

    tuple = _tuple

    def count(self, *args):
        return tuple.count(self, *args) if args else self.__getattr__("count")

    def index(self, *args):
        return tuple.index(self, *args) if args else self.__getattr__("index")

    def keys(self):
        raise AttributeError("Could not locate column in row for column 'keys'")

    def _at(self, key):
        if isinstance(key, str):
            try:
                return self.__getattr__(key)
            except AttributeError:
                raise NoSuchColumnError(f"Could not locate column in row for column '{key}'") from None
        if isinstance(key, int):
            return self[key]
        return self[wire.invoke(self._shape._h, "position", key)]

    def __getitem__(self, key):
        if isinstance(key, (int, slice)):
            return tuple.__getitem__(self, key)
        raise TypeError(f"tuple indices must be integers or slices, not {type(key).__name__}")

    def __reduce__(self):
        return _plain, (self._fields, tuple(self))

    def __repr__(self):
        return tuple.__repr__(self)


del Row.keys


def _plain(fields, values):
    return row_class(list(fields), None)(values)


def row_class(names, shape):
    """The class of rows of one query."""
    fields = tuple(name if name is not None else "" for name in names)
    namespace = {"__slots__": (), "_fields": fields, "__module__": __name__}
    namespace["_shape"] = None if shape is None else wire.Opaque._from(shape)
    for at, name in enumerate(fields):
        if name.isidentifier() and not hasattr(Row, name):
            namespace[name] = property(operator.itemgetter(at))
    for taken in ("count", "index", "t", "tuple"):
        if taken in fields:
            namespace[taken] = property(operator.itemgetter(fields.index(taken)))
    return type("Row", (Row,), namespace)


wire.row_class = row_class


class RowMapping(collections.abc.Mapping):
    """A row by its names ("RowMapping")."""

    __slots__ = ("_row",)

    def __init__(self, row):
        self._row = row

    def __getitem__(self, key):
        return self._row._at(key)

    def __iter__(self):
        return iter(self._row._fields)

    def __len__(self):
        return len(self._row)

    def __contains__(self, key):
        try:
            self._row._at(key)
        except (NoSuchColumnError, IndexError):
            return False
        return True

    def __repr__(self):
        return repr(dict(self))


BaseRow = Row
