"""SQL expressions and statements."""

from .expression import *  # noqa: F403
from .expression import func  # noqa: F401
