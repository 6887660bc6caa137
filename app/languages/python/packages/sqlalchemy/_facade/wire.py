"""How Python speaks to the engine: objects by number, values as themselves or as JSON with tags (see bridge/codec.ts)."""

import datetime
import decimal
import enum
import json
import types
import uuid
import weakref

js = types.SimpleNamespace()
"""The bridge's operations, once :func:`connect` has been told them."""


def connect(operations):
    """Takes the bridge's operations; nothing can be called before."""
    for name, operation in operations.to_py(depth=1).items():
        setattr(js, name, operation)


MARK = "\0"
_SAFE = 2**53

_encode_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode
_decode_json = json.JSONDecoder().decode


class Handle:
    """A Python object that stands for one of the engine's. Python owns the number: it is released with the object."""

    _h = None

    def __del__(self):
        if self._h is not None:
            release(self._h)

    @classmethod
    def _from(cls, handle):
        """The object for a number that came from the engine."""
        made = cls.__new__(cls)
        made._h = handle
        live[handle] = made
        return made

    def _hold(self, handle):
        """Makes this object the one that stands for a number."""
        self._h = handle
        live[handle] = self
        return self

    def _handle(self):
        return self._h

    def _invoke(self, name, *args):
        return invoke(self._h, name, *args)

    def _get(self, name):
        return get(self._h, name)


def release(handle):
    """Lets go of an object of the engine's, at the next occasion."""
    if _released is not None:
        _released.append(handle)


live = weakref.WeakValueDictionary()
"""The objects that stand for the engine's, by number."""

instances = {}
"""Mapped instances, by number, as long as the run lasts: the session may hold any of them."""

classes = {}
"""Mapped Python classes, by the number of the class that stands for them in the engine."""

callables = {}
_callable_ids = {}
objects = {}
_object_ids = {}
_kept_exceptions = {}
_shapes = {}
_released = []
_RELEASE_AT = 2000


def reset():
    """Forgets everything that belongs to a run."""
    global _released
    _released = None
    live.clear()
    for table in (instances, classes, callables, _callable_ids, objects, _object_ids, _kept_exceptions, _shapes):
        table.clear()
    _released = []


def _release():
    batch = [each for each in set(_released) if each not in live]
    _released.clear()
    if batch:
        js.release(json.dumps(batch))


class Options:
    """Keyword arguments for the engine: an object by the engine's names. What is ``None`` or absent is left out."""

    __slots__ = ("fields",)

    def __init__(self, fields=(), **more):
        self.fields = {**dict(fields), **more}

    def __bool__(self):
        return bool(self.fields)


class Export:
    """Something that the engine exports, by name."""

    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name


class Symbol:
    """A symbol of the engine's, such as ``NO_VALUE``."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"symbol('{self.name}')"


ABSENT = object()
"""Stands for an argument that is not given, before one that is."""


# -- to the engine ---------------------------------------------------------------------------------------------------------


def encode(value):
    """A value as the codec writes it inside JSON."""
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value
    if kind is int:
        return value if -_SAFE < value < _SAFE else {"n": str(value)}
    writer = _WRITERS.get(kind)
    if writer is not None:
        return writer(value)
    return _encode_other(value)


def _encode_float(value):
    if value.is_integer() or value != value:
        return {"f": repr(value)}
    return value if value not in (float("inf"), float("-inf")) else {"f": repr(value)}


def _encode_dict(value):
    return {"d": [[encode(key), encode(item)] for key, item in value.items()]}


def _encode_items(value):
    return [encode(item) for item in value]


def _encode_options(value):
    return {"o": {key: encode(item) for key, item in value.fields.items() if item is not ABSENT}}


def _timedelta_microseconds(value):
    return (value.days * 86400 + value.seconds) * 1_000_000 + value.microseconds


_WRITERS = {
    float: _encode_float,
    list: _encode_items,
    tuple: _encode_items,
    dict: _encode_dict,
    set: lambda value: {"s": [encode(item) for item in value]},
    frozenset: lambda value: {"s": [encode(item) for item in value]},
    bytes: lambda value: {"b": value.decode("latin-1")},
    bytearray: lambda value: {"b": bytes(value).decode("latin-1")},
    memoryview: lambda value: {"b": bytes(value).decode("latin-1")},
    decimal.Decimal: lambda value: {"D": str(value)},
    datetime.datetime: lambda value: {"T": ["datetime", value.replace(tzinfo=None).isoformat()]},
    datetime.date: lambda value: {"T": ["date", value.isoformat()]},
    datetime.time: lambda value: {"T": ["time", value.replace(tzinfo=None).isoformat()]},
    datetime.timedelta: lambda value: {"T": ["timedelta", str(_timedelta_microseconds(value))]},
    uuid.UUID: lambda value: {"U": str(value)},
    Options: _encode_options,
    Export: lambda value: {"e": value.name},
    types.FunctionType: lambda value: {"c": callable_id(value)},
    types.MethodType: lambda value: {"c": callable_id(value)},
    types.BuiltinFunctionType: lambda value: {"c": callable_id(value)},
    type(ABSENT): lambda value: {"u": 1} if value is ABSENT else {"p": object_id(value)},
    Symbol: lambda value: {"y": value.name},
}


def _encode_other(value):
    if isinstance(value, type):
        return _encode_class(value)
    if isinstance(value, Handle):
        return {"h": value._handle()}
    state = value._sa_instance_state if hasattr(type(value), "_sa_class") else None
    if state is not None:
        return {"h": state.number}
    clause = getattr(value, "__clause_element__", None)
    if clause is not None:
        return encode(clause())
    if isinstance(value, enum.Enum):
        return {"p": object_id(value)}
    for base, writer in _SUBCLASS_WRITERS:
        if isinstance(value, base):
            return writer(value)
    if callable(value):
        return {"c": callable_id(value)}
    return {"p": object_id(value)}


_SUBCLASS_WRITERS = (
    (str, lambda value: str.__str__(value)),
    (int, lambda value: encode(int(value))),
    (float, lambda value: _encode_float(float(value))),
    (bytes, _WRITERS[bytes]),
    (dict, _encode_dict),
    ((list, tuple), _encode_items),
    ((set, frozenset), _WRITERS[set]),
    (datetime.datetime, _WRITERS[datetime.datetime]),
    (datetime.date, _WRITERS[datetime.date]),
    (decimal.Decimal, _WRITERS[decimal.Decimal]),
    (uuid.UUID, _WRITERS[uuid.UUID]),
    (type({}.keys()), _encode_items),
    (type({}.values()), _encode_items),
    (range, _encode_items),
    (types.GeneratorType, _encode_items),
)


def _encode_class(value):
    handle = value.__dict__.get("_sa_class")
    if handle is not None:
        return {"h": handle}
    writer = getattr(value, "_encode_class", None)
    if writer is not None:
        return writer()
    return {"c": callable_id(value)}


def callable_id(value):
    """The number of a callable. Equal bound methods have one number."""
    try:
        known = _callable_ids.get(value)
    except TypeError:
        known = None
    if known is not None:
        return known
    number = len(callables)
    callables[number] = value
    try:
        _callable_ids[value] = number
    except TypeError:
        pass
    return number


def object_id(value):
    """The number of an object that only Python knows anything of."""
    known = _object_ids.get(id(value))
    if known is not None:
        return known
    number = len(objects)
    objects[number] = value
    _object_ids[id(value)] = number
    return number


def pack(value):
    """A value that crosses alone."""
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        return value if value[:1] != MARK else MARK + _encode_json(value)
    if kind is int and -_SAFE < value < _SAFE:
        return value
    return MARK + _encode_json(encode(value))


def pack_args(args):
    """The arguments of a call."""
    return _encode_json([encode(arg) for arg in args]) if args else None


# -- from the engine -------------------------------------------------------------------------------------------------------


def unpack(result):
    """A result of the engine's: the value, or the error that it is, raised."""
    if type(result) is str and result[:1] == MARK:
        if result[1:2] == "!":
            raise exception_of(_decode_json(result[2:]))
        return decode(_decode_json(result[1:]))
    return result


def decode(wire):
    kind = type(wire)
    if kind is list:
        return [decode(item) for item in wire]
    if kind is dict:
        for tag in wire:
            return _READERS[tag](wire[tag], wire)
    return wire


def _decode_handle(handle, wire):
    known = live.get(handle)
    if known is not None:
        return known
    kinds = wire["k"]
    if kinds == "class":
        return classes[handle]
    return wrapper_of(kinds)._from(handle)


def _decode_instance(handle, wire):
    known = instances.get(handle)
    return known if known is not None else make_instance(handle, classes[wire["k"]])


def make_instance(handle, cls):
    """An object for a row: made without running its class's constructor."""
    made = cls.__new__(cls)
    give_state(made, handle)
    return made


new_state = None
"""Makes what an instance's ``_sa_instance_state`` is, of the number of the engine's object."""


def give_state(instance, number):
    """Makes an instance the one that stands for an object of the engine's."""
    object.__setattr__(instance, "_sa_instance_state", new_state(number))
    instances[number] = instance


def _decode_time(given, _wire):
    kind, text = given
    if kind == "date":
        return datetime.date.fromisoformat(text)
    if kind == "datetime":
        return datetime.datetime.fromisoformat(text)
    if kind == "time":
        return datetime.time.fromisoformat(text)
    return datetime.timedelta(microseconds=round(text))


def _decode_row(shape, wire):
    names = wire.get("n")
    if names is not None:
        _shapes[shape] = row_class(names, wire["h"])
    return _shapes[shape]([decode(value) for value in wire["v"]])


_READERS = {
    "h": _decode_handle,
    "i": _decode_instance,
    "p": lambda number, _wire: objects[number],
    "d": lambda pairs, _wire: {decode(key): decode(item) for key, item in pairs},
    "s": lambda items, _wire: {decode(item) for item in items},
    "n": lambda text, _wire: int(text),
    "f": lambda text, _wire: float(text.replace("Infinity", "inf")),
    "D": lambda text, _wire: decimal.Decimal(text),
    "b": lambda text, _wire: text.encode("latin-1"),
    "T": _decode_time,
    "U": lambda text, _wire: uuid.UUID(text),
    "r": _decode_row,
    "e": lambda name, _wire: Symbol(name),
}

_wrappers = {}
_resolved = {}


def wraps(*kinds):
    """Makes a class the one that stands for objects of these classes of the engine's."""

    def register(cls):
        for kind in kinds:
            _wrappers[kind] = cls
        _resolved.clear()
        return cls

    return register


class Opaque(Handle):
    """An object of the engine's that Python code has no use for but to hand it back."""


def wrapper_of(kinds):
    found = _resolved.get(kinds)
    if found is None:
        found = next((_wrappers[kind] for kind in kinds.split(" ") if kind in _wrappers), Opaque)
        _resolved[kinds] = found
    return found


row_class = None
"""Makes the class of rows with given names; ``engine.row`` supplies it."""

exception_of = None
"""Makes the exception for an error of the engine's; ``_facade.errors`` supplies it."""


# -- calls -----------------------------------------------------------------------------------------------------------------


touched = False
"""Whether the engine was called since the program came to its line."""


def _note():
    global touched
    touched = True
    if len(_released) > _RELEASE_AT:
        _release()


def invoke(handle, name, *args):
    """Calls a method of an object of the engine's."""
    _note()
    return unpack(js.invoke(handle, name, pack_args(args)))


def operate(handle, name, operand):
    """The same for an operator."""
    return unpack(js.operate(handle, name, pack(operand)))


def make(path, *args):
    """Calls a function that the engine exports, or makes an object of a class that it exports."""
    _note()
    return unpack(js.make(path, pack_args(args)))


def construct(path, *args):
    """The number of an object that is made and that the caller makes a Python object for."""
    _note()
    result = js.make(path, pack_args(args))
    if result[1:2] == "!":
        unpack(result)
    return _decode_json(result[1:])["h"]


def fetch(handle, name, *args):
    """Calls a method of a result of one column."""
    _note()
    return unpack(js.fetch(handle, name, pack_args(args)))


def get(handle, name):
    """A property of an object of the engine's."""
    return unpack(js.get(handle, name))


def reference(handle, name):
    """A property of an object of the engine's, as an object by number."""
    return unpack(js.reference(handle, name))


def has(handle, name):
    return unpack(js.has(handle, name))


def put(handle, name, value):
    return unpack(js.set(handle, name, pack(value)))


def items(handle):
    """Everything that an iterable of the engine's gives."""
    _note()
    return unpack(js.items(handle))


def text(handle):
    return unpack(js.text(handle))


def js_define_type(hooks):
    """The number of a type of the user's own."""
    _note()
    result = js.defineType(pack_args([Options(hooks)]))
    return result if type(result) is int else unpack(result)


# -- calls of the engine's -------------------------------------------------------------------------------------------------


def dispatch(number, args):
    """Calls a callable for the engine. An exception is kept here, and goes on through the engine by number."""
    try:
        return pack(callables[number](*decode(_decode_json(args))))
    except BaseException as error:
        return MARK + "!" + json.dumps(keep(error))


def keep(error):
    number = len(_kept_exceptions)
    _kept_exceptions[number] = error
    return {
        "id": number,
        "name": type(error).__name__,
        "message": message_of(error),
        "line": line_of(error),
        "kept": getattr(error, "_kept", None),
    }


def kept_exception(number):
    return _kept_exceptions[number]


def message_of(error):
    try:
        return str(error)
    except Exception:
        return object.__repr__(error)


def line_of(error):
    """The innermost line of user code that an exception came from."""
    from .program import user_line

    return user_line(error.__traceback__)
