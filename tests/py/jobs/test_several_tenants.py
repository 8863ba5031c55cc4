"""Jobs of several tenants: none waits for another tenant's transaction, the oldest comes first, and looking costs nothing for the idle."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.config import JobLimits
from py_api.core import jobs
from py_api.database import connect as open_database
from tests.conftest import TENANT_PASSWORD
from tests.support import servers

from .conftest import Large

pytestmark = pytest.mark.once

Database = psycopg.Connection[Any]
Connect = Callable[..., Database]
LIMITS = JobLimits(workers=2, wait_seconds=0.3)


@pytest.fixture
def other(db: Database, connect: Connect) -> Any:
    """A second tenant with a large table; its slug comes first in the alphabet."""
    slug = f"a{time.time_ns():x}"
    db.execute("select thing.create_tenant(slug => %s, password => %s)", (slug, TENANT_PASSWORD))
    yield Large(db, slug, connect)
    db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


def claim(connect: Connect) -> tuple[str, int] | None:
    worker = connect()
    worker.execute("set role thing_owner")
    found = worker.execute("select tenant, job from thing.claim_job()").fetchone()
    return found and (found[0], found[1])


async def watch(server: servers.Server, until: Callable[[], bool]) -> list[jobs.Outcome]:
    told: list[jobs.Outcome] = []
    task = asyncio.create_task(jobs.watch(servers.asyncpg_url(server.url), None, told.append, LIMITS))
    end = time.monotonic() + 20
    while not until():
        assert time.monotonic() < end, told
        await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return told


def test_the_oldest_first_and_one_a_tenant(large: Large, other: Large, connect: Connect) -> None:
    large.alter("name", indexed=True)
    other.alter("name", indexed=True)
    other.alter("n", indexed=True)
    first, second = claim(connect), claim(connect)
    assert (first or [None])[0] == large.tenant, "it has been due longer, whatever the alphabet says"
    assert (second or [None])[0] == other.tenant
    assert claim(connect) is None, "a tenant has one job at a time"


def test_idle_tenants_cost_nothing(large: Large, db: Database, connect: Connect) -> None:
    large.alter("name", indexed=True)
    large.work()
    assert claim(connect) is None
    assert db.execute("select * from thing.job_queue").fetchall() == []


def test_an_open_transaction_holds_up_no_other_tenant(
    large: Large, other: Large, connect: Connect, server: servers.Server
) -> None:
    blocker = connect(other.tenant)
    with blocker.transaction():
        blocker.execute("set transaction isolation level repeatable read")
        blocker.execute("select count(*) from tc_item")
        large.alter("name", indexed=True)  # CREATE INDEX CONCURRENTLY waits for every older snapshot
        large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"required": True}})

        def got_on() -> bool:
            states = [(state, error) for state, error, _ in large.jobs().values()]
            return any(s == "done" for s, _ in states) and any(s == "queued" and e for s, e in states)

        told = asyncio.run(watch(server, got_on))
        put_back = [outcome for outcome in told if outcome.state == "queued"]
        assert "lock timeout" in str([outcome.error for outcome in put_back])
        invalid = large.one(
            "select count(*) from pg_index x join pg_class c on c.oid = x.indexrelid"
            " where not x.indisvalid and c.relnamespace = %s::regnamespace",
            large.schema,
        )
        assert invalid == 0, "what is put back leaves nothing to keep up"
    large.db.execute(f"update {large.schema}.thing_jobs set run_after = now() where state = 'queued'")
    large.db.execute("update thing.job_queue set due_at = now()")
    asyncio.run(watch(server, lambda: all(state == "done" for state, _, _ in large.jobs().values())))


def test_who_comes_later_does_not_wait_behind_a_blocked_job(
    large: Large, other: Large, connect: Connect, server: servers.Server
) -> None:
    """One worker alone: the blocked tenant gives it back."""
    blocker = connect(large.tenant)
    with blocker.transaction():
        blocker.execute("select count(*) from tc_item")
        large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"unique": True}})
        other.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"required": True}})
        told: list[jobs.Outcome] = []

        async def work() -> None:
            async with open_database(servers.asyncpg_url(server.url)) as database:
                await jobs.run_due(database, None, told.append, LIMITS)

        asyncio.run(asyncio.wait_for(work(), 10))
        assert [(o.tenant, o.state) for o in told] == [(large.tenant, "queued"), (other.tenant, "done")]
