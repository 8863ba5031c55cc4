"""The other routes, and how a server stops."""

import asyncio
import gc
import resource
import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
import uvicorn

from py_api.engine.request import Answer, GraphQLRequest
from py_api.http import server
from py_api.http.uvicorn_protocol import HttpProtocol
from py_api.principal import Principal
from tests.support import servers
from tests.support.api import Served, StubEngine, bearer
from tests.support.waiting import until


@pytest.mark.once
def test_health(api: Served) -> None:
    assert api.client.get("/health").text == "ok\n"
    assert api.client.get("/nothing").status_code == 404


@pytest.mark.once
def test_ready(serve: Callable[..., Served], server: servers.Server) -> None:
    served = serve(database_url=servers.asyncpg_url(server.url))
    response = served.client.get("/ready")
    assert response.status_code == 200
    assert response.json()["ready"] is True
    assert response.json()["core"] == "current"


@pytest.mark.once
def test_not_ready_without_a_database(api: Served) -> None:
    response = api.client.get("/ready")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "why": "the database does not answer"}


@pytest.mark.once
def test_not_ready_with_an_older_core(
    serve: Callable[..., Served], server: servers.Server, fresh_database: str
) -> None:
    with psycopg.connect(fresh_database, autocommit=True) as db:
        db.execute("create schema thing; create table thing.core_versions (version int, checksum text)")
        db.execute("create table thing.installation (id int)")
        db.execute("create table thing.error_codes (sqlstate text, code text, http_status int)")
    served = serve(database_url=servers.asyncpg_url(fresh_database))
    assert served.client.get("/ready").json() == {
        "ready": False,
        "why": "the database's core is older than this program",
    }


@pytest.mark.once
def test_a_newer_core_says_which_programs_are_ready(
    serve: Callable[..., Served], server: servers.Server, fresh_database: str
) -> None:
    with psycopg.connect(fresh_database, autocommit=True) as db:
        db.execute("create schema thing; create table thing.core_versions as select 9999 as version, 'x' as checksum")
        db.execute("create table thing.installation as select 3 as oldest_program")
        db.execute("create table thing.error_codes (sqlstate text, code text, http_status int)")
        served = serve(database_url=servers.asyncpg_url(fresh_database))
        assert served.client.get("/ready").json()["ready"] is True
        db.execute("update thing.installation set oldest_program = 9999")
        assert served.client.get("/ready").json() == {
            "ready": False,
            "why": "the database's core does not work with a program as old as this one",
        }


@pytest.mark.once
def test_sdl(api: Served) -> None:
    response = api.client.get("/schema.graphql", headers=bearer())
    assert response.text == "# of acme\n"
    assert response.headers["content-type"] == "application/graphql; charset=utf-8"
    assert response.headers["content-encoding"] == "gzip"
    refused = api.client.get("/schema.graphql")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.once
def test_metrics(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post()
    served.post("invalid")
    served.post(headers={"authorization": "Bearer x"})
    text = served.client.get("/metrics").text
    assert 'thingbase_requests_total{status="200",code=""} 1\n' in text
    assert 'thingbase_requests_total{status="400",code=""} 1\n' in text
    assert 'thingbase_requests_total{status="401",code="UNAUTHENTICATED"} 1\n' in text
    assert 'thingbase_request_seconds_bucket{le="+Inf"} 3\n' in text
    assert "thingbase_request_seconds_count 3\n" in text
    assert "thingbase_pool_connections 0\n" in text
    assert "thingbase_engine_plans 5\n" in text


@pytest.mark.once
def test_metrics_are_not_for_everybody(serve: Callable[..., Served]) -> None:
    open_to_machine = serve()
    for name in (
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP",
    ):  # fmt: skip
        assert open_to_machine.client.get("/metrics", headers={name: "203.0.113.7"}).status_code == 403
    assert open_to_machine.client.get("/metrics", headers={"Host": "thingbase.example.org"}).status_code == 403
    # A proxy may send nothing of the kind: where there could be one, nothing is shown without a token.
    assert serve(metrics_local=False).client.get("/metrics").status_code == 403
    closed = serve(metrics_token="for prometheus")
    assert closed.client.get("/metrics").status_code == 403
    assert closed.client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 403
    assert closed.client.get("/metrics", headers={"authorization": "Bearer for prometheus"}).status_code == 200


def client(served: Served) -> socket.socket:
    """A connection, to ask through by hand."""
    address = urlsplit(served.url)
    return socket.create_connection((address.hostname, address.port), 10)


def asked(connection: socket.socket) -> None:
    connection.sendall(b"GET /health HTTP/1.1\r\nhost: here\r\n\r\n")


@pytest.mark.once
def test_clients_that_come_at_once_are_accepted_in_a_few_turns_of_the_loop(serve: Callable[..., Served]) -> None:
    waits, come, turns, over = threading.Event(), threading.Event(), [0], threading.Event()

    class Waits(StubEngine):
        async def execute(self, principal: Principal, operation: GraphQLRequest) -> Answer:
            waits.set()
            come.wait(60)  # nothing else is done meanwhile
            self.turn(asyncio.get_running_loop())
            return await super().execute(principal, operation)

        def turn(self, loop: asyncio.AbstractEventLoop) -> None:
            turns[0] += 1
            if not over.is_set():
                loop.call_soon(self.turn, loop)
                time.sleep(0.01)

    served = serve(Waits)
    first = threading.Thread(target=served.post)
    first.start()
    assert waits.wait(60)
    clients = [client(served) for _ in range(100)]
    for each in clients:
        asked(each)
    come.set()
    for each in clients:
        assert each.recv(100).startswith(b"HTTP/1.1 200")
        each.close()
    taken = turns[0]
    over.set()
    first.join()
    assert taken < 20


@pytest.mark.once
def test_where_no_descriptor_is_free_connections_are_accepted_later(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "ACCEPT_AGAIN_SECONDS", 0.1)
    served = serve()
    one = socket.socket()
    one.settimeout(10)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, limits[1]))
    try:
        one.connect((urlsplit(served.url).hostname, urlsplit(served.url).port))
        asked(one)
        time.sleep(0.3)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert 1 <= caplog.text.count("cannot accept connections: Too many open files") <= 40
    assert one.recv(100).startswith(b"HTTP/1.1 200")
    one.close()


@pytest.mark.once
def test_answers_are_sent_without_delay(serve: Callable[..., Served]) -> None:
    """TCP_NODELAY is set, on the sockets that we accept as on those that uvloop does."""
    served = serve()
    seen: list[int] = []
    made = HttpProtocol.connection_made

    def look(self: HttpProtocol, transport: asyncio.Transport) -> None:
        made(self, transport)
        taken = transport.get_extra_info("socket")
        seen.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(HttpProtocol, "connection_made", look)
        one = client(served)
        asked(one)
        assert one.recv(100).startswith(b"HTTP/1.1 200")
        one.close()
    assert seen == [1]


@pytest.mark.once
def test_a_process_that_only_serves_looks_for_garbage_seldom(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = gc.get_threshold()
    serve().stop()
    assert gc.get_threshold() == usual
    monkeypatch.setattr(server._Server, "alone", True)
    try:
        serve().stop()
        assert gc.get_threshold() == (server.COLLECTED_EVERY, *usual[1:])
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@pytest.mark.once
def test_workers_serve_as_the_one_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[uvicorn.Server] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, _sockets: ran.append(self))
    monkeypatch.setattr(server._Worker, "always_pong", lambda _self: None)
    server._Worker(uvicorn.Config("no:such", log_config=None), []).target([])
    assert isinstance(ran[0], server._Server)
    assert ran[0].alone
    assert type(ran[0]).capture_signals is uvicorn.Server.capture_signals  # SIGTERM of the supervisor


@pytest.mark.once
def test_what_is_in_flight_is_finished(serve: Callable[..., Served]) -> None:
    served = serve()
    answers: list[httpx.Response] = []
    slow = threading.Thread(target=lambda: answers.append(served.post("slow")))
    slow.start()
    until(lambda: served.engine.begun)
    served.stop()
    slow.join()
    assert answers[0].status_code == 200
    assert served.engine.closed
    with pytest.raises(httpx.TransportError):
        httpx.get(served.url)


@pytest.mark.once
def test_a_request_that_does_not_end_does_not_hold_the_server(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GRACE_SECONDS", 0.2)
    served = serve()

    def ask() -> None:
        with pytest.raises(httpx.TransportError):
            raise_for(served.post("endless"))

    def raise_for(response: httpx.Response) -> None:
        if response.status_code == 500:
            raise httpx.TransportError("cancelled")

    slow = threading.Thread(target=ask)
    slow.start()
    until(lambda: served.engine.begun)
    started = time.monotonic()
    served.stop()
    assert time.monotonic() - started < 40
    slow.join()


@pytest.mark.once
def test_pages_of_sites_that_are_named_may_call(serve: Callable[..., Served]) -> None:
    served = serve(origins=("https://shop.example",))
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    allowed = served.client.options("/graphql", headers={"origin": "https://shop.example", **asked})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "https://shop.example")
    answer = served.post(headers={"origin": "https://shop.example"})
    assert "x-schema-version" in answer.headers["access-control-expose-headers"].lower()
    added = "apollo-require-preflight,sentry-trace,traceparent,x-requested-with,x-mine"
    allowed = served.client.options(
        "/graphql", headers={"origin": "https://shop.example", **asked, "access-control-request-headers": added}
    )
    assert (allowed.status_code, allowed.headers["access-control-allow-headers"]) == (200, added)
    for origin in ("https://other.example", "http://localhost:5173"):
        assert served.client.options("/graphql", headers={"origin": origin, **asked}).status_code == 400
    assert "access-control-allow-origin" not in served.post(headers={"origin": "https://other.example"}).headers


@pytest.mark.once
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:5173", 200),
        ("https://localhost", 200),
        ("http://127.0.0.1:3000", 200),
        ("http://[::1]:80", 200),
        ("http://app.localhost:8080", 200),
        ("http://localhost.evil.example", 400),
        ("http://evil.example", 400),
        ("http://evil.example#http://localhost", 400),
        ("null", 400),
        ("http://127.0.0.1.evil.example", 400),
    ],
)
def test_pages_of_this_machine_may_call_up(serve: Callable[..., Served], origin: str, status: int) -> None:
    served = serve(local_origins=True)
    asked = {"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "traceparent"}
    assert served.client.options("/graphql", headers=asked).status_code == status
    answered = served.post(headers={"origin": origin})
    assert answered.headers.get("access-control-allow-origin") == (origin if status == 200 else None)


@pytest.mark.once
def test_pages_of_other_sites_may_not_call(api: Served) -> None:
    answer = api.client.options(
        "/graphql", headers={"origin": "https://shop.example", "access-control-request-method": "POST"}
    )
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers
