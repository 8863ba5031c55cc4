"""Measures what tenants have stored, where they have limits of that: then their triggers refuse further growth.

One process at a time does it for a database; when it goes, the next one takes over.
"""

import asyncio
import logging

from py_api.database import Database, connect
from py_api.errors import DatabaseError, Unavailable

LOOK_SECONDS = 5.0  # between two rounds: a tenant may go over its limits by what it writes meanwhile
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
                while True:
                    full = await measure(database, full)
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
