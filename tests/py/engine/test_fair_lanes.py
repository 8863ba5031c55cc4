"""Slow statements of a tenant take turns while another tenant wants something, and only then."""

import asyncio

import pytest

from py_api.engine.fair_lanes import FairLanes
from py_api.errors import ApiError
from py_api.fair_share import FairShare

pytestmark = pytest.mark.once
SLOW, QUICK = "select slow", "select quick"


class Works:
    """Statements that end when they are told to."""

    def __init__(self, lanes: FairLanes) -> None:
        self.lanes = lanes
        self.running = 0
        self.go_on = asyncio.Event()

    async def _work(self) -> bytes:
        self.running += 1
        await self.go_on.wait()
        self.running -= 1
        return b""

    async def start(self, sql: str, count: int, most: int | None = 2) -> list[asyncio.Task[bytes]]:
        """Returns once all that can run do."""
        started = [asyncio.create_task(self.lanes.run("greedy", sql, self._work, most)) for _ in range(count)]
        for _ in range(10):
            await asyncio.sleep(0)
        return started


def lanes(**bounds: float) -> FairLanes:
    made = FairLanes(FairShare(), **bounds)  # type: ignore[arg-type]
    made._seconds.put(("greedy", hash(SLOW)), 1.0)
    made._seconds.put(("greedy", hash(QUICK)), 0.001)
    return made


def test_alone_it_is_not_held_up() -> None:
    async def go() -> None:
        works = Works(lanes())
        started = await works.start(SLOW, 5)
        assert works.running == 5
        works.go_on.set()
        assert await asyncio.gather(*started) == [b""] * 5
        assert works.lanes.waited == 0

    asyncio.run(go())


def test_beside_another_slow_ones_take_turns() -> None:
    async def go() -> None:
        works = Works(lanes())
        works.lanes._share.seen("modest")
        slow = await works.start(SLOW, 5)
        assert works.running == 2
        quick = await works.start(QUICK, 3)
        assert works.running == 5, "what is known to be quick does not wait"
        new = await works.start("select new", 1)
        assert works.running == 5, "what has never been run does"
        works.go_on.set()
        assert await asyncio.gather(*slow, *quick, *new) == [b""] * 9
        assert works.lanes.waited == 4
        assert works.lanes._lanes == {}

    asyncio.run(go())


def test_who_waits_too_long_or_behind_too_many_is_told() -> None:
    async def go() -> None:
        works = Works(lanes(wait_seconds=0.05, longest=3))
        works.lanes._share.seen("modest")
        first, second, refused = await works.start(SLOW, 3, 2), await works.start(SLOW, 1, 2), []
        for each in (first[2], second[0]):
            with pytest.raises(ApiError) as told:
                await each
            refused.append((told.value.code, told.value.status))
        assert refused == [("TENANT_BUSY", 503)] * 2
        works.go_on.set()
        assert await asyncio.gather(*first[:2]) == [b""] * 2

    asyncio.run(go())
