"""Who listens to engines."""

from .._facade.program import on_reset

_listeners = []


@on_reset
def _forget():
    _listeners.clear()


def listen(engine, identifier, fn):
    """Has a listener told; of every engine where none is named."""
    _listeners.append((engine, identifier, fn))


def heard(engine, identifier):
    return [fn for target, name, fn in _listeners if name == identifier and (target is None or target is engine)]
