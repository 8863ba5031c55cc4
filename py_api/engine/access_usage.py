"""How often and how long the lists of each tenant read in which way: counted here, added up in its access_usage.

Counting is a few additions for a query with lists, and nothing for one that looks things up by their ids. What was
counted since the last time is written in one statement for all tenants.
"""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress

from py_api import json_text
from py_api.compiler.access import Access, Shape
from py_api.database import TenantPools, statement
from py_api.errors import DatabaseError, Unavailable
from py_api.logs import Outage

SECONDS = 10.0  # between two times
MOST = 10_000  # shapes between two times; others have to wait

_log = logging.getLogger("thingbase.access")


class AccessUsage:
    def __init__(self, pools: TenantPools) -> None:
        self._pools = pools
        self._counted: dict[tuple[str, Shape], list[float]] = {}  # -> executions, ms, most ms, rows
        self._outage = Outage(_log, "the use of indexes is not counted", "advice will know less")

    def note(self, slug: str, accesses: Iterable[Access], seconds: float) -> None:
        """A query of these took so long: each of them is said to have, since no one knows which of them did."""
        ms = seconds * 1000
        for access in accesses:
            counted = self._counted.get((slug, access.shape))
            if counted is None:
                if len(self._counted) >= MOST:
                    continue
                counted = self._counted[slug, access.shape] = [0, 0.0, 0.0, 0]
            counted[0] += access.times
            counted[1] += ms
            counted[2] = max(counted[2], ms)
            counted[3] += access.rows * access.times

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(SECONDS)
            await self.flush()

    async def flush(self) -> None:
        """What could not be written is forgotten: advice lives on what is frequent."""
        if not self._counted:
            return
        counted, self._counted = self._counted, {}
        by_tenant: dict[str, list[dict[str, object]]] = {}
        for (slug, shape), (calls, ms, most, rows) in counted.items():
            by_tenant.setdefault(slug, []).append(
                {
                    "class": shape.class_id,
                    "reading": shape.reading,
                    "equal": shape.equal,
                    "ranges": shape.ranges,
                    "sort": shape.sort,
                    "searched": shape.words(),
                    "calls": calls,
                    "ms": ms,
                    "most": most,
                    "rows": rows,
                }
            )
        for server, slugs in self._pools.tenants.by_server(by_tenant).items():
            try:
                async with self._pools.servers.admin(server) as admin:
                    counts = {slug: by_tenant[slug] for slug in slugs}
                    await admin.fetch_values(statement("note_access"), (json_text.dumps(counts),))
                self._outage.ends()
            except (DatabaseError, Unavailable) as error:
                self._outage.begins(error)

    async def close(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self.flush()
