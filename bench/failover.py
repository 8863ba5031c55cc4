"""The failover run: a primary with two standbys, everything is killed, and standbys take over. Is each write there, once?

Writers and clients as in the fault run (bench/faults.py): SQL in transactions short and long, the API with idempotency keys,
20 clients that follow and resume with their last cursor. Meanwhile are killed, and started again: API processes (kill -9), a
backend of PostgreSQL (kill -9, so that it recovers), its postmaster (kill -9, SIGQUIT), Valkey (kill -9), connections that listen.
And again and again the primary is killed for good: the synchronous standby takes over, and the other two places are made again.
At the end what was acknowledged is looked for in the log, the log is held against the things, and what the clients were told
against the log. Small: ./thingbase bench failover 5000 10 2

    ./thingbase bench failover [WRITES [KILLS [FAILOVERS]]]
"""

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from rich.progress import Progress

from bench.faults import LISTENERS, QUIET_SECONDS, asks, drained, read_log, told
from bench.harness import Figure, Neighbours, connect, console, report, server
from bench.support import contenders, replicas
from bench.support.churn import CLASS, Churn, Truth
from bench.support.outages import Api, Redis
from bench.support.process import Process
from bench.support.replicas import Replicas
from bench.support.truth import Change, Verdict, gaps, judged

if TYPE_CHECKING:
    from collections.abc import Callable

WRITES, KILLS, FAILOVERS = 100_000, 50, 10
TENANT = "failover"
# What need not be on disk is not for long, and is lost when PostgreSQL is killed.
SETTINGS = {"max_connections": "100", "autovacuum": "on", "wal_writer_delay": "10s", "shared_buffers": "128MB"}
BACKENDS = "select pid from pg_stat_activity where application_name like 'thingbase api%%' and pid <> pg_backend_pid()"
# Things whose last change in the log is not the one that they show, or that are there and should not be, or the reverse.
DIFFERENT = """
    select count(*)
      from (select distinct on (thing_id) thing_id, operation, version from tenant_{tenant}.change_log
             where thing_id is not null order by thing_id, seq desc) l
      full join tenant_{tenant}.tc_item t on t.id = l.thing_id
     where (l.operation is distinct from 'delete') <> (t.id is not null)
        or t.id is not null and t.version is distinct from l.version"""
DAMAGES = "select count(*) from thing.check(%s, true) where severity = 'error'"


@dataclass(slots=True)
class Chaos:
    """Kills, and has standbys take over, as the writes go on. done: how often what; taken: seconds of each failover."""

    nodes: Replicas
    redis: Redis
    apis: list[Api]
    churn: Churn
    done: Counter[str] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)

    async def run(self, writes: int, kills: int, failovers: int) -> None:
        churn = self.churn
        kinds: tuple[Callable[[], str], ...] = (
            lambda: self._api(0), self._backend, self._valkey, lambda: self._postmaster(signal.SIGKILL),
            lambda: self._api(1), self._listeners, self._backend, lambda: self._postmaster(signal.SIGQUIT),
        )  # fmt: skip
        steps = [((number + 0.5) / kills, kinds[number % len(kinds)]) for number in range(kills)]
        steps += [((number + 0.75) / failovers, self._fail_over) for number in range(failovers)]
        with Progress(console=console) as progress:
            shown = progress.add_task("writes", total=writes)
            for share, step in sorted(steps, key=lambda step: step[0]):
                while churn.truth.writes < writes * share:
                    progress.update(shown, completed=churn.truth.writes)
                    await asyncio.sleep(0.1)
                self.done[await asyncio.to_thread(step)] += 1
            churn.may_end = True
            while not churn.over:
                progress.update(shown, completed=churn.truth.writes)
                await asyncio.sleep(0.1)
            progress.update(shown, completed=writes)

    def _fail_over(self) -> str:
        self.taken.append(self.nodes.fail_over())
        return "failovers"

    def _api(self, number: int) -> str:
        self.apis[number].kill()
        self.apis[number].start()
        return "API process"

    def _backend(self) -> str:
        """PostgreSQL ends all others then, and recovers by itself."""
        with psycopg.connect(self.nodes.primary_url, autocommit=True) as db:
            while not (found := db.execute(BACKENDS).fetchall()):
                time.sleep(0.1)
        os.kill(random.choice(found)[0], signal.SIGKILL)
        return "backend"

    def _postmaster(self, number: signal.Signals) -> str:
        self.nodes.primary.kill(number)
        self.nodes.primary.start()
        return f"postmaster, {number.name}"

    def _valkey(self) -> str:
        self.redis.kill()
        time.sleep(1)
        self.redis.start()
        return "Valkey"

    def _listeners(self) -> str:
        with psycopg.connect(self.nodes.primary_url, autocommit=True) as db:
            while not db.execute(LISTENERS).fetchall():
                time.sleep(0.1)
        return "listeners' connections"


@dataclass(frozen=True, slots=True)
class Outcome:
    """different: things that are not as the log says; damages: of thing.check; anew: times a client was told RESYNC."""

    truth: Truth
    known: dict[str, list[Change]]
    verdict: Verdict
    different: int
    damages: int
    anew: int
    connections: int

    def figures(self, chaos: Chaos, kills: int, failovers: int) -> list[Figure]:
        numbers = Counter(change.new.n for of in self.known.values() for change in of if change.new is not None)
        deleted = {thing for thing, of in self.known.items() if of[-1].operation == "DELETED"}
        lost = len(self.truth.numbers - set(numbers)) + len(self.truth.deleted - deleted)
        twice = sum(times - 1 for times in numbers.values()) + len(self.truth.undone & set(numbers))
        writes, events = f"{self.truth.writes:,} writes", f"{self.verdict.expected:,} events"
        done, switched = sum(chaos.done.values()) - chaos.done["failovers"], chaos.done["failovers"]
        return [
            Figure("kills", f"{done}", writes, done, "", kills, at_least=True),
            Figure("failovers to the synchronous standby", f"{switched}", writes, switched, "", failovers, at_least=True),
            Figure("acknowledged writes lost", f"{lost}", writes, lost, "", 0),
            Figure("applied twice, or though undone", f"{twice}", writes, twice, "", 0),
            Figure("things that are not as the log says", f"{self.different}", f"{len(self.known):,} things", self.different, "", 0),
            Figure("changes missing in the log; damages", f"{gaps(self.known)}; {self.damages}", writes, gaps(self.known) + self.damages, "", 0),
            Figure("events lost", f"{self.verdict.lost:,}", events, self.verdict.lost, "", 0),
            Figure("events doubled, disordered or untrue", f"{self.verdict.wrong - self.verdict.lost:,}", events, self.verdict.wrong - self.verdict.lost, "", 0),
            Figure("needless RESYNC", f"{self.anew}", f"{self.connections} connections", self.anew, "", 0),
        ]  # fmt: skip


def number_of(db: psycopg.Connection[object], statement: str, *params: object) -> int:
    row = db.execute(statement.encode(), params or None).fetchone()
    assert isinstance(row, tuple)
    return int(row[0])


def main() -> int:
    given = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    writes, kills, failovers = [*given, *(WRITES, KILLS, FAILOVERS)[len(given) :]]
    with server({**SETTINGS, **replicas.SETTINGS}) as started, ExitStack() as stack:
        with connect(started) as db:
            db.execute("select thing.create_tenant(%s)", (TENANT,))
            db.execute("select thing.migrate(%s, %s::jsonb)", (TENANT, json.dumps(CLASS)))
            row = db.execute("select thing.change_cursor(%s)", (TENANT,)).fetchone()
            assert row is not None
        nodes = Replicas(started)
        stack.callback(nodes.stop)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thingbase-bench-")))
        folder.chmod(0o711)
        log = folder / "api.log"
        redis = Redis(folder)
        stack.callback(redis.stop)
        apis = []
        for _ in range(2):
            apis.append(Api(nodes.api_url, redis.url, TENANT, log))
            stack.callback(apis[-1].stop)
        followers = stack.enter_context(Process("bench.support.resuming_process"))
        neighbours, asked = Neighbours(), asks()
        followers.tell(
            do="open", ports=[api.port for api in apis], token=contenders.token(TENANT, "viewer"), start=row[0],
            asks=[{"by": ask.by, "query": ask.query, "variables": ask.variables} for ask in asked],
        )  # fmt: skip
        churn = Churn(nodes.url, TENANT, lambda: [api.contender for api in apis], writes)
        chaos = Chaos(nodes, redis, apis, churn)

        async def both() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(churn.run())
                group.create_task(chaos.run(writes, kills, failovers))

        begun = time.monotonic()
        asyncio.run(both())
        taken = time.monotonic() - begun
        with psycopg.connect(nodes.primary_url, autocommit=True) as db:
            known = read_log(db, TENANT)
            different = number_of(db, DIFFERENT.format(tenant=TENANT))
            damages = number_of(db, DAMAGES, TENANT)
        wanted = sum(ask.wants(change) for changes in known.values() for change in changes for ask in asked)
        state = drained(followers, wanted)
        neighbours.tell()
        verdicts = [judged(known, each, ask.wants) for ask, each in zip(asked, told(followers), strict=True)]
        followers.tell(do="close")
        errors = Counter(line.partition("ERROR")[2][:100] for line in log.read_text().splitlines() if "ERROR" in line)
        truth = churn.truth
        console.print(
            f"{truth.writes:,} writes in {taken:.0f} s, {truth.by_api:,} of them by the API; {truth.held} transactions were held open",
            f"done: {', '.join(f'{times} {what}' for what, times in sorted(chaos.done.items()))}",
            f"seconds until the standby took over: {', '.join(f'{each:.1f}' for each in chaos.taken)}",
            f"writers' attempts that broke: {json.dumps(truth.broken)}",
            f"how the clients' connections ended: {json.dumps(state['codes'])}; waited {QUIET_SECONDS:g} s for what is missing",
            f"the API's log: {errors.most_common(5)}",
            sep="\n",
            style="dim",
            highlight=False,
        )  # fmt: skip
    outcome = Outcome(truth, known, sum(verdicts, Verdict(0)), different, damages, state["anew"], state["connections"])
    return report(
        "failover: a primary, a synchronous and an asynchronous standby", outcome.figures(chaos, kills, failovers)
    )


if __name__ == "__main__":
    sys.exit(main())
