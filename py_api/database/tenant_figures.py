"""What the database knows of tenants that metrics show: looked up again where it is a minute old."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

from py_api.database.query_files import statement
from py_api.database.servers import Servers
from py_api.database.tenants import Tenants
from py_api.errors import Failure
from py_api.single_flight import SingleFlight

AGE_SECONDS = 60.0
WAIT_SECONDS = 1.0  # that who asks waits for new ones at most
NAMES = ("storage_bytes", "log_bytes", "jobs_queued", "jobs_failed", "sessions_ended_total")


class TenantFigures:
    """of: tenant -> name of NAMES -> value, as it was when refresh was called last."""

    def __init__(self, tenants: Tenants, servers: Servers) -> None:
        self.of: dict[str, dict[str, float]] = {}
        self._tenants = tenants
        self._servers = servers
        self._looked = -AGE_SECONDS
        self._looking: SingleFlight[None, None] = SingleFlight()

    async def refresh(self, slugs: Sequence[str]) -> None:
        """Nothing is known of tenants that are not named. Where the database does not answer, what was known stays."""
        if slugs and monotonic() - self._looked >= AGE_SECONDS:
            with suppress(Failure, TimeoutError):
                async with asyncio.timeout(WAIT_SECONDS):
                    await self._looking.run(None, lambda: self._look(slugs))

    async def _look(self, slugs: Sequence[str]) -> None:
        """Of a server that does not answer, what was known of its tenants stays."""
        looks = [self._look_on(*each) for each in self._tenants.by_server(slugs).items()]
        known = [figures for figures in await asyncio.gather(*looks) if figures is not None]
        if known:
            self.of = {slug: self.of[slug] for slug in slugs if slug in self.of}
            for figures in known:
                self.of |= figures
            self._looked = monotonic()

    async def _look_on(self, server: str | None, slugs: list[str]) -> dict[str, dict[str, float]] | None:
        try:
            async with asyncio.timeout(WAIT_SECONDS * 0.8), self._servers.admin(server) as admin:
                rows = await admin.fetch_rows(statement("tenant_figures"), (slugs,))
        except (Failure, TimeoutError):
            return None
        return {row[0]: dict(zip(NAMES, map(float, row[1:]), strict=True)) for row in rows}
