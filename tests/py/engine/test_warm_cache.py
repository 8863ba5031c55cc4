"""A process that starts where Redis has what others read needs of the database only the version and what was asked for."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import redis

from py_api.database.connection import Connection
from tests.py.engine.conftest import Running, create

pytestmark = pytest.mark.once

QUERY = "{ makers { nodes { name products { nodes { name } } } } }"
ANSWER: dict[str, Any] = {"data": {"makers": {"nodes": []}}}

Make = Callable[..., Running]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The functions of the core that are called, and "-" for the statement of an operation."""
    found: list[str] = []
    fetch = Connection.fetch_json

    async def record(self: Connection, sql: str, params: Sequence[object] = (), **how: Any) -> bytes | None:
        found.append(sql.split("(")[0].removeprefix("select thing.") if sql.startswith("select thing.") else "-")
        return await fetch(self, sql, params, **how)

    monkeypatch.setattr(Connection, "fetch_json", record)
    return found


@pytest.fixture
def shop(make_engine: Make, redis_url: str) -> Running:
    api = make_engine(redis_url)
    maker = {"name": "maker", "type": "reference", "target": "Maker"}
    api.migrate(create("Maker", "name"), create("Product", "name"), create("Tag", "name"))
    api.migrate({"op": "add_field", "class": "Product", "field": maker})
    assert api.ask(QUERY) == ANSWER
    kept(api, redis_url)
    return api


def kept(api: Running, redis_url: str) -> None:
    """Wait for what nobody waits for."""
    shape = api.engine.schemas.tenants[api.tenant].schema.api.catalog.shape
    with redis.Redis.from_url(redis_url) as direct:
        for _ in range(200):
            api.runner.run(asyncio.sleep(0.01))
            if list(direct.scan_iter(f"*:entries:*:{shape}:*")):
                return
    raise AssertionError("no entries in Redis")


def test_a_warm_process_asks_for_the_version_alone(
    shop: Running, make_engine: Make, redis_url: str, asked: list[str]
) -> None:
    assert make_engine(redis_url).ask(QUERY) == ANSWER
    assert asked == ["catalog_head", "-"]


def test_what_is_missing_in_redis_is_read(shop: Running, make_engine: Make, redis_url: str, asked: list[str]) -> None:
    with redis.Redis.from_url(redis_url) as direct:
        direct.flushall()
    assert make_engine(redis_url).ask(QUERY) == ANSWER
    assert asked[:4] == ["catalog_head", "catalog_types", "catalog_index", "catalog_entries"]


def test_a_change_is_one_statement(shop: Running, asked: list[str]) -> None:
    version = shop.migrate({"op": "add_field", "class": "Maker", "field": {"name": "town", "type": "text"}})

    async def told() -> None:
        shop.engine.schema_changed(shop.tenant, version)

    shop.runner.run(told())
    assert shop.ask("{ makers { nodes { town } } }") == ANSWER
    assert set(asked) == {"catalog_index", "-"}


def test_entries_of_another_shape_are_not_kept(shop: Running, redis_url: str) -> None:
    """The schema changes unheard before entries are read: they are not taken for those of the shape that was known."""
    shape = shop.engine.schemas.tenants[shop.tenant].schema.api.catalog.shape
    with redis.Redis.from_url(redis_url) as direct:
        before = set(direct.scan_iter(f"*{shape}*"))
        shop.migrate({"op": "add_field", "class": "Tag", "field": {"name": "colour", "type": "text"}})
        assert shop.ask("{ tags { nodes { colour } } }") == {"data": {"tags": {"nodes": []}}}
        shop.runner.run(asyncio.sleep(0.1))
        assert set(direct.scan_iter(f"*{shape}*")) == before
