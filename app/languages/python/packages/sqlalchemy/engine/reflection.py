"""What a database holds ("Reflecting Database Objects")."""

from .._facade import wire
from .._facade.wire import Handle, wraps
from ..exc import NotSupportedHere


@wraps("Inspector")
class Inspector(Handle):
    def get_table_names(self, schema=None):
        return list(self._invoke("getTableNames"))

    def get_view_names(self, schema=None):
        return list(self._invoke("getViewNames"))

    def has_table(self, table_name, schema=None, **_):
        return self._invoke("hasTable", table_name)

    def get_schema_names(self):
        return ["main"]

    @property
    def default_schema_name(self):
        return "main"

    def __getattr__(self, name):
        if not name.startswith("get_"):
            raise AttributeError(f"'Inspector' object has no attribute '{name}'")
        camel = _camel(name)

        def ask(table_name=None, schema=None, **_):
            if not wire.has(self._h, camel):
                raise NotSupportedHere(f"Inspector.{name}() is not supported here.")
            found = self._invoke(camel, *([] if table_name is None else [table_name]))
            return _snake(found)

        return ask


def _camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


_SPECIAL = {"onDelete": "ondelete", "onUpdate": "onupdate"}


def _snake(value):
    """Names of the engine's in a description as Python's."""
    if isinstance(value, list):
        return [_snake(each) for each in value]
    if isinstance(value, dict):
        return {_snake_name(key): _snake(each) for key, each in value.items()}
    return value


def _snake_name(name):
    if name in _SPECIAL:
        return _SPECIAL[name]
    return "".join("_" + char.lower() if char.isupper() else char for char in name) if isinstance(name, str) else name
