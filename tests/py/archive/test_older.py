"""An archive that an older core has written becomes a tenant of this one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api.core import install
from tests.py.archive.conftest import done
from tests.support import servers
from tests.support.dumped import one

pytestmark = pytest.mark.once
FILE = Path(__file__).parent / "older" / "core_28.thing"


@pytest.fixture(scope="module")
def older(server: servers.Server) -> Iterator[str]:
    """The slug of the restored tenant."""
    slug = f"older_{uuid4().hex[:8]}"
    done(server.url, "tenant", "restore", FILE, "--as", slug)
    yield slug
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute("select thing.drop_tenant(slug, slug) from thing.tenants where slug = %s", (slug,))


def test_it_is_whole(older: str, db: psycopg.Connection[Any]) -> None:
    """Tables, functions, triggers and things are those of a tenant that this core has made, or upgraded."""
    assert db.execute("select * from thing.check(%s, scan_rows => true)", (older,)).fetchall() == []
    assert one(db, "select core_version from thing.tenants where slug = %s", older) == install.newest()
    assert one(db, "select limits ->> 'statement_timeout' from thing.tenants where slug = %s", older) == "7s"


def test_its_tables_are_those_of_a_new_tenant(older: str, tenant: str, db: psycopg.Connection[Any]) -> None:
    """To the order of columns: what an upgrade adds goes last."""
    query = """
        select k.relname, k.reloptions, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               replace(pg_get_expr(d.adbin, d.adrelid), n.nspname, ''), col_description(k.oid, a.attnum)
          from pg_namespace n
          join pg_class k on k.relnamespace = n.oid and k.relkind in ('r', 'p', 'i') and k.relname !~ '^t[a-z]{1,2}_'
          join pg_attribute a on a.attrelid = k.oid and a.attnum > 0 and not a.attisdropped
          left join pg_attrdef d on d.adrelid = k.oid and d.adnum = a.attnum
         where n.nspname = 'tenant_' || %s
         order by 1, 3"""
    assert db.execute(query.encode(), (older,)).fetchall() == db.execute(query.encode(), (tenant,)).fetchall()


def test_it_goes_on(older: str, db: psycopg.Connection[Any]) -> None:
    """Things, history, numbers that count up, rules, rollups, a rewind of what the older core has logged."""
    schema = f"tenant_{older}"
    assert one(db, f"select count(*) from {schema}.tc_product") == 57
    assert one(db, f"select doubled from {schema}.tc_product where name = 'Product 7'") == 23
    assert one(db, "select count(*) from thing.deleted_things(%s)", older) == 4
    deleted = one(db, f"select max(at) from {schema}.change_log where operation = 'delete'")
    assert one(
        db, "select thing.rewind(%s, %s - interval '1 us') -> 'classes' @> '[{\"restored\": 3}]'", older, deleted
    )
    number = one(db, f"insert into {schema}.tc_product (name, price, colour) values ('New', 1, 'red') returning number")
    assert number == 62
    before = one(db, f"select sum_price from {schema}.tc_sales where colour = 'green'")
    db.execute(f"insert into {schema}.tc_product (name, price, colour) values ('Newer', 2, 'green')".encode())
    assert one(db, f"select sum_price from {schema}.tc_sales where colour = 'green'") == before + 2
    with pytest.raises(psycopg.DatabaseError, match="Maker"):
        db.execute(f"insert into {schema}.tc_maker (name) values ('x')".encode())
    change = '[{"op": "add_field", "class": "Maker", "field": {"name": "age", "type": "integer", "indexed": true}}]'
    db.execute("select thing.migrate(%s, %s)", (older, change))
    assert db.execute("select * from thing.check(%s, scan_rows => true)", (older,)).fetchall() == []
