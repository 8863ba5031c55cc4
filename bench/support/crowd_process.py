"""A crowd of WebSocket clients, each with one subscription, that does what it is told by lines of JSON and answers each with one.

{"do": "open", "port", "token", "asks": [{"query", "variables", "window"}]}   -> {}   once all have subscribed, numbered as they stand
{"do": "stall", "which": [number]} / {"do": "read", "which"}                  -> {}   they stop reading / read on
{"do": "resume", "which"}                         -> {}   those connect again, and go on after their last cursor ($after)
{"do": "state"}                                   -> {"received", "open", "ended": [[number, code, reason, when]], "cpu"}
{"do": "give", "path"}                            -> {"received"}   what came since the last time, as SAMPLE records
{"do": "close"}                                   -> {}

window: bytes of the socket's receive buffer, 0: the system's. when: time.monotonic_ns(), which all processes of a machine share.
Of each event the number "n" is kept, and the time at which it was read.
"""

import asyncio
import json
import re
import resource
import socket
import sys
import time
from array import array
from pathlib import Path
from typing import Any
from uuid import uuid4

import uvloop

from bench.support.frames import CLOSE, PING, PONG, TEXT, Frames, frame, handshake

SUBPROTOCOL = "graphql-transport-ws"
AT_ONCE = 50  # that connect
PATIENCE = 60.0  # for a subscription to be made
NUMBER = re.compile(rb'"n" ?: ?(\d+)')
CURSOR = re.compile(rb'"cursor" ?: ?"([^"]*)"')


class Samples:
    """Three columns: the client's number, the event's, the time."""

    def __init__(self) -> None:
        self.clients, self.numbers, self.times = array("H"), array("I"), array("Q")

    def write(self, path: Path) -> int:
        with path.open("wb") as file:
            for column in (self.clients, self.numbers, self.times):
                column.tofile(file)
        return len(self.times)

    @classmethod
    def read(cls, path: Path, many: int) -> "Samples":
        found = cls()
        with path.open("rb") as file:
            for column in (found.clients, found.numbers, found.times):
                column.fromfile(file, many)
        return found


class Client(asyncio.Protocol):
    """A connection. subscribed is done when its subscription has been sent; ended holds how it ended."""

    def __init__(self, crowd: "Crowd", number: int, ask: dict[str, Any]) -> None:
        self.crowd, self.number, self.ask = crowd, number, ask
        self.id = str(uuid4())  # as the usual clients have it
        self.frames = Frames()
        self.subscribed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.shaken = False
        self.last = b""  # event
        self.ended: tuple[int, str] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        transport.write(handshake(f"127.0.0.1:{self.crowd.port}", "/graphql", SUBPROTOCOL))

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        if not self.shaken:
            head, _, data = data.partition(b"\r\n\r\n")  # the response comes in one piece
            if not head.startswith(b"HTTP/1.1 101"):
                self._end(0, head.decode(errors="replace"))
                return
            self.shaken = True
            self._say(type="connection_init", payload={"authorization": f"Bearer {self.crowd.token}"})
        for opcode, payload in self.frames.received(data):
            if opcode == TEXT:
                if payload.find(b'"type":"next"', 0, 80) > 0:
                    self._event(payload, now)
                else:
                    self._told(json.loads(payload))
            elif opcode == PING:
                self.transport.write(frame(PONG, payload))
            elif opcode == CLOSE:
                self._end(int.from_bytes(payload[:2]), payload[2:].decode(errors="replace"))

    def _event(self, payload: bytes, now: int) -> None:
        found = NUMBER.search(payload)
        if found is None:
            self._end(0, payload.decode())
            return
        samples = self.crowd.samples
        samples.clients.append(self.number)
        samples.numbers.append(int(found[1]))
        samples.times.append(now)
        self.last = payload

    def _told(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "connection_ack":
                variables = self.ask["variables"]
                if (cursor := CURSOR.search(self.crowd.last[self.number])) is not None:
                    variables = {**variables, "after": cursor[1].decode()}
                self._say(type="subscribe", id=self.id, payload={"query": self.ask["query"], "variables": variables})
                if not self.subscribed.done():
                    self.subscribed.set_result(None)
            case "ping":
                self._say(type="pong")
            case _:
                self._end(0, json.dumps(message))

    def _say(self, **message: Any) -> None:
        self.transport.write(frame(TEXT, json.dumps(message).encode()))

    def _end(self, code: int, reason: str) -> None:
        if self.ended is None:
            self.crowd.ended.append((self.number, code, reason, time.monotonic_ns()))
            if not self.subscribed.done():
                self.subscribed.set_exception(ConnectionError(f"client {self.number}: {code} {reason}"))
        self.leave((code, reason))

    def leave(self, why: tuple[int, str] = (1000, "")) -> None:
        self.ended = self.ended or why
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(1006, str(exc or "cut"))


class Crowd:
    port: int
    token: str

    def __init__(self) -> None:
        self.asks: list[dict[str, Any]] = []
        self.clients: list[Client] = []
        self.last: list[bytes] = []  # events, of earlier connections
        self.samples = Samples()
        self.ended: list[tuple[int, int, str, int]] = []
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def open(self, port: int, token: str, asks: list[dict[str, Any]]) -> dict[str, Any]:
        self.port, self.token, self.asks = port, token, asks
        self.last = [b""] * len(asks)
        async with asyncio.timeout(PATIENCE):
            self.clients = list(await asyncio.gather(*(self._connected(number) for number in range(len(asks)))))
        return {}

    async def _connected(self, number: int) -> Client:
        loop = asyncio.get_running_loop()
        async with self._slots:
            plain = socket.socket()
            plain.setblocking(False)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if window := self.asks[number].get("window"):
                plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            await loop.sock_connect(plain, ("127.0.0.1", self.port))
            _, client = await loop.create_connection(lambda: Client(self, number, self.asks[number]), sock=plain)
            await client.subscribed
            return client

    async def stall(self, which: list[int]) -> dict[str, Any]:
        for number in which:
            self.clients[number].transport.pause_reading()
        return {}

    async def read(self, which: list[int]) -> dict[str, Any]:
        for number in which:
            self.clients[number].transport.resume_reading()
        return {}

    async def resume(self, which: list[int]) -> dict[str, Any]:
        for number in which:
            client = self.clients[number]
            client.leave()
            self.last[number] = client.last or self.last[number]
        async with asyncio.timeout(PATIENCE):
            for number, client in zip(which, await asyncio.gather(*map(self._connected, which)), strict=True):
                self.clients[number] = client
        return {}

    async def state(self) -> dict[str, Any]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        is_open = sum(client.ended is None for client in self.clients)
        received = len(self.samples.times)
        return {"received": received, "open": is_open, "ended": self.ended, "cpu": used.ru_utime + used.ru_stime}

    async def give(self, path: str) -> dict[str, Any]:
        samples, self.samples = self.samples, Samples()
        return {"received": samples.write(Path(path))}

    async def close(self) -> dict[str, Any]:
        for client in self.clients:
            client.leave()
        self.clients, self.ended, self.samples = [], [], Samples()
        return {}


async def main() -> None:
    crowd = Crowd()
    while line := await asyncio.to_thread(sys.stdin.readline):
        said = json.loads(line)
        print(json.dumps(await getattr(crowd, said.pop("do"))(**said)), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
