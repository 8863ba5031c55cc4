"""Filters that choose what is written, and have lost a condition."""

from typing import Any

import pytest

from tests.py.mutations.conftest import Shop

DELETE = "mutation%s { deleteProducts(atMost: 100, filter: %s) { count } }"
DECLARED = {"$ns": "$ns: [String!]", "$n": "$n: String", "$b": "$b: BrandFilter"}
BY_VARIABLE = "mutation ($f: ProductFilter!) { deleteProducts(atMost: 100, filter: $f) { count } }"


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.run(
        'mutation { createProducts(input: [{name: "aa"}, {name: "bb", brand: {create: {name: "cc"}}}]) { count } }'
    )
    return shop


# Literal -> the path of what says nothing.
LITERALS: dict[str, list[Any]] = {
    "{name: {eq: $n}}": ["name", "eq"],
    "{name: {}}": ["name"],
    "{brand: null}": ["brand"],
    "{brand: $b}": ["brand"],
    "{brand: {}}": ["brand"],
    "{brand: {name: {eq: $n}}}": ["brand", "name", "eq"],
    "{name: {isNull: null}}": ["name", "isNull"],
    "{and: []}": ["and"],
    "{or: []}": ["or"],
    "{or: [{}]}": ["or", 0],
    "{and: [{name: {eq: \"aa\"}}, {not: {}}]}": ["and", 1, "not"],
    "{not: {name: {in: []}}}": ["not", "name", "in"],
    "{tags: {none: {word: {in: []}}}}": ["tags", "none", "word", "in"],
    "{name: {notIn: []}}": ["name", "notIn"],
    "{name: {notIn: $ns}}": ["name", "notIn"],
    "{name: {eq: \"aa\", contains: \"\"}}": ["name", "contains"],
    "{marks: {hasAll: []}}": ["marks", "hasAll"],
    "{tags: {some: {}}}": ["tags", "some"],
    "{tags: {}}": ["tags"],
    "{reviews: {every: null}}": ["reviews", "every"],
    "{tags: {filter: {word: {eq: \"w\"}}}}": ["tags"],
    "{tags: {count: {lt: 1}, filter: {}}}": ["tags", "filter"],
    "{tags: {count: {lt: 1}, filter: {word: {in: []}}}}": ["tags", "filter", "word", "in"],
    "{tags: {count: {lt: 1}, filter: {not: {word: {notIn: []}}}}}": ["tags", "filter", "not", "word", "notIn"],
    "{reviews: {fields: {stars: {sum: {}}}}}": ["reviews", "fields", "stars", "sum"],
    "{data: {at: {path: [\"a\"]}}}": ["data", "at"],
    "{data: {contains: {a: $n}}}": ["data", "contains", "a"],
    "{data: {contains: {}}}": ["data", "contains"],
}  # fmt: skip
VARIABLES: list[tuple[dict[str, Any], list[Any]]] = [
    ({}, []),
    ({"name": {}}, ["name"]),
    ({"brand": None}, ["brand"]),
    ({"and": []}, ["and"]),
    ({"name": {"eq": "aa"}, "not": None}, ["not"]),
    ({"or": [{"name": {"notIn": []}}]}, ["or", 0, "name", "notIn"]),
    ({"name": {"startsWith": ""}}, ["name", "startsWith"]),
]


@pytest.mark.once
def test_a_condition_that_vanished_is_refused(stocked: Shop) -> None:
    cases: list[Any] = []
    for literal, path in LITERALS.items():
        declared = next((f" ({text})" for name, text in DECLARED.items() if name in literal), "")
        cases.append((DELETE % (declared, literal), {}, path))
    cases += [(BY_VARIABLE, {"f": value}, path) for value, path in VARIABLES]
    for query, variables, path in cases:
        error = stocked.refused(query, variables)
        told = error["extensions"]
        assert (told["code"], told["path"], error["path"]) == (
            "INVALID_FILTER",
            ["filter", *path],
            ["deleteProducts"],
        ), (
            query,
            variables,
            error,
        )
    assert stocked.value("select count(*) from tc_product") == 2


@pytest.mark.once
def test_updates_are_guarded_alike(stocked: Shop) -> None:
    query = "mutation ($f: ProductFilter!, $in: ProductUpdateInput!) { x: updateProducts(filter: $f, input: $in) { count } }"
    for given in ({"stock": 1}, {"tags": {"create": [{"word": "w"}]}}):
        error = stocked.refused(query, {"f": {"brand": {"name": {}}}, "in": given})
        assert (error["path"], error["extensions"]["path"]) == (["x"], ["filter", "brand", "name"])
    assert stocked.run(query, {"f": {"name": {"eq": "aa"}}, "in": {"stock": 1}}) == {"x": {"count": 1}}
    # What fits nothing chooses nothing, which is what it says.
    assert stocked.run(query, {"f": {"name": {"in": []}}, "in": {"stock": 1}}) == {"x": {"count": 0}}


@pytest.mark.once
def test_everything_is_written_out(stocked: Shop) -> None:
    error = stocked.refused("mutation { deleteProducts(filter: {}) { count } }")
    assert (error["extensions"]["code"], error["extensions"]["path"]) == ("INVALID_FILTER", ["atMost"])
    error = stocked.refused("mutation ($m: Int) { deleteProducts(filter: {}, atMost: $m) { count } }", {"m": None})
    assert error["extensions"]["path"] == ["atMost"]
    default = "mutation ($f: ProductFilter! = {}) { deleteProducts(filter: $f, atMost: 9) { count } }"
    assert stocked.refused(default)["extensions"]["hint"] == "To choose everything, write filter: {} in the document."
    by_figure = 'mutation { deleteProducts(filter: {tags: {count: {gt: 0}, filter: {word: {ne: "x"}}}}) { count } }'
    assert stocked.run(by_figure) == {"deleteProducts": {"count": 0}}
    assert stocked.run("mutation { deleteProducts(filter: {}, atMost: 9) { count } }") == {
        "deleteProducts": {"count": 2}
    }
