"""auto_index: what is advised is tried, kept where it helps, taken back where it does not, within a budget."""

import asyncio
import json
from typing import Any

import psycopg
import pytest

from py_api.core import jobs
from py_api.database import connect
from tests.support import servers

pytestmark = pytest.mark.once


@pytest.fixture
def shop(db: psycopg.Connection[Any], tenant: str) -> str:
    fields = [{"name": name, "type": "integer"} for name in ("customer", "total", "weight", "size", "part")]
    operations = [{"op": "create_class", "class": "Order", "fields": fields}]
    db.execute("select thing.migrate(%s, %s)", (tenant, json.dumps(operations)))
    db.execute(f"""
        insert into tenant_{tenant}.tc_order (customer, total, weight, size, part)
        select i % 4, i, i, i, i from generate_series(1, 4000) i; analyze tenant_{tenant}.tc_order""")
    db.execute("select pg_stat_force_next_flush()")  # these rows were written before anything is counted
    return tenant


def test_an_index_is_tried_and_judged(db: psycopg.Connection[Any], shop: str, server: servers.Server) -> None:
    ids = dict(db.execute(f"select name, id from tenant_{shop}.thing_class_fields").fetchall())

    def read(equal: str, sort: str | None, ms: float, calls: int = 25, beside: str | None = None) -> None:
        shape = {
            "class": 1, "reading": "page" if sort else "all", "equal": [ids[equal]], "ranges": [],
            "sort": [f"ASC {ids[sort]}"] if sort else [], "searched": [f"beside {ids[beside]}"] if beside else [],
            "calls": calls, "ms": ms * calls, "most": ms, "rows": 5 * calls,
        }  # fmt: skip
        db.execute("select thing.note_access(%s)", (json.dumps({shop: [shape]}),))

    def work() -> None:
        async def due() -> None:
            async with connect(servers.asyncpg_url(server.url)) as database:
                await jobs.run_due(database, shop, lambda _: None)

        asyncio.run(due())

    def tried() -> list[Any]:
        return db.execute(
            "select fields, state from thing.auto_indexes(%s) order by begun_at, name", (shop,)
        ).fetchall()

    def queued() -> int:
        (count,) = db.execute(f"select count(*) from tenant_{shop}.thing_jobs").fetchone() or (0,)
        return int(count)

    def limit(**limits: str) -> None:
        db.execute("select thing.tenant_limits(%s, %s)", (shop, json.dumps(limits)))

    read("customer", "total", 40)
    assert queued() == 0  # it is only advised
    limit(auto_index="on", auto_index_count="1")
    read("customer", "total", 40)
    assert queued() == 1
    work()
    assert tried() == [(["customer", "total"], "tried")]
    assert queued() == 0
    (author,) = db.execute(
        "select author from thing.history(%s) order by version desc limit 1", (shop,)
    ).fetchone() or ("",)
    assert author == "auto_index"
    lacking = "select thing.diff(%s, thing.document(%s) #- '{classes,0,indexes}')"
    assert db.execute(lacking, (shop, shop)).fetchone() == ([],)  # a schema file leaves it alone
    # Another one has to wait until the first is judged; it helps, and then the class has one.
    read("customer", "size", 40)
    work()
    assert len(tried()) == 1
    read("customer", "total", 2)
    work()
    assert tried() == [(["customer", "total"], "kept")]
    # With room for another, that is tried; it does not help.
    limit(auto_index_count="2", auto_index_bytes="1kB")
    read("customer", "size", 40)
    work()
    assert len(tried()) == 1  # no room
    limit(auto_index_bytes="1MB")
    read("customer", "size", 40)
    work()
    read("customer", "size", 39)
    work()
    assert tried() == [(["customer", "total"], "kept"), (["customer", "size"], "taken back")]
    indexes = "select name from thing.indexes(%s)"
    assert db.execute(indexes, (shop,)).fetchall() == [("customerTotal",)]
    read("customer", "size", 40)
    work()
    assert len(tried()) == 2  # not again
    # The indexes of an `or` are tried together: one alone would not help.
    limit(auto_index_count="4")
    for ms in (40, 2):
        read("weight", None, ms, beside="part")
        read("part", None, ms, beside="weight")
        work()
        assert {state for fields, state in tried()[2:]} == {"tried" if ms == 40 else "kept"}
    assert sorted(fields for fields, _ in tried()[2:]) == [["part"], ["weight"]]
    limit(auto_index="off")
    db.execute(f"delete from tenant_{shop}.access_usage")
    read("customer", "size", 40)
    assert db.execute(f"select from tenant_{shop}.access_usage").fetchall() == []
