"""graphql-transport-ws over real sockets: each message, each close code."""

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from py_api.config import Limits, SocketLimits
from tests.py.realtime.transport.conftest import OURS, Site
from tests.support.api import NOWHERE, bearer
from tests.support.waiting import until

pytestmark = pytest.mark.once
Make = Callable[..., Site]


# --- the handshake --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offered", [("graphql-ws",), ("soap", "graphql-ws")])
def test_other_subprotocols_are_refused(shared: Site, offered: tuple[str, ...]) -> None:
    """Also the old graphql-ws."""
    with shared.client(*offered) as client:
        code, reason = client.closed()
        assert (code, reason.partition(":")[0]) == (4406, "Subprotocol not acceptable")
    with shared.client("graphql-ws", OURS) as client:
        assert client.socket.subprotocol == OURS


def test_without_a_subprotocol(shared: Site) -> None:
    with shared.client(none=True) as client:
        assert client.closed()[0] == 4406


def test_nothing_is_compressed(shared: Site) -> None:
    with shared.client(compression="deflate") as client:
        assert client.socket.response is not None
        assert "Sec-WebSocket-Extensions" not in client.socket.response.headers


def test_it_is_at_graphql(shared: Site) -> None:
    with shared.client(path="/graphql?x=1") as client:
        client.init()
    with pytest.raises(InvalidStatus, match="404"), shared.client(path="/graphiql"):
        pass


@pytest.mark.parametrize(
    ("given", "origins", "status"),
    [
        (None, (), 101),
        ("http://{host}", (), 101),
        ("https://{HOST}", (), 101),  # a proxy speaks TLS
        ("http://evil.example", (), 403),
        ("http://{host}.evil.example", (), 403),
        ("null", (), 403),
        ("http://evil.example", ("http://good.example",), 403),
        ("http://good.example", ("http://good.example",), 101),
        ("http://any.example", ("*",), 101),
        ("http://localhost:5173", (), 403),  # (but under `up`: Settings.welcomes)
    ],
)
def test_pages_of_other_sites(site: Make, given: str | None, origins: tuple[str, ...], status: int) -> None:
    served = site(origins=origins)
    host = served.served.url.removeprefix("http://")
    origin = given and given.format(host=host, HOST=host.upper())
    if status == 101:
        with served.client(origin=origin) as client:
            client.init()
    else:
        with pytest.raises(InvalidStatus, match=str(status)), served.client(origin=origin):
            pass


def test_as_many_connections_as_there_may_be(site: Make) -> None:
    served = site(sockets=SocketLimits(connections=2))
    with served.client() as one, served.client():
        with pytest.raises(InvalidStatus, match="503") as error, served.client():
            pass
        assert error.value.response.headers["Retry-After"] == "1"
        headers = {**bearer(), "accept": "text/event-stream"}
        refused = served.served.post("subscription open", headers=headers)
        assert refused.status_code == 503
        assert "CONNECTION_LIMIT" in refused.text
        one.socket.close()
        until(lambda: served.gauge("open") == 1)
        with served.client() as another:
            another.init()
    until(lambda: served.gauge("open") == 0)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"), b"426"),
        (("Sec-WebSocket-Version: 13\r\n", ""), b"426"),
        (("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", ""), b"400"),
        (("GET ", "POST "), b"405"),
    ],
)
def test_malformed_handshakes(shared: Site, change: tuple[str, str], status: bytes) -> None:
    host, port = shared.served.url.removeprefix("http://").split(":")
    head = (
        "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: {OURS}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(head.replace(*change).encode())
        received = b""
        while part := connection.recv(4096):  # and it ends
            received += part
    assert received.split(b" ")[1] == status


# --- who it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrap", [lambda h: h, lambda h: {"headers": {"Authorization": h["authorization"]}}])
def test_a_token_in_the_first_message(shared: Site, wrap: Callable[[Any], Any]) -> None:
    with shared.client() as client:
        client.init(**wrap(bearer("viewer", "zeta")))
        client.subscribe("{ a }")
        assert client.hear()["payload"]["data"]["principal"]["tenant"] == "zeta"


def test_a_token_in_the_upgrade_request(shared: Site) -> None:
    with shared.client(additional_headers=bearer(tenant="zeta")) as client:
        client.say(type="connection_init")
        assert client.hear() == {"type": "connection_ack"}
        client.subscribe("{ a }")
        assert client.hear()["payload"]["data"]["principal"]["tenant"] == "zeta"


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, "UNAUTHENTICATED"),
        ({"authorization": "Bearer x.y.z"}, "UNAUTHENTICATED"),
        ({"authorization": 7}, "UNAUTHENTICATED"),
        (bearer(seconds=-10), "TOKEN_EXPIRED"),
        (bearer(tenant=None), "FORBIDDEN"),
        (bearer(key=b"a key that is not ours, but is long"), "UNAUTHENTICATED"),
    ],
)
def test_tokens_that_are_none(shared: Site, payload: dict[str, Any], said: str) -> None:
    with shared.client() as client:
        client.say(type="connection_init", payload=payload)
        code, reason = client.closed()
        assert (code, reason.partition(":")[0]) == (4403, said)


def test_keys_that_cannot_be_had_are_not_the_clients_fault(site: Make, tmp_path: Any) -> None:
    served = site(jwks=str(tmp_path / "none.json"))
    import jwt
    from cryptography.hazmat.primitives.asymmetric import ec

    token = jwt.encode({"exp": time.time() + 60}, ec.generate_private_key(ec.SECP256R1()), algorithm="ES256")
    with served.client() as client:
        client.say(type="connection_init", payload={"authorization": f"Bearer {token}"})
        code, reason = client.closed()
        assert (code, reason.partition(":")[0]) == (1013, "KEYS_UNAVAILABLE")


def test_who_does_not_say_who_it_is(site: Make) -> None:
    served = site(sockets=SocketLimits(init_seconds=0.3))
    with served.client() as client:
        started = time.monotonic()
        assert client.closed() == (4408, "Connection initialisation timeout")
        assert 0.2 < time.monotonic() - started < 30


def test_saying_it_twice(shared: Site) -> None:
    with shared.client() as client:
        client.init()
        client.say(type="connection_init", payload=bearer())
        assert client.closed() == (4429, "Too many initialisation requests")
    with shared.client() as client:
        client.socket.send(json.dumps({"type": "connection_init", "payload": bearer()}))
        client.socket.send(json.dumps({"type": "connection_init", "payload": bearer()}))
        assert client.closed()[0] == 4429


def test_asking_first(shared: Site) -> None:
    with shared.client(additional_headers=bearer()) as client:
        client.subscribe("{ a }")
        assert client.closed() == (4401, "Unauthorized")


def test_a_token_that_ends_meanwhile(site: Make) -> None:
    served = site()
    with served.client() as client:
        client.init(**bearer(seconds=2))
        client.subscribe("subscription open")
        taken = served.hub.only()
        assert client.closed() == (4403, "TOKEN_EXPIRED: the token has expired")
        assert taken.cancelled


# --- messages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "[]",
        "7",
        '"subscribe"',
        "{}",
        '{"type": 7}',
        '{"type": "start", "id": "1"}',
        '{"type": "next", "id": "1"}',
        '{"type": "connection_init", "payload": 7}',
        '{"type": "connection_init", "payload": []}',
        '{"type": "subscribe", "payload": {"query": "{ a }"}}',
        '{"type": "subscribe", "id": 7, "payload": {"query": "{ a }"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ a }"}}',
        '{"type": "subscribe", "id": "%s", "payload": {"query": "{ a }"}}' % ("x" * 257),
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": {}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 7}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ a }", "variables": []}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ a }", "extensions": {"schemaVersion": "x"}}}',
        '{"type": "complete"}',
        '{"type": "ping", "payload": 7}',
        "[" * 100_000,
    ],
)
def test_malformed_messages(shared: Site, message: str) -> None:
    with shared.client() as client:
        if "connection_init" not in message:
            client.init()
        client.socket.send(message)
        code, reason = client.closed()
        assert code == 4400
        assert reason


def test_bytes_are_no_messages(shared: Site) -> None:
    with shared.client() as client:
        client.socket.send(b"{}")
        assert client.closed()[0] == 4400
    with shared.client() as client:
        client.socket.send(b"\xff", text=True)
        assert client.closed()[0] == 1007


def test_large_messages(site: Make) -> None:
    served = site(limits=Limits(body=1000))
    with served.client() as client:
        client.init()
        client.subscribe("{ a }" + " " * 900)
        assert client.hear()["type"] == "next"
        assert client.hear()["type"] == "complete"
        with contextlib.suppress(ConnectionClosed):
            client.socket.send("x" * 150 for _ in range(7))  # also in parts
        assert client.closed()[0] == 1009


def test_large_messages_keep_their_place_and_cost_their_tenant(site: Make) -> None:
    served = site()
    budget = served.served.app.engine.budget
    account = budget._account("acme")
    with served.client() as client:
        client.init()
        client.subscribe("{ a }", id="1", variables={"x": ["y" * 90] * 1_000})
        client.subscribe("{ b }", id="2")
        assert [client.hear()["id"] for _ in "abcd"] == ["1", "1", "2", "2"]

        def seconds(query: str, **variables: Any) -> float:
            begun = account.looked = time.monotonic()
            account.left = -0.1
            client.subscribe(query, variables=variables)
            assert client.hear()["type"] in ("next", "error")
            if not query.startswith("invalid"):
                client.hear()
            return time.monotonic() - begun

        assert seconds("{ a }", x="y" * 10_000) > 0.3
        assert min(seconds("{ a }") for _ in "abc") < 0.3, "what is small goes on"
        assert seconds("invalid") > 0.3, "what is refused is told late"
        assert seconds("{ a }") > 0.3, "and what comes behind it has waited, too"
        assert min(seconds("{ a }") for _ in "abc") < 0.3
    with served.client() as stranger:
        stranger.socket.send(json.dumps({"type": "connection_init", "payload": {"x": "y" * 20_000}}))
        assert stranger.closed()[0] == 4400


def test_a_message_in_parts(shared: Site) -> None:
    with shared.client() as client:
        text = json.dumps({"type": "connection_init", "payload": bearer() | {"é": "€"}}, ensure_ascii=False)
        client.socket.send(iter(text))
        assert client.hear() == {"type": "connection_ack"}


def test_pings_of_both_kinds(shared: Site) -> None:
    with shared.client() as client:
        client.say(type="ping")  # even before it has said who it is
        assert client.hear() == {"type": "pong"}
        client.say(type="ping", payload={"n": 1.5, "big": 12345678901234567890})
        assert client.hear() == {"type": "pong", "payload": {"n": 1.5, "big": 12345678901234567890}}
        client.say(type="pong")
        assert client.socket.ping(b"x").wait(10)
        client.init()


# --- operations -----------------------------------------------------------------------------------------------------


def test_a_subscription(site: Make) -> None:
    served = site()
    with served.client() as client:
        client.init()
        client.subscribe("subscription open", "a", variables={"x": 1}, operationName="B")
        taken = served.hub.only()
        assert (taken.operation.query, taken.operation.variables, taken.operation.name) == (
            "subscription open",
            {"x": 1},
            "B",
        )
        assert (taken.principal.tenant, taken.principal.role) == ("acme", "editor")
        sizes = [0, 40, 80, 125, 126, 1000, 65535, 65536, 200_000]
        for size in sizes:
            taken.event(b'{"data":"%b"}' % (b"x" * size), "c")
        taken.beat("c")
        for size in sizes:
            assert client.hear() == {"id": "a", "type": "next", "payload": {"data": "x" * size}}
        assert served.gauge("operations") == 1
        taken.ended([{"message": "gone", "extensions": {"code": "RESYNC", "cursor": "z"}}])
        assert client.hear() == {
            "id": "a", "type": "error", "payload": [{"message": "gone", "extensions": {"code": "RESYNC", "cursor": "z"}}],
        }  # fmt: skip
        assert served.gauge("operations") == 0
        client.subscribe("subscription count:2", "a")  # the id is free again
        assert [client.hear()["type"] for _ in range(3)] == ["next", "next", "complete"]
        assert served.gauge("messages_sent") == len(sizes) + 2


def test_ids_are_the_clients(site: Make) -> None:
    served = site()
    ids = ['"', "\\", "é\n", "x" * 256]
    with served.client() as one, served.client() as other:
        for client in (one, other):
            client.init()
            for name in ids:
                client.subscribe("subscription open", name)
        until(lambda: len(served.hub.taken) == 8)
        body = b'{"data":1}'
        for taken in list(served.hub.taken):  # one body for all
            taken.event(body, "c")
        for client in (one, other):
            assert sorted(client.hear()["id"] for _ in ids) == sorted(ids)


def test_an_id_that_is_taken(site: Make) -> None:
    served = site()
    with served.client() as client:
        client.init()
        client.subscribe("subscription open", "a")
        taken = served.hub.only()
        client.subscribe("{ a }", "a")
        assert client.closed() == (4409, "Subscriber for a already exists")
        assert taken.cancelled


def test_the_client_stops_it(site: Make) -> None:
    served = site()
    with served.client() as client:
        client.init()
        client.subscribe("subscription open", "a")
        taken = served.hub.only()
        client.say(type="complete", id="nothing")
        client.say(type="complete", id="a")
        until(lambda: taken.cancelled)
        client.say(type="ping")
        assert client.hear() == {"type": "pong"}, "no word of it"


def test_the_client_goes(site: Make) -> None:
    served = site()
    for leave in ("close", "abort"):
        with served.client() as client:
            client.init()
            for name in "ab":
                client.subscribe("subscription open", name)
            until(lambda: len(served.hub.taken) == 2)
            client.socket.close(1000) if leave == "close" else client.socket.socket.shutdown(socket.SHUT_RDWR)
            until(lambda: not served.hub.taken)
            until(lambda: (served.gauge("open"), served.gauge("operations")) == (0, 0))
        if leave == "close":
            assert client.socket.close_code == 1000


def test_more_operations_than_there_may_be(site: Make) -> None:
    served = site(sockets=SocketLimits(operations=2))
    with served.client() as client:
        client.init()
        for name in "abc":
            client.subscribe("subscription open", name)
        refused = client.hear()
        assert (refused["id"], refused["type"]) == ("c", "error")
        assert refused["payload"][0]["extensions"] == {"code": "SUBSCRIPTION_LIMIT", "limit": 2}
        client.say(type="complete", id="a")
        client.subscribe("subscription count:0", "c")
        assert client.hear() == {"id": "c", "type": "complete"}


def test_queries_and_mutations(site: Make, caplog: pytest.LogCaptureFixture) -> None:
    served = site(access_log=True)
    caplog.set_level("INFO", "thingbase")
    with served.client() as client:
        client.init()
        client.subscribe(
            "mutation { a }", "m", variables={"n": 1}, extensions={"idempotencyKey": "k", "schemaVersion": 4}
        )
        told = client.hear()
        assert (told["id"], told["type"]) == ("m", "next")
        assert told["payload"]["data"]["operation"] | {"size": 0} == {
            "query": "mutation { a }", "name": None, "variables": {"n": 1}, "read_only": False, "idempotency_key": "k", "seen_version": 4, "digest": None,
            "size": 0, "freshness": None,
        }  # fmt: skip
        assert client.hear() == {"id": "m", "type": "complete"}
        client.subscribe("failed", "f")
        assert client.hear() == {"id": "f", "type": "next", "payload": {"errors": [{"message": "no"}], "data": None}}
        assert client.hear() == {"id": "f", "type": "complete"}
        client.subscribe("large", "l")
        assert len(client.hear()["payload"]["data"]) == 200_000
        assert client.hear() == {"id": "l", "type": "complete"}
        client.subscribe("invalid", "i")
        assert client.hear()["type"] == "error"
        client.subscribe("subscription count:0", "s")
        assert client.hear()["type"] == "complete"
    metrics = served.served.client.get("/metrics").text
    assert 'thingbase_requests_total{status="200",code=""} 3' in metrics
    records: list[Any] = [r for r in caplog.records if r.name == "thingbase.http" and "WS" in r.getMessage()]
    logged = [(r.fields["tenant"], r.fields["status"], r.fields["code"], r.fields["bytes"] > 0) for r in records]
    assert logged == [("acme", 200, None, True)] * 3 + [
        ("acme", 400, "GRAPHQL_VALIDATION_FAILED", False),
        ("acme", 200, None, False),
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("invalid", "GRAPHQL_VALIDATION_FAILED"),
        ("boom", "INTERNAL"),
        ("subscription boom", "INTERNAL"),
        ("subscription refused", "SUBSCRIPTION_LIMIT"),
        ("x" * 100_001, "DOCUMENT_TOO_LARGE"),
    ],
)
def test_errors_end_the_operation(shared: Site, query: str, code: str, caplog: pytest.LogCaptureFixture) -> None:
    with shared.client() as client:
        client.init()
        client.subscribe(query)
        told = client.hear()
        assert (told["id"], told["type"]) == ("1", "error")
        assert told["payload"][0]["extensions"]["code"] == code
        assert "password" not in json.dumps(told)
        if code == "INTERNAL":
            assert re.fullmatch(r"[0-9a-f]{8}-s[0-9a-f]+/1", told["payload"][0]["extensions"]["id"])
            assert "a table name and a password" in caplog.text
        client.subscribe("{ a }")
        assert client.hear()["type"] == "next", "the connection goes on"


def test_documents_by_their_hash(site: Make, tmp_path: Any) -> None:
    from hashlib import sha256

    text = "subscription count:1"
    digest = sha256(text.encode()).hexdigest()
    by_hash = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    served = site()
    with served.client() as client:
        client.init(**bearer("operator", None))  # no tenant has a list
        client.say(type="subscribe", id="1", payload={"extensions": by_hash})
        assert client.hear()["payload"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
        client.say(type="subscribe", id="1", payload={"query": text, "extensions": by_hash})
        assert [client.hear()["type"] for _ in range(2)] == ["next", "complete"]
        client.say(type="subscribe", id="1", payload={"extensions": by_hash})
        assert [client.hear()["type"] for _ in range(2)] == ["next", "complete"]
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({digest: text}))
    only = site(persisted=manifest, persisted_only=True)
    with only.client() as client:
        client.init(**bearer("operator", None))
        client.subscribe("{ a }")
        assert client.hear()["payload"][0]["extensions"]["code"] == "PERSISTED_ONLY"
        client.say(type="subscribe", id="1", payload={"documentId": f"sha256:{digest}"})
        assert client.hear()["type"] == "next"


def test_what_is_slow_delays_nothing_else(shared: Site) -> None:
    with shared.client() as client:
        client.init()
        client.subscribe("slow", "s")
        client.subscribe("{ a }", "q")
        assert [client.hear()["id"] for _ in range(4)] == ["q", "q", "s", "s"]
        client.subscribe("slow", "s")
        client.say(type="complete", id="s")
        client.subscribe("{ a }", "s")  # what was given up is not mistaken for what follows
        assert client.hear()["payload"]["data"]["operation"]["query"] == "{ a }"
        assert client.hear() == {"id": "s", "type": "complete"}
        with pytest.raises(TimeoutError):
            client.socket.recv(1.5)


# --- shutting down --------------------------------------------------------------------------------------------------


def test_the_server_stops(site: Make) -> None:
    served = site()
    with served.client() as streaming, served.client() as idle, served.client() as asking, served.client():
        for client in (streaming, idle, asking):
            client.init()
        streaming.subscribe("subscription open")
        taken = served.hub.only()
        asking.subscribe("slow")
        asking.subscribe("subscription open", "2")
        until(lambda: len(served.hub.taken) == 2)
        stopping = threading.Thread(target=served.served.stop)
        stopping.start()
        assert streaming.closed() == (1001, "the server stops")
        assert taken.cancelled
        assert idle.closed()[0] == 1001
        assert [asking.hear()["type"] for _ in range(2)] == ["next", "complete"], "what is in flight may end"
        assert asking.closed()[0] == 1001
        stopping.join(15)
        assert not stopping.is_alive()


# --- who is there, and who keeps up ---------------------------------------------------------------------------------


def test_a_silent_client_is_asked_whether_it_is_there(site: Make) -> None:
    served = site(sockets=SocketLimits(ping_seconds=0.2, pong_seconds=4, stall_seconds=4))
    with served.client() as client:
        client.init()
        time.sleep(5)  # the library answers
        client.say(type="ping")
        assert client.hear() == {"type": "pong"}
        assert served.gauge("slow_closes") == 0
    silent = Deaf(served)
    started = time.monotonic()
    assert silent.end().count(b"\x89"), "it was asked"
    assert time.monotonic() - started < 30
    assert served.gauge("slow_closes") == 1


class Deaf:
    """A client that reads nothing after its first message, but what it is told to."""

    def __init__(self, site: Site, *subscribe: str, buffer: int = 4096) -> None:
        host, port = site.served.url.removeprefix("http://").split(":")
        self.plain = socket.socket()
        self.plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.plain.connect((host, int(port)))
        head = (
            f"GET /graphql HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: {OURS}\r\n\r\n"
        )
        self.plain.sendall(head.encode())
        received = b""
        while b"\r\n\r\n" not in received:
            received += self.plain.recv(1)
        self.say(type="connection_init", payload=bearer())
        while subscribe and not received.endswith(b'"connection_ack"}'):  # who asks before that is let in is sent away
            received += self.plain.recv(1)
        for number, query in enumerate(subscribe):
            self.say(type="subscribe", id=str(number), payload={"query": query})

    def say(self, **message: Any) -> None:
        self.plain.sendall(Frame(Opcode.TEXT, json.dumps(message).encode()).serialize(mask=True))

    def end(self) -> bytes:
        """What it finds when it reads at last; b"" at the end where the connection was cut."""
        self.plain.settimeout(10)
        received = b""
        try:
            while part := self.plain.recv(65536):
                received += part
        except ConnectionResetError:
            pass
        finally:
            self.plain.close()
        return received


def test_a_stalled_client_is_found_though_little_is_sent(site: Make) -> None:
    """What it leaves unread fits into the system's buffers: pings find it out."""
    served = site(sockets=SocketLimits(stall_seconds=3.0))
    deaf = Deaf(served, "subscription open")
    taken = served.hub.only()
    with served.client() as healthy:
        healthy.init()
        healthy.subscribe("subscription open")
        until(lambda: len(served.hub.taken) == 2)
        other = next(each for each in served.hub.taken if each is not taken)
        started, count = time.monotonic(), 0
        while not taken.cancelled:
            for each in (taken, other):
                each.event(b'{"data":1}', "c")
            assert healthy.hear()["payload"] == {"data": 1}
            count += 1
            assert time.monotonic() - started < 30
            time.sleep(0.02)
        assert 0.5 < time.monotonic() - started < 20, "a part of the patience, and the patience"
        end = deaf.end()
        assert b"SLOW_CLIENT" in end
        assert b"\x03\xf5" in end, "1013"
        assert count - 1 <= end.count(b'"next"') <= count, "the last one may have come as it was closed"
        assert (served.gauge("slow_closes"), served.gauge("open")) == (1, 1)


def test_a_client_costs_a_bounded_number_of_bytes(site: Make) -> None:
    served = site(sockets=SocketLimits(buffer=200_000))
    deaf = Deaf(served, "subscription open")
    taken = served.hub.only()
    body = b'{"data":"%b"}' % (b"x" * 10_000)
    sent = 0
    while not taken.cancelled:
        taken.event(body, "c")
        sent += 1
        assert sent < 400
    assert sent > 20
    until(lambda: served.gauge("open") == 0)  # cut: it does not take even the close frame
    assert len(deaf.end()) < sent * len(body)
    assert served.gauge("slow_closes") == 1


def test_a_client_that_takes_nothing(site: Make) -> None:
    served = site(sockets=SocketLimits(stall_seconds=0.5, ping_seconds=60))
    deaf = Deaf(served, "subscription open")
    taken = served.hub.only()
    for _ in range(60):  # more than the system holds, less than may wait
        taken.event(b'{"data":"%b"}' % (b"x" * 10_000), "c")
    started = time.monotonic()
    until(lambda: taken.cancelled)
    assert 0.3 < time.monotonic() - started < 20
    until(lambda: served.gauge("open") == 0)
    deaf.end()


def test_a_stalled_client_gains_nothing_by_what_fills_its_windows_late(site: Make) -> None:
    served = site(sockets=SocketLimits(stall_seconds=4.0, buffer=10_000_000))
    deaf = Deaf(served, "subscription open")
    taken = served.hub.only()
    started, filled = time.monotonic(), False
    while not taken.cancelled:
        passed = time.monotonic() - started
        taken.event(b'{"data":1}', "c")
        if passed > 3.6 and not filled:  # an answer is owed since a second or so
            filled = True
            for _ in range(100):
                taken.event(b'{"data":"%b"}' % (b"x" * 10_000), "c")
        assert passed < 7.5
        time.sleep(0.05)
    assert filled
    until(lambda: served.gauge("open") == 0)
    deaf.end()


def test_a_client_that_takes_it_slowly_goes_on(site: Make) -> None:
    served = site(sockets=SocketLimits(stall_seconds=1.0, buffer=10_000_000))
    slow = Deaf(served, "subscription open", buffer=262_144)
    taken = served.hub.only()
    for n in range(500):
        taken.event(b'{"data":"%b%d"}' % (b"x" * 10_000, n), "c")
    slow.plain.settimeout(10)
    frames = ClientProtocol(parse_uri("ws://x/"), state=State.OPEN)
    started, events = time.monotonic(), 0
    while events < 500:
        frames.receive_data(slow.plain.recv(40_000))
        assert frames.state is State.OPEN
        events += sum(isinstance(each, Frame) and b'"next"' in each.data for each in frames.events_received())
        for answer in frames.data_to_send():
            slow.plain.sendall(answer)
        time.sleep(0.02)
    assert time.monotonic() - started > 2.0, "so it was slow"
    assert not taken.cancelled
    slow.plain.close()


def test_replays_go_at_the_clients_pace(site: Make) -> None:
    served = site(sockets=SocketLimits(buffer=200_000))
    deaf = Deaf(served, "subscription open")
    taken = served.hub.only()
    sent: list[int] = []

    async def replay() -> None:
        for n in range(1000):
            taken.sink.event(b'{"data":"%b"}' % (b"x" * 5_000), "c")
            sent.append(n)
            await taken.sink.ready()

    import asyncio

    asyncio.run_coroutine_threadsafe(replay(), taken.loop)
    time.sleep(0.5)
    assert len(sent) < 200, "it waits"
    received = 0
    deaf.plain.settimeout(10)
    while received < 1000 * 5_000:
        received += len(deaf.plain.recv(65536))
    until(lambda: len(sent) == 1000)  # (the heads of frames count, too)
    assert not taken.cancelled
    deaf.plain.close()
    until(lambda: taken.cancelled)


def test_pongs_of_a_client_that_does_not_read_are_bounded_too(site: Make) -> None:
    served = site(sockets=SocketLimits(buffer=100_000))
    deaf = Deaf(served)
    deaf.plain.settimeout(0.2)
    for _ in range(1_000):
        with contextlib.suppress(TimeoutError, OSError):
            deaf.say(type="ping", payload={"x": "y" * 10_000})
        if served.gauge("slow_closes"):
            break
    until(lambda: (served.gauge("slow_closes"), served.gauge("open")) == (1, 0))
    deaf.plain.close()


def test_no_database(site: Make) -> None:
    from py_api.engine.engine import Engine

    served = site(Engine, database_url=NOWHERE)
    with served.client() as client:
        client.init()
        client.subscribe("subscription { schemaChanged { version } }")
        assert client.hear()["payload"][0]["extensions"]["code"] == "DATABASE_UNAVAILABLE"
