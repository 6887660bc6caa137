"""Listening to what happens ("Events")."""

from .api import CANCEL, NO_RETVAL, contains, listen, listens_for, remove  # noqa: F401
