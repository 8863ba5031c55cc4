"""WebSockets at /graphql: uvicorn's protocol for them, on the frames of `websockets`, past ASGI.

An event is one write of bytes that are made once for all who get it. Here is what concerns the connection: handshake,
Origin, frames, keeping alive, closing. What is said over it is graphql_transport_ws.py's.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from py_api.background import BackgroundTasks
from py_api.errors import ApiError
from py_api.http.graphql_transport_ws import SUBPROTOCOL, Close, TransportWSHandler
from py_api.http.outbound_buffer import OutboundBuffer
from py_api.http.realtime_context import RealtimeContext, text_frame

DRAIN_SECONDS, SLOW_DRAIN_SECONDS = 1.0, 0.2  # after a close frame; then the connection is cut
PROGRESS = 0.3  # of the patience: how often a client that owes an answer has to take something of what is before it
VERSION = "13"  # of WebSocket (RFC 6455)
LONGEST_REASON = 123  # bytes, as the frame has it

_quiet = logging.getLogger("thingbase.frames")  # it tells of every connection
_quiet.setLevel(logging.WARNING)


class _Protocol(ServerProtocol):
    """A close may come between the frames of a message (RFC 6455, 5.4 and 5.5): it is answered like any other."""

    def recv_frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            self.current_size = None  # the rest of the message will not come
        super().recv_frame(frame)


class WebSocket(asyncio.Protocol):
    """app_state["realtime"] is the process's RealtimeContext."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._context: RealtimeContext = app_state["realtime"]
        self._bounds = self._context.bounds
        self._loop = asyncio.get_running_loop()
        self._connections: set[Any] = server_state.connections
        self.tasks = BackgroundTasks(server_state.tasks)
        self.name = self._context.name()
        self._protocol = _Protocol(
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            select_subprotocol=_chosen,
            max_size=self._context.limits.body,
            logger=_quiet,
        )
        self._handler: TransportWSHandler | None = None
        self._parts: list[bytes] | None = None  # of a message that comes in several frames
        self._unheard: deque[str] = deque()  # messages that take long, and what came behind them
        self._leaving = False
        self._timer: asyncio.TimerHandle | None = None
        self._pinged: float | None = None  # since when an answer to a ping is waited for
        self._ping, self._patience = b"", 0.0  # what it says, and for how long
        self._heard = time.monotonic()  # the last time
        self._seen = 0  # bytes that were written when the client last proved that it reads

    # --- what the transport says ----------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._connections.add(self)
        self.transport = transport
        self.outbound = OutboundBuffer(
            transport, self._context.scheduler, self._bounds.buffer, self._bounds.stall_seconds, self.slow
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        if self._handler is not None:
            self._context.sockets -= 1
        if self._timer is not None:
            self._timer.cancel()
        self._end()

    def pause_writing(self) -> None:
        self.outbound.pause()

    def resume_writing(self) -> None:
        self.outbound.resume()

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        self._heard = time.monotonic()
        events = self._protocol.events_received()
        self._flush()  # answers to pings, and to a close
        for event in events:
            if isinstance(event, Request):
                self._shake_hands(event)
            elif isinstance(event, Frame) and not self.outbound.closed:
                self._take(event)
        if self._protocol.close_expected():
            self._leave()

    def shutdown(self) -> None:
        """The server stops: what is being answered may end, what streams is cut off."""
        if self._handler is None:
            self.transport.close()
        else:
            self._handler.shut_down()

    # --- handshake ------------------------------------------------------------------------------------------------

    def _shake_hands(self, request: Request) -> None:
        refused = self._refusal(request)
        response = self._protocol.accept(request) if refused is None else self._protocol.reject(*refused)
        if refused is not None and refused[0] == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = "1"
        elif response.status_code == HTTPStatus.UPGRADE_REQUIRED:
            response.headers["Upgrade"] = "websocket"
            response.headers["Sec-WebSocket-Version"] = VERSION
        self._protocol.send_response(response)
        self._flush()
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            return
        if self._protocol.subprotocol != SUBPROTOCOL:
            self.close(4406, "Subprotocol not acceptable: speak graphql-transport-ws")
            return
        self._context.sockets += 1
        self._handler = TransportWSHandler(self._context, self, request.headers.get("Authorization"))
        self._schedule()

    def _refusal(self, request: Request) -> tuple[HTTPStatus, str] | None:
        if request.path.partition("?")[0] != "/graphql":
            return HTTPStatus.NOT_FOUND, "there is a WebSocket at /graphql\n"
        versions = request.headers.get_all("Sec-WebSocket-Version")
        if versions != [VERSION]:
            return HTTPStatus.UPGRADE_REQUIRED, f"speak version {VERSION} of WebSocket\n"
        if not _is_welcome(request.headers, self._context.welcomes):
            return HTTPStatus.FORBIDDEN, "pages of this Origin may not call the API: see THINGBASE_ORIGINS\n"
        try:
            self._context.admit()
        except ApiError as error:
            return HTTPStatus.SERVICE_UNAVAILABLE, f"{error.message}\n"
        return None

    # --- frames ---------------------------------------------------------------------------------------------------

    def send(self, text: bytes) -> None:
        """One message."""
        self.outbound.write(text_frame(len(text)) + text)

    def _take(self, frame: Frame) -> None:
        if frame.opcode is Opcode.TEXT or frame.opcode is Opcode.CONT:
            if self._parts is None:
                self._parts = []
            self._parts.append(bytes(frame.data))
            if frame.fin:
                text, self._parts = b"".join(self._parts), None
                self._hear(text)
        elif frame.opcode is Opcode.BINARY:
            self.close(4400, "messages are text")
        elif frame.opcode is Opcode.PONG and self._pinged is not None and frame.data == self._ping:
            self._pinged = None
            self._schedule()

    def _hear(self, data: bytes) -> None:
        handler = self._handler
        assert handler is not None
        try:
            text = data.decode()
            if self._unheard or handler.takes_long(len(data)):
                self._unheard.append(text)
                if len(self._unheard) == 1:
                    self.transport.pause_reading()
                    self.tasks.start(self._hear_long(handler))
            else:
                handler.hear(text)
        except UnicodeDecodeError:
            self.close(1007, "a message is not UTF-8")
        except Close as error:
            self.close(error.code, error.reason)

    async def _hear_long(self, handler: TransportWSHandler) -> None:
        """What has come; no more is read meanwhile."""
        try:
            while self._unheard and not self.outbound.closed:
                await handler.hear_long(self._unheard[0])
                self._unheard.popleft()
        except Close as error:
            self.close(error.code, error.reason)
        finally:
            self._unheard.clear()
            if not self.transport.is_closing():
                self.transport.resume_reading()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self.outbound.write(data)
            else:  # nothing will follow
                self._leave()
                self.transport.close()

    # --- keeping alive --------------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        """Look again when there may be something to do."""
        if self._timer is not None:
            self._timer.cancel()
        assert self._handler is not None
        delay = min(self._context.pause(), self._handler.remaining())
        if self._pinged is not None:
            left = max(self._pinged, self.outbound.freed) + self._patience - time.monotonic()
            delay = min(delay, left if left > 0 else self._patience / 10)
        self._timer = self._loop.call_later(max(delay, 0.001), self._look)

    def _look(self) -> None:
        assert self._handler is not None
        now, written = time.monotonic(), self.outbound.written
        try:
            self._handler.check()
        except Close as error:
            self.close(error.code, error.reason)
            return
        if self.outbound.stuck():
            self.slow("it takes nothing")
            return
        if self._pinged is not None:
            # While much waits, the answer waits behind it: then it is enough that some of it is taken all the time.
            overdue = now - max(self._pinged, self.outbound.freed) >= self._patience
            if overdue and (not self.outbound.paused or self.outbound.stuck(self._patience * PROGRESS)):
                self.slow("a ping is not answered")
                return
        elif written != self._seen:
            # What little a client leaves unread, the system keeps: only a question tells whether it reads.
            self._ask(now, self._bounds.stall_seconds)
        elif now - self._heard >= self._bounds.ping_seconds:
            self._ask(now, self._bounds.pong_seconds)
        self._schedule()

    def _ask(self, now: float, patience: float) -> None:
        self._pinged, self._ping, self._patience = now, b"%x" % self.outbound.written, patience
        self._protocol.send_ping(self._ping)
        self._flush()
        self._seen = self.outbound.written

    # --- closing --------------------------------------------------------------------------------------------------

    def slow(self, why: str) -> None:
        """The client is cut off, and may resume."""
        self._context.cut_off(self.name, why)
        self.close(1013, f"SLOW_CLIENT: {why}; resume with the last cursor", SLOW_DRAIN_SECONDS)

    def close(self, code: int, reason: str, seconds: float = DRAIN_SECONDS) -> None:
        """Sends the code and the reason of the close, if the client takes them within so many seconds."""
        if self.outbound.closed:
            return
        self.outbound.flush()
        self._end()
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code, reason.encode()[:LONGEST_REASON].decode(errors="ignore"))
        for data in self._protocol.data_to_send():
            self.transport.write(data)
        self._leave(seconds)

    def _end(self) -> None:
        """No more events."""
        self.outbound.close()
        if self._handler is not None:
            self._handler.end()

    def _leave(self, seconds: float = DRAIN_SECONDS) -> None:
        """The connection is on its way out: it has so long for it."""
        if not self._leaving:
            self._leaving = True
            self._end()
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_later(seconds, self._cut)

    def _cut(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()


def _chosen(_protocol: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Ours; else the first, so that the client gets to see why the connection is closed again."""
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else next(iter(offered), None)


def _is_welcome(headers: Headers, welcomes: Callable[[str], bool]) -> bool:
    """Whether the page that asks, if it is one, may."""
    origin = headers.get("Origin")
    if origin is None or welcomes(origin):
        return True
    return urlsplit(origin).netloc.lower() == headers.get("Host", "").lower()
