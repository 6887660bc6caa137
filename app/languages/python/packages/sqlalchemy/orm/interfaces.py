"""Directions of relationships, and names that extensions import."""

from .._facade.wire import Symbol

ONETOMANY = Symbol("ONETOMANY")
MANYTOONE = Symbol("MANYTOONE")
MANYTOMANY = Symbol("MANYTOMANY")
DIRECTIONS = {"one-to-many": ONETOMANY, "many-to-one": MANYTOONE, "many-to-many": MANYTOMANY}
EXT_CONTINUE = Symbol("EXT_CONTINUE")
EXT_STOP = Symbol("EXT_STOP")


class PropComparator:
    """Comparators of one's own are not taken over by the engine."""


class MapperProperty:
    pass


class UserDefinedOption:
    pass
