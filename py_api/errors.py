"""What may go wrong in a way that a person can act on. Everything else is a bug and keeps its traceback."""

from typing import Any


class Failure(Exception):
    """Told to the user as message and hint, without a traceback.

    exit_code is the process's: 1 the request was refused, 3 something that it needs is not there.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def as_json(self) -> dict[str, Any]:
        return {"code": None, "message": self.message, "detail": None, "hint": self.hint}


class Unavailable(Failure):
    """A server, a folder or a program that is needed is missing."""

    exit_code = 3


class DatabaseError(Failure):
    """The database said no. sqlstate is PostgreSQL's or of our class TB; code is thing.error_codes.code or None.

    status is the HTTP status of our own codes. detail is the parsed JSON of our own errors, else text or None.
    position counts characters of the statement, from 1. constraint, table, column: as PostgreSQL names them.
    routine: the function of its source that raised it. Decide by these: a message may be in any language.
    place: what was being written, where the caller says so (compiler.mutation.Target); key: for which root field.
    """

    place: Any = None
    key: str | None = None

    def __init__(
        self,
        message: str,
        *,
        sqlstate: str,
        code: str | None = None,
        status: int | None = None,
        detail: Any = None,
        hint: str | None = None,
        position: int | None = None,
        constraint: str | None = None,
        table: str | None = None,
        column: str | None = None,
        routine: str | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.sqlstate = sqlstate
        self.code = code
        self.status = status
        self.detail = detail
        self.position = position
        self.constraint = constraint
        self.table = table
        self.column = column
        self.routine = routine

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "code": self.code, "sqlstate": self.sqlstate, "detail": self.detail}


class Disconnected(Unavailable):
    """The connection to PostgreSQL broke before the answer came: what was asked may or may not have happened.

    undone: it has not, for certain.
    """

    undone = False


class ShutOut(Disconnected):
    """The same, and why is known: the tenant was suspended, renamed or dropped."""


class ApiError(Failure):
    """An error for a client of the API: code is extensions.code, status the HTTP status, extensions all else."""

    def __init__(
        self, message: str, code: str, status: int = 400, *, hint: str | None = None, **extensions: Any
    ) -> None:
        super().__init__(message, hint)
        self.code = code
        self.status = status
        self.extensions = extensions

    def as_json(self) -> dict[str, Any]:
        """An entry of a GraphQL response's `errors`."""
        hint = {} if self.hint is None else {"hint": self.hint}
        return {"message": self.message, "extensions": {"code": self.code, **self.extensions, **hint}}


class TokenMissing(ApiError):
    """No token came, where one is needed; every other 401 is about a token that did."""


class FieldError(ApiError):
    """An error of one field, of an operation that is valid: the others are answered (GraphQL's execution error).

    key: the response name of the root field, where the raiser knows it; locations of it, or of the value.
    inside: where in a value that is a list or an object.
    """

    key: str | None = None
    locations: list[dict[str, int]] = []  # noqa: RUF012 - replaced, never changed
    inside: tuple[str | int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        places = {"locations": self.locations} if self.locations else {}
        return {**super().as_json(), **places}


class TenantChanged(ApiError):
    """The tenant was suspended, renamed or dropped while a request ran. Later requests get an error that says which."""


def tenant_changed() -> TenantChanged:
    return TenantChanged("the tenant was suspended, renamed or dropped meanwhile", "TENANT_CHANGED", 503)


def tenant_moved() -> TenantChanged:
    return TenantChanged("the tenant moved to another server meanwhile", "TENANT_CHANGED", 503)


def resync_after_move() -> ApiError:
    hint = "Read the current state and go on from a new cursor."
    return ApiError("the tenant moved to another server", "RESYNC", 410, hint=hint)


def cut_off() -> ApiError:
    """For what had begun."""
    text = "the tenant was suspended, renamed or dropped meanwhile: this may or may not have been done"
    return ApiError(text, "TENANT_CHANGED", 503)
