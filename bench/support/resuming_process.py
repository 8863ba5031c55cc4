"""Clients that follow the log whatever happens: each has a cursor, and after any break connects again and goes on from there.

Does what it is told by lines of JSON and answers each with one:

{"do": "open", "ports": [port], "token", "start", "asks": [{"by": "WebSocket" | "SSE", "query", "variables"}]}   -> {}
{"do": "state"}          -> {"received", "following", "connections", "codes": {code: times}, "anew"}
{"do": "give", "path"}   -> {}   what each was told, for `read`
{"do": "close"}          -> {}

start: the cursor to begin after. Each connection is to another of the ports than the last. The clients break connections by
themselves, too. A query gives its event as `e`, with operation, thingId, version, thing { n }, previous { n } and cursor.
anew: how often a client was told to begin anew (RESYNC), which it does.
"""

import asyncio
import json
import pickle
import random
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvloop

from bench.support.event_stream import END, Chunks, Events
from bench.support.frames import CLOSE, PING, PONG, TEXT, Frames, frame, handshake
from bench.support.truth import Told

SUBPROTOCOL = "graphql-transport-ws"
BREAK_SECONDS = 30.0  # on average, after which a client breaks its connection itself
AGAIN_SECONDS = (0.05, 0.5)  # until it connects again
OPERATIONS = ("CREATED", "UPDATED", "DELETED")


class Broken(Exception):
    """The connection is over. code: what the server said."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Rows = tuple["array[int]", ...]


class Columns:
    """What one client was told, in order: things, versions, operations, numbers before, numbers after; -1: there is none.

    A thing is given by its number in `names`, which all clients share.
    """

    def __init__(self, names: dict[str, int]) -> None:
        self._names = names
        self.rows: Rows = (array("I"), array("I"), array("B"), array("q"), array("q"))

    def add(self, event: dict[str, Any]) -> None:
        things, versions, operations, before, after = self.rows
        things.append(self._names.setdefault(event["thingId"], len(self._names)))
        versions.append(event["version"])
        operations.append(OPERATIONS.index(event["operation"]))
        before.append(event["previous"]["n"] if event["previous"] else -1)
        after.append(event["thing"]["n"] if event["thing"] else -1)


def read(path: Path) -> list[Iterator[Told]]:
    """What "give" has written: of each client what it was told."""
    names: list[str]
    clients: list[Rows]
    names, clients = pickle.loads(path.read_bytes())
    return [
        (
            Told(names[thing], version, OPERATIONS[operation], before, after)
            for thing, version, operation, before, after in zip(*rows, strict=True)
        )
        for rows in clients
    ]


class Follower:
    """One client. cursor: after which it goes on."""

    def __init__(self, group: "Group", number: int, ask: dict[str, Any]) -> None:
        self.group, self.number, self.ask = group, number, ask
        self.cursor = group.start
        self.columns = Columns(group.names)
        self.following = False
        self._connect = self._by_websocket if ask["by"] == "WebSocket" else self._by_sse

    async def run(self) -> None:
        while True:
            group = self.group
            group.connections += 1
            port = group.ports[(self.number + group.connections) % len(group.ports)]
            try:
                async with asyncio.timeout(random.expovariate(1 / BREAK_SECONDS)):
                    await self._connect(port)
            except TimeoutError:
                group.codes["left by the client"] += 1
            except (OSError, asyncio.IncompleteReadError) as error:
                group.codes[type(error).__name__] += 1
            except Broken as error:
                group.codes[error.code] += 1
            self.following = False
            await asyncio.sleep(random.uniform(*AGAIN_SECONDS))

    def _event(self, result: dict[str, Any]) -> None:
        self.columns.add(result["data"]["e"])

    def _over(self, errors: list[dict[str, Any]]) -> Broken:
        extensions = errors[0]["extensions"]
        if extensions["code"] == "RESYNC":
            self.group.anew += 1
            self.cursor = extensions["cursor"]
        return Broken(extensions["code"])

    # --- WebSocket ------------------------------------------------------------------------------------------------

    async def _by_websocket(self, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        try:
            writer.write(handshake(f"127.0.0.1:{port}", "/graphql", SUBPROTOCOL))
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 101"):
                raise Broken(head.split(b"\r\n")[0].decode())
            payload = {"authorization": f"Bearer {self.group.token}"}
            writer.write(_text({"type": "connection_init", "payload": payload}))
            frames = Frames()
            while data := await reader.read(2**18):
                for opcode, said in frames.received(data):
                    if opcode == TEXT:
                        self._hear(json.loads(said), writer)
                    elif opcode == PING:
                        writer.write(frame(PONG, said))
                    elif opcode == CLOSE:
                        raise Broken(f"{int.from_bytes(said[:2])} {said[2:].decode()[:30]}")
            raise Broken("cut")
        finally:
            writer.transport.abort()

    def _hear(self, message: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        match message["type"]:
            case "next":
                self._event(message["payload"])
                self.cursor = message["payload"]["data"]["e"]["cursor"]
            case "connection_ack":
                variables = {**self.ask["variables"], "after": self.cursor}
                payload = {"query": self.ask["query"], "variables": variables}
                writer.write(_text({"id": "1", "type": "subscribe", "payload": payload}))
                self.following = True
            case "error":
                raise self._over(message["payload"])
            case kind:
                raise Broken(kind)

    # --- event stream ---------------------------------------------------------------------------------------------

    async def _by_sse(self, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        try:
            body = json.dumps({"query": self.ask["query"], "variables": self.ask["variables"]})
            headers = {
                "host": f"127.0.0.1:{port}", "accept": "text/event-stream", "content-type": "application/json",
                "authorization": f"Bearer {self.group.token}", "last-event-id": self.cursor,
                "content-length": str(len(body)),
            }  # fmt: skip
            head = "POST /graphql HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            writer.write(f"{head}\r\n{body}".encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 200") or b"chunked" not in answer:
                raise Broken(answer.split(b"\r\n")[0].decode())
            self.following = True
            chunks, events = Chunks(), Events()
            while data := await reader.read(2**18):
                for chunk in chunks.received(data):
                    if chunk == END:
                        raise Broken("ended")
                    for event, cursor, said in events.received(chunk):
                        self._take(event, said)
                        if cursor is not None:
                            self.cursor = cursor.decode()
            raise Broken("cut")
        finally:
            writer.transport.abort()

    def _take(self, event: bytes | None, said: bytes | None) -> None:
        if event == b"next" and said is not None:
            result = json.loads(said)
            if "errors" in result:
                raise self._over(result["errors"])
            self._event(result)
        elif event == b"complete":
            raise Broken("complete")


class Group:
    """All clients, and what they share."""

    ports: list[int]
    token: str
    start: str

    def __init__(self) -> None:
        self.followers: list[Follower] = []
        self.names: dict[str, int] = {}
        self.codes: Counter[str] = Counter()
        self.connections = self.anew = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, ports: list[int], token: str, start: str, asks: list[dict[str, Any]]) -> dict[str, Any]:
        self.__init__()  # type: ignore[misc]
        self.ports, self.token, self.start = ports, token, start
        self.followers = [Follower(self, number, ask) for number, ask in enumerate(asks)]
        self._tasks = [asyncio.create_task(follower.run()) for follower in self.followers]
        return {}

    async def state(self) -> dict[str, Any]:
        for task in self._tasks:
            if task.done():
                task.result()  # which raises
        received = sum(len(follower.columns.rows[0]) for follower in self.followers)
        following = sum(follower.following for follower in self.followers)
        return {
            "received": received, "following": following, "connections": self.connections, "codes": self.codes,
            "anew": self.anew,
        }  # fmt: skip

    async def give(self, path: str) -> dict[str, Any]:
        Path(path).write_bytes(pickle.dumps((list(self.names), [each.columns.rows for each in self.followers])))
        return {}

    async def close(self) -> dict[str, Any]:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        return {}


def _text(message: dict[str, Any]) -> bytes:
    return frame(TEXT, json.dumps(message).encode())


async def main() -> None:
    group = Group()
    while line := await asyncio.to_thread(sys.stdin.readline):
        said = json.loads(line)
        print(json.dumps(await getattr(group, said.pop("do"))(**said)), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
