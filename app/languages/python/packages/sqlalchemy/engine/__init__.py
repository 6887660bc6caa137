"""Engines, connections and results."""

from .base import Connection, Engine, Transaction, create_engine, create_mock_engine, engine_from_config  # noqa: F401
from .default import Dialect  # noqa: F401
from .reflection import Inspector  # noqa: F401
from .result import CursorResult, MappingResult, Result, RMKeyView, ScalarResult  # noqa: F401
from .row import Row, RowMapping  # noqa: F401
from .url import URL, make_url  # noqa: F401
