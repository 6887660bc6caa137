"""The ORM."""

from .annotations import DynamicMapped, Mapped, SQLORMExpression, WriteOnlyMapped  # noqa: F401
from .attributes import InstrumentedAttribute, QueryableAttribute  # noqa: F401
from .collections import (  # noqa: F401
    attribute_keyed_dict,
    attribute_mapped_collection,
    column_keyed_dict,
    column_mapped_collection,
    keyfunc_mapping,
    mapped_collection,
)
from .declarative import (  # noqa: F401
    DeclarativeBase,
    DeclarativeBaseNoMeta,
    DeclarativeMeta,
    MappedAsDataclass,
    as_declarative,
    declarative_base,
    declarative_mixin,
    declared_attr,
    has_inherited_table,
    reconstructor,
    synonym_for,
    validates,
)
from .exc import UnmappedInstanceError  # noqa: F401
from .interfaces import MANYTOMANY, MANYTOONE, ONETOMANY, PropComparator  # noqa: F401
from .mapping import Mapper, clear_mappers, configure_mappers, registry  # noqa: F401
from .query import AppenderQuery, Bundle, Query, WriteOnlyCollection  # noqa: F401
from .session import (  # noqa: F401
    ORMExecuteState,
    Session,
    SessionTransaction,
    close_all_sessions,
    make_transient,
    make_transient_to_detached,
    object_session,
    scoped_session,
    sessionmaker,
)
from .specs import (  # noqa: F401
    ColumnProperty,
    Composite,
    CompositeProperty,
    MappedColumn,
    MappedSQLExpression,
    Relationship,
    RelationshipProperty,
    Synonym,
    SynonymProperty,
    backref,
    column_property,
    composite,
    deferred,
    dynamic_loader,
    mapped_column,
    query_expression,
    relationship,
    synonym,
)
from .strategy_options import (  # noqa: F401
    Load,
    contains_eager,
    defaultload,
    defer,
    immediateload,
    joinedload,
    lazyload,
    load_only,
    noload,
    raiseload,
    selectin_polymorphic,
    selectinload,
    subqueryload,
    undefer,
    undefer_group,
    with_expression,
    with_loader_criteria,
)
from .util import (  # noqa: F401
    AliasedClass,
    aliased,
    class_mapper,
    foreign,
    join,
    object_mapper,
    outerjoin,
    polymorphic_union,
    remote,
    was_deleted,
    with_parent,
    with_polymorphic,
)


def relation(*args, **kw):
    return relationship(*args, **kw)


def mapper(*_args, **_kw):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(
        "The 'sqlalchemy.orm.mapper()' function is removed as of SQLAlchemy 2.0.  Use the 'sqlalchemy.orm.registry.map_imperatively()` method of the ``sqlalchemy.orm.registry`` class to perform classical mapping."
    )


def __getattr__(name):
    from .._facade.missing import missing_name

    raise missing_name("sqlalchemy.orm", name)
