"""Dialects, as far as programs look at them."""


class Dialect:
    """What differs between databases; here only its name matters."""

    driver = "pysqlite"
    paramstyle = "qmark"
    supports_native_boolean = False

    def __init__(self, name="sqlite", **_):
        self.name = name
        self.identifier_preparer = None

    def type_descriptor(self, type_):
        return type_

    def __repr__(self):
        return f"<sqlalchemy.dialects.{self.name} dialect>"


class DefaultDialect(Dialect):
    def __init__(self, **_):
        super().__init__("default")


_known = {}


def dialect_named(given):
    """The dialect that the engine names."""
    name = given if isinstance(given, str) else getattr(given, "name", None)
    if name is None and hasattr(given, "_get"):
        name = given._get("name")
    return _known.setdefault(name or "sqlite", Dialect(name or "sqlite"))
