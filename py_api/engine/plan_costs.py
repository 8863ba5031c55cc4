"""Queries that PostgreSQL's planner expects to be dear are refused, where the tenant has a limit of that."""

from collections.abc import Sequence
from typing import Any

from py_api import json_text
from py_api.database import Connection, statement
from py_api.errors import ApiError


async def check(connection: Connection, sql: str, params: Sequence[Any], most: float) -> None:
    """Before the statement is run, with these parameters. Errors: PLAN_COST."""
    text = await connection.fetch_json(statement("explain_cost").format(statement=sql), params)
    assert text is not None
    cost = json_text.loads(text)[0]["Plan"]["Total Cost"]
    if cost > most:
        raise ApiError(
            f"PostgreSQL expects the query to cost {cost:.0f}, more than {most:.0f}",
            "PLAN_COST",
            cost=round(cost),
            limit=round(most),
            hint="Filter and sort by indexed fields, ask for smaller pages, or leave out totals; or ask who runs the "
            "server for an index, or a higher plan_cost.",
        )
