"""A tenant that is dropped under a worker takes its jobs along, and nothing else."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.core import jobs
from py_api.database import connect as open_database
from tests.support import servers

from .conftest import Large

pytestmark = pytest.mark.once

Database = psycopg.Connection[Any]


@pytest.mark.parametrize("named", [False, True])
def test_looking_for_jobs_while_a_tenant_is_dropped(
    large: Large, connect: Callable[..., Database], named: bool
) -> None:
    large.alter("name", indexed=True)
    worker = connect()
    worker.execute("set statement_timeout = '5s'")
    with large.db.transaction():
        large.db.execute("select thing.drop_tenant(%s, %s)", (large.tenant, large.tenant))
        tenant = large.tenant if named else None
        assert worker.execute("select * from thing.claim_job(%s)", (tenant,)).fetchall() == [], "it does not wait"


def test_a_job_of_a_dropped_tenant_is_told(large: Large, server: servers.Server) -> None:
    large.migrate({"op": "alter_field", "class": "Item", "field": "name", "set": {"indexed": True}})
    told: list[jobs.Outcome] = []

    async def work() -> None:
        async with open_database(servers.asyncpg_url(server.url)) as database:
            claim = database.rows

            async def claim_and_drop(query: str, *arguments: object) -> Any:
                rows = await claim(query, *arguments)
                if query == "claim_job" and rows:
                    large.db.execute("select thing.drop_tenant(%s, %s)", (large.tenant, large.tenant))
                return rows

            database.rows = claim_and_drop  # type: ignore[method-assign]
            await jobs.run_due(database, None, told.append)

    asyncio.run(work())
    assert [(outcome.tenant, outcome.state) for outcome in told] == [(large.tenant, "dropped")]
