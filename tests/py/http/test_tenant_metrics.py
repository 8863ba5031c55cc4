"""Metrics by tenant: bounded, and no series that is shown falls."""

import json

import pytest

from py_api.http.metrics import Metrics, Numbers
from py_api.http.tenant_metrics import OTHERS, TenantTable
from py_api.logs import RequestRecord

pytestmark = pytest.mark.once


def test_so_many_are_shown_and_the_rest_together() -> None:
    table = TenantTable(2)
    for tenant, seconds in (("a", 1.0), ("b", 1.0), ("c", 9.0), ("c", 9.0)):
        table.count(tenant, "", seconds, 0.5, 100)
    shown = table.numbers([{"a": {"pool_connections": 1}, "c": {"pool_connections": 2}, "d": {"pool_connections": 3}}])
    assert set(shown) == {"a", "b", OTHERS}
    assert shown[OTHERS].requests[""] == 2
    assert shown[OTHERS].gauges == {"pool_connections": 5}
    table.rank()
    table.count("c", "TIMEOUT", 9.0, 0.5, 100)
    shown = table.numbers([])
    assert len(shown) == 3
    assert dict(shown["c"].requests) == {"TIMEOUT": 1}, "from when it is shown"
    assert shown[OTHERS].requests[""] == 2, "what it had before stays with the others"


def test_several_workers_are_one() -> None:
    metrics = Metrics()
    metrics.watch_tenants(lambda: {"acme": {"storage_bytes": 10.0, "subscriptions": 2.0}})
    metrics.count(200, "", 0.01, RequestRecord("acme", database_seconds=0.005), 70)
    both = Numbers.of_json(json.loads(json.dumps(metrics.numbers().as_json())))
    both.add(metrics.numbers())
    text = both.text()
    assert 'thingbase_tenant_requests_total{tenant="acme",code=""} 2\n' in text
    assert 'thingbase_tenant_response_bytes_total{tenant="acme"} 140\n' in text
    assert 'thingbase_tenant_subscriptions{tenant="acme"} 4\n' in text
    assert 'thingbase_tenant_storage_bytes{tenant="acme"} 10\n' in text, "each process sees the same database"
    assert 'thingbase_tenant_database_seconds_total{tenant="acme"} 0.010000\n' in text
    gone = both.without_gauges().text()
    assert "thingbase_tenant_subscriptions{" not in gone
    assert 'thingbase_tenant_requests_total{tenant="acme",code=""} 2\n' in gone
