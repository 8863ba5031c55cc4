"""The ways to write the same thing leave the same thing: one by one, in bulk, nested, as an upsert, as an update."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.py.mutations.conftest import Shop
from tests.py.mutations.test_create import EVERYTHING
from tests.support.examples import examples

OTHERS: dict[str, list[Any]] = {
    "name": ["aa", "b" * 40, "'; drop table tc_product; --", "{}", "null", "a\tb\n"],
    "price": ["0", "1e3", 12345678901234567890, 1.5, "0.000000000000000001"],
    "stock": [0, 2147483647, -2147483648],
    "code": ["", " ", "\\", "%_", "\u00e9", "e\u0301"],
    "state": ["draft", "gone"],
    "marks": [[], ["green"], ["blue", "red"]],
    "data": [{}, [], 0, "", False, "null", {"a": None}, 12345678901234567890, 1e100, "\u2028"],
    "live": [False],
    "big": ["-9223372036854775808", 7],
    "rate": [0, -0.0, 1e-300, 1.7976931348623157e308],
    "day": ["0001-01-01", "2024-12-31"],
    "at": ["2024-02-29T23:59:00+05:30", "2024-02-29T23:59:00Z"],
    "clock": ["00:00", "24:00:00"],
    "token": ["6F1D2A0E-0000-4000-8000-000000000001"],
    "site": ["http://a.example"],
    "mail": ["b@example.org"],
    "place": ["Top"],
    "span": [{"bounds": "empty"}, {"from": "3"}, {"to": 9, "bounds": "(]"}],
}
ROW = st.fixed_dictionaries(
    {"name": st.sampled_from(OTHERS["name"])},
    optional={
        key: st.sampled_from([None, EVERYTHING[key], *values]) for key, values in OTHERS.items() if key != "name"
    },
)
ONE = "mutation ($in: ProductCreateInput!) { createProduct(input: $in) { id } }"
MANY = "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { count } }"
NESTED = "mutation ($in: CompanyCreateInput!) { createCompany(input: $in) { id } }"
UPSERT = "mutation ($in: ProductUpsertInput!) { upsertProduct(by: sku, input: $in) { id } }"
UPSERTS = "mutation ($in: [ProductUpsertInput!]!) { upsertProducts(by: sku, input: $in) { count } }"
UPDATE = "mutation ($id: ID!, $in: ProductUpdateInput!) { updateProduct(id: $id, input: $in) { id } }"
SEVERAL = (
    "mutation ($id: ID!, $in: ProductUpdateInput!) { updateProducts(filter: {id: {eq: $id}}, input: $in) { count } }"
)


def left(shop: Shop) -> list[Any]:
    """What stands in the table, then nothing."""
    hidden = "'{id,version,created_at,updated_at,sku,owner}'::text[]"
    rows = [
        row
        for (row,) in shop.rows(
            f"select (to_jsonb(p) - {hidden})::text from tc_product p order by to_jsonb(p) ->> 'sku'"
        )
    ]
    shop.owner.execute("delete from tc_product")
    shop.owner.execute("delete from tc_company")
    return rows


@given(st.lists(ROW, min_size=1, max_size=4))
@settings(
    max_examples=examples(20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_all_ways_agree(shops: Shop, rows: list[dict[str, Any]]) -> None:
    rows = [{**row, "sku": str(n)} for n, row in enumerate(rows)]
    left(shops)
    for row in rows:
        shops.run(ONE, {"in": row})
    want = left(shops)
    shops.run(MANY, {"in": rows})
    assert left(shops) == want
    shops.run(NESTED, {"in": {"name": "Co", "products": {"create": rows}}})
    assert left(shops) == want
    for row in rows:
        shops.run(UPSERT, {"in": row})
    assert left(shops) == want
    shops.run(UPSERTS, {"in": rows})
    shops.run(UPSERTS, {"in": rows})
    assert left(shops) == want
    for query in (UPDATE, SEVERAL):
        for row in rows:
            made = shops.run(ONE, {"in": {"name": "other", "sku": row["sku"]}})["createProduct"]["id"]
            shops.run(query, {"id": made, "in": row})
        assert left(shops) == want
