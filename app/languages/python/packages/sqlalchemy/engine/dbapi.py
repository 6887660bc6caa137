"""What listeners for ``connect`` are given: SQLite's connection as Python's ``sqlite3`` module has it, as far as they need it."""

from .._facade import wire


class DBAPIConnection:
    _isolation_level = ""

    def __init__(self, driver):
        self._driver = driver

    @property
    def isolation_level(self):
        return self._isolation_level

    @isolation_level.setter
    def isolation_level(self, value):
        # Without the driver's own transactions each BEGIN is SQLite's.
        self._isolation_level = value
        wire.put(self._driver._h, "shared", value is not None)

    def cursor(self):
        return DBAPICursor(self._driver)

    def execute(self, sql, parameters=()):
        return self.cursor().execute(sql, parameters)

    def commit(self):
        """Nothing is open: each statement of a listener stands by itself."""

    rollback = close = commit

    def __getattr__(self, name):
        from ..exc import NotSupportedHere

        raise NotSupportedHere(f"The connection that listeners get has no {name}() here. It has execute() and cursor().")


class DBAPICursor:
    description = None
    rowcount = -1

    def __init__(self, driver):
        self._driver = driver
        self._rows = []

    def execute(self, sql, parameters=()):
        result = self._driver._invoke("execute", sql, list(parameters))
        read = result.get if isinstance(result, dict) else result._get
        self._rows = [tuple(row) for row in read("rows")]
        self.description = tuple((name, *[None] * 6) for name in read("columns")) or None
        return self

    def fetchall(self):
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self):
        return self._rows.pop(0) if self._rows else None

    def __iter__(self):
        return iter(self.fetchall())

    def close(self):
        self._rows = []
