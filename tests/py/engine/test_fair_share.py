"""While another tenant wants something, one that takes much of the process waits for its share; and only then."""

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

from py_api import cpu_budget, fair_share
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


def test_what_would_wait_too_long_is_refused(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    share = FairShare(25)
    share.seen("modest")
    share.charge("greedy", 100.0)
    assert share.owes("greedy") == fair_share.MOST_SECONDS

    async def still(_seconds: float) -> None:
        """All come at one time."""

    monkeypatch.setattr(asyncio, "sleep", still)

    async def crowd() -> list[BaseException | None]:
        return await asyncio.gather(*(share.turn("greedy", 0.01) for _ in range(200)), return_exceptions=True)

    refused = [error for error in asyncio.run(crowd()) if isinstance(error, ApiError)]
    assert 200 - len(refused) == pytest.approx((fair_share.LONGEST_SECONDS - fair_share.MOST_SECONDS) / 0.04, abs=1)
    assert {(error.code, error.status) for error in refused} == {("TENANT_BUSY", 503)}


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


def test_computing_pauses_where_the_tenant_owes(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpu_budget, "PIECE_SECONDS", -1.0)
    paused: list[float] = []
    monkeypatch.setattr(cpu_budget, "pause", paused.append)
    share = FairShare(25)
    budget = CpuBudget(1_000, 10_000, share)
    share.seen("modest")
    asyncio.run(budget.run("greedy", lambda: sorted([2, 1])))
    assert not paused, "what it does first"
    share.charge("greedy", 0.5, aside=True)
    asyncio.run(share.turn("greedy", 0.01))
    assert not clock.waits, "an ordinary request"
    assert asyncio.run(budget.run("greedy", lambda: sorted([2, 1]))) == [1, 2]
    assert set(paused) == {cpu_budget.PAUSE_SECONDS}
    assert asyncio.run(budget.run("modest", sys.getprofile)) is None
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


def test_connections_of_an_address_come_at_an_even_pace_where_there_are_several_tenants(clock: Clock) -> None:
    share, most = FairShare(25), BURST_SECONDS / fair_share.ARRIVAL_SECONDS

    async def arrive(address: str) -> None:
        for _ in range(2 + int(most)):
            await share.arrival(address)

    share.seen("one")
    asyncio.run(arrive("10.0.0.1"))
    assert not clock.waits, "one tenant has all of the process"
    share.seen("other")
    asyncio.run(arrive("10.0.0.1"))
    assert clock.waits
    clock.waits.clear()
    asyncio.run(share.arrival("10.0.0.2"))
    assert not clock.waits
