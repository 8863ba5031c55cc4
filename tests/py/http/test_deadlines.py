"""A request ends: with its client, with its time, and whatever PostgreSQL does."""

import json
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from websockets.sync.client import connect as websocket

from py_api.config import PoolLimits
from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import Served, bearer
from tests.support.waiting import until

pytestmark = pytest.mark.once

READ = "{ items { totalCount } }"


@pytest.fixture
def shop(tenant: str, db: psycopg.Connection[Any]) -> str:
    db.execute("select thing.create_class(%s, 'Item')", (tenant,))
    db.execute("select thing.add_field(%s, 'Item', 'name', 'text')", (tenant,))
    return tenant


@pytest.fixture
def real(serve: Callable[..., Served], server: servers.Server) -> Callable[..., Served]:
    def start(**pools: Any) -> Served:
        return serve(Engine, database_url=servers.asyncpg_url(server.url), pools=PoolLimits(**pools))

    return start


@contextmanager
def locked(db: psycopg.Connection[Any], tenant: str) -> Iterator[None]:
    """The class's table, so that its reads wait."""
    with db.transaction():
        db.execute(f"lock table tenant_{tenant}.tc_item in access exclusive mode")
        yield


def waiting(db: psycopg.Connection[Any], tenant: str) -> int:
    query = "select count(*) from pg_stat_activity where usename = %s and state = 'active'"
    db.execute("select pg_stat_clear_snapshot()")
    row = db.execute(query, (f"api_tenant_{tenant}",)).fetchone()
    assert row is not None
    return int(row[0])


def test_a_statement_ends_with_its_client(real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]) -> None:
    served = real(statement_seconds=60, request_seconds=60)
    headers = bearer("viewer", shop)
    assert "errors" not in served.post(READ, headers=headers).json()
    address = urlsplit(served.url)
    body = json.dumps({"query": READ}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: {headers['authorization']}\r\n"
    with locked(db, shop):
        for accept in ("application/json", "text/event-stream"):
            clients = [socket.create_connection((str(address.hostname), address.port or 0)) for _ in range(3)]
            for client in clients:
                client.sendall(f"{head}Accept: {accept}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            until(lambda: waiting(db, shop) >= 3)
            for client in clients:
                client.close()
            until(lambda: waiting(db, shop) == 0)
        with websocket(
            served.url.replace("http", "ws") + "/graphql", subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]
            additional_headers=headers,
        ) as talk:  # fmt: skip
            talk.send('{"type":"connection_init"}')
            talk.recv(30)
            for name in ("a", "b"):
                talk.send(json.dumps({"type": "subscribe", "id": name, "payload": {"query": READ}}))
            until(lambda: waiting(db, shop) == 2)
            talk.send('{"type":"complete","id":"a"}')
            until(lambda: waiting(db, shop) == 1)
        until(lambda: waiting(db, shop) == 0)
    assert "errors" not in served.post(READ, headers=headers).json()


def test_a_statement_has_its_time(real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]) -> None:
    served = real(statement_seconds=0.4)
    with locked(db, shop):
        started = time.monotonic()
        error = served.post(READ, headers=bearer("viewer", shop)).json()["errors"][0]
        assert time.monotonic() - started < 20
    assert error["extensions"]["code"] == "TIMEOUT"


def test_a_change_of_the_schema_has_the_tenants_own_time(
    real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]
) -> None:
    """The lock is waited for politely, for longer than statements and requests of others may take."""
    served = real(statement_seconds=0.5, request_seconds=1.0)
    headers = bearer("admin", shop)
    until(lambda: "errors" not in served.post(READ, headers=headers).json())  # the first reads the schema
    field = 'mutation { addSchemaField(class: "Item", field: {name: "more", type: "text"}) { version } }'
    with ThreadPoolExecutor(1) as beside, db.transaction():
        db.execute(f"select from tenant_{shop}.tc_item")
        change = beside.submit(served.post, field, headers=headers)
        time.sleep(2.0)
        assert not change.done(), change.result().text
    assert "errors" not in change.result().json()
    until(lambda: "errors" not in served.post("{ items { nodes { more } } }", headers=headers).json())


def signalled(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # a backend that has ended meanwhile
            process.send_signal(number)


def test_a_frozen_server_is_told_of_in_time(real: Callable[..., Served], shop: str, server: servers.Server) -> None:
    served = real(request_seconds=1.5)
    headers = bearer("editor", shop)
    write = 'mutation { createItem(input: {name: "x"}) { id } }'
    until(lambda: "errors" not in served.post(READ, headers=headers).json())
    until(lambda: served.client.get("/ready").status_code == 200)
    postmaster = psutil.Process(server.process.pid)
    for everything in (True, False):  # without the backends: only new connections hang
        frozen = [postmaster, *(postmaster.children(recursive=True) if everything else [])]
        try:
            signalled(frozen, signal.SIGSTOP)
            if everything:
                for query in (READ, write, READ):
                    started = time.monotonic()
                    told = served.post(query, headers={**headers, "accept": "application/graphql-response+json"})
                    assert time.monotonic() - started < 20
                    assert told.status_code == 504
                    assert told.json()["errors"][0]["extensions"]["code"] == "TIMEOUT"
            started = time.monotonic()
            assert served.client.get("/ready").status_code == 503
            assert time.monotonic() - started < 20
        finally:
            signalled(frozen, signal.SIGCONT)
        until(lambda: served.client.get("/ready").status_code == 200)
        assert "errors" not in served.post(READ, headers=headers).json()
