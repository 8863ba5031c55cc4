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
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import psutil
import psycopg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.harness import connect as sql
from bench.harness import console, server
from bench.support import contenders
from bench.support.contenders import cpu_seconds
from bench.support.crowd import metrics
from bench.support.writing import TENANT, prepare
from tests.support.servers import asyncpg_url

FILTERS, THINGS = int(os.environ.get("FILTERS", "10000")), 400
PER_SOCKET = 100
STANDING_SECONDS, HEARING_SECONDS = 30.0, 300.0  # for the subscriptions of a socket to be answered; for an event
CONTAINS = "subscription ($word: String!) { itemChanged(filter: {note: {contains: $word}}) { operation thing { n } } }"
ILIKE = CONTAINS.replace("contains", "ilike")
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


def spoken(thing: int) -> int:
    """The filter that this thing is found by, of FILTERS."""
    return 1 + thing * (FILTERS - 1) // THINGS


async def many_filters(base: str, token: str, write: Write, query: str = CONTAINS, word: str = "word {}:") -> None:
    """10,000 filters, and none like another; then one update of 400 things. An honest one has to hear of each, and
    each thing is what one of the filters asks for."""
    refused: Counter[str] = Counter()
    asked: set[int] = set()  # filters, without those that were refused
    heard: Counter[int] = Counter()
    sockets: list[ClientConnection] = []

    async def hear(socket: ClientConnection) -> None:
        async for text in socket:
            said = json.loads(text)
            if said["type"] == "next":
                heard[int(said["id"])] += 1
            elif said["type"] == "error":
                refused[said["payload"][0]["extensions"]["code"]] += 1
                asked.discard(int(said["id"]))

    async def stand(first: int) -> None:
        """As many as a socket may have, for which the answer is awaited."""
        sockets.append(socket := await opened(stack, base, token))
        hearing.append(asyncio.create_task(hear(socket)))
        for n in range(first, min(first + PER_SOCKET, FILTERS)):
            asked.add(n)
            await ask(socket, str(n), query, word=word.format(n))
        async with asyncio.timeout(STANDING_SECONDS):
            while await asyncio.to_thread(_standing, base) < len(asked) + 1:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.02)

    hearing: list[asyncio.Task[None]] = []
    try:
        async with AsyncExitStack() as stack:
            honest = await opened(stack, base, token)
            await ask(honest, "0", ALL)  # (It has a place: a tenant has 10,000.)
            begun = time.monotonic()
            for first in range(1, FILTERS, PER_SOCKET):
                await stand(first)
            tell(f"{len(asked)} of {FILTERS - 1} stand after {time.monotonic() - begun:.1f} s", refused)
            refused.clear()
            await asyncio.sleep(2.0)
            await write()
            begun = time.monotonic()
            for _ in range(THINGS):
                await asyncio.wait_for(honest.recv(), HEARING_SECONDS)
            tell(f"the honest one has heard all {time.monotonic() - begun:.1f} s after the update", refused)
            expected = Counter(spoken(thing) for thing in range(THINGS))
            async with asyncio.timeout(HEARING_SECONDS):
                while any(heard[n] < times for n, times in expected.items() if n in asked):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            tell(f"the last event was told {time.monotonic() - begun:.1f} s after it, {heard.total()} in all", refused)
            assert heard <= expected
            await asyncio.gather(*(socket.close() for socket in sockets))
    finally:
        for each in hearing:
            each.cancel()
        await asyncio.gather(*hearing, return_exceptions=True)


def tell(what: str, refused: Mapping[str, int]) -> None:
    console.print(f"  {what}; refused or ended: {dict(refused) or 'none'}", style="dim")


def _standing(base: str) -> float:
    return metrics(base)["thingbase_events_subscriptions"]


async def many_patterns(base: str, token: str, write: Write) -> None:
    """The same with filters that can be looked up by nothing."""
    await many_filters(base, token, write, ILIKE, "%WORD {}:%")


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
    "10,000 patterns": many_patterns,
    "forged cursors": forged_cursors,
    "large variables": large_variables,
}


# --- measured by itself -----------------------------------------------------------------------------------------------


def _on_cpu(pid: int) -> float:
    """Seconds that a process's main thread, which has the event loop, has had of a CPU."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9


async def _holds(address: str, pid: int, stop: asyncio.Event) -> list[tuple[float, float]]:
    """How long the server's loop lets a request for nothing wait, asked all the time: its CPU time meanwhile, which
    other processes of the machine do not make longer, and all."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    found = []
    while not stop.is_set():
        begun, used = time.perf_counter(), _on_cpu(pid)
        writer.write(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        await reader.readuntil(b"ok\n")
        found.append(((_on_cpu(pid) - used) * 1000, (time.perf_counter() - begun) * 1000))
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
    rounds: list[asyncio.Task[list[tuple[float, float]]]] = []
    peak = 0

    async def write() -> None:
        nonlocal peak
        marks.update(cpu=ours.cpu_seconds(), at=time.time(), rss=float(process.memory_info().rss))
        rounds.append(asyncio.create_task(_holds(ours.address, ours.process.pid, stop)))
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
    longest = ""
    if holds:
        cpu, wall = max(holds)[0], max(wall for _, wall in holds)
        longest = f"longest hold {cpu:.0f} ms of CPU ({wall:.0f} ms), p99 {holds[int(len(holds) * 0.99)][0]:.0f} ms; "
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
        note = "Something that somebody might want to know about at once, of word {}:"
        with db.cursor() as cursor:
            cursor.executemany(
                f"insert into tenant_{TENANT}.tc_item (n, topic, note) values (0, 0, %s)",
                [(note.format(spoken(thing)),) for thing in range(THINGS)],
            )
        with contenders.ours(asyncpg_url(started.url), TENANT, 16) as ours:
            for name in sys.argv[1:] or ATTACKS:
                console.print(asyncio.run(measured(name, started.url, ours, started.process.pid)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
