"""While another tenant wants something, one that takes much of the process waits for its share; and only then."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from py_api import fair_share
from py_api.cpu_budget import CpuBudget
from py_api.engine.fair_lanes import FairLanes
from py_api.errors import ApiError
from py_api.events import pace
from py_api.events.pace import Pace
from py_api.fair_share import BURST_SECONDS, LATELY, FairShare

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

pytestmark = pytest.mark.once


class Clock:
    """A time that only waiting moves on; `waits` has what was waited for."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(fair_share, "monotonic", clock.monotonic)
    monkeypatch.setattr(asyncio, "sleep", clock.sleep)
    return clock


async def ask(share: FairShare, count: int) -> None:
    for _ in range(count):
        await share.turn("greedy", 0.01)


def test_alone_it_is_not_held_up(clock: Clock) -> None:
    share = FairShare(25)
    asyncio.run(ask(share, 1_000))
    assert not clock.waits
    share.seen("modest")
    clock.now += LATELY + 1
    asyncio.run(ask(share, 1_000))
    assert not clock.waits, "the other has gone"


def test_beside_another_it_gets_its_share(clock: Clock) -> None:
    share, begun = FairShare(25), clock.now
    share.seen("modest")
    asyncio.run(ask(share, 100))  # a second's worth
    assert clock.now - begun == pytest.approx((1 - 0.01 - BURST_SECONDS) * 4)
    asyncio.run(share.turn("modest", 0.001))
    assert clock.now - begun == pytest.approx((1 - 0.01 - BURST_SECONDS) * 4), "the other does not wait"
    assert share.waited == len(clock.waits)


def test_what_would_wait_too_long_is_refused(clock: Clock) -> None:
    share = FairShare(25)
    share.seen("modest")
    share.charge("greedy", 100.0)
    with pytest.raises(ApiError) as refused:
        asyncio.run(share.turn("greedy", 0.01))
    assert (refused.value.code, refused.value.status) == ("TENANT_BUSY", 503)
    clock.now += fair_share.MOST_SECONDS
    asyncio.run(share.turn("greedy", 0.01))


@pytest.mark.parametrize("work", ["computing", "a slow statement"])
def test_what_was_dear_is_paid_for_before_the_next(clock: Clock, work: str) -> None:
    share = FairShare(25)
    budget, lanes = CpuBudget(1_000, 10_000, share), FairLanes(share)

    async def nothing() -> bytes:
        return b""

    runs: dict[str, Callable[[], Awaitable[object]]] = {
        "computing": lambda: budget.run("greedy", lambda: None),
        "a slow statement": lambda: lanes.run("greedy", "select", nothing, 1),
    }
    share.seen("modest")
    share.charge("greedy", 0.5)
    lanes._seconds.put(("greedy", hash("select")), 1.0)
    asyncio.run(runs[work]())  # type: ignore[arg-type]
    assert clock.waits == [pytest.approx((0.5 - BURST_SECONDS) * 4)]
    budget.close()


def test_long_work_pauses_longer_beside_another(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "perf_counter", clock.monotonic)
    share = FairShare(25)
    work = Pace(share, "greedy")
    for others, seconds in (False, 0.0), (True, 0.03):
        if others:
            share.seen("modest")
        clock.now += 0.01
        assert work.due
        asyncio.run(work.rest())
        assert clock.waits.pop() == pytest.approx(seconds)
        assert not work.due
