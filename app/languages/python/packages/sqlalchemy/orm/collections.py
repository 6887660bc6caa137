"""What relationships hold: lists, sets and dictionaries of the engine's that are Python's as well."""

import operator

from .._facade import wire
from .._facade.wire import Handle, Options, wraps

js = wire.js


class _Mirror(Handle):
    """
    A collection of the engine's. The members lie in the engine; Python's own storage mirrors them, and is looked after before
    each use.
    """

    _seen = None

    def _members(self):
        """The members now, as JSON."""
        return js.items(self._h)

    def _sync(self):
        found = self._members()
        if found != self._seen:
            self._fill(wire.unpack(found))
            self._seen = found
        return self


def _reading(base, name):
    plain = getattr(base, name)

    def method(self, *args, **kwargs):
        return plain(self._sync(), *args, **kwargs)

    method.__name__ = name
    return method


@wraps("InstrumentedList")
class InstrumentedList(list, _Mirror):
    """The list that a relationship holds."""

    def __new__(cls, *_args):
        return list.__new__(cls)

    def __init__(self, *items):
        list.__init__(self, *items)

    def _fill(self, items):
        list.__setitem__(self, slice(None), items)

    def _sync(self):
        return self if self._h is None else _Mirror._sync(self)

    for _name in (
        "__len__", "__getitem__", "__contains__", "__iter__", "__reversed__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__",
        "__ge__", "__add__", "__mul__", "__rmul__", "__repr__", "index", "count", "copy",
    ):  # fmt: skip
        locals()[_name] = _reading(list, _name)
    del _name
    __hash__ = None

    def __radd__(self, other):
        return other + list(self)

    def _change(self, name, *args):
        if self._h is None:
            return NotImplemented
        return wire.invoke(self._h, name, *args)

    def append(self, item):
        if self._h is None:
            return list.append(self, item)
        return self._change("append", item)

    def remove(self, item):
        if self._h is None:
            return list.remove(self, item)
        for each in self:
            if each is item or each == item:
                return self._change("remove", each)
        return self._change("remove", item)

    def insert(self, index, item):
        if self._h is None:
            return list.insert(self, index, item)
        return self._change("insert", index, item)

    def pop(self, index=-1):
        if self._h is None:
            return list.pop(self, index)
        return self._change("pop", index)

    def clear(self):
        if self._h is None:
            return list.clear(self)
        return self._change("clear")

    def extend(self, items):
        for item in list(items):
            self.append(item)

    def __iadd__(self, items):
        self.extend(items)
        return self

    def __setitem__(self, index, value):
        if self._h is None:
            return list.__setitem__(self, index, value)
        if not isinstance(index, slice):
            return self._change("setItem", operator.index(index), value)
        start, stop, stride = index.indices(len(self))
        if stride == 1:
            return self._change("setSlice", start, max(start, stop), list(value))
        values, places = list(value), range(start, stop, stride)
        if len(values) != len(places):
            raise ValueError(
                f"attempt to assign sequence of size {len(values)} to extended slice of size {len(places)}"
            )
        for place, each in zip(places, values):
            self._change("setItem", place, each)
        return None

    def __delitem__(self, index):
        if self._h is None:
            return list.__delitem__(self, index)
        if not isinstance(index, slice):
            return self._change("delItem", operator.index(index))
        start, stop, stride = index.indices(len(self))
        if stride == 1:
            return self._change("delSlice", start, max(start, stop))
        for place in sorted(range(start, stop, stride), reverse=True):
            self._change("delItem", place)
        return None

    def sort(self, *, key=None, reverse=False):
        """Puts the members into an order; nothing enters or leaves."""
        ordered = sorted(self, key=key, reverse=reverse)
        self._reorder(ordered)

    def reverse(self):
        self._reorder(list(self)[::-1])

    def _reorder(self, ordered):
        if self._h is None:
            list.__setitem__(self, slice(None), ordered)
        else:
            wire.unpack(js.reorder(self._h, wire.pack_args(ordered)))

    def __reduce_ex__(self, protocol):
        return list, (list(self),)


@wraps("InstrumentedSet")
class InstrumentedSet(set, _Mirror):
    """The set that a relationship holds."""

    def __new__(cls, *_args):
        return set.__new__(cls)

    def __init__(self, *items):
        set.__init__(self, *items)

    def _fill(self, items):
        set.clear(self)
        set.update(self, items)

    def _sync(self):
        return self if self._h is None else _Mirror._sync(self)

    for _name in (
        "__len__", "__contains__", "__iter__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__repr__", "__or__",
        "__and__", "__sub__", "__xor__", "__ror__", "__rand__", "__rsub__", "__rxor__", "copy", "difference", "intersection",
        "isdisjoint", "issubset", "issuperset", "symmetric_difference", "union",
    ):  # fmt: skip
        locals()[_name] = _reading(set, _name)
    del _name
    __hash__ = None

    def add(self, item):
        if self._h is None:
            return set.add(self, item)
        wire.invoke(self._h, "add", item)
        return None

    def remove(self, item):
        if self._h is None:
            return set.remove(self, item)
        wire.invoke(self._h, "remove", item)
        return None

    def discard(self, item):
        if item in self:
            self.remove(item)

    def pop(self):
        if self._h is None:
            return set.pop(self)
        return wire.invoke(self._h, "pop")

    def clear(self):
        for item in list(self):
            self.remove(item)

    def update(self, *others):
        for other in others:
            for item in list(other):
                self.add(item)

    def difference_update(self, *others):
        for other in others:
            for item in list(other):
                self.discard(item)

    def intersection_update(self, *others):
        wanted = self.intersection(*others)
        for item in [each for each in self if each not in wanted]:
            self.remove(item)

    def symmetric_difference_update(self, other):
        for item in list(other):
            if item in self:
                self.remove(item)
            else:
                self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def __reduce_ex__(self, protocol):
        return set, (set(self),)


@wraps("KeyedCollection")
class MappedCollection(dict, _Mirror):
    """The dictionary that a relationship with a keyed collection class holds."""

    keyfunc = None

    def __new__(cls, *_args):
        return dict.__new__(cls)

    def __init__(self, keyfunc=None, *_):
        dict.__init__(self)
        self.keyfunc = keyfunc

    def _fill(self, items):
        dict.clear(self)
        dict.update(self, [tuple(each) for each in items])

    def _sync(self):
        return self if self._h is None else _Mirror._sync(self)

    for _name in (
        "__len__", "__getitem__", "__contains__", "__iter__", "__reversed__", "__eq__", "__ne__", "__repr__", "get", "keys",
        "values", "items", "copy", "__or__",
    ):  # fmt: skip
        locals()[_name] = _reading(dict, _name)
    del _name
    __hash__ = None

    def __setitem__(self, key, value):
        if self._h is None:
            return dict.__setitem__(self, key, value)
        wire.invoke(self._h, "set", key, value)
        return None

    def __delitem__(self, key):
        if self._h is None:
            return dict.__delitem__(self, key)
        if key not in self:
            raise KeyError(key)
        wire.invoke(self._h, "delete", key)
        return None

    def set(self, value):
        wire.invoke(self._h, "add", value)

    def remove(self, value):
        wire.invoke(self._h, "remove", value)

    def pop(self, key, *default):
        if key not in self:
            if default:
                return default[0]
            raise KeyError(key)
        return wire.invoke(self._h, "pop", key)

    def popitem(self):
        key = next(reversed(self))
        return key, self.pop(key)

    def clear(self):
        wire.invoke(self._h, "clear")

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *args, **kw):
        for key, value in dict(*args, **kw).items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def __reduce_ex__(self, protocol):
        return dict, (dict(self),)


KeyFuncDict = MappedCollection


class _Keyed:
    """A collection class by a key of each member."""

    def __init__(self, export, *args):
        self._export = export
        self._args = args

    def kind(self):
        return wire.make(self._export, *self._args)

    def __call__(self):
        return MappedCollection()


def attribute_keyed_dict(attr_name, *, ignore_unpopulated_attribute=False):
    return _Keyed("attributeKeyedDict", attr_name)


attribute_mapped_collection = attribute_keyed_dict


def column_keyed_dict(mapping_spec, *, ignore_unpopulated_attribute=False):
    return _Keyed("attributeKeyedDict", mapping_spec.key)


column_mapped_collection = column_keyed_dict


def keyfunc_mapping(keyfunc, *, ignore_unpopulated_attribute=False):
    return _Keyed("keyfuncMapping", keyfunc)


mapped_collection = keyfunc_mapping


class collection:
    """Decorators that say how a class of the user's own works as a collection."""

    @staticmethod
    def appender(method):
        method._sa_role = "appender"
        return method

    @staticmethod
    def remover(method):
        method._sa_role = "remover"
        return method

    @staticmethod
    def iterator(method):
        method._sa_role = "iterator"
        return method

    @staticmethod
    def internally_instrumented(method):
        return method

    @staticmethod
    def converter(method):
        return method

    @staticmethod
    def adds(_arg):
        return lambda method: method

    @staticmethod
    def replaces(_arg):
        return lambda method: method

    @staticmethod
    def removes(_arg):
        return lambda method: method

    @staticmethod
    def removes_return():
        return lambda method: method


def kind_of(collection_class):
    """What the engine takes for a ``collection_class``."""
    from ..exc import NotSupportedHere

    if collection_class is None or collection_class is list:
        return None if collection_class is None else "list"
    if collection_class is set:
        return "set"
    if isinstance(collection_class, _Keyed):
        return collection_class.kind()
    if isinstance(collection_class, type):
        if issubclass(collection_class, set):
            return "set"
        if issubclass(collection_class, list) and not _overrides(collection_class):
            return "list"
        raise NotSupportedHere(
            f"collection_class={collection_class.__name__} is not supported here: a collection class of one's own. "
            "Use list, set, attribute_keyed_dict() or keyfunc_mapping()."
        )
    made = collection_class()
    if isinstance(made, MappedCollection) and made.keyfunc is not None:
        return wire.make("keyfuncMapping", made.keyfunc)
    ordering = getattr(made, "_ordering", None)
    if ordering is not None:
        return ordering()
    return kind_of(type(made))


def _overrides(cls):
    """Whether a list's class changes how members enter and leave."""
    changed = {"append", "remove", "insert", "pop", "extend", "__setitem__", "__delitem__", "clear"}
    return any(name in changed for base in cls.__mro__ if base not in (list, object) for name in base.__dict__)


__all__ = ["Options"]
