"""Declarative mapping, where it was before 2.0."""

from ..orm import DeclarativeMeta, as_declarative, declared_attr, has_inherited_table, synonym_for  # noqa: F401
from ..orm import declarative_base as _declarative_base


def declarative_base(*args, **kw):
    from .._facade.errors import warn_at_user
    from ..exc import MovedIn20Warning

    warn_at_user(
        MovedIn20Warning(
            "The ``declarative_base()`` function is now available as sqlalchemy.orm.declarative_base(). (deprecated since: 2.0)"
        )
    )
    return _declarative_base(*args, **kw)


class ConcreteBase:
    """Selects a class from the union of its table and those of its concrete subclasses."""


class AbstractConcreteBase(ConcreteBase):
    def __init_subclass__(cls, **kw):
        from ..exc import NotSupportedHere

        raise NotSupportedHere("AbstractConcreteBase is not supported here. Use ConcreteBase.")


class DeferredReflection:
    def __init_subclass__(cls, **kw):
        from ..exc import NotSupportedHere

        raise NotSupportedHere("DeferredReflection is not supported here. Use automap_base() or Table(autoload_with=engine).")
