"""Processes share the connections of one role: none is refused because others have them all."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import Served, bearer, serving
from tests.support.waiting import until

pytestmark = pytest.mark.once
MOST = 4  # of the role


def until_listening(served: Served) -> None:
    until(lambda: served.client.get("/ready").json()["listening"])


def test_two_processes(server: servers.Server, tenant: str, db: psycopg.Connection[tuple[str]]) -> None:
    db.execute("select thing.create_class(%s, 'Item')", (tenant,))
    db.execute("select thing.tenant_limits(%s, %s)", (tenant, json.dumps({"connection_limit": MOST})))
    url, headers = servers.asyncpg_url(server.url), bearer("admin", tenant)

    def ask(served: Served) -> str:
        return served.post("{ items { totalCount } }", headers=headers).text

    with (
        serving(Engine, database_url=url) as one,
        serving(Engine, database_url=url) as other,
        ThreadPoolExecutor(16) as threads,
    ):
        for served in (one, other):
            until_listening(served)
        with db.transaction():  # so that the first needs all that there are
            db.execute(f"lock table tenant_{tenant}.tc_item")
            waiting = [threads.submit(ask, one) for _ in range(8)]
            until(lambda: one.app.pools.sizes()["connections"] == MOST)
            time.sleep(0.1)
        served_ = {each.result() for each in waiting}
        assert one.app.pools.sizes()["idle"] == MOST
        assert ask(other) in served_
        asked = [threads.submit(ask, served) for _ in range(100) for served in (one, other)]
        assert {each.result() for each in asked} == served_ == {'{"data":{"items":{"totalCount":0}}}'}
