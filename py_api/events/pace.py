"""Long work on the event loop, in pieces: other tasks run in between, and longer while other tenants want something."""

import asyncio
from time import perf_counter

from py_api.fair_share import FairShare

PIECE_SECONDS = 0.002


class Pace:
    """To be asked in long loops, of work for a tenant: `if pace.due: await pace.rest()`."""

    __slots__ = ("_share", "_since", "_slug")

    def __init__(self, share: FairShare, slug: str) -> None:
        self._share, self._slug = share, slug
        self._since = perf_counter()

    @property
    def due(self) -> bool:
        return perf_counter() - self._since > PIECE_SECONDS

    async def rest(self) -> None:
        await asyncio.sleep(self._share.rest(self._slug, perf_counter() - self._since))
        self._since = perf_counter()
