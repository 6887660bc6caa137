"""Runs examples one after the other in one namespace, and tells which of them do not do what their page shows."""
import __future__

import contextlib
import dataclasses
import io
import logging
import sys
import traceback
from collections.abc import Callable, Iterator

from .check import same_error, shows
from .page import Example, read_page

_ECHO = "sqlalchemy.engine.Engine"


@dataclasses.dataclass(frozen=True)
class Outcome:
    """One example and what came of it; `got` is what it printed, with the traceback where it raised."""

    example: Example
    passed: bool
    got: str


def run_pages(paths: list[str], read: Callable[[str], str]) -> Iterator[Outcome]:
    """The outcome of every example of the pages, which share one namespace; skipped ones are left out."""
    # No __name__: what the examples define belongs to no module that annotations could be looked up in.
    namespace: dict[str, object] = {}
    with _logged_to_output(), _tables_sorted_by_name(), _plain_display():
        for path in paths:
            for part in read_page(path, read):
                flags = _future_flags(namespace)
                for example in part:
                    if not example.switched("SKIP"):
                        yield _run(example, namespace, flags)


def _run(example: Example, namespace: dict[str, object], flags: int) -> Outcome:
    output = io.StringIO()
    error: str | None = None
    frames = ""
    with contextlib.redirect_stdout(output):
        try:
            name = f"<{example.page}:{example.line}>"
            exec(compile(example.source, name, "single", flags, dont_inherit=True), namespace)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # an example may even end the interpreter
            error = traceback.format_exception_only(raised)[-1]
            frames = "".join(traceback.format_exception(raised))
    got = output.getvalue()
    if error is None:
        return Outcome(example, shows(example.want, got), got)
    wanted = example.wanted_error
    return Outcome(example, wanted is not None and same_error(wanted, error), got + frames)


def _future_flags(namespace: dict[str, object]) -> int:
    """A page that comes after a `from __future__ import …` is compiled with it."""
    flags = 0
    for name in __future__.all_feature_names:
        feature = getattr(__future__, name)
        if namespace.get(name) is feature:
            flags |= feature.compiler_flag
    return flags


class _Output(io.TextIOBase):
    """Writes to what is sys.stdout at that moment."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)


@contextlib.contextmanager
def _logged_to_output() -> Iterator[None]:
    """What engines with `echo=True` log, without time and logger."""
    logger = logging.getLogger(_ECHO)
    handler = logging.StreamHandler(_Output())
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


@contextlib.contextmanager
def _tables_sorted_by_name() -> Iterator[None]:
    """CREATE and DROP go by name where foreign keys leave it open, whatever the order of declaration."""
    from sqlalchemy.sql import ddl

    sort = ddl.sort_tables_and_constraints
    ddl.sort_tables_and_constraints = lambda tables, **options: sort(sorted(tables, key=lambda t: t.key), **options)
    try:
        yield
    finally:
        ddl.sort_tables_and_constraints = sort


@contextlib.contextmanager
def _plain_display() -> Iterator[None]:
    """Values are shown by their repr, whatever shell this runs in."""
    before = sys.displayhook
    sys.displayhook = sys.__displayhook__
    try:
        yield
    finally:
        sys.displayhook = before
