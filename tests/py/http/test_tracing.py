"""Traces by OpenTelemetry: the spans of a request, and what PostgreSQL and a collector get of them."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from websockets.sync.client import connect as websocket

from py_api import tracing
from py_api.database import open_connection
from py_api.engine.engine import Engine
from py_api.errors import DatabaseError, Unavailable
from tests.support import servers
from tests.support.api import Served, bearer, serving
from tests.support.waiting import until

pytestmark = pytest.mark.once

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SAMPLED, UNSAMPLED = f"00-{TRACE}-{PARENT}-01", f"00-{TRACE}-{PARENT}-00"
READ = 'query Items { items(filter: {name: {eq: "a secret"}}) { nodes { name } } }'
CREATE = 'mutation { createItem(input: {name: "b"}) { name } }'


@pytest.fixture
def spans() -> Iterator[Callable[[], dict[str, ReadableSpan]]]:
    """Those that have ended, by name."""
    provider, kept = TracerProvider(shutdown_on_exit=False), InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracing.use(provider)
    yield lambda: {span.name: span for span in kept.get_finished_spans()}
    tracing.use(None)


@pytest.fixture
def shop(tenant: str, build: Callable[..., None]) -> str:
    made = '[{"op": "create_class", "class": "Item", "fields": [{"name": "name", "type": "text"}]}]'
    build("select thing.migrate(%s, %s::jsonb)", tenant, made)
    return tenant


def parents(found: dict[str, ReadableSpan]) -> dict[str, str | None]:
    names = {span.context.span_id: name for name, span in found.items()}
    return {name: names.get(span.parent.span_id) if span.parent else None for name, span in found.items()}


def test_a_request_its_plan_and_its_statement(
    server: servers.Server, shop: str, spans: Callable[[], dict[str, ReadableSpan]]
) -> None:
    with serving(Engine, database_url=servers.asyncpg_url(server.url)) as served:

        def post(query: str, traceparent: str) -> None:
            headers = {**bearer("editor", shop), "traceparent": traceparent, "x-request-id": "r1"}
            assert "data" in served.post(query, headers=headers).json()

        post(READ, UNSAMPLED)
        assert spans() == {}
        post(READ, SAMPLED)
        found = until(lambda: "POST /graphql" in spans() and spans())
        (name,) = (name for name in found if name.startswith("SELECT") and name.endswith(f"|tenant_{shop}"))
        expected = {"POST /graphql": None, "plan": "POST /graphql", name: "POST /graphql"}
        assert parents(found).items() >= expected.items()
        assert {span.context.trace_id for span in found.values()} == {int(TRACE, 16)}
        request, statement = found["POST /graphql"], found[name]
        assert request.parent is not None
        assert request.parent.span_id == int(PARENT, 16)
        assert request.attributes is not None
        assert dict(request.attributes).items() >= {
            "http.request.method": "POST", "http.route": "/graphql", "http.response.status_code": 200,
            "graphql.operation.name": "Items", "graphql.operation.type": "query", "thingbase.tenant": shop,
            "thingbase.request.id": "r1", "url.path": "/graphql", "url.scheme": "http",
        }.items()  # fmt: skip
        assert statement.attributes is not None
        assert statement.attributes["db.system.name"] == "postgresql"
        assert str(statement.attributes["db.namespace"]).endswith(f"|tenant_{shop}")
        text = str(statement.attributes["db.query.text"])
        assert text.startswith("select")
        assert "secret" not in text
        assert "traceparent" not in text
        document = sha256(READ.encode()).hexdigest()
        operations = served.client.get(f"/metrics/operations?tenant={shop}").json()
        assert [(one["operation"], one["document"], one["requests"]) for one in operations[1:]] == [
            ("Items", document, 2)
        ]
        assert operations[1]["sql"] == text[:900]
        post(CREATE, SAMPLED)
        assert until(lambda: [name for name in spans() if name.startswith("WITH")])


def test_a_websocket(server: servers.Server, shop: str, spans: Callable[[], dict[str, ReadableSpan]]) -> None:
    with serving(Engine, database_url=servers.asyncpg_url(server.url)) as served:
        url = f"{served.url.replace('http', 'ws')}/graphql"
        with websocket(url, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
            payload = {**bearer("editor", shop), "traceparent": SAMPLED}
            socket.send(json.dumps({"type": "connection_init", "payload": payload}))
            assert json.loads(socket.recv(10))["type"] == "connection_ack"
            socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": READ}}))
            assert json.loads(socket.recv(10))["type"] == "next"
        found = until(lambda: "WS /graphql" in spans() and spans())
        assert found["WS /graphql"].context.trace_id == int(TRACE, 16)
        assert found["WS /graphql"].attributes["graphql.operation.name"] == "Items"
        assert parents(found)["plan"] == "WS /graphql"


def test_a_sampled_statement_names_its_span(
    server: servers.Server, spans: Callable[[], dict[str, ReadableSpan]]
) -> None:
    async def run() -> None:
        connection = await open_connection(servers.asyncpg_url(server.url))
        try:
            query, prepared = "select to_json(current_query())", "select to_json(count(*)) from pg_prepared_statements"
            assert await connection.fetch_json(query) == json.dumps(query).encode()
            before = int(await connection.fetch_json(prepared) or 0)
            with tracing.request("a", {"traceparent": SAMPLED}, {}):
                texts = [json.loads(await connection.fetch_json(query) or "") for _ in range(5)]
                with pytest.raises(DatabaseError):
                    await connection.fetch_json("select to_json(1 / 0)")
            with tracing.request("b", {"traceparent": UNSAMPLED}, {}):
                assert await connection.fetch_json(query) == json.dumps(query).encode()
            assert int(await connection.fetch_json(prepared) or 0) <= before + 1  # the last is not closed yet
        finally:
            connection.close()
        own = {f"{span.context.span_id:016x}" for span in list_of_statements()}
        assert len(set(texts)) == 5
        for text in texts:
            told, comment = text.split(" /*traceparent='00-")
            trace, span, flags = comment.removesuffix("'*/").split("-")
            assert (told, trace, flags) == (query, TRACE, "01")
            assert span in own

    def list_of_statements() -> list[ReadableSpan]:
        assert tracing._Provided.provider is not None
        processor: Any = tracing._Provided.provider._active_span_processor._span_processors[0]
        return [span for span in processor.span_exporter.get_finished_spans() if span.name.startswith("SELECT")]

    asyncio.run(run())
    failed = spans()[next(name for name in spans() if name.startswith("SELECT"))]
    assert failed.attributes is not None
    assert failed.attributes["db.response.status_code"] == failed.attributes["error.type"] == "22012"
    assert not failed.status.is_ok


class Collector(HTTPServer):
    """An OTLP receiver."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiving)
        self.received: list[ExportTraceServiceRequest] = []

    def spans(self) -> list[Any]:
        resources = [resource for request in self.received for resource in request.resource_spans]
        return [span for resource in resources for scope in resource.scope_spans for span in scope.spans]


class Receiving(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def test_the_environment_names_a_collector(serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch) -> None:
    tracing.configure()
    assert not tracing.is_on()
    collector = Collector()
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
    tracing.configure()
    try:
        served = serve()
        assert served.post("{ a }").status_code == 200
        assert served.post("boom").status_code == 500
        served.stop()  # which sends the rest
        spans = until(lambda: found if len(found := collector.spans()) == 2 else None)
        (resource,) = collector.received[0].resource_spans
        named = {attribute.key: attribute.value.string_value for attribute in resource.resource.attributes}
        assert named.items() >= {"service.name": "thingbase", "deployment.environment.name": "test"}.items()
        assert [(span.name, span.status.code) for span in spans] == [("POST /graphql", 0), ("POST /graphql", 2)]
        assert "password" not in str(spans)
    finally:
        tracing.use(None)
        collector.shutdown()
        collector.server_close()


def test_an_exporter_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "zipkin")
    with pytest.raises(Unavailable, match="zipkin"):
        tracing.configure()
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    tracing.configure()
    assert not tracing.is_on()
