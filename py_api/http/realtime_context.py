"""What the WebSockets and event streams of a process share: engine, hub, limits and counts."""

import itertools
import logging
import random
import secrets
from collections import Counter
from struct import pack
from time import perf_counter
from typing import Protocol

from py_api import logs
from py_api.config import Settings
from py_api.deadlines import Deadlines
from py_api.engine.engine import Engine
from py_api.engine.request import NOBODY
from py_api.errors import ApiError
from py_api.events.subscription_hub import SubscriptionHub
from py_api.http.access_log import AccessLog
from py_api.http.auth import Authenticator
from py_api.http.error_responses import ErrorResponse
from py_api.http.metrics import Metrics
from py_api.http.outbound_buffer import FlushScheduler
from py_api.http.persisted import Persisted
from py_api.principal import Principal

_log = logging.getLogger("thingbase.sockets")


class Handler(Protocol):
    """The handler of one WebSocket, as far as RealtimeContext calls it."""

    principal: Principal | None

    def tenant_left(self, slug: str) -> None: ...
    def revoked(self) -> None: ...


class Stream(Protocol):
    """An event stream, likewise."""

    principal: Principal

    def revoked(self) -> None: ...


class RealtimeContext:
    """One a process."""

    def __init__(
        self,
        engine: Engine,
        hub: SubscriptionHub,
        authenticator: Authenticator,
        persisted: Persisted,
        metrics: Metrics,
        settings: Settings,
        deadlines: Deadlines,
    ) -> None:
        self.engine = engine
        self.hub = hub
        self.authenticator = authenticator
        self.persisted = persisted
        self.deadlines = deadlines
        self.handlers: set[Handler] = set()
        self.event_streams: set[Stream] = set()
        self.limits = settings.limits
        self.bounds = settings.sockets
        self.welcomes = settings.welcomes
        self.sockets = self.streams = self.operations = 0  # that are open
        self.messages = self.slow = 0  # events that were sent, clients that were cut off, ever
        self.refused = 0  # connections of tenants that had as many as they may, ever
        self._of_tenants: Counter[str] = Counter()  # WebSockets that have said who they are, and event streams
        self.scheduler = FlushScheduler()
        self.frames = Shared()
        self.chunks = Shared()
        self._requests = metrics
        self._access_log = AccessLog(settings)
        self._prefix = secrets.token_hex(4)
        self._numbers = itertools.count(1)

    def admit(self) -> None:
        """One more. Errors: CONNECTION_LIMIT."""
        if self.sockets + self.streams >= self.bounds.connections:
            limit = self.bounds.connections
            raise ApiError(
                f"this server process already has {limit} open connections", "CONNECTION_LIMIT", 503, limit=limit
            )

    async def enter(self, principal: Principal) -> None:
        """One more of the principal's tenant, until `leave` is called. Errors: CONNECTION_LIMIT."""
        slug = principal.tenant or NOBODY
        limit = await self.engine.own_limit(principal, "sockets") or self.bounds.tenant_connections
        if self._of_tenants[slug] >= limit:
            self.refused += 1
            raise ApiError(
                f"the tenant already has {limit} open connections to this server process",
                "CONNECTION_LIMIT",
                503,
                limit=limit,
                hint="Close others first, or send several operations over one WebSocket. The limit is sockets.",
            )
        self._of_tenants[slug] += 1

    def leave(self, principal: Principal) -> None:
        slug = principal.tenant or NOBODY
        self._of_tenants[slug] -= 1
        if not self._of_tenants[slug]:
            del self._of_tenants[slug]

    def tenant_left(self, slug: str) -> None:
        """Its WebSockets are closed. (Streams end with their subscriptions.)"""
        for handler in list(self.handlers):
            handler.tenant_left(slug)

    def end_revoked(self) -> None:
        """The WebSockets and streams whose tokens were taken back are closed."""
        revocations = self.authenticator.revocations
        connections: list[Handler | Stream] = [*self.handlers, *self.event_streams]
        for one in connections:
            if revocations is not None and one.principal is not None and revocations.refuses(one.principal):
                one.revoked()

    def cut_off(self, name: str, why: str) -> None:
        self.slow += 1
        _log.info("%s is slow: %s", name, why)

    def pause(self) -> float:
        """Seconds until a connection is looked at again: not all at once, since those that came together would be."""
        return min(self.bounds.stall_seconds / 2, self.bounds.ping_seconds) * random.uniform(0.7, 1.0)  # noqa: S311

    def name(self) -> str:
        """An id for a connection, for logs: unlike those of other processes."""
        return f"{self._prefix}-s{next(self._numbers):x}"

    def count(self, failed: ErrorResponse | None, started: float, size: int = 0) -> None:
        """One operation of a WebSocket that has ended: with an error that was sent, or well. size: of the answer."""
        status, code = (failed.status, failed.code) if failed else (200, "")
        seconds, record = perf_counter() - started, logs.record.get()
        self._requests.count(status, code, seconds, record, size)
        if record is not None:
            record.code = code or record.code
            self._access_log.request("WS", "/graphql", status, code, seconds, record, size)

    def opened(self, started: float) -> None:
        """A subscription of a WebSocket that has begun."""
        if (record := logs.record.get()) is not None:
            self._access_log.request("WS", "/graphql", 200, "", perf_counter() - started, record)

    def metrics(self) -> dict[str, int]:
        return {
            "open": self.sockets,
            "streams": self.streams,
            "operations": self.operations,
            "messages_sent": self.messages,
            "slow_closes": self.slow,
            "refused": self.refused,
        }

    def tenant_metrics(self) -> dict[str, dict[str, float]]:
        """By tenant."""
        return {slug: {"sockets": float(count)} for slug, count in list(self._of_tenants.items()) if slug != NOBODY}


class Shared:
    """The last body that was framed, and the frame: an event goes to many, one after the other."""

    __slots__ = ("body", "frame", "head")

    def __init__(self) -> None:
        self.body = self.head = self.frame = b""


def text_frame(size: int) -> bytes:
    """The head of an unmasked WebSocket frame with a whole text message of so many bytes."""
    if size < 126:
        return bytes((0x81, size))
    return pack("!BBH", 0x81, 126, size) if size < 65536 else pack("!BBQ", 0x81, 127, size)
