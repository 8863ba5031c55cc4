"""Tenants of one shape share what is compiled; roles and tenants are kept apart all the same."""

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api.principal import Role
from tests.py.engine.conftest import Running, create

pytestmark = pytest.mark.once

QUERY = "{ makers { nodes { name } } }"


@pytest.fixture
def other(api: Running, db: psycopg.Connection[Any]) -> Any:
    slug = f"t{uuid4().hex[:12]}"
    db.execute("select thing.create_tenant(%s)", (slug,))
    yield slug
    db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


def test_tenants_of_one_shape_share_plans_and_nothing_else(api: Running, other: str) -> None:
    for tenant in (api.tenant, other):
        api.migrate(create("Maker", "name"), tenant=tenant)
        api.db.execute(f"insert into tenant_{tenant}.tc_maker (name) values ('{tenant}')")
    for tenant in (api.tenant, other):
        assert api.ask(QUERY, tenant=tenant) == {"data": {"makers": {"nodes": [{"name": tenant}]}}}
    assert api.engine.metrics() | {"operations_compiled": 1, "shapes": 1, "tenants_known": 2} == api.engine.metrics()


def test_tenants_part_when_one_of_them_changes(api: Running, other: str) -> None:
    for tenant in (api.tenant, other):
        api.migrate(create("Maker", "name"), tenant=tenant)
        api.ask(QUERY, tenant=tenant)
    version = api.migrate({"op": "rename_field", "class": "Maker", "field": "name", "to": "title"}, tenant=other)
    api.told(version, other)
    assert "errors" in api.ask(QUERY, tenant=other)
    assert "errors" not in api.ask(QUERY)


@pytest.mark.parametrize(
    ("role", "allowed"), [("viewer", False), ("editor", True), ("admin", True), ("operator", True)]
)
def test_who_may_write_things(api: Running, role: Role, allowed: bool) -> None:
    api.migrate(create("Maker", "name"))
    answer = api.answer('mutation { createMaker(input: {name: "Fjell"}) { createdBy } }', role=role)
    if allowed:
        assert json.loads(answer.body) == {"data": {"createMaker": {"createdBy": "kari"}}}
    else:
        assert (answer.status, json.loads(answer.body)["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
        assert api.ask("{ makers { totalCount } }") == {"data": {"makers": {"totalCount": 0}}}


def test_a_tenant_that_is_not_there(api: Running) -> None:
    answer = api.answer(QUERY, tenant="nobody")
    assert (answer.status, json.loads(answer.body)["errors"][0]["extensions"]["code"]) == (404, "UNKNOWN_TENANT")


def test_a_suspended_tenant(api: Running) -> None:
    api.migrate(create("Maker", "name"))
    api.ask(QUERY)
    api.db.execute("select thing.suspend_tenant(%s)", (api.tenant,))
    answer = api.answer(QUERY)
    assert (answer.status, json.loads(answer.body)["errors"][0]["extensions"]["code"]) == (403, "TENANT_SUSPENDED")
    api.db.execute("select thing.resume_tenant(%s)", (api.tenant,))
    assert "errors" not in api.ask(QUERY)


def test_introspection_and_data_in_one_operation(api: Running) -> None:
    api.migrate(create("Maker", "name"))
    query = '{ a: __type(name: "Maker") { name } makers { totalCount } __schema { queryType { name } } }'
    for _ in range(2):
        assert api.ask(query) == {
            "data": {"a": {"name": "Maker"}, "__schema": {"queryType": {"name": "Query"}}, "makers": {"totalCount": 0}}
        }
    assert api.ask("query($n: String!) { __type(name: $n) { name } }", variables={"n": "MakerFilter"}) == {
        "data": {"__type": {"name": "MakerFilter"}}
    }
    assert api.ask("query($n: String!) { __type(name: $n) { name } }", variables={"n": "Nothing"}) == {
        "data": {"__type": None}
    }


def test_a_slug_that_is_used_again_is_another_tenant(api: Running, other: str) -> None:
    api.migrate(create("Maker", "name"), tenant=other)
    api.ask(QUERY, tenant=other)
    api.db.execute("select thing.drop_tenant(%s, %s)", (other, other))
    api.db.execute("select thing.create_tenant(%s)", (other,))
    api.migrate(create("Shop", "name"), create("Desk", "name"), tenant=other)
    api.told(api.migrate(create("Lamp", "name"), tenant=other), other)  # further than the first one came
    assert api.ask("{ shops { totalCount } }", tenant=other) == {"data": {"shops": {"totalCount": 0}}}
    assert "errors" in api.ask(QUERY, tenant=other)
