"""Limits of what a tenant has open and gets: sockets, subscriptions, answers; set while two servers run."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import Served, bearer, serving
from tests.support.waiting import until

pytestmark = pytest.mark.once
Db = psycopg.Connection[Any]
FULL = "1013 CONNECTION_LIMIT: the tenant already has 1 open connections to this server process"
OF_SCHEMA = "subscription { schemaChanged { cursor } }"


def until_listening(served: Served) -> None:
    until(lambda: served.client.get("/ready").json()["listening"])


@pytest.fixture
def two(server: servers.Server, tenant: str) -> Iterator[list[Served]]:
    url = servers.asyncpg_url(server.url)
    with serving(Engine, database_url=url) as one, serving(Engine, database_url=url) as other:
        for served in (one, other):
            until_listening(served)
            ask(served, tenant)
        yield [one, other]


def limit(db: Db, tenant: str, **limits: object) -> None:
    db.execute("select thing.tenant_limits(%s, %s)", (tenant, json.dumps(limits)))


def ask(served: Served, tenant: str, query: str = "{ schemaVersion }", **variables: Any) -> Any:
    return served.post(query, headers=bearer("admin", tenant), variables=variables).json()


def refused(served: Served, tenant: str, query: str, **variables: Any) -> Any:
    (error,) = ask(served, tenant, query, **variables)["errors"]
    return error["extensions"]


@contextmanager
def socket(served: Served, tenant: str) -> Iterator[ClientConnection]:
    url = f"{served.url.replace('http', 'ws')}/graphql"
    with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as plain:
        plain.send(json.dumps({"type": "connection_init", "payload": bearer("admin", tenant)}))
        yield plain


def hear(plain: ClientConnection) -> Any:
    return json.loads(plain.recv(10))


def ack(served: Served, tenant: str) -> str:
    """What a new WebSocket is told first."""
    with socket(served, tenant) as plain:
        try:
            return str(hear(plain)["type"])
        except ConnectionClosed:
            return f"{plain.close_code} {plain.close_reason}"


def until_told(served: Served, tenant: str, what: str) -> None:
    until(lambda: ack(served, tenant) == what)


def until_failed(served: Served, tenant: str, query: str, fails: bool) -> None:
    until(lambda: ("errors" in ask(served, tenant, query)) is fails)


def test_sockets_and_subscriptions(
    two: list[Served], tenant: str, make_tenants: Callable[[int], list[str]], db: Db
) -> None:
    (neighbour,) = make_tenants(1)
    assert [ack(served, tenant) for served in two] == ["connection_ack"] * 2
    limit(db, tenant, sockets=1, subscriptions=2)
    for served in two:
        with socket(served, tenant) as held:
            assert hear(held)["type"] == "connection_ack"
            until_told(served, tenant, FULL)
            stream = served.post(OF_SCHEMA, headers={**bearer("admin", tenant), "accept": "text/event-stream"})
            assert (stream.status_code, "The limit is sockets." in stream.text) == (503, True)
            assert ack(served, neighbour) == "connection_ack"
            assert f'tenant_sockets{{tenant="{tenant}"}} 1' in served.client.get("/metrics").text
            for name in "abc":
                held.send(json.dumps({"id": name, "type": "subscribe", "payload": {"query": OF_SCHEMA}}))
            answer = hear(held)
            assert (answer["id"], answer["type"]) == ("c", "error")
            assert answer["payload"][0]["extensions"] == {
                "code": "SUBSCRIPTION_LIMIT", "limit": 2, "hint": "End others first. The limit is subscriptions.",
            }  # fmt: skip
        until_told(served, tenant, "connection_ack")
    limit(db, tenant, sockets=None)
    for served in two:
        with socket(served, tenant) as held:
            hear(held)
            until_told(served, tenant, "connection_ack")


def test_answers_and_their_cost(two: list[Served], tenant: str, db: Db) -> None:
    db.execute('select thing.create_class(%s, \'Page\', \'[{"name": "text", "type": "text"}]\')', (tenant,))
    db.execute(f"insert into tenant_{tenant}.tc_page (text) select repeat('x', 9000) from generate_series(1, 10)")
    pages = "{ pages { nodes { text } } }"
    both = "{ a: pages { nodes { text } } b: pages(first: 1) { nodes { text } } }"
    things = f'{{text: "{"y" * 9000}"}}, ' * 8
    made = f"mutation {{ createPages(input: [{things}]) {{ nodes {{ text }} }} }}"
    for served in two:
        until_failed(served, tenant, pages, False)
    limit(db, tenant, answer_bytes=65536)
    for served in two:
        until_failed(served, tenant, pages, True)
        told = refused(served, tenant, both)
        assert (told["code"], told["limit"]) == ("RESPONSE_TOO_LARGE", 65536)
        assert told["bytes"] > 99_000
        assert "smaller pages" in told["hint"]
        assert len(ask(served, tenant, "{ pages(first: 5) { nodes { text } } }")["data"]["pages"]["nodes"]) == 5
    assert refused(two[0], tenant, made)["code"] == "RESPONSE_TOO_LARGE"
    assert ask(two[0], tenant, "{ pages { totalCount } }")["data"]["pages"]["totalCount"] == 10, "it is undone"
    limit(db, tenant, answer_bytes=None, answer_rows=100)
    until(lambda: "errors" not in ask(two[0], tenant, pages))
    assert refused(two[0], tenant, "query ($n: Int) { pages(first: $n) { nodes { id } } }", n=101) == {
        "code": "ROW_LIMIT", "rows": 101, "limit": 100,
        "hint": "Ask for smaller pages (first), above all of nested lists.",
    }  # fmt: skip
    numbers = count()

    def new() -> str:
        """A query that has never been run: what is known to be quick is not looked at."""
        return f"{{ p{next(numbers)}: pages {{ nodes {{ text }} }} }}"

    limit(db, tenant, plan_cost=1)
    until(lambda: "errors" in ask(two[0], tenant, new()))
    told = refused(two[0], tenant, new())
    assert (told["code"], told["limit"], told["cost"] > 1) == ("PLAN_COST", 1, True)
    limit(db, tenant, plan_cost=100_000)
    until(lambda: "errors" not in ask(two[0], tenant, new()))
