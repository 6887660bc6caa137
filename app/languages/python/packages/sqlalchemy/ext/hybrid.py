"""Attributes that are plain functions of an instance and expressions of the class ("Hybrid Attributes")."""

from .._facade import wire
from .._facade.wire import Options


class Comparator:
    """Operators that a hybrid's class attribute has in its own way."""

    def __init__(self, expression):
        self.expression = expression

    def __clause_element__(self):
        found = self.expression
        while hasattr(found, "__clause_element__") and found.__clause_element__() is not found:
            found = found.__clause_element__()
        return found

    def operate(self, op, *other, **kw):
        raise NotImplementedError

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__clause_element__(), name)


class _Compared:
    pass


class hybrid_method:
    is_attribute = True

    def __init__(self, func, expr=None):
        self.func = func
        self.expr = expr or func

    def __get__(self, instance, owner):
        if instance is None:
            return self.expr.__get__(owner, type(owner))
        return self.func.__get__(instance, owner)

    def expression(self, expr):
        self.expr = expr
        return self

    @property
    def inplace(self):
        return self

    def _sa_recipe(self, cls, key):
        return wire.make("hybridMethod", Options(call=self.func, expression=self.expr))


class hybrid_property:
    """``@hybrid_property``: the instance's value, and the class's expression."""

    is_attribute = True

    def __init__(self, fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.expr = expr
        self.custom_comparator = custom_comparator
        self.update_expr = update_expr
        self.__name__ = getattr(fget, "__name__", None)
        self.__doc__ = getattr(fget, "__doc__", None)

    def __get__(self, instance, owner):
        if owner is None or instance is not None:
            return self.fget(instance)
        return self._of_class(owner)

    def _of_class(self, owner):
        if self.custom_comparator is not None:
            found = self.custom_comparator(owner)
            return found
        found = (self.expr or self.fget)(owner)
        return _named(found, self.__name__)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def _copy(self, **changes):
        given = {
            "fget": self.fget,
            "fset": self.fset,
            "fdel": self.fdel,
            "expr": self.expr,
            "custom_comparator": self.custom_comparator,
            "update_expr": self.update_expr,
            **changes,
        }
        made = type(self)(**given)
        made.__name__ = self.__name__
        return made

    def getter(self, fget):
        return self._copy(fget=fget)

    def setter(self, fset):
        return self._copy(fset=fset)

    def deleter(self, fdel):
        return self._copy(fdel=fdel)

    def expression(self, expr):
        return self._copy(expr=expr.__func__ if isinstance(expr, classmethod) else expr)

    def comparator(self, comparator):
        return self._copy(custom_comparator=comparator.__func__ if isinstance(comparator, classmethod) else comparator)

    def update_expression(self, meth):
        return self._copy(update_expr=meth.__func__ if isinstance(meth, classmethod) else meth)

    @property
    def overrides(self):
        return self

    @property
    def inplace(self):
        return _InPlace(self)

    def _sa_recipe(self, cls, key):
        options = {"get": self.fget, "expression": _expression_for(self)}
        if self.fset is not None:
            options["set"] = self.fset
        if self.fdel is not None:
            options["del"] = self.fdel
        if self.update_expr is not None:
            update = self.update_expr
            options["updateExpression"] = lambda owner, value: [list(pair) for pair in update(owner, value)]
        return wire.make("hybridProperty", Options(options))


def _expression_for(hybrid):
    def expression(owner):
        if hybrid.custom_comparator is not None:
            return hybrid.custom_comparator(owner).__clause_element__()
        return (hybrid.expr or hybrid.fget)(owner)

    return expression


def _named(found, name):
    from ..sql.elements import ColumnElement

    if isinstance(found, ColumnElement) and name is not None:
        return wire.make("namedExpression", found, name)
    return found


class _InPlace:
    """Changes a hybrid where it is."""

    def __init__(self, hybrid):
        self._hybrid = hybrid

    def _put(self, name, value):
        setattr(self._hybrid, name, value.__func__ if isinstance(value, classmethod) else value)
        return self._hybrid

    def getter(self, fn):
        return self._put("fget", fn)

    def setter(self, fn):
        return self._put("fset", fn)

    def deleter(self, fn):
        return self._put("fdel", fn)

    def expression(self, fn):
        return self._put("expr", fn)

    def comparator(self, fn):
        return self._put("custom_comparator", fn)

    def update_expression(self, fn):
        return self._put("update_expr", fn)
