"""create and createMany: every type of field, order, defaults, who did it."""

from typing import Any
from uuid import uuid4

import pytest

from tests.py.mutations.conftest import Shop

EVERYTHING: dict[str, Any] = {
    "name": 'Öak "q" \\ 🌲',
    "sku": "A-1",
    "price": "12.3400000000000000000001",
    "stock": -3,
    "code": "c",
    "state": "live",
    "marks": ["red", "blue"],
    "data": {"a": [1, None, {"b": "x"}], "n": 0.1},
    "live": True,
    "big": "9223372036854775807",
    "rate": 0.1,
    "day": "2024-02-29",
    "at": "2024-02-29T23:59:00.123456+00:00",
    "clock": "23:59:01",
    "token": "6f1d2a0e-0000-4000-8000-000000000001",
    "site": "https://example.org/x",
    "mail": "a@example.org",
    "place": "Top.Science",
    "span": {"from": "1", "to": "10", "bounds": "[)"},
}
FIELDS = " ".join(EVERYTHING)
ONE = f"mutation ($in: ProductCreateInput!) {{ createProduct(input: $in) {{ {FIELDS} }} }}"
MANY = f"mutation ($in: [ProductCreateInput!]!) {{ createProducts(input: $in) {{ count nodes {{ {FIELDS} }} }} }}"


def test_every_type_of_field(shop: Shop) -> None:
    assert shop.run(ONE, {"in": EVERYTHING}) == {"createProduct": EVERYTHING}


def test_every_type_of_field_in_bulk(shop: Shop) -> None:
    other = {**EVERYTHING, "sku": "A-2", "data": [1, 2]}
    assert shop.run(MANY, {"in": [EVERYTHING, other]}) == {"createProducts": {"count": 2, "nodes": [EVERYTHING, other]}}


def test_null_takes_the_default_away(shop: Shop) -> None:
    nothing = {**dict.fromkeys(EVERYTHING), "name": "None"}
    assert shop.run(ONE, {"in": nothing}) == {"createProduct": nothing}
    assert shop.run(MANY, {"in": [nothing]})["createProducts"]["nodes"] == [nothing]


def test_absent_takes_the_default(shop: Shop) -> None:
    query = "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { nodes { name price stock state } } }"
    rows = [
        {"name": "aa"},
        {"name": "bb", "price": "9"},
        {"name": "cc", "stock": None},
        {"name": "dd", "state": "gone"},
    ]
    assert shop.run(query, {"in": rows})["createProducts"]["nodes"] == [
        {"name": "aa", "price": "1.50", "stock": 7, "state": "draft"},
        {"name": "bb", "price": "9", "stock": 7, "state": "draft"},
        {"name": "cc", "price": "1.50", "stock": None, "state": "draft"},
        {"name": "dd", "price": "1.50", "stock": 7, "state": "gone"},
    ]


def test_literals(shop: Shop) -> None:
    data = shop.run(
        "mutation ($n: String!) { createProduct(input: {name: $n, price: 1.25, marks: [red], span: {from: 1, to: 2}, data: {a: 1}})"
        " { name price marks span data } "
        ' more: createProducts(input: [{name: $n}, {name: "cc", live: false}]) { nodes { name live } } }',
        {"n": "bb"},
    )
    assert data["createProduct"] == {
        "name": "bb", "price": "1.25", "marks": ["red"], "span": {"from": "1", "to": "2", "bounds": "[)"}, "data": {"a": 1}
    }  # fmt: skip
    assert data["more"]["nodes"] == [{"name": "bb", "live": None}, {"name": "cc", "live": False}]


def test_a_thousand_rows_keep_their_order_and_compile_once(shop: Shop) -> None:
    query = "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { count nodes { sku } } }"
    rows = [{"name": "xx", "sku": str(n * 7919 % 1000)} for n in range(1000)]
    shop.engine.schemas.tenants.clear()
    for size in (1000, 10, 11):
        nodes = shop.run(query, {"in": rows[:size]})["createProducts"]["nodes"]
        assert [n["sku"] for n in nodes] == [r["sku"] for r in rows[:size]]
        shop.owner.execute("delete from tc_product")
    (operation,) = [
        w for (text, *_), w in shop.engine.schemas.tenants[shop.tenant].schema.operations.items() if text == query
    ]
    assert len(operation.plans) == 1


def test_none_at_all(shop: Shop) -> None:
    query = "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { count nodes { sku } } }"
    assert shop.run(query, {"in": []}) == {"createProducts": {"count": 0, "nodes": []}}


def test_more_than_the_limit(shop: Shop) -> None:
    rows = [{"name": "xx"}] * 1001
    error = shop.refused(
        "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { count } }", {"in": rows}
    )
    assert error["extensions"]["code"] == "LIST_LIMIT"


def test_the_actor_is_known_to_defaults_and_log(shop: Shop) -> None:
    thing = "id version createdBy updatedBy"
    made = shop.run(f'mutation {{ createProduct(input: {{name: "aa", sku: "s"}}) {{ {thing} }} }}', actor="ann")[
        "createProduct"
    ]
    assert (made["version"], made["createdBy"], made["updatedBy"]) == (1, "ann", "ann")
    many = shop.run(f'mutation {{ createProducts(input: [{{name: "bb"}}]) {{ nodes {{ {thing} }} }} }}', actor="bob")
    assert many["createProducts"]["nodes"][0]["createdBy"] == "bob"
    change = f'mutation {{ updateProduct(id: "{made["id"]}", input: {{name: "cc"}}) {{ {thing} }} }}'
    changed = shop.run(change, actor="cid")["updateProduct"]
    assert (changed["version"], changed["createdBy"], changed["updatedBy"]) == (2, "ann", "cid")
    upsert = f'mutation {{ upsertProduct(by: sku, input: {{name: "dd", sku: "s"}}) {{ {thing} }} }}'
    again = shop.run(upsert, actor="dee")["upsertProduct"]
    assert (again["id"], again["version"], again["updatedBy"]) == (made["id"], 3, "dee")
    shop.run(f'mutation {{ deleteProduct(id: "{made["id"]}") {{ id }} }}', actor="eve")
    log = shop.rows("select operation, actor from change_log where thing_id = %s order by seq", made["id"])
    assert log == [("insert", "ann"), ("update", "cid"), ("update", "dee"), ("delete", "eve")]
    assert (
        shop.value("select count(*) from change_log where operation <> 'schema' and by_role not like 'api\\_%%'") == 0
    )


def test_a_class_without_fields(shop: Shop) -> None:
    data = shop.run("mutation { createBlank(input: {}) { id createdBy } createBlanks(input: [{}, {}]) { count } }")
    assert data["createBlank"]["createdBy"] == "ann"
    assert data["createBlanks"]["count"] == 2
    blank = data["createBlank"]["id"]
    data = shop.run(f'mutation {{ updateBlank(id: "{blank}", input: {{}}) {{ id version }} }}')
    assert data == {"updateBlank": {"id": blank, "version": 1}}
    data = shop.run(f'mutation {{ upsertBlank(by: id, input: {{id: "{blank}"}}) {{ id version }} }}')
    assert data == {"upsertBlank": {"id": blank, "version": 1}}
    assert shop.run("mutation { deleteBlanks(filter: {}, atMost: 1000) { count } }") == {"deleteBlanks": {"count": 3}}


def test_an_id_of_ones_own(shop: Shop) -> None:
    own = [str(uuid4()), str(uuid4())]
    query = "mutation ($in: [BrandCreateInput!]!) { createBrands(input: $in) { nodes { id name } } }"
    nodes = shop.run(query, {"in": [{"name": "aa", "id": own[0]}, {"name": "bb"}]})["createBrands"]["nodes"]
    assert nodes[0] == {"id": own[0], "name": "aa"}
    assert nodes[1]["id"] not in own
    data = shop.run(f'mutation {{ createBrand(input: {{id: "{own[1]}", name: "cc"}}) {{ id }} }}')
    assert data["createBrand"]["id"] == own[1]
    error = shop.refused(f'mutation {{ createBrand(input: {{id: "{own[1]}", name: "dd"}}) {{ id }} }}')
    assert error["extensions"]["code"] == "UNIQUE_VIOLATION"
    assert error["extensions"]["fields"] == ["id"]


def test_references_in_the_answer(shop: Shop) -> None:
    brand = shop.run('mutation { createBrand(input: {name: "Brand"}) { id } }')["createBrand"]["id"]
    query = """mutation ($b: ID!) { createProduct(input: {name: "Oak", brand: {connect: {id: $b}}}) {
        brand { id name } tags { nodes { word } } reviews { totalCount } __typename } }"""
    assert shop.run(query, {"b": brand})["createProduct"] == {
        "brand": {"id": brand, "name": "Brand"}, "tags": {"nodes": []}, "reviews": {"totalCount": 0}, "__typename": "Product"
    }  # fmt: skip
    query = """mutation ($b: [ProductCreateInput!]!) { createProducts(input: $b) {
        nodes { name brand { name products(orderBy: {name: ASC}) { nodes { name } } } } } }"""
    rows = [{"name": "Ash", "brand": {"connect": {"id": brand}}}, {"name": "Elm"}]
    names = {"nodes": [{"name": "Ash"}, {"name": "Oak"}]}
    assert shop.run(query, {"b": rows})["createProducts"]["nodes"] == [
        {"name": "Ash", "brand": {"name": "Brand", "products": names}},
        {"name": "Elm", "brand": None},
    ]


@pytest.mark.parametrize("name", ["Person", "Employee"])
def test_a_class_that_others_extend_makes_itself(shop: Shop, name: str) -> None:
    data = shop.run(
        f'mutation {{ create{name}(input: {{name: "Ann"}}) {{ id name __typename ... on Employee {{ salary }} }} }}'
    )
    made = data[f"create{name}"]
    assert made["__typename"] == ("PersonItself" if name == "Person" else name)
    assert ("salary" in made) == (name == "Employee")


def test_one_operation_is_all_or_nothing(shop: Shop) -> None:
    error = shop.refused(
        'mutation { a: createBrand(input: {name: "ok"}) { id } b: createBrand(input: {name: "x"}) { id } }'
    )
    assert error["path"] == ["b"]
    assert error["extensions"]["code"] == "VALIDATION_FAILED"
    assert shop.value("select count(*) from tc_brand") == 0


def test_fields_see_what_those_before_them_did(shop: Shop) -> None:
    data = shop.run(
        'mutation { __typename a: createBrand(input: {name: "aa"}) { name } b: updateBrands(filter: {}, atMost: 1000, input: {country: "NO"})'
        " { count nodes { name country } } c: deleteBrands(filter: {}, atMost: 1000) { count } }"
    )
    assert data == {
        "__typename": "Mutation", "a": {"name": "aa"}, "b": {"count": 1, "nodes": [{"name": "aa", "country": "NO"}]},
        "c": {"count": 1},
    }  # fmt: skip
    assert list(data) == ["__typename", "a", "b", "c"]
