"""What the database says of classes makes a schema that graphql-core finds valid, and that all readings agree on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import build_schema, graphql_sync, print_schema, validate_schema

from py_api.catalog.model import Catalog, NotLoaded
from py_api.compiler.introspection_selection import STANDARD, introspection_json
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sdl import sdl_text
from py_api.schema.text_cache import TextCache
from tests.support import servers
from tests.support.compiled import Api, serving
from tests.support.eager import eager

pytestmark = pytest.mark.once  # the catalog itself: tests/sql/catalog
ZOO = Path(__file__).parents[1] / "compiler" / "zoo" / "base.graphql"


@pytest.fixture(scope="module")
def zoo(server: servers.Server) -> Iterator[Api]:
    with serving(server, ZOO.read_text(encoding="utf-8")) as api:
        yield api


def loaded(api: Api) -> Catalog:
    catalog = api.api.catalog
    try:
        introspection_json(ApiSchema(catalog), TextCache())
    except NotLoaded as missing:
        api.load(missing)
    return catalog


def test_readings_agree(zoo: Api) -> None:
    schema_of = ApiSchema(loaded(zoo))
    ours = json.loads(introspection_json(schema_of, TextCache()))
    schema = eager(schema_of, [t["name"] for t in ours["__schema"]["types"]])
    assert validate_schema(schema) == []
    assert ours == graphql_sync(schema, STANDARD).data
    printed = print_schema(build_schema(sdl_text(schema_of, TextCache())))
    assert set(print_schema(schema).split("\n\n")) <= set(printed.split("\n\n"))


def test_children_have_the_inverses_of_their_ancestors(zoo: Api) -> None:
    catalog = loaded(zoo)
    families = 0
    for cls in catalog.entries.values():
        for head in catalog.ancestors(cls.id):
            families += 1
            for name, inverse in catalog.entries[head.id].inverses.items():
                assert cls.inverses[name] == inverse, (cls.name, name)
            for name in catalog.entries[head.id].fields:
                assert name in cls.fields, (cls.name, name)
    assert families > 0


def test_targets_that_have_no_name_have_no_id(zoo: Api) -> None:
    """Patterns go by target_id, definitions by target: both are there, or none."""
    for cls in loaded(zoo).entries.values():
        for field in cls.fields.values():
            assert (field.target is None) == (field.target_id is None), (cls.name, field.name)


@pytest.mark.parametrize(
    "schema",
    {
        "a child's field has the name that an inverse of its parent would have": """
            type Party @class { name: String }
            type Person @class(extends: "Party") { orders: String }
            type Order @class { by: Party }
        """,
        "a child's inverse has the name that an inverse of its parent would have": """
            type Party @class { name: String }
            type Person @class(extends: "Party") { name2: String }
            type Order @class { person: Person party: Party also: Party }
        """,
        "the inverse of a grandparent, a field of a grandchild": """
            type A @class(abstract: true) { x: Int! @rule(required: true) }
            type B @class(extends: "A") { y: Int }
            type C @class(extends: "B") { ds: Int dsByOf: Int }
            type D @class { of: A to: [B!] c: C }
        """,
        "a class that refers to itself and is extended": """
            type Node1 @class { next: Node1 all: [Node1!] }
            type Node2 @class(extends: "Node1") { node1s: Int prev: Node2 }
        """,
    }.values(),
)
def test_names_of_inverses_in_families(server: servers.Server, schema: str) -> None:
    with serving(server, schema) as api:
        schema_of = ApiSchema(loaded(api))
        for cls in schema_of.catalog.entries.values():
            assert not set(cls.fields) & set(cls.inverses), cls.name
        test_children_have_the_inverses_of_their_ancestors(api)
        assert validate_schema(eager(schema_of)) == []


def test_a_name_that_a_child_takes_is_not_that_of_an_inverse(server: servers.Server) -> None:
    schema = """
        type Party @class { name: String }
        type Person @class(extends: "Party") { born: Date orders: String }
        type Firm @class(extends: "Party") { size: Int }
        type Order @class { by: Party }
    """
    drop = '[{"op": "drop_field", "class": "Person", "field": "orders"}]'
    with serving(server, schema) as api:
        for operations in (None, drop):
            if operations:
                api.owner.execute("select thing.migrate(%s, %s)", (api.tenant, operations))
            catalog = loaded(api.reloaded())
            for cls in ("Party", "Person", "Firm"):
                assert list(catalog.named(cls).inverses) == ["ordersByBy"], (cls, operations)
