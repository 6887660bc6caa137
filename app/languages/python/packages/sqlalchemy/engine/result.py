"""Results ("Using the Result object")."""

from .._facade import wire
from .._facade.wire import Handle, wraps
from .row import Row, RowMapping


class _Filtered(Handle):
    """What all results have in common; ``_given`` shapes what the engine gives."""

    def _given(self, value):
        return value

    def _list(self, values):
        return values

    def _one(self, name, *args):
        return self._given(wire.fetch(self._h, name, *args))

    def all(self):
        return self._list(wire.fetch(self._h, "all"))

    fetchall = all

    def fetchmany(self, size=None):
        return self._list(wire.fetch(self._h, "fetchmany", size))

    def partitions(self, size=None):
        while True:
            part = self.fetchmany(size)
            if not part:
                return
            yield part

    def first(self):
        return self._one("first")

    def one(self):
        return self._one("one")

    def one_or_none(self):
        return self._one("oneOrNone")

    def unique(self, strategy=None):
        wire.invoke(self._h, "unique", *([] if strategy is None else [strategy]))
        return self

    def yield_per(self, num):
        return self

    def close(self):
        wire.invoke(self._h, "close")

    @property
    def closed(self):
        return wire.get(self._h, "closed")

    _soft_closed = closed

    def __iter__(self):
        while True:
            found = self.fetchmany(100)
            if not found:
                return
            yield from found

    def __next__(self):
        found = self.fetchmany(1)
        if not found:
            raise StopIteration
        return found[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@wraps("Result", "CursorResult")
class Result(_Filtered):
    """Rows."""

    def keys(self):
        return RMKeyView(wire.invoke(self._h, "keys"))

    @property
    def rowcount(self):
        return wire.get(self._h, "rowcount")

    @property
    def returns_rows(self):
        return wire.get(self._h, "returnsRows")

    def columns(self, *col_expressions):
        wire.invoke(self._h, "columns", *col_expressions)
        return self

    def scalars(self, index=0):
        return wire.invoke(self._h, "scalars", index)

    def scalar(self):
        row = self.first()
        return None if row is None else row[0]

    def scalar_one(self):
        return self.one()[0]

    def scalar_one_or_none(self):
        row = self.one_or_none()
        return None if row is None else row[0]

    def mappings(self):
        return wire.invoke(self._h, "mappings")

    def tuples(self):
        return self

    t = property(tuples)

    def fetchone(self):
        return self._one("fetchone")

    def freeze(self):
        frozen = wire.invoke(self._h, "freeze")
        return lambda: wire.unpack(wire.js.call(frozen._h, None))


ResultInternal = _Filtered
ChunkedIteratorResult = IteratorResult = MergedResult = Result


class CursorResult(Result):
    """What ``Connection.execute()`` gives."""

    __module__ = "sqlalchemy.engine.cursor"

    @property
    def inserted_primary_key(self):
        return wire.get(self._h, "insertedPrimaryKey")

    @property
    def inserted_primary_key_rows(self):
        return wire.get(self._h, "insertedPrimaryKeyRows")

    @property
    def lastrowid(self):
        return wire.get(self._h, "lastrowid")

    @property
    def is_insert(self):
        return wire.get(self._h, "isInsert")

    @property
    def returned_defaults(self):
        return wire.get(self._h, "returnedDefaults")

    def last_inserted_params(self):
        return wire.invoke(self._h, "lastInsertedParams")

    def last_updated_params(self):
        return wire.invoke(self._h, "lastUpdatedParams")

    def supports_sane_rowcount(self):
        return True


wraps("CursorResult")(CursorResult)


@wraps("ScalarResult")
class ScalarResult(_Filtered):
    """The values of one column."""


@wraps("MappingResult")
class MappingResult(_Filtered):
    """Rows by their names."""

    def keys(self):
        return RMKeyView(wire.invoke(self._h, "keys"))

    def columns(self, *col_expressions):
        wire.invoke(self._h, "columns", *col_expressions)
        return self

    def fetchone(self):
        return self._one("fetchone")


class RMKeyView:
    """The names of a result's columns."""

    def __init__(self, keys):
        self._keys = list(keys)

    def __iter__(self):
        return iter(self._keys)

    def __len__(self):
        return len(self._keys)

    def __contains__(self, key):
        return key in self._keys

    def __getitem__(self, index):
        return self._keys[index]

    def __eq__(self, other):
        return self._keys == list(other)

    def __repr__(self):
        return f"RMKeyView({self._keys!r})"


__all__ = ["Row", "RowMapping"]
