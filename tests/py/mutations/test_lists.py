"""Lists of texts, numbers and dates: written, refused item by item, kept in the history, restored."""

import json
from typing import Any

from tests.py.mutations.conftest import Shop
from tests.py.mutations.test_errors import PRODUCT, PRODUCTS, violations

SHOWN = "{ id words days prices }"


def test_lists_are_written_and_read(shop: Shop) -> None:
    create = f"mutation ($in: ProductCreateInput!) {{ createProduct(input: $in) {SHOWN} }}"
    made = shop.run(create, {"in": {"name": "ok", "words": ["ab", "ab"], "days": []}})["createProduct"]
    thing = made["id"]
    assert made == {"id": thing, "words": ["ab", "ab"], "days": [], "prices": ["1.50"]}
    update = f"mutation ($id: ID!, $in: ProductUpdateInput!) {{ updateProduct(id: $id, input: $in) {SHOWN} }}"
    changed = shop.run(update, {"id": thing, "in": {"words": "one", "days": ["2024-02-29"], "prices": None}})
    assert changed["updateProduct"] == {"id": thing, "words": ["one"], "days": ["2024-02-29"], "prices": None}
    upsert = f"mutation ($in: ProductUpsertInput!) {{ upsertProduct(by: sku, input: $in) {{ thing {SHOWN} }} }}"
    many = [{"name": "nn", "words": [f"a{n}"], "prices": [n, "0.10"]} for n in range(3)]
    nested = "mutation ($in: BrandCreateInput!) { createBrand(input: $in) { products { nodes { words prices } } } }"
    found = shop.run(nested, {"in": {"name": "bb", "products": {"create": many}}})["createBrand"]["products"]["nodes"]
    assert sorted(found, key=str) == [{"words": [f"a{n}"], "prices": [str(n), "0.10"]} for n in range(3)]
    batch = f"mutation ($in: [ProductCreateInput!]!) {{ createProducts(input: $in) {{ nodes {SHOWN} }} }}"
    assert [n["words"] for n in shop.run(batch, {"in": many})["createProducts"]["nodes"]] == [["a0"], ["a1"], ["a2"]]
    for words in (["one", "two"], []):
        shop.run(
            upsert.replace("{ thing " + SHOWN + " }", "{ id }"), {"in": {"name": "ok", "sku": "s", "words": words}}
        )
    assert shop.value("select words from tc_product where sku = 's'") == []
    shop.rows("select thing.restore_version(%s, 'Product', %s::uuid, 1)", shop.tenant, thing)
    assert shop.rows("select words, days, prices::text from tc_product where id = %s", thing) == [
        (["ab", "ab"], [], "{1.50}")
    ]


def test_an_item_that_breaks_a_rule_is_told_with_its_place(shop: Shop) -> None:
    bad: dict[str, Any] = {"name": "ok", "words": ["ok", "x", "1a"]}
    error = shop.refused(PRODUCT, {"in": bad})
    assert (
        error["message"]
        == "Product: 2 violations: words[1]: must have at least 2 characters; words[2]: must match the pattern ^[a-z]"
    )
    assert violations(error) == [
        ("words", "minLength", ["input", "words", 1]),
        ("words", "pattern", ["input", "words", 2]),
    ]
    assert error["extensions"]["violations"][0]["item"] == 1
    assert violations(shop.refused(PRODUCTS, {"in": [{"name": "ok"}, bad]}))[0][2] == ["input", 1, "words", 1]
    nested = "mutation ($in: BrandCreateInput!) { createBrand(input: $in) { id } }"
    error = shop.refused(nested, {"in": {"name": "bb", "products": {"create": [bad]}}})
    assert violations(error)[0] == ("words", "minLength", ["input", "products", "create", 0, "words", 1])
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "words": ["ok", None]}})
    assert violations(error) == [("words", "required", ["input", "words", 1])]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "words": ["ok", 5, "x"]}})
    assert violations(error) == [("words", "type", ["input", "words", 1])]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "words": ["ok"] * 4}})
    assert violations(error) == [("words", "maxItems", ["input", "words"])]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "prices": ["1"] * 1001}})
    assert violations(error) == [("prices", "maxItems", ["input", "prices"])]


def test_operands_are_looked_at_and_bounded(shop: Shop) -> None:
    read = "query($filter: ProductFilter) { products(filter: $filter) { totalCount } }"
    error = shop.refused(read, {"filter": {"days": {"hasAny": ["2024-01-01", "now"]}}})
    assert error["extensions"] == {"code": "INVALID_VALUE", "variable": ["filter", "days", "hasAny", 1]}
    error = shop.refused(read, {"filter": {"words": {"hasAll": [str(n) for n in range(2000)]}}})
    assert error["extensions"]["code"] == "PATTERN_LIMIT"
    error = shop.refused(read, {"filter": {"words": {"has": None}}})
    assert error["extensions"]["code"] == "INVALID_FILTER"
    assert json.dumps(shop.run(read, {"filter": {"words": {"hasAll": []}}})) == '{"products": {"totalCount": 0}}'
