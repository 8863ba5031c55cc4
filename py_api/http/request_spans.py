"""A span of OpenTelemetry for each GraphQL request, over HTTP and over WebSockets. Only where traces are on."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from py_api import logs, tracing
from py_api.http import request_parsing
from py_api.http.request_parsing import EVENTS, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from py_api.tracing import Span

PATH = "/graphql"
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"}

Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]


def over_http(answer: Asgi) -> Asgi:
    """The same, with a span for each request. That of an event stream ends when the stream begins."""

    async def traced(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): v.decode("latin-1") for name, v in request_parsing.headers_of(scope).items()}
        method = scope["method"] if scope["method"] in _METHODS else "_OTHER"
        with tracing.request(f"{method} {PATH}", headers, _of_http(scope, method, headers)) as span:

            async def sent(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    kinds = dict(message["headers"])
                    _finish(span, message["status"])
                    if kinds.get(b"content-type", b"").startswith(EVENTS) and b"content-length" not in kinds:
                        span.end()
                await send(message)

            await answer(scope, receive, sent)

    return traced


async def over_websocket(work: Awaitable[None], carriers: tuple[Mapping[str, Any], ...]) -> None:
    """The work of one operation, with a span. carriers: where its traceparent may be, the most important first."""
    carrier: dict[str, str] = {}
    for one in reversed(carriers):
        carrier |= {name.lower(): value for name, value in one.items() if isinstance(value, str)}
    attributes: dict[str, str | int] = {"url.path": PATH, "network.protocol.name": "websocket"}
    with tracing.request(f"WS {PATH}", carrier, attributes) as span:
        await work
        _finish(span, 200)


def _of_http(scope: Scope, method: str, headers: Mapping[str, str]) -> dict[str, str | int]:
    """What the conventions say of a request before it is answered."""
    attributes: dict[str, str | int] = {
        "http.request.method": method, "http.route": PATH, "url.path": scope["path"], "url.scheme": scope["scheme"],
        "network.protocol.version": scope["http_version"],
    }  # fmt: skip
    if method == "_OTHER":
        attributes["http.request.method_original"] = scope["method"]
    if scope.get("server"):
        attributes |= {"server.address": scope["server"][0], "server.port": scope["server"][1] or 0}
    if scope.get("client"):
        attributes["client.address"] = scope["client"][0]
    if agent := headers.get("user-agent"):
        attributes["user_agent.original"] = agent
    return attributes


def _finish(span: "Span", status: int) -> None:
    """What has become known of the request while it was answered."""
    span.set_attribute("thingbase.request.id", logs.request_id.get())
    record = logs.record.get()
    if record is not None:
        attributes = {
            "thingbase.tenant": record.tenant,
            "graphql.operation.name": record.operation,
            "graphql.operation.type": record.kind,
            "error.type": record.code,
        }
        span.set_attributes({name: value for name, value in attributes.items() if value})
    if status >= 500:
        tracing.failed(span)
