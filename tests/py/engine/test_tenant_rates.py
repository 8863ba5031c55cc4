"""The buckets of tenants: what is let through in all, by one process, and by several that share a Valkey."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, cast

import pytest

from py_api.cache import Cache
from py_api.database.connection import Meter
from py_api.engine import tenant_rates as module
from py_api.engine.tenant_rates import Rates, TenantRates
from py_api.errors import ApiError

pytestmark = pytest.mark.once


class Pools:
    """As far as TenantRates looks at them."""

    def __init__(self) -> None:
        self.meters: dict[str, Meter] = {}

    def meter(self, tenant: str) -> Meter:
        return self.meters.setdefault(tenant, Meter())


class Process:
    def __init__(self, url: str | None) -> None:
        self.pools = Pools()
        self.cache = Cache(url)
        self.rates = TenantRates(cast("Any", self.pools), self.cache)

    async def asks(self, slug: str, rates: Rates | None, origin: str = "1") -> ApiError | None:
        try:
            await self.rates.admit(slug, origin, rates)
        except ApiError as error:
            return error
        return None


def run(work: Callable[[list[Process]], Awaitable[None]], url: str | None, count: int = 1) -> None:
    async def main() -> None:
        processes = [Process(url) for _ in range(count)]
        try:
            await work(processes)
        finally:
            for process in processes:
                await process.cache.close()

    asyncio.run(main())


async def flood(process: Process, slug: str, rates: Rates, seconds: float) -> Counter[str]:
    """Asks all the time."""
    answers: Counter[str] = Counter()
    until = monotonic() + seconds
    while monotonic() < until:
        error = await process.asks(slug, rates)
        answers[error.code if error else "served"] += 1
        await asyncio.sleep(0.001)
    return answers


def test_no_limit() -> None:
    assert Rates.of({}) is None
    assert Rates.of({"requests_per_second": -1, "burst_seconds": 9}) is None
    assert Rates.of({"requests_per_second": 20}) == Rates(20, 0, module.BURST_SECONDS)
    assert Rates.of({"database_seconds": 0.5, "burst_seconds": 1}) == Rates(0, 0.5, 1)


def test_requests_by_themselves() -> None:
    async def work(processes: list[Process]) -> None:
        (process,) = processes
        rates = Rates(10, 0, 1)
        answers = [await process.asks("acme", rates) for _ in range(12)]
        assert [error is None for error in answers] == [True] * 10 + [False] * 2
        error = answers[-1]
        assert error is not None
        assert (error.code, error.status, error.extensions) == ("RATE_LIMITED", 429, {"limit": 10, "retryAfter": 1})
        assert "requests_per_second" in (error.hint or "")
        assert process.rates.refused == 2
        assert await process.asks("zeta", rates) is None, "each has its own"
        assert await process.asks("acme", rates, "2") is None, "another tenant of that slug"
        assert await process.asks("zeta", None) is None
        await asyncio.sleep(0.25)
        assert (await flood(process, "acme", rates, 0.2))["RATE_LIMITED"] > 0
        assert await process.asks("acme", Rates(1000, 0, 1)) is None or await process.asks("acme", None) is None

    run(work, None)


@pytest.mark.parametrize("shared", [False, True])
def test_statements_are_paid_afterwards(redis_url: str, shared: bool) -> None:
    async def work(processes: list[Process]) -> None:
        (process,) = processes
        rates, meter, slug = Rates(0, 0.5, 2), process.pools.meter(f"paying{shared}"), f"paying{shared}"
        assert await process.asks(slug, rates) is None
        meter.seconds += 0.9
        assert await process.asks(slug, rates) is None, "two seconds' worth are saved up"
        meter.seconds += 0.6
        error = await process.asks(slug, rates)
        assert error is not None
        assert (error.code, error.extensions) == ("RATE_LIMITED", {"limit": 0.5, "retryAfter": 1})
        assert process.rates.bounds_statements(slug)
        with pytest.raises(ApiError, match="more time"):
            process.rates.check(slug)
        await asyncio.sleep(1.05)
        assert await process.asks(slug, rates) is None
        process.rates.check(slug)
        meter.seconds += 1e6
        error = await process.asks(slug, rates)
        assert error is not None
        assert 59 <= error.extensions["retryAfter"] <= 60, "no more is owed than a minute's"
        assert await process.asks(slug, None) is None, "the limit is gone"
        process.rates.check(slug)
        assert not process.rates.bounds_statements(slug)

    run(work, redis_url if shared else None)


def test_processes_share_what_flows_in(redis_url: str) -> None:
    """Three that are flooded let through together what one may; without a Redis each by itself."""

    async def work(processes: list[Process]) -> None:
        rates, seconds = Rates(50, 0, 1), 2.0
        begun = time.monotonic()
        answers = await asyncio.gather(*(flood(process, "flooded", rates, seconds) for process in processes))
        served = sum(one["served"] for one in answers)
        if processes[0].cache.shared:
            assert 0.85 * (50 * seconds + 50) <= served <= 2 * (50 * (time.monotonic() - begun) + 50)
        else:
            assert served >= 2.5 * (50 * seconds + 50)

    run(work, redis_url, 3)
    run(work, None, 3)


def test_what_one_process_used_another_knows(redis_url: str) -> None:
    async def work(processes: list[Process]) -> None:
        one, other = processes
        rates = Rates(20, 1, 1)
        for _ in range(20):
            assert await one.asks("known", rates) is None
        await asyncio.sleep(module.SETTLE_SECONDS)
        await one.asks("known", rates)
        await asyncio.sleep(0.05)
        answers = [await other.asks("known", rates) for _ in range(10)]
        assert sum(error is None for error in answers) <= 5, "the burst is not each one's own"
        one.pools.meter("known").seconds += 30.0
        await asyncio.sleep(1.1)
        await one.asks("known", rates)
        await asyncio.sleep(0.05)
        await asyncio.sleep(module.STALE_SECONDS)
        error = await other.asks("known", rates)
        assert error is not None
        assert "database_seconds" in (error.hint or ""), "nor is time"

    run(work, redis_url, 2)


def test_a_redis_that_does_not_answer() -> None:
    async def work(processes: list[Process]) -> None:
        (process,) = processes
        answers = [await process.asks("alone", Rates(5, 0, 1)) for _ in range(7)]
        assert [error is None for error in answers] == [True] * 5 + [False] * 2

    run(work, "redis://127.0.0.1:1/0")
