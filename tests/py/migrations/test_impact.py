"""What a change does to the API is what `impact` says: BREAKING where an element of the SDL is gone or of another type, and nowhere else.

THINGBASE_CHANGES=2000 tries so many (default: 10)."""

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
from graphql import GraphQLSchema, build_schema, find_breaking_changes

from py_api.catalog import load
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sdl import sdl_text
from py_api.schema.text_cache import TextCache
from tests.support.walks import Connection, Tenant, value, wider

CHANGES = int(os.environ.get("THINGBASE_CHANGES", "10"))
# What no document says: the field that stands in the input of a class without fields, and @rule, which only describes.
UNSAID = re.compile(r"UpdateInput\._ was removed|@rule\b")


def schema_of(tenant: Tenant, types: bytes) -> GraphQLSchema:
    def asked(function: str) -> bytes:
        return str(value(tenant.db, f"select thing.{function}(%s)::text", tenant.slug)).encode()

    catalog = load.catalog_of(asked("catalog_index"), load.types_of(types)[1])
    load.take_entries(catalog, asked("catalog_entries"))
    return build_schema(sdl_text(ApiSchema(catalog), TextCache()), assume_valid=True)


@pytest.mark.once
@pytest.mark.timeout(120 + 5 * CHANGES)
def test_impact_is_what_becomes_of_the_api(db: Connection, make_tenants: Callable[[int], list[str]]) -> None:
    types = str(value(db, "select thing.catalog_types()::text")).encode()
    tenant = Tenant(db, make_tenants(1)[0])
    r = random.Random(1)
    before = schema_of(tenant, types)
    disagreements = []
    seen: Counter[tuple[str, str]] = Counter()
    done = 0
    while done < CHANGES:
        operations = [wider(tenant, r) for _ in range(r.choice([1, 1, 1, 2]))]
        version = value(db, "select thing.schema_version(%s)", tenant.slug)
        if tenant.call("migrate", json.dumps(operations)) is not None:
            continue
        done += 1
        after = schema_of(tenant, types)
        diff = value(db, "select thing.schema_diff(%s, %s)", tenant.slug, version)
        broken = [b.description for b in find_breaking_changes(before, after) if not UNSAID.search(b.description)]
        before = after
        seen.update((operation["op"], diff["impact"]) for operation in operations)
        if (diff["impact"] == "BREAKING") != bool(broken):
            disagreements.append((operations, diff["changes"], broken[:4]))
    assert not disagreements, f"{len(disagreements)} of {CHANGES}: {disagreements[:5]}"
    assert len(seen) > CHANGES // 5 or len(seen) > 10
