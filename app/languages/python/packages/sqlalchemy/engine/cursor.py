"""Results of statements, where SQLAlchemy has them."""

from .result import CursorResult  # noqa: F401
