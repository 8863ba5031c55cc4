"""keepAlias over the real engine: a renamed field by both its names, everywhere in the API, until the old one ends."""

from typing import Any

import pytest
from graphql import build_client_schema, get_introspection_query

from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once  # the SQL of aliases: tests/sql/changes/test_aliases.sql
CHANGES: list[dict[str, Any]] = [
    {
        "op": "add_field",
        "class": "Product",
        "field": {"name": "kind", "type": "select", "params": {"values": ["A", "B"]}},
    },
    {"op": "add_field", "class": "Product", "field": {"name": "rivals", "type": "references", "target": "Product"}},
    {"op": "create_class", "class": "Toy", "extends": "Product"},
    {"op": "set_rules", "class": "Product", "field": "code", "rules": {"unique": True, "required": True}},
    {"op": "rename_field", "class": "Product", "field": "code", "to": "key", "keepAlias": "2999-01-01"},
    {"op": "add_unique", "class": "Product", "name": "place", "fields": ["name", "kind"]},
    {"op": "rename_field", "class": "Product", "field": "maker", "to": "by", "keepAlias": "2999-01-01"},
    {"op": "rename_field", "class": "Product", "field": "kind", "to": "sort", "keepAlias": "2999-01-01"},
    {"op": "rename_field", "class": "Product", "field": "rivals", "to": "others", "keepAlias": "2999-01-01"},
]
CREATE = "mutation ($input: ProductCreateInput!) { createProduct(input: $input) { id code key kind sort maker { name } by { name } } }"
SAME = "are the same field: give one of them."


@pytest.fixture
def renamed(office: Office) -> Office:
    office.run("mutation ($changes: [JSON!]!) { migrateSchema(changes: $changes) { version } }", {"changes": CHANGES})
    return office


def test_both_names_are_the_field(renamed: Office) -> None:
    run = renamed.run
    maker = run('mutation { createMaker(input: {name: "M"}) { id } }')["createMaker"]["id"]
    made = run(CREATE, {"input": {"name": "One", "code": "1", "kind": "A", "maker": {"connect": {"id": maker}}}})[
        "createProduct"
    ]
    assert {k: v for k, v in made.items() if k != "id"} == {
        "code": "1", "key": "1", "kind": "A", "sort": "A", "maker": {"name": "M"}, "by": {"name": "M"}
    }  # fmt: skip
    run(CREATE, {"input": {"name": "Two", "key": "2", "sort": "B"}})
    literal = 'mutation { createToys(input: [{name: "Three", code: "3", maker: {create: {name: "N"}}}, {name: "Four", key: "4"}]) { count } }'
    assert run(literal)["createToys"] == {"count": 2}
    for filters, count in {
        '{code: {eq: "1"}}': 1, '{key: {eq: "1"}}': 1, "{kind: {eq: A}}": 1, '{maker: {name: {eq: "M"}}}': 1,
        '{or: [{code: {eq: "1"}}, {key: {eq: "3"}}]}': 2, "{maker: null}": 4,
    }.items():  # fmt: skip
        assert run(f"{{ products(filter: {filters}) {{ totalCount }} }}")["products"]["totalCount"] == count, filters
    query = "query ($f: ProductFilter, $k: ProductKind!) { products(filter: $f) { totalCount } b: products(filter: {kind: {eq: $k}}) { totalCount } }"
    assert run(query, {"f": {"code": {"in": ["1", "4"]}}, "k": "B"}) == {
        "products": {"totalCount": 2},
        "b": {"totalCount": 1},
    }
    ordered = run("{ products(orderBy: [{code: DESC}], first: 3) { nodes { code } pageInfo { endCursor } } }")[
        "products"
    ]
    assert [n["code"] for n in ordered["nodes"]] == ["4", "3", "2"]
    after = "query ($after: String) { products(orderBy: [{key: DESC}], after: $after) { nodes { code } } }"
    assert run(after, {"after": ordered["pageInfo"]["endCursor"]})["products"]["nodes"] == [{"code": "1"}]
    groups = "{ productsAggregate(groupBy: [{kind: true}], orderBy: [{key: {sort: ASC}}], having: {fields: {code: {count: {gte: 1}}}}) { key { kind sort } fields { code { max } } } }"
    assert run(groups)["productsAggregate"][0] == {
        "key": {"kind": "A", "sort": "A"}, "fields": {"code": {"max": "1"}}
    }  # fmt: skip
    upsert = 'mutation { upsertProduct(by: code, input: {code: "1", name: "Uno"}) { id name } }'
    assert run(upsert)["upsertProduct"] == {"id": made["id"], "name": "Uno"}
    update = "mutation ($id: ID!, $input: ProductUpdateInput!) { updateProduct(id: $id, input: $input) { key kind maker { name } } }"
    assert run(update, {"id": made["id"], "input": {"kind": "B", "maker": None}})["updateProduct"] == {
        "key": "1", "kind": "B", "maker": None
    }  # fmt: skip
    run('mutation { updateProducts(filter: {code: {eq: "2"}}, input: {code: "22"}) { count } }')
    link = 'mutation ($id: ID!) { createToy(input: {name: "Five", key: "5", rivals: {connect: [{id: $id}]}}) { id } }'
    toy = run(link, {"id": made["id"]})["createToy"]["id"]
    linked = '{ product(id: %s) { rivals { nodes { code } } others { totalCount } } products(filter: {rivals: {some: {code: {eq: "1"}}}}) { nodes { id } } }'
    assert run(linked % f'"{toy}"') == {
        "product": {"rivals": {"nodes": [{"code": "1"}]}, "others": {"totalCount": 1}}, "products": {"nodes": [{"id": toy}]}
    }  # fmt: skip
    by = "query ($by: ProductUniqueInput) { product(by: $by) { code } }"
    for key in (
        '{code: "1"}', '{key: "1"}', '{place: {name: "Uno", kind: B}}', '{place: {name: "Uno", sort: B}}'
    ):  # fmt: skip
        assert run(f"{{ product(by: {key}) {{ code }} }}")["product"] == {"code": "1"}, key
    for said in {"code": "1"}, {"place": {"name": "Uno", "kind": "B"}}, {"place": {"name": "Uno", "sort": "B"}}:
        assert run(by, {"by": said})["product"] == {"code": "1"}, said
    for half in {"name": "Uno"}, {"name": "Uno", "kind": None}:
        assert "Field 'sort' of 'ProductPlaceUniqueInput' must have a value." in str(
            renamed.refused(by, {"by": {"place": half}})
        )
    assert b"'ProductPlaceUniqueInput' must have a value." in bytes(
        renamed.answer('{ product(by: {place: {name: "Uno"}}) { id } }').body
    )
    linked = 'mutation ($key: ProductUniqueInput!) { updateToy(by: {code: "5"}, input: {others: {set: [$key]}}) { others { nodes { key } } } }'
    for said in {"code": "22"}, {"place": {"name": "Uno", "kind": "B"}}:
        found = run(linked, {"key": said})["updateToy"]["others"]["nodes"]
        assert found == [{"key": "22" if "code" in said else "1"}]
    each = "mutation ($updates: [ProductUpdateItemInput!]) { updateProducts(updates: $updates) { count } }"
    items = [
        {"by": {"code": "22"}, "input": {"code": "2"}},
        {"by": {"place": {"name": "Uno", "kind": "B"}}, "input": {"kind": "A"}},
    ]
    assert run(each, {"updates": items})["updateProducts"]["count"] == 2
    conflict = 'mutation { createProducts(input: [{name: "Dos", code: "2"}, {name: "Six", key: "6"}], onConflict: %s, by: code) { nodes { name } } }'
    made = [run(conflict % kind)["createProducts"]["nodes"] for kind in ("IGNORE", "UPDATE")]
    assert made == [[{"name": "Two"}, {"name": "Six"}], [{"name": "Dos"}, {"name": "Six"}]]
    fields = run('{ schemaClass(name: "Toy") { fields { name aliases } } }')["schemaClass"]["fields"]
    assert {f["name"]: f["aliases"] for f in fields}["key"] == {"code": "2999-01-01T00:00:00Z"}
    path = 'query { schemaMigrationPath(from: 1, operations: ["{ products { nodes { code } } }"]) { works operations { status problems { advice } } } }'
    found = run(path)["schemaMigrationPath"]
    assert (found["works"], found["operations"][0]["status"]) == (True, "CHANGED")
    assert found["operations"][0]["problems"][0]["advice"].startswith("use `key`")


def test_both_at_once_are_refused(renamed: Office) -> None:
    for query, variables in (
        (CREATE, {"input": {"name": "One", "code": "1", "key": "1"}}),
        ('mutation { createProduct(input: {name: "One", key: "1", code: "1"}) { id } }', {}),
        (
            "query ($f: ProductFilter) { products(filter: $f) { totalCount } }",
            {"f": {"code": {"eq": "1"}, "key": {"eq": "1"}}},
        ),
    ):
        error = renamed.refused(query, variables)
        assert SAME in str(error), error
    error = renamed.refused(CREATE, {"input": {"name": "One"}})
    assert [(v["rule"], v["field"]) for v in error["extensions"]["violations"]] == [("required", "key")]


def test_the_schema_says_so_and_when_it_ends(renamed: Office) -> None:
    schema = build_client_schema(renamed.run(get_introspection_query(input_value_deprecation=True)))
    product, create = (schema.type_map[name].fields for name in ("Toy", "ProductCreateInput"))  # type: ignore[attr-defined]
    for field in (product["code"], create["code"], create["maker"]):
        assert field.deprecation_reason.endswith("; gone after 2999-01-01"), field
    assert product["code"].deprecation_reason.startswith("renamed to key;")
    assert (str(product["code"].type), str(product["key"].type), str(product["kind"].type)) == (
        "String!",
        "String!",
        "ProductKind",
    )
    assert (str(create["code"].type), str(create["key"].type), create["key"].deprecation_reason) == (
        "String",
        "String",
        "use name",
    )
    renamed.run('mutation { alterSchemaField(class: "Product", field: "key", set: {aliases: null}) { version } }')
    error = renamed.refused("{ products { nodes { code } } }")
    assert (error["extensions"]["renamedTo"], error["extensions"]["version"]) == ("key", 3)
    renamed.run(
        'mutation { renameSchemaField(class: "Product", field: "key", to: "mark", keepAlias: "2 weeks") { version } }'
    )
    renamed.run("{ products { nodes { key mark kind } } }")
