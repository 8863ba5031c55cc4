"""Operations that meet at the same things."""

import asyncio
import json
from typing import Any

import pytest

from tests.py.mutations.conftest import Shop

PRODUCTS = "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { nodes { id } } }"


def together(shop: Shop, *queries: str) -> list[Any]:
    """The answers of operations that run at once."""

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(shop.answer(query) for query in queries))

    return shop.runner.run(all_of_them())


def codes(answers: list[Any]) -> list[str]:
    return sorted(error["extensions"]["code"] for answer in answers for error in answer.get("errors", ()))


@pytest.mark.once
def test_conflicts_are_tried_again(shop: Shop) -> None:
    """Operations that change the same two things in opposite order."""
    nodes = shop.run(PRODUCTS, {"in": [{"name": "aa"}, {"name": "bb"}]})["createProducts"]["nodes"]
    a, b = (node["id"] for node in nodes)

    def query(first: str, second: str, name: str) -> str:
        change = f'input: {{name: "{name}"}}) {{ id }}'
        return f'mutation {{ x: updateProduct(id: "{first}", {change} y: updateProduct(id: "{second}", {change} }}'

    # Else each round of conflicts takes a second, and so many of them more than a statement may.
    shop.owner.execute(f"alter role api_tenant_{shop.tenant} set deadlock_timeout = '20ms'")
    answers = together(shop, *(query(a, b, f"n{n}") if n % 2 else query(b, a, f"n{n}") for n in range(8)))
    assert set(codes(answers)) <= {"CONFLICT", "TENANT_BUSY"}, "the second where connections are waited for too long"
    done = sum("errors" not in answer for answer in answers)
    assert done > 0
    assert shop.rows("select distinct version from tc_product") == [(1 + done,)]


def test_bulk_updates_do_not_deadlock(shop: Shop) -> None:
    shop.run(PRODUCTS, {"in": [{"name": "aa", "code": "x"} for _ in range(200)]})
    before = shop.value("select deadlocks from pg_stat_database where datname = current_database()")
    answers = together(
        shop,
        *(
            f"mutation {{ updateProducts(filter: {{stock: {{{way}: 0}}}}, input: {{stock: {n}}}) {{ count }} }}"
            for n in range(11, 15)
            for way in ("gt", "gte")
        ),
    )
    assert [answer["data"]["updateProducts"]["count"] for answer in answers] == [200] * 8
    assert shop.value("select deadlocks from pg_stat_database where datname = current_database()") == before
    assert shop.value("select max(version) from tc_product") <= 9


def test_upserts_of_one_key(shop: Shop) -> None:
    answers = together(
        shop,
        *(f'mutation {{ upsertBrand(by: name, input: {{name: "aa", country: "c{n}"}}) {{ id }} }}' for n in range(16)),
    )
    assert codes(answers) == []
    assert shop.rows("select version from tc_brand") == [(16,)]


def test_one_version_has_one_successor(shop: Shop) -> None:
    made = shop.run('mutation { createBrand(input: {name: "aa"}) { id } }')["createBrand"]["id"]
    answers = together(
        shop,
        *(
            f'mutation {{ updateBrand(id: "{made}", version: 1, input: {{country: "c{n}"}}) {{ version }} }}'
            for n in range(6)
        ),
        *(
            f'mutation {{ updateBrand(id: "{made}", version: 1, input: {{country: "d{n}", products: {{create: [{{name: "pp"}}]}}}}) {{ version }} }}'
            for n in range(6)
        ),
    )
    assert codes(answers) == ["VERSION_CONFLICT"] * 11
    assert shop.value("select version from tc_brand") == 2


def test_a_thing_is_deleted_once(shop: Shop) -> None:
    made = shop.run('mutation { createBrand(input: {name: "aa"}) { id } }')["createBrand"]["id"]
    answers = together(shop, *[f'mutation {{ deleteBrand(id: "{made}") {{ name }} }}'] * 6)
    assert codes(answers) == ["UNKNOWN_THING"] * 5


def test_the_guard_holds_among_changes(shop: Shop) -> None:
    """However many run at once, none reaches more than it may."""
    shop.run(PRODUCTS, {"in": [{"name": "aa"} for _ in range(20)]})
    one = "mutation { updateProducts(filter: {stock: {eq: 7}}, input: {stock: 8}, atMost: 20) { count } }"
    answers = together(shop, *[one] * 6)
    assert sorted(answer["data"]["updateProducts"]["count"] for answer in answers) == [0] * 5 + [20]
    assert shop.rows("select distinct version from tc_product") == [(2,)]


def deadlocks(shop: Shop) -> int:
    shop.owner.execute("select pg_stat_clear_snapshot()")
    found: int = shop.value("select deadlocks from pg_stat_database where datname = current_database()")
    return found


def shuffled(shop: Shop, query: str, items: list[Any]) -> list[Any]:
    """The answers of four clients that send the same things at once, each in an order of its own, five times."""
    orders = [items, items[::-1], items[25:] + items[:25], sorted(items, key=lambda item: hash(json.dumps(item)))]

    async def client(order: list[Any]) -> list[Any]:
        return [await shop.answer(query, {"in": order}) for _ in range(5)]

    async def clients() -> list[Any]:
        return [answer for each in await asyncio.gather(*map(client, orders)) for answer in each]

    return shop.runner.run(clients())


def test_upserts_of_the_same_keys_in_any_order(shop: Shop) -> None:
    """What is there and what is new is locked in the order of the keys; the answer is in that of the input."""
    before = deadlocks(shop)
    query = "mutation ($in: [BrandUpsertInput!]!) { upsertBrands(by: name, input: $in) { nodes { name } } }"
    for names in ([f"k{n}" for n in range(50)], [f"k{n}" for n in range(25, 75)]):
        answers = shuffled(shop, query, [{"name": name, "country": "NO"} for name in names])
        assert codes(answers) == []
        assert [node["name"] for node in answers[5]["data"]["upsertBrands"]["nodes"]] == names[::-1]
    assert shop.value("select count(*) from tc_brand") == 75
    assert deadlocks(shop) == before


def test_other_bulk_writes_of_the_same_things_in_any_order(shop: Shop) -> None:
    before = deadlocks(shop)
    made = shop.run(PRODUCTS, {"in": [{"name": f"p{n}", "sku": str(n)} for n in range(50)]})["createProducts"]["nodes"]
    products = [node["id"] for node in made]
    tags = "mutation ($in: [TagCreateInput!]!) { createTags(input: $in) { nodes { id } } }"
    words = [
        node["id"] for node in shop.run(tags, {"in": [{"word": f"w{n}"} for n in range(50)]})["createTags"]["nodes"]
    ]
    linked = [{"id": word} for word in words]
    brand = shop.run('mutation { createBrand(input: {name: "aa"}) { id } }')["createBrand"]["id"]
    product = f"updateProducts(filter: {{id: {{in: {json.dumps(products[:9])}}}}}, input:"
    for query, items in (
        ("mutation ($in: [ID!]!) { updateProducts(filter: {id: {in: $in}}, input: {stock: 1}) { count } }", products),
        (
            "mutation ($in: [ProductUniqueInput!]!) "
            f'{{ updateBrand(id: "{brand}", input: {{products: {{set: $in}}}}) {{ id }} }}',
            [{"id": i} for i in products],
        ),
        (f"mutation ($in: [TagUniqueInput!]!) {{ {product} {{tags: {{connect: $in}}}}) {{ count }} }}", linked),
        (f"mutation ($in: [TagUniqueInput!]!) {{ {product} {{tags: {{set: $in}}}}) {{ count }} }}", linked),
        (f"mutation ($in: [TagUniqueInput!]!) {{ {product} {{tags: {{disconnect: $in}}}}) {{ count }} }}", linked),
        ("mutation ($in: [ID!]!) { deleteProducts(filter: {id: {in: $in}}) { count } }", products),
        (
            "mutation ($in: [TagUpsertInput!]!) { upsertTags(by: id, input: $in) { count } }",
            [{"id": i, "word": i} for i in words],
        ),
    ):
        answers = shuffled(shop, query, items)
        assert (codes(answers), deadlocks(shop) - before) == ([], 0), query
