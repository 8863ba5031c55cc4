"""docs/realtime.md is run against the demo: its operations in order, and its two programs while connections break.

A ```graphql block with a subscription is started; the next ```json event blocks are what it is told by the operations
in between. Other blocks are as in docs/graphql.md. `THINGBASE_DOCS=write` writes answers and events into the page.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from graphql import OperationDefinitionNode, OperationType, parse

from py_api.config import ROOT
from py_api.errors import ApiError, Unavailable
from tests.support import node, servers
from tests.support.api import Served, bearer
from tests.support.cable import cable
from tests.support.waiting import PATIENCE, until
from tests.support.world import TENANT, serving_world, token

from .test_graphql import masked, shown

pytestmark = pytest.mark.once
PAGE = ROOT / "docs/realtime.md"
_CURSOR = re.compile(r"[0-9a-f]{32}(:[0-9a-f]{8}:[0-9]+)?/[0-9:,/]*(\.[0-9a-f]{32})?")
_BLOCK = re.compile(r"```(?P<kind>graphql|json event|json)\n(?P<text>.*?)```\n", re.DOTALL)


@pytest.fixture(scope="module")
def world(server: servers.Server) -> Iterator[Served]:
    with serving_world(server) as served:
        yield served


def subscriptions(world: Served) -> int:
    return world.app.hub.metrics()["subscriptions"]


# --- the operations -------------------------------------------------------------------------------------------------


class Stream:
    """The events of a subscription, as an event stream has them."""

    def __init__(self, world: Served, query: str) -> None:
        headers = {**bearer("viewer", TENANT), "accept": "text/event-stream"}
        self._client = httpx.Client(base_url=world.url, timeout=PATIENCE, verify=False)
        request = self._client.build_request("POST", "/graphql", json={"query": query}, headers=headers)
        self._response = self._client.send(request, stream=True)
        self._lines = self._response.iter_lines()
        until(lambda: subscriptions(world) == 1, PATIENCE)

    def next(self) -> Any:
        return next(json.loads(line.removeprefix("data: ")) for line in self._lines if line.startswith("data: "))

    def close(self) -> None:
        self._response.close()
        self._client.close()


def run(world: Served, blocks: list[re.Match[str]]) -> list[str]:
    """What belongs into the blocks, in their order."""
    found: list[str] = []
    stream: Stream | None = None
    answer: Any = None
    for block in blocks:
        text = block["text"]
        if block["kind"] == "json":
            text = shown(answer) + "\n"
        elif block["kind"] == "json event":
            assert stream is not None
            text = shown(stream.next()) + "\n"
        else:
            (operation,) = parse(text).definitions
            assert isinstance(operation, OperationDefinitionNode)
            if operation.operation is OperationType.SUBSCRIPTION:
                if stream is not None:
                    stream.close()
                    until(lambda: subscriptions(world) == 0, PATIENCE)
                stream = Stream(world, text)
            else:
                answer = world.post(text, headers=bearer("admin", TENANT)).json()
                assert "errors" not in answer, f"{text}\n{answer}"
        found.append(text)
    if stream is not None:
        stream.close()
    return found


def test_what_is_told_is_what_the_page_shows(world: Served) -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = list(_BLOCK.finditer(text))
    found = run(world, blocks)
    if os.environ.get("THINGBASE_DOCS") == "write":
        for block, wanted in reversed(list(zip(blocks, found, strict=True))):
            text = f"{text[: block.start('text')]}{wanted}{text[block.end('text') :]}"
        PAGE.write_text(text, encoding="utf-8")
        return
    for block, wanted in zip(blocks, found, strict=True):
        assert masked(_CURSOR.sub("<cursor>", wanted)) == masked(_CURSOR.sub("<cursor>", block["text"]))


# --- the programs ---------------------------------------------------------------------------------------------------


def program(kind: str) -> str:
    """The page's, as it is printed."""
    (found,) = re.findall(rf"```{kind}\n(// TOKEN=.*?|# TOKEN=.*?)```\n", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


@contextmanager
def running(kind: str, folder: Path) -> Iterator[node.Script]:
    script = folder / {"js": "follow.mjs", "python": "follow.py"}[kind]
    script.write_text(program(kind), encoding="utf-8")
    if kind == "js":
        with node.running(script) as found:
            yield found
        return
    process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    found = node.Script(process)
    try:
        yield found
    finally:
        found.stop()


@pytest.mark.parametrize("kind", ["js", "python"])
def test_a_program_that_follows(
    kind: str, world: Served, server: servers.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection is cut again and again while things change; then the database is away, then the log is trimmed."""

    def populate(people: int) -> None:
        query = """mutation ($people: Int!) {
          updateCities(filter: {name: {eq: "Oslo"}}, atMost: 1, input: {population: $people}) { count }
        }"""
        answer = world.post(query, variables={"people": people}, headers=bearer("editor", TENANT)).json()
        assert answer == {"data": {"updateCities": {"count": 1}}}

    def large() -> int:
        query = "{ cities(filter: {population: {gte: 5000000}}) { totalCount } }"
        return int(world.post(query, headers=bearer("viewer", TENANT)).json()["data"]["cities"]["totalCount"])

    populate(1_082_575)
    until(lambda: subscriptions(world) == 0)
    monkeypatch.setenv("TOKEN", token("viewer"))
    with cable(world.url) as wire:
        monkeypatch.setenv("API", f"{wire.url.replace('http', 'ws')}/graphql")
        with running(kind, tmp_path) as script:
            assert script.line(PATIENCE) == f"READ {large()}"
            people = range(5_000_000, 5_000_060)
            for number, each in enumerate(people):
                if number % 30 == 10:
                    until(lambda: subscriptions(world) == 1, PATIENCE)  # it is there again
                if number % 30 == 20:
                    wire.cut()
                populate(each)
            populate(1_082_575)
            told = [script.line(PATIENCE) for _ in range(len(people) + 1)]
            assert told[0] == "ENTERED Oslo 5000000"
            assert told[1:-1] == [f"STAYED Oslo {each}" for each in people[1:]]
            assert told[-1] == "LEFT Oslo 1082575"
            assert wire.taken > 2

            asked: list[Any] = []

            async def away(*subscription: Any) -> None:
                asked.append(subscription)
                raise Unavailable("no database")

            with monkeypatch.context() as broken:
                broken.setattr(world.app.hub, "subscribe", away)
                wire.cut()
                populate(5_000_000)
                until(lambda: len(asked) > 1, PATIENCE)
            assert script.line(PATIENCE) == "ENTERED Oslo 5000000"

            admit = world.app.realtime.admit
            monkeypatch.setattr(world.app.realtime, "admit", full)
            wire.cut()
            until(lambda: subscriptions(world) == 0, PATIENCE)
            populate(6_000_000)
            with psycopg.connect(server.url, autocommit=True) as db:
                db.execute("select thing.trim_change_log(%s, interval '0')", (TENANT,))
            monkeypatch.setattr(world.app.realtime, "admit", admit)
            assert script.line(PATIENCE) == f"READ {large()}"
            until(lambda: subscriptions(world) == 1, PATIENCE)
            populate(6_000_001)
            assert script.line(PATIENCE) == "STAYED Oslo 6000001"


def full() -> None:
    raise ApiError("no more", "CONNECTION_LIMIT", 503)
