"""The fault run: 100,000 writes, 20 clients that follow and resume, and everything is killed again and again. Is all of it told, once?

Writers make, change and delete some thousands of things: by SQL in transactions that are short, or held open for up to 5 s, and
by the API with idempotency keys. 20 clients follow over WebSocket and event streams, with different filters; they come back with
their last cursor, to the other of two API processes. Meanwhile are killed, and started again: API processes (kill -9), the
connections that listen (pg_terminate_backend), Valkey (kill -9), PostgreSQL (kill -9 of the postmaster, and SIGQUIT). At the end the log
says what each client had to be told; a thing's changes in the order of its versions.

The harness itself is put to the test by a second, shorter run in which the server reads the log by `seq > n`
(bench/support/planted.sql): there it has to find losses. With --planted that is the only run, and it fails.

    ./thingbase bench faults [--planted] [WRITES [KILLS]]
"""

import asyncio
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from rich.progress import Progress

from bench.harness import Connection, Figure, Neighbours, connect, console, report, server
from bench.support import contenders, resuming_process
from bench.support.churn import CLASS, LEVELS, TOPICS, Churn, Truth
from bench.support.outages import Api, Redis, all_of
from bench.support.process import Process
from bench.support.truth import (
    Change,
    Image,
    Told,
    Verdict,
    Wants,
    deletions,
    everything,
    from_level,
    gaps,
    judged,
    of_topic,
    reference,
)
from tests.support.clusters import Cluster
from tests.support.servers import Server

WRITES, KILLS, FOLLOWERS = 100_000, 32, 20
PLANTED_SHARE, PLANTED_KILLS = 10, 5
# What need not be on disk is not for long, and is lost when PostgreSQL is killed.
SETTINGS = {"max_connections": "100", "autovacuum": "on", "wal_writer_delay": "10s"}
FAILING = 20  # transactions before PostgreSQL is killed
QUIET_SECONDS = 20.0  # without anything new for any client, after which what is missing is lost
PLANTED = Path(__file__).parent / "support" / "planted.sql"
EVENT = "operation thingId version cursor thing { %s } previous { %s }"
ITEM = f"e: itemChanged(%s after: $after) {{ {EVENT % ('n', 'n')} }}"
ANY = f"e: thingChanged(after: $after) {{ {EVENT % ('... on Item { n }', '... on ItemSnapshot { n }')} }}"
LOG = """select thing_id::text, operation, version, (old ->> 'n')::integer, (old ->> 'topic')::integer, (old ->> 'level')::integer
    from tenant_{tenant}.change_log where thing_id is not null order by seq"""
LISTENERS = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'thingbase listener'"
LIVING = "select id::text, n, topic, level from tenant_{tenant}.tc_item"


@dataclass(frozen=True, slots=True)
class Ask:
    by: str
    query: str
    variables: dict[str, Any]
    wants: Wants


def asks() -> list[Ask]:
    """Every filter over both transports; one in four wants everything."""
    kinds: list[tuple[str, dict[str, Any], Wants]] = []
    for number in range(FOLLOWERS // 2):
        topic, level = number % TOPICS, 1 + number % (LEVELS - 1)
        kinds.append(
            [
                (f"subscription ($after: String) {{ {ITEM % ''} }}", {}, everything),
                (
                    f"subscription ($after: String, $topic: Int!) {{ {ITEM % 'filter: {topic: {eq: $topic}}'} }}",
                    {"topic": topic},
                    of_topic(topic),
                ),
                (
                    f"subscription ($after: String, $level: Int!) {{ {ITEM % 'filter: {level: {gte: $level}}'} }}",
                    {"level": level},
                    from_level(level),
                ),
                (f"subscription ($after: String) {{ {ANY} }}", {}, everything),
                (f"subscription ($after: String) {{ {ITEM % 'operations: [DELETED]'} }}", {}, deletions),
            ][number % 5]
        )
    return [Ask(by, *kind) for kind in kinds for by in ("WebSocket", "SSE")]


class Killer:
    """Kills and starts again, one after the other, as the writes go on. done: how often what."""

    def __init__(self, cluster: Cluster, redis: Redis, apis: list[Api], churn: Churn) -> None:
        self.done: Counter[str] = Counter()
        self.reused = 0  # transaction ids, that were known when PostgreSQL was killed
        self._cluster, self._redis, self._apis, self._churn = cluster, redis, apis, churn
        self._kinds: tuple[Callable[[], str], ...] = (
            lambda: self._api(0),
            lambda: self._postgres(signal.SIGKILL),
            self._listeners,
            self._valkey,
            lambda: self._api(1),
            lambda: self._api(0),
            self._listeners,
            lambda: self._api(1),
            self._valkey,
            lambda: self._postgres(signal.SIGQUIT),
        )

    async def run(self, writes: int, kills: int) -> None:
        churn = self._churn
        with Progress(console=console) as progress:
            shown = progress.add_task("writes", total=writes)
            for number in range(kills):
                while churn.truth.writes < writes * (number + 0.5) / kills:
                    progress.update(shown, completed=churn.truth.writes)
                    await asyncio.sleep(0.1)
                self.done[await asyncio.to_thread(self._kinds[number % len(self._kinds)])] += 1
            churn.may_end = True
            while not churn.over:
                progress.update(shown, completed=churn.truth.writes)
                await asyncio.sleep(0.1)
            progress.update(shown, completed=writes)

    def _api(self, number: int) -> str:
        self._apis[number].kill()
        self._apis[number].start()
        return "API process"

    def _listeners(self) -> str:
        with psycopg.connect(self._cluster.url, autocommit=True) as db:
            while not db.execute(LISTENERS).fetchall():  # they may be on their way back
                time.sleep(0.1)
        return "listeners' connections"

    def _valkey(self) -> str:
        self._redis.kill()
        time.sleep(1)
        self._redis.start()
        return "Valkey"

    def _postgres(self, number: signal.Signals) -> str:
        """SIGKILL comes when it is quiet and some transactions have failed just now: what a server remembers of them is
        lost with it, and their ids come again."""
        known = 0
        if number is signal.SIGKILL:
            self._churn.resting = True
            time.sleep(0.5)
            with psycopg.connect(self._cluster.url) as db:
                for _ in range(FAILING):
                    db.execute("select pg_current_xact_id()")
                    db.rollback()
                    known = next_id(db)
                    db.rollback()
                    time.sleep(0.01)  # so that readers are told of most
                self._cluster.kill(number)
        else:
            self._cluster.kill(number)
        self._churn.resting = False
        self._cluster.start()
        with psycopg.connect(self._cluster.url) as db:
            self.reused += max(known - next_id(db), 0)
        return f"PostgreSQL, {number.name}"


def next_id(db: Connection) -> int:
    """The next transaction's."""
    row = db.execute("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
    assert row is not None
    return int(row[0])


@dataclass(frozen=True, slots=True)
class Found:
    """Of one run. verdicts: of each client; state: of all of them, as they say."""

    truth: Truth
    killed: Counter[str]
    reused: int  # transaction ids that were used again after PostgreSQL was killed, at least
    known: dict[str, list[Change]]
    verdicts: list[tuple[Ask, Verdict]]
    state: dict[str, Any]
    seconds: float

    @property
    def verdict(self) -> Verdict:
        return sum((verdict for _, verdict in self.verdicts), Verdict(0))

    def harness_is_wrong(self) -> tuple[int, int]:
        """Acknowledged writes that the log has not; those it has though they were undone, or has twice."""
        changes = [change for of in self.known.values() for change in of]
        numbers = Counter(change.new.n for change in changes if change.new is not None)
        deleted = {thing for thing, of in self.known.items() if of[-1].operation == "DELETED"}
        missing = len(self.truth.numbers - set(numbers)) + len(self.truth.deleted - deleted)
        return missing, len(self.truth.undone & set(numbers)) + sum(times - 1 for times in numbers.values())

    def tell(self, name: str) -> None:
        """What happened, in a few lines."""
        truth, state = self.truth, self.state
        killed = ", ".join(f"{times} {what}" for what, times in sorted(self.killed.items()))
        console.print(
            f"{name}: {truth.writes:,} writes in {self.seconds:.0f} s, {truth.by_api:,} of them by the API; {truth.held} transactions were held open",
            f"killed: {killed or 'nothing'}; {self.reused} transaction ids came again",
            f"writers' attempts that broke: {json.dumps(truth.broken)}",
            f"{state['connections']} connections of the clients; how they ended: {json.dumps(state['codes'])}",
            sep="\n",
            style="dim",
            highlight=False,
        )
        for ask, verdict in self.verdicts:
            if verdict.wrong:
                console.print(f"{ask.by}, {ask.query}, {ask.variables}: {verdict}", style="red", highlight=False)


def told(process: Process) -> list[Iterator[Told]]:
    """What each client was told."""
    with tempfile.TemporaryDirectory(prefix="thingbase-bench-") as folder:
        path = Path(folder) / "told"
        process.tell(do="give", path=str(path))
        return resuming_process.read(path)


def drained(process: Process, expected: int) -> dict[str, Any]:
    """The clients' state once they have been told so much, or nothing more comes."""
    last, since = -1, time.monotonic()
    while True:
        state = process.tell(do="state")
        if state["received"] != last:
            last, since = state["received"], time.monotonic()
        if state["received"] >= expected or time.monotonic() - since > QUIET_SECONDS:
            break
        time.sleep(0.2)
    time.sleep(1.0)  # what comes twice comes late
    return process.tell(do="state")


def read_log(db: Connection, tenant: str) -> dict[str, list[Change]]:
    rows = db.execute(LOG.format(tenant=tenant).encode())
    living = {row[0]: Image(*row[1:]) for row in db.execute(LIVING.format(tenant=tenant).encode())}
    images = ((t, o, v, None if o == "insert" else Image(n, topic, level)) for t, o, v, n, topic, level in rows)
    return reference(images, living)


def run(started: Server, tenant: str, writes: int, kills: int, *, planted: bool = False) -> Found:
    """Raises SystemExit where a server does not come back."""
    with connect(started) as db:
        db.execute("select thing.create_tenant(%s)", (tenant,))
        db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(CLASS)))
        if planted:
            db.execute(PLANTED.read_bytes())
        row = db.execute("select thing.change_cursor(%s)", (tenant,)).fetchone()
        assert row is not None
    asked = asks()
    with (
        all_of(started, tenant, 2) as (cluster, redis, apis, log),
        Process("bench.support.resuming_process") as followers,
    ):
        neighbours = Neighbours()
        given = [{"by": ask.by, "query": ask.query, "variables": ask.variables} for ask in asked]
        followers.tell(
            do="open",
            ports=[api.port for api in apis],
            token=contenders.token(tenant, "viewer"),
            start=row[0],
            asks=given,
        )
        churn = Churn(started.url, tenant, lambda: [api.contender for api in apis], writes)
        killer = Killer(cluster, redis, apis, churn)

        async def both() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(churn.run())
                group.create_task(killer.run(writes, kills))

        begun = time.monotonic()
        asyncio.run(both())
        seconds = time.monotonic() - begun
        with connect(started) as db:
            known = read_log(db, tenant)
        assert gaps(known) == 0, "the log itself has gaps"
        wanted = sum(ask.wants(change) for changes in known.values() for change in changes for ask in asked)
        state = drained(followers, wanted)
        neighbours.tell()
        events = told(followers)
        followers.tell(do="close")
        verdicts = [(ask, judged(known, each, ask.wants)) for ask, each in zip(asked, events, strict=True)]
        errors = Counter(line.partition("ERROR")[2][:100] for line in log.read_text().splitlines() if "ERROR" in line)
        if errors:
            console.print(f"the API's log: {errors.most_common(5)}", style="yellow", highlight=False)
    return Found(churn.truth, killer.done, killer.reused, known, verdicts, state, seconds)


def main() -> int:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    writes, kills = [*numbers, *(WRITES, KILLS)[len(numbers) :]]
    only_planted = "--planted" in sys.argv
    figures: list[Figure] = []
    with server(SETTINGS) as started:
        if not only_planted:
            found = run(started, "faults", writes, kills)
            found.tell("the run")
            figures += judgement(found, kills)
    # A server of its own: what is planted in it is in all of its tenants.
    with server(SETTINGS) as started:
        share = 1 if only_planted else PLANTED_SHARE
        found = run(started, "planted", writes // share, kills if only_planted else PLANTED_KILLS, planted=True)
        found.tell("with a planted reader")
        if only_planted:
            figures += judgement(found, kills)
        else:
            lost = found.verdict.lost
            figures.append(Figure("planted reader (seq > n): lost", f"{lost:,}", f"{found.verdict.expected:,} events", lost, "", 1, at_least=True))  # fmt: skip
    return report(f"faults: {FOLLOWERS} clients that resume", figures)


def judgement(found: Found, kills: int) -> list[Figure]:
    verdict, events = found.verdict, f"{found.verdict.expected:,} events"
    missing, untrue = found.harness_is_wrong()
    done = sum(found.killed.values())
    return [
        Figure("kills", f"{done}", f"{found.truth.writes:,} writes", done, "", kills, at_least=True),
        Figure("acknowledged, and not in the log", f"{missing}", f"{found.truth.writes:,} writes", missing, "", 0),
        Figure("in the log twice, or though undone", f"{untrue}", f"{found.truth.writes:,} writes", untrue, "", 0),
        Figure("lost", f"{verdict.lost:,}", events, verdict.lost, "", 0),
        Figure("doubled", f"{verdict.doubled:,}", events, verdict.doubled, "", 0),
        Figure("out of order, of one thing", f"{verdict.disordered:,}", events, verdict.disordered, "", 0),
        Figure("not as it happened", f"{verdict.untrue:,}", events, verdict.untrue, "", 0),
        Figure("told to begin anew (RESYNC)", f"{found.state['anew']}", f"{found.state['connections']} connections", found.state["anew"], "", 0),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
