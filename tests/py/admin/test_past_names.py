"""An error about a name that was renamed or dropped says so, over the real engine."""

from typing import Any

import pytest

from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once  # what the log says of names: tests/sql
KINDS = {"name": "kind", "type": "select", "params": {"values": ["RAW", "MADE"]}}
CHANGES: list[dict[str, Any]] = [
    {"op": "add_field", "class": "Product", "field": KINDS},
    {"op": "rename_field", "class": "Product", "field": "code", "to": "mark"},  # 3
    {"op": "rename_field", "class": "Product", "field": "mark", "to": "key"},
    {"op": "drop_field", "class": "Product", "field": "price"},  # 5
    {"op": "rename_class", "class": "Product", "to": "Item"},
    {"op": "alter_field", "class": "Item", "field": "maker", "set": {"inverse": "wares"}},  # 7
    {"op": "alter_field", "class": "Item", "field": "kind", "set": {"params": {"values": ["MADE"]}}},
    {"op": "create_class", "class": "Shelf", "fields": [{"name": "item", "type": "reference", "target": "Item"}]},  # 9
    {"op": "drop_class", "class": "Shelf"},
    {"op": "rename_field", "class": "Item", "field": "kind", "to": "sort"},  # 11
]
# document -> what is said of its one error
TOLD = {
    "{ items { nodes { code } } }": ("key", 3),
    "{ items { nodes { mark } } }": ("key", 4),
    "{ items { nodes { price } } }": (None, 5),
    '{ items(filter: {code: {eq: "a"}}) { totalCount } }': ("key", 3),
    "{ items(orderBy: [{code: ASC}]) { totalCount } }": ("key", 3),
    "{ itemsAggregate(groupBy: [{code: true}]) { count } }": ("key", 3),
    "{ itemsAggregate(orderBy: [{key: {code: ASC}}]) { count } }": ("key", 3),
    "{ itemsAggregate { fields { code { min } } } }": ("key", 3),
    'mutation { createItem(input: {name: "Ada", code: "a"}) { id } }': ("key", 3),
    'mutation { updateItems(filter: {code: {eq: "a"}}, input: {name: "Ada"}) { count } }': ("key", 3),
    "{ items(filter: {sort: {eq: RAW}}) { totalCount } }": (None, 8),
    "{ products { totalCount } }": ("items", 6),
    "{ productsAggregate { count } }": ("itemsAggregate", 6),
    "mutation { createProduct(input: {}) { id } }": ("createItem", 6),
    "subscription { productChanged { cursor } }": ("itemChanged", 6),
    "{ node(id: 1) { ... on Product { id } } }": ("Item", 6),
    "query ($filter: ProductFilter) { items(filter: $filter) { totalCount } }": ("ItemFilter", 6),
    "query ($kind: ItemKind!) { items(filter: {sort: {eq: $kind}}) { totalCount } }": ("ItemSort", 11),
    "query ($kind: ProductKind!) { items(filter: {sort: {eq: $kind}}) { totalCount } }": ("ItemSort", 11),
    "{ makers { nodes { products { totalCount } } } }": ("wares", 7),
    "{ items { nodes { shelves { totalCount } } } }": (None, 10),
    "{ shelves { totalCount } }": (None, 10),
    "{ node(id: 1) { ... on Shelf { id } } }": (None, 10),
    "{ items { nodes { colour } } }": None,
    "{ nothings { totalCount } }": None,
}


@pytest.fixture
def later(office: Office) -> Office:
    for change in CHANGES:
        office.run(
            "mutation ($changes: [JSON!]!) { migrateSchema(changes: $changes) { version } }", {"changes": [change]}
        )
    return office


def test_errors_say_what_became_of_a_name(later: Office) -> None:
    reads = []
    kept = later.engine.schemas.reading

    async def counted(slug: str, read: Any) -> Any:
        reads.append(read)
        return await kept(slug, read)

    later.run("{ items { totalCount } }", role="viewer")
    later.run("{ items { nodes { id name key sort maker { id } } } makers { totalCount } }", role="viewer")
    later.engine.schemas.reading = counted  # type: ignore[method-assign]
    told = {}
    for document in TOLD:
        (error,) = later.errors(document, role="viewer")
        extensions = error["extensions"]
        told[document] = (extensions["renamedTo"], extensions["version"]) if "version" in extensions else None
        assert extensions["code"] == "GRAPHQL_VALIDATION_FAILED", error
        if (what := told[document]) is not None:
            end = f"renamed to `{what[0]}`" if what[0] else "dropped"
            assert error["message"].endswith(f" It was {end} in version {what[1]}."), error
    assert told == TOLD
    assert len(reads) <= 2, reads  # the past names, and an entry of the catalog


def test_variables_too_and_documents_to_register(later: Office) -> None:
    document = "query ($filter: ItemFilter) { items(filter: $filter) { totalCount } }"
    (error,) = later.errors(document, {"filter": {"code": {"eq": "a"}}})
    assert error["message"].endswith("'ItemFilter'. It was renamed to `key` in version 3."), error
    assert error["extensions"] == {
        "code": "INVALID_VARIABLE", "variable": ["filter", "code"], "renamedTo": "key", "version": 3
    }  # fmt: skip
    create = "mutation ($input: ItemCreateInput!) { createItem(input: $input) { id } }"
    (error,) = later.errors(create, {"input": {"name": "Ada", "price": 1}})
    (violation,) = error["extensions"]["violations"]
    assert violation["params"] == {"renamedTo": None, "version": 5}
    assert violation["message"].endswith("It was dropped in version 5."), violation
    register = (
        'mutation { registerClientOperations(client: "web", operations: ["{ products { totalCount } }"]) { hash } }'
    )
    (error,) = later.errors(register)
    (wrong,) = error["extensions"]["documents"]
    assert wrong["errors"][0]["extensions"]["renamedTo"] == "items"


def test_what_was_never_there_costs_one_reading(office: Office) -> None:
    """A version without a past, and again after it has one: what is kept is of the version."""
    (error,) = office.errors("{ products { nodes { mark } } }")
    assert "version" not in error["extensions"]
    office.run('mutation { renameSchemaField(class: "Product", field: "code", to: "mark") { version } }')
    office.run('mutation { renameSchemaField(class: "Product", field: "mark", to: "code") { version } }')
    (error,) = office.errors("{ products { nodes { mark } } }")
    assert (error["extensions"]["renamedTo"], error["extensions"]["version"]) == ("code", 3)
