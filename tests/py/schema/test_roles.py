"""What a role is shown is whole: no type that is named lacks, none is there that nothing leads to."""

import json

import pytest
from graphql import GraphQLSchema, build_client_schema, build_schema, validate_schema
from graphql import is_introspection_type as is_introspection

from py_api.compiler.introspection_selection import introspection_json
from py_api.principal import ROLES
from py_api.schema.definitions import named
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sdl import sdl_text
from py_api.schema.text_cache import TextCache
from tests.py.schema.test_sdl import BOOK
from tests.support.catalogs import C, catalog

pytestmark = pytest.mark.once

# Of scalars, whether a class has such a field or not; and of the ids of lists of any class.
ALWAYS = ("Filter", "Having", "Aggregate", "AggregateOrderBy", "AggregateFields", "OrderBy", "GroupBy", "Part", "DateKey", "Int", "Float", "BigInt",
          "Decimal", "Date", "Time", "DateTime", "UUID", "JSON", "GeoJSON", "Range", "NodeConnection", "NodeUniqueInput", "LinkInput", "LinksInput")  # fmt: skip


def reached(schema: GraphQLSchema) -> set[str]:
    found: set[str] = set()
    stack = [k.name for k in (schema.query_type, schema.mutation_type, schema.subscription_type) if k]
    while stack:
        name = stack.pop()
        if name in found:
            continue
        found.add(name)
        kind = schema.type_map[name]
        stack += [named(str(f.type)) for f in getattr(kind, "fields", {}).values()]
        stack += [
            named(str(a.type)) for f in getattr(kind, "fields", {}).values() for a in getattr(f, "args", {}).values()
        ]
        stack += [i.name for i in getattr(kind, "interfaces", ())]
        if hasattr(kind, "resolve_type"):
            stack += [k.name for k in schema.get_possible_types(kind)]  # type: ignore[arg-type]
    return found


def assert_whole(classes: list[C]) -> None:
    api = ApiSchema(catalog(classes))
    texts = TextCache()  # which the roles share
    before: set[str] = set()
    for role in ROLES:
        schema = build_schema(sdl_text(api, texts, role))
        assert validate_schema(schema) == []
        own = {name for name, kind in schema.type_map.items() if not is_introspection(kind)}
        idle = {name for name in own - reached(schema) if not name.endswith(ALWAYS)}
        assert idle == set(), (role, idle)
        assert before <= own
        before = own
        introspected = build_client_schema(json.loads(introspection_json(api, texts, role)))
        assert set(introspected.type_map) - {"Int", "Float"} == set(schema.type_map) - {"Int", "Float"}
        for name in own:
            mine, theirs = (
                getattr(schema.type_map[name], "fields", {}),
                getattr(introspected.type_map[name], "fields", {}),
            )
            assert {k: str(f.type) for k, f in mine.items()} == {k: str(f.type) for k, f in theirs.items()}, (
                role,
                name,
            )
    assert sdl_text(api, texts) == sdl_text(api, TextCache()) == sdl_text(api, texts, ROLES[-1])


def test_a_shop() -> None:
    assert_whole(BOOK)
