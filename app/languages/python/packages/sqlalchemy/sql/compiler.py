"""Statements as text ("How do I render SQL expressions as strings")."""

from .._facade import wire
from .._facade.wire import Options
from ..exc import CompileError


class Compiled:
    """What ``compile()`` gives: the text, and the parameters by name."""

    def __init__(self, statement, bind=None, dialect=None, compile_kwargs=None, kw=None):
        self.statement = statement
        self.dialect = dialect if dialect is not None else getattr(bind, "dialect", None)
        options = {}
        if (compile_kwargs or {}).get("literal_binds"):
            options["literalBinds"] = True
        if (kw or {}).get("column_keys") is not None:
            options["columnKeys"] = list(kw["column_keys"])
        name = getattr(self.dialect, "name", None) or "default"
        text = wire.make("compileFor", statement, name, Options(options))
        self.string = text["sql"]
        self.params = text["params"]

    def __str__(self):
        return self.string

    @property
    def sql(self):
        return self.string

    def construct_params(self, params=None, **_):
        return {**self.params, **(params or {})}


class DDLCompiled(Compiled):
    pass


SQLCompiler = Compiled
__all__ = ["Compiled", "CompileError", "SQLCompiler"]
