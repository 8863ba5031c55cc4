"""Creates that come at once share transactions, and nobody notices."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from py_api.errors import Disconnected
from tests.py.mutations.conftest import Shop

pytestmark = pytest.mark.once

PRODUCT = "mutation ($in: ProductCreateInput!) { createProduct(input: $in) { id name brand { name } } }"
BRAND = 'mutation { createBrand(input: {name: "aa"}) { id } }'


def create(shop: Shop, *inputs: dict[str, Any]) -> list[Any]:
    """The answers, in order; each by an actor of its own."""

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(
            *(shop.answer(PRODUCT, {"in": each}, actor=f"a{n}") for n, each in enumerate(inputs))
        )

    return shop.runner.run(all_of_them())


def batched(shop: Shop) -> int:
    return shop.engine.metrics()["operations_batched"]


def test_each_gets_its_own(shop: Shop) -> None:
    brand = shop.run(BRAND)["createBrand"]["id"]
    for go in range(5):  # what stalls goes by itself, as on a busy machine it may
        before = batched(shop)
        answers = create(shop, *({"name": f"p{go}{n:02}", "brand": {"connect": {"id": brand}}} for n in range(60)))
        ids = []
        for n, answer in enumerate(answers):
            found = answer["data"]["createProduct"]
            ids.append(found["id"])
            assert (found["name"], found["brand"]) == (f"p{go}{n:02}", {"name": "aa"})
            assert shop.rows("select name, created_by from tc_product where id = %s", found["id"]) == [
                (f"p{go}{n:02}", f"a{n}")
            ]
        log = shop.rows("select actor, xid from change_log where thing_id = any(%s)", ids)
        assert sorted(actor for actor, _ in log) == sorted(f"a{n}" for n in range(60))
        if batched(shop) - before > 30 and len({xid for _, xid in log}) < 30:
            return
    pytest.fail("few creates went together, five times")


def test_one_that_is_refused_spoils_none(shop: Shop) -> None:
    inputs: list[dict[str, Any]] = [{"name": f"p{n:02}", "sku": f"s{n % 50}"} for n in range(60)]
    inputs[33]["price"] = -1
    answers = create(shop, *inputs)
    skus = [inputs[n]["sku"] for n, answer in enumerate(answers) if "errors" not in answer]
    assert sorted(skus) == sorted({f"s{n}" for n in range(50)} - {"s33"})
    assert shop.rows("select count(*), count(distinct sku) from tc_product") == [(49, 49)]
    assert shop.value("select count(*) from change_log where operation = 'insert'") == 49
    (broken,) = answers[33]["errors"]
    assert broken["extensions"]["code"] == "VALIDATION_FAILED"
    assert broken["extensions"]["violations"][0]["path"] == ["input", "price"]
    codes = [error["extensions"]["code"] for n, a in enumerate(answers) if n != 33 for error in a.get("errors", ())]
    assert codes == ["UNIQUE_VIOLATION"] * 10


def test_who_waits_for_a_lock_holds_up_few(shop: Shop) -> None:
    """Somebody else changes a brand for long: who wants that one waits, and others do not."""
    held, free = (shop.run(BRAND.replace("aa", name))["createBrand"]["id"] for name in ("held", "free"))

    async def one(n: int) -> Any:
        return await shop.answer(
            PRODUCT, {"in": {"name": f"p{n:02}", "brand": {"connect": {"id": held if n == 20 else free}}}}
        )

    async def all_of_them() -> list[Any]:
        tasks = [asyncio.create_task(one(n)) for n in range(40)]
        await asyncio.wait_for(asyncio.gather(*(task for n, task in enumerate(tasks) if n != 20)), 10)
        assert not tasks[20].done()
        shop.owner.execute("rollback")  # (or the end of the lock_timeout of its role)
        return await asyncio.gather(*tasks)

    shop.owner.execute("begin")
    shop.owner.execute("select from tc_brand where id = %s for update", (held,))
    answers = shop.runner.run(all_of_them())
    assert not any("errors" in answer for answer in answers)
    assert shop.rows("select count(*) from tc_product") == [(40,)]


def test_who_gives_up_takes_nobody_along(shop: Shop) -> None:
    async def all_of_them() -> list[Any]:
        tasks = [asyncio.create_task(shop.answer(PRODUCT, {"in": {"name": f"p{n:02}"}})) for n in range(40)]
        await asyncio.sleep(0.002)
        for task in tasks[::3]:
            task.cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    answers = shop.runner.run(all_of_them())
    stayed = [answer for n, answer in enumerate(answers) if n % 3]
    assert all(isinstance(answer, dict) and "errors" not in answer for answer in stayed)
    names = {name for (name,) in shop.rows("select name from tc_product")}
    assert names >= {f"p{n:02}" for n in range(40) if n % 3}
    # (Of those that gave up, what had been sent may be there.)
    assert shop.value("select count(*) from tc_product") == len(names)


ONE = "query ($id: ID!) { product(id: $id) { name } }"


def test_things_are_read_together_too(shop: Shop) -> None:
    made = {answer["data"]["createProduct"]["id"]: f"p{n:02}" for n, answer in
            enumerate(create(shop, *({"name": f"p{n:02}"} for n in range(30))))}  # fmt: skip
    ids = [*made, "00000000-0000-7000-8000-000000000000", *made]
    before = batched(shop)

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(shop.answer(ONE, {"id": each}) for each in ids))

    answers = shop.runner.run(all_of_them())
    for each, answer in zip(ids, answers, strict=True):
        assert answer == {"data": {"product": {"name": made[each]} if each in made else None}}
    assert batched(shop) - before > 30


def test_connections_that_break(shop: Shop) -> None:
    """What was answered is there, once; of what failed, nobody knows. Whoever reads gets the right answer, or none."""
    role = shop.value("select thing.api_role(role_name) from thing.tenants where slug = %s", shop.tenant)
    kill = "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = %s"
    made = shop.run(PRODUCT, {"in": {"name": "first"}})["createProduct"]["id"]
    answers: list[Any] = []

    async def writes(client: int) -> None:
        for n in range(15):
            with suppress(Disconnected):  # what HTTP answers by 503
                answers.append(await shop.answer(PRODUCT, {"in": {"name": f"p{client:02}.{n:02}"}}))
            with suppress(Disconnected):  # (it had been tried again)
                assert await shop.answer(ONE, {"id": made}) == {"data": {"product": {"name": "first"}}}

    async def all_of_them() -> int:
        clients = asyncio.gather(*(writes(client) for client in range(30)))
        killed = 0
        while not clients.done():
            await asyncio.wait([clients], timeout=0.05)
            if killed < 20:
                killed += await asyncio.to_thread(lambda: shop.value(kill, role))
        await clients
        return killed

    assert shop.runner.run(all_of_them()) > 0
    there = [name for (name,) in shop.rows("select name from tc_product")]
    assert len(there) == len(set(there))
    done = [answer["data"]["createProduct"]["name"] for answer in answers]
    assert len(done) == len(set(done)) > 300
    assert set(there) >= {*done}
