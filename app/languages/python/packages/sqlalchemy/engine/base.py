"""Engines and connections ("Working with Engines and Connections")."""

import contextlib
import logging

from .._facade import echoing, wire
from .._facade.wire import Handle, Options, wraps
from ..exc import ArgumentError, InvalidRequestError, ObjectNotExecutableError
from ..sql.elements import ClauseElement
from .default import dialect_named
from .options import execution_options
from .result import CursorResult  # noqa: F401  (what statements give)
from .url import make_url


def check_executable(statement):
    """Refuses text, and what is no statement."""
    if isinstance(statement, str) or not (
        isinstance(statement, ClauseElement) or hasattr(statement, "__clause_element__")
    ):
        raise ObjectNotExecutableError(statement if not isinstance(statement, str) else f"Not an executable object: {statement!r}")


def parameters_of(parameters):
    """One set of parameters, or a list of sets."""
    if parameters is None:
        return wire.ABSENT
    if isinstance(parameters, dict):
        return parameters
    if hasattr(parameters, "keys"):
        return dict(parameters)
    rows = list(parameters)
    for row in rows:
        if not hasattr(row, "keys"):
            raise ArgumentError("List argument must consist only of tuples or dictionaries")
    return [dict(row) for row in rows]


@wraps("Transaction", "RootTransaction", "NestedTransaction")
class Transaction(Handle):
    @property
    def is_active(self):
        return wire.get(self._h, "isActive")

    def commit(self):
        self._invoke("commit")

    def rollback(self):
        self._invoke("rollback")

    def close(self):
        self._invoke("close")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        if not self.is_active:
            return
        if kind is None:
            self.commit()
        else:
            self.rollback()


@wraps("Connection")
class Connection(Handle):
    """A connection; its transaction begins by itself with the first statement."""

    _engine = None

    @property
    def engine(self):
        return self._engine

    @property
    def dialect(self):
        return self._engine.dialect if self._engine is not None else dialect_named("sqlite")

    @property
    def closed(self):
        return wire.get(self._h, "closed")

    @property
    def connection(self):
        return self

    @property
    def info(self):
        return self.__dict__.setdefault("_info", {})

    def execute(self, statement, parameters=None, *, execution_options=None):
        check_executable(statement)
        return self._invoke("execute", statement, parameters_of(parameters))

    def scalar(self, statement, parameters=None, *, execution_options=None):
        return self.execute(statement, parameters).scalar()

    def scalars(self, statement, parameters=None, *, execution_options=None):
        return self.execute(statement, parameters).scalars()

    def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        if parameters is None:
            return self._invoke("execDriverSql", statement)
        rows = [list(row) for row in parameters] if isinstance(parameters, list) else list(parameters)
        return self._invoke("execDriverSql", statement, rows)

    def execution_options(self, **opt):
        return self

    def begin(self):
        return self._invoke("begin")

    def begin_nested(self):
        return self._invoke("beginNested")

    def in_transaction(self):
        return wire.get(self._h, "inTransaction")

    def in_nested_transaction(self):
        return wire.get(self._h, "nested") is not None

    def get_transaction(self):
        return wire.get(self._h, "root")

    def commit(self):
        self._invoke("commit")

    def rollback(self):
        self._invoke("rollback")

    def close(self):
        self._invoke("close")

    def run_callable(self, work, *args):
        return work(self, *args)

    def run_sync(self, work, *args):
        return work(self, *args)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __repr__(self):
        return f"<sqlalchemy.engine.base.Connection object at {id(self):#x}>"


@wraps("Engine")
class Engine(Handle):
    """A database and how to speak to it."""

    def __init__(self, url, handle, echo):
        self._hold(handle)
        self.url = url
        self._echo = echo
        self.logger = logging.getLogger(echoing.LOGGER)
        self.pool = None

    @property
    def echo(self):
        return self._echo

    @echo.setter
    def echo(self, value):
        self._echo = value
        echoing.attend(self)

    @property
    def dialect(self):
        return dialect_named(self.url.get_backend_name() if self.url is not None else "sqlite")

    @property
    def name(self):
        return self.dialect.name

    @property
    def driver(self):
        return self.dialect.driver

    def connect(self):
        made = self._invoke("connect")
        made._engine = self
        return made

    @contextlib.contextmanager
    def begin(self):
        with self.connect() as connection:
            with connection.begin():
                yield connection

    def dispose(self, close=True):
        self._invoke("dispose")

    def raw_connection(self):
        raise _no_raw_connection()

    def execution_options(self, **opt):
        return self

    def get_execution_options(self):
        return {}

    def clear_compiled_cache(self):
        pass

    def __getattr__(self, name):
        if name in ("execute", "scalar", "has_table", "table_names", "run_callable", "create"):
            raise AttributeError(f"'Engine' object has no attribute '{name}'")
        raise AttributeError(f"'Engine' object has no attribute '{name}'")

    def __repr__(self):
        return f"Engine({self.url!r})"


def _no_raw_connection():
    from ..exc import NotSupportedHere

    return NotSupportedHere(
        "Engine.raw_connection() is not supported here: there is no DBAPI connection. Use Connection.exec_driver_sql()."
    )


_UNSUPPORTED = {"strategy", "module", "creator_", "convert_unicode"}
_IGNORED = {
    "connect_args", "poolclass", "pool", "pool_size", "max_overflow", "pool_recycle", "pool_pre_ping", "pool_timeout",
    "pool_reset_on_return", "pool_use_lifo", "isolation_level", "future", "encoding", "echo_pool", "hide_parameters",
    "query_cache_size", "logging_name", "execution_options", "json_serializer", "json_deserializer",
    "insertmanyvalues_page_size", "use_insertmanyvalues", "implicit_returning", "label_length", "paramstyle",
    "native_datetime", "pool_logging_name", "max_identifier_length", "plugins", "enable_from_linting", "client_encoding",
    "executemany_mode", "fast_executemany", "creator",
}  # fmt: skip


def create_engine(url, **kwargs):
    """An engine for a database URL. Every database here is SQLite in memory; others are named in a notice."""
    parsed = make_url(url)
    echo = kwargs.pop("echo", False)
    for name in kwargs:
        if name not in _IGNORED:
            raise TypeError(
                f"Invalid argument(s) {name!r} sent to create_engine(), using configuration SQLiteDialect_pysqlite/SingletonThreadPool/Engine.  "
                "Please check that the keyword arguments are appropriate for this combination of components."
            )
    backend = parsed.get_backend_name()
    text = str(parsed)
    if backend != "sqlite":
        _notice(parsed, backend)
        text = "sqlite://"
    # The database is opened by the first who needs it: by then it is known whose it is.
    options = Options(onConnect=lambda driver: echoing.connected(engine, driver), sharedTransactions=True)
    handle = wire.construct("createEngine", text, options)
    engine = Engine(parsed, handle, echo)
    echoing.attend(engine)
    return engine


_KNOWN_BACKENDS = ("postgresql", "postgres", "mysql", "mariadb", "oracle", "mssql")


def _notice(url, backend):
    from ..exc import NoSuchModuleError

    if backend not in _KNOWN_BACKENDS or backend == "postgres":
        raise NoSuchModuleError(f"Can't load plugin: sqlalchemy.dialects:{url.drivername}")
    from .._facade.errors import warn_at_user

    warn_at_user(
        UserWarning(
            f"{backend} is not there: the program runs on SQLite in memory, and its statements are shown in SQLite's SQL. "
            "The statements pane can show them in another database's."
        )
    )


def engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    options = {key[len(prefix) :]: value for key, value in configuration.items() if key.startswith(prefix)}
    options.update(kwargs)
    return create_engine(options.pop("url"), **options)


def create_mock_engine(url, executor, **kw):
    raise InvalidRequestError("create_mock_engine() is not supported here. Use str(CreateTable(table)).")


__all__ = ["execution_options"]
