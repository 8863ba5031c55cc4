"""The administration over HTTP: statuses, and versions from one request to the next."""

from collections.abc import Iterator

import pytest

from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import Served, bearer, serving

pytestmark = pytest.mark.once

STRICT = "application/graphql-response+json"


@pytest.fixture(scope="module")
def api(server: servers.Server) -> Iterator[Served]:
    with serving(Engine, database_url=servers.asyncpg_url(server.url)) as served:
        yield served


def test_a_class_is_served_by_the_next_request_on_any_server(api: Served, server: servers.Server, tenant: str) -> None:
    admin, viewer = bearer("admin", tenant), bearer("viewer", tenant)
    with serving(Engine, database_url=servers.asyncpg_url(server.url)) as other:
        assert other.post("{ schemaVersion }", headers=viewer).headers["x-schema-version"] == "0"
        created = api.post(
            'mutation { createSchemaClass(class: "Note", fields: [{name: "text", type: "text"}]) { version } }',
            headers=admin,
        )
        assert created.json() == {"data": {"createSchemaClass": {"version": 1}}}
        seen = created.headers["x-schema-version"]
        assert seen == "1"
        for served in (api, other):
            answer = served.post("{ notes { totalCount } }", headers={**viewer, "x-schema-version": seen})
            assert answer.json() == {"data": {"notes": {"totalCount": 0}}}
            assert answer.headers["x-schema-version"] == seen


def test_statuses(api: Served, tenant: str) -> None:
    drop = 'mutation { dropSchemaClass(class: "Note") { version } }'
    accept = {"accept": STRICT}
    assert api.post(drop, headers={**bearer("editor", tenant), **accept}).status_code == 403
    assert api.post("{ tenants { slug } }", headers={**bearer("admin", tenant), **accept}).status_code == 403
    mixed = api.post("{ schemaVersion tenants { slug } }", headers={**bearer("operator", tenant), **accept})
    assert mixed.status_code == 400
    failed = api.post(drop, headers={**bearer("admin", tenant), **accept})
    assert failed.status_code == 200  # it was executed: the error is in the body
    assert failed.json()["errors"][0]["extensions"]["code"] == "UNKNOWN_CLASS"
    query = {"query": "{ schemaVersions { changes } }"}
    assert api.client.get("/graphql", params=query, headers=bearer("admin", tenant)).status_code == 200
    refused = api.client.get("/graphql", params={"query": drop}, headers=bearer("admin", tenant))
    assert refused.status_code == 405


def test_an_operator_without_a_tenant(api: Served, tenant: str) -> None:
    operator = bearer("operator", None)
    query = "query ($s: String!) { tenant(slug: $s) { slug } }"
    answer = api.post(query, variables={"s": tenant}, headers=operator)
    assert answer.json() == {"data": {"tenant": {"slug": tenant}}}
    text = api.client.get("/schema.graphql", headers=operator).text
    assert "dropTenant(" in text
    assert "schemaClasses" not in text
    assert api.client.get("/schema.graphql", headers=bearer("admin", None)).status_code == 403
