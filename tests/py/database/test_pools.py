"""The API's connections, on the real server: opened on first use, capped, queued for, closed when idle, broken ones replaced."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import psycopg
import pytest

from py_api.database import Connection, TenantPools, statement
from py_api.database.connection import open_connection
from py_api.errors import ApiError, DatabaseError, Disconnected, Failure, Unavailable
from tests.support import servers
from tests.support.waiting import PATIENCE, until

pytestmark = pytest.mark.once

SECRET = b"a secret for tests, long enough."
ME = "select json_build_object('role', session_user, 'path', current_setting('search_path'))"


def pools(server: servers.Server, **limits: Any) -> TenantPools:
    given: dict[str, Any] = {"per_tenant": 4, "total": 8, "idle_seconds": 60.0, "wait_seconds": PATIENCE, **limits}
    return TenantPools(servers.asyncpg_url(server.url), given.pop("secret", SECRET), **given)


def run(pool: TenantPools, work: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        try:
            await work()
        finally:
            await pool.close()

    asyncio.run(main())


async def broken(connection: Connection) -> None:
    """Waits until its end is known here, too."""
    async with asyncio.timeout(PATIENCE):
        while not connection.broken:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


async def pid(connection: Connection) -> int:
    found = await connection.fetch_values("select pg_backend_pid()")
    assert found is not None
    return int(found[0])


def sessions(db: psycopg.Connection[Any], tenant: str) -> int:
    row = db.execute("select count(*) from pg_stat_activity where usename = %s", (f"api_tenant_{tenant}",)).fetchone()
    assert row is not None
    return int(row[0])


def test_the_first_request_makes_the_login_and_a_second_process_uses_it(server: servers.Server, tenant: str) -> None:
    for _ in range(2):
        pool = pools(server)

        async def work(pool: TenantPools = pool) -> None:
            async with pool.connection(tenant) as connection:
                found = await connection.fetch_json(ME)
                assert found is not None
                assert f'"role" : "api_tenant_{tenant}"'.encode() in found
                assert f"tenant_{tenant}".encode() in found

        run(pool, work)


def test_the_admin_need_not_be_a_superuser(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    name = f"service_{tenant}"
    db.execute(f"create role {name} login password 'x' in role thing_admin")
    url = servers.asyncpg_url(server.url_of(servers.DATABASE, name, "x"))
    pool = TenantPools(url, SECRET, per_tenant=1, total=1, idle_seconds=60)

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            assert await connection.fetch_json("select '1'::json") == b"1"
        async with pool.admin() as admin:
            assert await admin.fetch_values(statement("core_version"))
            assert await admin.fetch_values(statement("channel"))

    try:
        run(pool, work)
    finally:
        db.execute(f"drop owned by {name}")
        db.execute(f"drop role {name}")


def test_another_secret_takes_over(server: servers.Server, tenant: str) -> None:
    for secret in (SECRET, b"another one, after it was changed", SECRET):
        pool = pools(server, secret=secret)

        async def work(pool: TenantPools = pool) -> None:
            async with pool.connection(tenant) as connection:
                assert await connection.fetch_json("select '1'::json") == b"1"

        run(pool, work)


def test_many_first_requests_at_once(server: servers.Server, tenant: str) -> None:
    pool = pools(server)

    async def one() -> None:
        async with pool.connection(tenant) as connection:
            await connection.fetch_json("select json_build_object('slept', pg_sleep(0.01)::text)")

    async def work() -> None:
        await asyncio.gather(*(one() for _ in range(50)))
        assert pool.sizes() == {"tenants": 1, "connections": 4, "idle": 4, "waiting": 0}

    run(pool, work)


def test_json_passes_through_as_it_is(server: servers.Server, tenant: str) -> None:
    pool = pools(server)

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            text = '{"b": 1,   "a":2, "ä": 1e400}'.encode()
            assert await connection.fetch_json("select $1::json", [text]) == text
            assert await connection.fetch_json("select null::json") is None
            assert await connection.fetch_json("select '1'::json where false") is None
            assert await connection.fetch_values("select 1, 'x'") == (1, "x")
            assert await connection.fetch_values("select 1 where false") is None

    run(pool, work)


def test_nothing_of_a_request_stays_in_the_session(server: servers.Server, tenant: str) -> None:
    """No RESET runs on release: a request may change settings of its own transaction only."""
    pool = pools(server, per_tenant=1)
    state = """select json_build_object('settings', (select json_object_agg(name, setting) from pg_settings where source = 'session'),
        'locks', (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'),
        'temp', pg_my_temp_schema(), 'listens', (select count(*) from pg_listening_channels()))"""

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            before = await connection.fetch_json(state)
            await connection.execute("begin")
            await connection.fetch_values("select set_config('thing.actor', 'somebody', true)")
            await connection.execute("commit")
        async with pool.connection(tenant) as again:
            assert again is connection
            assert await again.fetch_json(state) == before
            assert await again.fetch_values("select nullif(current_setting('thing.actor', true), '')") == (None,)

    run(pool, work)


def test_a_connection_left_in_a_transaction_is_not_used_again(server: servers.Server, tenant: str) -> None:
    pool = pools(server)

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            await connection.execute("begin")
            first = await pid(connection)
        async with pool.connection(tenant) as connection:
            assert await pid(connection) != first

    run(pool, work)


def test_errors_tell_what_postgresql_said(server: servers.Server, tenant: str) -> None:
    pool = pools(server)

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            with pytest.raises(DatabaseError) as refused:
                await connection.fetch_json("select to_json(1 / 0)")
            assert refused.value.sqlstate == "22012"
            with pytest.raises(DatabaseError) as refused:
                await connection.fetch_json(
                    "select thing.fail('UNKNOWN_THING', 'no such thing', '{\"id\": 1}')::text::json"
                )
            assert (refused.value.sqlstate, refused.value.code) in {("TB060", "UNKNOWN_THING"), ("42501", None)}
            with pytest.raises(DatabaseError) as refused:
                await connection.fetch_json("select to_json($1::int)", ["not a number"])
            assert refused.value.sqlstate == "22000"
            assert await connection.fetch_json("select '2'::json") == b"2", "it is still good"

    run(pool, work)


def test_a_connection_that_breaks_is_replaced(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    pool = pools(server)

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            first = await pid(connection)
            db.execute("select pg_terminate_backend(%s)", (first,))
            with pytest.raises(Disconnected):
                await connection.fetch_json("select to_json(pg_sleep(5)::text)")
        async with pool.connection(tenant) as connection:
            idle = await pid(connection)
        db.execute("select pg_terminate_backend(%s)", (idle,))
        await broken(connection)
        async with pool.connection(tenant) as connection:
            assert await pid(connection) not in (first, idle)
        assert pool.sizes()["connections"] == 1

    run(pool, work)


def test_a_busy_tenant_is_told_so(server: servers.Server, tenant: str) -> None:
    pool = pools(server, per_tenant=1, wait_seconds=0.2, queue=2)

    async def work() -> None:
        held = await pool.acquire(tenant)
        started = time.monotonic()
        results = await asyncio.gather(*(pool.acquire(tenant) for _ in range(4)), return_exceptions=True)
        assert time.monotonic() - started < 30
        assert [getattr(r, "code", r) for r in results] == ["TENANT_BUSY"] * 4
        assert {getattr(r, "status", 0) for r in results} == {503}
        pool.release(held)
        pool.release(await pool.acquire(tenant))
        assert pool.sizes() == {"tenants": 1, "connections": 1, "idle": 1, "waiting": 0}

    run(pool, work)


def test_waiting_ends_with_the_next_release_in_order(server: servers.Server, tenant: str) -> None:
    pool = pools(server, per_tenant=1)
    served: list[int] = []

    async def one(number: int) -> None:
        async with pool.connection(tenant):
            served.append(number)
            await asyncio.sleep(0.001)

    async def work() -> None:
        held = await pool.acquire(tenant)
        tasks = [asyncio.create_task(one(n)) for n in range(10)]
        await asyncio.sleep(0)
        tasks[3].cancel()
        pool.release(held)
        await asyncio.gather(*tasks, return_exceptions=True)
        assert served == [0, 1, 2, 4, 5, 6, 7, 8, 9]
        assert pool.sizes()["idle"] == 1

    run(pool, work)


def test_the_cap_on_all_evicts_idle_ones_and_serves_who_waits(server: servers.Server, make_tenants: Callable[[int], list[str]]) -> None:  # fmt: skip
    one, two, three = make_tenants(3)
    pool = pools(server, per_tenant=2, total=2)

    async def work() -> None:
        for tenant in (one, two, three, one):
            async with pool.connection(tenant):
                assert pool.sizes()["connections"] <= 2
        assert pool.sizes()["connections"] == 2
        held = await pool.acquire(two)
        more = asyncio.create_task(pool.acquire(two))
        await asyncio.sleep(0.05)
        assert not more.done(), "the last connection of another is kept"
        assert pool.sizes()["tenants"] == 2
        other = await pool.acquire(three)  # which has none, while nobody has two
        assert pool.sizes() == {"tenants": 2, "connections": 2, "idle": 0, "waiting": 1}
        pool.release(held)
        pool.release(await more)
        pool.release(other)

    run(pool, work)


def test_tenants_under_pressure_all_get_through(
    server: servers.Server, make_tenants: Callable[[int], list[str]]
) -> None:
    tenants = make_tenants(4)
    pool = pools(server, per_tenant=3, total=3, wait_seconds=20.0)
    done: dict[str, int] = dict.fromkeys(tenants, 0)

    async def one(tenant: str) -> None:
        async with pool.connection(tenant) as connection:
            await connection.fetch_json("select '1'::json")
            assert pool.sizes()["connections"] <= 3
            done[tenant] += 1

    async def work() -> None:
        await asyncio.gather(*(one(tenant) for _ in range(25) for tenant in tenants))
        assert set(done.values()) == {25}
        sizes = pool.sizes()
        assert sizes["waiting"] == 0
        assert sizes["connections"] == sizes["idle"] <= 3

    run(pool, work)


def test_the_roles_own_limit_is_waited_for(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    db.execute('select thing.tenant_limits(%s, \'{"connection_limit": "2"}\')', (tenant,))
    pool = pools(server, per_tenant=4)

    async def one() -> None:
        async with pool.connection(tenant) as connection:
            await connection.fetch_json("select json_build_object('slept', pg_sleep(0.02)::text)")

    async def work() -> None:
        await asyncio.gather(*(one() for _ in range(20)))
        assert pool.sizes()["connections"] == 2

    run(pool, work)


def test_idle_connections_are_closed_and_nothing_is_left(
    server: servers.Server, tenant: str, db: psycopg.Connection[Any]
) -> None:
    pool = pools(server, idle_seconds=0.2)

    async def work() -> None:
        async with pool.connection(tenant):
            assert sessions(db, tenant) == 1
        await asyncio.to_thread(until, lambda: sessions(db, tenant) == 0)
        assert pool.sizes() == {"tenants": 0, "connections": 0, "idle": 0, "waiting": 0}
        async with pool.connection(tenant):
            assert sessions(db, tenant) == 1

    run(pool, work)


def test_no_such_tenant_and_a_suspended_one(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    pool = pools(server)

    async def code(slug: str) -> str:
        with pytest.raises(ApiError) as refused:
            await pool.acquire(slug)
        return f"{refused.value.code} {refused.value.status}"

    async def work() -> None:
        assert await code("no_such_tenant") == "UNKNOWN_TENANT 404"
        async with pool.connection(tenant) as connection:
            pass
        await asyncio.to_thread(db.execute, "select thing.suspend_tenant(%s)", (tenant,))
        await broken(connection)
        assert await code(tenant) == "TENANT_SUSPENDED 403"
        db.execute("select thing.resume_tenant(%s)", (tenant,))
        async with pool.connection(tenant) as connection:
            assert await connection.fetch_json("select '1'::json") == b"1"
        assert pool.sizes()["tenants"] == 1

    run(pool, work)


def test_a_role_that_may_not_connect_is_looked_at(
    server: servers.Server, tenant: str, db: psycopg.Connection[Any]
) -> None:
    """As one is that was dropped while it logged in: PostgreSQL says "permission denied for database", not ours."""
    pool = pools(server)

    async def refusal() -> Failure:
        with pytest.raises(Failure) as refused:
            await pool.acquire(tenant)
        return refused.value

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            db.execute(f"revoke tenant_{tenant} from api_tenant_{tenant} granted by thing_owner")
            connection.close()
        refused = await refusal()
        assert isinstance(refused, Unavailable)
        assert "permission denied for database" in str(refused)
        db.execute("update thing.tenants set suspended_at = now() where slug = %s", (tenant,))
        assert getattr(await refusal(), "code", None) == "TENANT_SUSPENDED"

    run(pool, work)


def test_acquiring_an_idle_connection_takes_microseconds(server: servers.Server, tenant: str) -> None:
    pool = pools(server)

    async def work() -> None:
        pool.release(await pool.acquire(tenant))
        started = time.process_time()
        for _ in range(20_000):
            pool.release(await pool.acquire(tenant))
        assert (time.process_time() - started) / 20_000 < 100e-6  # some 1 us on a processor at rest

    run(pool, work)


def test_some_places_are_left_for_those_who_come_later(
    server: servers.Server, make_tenants: Callable[[int], list[str]]
) -> None:
    tenants = make_tenants(4)
    pool = pools(server, per_tenant=8, total=8, wait_seconds=30.0)

    async def work() -> None:
        tasks: list[asyncio.Task[Connection]] = []
        had: list[int] = []
        for tenant in tenants:
            tasks += [asyncio.create_task(pool.acquire(tenant)) for _ in range(20)]
            for _ in range(40):
                await asyncio.sleep(0.1)
                if sum(task.done() for task in tasks[-20:]) == (5, 2, 1, 0)[len(had)]:
                    break
            had.append(sum(task.done() for task in tasks[-20:]))
        assert had == [5, 2, 1, 0]
        for task in tasks:
            if not task.done():
                task.cancel()
        for each in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(each, Connection):
                pool.release(each)

    run(pool, work)


def test_what_the_greedy_give_back_goes_to_those_who_have_fewer(
    server: servers.Server, make_tenants: Callable[[int], list[str]]
) -> None:
    greedy, other, late = make_tenants(3)
    pool = pools(server, per_tenant=4, total=4, wait_seconds=PATIENCE)

    async def work() -> None:
        held = [await pool.acquire(greedy) for _ in range(3)]
        own = await pool.acquire(other)
        queue = [asyncio.create_task(pool.acquire(greedy)) for _ in range(10)]
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(pool.acquire(late))  # behind all of them
        await asyncio.sleep(0.05)
        pool.release(own)  # the last one of a tenant stays with it
        assert (await pool.acquire(other)) is own
        pool.release(held.pop())
        assert (await asyncio.wait_for(waiting, PATIENCE)).tenant == late
        assert not any(task.done() for task in queue)
        for task in queue:
            task.cancel()
        await asyncio.gather(*queue, return_exceptions=True)
        for connection in [*held, own, waiting.result()]:
            pool.release(connection)

    run(pool, work)


def test_what_is_cancelled_ends_in_postgresql_and_gives_its_place_back(
    server: servers.Server, tenant: str, db: psycopg.Connection[Any]
) -> None:
    pool = pools(server, per_tenant=1, statement_seconds=60.0)

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            first = await pid(connection)
        for transaction in (False, True):

            async def slow(transaction: bool = transaction) -> None:
                if not transaction:
                    await pool.fetch_json(tenant, "select to_json(pg_sleep(30)::text)", ())
                async with pool.connection(tenant) as connection:
                    await connection.execute("begin")
                    await connection.fetch_json("select to_json(pg_sleep(30)::text)")

            task = asyncio.create_task(slow())
            await asyncio.sleep(0.2)
            task.cancel()
            started = time.monotonic()
            async with pool.connection(tenant) as connection:
                assert await pid(connection) == first
            assert time.monotonic() - started < 25
            query = "select state from pg_stat_activity where pid = %s"
            assert db.execute(query, (first,)).fetchall() == [("idle",)]

    run(pool, work)


def test_what_is_cancelled_after_the_end_leaves_nothing_behind(server: servers.Server, tenant: str) -> None:
    pool = pools(server, statement_seconds=60.0)

    async def work() -> None:
        async with pool.connection(tenant):
            pass  # it is open
        task = asyncio.create_task(pool.fetch_json(tenant, "select to_json(pg_sleep(30)::text)", ()))
        await asyncio.sleep(0.2)
        await pool.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(work())


def test_a_commit_is_not_cancelled(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    db.execute(
        f"""create table tenant_{tenant}.slow (id int);
        create function tenant_{tenant}.sleep() returns trigger language plpgsql as $$
        begin perform pg_sleep(0.4); return null; end $$;
        create constraint trigger slow after insert on tenant_{tenant}.slow deferrable initially deferred
            for each row execute function tenant_{tenant}.sleep();
        grant insert on tenant_{tenant}.slow to tenant_{tenant}"""
    )
    pool = pools(server, per_tenant=1)

    async def write() -> None:
        async with pool.connection(tenant) as connection:
            await connection.execute("begin")
            await connection.execute("insert into slow values (1)")
            await connection.commit()

    async def work() -> None:
        async with pool.connection(tenant):
            pass
        task = asyncio.create_task(write())
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with pool.connection(tenant) as connection:
            assert await connection.fetch_json("select '1'::json") == b"1"
        assert db.execute(f"select count(*) from tenant_{tenant}.slow").fetchone() == (1,)

    run(pool, work)


def test_a_statement_has_five_seconds_or_what_the_tenant_has(
    server: servers.Server, make_tenants: Callable[[int], list[str]], db: psycopg.Connection[Any]
) -> None:
    usual, short = make_tenants(2)
    db.execute('select thing.tenant_limits(%s, \'{"statement_timeout": "1s"}\')', (short,))
    pool = pools(server)

    async def work() -> None:
        for tenant, expected in ((usual, "5s"), (short, "1s")):
            async with pool.connection(tenant) as connection:
                assert await connection.fetch_values("show statement_timeout") == (expected,)

    run(pool, work)


def test_prepared_statements_are_bounded_in_bytes(
    server: servers.Server, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = pools(server, per_tenant=1)
    text = "select json_build_object('number', {}, 'padding', '" + "x" * 950 + "')"
    monkeypatch.setattr(Connection, "PREPARED_BYTES", 20 * 1_000 * Connection.BYTES_A_CHARACTER)
    count = "select count(*) from pg_prepared_statements where statement like 'select json_build_object%'"

    async def work() -> None:
        async with pool.connection(tenant) as connection:
            for number in range(100):
                await connection.fetch_json(text.format(number))
                await connection.fetch_json(text.format(0))  # used all the time: stays
            found = await connection.fetch_rows("select statement from pg_prepared_statements")
            kept = {row[0] for row in found}
            assert text.format(0) in kept
            assert text.format(99) in kept
            assert text.format(50) not in kept
            assert (await connection.fetch_values(count) or (0,))[0] <= 21
            large = "select json_build_object('large', '" + "x" * 30_000 + "')"  # more than all may be: stays alone
            seen = set()
            for _ in range(3):
                await connection.fetch_json(large)
                rows = await connection.fetch_rows("select name, statement from pg_prepared_statements")
                seen |= {name for name, statement in rows if statement == large}
            assert len(seen) == 1, "it was prepared once"

    run(pool, work)


def test_who_gives_up_while_a_connection_is_opened_leaves_none(
    server: servers.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[asyncpg.Connection] = []

    async def hang(self: asyncpg.Connection, *_: Any, **__: Any) -> None:
        opened.append(self)
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncpg.Connection, "set_type_codec", hang)

    async def work() -> None:
        opening = asyncio.create_task(open_connection(servers.asyncpg_url(server.url)))
        async with asyncio.timeout(PATIENCE):
            while not opened:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.005)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening
        assert opened[0].is_closed()

    asyncio.run(work())
