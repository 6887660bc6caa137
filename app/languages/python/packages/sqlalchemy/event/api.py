"""``listen()`` and its like."""

from .._facade import wire
from .._facade.wire import Export, Options, Symbol

CANCEL = Symbol("CANCEL")
NO_RETVAL = Symbol("NO_RETVAL")
_ours = {}


def _target(target):
    """What the engine listens at."""
    from ..orm.mapping import Mapper
    from ..orm.session import Session, scoped_session, sessionmaker

    if isinstance(target, scoped_session):
        target = target.session_factory
    if isinstance(target, sessionmaker):
        return target.listened_to()
    if isinstance(target, type):
        if issubclass(target, Session):
            return Export("Session")
        if issubclass(target, Mapper):
            return Export("Mapper")
        reg = getattr(target, "registry", None)
        if "_sa_class" not in target.__dict__ and reg is not None and hasattr(reg, "_base"):
            return reg._base
    return target


def listen(target, identifier, fn, *args, **kw):
    from .engine_events import ENGINE_EVENTS, listen_to_engine

    if identifier in ENGINE_EVENTS and listen_to_engine(target, identifier, fn, kw):
        return
    from ..orm import attributes
    from ..orm.mapping import ensure_configured

    ensure_configured()
    if identifier == "init":
        attributes.heard_init = True
    from .adapters import adapted

    heard = adapted(identifier, fn, kw)
    _ours[(identifier, fn)] = heard
    options = {}
    for name in ("propagate", "retval", "raw", "once", "insert", "named", "active_history"):
        if kw.get(name):
            options["activeHistory" if name == "active_history" else name] = True
    wire.unpack(wire.js.listen(wire.pack_args([_target(target), identifier, heard, Options(options)])))


def listens_for(target, identifier, *args, **kw):
    def decorate(fn):
        listen(target, identifier, fn, *args, **kw)
        return fn

    return decorate


def remove(target, identifier, fn):
    heard = _ours.get((identifier, fn), fn)
    wire.unpack(wire.js.unlisten(wire.pack_args([_target(target), identifier, heard])))


def contains(target, identifier, fn):
    heard = _ours.get((identifier, fn), fn)
    return wire.unpack(wire.js.listened(wire.pack_args([_target(target), identifier, heard])))
