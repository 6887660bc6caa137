"""Column types, under their older path."""

from ..types import *  # noqa: F403
