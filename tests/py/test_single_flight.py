"""What several ask for at the same time is done flight."""

import asyncio
import gc
import weakref
from typing import Any

import pytest

from py_api.single_flight import SingleFlight

pytestmark = pytest.mark.once


def test_who_asks_meanwhile_gets_the_same() -> None:
    async def go() -> None:
        flight: SingleFlight[str, object] = SingleFlight()
        begun: list[object] = []
        go_on = asyncio.Event()

        async def work() -> object:
            begun.append(object())
            await go_on.wait()
            return begun[-1]

        first, second, gives_up = (asyncio.create_task(flight.run("a", work)) for _ in range(3))
        other = asyncio.create_task(flight.run("b", work))
        await asyncio.sleep(0)
        gives_up.cancel()
        await asyncio.sleep(0)
        assert len(begun) == 2
        assert set(flight.running) == {"a", "b"}
        go_on.set()
        assert await first is await second
        assert await other is begun[1]
        assert gives_up.cancelled()
        assert await flight.run("a", work) is begun[2], "it is not kept"
        await asyncio.sleep(0)
        assert not flight.running

    asyncio.run(go())


class DatabaseError(Exception):
    """One that can be referred to weakly."""


def test_an_error_reaches_all_and_leaves_no_cycle() -> None:
    async def go() -> None:
        flight: SingleFlight[str, None] = SingleFlight()

        async def work() -> None:
            await asyncio.sleep(0)
            raise DatabaseError("no")

        async def ask() -> None:
            with pytest.raises(DatabaseError, match="no"):
                await flight.run("a", work)

        await asyncio.gather(ask(), ask())
        errors: list[weakref.ref[DatabaseError]] = []
        gc.disable()
        try:
            for _ in range(10):
                try:
                    await flight.run("a", work)
                except DatabaseError as error:
                    errors.append(weakref.ref(error))
            await asyncio.sleep(0)
            assert [error() for error in errors] == [None] * 10, "each is gone without the collector"
        finally:
            gc.enable()

    asyncio.run(go())


def test_an_error_for_which_all_have_given_up_is_not_reported() -> None:
    reported: list[Any] = []

    async def go() -> None:
        flight: SingleFlight[str, None] = SingleFlight()
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

        async def work() -> None:
            await asyncio.sleep(0.01)
            raise DatabaseError("no")

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await flight.run("a", work)
        while flight.running:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
        gc.collect()

    asyncio.run(go())
    assert reported == []
