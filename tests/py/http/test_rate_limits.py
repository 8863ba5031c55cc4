"""Limits of a tenant's rate: typed refusals over each transport, set while the servers run."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from py_api.engine.engine import Engine
from py_api.errors import ApiError
from tests.support import servers
from tests.support.api import Served, bearer
from tests.support.waiting import until

pytestmark = pytest.mark.once
QUERY = "{ schemaVersion }"
STRICT = "application/graphql-response+json"


@pytest.fixture
def real(serve: Callable[..., Served], server: servers.Server) -> Callable[..., Served]:
    return lambda **settings: serve(Engine, database_url=servers.asyncpg_url(server.url), **settings)


def limit(db: psycopg.Connection[Any], tenant: str, **limits: object) -> None:
    db.execute("select thing.tenant_limits(%s, %s)", (tenant, json.dumps(limits)))


def ask(served: Served, tenant: str, **headers: str) -> Any:
    return served.post(QUERY, headers={**bearer("admin", tenant), "accept": STRICT, **headers})


def code(response: Any) -> str:
    body = response.json()
    return str(body["errors"][0]["extensions"]["code"]) if "errors" in body else "served"


def test_requests(
    real: Callable[..., Served],
    tenant: str,
    make_tenants: Callable[[int], list[str]],
    db: psycopg.Connection[Any],
    redis_url: str,
) -> None:
    """Two processes that share a Redis: the limit holds at once, for both together; no other tenant feels it."""
    first, second = real(redis_url=redis_url), real(redis_url=redis_url)
    (other,) = make_tenants(1)
    for served in (first, second):
        until(lambda served=served: code(served.client.get("/ready")) == "served")  # type: ignore[misc]
        assert [code(ask(served, tenant)) for _ in range(30)] == ["served"] * 30
    limit(db, tenant, requests_per_second=3, burst_seconds=4)
    until(lambda: code(ask(first, tenant)) == "RATE_LIMITED")
    until(lambda: code(ask(second, tenant)) == "RATE_LIMITED")
    refused = ask(first, tenant)
    while code(refused) == "served":
        refused = ask(first, tenant)
    extensions = refused.json()["errors"][0]["extensions"]
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert (extensions["limit"], extensions["retryAfter"]) == (3, 1)
    until(lambda: ask(first, tenant, accept="application/json").status_code == 429)
    until(lambda: "RATE_LIMITED" in ask(first, tenant, accept="text/event-stream").text)
    until(lambda: first.client.get("/schema.graphql", headers=bearer("viewer", tenant)).status_code == 429)
    assert first.app.engine.metrics()["rate_refusals"] > 3
    assert [code(ask(first, other)) for _ in range(30)] == ["served"] * 30
    shown = first.post("{ tenantLimits { name default } }", headers=bearer("operator", other)).json()["data"]
    assert {"name": "requests_per_second", "default": "-1"} in shown["tenantLimits"]
    change = 'mutation { setTenantLimits(slug: "%s", limits: {requests_per_second: 5000}) { slug } }'
    assert code(first.post(change % tenant, headers=bearer("operator", other))) == "served"
    until(lambda: [code(ask(second, tenant)) for _ in range(20)] == ["served"] * 20)


def test_time_of_statements(real: Callable[..., Served], tenant: str, db: psycopg.Connection[Any]) -> None:
    """What statements took is measured, and paid off before others are let through. Waiting for a lock counts, too."""
    db.execute("select thing.create_class(%s, 'Product')", (tenant,))
    served = real()
    query = "{ products { nodes { id } } }"

    def ask_products() -> Any:
        return served.post(query, headers={**bearer("admin", tenant), "accept": STRICT})

    limit(db, tenant, database_seconds=0.2, burst_seconds=1)
    until(lambda: code(ask_products()) == "served")
    meter = served.app.pools.meter(tenant)
    before = meter.seconds
    with ThreadPoolExecutor(1) as beside:
        with db.transaction():
            db.execute(f"lock table tenant_{tenant}.tc_product")
            slow = beside.submit(ask_products)
            time.sleep(1.2)
        assert code(slow.result()) == "served"
    assert 1.0 <= meter.seconds - before <= 30
    refused = ask_products()
    extensions = refused.json()["errors"][0]["extensions"]
    assert (code(refused), extensions["limit"]) == ("RATE_LIMITED", 0.2)
    assert 3 <= extensions["retryAfter"] <= 150
    assert refused.headers["retry-after"] == str(extensions["retryAfter"])
    limit(db, tenant, database_seconds=None)
    until(lambda: code(ask_products()) == "served")


def test_those_who_wait_are_refused_when_the_time_is_used_up(
    real: Callable[..., Served], tenant: str, db: psycopg.Connection[Any]
) -> None:
    """They were let through before it was known what the statements before them take."""
    served = real()
    limit(db, tenant, database_seconds=0.5, burst_seconds=2)
    until(lambda: code(ask(served, tenant)) == "served")
    rates = served.app.engine.rates
    assert rates.bounds_statements(tenant)
    served.app.pools.meter(tenant).seconds += 60
    with pytest.raises(ApiError, match="more time than they may"):
        rates.check(tenant)
