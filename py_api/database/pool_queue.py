"""Who gets a place for a connection: tenants wait in queues, one for each pool, and share what there is in all.

How the places are shared: a tenant may open one more connection while it has no more than there are places free, so
that some are left for those who come later. When no place is free, what a tenant gives back goes to the one that waits
and has the fewest; the last connection of a tenant goes to one that has none only where no tenant has more than one.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from py_api.database.connection import Connection, Meter
from py_api.errors import ApiError, tenant_changed

CROWDED_SECONDS = 2.0  # for which a pool opens no more than half of what it had

if TYPE_CHECKING:
    from py_api.database.tenants import Identity


class Waiting:
    """A request in a queue: the future gets a connection, or None for the right to open one."""

    __slots__ = ("future", "since")

    def __init__(self) -> None:
        self.future: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self.since = time.monotonic()


class Pool:
    """A tenant's connections. It belongs to the tenant and not to its slug. retired: the tenant has left.

    most: connections that it may have at present.
    """

    __slots__ = ("identity", "idle", "meter", "most", "patience", "retired", "size", "tenant", "waiting", "yielding")

    def __init__(self, tenant: str, meter: Meter, most: int) -> None:
        self.tenant = tenant
        self.meter = meter
        self.most = most
        self.yielding: asyncio.TimerHandle | None = None  # ends when it may have more again
        self.identity: Identity | None = None  # known once the first connection is being opened
        self.retired = False
        self.size = 0  # connections there are or are being opened
        self.idle: deque[Connection] = deque()
        self.waiting: deque[Waiting] = deque()
        self.patience: asyncio.TimerHandle | None = None  # ends when the first of them has waited too long


class PoolQueue:
    """The pools of a process, and their places. release: gives a connection back, of one who has given up.

    size: places that are taken. starving: pools in which somebody waits for a place; or waited. tick: of `seen`.
    meters: of the tenants, by slug.
    """

    def __init__(
        self, total: int, per_tenant: int, wait_seconds: float, longest: int, release: Callable[[Connection], None]
    ) -> None:
        self.pools: dict[str, Pool] = {}
        self.meters: dict[str, Meter] = {}
        self.starving: dict[Pool, None] = {}
        self.size = 0
        self.tick = 0
        self._total = total
        self._per_tenant = per_tenant
        self.wait_seconds = wait_seconds
        self._longest = longest
        self._release = release

    def pool(self, tenant: str) -> Pool:
        pool = self.pools.get(tenant)
        if pool is None:
            pool = self.pools[tenant] = Pool(tenant, self.meter(tenant), self._per_tenant)
        return pool

    def meter(self, tenant: str) -> Meter:
        """It outlives the pool."""
        return self.meters.setdefault(tenant, Meter())

    def sizes(self) -> dict[str, int]:
        """For metrics: tenants with a pool, connections, idle ones, requests that wait."""
        pools = list(self.pools.values())  # other threads than the loop's may ask
        return {
            "tenants": len(self.pools),
            "connections": self.size,
            "idle": sum(len(pool.idle) for pool in pools),
            "waiting": sum(len(pool.waiting) for pool in pools),
        }

    def tenant_sizes(self) -> dict[str, dict[str, float]]:
        """By tenant."""
        return {
            pool.tenant: {"pool_connections": pool.size, "pool_waiting": len(pool.waiting)}
            for pool in list(self.pools.values())
        }

    # --- places ---------------------------------------------------------------------------------------------------

    def take(self, pool: Pool) -> bool:
        """A place for one more connection, if there is one; else the pool may be given one while it waits."""
        if pool.size >= pool.most:
            return False
        free = self._total - self.size
        if 0 < free >= pool.size or self._evict(pool):
            pool.size += 1
            self.size += 1
            return True
        self.starving[pool] = None
        return False

    def untake(self, pool: Pool) -> None:
        """Gives back a place for which no connection could be opened; nothing is passed on."""
        pool.size -= 1
        self.size -= 1

    def drop(self, pool: Pool, connection: Connection) -> None:
        connection.close()
        self.gone(pool)

    def _close(self, pool: Pool, connection: Connection) -> None:
        connection.close()
        pool.size -= 1
        self.size -= 1

    def gone(self, pool: Pool) -> None:
        """Passes a free place to the waiting tenant with the fewest, if any waits."""
        pool.size -= 1
        self.size -= 1
        if pool.waiting:
            self.starving[pool] = None
        poorest = self._poorest()
        if poorest is not None and poorest.size <= self._total - self.size:
            self._grant(poorest)
        self.forget(pool)

    def crowded(self, tenant: str) -> None:
        """Another process has none of the tenant's connections: half of this one's are given up, for a while."""
        if (pool := self.pools.get(tenant)) is None:
            return
        pool.most = max(1, pool.size // 2)
        while pool.idle and pool.size > pool.most:
            self._close(pool, pool.idle.popleft())
        if pool.yielding is not None:
            pool.yielding.cancel()
        pool.yielding = asyncio.get_running_loop().call_later(CROWDED_SECONDS, self._grow_again, pool)

    def _grow_again(self, pool: Pool) -> None:
        pool.most, pool.yielding = self._per_tenant, None

    def forget(self, pool: Pool) -> None:
        if pool.size == 0 and first_of(pool.waiting) is None and self.pools.get(pool.tenant) is pool:
            del self.pools[pool.tenant]

    def _grant(self, pool: Pool) -> None:
        """The right to open one, to the first that waits there."""
        pool.size += 1
        self.size += 1
        self.pools.setdefault(pool.tenant, pool)
        pool.waiting.popleft().future.set_result(None)

    def _evict(self, pool: Pool) -> bool:
        """Make a place, where none is free: close the connection that has been idle longest, of another tenant.

        The last one of a tenant only where it has not been used for a while, or, where all have but one, for a tenant
        that has none.
        """
        if self.size < self._total:
            return False
        others = [other for other in self.pools.values() if other is not pool and other.idle]
        rich = [other for other in others if other.size > max(pool.size, 1)]
        lasts = [other for other in others if other.size == 1 and self.tick - other.idle[0].seen > 1]
        if not rich and not lasts and pool.size == 0 and all(other.size <= 1 for other in self.pools.values()):
            lasts = others
        oldest = min(rich or lasts, key=lambda other: other.idle[0].seen, default=None)
        if oldest is None:
            return False
        self._close(oldest, oldest.idle.popleft())
        self.forget(oldest)
        return True

    # --- waiting --------------------------------------------------------------------------------------------------

    async def wait(self, pool: Pool) -> Connection | None:
        """A connection of the pool, or None: a place to open one."""
        if pool.retired:
            raise tenant_changed()
        if len(pool.waiting) >= self._longest:
            raise _busy()
        waiting = Waiting()
        pool.waiting.append(waiting)
        if pool.patience is None:
            self._be_patient(pool, self.wait_seconds)
        future = waiting.future
        try:
            connection = await future
        except BaseException:
            if future.done() and not (future.cancelled() or future.exception()):
                self._return(pool, future.result())  # served in the moment that it gave up
            self.forget(pool)
            raise
        return connection

    def _be_patient(self, pool: Pool, seconds: float) -> None:
        """One timer for all that wait for a pool: they stand in order of age, so it is always for the first."""
        pool.patience = asyncio.get_running_loop().call_later(seconds, self._lose_patience, pool)

    def _lose_patience(self, pool: Pool) -> None:
        pool.patience = None
        now = time.monotonic()
        while (first := first_of(pool.waiting)) is not None:
            left = first.since + self.wait_seconds - now
            if left > 0:
                return self._be_patient(pool, left)
            pool.waiting.popleft()
            first.future.set_exception(_busy())
        return None

    def hand_on(self, pool: Pool, connection: Connection) -> None:
        """To the poorest that waits for a place; else to who has waited longest for one of this pool's."""
        first = first_of(pool.waiting)
        poorest = self._poorest()
        if poorest is not None and poorest is not pool and self._yields(pool, first, poorest):
            self._close(pool, connection)
            self._grant(poorest)
        elif first is not None:
            pool.waiting.popleft()
            first.future.set_result(connection)
        else:
            pool.idle.append(connection)

    def _poorest(self) -> Pool | None:
        """Of the pools in which somebody waits for a place, the one with the fewest; of equals, who waits longest."""
        best, rank = None, (0, 0.0)
        for pool in list(self.starving):
            first = first_of(pool.waiting)
            if first is None or pool.size >= pool.most:
                del self.starving[pool]
            elif best is None or (pool.size, first.since) < rank:
                best, rank = pool, (pool.size, first.since)
        return best

    def _yields(self, pool: Pool, first: Waiting | None, poorest: Pool) -> bool:
        """Does a place of this pool, which is free at the moment, go to that one?"""
        if pool.size > 1:
            return poorest.size + 1 < pool.size or (first is None and poorest.size < pool.size)
        if poorest.size > 0 or any(other.size > 1 for other in self.pools.values()):
            return False  # the last one is kept
        return first is None or poorest.waiting[0].since < first.since

    def _return(self, pool: Pool, connection: Connection | None) -> None:
        if connection is None:
            self.gone(pool)
        else:
            self._release(connection)


def first_of(waiting: deque[Waiting]) -> Waiting | None:
    while waiting and waiting[0].future.done():
        waiting.popleft()
    return waiting[0] if waiting else None


def _busy() -> ApiError:
    return ApiError("this tenant has too many requests in progress", "TENANT_BUSY", 503)
