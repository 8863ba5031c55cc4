"""What several ask for at the same time is done once."""

import asyncio
import gc
import weakref
from typing import Any

import pytest

from py_api.single_flight import Once

pytestmark = pytest.mark.once


def test_who_asks_meanwhile_gets_the_same() -> None:
    async def go() -> None:
        once: Once[str, object] = Once()
        begun: list[object] = []
        go_on = asyncio.Event()

        async def work() -> object:
            begun.append(object())
            await go_on.wait()
            return begun[-1]

        first, second, gives_up = (asyncio.create_task(once.do("a", work)) for _ in range(3))
        other = asyncio.create_task(once.do("b", work))
        await asyncio.sleep(0)
        gives_up.cancel()
        await asyncio.sleep(0)
        assert len(begun) == 2
        assert set(once.running) == {"a", "b"}
        go_on.set()
        assert await first is await second
        assert await other is begun[1]
        assert gives_up.cancelled()
        assert await once.do("a", work) is begun[2], "it is not kept"
        await asyncio.sleep(0)
        assert not once.running

    asyncio.run(go())


class Refused(Exception):
    """One that can be referred to weakly."""


def test_an_error_reaches_all_and_leaves_no_cycle() -> None:
    async def go() -> None:
        once: Once[str, None] = Once()

        async def work() -> None:
            await asyncio.sleep(0)
            raise Refused("no")

        async def ask() -> None:
            with pytest.raises(Refused, match="no"):
                await once.do("a", work)

        await asyncio.gather(ask(), ask())
        errors: list[weakref.ref[Refused]] = []
        gc.disable()
        try:
            for _ in range(10):
                try:
                    await once.do("a", work)
                except Refused as error:
                    errors.append(weakref.ref(error))
            await asyncio.sleep(0)
            assert [error() for error in errors] == [None] * 10, "each is gone without the collector"
        finally:
            gc.enable()

    asyncio.run(go())


def test_an_error_for_which_all_have_given_up_is_not_reported() -> None:
    reported: list[Any] = []

    async def go() -> None:
        once: Once[str, None] = Once()
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

        async def work() -> None:
            await asyncio.sleep(0.01)
            raise Refused("no")

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await once.do("a", work)
        while once.running:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
        gc.collect()

    asyncio.run(go())
    assert reported == []
