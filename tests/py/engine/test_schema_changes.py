"""What clients meet when the schema changes: at once after the word of it, by themselves on a stale plan, never older than they have seen."""

import asyncio
import gc
import json
import weakref
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.catalog import load
from py_api.engine.request import GraphQLRequest
from py_api.principal import Principal
from tests.py.engine.conftest import Running, create

pytestmark = pytest.mark.once

NAMES = "{ makers { nodes { name } } }"


def test_a_change_is_served_once_the_listener_has_told_of_it(api: Running) -> None:
    api.migrate(create("Maker", "name"))
    assert api.ask(NAMES) == {"data": {"makers": {"nodes": []}}}
    version = api.migrate({"op": "add_field", "class": "Maker", "field": {"name": "town", "type": "text"}})
    assert "town" in api.ask("{ makers { nodes { town } } }")["errors"][0]["message"]
    api.told(version)
    answer = api.answer("{ makers { nodes { town } } }")
    assert (answer.executed, answer.schema_version) == (True, version)


def test_a_client_is_never_served_an_older_schema_than_it_has_seen(api: Running) -> None:
    api.migrate(create("Maker", "name"))
    api.ask(NAMES)
    version = api.migrate({"op": "add_field", "class": "Maker", "field": {"name": "town", "type": "text"}})
    answer = api.answer("{ makers { nodes { town } } }", seen_version=version)
    assert (answer.executed, answer.schema_version) == (True, version)


def test_a_plan_that_went_stale_is_made_anew_once(api: Running) -> None:
    api.migrate(create("Maker", "name", "town"))
    query = "{ makers(filter: {town: {eq: null}}) { totalCount } }"
    assert api.ask(query) == {"data": {"makers": {"totalCount": 0}}}
    version = api.migrate({"op": "alter_field", "class": "Maker", "field": "town", "set": {"type": "integer"}})
    api.db.execute("select thing.purge(%s, %s)", (api.tenant, version))
    assert api.ask(query) == {"data": {"makers": {"totalCount": 0}}}
    assert api.engine.metrics()["stale_plans"] == 1


def test_what_a_change_took_away_is_told_as_such(api: Running) -> None:
    api.migrate(create("Maker", "name", "town"))
    query = "{ makers { nodes { town } } }"
    api.ask(query)
    api.told(api.migrate({"op": "drop_field", "class": "Maker", "field": "town"}))
    (error,) = api.ask(query)["errors"]
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "town" in error["message"]


def test_without_a_listener_versions_are_looked_at_every_second(
    make_engine: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    api = make_engine(listening=False)
    api.migrate(create("Maker", "name"))
    api.ask(NAMES)
    api.migrate({"op": "add_field", "class": "Maker", "field": {"name": "town", "type": "text"}})
    monkeypatch.setattr("py_api.engine.schema_cache.UNHEARD_SECONDS", 0.0)
    assert api.ask("{ makers { nodes { town } } }") == {"data": {"makers": {"nodes": []}}}


def test_what_was_said_while_nobody_listened_is_caught_up_with(api: Running) -> None:
    api.migrate(create("Maker", "name"))
    api.ask(NAMES)
    api.engine.listener_lost()
    api.migrate({"op": "add_field", "class": "Maker", "field": {"name": "town", "type": "text"}})
    api.engine.listener_back()
    assert api.ask("{ makers { nodes { town } } }") == {"data": {"makers": {"nodes": []}}}


def test_a_change_reads_only_what_has_changed(api: Running) -> None:
    api.migrate(*(create(f"Class{n}", "name") for n in range(20)))
    api.ask("{ class3s { totalCount } class7s { totalCount } }")
    old = api.engine.schemas.tenants[api.tenant].schema.api.catalog
    version = api.migrate({"op": "add_field", "class": "Class3", "field": {"name": "town", "type": "text"}})
    api.told(version)
    api.ask("{ class7s { totalCount } }")
    new = api.engine.schemas.tenants[api.tenant].schema.api.catalog
    untouched = old.by_name["Class7"].id
    assert new.entries[untouched] is old.entries[untouched]
    touched = old.by_name["Class3"].id
    assert ("town" in new.entries[touched].fields, "town" in old.entries[touched].fields) == (True, False)


@pytest.mark.parametrize("step", range(6))
def test_a_catalog_that_was_patched_equals_one_that_was_read(
    api: Running, make_engine: Callable[..., Running], step: int
) -> None:
    api.migrate(create("Maker", "name"), create("Product", "name"), create("Tag", "name"))
    api.migrate(create("Lamp", extends="Product"))
    api.ask("{ products { totalCount } }")
    changes: list[list[dict[str, Any]]] = [
        [create("Shop", "name")],
        [{"op": "rename_class", "class": "Product", "to": "Article"}],
        [{"op": "drop_class", "class": "Tag"}],
        [create("Desk", extends="Product")],
        [{"op": "drop_class", "class": "Lamp"}],
        [{"op": "add_field", "class": "Maker", "field": {"name": "best", "type": "reference", "target": "Product"}}],
    ]
    version = api.migrate(*changes[step])
    api.told(version)
    api.ask("{ makers { totalCount } }")
    other = make_engine()
    other.ask("{ makers { totalCount } }")
    patched, read = (r.engine.schemas.tenants[api.tenant].schema.api.catalog for r in (api, other))
    assert patched.shape == read.shape
    for attribute in ("heads", "by_name", "by_singular", "by_plural", "children"):
        assert getattr(patched, attribute) == getattr(read, attribute), attribute
    assert list(patched.heads) == list(read.heads)


def test_operations_that_come_while_the_schema_changes_are_all_answered(api: Running) -> None:
    api.migrate(create("Maker", "name"))
    api.ask(NAMES)

    async def storm() -> list[bytes]:
        principal = Principal(api.tenant, "admin", "kari", 9e9)

        async def one(number: int) -> bytes:
            await asyncio.sleep(number / 1000)
            return (await api.engine.execute(principal, GraphQLRequest(NAMES, None, {}))).body

        async def change() -> None:
            for number in range(10):
                field = {"name": f"town{number}", "type": "text"}
                await asyncio.to_thread(api.migrate, {"op": "add_field", "class": "Maker", "field": field})
                api.engine.schema_changed(api.tenant, 99)

        bodies, _ = await asyncio.gather(asyncio.gather(*(one(n) for n in range(200))), change())
        return bodies

    assert set(api.runner.run(storm())) == {b'{"data":{"makers":{"nodes":[]}}}'}


def test_a_broken_connection_is_no_matter_to_a_query(api: Running, db: psycopg.Connection[Any]) -> None:
    api.migrate(create("Maker", "name"))
    api.ask(NAMES)
    ended = db.execute(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename like 'api_tenant_%%'"
    )
    assert ended.fetchone() != (0,)
    assert api.ask(NAMES) == {"data": {"makers": {"nodes": []}}}


def test_types_of_a_schema_that_nobody_uses_are_gone(api: Running) -> None:
    """At once: they would be a long stop of the garbage collector's when the schemas of many changes end together."""
    api.migrate(create("Maker", "name"))
    api.ask(NAMES)
    schema = api.engine.schemas.tenants[api.tenant].schema
    kept = weakref.ref(schema.api.schema.type_map["MakerConnection"])
    version = api.migrate({"op": "add_field", "class": "Maker", "field": {"name": "town", "type": "text"}})
    gc.collect()
    gc.disable()
    try:
        api.told(version)
        assert "errors" not in api.ask("{ makers { nodes { town } } }")
        assert kept() is not None, "somebody is still using it"
        del schema
        assert kept() is None
    finally:
        gc.enable()


def test_a_schema_that_never_rests(api: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    api.migrate(create("Maker", "name"))

    async def outdated(*_: object) -> None:
        raise load.Outdated

    monkeypatch.setattr(load, "read_entries", outdated)
    answer = api.answer(NAMES)
    assert (answer.status, json.loads(answer.body)["errors"][0]["extensions"]["code"]) == (503, "SCHEMA_CHANGED")
