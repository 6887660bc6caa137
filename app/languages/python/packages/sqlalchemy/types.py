"""Column types ("SQL Datatype Objects")."""

import datetime as _dt
import decimal as _decimal
import enum as _enum
import uuid as _uuid

from ._facade import wire
from ._facade.wire import Export, Handle, Options, wraps
from .exc import ArgumentError

_SNAKE = {
    "as_uuid": "asUuid",
    "native_uuid": "nativeUuid",
    "decimal_return_scale": "decimalReturnScale",
    "create_constraint": "createConstraint",
    "native_enum": "nativeEnum",
    "validate_strings": "validateStrings",
    "none_as_null": "noneAsNull",
    "second_precision": "secondPrecision",
    "day_precision": "dayPrecision",
    "inherit_schema": None,
    "values_callable": None,
    "metadata": None,
    "schema": None,
    "omit_aliases": None,
    "sort_key_function": None,
    "_create_events": None,
    "convert_unicode": None,
}


class TypeEngine(Handle):
    """The type of a column. The engine's own is made when it is first needed."""

    _export = None
    __visit_name__ = "type"
    should_evaluate_none = False

    def __init__(self, *args, **kwargs):
        self._args = args
        self._kwargs = kwargs

    @classmethod
    def _encode_class(cls):
        return {"e": cls._export} if cls._export is not None else {"h": cls()._handle()}

    def _handle(self):
        if self._h is None:
            options = {_SNAKE.get(key, key): value for key, value in self._kwargs.items()}
            options.pop(None, None)
            self._hold(self._make(list(self._args), options))
        return self._h

    def _make(self, args, options):
        return wire.construct(self._export, *args, *([Options(options)] if options else []))

    @property
    def python_type(self):
        for cls in type(self).__mro__:
            if cls in _PYTHON_TYPES:
                return _PYTHON_TYPES[cls]
        raise NotImplementedError()

    def with_variant(self, type_, *dialect_names):
        return self._as(wire.invoke(self._handle(), "withVariant", type_, *dialect_names))

    def evaluates_none(self):
        return self._as(wire.invoke(self._handle(), "evaluatesNone"))

    def _as(self, made):
        return made

    def copy(self, **_):
        return self

    def dialect_impl(self, dialect):
        return self

    def load_dialect_impl(self, dialect):
        return self

    def compile(self, dialect=None):
        return wire.make("renderTypeFor", self, getattr(dialect, "name", None) or "default")

    def coerce_compared_value(self, op, value):
        return self

    def _setting(self, name):
        handle = self._handle()
        return wire.get(handle, name) if wire.has(handle, name) else None

    length = property(lambda self: self._setting("length"))
    precision = property(lambda self: self._setting("precision"))
    scale = property(lambda self: self._setting("scale"))
    timezone = property(lambda self: self._setting("timezone"))
    asdecimal = property(lambda self: self._setting("asdecimal"))
    collation = property(lambda self: self._setting("collation"))

    def __str__(self):
        return wire.text(self._handle())

    def __repr__(self):
        return wire.invoke(self._handle(), "repr")

    class Comparator:
        """Operators of a type's own are not taken over by the engine."""


def _type(name, base=TypeEngine, export=None, kinds=(), abstract=False):
    cls = type(name, (base,), {"__module__": __name__, "_export": None if abstract else (export or name)})
    return wraps(*kinds)(cls) if kinds else cls


wraps("TypeEngine")(TypeEngine)
NullType = _type("NullType", export="NULL_TYPE", kinds=("NullTypeType", "NullType"))
String = _type("String", kinds=("StringType",))
Text = _type("Text", String, kinds=("TextType",))
Unicode = _type("Unicode", String, kinds=("UnicodeType",))
UnicodeText = _type("UnicodeText", Text, kinds=("UnicodeTextType",))
VARCHAR = _type("VARCHAR", String, kinds=("VarcharSqlType",))
NVARCHAR = _type("NVARCHAR", Unicode, kinds=("NVarcharSqlType",))
CHAR = _type("CHAR", String, kinds=("CharSqlType",))
NCHAR = _type("NCHAR", Unicode, kinds=("NCharSqlType",))
TEXT = _type("TEXT", Text, kinds=("TextSqlType",))
CLOB = _type("CLOB", Text, kinds=("ClobSqlType",))
Integer = _type("Integer", kinds=("IntegerType",))
SmallInteger = _type("SmallInteger", Integer, kinds=("SmallIntegerType",))
BigInteger = _type("BigInteger", Integer, kinds=("BigIntegerType",))
INTEGER = _type("INTEGER", Integer, kinds=("IntegerSqlType",))
INT = INTEGER
SMALLINT = _type("SMALLINT", SmallInteger, kinds=("SmallIntegerSqlType",))
BIGINT = _type("BIGINT", BigInteger, kinds=("BigIntegerSqlType",))
Numeric = _type("Numeric", kinds=("NumericType",))
Float = _type("Float", Numeric, kinds=("FloatType",))
Double = _type("Double", Float, kinds=("DoubleType",))
NUMERIC = _type("NUMERIC", Numeric, kinds=("NumericSqlType",))
DECIMAL = _type("DECIMAL", Numeric, kinds=("DecimalSqlType",))
FLOAT = _type("FLOAT", Float, kinds=("FloatSqlType",))
REAL = _type("REAL", Float, kinds=("RealSqlType",))
DOUBLE = _type("DOUBLE", Double, kinds=("DoubleSqlType",))
DOUBLE_PRECISION = _type("DOUBLE_PRECISION", Double, kinds=("DoublePrecisionSqlType",))
Boolean = _type("Boolean", kinds=("BooleanType",))
BOOLEAN = _type("BOOLEAN", Boolean, kinds=("BooleanSqlType",))
LargeBinary = _type("LargeBinary", kinds=("LargeBinaryType",))
BLOB = _type("BLOB", LargeBinary, kinds=("BlobSqlType",))
BINARY = _type("BINARY", LargeBinary, kinds=("BinarySqlType",))
VARBINARY = _type("VARBINARY", LargeBinary, kinds=("VarbinarySqlType",))
Date = _type("Date", kinds=("DateType",))
Time = _type("Time", kinds=("TimeType",))
DateTime = _type("DateTime", kinds=("DateTimeType",))
DATE = _type("DATE", Date, kinds=("DateSqlType",))
TIME = _type("TIME", Time, kinds=("TimeSqlType",))
DATETIME = _type("DATETIME", DateTime, kinds=("DateTimeSqlType",))
TIMESTAMP = _type("TIMESTAMP", DateTime, kinds=("TimestampSqlType",))
Interval = _type("Interval", kinds=("IntervalType",))
JSON = _type("JSON", kinds=("JsonType", "JSONType"))
Uuid = _type("Uuid", kinds=("UuidType",))
UUID = _type("UUID", Uuid, kinds=("UuidSqlType",))
JSON.NULL = Export("JSON_NULL")
NULLTYPE = NullType()
STRINGTYPE = String()
INTEGERTYPE = Integer()
BOOLEANTYPE = Boolean()


def _timezone_first(cls):
    """``DateTime(True)``: the time zone may be given without its name."""

    def __init__(self, timezone=False):
        TypeEngine.__init__(self, **({"timezone": True} if timezone else {}))

    cls.__init__ = __init__


for _each in (DateTime, Time, TIMESTAMP, DATETIME, TIME):
    _timezone_first(_each)


class _MembersOfEnum:
    """The arguments of ``Enum`` as the engine takes them."""

    def __init__(self, args, kwargs):
        self.enum_class = None
        if len(args) == 1 and isinstance(args[0], type) and issubclass(args[0], _enum.Enum):
            self.enum_class = args[0]
            names = kwargs.get("values_callable")
            members = self.enum_class.__members__
            keys = list(members) if names is None else [str(each) for each in names(self.enum_class)]
            self.args = [dict(zip(keys, members.values()))]
            kwargs.setdefault("name", self.enum_class.__name__.lower())
        elif len(args) == 1 and isinstance(args[0], (list, tuple)):
            self.args = list(args[0])
        else:
            self.args = list(args)


@wraps("EnumType")
class Enum(String):
    _export = "Enum"
    enum_class = None

    def __init__(self, *enums, **kw):
        members = _MembersOfEnum(enums, kw)
        self.enum_class = members.enum_class
        super().__init__(*members.args, **kw)

    @property
    def enums(self):
        return list(self._setting("enums"))

    @property
    def name(self):
        return self._setting("name")


class PickleType(TypeEngine):
    """Python objects as they are: in the engine's eyes opaque values, kept as bytes."""

    def __init__(self, protocol=5, pickler=None, comparator=None, impl=None):
        super().__init__()
        self._protocol = protocol
        self._pickler = pickler

    def _make(self, args, options):
        return wire.construct("LargeBinary")

    def __new__(cls, *args, **kwargs):
        return _PickleDecorator(*args, **kwargs) if cls is PickleType else super().__new__(cls)

    @classmethod
    def _encode_class(cls):
        return wire.encode(_PickleDecorator())


@wraps("TypeDecorator")
class TypeDecorator(TypeEngine):
    """A type of the user's own around another ("Augmenting Existing Types")."""

    impl = None
    cache_ok = None
    coerce_to_is_types = (type(None),)

    def __init__(self, *args, **kwargs):
        if type(self).impl is None and self.impl is None:
            raise AttributeError(
                "TypeDecorator implementations require a class-level variable 'impl' which refers to the class of type being decorated"
            )
        impl = self.impl
        self.impl = impl(*args, **kwargs) if isinstance(impl, type) else impl
        self.impl_instance = self.impl
        super().__init__()

    def _handle(self):
        if self._h is None:
            if "impl_instance" not in self.__dict__:
                TypeDecorator.__init__(self)
            self._hold(self._make([], {}))
        return self._h

    @classmethod
    def _encode_class(cls):
        return {"h": cls()._handle()}

    def _overrides(self, name):
        return getattr(type(self), name) is not getattr(TypeDecorator, name)

    def _make(self, args, options):
        hooks = {"impl": self.impl, "name": type(self).__name__}
        for name in ("process_bind_param", "process_result_value", "process_literal_param", "load_dialect_impl"):
            if self._overrides(name):
                hooks[name] = _hook(getattr(self, name))
        if self._overrides("compare_values"):
            hooks["compare_values"] = self.compare_values
        return wire.js_define_type(hooks)

    def process_bind_param(self, value, dialect):
        raise NotImplementedError()

    def process_result_value(self, value, dialect):
        raise NotImplementedError()

    def process_literal_param(self, value, dialect):
        raise NotImplementedError()

    def load_dialect_impl(self, dialect):
        return self.impl_instance

    def compare_values(self, x, y):
        return x == y

    def coerce_compared_value(self, op, value):
        return self

    def bind_processor(self, dialect):
        return None

    def result_processor(self, dialect):
        return None

    @property
    def python_type(self):
        return self.impl_instance.python_type

    def __repr__(self):
        return f"{type(self).__name__}()"


def _hook(method):
    """A method of a type, told the façade's dialect."""

    def call(*args):
        from .engine.default import dialect_named

        *values, dialect = args
        return method(*values, dialect_named(dialect))

    return call


class _PickleDecorator(TypeDecorator):
    impl = LargeBinary
    cache_ok = True

    def __init__(self, protocol=5, pickler=None, comparator=None, impl=None):
        super().__init__()
        self._protocol = protocol
        self._comparator = comparator

    def process_bind_param(self, value, dialect):
        import pickle

        return None if value is None else pickle.dumps(value, self._protocol)

    def process_result_value(self, value, dialect):
        import pickle

        return None if value is None else pickle.loads(value)

    def compare_values(self, x, y):
        return self._comparator(x, y) if self._comparator is not None else x == y

    def __repr__(self):
        return "PickleType()"


class UserDefinedType(TypeEngine):
    """A type whose name the user gives ("Creating New Types")."""

    cache_ok = None

    def __init__(self, *args, **kwargs):
        super().__init__()

    @classmethod
    def _encode_class(cls):
        return {"h": cls()._handle()}

    def _handle(self):
        if self._h is None:
            hooks = {"impl": String, "name": type(self).__name__, "get_col_spec": self.get_col_spec}
            bind, result = self.bind_processor(None), self.result_processor(None, None)
            if bind is not None:
                hooks["process_bind_param"] = lambda value, _dialect: bind(value)
            if result is not None:
                hooks["process_result_value"] = lambda value, _dialect: result(value)
            self._hold(wire.js_define_type(hooks))
        return self._h

    def get_col_spec(self, **kw):
        raise NotImplementedError()

    def bind_processor(self, dialect):
        return None

    def result_processor(self, dialect, coltype):
        return None

    def __repr__(self):
        return f"{type(self).__name__}()"


class ARRAY(TypeEngine):
    def __init__(self, *args, **kwargs):
        raise ArgumentError("ARRAY is a type of PostgreSQL's, and programs run on SQLite here. Use JSON for lists.")


def to_instance(type_):
    return type_() if isinstance(type_, type) else type_


_PYTHON_TYPES = {
    String: str,
    Integer: int,
    Numeric: _decimal.Decimal,
    Float: float,
    Boolean: bool,
    LargeBinary: bytes,
    Date: _dt.date,
    Time: _dt.time,
    DateTime: _dt.datetime,
    Interval: _dt.timedelta,
    JSON: dict,
    Uuid: _uuid.UUID,
}

BY_PYTHON_TYPE = {
    int: Integer,
    str: String,
    float: Float,
    bool: Boolean,
    bytes: LargeBinary,
    _decimal.Decimal: Numeric,
    _dt.date: Date,
    _dt.time: Time,
    _dt.datetime: DateTime,
    _dt.timedelta: Interval,
    _uuid.UUID: Uuid,
    type(None): NullType,
}
"""The types that annotations stand for."""
