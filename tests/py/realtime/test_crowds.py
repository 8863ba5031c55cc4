"""Many that come at once: what they need is read, and what they ask is compiled, once for all."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from py_api.catalog import load
from py_api.events import change_log

pytestmark = pytest.mark.once


def test_a_hundred_subscribers_at_once(
    process: Callable[..., Any], shop: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, ...] | None] = []
    read_entries = load.read_entries

    async def counted(connection: Any, slug: str, shape: str, ids: tuple[int, ...] | None) -> Any:
        read.append(ids)
        return await read_entries(connection, slug, shape, ids)

    monkeypatch.setattr(load, "read_entries", counted)
    query = "subscription ($name: String) { productChanged(filter: {name: {eq: $name}}) { thingId } }"

    async def go() -> None:
        async with process() as p:
            heard = await asyncio.gather(*(p.subscribe(query, name=str(number)) for number in range(100)))
            await asyncio.to_thread(lambda: shop.execute("insert into tc_product (name) values ('77')"))
            await heard[77].count(1)
            assert p.engine.metrics()["operations_compiled"] == 1

    asyncio.run(go())
    assert len(read) == len(set(read)) > 0


def test_what_nobody_wants_is_not_read(
    process: Callable[..., Any], shop: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And who comes while a page is being read gets what it left out for lack of him."""
    came: list[int] = []
    read_page = change_log.read_page
    joining: list[Callable[[], Awaitable[None]]] = []

    async def observed(*args: Any) -> Any:
        if joining:
            await joining.pop()()
        page = await read_page(*args)
        came.append(len(page.events))
        return page

    monkeypatch.setattr(change_log, "read_page", observed)
    query = "subscription ($name: String) { productChanged(filter: {name: {eq: $name}}) { transition thing { name } } }"

    def write(*names: str, table: str = "tc_product") -> None:
        for name in names:
            shop.execute(f"insert into {table} (name) values (%s)".encode(), (name,))

    async def go() -> None:
        async with process() as p:
            first = await p.subscribe(query, name="a")
            await asyncio.to_thread(write, "a", "b")  # with the first events it is learned what is wanted
            await first.count(1)
            came.clear()
            await asyncio.to_thread(write, *"bcdbcd", "a")
            await first.count(2)
            assert sum(came) == 1
            # The same of a class whose first event comes later.
            maker = await p.subscribe(query.replace("product", "maker"), name="a")
            await asyncio.to_thread(write, "b")
            await asyncio.to_thread(write, "a", table="tc_maker")
            await maker.count(1)
            came.clear()
            await asyncio.to_thread(write, *"bcd", "a", table="tc_maker")
            await maker.count(2)
            assert sum(came) == 1
            second = []

            async def join() -> None:
                second.append(await p.subscribe(query, name="b"))
                await asyncio.to_thread(write, "b")

            joining.append(join)
            await asyncio.to_thread(write, "a")
            assert [event["thing"]["name"] for event in await first.count(3)] == ["a"] * 3
            assert await second[0].count(1) == [{"transition": "ENTERED", "thing": {"name": "b"}}]

    asyncio.run(go())
