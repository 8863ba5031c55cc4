"""Clients as they are published, against the whole of the server: npm's graphql-ws and graphql-sse, EventSource."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from py_api.engine.engine import Engine
from tests.support import browser, node, servers
from tests.support.api import Served, bearer, serving
from tests.support.cable import Cable, cable
from tests.support.waiting import until

pytestmark = pytest.mark.once
Db = psycopg.Connection[Any]
SCRIPT = Path(__file__).parent / "client.mjs"
KINDS = ("graphql-ws", "graphql-sse")
FOLLOW = "subscription ($after: String) { productChanged(after: $after) { operation cursor thing { name } } }"


@pytest.fixture
def served(server: servers.Server, shop: Db) -> Iterator[Served]:
    with serving(Engine, database_url=servers.asyncpg_url(server.url)) as served:
        yield served


@pytest.fixture
def wire(served: Served) -> Iterator[Cable]:
    with cable(served.url) as made:
        yield made


@contextmanager
def client(kind: str, wire: Cable, tenant: str, seconds: float = 600) -> Iterator[node.Script]:
    with node.running(SCRIPT, kind, f"{wire.url}/graphql") as script:
        script.tell(token=token(tenant, seconds))
        yield script


def token(tenant: str, seconds: float = 600) -> str:
    return bearer("editor", tenant, seconds)["authorization"].removeprefix("Bearer ")


def feeds(served: Served) -> int:
    return served.app.hub.metrics()["subscriptions"]


def added(db: Db, *names: str) -> None:
    for name in names:
        db.execute("insert into tc_product (name) values (%s)", (name,))


def name_of(told: Any) -> str:
    return str(told["next"]["data"]["productChanged"]["thing"]["name"])


@pytest.mark.parametrize("kind", KINDS)
def test_npm_clients_subscribe(kind: str, served: Served, wire: Cable, shop: Db, tenant: str) -> None:
    with client(kind, wire, tenant) as script:
        script.tell(subscribe="a", query=FOLLOW)
        script.tell(subscribe="b", query="subscription { schemaChanged { version impact } }")
        until(lambda: feeds(served) == 2)
        added(shop, "Lamp €")
        told = script.hear()
        assert (told["id"], name_of(told)) == ("a", "Lamp €")
        assert told["next"]["data"]["productChanged"]["operation"] == "CREATED"
        shop.execute("select thing.add_field(%s, 'Product', 'weight', 'decimal')", (tenant,))
        told = script.hear()
        assert (told["id"], told["next"]["data"]["schemaChanged"]["impact"]) == ("b", "SAFE")
        script.tell(stop="a")
        assert script.hear() == {"id": "a", "complete": True}
        until(lambda: feeds(served) == 1)


@pytest.mark.parametrize("kind", KINDS)
def test_npm_clients_ask_and_change(kind: str, wire: Cable, tenant: str) -> None:
    with client(kind, wire, tenant) as script:
        create = "mutation ($name: String!) { createProduct(input: {name: $name}) { name } }"
        script.tell(subscribe="m", query=create, variables={"name": "Lamp"})
        assert script.hear() == {"id": "m", "next": {"data": {"createProduct": {"name": "Lamp"}}}}
        assert script.hear() == {"id": "m", "complete": True}
        script.tell(subscribe="q", query="{ products { totalCount } }")
        assert script.hear() == {"id": "q", "next": {"data": {"products": {"totalCount": 1}}}}
        assert script.hear() == {"id": "q", "complete": True}


@pytest.mark.parametrize("kind", KINDS)
def test_npm_clients_are_told_errors(kind: str, served: Served, wire: Cable, shop: Db, tenant: str) -> None:
    def errors(id: str) -> list[str]:  # noqa: A002
        told = script.hear()
        assert told["id"] == id
        if kind == "graphql-ws":
            found = told["error"]
        else:
            found = told["next"]["errors"]
            assert script.hear() == {"id": id, "complete": True}
        return [each["extensions"]["code"] for each in found]

    with client(kind, wire, tenant) as script:
        script.tell(subscribe="v", query="subscription { productChanged { prise } }")
        assert errors("v") == ["GRAPHQL_VALIDATION_FAILED"]
        script.tell(subscribe="c", query=FOLLOW, variables={"after": "nonsense"})
        assert errors("c") == ["INVALID_CURSOR"]
        script.tell(subscribe="s", query="subscription { productChanged { thing { price } } }")
        until(lambda: feeds(served) == 1)
        shop.execute("select thing.drop_field(%s, 'Product', 'price')", (tenant,))
        assert errors("s") == ["SCHEMA_CHANGED"]


@pytest.mark.parametrize("kind", KINDS)
def test_npm_clients_go_on_where_they_were(kind: str, served: Served, wire: Cable, shop: Db, tenant: str) -> None:
    """Nothing is lost and nothing comes twice, however often the connection is cut."""
    with client(kind, wire, tenant) as script:
        script.tell(subscribe="a", query=FOLLOW)
        until(lambda: feeds(served) == 1)
        added(shop, "0")
        heard: list[str] = []
        for n in range(1, 4):
            while f"{n - 1}" not in heard:
                heard += [name_of(told) for told in [script.hear()] if "next" in told]
            wire.cut()
            added(shop, f"{n}")
            until(partial(wire.has_taken, n + 1))
        while "3" not in heard:
            heard += [name_of(told) for told in [script.hear()] if "next" in told]
        assert heard == ["0", "1", "2", "3"]


@pytest.mark.parametrize("kind", KINDS)
def test_npm_clients_come_back_with_another_token(
    kind: str, served: Served, wire: Cable, shop: Db, tenant: str
) -> None:
    with client(kind, wire, tenant, 10) as script:
        script.tell(subscribe="a", query=FOLLOW)
        until(lambda: feeds(served) == 1)
        script.tell(token=token(tenant))
        told = script.hear()
        if kind == "graphql-ws":  # which connects again by itself
            assert told == {"closed": 4403, "reason": "TOKEN_EXPIRED: the token has expired"}
        else:
            assert told["next"]["errors"][0]["extensions"]["code"] == "TOKEN_EXPIRED"
            assert script.hear() == {"id": "a", "complete": True}
            script.tell(subscribe="a", query=FOLLOW)
        until(lambda: feeds(served) == 1)
        added(shop, "Lamp")
        assert name_of(script.hear()) == "Lamp"


def test_graphql_ws_comes_back_when_the_server_stops(served: Served, wire: Cable, tenant: str) -> None:
    with client("graphql-ws", wire, tenant) as script:
        script.tell(subscribe="a", query=FOLLOW)
        until(lambda: feeds(served) == 1)
        served.stop()
        assert script.hear() == {"closed": 1001, "reason": "the server stops"}
        until(lambda: wire.taken > 1)


def test_graphql_ws_gives_up_where_it_should(wire: Cable, tenant: str) -> None:
    """Without a token that is taken, after its five attempts."""
    with client("graphql-ws", wire, tenant) as script:
        script.tell(token="nonsense", subscribe="a", query=FOLLOW)
        heard = [script.hear() for _ in range(7)]
        assert [each.get("closed") for each in heard[:6]] == [4403] * 6
        assert heard[6]["error"].startswith("UNAUTHENTICATED")


def test_a_browsers_event_source(served: Served, wire: Cable, shop: Db, tenant: str) -> None:
    program = browser.program()
    if program is None:
        pytest.skip("no browser on this machine: install Chromium (Debian: chromium)")
    address = "/graphql?" + urlencode(
        {"query": FOLLOW.replace("operation cursor", "operation"), "access_token": token(tenant)}
    )
    with browser.running(program) as chromium, browser.page(chromium) as page:
        page.open(wire.url)
        page.wait("document.readyState === 'complete'")
        page.value(f"""(() => {{
            window.heard = []; window.ids = []; window.opened = 0;
            window.source = new EventSource({json.dumps(address)});
            source.onopen = () => opened++;
            source.addEventListener("next", (e) => {{
                heard.push(JSON.parse(e.data).data.productChanged.thing.name); ids.push(e.lastEventId);
            }});
            source.addEventListener("complete", () => source.close());
        }})()""")
        until(lambda: feeds(served) == 1)
        added(shop, "0")
        page.wait("heard.length === 1")
        wire.cut()
        added(shop, "1", "2")
        page.wait("heard.length >= 3")  # it comes back by itself, with Last-Event-ID
        assert page.value("opened") == 2
        added(shop, "3")
        page.wait("heard.length >= 4")
        assert page.value("heard") == ["0", "1", "2", "3"]
        assert len(set(page.value("ids"))) == 4
        shop.execute("select thing.drop_class(%s, 'Product')", (tenant,))
        page.wait("source.readyState === EventSource.CLOSED")
        page.value(
            f"window.refused = new EventSource({json.dumps(address.replace('access_token=', 'access_token=x'))}); 0"
        )
        page.wait("refused.readyState === EventSource.CLOSED")  # and it does not try again
