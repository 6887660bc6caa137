"""PostgreSQL"""

from ...sql.dml import Insert  # noqa: F401
from ...sql.expression import insert  # noqa: F401
from ...types import *  # noqa: F403
from .._module import module_of

dialect, __getattr__ = module_of("postgresql")
