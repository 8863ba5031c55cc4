"""The watchdog ends transactions of tenants that hold up others, and leaves the others alone."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from py_api.config import JobLimits
from py_api.core import watchdog
from py_api.database import connect as open_database
from py_api.database import statement
from tests.support import servers
from tests.support.waiting import until

from .conftest import Large

Database = psycopg.Connection[Any]
Connect = Callable[..., Database]


def look(server: servers.Server, **limits: float) -> int:
    async def once() -> int:
        async with open_database(servers.asyncpg_url(server.url)) as database:
            bounds = {"blocking_seconds": 3600.0, "transaction_seconds": 3600.0, "notify_queue": 1.0, **limits}
            bounds = {"grace_seconds": 0.1, "cancel_seconds": 3600.0, **bounds}
            return await watchdog.look(database, JobLimits(**bounds))  # type: ignore[arg-type]

    return asyncio.run(once())


def opened(connect: Connect, tenant: str | None) -> Database:
    """A transaction that has lasted for more than a second."""
    session = connect(tenant)
    session.execute("begin")
    session.execute("select count(*) from tc_item" if tenant else "select 1")
    time.sleep(1.1)
    return session


def ended(session: Database) -> bool:
    try:
        session.execute("select 1")
    except psycopg.OperationalError:
        return True
    return False


def test_old_transactions_of_tenants_end(
    large: Large, connect: Connect, server: servers.Server, caplog: pytest.LogCaptureFixture
) -> None:
    ours, theirs = connect(), opened(connect, large.tenant)
    ours.execute("begin")
    ours.execute("select 1")
    time.sleep(1.1)
    assert look(server) == 0, "there is time"
    with caplog.at_level(logging.WARNING, "thingbase.watchdog"):
        assert look(server, transaction_seconds=1) == 1
    assert f"tenant {large.tenant} (role tenant_{large.tenant}" in caplog.text
    assert "too long" in caplog.text
    assert ended(theirs)
    assert not ended(ours), "an administrator's may last"


def test_who_holds_up_a_job_ends_and_who_holds_up_nobody_stays(
    large: Large, connect: Connect, server: servers.Server
) -> None:
    waited_for = connect(large.tenant)
    waited_for.execute("set idle_in_transaction_session_timeout = 0")
    waited_for.execute("begin isolation level repeatable read")
    waited_for.execute("select count(*) from tc_item")
    with ThreadPoolExecutor() as threads:
        admin = connect()
        done = threads.submit(admin.execute, f"create index concurrently on {large.table} (name)")
        end = time.monotonic() + 60
        while (
            large.one("select wait_event from pg_stat_activity where pid = %s", admin.info.backend_pid) != "virtualxid"
        ):
            assert time.monotonic() < end
            time.sleep(0.05)
        bystander = connect(large.tenant)
        bystander.execute("begin")
        bystander.execute("select 1")
        time.sleep(1.1)
        assert look(server) == 0
        assert look(server, blocking_seconds=1) == 1
        done.result(60)
    assert ended(waited_for)
    assert not ended(bystander)
    bystander.execute("rollback")


def test_an_upgrade_is_not_held_up(large: Large, connect: Connect, server: servers.Server) -> None:
    writer = opened(connect, large.tenant)
    assert look(server, blocking_seconds=1) == 0
    upgrade = connect()
    upgrade.execute(statement("core_lock").encode())
    assert look(server, blocking_seconds=1) == 1
    assert ended(writer)


def test_who_fills_the_notify_queue_ends(large: Large, connect: Connect, server: servers.Server) -> None:
    if server.version < 170000:
        pytest.skip("the queue of an older server is 8 GB, always")
    listening, notifying = connect(large.tenant), connect(large.tenant)
    listening.execute("listen x")
    listening.execute("begin")
    listening.execute("select 1")
    notifying.execute(
        "do $$ begin for i in 1 .. 2000 loop perform pg_notify('x', repeat('x', 7000) || i); end loop; end $$"
    )
    time.sleep(1.1)
    assert float(large.one("select pg_notification_queue_usage()")) > 0.02, "512 MB, since the setting"
    assert look(server, notify_queue=0.02) == 1
    assert ended(listening)
    assert not ended(notifying)
    assert float(large.one("select pg_notification_queue_usage()")) < 0.02
    large.alter("name", label="a change of the schema can commit")


def test_one_at_a_time(server: servers.Server) -> None:
    async def two() -> list[bool]:
        url = servers.asyncpg_url(server.url)
        async with open_database(url) as one, open_database(url) as other:
            return [await database.value("watchdog_lock") for database in (one, other)]

    assert asyncio.run(two()) == [True, False]


def test_what_a_tenant_sets_for_itself_does_not_help_it(
    large: Large, connect: Connect, server: servers.Server, caplog: pytest.LogCaptureFixture
) -> None:
    """statement_timeout and the like are limits: a session that has set them to 0 is held to them, and only it."""
    caught = (
        "do $$ begin loop begin perform pg_sleep(60); exception when query_canceled then null; end; end loop; end $$"
    )
    limits = {"statement_timeout": "300ms", "idle_in_transaction_session_timeout": "400"}
    large.db.execute("select thing.tenant_limits(%s, %s)", (large.tenant, json.dumps(limits)))
    sleeping, stubborn, idle, done, ours = (connect(name) for name in (*[large.tenant] * 4, None))
    for session in (sleeping, stubborn, idle, done):
        session.execute("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0")
    with ThreadPoolExecutor() as threads:
        asleep = threads.submit(sleeping.execute, "select pg_sleep(60)")
        deaf = threads.submit(stubborn.execute, caught)
        theirs = threads.submit(ours.execute, "select pg_sleep(3)")
        idle.execute("begin; select 1")
        done.execute("select 1")
        there = "select count(*) from pg_stat_activity where pid = %s"
        counted = "select coalesce(sum(sessions), 0) from thing.session_endings where schema_name = %s"
        with caplog.at_level(logging.WARNING, "thingbase.watchdog"):
            # (A session that is asked has done something.)
            until(lambda: look(server) and asleep.done() and not large.one(there, idle.info.backend_pid))
            until(lambda: look(server, cancel_seconds=0.1) and deaf.done())
        assert ended(idle)
        with pytest.raises(psycopg.errors.QueryCanceled):
            asleep.result()
        with pytest.raises(psycopg.OperationalError):
            deaf.result()
        theirs.result()
    assert "statement cancelled" in caplog.text
    assert "idle in transaction" in caplog.text
    assert large.one(counted, f"tenant_{large.tenant}") >= 4
    assert [ended(session) for session in (sleeping, done, ours)] == [False] * 3
    large.db.execute("select thing.tenant_limits(%s, %s)", (large.tenant, json.dumps(dict.fromkeys(limits))))


@pytest.mark.parametrize("call", ["thing.end_blockers('0 s', '0 s', 0)", "thing.end_overruns('0 s', '0 s')"])
def test_tenants_may_not(large: Large, connect: Connect, call: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect(large.tenant).execute(f"select * from {call}")
