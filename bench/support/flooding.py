"""What one tenant sends to a server to hold it up: the target, a client, and floods of requests."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from bench.support import attacks_live

CONNECTIONS = 16
PATIENCE = 15.0  # seconds for an answer; the server's own limit is below
ILIKE = "subscription ($word: String!) { itemChanged(filter: {note: {ilike: $word}}) { operation thing { id } } }"


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and the attacker's own tenant in it: a token for each role, and the id of one of its things.

    locked: tokens of more tenants of the attacker's, whose tables are locked: what reads them waits.
    """

    host: str
    port: int
    tenant: str
    tokens: dict[str, str]
    thing: str
    locked: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Attack:
    run: Callable[[Target], Awaitable[None]]
    body: Callable[[int], dict[str, Any]] | None = None
    role: str = "viewer"


class Client:
    """One connection to /graphql, kept alive; opened again when it was closed."""

    def __init__(self, target: Target, role: str) -> None:
        self._target = target
        self._head = f"POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {target.tokens[role]}\r\n".encode()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; (0, b"") where the connection broke, or none came in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                if self._streams is None:
                    self._streams = await asyncio.open_connection(self._target.host, self._target.port)
                reader, writer = self._streams
                length = b"content-length: %d\r\n\r\n" % len(body)
                writer.write(self._head + b"content-type: application/json\r\n" + length + body)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
                return int(head.split(b" ", 2)[1]), await reader.readexactly(size)
        except (OSError, asyncio.IncompleteReadError, IndexError):
            self._streams = None
            await asyncio.sleep(0.01)
            return 0, b""


def flood(body: Callable[[int], dict[str, Any]], role: str = "viewer") -> Attack:
    """As many of these requests as CONNECTIONS connections can send, each a new one."""

    async def run(target: Target) -> None:
        numbers = iter(range(sys.maxsize))

        async def send() -> None:
            client = Client(target, role)
            while True:
                await client.ask(json.dumps(body(next(numbers))).encode())

        await asyncio.gather(*(send() for _ in range(CONNECTIONS)))

    return Attack(run, body, role)


async def filters(target: Target, sockets: int, each: int) -> None:
    """So many filters that nothing can be looked up by, and writes as fast as they go."""
    async with AsyncExitStack() as stack:
        for first in range(sockets):
            socket = await attacks_live.opened(stack, target.url, target.tokens["viewer"])
            for n in range(each):
                await attacks_live.ask(socket, str(n), ILIKE, word=f"%WORD {first * each + n}:%")
        client = Client(target, "editor")
        while True:
            await client.ask(b'{"query": "mutation { createItem(input: {note: \\"a word\\"}) { id } }"}')
