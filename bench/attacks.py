"""Attacks of one tenant: how long another's reads by id take meanwhile, and what the server holds afterwards.

For each attack of bench/support/attacker.py: the p99 of the victim's requests, alone and while a process of its own
attacks, in turn and in one run; the median of the rounds' ratios is the figure. Beside it stands the same ratio while the
attacker sends the same to another server, which reads and refuses it (bench/support/neutral.py): what the attack costs
because attacker, servers and PostgreSQL share the machine's cores, whatever the server does. Then, where the attack's requests are to
be refused, the memory that the server's process has gained by a thousand of them, or by as many as MEMORY_SECONDS allow.
Each attack has a time limit; one that fails has a line that says so, and the others go on.

    ./thingbase bench attacks [ROUNDS [SECONDS]] [NAME ...]
"""

import asyncio
import json
import multiprocessing
import signal
import socket
import statistics
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import psutil
from rich.progress import track

from bench.harness import Connection, Figure, Neighbours, connect, console, report, server
from bench.support import contenders
from bench.support.attacker import ATTACKS, attack
from bench.support.contenders import Contender
from bench.support.flooding import Client, Target
from py_api.principal import ROLES
from tests.support.servers import Server, asyncpg_url

ITEMS, REFUSED = 1_000, 1_000
SLOWER, MORE = 2.0, 20.0  # times; MiB
MEMORY_SECONDS, PATIENCE = 30.0, 10.0  # for the refused requests of an attack; for an answer to the victim
LOCKED = ("locked1", "locked2", "locked3", "locked4")  # more tenants of the attacker's
MEMORY = 4_000_000  # KiB of address space for the server
FIELDS = [
    {"name": "name", "type": "text"},
    {"name": "note", "type": "text"},
    {"name": "amount", "type": "integer"},
    {"name": "links", "type": "references", "target": "Item"},
]
BY_ID = "query Item($id: ID!) { item(id: $id) { id name amount } }"


def prepare(db: Connection) -> dict[str, list[str]]:
    """Two tenants with the same things, of different shapes; the ids of each."""
    found = {}
    for slug, extra in (("victim", "color"), ("attacker", "size")):
        fields = [*FIELDS, {"name": extra, "type": "text"}]
        db.execute("select thing.create_tenant(%s)", (slug,))
        change = [{"op": "create_class", "class": "Item", "fields": fields}]
        db.execute("select thing.migrate(%s, %s::jsonb)", (slug, json.dumps(change)))
        insert = (
            f"insert into tenant_{slug}.tc_item (name, amount) select 'item ' || i, i from generate_series(1, %s) i"
        )
        db.execute(insert.encode(), (ITEMS,))
        found[slug] = [row[0] for row in db.execute(f"select id::text from tenant_{slug}.tc_item".encode())]
    for slug in LOCKED:
        db.execute("select thing.create_tenant(%s)", (slug,))
        db.execute("select thing.create_class(%s, 'Item')", (slug,))
    db.execute("vacuum (analyze, freeze)")
    return found


@contextmanager
def locks(started: Server) -> Iterator[None]:
    """On the tables of LOCKED, for as long as it takes."""
    with connect(started) as holder, holder.transaction():
        for slug in LOCKED:
            holder.execute(f"lock table tenant_{slug}.tc_item".encode())
        yield


class TooLong(Exception):
    pass


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooLong when it takes longer, whatever it waits for."""

    def end(_signal: int, _frame: object) -> None:
        raise TooLong(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Victim:
    """A client that reads by id, one request after the other, on one connection."""

    def __init__(self, target: Target, ids: list[str]) -> None:
        self._address = target.host, target.port
        self.connect()
        self._requests = [self._request(target, each) for each in ids]
        self._sent = 0

    def connect(self) -> None:
        self._socket = socket.create_connection(self._address, PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @staticmethod
    def _request(target: Target, thing: str) -> bytes:
        body = json.dumps({"query": BY_ID, "variables": {"id": thing}}).encode()
        head = f"POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {target.tokens['editor']}\r\n"
        return f"{head}content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body

    def ask(self) -> None:
        request = self._requests[self._sent % len(self._requests)]
        self._sent += 1
        self._socket.sendall(request)
        answer, size = b"", sys.maxsize
        while len(answer) < size:
            more = self._socket.recv(65536)
            assert more, answer
            answer += more
            if size == sys.maxsize and b"\r\n\r\n" in answer:
                head, _, _ = answer.partition(b"\r\n\r\n")
                size = len(head) + 4 + int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        assert b'"errors"' not in answer, answer

    def milliseconds(self, seconds: float) -> list[float]:
        """Of each request, for so long."""
        found = []
        end = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < end:
            self.ask()
            found.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.001)
        return sorted(found)


@contextmanager
def attacking(name: str, target: Target) -> Iterator[None]:
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    process = context.Process(target=attack, args=(name, target, begun), daemon=True)
    process.start()
    begun.wait(60)
    time.sleep(0.5)
    try:
        assert process.is_alive(), f"the attack {name} has ended by itself"
        yield
        assert process.is_alive(), f"the attack {name} has ended by itself"
    finally:
        process.kill()
        process.join(10)


def p99(times: list[float]) -> float:
    return times[int(len(times) * 0.99)]


def fairness(name: str, target: Target, neutral: Target, victim: Victim, rounds: int, seconds: float) -> Figure:
    alone, during, beside = [], [], []
    for _ in range(rounds):
        victim.milliseconds(0.3)
        alone.append(victim.milliseconds(seconds))
        with attacking(name, target):
            during.append(victim.milliseconds(seconds))
        with attacking(name, neutral):
            beside.append(victim.milliseconds(seconds))
        time.sleep(0.5)
    ratio, unavoidable = (
        statistics.median(p99(d) / p99(a) for d, a in zip(times, alone, strict=True)) for times in (during, beside)
    )
    middle = [statistics.median(p99(each) for each in times) for times in (during, alone)]
    half = [statistics.median(each[len(each) // 2] for each in times) for times in (during, alone)]
    return Figure(
        f"{name}: p99 of another's reads",
        f"{middle[0]:.2f} ms (p50 {half[0]:.2f})",
        f"alone {middle[1]:.2f} (p50 {half[1]:.2f}); neutral {unavoidable:.2f}x",
        ratio,
        "x",
        SLOWER,
    )


def memory(name: str, target: Target, ours: Contender) -> Figure:
    """What the server's process gains by REFUSED refused requests, after as many that warmed it up."""
    found = ATTACKS[name]
    assert found.body is not None
    make = found.body
    process = psutil.Process(ours.process.pid)
    answers: dict[str, int] = {}

    async def send(first: int, count: int) -> None:
        numbers = iter(range(first, first + count))
        end = time.perf_counter() + MEMORY_SECONDS * count / REFUSED

        async def one() -> None:
            client = Client(target, found.role)
            for n in numbers:
                if time.perf_counter() > end:
                    return
                status, text = await client.ask(json.dumps(make(n)).encode())
                answer = json.loads(text) if status else {}
                errors = answer.get("errors") or [{"extensions": {"code": "served" if status else "broken"}}]
                code = errors[0]["extensions"]["code"]
                answers[code] = answers.get(code, 0) + 1

        await asyncio.gather(*(one() for _ in range(8)))

    asyncio.run(send(10_000_000, REFUSED // 10))
    before = process.memory_info().rss
    answers.clear()
    asyncio.run(send(20_000_000, REFUSED))
    gained = (process.memory_info().rss - before) / 2**20
    told = ", ".join(f"{count} {code}" for code, count in sorted(answers.items()))
    return Figure(
        f"{name}: memory after {sum(answers.values())} of them", f"{gained:.1f} MiB", told, gained, " MiB", MORE
    )


def measured(
    name: str, target: Target, neutral: Target, victim: Victim, ours: Contender, rounds: int, seconds: float
) -> list[Figure]:
    figures = []
    parts: list[tuple[float, Callable[[], Figure]]] = [
        (rounds * (3 * seconds + 15) + 3 * PATIENCE, lambda: fairness(name, target, neutral, victim, rounds, seconds))
    ]
    if name in ATTACKS and ATTACKS[name].body is not None:
        parts.append((2 * MEMORY_SECONDS + 3 * PATIENCE, lambda: memory(name, target, ours)))
    for limit, part in parts:
        try:
            with within(limit):
                figures.append(part())
        except (TooLong, AssertionError, OSError) as error:
            why = f"{type(error).__name__} {error}"[:80]
            figures.append(Figure(f"{name}: failed", why, "", float("inf"), "", 0))
            victim.connect()
    return figures


def target(host: str, port: int, slug: str, thing: str) -> Target:
    tokens: dict[str, str] = {role: contenders.token(slug, role) for role in ROLES}
    return Target(host, port, slug, tokens, thing, tuple(contenders.token(each, "viewer") for each in LOCKED))


def limited(command: list[str]) -> list[str]:
    """The command, with so much address space at most."""
    return ["sh", "-c", f'ulimit -v {MEMORY}; exec "$@"', "sh", *command]


def run(
    called: str,
    known: Collection[str],
    make: Callable[[Connection], dict[str, list[str]]],
    held: Callable[[Server], AbstractContextManager[None]],
) -> int:
    """The arguments' attacks, or all that are known, against the tenants that `make` makes. called: one of them.

    held: what goes on meanwhile.
    """
    numbers = [arg for arg in sys.argv[1:] if arg.replace(".", "").isdigit()]
    names = [arg for arg in sys.argv[1:] if arg not in numbers] or list(known)
    if unknown := set(names) - set(known):
        raise SystemExit(f"there is no {called} {min(unknown)!r}: {', '.join(known)}")
    rounds = int(numbers[0]) if numbers else 3
    seconds = float(numbers[1]) if len(numbers) > 1 else 3.0
    figures: list[Figure] = []
    try:
        with server() as started, connect(started) as db:
            ids = make(db)
            command, environment = contenders.serving(asyncpg_url(started.url), 16)
            with (
                held(started),
                contenders.running("ours", limited(command), environment) as ours,
                contenders.uvicorn("neutral", "bench.support.neutral:app") as neutral,
            ):
                host, _, port = ours.address.removeprefix("http://").rpartition(":")
                targets = {slug: target(host, int(port), slug, ids[slug][0]) for slug in ids}
                victim = Victim(targets["victim"], ids["victim"])
                attacked = targets["attacker"]
                beside = replace(attacked, port=int(neutral.address.rpartition(":")[2]))
                neighbours = Neighbours(ours.process.pid, neutral.process.pid)
                victim.milliseconds(1.0)
                for name in track(names, f"{called}s", console=console):
                    figures += measured(name, attacked, beside, victim, ours, rounds, seconds)
                neighbours.tell()
    finally:  # what was measured is told, whatever came then
        code = report(f"{called}s: {rounds} rounds of {seconds:g} s alone and {seconds:g} s attacked", figures)
    return code


def main() -> int:
    return run("attack", ATTACKS, prepare, locks)


if __name__ == "__main__":
    sys.exit(main())
