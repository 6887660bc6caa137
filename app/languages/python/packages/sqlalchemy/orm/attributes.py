"""Attributes of mapped classes: expressions on the class, values on its instances."""

import json

from .._facade import wire
from .._facade.wire import wraps
from ..sql.elements import ColumnElement, _options
from .exc import UnmappedClassError

js = wire.js


class _Lazy:
    """An expression whose number is asked for when it is first needed."""

    _number = None

    @property
    def _h(self):
        if self._number is None:
            self._resolve()
        return self._number

    @_h.setter
    def _h(self, handle):
        self._number = handle

    def __del__(self):
        if self._number is not None and wire._released is not None:
            wire._released.append(self._number)

    def _resolve(self):
        raise NotImplementedError


def _reference(handle, name):
    """The number of an object's property."""
    result = js.get(handle, name)
    if type(result) is str and result[1:2] == "!":
        wire.unpack(result)
    return json.loads(result[1:])["h"]


class QueryableAttribute(ColumnElement):
    """An attribute of a class or of an alias."""

    class_ = None
    key = None
    is_attribute = True

    @property
    def prop(self):
        from .mapping import ensure_configured

        ensure_configured(self)
        return wire.get(self._h, "property")

    @property
    def parent(self):
        return wire.get(self._h, "entity")

    @property
    def expression(self):
        return self

    @property
    def info(self):
        return {}

    def of_type(self, entity):
        return self._invoke("ofType", entity)

    def and_(self, *criteria):
        return self._invoke("and_", *criteria)

    def any(self, criterion=None, **kwargs):
        return self._invoke("any", criterion, *([kwargs] if kwargs else []))

    def has(self, criterion=None, **kwargs):
        return self._invoke("has", criterion, *([kwargs] if kwargs else []))

    def adapt_to_entity(self, entity):
        return wire.get(wire.encode(entity)["h"], self.key)

    def __str__(self):
        return wire.text(self._h)

    def __repr__(self):
        return f"<sqlalchemy.orm.attributes.{type(self).__name__} object at {id(self):#x}>"


# Last, because the name is that of the decorator.
QueryableAttribute.property = QueryableAttribute.prop
wraps("ColumnAttribute", "RelationshipAttribute", "CompositeAttribute")(QueryableAttribute)


class InstrumentedAttribute(_Lazy, QueryableAttribute):
    """``User.name`` and ``user.name``."""

    def __init__(self, cls, key):
        self.class_ = cls
        self.key = key
        self.__doc__ = None

    def _resolve(self):
        self._hold(_reference(self.class_.__dict__["_sa_class"], self.key))

    def __get__(self, instance, owner):
        if instance is None:
            return self
        state = instance._sa_instance_state
        handle = attach(instance) if state is None else state.number
        wire.touched = True
        result = js.read(handle, self.key)
        if type(result) is str and result[:1] == "\0":
            return wire.unpack(result)
        return result

    def __set__(self, instance, value):
        state = instance._sa_instance_state
        handle = attach(instance) if state is None else state.number
        wire.touched = True
        result = js.write(handle, self.key, wire.pack(value))
        if result is not None:
            wire.unpack(result)

    def __delete__(self, instance):
        state = instance._sa_instance_state
        handle = attach(instance) if state is None else state.number
        wire.touched = True
        wire.unpack(js.erase(handle, self.key))

    @property
    def impl(self):
        return self


class StandInAttribute:
    """An attribute that stands for others (synonym, composite, association proxy): the engine says what it is."""

    def __init__(self, cls, key):
        self.class_ = cls
        self.key = key

    def __get__(self, instance, owner):
        if instance is None:
            return wire.get(owner.__dict__.get("_sa_class") or self.class_.__dict__["_sa_class"], self.key)
        wire.touched = True
        return wire.unpack(js.read(state_of(instance), self.key))

    def __set__(self, instance, value):
        wire.touched = True
        wire.unpack(js.write(state_of(instance), self.key, wire.pack(value)))

    def __delete__(self, instance):
        wire.unpack(js.erase(state_of(instance), self.key))


heard_init = False
"""Whether somebody listens to ``init``, who has to be told the constructor's arguments."""


def attach(instance, values=None):
    """Gives an instance its state."""
    from .mapping import ensure_configured

    cls = type(instance)
    handle = cls.__dict__.get("_sa_class")
    if handle is None:
        raise UnmappedClassError(cls)
    ensure_configured(cls)
    given = wire.pack_args([values]) if heard_init and values else None
    number = js.newInstance(handle, given)
    if type(number) is not int:
        wire.unpack(number)
    wire.give_state(instance, number)
    return number


def state_of(instance):
    """The number of an instance's state."""
    state = instance._sa_instance_state
    return attach(instance) if state is None else state.number


def flag_modified(instance, key):
    wire.make("flagModified", instance, key)


def flag_dirty(instance):
    wire.make("flagModified", instance)


def get_attribute(instance, key):
    return getattr(instance, key)


def set_attribute(instance, key, value, initiator=None):
    setattr(instance, key, value)


def del_attribute(instance, key):
    delattr(instance, key)


def set_committed_value(instance, key, value):
    wire.make("setCommittedValue", instance, key, value)


def get_history(obj, key, passive=None):
    return History.of(wire.make("getHistory", obj, key))


def init_collection(obj, key):
    return getattr(obj, key)


class History(tuple):
    """What was added, is unchanged and was deleted."""

    __slots__ = ()

    def __new__(cls, added, unchanged, deleted):
        return tuple.__new__(cls, (added, unchanged, deleted))

    @classmethod
    def of(cls, parts):
        def plain(values):
            return () if not values else list(values)

        return cls(plain(parts["added"]), plain(parts["unchanged"]), plain(parts["deleted"]))

    added = property(lambda self: self[0])
    unchanged = property(lambda self: self[1])
    deleted = property(lambda self: self[2])

    def has_changes(self):
        return bool(self[0] or self[2])

    def empty(self):
        return not self.has_changes() and not self[1]

    def __bool__(self):
        return self != HISTORY_BLANK

    def sum(self):
        return list(self[0]) + list(self[1]) + list(self[2])

    def non_deleted(self):
        return list(self[0]) + list(self[1])

    def non_added(self):
        return list(self[1]) + list(self[2])

    def __repr__(self):
        return f"History(added={self[0]!r}, unchanged={self[1]!r}, deleted={self[2]!r})"


HISTORY_BLANK = History((), (), ())
LoaderCallableStatus = wire.Symbol
NO_VALUE = wire.Symbol("NO_VALUE")
NEVER_SET = NO_VALUE
OP_REMOVE, OP_APPEND, OP_REPLACE, OP_BULK_REPLACE, OP_MODIFIED = (
    wire.Symbol(name) for name in ("REMOVE", "APPEND", "REPLACE", "BULK_REPLACE", "MODIFIED")
)


def instance_state(instance):
    """What the session knows of an object."""
    from ..inspection import inspect

    return inspect(instance)


@wraps("AttributeToken")
class AttributeEventToken(wire.Handle):
    @property
    def key(self):
        return self._get("key")

    @property
    def op(self):
        return self._get("operation")


Event = AttributeEventToken
__all__ = ["_options"]
