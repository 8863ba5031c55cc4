"""On a server with Citus, where one is given: THINGBASE_TEST_CITUS=postgres://... names it, as superuser.

In a database of its own there, where tenants are distributed by their schemas: a tenant with one of everything is made,
written, checked and moved through, and the suite's core runs in SQL. tests/py/lint/test_citus.py holds the rules of that
everywhere.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import psycopg
import pytest

from py_api.config import ROOT
from tests.support import dumped, pgtap, servers

URL = os.environ.get("THINGBASE_TEST_CITUS")
CORE = ("core", "guards", "tenants", "rules", "migrations", "events")

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(URL is None, reason="no server with Citus is given (THINGBASE_TEST_CITUS)"),
]


@pytest.fixture(scope="module")
def citus() -> Iterator[str]:
    """A database whose schemas are distributed from now on; the URL."""
    assert URL is not None
    name = f"citus_{uuid4().hex[:12]}"
    with psycopg.connect(URL, autocommit=True) as db:
        db.execute(f"create database {name}".encode())
    url = psycopg.conninfo.make_conninfo(URL, dbname=name)
    try:
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("create extension citus")
        asyncio.run(servers.install_core(url))
        with psycopg.connect(url, autocommit=True) as db:
            db.execute(f"alter database {name} set citus.enable_schema_based_sharding = on".encode())
            db.execute(f"alter database {name} set citus.enable_unsafe_triggers = on".encode())
            db.execute(f"alter database {name} set plpgsql.extra_errors = 'all'".encode())
        yield url
    finally:
        with psycopg.connect(URL, autocommit=True) as db:
            db.execute(f"drop database {name} with (force)".encode())


@pytest.mark.parametrize("part", CORE)
def test_the_core(citus: str, part: str) -> None:
    with psycopg.connect(citus, autocommit=True) as db:
        if dumped.one(db, "select to_regnamespace(%s) is null", pgtap.SCHEMA) and not pgtap.load(db):
            pytest.skip("no pgTAP on this machine")
    with closing(pgtap.Runner(citus)) as runner:
        for path in sorted((ROOT / "tests" / "sql" / part).glob("*.sql")):
            text = path.read_text(encoding="utf-8")
            if "pytest.mark.postgis" not in text:
                assert [line for line in runner.run(text) if line.startswith("not ok")] == [], path.name


def test_a_tenant(citus: str) -> None:
    slug = f"c{uuid4().hex[:12]}"
    dumped.make(citus, slug)
    try:
        with psycopg.connect(citus, autocommit=True) as db:
            tenant = dumped.Tenant(db, slug)
            distributed = "select count(*) from citus_schemas where schema_name = %s::regnamespace"
            assert tenant.one(distributed, f"tenant_{slug}") == 1
            assert tenant.one("insert into {s}.tc_person (name) values ('Eve') returning version") == 1
            assert tenant.one("update {s}.tc_person set age = 1 where name = 'Eve' returning version") == 2
            assert tenant.one("delete from {s}.tc_person where name = 'Eve' returning 1") == 1
            tenant.migrate({"op": "add_field", "class": "Person", "field": {"name": "hue", "type": "text"}})
            assert tenant.one("select count(*) from thing.check(%s, true)", slug) == 0
    finally:
        with psycopg.connect(citus, autocommit=True) as db:
            db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))
