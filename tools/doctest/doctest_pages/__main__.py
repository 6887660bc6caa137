"""Runs pages on SQLAlchemy itself: proves that the runner reads them right.

    PYTHONPATH=tools/doctest:…/sqlalchemy/lib python3 -m doctest_pages FILE.rst…
"""
import pathlib
import sys

from .report import report

sys.exit(1 if report(sys.argv[1:], lambda path: pathlib.Path(path).read_text(encoding="utf-8")) else 0)
