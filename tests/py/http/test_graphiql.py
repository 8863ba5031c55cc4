"""GraphiQL: the page and its files over HTTP, and in a real browser, against the demo."""

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from py_api.http import graphiql
from tests.support import browser, servers
from tests.support.api import Served, bearer
from tests.support.waiting import until
from tests.support.world import serving_world, token

pytestmark = pytest.mark.once

RESULT = "document.querySelector('.result-window')?.innerText.replaceAll('\\u00a0', ' ') ?? ''"
TABS = "[...document.querySelectorAll('.graphiql-tab')].map((tab) => tab.innerText).join()"
TITLE = "document.querySelector('.graphiql-tab-active, .graphiql-tab')?.innerText ?? ''"


@pytest.fixture(scope="module")
def world(server: servers.Server) -> Iterator[Served]:
    with serving_world(server, 300_000) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[str]:
    program = browser.program()
    if program is None:
        pytest.skip("no browser on this machine: install Chromium (Debian: chromium)")
    with browser.running(program) as chromium:
        yield chromium


@pytest.fixture
def page(chromium: str) -> Iterator[browser.Page]:
    with browser.page(chromium) as page:
        yield page


def files(api: Served) -> list[str]:
    return re.findall(r'(?:href|src)="(/[^"]+)"', api.client.get("/").text)


def test_the_page_and_its_files(api: Served) -> None:
    page = api.client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "http" not in policy
    assert len(files(api)) == 2
    kinds = {}
    for path in files(api):
        answer = api.client.get(path)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        kinds[path.rpartition("/")[2]] = answer.headers["content-type"]
    assert kinds == {"main.css": "text/css; charset=utf-8", "main.js": "text/javascript; charset=utf-8"}


def test_compressed_when_asked_for_and_not_sent_twice(api: Served) -> None:
    path = next(path for path in files(api) if path.endswith("main.js"))
    plain = api.client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with api.client.stream("GET", path, headers={"accept-encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "accept-encoding"
        assert gzip.decompress(b"".join(packed.iter_raw())) == plain.content
    for address in ("/", path):
        tag = api.client.get(address).headers["etag"]
        again = api.client.get(address, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fgraphiql.py", "%2e%2e/README.md", ".npmrc"])
def test_nothing_else_is_served(api: Served, name: str) -> None:
    folder = files(api)[0].rpartition("/")[0]
    assert api.client.get(f"{folder}/{name}").status_code == 404


def test_files_of_another_version_are_gone(api: Served) -> None:
    assert api.client.get("/static/graphiql/0123456789abcdef/main.js").status_code == 404


def test_nothing_of_it_comes_from_elsewhere() -> None:
    """Every package that is in the bundle is named with its licence; no file loads anything from another host."""
    licences = (graphiql.FOLDER / "LICENSES").read_text()
    for package in ("graphiql", "@graphiql/react", "monaco-editor", "graphql", "graphql-sse", "react"):
        assert re.search(rf"^==== {package} \d[\d.]*: MIT$", licences, re.MULTILINE), package
    for path in graphiql.FOLDER.iterdir():
        text = path.read_bytes()
        assert not re.search(rb"(?:import|importScripts|url)\(\s*[\"']?https?:", text), path.name
        assert not re.search(rb"\bfrom\s*[\"']https?:", text), path.name


def test_a_query_in_a_browser(page: browser.Page, world: Served) -> None:
    page.open(graphiql.link(world.url, token()))
    page.wait("document.querySelector('.graphiql-query-editor .view-line') !== null")
    assert page.value("location.href") == f"{world.url}/", "the token has left the address"
    page.wait("document.querySelector('#claims').innerText.startsWith('tenant world, role admin, until')")

    page.wait(f"({TITLE}).includes('LargestCities')")
    page.wait(f"({RESULT}).includes('Oslo')")  # it has run by itself
    assert page.value(f"({RESULT}).includes('Europe')")

    page.click(".graphiql-query-editor .view-line")
    page.press("a", browser.CONTROL)
    page.press("Backspace")
    page.wait(f"({TITLE}).includes('untitled')")
    page.type(
        'query Islands { countries(first: 3, filter: {continent: {code: {eq: "OC"}}}) { nodes { name capital } } }'
    )
    page.wait(f"({TITLE}).includes('Islands')")
    page.press("Enter", browser.CONTROL)
    page.wait(f"({RESULT}).includes('Pago Pago')")

    page.click("button[aria-label*='Documentation']")
    page.wait("document.body.innerText.includes('All Schema Types')")
    assert page.value("document.body.innerText.includes('Continent')"), "introspection has come"
    elsewhere = [url for url in page.requests if not url.startswith((world.url, "data:", "blob:"))]
    assert elsewhere == []
    assert page.errors == []


def start(page: browser.Page, world: Served) -> None:
    """Until GraphiQL has read a tab that was just opened, it asks for the operation of the last one."""
    for _ in range(5):
        page.click(".graphiql-execute-button")
        try:
            until(lambda: subscriptions(world) == 1, seconds=3)
        except AssertionError:
            until(lambda: subscriptions(world) == 1 or "OPERATION_RESOLUTION_FAILURE" in page.value(RESULT))
            page.errors.clear()
        if subscriptions(world) == 1:
            return
    raise AssertionError


def test_a_subscription_in_a_browser(page: browser.Page, world: Served) -> None:
    page.open(graphiql.link(world.url, token()))
    page.wait("document.querySelector('.graphiql-query-editor .view-line') !== null")
    assert subscriptions(world) == 0
    page.wait(f"({TABS}).includes('CitiesLive')")
    page.click(".graphiql-tab:nth-child(2) .graphiql-tab-button")
    page.wait("document.querySelector('.graphiql-query-editor').innerText.includes('cityChanged')")
    start(page, world)

    assert write(world, 1_100_001) == {"updateCities": {"count": 1}}
    page.wait(f"({RESULT}).includes('1100001')")
    event = json.loads(page.value(RESULT).replace("\n", ""))["data"]["cityChanged"]  # long lines are wrapped
    assert event["thing"] == {"name": "Oslo", "population": 1_100_001}
    assert event["previous"] == {"name": "Oslo", "population": 1_082_575}
    assert event["changed"] == ["population"]
    write(world, 1_100_002)
    page.wait(f"({RESULT}).includes('1100002')")

    page.click(".graphiql-execute-button")
    until(lambda: subscriptions(world) == 0)
    write(world, 1_082_575)
    assert "1100002" in page.value(RESULT), "it was stopped"
    start(page, world)
    page.click(".graphiql-tab:nth-child(1) .graphiql-tab-button")
    until(lambda: subscriptions(world) == 0)
    elsewhere = [url for url in page.requests if not url.startswith((world.url, "data:", "blob:"))]
    assert elsewhere == []
    assert page.errors == []


@pytest.mark.parametrize(
    ("role", "seconds", "query", "said"),
    [
        ("viewer", 3600, "subscription Other { cityChanged { nmae } }", "Cannot query field 'nmae'"),
        ("viewer", -60, "subscription Other { cityChanged { thingId } }", "the token has expired"),
        ("viewer", 2, "subscription Other { cityChanged { thingId } }", "the token has expired"),
    ],
)
def test_a_subscription_that_is_refused(
    page: browser.Page, world: Served, role: str, seconds: float, query: str, said: str
) -> None:
    """What is wrong is on the page: with the document, with the token, and when the token ends under way."""
    page.open(graphiql.link(world.url, token(role)))
    page.wait("document.querySelector('.graphiql-query-editor .view-line') !== null")
    page.wait(f"({TABS}).includes('CitiesLive')")
    page.click("#token")
    page.press("a", browser.CONTROL)
    page.type(bearer(role, "world", seconds)["authorization"].removeprefix("Bearer "))
    page.click(".graphiql-query-editor .view-line")
    page.press("a", browser.CONTROL)
    page.press("Backspace")
    page.type(query)
    page.wait(f"({TITLE}).includes('Other')")
    page.press("Enter", browser.CONTROL)
    page.wait(f"({RESULT}).includes({json.dumps(said)})")
    until(lambda: subscriptions(world) == 0)


def subscriptions(world: Served) -> int:
    return world.app.hub.metrics()["subscriptions"]


def write(world: Served, population: int) -> Any:
    """Oslo's population, by HTTP."""
    query = """mutation ($population: Int!) {
      updateCities(filter: {name: {eq: "Oslo"}}, atMost: 1, input: {population: $population}) { count }
    }"""
    answer = world.post(query, variables={"population": population}, headers=bearer("editor", "world"))
    return answer.json()["data"]


def test_a_tenant_of_ones_own(page: browser.Page, world: Served, tenant: str) -> None:
    """The first query reads a class that is there. The schema is read again when it has changed, wherever that was."""

    def post(query: str) -> Any:
        answer = world.post(query, headers=bearer("admin", tenant, 3600)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def opened() -> None:
        page.open("about:blank")
        page.open(graphiql.link(world.url, bearer("admin", tenant, 3600)["authorization"].removeprefix("Bearer ")))
        page.wait("document.querySelector('.graphiql-query-editor .view-line') !== null")

    post("""mutation {
      createSchemaClass(class: "Base", abstract: true) { version }
      gadget: createSchemaClass(class: "Gadget", fields: [
        {name: "name", type: "text"}, {name: "near", type: "reference", target: "Gadget"}
      ]) { version }
    }""")
    post('mutation { createGadget(input: {name: "Lever"}) { id } }')
    opened()
    page.wait(f"({RESULT}).includes('Lever')")
    assert "FirstGadgets" in page.value(TABS)
    page.click(".graphiql-tab:nth-child(2) .graphiql-tab-button")
    page.wait("document.querySelector('.graphiql-query-editor').innerText.includes('gadgetChanged')")
    start(page, world)
    post('mutation { createGadget(input: {name: "Crank"}) { id } }')
    page.wait(f"({RESULT}).includes('Crank')")
    page.click(".graphiql-execute-button")
    until(lambda: subscriptions(world) == 0)

    page.click("button[aria-label*='Documentation']")
    page.wait("document.body.innerText.includes('All Schema Types')")
    assert not page.value("document.body.innerText.includes('Sprocket')")
    post('mutation { createSchemaClass(class: "Sprocket") { version } }')
    page.click(".graphiql-tab:nth-child(1) .graphiql-tab-button")
    for _ in range(5):  # as in start: until the tab has been read
        page.click(".graphiql-execute-button")
        if (
            page.wait(f"document.body.innerText.includes('Sprocket') || ({RESULT}).includes('OPERATION_') && 'again'")
            is True
        ):
            break
        page.errors.clear()
    post('mutation { createSchemaClass(class: "Pinion") { version } }')
    page.value("window.dispatchEvent(new Event('focus')), null")
    page.wait("document.body.innerText.includes('Pinion')")

    page.open("about:blank")
    page.open(graphiql.link(world.url, token()))  # the demo, in the same browser
    page.wait(f"({RESULT}).includes('Oslo')")
    opened()
    page.wait(f"({TABS}).includes('GadgetsLive')")
    assert page.errors == []


def test_a_token_is_asked_for(page: browser.Page, world: Served) -> None:
    page.open(f"{world.url}/")
    page.wait("document.querySelector('#claims')?.innerText.includes('A token is needed')")
    page.wait("document.querySelector('.graphiql-execute-button') !== null")
    page.click("#token")
    page.type(token("viewer"))
    page.wait("document.querySelector('#claims').innerText.startsWith('tenant world, role viewer')")
    page.click(".graphiql-query-editor .view-line")
    page.press("a", browser.CONTROL)
    page.press("Backspace")
    page.type("query Continents { continents { totalCount } }")
    page.wait(f"({TITLE}).includes('Continents')")
    page.press("Enter", browser.CONTROL)
    page.wait(f"({RESULT}).includes('\"totalCount\": 7')")
