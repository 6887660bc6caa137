"""Oracle"""

from ...engine.default import Dialect
from ...sql.expression import insert  # noqa: F401
from ...sql.dml import Insert  # noqa: F401
from ...types import *  # noqa: F403
from ...types import __dict__ as _types


def dialect(**options):
    """The dialect, for `compile(dialect=…)`."""
    return Dialect("oracle", **options)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    found = _types.get(name)
    if found is not None:
        return found
    from ..._facade.missing import missing_name

    raise missing_name("sqlalchemy.dialects.oracle", name)
