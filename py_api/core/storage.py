"""Measures what tenants have stored, where they have limits of that: then their triggers refuse further growth.

Also keeps the logs of tenants as long as their limit log_keep says, and no longer (thing.keep_log).

One process at a time does it for a database; when it goes, the next one takes over.
"""

import asyncio
import logging
import time

from py_api.database import Database, connect
from py_api.errors import DatabaseError, Unavailable

LOOK_SECONDS = 5.0  # between two rounds: a tenant may go over its limits by what it writes meanwhile
KEEP_SECONDS = 60.0  # between two looks at the logs
KEEP_STEPS = 20  # of one log, before the others have their turn
TRY_SECONDS = 5.0  # between two tries to connect, or to become the one that measures

_log = logging.getLogger("thingbase.storage")


async def watch(database_url: str) -> None:
    """Measure, or wait to become the process that does, until cancelled."""
    logged = ""
    while True:
        try:
            async with connect(database_url, name="thingbase storage") as database:
                while not await database.value("storage_lock"):  # noqa: ASYNC110 - nothing tells us but looking
                    await asyncio.sleep(TRY_SECONDS)
                full: dict[str, list[str]] = {}
                kept = -KEEP_SECONDS
                while True:
                    full = await measure(database, full)
                    if time.monotonic() - kept >= KEEP_SECONDS:
                        kept = time.monotonic()
                        await keep_logs(database)
                    await asyncio.sleep(LOOK_SECONDS)
        except Unavailable:
            pass  # the server is away: so are the tenants
        except DatabaseError as error:
            if error.message != logged:
                _log.warning("what tenants have stored is not measured: %s", error.message)
            logged = error.message
        await asyncio.sleep(TRY_SECONDS)


async def measure(database: Database, before: dict[str, list[str]]) -> dict[str, list[str]]:
    """One round. before, and what is returned: the limits that tenants had reached, by slug; news are logged."""
    full: dict[str, list[str]] = {}
    for row in await database.rows("limited_tenants"):
        slug = row["slug"]
        try:
            reached = list(await database.value("measure_storage", slug))
        except DatabaseError as error:
            if error.code != "UNKNOWN_TENANT":
                raise
            continue  # dropped meanwhile
        if reached:
            full[slug] = reached
        if reached != before.get(slug, []):
            _log.warning("tenant %s: limits of storage that are reached: %s", slug, ", ".join(reached) or "none")
    return full


async def keep_logs(database: Database) -> None:
    """One round over the logs that are kept for a limited time. One that is in use is left for the next round."""
    for row in await database.rows("kept_logs"):
        slug = row["slug"]
        try:
            for _ in range(KEEP_STEPS):
                done = await database.value("keep_log", slug)
                if done is None:
                    break
                _log.info("tenant %s: the change log: %s", slug, done)
        except Unavailable:
            raise
        except DatabaseError as error:
            if error.code != "UNKNOWN_TENANT":  # dropped meanwhile
                _log.warning("tenant %s: the change log is not trimmed: %s", slug, error.message)
