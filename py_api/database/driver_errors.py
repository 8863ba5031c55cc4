"""PostgreSQL's errors as ours."""

from contextlib import suppress

import asyncpg

from py_api import json_text
from py_api.errors import DatabaseError, Disconnected


def refusal(error: asyncpg.PostgresError) -> DatabaseError:
    """What PostgreSQL said, without the code that thing.error_codes gives."""
    state, detail = error.sqlstate or "XX000", error.detail
    if state.startswith("TB"):
        with suppress(ValueError):  # somebody's own error of our class: its text is shown as it is
            detail = json_text.loads(detail) if detail else None
    return DatabaseError(
        str(error.args[0]),
        sqlstate=state,
        detail=detail,
        hint=error.hint,
        position=int(error.position) if error.position else None,
        constraint=error.constraint_name,
        table=error.table_name,
        column=error.column_name,
        routine=error.server_source_function,
    )


def disconnected(error: BaseException) -> Disconnected:
    return Disconnected(f"the connection to PostgreSQL broke: {error}", "Is the server still there?")
