"""Events of engines and their connections."""

from .._facade import wire

ENGINE_EVENTS = {
    "connect", "first_connect", "begin", "commit", "rollback", "before_cursor_execute", "after_cursor_execute", "checkout", "checkin",
}  # fmt: skip


def listen_to_engine(target, identifier, fn, kw):
    """Listens at an engine, or at all; ``False`` where the target is no engine."""
    from ..engine.base import Engine

    if not (target is Engine or isinstance(target, Engine) or getattr(target, "__name__", "") in ("Pool", "Engine")):
        return False
    from ..engine import listeners

    listeners.listen(target if isinstance(target, Engine) else None, identifier, fn)
    return True


__all__ = ["wire"]
