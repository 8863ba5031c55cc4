"""Error responses: what a client gets when something went wrong, over any transport."""

import logging
from dataclasses import dataclass
from typing import Any

from py_api import json_text
from py_api.compiler.operation import RequestError
from py_api.engine import error_mapping
from py_api.engine.request import Answer
from py_api.errors import ApiError, DatabaseError, Disconnected, ShutOut, TokenMissing, Unavailable, cut_off
from py_api.logs import reason
from py_api.sqlstates import log_once

_UNREACHABLE = "the database cannot be reached"
_LOST = "the connection to the database broke: this may or may not have been done"

_log = logging.getLogger("thingbase.http")


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """status: of HTTP, for the strict media type; errors: entries of a response's `errors`.

    token_missing: it is about a token that did not come.
    """

    status: int
    code: str
    errors: list[dict[str, Any]]
    token_missing: bool = False

    @property
    def retry_after(self) -> int | None:
        """Seconds after which the client may try again, where that is known."""
        seconds: int | None = self.errors[0]["extensions"].get("retryAfter")
        return seconds

    @classmethod
    def of(cls, answer: Answer) -> "ErrorResponse":
        """What an answer says that was not executed."""
        errors = json_text.loads(answer.body)["errors"]
        return cls(answer.status, errors[0]["extensions"]["code"], errors)


def error_response(error: Exception, request_id: str) -> ErrorResponse:
    """The response for an error. An unexpected one is logged, with the id that the client gets."""
    match error:
        case ApiError():
            return ErrorResponse(error.status, error.code, [error.as_json()], isinstance(error, TokenMissing))
        case RequestError():
            return ErrorResponse(error.status, error.errors[0]["extensions"]["code"], error.errors)
        case DatabaseError():
            entry = error_mapping.general_entry(error)
            return ErrorResponse(entry["extensions"]["status"], entry["extensions"]["code"], [entry])
        case ShutOut():
            return error_response(cut_off(), request_id)
        case Unavailable():
            log_once("08000", reason(error))
            text = _LOST if isinstance(error, Disconnected) and not error.undone else _UNREACHABLE
            return error_response(ApiError(text, "DATABASE_UNAVAILABLE", 503), request_id)
        case _:
            _log.error("unexpected error", exc_info=error)
            return error_response(ApiError("unexpected error", "INTERNAL", 500, id=request_id), request_id)


def headers_for(failed: ErrorResponse) -> list[tuple[bytes, bytes]]:
    """The HTTP headers that go with it."""
    if failed.status == 401:
        invalid = b"" if failed.token_missing else b' error="invalid_token"'
        return [(b"www-authenticate", b"Bearer" + invalid)]
    if failed.retry_after is not None:
        return [(b"retry-after", b"%d" % failed.retry_after)]
    return {
        405: [(b"allow", b"GET, POST")],
        413: [(b"connection", b"close")],  # the rest of the body is not waited for
        415: [(b"accept-encoding", b"gzip")],
        503: [(b"retry-after", b"1")],
    }.get(failed.status, [])
