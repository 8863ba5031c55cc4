"""Errors of mutations of roles of a tenant: no word of a field or a thing that the role does not see.

What is refused for a hidden reason is told as such, and no more: a unique value that is taken shows that it is taken.
"""

from typing import Any

from py_api.catalog.model import Class
from py_api.errors import DatabaseError
from py_api.sqlstates import of_value

Entry = dict[str, Any]
# Of the violations of a field that is seen: their rules say nothing of other fields.
_PLAIN = {"type", "required", "min", "max", "minLength", "maxLength", "pattern", "format", "values", "length"}
_HIDDEN = "a rule about what this role does not see is broken"


def entry(error: DatabaseError) -> Entry | None:
    """The entry of `errors`; None for what is not of the data (the tenant is gone, the server is busy)."""
    state, cls = error.sqlstate, None if error.place is None else error.place.cls
    if state == "TB000":  # what the compiler refuses itself
        detail = dict(error.detail)
        return _entry(error.message, error.code or "", error.status or 400, **detail)
    if state == "TB001":
        reported = error.detail if isinstance(error.detail, list) else []
        shown = [_violation(cls, violation) for violation in reported]
        return _entry("the thing breaks rules", "VALIDATION_FAILED", 422, violations=shown)
    if state == "23502":
        return _entry("a required field has no value", "VALIDATION_FAILED", 422, violations=[])
    if state == "23505":
        return _entry("another thing has the same unique value", "UNIQUE_VIOLATION", 409)
    deletes = error.place is None or error.place.kind == "delete"
    if state == "23503" and deletes:
        return _entry("other things refer to it", "FOREIGN_KEY_VIOLATION", 409)
    if state in ("TB061", "23503"):
        return _entry("a reference must name a thing that is there", "INVALID_REFERENCE", 409)
    if (error.place is not None or state[:2] == "22") and (said := of_value(state)) is not None:
        return _entry(said, "INVALID_VALUE", 400)
    if error.code is not None and state not in ("TB042", "TB040", "TB072"):
        return _entry("the write is refused", error.code, error.status or 400)
    return None


def _violation(cls: Class | None, violation: Entry) -> Entry:
    field, rule = violation.get("field"), violation.get("rule")
    if cls is None or field not in cls.fields or rule not in _PLAIN:
        return {"field": None, "rule": None, "message": _HIDDEN, "path": ["input"]}
    return {"field": field, "rule": rule, "message": violation.get("message"), "path": ["input", field]}


def _entry(message: str, code: str, status: int, **extensions: Any) -> Entry:
    stated = {key: value for key, value in extensions.items() if value is not None}
    return {"message": message, "extensions": {"code": code, "status": status, **stated}}
