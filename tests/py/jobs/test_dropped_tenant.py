"""A tenant that is dropped under a worker takes its jobs along, and nothing else."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from psycopg import errors

from py_api import jobs
from py_api.database import connect as open_database
from tests.support import servers

from .conftest import Large

Database = psycopg.Connection[Any]


def waits_for_a_lock(db: Database, pid: int) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        found = db.execute("select wait_event_type = 'Lock' from pg_stat_activity where pid = %s", (pid,)).fetchone()
        if found and found[0]:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("named", [False, True])
def test_looking_for_jobs_while_a_tenant_is_dropped(
    db: Database, tenant: str, connect: Callable[..., Database], named: bool
) -> None:
    worker = connect()
    with ThreadPoolExecutor() as threads:
        with db.transaction():
            db.execute("select thing.drop_tenant(%s, %s)", (tenant, tenant))
            claimed = threads.submit(worker.execute, "select * from thing.claim_job(%s)", (tenant if named else None,))
            assert waits_for_a_lock(db, worker.info.backend_pid)
        if named:
            with pytest.raises((errors.UndefinedTable, errors.InvalidSchemaName)):
                claimed.result(10)
        else:
            assert claimed.result(10).fetchall() == []


def test_a_job_of_a_dropped_tenant_is_told(large: Large, server: servers.Server) -> None:
    large.migrate({"op": "alter_field", "class": "Item", "field": "name", "set": {"indexed": True}})
    told: list[jobs.Outcome] = []

    async def work() -> None:
        async with open_database(servers.asyncpg_url(server.url)) as database:
            claim = database.rows

            async def claim_and_drop(query: str, *arguments: object) -> Any:
                rows = await claim(query, *arguments)
                if rows:
                    large.db.execute("select thing.drop_tenant(%s, %s)", (large.tenant, large.tenant))
                return rows

            database.rows = claim_and_drop  # type: ignore[method-assign]
            await jobs.run_due(database, None, told.append)

    asyncio.run(work())
    assert [(outcome.tenant, outcome.state) for outcome in told] == [(large.tenant, "dropped")]
