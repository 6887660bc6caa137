"""How Python classes and the engine's classes belong together."""

import functools

from .._facade import wire
from .._facade.program import on_reset
from .._facade.wire import Handle, Options, wraps
from ..exc import ArgumentError
from ..sql.schema import MetaData
from . import attributes
from .attributes import InstrumentedAttribute, StandInAttribute, attach

js = wire.js

_registries = []
_fresh = False
_classes = []


@on_reset
def _forget():
    global _fresh
    _fresh = False
    _registries.clear()
    _classes.clear()
    attributes.heard_init = False


class registry(Handle):
    """The classes that know each other by name ("Registry, Declarative API")."""

    def __init__(self, *, metadata=None, class_registry=None, type_annotation_map=None, constructor=None):
        self.metadata = metadata if metadata is not None else MetaData()
        self.type_annotation_map = dict(type_annotation_map or {})
        self.constructor = constructor or _declarative_constructor
        self._class_registry = {} if class_registry is None else class_registry
        self._hold(wire.construct("Registry", Options(metadata=self.metadata)))
        self._base = wire.make("declarativeBase", Options(registry=self))
        self._mapped = []
        self._stale = False
        _registries.append(self)

    @property
    def mappers(self):
        return frozenset(self._get("mappers"))

    def configure(self, cascade=False):
        configure_mappers()

    def dispose(self, cascade=False):
        self._invoke("dispose")

    def update_type_annotation_map(self, type_annotation_map):
        self.type_annotation_map.update(type_annotation_map)

    def map_imperatively(self, class_, local_table=None, **kw):
        return map_imperatively(self, class_, local_table, kw)

    def map_declaratively(self, cls):
        from .declarative import map_declarative

        return map_declarative(self, cls)

    def mapped(self, cls):
        self.map_declaratively(cls)
        return cls

    def mapped_as_dataclass(self, cls=None, /, **options):
        def decorate(cls):
            from .declarative import map_declarative

            return map_declarative(self, cls, dataclass=options)

        return decorate if cls is None else decorate(cls)

    def as_declarative_base(self, **kw):
        def decorate(cls):
            return self.generate_base(cls=cls, name=cls.__name__, **kw)

        return decorate

    def generate_base(self, mapper=None, cls=object, name="Base", metaclass=None):
        from .declarative import DeclarativeMeta

        bases = cls if isinstance(cls, tuple) else (cls,)
        namespace = {"registry": self, "metadata": self.metadata, "__abstract__": True}
        if all("__init__" not in base.__dict__ for each in bases for base in each.__mro__ if base is not object):
            namespace["__init__"] = self.constructor
        return (metaclass or DeclarativeMeta)(name, bases, namespace)

    def __repr__(self):
        return f"<sqlalchemy.orm.decl_api.registry object at {id(self):#x}>"


def _declarative_constructor(self, **kwargs):
    """Sets what is given by name."""
    cls_ = type(self)
    for key in kwargs:
        if not hasattr(cls_, key):
            raise TypeError(f"{key!r} is an invalid keyword argument for {cls_.__name__}")
        setattr(self, key, kwargs[key])


_declarative_constructor.__name__ = "__init__"

_MAPPER_OPTIONS = {
    "polymorphic_on": "polymorphicOn",
    "polymorphic_identity": "polymorphicIdentity",
    "polymorphic_abstract": "polymorphicAbstract",
    "polymorphic_load": "polymorphicLoad",
    "with_polymorphic": "withPolymorphic",
    "concrete": "concrete",
    "concrete_base": "concreteBase",
    "inherit_condition": "inheritCondition",
    "primary_key": "primaryKey",
    "include_properties": "includeProperties",
    "exclude_properties": "excludeProperties",
    "version_id_col": "versionIdCol",
    "version_id_generator": "versionIdGenerator",
    "eager_defaults": "eagerDefaults",
    "confirm_deleted_rows": "confirmDeletedRows",
    "batch": "batch",
    "passive_updates": "passiveUpdates",
    "passive_deletes": "passiveDeletes",
    "allow_partial_pks": "allowPartialPks",
    "always_refresh": "alwaysRefresh",
    "legacy_is_orphan": "legacyIsOrphan",
    "inherits": None,
    "properties": None,
    "column_prefix": None,
    "order_by": None,
    "polymorphic_fetch": None,
    "inherit_foreign_keys": None,
    "non_primary": None,
}


def mapper_options(given):
    """``__mapper_args__`` as the engine's options."""
    from .specs import MappedColumn

    options = {}
    for name, value in given.items():
        if name not in _MAPPER_OPTIONS:
            raise TypeError(f"Mapper.__init__() got an unexpected keyword argument '{name}'")
        engine_name = _MAPPER_OPTIONS[name]
        if engine_name is None or value is None:
            continue
        if isinstance(value, MappedColumn):
            value = value.column
        elif isinstance(value, (list, tuple, set)) and name != "with_polymorphic":
            value = [each.column if isinstance(each, MappedColumn) else each for each in value]
        elif name == "with_polymorphic" and isinstance(value, tuple):
            value = Options(classes=value[0], selectable=value[1]) if value[1] is not None else value[0]
        options[engine_name] = value
    return Options(options)


def enter(reg, cls, number):
    """Makes a class the one that a class of the engine's stands for, and gives it its attributes."""
    global _fresh
    type.__setattr__(cls, "_sa_class", number)
    type.__setattr__(cls, "_sa_registry", reg)
    type.__setattr__(cls, "_sa_instance_state", None)
    reg._mapped.append(cls)
    reg._stale = True
    wire.classes[number] = cls
    _classes.append(cls)
    _fresh = True
    install(cls)
    _wrap_init(cls)


def install(cls):
    """Gives a class the attributes that it does not have yet."""
    names = wire.unpack(js.attributeNames(cls.__dict__["_sa_class"]))
    own = cls.__dict__
    for key in names["properties"]:
        if not isinstance(own.get(key), InstrumentedAttribute):
            type.__setattr__(cls, key, InstrumentedAttribute(cls, key))
    for key in names["descriptors"]:
        if not isinstance(own.get(key), StandInAttribute) and not _is_python_descriptor(cls, key):
            type.__setattr__(cls, key, StandInAttribute(cls, key))


def _is_python_descriptor(cls, key):
    """Hybrids run as Python."""
    from ..ext.hybrid import hybrid_method, hybrid_property

    for base in cls.__mro__:
        if key in base.__dict__:
            return isinstance(base.__dict__[key], (hybrid_property, hybrid_method))
    return False


def _wrap_init(cls):
    original = cls.__init__
    if getattr(original, "_sa_wrapped", False):
        return

    @functools.wraps(original)
    def __init__(self, *args, **kwargs):
        if self._sa_instance_state is None:
            attach(self, kwargs)
        original(self, *args, **kwargs)

    __init__._sa_wrapped = True
    type.__setattr__(cls, "__init__", __init__)


def ensure_configured(*subjects):
    """
    Completes the mapping of classes that are new, at their first use: of the registries of the classes that are named, or
    whose attributes are. What the engine has completed by itself is looked after as well.
    """
    global _fresh
    if not _fresh:
        return
    for subject in subjects:
        reg = _registry_of(subject)
        if reg is not None:
            reg._invoke("ensureConfigured")
    waiting = False
    for reg in _registries:
        if not reg._stale:
            continue
        if wire.get(reg._h, "fresh"):
            waiting = True
            continue
        reg._stale = False
        for cls in reg._mapped:
            if "_sa_class" in cls.__dict__:
                install(cls)
    _fresh = waiting


def _registry_of(subject):
    cls = subject if isinstance(subject, type) else getattr(subject, "class_", None) or getattr(subject, "_of_class", None)
    return cls.__dict__.get("_sa_registry") if isinstance(cls, type) else None


def configure_mappers():
    wire.make("configureMappers")
    ensure_configured()


def clear_mappers():
    wire.make("clearMappers")
    for cls in _classes:
        for key, value in list(cls.__dict__.items()):
            if isinstance(value, (InstrumentedAttribute, StandInAttribute)):
                type.__delattr__(cls, key)
        if "_sa_class" in cls.__dict__:
            type.__delattr__(cls, "_sa_class")
    _classes.clear()


def mapped_parent(cls):
    """The number of the nearest mapped class above, ``None`` where there is none."""
    for base in cls.__mro__[1:]:
        if "_sa_class" in base.__dict__:
            return base
    return None


def map_imperatively(reg, class_, local_table, kw):
    """Maps a class to a table without the declarative API ("Imperative Mapping")."""
    from .specs import Recipe

    if "_sa_class" in class_.__dict__:
        raise ArgumentError(f"Class '{class_}' already has a primary mapper defined. ")
    parent = kw.get("inherits") or mapped_parent(class_)
    options = mapper_options({key: value for key, value in kw.items()})
    properties = {}
    for key, value in dict(kw.get("properties") or {}).items():
        properties[key] = value.recipe(class_, key) if isinstance(value, Recipe) else value
    if properties:
        options.fields["properties"] = Options(properties)
    if isinstance(parent, Handle):
        parent = parent.class_
    if parent is not None:
        options.fields["inherits"] = parent
    twin = mapped_parent(class_)
    number = js.mapClass(reg._h, class_.__name__, wire.pack_args([local_table, options, twin]))
    if type(number) is not int:
        wire.unpack(number)
    enter(reg, class_, number)
    from .declarative import enter_hooks

    enter_hooks(class_)
    return wire.make("mapperOf", class_)


@wraps("Mapper")
class Mapper(Handle):
    """How a class is mapped."""

    class_ = property(lambda self: wire.get(self._h, "class_"))
    entity = class_
    local_table = property(lambda self: wire.get(self._h, "localTable"))
    persist_selectable = property(lambda self: wire.get(self._h, "persistSelectable"))
    mapped_table = persist_selectable
    selectable = property(lambda self: wire.get(self._h, "selectable"))
    inherits = property(lambda self: wire.get(self._h, "inherits"))
    polymorphic_identity = property(lambda self: wire.get(self._h, "polymorphicIdentity"))
    polymorphic_on = property(lambda self: wire.get(self._h, "polymorphicOn"))
    concrete = property(lambda self: wire.get(self._h, "concrete"))
    single = property(lambda self: wire.get(self._h, "single"))
    version_id_col = property(lambda self: wire.get(self._h, "versionIdCol"))

    @property
    def primary_key(self):
        return tuple(wire.get(self._h, "primaryKey"))

    @property
    def tables(self):
        return list(wire.get(self._h, "tables"))

    def _props(self):
        ensure_configured(self.class_)
        pairs = wire.items(wire.reference(self._h, "props")._h)
        return {key: value for key, value in pairs}

    @property
    def attrs(self):
        return _Properties(self._props())

    @property
    def all_orm_descriptors(self):
        return _Properties({key: getattr(self.class_, key) for key in self._props()})

    @property
    def columns(self):
        return self.local_table.c

    c = columns

    @property
    def column_attrs(self):
        return _Properties({key: each for key, each in self._props().items() if isinstance(each, ColumnPropertyView)})

    @property
    def relationships(self):
        return _Properties({key: each for key, each in self._props().items() if isinstance(each, RelationshipView)})

    @property
    def base_mapper(self):
        found = self
        while found.inherits is not None:
            found = found.inherits
        return found

    @property
    def self_and_descendants(self):
        return list(wire.get(self._h, "selfAndDescendants"))

    @property
    def polymorphic_map(self):
        return {each.polymorphic_identity: each for each in self.base_mapper.self_and_descendants}

    @property
    def mapper(self):
        return self

    is_mapper = True

    def isa(self, other):
        return self._invoke("isa", other)

    def iterate_to_root(self):
        found = self
        while found is not None:
            yield found
            found = found.inherits

    def get_property(self, key, _configure_mappers=False):
        found = self._props().get(key)
        if found is None:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(f"Mapper '{self}' has no property '{key}'.")
        return found

    def has_property(self, key):
        return key in self._props()

    def get_property_by_column(self, column):
        return self._invoke("propertyByColumn", column)

    @property
    def iterate_properties(self):
        return iter(self._props().values())

    def primary_key_from_instance(self, instance):
        return [getattr(instance, self.get_property_by_column(column).key) for column in self.primary_key]

    def identity_key_from_instance(self, instance):
        return (self.base_mapper.class_, tuple(self.primary_key_from_instance(instance)), None)

    def add_property(self, key, prop):
        setattr(self.class_, key, prop)

    def __str__(self):
        return wire.text(self._h)

    def __repr__(self):
        return f"<Mapper at {id(self):#x}; {self.class_.__name__}>"


class _Properties:
    """Properties by name; ``for`` gives the properties."""

    def __init__(self, found):
        self._found = found

    def __getattr__(self, name):
        if name.startswith("__") or name not in self._found:
            raise AttributeError(name)
        return self._found[name]

    def __getitem__(self, name):
        return self._found[name]

    def __iter__(self):
        return iter(self._found.values())

    def __len__(self):
        return len(self._found)

    def __contains__(self, name):
        return name in self._found

    def get(self, name, default=None):
        return self._found.get(name, default)

    def keys(self):
        return list(self._found)

    def values(self):
        return list(self._found.values())

    def items(self):
        return list(self._found.items())


@wraps("ColumnProperty")
class ColumnPropertyView(Handle):
    key = property(lambda self: wire.get(self._h, "key"))
    columns = property(lambda self: list(wire.get(self._h, "columns")))
    parent = property(lambda self: wire.get(self._h, "parent"))
    deferred = property(lambda self: wire.get(self._h, "deferred"))

    @property
    def expression(self):
        return wire.get(self._h, "column")

    @property
    def class_attribute(self):
        return getattr(self.parent.class_, self.key)

    def __str__(self):
        return wire.text(self._h)


@wraps("RelationshipProperty")
class RelationshipView(Handle):
    key = property(lambda self: wire.get(self._h, "key"))
    parent = property(lambda self: wire.get(self._h, "parent"))
    mapper = property(lambda self: wire.get(self._h, "mapper"))
    entity = mapper
    uselist = property(lambda self: wire.get(self._h, "uselist"))
    secondary = property(lambda self: wire.get(self._h, "secondary"))
    primaryjoin = property(lambda self: wire.get(self._h, "primaryjoin"))
    secondaryjoin = property(lambda self: wire.get(self._h, "secondaryjoin"))
    back_populates = property(lambda self: wire.get(self._h, "backPopulates"))
    lazy = property(lambda self: wire.get(self._h, "lazy"))
    viewonly = property(lambda self: wire.get(self._h, "viewonly"))
    passive_deletes = property(lambda self: wire.get(self._h, "passiveDeletes"))

    @property
    def direction(self):
        from .interfaces import DIRECTIONS

        return DIRECTIONS[wire.get(self._h, "direction")]

    @property
    def target(self):
        return self.mapper.local_table

    @property
    def local_columns(self):
        return {local for local, _ in self.local_remote_pairs}

    @property
    def remote_side(self):
        return {remote for _, remote in self.local_remote_pairs}

    @property
    def local_remote_pairs(self):
        return [tuple(pair) for pair in wire.get(self._h, "localRemotePairs")]

    @property
    def cascade(self):
        return CascadeOptions(str(wire.text(wire.reference(self._h, "cascade")._h)))

    @property
    def class_attribute(self):
        return getattr(self.parent.class_, self.key)

    @property
    def argument(self):
        return self.mapper.class_

    def __str__(self):
        return wire.text(self._h)


class CascadeOptions(frozenset):
    """The cascades of a relationship."""

    def __new__(cls, text):
        names = text if not isinstance(text, str) else [part.strip() for part in text.split(",") if part.strip()]
        return frozenset.__new__(cls, names)

    delete = property(lambda self: "delete" in self)
    delete_orphan = property(lambda self: "delete-orphan" in self)
    save_update = property(lambda self: "save-update" in self)
    merge = property(lambda self: "merge" in self)
    expunge = property(lambda self: "expunge" in self)
    refresh_expire = property(lambda self: "refresh-expire" in self)

    def __repr__(self):
        return f"CascadeOptions({','.join(sorted(self))!r})"
