"""Who listens to engines ("Core Events")."""

import re

from .._facade.program import on_reset
from .dbapi import DBAPIConnection, DBAPICursor

_listeners = []
_STATEMENT_EVENTS = {"begin", "commit", "rollback", "savepoint", "before_cursor_execute", "after_cursor_execute"}


@on_reset
def _forget():
    _listeners.clear()


def listen(engine, identifier, fn):
    """Has a listener told; of every engine where none is named."""
    _listeners.append((engine, identifier, fn))
    if identifier in _STATEMENT_EVENTS:
        from .._facade import echoing

        echoing.hear()


def unlisten(engine, identifier, fn):
    """Forgets a listener."""
    _listeners.remove((engine, identifier, fn))


def hear_statements():
    """Whether anybody wants to be told of statements and transactions."""
    return any(name in _STATEMENT_EVENTS for _, name, _ in _listeners)


def heard(engine, identifier):
    return [fn for target, name, fn in _listeners if name == identifier and (target is None or target is engine)]


def tell_connected(engine, driver):
    connection = DBAPIConnection(driver)
    for name in ("first_connect", "connect", "checkout"):
        for fn in heard(engine, name):
            fn(connection, None, *(() if name != "checkout" else (None,)))


def tell_sent(engine, sql, parameters, many):
    """Tells of a transaction's beginning or end, or of a statement: the latter once it has been sent."""
    connection = _Sender(engine)
    if parameters is None:
        for fn in heard(engine, sql.lower()):
            fn(connection)
        return
    for name in ("before_cursor_execute", "after_cursor_execute"):
        for fn in heard(engine, name):
            fn(connection, DBAPICursor(None), sql, parameters, None, many)


class _Sender:
    """The connection that listeners are told of. Statements of theirs come too late to be sent on it."""

    def __init__(self, engine):
        self.engine = engine
        self.dialect = engine.dialect
        self.info = {}

    def exec_driver_sql(self, statement, parameters=None):
        # The usual recipe for SQLite begins each transaction by hand. Here it has begun.
        if re.fullmatch(r"\s*BEGIN(\s+\w+)?\s*;?\s*", statement, re.IGNORECASE):
            return None
        from ..exc import NotSupportedHere

        raise NotSupportedHere(
            "Executing statements in a listener of an engine is not supported here, except BEGIN. "
            "Listen for 'connect' to prepare a connection."
        )
