"""What the modules of all dialects are made of."""

from .._facade.missing import missing_name
from ..engine.default import Dialect
from ..types import __dict__ as _types


def module_of(name):
    """The ``dialect()`` and ``__getattr__()`` of the module of a dialect."""

    def dialect(**options):
        """The dialect, for `compile(dialect=…)`."""
        return Dialect(name, **options)

    def getattribute(wanted):
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        found = _types.get(wanted)
        if found is None:
            raise missing_name(f"sqlalchemy.dialects.{name}", wanted)
        return found

    return dialect, getattribute
