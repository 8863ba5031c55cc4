"""What waits to be sent to one client: bounded in bytes, and in the time for which the client takes nothing.

The system's call is the dearest part of a small message (12 of 16 microseconds, measured), and events come in bursts:
what one turn of the loop has for a client goes out in one write.
"""

import asyncio
import socket
import time
from collections import deque
from collections.abc import Callable

HIGH, LOW = 64 * 1024, 16 * 1024  # bytes: from the one on the client is waited for, until the other is reached
ALL_WAITING = 256 * 2**20  # bytes that may wait in a process; then who has more than HIGH of them is cut off
TURN_SECONDS = 0.01  # of writing, after which others are served
UNSENT = 128 * 1024  # bytes that the system may hold besides, so that it is here that they pile up
BRIEF_SECONDS = (
    0.5  # for so long the system itself may be busy: that it takes more then does not say that a client reads
)


class FlushScheduler:
    """The buffers of a process that hold something back until the loop's next turn."""

    def __init__(self) -> None:
        self._holding: deque[OutboundBuffer] = deque()
        self.waiting = 0  # bytes, for all clients that are waited for, as of when something was last added for each

    def add(self, outbound: "OutboundBuffer") -> None:
        if not self._holding:
            asyncio.get_running_loop().call_soon(self._end)
        self._holding.append(outbound)

    def _end(self) -> None:
        """Some of them, and the others when the loop has looked elsewhere: a call of the system each, for thousands."""
        until = time.perf_counter() + TURN_SECONDS
        while self._holding:
            self._holding.popleft().flush()
            if time.perf_counter() > until and self._holding:
                asyncio.get_running_loop().call_soon(self._end)
                return


class OutboundBuffer:
    """The writing end of a connection. limit: bytes; patience: seconds; slow is called once, when either is exceeded.

    The connection tells it when its transport says pause_writing, resume_writing and connection_lost.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        scheduler: FlushScheduler,
        limit: int,
        patience: float,
        slow: Callable[[str], None],
    ) -> None:
        self.transport = transport
        self.paused = False
        self.closed = False
        self.written = 0  # bytes, ever
        self._scheduler = scheduler
        self._held: list[bytes] = []
        self._holding = 0  # bytes of those
        self._limit = self._most = limit
        self._patience = patience
        self._slow = slow
        self.freed = 0.0  # when a client that was waited for had taken what there was
        self._since = 0.0  # when it began to be waited for
        self._moved = 0.0  # when it was last seen that of what waits something is taken
        self._taken = 0  # bytes, by then
        self._room: asyncio.Future[None] | None = None
        self._counted = 0  # bytes that wait, as the scheduler has them
        transport.set_write_buffer_limits(HIGH, LOW)
        plain = transport.get_extra_info("socket")
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):  # not on Windows
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)

    def add(self, data: bytes) -> None:
        """In this turn of the loop. Nothing after close."""
        if self.closed:
            return
        if not self._held:
            self._scheduler.add(self)
        self._held.append(data)
        self._holding += len(data)
        if self._holding > HIGH:
            self.flush()

    def write(self, data: bytes) -> None:
        """At once, behind what was added. Nothing after close."""
        if self.closed:
            return
        self.flush()
        self._put(data)

    def flush(self) -> None:
        held, self._held, self._holding = self._held, [], 0
        if held and not self.closed:
            self._put(held[0] if len(held) == 1 else b"".join(held))

    def _put(self, data: bytes) -> None:
        size = len(data)
        if self.paused:
            waiting = self.transport.get_write_buffer_size() + size
            if waiting > self._most:
                self._slow("too much waits for it")
                return
            self._count(waiting)
            if self._scheduler.waiting > ALL_WAITING and waiting > HIGH:
                self._slow("too much waits for all clients together")
                return
        elif size > self._limit:  # one answer that is larger than all that may wait: what comes behind it may wait, too
            self._most = self._limit + size
        self.written += size
        self.transport.write(data)

    async def ready(self) -> None:
        """Returns when the client has taken what it was sent, but for a little; or when it is gone."""
        self.flush()
        while self.paused and not self.closed:
            if self._room is None:
                self._room = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._room)

    def stuck(self, patience: float | None = None) -> bool:
        """Whether nothing of what waits was taken for longer than that, or the usual. To be asked now and then."""
        if not self.paused:
            return False
        taken, now = self.written - self.transport.get_write_buffer_size(), time.monotonic()
        if taken != self._taken:
            self._taken, self._moved = taken, now
        return now - self._moved > (self._patience if patience is None else patience)

    def pause(self) -> None:
        self.paused = True
        self._taken = self.written - self.transport.get_write_buffer_size()
        self._since = self._moved = time.monotonic()

    def resume(self) -> None:
        self.paused = False
        self._count(0)
        if (now := time.monotonic()) - self._since >= BRIEF_SECONDS:
            self.freed = now
        self._most = self._limit
        self._wake()

    def close(self) -> None:
        """Nothing more is written."""
        self.closed = True
        self._count(0)
        self._wake()

    def _count(self, waiting: int) -> None:
        self._scheduler.waiting += waiting - self._counted
        self._counted = waiting

    def _wake(self) -> None:
        if self._room is not None:
            self._room.set_result(None)
            self._room = None
