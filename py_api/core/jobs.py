"""The worker of background jobs: large indexes, constraints and type changes, made without holding anybody up.

The database decides what is to be done (thing.claim_job says the protocol); the worker carries on step by step and runs
what can run in no transaction. Any number of workers may run, each at a tenant of its own. A worker that dies
loses nothing: its claims end with its connection, and every step starts from what is there. A job that has to wait for
somebody is put back and tried again later, so that other tenants' jobs need not wait with it.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from py_api.config import JobLimits
from py_api.core import storage, watchdog
from py_api.database import Database, connect
from py_api.errors import DatabaseError, Unavailable
from py_api.logs import Outage

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 5.0  # seconds between two looks at empty queues, and between two tries to connect


_log = logging.getLogger("thingbase.jobs")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed job. error: why it is not done.

    state: done, queued (tried again later), failed, or dropped (with its tenant).
    """

    tenant: str
    job: int
    kind: str
    object_name: str | None
    state: str
    error: str | None = None


Report = Callable[[Outcome], None]


async def run_due(database: Database, tenant: str | None, report: Report, limits: JobLimits | None = None) -> int:
    """Work off every job that is due now, of a tenant or of all; returns how many were claimed."""
    limits = limits or JobLimits()
    await database.script("worker_session")
    await database.rows("job_lock_timeout", f"{limits.wait_seconds * 1000:.0f}ms")
    count = 0
    while claimed := await database.rows("claim_job", tenant):
        (job,) = claimed
        count += 1
        report(await _work(database, Outcome(job["tenant"], job["job"], job["kind"], job["object_name"], "done")))
    return count


async def _work(database: Database, outcome: Outcome) -> Outcome:
    try:
        while (statements := await database.value("step_job", outcome.tenant, outcome.job)) is not None:
            for statement in statements:
                await database.run(statement)
    except DatabaseError as error:
        await _clean_up(database, outcome)
        failure = (outcome.tenant, outcome.job, error.sqlstate, error.message, error.detail)
        try:
            state = await database.value("fail_job", *failure)
        except DatabaseError as gone:
            if gone.code != "UNKNOWN_TENANT":
                raise
            state = "dropped"
        return Outcome(outcome.tenant, outcome.job, outcome.kind, outcome.object_name, state, error.message)
    return outcome


async def _clean_up(database: Database, outcome: Outcome) -> None:
    """Do away with what a step left behind, as far as that goes now; the next try would do it as well."""
    with suppress(DatabaseError):
        for statement in await database.value("job_remains", outcome.tenant, outcome.job):
            await database.run(statement)


async def watch(
    database_url: str, tenant: str | None, report: Report, limits: JobLimits | None = None, server: str | None = None
) -> None:
    """Work off jobs as they come, several at a time, and be the watchdog, until cancelled.

    server: what logs call it; None for the directory.
    """
    limits = limits or JobLimits.from_environment()
    of = "" if server is None else f" of server {server}"
    outage = Outage(_log, f"background jobs{of} cannot be worked off", "they wait, and are gone on with")
    work = [_watch(database_url, tenant, report, limits, outage) for _ in range(limits.workers)]
    beside = (watchdog.watch(database_url, limits), storage.watch(database_url))
    tasks = [asyncio.create_task(coroutine) for coroutine in (*work, *beside)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _watch(database_url: str, tenant: str | None, report: Report, limits: JobLimits, outage: Outage) -> None:
    """One worker; connects again when the server was away. outage: of all workers, one line for them together."""
    pause = SHORTEST_PAUSE
    while True:
        try:
            async with connect(database_url, name="thingbase jobs") as database:
                while True:
                    outage.ends()
                    due = await run_due(database, tenant, report, limits)
                    pause = SHORTEST_PAUSE if due else min(pause * 2, LONGEST_PAUSE)
                    await asyncio.sleep(pause)
        except Unavailable as error:
            outage.begins(error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
