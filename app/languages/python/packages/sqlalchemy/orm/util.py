"""Aliases and other helpers ("ORM Querying Guide")."""

from .._facade import wire
from .._facade.wire import Handle, wraps
from ..sql.elements import _options
from .mapping import ensure_configured


@wraps("AliasedClass")
class AliasedClass(Handle):
    """A mapped class under another name."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if not wire.has(self._h, name):
            return self._of_python(name)
        return wire.get(self._h, name)

    def _of_python(self, name):
        """A hybrid of the class's, with the alias in the class's place."""
        from ..ext.hybrid import hybrid_method, hybrid_property

        cls = wire.get(wire.make("aliasedEntityOf", self)._h, "mapper").class_
        for base in cls.__mro__:
            found = base.__dict__.get(name)
            if isinstance(found, (hybrid_property, hybrid_method)):
                return found.__get__(None, self)
        raise AttributeError(f"'{name}'")

    def __repr__(self):
        return f"<AliasedClass at {id(self):#x}>"


@wraps("AliasedEntity")
class AliasedInsp(Handle):
    is_aliased_class = True
    mapper = property(lambda self: wire.get(self._h, "mapper"))
    selectable = property(lambda self: wire.get(self._h, "selectable"))
    name = property(lambda self: wire.get(self._h, "name"))
    entity = property(lambda self: wire.get(self._h, "aliasedClass"))


def aliased(element, alias=None, name=None, flat=False, adapt_on_names=False):
    from ..sql.elements import ClauseElement

    ensure_configured(element)
    if isinstance(element, ClauseElement):
        return element.alias(name)
    return wire.make("aliased", element, _options(name=name, selectable=alias, flat=flat or None, adaptOnNames=adapt_on_names or None))


def with_polymorphic(
    base, classes, selectable=None, flat=False, polymorphic_on=None, aliased=False, innerjoin=False, adapt_on_names=False, name=None
):  # fmt: skip
    ensure_configured(base)
    options = _options(
        selectable=selectable or None,
        flat=flat or None,
        aliased=aliased or None,
        innerjoin=innerjoin or None,
        name=name,
        polymorphicOn=polymorphic_on,
    )
    return wire.make("withPolymorphic", base, classes if classes == "*" else list(classes), options)


def with_parent(instance, prop, from_entity=None):
    return wire.make("withParent", instance, prop, *([] if from_entity is None else [from_entity]))


def join(left, right, onclause=None, isouter=False, full=False):
    from ..sql.expression import join as core_join

    return core_join(left, right, onclause, isouter, full)


def outerjoin(left, right, onclause=None, full=False):
    return join(left, right, onclause, True, full)


def foreign(expr):
    return wire.make("foreign", expr)


def remote(expr):
    return wire.make("remote", expr)


def polymorphic_union(table_map, typecolname, aliasname="p_union", cast_nulls=True):
    return wire.make("polymorphicUnion", dict(table_map), typecolname, aliasname, _options(castNulls=None if cast_nulls else False))


def object_mapper(instance):
    return wire.make("mapperOf", type(instance))


def class_mapper(class_, configure=True):
    if configure:
        ensure_configured(class_)
    return wire.make("mapperOf", class_)


def was_deleted(object):
    from ..inspection import inspect

    return inspect(object).was_deleted


def identity_key(*args, **kw):
    from .session import Session

    return Session.identity_key(*args, **kw)
