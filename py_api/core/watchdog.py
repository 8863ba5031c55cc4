"""Ends the sessions of tenants whose transactions hold up others (a job, an upgrade, the NOTIFY queue of the cluster),
and what goes beyond the tenants' own limits of time.

The database decides which (thing.end_blockers, thing.end_overruns). One process at a time is the watchdog of a
database; when it goes, the next one takes over.
"""

import asyncio
import logging

from py_api.config import JobLimits
from py_api.database import Database, connect
from py_api.errors import DatabaseError, Unavailable

LOOK_SECONDS = 1.0
CANCELLED = "statement cancelled"  # as thing.end_overruns says it
TRY_SECONDS = 5.0  # between two tries to connect, or to become the watchdog

_log = logging.getLogger("thingbase.watchdog")


async def watch(database_url: str, limits: JobLimits) -> None:
    """Be the watchdog, or wait to become it, until cancelled. What was ended is logged."""
    logged = ""
    while True:
        try:
            async with connect(database_url, name="thingbase watchdog") as database:
                await _guard(database, limits)
        except Unavailable:
            pass  # the server is away: so are the tenants
        except DatabaseError as error:
            if error.message != logged:
                _log.warning("no watchdog over the tenants' transactions: %s", error.message)
            logged = error.message
        await asyncio.sleep(TRY_SECONDS)


async def _guard(database: Database, limits: JobLimits) -> None:
    while not await database.value("watchdog_lock"):  # noqa: ASYNC110 - nothing tells us but looking
        await asyncio.sleep(TRY_SECONDS)
    while True:
        await look(database, limits)
        await asyncio.sleep(LOOK_SECONDS)


async def look(database: Database, limits: JobLimits) -> int:
    """End what is to be ended now; returns how many sessions and statements that were."""
    bounds = (limits.blocking_seconds, limits.transaction_seconds, limits.notify_queue)
    ended = await database.rows("end_blockers", *bounds)
    ended += await database.rows("end_overruns", limits.grace_seconds, limits.cancel_seconds)
    for row in ended:
        _log.warning(
            "ended %s of tenant %s (role %s, process %s) after %.0f s: %s",
            "a statement" if row["reason"] == CANCELLED else "a session",
            row["tenant"],
            row["role"],
            row["pid"],
            row["seconds"],
            row["reason"],
        )
    return len(ended)
