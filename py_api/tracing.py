"""Traces by OpenTelemetry: of a request, of its plan, of each statement.

Nothing of OpenTelemetry is imported unless the environment asks for it by its own variables (OTEL_...). Without that,
and in requests that are not sampled, a step costs a look at a context variable.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from importlib.metadata import entry_points
from threading import Thread
from typing import TYPE_CHECKING, Any

from py_api import __version__, logs
from py_api.errors import ApiError, DatabaseError, Unavailable

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span as Span
    from opentelemetry.trace import SpanKind, Tracer

EXPORTERS = {"": "otlp_proto_http", "http/protobuf": "otlp_proto_http", "grpc": "otlp_proto_grpc"}  # by protocol
CLOSE_SECONDS = 2.0  # for the last spans to be sent, when the server stops
COMMENT_END = "'*/"  # of what comment gives
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

Attributes = Mapping[str, str | int | bool]

_SKIPPED: AbstractContextManager[None] = nullcontext()
_current: ContextVar["Span | None"] = ContextVar("span", default=None)  # the innermost of a request that is recorded


class _Provided:
    """What the process traces with."""

    provider: "TracerProvider | None" = None
    tracer: "Tracer | None" = None


# --- for a process ----------------------------------------------------------------------------------------------------


def configure() -> None:
    """As the OTEL_ variables say: traces are sent where they name an endpoint or an exporter. Safe to call again.

    Errors: Unavailable where what they want is not installed or not known.
    """
    wanted = os.environ.get("OTEL_TRACES_EXPORTER", "").strip()
    if not wanted and any(os.environ.get(name) for name in _ENDPOINTS):
        wanted = "otlp"
    if wanted in ("", "none") or os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true" or is_on():
        return
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise Unavailable(
            "the OTEL_ variables ask for traces, and OpenTelemetry is not installed",
            "Install it: pip install 'thingbase[otel]'",
        ) from None
    exporters = [_exporter(name.strip()) for name in wanted.split(",")]
    named = os.environ.get("OTEL_SERVICE_NAME") or "service.name=" in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    service = {"service.version": __version__, **({} if named else {"service.name": "thingbase"})}
    resource = Resource.create(service)
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)  # by close, which does not wait for long
    for exporter in exporters:
        provider.add_span_processor(BatchSpanProcessor(exporter))
    use(provider)


def _exporter(name: str) -> Any:
    if name == "otlp":
        variables = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
        protocol = next(filter(None, map(os.environ.get, variables)), "")
        name = EXPORTERS.get(protocol, protocol)
    found = next(iter(entry_points(group="opentelemetry_traces_exporter", name=name)), None)
    if found is None:
        hint = "`otlp` by http/protobuf is there, and `console`; others are packages of OpenTelemetry."
        raise Unavailable(f"the OTEL_ variables name the exporter {name}, which is not installed", hint)
    return found.load()()


def use(provider: "TracerProvider | None") -> None:
    """Trace with this provider from now on, or not at all: for connections and servers that are made afterwards."""
    _Provided.provider = provider
    _Provided.tracer = None if provider is None else provider.get_tracer("thingbase", __version__)


def is_on() -> bool:
    return _Provided.tracer is not None


async def close() -> None:
    """Send what is left. A collector that does not answer is not waited for."""
    if (provider := _Provided.provider) is not None:
        closing = Thread(target=provider.shutdown, name="last spans", daemon=True)
        closing.start()
        await asyncio.to_thread(closing.join, CLOSE_SECONDS)


# --- for a request ----------------------------------------------------------------------------------------------------


@contextmanager
def request(name: str, carrier: Mapping[str, str], attributes: Attributes) -> Iterator["Span"]:
    """The span of a request: part of the trace that the carrier's traceparent names, or the first of its own.

    carrier: headers by lower-case name; which of them count, OTEL_PROPAGATORS says.
    """
    from opentelemetry import propagate, trace

    assert _Provided.tracer is not None
    context = propagate.extract(carrier)
    span = _Provided.tracer.start_span(name, context, trace.SpanKind.SERVER, attributes)
    seen = span.get_span_context()
    logs.trace_id.set(trace.format_trace_id(seen.trace_id))  # of this request's task: nothing to reset
    token = _current.set(span if span.is_recording() else None)
    try:
        yield span
    except BaseException as error:
        _fail(span, error)
        raise
    finally:
        _current.reset(token)
        span.end()


def step(name: str) -> AbstractContextManager[Any]:
    """A span of what this does for the request, where that is recorded."""
    if _current.get() is None or (parent := _recorded()) is None:
        return _SKIPPED
    return _child(parent, name, {})


def statement(text: str, attributes: Attributes) -> AbstractContextManager[Any]:
    """A span of a statement that PostgreSQL runs for a request that is recorded. text has none of a client's values."""
    parent = _recorded()
    if parent is None:
        return _SKIPPED
    from opentelemetry.trace import SpanKind

    verb = text.split(None, 1)[0].upper()
    about = {"db.system.name": "postgresql", "db.operation.name": verb, "db.query.text": text, **attributes}
    return _child(parent, f"{verb} {attributes['db.namespace']}", about, SpanKind.CLIENT)


def is_recorded() -> bool:
    """Whether the request that this is for is recorded."""
    return _current.get() is not None and _recorded() is not None


def comment() -> str:
    """For a statement of a sampled request: names the innermost span, as sqlcommenter has it. Else empty."""
    span = _recorded()
    if span is None or not (context := span.get_span_context()).trace_flags.sampled:
        return ""
    return f" /*traceparent='00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}'*/"


def _recorded() -> "Span | None":
    """(What goes on after its request, in a task that the request has started, is not of it.)"""
    span = _current.get()
    return span if span is not None and span.is_recording() else None


@contextmanager
def _child(parent: "Span", name: str, attributes: Attributes, kind: "SpanKind | None" = None) -> Iterator["Span"]:
    from opentelemetry import trace

    assert _Provided.tracer is not None
    context = trace.set_span_in_context(parent)
    span = _Provided.tracer.start_span(name, context, kind or trace.SpanKind.INTERNAL, attributes)
    token = _current.set(span)
    try:
        yield span
    except BaseException as error:
        _fail(span, error)
        raise
    finally:
        _current.reset(token)
        span.end()


def failed(span: "Span") -> None:
    """Of a span: that what it is of did not succeed, through no fault of the client."""
    from opentelemetry.trace import StatusCode

    span.set_status(StatusCode.ERROR)


def _fail(span: "Span", error: BaseException) -> None:
    """The kind of the error, never its text: that may have values."""
    kind = type(error).__qualname__
    if isinstance(error, DatabaseError):
        kind = error.sqlstate
        span.set_attribute("db.response.status_code", kind)
    elif isinstance(error, ApiError):
        kind = error.code
    span.set_attribute("error.type", kind)
    failed(span)
