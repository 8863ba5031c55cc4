"""Reads of a standby on demand: never older than what is wanted, nor than what their client has seen; else of the primary."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import bearer, serving
from tests.support.standby import Standby
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.once

NOTE = """select thing.migrate(%s, '[{"op": "create_class", "class": "Note", "fields": [{"name": "n", "type": "integer"}]}]')"""
NAMES = "{ notes(first: 5, orderBy: [{n: ASC}]) { nodes { n } } }"
POSITION, STALENESS = "x-database-position", "x-staleness"


@pytest.fixture
def standby(server: servers.Server, tenant: str, build: Callable[..., None]) -> Iterator[Standby]:
    build(NOTE, tenant)
    started = Standby(server.programs, server.url, "reader")
    yield started
    started.stop()


def test_reads_that_may_be_old(standby: Standby, tenant: str, server: servers.Server) -> None:
    urls = (servers.asyncpg_url(standby.url), "postgresql://nobody@127.0.0.1:1/none")
    with serving(Engine, database_url=servers.asyncpg_url(server.url), standbys=urls) as served:

        def ask(query: str, **headers: str) -> httpx.Response:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            return served.post(query, headers={**bearer("editor", tenant), **given})

        def from_standby(**headers: str) -> httpx.Response:
            """Once it is known how old it is."""
            give_up = time.monotonic() + PATIENCE
            while STALENESS not in (response := ask(NAMES, **headers)).headers:
                assert time.monotonic() < give_up, served.engine.metrics()
                time.sleep(0.05)
            return response

        assert POSITION not in ask(NAMES).headers, "who does not ask for it pays nothing"
        wrote = ask("mutation { createNote(input: {n: 1}) { n } }")
        position = wrote.headers[POSITION]
        read = from_standby(x_max_staleness="3600", x_database_position=position)
        assert read.json() == {"data": {"notes": {"nodes": [{"n": 1}]}}}
        assert read.headers[POSITION] >= position
        fresh = ask(NAMES, x_max_staleness="0")
        assert STALENESS not in fresh.headers
        assert POSITION in fresh.headers
        standby.cut_off()
        wrote = ask("mutation { createNote(input: {n: 2}) { n } }")
        old = from_standby(x_max_staleness="3600", x_database_position=read.headers[POSITION])
        assert old.json() == read.json()
        new = ask(NAMES, x_max_staleness="3600", x_database_position=wrote.headers[POSITION])
        assert STALENESS not in new.headers
        assert [node["n"] for node in new.json()["data"]["notes"]["nodes"]] == [1, 2]
        for other in ("00000000-1", "zz"):
            assert STALENESS not in ask(NAMES, x_max_staleness="3600", x_database_position=other).headers
        assert ask(NAMES, x_max_staleness="soon").status_code == 400
        standby.promote()
        give_up = time.monotonic() + PATIENCE
        while STALENESS in ask(NAMES, x_max_staleness="3600", x_database_position=position).headers:
            assert time.monotonic() < give_up, "it is no standby any more"
            time.sleep(0.05)
        assert [node["n"] for node in ask(NAMES, x_max_staleness="3600").json()["data"]["notes"]["nodes"]] == [1, 2]
