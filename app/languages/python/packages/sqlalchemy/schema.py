"""Schema ("Schema Definition Language")."""

from .sql.elements import conv, quoted_name  # noqa: F401
from .sql.schema import (  # noqa: F401
    DDL,
    AddConstraint,
    CheckConstraint,
    Column,
    ColumnDefault,
    Computed,
    Constraint,
    CreateIndex,
    CreateTable,
    DefaultClause,
    DropConstraint,
    DropIndex,
    DropTable,
    FetchedValue,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    SchemaItem,
    Sequence,
    Table,
    UniqueConstraint,
)
