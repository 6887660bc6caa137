"""``Mapped[…]``: what annotations say of attributes."""

import builtins
import collections.abc
import enum
import sys
import types
import typing

from ..exc import ArgumentError
from ..types import BY_PYTHON_TYPE, Enum, TypeEngine
from .exc import MappedAnnotationError
from .specs import ColumnProperty, CompositeProperty, MappedColumn, RelationshipProperty, SynonymProperty

_T = typing.TypeVar("_T")


class SQLORMExpression(typing.Generic[_T]):
    pass


class Mapped(typing.Generic[_T]):
    """``Mapped[int]``: the attribute holds an int, and the class has an expression."""

    __slots__ = ()


class WriteOnlyMapped(Mapped[_T]):
    __slots__ = ()


class DynamicMapped(Mapped[_T]):
    __slots__ = ()


SQLORMOperations = ORMDescriptor = Mapped


def of_class(cls):
    return cls.__dict__.get("__annotations__") or {}


class _Names(dict):
    """The names that an annotation in quotes may use."""

    def __init__(self, cls):
        module = sys.modules.get(cls.__module__)
        super().__init__(vars(module) if module is not None else {})
        self._cls = cls

    def __missing__(self, name):
        if name == self._cls.__name__:
            return self._cls
        if hasattr(builtins, name):
            return getattr(builtins, name)
        if name in _TYPING:
            return _TYPING[name]
        # A class that comes later: its name is what a relationship wants to know.
        return typing.ForwardRef(name)


_TYPING = {name: getattr(typing, name) for name in ("List", "Set", "Optional", "Union", "Dict")}
_TYPING.update({"Mapped": Mapped, "WriteOnlyMapped": WriteOnlyMapped, "DynamicMapped": DynamicMapped})


def _evaluated(note, cls):
    if not isinstance(note, str):
        return note
    try:
        return eval(note, _Names(cls))  # noqa: S307  (the program's own annotation)
    except (NameError, TypeError, SyntaxError):
        return note


def parse(note, reg, cls):
    """What an annotation says, or ``None`` where it is not ``Mapped[…]``."""
    note = _evaluated(note, cls)
    if isinstance(note, str):
        if note.startswith(("Mapped[", "orm.Mapped[")):
            raise MappedAnnotationError(f"Could not interpret annotation {note}.")
        return None
    if note is Mapped:
        return Parsed(None, reg, cls)
    origin = typing.get_origin(note)
    if origin not in (Mapped, WriteOnlyMapped, DynamicMapped):
        return None
    (inner,) = typing.get_args(note)
    lazy = {WriteOnlyMapped: "write_only", DynamicMapped: "dynamic"}.get(origin)
    return Parsed(inner, reg, cls, lazy)


def refuse_unmapped(name, note, cls):
    """``id: int = mapped_column()`` wants ``Mapped[int]``."""
    if getattr(cls, "__allow_unmapped__", False) or _is_class_var(note):
        return
    shown = note if isinstance(note, str) else getattr(note, "__name__", repr(note))
    raise MappedAnnotationError(
        f'Type annotation for "{cls.__name__}.{name}" can\'t be correctly interpreted for Annotated Declarative Table form.  ORM '
        f'annotations should normally make use of the ``Mapped[]`` generic type, or other ORM-compatible generic type, as a '
        f'container for the actual type, which indicates the intent that the attribute is mapped. Class variables that are not '
        f'intended to be mapped by the ORM should use ClassVar[].  To allow Annotated Declarative to disregard legacy annotations '
        f'which don\'t use Mapped[] to pass, set "__allow_unmapped__ = True" on the class or a superclass this class.'
        if shown
        else name
    )


def _is_class_var(note):
    return typing.get_origin(note) is typing.ClassVar or (isinstance(note, str) and "ClassVar" in note)


_LISTS = {list: list, typing.List: list, collections.abc.Sequence: list, collections.abc.Collection: list}
_SETS = {set: set, typing.Set: set, collections.abc.Set: set, collections.abc.MutableSet: set}


class Parsed:
    """The inside of ``Mapped[…]``."""

    def __init__(self, inner, reg, cls, lazy=None):
        self.registry = reg
        self.cls = cls
        self.lazy = lazy
        self.given = inner
        inner = _evaluated(inner.__forward_arg__, cls) if isinstance(inner, typing.ForwardRef) else inner
        inner = _evaluated(inner, cls)
        self.nullable, self.inner = _without_none(inner, cls)

    def applied(self, name, value, body):
        """The attribute's recipe with what the annotation says."""
        if isinstance(value, RelationshipProperty):
            return self._relationship(name, value)
        if isinstance(value, CompositeProperty):
            if value.class_ is None:
                value.class_ = self.inner
            return value
        if isinstance(value, (ColumnProperty, SynonymProperty)):
            return value
        if value is None:
            return self._column(name, MappedColumn([], {}))
        if isinstance(value, MappedColumn):
            return self._column(name, value)
        from ..sql.schema import Column

        if isinstance(value, Column):
            return value
        if getattr(value, "_sa_recipe", None) is not None:
            return value
        # A plain default, as dataclasses have it.
        return self._column(name, MappedColumn([], {"default": value}))

    # -- columns -----------------------------------------------------------------------------------------------------------

    def _column(self, name, value):
        column = value.column
        pieces = _annotated_columns(self.inner)
        if pieces and pieces[0] is not value:
            value = _merged(pieces[0], value)
            column = value.column
        if self.inner is None:
            return value
        if value.given_nullable is None and not column.primary_key and not _has_identity(column):
            _put_nullable(column, self.nullable)
        if column._get("type")._get("isNull") and not column.foreign_keys:
            column.type = self._type(name)
        elif column._get("type")._get("isNull"):
            found = self._type_or_none()
            # A foreign key gives the type where the annotation says nothing of its own.
            if found is not None and self._is_own_type():
                column.type = found
        return value

    def _is_own_type(self):
        return self.inner in self.registry.type_annotation_map or self.given in self.registry.type_annotation_map

    def _type(self, name):
        found = self._type_or_none()
        if found is None:
            shown = _text(self.given)
            raise MappedAnnotationError(
                f"Could not locate SQLAlchemy Core type when resolving for Python type indicated by {shown} inside the Mapped[] "
                f"annotation for the {name!r} attribute"
                if not isinstance(self.inner, (str, typing.ForwardRef))
                else f"Could not resolve all types within mapped annotation: \"Mapped[{shown}]\".  Ensure all types are written "
                "correctly and are imported within the module in use."
            )
        return found

    def _type_or_none(self):
        own = self.registry.type_annotation_map
        for candidate in _candidates(self.given, self.inner):
            try:
                found = own.get(candidate)
            except TypeError:
                found = None
            if found is not None:
                return _adapted(found, candidate)
        plain = self.inner
        if typing.get_origin(plain) is typing.Annotated:
            for part in plain.__metadata__:
                if isinstance(part, TypeEngine) or (isinstance(part, type) and issubclass(part, TypeEngine)):
                    return part() if isinstance(part, type) else part
        for candidate in _candidates(self.given, self.inner):
            if typing.get_origin(candidate) is typing.Literal:
                return Enum(*candidate.__args__, native_enum=False)
            if isinstance(candidate, type):
                if issubclass(candidate, enum.Enum):
                    return Enum(candidate)
                for base in candidate.__mro__:
                    if base in own:
                        return _adapted(own[base], candidate)
                    if base in BY_PYTHON_TYPE:
                        return BY_PYTHON_TYPE[base]()
        return None

    # -- relationships -----------------------------------------------------------------------------------------------------

    def _relationship(self, name, value):
        inner = self.inner
        if self.lazy is not None:
            value.options.setdefault("lazy", self.lazy)
        origin = typing.get_origin(inner) or inner
        if isinstance(origin, type) or origin in _LISTS or origin in _SETS:
            kind = _LISTS.get(origin) or _SETS.get(origin)
            args = typing.get_args(inner)
            if kind is not None and args:
                value.options.setdefault("collection_class", kind)
                value.options.setdefault("uselist", True)
                return self._target(value, args[0])
            if origin in (dict, typing.Dict, collections.abc.MutableMapping, collections.abc.Mapping) or (
                args and isinstance(origin, type) and issubclass(origin, dict)
            ):
                value.options.setdefault("uselist", True)
                return self._target(value, args[-1])
        if self.lazy is not None:
            value.options.setdefault("uselist", True)
        elif "uselist" not in value.options and inner is not None:
            value.options["uselist"] = False
        return self._target(value, inner)

    def _target(self, value, target):
        if value.argument is not None or target is None:
            return value
        if isinstance(target, typing.ForwardRef):
            target = target.__forward_arg__
        if target is self.cls:
            # It is not mapped yet, so the engine knows it by name only.
            target = self.cls.__name__
        if isinstance(target, str):
            target = target.strip("'\"")
        value.argument = target
        return value


def _text(note):
    if isinstance(note, type):
        return f"'{note.__name__}'" if note.__module__ == "builtins" else f"'{note.__module__}.{note.__name__}'"
    return repr(note)


def _put_nullable(column, nullable):
    from .._facade import wire

    wire.put(column._h, "nullable", nullable)


def _has_identity(column):
    return column._get("identity") is not None


def _without_none(note, cls):
    """Whether None is among what is allowed, and what else is."""
    if isinstance(note, typing.TypeAliasType):
        nullable, _ = _without_none(note.__value__, cls)
        return nullable, note
    origin = typing.get_origin(note)
    if origin is typing.Union or origin is types.UnionType:
        parts = [part for part in typing.get_args(note) if part is not type(None)]
        nullable = len(parts) < len(typing.get_args(note))
        if len(parts) == 1:
            part = parts[0]
            if isinstance(part, typing.ForwardRef):
                part = _evaluated(part.__forward_arg__, cls)
            return nullable, part
        return nullable, typing.Union[tuple(parts)]
    if origin is typing.Annotated:
        nullable, _ = _without_none(note.__origin__, cls)
        return nullable, note
    return note is None or note is type(None), note


def _candidates(given, inner):
    """The types that may be looked up, most special first."""
    found = [given, inner]
    seen = inner
    while True:
        if typing.get_origin(seen) is typing.Annotated:
            seen = seen.__origin__
        elif isinstance(seen, typing.TypeAliasType):
            seen = seen.__value__
        elif hasattr(seen, "__supertype__"):
            seen = seen.__supertype__
        else:
            origin = typing.get_origin(seen)
            if origin is typing.Union or origin is types.UnionType:
                parts = [part for part in typing.get_args(seen) if part is not type(None)]
                if len(parts) == 1:
                    seen = parts[0]
                    found.append(seen)
                    continue
            if origin is not None and origin is not typing.Literal:
                found.append(origin)
            return found
        found.append(seen)


def _adapted(found, candidate):
    made = found() if isinstance(found, type) else found
    if isinstance(made, Enum) and isinstance(candidate, type) and issubclass(candidate, enum.Enum):
        kw = {key: value for key, value in made._kwargs.items() if key not in ("name",)}
        return Enum(candidate, **kw)
    return made


def _annotated_columns(note):
    """``mapped_column()`` inside ``Annotated[…]``."""
    found = []
    seen = note
    while True:
        if isinstance(seen, typing.TypeAliasType):
            seen = seen.__value__
        elif typing.get_origin(seen) is typing.Annotated:
            found.extend(part for part in seen.__metadata__ if isinstance(part, MappedColumn))
            seen = seen.__origin__
        else:
            return found


def _merged(template, value):
    """The column of an ``Annotated`` type with what the class says besides."""
    kw = {**template._kw, **value._kw}
    args = list(value._args) or [
        item._copy() if hasattr(item, "_copy") else item for item in template._args
    ]
    if value._args and isinstance(value._args[0], str) and len(value._args) == 1:
        args += [item._copy() if hasattr(item, "_copy") else item for item in template._args if not isinstance(item, str)]
    return MappedColumn(args, kw)


__all__ = ["ArgumentError"]
