"""Exceptions ("Core Exceptions")."""

_CODE_LINK = "(Background on this error at: https://sqlalche.me/e/20/%s)"


class HasDescriptionCode:
    code = None

    def __init__(self, *arg, **kw):
        code = kw.pop("code", None)
        if code is not None:
            self.code = code
        super().__init__(*arg, **kw)

    def _code_str(self):
        return "" if not self.code else _CODE_LINK % self.code

    def __str__(self):
        message = super().__str__()
        if self.code:
            message = f"{message} {self._code_str()}"
        return message


class SQLAlchemyError(HasDescriptionCode, Exception):
    def _message(self):
        if len(self.args) == 1:
            arg = self.args[0]
            return arg if isinstance(arg, str) else str(arg)
        return str(self.args)

    def _sql_message(self):
        message = self._message()
        return f"{message} {self._code_str()}" if self.code else message

    def __str__(self):
        return self._sql_message()


class EmulatedDBAPIException(Exception):
    pass


class ArgumentError(SQLAlchemyError):
    pass


class DuplicateColumnError(ArgumentError):
    pass


class ConstraintColumnNotFoundError(ArgumentError):
    pass


class ObjectNotExecutableError(ArgumentError):
    def __init__(self, target):
        super().__init__(target if isinstance(target, str) else f"Not an executable object: {target!r}")
        self.target = target


class NoSuchModuleError(ArgumentError):
    pass


class NoForeignKeysError(ArgumentError):
    pass


class AmbiguousForeignKeysError(ArgumentError):
    pass


class CircularDependencyError(SQLAlchemyError):
    def __init__(self, message, cycles=(), edges=(), msg=None, code=None):
        super().__init__(msg or message, code=code)
        self.cycles = cycles
        self.edges = edges


class CompileError(SQLAlchemyError):
    pass


class UnsupportedCompilationError(CompileError):
    code = "l7de"


class IdentifierError(SQLAlchemyError):
    pass


class DisconnectionError(SQLAlchemyError):
    pass


class TimeoutError(SQLAlchemyError):
    pass


class InvalidRequestError(SQLAlchemyError):
    pass


class IllegalStateChangeError(InvalidRequestError):
    pass


class NoInspectionAvailable(InvalidRequestError):
    pass


class PendingRollbackError(InvalidRequestError):
    pass


class ResourceClosedError(InvalidRequestError):
    pass


class NoSuchColumnError(InvalidRequestError, KeyError):
    pass


class AwaitRequired(InvalidRequestError):
    code = "xd1r"


class MissingGreenlet(InvalidRequestError):
    code = "xd2s"


class NoResultFound(InvalidRequestError):
    pass


class MultipleResultsFound(InvalidRequestError):
    pass


class NoReferenceError(InvalidRequestError):
    table_name = None


class NoReferencedTableError(NoReferenceError):
    pass


class NoReferencedColumnError(NoReferenceError):
    pass


class NoSuchTableError(InvalidRequestError):
    pass


class UnreflectableTableError(InvalidRequestError):
    pass


class UnboundExecutionError(InvalidRequestError):
    pass


class DontWrapMixin:
    pass


class StatementError(SQLAlchemyError):
    """A statement that failed on its way to the database or in it."""

    statement = None
    params = None
    orig = None
    hide_parameters = False
    ismulti = None
    connection_invalidated = False

    def __init__(self, message, statement=None, params=None, orig=None, hide_parameters=False, code=None, ismulti=None):
        super().__init__(message, code=code)
        self.statement = statement
        self.params = params
        self.orig = orig
        self.ismulti = ismulti
        self.detail = []

    def add_detail(self, msg):
        self.detail.append(msg)

    def _sql_message(self):
        details = [self._message()]
        if self.statement:
            details.append(f"[SQL: {self.statement}]")
            if self.params:
                from ._facade.parameters import parameters_text

                details.append(f"[parameters: {parameters_text(self.params, self.ismulti)}]")
        if self.code:
            details.append(self._code_str())
        return "\n".join([f"({detail})" for detail in self.detail] + details)


class DBAPIError(StatementError):
    """An error that the database itself reported."""

    code = "dbapi"


class InterfaceError(DBAPIError):
    code = "rvf5"


class DatabaseError(DBAPIError):
    code = "4xp6"


class DataError(DatabaseError):
    code = "9h9h"


class OperationalError(DatabaseError):
    code = "e3q8"


class IntegrityError(DatabaseError):
    code = "gkpj"


class InternalError(DatabaseError):
    code = "2j85"


class ProgrammingError(DatabaseError):
    code = "f405"


class NotSupportedError(DatabaseError):
    code = "tw8g"


class SATestSuiteWarning(Warning):
    pass


class SADeprecationWarning(HasDescriptionCode, DeprecationWarning):
    deprecated_since = None


class Base20DeprecationWarning(SADeprecationWarning):
    deprecated_since = "1.4"

    def __str__(self):
        return f"{super().__str__()} (Background on SQLAlchemy 2.0 at: https://sqlalche.me/e/b8d9)"


class LegacyAPIWarning(Base20DeprecationWarning):
    pass


class MovedIn20Warning(Base20DeprecationWarning):
    pass


class SAPendingDeprecationWarning(PendingDeprecationWarning):
    deprecated_since = None


class SAWarning(HasDescriptionCode, RuntimeWarning):
    _what_are_we = "warning"


class NotSupportedHere(SQLAlchemyError, NotImplementedError):
    """Something of SQLAlchemy's that is not there in this place. The message says what is, where there is something."""
