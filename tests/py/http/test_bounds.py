"""What clients send is kept within bounds, and not at all where it is refused; compiling it holds up nobody."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from py_api import cache
from py_api.cache import Cache
from py_api.compiler import operation, values
from py_api.config import Limits
from py_api.cpu_budget import CpuBudget, Spent
from py_api.engine.engine import Engine
from py_api.errors import ApiError
from tests.support import servers
from tests.support.api import Served, bearer
from tests.support.hostile import ladder
from tests.support.waiting import until

pytestmark = pytest.mark.once
STRICT = "application/graphql-response+json"


@pytest.fixture
def real(serve: Callable[..., Served], server: servers.Server) -> Callable[..., Served]:
    return lambda **settings: serve(Engine, database_url=servers.asyncpg_url(server.url), **settings)


@pytest.fixture
def shop(tenant: str, db: psycopg.Connection[Any]) -> str:
    db.execute("select thing.create_class(%s, 'Product')", (tenant,))
    db.execute("select thing.add_field(%s, 'Product', 'name', 'text')", (tenant,))
    db.execute(f"insert into tenant_{tenant}.tc_product (name) values ('a'), ('b'), (repeat('long', 5000))")
    return tenant


def ask(served: Served, tenant: str, query: str | None, **body: Any) -> Any:
    return served.post(query, headers={**bearer("viewer", tenant), "accept": STRICT}, **body)


def owe(served: Served, tenant: str, seconds: float) -> None:
    account = served.app.engine.budget._account(tenant)
    account.left, account.looked = -seconds, time.monotonic()


def code(response: Any) -> str:
    body = response.json()
    return str(body["errors"][0]["extensions"]["code"]) if "errors" in body else "served"


# --- bytes ----------------------------------------------------------------------------------------------------------


def test_a_cursor_that_is_refused_is_not_kept(real: Callable[..., Served], shop: str) -> None:
    served = real()
    query = "query ($c: String, $o: [ProductOrderBy!]) { products(first: 1, after: $c, orderBy: $o) {"
    query += " nodes { name } pageInfo { endCursor } } }"
    values._CURSORS.put("known", ["x"])
    before = values._CURSORS.used
    for n in range(3):
        long = base64.urlsafe_b64encode(json.dumps([f"{n}", *[0] * 60_000]).encode()).decode()
        short = base64.urlsafe_b64encode(json.dumps([f"{n}", *[0] * 1_000]).encode()).decode()
        deep = base64.urlsafe_b64encode(b'["a",' * 2_000).decode()
        for cursor in (long, short, deep, "é", "x" * 10_000):
            assert code(ask(served, shop, query, variables={"c": cursor})) == "INVALID_CURSOR"
    assert values._CURSORS.used == before, "nothing of it"
    by_name = [{"name": "DESC"}]
    page = ask(served, shop, query, variables={"o": by_name}).json()["data"]["products"]
    assert page["nodes"] == [{"name": "long" * 5_000}]
    refused = ask(served, shop, query, variables={"c": page["pageInfo"]["endCursor"], "o": by_name})
    assert "page by offset" in refused.json()["errors"][0]["extensions"]["hint"]
    page = ask(served, shop, query, variables={}).json()["data"]["products"]
    assert code(ask(served, shop, query, variables={"c": page["pageInfo"]["endCursor"]})) == "served"
    assert values._CURSORS.used > before


def test_a_persisted_document_that_is_refused_is_not_kept(
    real: Callable[..., Served], shop: str, valkey_url: str
) -> None:
    served = real(redis_url=valkey_url)
    remembered = served.app.realtime.persisted._remembered

    def sent(document: str) -> tuple[str, str]:
        digest = sha256(document.encode()).hexdigest()
        extensions = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
        said = code(ask(served, shop, document, extensions=extensions))
        return said, code(ask(served, shop, None, extensions=extensions))

    assert sent("{ nothing } #" + "x" * 90_000) == ("GRAPHQL_VALIDATION_FAILED", "PERSISTED_QUERY_NOT_FOUND")
    assert sent("{ a } #" + "x" * 200_000) == ("DOCUMENT_TOO_LARGE", "PERSISTED_QUERY_NOT_FOUND")
    assert sent("{ products { nodes { name }") == ("GRAPHQL_PARSE_FAILED", "PERSISTED_QUERY_NOT_FOUND")
    assert len(remembered) == remembered.used == 0
    assert sent("{ products { totalCount } }") == ("served", "served")
    assert len(remembered) == 1


def test_headers_that_are_long_are_read_once_and_not_kept(api: Served) -> None:
    long = {"accept": ",".join(f"text/x{n}" for n in range(1_000)) + ",application/json"}
    assert code(api.post(headers=long)) == "BAD_REQUEST"


def test_what_is_in_redis_is_unpacked_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 100_000)
    kept = asyncio.run(cache._packed(b"x" * 100_000))
    assert asyncio.run(cache._unpacked(kept)) == b"x" * 100_000
    with pytest.raises(ValueError, match="too large"):
        asyncio.run(cache._unpacked(asyncio.run(cache._packed(b"x" * 100_001))))
    assert isinstance(Cache(None), Cache)


# --- of a tenant of its own -------------------------------------------------------------------------------------------


def test_limits_of_requests_are_a_tenants_own_and_hold_at_once(
    real: Callable[..., Served], shop: str, db: psycopg.Connection[Any], make_tenants: Callable[[int], list[str]]
) -> None:
    """Also for a tenant of the same shape, whose limits are others, and for what was refused or planned before."""
    (other,) = make_tenants(1)
    for change in ("create_class(%s, 'Product')", "add_field(%s, 'Product', 'name', 'text')"):
        db.execute(f"select thing.{change}", (other,))
    served = real(limits=Limits(list_size=50))
    until(lambda: code(served.client.get("/ready")) == "served")
    many, deep = "{ products(first: 60) { nodes { name } } }", "{ products { nodes { name } } }"
    assert [code(ask(served, slug, many)) for slug in (shop, other)] == ["LIST_LIMIT"] * 2
    db.execute("select thing.tenant_limits(%s, %s)", (shop, '{"list_size": 60, "depth": "1"}'))
    until(lambda: code(ask(served, shop, many)) == "DEPTH_LIMIT")
    db.execute("select thing.tenant_limits(%s, %s)", (shop, '{"depth": null}'))
    until(lambda: code(ask(served, shop, many)) == "served")
    assert "60" in ask(served, shop, "{ products(first: 61) { nodes { id } } }").json()["errors"][0]["message"]
    assert [code(ask(served, other, query)) for query in (many, deep)] == ["LIST_LIMIT", "served"]
    shown = served.post("{ tenantLimits { name default } }", headers=bearer("operator", other)).json()["data"]
    assert {"name": "list_size", "default": "service"} in shown["tenantLimits"]


def test_limits_of_a_persisted_document(real: Callable[..., Served], shop: str, db: psycopg.Connection[Any]) -> None:
    """In place of the tenant's, for who names it by its hash; they hold at once."""
    served, query = real(limits=Limits(list_size=50)), "{ products(first: 60) { nodes { name } } }"

    def persist(limits: str | None) -> None:
        db.execute("select thing.persist_document(%s, %s, %s)", (shop, query, limits))

    digest = sha256(query.encode()).hexdigest()
    by_id = {"documentId": f"sha256:{digest}"}
    hashed = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}
    persist('{"list_size": 60}')
    assert code(ask(served, shop, query)) == "LIST_LIMIT"
    assert [code(ask(served, shop, None, **by_id)), code(ask(served, shop, query, **hashed))] == ["served"] * 2
    for limits, said in (('{"list_size": 40}', "LIST_LIMIT"), ('{"list_size": 70}', "served"), ("{}", "LIST_LIMIT")):
        persist(limits)
        until(lambda said=said: code(ask(served, shop, None, **by_id)) == said)  # type: ignore[misc]
    db.execute("select thing.persist_document(%s, %s, '{\"list_size\": 70}')", (shop, query))
    until(lambda: code(ask(served, shop, None, **by_id)) == "served")
    db.execute("select thing.forget_document(%s, %s)", (shop, digest))
    until(lambda: code(ask(served, shop, None, **by_id)) == "LIST_LIMIT")
    assert code(ask(served, shop, None, **by_id)) == "LIST_LIMIT"


# --- time -----------------------------------------------------------------------------------------------------------


def test_new_documents_have_a_budget(
    real: Callable[..., Served], shop: str, make_tenants: Callable[[int], list[str]]
) -> None:
    served = real(limits=Limits(cpu_rate=10, cpu_saved=150))
    (other,) = make_tenants(1)
    known = "{ products { totalCount } }"
    assert code(ask(served, shop, known)) == "served"
    nope = "{ " + " ".join(f"a{n}: products {{ nope }}" for n in range(15)) + " }"
    assert code(ask(served, shop, nope)) == "GRAPHQL_VALIDATION_FAILED"
    assert served.app.engine.budget._account(shop).left < 0.147, "it is charged"
    owe(served, shop, 0.05)
    refused = ask(served, shop, nope + " ")
    assert (code(refused), refused.status_code) == ("CPU_BUDGET", 429)
    seconds = refused.json()["errors"][0]["extensions"]["retryAfter"]
    assert refused.headers["retry-after"] == str(seconds)
    assert 1 <= seconds <= 6
    compiled = served.app.engine.metrics()["operations_compiled"]
    streamed = served.post(
        "{ products { nodes { id } } }", headers={**bearer("viewer", shop), "accept": "text/event-stream"}
    )
    assert "CPU_BUDGET" in streamed.text
    assert streamed.headers["retry-after"].isdigit()
    assert served.app.engine.metrics()["operations_compiled"] == compiled
    assert code(ask(served, shop, known)) == "served", "what is known goes on"
    assert code(ask(served, other, "{ schemaVersion }")) == "served", "and so do the others"


def test_what_was_refused_is_refused_again_without_looking(
    real: Callable[..., Served], shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = real()
    compiled: list[int] = []
    work = operation.Operation.__init__

    def watched(*given: Any) -> None:
        compiled.append(1)
        work(*given)

    monkeypatch.setattr(operation.Operation, "__init__", watched)
    said = {ask(served, shop, "{ products { nope } }").text for _ in range(30)}
    assert len(said) == 1
    assert len(compiled) <= 2, "and the first time, some entry of the catalog is missing"


def test_documents_and_plans_are_made_beside_the_event_loop(
    real: Callable[..., Served], shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def watched(name: str, of: Any) -> None:
        made = getattr(of, name)

        def call(*arguments: Any) -> Any:
            threads.append(threading.current_thread().name)
            return made(*arguments)

        monkeypatch.setattr(of, name, call)

    watched("parsed", operation)
    watched("__init__", operation.Operation)
    watched("compile", operation.Operation)
    served = real()
    assert code(ask(served, shop, ladder(20, 8))) == "GRAPHQL_VALIDATION_FAILED"
    query = "query ($f: ProductFilter) { products(filter: $f) { totalCount } }"
    assert code(ask(served, shop, query, variables={"f": {"name": {"eq": "a"}}})) == "served"
    assert code(ask(served, shop, query, variables={"f": {"name": {"ne": "a"}}})) == "served"
    assert len(threads) >= 5
    assert {name.partition("_")[0] for name in threads} == {"computing"}


def _busy(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_the_budget_is_paid_back_with_time() -> None:
    async def main() -> None:
        budget = CpuBudget(rate=10, saved=100)
        await budget.run("a", lambda: _busy(0.15))
        with pytest.raises(ApiError) as refused:
            await budget.run("a", lambda: None)
        assert refused.value.code == "CPU_BUDGET"
        assert await budget.run("b", lambda: 1) == 1, "each tenant has its own"
        assert await budget.run("a", lambda: 2, Spent.FREE) == 2
        assert await budget.run("a", lambda: 3, Spent.WAIT) == 3
        assert await budget.run("a", lambda: 4) == 4
        with pytest.raises(ZeroDivisionError):
            await budget.run("a", lambda: 1 // 0)
        budget.close()

    asyncio.run(main())


def test_documents_of_a_tenant_wait_for_one_another_and_not_in_thousands() -> None:
    async def main() -> None:
        budget = CpuBudget(rate=1_000, saved=10_000)
        asked = [asyncio.ensure_future(budget.run("a", lambda: _busy(0.001))) for _ in range(200)]
        told = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(each, ApiError) and each.status == 429 for each in told) == 200 - 64
        budget.close()

    asyncio.run(main())


def test_who_owes_is_refused_late_and_only_for_what_is_not_ordinary(
    real: Callable[..., Served], shop: str, make_tenants: Callable[[int], list[str]]
) -> None:
    served = real(limits=Limits(cpu_rate=1, cpu_saved=300))
    budget, (other,) = served.app.engine.budget, make_tenants(1)
    query = "query ($f: ProductFilter) { products(filter: $f) { totalCount } }"
    large = {"f": {"name": {"in": ["x" * 90] * 200}}}
    headers = {**bearer("viewer", shop), "accept": STRICT, "content-type": "application/json"}

    def charged(ask: Callable[[], Any], told: str) -> float:
        before = budget._account(shop).left
        assert code(ask()) == told
        return before - budget._account(shop).left

    def known() -> Any:
        return ask(served, shop, query, variables={})

    def known_and_large() -> Any:
        return ask(served, shop, query, variables=large)

    assert charged(known, "served") > 0.0005, "it is new"
    assert charged(known, "served") <= 0, "it is ordinary"
    assert charged(known_and_large, "served") > 0.0
    assert charged(known_and_large, "served") > 0.0, "reading it is charged each time"
    for malformed in (b"{", b"[]", b'{"query": 1}', b'{"query": "{ nope"}', b'{"query": "{ nope"}'):
        send = partial(served.client.post, "/graphql", headers=headers, content=malformed)
        assert charged(send, code(send())) > 0.0009
    assert charged(lambda: served.get(headers, query="{ a " + "b " * 5_000), "TOKEN_LIMIT") > 0.001

    owe(served, shop, 0.3)
    begun = time.monotonic()
    told = known_and_large()
    assert (code(told), told.status_code) == ("CPU_BUDGET", 429)
    assert int(told.headers["retry-after"]) in range(290, 302)
    assert time.monotonic() - begun > 0.9, "it is told late"
    assert code(ask(served, other, "{ schemaVersion }")) == "served"
    begun = time.monotonic()
    assert {code(known()) for _ in range(3)} == {"served"}
    assert time.monotonic() - begun < 30, "what is ordinary is not held up"
    sdl = served.client.get("/schema.graphql", headers=headers)
    assert (sdl.status_code, code(sdl)) == (429, "CPU_BUDGET")
    assert sdl.headers["retry-after"].isdigit()
    owe(served, shop, 0.0003)
    assert code(known_and_large()) == "served", "who owes little waits"
