"""Looking at what is mapped ("Runtime Inspection API")."""

from ._facade import wire
from ._facade.wire import Handle, wraps
from .exc import NoInspectionAvailable


def inspect(subject, raiseerr=True):
    from .engine.base import Connection, Engine
    from .orm.mapping import Mapper, ensure_configured
    from .orm.session import Session

    if isinstance(subject, (Engine, Connection)):
        return wire.make("inspect", subject)
    ensure_configured(subject if isinstance(subject, type) else type(subject))
    if isinstance(subject, Mapper):
        return subject
    if isinstance(subject, type):
        if "_sa_class" in subject.__dict__:
            return wire.make("mapperOf", subject)
    elif hasattr(type(subject), "_sa_class"):
        from .orm.attributes import state_of

        state_of(subject)
        return subject._sa_instance_state
    elif isinstance(subject, Handle) and not isinstance(subject, Session):
        from .orm.util import AliasedClass

        return wire.make("aliasedEntityOf", subject) if isinstance(subject, AliasedClass) else subject
    if not raiseerr:
        return None
    raise NoInspectionAvailable(f"No inspection system is available for object of type {type(subject)}")


@wraps("InstanceInspection")
class InstanceState(Handle):
    """What is known of an object. It is asked of the engine when somebody looks."""

    number = None
    _view = None

    @classmethod
    def _of(cls, number):
        made = cls.__new__(cls)
        made.number = number
        return made

    @property
    def _h(self):
        if self._view is None and self.number is not None:
            self._hold(wire.construct("inspect", wire.instances[self.number]))
        return self._view

    @_h.setter
    def _h(self, handle):
        self._view = handle

    def __del__(self):
        if self._view is not None:
            wire.release(self._view)

    def __repr__(self):
        return f"<sqlalchemy.orm.state.InstanceState object at {hex(id(self))}>"

    object = property(lambda self: wire.get(self._h, "object"))
    obj = object
    mapper = property(lambda self: wire.get(self._h, "mapper"))
    session = property(lambda self: wire.get(self._h, "session"))
    transient = property(lambda self: wire.get(self._h, "transient"))
    pending = property(lambda self: wire.get(self._h, "pending"))
    persistent = property(lambda self: wire.get(self._h, "persistent"))
    deleted = property(lambda self: wire.get(self._h, "deleted"))
    detached = property(lambda self: wire.get(self._h, "detached"))
    was_deleted = property(lambda self: wire.get(self._h, "wasDeleted"))
    modified = property(lambda self: wire.get(self._h, "modified"))
    expired = property(lambda self: wire.get(self._h, "expired"))
    has_identity = property(lambda self: wire.get(self._h, "hasIdentity"))
    is_instance = True

    @property
    def class_(self):
        return type(self.object)

    @property
    def identity(self):
        found = wire.get(self._h, "identity")
        return None if found is None else tuple(found)

    @property
    def identity_key(self):
        identity = self.identity
        return None if identity is None else self.key

    @property
    def key(self):
        identity = self.identity
        return None if identity is None else (self.mapper.base_mapper.class_, identity, None)

    @property
    def unloaded(self):
        return set(wire.get(self._h, "unloaded"))

    @property
    def expired_attributes(self):
        return self.unloaded if self.expired else set()

    @property
    def attrs(self):
        return _Attributes(self)

    @property
    def dict(self):
        shown = {}
        for key in self.mapper.attrs.keys():
            if key not in self.unloaded:
                shown[key] = getattr(self.object, key)
        return shown


wire.new_state = InstanceState._of


class _Attributes:
    def __init__(self, state):
        self._state = state

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return AttributeState(self._state, name)

    __getitem__ = __getattr__

    def keys(self):
        return self._state.mapper.attrs.keys()

    def __iter__(self):
        return iter([AttributeState(self._state, key) for key in self.keys()])

    def __len__(self):
        return len(self.keys())

    def __contains__(self, key):
        return key in self.keys()

    def items(self):
        return [(key, AttributeState(self._state, key)) for key in self.keys()]

    def values(self):
        return list(self)


class AttributeState:
    """What is known of an attribute of an object."""

    def __init__(self, state, key):
        self.state = state
        self.key = key
        attrs = wire.reference(state._h, "attrs")
        self._view = wire.invoke(attrs._h, "get", key)

    @property
    def loaded_value(self):
        from .orm.attributes import NO_VALUE

        return NO_VALUE if self.key in self.state.unloaded else self.value

    @property
    def value(self):
        return getattr(self.state.object, self.key)

    @property
    def history(self):
        from .orm.attributes import History

        return History.of(wire.get(self._view._h, "history"))

    def load_history(self):
        from .orm.attributes import History

        return History.of(wire.invoke(self._view._h, "loadHistory"))
