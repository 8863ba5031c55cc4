"""update, delete and upsert, of one thing and of many."""

from typing import Any
from uuid import uuid4

import pytest

from tests.py.mutations.conftest import Shop
from tests.py.mutations.test_create import EVERYTHING, FIELDS

BRANDS = "mutation ($in: [BrandCreateInput!]!) { createBrands(input: $in) { nodes { id } } }"


def by_name(batch: dict[str, Any]) -> dict[str, Any]:
    """(Things made in one millisecond have ids in any order, before PostgreSQL 18.)"""
    return {**batch, "nodes": sorted(batch["nodes"], key=lambda node: str(node["name"]))}


def brands(shop: Shop, *names: str) -> list[str]:
    nodes = shop.run(BRANDS, {"in": [{"name": name} for name in names]})["createBrands"]["nodes"]
    return [node["id"] for node in nodes]


def test_update_of_every_type_of_field(shop: Shop) -> None:
    made = shop.run('mutation { createProduct(input: {name: "aa"}) { id } }')["createProduct"]["id"]
    query = (
        f"mutation ($id: ID!, $in: ProductUpdateInput!) {{ updateProduct(id: $id, input: $in) {{ {FIELDS} version }} }}"
    )
    assert shop.run(query, {"id": made, "in": EVERYTHING}) == {"updateProduct": {**EVERYTHING, "version": 2}}
    nothing = {**dict.fromkeys(EVERYTHING), "name": "bb"}
    assert shop.run(query, {"id": made, "in": nothing}) == {"updateProduct": {**nothing, "version": 3}}
    many = f"mutation ($in: ProductUpdateInput!) {{ updateProducts(filter: {{}}, atMost: 1000, input: $in) {{ nodes {{ {FIELDS} version }} }} }}"
    assert shop.run(many, {"in": EVERYTHING})["updateProducts"]["nodes"] == [{**EVERYTHING, "version": 4}]
    assert shop.run(many, {"in": nothing})["updateProducts"]["nodes"] == [{**nothing, "version": 5}]


def test_absent_leaves_and_null_takes_away(shop: Shop) -> None:
    (brand,) = brands(shop, "aa")
    query = "mutation ($id: ID!, $in: BrandUpdateInput!) { updateBrand(id: $id, input: $in) { name country version } }"
    assert shop.run(query, {"id": brand, "in": {}})["updateBrand"] == {"name": "aa", "country": "SE", "version": 1}
    assert shop.run(query, {"id": brand, "in": {"name": "bb"}})["updateBrand"] == {
        "name": "bb",
        "country": "SE",
        "version": 2,
    }
    assert shop.run(query, {"id": brand, "in": {"country": None}})["updateBrand"] == {
        "name": "bb",
        "country": None,
        "version": 3,
    }


def test_version(shop: Shop) -> None:
    (brand,) = brands(shop, "aa")
    update = f'mutation ($v: Int, $n: String) {{ updateBrand(id: "{brand}", version: $v, input: {{name: $n}}) {{ version }} }}'
    assert shop.run(update, {"v": 1, "n": "bb"}) == {"updateBrand": {"version": 2}}
    error = shop.refused(update, {"v": 1, "n": "cc"})
    assert error["path"] == ["updateBrand"]
    assert error["extensions"] == {
        "code": "VERSION_CONFLICT", "status": 409, "id": brand, "version": 2, "expected": 1
    }  # fmt: skip
    assert shop.run(update, {"v": None, "n": "dd"}) == {"updateBrand": {"version": 3}}
    delete = f'mutation ($v: Int) {{ deleteBrand(id: "{brand}", version: $v) {{ name version }} }}'
    assert shop.refused(delete, {"v": 2})["extensions"]["code"] == "VERSION_CONFLICT"
    assert shop.run(delete, {"v": 3}) == {"deleteBrand": {"name": "dd", "version": 3}}


@pytest.mark.parametrize("version", ["", "version: 1,"])
@pytest.mark.parametrize("more", ["", 'tags: {create: [{word: "x"}]}'])
def test_no_such_thing(shop: Shop, version: str, more: str) -> None:
    thing = str(uuid4())
    for field in (
        f'updateProduct(id: "{thing}", {version} input: {{ {more} }})',
        f'deleteProduct(id: "{thing}", {version})',
    ):
        error = shop.refused(f"mutation {{ x: {field} {{ id }} }}")
        assert error["path"] == ["x"]
        assert error["extensions"] == {"code": "UNKNOWN_THING", "status": 404, "id": thing}


def test_version_with_nested_writes(shop: Shop) -> None:
    made = shop.run('mutation { createProduct(input: {name: "aa"}) { id } }')["createProduct"]["id"]
    query = f'mutation ($v: Int) {{ updateProduct(id: "{made}", version: $v, input: {{name: "bb", tags: {{create: [{{word: "x"}}]}}}}) {{ version }} }}'
    assert shop.refused(query, {"v": 2})["extensions"]["code"] == "VERSION_CONFLICT"
    assert shop.run(query, {"v": 1}) == {"updateProduct": {"version": 2}}


def test_update_by_filter(shop: Shop) -> None:
    brands(shop, "aa", "bb", "cc")
    query = 'mutation ($n: Int) { updateBrands(filter: {name: {gt: "aa"}}, input: {country: "NO"}, atMost: $n) { count nodes { name country } } }'
    error = shop.refused(query, {"n": 1})
    assert error["path"] == ["updateBrands"]
    assert error["extensions"] == {
        "code": "TOO_MANY_THINGS",
        "status": 409,
        "atMost": 1,
        "count": 2,
        "path": ["atMost"],
    }
    assert shop.value("select count(*) from tc_brand where country = 'NO'") == 0
    assert by_name(shop.run(query, {"n": 2})["updateBrands"]) == {
        "count": 2, "nodes": [{"name": "bb", "country": "NO"}, {"name": "cc", "country": "NO"}]
    }  # fmt: skip
    assert shop.run(query, {"n": None})["updateBrands"]["count"] == 2
    assert shop.run(
        'mutation { updateBrands(filter: {name: {eq: "zz"}}, input: {country: "x"}) { count nodes { id } } }'
    ) == {"updateBrands": {"count": 0, "nodes": []}}


def test_delete_by_filter(shop: Shop) -> None:
    brands(shop, "aa", "bb", "cc")
    query = 'mutation ($n: Int) { deleteBrands(filter: {name: {ne: "bb"}}, atMost: $n) { count nodes { name } } }'
    assert shop.refused(query, {"n": 0})["extensions"]["code"] == "TOO_MANY_THINGS"
    assert by_name(shop.run(query, {"n": 2})["deleteBrands"]) == {"count": 2, "nodes": [{"name": "aa"}, {"name": "cc"}]}
    assert shop.rows("select name from tc_brand") == [("bb",)]


def test_delete_answers_what_it_was(shop: Shop) -> None:
    query = """mutation { createProduct(input: {name: "Oak", brand: {create: {name: "Bb"}}, tags: {create: [{word: "x"}]},
        reviews: {create: [{stars: 5}, {stars: 1}]}}) { id } }"""
    made = shop.run(query)["createProduct"]["id"]
    query = """mutation ($id: ID!) { deleteProduct(id: $id) {
        name version brand { name } tags { nodes { word } } reviews(orderBy: {stars: ASC}) { totalCount nodes { stars about { name } } } } }"""
    assert shop.run(query, {"id": made})["deleteProduct"] == {
        "name": "Oak", "version": 1, "brand": {"name": "Bb"}, "tags": {"nodes": [{"word": "x"}]},
        "reviews": {"totalCount": 2, "nodes": [{"stars": 1, "about": {"name": "Oak"}}, {"stars": 5, "about": {"name": "Oak"}}]},
    }  # fmt: skip
    assert shop.rows("select 1 from tc_review") == []


def family(shop: Shop) -> dict[str, str]:
    data = shop.run(
        """mutation { p: createPerson(input: {name: "Pat", age: 3}) { id } e: createEmployee(input: {name: "Emi", salary: 10}) { id }
        c: createCompany(input: {name: "Co"}) { id } }"""
    )
    return {key: value["id"] for key, value in data.items()}


def test_classes_that_others_extend(shop: Shop) -> None:
    ids = family(shop)
    query = 'mutation ($id: ID!) { updateParty(id: $id, input: {name: "New"}) { id name __typename ... on Employee { salary } ... on Person { age } } }'
    assert shop.run(query, {"id": ids["e"]})["updateParty"] == {
        "id": ids["e"], "name": "New", "__typename": "Employee", "salary": "10", "age": None
    }  # fmt: skip
    plain = 'mutation ($id: ID!) { updateParty(id: $id, input: {name: "Plain"}) { name version __typename } }'
    assert shop.run(plain, {"id": ids["c"]})["updateParty"] == {"name": "Plain", "version": 2, "__typename": "Company"}
    many = "mutation { updatePeople(filter: {}, atMost: 1000, input: {age: 9}) { count nodes { name age __typename ... on Employee { salary } } } }"
    assert by_name(shop.run(many)["updatePeople"]) == {
        "count": 2,
        "nodes": [
            {"name": "New", "age": 9, "__typename": "Employee", "salary": "10"},
            {"name": "Pat", "age": 9, "__typename": "PersonItself"},
        ],
    }
    assert shop.refused(plain.replace("Party", "Person"), {"id": ids["c"]})["extensions"]["code"] == "UNKNOWN_THING"
    gone = "mutation ($id: ID!) { deleteParty(id: $id) { name __typename ... on Employee { salary } } }"
    assert shop.run(gone, {"id": ids["e"]})["deleteParty"] == {"name": "New", "__typename": "Employee", "salary": "10"}
    rest = "mutation { deleteParties(filter: {}, atMost: 1000) { count nodes { name ... on Person { age } } } }"
    assert by_name(shop.run(rest)["deleteParties"]) == {
        "count": 2,
        "nodes": [{"name": "Pat", "age": 9}, {"name": "Plain"}],
    }


def test_upsert_by_a_unique_field(shop: Shop) -> None:
    query = "mutation ($in: BrandUpsertInput!) { upsertBrand(by: name, input: $in) { name country version } }"
    assert shop.run(query, {"in": {"name": "aa"}})["upsertBrand"] == {"name": "aa", "country": "SE", "version": 1}
    assert shop.run(query, {"in": {"name": "aa"}})["upsertBrand"] == {"name": "aa", "country": "SE", "version": 1}
    assert shop.run(query, {"in": {"name": "aa", "country": "NO"}})["upsertBrand"] == {
        "name": "aa",
        "country": "NO",
        "version": 2,
    }
    assert shop.run(query, {"in": {"name": "aa"}})["upsertBrand"] == {"name": "aa", "country": "NO", "version": 2}
    assert shop.value("select count(*) from tc_brand") == 1


def test_upsert_by_id_and_by_a_combination(shop: Shop) -> None:
    own, (brand,) = str(uuid4()), brands(shop, "aa")
    query = "mutation ($in: ProductUpsertInput!) { upsertProduct(by: id, input: $in) { id name version } }"
    for version, name in enumerate(("aa", "bb"), 1):
        assert shop.run(query, {"in": {"id": own, "name": name}})["upsertProduct"] == {
            "id": own,
            "name": name,
            "version": version,
        }
    (by,) = [
        key
        for key in shop.run('{ __type(name: "ProductUnique") { enumValues { name } } }')["__type"]["enumValues"]
        if key["name"] not in ("id", "sku")
    ]
    query = f"mutation ($in: ProductUpsertInput!) {{ upsertProduct(by: {by['name']}, input: $in) {{ name stock version }} }}"
    row: dict[str, Any] = {"name": "cc", "code": "k", "brand": {"connect": {"id": brand}}, "stock": 1}
    assert shop.run(query, {"in": row})["upsertProduct"] == {"name": "cc", "stock": 1, "version": 1}
    assert shop.run(query, {"in": {**row, "name": "dd"}})["upsertProduct"] == {"name": "dd", "stock": 1, "version": 2}
    error = shop.refused('mutation { upsertProduct(by: sku, input: {name: "xx"}) { id } }')
    assert error["extensions"] == {
        "code": "INVALID_INPUT", "path": ["input", "sku"], "hint": "Give it a value, or create the thing."
    }  # fmt: skip


@pytest.mark.once
def test_an_upsert_goes_by_a_value(shop: Shop) -> None:
    """By null nothing is ever found: each would make another thing."""
    (brand,) = brands(shop, "aa")
    one = "mutation ($in: ProductUpsertInput!) { upsertProduct(by: %s, input: $in) { id } }"
    many = "mutation ($in: ProductUpsertInput!) { upsertProducts(by: %s, input: [$in]) { count } }"
    keys = shop.run('{ __type(name: "ProductUnique") { enumValues { name } } }')["__type"]["enumValues"]
    (combined,) = {key["name"] for key in keys} - {"id", "sku"}
    for query in (one, many):  # (with the same plan)
        shop.run(query % "sku", {"in": {"name": "xx", "sku": "s"}})
    for key, given, field in (
        ("sku", {"name": "xx", "sku": None}, "sku"),
        ("sku", {"name": "xx", "tags": {"create": [{"word": "w"}]}, "sku": None}, "sku"),
        ("id", {"id": None, "name": "xx"}, "id"),
        (combined, {"name": "xx", "brand": {"connect": {"id": brand}}, "code": None}, "code"),
        (combined, {"name": "xx", "brand": None, "code": "k"}, "brand"),
        (combined, {"name": "xx", "brand": {}, "code": "k"}, "brand"),
        (combined, {"name": "xx", "brand": {"connect": None}, "code": "k"}, "brand"),
    ):
        for query, path in ((one, ["input", field]), (many, ["input", 0, field])):
            error = shop.refused(query % key, {"in": given})
            assert (error["extensions"]["code"], error["extensions"]["path"]) == ("INVALID_INPUT", path), given
            assert error["path"] == [query.split("{ ")[1].split("(")[0]]
    assert shop.value("select count(*) from tc_product") == 1
    literal = 'mutation { upsertProduct(by: sku, input: {name: "xx", sku: null}) { id } }'
    assert shop.refused(literal)["extensions"]["code"] == "INVALID_INPUT"


def test_upsert_of_many(shop: Shop) -> None:
    brands(shop, "aa", "bb")
    query = "mutation ($in: [BrandUpsertInput!]!) { upsertBrands(by: name, input: $in) { count nodes { name country version } } }"
    rows = [{"name": "cc", "country": "NO"}, {"name": "bb"}, {"name": "aa", "country": None}, {"name": "dd"}]
    assert shop.run(query, {"in": rows})["upsertBrands"] == {
        "count": 4,
        "nodes": [
            {"name": "cc", "country": "NO", "version": 1},
            {"name": "bb", "country": "SE", "version": 1},
            {"name": "aa", "country": None, "version": 2},
            {"name": "dd", "country": "SE", "version": 1},
        ],
    }
    error = shop.refused(query, {"in": [{"name": "ee"}, {"name": "ee"}]})
    assert error["extensions"]["code"] == "UNIQUE_VIOLATION"


def test_upsert_with_nested_writes(shop: Shop) -> None:
    query = """mutation ($in: [ProductUpsertInput!]!) { upsertProducts(by: sku, input: $in) {
        nodes { name brand { name } reviews(orderBy: {stars: ASC}) { nodes { stars } } } } }"""
    row = {"name": "aa", "sku": "1", "brand": {"create": {"name": "Br"}}, "reviews": {"create": [{"stars": 2}]}}
    shop.run(query, {"in": [row]})
    again = {"name": "bb", "sku": "1", "reviews": {"create": [{"stars": 3}]}}
    other = {"name": "cc", "sku": "2", "reviews": {"create": [{"stars": 4}]}}
    assert shop.run(query, {"in": [other, again]})["upsertProducts"]["nodes"] == [
        {"name": "cc", "brand": None, "reviews": {"nodes": [{"stars": 4}]}},
        {"name": "bb", "brand": {"name": "Br"}, "reviews": {"nodes": [{"stars": 2}, {"stars": 3}]}},
    ]


def test_dry_run_leaves_nothing(shop: Shop) -> None:
    brands(shop, "aa")
    query = """mutation { a: createBrand(input: {name: "bb"}, dryRun: true) { name version }
        b: updateBrands(filter: {}, atMost: 1000, input: {country: "NO"}, dryRun: true) { count nodes { name country } }
        c: deleteBrands(filter: {}, atMost: 1000, dryRun: true) { count }
        d: upsertBrand(by: name, input: {name: "aa", country: "FI"}, dryRun: true) { country }
        e: createProduct(dryRun: true, input: {name: "Oak", brand: {create: {name: "cc"}}}) { brand { name } }
        f: createBrand(input: {name: "kept"}, dryRun: false) { name } }"""
    assert shop.run(query) == {
        "a": {"name": "bb", "version": 1}, "b": {"count": 1, "nodes": [{"name": "aa", "country": "NO"}]}, "c": {"count": 1},
        "d": {"country": "FI"}, "e": {"brand": {"name": "cc"}}, "f": {"name": "kept"},
    }  # fmt: skip
    assert shop.rows("select name, country, version from tc_brand order by name") == [
        ("aa", "SE", 1),
        ("kept", "SE", 1),
    ]
    log = shop.rows("select operation from change_log order by seq")
    assert log == [("insert",), ("insert",)]
    single = 'mutation ($d: Boolean) { createBrand(input: {name: "x"}, dryRun: $d) { name } }'
    assert shop.refused(single, {"d": True})["extensions"]["code"] == "VALIDATION_FAILED"
    assert shop.run(single.replace('"x"', '"xx"'), {"d": True}) == {"createBrand": {"name": "xx"}}
    assert shop.value("select count(*) from tc_brand") == 2


def test_dry_run_checks_what_is_checked_at_the_end(shop: Shop) -> None:
    query = (
        'mutation ($o: ID!) { createProduct(input: {name: "aa", owner: {connect: {id: $o}}}, dryRun: true) { name } }'
    )
    error = shop.refused(query, {"o": str(uuid4())})
    assert error["extensions"]["code"] in ("INVALID_REFERENCE", "FOREIGN_KEY_VIOLATION")
