"""Sessions ("Using the Session")."""

import collections.abc
import contextlib

from .._facade import wire
from .._facade.wire import Handle, Options, wraps
from ..engine.base import Connection, Engine, check_executable, parameters_of
from ..engine.options import execution_options as engine_options
from ..exc import ArgumentError, InvalidRequestError, NotSupportedHere
from ..sql.elements import _options
from ..sql.selectable import for_update
from .exc import UnmappedInstanceError
from .mapping import ensure_configured


def require_instance(instance):
    """The instance, if it is one of a mapped class."""
    if instance is None:
        raise UnmappedInstanceError("Class 'builtins.NoneType' is not mapped")
    if not hasattr(type(instance), "_sa_class"):
        raise UnmappedInstanceError(instance)
    return instance


@wraps("SessionTransaction")
class SessionTransaction(Handle):
    """A transaction of a session."""

    @property
    def session(self):
        return wire.get(self._h, "session")

    @property
    def is_active(self):
        return wire.get(self._h, "isActive")

    @property
    def nested(self):
        return wire.get(self._h, "origin") == "nested"

    @property
    def parent(self):
        return wire.get(self._h, "parent")

    def commit(self, _to_root=False):
        self._invoke("commit")

    def rollback(self, _to_root=False):
        self._invoke("rollback")

    def close(self):
        self._invoke("close")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        if kind is None:
            if self.is_active:
                self.commit()
            else:
                # Ended inside the block by the session's own commit() or rollback().
                pass
        elif self.is_active or wire.get(self._h, "isBoundary"):
            with contextlib.suppress(InvalidRequestError):
                self.rollback()


class _SessionClassMethods:
    @classmethod
    def close_all(cls):
        close_all_sessions()

    @classmethod
    def object_session(cls, instance):
        return object_session(instance)

    @classmethod
    def identity_key(cls, class_=None, ident=None, *, instance=None, row=None, identity_token=None):
        if instance is not None:
            mapper = wire.make("mapperOf", type(instance))
            return mapper.identity_key_from_instance(instance)
        values = tuple(ident) if isinstance(ident, (list, tuple)) else (ident,)
        return (class_, values, identity_token)


# What changes nothing here: there is one style, no second phase, and no queries are baked.
_IGNORED = ("future", "enable_baked_queries")


def refuse(when, what, instead):
    """Says of what is not supported what can be done in its place."""
    if when:
        raise NotSupportedHere(f"{what} is not supported here. {instead}")


@wraps("Session")
class Session(_SessionClassMethods, Handle):
    """A conversation with the database."""

    def __init__(
        self, bind=None, *, autoflush=True, expire_on_commit=True, autobegin=True, info=None, binds=None,
        join_transaction_mode="conditional_savepoint", twophase=False, query_cls=None, close_resets_only=True, **kw,
    ):  # fmt: skip
        for name in kw:
            if name == "autocommit":
                if kw[name]:
                    raise ArgumentError("autocommit=True is no longer supported")
            elif name not in _IGNORED:
                raise TypeError(f"Session.__init__() got an unexpected keyword argument '{name}'")
        refuse(twophase, "Session(twophase=True)", "There is one database, so that one phase does.")
        refuse(query_cls is not None, "Session(query_cls=…)", "Make the query yourself: MyQuery(entity, session=session).")
        refuse(not close_resets_only, "Session(close_resets_only=False)", "Make a new session after close().")
        if binds:
            all_binds = {id(each): each for each in (bind, *binds.values()) if each is not None}
            refuse(len(all_binds) > 1, "Session(binds=…) with several engines", "Use a session for each engine.")
            bind = next(iter(all_binds.values()))
        self.bind = bind
        self.info = dict(info or {})
        options = Options(
            autoflush=bool(autoflush),
            expireOnCommit=bool(expire_on_commit),
            autobegin=bool(autobegin),
            joinTransactionMode=join_transaction_mode,
        )
        self._hold(wire.construct("Session", bind, options))
        _sessions.append(self)

    # -- objects -----------------------------------------------------------------------------------------------------------

    def add(self, instance, *, _warn=True):
        self._invoke("add", require_instance(instance))

    def add_all(self, instances):
        self._invoke("addAll", [require_instance(each) for each in instances])

    def delete(self, instance):
        self._invoke("delete", require_instance(instance))

    def delete_all(self, instances):
        for each in instances:
            self.delete(each)

    def expunge(self, instance):
        self._invoke("expunge", require_instance(instance))

    def expunge_all(self):
        self._invoke("expungeAll")

    def merge(self, instance, *, load=True, options=None):
        return self._invoke("merge", require_instance(instance), Options(load=load))

    def merge_all(self, instances, *, load=True, options=None):
        return [self.merge(each, load=load) for each in instances]

    def expire(self, instance, attribute_names=None):
        self._invoke("expire", require_instance(instance), _names(attribute_names))

    def expire_all(self):
        self._invoke("expireAll")

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        self._invoke("refresh", require_instance(instance), _names(attribute_names))

    def get(
        self, entity, ident, *, options=None, populate_existing=False, with_for_update=None, identity_token=None,
        execution_options=None, bind_arguments=None,
    ):  # fmt: skip
        ensure_configured(entity)
        lock = with_for_update
        if isinstance(lock, dict):
            lock = for_update(**lock)
        elif lock is not None and not isinstance(lock, bool):
            lock = True
        given = _options(
            options=None if options is None else list(options),
            populateExisting=populate_existing or None,
            withForUpdate=lock,
        )
        return self._invoke("get", entity, ident, *([given] if given else []))

    def get_one(self, entity, ident, **kw):
        found = self.get(entity, ident, **kw)
        if found is None:
            from ..exc import NoResultFound

            raise NoResultFound("No row was found when one was required")
        return found

    def __contains__(self, instance):
        return self._invoke("contains", require_instance(instance))

    def __iter__(self):
        return iter([*self.new, *self.identity_map.values()])

    @property
    def new(self):
        return IdentitySet(wire.items(wire.reference(self._h, "new")._h))

    @property
    def dirty(self):
        return IdentitySet(wire.items(wire.reference(self._h, "dirty")._h))

    @property
    def deleted(self):
        return IdentitySet(wire.items(wire.reference(self._h, "deleted")._h))

    @property
    def identity_map(self):
        return IdentityMap(self)

    def is_modified(self, instance, include_collections=True):
        return self._invoke("isModified", require_instance(instance), Options(includeCollections=include_collections))

    # -- transactions ------------------------------------------------------------------------------------------------------

    def begin(self, nested=False):
        return self._invoke("begin", *([Options(nested=True)] if nested else []))

    def begin_nested(self):
        return self._invoke("beginNested")

    def commit(self):
        self._invoke("commit")

    def rollback(self):
        self._invoke("rollback")

    def prepare(self):
        self._invoke("flush")

    def close(self):
        self._invoke("close")

    reset = close

    def invalidate(self):
        self.close()

    def in_transaction(self):
        return wire.get(self._h, "inTransaction")

    def in_nested_transaction(self):
        return wire.get(self._h, "inNestedTransaction")

    def get_transaction(self):
        return wire.get(self._h, "transaction")

    def get_nested_transaction(self):
        return wire.get(self._h, "nestedTransaction")

    @property
    def is_active(self):
        return wire.get(self._h, "isActive")

    def connection(self, bind_arguments=None, execution_options=None):
        made = self._invoke("connection")
        if isinstance(self.bind, Connection):
            return self.bind
        if made._engine is None:
            made._engine = self.bind
        return made

    def get_bind(self, mapper=None, **_):
        if self.bind is None:
            self._invoke("connection")
        return self.bind

    def bind_mapper(self, mapper, bind):
        self.bind = bind

    def bind_table(self, table, bind):
        self.bind = bind

    def flush(self, objects=None):
        self._invoke("flush", *([] if objects is None else [list(objects)]))

    @property
    @contextlib.contextmanager
    def no_autoflush(self):
        before = wire.get(self._h, "autoflush")
        wire.put(self._h, "autoflush", False)
        try:
            yield self
        finally:
            wire.put(self._h, "autoflush", before)

    @property
    def autoflush(self):
        return wire.get(self._h, "autoflush")

    @autoflush.setter
    def autoflush(self, value):
        wire.put(self._h, "autoflush", bool(value))

    @property
    def expire_on_commit(self):
        return wire.get(self._h, "expireOnCommit")

    @expire_on_commit.setter
    def expire_on_commit(self, value):
        wire.put(self._h, "expireOnCommit", bool(value))

    def enable_relationship_loading(self, obj):
        self._invoke("enableRelationshipLoading", obj)

    @property
    def hash_key(self):
        return int(wire.get(self._h, "hashKey"))

    # -- statements --------------------------------------------------------------------------------------------------------

    def execute(
        self, statement, params=None, *, execution_options=None, bind_arguments=None, _parent_execute_state=None, **_
    ):
        ensure_configured()
        _check_statement(statement)
        if isinstance(statement, list):
            raise ArgumentError("Executable SQL or text() construct expected, got a list.")
        options = [engine_options(execution_options)] if execution_options else []
        given = parameters_of(params)
        if given is wire.ABSENT and not options:
            return self._invoke("execute", statement)
        return self._invoke("execute", statement, given, *options)

    def scalar(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalar()

    def scalars(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalars()

    def query(self, *entities, **kwargs):
        from .query import Query

        ensure_configured(*entities)
        query_class = getattr(self, "_query_cls", None) or Query
        return query_class(list(entities), self)

    # -- bulk --------------------------------------------------------------------------------------------------------------

    def bulk_save_objects(self, objects, return_defaults=False, update_changed_only=True, preserve_order=True):
        self._invoke(
            "bulkSaveObjects",
            [require_instance(each) for each in objects],
            Options(
                returnDefaults=return_defaults, updateChangedOnly=update_changed_only, preserveOrder=preserve_order
            ),
        )

    def bulk_insert_mappings(self, mapper, mappings, return_defaults=False, render_nulls=False):
        self._invoke(
            "bulkInsertMappings",
            mapper,
            [dict(each) for each in mappings],
            Options(returnDefaults=return_defaults, renderNulls=render_nulls),
        )

    def bulk_update_mappings(self, mapper, mappings):
        self._invoke("bulkUpdateMappings", mapper, [dict(each) for each in mappings])

    # -- with --------------------------------------------------------------------------------------------------------------

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __repr__(self):
        return f"<sqlalchemy.orm.session.{type(self).__name__} object at {id(self):#x}>"


def _check_statement(statement):
    if isinstance(statement, str):
        shown = statement if len(statement) <= 25 else statement
        raise ArgumentError(f"Textual SQL expression {shown!r} should be explicitly declared as text({shown!r})")
    try:
        check_executable(statement)
    except ArgumentError:
        raise ArgumentError(f"Executable SQL or text() construct expected, got {statement!r}.") from None


def _names(given):
    return None if given is None else list(given)


_sessions = []


def close_all_sessions():
    for each in _sessions:
        each.close()


class IdentitySet(set):
    """A set that tells objects apart by identity."""

    def __init__(self, items=()):
        set.__init__(self)
        self._ordered = list(items)

    def __iter__(self):
        return iter(self._ordered)

    def __len__(self):
        return len(self._ordered)

    def __bool__(self):
        return bool(self._ordered)

    def __contains__(self, item):
        return any(item is each for each in self._ordered)

    def __eq__(self, other):
        others = list(other) if isinstance(other, collections.abc.Iterable) else None
        return (
            others is not None
            and len(others) == len(self._ordered)
            and {id(each) for each in others} == {id(each) for each in self._ordered}
        )

    __hash__ = None

    def __repr__(self):
        return f"IdentitySet({self._ordered!r})"


class IdentityMap(collections.abc.Mapping):
    """The persistent objects of a session, by identity key."""

    def __init__(self, session):
        from ..inspection import inspect

        objects = wire.items(wire.invoke(wire.reference(session._h, "identityMap")._h, "values")._h)
        self._items = {inspect(each).identity_key: each for each in objects}

    def __getitem__(self, key):
        return self._items[key]

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def all_states(self):
        return list(self._items.values())


class sessionmaker(_SessionClassMethods):
    """Makes sessions of one configuration."""

    def __init__(self, bind=None, *, class_=Session, autoflush=True, expire_on_commit=True, info=None, **kw):
        kw.update(bind=bind, autoflush=autoflush, expire_on_commit=expire_on_commit)
        if info is not None:
            kw["info"] = info
        if kw.pop("autocommit", False):
            raise ArgumentError("autocommit=True is no longer supported")
        self.kw = kw
        self._class = class_
        self.class_ = class_
        self._target = None

    def __call__(self, **local_kw):
        kw = {**self.kw, **local_kw}
        if "info" in self.kw and "info" in local_kw:
            kw["info"] = {**self.kw["info"], **local_kw["info"]}
        session = self.class_(**kw)
        if self._target is not None:
            wire.put(session._h, "factory", self._target)
        return session

    def listened_to(self):
        """The object under which listeners of this factory's sessions are kept."""
        if self._target is None:
            self._target = wire.make("sessionmaker")
        return self._target

    @contextlib.contextmanager
    def begin(self):
        with self() as session:
            with session.begin():
                yield session

    def configure(self, **new_kw):
        self.kw.update(new_kw)

    def __repr__(self):
        shown = ", ".join(f"{key}={value!r}" for key, value in self.kw.items())
        return f"sessionmaker(class_={self.class_.__name__!r}, {shown})"


class scoped_session:
    """A session that is made when it is first needed and stays the same until it is removed."""

    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        self._scope = scopefunc or (lambda: None)
        self._sessions = {}
        self.registry = _Registry(self)

    def __call__(self, **kw):
        key = self._scope()
        if key in self._sessions:
            if kw:
                raise InvalidRequestError("Scoped session is already present; no new arguments may be specified.")
            return self._sessions[key]
        session = self._sessions[key] = self.session_factory(**kw)
        return session

    def remove(self):
        session = self._sessions.pop(self._scope(), None)
        if session is not None:
            session.close()

    def configure(self, **kwargs):
        if self._scope() in self._sessions:
            from .._facade.errors import warn_at_user
            from ..exc import SAWarning

            warn_at_user(
                SAWarning(
                    "At least one scoped session is already present.  configure() can not affect sessions that have already been created."
                )
            )
        self.session_factory.configure(**kwargs)

    def query_property(self, query_cls=None):
        return _QueryProperty(self)

    def __contains__(self, instance):
        return instance in self()

    def __iter__(self):
        return iter(self())

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self(), name)

    def __setattr__(self, name, value):
        if name in ("autoflush", "expire_on_commit", "info", "bind"):
            setattr(self(), name, value)
        else:
            object.__setattr__(self, name, value)

    @classmethod
    def object_session(cls, instance):
        return object_session(instance)


class _Registry:
    def __init__(self, scoped):
        self._scoped = scoped

    def __call__(self):
        return self._scoped()

    def has(self):
        return self._scoped._scope() in self._scoped._sessions

    def clear(self):
        self._scoped._sessions.pop(self._scoped._scope(), None)


class _QueryProperty:
    def __init__(self, scoped):
        self._scoped = scoped

    def __get__(self, instance, owner):
        return self._scoped().query(owner) if "_sa_class" in owner.__dict__ else None


def object_session(instance):
    """The session that an object is in."""
    return wire.make("objectSession", require_instance(instance))


def make_transient(instance):
    wire.make("makeTransient", require_instance(instance))


def make_transient_to_detached(instance):
    wire.make("makeTransientToDetached", require_instance(instance))


@wraps("ORMExecuteState")
class ORMExecuteState(Handle):
    """What a listener to ``do_orm_execute`` is told."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        from ..sql.elements import _missing

        return _missing(self, name)

    def _handle(self):
        return self._h

    statement = property(
        lambda self: wire.get(self._h, "statement"), lambda self, value: wire.put(self._h, "statement", value)
    )

    def invoke_statement(self, statement=None, params=None, execution_options=None, bind_arguments=None):
        return self._invoke("invokeStatement", *([] if statement is None else [statement]))

    def update_execution_options(self, **opts):
        self._invoke("updateExecutionOptions", opts)


__all__ = ["Engine"]
