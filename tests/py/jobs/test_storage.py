"""Limits of what a tenant has stored: measured by the worker, kept by every write, in the way of no deletion."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.core import storage
from py_api.database import connect as open_database
from py_api.engine.engine import Engine
from tests.support import servers
from tests.support.api import bearer, serving
from tests.support.waiting import until

pytestmark = pytest.mark.once

Database = psycopg.Connection[Any]
Connect = Callable[..., Database]


def limit(db: Database, tenant: str, **limits: object) -> None:
    db.execute("select thing.tenant_limits(%s, %s)", (tenant, json.dumps(limits)))


def measure(server: servers.Server, before: dict[str, list[str]]) -> dict[str, list[str]]:
    async def work() -> dict[str, list[str]]:
        async with open_database(servers.asyncpg_url(server.url), name="storage") as database:
            return await storage.measure(database, before)

    return asyncio.run(work())


def refused(db: Database, statement: str) -> dict[str, Any] | None:
    """DETAIL of STORAGE_LIMIT; None where it was done."""
    try:
        db.execute(statement)
    except psycopg.Error as error:
        if error.sqlstate != "TB048":
            raise
        detail: dict[str, Any] = json.loads(error.diag.message_detail or "")
        return detail
    return None


@pytest.fixture
def shop(tenant: str, db: Database) -> str:
    for change in (
        "create_class(%s, 'Maker')",
        "create_class(%s, 'Product')",
        "add_field(%s, 'Product', 'name', 'text')",
        "add_field(%s, 'Product', 'maker', 'reference', target => 'Maker', on_delete => 'setNull')",
        "add_field(%s, 'Product', 'makers', 'references', target => 'Maker')",
    ):
        db.execute(f"select thing.{change}", (tenant,))
    return tenant


def test_things(server: servers.Server, shop: str, db: Database, connect: Connect) -> None:
    """Updates and links go on; a tenant's own session can do nothing about it."""
    mine = connect(shop)
    mine.execute("insert into tc_product (name) select n::text from generate_series(1, 50) n")
    mine.execute("insert into tc_maker default values")
    mine.execute("update tc_product set maker = (select id from tc_maker)")
    mine.execute("select pg_stat_force_next_flush()")
    limit(db, shop, stored_things=40)
    until(lambda: measure(server, {}).get(shop) == ["stored_things"])
    insert = "insert into tc_product (name) values ('one more')"
    detail = refused(mine, insert)
    assert detail is not None
    assert (detail["name"], detail["limit"]) == ("stored_things", 40)
    assert detail["used"] >= 51
    for setting in ("set session_replication_role = replica", "set role thing_owner", "truncate storage_full"):
        with pytest.raises(psycopg.Error):
            mine.execute(setting)
    mine.execute("set thing.quiet = on")
    for statement in (
        insert,
        "merge into tc_product using (values (1)) v on false when not matched then insert (name) values ('merged')",
        "with new as (insert into tc_maker default values returning id) select * from new",
    ):
        assert refused(mine, statement) is not None, statement
    with (
        pytest.raises(psycopg.Error, match="stored_things"),
        mine.cursor() as cursor,
        cursor.copy("copy tc_product (name) from stdin") as rows,
    ):
        rows.write("copied\n")
    assert refused(mine, "update tc_product set name = name || '!'") is None
    link = "insert into tj_2_makers (source_id, target_id) select p.id, m.id from tc_product p, tc_maker m limit 1"
    assert refused(mine, link) is None
    mine.execute("delete from tc_product where name > '2'")
    mine.execute("select pg_stat_force_next_flush()")
    until(lambda: measure(server, {shop: ["stored_things"]}).get(shop) is None)
    assert refused(mine, insert) is None
    (pages,) = db.execute(f"select pg_relation_size('tenant_{shop}.storage_full')").fetchone() or (None,)
    assert pages == 0, "it costs nothing any more"


def test_bytes_and_the_log(server: servers.Server, shop: str, db: Database, connect: Connect) -> None:
    mine = connect(shop)
    mine.execute("insert into tc_maker default values")
    mine.execute(
        "insert into tc_product (name, maker) select repeat(n::text, 60), m.id from generate_series(1, 3000) n, tc_maker m"
    )
    limit(db, shop, log_bytes="100kB")
    assert measure(server, {})[shop] == ["log_bytes"]
    update = "update tc_product set name = name || '!'"
    assert (refused(mine, update) or {})["name"] == "log_bytes"
    assert refused(mine, "insert into tc_maker default values") is not None
    assert refused(mine, "insert into tj_2_makers select p.id, p.maker from tc_product p limit 1") is not None
    assert refused(mine, "delete from tc_maker") is None, "what it does to products is no growth of theirs"
    assert db.execute(f"select count(*) from tenant_{shop}.tc_product where maker is null").fetchone() == (3000,)
    limit(db, shop, log_bytes=None, stored_bytes="300kB")
    assert (refused(mine, update) or {})["name"] == "stored_bytes", "setting a limit measures"
    mine.execute("delete from tc_product where name > '1'")
    assert measure(server, {}) == {}, "the room that they left is not counted"
    assert refused(mine, update) is None
    mine.execute("insert into tc_maker default values")
    limit(db, shop, stored_bytes="8")
    assert refused(mine, update) is not None
    limit(db, shop, stored_bytes=None)
    assert refused(mine, update) is None


def test_what_the_api_says(server: servers.Server, shop: str, db: Database) -> None:
    db.execute(f"insert into tenant_{shop}.tc_maker default values")
    limit(db, shop, stored_bytes="1", schema_classes=2)
    with serving(Engine, database_url=servers.asyncpg_url(server.url)) as served:
        for mutation, name in (
            ('mutation { createProduct(input: {name: "a"}) { id } }', "stored_bytes"),
            ('mutation { createProducts(input: [{name: "a"}, {name: "b"}]) { count } }', "stored_bytes"),
            ('mutation { createSchemaClass(class: "Third") { version } }', "schema_classes"),
        ):
            body = served.post(mutation, headers=bearer("admin", shop)).json()
            extensions = body["errors"][0]["extensions"]
            assert (extensions["code"], name in body["errors"][0]["message"]) == ("STORAGE_LIMIT", True), body


def test_one_process_measures(server: servers.Server, shop: str, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "LOOK_SECONDS", 0.05)
    db.execute(f"insert into tenant_{shop}.tc_maker select from generate_series(1, 100)")
    time.sleep(0.1)
    db.execute("update thing.tenants set limits = '{\"stored_things\": 10}' where slug = %s", (shop,))
    full = f"select array_agg(name) from tenant_{shop}.storage_full"

    async def work() -> None:
        tasks = [asyncio.create_task(storage.watch(servers.asyncpg_url(server.url))) for _ in range(2)]
        end = time.monotonic() + 20
        while db.execute(full).fetchone() != (["stored_things"],):
            assert time.monotonic() < end
            await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(work())
