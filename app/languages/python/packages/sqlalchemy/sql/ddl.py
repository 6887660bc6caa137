"""Statements of data definition ("Customizing DDL")."""

from .schema import DDL, AddConstraint, CreateIndex, CreateTable, DropConstraint, DropIndex, DropTable  # noqa: F401


def sort_tables_and_constraints(tables, filter_fn=None, extra_dependencies=None):
    """The tables in the order in which they come where their foreign keys leave it open.

    create_all() and drop_all() ask for it where another function has taken its place, as SQLAlchemy's own tests do.
    """
    return list(tables)


_declared = sort_tables_and_constraints


def arrangement():
    """What arranges tables for create_all() and drop_all(); ``None`` where nobody wants another order."""
    return None if sort_tables_and_constraints is _declared else lambda tables: list(sort_tables_and_constraints(tables))
