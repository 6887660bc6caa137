"""Databases ("Dialects"): programs run on SQLite; statements can be shown in the SQL of the others."""

import importlib

_HERE = ("sqlite", "postgresql", "mysql", "oracle")


def __getattr__(name):
    if name in _HERE:
        return importlib.import_module(f"sqlalchemy.dialects.{name}")
    if name in ("mssql", "mariadb"):
        from ..exc import NotSupportedHere

        raise NotSupportedHere(f"sqlalchemy.dialects.{name} is not supported here. There are {', '.join(_HERE)}.")
    raise AttributeError(f"module 'sqlalchemy.dialects' has no attribute {name!r}")
