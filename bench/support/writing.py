"""Writers at a given rate: by SQL, or through the API. A write is begun when it is due, however long others take."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import psycopg

from bench.harness import Connection
from bench.support.contenders import Contender
from bench.support.crowd import Write

TENANT, TOPICS = "bench", 10
CONNECTIONS = 8
THINGS = 1_000  # of a topic, at most
CLASS = [
    {"op": "create_class", "class": "Item", "fields": [
        {"name": "n", "type": "integer"}, {"name": "topic", "type": "integer"}, {"name": "note", "type": "text"}]},
]  # fmt: skip
NOTE = "Something that somebody might want to know about it at once. "
FOLLOW = """subscription ($topic: Int!, $after: String) {
    itemChanged(filter: {topic: {eq: $topic}}, after: $after) { operation thing { id n topic note } cursor } }"""
CREATE = (
    "mutation ($n: Int, $topic: Int, $note: String) { createItem(input: {n: $n, topic: $topic, note: $note}) { id } }"
)
UPDATE = "mutation ($id: ID!, $n: Int) { updateItem(id: $id, input: {n: $n}) { id } }"


def prepare(db: Connection) -> None:
    db.execute("select thing.create_tenant(%s)", (TENANT,))
    db.execute("select thing.migrate(%s, %s::jsonb)", (TENANT, json.dumps(CLASS)))


class Writer(Protocol):
    async def write(self, number: int, topic: int, note: str, thing: str | None) -> tuple[str, int, int]:
        """Update the thing, or make one: its id, and the times of Write."""


class BySQL:
    """One connection; a transaction a write."""

    def __init__(self, connection: "psycopg.AsyncConnection[Any]") -> None:
        self._connection = connection

    async def write(self, number: int, topic: int, note: str, thing: str | None) -> tuple[str, int, int]:
        if thing is None:
            asked = await self._connection.execute(
                "insert into tenant_bench.tc_item (n, topic, note) values (%s, %s, %s) returning id::text",
                (number, topic, note),
                prepare=True,
            )
        else:
            asked = await self._connection.execute(
                "update tenant_bench.tc_item set n = %s where id = %s returning id::text", (number, thing), prepare=True
            )
        found = await asked.fetchone()
        assert found is not None
        before = time.monotonic_ns()
        await self._connection.commit()
        return found[0], before, time.monotonic_ns()


class ByAPI:
    """One connection that is kept alive."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str) -> None:
        self._reader, self._writer, self._head = reader, writer, head

    @classmethod
    async def connect(cls, server: Contender) -> Self:
        host = urlsplit(server.address).netloc
        headers = {"host": host, "content-type": "application/json", **server.headers}
        head = "POST /graphql HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        name, _, port = host.partition(":")
        return cls(*await asyncio.open_connection(name, int(port)), head)

    async def write(self, number: int, topic: int, note: str, thing: str | None) -> tuple[str, int, int]:
        if thing is None:
            query, variables = CREATE, {"n": number, "topic": topic, "note": note}
        else:
            query, variables = UPDATE, {"n": number, "id": thing}
        body = json.dumps({"query": query, "variables": variables}).encode()
        before = time.monotonic_ns()
        status, answer = await self.ask(body)
        after = time.monotonic_ns()
        assert status == 200, answer
        found = json.loads(answer)
        assert "errors" not in found, found
        return next(iter(found["data"].values()))["id"], before, after

    async def ask(self, body: bytes, more: str = "") -> tuple[int, bytes]:
        """Status and body. more: of the head. Raises OSError, asyncio.IncompleteReadError."""
        self._writer.write(f"{self._head}{more}content-length: {len(body)}\r\n\r\n".encode() + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        return int(head.split(" ", 2)[1]), await self._reader.readexactly(length)

    def close(self) -> None:
        self._writer.close()


class Pen:
    """Makes and changes things, one event a write. notes: what things of each topic say, in the order of topics from
    `topic` on. The numbers of writes go on from run to run, after `number`."""

    def __init__(
        self, url: str, server: Contender, notes: Sequence[str] = (NOTE,) * TOPICS, *, topic: int = 0, number: int = 0
    ) -> None:
        self._url, self._server, self._notes, self._topic, self._number = url, server, notes, topic, number
        self._things: list[list[str]] = [[] for _ in notes]
        self._chance = random.Random(7)

    def run(self, how: str, rate: float, seconds: float) -> list[Write]:
        """how: SQL, API, or both in turn. The writes, in the order of their numbers."""
        return asyncio.run(self._run(how, rate, seconds))

    async def _run(self, how: str, rate: float, seconds: float) -> list[Write]:
        async with AsyncExitStack() as stack:
            free: asyncio.Queue[Writer] = asyncio.Queue()
            for number in range(CONNECTIONS):
                if how == "SQL" or (how == "both" and number % 2):
                    connected = await psycopg.AsyncConnection.connect(self._url)
                    await stack.enter_async_context(connected)
                    free.put_nowait(BySQL(connected))
                else:
                    by_api = await ByAPI.connect(self._server)
                    stack.callback(by_api.close)
                    free.put_nowait(by_api)
            writes = await paced(rate, seconds, lambda: self._one(free))
        return sorted(writes, key=lambda write: write.number)

    async def _one(self, free: "asyncio.Queue[Writer]") -> Write:
        self._number += 1
        number = self._number
        place = number % len(self._notes)
        things, topic = self._things[place], self._topic + place
        # A thing that is being changed is nobody else's, so that its changes have one order here as there.
        again = things and (len(things) >= THINGS or self._chance.random() < 0.5)
        thing = things.pop(self._chance.randrange(len(things))) if again else None
        writer = await free.get()
        try:
            thing, before, after = await writer.write(number, topic, self._notes[place], thing)
        finally:
            free.put_nowait(writer)
        things.append(thing)
        return Write(number, topic, before, after)


async def paced(rate: float, seconds: float, one: Callable[[], Coroutine[Any, Any, Write]]) -> list[Write]:
    """So many a second, evenly."""
    begun = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as group:
        tasks = []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(begun + number / rate - asyncio.get_running_loop().time())
            tasks.append(group.create_task(one()))
    return [task.result() for task in tasks]
