"""Declarative mapping ("ORM Mapped Class Configuration")."""

import dataclasses

from .._facade import wire
from .._facade.wire import Handle, Options
from ..exc import ArgumentError, InvalidRequestError
from ..sql.elements import ClauseElement
from ..sql.schema import Column, MetaData, Table, options_of
from . import annotations
from .attributes import InstrumentedAttribute, StandInAttribute
from .instance_dict import instance_dict
from .mapping import enter, mapped_parent, mapper_options, registry
from .specs import ColumnProperty, CompositeProperty, MappedColumn, Recipe, RelationshipProperty, column_recipe

js = wire.js

_RESERVED = {"metadata", "registry"}
_DIRECTIVES = {
    "__tablename__", "__table__", "__table_args__", "__mapper_args__", "__abstract__", "__allow_unmapped__", "__table_cls__",
    "__mapper_cls__", "__sa_dataclass_metadata_key__", "type_annotation_map", "__bind_key__",
}  # fmt: skip


class declared_attr:
    """What a mixin computes for each class that it is mixed into."""

    def __init__(self, fn, cascading=False, quiet=False):
        if isinstance(fn, classmethod):
            fn = fn.__func__
        self.fget = fn
        self.cascading = cascading
        self.__doc__ = getattr(fn, "__doc__", None)

    def __get__(self, instance, owner):
        name = self.fget.__name__
        if not name.startswith("__") and "_sa_class" in owner.__dict__:
            return self.fget(owner)
        kept = _declared.get(owner)
        if kept is None or name.startswith("__"):
            return self.fget(owner)
        if name not in kept:
            kept[name] = self.fget(owner)
        return kept[name]

    @classmethod
    def directive(cls, fn):
        return cls(fn)

    class _cascading:
        def __call__(self, fn):
            return declared_attr(fn, cascading=True)

    cascading = _cascading()


_declared = {}
"""What ``declared_attr`` has given for classes that are being mapped."""


def declarative_base(
    *, metadata=None, mapper=None, cls=object, name="Base", class_registry=None, type_annotation_map=None, constructor=None,
    metaclass=None, bind=None,
):  # fmt: skip
    """A base for declarative classes."""
    if bind is not None:
        raise TypeError("declarative_base() got an unexpected keyword argument 'bind'")
    made = registry(
        metadata=metadata, class_registry=class_registry, type_annotation_map=type_annotation_map, constructor=constructor
    )
    return made.generate_base(cls=cls, name=name, metaclass=metaclass)


class _Assignable(type):
    """Attributes that are assigned to a mapped class are mapped, too; its instances' ``__dict__`` has what is loaded."""

    def __new__(metacls, name, bases, namespace, **kw):
        if any(base is not object for base in bases):
            namespace.setdefault("__dict__", property(instance_dict))
        return type.__new__(metacls, name, bases, namespace, **kw)

    def __setattr__(cls, key, value):
        if "_sa_class" in cls.__dict__ and isinstance(value, (Recipe, Column)):
            add_attribute(cls, key, value)
        else:
            type.__setattr__(cls, key, value)

    def __delattr__(cls, key):
        type.__delattr__(cls, key)


class DeclarativeMeta(_Assignable):
    """The class of classes that ``declarative_base()`` has made."""

    def __init__(cls, name, bases, namespace, **kw):
        reg = getattr(cls, "registry", None)
        if isinstance(reg, registry) and not cls.__dict__.get("__abstract__"):
            map_declarative(reg, cls)
        type.__init__(cls, name, bases, namespace)

    def __new__(metacls, name, bases, namespace, **kw):
        return super().__new__(metacls, name, bases, namespace)


class DeclarativeAttributeIntercept(_Assignable):
    """The class of classes that extend ``DeclarativeBase``."""


class DeclarativeBase(metaclass=DeclarativeAttributeIntercept):
    """A base for declarative classes: ``class Base(DeclarativeBase): pass``."""

    def __init_subclass__(cls, **kw):
        if DeclarativeBase in cls.__bases__:
            _set_up_base(cls)
            super().__init_subclass__(**kw)
            return
        options = _dataclass_options(cls, kw)
        super().__init_subclass__(**kw)
        if not cls.__dict__.get("__abstract__"):
            map_declarative(cls.registry, cls, dataclass=options)


class DeclarativeBaseNoMeta:
    """The same without a metaclass."""

    def __init_subclass__(cls, **kw):
        if DeclarativeBaseNoMeta in cls.__bases__:
            _set_up_base(cls)
            super().__init_subclass__(**kw)
            return
        options = _dataclass_options(cls, kw)
        super().__init_subclass__(**kw)
        if not cls.__dict__.get("__abstract__"):
            map_declarative(cls.registry, cls, dataclass=options)


def _set_up_base(cls):
    own = cls.__dict__
    given = own.get("registry") or getattr(cls, "registry", None)
    metadata = own.get("metadata") or getattr(cls, "metadata", None)
    if given is None:
        given = registry(metadata=metadata, type_annotation_map=own.get("type_annotation_map"))
    elif own.get("type_annotation_map") is not None:
        given.update_type_annotation_map(own["type_annotation_map"])
    type.__setattr__(cls, "registry", given)
    type.__setattr__(cls, "metadata", given.metadata)
    if "__init__" not in own and all("__init__" not in base.__dict__ for base in cls.__mro__[1:-1]):
        type.__setattr__(cls, "__init__", given.constructor)


_DATACLASS_ARGUMENTS = ("init", "repr", "eq", "order", "unsafe_hash", "match_args", "kw_only")


class MappedAsDataclass:
    """Makes the mapped classes that mix it in dataclasses, too."""

    def __init_subclass__(cls, **kw):
        options = {name: kw.pop(name) for name in list(kw) if name in (*_DATACLASS_ARGUMENTS, "dataclass_callable")}
        inherited = getattr(cls, "_sa_dataclass", {})
        type.__setattr__(cls, "_sa_dataclass", {**inherited, **options})
        super().__init_subclass__(**kw)
        if not hasattr(cls, "registry") and not cls.__dict__.get("__abstract__"):
            from .dataclasses_ import make_dataclass

            make_dataclass(cls, cls._sa_dataclass, mapped=False)


def _dataclass_options(cls, kw):
    """The arguments of a dataclass where the class is to be one, else ``None``."""
    if not issubclass(cls, MappedAsDataclass):
        return None
    own = {name: kw.pop(name) for name in list(kw) if name in (*_DATACLASS_ARGUMENTS, "dataclass_callable")}
    merged = {**getattr(cls, "_sa_dataclass", {}), **own}
    return merged


# -- mapping a class -------------------------------------------------------------------------------------------------------


def map_declarative(reg, cls, dataclass=None):
    """Maps a class from what its body and its mixins say."""
    if "_sa_class" in cls.__dict__:
        return wire.make("mapperOf", cls)
    if cls.__dict__.get("__abstract__"):
        return None
    _declared[cls] = {}
    try:
        body = _ClassBody(reg, cls)
        body.scan()
        if dataclass is not None:
            from .dataclasses_ import make_dataclass

            make_dataclass(cls, dataclass, body=body)
        body.map()
    finally:
        _declared.pop(cls, None)
    enter_hooks(cls)
    return None


class _ClassBody:
    """Reads what a class and its mixins declare."""

    def __init__(self, reg, cls):
        self.registry = reg
        self.cls = cls
        self.parent = mapped_parent(cls)
        self.found = {}
        """What is declared, by the attribute's name."""
        self.annotated = {}
        self.own = set()

    # -- collecting ------------------------------------------------------------------------------------------------------

    def scan(self):
        for base in self.cls.__mro__:
            if base is object or (base is not self.cls and ("_sa_class" in base.__dict__ or self._is_above_parent(base))):
                continue
            self._scan_one(base)

    def _is_above_parent(self, base):
        return self.parent is not None and issubclass(self.parent, base) and not self._cascades(base)

    @staticmethod
    def _cascades(base):
        return any(isinstance(value, declared_attr) and value.cascading is True for value in base.__dict__.values())

    def _scan_one(self, base):
        own = base is self.cls
        notes = annotations.of_class(base)
        for name in _in_order(list(base.__dict__), list(notes)):
            if name in _DIRECTIVES or name in self.found or (name.startswith("__") and name.endswith("__")):
                continue
            value = base.__dict__.get(name, _NOTHING)
            note = notes.get(name)
            if own:
                self.own.add(name)
            if name in _RESERVED:
                if own and isinstance(value, (Recipe, Column)):
                    raise InvalidRequestError(f"Attribute name '{name}' is reserved when using the Declarative API.")
                continue
            declared = self._declaration(name, value, note, own, base)
            if declared is not None:
                self.found[name] = declared

    def _declaration(self, name, value, note, own, base):
        if isinstance(value, declared_attr):
            made = getattr(self.cls, name) if not own else value.fget(self.cls)
            _declared[self.cls][name] = made
            return self._plain(name, made, None)
        if isinstance(value, (InstrumentedAttribute, StandInAttribute)):
            return None
        if not own and isinstance(value, (Column, MappedColumn)):
            if self._overridden(name):
                return None
            value = self._copied(name, value)
        elif not own and isinstance(value, RelationshipProperty):
            raise InvalidRequestError(
                "Mapper properties (i.e. deferred,column_property(), relationship(), etc.) must be declared as @declared_attr "
                "callables on declarative mixin classes.  For dataclass field() objects, use a lambda:"
            )
        parsed = annotations.parse(note, self.registry, base) if note is not None else None
        if parsed is None:
            if note is not None and value is not _NOTHING and isinstance(value, Recipe):
                annotations.refuse_unmapped(name, note, self.cls)
            return self._plain(name, value, None)
        return self._plain(name, value, parsed)

    def _overridden(self, name):
        """Whether a class nearer than the mixin has something else under the name."""
        for base in self.cls.__mro__:
            if name in base.__dict__:
                return not isinstance(base.__dict__[name], (Column, MappedColumn, Recipe))
        return False

    def _copied(self, name, value):
        if isinstance(value, MappedColumn):
            made = value.copied()
        else:
            made = value._copy()
        _declared[self.cls][name] = made
        _copies.setdefault(self.cls, {})[id(value)] = made
        return made

    def _plain(self, name, value, parsed):
        """What an attribute is mapped to; ``None`` for what is not mapped."""
        if parsed is not None:
            return parsed.applied(name, value if value is not _NOTHING else None, self)
        if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], (Column, Recipe)):
            from .._facade.errors import warn_at_user
            from ..exc import SAWarning

            warn_at_user(
                SAWarning(
                    f"Ignoring declarative-like tuple value of attribute '{name}': possibly a copy-and-paste error with a comma "
                    "accidentally placed at the end of the line?"
                )
            )
            return None
        if isinstance(value, (Column, Recipe)):
            return value
        recipe = getattr(value, "_sa_recipe", None)
        return value if recipe is not None and not isinstance(value, type) else None

    # -- directives --------------------------------------------------------------------------------------------------------

    def directive(self, name):
        """``__tablename__`` and its like: the class's own, or a mixin's; never that of a mapped class above."""
        for base in self.cls.__mro__:
            if name not in base.__dict__:
                continue
            value = base.__dict__[name]
            if base is not self.cls and "_sa_class" in base.__dict__:
                if name != "__mapper_args__" or not isinstance(value, declared_attr):
                    return None
            if self._is_above_parent(base) and base is not self.cls and not isinstance(value, (declared_attr, property)):
                return None
            return getattr(self.cls, name)
        return None

    # -- mapping -----------------------------------------------------------------------------------------------------------

    def map(self):
        table, items = self._table()
        mapper_args = self.directive("__mapper_args__")
        mapper_args = dict(mapper_args() if callable(mapper_args) else mapper_args or {})
        for name in ("polymorphic_on", "version_id_col"):
            if name in mapper_args:
                mapper_args[name] = self._own_copy(mapper_args[name])
        if any(base.__name__ == "ConcreteBase" for base in self.cls.__mro__):
            mapper_args.setdefault("concrete_base", True)
        attributes = self._recipes(table)
        base = self.parent._sa_class if self.parent is not None else self.registry._base._h
        if self.parent is None and table is None:
            raise InvalidRequestError(
                f"Class {self.cls!r} does not have a __table__ or __tablename__ specified and does not inherit from an existing "
                "table-mapped class."
            )
        options = Options(tableArgs=items, mapperArgs=mapper_options(mapper_args))
        given = wire.pack_args([table, Options(attributes), options])
        wire.touched = True
        number = js.defineClass(base, self.cls.__name__, given)
        if type(number) is not int:
            wire.unpack(number)
        enter(self.registry, self.cls, number)
        type.__setattr__(self.cls, "__table__", wire.get(wire.make("mapperOf", self.cls)._h, "localTable"))
        type.__setattr__(self.cls, "__mapper__", wire.make("mapperOf", self.cls))

    def _own_copy(self, value):
        return _copies.get(self.cls, {}).get(id(value), value)

    def _table(self):
        table = self.directive("__table__")
        name = self.directive("__tablename__")
        args = self.directive("__table_args__")
        items = []
        if isinstance(args, dict):
            items = [args]
        elif args is not None:
            if not isinstance(args, tuple):
                raise ArgumentError("__table_args__ value must be a tuple, dict, or None")
            items = list(args)
        options = {}
        if items and isinstance(items[-1], dict):
            options = items.pop()
        items = [self._own_item(item) for item in items]
        options = {key: value for key, value in options.items() if not key.startswith(("mysql", "mariadb", "postgresql"))}
        if options:
            items.append(options_of(options, without=("info", "quote", "autoload")))
        return (table if table is not None else name), items

    def _own_item(self, item):
        return item

    def _recipes(self, table):
        shared = table if isinstance(table, Table) else None
        recipes = {}
        ordered = sorted(self.found.items(), key=lambda pair: getattr(pair[1], "sort_order", 0))
        for name, value in ordered:
            if isinstance(value, CompositeProperty):
                recipes.update(self._composite(name, value, recipes))
            elif isinstance(value, Column):
                if shared is not None and value.table is None:
                    raise ArgumentError(
                        f"Can't add additional column {name!r} when specifying __table__"
                    )
                recipes[name] = column_recipe(value)
            elif isinstance(value, MappedColumn):
                value = self._existing(value, name)
                recipes[name] = column_recipe(value.column, value.attribute_options)
            elif isinstance(value, Recipe):
                recipes[name] = value.recipe(self.cls, name)
            else:
                recipes[name] = value._sa_recipe(self.cls, name)
        return recipes

    def _existing(self, value, name):
        if not value.use_existing_column or self.parent is None:
            return value
        found = self.parent.__table__.c.get(value.column.name or name)
        if found is not None:
            made = MappedColumn.__new__(MappedColumn)
            made.__dict__.update(value.__dict__)
            made.column = found
            return made
        return value

    def _composite(self, name, value, recipes):
        if value.class_ is None or isinstance(value.class_, str):
            raise ArgumentError(f"composite() for {name!r} needs a class")
        names, more = [], {}
        if not value.attrs and dataclasses.is_dataclass(value.class_):
            fields = [field.name for field in dataclasses.fields(value.class_)]
            value.attrs = [MappedColumn([field], {}) for field in fields]
            for each, field in zip(value.attrs, dataclasses.fields(value.class_)):
                parsed = annotations.Parsed(field.type, self.registry, self.cls)
                parsed.applied(field.name, each, self)
        for each in value.attrs:
            if isinstance(each, str):
                names.append(each)
                continue
            column = each.column if isinstance(each, MappedColumn) else each
            if isinstance(each, (Column, MappedColumn)):
                found = next((key for key, known in self.found.items() if known is each), None)
                key = found or column.name or f"_{name}_{len(names)}"
                if found is None and key not in recipes:
                    more[key] = column_recipe(column)
                names.append(key)
            else:
                names.append(each.key)
        more[name] = value.recipe(self.cls, name, names)
        return more


_NOTHING = object()
_copies = {}


def _in_order(values, notes):
    """Names of a class's body: values and annotations in the order in which they were written, as far as can be told."""
    merged, noted = [], set(notes)
    waiting = list(notes)
    for name in values:
        if name in noted:
            while waiting and waiting[0] != name:
                each = waiting.pop(0)
                if each not in merged:
                    merged.append(each)
            if waiting:
                waiting.pop(0)
        if name not in merged:
            merged.append(name)
    merged.extend(each for each in waiting if each not in merged)
    # Annotations without a value stand before the first value that follows them in the text.
    if not noted:
        return values
    return _interleaved(values, notes)


def _interleaved(values, notes):
    common = [name for name in notes if name in set(values)]
    result, at = [], 0
    note_at = 0
    positions = {name: index for index, name in enumerate(values)}
    for name in common:
        index = positions[name]
        while note_at < len(notes) and notes[note_at] != name:
            result.append(notes[note_at])
            note_at += 1
        while at < index:
            if values[at] not in result:
                result.append(values[at])
            at += 1
        result.append(name)
        at = max(at, index + 1)
        note_at += 1
    result.extend(notes[note_at:])
    result.extend(name for name in values[at:] if name not in result)
    return [name for index, name in enumerate(result) if name not in result[:index]]


def enter_hooks(cls):
    """Enters what a class's methods are marked for: validators, reconstructors."""
    from .events import listen_to_reconstructor

    seen = set()
    for base in cls.__mro__:
        if base is object or (base is not cls and "_sa_class" in base.__dict__):
            continue
        for name, value in list(base.__dict__.items()):
            if name in seen:
                continue
            seen.add(name)
            names = getattr(value, "_sa_validates", None)
            if names is not None:
                _enter_validator(cls, value, *names)
            if getattr(value, "_sa_reconstructor", False):
                listen_to_reconstructor(cls, value)


def _enter_validator(cls, method, names, options):
    include_removes = options.pop("include_removes", None) if "include_removes" in options else None
    engine_options = {}
    if include_removes:
        engine_options["includeRemoves"] = True
    if options.get("include_backrefs") is not None:
        engine_options["includeBackrefs"] = options["include_backrefs"]
    if include_removes:
        options["include_removes"] = include_removes

    def check(*args):
        return method(*args)

    wire.make("validates", cls, list(names), check, Options(engine_options))


def validates(*names, include_removes=False, include_backrefs=True):
    """Marks a method that checks what is set."""

    def mark(method):
        method._sa_validates = (
            names,
            {"include_removes": include_removes, "include_backrefs": None if include_backrefs else False},
        )
        return method

    return mark


def reconstructor(method):
    """Marks a method that runs when an object is loaded."""
    method._sa_reconstructor = True
    return method


def add_attribute(cls, key, value):
    """Maps what is assigned to a mapped class."""
    from . import mapping

    if isinstance(value, Column):
        recipe = column_recipe(value)
    elif isinstance(value, CompositeProperty):
        recipe = value.recipe(cls, key, [each if isinstance(each, str) else each.key for each in value.attrs])
    else:
        recipe = value.recipe(cls, key)
    wire.make("addAttributes", cls, Options({key: recipe}))
    mapping._fresh = True
    cls._sa_registry._stale = True
    for each in mapping._classes:
        if issubclass(each, cls):
            mapping.install(each)


def as_declarative(**kw):
    metadata = kw.pop("metadata", None)

    def decorate(cls):
        return registry(metadata=metadata).generate_base(cls=cls, name=cls.__name__, **kw)

    return decorate


def declarative_mixin(cls):
    return cls


def has_inherited_table(cls):
    """Whether a mapped class above has a table."""
    return any("_sa_class" in base.__dict__ for base in cls.__mro__[1:])


def synonym_for(name, map_column=False):
    from .specs import synonym

    return lambda fn: synonym(name)


__all__ = ["ClauseElement", "ColumnProperty", "Handle", "MetaData"]
