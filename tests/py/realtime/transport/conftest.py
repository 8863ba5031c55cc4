"""The real server on a real socket, with a hub that is told what to say."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from py_api.engine.request import GraphQLRequest
from py_api.errors import ApiError
from py_api.events.event_sink import EventSink
from py_api.principal import Principal
from tests.support.api import Served, bearer, serving
from tests.support.waiting import PATIENCE, until

OURS = "graphql-transport-ws"


class StubHub:
    """A hub that says what the document asks for: `subscription count:3` gives that many events and ends, `late:` one
    after a moment, `open` none; `refused` and `boom` are not taken. Each is in `taken` until it is cancelled."""

    def __init__(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.taken: list[Taken] = []
        self.after: list[str | None] = []
        self.closed = False

    async def subscribe(
        self, principal: Principal, operation: GraphQLRequest, sink: EventSink, after: str | None = None
    ) -> "Taken":
        self.after.append(after)
        word, _, number = operation.query.removeprefix("subscription ").partition(":")
        if word == "refused":
            raise ApiError("no", "SUBSCRIPTION_LIMIT", 429, limit=1)
        if word == "boom":
            raise RuntimeError("a table name and a password")
        taken = Taken(self, principal, operation, sink, asyncio.get_running_loop())
        self.taken.append(taken)
        if word == "count":
            for n in range(int(number)):
                sink.event(b'{"data":{"n":%d}}' % n, f"c{n}")
            taken.cancel()
            sink.ended([])
        return taken

    async def close(self) -> None:
        self.closed = True

    def only(self) -> "Taken":
        """The one subscription there is."""
        return cast("Taken", until(lambda: len(self.taken) == 1 and self.taken[0]))


@dataclass(eq=False)
class Taken:
    """A subscription, with the hub's side of its sink for the thread of the test."""

    hub: StubHub
    principal: Principal
    operation: GraphQLRequest
    sink: EventSink
    loop: asyncio.AbstractEventLoop
    cancelled: bool = False

    def cancel(self) -> None:
        if not self.cancelled:
            self.cancelled = True
            self.hub.taken.remove(self)

    def __getattr__(self, name: str) -> Callable[..., None]:
        """event, beat and ended, in the server's loop."""

        def say(*arguments: Any) -> None:
            done = threading.Event()

            def call() -> None:
                if not self.cancelled:
                    getattr(self.sink, name)(*arguments)
                done.set()

            self.loop.call_soon_threadsafe(call)
            assert done.wait(PATIENCE)

        return say


@dataclass
class Client:
    """A raw client: what it says and hears is JSON."""

    socket: ClientConnection
    heard: list[Any] = field(default_factory=list)

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def hear(self) -> Any:
        return json.loads(self.socket.recv(PATIENCE))

    def init(self, **payload: Any) -> None:
        self.say(type="connection_init", payload=payload or bearer())
        assert self.hear() == {"type": "connection_ack"}

    def subscribe(self, query: str, id: str = "1", **payload: Any) -> None:  # noqa: A002
        self.say(type="subscribe", id=id, payload={"query": query, **payload})

    def closed(self) -> tuple[int, str]:
        """Code and reason, once the server has closed the connection."""
        until(lambda: self.socket.close_code is not None)
        return self.socket.protocol.close_code or 0, self.socket.protocol.close_reason or ""


@dataclass
class Site:
    served: Served
    hub: StubHub

    @contextmanager
    def client(self, *protocols: str, none: bool = False, path: str = "/graphql", **options: Any) -> Iterator[Client]:
        """protocols: the subprotocols that it offers, instead of ours; none: none at all."""
        url = self.served.url.replace("http", "ws") + path
        offered = None if none else [Subprotocol(each) for each in protocols or (OURS,)]
        with connect(url, subprotocols=offered, ping_interval=None, **options) as socket:
            yield Client(socket)

    def gauge(self, name: str) -> int:
        return self.served.app.realtime.metrics()[name]


@contextmanager
def siting(*engine: Any, **settings: Any) -> Iterator[Site]:
    with serving(*engine, **settings) as served:
        hub = StubHub()
        served.app.realtime.hub = hub  # type: ignore[assignment]
        yield Site(served, hub)


@pytest.fixture
def site() -> Iterator[Callable[..., Site]]:
    """site(setting=...) -> a running server of its own, stopped at the end."""
    with ExitStack() as running:
        yield lambda *engine, **settings: running.enter_context(siting(*engine, **settings))


@pytest.fixture(scope="module")
def shared() -> Iterator[Site]:
    """One server with the default settings, for all tests of a module that leave nothing behind."""
    with siting() as site:
        yield site
