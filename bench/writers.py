"""What 1,000 subscribers cost those who write: by SQL (16 connections of pgbench) and through the API (16 of wrk).

Each in turn with the subscribers connected and without any, round after round; writers never pause. Every subscriber follows
one topic of 10,000, so a tenth of the events goes to somebody. All share the machine's cores: what the server takes for
reading the log and for sending, the writers do not have. Meanwhile pg_locks is looked at, every 50 ms: NOTIFY takes a lock
that all who notify share until they have committed (object, database 0), and nobody may be seen to wait for it once the first second is over.

    ./thingbase bench writers [ROUNDS [SECONDS [SOCKETS]]]
"""

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.progress import track

from bench.harness import Connection, Figure, Neighbours, connect, console, report, server
from bench.support import contenders, wrk
from bench.support.contenders import Contender, cpu_seconds
from bench.support.crowd import Ask, Crowd, metrics
from bench.support.writing import CREATE, FOLLOW, NOTE, TENANT, prepare
from py_api.embedded import account
from py_api.embedded.programs import Programs
from tests.support.servers import PASSWORD, Server, asyncpg_url

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS, SECONDS, SOCKETS = 8, 5, 1_000
WRITERS, TOPICS, BODIES = 16, 10_000, 4_000
SAMPLE_SECONDS = 0.05
WARM_SECONDS = 1  # after which a server that reads all the time has said so, and need not be notified
SCRIPT = f"""\\set topic random(1, {TOPICS})
insert into tenant_{TENANT}.tc_item (n, topic, note) values (:topic, :topic, '{NOTE}');
"""
# Shared objects have database 0; the one that NOTIFY locks is the database itself, by no number.
LOCKS = "select count(*) filter (where not granted), count(*) from pg_locks where locktype = 'object' and database = 0"


class Locks(AbstractContextManager["Locks"]):
    """Looks at pg_locks by a connection of its own while the block runs. waits: samples in which somebody waited."""

    def __init__(self, started: Server) -> None:
        self._started = started
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.samples = self.waits = self.waiters = self.held = 0

    def _look(self) -> None:
        with connect(self._started) as db:
            while not self._over.wait(SAMPLE_SECONDS):
                row = db.execute(LOCKS).fetchone()
                assert row is not None
                waiting, seen = row
                self.samples += 1
                self.waits += waiting > 0
                self.waiters = max(self.waiters, waiting)
                self.held += seen > 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()


def by_sql(started: Server, seconds: int) -> float:
    """Writes a second."""
    pgbench = Programs.bundled().reachable_by(account.for_servers()).postgres / "pgbench"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        Path(script.name).chmod(0o644)
        command: list[str | Path] = [pgbench, "-n", "-M", "prepared", "-c", str(WRITERS), "-j", "1", "-T", str(seconds)]
        done = subprocess.run(
            [*command, "-f", script.name, started.url],
            env={**os.environ, "PGPASSWORD": PASSWORD},
            capture_output=True,
            text=True,
            check=True,
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


def by_api(ours: Contender, seconds: int) -> float:
    chance = random.Random(7)
    bodies = [
        {"query": CREATE, "variables": {"n": topic, "topic": topic, "note": NOTE}}
        for topic in (chance.randrange(TOPICS) for _ in range(BODIES))
    ]
    headers = {"content-type": "application/json", **ours.headers}
    return wrk.run(ours.address + "/graphql", bodies, headers, connections=WRITERS, seconds=seconds).rate


@dataclass(slots=True)
class Found:
    """Of one kind of writers: rates of the rounds, with subscribers and without; CPU seconds a write, of server and PostgreSQL."""

    beside: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    cpu_beside: list[float] = field(default_factory=list)
    cpu_alone: list[float] = field(default_factory=list)
    samples: int = 0
    waits: int = 0
    waiters: int = 0
    held: int = 0

    def figures(self, name: str) -> list[Figure]:
        ours, theirs = (f"{statistics.median(of):,.0f}/s" for of in (self.beside, self.alone))
        ratio = statistics.median(b / a for b, a in zip(self.beside, self.alone, strict=True))
        return [
            Figure(f"{name}: writes beside subscribers / without", ours, theirs, ratio, "", 0.9, at_least=True),
            Figure(f"{name}: samples in which somebody waited", f"{self.waits}", f"of {self.samples}, at most {self.waiters}; held in {self.held}", self.waits, "", 0),
        ]  # fmt: skip

    def cpu(self) -> str:
        micros = (statistics.median(of) * 1e6 for of in (self.cpu_alone, self.cpu_beside))
        return "{:.0f} us a write without subscribers, {:.0f} us with".format(*micros)


def forgotten(db: Connection) -> bool:
    row = db.execute(f"select not exists (select from tenant_{TENANT}.thing_subscribers)".encode()).fetchone()
    return row is not None and bool(row[0])


def main() -> int:
    numbers = [int(argument) for argument in sys.argv[1:]]
    rounds, seconds, sockets = [*numbers, *(ROUNDS, SECONDS, SOCKETS)[len(numbers) :]]
    wrk.required()
    with server({"max_connections": "100"}) as started, connect(started) as db:
        prepare(db)
        with contenders.ours(asyncpg_url(started.url), TENANT, 16) as ours, Crowd(ours) as crowd:
            writers: dict[str, Callable[[int], float]] = {
                "SQL": lambda length: by_sql(started, length), "API": lambda length: by_api(ours, length),
            }  # fmt: skip
            asks = [Ask(FOLLOW, {"topic": topic}) for topic in range(1, sockets + 1)]
            found = {name: Found() for name in writers}
            sent = 0.0

            def measured(name: str, length: int) -> tuple[float, float]:
                before = ours.cpu_seconds() + cpu_seconds(started.process.pid)
                rate = writers[name](length)
                return rate, (ours.cpu_seconds() + cpu_seconds(started.process.pid) - before) / (rate * length)

            for name in writers:
                measured(name, WARM_SECONDS)
            neighbours = Neighbours(started.process.pid)
            for number in track(range(rounds), "rounds"):
                for name, of in found.items():
                    for beside in (False, True) if number % 2 else (True, False):
                        db.execute("checkpoint")
                        if not beside:
                            assert forgotten(db), "somebody still listens"
                            measured(name, WARM_SECONDS)
                            rate, cpu = measured(name, seconds)
                            of.alone.append(rate)
                            of.cpu_alone.append(cpu)
                            continue
                        crowd.open(asks)
                        measured(name, WARM_SECONDS)
                        before = metrics(ours.address)["thingbase_sockets_messages_sent"]
                        with Locks(started) as locks:
                            rate, cpu = measured(name, seconds)
                        sent += metrics(ours.address)["thingbase_sockets_messages_sent"] - before
                        crowd.close()
                        of.beside.append(rate)
                        of.cpu_beside.append(cpu)
                        of.samples, of.waits, of.held = (
                            of.samples + locks.samples,
                            of.waits + locks.waits,
                            of.held + locks.held,
                        )
                        of.waiters = max(of.waiters, locks.waiters)
            neighbours.tell()
            for name, of in found.items():
                console.print(f"{name}: CPU of server and PostgreSQL: {of.cpu()}", style="dim")
            console.print(f"{sent / (2 * rounds * seconds):,.0f} messages/s to subscribers", style="dim")
            if ended := crowd.ended():
                console.print(f"{len(ended)} subscribers were cut off: {ended[0]}", style="red")
        return report(
            f"writers: {WRITERS} connections, beside {sockets:,} subscribers and without",
            [figure for name, of in found.items() for figure in of.figures(name)],
        )


if __name__ == "__main__":
    sys.exit(main())
