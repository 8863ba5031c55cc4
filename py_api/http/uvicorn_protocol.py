"""uvicorn's HTTP protocol, with head and body of a response in one write.

uvicorn writes them one by one, and uvloop hands each to the system at once: two calls, and two wakings of the peer that
reads. The write is the dearest thing that a server does for a small answer (measured by py-spy: a third of its time).
"""

import asyncio
import re
import typing
from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from py_api.deadlines import GONE, Run

_EXTENSION = "thingbase.connection"
JOINED = 64 * 1024  # bytes; a larger body is not copied behind its head
HEAD_BYTES, HEADERS = 64 * 1024, 100  # of the head of a request, at most
HEAD_SECONDS, REQUEST_SECONDS = 10.0, 60.0  # until its head, and all of it, must have come
_HOST = re.compile(rb"[\w.~!$&'()*+,;=%:\[\]-]*")


class _Joining:
    """A transport that keeps the head of a response back until the next write, or until the loop's next turn."""

    __slots__ = ("_held", "_loop", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held = b""

    def write(self, data: bytes) -> None:
        held = self._held
        if held:
            self._held = b""
            if len(data) <= JOINED:
                self._transport.write(held + data)
            else:
                self._transport.writelines((held, data))
        elif data.startswith(b"HTTP/1.1 ") and not data.startswith(b"HTTP/1.1 100"):
            self._held = data
            self._loop.call_soon(self._flush)
        else:
            self._transport.write(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Stream(typing.Protocol):
    """A response that is written past ASGI once its head is sent."""

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...


class HttpProtocol(HttpToolsProtocol):
    """One connection. Requests have bounds in bytes and seconds, and mean one thing only.

    stream: what is being written, if it is one. Such a response ends when stop is called, as any other."""

    plain: asyncio.Transport
    _stream: Stream | None = None
    run: Run | None = None  # of the request that is being answered
    is_lost = False
    is_new = True  # no operation has come by it
    _refusal: tuple[int, str] | None = None
    _good_head: tuple[bytes, bytes, str, list[tuple[bytes, bytes]]] | None = None  # the last one that was taken
    _unfinished = False  # a request has begun, and has not come as a whole
    _in_head = True  # what comes belongs to the head of a request
    _head_bytes = _fed = 0
    _waiting: asyncio.TimerHandle | None = None
    _waits_for_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.plain = transport
        self.transport = _Joining(transport, self.loop)  # type: ignore[assignment]
        self._extensions = {_EXTENSION: self}
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        self._fed = len(data)
        while data:
            try:
                self.parser.feed_data(data)
                break
            except httptools.HttpParserUpgrade as upgrade:
                if self._should_upgrade():
                    self._stop_waiting()
                    self.handle_websocket_upgrade()
                    return
                # Another protocol is offered (Java's clients offer h2c): the request is read once more without that.
                data = self._without_upgrade() + data[upgrade.args[0] :]
                self.parser = httptools.HttpRequestParser(self)
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn has it
            except httptools.HttpParserError:
                self._refuse(*(self._refusal or (400, "this is not a valid HTTP request")))
                return
        if self._in_head:
            self._head_bytes += self._fed
            if self._head_bytes > HEAD_BYTES:
                self._refuse(431, f"the head of a request may have {HEAD_BYTES} bytes")
                return
        self._watch()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._unfinished = self._in_head = True
        self.scope["extensions"] = self._extensions  # type: ignore[typeddict-item]

    def on_headers_complete(self) -> None:
        head = (self.parser.get_method(), self.url, self.parser.get_http_version(), self.headers)
        if head != self._good_head:  # the next request of a connection has the same one, nearly always
            self._refusal = self._refused_head()
            if self._refusal is not None:
                raise ValueError(self._refusal)  # the parser stops, and says so to data_received
            self._good_head = head
        self._in_head, self._head_bytes = False, 0
        if self.parser.should_upgrade() and not self._should_upgrade():
            return  # data_received reads it again
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is not before and self.parser.get_http_version() == "1.0":
            _unchunk(self.cycle)

    def on_body(self, body: bytes) -> None:
        if not self.parser.should_upgrade():
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self.parser.should_upgrade():
            self._unfinished, self._in_head = False, True
            self._head_bytes = -self._fed  # what stands behind it in the same bytes is little
            super().on_message_complete()

    def _refused_head(self) -> tuple[int, str] | None:
        """Status and reason. What one server reads in one way and the next in another is not taken (RFC 9112)."""
        hosts, codings = [], []
        for name, value in self.headers:
            if name == b"host":
                hosts.append(value)
            elif name == b"transfer-encoding":
                codings.append(value.lower())
        version = self.parser.get_http_version()
        if self.parser.get_method() == b"CONNECT":
            return 405, "this is not a proxy"
        if len(hosts) > 1 or (not hosts and version != "1.0"):
            return 400, "a request must have one Host header"
        if hosts and not _HOST.fullmatch(hosts[0]):
            return 400, "the Host header is not valid"
        if codings and (codings != [b"chunked"] or version == "1.0"):
            return 400, "the only Transfer-Encoding is chunked"
        if len(self.headers) > HEADERS:
            return 431, f"a request may have {HEADERS} headers"
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > HEAD_BYTES:
            return 431, f"the head of a request may have {HEAD_BYTES} bytes"
        return None

    def _without_upgrade(self) -> bytes:
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())]
        lines += [b"%b: %b" % pair for pair in self.headers if pair[0] not in (b"upgrade", b"http2-settings")]
        return b"\r\n".join([*lines, b"", b""])

    def _refuse(self, status: int, reason: str) -> None:
        """The connection ends: where the next request would begin is not known."""
        self._stop_waiting()
        answering = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        if not (answering or self.transport.is_closing()):
            body = f"{reason}\n".encode()
            head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: text/plain; charset=utf-8\r\n"
            head += f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
            self.transport.write(head.encode() + body)
        self.transport.close()

    # --- who never comes to an end ----------------------------------------------------------------------------------

    def _watch(self) -> None:
        """Where a request, or its head, has not come as a whole, it has so long for it."""
        if not (self._unfinished or self._is_idle()):
            if self._waiting is not None:
                self._stop_waiting()
        elif self._waiting is None or self._waits_for_head != self._in_head:
            self._stop_waiting()
            self._waits_for_head = self._in_head
            self._waiting = self.loop.call_later(HEAD_SECONDS if self._in_head else REQUEST_SECONDS, self._late)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._waiting is not None:  # what came behind this request has its own time from now on
            self._stop_waiting()
            self._watch()

    def _is_idle(self) -> bool:
        """Bytes have come, but no request."""
        return (self.cycle is None or self.cycle.response_complete) and self.timeout_keep_alive_task is None

    def _late(self) -> None:
        self._waiting = None
        cycle = self.cycle
        if self._in_head and cycle is not None and not cycle.response_complete:
            self._watch()  # it stands behind another request, for whose answer it may have to wait
        else:
            self._refuse(408, "the request did not come to its end in time")

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def attach(self, stream: Stream | None) -> None:
        self._stream = stream
        if stream is not None and self.is_lost:
            stream.stop()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._stream is not None:
            self._stream.pause()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stream is not None:
            self._stream.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)
        self.is_lost = True
        if self.run is not None:
            self.run.cut(GONE)
        if self._stream is not None:
            self._stream.stop()

    def shutdown(self) -> None:
        super().shutdown()
        if self._stream is not None:
            self._stream.stop()


def _unchunk(cycle: RequestResponseCycle) -> None:
    """HTTP/1.0 has no chunks: the end of the connection is the end of a body whose length is not said."""
    send = cycle.send

    async def unchunked(message: Any) -> None:
        if message["type"] == "http.response.start":
            lengths = [value for name, value in message.get("headers", ()) if name.lower() == b"content-length"]
            cycle.chunked_encoding = None if lengths else False
        elif cycle.chunked_encoding is False and cycle.expected_content_length == 0 and message.get("body"):
            cycle.transport.write(message["body"])
            message = {**message, "body": b""}
        await send(message)

    cycle.send = unchunked  # type: ignore[method-assign]


def watch_client(scope: MutableMapping[str, Any], run: Run) -> HttpProtocol | None:
    """run is cut when the client hangs up, until the `run` of what is returned is another. None: no client."""
    extensions = scope.get("extensions")
    connection: HttpProtocol | None = extensions.get(_EXTENSION) if extensions is not None else None
    if connection is not None:
        connection.run = run
        if connection.is_lost:
            run.cut(GONE)
    return connection


def connection_of(scope: MutableMapping[str, Any]) -> HttpProtocol:
    connection: HttpProtocol = scope["extensions"][_EXTENSION]
    return connection
