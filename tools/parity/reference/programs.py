"""Steps that are Python: the code as it stands, and its syntax tree as JSON for interpreters in other languages.

    {"op": "run", "code": "select(users.c.id).where(users.c.name == 'x')", "tree": [...]}

A step's code runs in one scope with those before it.  Its result is the value of its last line, if that is an expression.
The scope knows the public names of sqlalchemy and sqlalchemy.orm, the scenario's classes and tables by their names, `engine`,
`session`, `conn` (a connection, made when first named), `metadata`, `Base`, and the words below.
"""
import ast
import datetime as dt
import decimal
import json
import uuid

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.orm import attributes as orm_attributes
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable, DropConstraint, DropIndex, DropTable

# -- code as JSON ------------------------------------------------------------------------------------------------------

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
    ast.Invert: "~", ast.USub: "-", ast.UAdd: "+", ast.Not: "not", ast.And: "and", ast.Or: "or",
}


def tree(node):
    """A statement or expression as JSON.  Scalars stand for themselves, everything else is an object of one telling key."""
    if isinstance(node, str):
        return [tree(s) for s in ast.parse(node).body]
    if isinstance(node, list):
        return [tree(n) for n in node]
    op = getattr(node, "op", None)
    match node:
        case ast.Constant(value=bytes() as b):
            return {"$bytes": b.hex()}
        case ast.Constant(value=value):
            return {"ellipsis": True} if value is ... else value
        case ast.Name(id=name):
            return {"name": name}
        case ast.Attribute(value=of, attr=name):
            return {"attr": [tree(of), name]}
        case ast.Call(func=fn, args=args, keywords=kw):
            named = {k.arg: tree(k.value) for k in kw if k.arg}
            rest = [tree(k.value) for k in kw if not k.arg]
            return {"call": tree(fn), "args": tree(args), **({"kw": named} if named else {}), **({"rest": rest} if rest else {})}
        case ast.Starred(value=of):
            return {"star": tree(of)}
        case ast.List(elts=items):
            return {"list": tree(items)}
        case ast.Tuple(elts=items):
            return {"tuple": tree(items)}
        case ast.Set(elts=items):
            return {"set": tree(items)}
        case ast.Dict(keys=keys, values=values):
            return {"dict": [[tree(k), tree(v)] for k, v in zip(keys, values)]}
        case ast.BinOp(left=left, right=right):
            return {"binary": [OPERATORS[type(op)], tree(left), tree(right)]}
        case ast.UnaryOp(operand=operand):
            return {"unary": [OPERATORS[type(op)], tree(operand)]}
        case ast.BoolOp(values=values):
            return {"bool": [OPERATORS[type(op)], *tree(values)]}
        case ast.Compare(left=left, ops=[o], comparators=[right]):
            return {"binary": [OPERATORS[type(o)], tree(left), tree(right)]}
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return {"if": [tree(test), tree(body), tree(orelse)]}
        case ast.Subscript(value=of, slice=ast.Slice(lower=low, upper=high)):
            return {"slice": [tree(of), low and tree(low), high and tree(high)]}
        case ast.Subscript(value=of, slice=key):
            return {"item": [tree(of), tree(key)]}
        case ast.Lambda(args=a, body=body):
            return {"lambda": [x.arg for x in a.args], "body": tree(body)}
        case ast.ListComp(elt=elt, generators=[ast.comprehension(target=ast.Name(id=name), iter=source, ifs=[])]):
            return {"each": [tree(elt), name, tree(source)]}
        case ast.Expr(value=value):
            return {"value": tree(value)}
        case ast.Assign(targets=[target], value=value):
            return {"assign": [tree(target), tree(value)]}
        case ast.Delete(targets=[target]):
            return {"delete": tree(target)}
        case ast.Return(value=value):
            return {"return": value and tree(value)}
        case ast.Pass():
            return {"pass": True}
        case ast.If(test=test, body=body, orelse=orelse):
            return {"when": [tree(test), tree(body), tree(orelse)]}
        case ast.For(target=target, iter=source, body=body):
            return {"for": [tree(target), tree(source), tree(body)]}
        case ast.With(items=[ast.withitem(context_expr=of, optional_vars=name)], body=body):
            return {"with": [tree(of), name and name.id, tree(body)]}
        case ast.FunctionDef(name=name, args=a, body=body, decorator_list=decorators):
            return {"def": name, "params": [x.arg for x in a.args], **({"rest": a.vararg.arg} if a.vararg else {}),
                    "body": tree(body), **({"decorators": tree(decorators)} if decorators else {})}
        case ast.ClassDef(name=name, bases=bases, body=body):
            return {"class": name, "bases": tree(bases), "body": tree(body)}
    raise SyntaxError(f"no form for {ast.dump(node)}")


def run_step(code):
    """A step of Python code, written as an indented block."""
    lines = code.strip("\n").splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    code = "\n".join(line[indent:] for line in lines).strip()
    return {"op": "run", "code": code, "tree": tree(code)}


# -- the scope of code -------------------------------------------------------------------------------------------------

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect(), "mysql": mysql.dialect(), "default": None}


def sql(statement, dialect="sqlite", **compile_options):
    """The text of a statement and its parameters by name."""
    compiled = statement.compile(dialect=DIALECTS[dialect], compile_kwargs=compile_options)
    return {"sql": str(compiled), "params": dict(compiled.params or {})}


def ddl(item, dialect="sqlite"):
    """The text of a statement of data definition; for a table, of its CREATE TABLE."""
    if isinstance(item, sa.Table):
        item = CreateTable(item)
    elif isinstance(item, sa.Index):
        item = CreateIndex(item)
    return str(item.compile(dialect=DIALECTS[dialect]))


def type_sql(type_, dialect="sqlite"):
    """A type as it is written in DDL."""
    return sa.types.to_instance(type_).compile(dialect=DIALECTS[dialect])


WORDS = {
    "sql": sql, "ddl": ddl, "type_sql": type_sql, "date": dt.date, "datetime": dt.datetime, "time": dt.time, "timedelta": dt.timedelta, "Decimal": decimal.Decimal, "UUID": uuid.UUID,
    "sqlite_insert": sqlite.insert, "pg_insert": postgresql.insert, "mysql_insert": mysql.insert,
    "CreateTable": CreateTable, "DropTable": DropTable, "CreateIndex": CreateIndex, "DropIndex": DropIndex,
    "AddConstraint": AddConstraint, "DropConstraint": DropConstraint,
    "print": lambda *words: None, "flag_modified": orm_attributes.flag_modified, "TypeEngine": sa.types.TypeEngine,
}


PYTHON = {"object", "set", "list", "dict", "str", "int", "float", "bool", "tuple", "repr", "len", "sorted", "type"}


class Scope:
    """What code in a scenario can name; its own assignments come first."""

    def __init__(self, world):
        self.world = world
        self.names = {"__name__": "scenario"}
        self.own = set()

    def find(self, name):
        """The value of a name that no code has assigned; None where it is Python's own or nobody's."""
        world = self.world
        for known in (world.vars, world.classes, world.Base.metadata.tables):
            if name in known:
                return known[name]
        if name == "conn":
            world.conn = world.conn or world.engine.connect()
            return world.conn
        given = {"engine": lambda: world.engine, "session": lambda: world.session, "metadata": lambda: world.Base.metadata,
                 "Base": lambda: world.Base, "registry": lambda: world.registry}
        if name in given:
            return given[name]()
        if name in WORDS or name in PYTHON:
            return WORDS.get(name)
        return next((getattr(m, name) for m in (sa, orm, sa.types, sa.exc) if hasattr(m, name)), None)

    def prepare(self, body):
        """Brings in what the code names."""
        nodes = [n for part in body for n in ast.walk(part)]
        named = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        for name in sorted(named - self.own):
            value = self.find(name)
            if value is not None:
                self.names[name] = value
        top = {t.id for part in body for n in ([part] if not isinstance(part, (ast.With, ast.If, ast.For)) else ast.walk(part))
               for t in (n.targets if isinstance(n, ast.Assign) else []) if isinstance(t, ast.Name)}
        self.own |= top | {part.name for part in body if isinstance(part, (ast.ClassDef, ast.FunctionDef))}


def run_code(world, step):
    """Run a step's code; gives the value of its last line if that is an expression."""
    if not hasattr(world, "scope"):
        world.scope = Scope(world)
    body = ast.parse(step["code"]).body
    world.scope.prepare(body)
    last = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<scenario>", "exec"), world.scope.names)
    return eval(compile(last, "<scenario>", "eval"), world.scope.names) if last else None


def render(world, value):
    """What only code can give as JSON; everything else is the oracle's own affair."""
    if isinstance(value, sa.engine.result.ResultInternal):
        return {"object": "Result"}
    if isinstance(value, sa.engine.result.RMKeyView):
        return list(value)
    if isinstance(value, sa.sql.ClauseElement):
        return {"sql": str(value)}
    if isinstance(value, sa.types.TypeEngine):
        return {"type": repr(value)}
    if isinstance(value, type) and issubclass(value, sa.types.TypeEngine):
        return {"type": value.__name__}
    if isinstance(value, uuid.UUID):
        return str(value)                               # a UUID is text where there is no type of its own
    if isinstance(value, type):
        return {"class": value.__name__}
    try:
        json.dumps(value)
    except TypeError:
        return {"object": type(value).__name__}
    return value
