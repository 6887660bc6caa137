"""Loader options ("Relationship Loading Techniques", "Column Loading Options")."""

from .._facade import wire
from .._facade.wire import Handle, wraps
from ..exc import ArgumentError
from ..sql.elements import _options


def _refuse_text(keys):
    for key in keys:
        if isinstance(key, str) and key != "*":
            raise ArgumentError(
                "Strings are not accepted for attribute names in loader options; please use class-bound attributes directly."
            )


def _with(args, **options):
    given = _options(**options)
    return [*args, *([given] if given else [])]


@wraps("LoaderOption", "Load", "WildcardLoad")
class Load(Handle):
    """Loader options, one after the other."""

    def __init__(self, entity):
        self._hold(_number("Load.for", entity))

    def _chain(self, name, *args):
        _refuse_text(args)
        return self._invoke(name, *args)

    def contains_eager(self, attr, alias=None, _is_chain=False):
        return self._chain("containsEager", *_with([attr], alias=alias))

    def joinedload(self, attr, innerjoin=None):
        return self._chain("joinedload", *_with([attr], innerjoin=innerjoin))

    def selectinload(self, attr, recursion_depth=None):
        return self._chain("selectinload", *_with([attr], recursionDepth=recursion_depth))

    def immediateload(self, attr, recursion_depth=None):
        return self._chain("immediateload", *_with([attr], recursionDepth=recursion_depth))

    def subqueryload(self, attr):
        return self._chain("subqueryload", attr)

    def lazyload(self, attr):
        return self._chain("lazyload", attr)

    def noload(self, attr):
        return self._chain("noload", attr)

    def raiseload(self, attr, sql_only=False):
        return self._chain("raiseload", *_with([attr], sqlOnly=sql_only or None))

    def defaultload(self, attr):
        return self._chain("defaultload", attr)

    def load_only(self, *attrs, raiseload=False):
        return self._chain("loadOnly", *_with(list(attrs), raiseload=raiseload or None))

    def defer(self, key, raiseload=False):
        return self._chain("defer", *_with([key], raiseload=raiseload or None))

    def undefer(self, key):
        return self._chain("undefer", key)

    def undefer_group(self, name):
        return self._invoke("undeferGroup", name)

    def with_expression(self, key, expression):
        return self._invoke("withExpression", key, expression)

    def selectin_polymorphic(self, classes):
        return self._invoke("selectinPolymorphic", list(classes))

    def options(self, *opts):
        return self._invoke("options", *opts)


def _number(path, *args):
    return wire.construct(path, *args)


def _relationship_option(name):
    def option(*keys, **kw):
        names = {"innerjoin": "innerjoin", "recursion_depth": "recursionDepth", "sql_only": "sqlOnly", "alias": "alias"}
        for key in kw:
            if key not in names:
                raise TypeError(f"{name}() got an unexpected keyword argument '{key}'")
        _configured(keys)
        _refuse_text(keys)
        return wire.make(name, *_with(list(keys), **{names[key]: value or None for key, value in kw.items()}))

    return option


def _configured(keys):
    from .mapping import ensure_configured

    ensure_configured(*keys)


joinedload = _relationship_option("joinedload")
selectinload = _relationship_option("selectinload")
subqueryload = _relationship_option("subqueryload")
immediateload = _relationship_option("immediateload")
lazyload = _relationship_option("lazyload")
noload = _relationship_option("noload")
raiseload = _relationship_option("raiseload")
defaultload = _relationship_option("defaultload")
contains_eager = _relationship_option("containsEager")


def load_only(*attrs, raiseload=False):
    _refuse_text(attrs)
    return wire.make("loadOnly", *_with(list(attrs), raiseload=raiseload or None))


def defer(key, *addl_attrs, raiseload=False):
    _refuse_text([key])
    return wire.make("defer", *_with([key], raiseload=raiseload or None))


def undefer(key, *addl_attrs):
    _refuse_text([key])
    return wire.make("undefer", key)


def undefer_group(name):
    return wire.make("undeferGroup", name)


def selectin_polymorphic(base_cls, classes):
    return wire.make("selectinPolymorphic", base_cls, list(classes))


def with_expression(key, expression):
    return wire.make("withExpression", key, expression)


def with_loader_criteria(
    entity_or_base, where_criteria, loader_only=False, include_aliases=False, propagate_to_loaders=True, track_closure_variables=True
):  # fmt: skip
    options = _options(includeAliases=include_aliases or None)
    if not propagate_to_loaders:
        options.fields["propagateToLoaders"] = False
    return wire.make("withLoaderCriteria", entity_or_base, where_criteria, options)


__all__ = ["Handle"]
