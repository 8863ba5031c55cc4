"""GraphQL over Server-Sent Events over real sockets."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from py_api.config import Limits, SocketLimits
from py_api.engine.engine import Engine
from tests.py.realtime.transport.conftest import Site
from tests.support.api import NOWHERE, bearer
from tests.support.waiting import until

pytestmark = pytest.mark.once
Make = Callable[..., Site]
STREAM = {"accept": "text/event-stream"}


class Events:
    """The events of a response: dictionaries of their fields; {} for a comment, {"id": ...} for a cursor alone."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def next(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self._lines:
            if not line:
                return found
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name:
                found[name] = f"{found[name]}\n{value}" if name in found else value
        raise EOFError

    def told(self) -> list[dict[str, str]]:
        """All that comes, but comments, to the end."""
        found: list[dict[str, str]] = []
        while True:
            try:
                event = self.next()
            except EOFError:
                return found
            found += [event] if event else []

    def errors(self) -> list[str]:
        """The codes, where errors are all there is."""
        first, last = self.told()
        assert last == {"event": "complete", "data": ""}
        assert set(first) == {"event", "data"}
        assert first["event"] == "next"
        body = json.loads(first["data"])
        assert body.keys() == {"errors"}
        return [each["extensions"]["code"] for each in body["errors"]]


@contextmanager
def asked(
    site: Site, query: str | None = "subscription open", headers: Mapping[str, str] = MappingProxyType({}), **body: Any
) -> Iterator[Events]:
    given = {"query": query, **body} if query is not None else body
    sent = {**bearer(), **STREAM, **headers}
    with httpx.stream(
        "POST", f"{site.served.url}/graphql", json=given, headers=sent, timeout=30, verify=False
    ) as response:
        yield Events(response)


@contextmanager
def got(site: Site, headers: Mapping[str, str] = MappingProxyType({}), **parameters: str) -> Iterator[Events]:
    url = f"{site.served.url}/graphql?{urlencode(parameters)}"
    with httpx.stream("GET", url, headers={**STREAM, **headers}, timeout=30, verify=False) as response:
        yield Events(response)


# --- what is streamed -----------------------------------------------------------------------------------------------


def test_a_subscription(site: Make) -> None:
    served = site()
    with asked(served, variables={"x": 1}) as events:
        response = events.response
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert (response.headers["cache-control"], response.headers["x-accel-buffering"]) == ("no-store", "no")
        assert response.headers["x-request-id"]
        assert events.next() == {}, "something comes at once"
        taken = served.hub.only()
        assert (taken.operation.query, taken.operation.variables) == ("subscription open", {"x": 1})
        assert served.gauge("streams") == 1
        taken.event(b'{"data":1}', "c1")
        taken.event(b'{"data":\n{"a":\r\n2,\r"b": 3}}', "c2")
        assert events.next() == {"event": "next", "id": "c1", "data": '{"data":1}'}
        second = events.next()
        assert second["id"] == "c2"
        assert json.loads(second["data"]) == {"data": {"a": 2, "b": 3}}
        taken.event(b'{"data":"%b"}' % (b"x" * 200_000), "c3")
        assert len(events.next()["data"]) == 200_011
        taken.ended([])
        assert events.told() == [{"event": "complete", "data": ""}]
    until(lambda: served.gauge("streams") == 0)
    assert served.gauge("messages_sent") == 3


def test_it_ends_with_an_error(site: Make) -> None:
    served = site()
    with asked(served) as events:
        served.hub.only().ended([{"message": "old", "extensions": {"code": "RESYNC", "cursor": "z"}}])
        assert events.errors() == ["RESYNC"]


@pytest.mark.parametrize("other", [False, True])
def test_the_client_goes(site: Make, other: bool) -> None:
    served = site()
    with asked(served) as events:
        events.next()
        taken = served.hub.only()
        if other:
            taken.event(b'{"data":1}', "c1")
            events.next()
    until(lambda: taken.cancelled and served.gauge("streams") == 0)


def test_the_cursor_that_a_client_has_got_to(site: Make) -> None:
    served = site()
    for headers, after in (({}, None), ({"last-event-id": "c7"}, "c7"), ({"last-event-id": ""}, None)):
        with asked(served, "subscription count:1", headers) as events:
            assert len(events.told()) == 2
        assert served.hub.after[-1] == after


def test_keep_alives_carry_cursors(site: Make) -> None:
    served = site(sockets=SocketLimits(ping_seconds=0.2))
    with asked(served) as events:
        assert [events.next() for _ in range(3)] == [{}, {}, {}], "comments, where there is no cursor"
        served.hub.only().beat("c4")
        until(lambda: events.next() == {"id": "c4"})
        assert events.next() == {}, "once"
        served.hub.only().beat("c5")
        served.hub.only().event(b'{"data":1}', "c6")
        told = until(events.next)
        while told != {"event": "next", "id": "c6", "data": '{"data":1}'}:
            told = until(events.next)
            assert told != {"id": "c4"}
        assert events.next() == {}, "c5 is behind c6"


def test_a_token_that_ends_meanwhile(site: Make) -> None:
    served = site()
    with asked(served, headers=bearer(seconds=2)) as events:
        taken = served.hub.only()
        assert events.errors() == ["TOKEN_EXPIRED"]
        assert taken.cancelled


def test_queries_and_mutations(shared: Site) -> None:
    with asked(shared, "{ a }", {"idempotency-key": "k", "x-schema-version": "4"}) as events:
        first, last = events.told()
        assert json.loads(first["data"])["data"]["operation"] | {"variables": {}, "size": 0} == {
            "query": "{ a }", "name": None, "variables": {}, "read_only": False, "idempotency_key": "k", "seen_version": 4, "digest": None,
            "size": 0, "freshness": None,
        }  # fmt: skip
        assert "id" not in first
        assert last == {"event": "complete", "data": ""}
        assert "content-length" in events.response.headers
    with asked(shared, "mutation { a }") as events:
        assert len(events.told()) == 2
    with asked(shared, "failed") as events:
        assert json.loads(events.told()[0]["data"]) == {"errors": [{"message": "no"}], "data": None}
    with got(shared, bearer(), query="{ a }") as events:
        assert json.loads(events.told()[0]["data"])["data"]["operation"]["read_only"]
    with got(shared, bearer(), query="mutation { a }") as events:
        assert events.errors() == ["METHOD_NOT_ALLOWED"]


def test_connections_are_kept(shared: Site) -> None:
    with httpx.Client(base_url=shared.served.url, headers={**bearer(), **STREAM}, verify=False) as client:
        for _ in range(3):
            assert client.post("/graphql", json={"query": "subscription count:2"}).text.count("event: next") == 2
        connections = client._transport._pool.connections  # type: ignore[attr-defined]
        assert len(connections) == 1


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/event-stream", "text/event-stream"),
        ("text/event-stream;charset=utf-8, application/json;q=0.9", "text/event-stream"),
        ("application/json;q=0.5, text/event-stream", "text/event-stream"),
        ("application/json, text/event-stream", "application/json"),
        ("text/event-stream;q=0.5, */*", "application/graphql-response+json"),
        ("*/*", "application/graphql-response+json"),
        ("text/*", "406"),
    ],
)
def test_it_is_asked_for_by_name(shared: Site, accept: str, kind: str) -> None:
    response = shared.served.post(headers={"accept": accept})
    if kind == "406":
        assert response.status_code == 406
    else:
        assert response.headers["content-type"] == f"{kind}; charset=utf-8"


# --- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("invalid", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription refused", "SUBSCRIPTION_LIMIT"),
        ("subscription boom", "INTERNAL"),
    ],
)
def test_what_the_engine_says_can_be_read_by_a_browser(shared: Site, query: str, code: str) -> None:
    with asked(shared, query) as events:
        assert events.response.status_code == 200
        assert events.errors() == [code]


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"authorization": ""}, {}, 401, "UNAUTHENTICATED"),
        (bearer(seconds=-10), {}, 401, "TOKEN_EXPIRED"),
        (bearer(tenant=None), {}, 403, "FORBIDDEN"),
        ({"content-type": "text/plain"}, {}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ({}, {"variables": []}, 400, "BAD_REQUEST"),
        ({}, {"query": "x" * 1000}, 413, "BODY_TOO_LARGE"),
        ({}, {"query": "boom"}, 500, "INTERNAL"),
    ],
)
def test_other_errors_keep_their_status(
    site: Make, headers: dict[str, str], body: dict[str, Any], status: int, code: str
) -> None:
    served = site(limits=Limits(body=1000))
    with asked(served, headers=headers, **body) as events:
        assert events.response.status_code == status
        assert events.response.headers["content-type"].startswith("text/event-stream")
        assert ("www-authenticate" in events.response.headers) == (status == 401)
        assert events.errors() == [code]
    assert f'thingbase_requests_total{{status="{status}",code="{code}"}} 1' in served.served.client.get("/metrics").text


def test_other_methods(shared: Site) -> None:
    response = shared.served.client.put("/graphql", headers={**bearer(), **STREAM})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


def test_no_database(site: Make) -> None:
    served = site(Engine, database_url=NOWHERE)
    with asked(served, "subscription { schemaChanged { version } }") as events:
        assert (events.response.status_code, events.response.headers["retry-after"]) == (503, "1")
        assert events.errors() == ["DATABASE_UNAVAILABLE"]


# --- tokens in URLs -------------------------------------------------------------------------------------------------


def token(**claims: Any) -> str:
    return bearer(**claims)["authorization"].removeprefix("Bearer ")


def test_a_token_in_the_url(site: Make, caplog: pytest.LogCaptureFixture) -> None:
    served = site(access_log=True)
    caplog.set_level("INFO", "thingbase")
    given = token(tenant="zeta", seconds=600)
    with got(served, query="{ a }", access_token=given) as events:
        assert json.loads(events.told()[0]["data"])["data"]["principal"]["tenant"] == "zeta"
    with got(served, query="{ a }", access_token=token(seconds=4000)) as events:
        assert events.response.status_code == 401
        assert events.errors() == ["UNAUTHENTICATED"]
    with got(served, query="{ a }", access_token="x") as events:
        assert events.errors() == ["UNAUTHENTICATED"]
    with got(served, query="{ a }") as events:
        assert events.errors() == ["PREFLIGHT_REQUIRED"]
    with asked(served, "{ a }", {"authorization": ""}, access_token=given) as events:
        assert events.errors() == ["UNAUTHENTICATED"], "not in a body"
    assert "GET /graphql 200" in caplog.text
    assert given not in caplog.text


def test_nowhere_else_is_a_token_taken_from_the_url(shared: Site) -> None:
    client = shared.served.client
    for accept in ("application/json", "*/*"):
        response = client.get(
            "/graphql", params={"query": "{ a }", "access_token": token()}, headers={"accept": accept}
        )
        assert response.status_code == 403
    response = client.post("/graphql", params={"access_token": token()}, json={"query": "{ a }"}, headers=STREAM)
    assert response.status_code == 401


# --- who keeps up, and shutting down --------------------------------------------------------------------------------


@contextmanager
def deaf(site: Site) -> Iterator[socket.socket]:
    """A client that reads nothing but the head."""
    host, port = site.served.url.removeprefix("http://").split(":")
    body = json.dumps({"query": "subscription open"})
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.settimeout(10)
        plain.connect((host, int(port)))
        plain.sendall(
            f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer()['authorization']}\r\n"
            f"Content-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        received = b""
        while b"\r\n\r\n" not in received:
            received += plain.recv(1)
        yield plain


def test_a_client_costs_a_bounded_number_of_bytes(site: Make) -> None:
    served = site(sockets=SocketLimits(buffer=200_000))
    with deaf(served), asked(served) as healthy:
        until(lambda: len(served.hub.taken) == 2)
        stalled = served.hub.taken[0]
        healthy.next()
        sent = 0
        while not stalled.cancelled:
            for taken in list(served.hub.taken):
                taken.event(b'{"data":"%b"}' % (b"x" * 10_000), "c")
            assert healthy.next()["event"] == "next"
            sent += 1
            assert sent < 400
        assert sent > 20
        until(lambda: (served.gauge("streams"), served.gauge("slow_closes")) == (1, 1))


def test_a_client_that_takes_nothing(site: Make) -> None:
    served = site(sockets=SocketLimits(stall_seconds=0.5))
    with deaf(served):
        taken = served.hub.only()
        for _ in range(60):
            taken.event(b'{"data":"%b"}' % (b"x" * 10_000), "c")
        started = time.monotonic()
        until(lambda: taken.cancelled)
        assert 0.3 < time.monotonic() - started < 20
        until(lambda: (served.gauge("streams"), served.gauge("slow_closes")) == (0, 1))


def test_the_server_stops(site: Make) -> None:
    served = site()
    with asked(served) as events:
        events.next()
        taken = served.hub.only()
        stopping = threading.Thread(target=served.served.stop)
        stopping.start()
        assert events.told() == [], "not complete: a client comes back"
        assert taken.cancelled
        stopping.join(10)
        assert not stopping.is_alive()


def test_pages_of_other_sites(site: Make) -> None:
    served = site(origins=("http://good.example",))
    origin = {"origin": "http://good.example"}
    with asked(served, "subscription count:1", origin) as events:
        assert events.response.headers["access-control-allow-origin"] == "http://good.example"
        assert len(events.told()) == 2
    with asked(served, "subscription count:1", {"origin": "http://evil.example"}) as events:
        assert "access-control-allow-origin" not in events.response.headers
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,last-event-id"}
    assert served.served.client.options("/graphql", headers={**origin, **asks}).status_code == 200
