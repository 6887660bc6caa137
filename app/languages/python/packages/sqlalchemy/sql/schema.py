"""Tables, columns and constraints ("Describing Databases with MetaData")."""

from .._facade import wire
from .._facade.wire import ABSENT, Handle, Options, wraps
from ..exc import ArgumentError, InvalidRequestError
from ..types import NullType, TypeEngine, to_instance
from .elements import ClauseElement, ColumnClause, ColumnElement
from .selectable import ColumnCollection, TableClause

_KEY_NAMES = {
    "ondelete": "onDelete",
    "onupdate": "onUpdate",
    "use_alter": "useAlter",
    "link_to_name": "linkToName",
    "primary_key": "primaryKey",
    "server_default": "serverDefault",
    "server_onupdate": "serverOnupdate",
    "insert_default": "insertDefault",
    "sqlite_on_conflict_primary_key": "sqliteOnConflictPrimaryKey",
    "sqlite_on_conflict_not_null": "sqliteOnConflictNotNull",
    "sqlite_on_conflict_unique": "sqliteOnConflictUnique",
    "sqlite_on_conflict": "sqliteOnConflict",
    "sqlite_autoincrement": "sqliteAutoincrement",
    "sqlite_with_rowid": "sqliteWithRowid",
    "sqlite_strict": "sqliteStrict",
    "sqlite_where": "sqliteWhere",
    "extend_existing": "extendExisting",
    "keep_existing": "keepExisting",
    "autoload_with": "autoloadWith",
    "must_exist": "mustExist",
    "naming_convention": "namingConvention",
    "implicit_returning": "implicitReturning",
    "increment_by": "increment",
}


def options_of(given, names=_KEY_NAMES, without=()):
    """Keyword arguments as the engine's options; ``None`` says nothing."""
    return Options(
        {names.get(key, key): value for key, value in given.items() if value is not None and key not in without}
    )


def _with_options(args, given):
    options = options_of(given)
    return (*args, options) if options else args


class SchemaItem(Handle):
    """Something that a database's structure is made of."""

    @property
    def info(self):
        if "_info" not in self.__dict__:
            self._info = {}
        return self._info

    @info.setter
    def info(self, value):
        self._info = value


@wraps("ForeignKey")
class ForeignKey(SchemaItem):
    def __init__(self, column, _constraint=None, **kw):
        target = column.__clause_element__() if hasattr(column, "__clause_element__") else column
        self._target = target
        self._given = kw
        self._hold(wire.construct("ForeignKey", target, options_of(kw)))

    def _copy(self):
        return ForeignKey(self._target, **self._given)

    @property
    def column(self):
        return self._get("column")

    @property
    def parent(self):
        return self._get("parent")

    @property
    def target_fullname(self):
        return self._get("targetFullname")

    @property
    def constraint(self):
        return self._get("constraint")

    @property
    def _options(self):
        return self._get("options")

    ondelete = property(lambda self: self._options.get("onDelete"))
    onupdate = property(lambda self: self._options.get("onUpdate"))
    name = property(lambda self: self._get("name"))

    def references(self, table):
        return self._invoke("references", table)

    def __repr__(self):
        return f"ForeignKey({self.target_fullname!r})"


@wraps("Column")
class Column(ColumnClause, SchemaItem):
    """A column of a table; ``Column(Integer)`` gets its name from the attribute that it is assigned to."""

    inherit_cache = True

    def __init__(self, *args, name=None, type_=None, **kw):
        items = list(args)
        if items and (items[0] is None or isinstance(items[0], str)):
            name = items.pop(0)
        if items and type_ is None and _is_type(items[0]):
            type_ = items.pop(0)
        elif items and items[0] is None:
            # No type: that of the column that a foreign key refers to.
            items.pop(0)
        self._made_of = (type_, items, dict(kw))
        self._info = kw.pop("info", {}) or {}
        for key in ("quote", "_proxies", "system"):
            kw.pop(key, None)
        self._python_default = kw.get("default")
        for key in ("default", "insert_default", "onupdate"):
            if callable(kw.get(key)) and not isinstance(kw[key], (ClauseElement, Handle)):
                kw[key] = _default_function(kw[key])
        nullable = kw.pop("nullable", None)
        options = options_of(kw)
        # A foreign key's is another word.
        if "onUpdate" in options.fields:
            options.fields["onupdate"] = options.fields.pop("onUpdate")
        if nullable is not None:
            options.fields["nullable"] = nullable
        if type_ is not None:
            items.insert(0, type_)
        for item in items:
            if not _is_type(item) and not isinstance(item, SchemaItem):
                raise ArgumentError(
                    f"'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {item!r}"
                )
        self._hold(wire.construct("Column", name, *items, *([options] if options else [])))

    def _copy(self, **_):
        """A column like this one without a table, for another class ("mixins")."""
        type_, items, kw = self._made_of
        copied = [item._copy() if hasattr(item, "_copy") else item for item in items]
        return Column(self.name, *copied, type_=type_, **kw)

    copy = _copy

    @property
    def nullable(self):
        return self._get("nullable")

    @property
    def unique(self):
        return self._get("unique")

    @property
    def index(self):
        return self._get("index")

    @property
    def autoincrement(self):
        return self._get("autoincrement")

    @property
    def default(self):
        found = wire.reference(self._h, "default")
        return None if found is None else ColumnDefault(self, self._python_default)

    @property
    def server_default(self):
        return self._get("serverDefault")

    @property
    def comment(self):
        return self._get("comment")

    @property
    def type(self):
        return self._get("type")

    @type.setter
    def type(self, value):
        wire.put(self._h, "type", to_instance(value))

    def references(self, column):
        return self._invoke("references", column)

    def append_foreign_key(self, fk):
        return self._invoke("appendForeignKey", fk)

    @property
    def constraints(self):
        return set(self._get("constraints"))

    def __str__(self):
        return wire.text(self._h)

    def __repr__(self):
        return self._invoke("repr")


class ColumnDefault:
    def __init__(self, column, arg):
        self.column = column
        self.arg = arg
        self.is_callable = callable(arg)
        self.is_scalar = not self.is_callable
        self.is_clause_element = isinstance(arg, ClauseElement)

    def __repr__(self):
        return f"{'CallableColumnDefault' if self.is_callable else 'ScalarElementColumnDefault'}({self.arg!r})"


def _is_type(value):
    return isinstance(value, TypeEngine) or (isinstance(value, type) and issubclass(value, TypeEngine))


class _Context:
    """What a default function is told of the execution."""

    def __init__(self, context):
        self._context = context
        self.current_parameters = (
            context.get("currentParameters", {}) if isinstance(context, dict) else {}
        )

    def get_current_parameters(self, isolate_multiinsert_groups=True):
        return self.current_parameters


def _default_function(given):
    """A default that may or may not take the execution's context."""
    import inspect

    try:
        parameters = [
            each
            for each in inspect.signature(given).parameters.values()
            if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD) and each.default is each.empty
        ]
    except (TypeError, ValueError):
        parameters = []
    if len(parameters) > 1:
        raise ArgumentError("ColumnDefault Python function takes zero or one positional arguments")
    if parameters:
        return lambda context=None, *_: given(_Context(context))
    return lambda *_: given()


class Constraint(SchemaItem):
    _export = None

    name = property(lambda self: self._get("name"))
    table = property(lambda self: self._get("table"))

    @property
    def columns(self):
        return self._get("columns")

    def _make(self, args, kw):
        self._given = (args, kw)
        self._hold(wire.construct(self._export, *args, *([options_of(kw)] if options_of(kw) else [])))

    def _copy(self):
        made = type(self).__new__(type(self))
        Constraint._make(made, *self._given)
        return made


def _names(columns):
    return [each if isinstance(each, str) else each.__clause_element__() for each in columns]


@wraps("PrimaryKeyConstraint")
class PrimaryKeyConstraint(Constraint):
    _export = "PrimaryKeyConstraint"

    def __init__(self, *columns, **kw):
        self._make(_names(columns), kw)

    def __iter__(self):
        return iter(wire.items(self._h))

    def __len__(self):
        return len(wire.items(self._h))

    def __contains__(self, column):
        return any(column is each for each in self)

    def __repr__(self):
        return f"PrimaryKeyConstraint({', '.join(map(repr, self))})"

    @property
    def columns(self):
        return list(self)


@wraps("UniqueConstraint")
class UniqueConstraint(Constraint):
    _export = "UniqueConstraint"

    def __init__(self, *columns, **kw):
        self._given = (columns, kw)
        self._hold(wire.construct("UniqueConstraint", _names(columns), options_of(kw)))

    def _copy(self):
        columns, kw = self._given
        return UniqueConstraint(*columns, **kw)


@wraps("CheckConstraint")
class CheckConstraint(Constraint):
    _export = "CheckConstraint"

    def __init__(self, sqltext, name=None, **kw):
        self._make([sqltext], {"name": name, **kw})


@wraps("ForeignKeyConstraint")
class ForeignKeyConstraint(Constraint):
    _export = "ForeignKeyConstraint"

    def __init__(self, columns, refcolumns, name=None, **kw):
        self._make([_names(columns), _names(refcolumns)], {"name": name, **kw})

    @property
    def elements(self):
        return self._get("elements")


@wraps("Index")
class Index(SchemaItem):
    def __init__(self, name, *expressions, **kw):
        self._given = (name, expressions, kw)
        self._hold(wire.construct("Index", name, [_index_item(each) for each in expressions], options_of(kw)))

    name = property(lambda self: self._get("name"))
    unique = property(lambda self: self._get("unique"))
    table = property(lambda self: self._get("table"))

    def _copy(self):
        name, expressions, kw = self._given
        return Index(name, *expressions, **kw)

    def create(self, bind, checkfirst=False):
        return self._invoke("create", bind, Options(checkfirst=checkfirst))

    def drop(self, bind, checkfirst=False):
        return self._invoke("drop", bind, Options(checkfirst=checkfirst))


def _index_item(value):
    return value if isinstance(value, str) else value.__clause_element__()


class FetchedValue(SchemaItem):
    def __init__(self, for_update=False):
        self._hold(wire.construct("FetchedValue"))


@wraps("DefaultClause")
class DefaultClause(SchemaItem):
    def __init__(self, arg, for_update=False):
        self._hold(wire.construct("DefaultClause", arg))

    @property
    def arg(self):
        return self._get("arg")


@wraps("Computed")
class Computed(SchemaItem):
    def __init__(self, sqltext, persisted=None):
        self._made_of = (sqltext, persisted)
        options = options_of({"persisted": persisted})
        self._hold(wire.construct("Computed", sqltext, *([options] if options else [])))

    def _copy(self):
        return Computed(*self._made_of)


@wraps("Identity")
class Identity(SchemaItem):
    def __init__(self, always=False, on_null=None, **kw):
        self._hold(wire.construct("Identity", options_of({"always": always or None, **kw})))

    def _copy(self):
        return self


@wraps("Sequence")
class Sequence(SchemaItem):
    def __init__(self, name, start=None, increment=None, **kw):
        options = options_of({"start": start, "increment": increment, **kw}, without=("metadata",))
        self.name = name
        self._hold(wire.construct("Sequence", name, *([options] if options else [])))

    def _copy(self):
        return self


@wraps("Table")
class Table(TableClause, SchemaItem):
    """A table of a MetaData; named again, it is the same table."""

    def __new__(cls, *args, **kw):
        return object.__new__(cls)

    def __init__(self, name, metadata, *args, **kw):
        if not isinstance(metadata, MetaData):
            raise ArgumentError(f"Table() second argument should be a MetaData object, got {metadata!r}")
        self._info = kw.pop("info", {}) or {}
        listeners = kw.pop("listeners", None)
        kw.pop("quote", None)
        kw.pop("autoload", None)
        schema = kw.get("schema")
        key = name if schema is None else f"{schema}.{name}"
        given = [each for each in args if each is not None]
        known = metadata._table(key)
        if known is not None and not given and not (set(kw) - {"schema", "autoload_with"}):
            self._h = known._h
            wire.live[self._h] = known
            self.__dict__ = known.__dict__
            return
        if listeners:
            raise ArgumentError("Table(listeners=…) is not supported here. Use event.listen().")
        options = options_of(kw)
        self._hold(wire.construct("Table", name, metadata, *given, *([options] if options else [])))

    name = property(lambda self: self._get("name"))
    key = property(lambda self: self._get("key"))
    schema = property(lambda self: self._get("schema"))
    fullname = property(lambda self: self._get("fullname"))
    metadata = property(lambda self: self._get("metadata"))
    primary_key = property(lambda self: self._get("primaryKey"))
    comment = property(lambda self: self._get("comment"))

    @property
    def foreign_keys(self):
        return set(wire.items(wire.reference(self._h, "foreignKeys")._h))

    @property
    def foreign_key_constraints(self):
        return {each for each in self.constraints if isinstance(each, ForeignKeyConstraint)}

    @property
    def constraints(self):
        return set(wire.items(wire.reference(self._h, "constraints")._h))

    @property
    def indexes(self):
        return set(wire.items(wire.reference(self._h, "indexes")._h))

    def create(self, bind, checkfirst=False):
        self._invoke("create", bind, Options(checkfirst=checkfirst))

    def drop(self, bind, checkfirst=False):
        self._invoke("drop", bind, Options(checkfirst=checkfirst))

    def append_column(self, column, replace_existing=False):
        self._invoke("appendColumn", column)

    def append_constraint(self, constraint):
        self._invoke("appendConstraint", constraint)

    def to_metadata(self, metadata, **kw):
        return self._invoke("toMetadata", metadata, *_with_options((), kw))

    tometadata = to_metadata

    def __str__(self):
        return self.key

    def __repr__(self):
        columns = [repr(column) for column in self.c]
        return f"Table({', '.join([repr(self.name), repr(self.metadata), *columns, f'schema={self.schema!r}'])})"


@wraps("MetaData")
class MetaData(SchemaItem):
    """The tables that belong together."""

    def __init__(self, schema=None, quote_schema=None, naming_convention=None, info=None, bind=None):
        if bind is not None or isinstance(schema, Handle):
            raise TypeError("MetaData.__init__() got an unexpected keyword argument 'bind'")
        self._info = info or {}
        self._convention = naming_convention
        convention = None if naming_convention is None else Options(naming_convention)
        self._hold(wire.construct("MetaData", options_of({"schema": schema, "naming_convention": convention})))

    schema = property(lambda self: self._get("schema"))

    @property
    def naming_convention(self):
        return self._convention or {"ix": "ix_%(column_0_label)s"}

    def _table(self, key):
        return self.tables.get(key)

    @property
    def tables(self):
        return _Tables({key: table for key, table in wire.items(wire.reference(self._h, "tables")._h)})

    @property
    def sorted_tables(self):
        return list(self._get("sortedTables"))

    def create_all(self, bind, tables=None, checkfirst=True):
        self._invoke("createAll", _bind(bind), _options_ddl(tables, checkfirst))

    def drop_all(self, bind, tables=None, checkfirst=True):
        self._invoke("dropAll", _bind(bind), _options_ddl(tables, checkfirst))

    def reflect(self, bind, schema=None, views=False, only=None, extend_existing=False, **kw):
        names = only if only is None or callable(only) else list(only)
        self._invoke("reflect", _bind(bind), options_of({"schema": schema, "views": views or None, "only": names}))

    def remove(self, table):
        self._invoke("remove", table)

    def clear(self):
        self._invoke("clear")

    def __contains__(self, key):
        return (key if isinstance(key, str) else key.key) in self.tables

    def __repr__(self):
        return "MetaData()"


class _Tables(dict):
    """The tables of a MetaData: ``FacadeDict`` in SQLAlchemy."""

    def __repr__(self):
        return f"FacadeDict({dict.__repr__(self)})"


def _bind(bind):
    if bind is None:
        raise TypeError("create_all() and drop_all() take an engine or a connection")
    if hasattr(bind, "get_bind") and not isinstance(bind, Handle):
        raise InvalidRequestError(f"Not an executable object: {bind!r}")
    return bind


def _options_ddl(tables, checkfirst):
    options = Options(checkfirst=bool(checkfirst))
    if tables is not None:
        options.fields["tables"] = list(tables)
    from . import ddl

    if (arrange := ddl.arrangement()) is not None:
        options.fields["arrange"] = arrange
    return options


class DDLElement(ClauseElement):
    pass


def _ddl(name, *kinds):
    def __init__(self, element, if_not_exists=None, if_exists=None, **kw):
        check = options_of({"checkExists": if_not_exists or if_exists})
        self._hold(wire.construct(name, element, *([check] if check else [])))
        self.element = element

    return wraps(name)(type(name, (DDLElement,), {"__module__": __name__, "__init__": __init__}))


CreateTable = _ddl("CreateTable")
DropTable = _ddl("DropTable")
CreateIndex = _ddl("CreateIndex")
DropIndex = _ddl("DropIndex")
AddConstraint = _ddl("AddConstraint")
DropConstraint = _ddl("DropConstraint")


@wraps("Ddl")
class DDL(DDLElement):
    def __init__(self, statement, context=None):
        self.statement = statement
        self._hold(wire.construct("DDL", statement, *([Options(context=context)] if context else [])))


__all__ = ["ABSENT", "ColumnCollection", "ColumnElement", "NullType"]
