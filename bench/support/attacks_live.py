"""Attacks by subscriptions: each a client that does its worst to the others, over real sockets, with a viewer's token.

    python -m bench.support.attacks_live          measures them against a server of its own, one after the other

ATTACKS has them by name, for who measures something else meanwhile. They need the class and the tenant of
bench.support.writing; `write` makes an update of 400 things, once the attacker's subscriptions stand.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack

import psutil
import psycopg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.harness import connect as sql
from bench.harness import console, server
from bench.support import contenders
from bench.support.contenders import cpu_seconds
from bench.support.writing import TENANT, prepare
from tests.support.servers import asyncpg_url

FILTERS, THINGS = int(os.environ.get("FILTERS", "10000")), 400
PER_SOCKET = 100
CONTAINS = "subscription ($word: String!) { itemChanged(filter: {note: {contains: $word}}) { operation thing { n } } }"
ALL = "subscription { itemChanged { cursor } }"
Write = Callable[[], Awaitable[None]]


async def opened(stack: AsyncExitStack, base: str, token: str) -> ClientConnection:
    url = base.replace("http", "ws", 1) + "/graphql"
    socket = await stack.enter_async_context(
        connect(url, subprotocols=[Subprotocol("graphql-transport-ws")], max_size=None, ping_interval=None)
    )
    await socket.send(json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}}))
    await socket.recv()
    return socket


async def ask(socket: ClientConnection, name: str, query: str, **variables: object) -> None:
    payload = {"query": query, "variables": variables}
    await socket.send(json.dumps({"id": name, "type": "subscribe", "payload": payload}))


async def many_filters(base: str, token: str, write: Write) -> None:
    """10,000 filters that cannot be looked up, and none like another; then one update. An honest one has to hear of it."""
    async with AsyncExitStack() as stack:
        # (The last place is the honest one's: a tenant has 10,000.)
        sockets = [await opened(stack, base, token) for _ in range(FILTERS // PER_SOCKET)]
        for n, socket in enumerate(sockets):
            for m in range(PER_SOCKET - (n == 0)):
                await ask(socket, str(m), CONTAINS, word=f"word {n * PER_SOCKET + m}:")
            await ask(socket, "q", "{ __typename }")
            while json.loads(await asyncio.wait_for(socket.recv(), 60))["id"] != "q":
                pass
        console.print(f"{FILTERS} stand", style="dim")
        honest = await opened(stack, base, token)
        await ask(honest, "a", ALL)
        await asyncio.sleep(2.0)
        await write()
        for _ in range(THINGS):
            await asyncio.wait_for(honest.recv(), 120)


async def forged_cursors(base: str, token: str, write: Write) -> None:
    """From the beginning of the log, again and again, with ever more transactions."""
    async with AsyncExitStack() as stack:
        socket = await opened(stack, base, token)
        for n in range(200):
            listed = ",".join(map(str, range(1_000_000, 1_000_000 + n * 20)))
            after = f"{'0' * 32}/1764072000123456:1:9999999:{listed}"
            await ask(socket, "a", ALL.replace("Changed", f'Changed(after: "{after}")'))
            assert json.loads(await socket.recv())["type"] == "error"


async def large_variables(base: str, token: str, write: Write) -> None:
    """As many lists of 200 kB as it may hold."""
    query = "subscription ($words: [String!]) { itemChanged(filter: {note: {in: $words}}) { cursor } }"
    refused = 0
    async with AsyncExitStack() as stack:
        socket = await opened(stack, base, token)
        for n in range(PER_SOCKET * 4):
            if n and n % (PER_SOCKET - 10) == 0:
                socket = await opened(stack, base, token)
            await ask(socket, str(n), query, words=[f"{n} {m} " + "x" * 90 for m in range(2_000)])
            if n % 10 == 9:
                await ask(socket, "q", "{ __typename }")
                while (said := json.loads(await asyncio.wait_for(socket.recv(), 60)))["id"] != "q":
                    refused += said["type"] == "error"
        await write()
        await asyncio.sleep(1.0)


ATTACKS: Mapping[str, Callable[[str, str, Write], Awaitable[None]]] = {
    "10,000 filters": many_filters,
    "forged cursors": forged_cursors,
    "large variables": large_variables,
}


# --- measured by itself -----------------------------------------------------------------------------------------------


async def _holds(address: str, stop: asyncio.Event) -> list[float]:
    """How long the server's loop lets a request for nothing wait, asked all the time."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    found = []
    while not stop.is_set():
        begun = time.perf_counter()
        writer.write(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        await reader.readuntil(b"ok\n")
        found.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.005)
    writer.close()
    return sorted(found)


async def measured(name: str, url: str, ours: contenders.Contender, pid: int) -> str:
    token = contenders.token(TENANT, "viewer")
    process, postgres = psutil.Process(ours.process.pid), cpu_seconds(pid)
    stop, marks = (
        asyncio.Event(),
        {"cpu": ours.cpu_seconds(), "rss": float(process.memory_info().rss), "at": time.time()},
    )
    rounds: list[asyncio.Task[list[float]]] = []
    peak = 0

    async def write() -> None:
        nonlocal peak
        marks.update(cpu=ours.cpu_seconds(), at=time.time(), rss=float(process.memory_info().rss))
        rounds.append(asyncio.create_task(_holds(ours.address, stop)))
        await asyncio.sleep(0.5)
        await asyncio.to_thread(_update, url)

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, process.memory_info().rss)
            await asyncio.sleep(0.02)

    watching = asyncio.create_task(watch())
    try:
        await ATTACKS[name](ours.address, token, write)
    finally:
        stop.set()
        watching.cancel()
    holds = [ms for each in rounds for ms in await each]
    longest = f"longest hold {max(holds):.0f} ms, p99 {holds[int(len(holds) * 0.99)]:.0f} ms; " if holds else ""
    return (
        f"{name}: {longest}server {ours.cpu_seconds() - marks['cpu']:.1f} s CPU, PostgreSQL {cpu_seconds(pid) - postgres:.1f} s, "
        f"memory {marks['rss'] / 2**20:.0f} -> peak {peak / 2**20:.0f} MiB, {time.time() - marks['at']:.1f} s"
    )


def _update(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(f"update tenant_{TENANT}.tc_item set n = n + 1")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    with server({"max_connections": "100"}) as started, sql(started) as db:
        prepare(db)
        note = "Something that somebody might want to know about at once. "
        db.execute(
            f"insert into tenant_{TENANT}.tc_item (n, topic, note) select g, g, %s || g from generate_series(1, %s) g",
            (note, THINGS),
        )
        with contenders.ours(asyncpg_url(started.url), TENANT, 16) as ours:
            for name in sys.argv[1:] or ATTACKS:
                console.print(asyncio.run(measured(name, started.url, ours, started.process.pid)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
