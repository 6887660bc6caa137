"""Errors of the engine as the exceptions that SQLAlchemy raises."""

import builtins
import warnings

from .. import exc
from . import wire


class DriverError(Exception):
    """What the database's driver raised; its subclasses are named as those of ``sqlite3``."""


def _driver_class(name):
    return type(name, (DriverError,), {"__module__": "sqlite3"})


_DRIVER_CLASSES = {
    name: _driver_class(name)
    for name in (
        "IntegrityError",
        "OperationalError",
        "ProgrammingError",
        "InterfaceError",
        "DataError",
        "InternalError",
        "NotSupportedError",
        "DatabaseError",
    )
}


class ProgramStopped(BaseException):
    """The host has stopped the program: it met a limit, or all that was wanted of it is known."""


def _class_named(name):
    found = getattr(exc, name, None)
    if found is None:
        from ..orm import exc as orm_exc

        found = getattr(orm_exc, name, None)
    if found is None:
        found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def exception_of(error):
    """The exception for an error as the bridge describes it."""
    number = error.get("p")
    if number is not None:
        return wire.kept_exception(number)
    made = _made(error)
    made._kept = error["kept"]
    return made


def _made(error):
    name, message = error["name"], error["message"]
    if name.startswith("js:"):
        return _defect(name[3:], message)
    cls = _class_named(name)
    if cls is None:
        return exc.SQLAlchemyError(message)
    if issubclass(cls, exc.StatementError):
        return _statement_error(cls, error)
    if name == "KeyError":
        return cls(_key(message))
    if not issubclass(cls, exc.SQLAlchemyError):
        return cls(message)
    made = cls(message)
    code = error.get("code")
    if code is not None:
        made.code = code
    elif "https://sqlalche.me/" in message:
        made.code = None
    return made


def _key(text):
    """The key that a message shows as ``repr`` does."""
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1]
    return text


def _defect(name, message):
    if name == "MissingFeature":
        return exc.NotSupportedHere(f"{message} is not supported here.")
    if name in ("LimitReached", "Answered", "Stopped"):
        return ProgramStopped(message)
    if name in ("TypeError", "ReferenceError", "Error"):
        return exc.NotSupportedHere(f"This use of SQLAlchemy is not supported here: {message}")
    return ProgramStopped(f"{name}: {message}")


def _statement_error(cls, error):
    orig = error.get("orig")
    raised = None
    if orig is not None:
        if orig.get("p") is not None:
            raised = wire.kept_exception(orig["p"])
        elif issubclass(cls, exc.DBAPIError):
            raised = _DRIVER_CLASSES.get(cls.__name__, DriverError)(orig["message"])
        else:
            raised = (_class_named(orig["name"]) or Exception)(orig["message"])
    message = error["message"].split("\n[SQL:", 1)[0]
    params = wire.decode(error.get("params"))
    made = cls(message, error.get("statement"), params, raised)
    code = error.get("code")
    if code is not None:
        made.code = code
    made.__cause__ = raised
    return made


wire.exception_of = exception_of


_CATEGORIES = {
    name: getattr(exc, name)
    for name in ("SAWarning", "SADeprecationWarning", "LegacyAPIWarning", "MovedIn20Warning", "SAPendingDeprecationWarning")
}
_told = False


def hear_warning(message, category, code):
    """A warning of the engine's, which the trace hears of by itself."""
    global _told
    cls = _CATEGORIES.get(category, exc.SAWarning)
    made = cls(message, code=code) if issubclass(cls, exc.HasDescriptionCode) else cls(message)
    _told = True
    try:
        warn_at_user(made)
    finally:
        _told = False


def warn_at_user(warning):
    """Warns, at the line of user code that runs."""
    from .program import FILENAME, current_line, globals_of_program

    names = globals_of_program()
    registry = names.setdefault("__warningregistry__", {})
    warnings.warn_explicit(warning, None, FILENAME, current_line() or 1, names.get("__name__"), registry)


def show_warning(message, category, filename, lineno, file=None, line=None):
    """In place of ``warnings.showwarning``: a warning goes into the trace, once."""
    if not _told:
        wire.js.tellWarning(str(message), category.__name__)
