"""Exceptions of the ORM ("ORM Exceptions")."""

from ..exc import ArgumentError, InvalidRequestError, MultipleResultsFound, NoResultFound, SQLAlchemyError  # noqa: F401

NO_STATE = (AttributeError, KeyError)


class StaleDataError(SQLAlchemyError):
    pass


ConcurrentModificationError = StaleDataError


class FlushError(SQLAlchemyError):
    pass


class MappedAnnotationError(ArgumentError):
    pass


class UnmappedError(InvalidRequestError):
    pass


class UnmappedInstanceError(UnmappedError):
    def __init__(self, obj, msg=None):
        if not isinstance(obj, str) and msg is None:
            cls = type(obj)
            name = f"{cls.__module__}.{cls.__name__}"
            msg = f"Class '{name}' is not mapped"
            if isinstance(obj, type):
                msg = (
                    f"Class '{name}' is not mapped; was a class ({obj.__module__}.{obj.__name__}) supplied where an instance was required?"
                )
        super().__init__(msg or obj)


class UnmappedClassError(UnmappedError):
    def __init__(self, cls, msg=None):
        super().__init__(msg or (cls if isinstance(cls, str) else f"Class '{cls.__module__}.{cls.__name__}' is not mapped"))


class UnmappedColumnError(InvalidRequestError):
    pass


class ObjectDereferencedError(SQLAlchemyError):
    pass


class DetachedInstanceError(SQLAlchemyError):
    code = "bhk3"


class ObjectDeletedError(InvalidRequestError):
    pass


class LoaderStrategyException(InvalidRequestError):
    pass
