"""How much a tenant may ask of the service in a second: requests, and the time that PostgreSQL works on its statements.

Each is a bucket: what may be used flows in all the time, what is used is taken out. Requests are refused while it is
empty; what statements took is known only afterwards, so that bucket may owe. Where there is a Redis, all processes
share one pair of buckets for each tenant: a process works on what it knew last, and settles with the others in batches,
so that no request but the first after a pause waits for Redis. What was let through meanwhile by several at a time is
owed, so in the long run they let through together what one may. A tenant without such limits costs nothing here.
"""

import asyncio
import math
import time
from collections.abc import Mapping
from typing import NamedTuple

from py_api.cache import Bucket, Cache
from py_api.database import TenantPools
from py_api.errors import ApiError

SETTLE_SECONDS = 0.1  # between two settlements, while there are requests
STALE_SECONDS = 1.0  # after which a request waits for a settlement: others may have used everything
DEBT_SECONDS = 60.0  # so many seconds' worth are owed at most: the longest that a tenant is refused for what it did
BURST_SECONDS = 5.0  # that are saved up, where nothing is said


class Rates(NamedTuple):
    """requests, database: a second, 0 for no limit; burst: for so many seconds they may be saved up."""

    requests: float
    database: float
    burst: float

    @classmethod
    def of(cls, limits: Mapping[str, float]) -> "Rates | None":
        """limits: of the kind server in thing.limits. None: there is no limit."""
        requests, database = limits.get("requests_per_second", -1), limits.get("database_seconds", -1)
        if requests <= 0 and database <= 0:
            return None
        return cls(max(requests, 0.0), max(database, 0.0), limits.get("burst_seconds", BURST_SECONDS))

    @property
    def size(self) -> float:
        """Of the bucket of requests: one passes where there is a whole one."""
        return max(self.requests * self.burst, 1.0)


class _Account:
    """requests, database: what is left. taken: what the others do not know of yet."""

    __slots__ = ("database", "looked", "metered", "origin", "rates", "requests", "settled", "settling", "taken")

    def __init__(self, origin: str, rates: Rates, metered: float) -> None:
        self.origin = origin
        self.rates = rates
        self.requests, self.database = rates.size, rates.database * rates.burst
        self.metered = metered
        self.taken = (0.0, 0.0)
        self.looked = time.monotonic()
        self.settled = -math.inf
        self.settling: asyncio.Task[None] | None = None

    def use(self, requests: float, metered: float) -> None:
        """What has flowed in since, and what was used."""
        now, rates = time.monotonic(), self.rates
        passed, self.looked = now - self.looked, now
        seconds, self.metered = metered - self.metered, metered
        self.taken = (self.taken[0] + requests, self.taken[1] + seconds)
        self.requests = min(self.requests + passed * rates.requests, rates.size) - requests
        level = min(self.database + passed * rates.database, rates.database * rates.burst) - seconds
        self.database = max(level, -rates.database * DEBT_SECONDS)

    @property
    def buckets(self) -> tuple[Bucket, Bucket]:
        rates, (requests, database) = self.rates, self.taken
        return (
            Bucket(rates.requests, rates.size, requests, rates.requests * DEBT_SECONDS),
            Bucket(rates.database, rates.database * rates.burst, database, rates.database * DEBT_SECONDS),
        )

    @property
    def refusal(self) -> ApiError | None:
        rates = self.rates
        if rates.requests and self.requests < 1.0:
            what = "the tenant has sent more requests than it may"
            return _refusal(what, "requests_per_second", rates.requests, (1.0 - self.requests) / rates.requests)
        if rates.database and self.database < 0.0:
            what = "the tenant's statements have taken more time than they may"
            return _refusal(what, "database_seconds", rates.database, -self.database / rates.database)
        return None


class TenantRates:
    """One a process. refused: requests, for metrics."""

    def __init__(self, pools: TenantPools, cache: Cache) -> None:
        self._pools = pools
        self._cache = cache
        self._accounts: dict[str, _Account] = {}
        self.refused = 0

    async def admit(self, slug: str, origin: str, rates: Rates | None) -> None:
        """One request of the tenant. origin: tells it from a later one of the same slug. Errors: RATE_LIMITED."""
        if rates is None:
            self._accounts.pop(slug, None)
            return
        account = self._accounts.get(slug)
        if account is None or account.origin != origin:
            account = self._accounts[slug] = _Account(origin, rates, self._pools.meter(slug).seconds)
        account.rates = rates
        if self._cache.shared and time.monotonic() - account.settled > STALE_SECONDS:
            await asyncio.shield(self._settle(slug, account))
        elif self._cache.shared and time.monotonic() - account.settled > SETTLE_SECONDS:
            self._settle(slug, account)
        self._refuse(slug, account)
        account.use(1.0, account.metered)

    def bounds_statements(self, slug: str) -> bool:
        """Whether check may refuse a request of it."""
        account = self._accounts.get(slug)
        return account is not None and account.rates.database > 0

    def check(self, slug: str) -> None:
        """Before a statement of a request that may have waited for a connection. Errors: RATE_LIMITED."""
        if (account := self._accounts.get(slug)) is not None:
            account.requests += 1.0  # of which this was one
            try:
                self._refuse(slug, account)
            finally:
                account.requests -= 1.0

    def _refuse(self, slug: str, account: _Account) -> None:
        account.use(0.0, self._pools.meter(slug).seconds)
        if (refusal := account.refusal) is not None:
            self.refused += 1
            raise refusal

    def _settle(self, slug: str, account: _Account) -> asyncio.Task[None]:
        """Concurrent callers share one."""
        if account.settling is None:
            account.settling = asyncio.get_running_loop().create_task(self._settled(slug, account))
        return account.settling

    async def _settled(self, slug: str, account: _Account) -> None:
        try:
            account.use(0.0, self._pools.meter(slug).seconds)
            rates, (requests, database) = account.rates, account.taken
            seconds = DEBT_SECONDS + rates.burst
            levels = await self._cache.take(f"rates:{slug}:{account.origin}", account.buckets, seconds)
            account.settled = time.monotonic()
            if levels is not None:
                left = (account.taken[0] - requests, account.taken[1] - database)  # while Redis was asked
                account.requests, account.database = levels[0] - left[0], levels[1] - left[1]
                account.taken = left
                account.looked = account.settled
        finally:
            account.settling = None

    def tenant_left(self, slug: str) -> None:
        self._accounts.pop(slug, None)


def _refusal(what: str, name: str, limit: float, seconds: float) -> ApiError:
    return ApiError(
        what,
        "RATE_LIMITED",
        429,
        hint=f"Wait retryAfter seconds. The limit is {name}.",
        limit=limit,
        retryAfter=max(1, math.ceil(seconds)),
    )
