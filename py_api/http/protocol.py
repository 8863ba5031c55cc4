"""uvicorn's HTTP protocol, with head and body of a response in one write.

uvicorn writes them one by one, and uvloop hands each to the system at once: two calls, and two wakings of whoever
reads. The write is the dearest thing that a server does for a small answer (measured by py-spy: a third of its time).
"""

import asyncio
import typing
from collections.abc import MutableMapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from py_api.deadlines import GONE, Run

_EXTENSION = "thingbase.connection"
JOINED = 64 * 1024  # bytes; a larger body is not copied behind its head


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


class Protocol(HttpToolsProtocol):
    """stream: what is being written, if it is one. Such a response ends when stop is called, as any other."""

    plain: asyncio.Transport
    _stream: Stream | None = None
    run: Run | None = None  # of the request that is being answered
    _lost = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.plain = transport
        self.transport = _Joining(transport, self.loop)  # type: ignore[assignment]
        self._extensions = {_EXTENSION: self}

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = self._extensions  # type: ignore[typeddict-item]

    def handle_websocket_upgrade(self) -> None:
        self.transport = self.plain
        super().handle_websocket_upgrade()

    def watch(self, run: Run | None) -> None:
        self.run = run
        if run is not None and self._lost:
            run.cut(GONE)

    def attach(self, stream: Stream | None) -> None:
        self._stream = stream
        if stream is not None and self._lost:
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
        super().connection_lost(exc)
        self._lost = True
        if self.run is not None:
            self.run.cut(GONE)
        if self._stream is not None:
            self._stream.stop()

    def shutdown(self) -> None:
        super().shutdown()
        if self._stream is not None:
            self._stream.stop()


def watch_client(scope: MutableMapping[str, Any], run: Run | None) -> None:
    """run is cut when the client hangs up; None: nothing is, any more."""
    connection: Protocol | None = scope.get("extensions", {}).get(_EXTENSION)
    if connection is not None:
        connection.watch(run)


def connection_of(scope: MutableMapping[str, Any]) -> Protocol:
    found: Protocol = scope["extensions"][_EXTENSION]
    return found
