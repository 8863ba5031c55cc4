"""The same document makes the same API, byte for byte, however the schema came about.

THINGBASE_HISTORIES=1000 tries so many (default: 6)."""

import json
import os
import random
from collections.abc import Callable

import pytest

from py_api.catalog import load
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sdl import sdl_text
from py_api.schema.text_cache import TextCache
from tests.support.walks import Connection, Json, Tenant, value

HISTORIES = int(os.environ.get("THINGBASE_HISTORIES", "6"))
EMPTY: Json = {"classes": []}
# A parent, a target or a type cannot become that one; a default would give a name another meaning.
REFUSALS = {"TB020", "TB033", "TB035", "TB011"}


def sdl_of(tenant: Tenant, types: bytes) -> str:
    def asked(function: str) -> bytes:
        return str(value(tenant.db, f"select thing.{function}(%s)::text", tenant.slug)).encode()

    catalog = load.catalog_of(asked("catalog_index"), load.types_of(types)[1])
    load.take_entries(catalog, asked("catalog_entries"))
    return sdl_text(ApiSchema(catalog), TextCache())


def led_to(tenant: Tenant, document: Json) -> bool:
    """Whether the tenant's schema is that of the document now: a change may be refused."""
    statement = "select thing.migrate(%s, o) from thing.diff(%s, %s) o where o <> '[]'"
    refusal = tenant.error(statement, tenant.slug, tenant.slug, json.dumps(document))
    if refusal is not None:
        assert refusal.sqlstate in REFUSALS, refusal
        return False
    assert value(tenant.db, "select thing.diff(%s, %s)", tenant.slug, json.dumps(document)) == []
    return True


@pytest.mark.once
@pytest.mark.timeout(120 + 10 * HISTORIES)
def test_one_document_one_api(db: Connection, make_tenants: Callable[[int], list[str]]) -> None:
    types = str(value(db, "select thing.catalog_types()::text")).encode()
    author, other = (Tenant(db, slug) for slug in make_tenants(2))
    directly = different = 0
    for seed in range(HISTORIES):
        r = random.Random(seed)
        for tenant, steps in ((author, r.randint(3, 12)), (other, r.randint(0, 8))):
            if r.random() < 0.2:
                assert led_to(tenant, EMPTY)
                value(db, "select thing.purge(%s, thing.schema_version(%s))", tenant.slug, tenant.slug)
            for _ in range(steps):
                tenant.call("migrate", json.dumps([tenant.operation(r)]))
        document: Json = value(db, "select thing.document(%s)", author.slug)
        if led_to(other, document):
            directly += 1
        else:
            assert led_to(other, EMPTY)
            assert led_to(other, document)
        different += sdl_of(author, types) != sdl_of(other, types)
    assert different == 0
    assert directly > HISTORIES // 4
