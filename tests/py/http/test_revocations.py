"""Tokens that are revoked: two servers refuse them at once, and close what they have opened."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect as websocket

from py_api.config import PoolLimits
from py_api.engine.engine import Engine
from py_api.http.auth import sign
from tests.support import servers
from tests.support.api import KEY, Served, serving
from tests.support.waiting import until

pytestmark = pytest.mark.once
READ = "{ items { totalCount } }"


@pytest.fixture(scope="module")
def start(server: servers.Server) -> Iterator[Callable[[], Served]]:
    url, pools = servers.asyncpg_url(server.url), PoolLimits(per_tenant=4, total=16)
    with ExitStack() as running:
        yield lambda: running.enter_context(serving(Engine, database_url=url, pools=pools))


@pytest.fixture(scope="module")
def two(start: Callable[[], Served]) -> list[Served]:
    return [start(), start()]


@pytest.fixture
def shop(tenant: str, db: psycopg.Connection[Any]) -> str:
    db.execute("select thing.create_class(%s, 'Item')", (tenant,))
    db.execute("select thing.add_field(%s, 'Item', 'name', 'text')", (tenant,))
    return tenant


def token(slug: str | None, subject: str, db: psycopg.Connection[Any] | None = None, role: str = "admin") -> str:
    tid = None
    if db is not None:
        row = db.execute("select id::text from thing.tenants where slug = %s", (slug,)).fetchone()
        tid = str(row[0]) if row else None
    return sign(KEY, tenant=slug, role=role, subject=subject, seconds=600, tenant_id=tid)


def said(served: Served, token: str, query: str = READ) -> str:
    response = served.client.post("/graphql", json={"query": query}, headers={"authorization": f"Bearer {token}"})
    told = response.json()
    return str(told["errors"][0]["extensions"]["code"]) if "errors" in told else "served"


def test_everywhere_at_once(
    two: list[Served], start: Callable[[], Served], shop: str, db: psycopg.Connection[Any]
) -> None:
    anns = [token(shop, "ann"), token(shop, "ann", db)]
    others = [token(shop, "bob", db), token(shop, "bob")]
    assert {said(served, each) for served in two for each in anns + others} == {"served"}
    db.execute("select thing.revoke_tokens(%s, 'ann')", (shop,))
    until(lambda: {said(served, each) for served in two for each in anns} == {"TOKEN_REVOKED"})
    assert {said(served, each) for served in two for each in others} == {"served"}
    assert said(two[0], token(shop, "ann")) == "served", "a token that is newer"
    assert {said(start(), each) for each in anns} == {"TOKEN_REVOKED"}, "read at the start"
    assert said(two[0], others[0], 'mutation { revokeTokens(subject: "bob") }') == "served"
    until(lambda: {said(served, each) for served in two for each in others} == {"TOKEN_REVOKED"})
    cid = token(shop, "cid", db)
    assert said(two[1], cid) == "served"
    assert said(two[1], cid, "mutation { revokeTokens }") == "served"
    until(lambda: {said(served, cid) for served in two} == {"TOKEN_REVOKED"})
    assert said(two[0], token(shop, "viewer", role="editor"), "mutation { revokeTokens }") == "FORBIDDEN"


def test_what_is_open_is_closed(two: list[Served], shop: str, db: psycopg.Connection[Any]) -> None:
    ann, bob = token(shop, "ann", db), token(shop, "bob", db)
    subscribe = {"query": "subscription { itemChanged { operation } }"}
    with ExitStack() as opened:
        sockets = {}
        for name, each in (("ann", ann), ("bob", bob)):
            socket = sockets[name] = opened.enter_context(
                websocket(two[0].url.replace("http", "ws") + "/graphql", subprotocols=["graphql-transport-ws"])  # type: ignore[list-item]
            )
            socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {each}"}}))
            assert json.loads(socket.recv(10))["type"] == "connection_ack"
            socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": subscribe}))
        headers = {"authorization": f"Bearer {ann}", "accept": "text/event-stream"}
        stream = opened.enter_context(two[1].client.stream("POST", "/graphql", json=subscribe, headers=headers))
        assert stream.status_code == 200
        db.execute("select thing.revoke_tokens(%s, 'ann')", (shop,))
        assert "TOKEN_REVOKED" in stream.read().decode()
        with pytest.raises(ConnectionClosed) as closed:
            sockets["ann"].recv(10)
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason[:13]) == (4403, "TOKEN_REVOKED")
        sockets["bob"].send(json.dumps({"type": "ping"}))
        assert json.loads(sockets["bob"].recv(10))["type"] == "pong", "others stay"


def test_whose_they_are(
    two: list[Served], shop: str, db: psycopg.Connection[Any], connect: Callable[..., psycopg.Connection[Any]]
) -> None:
    """A tenant revokes its own; operators' tokens without a tenant are the operator's to revoke."""
    root = token(None, f"root-{shop}", role="operator")
    assert said(two[0], root, "{ tenantLimits { name } }") == "served"
    own = connect(shop)
    own.execute("select thing.revoke_tokens(%s)", (shop,))
    for forbidden in (None, "none"):
        with pytest.raises(psycopg.Error) as refused:
            own.execute("select thing.revoke_tokens(%s, %s)", (forbidden, f"root-{shop}"))
        assert refused.value.sqlstate == "TB044"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute("select from thing.revocations")
    assert said(two[0], root, "{ tenantLimits { name } }") == "served"
    db.execute("select thing.revoke_tokens(null, %s)", (f"root-{shop}",))
    until(lambda: said(two[0], root, "{ tenantLimits { name } }") == "TOKEN_REVOKED")


def test_news_that_were_missed(two: list[Served], shop: str, db: psycopg.Connection[Any]) -> None:
    """A listener whose connection broke reads them again when it is back."""
    ann = token(shop, "ann", db)
    assert said(two[0], ann) == "served"
    db.execute("insert into thing.revocations select id, 'ann', now() from thing.tenants where slug = %s", (shop,))
    db.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'thingbase listener' and datname = current_database()"
    )
    until(lambda: said(two[0], ann) == "TOKEN_REVOKED")
