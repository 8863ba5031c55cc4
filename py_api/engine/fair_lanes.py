"""Fair queueing among the tenants of a process: while others want something, a tenant's slow statements take turns.

What PostgreSQL has of CPU time, it shares out by processes: who has sixteen statements under way that sort or search
for a second each leaves little to a reader by id. So those that are not known to be quick pass through a lane of their
tenant, a few at a time, as long as another tenant has asked for something lately; there it pays for what its answers
have cost the process (fair_share.py). Alone, a tenant is not held up.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from py_api.errors import ApiError
from py_api.fair_share import FairShare
from py_api.lru import Lru

T = TypeVar("T")
SLOW_SECONDS = 0.02  # that a statement takes on the average, which is then slow
WEIGHT = 0.25  # of the newest time in that average
MOST = max(1, (os.cpu_count() or 2) // 2)  # slow statements of a tenant at once, while others want something
STATEMENTS = 10_000  # whose times are known


class FairLanes:
    """One a process. waited: statements, for metrics."""

    def __init__(self, share: FairShare, wait_seconds: float = 5.0, longest: int = 1_024) -> None:
        self.waited = 0
        self._share = share
        self._wait_seconds = wait_seconds
        self._longest = longest
        self._seconds: Lru[tuple[str, int], float] = Lru(STATEMENTS)  # by tenant and hash of the text
        self._lanes: dict[str, _Lane] = {}

    def is_quick(self, slug: str, sql: str) -> bool:
        """Whether statements of this text are known to be quick."""
        known = self._seconds.get((slug, hash(sql)))
        return known is not None and known < SLOW_SECONDS

    async def run(self, slug: str, sql: str, work: Callable[[], Awaitable[T]], most: int | None = None) -> T:
        """The result of the work, which a statement of this text does. Errors: TENANT_BUSY.

        most: slow or unknown statements of the tenant at once; None: half as many as the machine has cores.
        """
        key = slug, hash(sql)
        if self.is_quick(slug, sql) or not self._share.others_want(slug):
            return await self._timed(key, work)
        lane = self._lanes.get(slug)
        if lane is None:
            lane = self._lanes[slug] = _Lane(most or MOST)
        if lane.users >= self._longest:
            raise _busy()
        lane.users += 1
        try:
            if lane.places.locked():
                self.waited += 1
            try:
                async with asyncio.timeout(self._wait_seconds):
                    await lane.places.acquire()
            except TimeoutError:
                raise _busy() from None
            try:
                if owed := self._share.owes(slug):
                    await asyncio.sleep(owed)
                return await self._timed(key, work)
            finally:
                lane.places.release()
        finally:
            lane.users -= 1
            if not lane.users:
                self._lanes.pop(slug, None)

    async def _timed(self, key: tuple[str, int], work: Callable[[], Awaitable[T]]) -> T:
        began = monotonic()
        try:
            return await work()
        finally:
            taken, known = monotonic() - began, self._seconds.get(key)
            self._seconds.put(key, taken if known is None else known + (taken - known) * WEIGHT)


class _Lane:
    """users: that are in it, or wait for it."""

    __slots__ = ("places", "users")

    def __init__(self, most: int) -> None:
        self.places = asyncio.Semaphore(most)
        self.users = 0


def _busy() -> ApiError:
    hint = "Try again a little later, with fewer slow operations at once."
    return ApiError("this tenant has too many slow statements in progress", "TENANT_BUSY", 503, hint=hint)
