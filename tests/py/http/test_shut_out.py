"""Out is out: what a tenant that was suspended, renamed or dropped gets from two servers, its old tokens, and the next one of its slug."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from websockets.sync.client import connect as websocket

from py_api.config import PoolLimits
from py_api.engine.engine import Engine
from py_api.http.auth import sign
from tests.support import servers
from tests.support.api import KEY, Served, bearer
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.once

Connect = Callable[..., psycopg.Connection[Any]]
READ, WRITE = "{ items { totalCount } }", 'mutation { createItem(input: {name: "x"}) { id } }'
SCHEMA = "{ __schema { queryType { name } } }"


@pytest.fixture
def two(serve: Callable[..., Served], server: servers.Server) -> list[Served]:
    url, pools = servers.asyncpg_url(server.url), PoolLimits(per_tenant=6, total=24)
    return [serve(Engine, database_url=url, pools=pools) for _ in range(2)]


@pytest.fixture
def shop(db: psycopg.Connection[Any]) -> Iterator[str]:
    """A tenant that may be gone in the end."""
    slug = make(db)
    yield slug
    for each in (slug, f"{slug}_to"):
        db.execute("select thing.drop_tenant(slug, slug) from thing.tenants where slug = %s", (each,))


def make(db: psycopg.Connection[Any], slug: str | None = None) -> str:
    slug = slug or f"o{uuid4().hex[:12]}"
    db.execute("select thing.create_tenant(%s)", (slug,))
    db.execute("select thing.create_class(%s, 'Item')", (slug,))
    db.execute("select thing.add_field(%s, 'Item', 'name', 'text')", (slug,))
    return slug


def tid(db: psycopg.Connection[Any], slug: str) -> str:
    row = db.execute("select id::text from thing.tenants where slug = %s", (slug,)).fetchone()
    assert row is not None
    return str(row[0])


def token(slug: str, tenant_id: str | None = None, role: str = "admin") -> dict[str, str]:
    made = sign(KEY, tenant=slug, role=role, subject="me", seconds=600, tenant_id=tenant_id)
    return {"authorization": f"Bearer {made}"}


def post(served: Served, headers: dict[str, str], query: str) -> httpx.Response:
    return served.client.post("/graphql", json={"query": query}, headers=headers)


def code(response: httpx.Response) -> str:
    told = response.json()
    return str(told["errors"][0]["extensions"]["code"]) if "errors" in told else "served"


def departure(shop: str, how: str) -> str:
    return {
        "suspend": f'suspendTenant(slug: "{shop}") {{ slug }}',
        "rename": f'renameTenant(slug: "{shop}", to: "{shop}_to") {{ slug }}',
        "drop": f'dropTenant(slug: "{shop}", confirm: "{shop}")',
    }[how]


def operate(served: Served, mutation: str) -> None:
    told = post(served, bearer("operator", None), f"mutation {{ {mutation} }}").json()
    assert "errors" not in told, told


@contextmanager
def loops(two: list[Served], headers: dict[str, str], count: int) -> Iterator[list[tuple[float, float, str]]]:
    """Busy clients of both servers: (begun, ended, code) of every request."""
    seen: list[tuple[float, float, str]] = []
    stop = threading.Event()

    def main() -> None:
        async def one(client: httpx.AsyncClient, number: int) -> None:
            while not stop.is_set():
                query = (READ, WRITE, SCHEMA)[number % 3]
                begun = time.monotonic()
                try:
                    response = await client.post("/graphql", json={"query": query}, headers=headers)
                    seen.append((begun, time.monotonic(), code(response)))
                except httpx.HTTPError:
                    seen.append((begun, time.monotonic(), "cut"))

        async def all_of_them() -> None:
            limits = httpx.Limits(max_connections=count)
            async with (
                httpx.AsyncClient(base_url=two[0].url, timeout=20, limits=limits, verify=False) as a,
                httpx.AsyncClient(base_url=two[1].url, timeout=20, limits=limits, verify=False) as b,
            ):
                await asyncio.gather(*(one((a, b)[n % 2], n) for n in range(count)))

        asyncio.run(all_of_them())

    thread = threading.Thread(target=main)
    thread.start()
    try:
        end = time.monotonic() + 2 * PATIENCE
        while sum(entry[2] == "served" for entry in seen) < 100 and time.monotonic() < end:
            time.sleep(0.02)
        yield seen
    finally:
        stop.set()
        thread.join(30)


@pytest.mark.parametrize("how", ["suspend", "rename", "drop"])
def test_nothing_is_served_after_the_answer(
    two: list[Served], shop: str, db: psycopg.Connection[Any], how: str
) -> None:
    roles = [f"api_tenant_{shop}", f"tenant_{shop}", f"api_tenant_{shop}_to", f"tenant_{shop}_to"]
    oids = [row[0] for row in db.execute("select oid from pg_roles where rolname = any(%s)", (roles,))]
    with loops(two, token(shop, tid(db, shop)), 32) as seen:
        oids += [row[0] for row in db.execute("select oid from pg_roles where rolname = any(%s)", (roles,))]
        operate(two[0], departure(shop, how))
        answered = time.monotonic()
        open_sessions = db.execute("select count(*) from pg_stat_activity where usesysid = any(%s)", (oids,)).fetchone()
        end = time.monotonic() + PATIENCE
        while sum(each[0] >= answered for each in seen) < 50 and time.monotonic() < end:
            time.sleep(0.05)
    before = [each for each in seen if each[0] < answered]
    after = [each for each in seen if each[0] >= answered]
    assert sum(each[2] == "served" for each in before) >= 100
    assert len(after) >= 20
    assert [each for each in after if each[2] == "served"] == []
    codes = {"served", "TENANT_CHANGED", "TENANT_SUSPENDED", "UNKNOWN_TENANT"}
    assert {each[2] for each in seen} <= codes | {"TENANT_BUSY"}  # on a slow machine
    assert open_sessions == (0,)
    told = {code(post(served, token(shop, tid(db, shop) if how == "suspend" else "x"), READ)) for served in two}
    assert told == {"suspend": {"TENANT_SUSPENDED"}}.get(how, {"UNKNOWN_TENANT"})


@pytest.mark.parametrize("how", ["suspend", "rename", "drop"])
def test_who_is_cut_off_is_told_why(
    two: list[Served], shop: str, db: psycopg.Connection[Any], connect: Connect, how: str
) -> None:
    """By both servers, of a write whose session is ended before the change of the tenant is committed."""
    headers = token(shop, tid(db, shop))
    assert [code(post(served, headers, WRITE)) for served in two] == ["served"] * 2
    at_work = "select count(*) from pg_stat_activity where usename = %s and wait_event_type = 'Lock'"

    def until(sessions: int) -> None:
        end = time.monotonic() + PATIENCE
        while db.execute(at_work, (f"api_tenant_{shop}",)).fetchone() != (sessions,):
            assert time.monotonic() < end
            time.sleep(0.01)

    with ThreadPoolExecutor() as threads:
        other = connect()
        with other.transaction():
            other.execute(f"lock table tenant_{shop}.tc_item")
            written = [threads.submit(post, served, headers, WRITE) for served in two]
            until(2)
            change = threads.submit(operate, two[0], departure(shop, how))
            until(0)
        for each in written:
            told = each.result().json()["errors"][0]
            assert told["extensions"] == {"code": "TENANT_CHANGED"}
            assert "may or may not have been done" in told["message"]
            assert each.result().headers["retry-after"] == "1"
        change.result()


@pytest.mark.parametrize("query", [READ, WRITE])
def test_a_session_that_outlives_its_tenant_says_so(
    two: list[Served], shop: str, db: psycopg.Connection[Any], query: str
) -> None:
    """Its role may do nothing any more, and no notice of that has come yet."""
    headers = token(shop, tid(db, shop))
    assert code(post(two[0], headers, query)) == "served"
    with db.transaction():
        db.execute(f"revoke usage on schema tenant_{shop} from api_tenant_{shop}, tenant_{shop}")
        db.execute("update thing.tenants set suspended_at = now() where slug = %s", (shop,))
    assert code(post(two[0], headers, query)) == "TENANT_CHANGED"
    assert code(post(two[0], headers, query)) == "TENANT_SUSPENDED"


def test_a_token_opens_the_tenant_that_it_was_made_for(
    two: list[Served], shop: str, db: psycopg.Connection[Any]
) -> None:
    first, plain = token(shop, tid(db, shop)), token(shop)
    for served in two:
        assert [code(post(served, headers, READ)) for headers in (first, plain)] == ["served"] * 2
    operate(two[0], f'renameTenant(slug: "{shop}", to: "{shop}_to") {{ slug }}')
    make(db, shop)
    for served in two:  # the next one of that slug
        assert [code(post(served, headers, READ)) for headers in (first, plain)] == ["UNAUTHENTICATED"] * 2
        assert "another tenant" in post(served, first, READ).text
        assert "before" in post(served, plain, READ).text
        assert post(served, first, READ).status_code == 401
        assert code(post(served, token(shop), READ)) == "served"
        assert code(post(served, token(shop, tid(db, shop)), READ)) == "served"
        assert code(post(served, token(f"{shop}_to", tid(db, f"{shop}_to")), READ)) == "served"
    second = token(shop, tid(db, shop))
    operate(two[1], f'dropTenant(slug: "{shop}", confirm: "{shop}")')
    make(db, shop)
    for served in two:
        assert code(post(served, second, READ)) == "UNAUTHENTICATED"
        assert code(post(served, second, SCHEMA)) == "UNAUTHENTICATED"
        assert code(post(served, token(shop, tid(db, shop)), WRITE)) == "served"


def test_documents_go_with_their_tenant(
    serve: Callable[..., Served], server: servers.Server, redis_url: str, shop: str, db: psycopg.Connection[Any]
) -> None:
    """Known to two servers by their hash: the one that has read it, and the one that asks Valkey."""
    url = servers.asyncpg_url(server.url)
    two = [serve(Engine, database_url=url, redis_url=redis_url) for _ in range(2)]
    named = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256(READ.encode()).hexdigest()}}}

    def by_hash(headers: dict[str, str]) -> list[str]:
        return [code(served.client.post("/graphql", json=named, headers=headers)) for served in two]

    first = token(shop, tid(db, shop))
    assert by_hash(first) == ["PERSISTED_QUERY_NOT_FOUND"] * 2
    sent = two[0].client.post("/graphql", json={"query": READ, **named}, headers=first)
    assert code(sent) == "served"
    assert by_hash(first) == ["served"] * 2
    operate(two[0], f'renameTenant(slug: "{shop}", to: "{shop}_to") {{ slug }}')
    make(db, shop)
    assert by_hash(token(shop, tid(db, shop))) == ["PERSISTED_QUERY_NOT_FOUND"] * 2
    assert by_hash(first) == ["UNAUTHENTICATED"] * 2
    assert by_hash(token(f"{shop}_to", tid(db, f"{shop}_to"))) == ["served"] * 2


def test_a_tenant_that_comes_back_is_served(two: list[Served], shop: str, db: psycopg.Connection[Any]) -> None:
    headers = token(shop, tid(db, shop))
    assert {code(post(served, headers, WRITE)) for served in two} == {"served"}
    operate(two[0], f'suspendTenant(slug: "{shop}") {{ slug }}')
    operate(two[0], f'resumeTenant(slug: "{shop}") {{ slug }}')
    assert {code(post(served, headers, WRITE)) for served in two} == {"served"}


@pytest.mark.parametrize("how", ["suspend", "drop"])
def test_open_connections_end(two: list[Served], shop: str, db: psycopg.Connection[Any], how: str) -> None:
    headers = token(shop, tid(db, shop), "viewer")
    url = two[1].url.replace("http", "ws") + "/graphql"
    with (
        websocket(url, subprotocols=["graphql-transport-ws"], additional_headers=headers) as socket,  # type: ignore[list-item]
        httpx.Client(base_url=two[1].url, timeout=30, verify=False) as client,
        client.stream(
            "POST", "/graphql", json={"query": "subscription { itemChanged { operation } }"},
            headers={**headers, "accept": "text/event-stream"}, timeout=30,
        ) as stream,
    ):  # fmt: skip
        socket.send('{"type":"connection_init"}')
        assert "ack" in str(socket.recv(30))
        lines = stream.iter_lines()
        assert next(lines) == ":"
        operate(two[0], departure(shop, how))
        rest = "\n".join(line for line, _ in zip(lines, range(20), strict=False))
        assert "TENANT_" in rest
        with pytest.raises(Exception, match="4403"):
            socket.recv(30)
