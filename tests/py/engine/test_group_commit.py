"""Operations that come while others run go together."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import wraps
from typing import Any

import pytest

from py_api.engine import group_commit
from py_api.engine.group_commit import RUNNING, TOGETHER, GroupCommit
from py_api.errors import DatabaseError, Unavailable

pytestmark = pytest.mark.once


def run(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def ran(*args: object, **more: object) -> None:
        asyncio.run(test(*args, **more))

    return ran


class Work:
    """Done when `go` is set. refused: params that many does not take; broken: what many raises."""

    def __init__(self, refused: object = None, broken: Exception | None = None) -> None:
        self.go = asyncio.Event()
        self.refused, self.broken = refused, broken
        self.alone: list[object] = []
        self.many: list[list[object]] = []
        self.batches = GroupCommit()

    def run(self, number: int) -> asyncio.Task[bytes]:
        async def alone() -> bytes:
            self.alone.append(number)
            await self.go.wait()
            return b"%d" % number

        return asyncio.create_task(self.batches.run("kind", (number,), alone, self.together))

    async def together(self, params: list[Sequence[object]]) -> list[bytes | None]:
        numbers = [number for (number,) in params]
        self.many.append(numbers)
        await asyncio.sleep(0)
        if self.broken is not None:
            raise self.broken
        if self.refused in numbers:
            raise DatabaseError("no", sqlstate="TB001")
        return [str(number).encode() for number in numbers]


@run
async def test_the_first_go_at_once_and_the_others_together() -> None:
    work = Work()
    tasks = [work.run(n) for n in range(RUNNING + TOGETHER + 3)]
    await asyncio.sleep(0)
    assert work.alone == list(range(RUNNING))
    assert work.many == []
    tasks[RUNNING + 1].cancel()  # gives up while it waits: it is not done
    work.go.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    del answers[RUNNING + 1]
    assert answers == [b"%d" % n for n in range(RUNNING + TOGETHER + 3) if n != RUNNING + 1]
    left = [n for n in range(RUNNING, RUNNING + TOGETHER + 3) if n != RUNNING + 1]
    assert work.many == [left[:TOGETHER], left[TOGETHER:]]
    assert (work.batches.operations, work.batches.batches) == (TOGETHER + 2, 2)
    assert not work.batches._queues


@run
async def test_after_a_refusal_each_goes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "APART_SECONDS", 0.02)
    work = Work(refused=RUNNING + 1)
    tasks = [work.run(n) for n in range(RUNNING + 3)]
    await asyncio.sleep(0)
    work.go.set()
    assert await asyncio.gather(*tasks) == [b"%d" % n for n in range(RUNNING + 3)]
    assert len(work.many) == 1
    assert work.alone == list(range(RUNNING + 3))
    work.go.clear()
    more = [work.run(n) for n in range(100, 120)]  # others are not tried together for a while
    await asyncio.sleep(0)
    assert work.alone[-20:] == list(range(100, 120))
    work.go.set()
    await asyncio.gather(*more)
    await asyncio.sleep(0.03)
    assert not work.batches._queues


@run
async def test_of_what_nobody_knows_nothing_is_done_again() -> None:
    work = Work(broken=Unavailable("gone"))
    tasks = [work.run(n) for n in range(RUNNING + 3)]
    await asyncio.sleep(0)
    work.go.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers[RUNNING:]] == [Unavailable] * 3
    assert work.alone == list(range(RUNNING))
    assert not work.batches._queues


@run
async def test_who_waits_behind_what_does_not_end_goes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "STALLED_SECONDS", 0.02)
    work = Work()
    tasks = [work.run(n) for n in range(RUNNING + 2)]
    await asyncio.sleep(0.05)
    assert work.alone == list(range(RUNNING + 2))
    work.go.set()
    assert await asyncio.gather(*tasks) == [b"%d" % n for n in range(RUNNING + 2)]
    assert not work.batches._queues
