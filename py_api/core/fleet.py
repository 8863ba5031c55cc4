"""Background jobs on every server that tenants live on: each has a queue of its own, and is worked off by itself."""

import asyncio
import logging
from contextlib import suppress

from py_api.config import JobLimits
from py_api.core import directory, jobs
from py_api.database import Server, connect
from py_api.errors import DatabaseError, Failure, Unavailable

LOOK_SECONDS = 5.0  # between two looks at what servers there are

_log = logging.getLogger("thingbase.jobs")


async def run_due(directory_url: str, tenant: str | None, report: jobs.Report, limits: JobLimits) -> None:
    """Work off what is due: of a tenant, or of all on every server."""
    async with connect(directory_url) as database:
        if tenant is not None:
            async with directory.at_home(database, tenant) as there:
                await jobs.run_due(there, tenant, report, limits)
            return
        await jobs.run_due(database, None, report, limits)
        servers = await _others(directory_url)
    for server in servers:
        async with connect(server.url()) as there:
            await jobs.run_due(there, None, report, limits)


async def watch(directory_url: str, tenant: str | None, report: jobs.Report, limits: JobLimits | None = None) -> None:
    """jobs.watch on every server, until cancelled. (A tenant may move: so it is looked for on all of them.)"""
    tasks = {None: asyncio.create_task(jobs.watch(directory_url, tenant, report, limits))}
    others: dict[Server, asyncio.Task[None]] = {}
    try:
        while True:
            with suppress(Unavailable, DatabaseError):
                servers = await _others(directory_url)
                for server in [known for known in others if known not in servers]:
                    others.pop(server).cancel()
                for server in servers:
                    if server not in others:
                        others[server] = asyncio.create_task(_watch(server, tenant, report, limits))
            done, _ = await asyncio.wait(tasks.values(), timeout=LOOK_SECONDS)
            for task in done:
                task.result()
    finally:
        every = [*tasks.values(), *others.values()]
        for task in every:
            task.cancel()
        await asyncio.gather(*every, return_exceptions=True)


async def _watch(server: Server, tenant: str | None, report: jobs.Report, limits: JobLimits | None) -> None:
    while True:
        try:
            await jobs.watch(server.url(), tenant, report, limits, server.name)
        except Failure as error:
            _log.warning("jobs of server %s are not worked off: %s", server.name, error.message)
        await asyncio.sleep(LOOK_SECONDS)


async def _others(directory_url: str) -> list[Server]:
    async with connect(directory_url, name="thingbase servers") as database:
        return [Server.of(row) for row in await database.rows("servers")]
