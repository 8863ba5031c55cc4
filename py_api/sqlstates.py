"""What PostgreSQL's own SQLSTATEs mean to a client, where that does not depend on what was being done: one table.

Complete for the classes 08, 53, 54, 57 and 58 (tests/py/http/test_sqlstates.py compares it with PostgreSQL's list).
"""

import logging
import time
from collections.abc import Mapping
from typing import NamedTuple

QUIET_SECONDS = 60.0  # without it, after which a state is news again

_log = logging.getLogger("thingbase.database")

# What a statement fails with when the tables are no longer what it was compiled for.
STALE = {"42703", "42P01", "42501", "42883", "42704", "42804", "0A000"}

# The same of a tenant that has moved to another server: its schema, or its row, is not there any more.
MOVED_AWAY = STALE | {"3F000", "TB040", "TB042", "TB044", "TB049"}


class Meaning(NamedTuple):
    """for_operators: the operator must know, so it is logged."""

    code: str
    status: int
    message: str
    hint: str | None = None
    for_operators: bool = False


_LESS, _AGAIN, _LATER = "Ask for less at a time.", "Send the operation again.", "Try again later."
_CONFLICT = Meaning("CONFLICT", 409, "another operation changed the same things", _AGAIN)
_LOST = Meaning("DATABASE_UNAVAILABLE", 503, "the connection to the database broke: this may or may not have been done")
_AWAY = Meaning("DATABASE_UNAVAILABLE", 503, "the database cannot be reached", _LATER)
_FILES = Meaning("STORAGE_FAILED", 500, "the database server could not read or write its files", None, True)
_DAMAGED = Meaning("STORAGE_FAILED", 500, "the database server found damaged data", None, True)

MEANINGS: Mapping[str, Meaning] = {
    "08000": _LOST,
    "08001": _AWAY,
    "08003": _LOST,
    "08004": _AWAY,
    "08006": _LOST,
    "08007": _LOST,
    "08P01": _LOST,
    "21000": Meaning("UNIQUE_VIOLATION", 409, "several things have the same key", "Send each thing once."),
    "25006": Meaning("READ_ONLY", 503, "the database takes no writes at present", _LATER, True),
    "25P03": Meaning("TIMEOUT", 504, "the operation took too long and was stopped", _LESS),
    "25P04": Meaning("TIMEOUT", 504, "the operation took too long and was stopped", _LESS),
    "40000": _CONFLICT,
    "40001": _CONFLICT,
    "40002": _CONFLICT,
    "40003": _LOST,
    "40P01": _CONFLICT,
    "42501": Meaning("FORBIDDEN", 403, "this role may not do that"),
    "42P10": Meaning("SCHEMA_BUSY", 503, "the unique key is still being built", _LATER),
    "53000": Meaning("SERVER_BUSY", 503, "the database server lacks what the operation needs", _LATER, True),
    "53100": Meaning("DISK_FULL", 503, "the database server's disk is full: nothing was changed", _LATER, True),
    "53200": Meaning("SERVER_BUSY", 503, "the database server has no memory left for the operation", _LESS, True),
    "53300": Meaning("SERVER_BUSY", 503, "the database server takes no more connections", _LATER, True),
    "53400": Meaning("RESOURCE_LIMIT", 503, "the operation needs more than the tenant may use", _LESS),
    "54000": Meaning("RESOURCE_LIMIT", 503, "the operation passes a limit of the database", _LESS),
    "54001": Meaning("RESOURCE_LIMIT", 503, "the operation is too complex", _LESS),
    "54011": Meaning("RESOURCE_LIMIT", 503, "the operation reads or writes too many fields at once", _LESS),
    "54023": Meaning("RESOURCE_LIMIT", 503, "the operation has too many values at once", _LESS),
    "55006": Meaning("SCHEMA_BUSY", 503, "what the operation needs is in use", _LATER),
    "55P03": Meaning("LOCK_TIMEOUT", 503, "other operations hold the same things for too long", _AGAIN),
    "57000": _AWAY,
    "57014": Meaning("TIMEOUT", 504, "the operation took too long and was stopped", _LESS),
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": _AWAY,
    "57P04": Meaning("DATABASE_UNAVAILABLE", 503, "the database is gone", None, True),
    "57P05": _LOST,
    "58000": _FILES,
    "58030": _FILES,
    "58P01": _FILES,
    "58P02": _FILES,
    "58P03": _FILES,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}  # fmt: skip
TOO_LONG = "54000"  # of a value that is written: for its index, or for a row
# What the reading of a value raises -> what is wrong with it. Of class 22, what is not here is of its "22".
VALUES: Mapping[str, str] = {
    "22": "a value does not fit its type",
    "22000": "a range ends before it begins",
    "22003": "a number is out of range",
    "22007": "a value is not a date or a time",
    "22008": "a date or a time is out of range",
    "22012": "a division by zero",
    "22021": "a text cannot hold the character U+0000",
    "22025": "a pattern ends with a single backslash",
    "22P05": "a text cannot hold the character U+0000",
    "2201B": "a regular expression is malformed",
    "42601": "a path or its pattern is malformed",
    "42622": "a label of a path is too long",
    "XX000": "a geometry is malformed",
}


def of_value(state: str) -> str | None:
    """What is said of a value that raises this; None where it is not of a value."""
    return VALUES.get(state) or VALUES.get(state[:2])


_seen: dict[str, float] = {}


def log_once(state: str, message: str) -> None:
    """One line a state, however many requests meet it: again when it comes back after a while."""
    now = time.monotonic()
    last = _seen.get(state)
    _seen[state] = now
    if last is None or now - last > QUIET_SECONDS:
        _log.error("PostgreSQL says %s: %s (told once while it lasts)", state, message)


def meaning(state: str, message: str) -> Meaning | None:
    """What is told, logged where operators must know. message: PostgreSQL's."""
    known = MEANINGS.get(state)
    if known is not None and known.for_operators:
        log_once(state, message)
    return known
