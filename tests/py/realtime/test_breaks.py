"""What happens to subscriptions when something breaks under them."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.config import Limits
from py_api.errors import ApiError, FieldError
from py_api.events import log_follower

pytestmark = pytest.mark.once

Make = Callable[..., Any]
Db = psycopg.Connection[Any]
QUERY = "subscription ($after: String) { productChanged(after: $after) { thing { stock } } }"
CUT = """select pg_terminate_backend(a.pid) from pg_stat_activity a
 where (a.application_name = 'thingbase listener' or a.application_name like 'thingbase api%%') and a.usename like any (%s)"""


def _stocks(heard: Any) -> list[int]:
    return [event["thing"]["stock"] for event in heard.events]


def test_connections_that_are_cut_lose_nothing(process: Make, shop: Db, server: Any, tenant: str) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe(QUERY)
            first = heard.beats[0]
            role = f"api_%{tenant}"
            with psycopg.connect(server.url, autocommit=True) as cutter:
                for number in range(1, 101):
                    await asyncio.to_thread(shop.execute, "insert into tc_product (stock) values (%s)", (number,))
                    if number % 10 == 5:  # the listener belongs to whoever runs the process
                        await asyncio.to_thread(cutter.execute, CUT, ([role, "postgres"],))
                    if number == 50:
                        again = await p.subscribe(QUERY, after=first)
            assert _stocks(heard) == list(range(1, 101)) or await heard.count(100)
            assert _stocks(heard) == list(range(1, 101))
            await again.count(100)
            assert _stocks(again) == list(range(1, 101))

    asyncio.run(go())


def test_without_a_listener_news_is_found_by_looking(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process(listens=False) as p:
            heard = await p.subscribe(QUERY)
            await asyncio.to_thread(shop.execute, "insert into tc_product (stock) values (1)")
            await heard.count(1)

    asyncio.run(go())


def test_one_that_cannot_be_served_does_not_spoil_the_others(process: Make, shop: Db) -> None:
    query = "subscription ($name: String) { productChanged(filter: {name: {like: $name}}) { thing { stock } } }"

    async def go() -> None:
        async with process() as p:
            bad = await p.subscribe(query, name="x\\")  # a pattern that PostgreSQL refuses
            good = [await p.subscribe(query, name=name) for name in ("%a", "%", "b")]
            await asyncio.to_thread(shop.execute, "insert into tc_product (name, stock) values ('xa', 1), ('b', 2)")
            assert (await bad.end())[0]["extensions"]["code"] == "INVALID_VALUE"
            await good[0].count(1)
            await good[1].count(2)
            await good[2].count(1)

    asyncio.run(go())


@pytest.mark.parametrize(
    "selection",
    [
        'productChanged(filter: {id: {eq: "none"}}) { thingId }',
        'productChanged(filter: {or: [{stock: {gt: 1}}, {maker: {id: {in: ["none"]}}}]}) { thingId }',
        'productChanged { thing { tags(filter: {id: {eq: "none"}}) { totalCount } } }',
    ],
)
def test_values_that_postgresql_refuses_are_refused_at_once(process: Make, shop: Db, selection: str) -> None:
    async def go() -> None:
        async with process() as p:
            with pytest.raises(FieldError, match="none") as error:
                await p.subscribe(f"subscription {{ {selection} }}")
            assert error.value.code == "INVALID_VALUE"
            good = await p.subscribe("subscription { productChanged(filter: {stock: {gt: 1}}) { thingId } }")
            assert p.hub.metrics()["subscriptions"] == 1
            await asyncio.to_thread(shop.execute, "insert into tc_product (stock) values (2)")
            await good.count(1)

    asyncio.run(go())


def test_a_client_whose_sink_fails_is_left_alone(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process() as p:
            broken, whole = await p.subscribe(QUERY), await p.subscribe(QUERY)

            def fail(body: bytes, cursor: str) -> None:
                raise OSError

            broken.event = fail
            await asyncio.to_thread(shop.execute, "insert into tc_product (stock) values (1), (2)")
            assert len(await whole.count(2)) == 2
            assert not broken.subscription.live

    asyncio.run(go())


def test_subscriptions_of_a_tenant_are_bounded(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process(limits=Limits(subscriptions=2)) as p:
            await p.subscribe(QUERY)
            second = await p.subscribe(QUERY)
            with pytest.raises(ApiError, match="has 2 subscriptions"):
                await p.subscribe(QUERY)
            second.subscription.cancel()
            await p.subscribe(QUERY)

    asyncio.run(go())


def test_a_replay_goes_at_the_clients_pace(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe(QUERY)
            start = heard.beats[0]
            await asyncio.to_thread(
                shop.execute, "insert into tc_product (stock) select n from generate_series(1, 2000) n"
            )
            slow = await p.subscribe(QUERY, after=start)
            pauses = 0
            release = asyncio.Event()

            async def ready() -> None:
                nonlocal pauses
                pauses += 1
                await release.wait()

            slow.ready = ready
            await slow.until(lambda h: bool(h.events))
            await asyncio.sleep(0.1)
            waiting = len(slow.events)
            assert waiting < 2000
            await asyncio.to_thread(shop.execute, "insert into tc_product (stock) values (2001)")
            await heard.until(lambda h: len(h.events) == 2001)  # the others go on
            assert len(slow.events) == waiting
            release.set()
            await slow.count(2001)
            assert _stocks(slow) == list(range(1, 2002))
            assert pauses > 1

    asyncio.run(go())


def test_a_class_that_is_dropped_and_restored(process: Make, shop: Db, tenant: str) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe("subscription { makerChanged { thing { name } } }")
            everything = await p.subscribe("subscription { thingChanged { class } }")
            await asyncio.to_thread(shop.execute, "select thing.drop_class(%s, 'Product')", (tenant,))
            await asyncio.to_thread(shop.execute, "insert into tc_maker (name) values ('a')")
            await heard.count(1)
            await asyncio.to_thread(shop.execute, "select thing.drop_class(%s, 'Maker')", (tenant,))
            (error,) = await heard.end()
            assert error["extensions"]["code"] == "SCHEMA_CHANGED"
            assert "makerChanged" in error["message"]
            await asyncio.to_thread(shop.execute, "insert into tc_tag (word) values ('a')")
            await everything.until(lambda h: bool(h.events) and h.events[-1] == {"class": "Tag"})

    asyncio.run(go())


def test_a_busy_feed_is_not_notified_and_misses_nothing(
    process: Make, shop: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_follower, "BUSY_EVENTS", 20)  # a machine that runs tests is slow

    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe(QUERY)
            told = 0
            woken = p.hub.data_changed

            def count(slug: str) -> None:
                nonlocal told
                told += 1
                woken(slug)

            p.hub.data_changed = count
            for number in range(1, 401):
                await asyncio.to_thread(shop.execute, "insert into tc_product (stock) values (%s)", (number,))
                await asyncio.sleep(0.005)
            before = told
            await heard.count(400)
            assert before < 380, "each write has notified"
            await asyncio.sleep(3.5)  # by now it sleeps again
            for number in range(401, 404):
                await asyncio.to_thread(shop.execute, "insert into tc_product (stock) values (%s)", (number,))
                await asyncio.sleep(0.1)
            assert told >= before + 3
            await heard.count(403)
            assert _stocks(heard) == list(range(1, 404))

    asyncio.run(go())
