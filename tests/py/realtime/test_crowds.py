"""Many that come at once: what they need is read, and what they ask is compiled, once for all."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.catalog import load


def test_a_hundred_subscribers_at_once(
    process: Callable[..., Any], shop: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, ...] | None] = []
    read_entries = load.read_entries

    async def counted(connection: Any, slug: str, shape: str, ids: tuple[int, ...] | None) -> Any:
        read.append(ids)
        return await read_entries(connection, slug, shape, ids)

    monkeypatch.setattr(load, "read_entries", counted)
    query = "subscription ($name: String) { productChanged(filter: {name: {eq: $name}}) { id } }"

    async def go() -> None:
        async with process() as p:
            heard = await asyncio.gather(*(p.subscribe(query, name=str(number)) for number in range(100)))
            await asyncio.to_thread(lambda: shop.execute("insert into tc_product (name) values ('77')"))
            await heard[77].count(1)
            assert p.engine.metrics()["operations_compiled"] == 1

    asyncio.run(go())
    assert len(read) == len(set(read)) > 0
