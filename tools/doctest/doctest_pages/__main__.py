"""Runs pages on SQLAlchemy itself: proves that the runner reads them right.

    PYTHONPATH=tools/doctest:…/sqlalchemy/lib python3 -m doctest_pages FILE.rst…
"""
import pathlib
import sys

from .report import failure_text
from .run import run_pages


def main(paths: list[str]) -> int:
    """Prints what failed and ends with `N passed, M failed`; the status is 1 when something did."""
    passed = failed = 0
    for outcome in run_pages(paths, lambda path: pathlib.Path(path).read_text(encoding="utf-8")):
        if outcome.passed:
            passed += 1
        else:
            failed += 1
            print(failure_text(outcome))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
