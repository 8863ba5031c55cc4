"""The real engine behind the real server, on the real database: every refusal of an operation, and what goes away under it."""

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import psycopg
import pytest

from py_api import logs
from py_api.config import PoolLimits
from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import Served, bearer
from tests.support.waiting import until

pytestmark = pytest.mark.once

STRICT = "application/graphql-response+json"


SCHEMA = """
    select thing.migrate(%s, '[
      {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text", "rules": {"required": true}}]},
      {"op": "create_class", "class": "Product", "fields": [{"name": "name", "type": "text"}, {"name": "price", "type": "decimal"}]}]')
"""


@pytest.fixture
def shop(tenant: str, build: Callable[..., None]) -> str:
    """A tenant with two classes and some things."""
    build(SCHEMA, tenant)
    build(f"insert into tenant_{tenant}.tc_product (name, price) select 'P' || n, n from generate_series(1, 30) n")
    return tenant


@pytest.fixture
def real(serve: Callable[..., Served], server: servers.Server) -> Callable[..., Served]:
    return lambda **settings: serve(Engine, database_url=servers.asyncpg_url(server.url), **settings)


def answer(
    served: Served, tenant: str, query: str, role: str = "admin", headers: Mapping[str, str] = {}, **body: Any
) -> Any:
    response = served.post(query, headers={**bearer(role, tenant), "accept": STRICT, **headers}, **body)
    told = response.json()
    if "data" in told:
        assert response.status_code == 200
    else:
        assert response.status_code == told["errors"][0]["extensions"].get("status", response.status_code)
    return told


def code(*arguments: Any, **more: Any) -> str:
    return str(answer(*arguments, **more)["errors"][0]["extensions"]["code"])


def test_an_answer(real: Callable[..., Served], shop: str) -> None:
    served = real()
    told = answer(served, shop, "{ products(first: 2, orderBy: [{price: DESC}]) { nodes { name price } totalCount } }")
    assert told == {"data": {"products": {
        "nodes": [{"name": "P30", "price": "30"}, {"name": "P29", "price": "29"}], "totalCount": 30,
    }}}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ products { nodes { nam } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "OPERATION_RESOLUTION_FAILURE"),
        ("query ($n: Int!) { products(first: $n) { totalCount } }", "INVALID_VARIABLE"),
        ("subscription { productChanged { thingId } }", "GRAPHQL_VALIDATION_FAILED NOT_SUPPORTED"),
        ("{ products { nodes { " + "name " * 2001 + "} } }", "TOKEN_LIMIT"),
        (
            "{ products { nodes { ...F ...G } } } fragment F on Product { " + "name " * 1900 + "}",
            "FIELD_LIMIT GRAPHQL_VALIDATION_FAILED",
        ),
        ("{ products { nodes " + "{ a " * 12 + "{ b }" + " }" * 12 + " } }", "DEPTH_LIMIT"),
        ("{ products { nodes { " + " ".join(f"a{n}: name" for n in range(101)) + " } } }", "ALIAS_LIMIT"),
        ("{ " + "__typename " * 21 + "}", "ROOT_FIELD_LIMIT"),
        ("{ products { nodes { " + "name @skip(if: false) " * 51 + "} } }", "DIRECTIVE_LIMIT"),
        ("{ products(first: 1001) { nodes { id } } }", "LIST_LIMIT INVALID_PAGE"),
        ("{ products(first: 1, last: 1) { nodes { id } } }", "INVALID_PAGE"),
        ('{ products(first: 1, after: "nonsense") { nodes { id } } }', "INVALID_CURSOR"),
    ],
)
def test_each_refusal_of_a_document(real: Callable[..., Served], shop: str, query: str, said: str) -> None:
    assert code(real(), shop, query) in said.split()


def test_mutations_by_get(real: Callable[..., Served], shop: str) -> None:
    served = real()
    headers = bearer("admin", shop)
    response = served.get(headers, query='mutation { createMaker(input: {name: "M"}) { id } }')
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"
    assert served.get(headers, query="{ makers { totalCount } }").json() == {"data": {"makers": {"totalCount": 0}}}


def test_roles(real: Callable[..., Served], shop: str) -> None:
    served = real()
    mutation = 'mutation { createMaker(input: {name: "M"}) { name createdBy } }'
    assert code(served, shop, mutation, "viewer") == "FORBIDDEN"
    assert answer(served, shop, mutation, "editor") == {"data": {"createMaker": {"name": "M", "createdBy": "me"}}}


def test_tenants_that_are_not_there(real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]) -> None:
    served = real()
    assert code(served, "nobody", "{ __typename }") == "UNKNOWN_TENANT"
    assert answer(served, shop, "{ products { totalCount } }")
    db.execute("select thing.suspend_tenant(%s)", (shop,))
    until(lambda: shop not in served.app.pools.tenants.known)  # what is asked in between is told TENANT_CHANGED
    assert code(served, shop, "{ products { totalCount } }") == "TENANT_SUSPENDED"
    db.execute("select thing.resume_tenant(%s)", (shop,))
    assert answer(served, shop, "{ products { totalCount } }") == {"data": {"products": {"totalCount": 30}}}


def test_a_busy_tenant(real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]) -> None:
    served = real(pools=PoolLimits(per_tenant=1, wait_seconds=0.2))
    assert answer(served, shop, "{ products { totalCount } }")
    with db.transaction():
        db.execute(f"lock table tenant_{shop}.tc_product in access exclusive mode")
        waiting = threading.Thread(target=lambda: answer(served, shop, "{ products { totalCount } }"))
        waiting.start()
        until(lambda: served.app.pools.sizes()["idle"] == 0 and served.app.pools.sizes()["connections"] == 1)
        assert code(served, shop, "{ products { totalCount } }") == "TENANT_BUSY"
    waiting.join()
    assert answer(served, shop, "{ products { totalCount } }")


def test_more_than_the_tenant_may_use(real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]) -> None:
    db.execute('select thing.tenant_limits(%s, \'{"work_mem": "64kB", "temp_file_limit": "0kB"}\')', (shop,))
    db.execute(
        f"insert into tenant_{shop}.tc_product (name) select repeat(md5(n::text), 9) from generate_series(1, 5000) n"
    )
    query = "{ products(first: 1000, orderBy: [{name: ASC}]) { nodes { name } } }"
    assert code(real(), shop, query) == "RESOURCE_LIMIT"


def test_no_database(serve: Callable[..., Served]) -> None:
    response = serve(Engine).post(headers={"accept": STRICT})
    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == "DATABASE_UNAVAILABLE"
    assert response.headers["retry-after"] == "1"
    schema = serve(Engine).client.get("/schema.graphql", headers=bearer())
    assert schema.status_code == 503
    assert schema.json()["errors"][0]["extensions"]["code"] == "DATABASE_UNAVAILABLE"


def test_a_change_is_seen_by_other_processes(
    real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]
) -> None:
    one, two = real(), real()
    for served in (one, two):
        assert code(served, shop, "{ products { nodes { weight } } }") == "GRAPHQL_VALIDATION_FAILED"
    version = db.execute("select thing.schema_version(%s)", (shop,)).fetchone()
    assert version is not None
    db.execute("select thing.add_field(%s, 'Product', 'weight', 'decimal')", (shop,))
    seen = {"x-schema-version": str(version[0] + 1)}
    for served in (one, two):
        assert "data" in answer(served, shop, "{ products(first: 1) { nodes { weight } } }", headers=seen)


def test_connections_that_are_cut_under_it(real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]) -> None:
    served = real()
    for _ in range(3):
        assert answer(served, shop, "{ products { totalCount } }") == {"data": {"products": {"totalCount": 30}}}
        # (Not those of other tests' tenants, which log in themselves.)
        db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where application_name like 'thingbase%' and usename not like 'tenant%'"
        )


@contextlib.contextmanager
def hanging() -> Iterator[str]:
    """A Redis that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_hanging_redis_breaks_nothing(real: Callable[..., Served], shop: str) -> None:
    with hanging() as url:
        served = real(redis_url=url)
        started = time.monotonic()
        for _ in range(10):
            assert answer(served, shop, "{ products { totalCount } }") == {"data": {"products": {"totalCount": 30}}}
        assert "data" in answer(served, shop, "{ __schema { queryType { name } } }")
        assert time.monotonic() - started < 20
        served.stop()


def test_what_is_seen_of_a_tenant(
    real: Callable[..., Served], shop: str, db: psycopg.Connection[Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Metrics by tenant; slow operations with their SQL and none of the client's values; who is connected."""
    logging.getLogger("thingbase").propagate = True
    caplog.set_level(logging.INFO, "thingbase")
    served = real(access_log=True, slow_seconds=0.000001)
    answer(served, shop, 'query Cheap { products(filter: {name: {eq: "secret-value"}}) { nodes { name } } }')
    answer(served, shop, 'mutation Make { createProduct(input: {name: "secret-value"}) { id } }')
    assert code(served, shop, "{ nothing }") == "GRAPHQL_VALIDATION_FAILED"
    text = served.client.get("/metrics").text
    names = [
        row[0]
        for row in db.execute(
            "select application_name from pg_stat_activity where usename = %s", (f"api_tenant_{shop}",)
        )
    ]
    served.stop()
    label = f'tenant="{shop}"'
    assert f'thingbase_tenant_requests_total{{{label},code=""}} 2\n' in text
    assert f'thingbase_tenant_requests_total{{{label},code="GRAPHQL_VALIDATION_FAILED"}} 1\n' in text
    assert f"thingbase_tenant_request_seconds_count{{{label}}} 3\n" in text
    for name in ("storage_bytes", "log_bytes", "jobs_queued", "jobs_failed", "pool_connections"):
        assert f"thingbase_tenant_{name}{{{label}}} " in text, name
    assert names
    assert all(name.startswith(f"thingbase api {shop} ") for name in names)
    slow = [json.loads(logs.JsonFormatter().format(r)) for r in caplog.records if r.name == "thingbase.slow"]
    assert [(line["operation"], line["kind"]) for line in slow] == [
        ("Cheap", "query"),
        ("Make", "mutation"),
        (None, None),
    ]
    assert "tc_product" in slow[0]["sql"]
    assert "insert into" in slow[1]["sql"]
    assert slow[0]["parameters"] >= 1
    assert slow[0]["databaseMs"] > 0
    assert "secret-value" not in caplog.text
    assert slow[2]["code"] == "GRAPHQL_VALIDATION_FAILED"
