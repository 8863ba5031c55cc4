"""Why a subscription ends, as entries of `errors`."""

from typing import Any

from py_api.compiler.operation import RequestError
from py_api.database import TOOK_TOO_LONG
from py_api.engine import error_mapping
from py_api.errors import ApiError, DatabaseError
from py_api.sqlstates import of_value


def with_detail(error: DatabaseError) -> dict[str, Any]:
    """RESYNC and the like, with their detail (the cursor to begin again from)."""
    entry = error_mapping.general_entry(error)
    if isinstance(error.detail, dict):
        entry["extensions"] |= error.detail
    return entry


def unservable(error: DatabaseError) -> dict[str, Any]:
    """What a subscription's own values or selection make impossible."""
    if error.sqlstate == TOOK_TOO_LONG:
        hint = "Ask for less (fewer wildcards, references, lists), and subscribe again after the last cursor."
        return ApiError(
            "the subscription's filter or selection takes too long", "SUBSCRIPTION_TOO_SLOW", 400, hint=hint
        ).as_json()
    if error.sqlstate[:2] == "22":
        return {"message": of_value(error.sqlstate), "extensions": {"code": "INVALID_VALUE"}}
    return error_mapping.general_entry(error)


def schema_changed(error: RequestError | ApiError) -> dict[str, Any]:
    errors = error.errors if isinstance(error, RequestError) else [error.as_json()]
    hint = "Subscribe again, with what the schema has now, after the last cursor."
    message = f"the schema has changed: {errors[0]['message']}"
    return {"message": message, "extensions": {"code": "SCHEMA_CHANGED", "errors": errors, "hint": hint}}
