"""What is assigned to the attributes of a class that is going to be mapped: recipes for the engine."""

from .._facade import wire
from .._facade.wire import Options
from ..exc import ArgumentError
from ..sql.elements import ClauseElement, ColumnElement, _options
from ..sql.schema import Column
from ..types import TypeEngine


class Recipe:
    """An attribute to be. ``recipe(cls, key)`` gives the engine's."""

    _creation = 0

    def recipe(self, cls, key):
        raise NotImplementedError

    def copied(self):
        """The recipe for another class that shares the mixin."""
        return self


class MappedColumn(Recipe, ColumnElement):
    """``mapped_column()``: a column whose type may come from an annotation."""

    def __init__(self, args, kw):
        self._args, self._kw = args, kw
        kw = dict(kw)
        self.attribute_options = {
            name: kw.pop(name)
            for name in ("deferred", "deferred_group", "deferred_raiseload", "active_history")
            if kw.get(name) is not None
        }
        for name in ("deferred", "deferred_group", "deferred_raiseload", "active_history"):
            kw.pop(name, None)
        self.sort_order = kw.pop("sort_order", 0)
        self.use_existing_column = kw.pop("use_existing_column", False)
        self.dataclass_options = {
            name: kw.pop(name)
            for name in ("init", "repr", "compare", "kw_only", "hash", "default_factory", "dataclass_metadata")
            if name in kw
        }
        self.given_nullable = kw.get("nullable")
        self.has_default = "default" in kw
        self.default_value = kw.get("default")
        if "default_factory" in self.dataclass_options or self.dataclass_options.get("init") is False:
            pass
        self.has_insert_default = "insert_default" in kw
        self.column = Column(*args, **kw)

    @property
    def _h(self):
        return self.column._h

    @_h.setter
    def _h(self, value):
        raise AttributeError("a mapped column has the number of its column")

    def __del__(self):
        pass

    def copied(self):
        made = MappedColumn.__new__(MappedColumn)
        made.__dict__.update(self.__dict__)
        made.column = self.column._copy()
        if self.column.type_from_annotation if hasattr(self.column, "type_from_annotation") else False:
            pass
        return made

    def recipe(self, cls, key):
        return column_recipe(self.column, self.attribute_options)

    def __clause_element__(self):
        return self.column

    @property
    def foreign_keys(self):
        return self.column.foreign_keys

    @property
    def name(self):
        return self.column.name


_ATTRIBUTE_OPTIONS = {
    "deferred": "deferred",
    "deferred_group": "deferredGroup",
    "deferred_raiseload": "deferredRaiseload",
    "active_history": "activeHistory",
}


def column_recipe(column, options=()):
    given = {_ATTRIBUTE_OPTIONS[key]: value for key, value in dict(options).items()}
    return wire.make("mappedColumn", column, Options(given))


def mapped_column(*args, **kw):
    return MappedColumn(args, kw)


_RELATIONSHIP_OPTIONS = {
    "secondary": "secondary",
    "primaryjoin": "primaryjoin",
    "secondaryjoin": "secondaryjoin",
    "foreign_keys": "foreignKeys",
    "remote_side": "remoteSide",
    "order_by": "orderBy",
    "uselist": "uselist",
    "cascade": "cascade",
    "back_populates": "backPopulates",
    "backref": "backref",
    "overlaps": "overlaps",
    "lazy": "lazy",
    "innerjoin": "innerjoin",
    "join_depth": "joinDepth",
    "omit_join": "omitJoin",
    "passive_deletes": "passiveDeletes",
    "passive_updates": "passiveUpdates",
    "post_update": "postUpdate",
    "viewonly": "viewonly",
    "single_parent": "singleParent",
    "sync_backref": "syncBackref",
    "active_history": "activeHistory",
    "enable_typechecks": "enableTypechecks",
    "distinct_target_key": "distinctTargetKey",
    "load_on_pending": "loadOnPending",
    "collection_class": "collectionClass",
    "doc": "doc",
    "info": None,
    "query_class": None,
    "bake_queries": None,
    "cascade_backrefs": None,
    "_local_remote_pairs": None,
}
_DATACLASS = ("init", "repr", "default", "default_factory", "compare", "kw_only", "hash", "dataclass_metadata")


def relationship_options(given, callee):
    """The options of ``relationship()`` or ``backref()`` as the engine takes them."""
    options = {}
    for name, value in given.items():
        if name not in _RELATIONSHIP_OPTIONS:
            raise TypeError(f"{callee} got an unexpected keyword argument '{name}'")
        if name == "cascade_backrefs" and value:
            raise ArgumentError("The 'cascade_backrefs' parameter passed to relationship() may only be set to False.")
        engine_name = _RELATIONSHIP_OPTIONS[name]
        if engine_name is None or value is None:
            continue
        options[engine_name] = _relationship_value(name, value)
    return Options(options)


def _relationship_value(name, value):
    from .collections import kind_of

    if name == "collection_class":
        return kind_of(value)
    if name == "backref" and isinstance(value, tuple):
        return Options(name=value[0], options=relationship_options(value[1], "backref()"))
    if name in ("foreign_keys", "remote_side", "order_by") and isinstance(value, (list, tuple, set)):
        return [_column_of(each) for each in value]
    if isinstance(value, ClauseElement):
        return _column_of(value)
    return value


def _column_of(value):
    return value.column if isinstance(value, MappedColumn) else value


class RelationshipProperty(Recipe):
    """``relationship()``, before it belongs to a class."""

    def __init__(self, argument, options, kind=None):
        self.argument = argument
        self.options = options
        self.kind = kind
        self.dataclass_options = {name: options.pop(name) for name in _DATACLASS if name in options}
        self.has_default = "default" in self.dataclass_options
        self.default_value = self.dataclass_options.pop("default", None)
        self.has_insert_default = False
        relationship_options(options, "relationship()")

    def recipe(self, cls, key):
        if self.argument is None:
            raise ArgumentError(f"relationship '{key}' expects a class or a mapper argument (received: None)")
        target = self.argument
        return wire.make("relationship", target, relationship_options(self.options, "relationship()"))


Relationship = RelationshipProperty


def relationship(argument=None, secondary=None, **kw):
    if secondary is not None:
        kw["secondary"] = secondary
    if isinstance(argument, TypeEngine):
        raise ArgumentError(f"relationship expects a class or a mapper argument (received: {argument!r})")
    return RelationshipProperty(argument, kw)


def backref(name, **kwargs):
    return (name, kwargs)


def dynamic_loader(argument=None, **kw):
    kw["lazy"] = "dynamic"
    return relationship(argument, **kw)


class ColumnProperty(Recipe):
    """``column_property()``, ``deferred()`` and ``query_expression()``."""

    def __init__(self, columns, options, export="columnProperty"):
        self.columns = [_column_of(each) for each in columns]
        self.options = options
        self.export = export
        self.dataclass_options = {name: options.pop(name) for name in _DATACLASS if name in options}
        self.has_default = False
        self.has_insert_default = False
        self.default_value = None

    @property
    def only_column(self):
        """The column that is deferred: an attribute like any other."""
        [first, *others] = self.columns or [None]
        return first if isinstance(first, Column) and not others else None

    def recipe(self, cls, key):
        if self.export == "queryExpression":
            return wire.make("queryExpression", *self.columns)
        names = {
            "deferred": "deferred",
            "group": "group",
            "raiseload": "raiseload",
            "active_history": "activeHistory",
            "expire_on_flush": "expireOnFlush",
        }
        options = Options(
            {names[each]: value for each, value in self.options.items() if each in names and value is not None}
        )
        if self.only_column is not None and self.only_column.table is None:
            given = {
                "deferred": self.options.get("deferred"),
                "deferred_group": self.options.get("group"),
                "deferred_raiseload": self.options.get("raiseload"),
                "active_history": self.options.get("active_history"),
            }
            return column_recipe(self.only_column, {k: v for k, v in given.items() if v is not None})
        columns = self.columns if len(self.columns) > 1 else self.columns[0]
        return wire.make("columnProperty", columns, options)

    @property
    def expression(self):
        return self.columns[0]

    def __clause_element__(self):
        return self.columns[0]


MappedSQLExpression = ColumnProperty


def column_property(column, *additional_columns, **kw):
    return ColumnProperty([column, *additional_columns], kw)


def deferred(column, *additional_columns, group=None, raiseload=False, **kw):
    return ColumnProperty([column, *additional_columns], {"deferred": True, "group": group, "raiseload": raiseload or None, **kw})


def query_expression(default_expr=None, **kw):
    return ColumnProperty([] if default_expr is None else [default_expr], kw, "queryExpression")


class SynonymProperty(Recipe):
    def __init__(self, name, options):
        self.name = name
        self.options = options
        self.has_default = self.has_insert_default = False
        self.dataclass_options = {"init": False}
        self.default_value = None

    def recipe(self, cls, key):
        return wire.make("synonym", self.name)


Synonym = SynonymProperty


def synonym(name, *, map_column=None, descriptor=None, comparator_factory=None, **kw):
    return SynonymProperty(name, kw)


class CompositeProperty(Recipe):
    """``composite()``: an object made of several columns."""

    def __init__(self, class_or_attr, attrs, options):
        self.class_ = class_or_attr
        self.attrs = list(attrs)
        self.options = options
        self.has_default = self.has_insert_default = False
        self.dataclass_options = {}
        self.default_value = None

    def columns(self, key):
        """The columns that it declares itself, by the name of their attributes."""
        return {
            f"_{key}_{number}" if each.name is None else each.name: each
            for number, each in enumerate(self.attrs)
            if isinstance(each, (Column, MappedColumn))
        }

    def recipe(self, cls, key, names):
        return wire.make("composite", self.class_, *names)


Composite = CompositeProperty


def composite(_class_or_attr=None, *attrs, **kw):
    if _class_or_attr is not None and not callable(_class_or_attr):
        return CompositeProperty(None, [_class_or_attr, *attrs], kw)
    return CompositeProperty(_class_or_attr, attrs, kw)


__all__ = ["_options"]
