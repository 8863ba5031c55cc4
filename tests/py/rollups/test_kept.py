"""Immediate rollups, through references and families of classes, under random writes of several sessions at once: equal
to the direct query, also after errors, killed sessions and a rollback. The API reads them as things that nobody writes.
"""

import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from py_api.compiler.operation import RequestError
from tests.support import servers
from tests.support.compiled import Api, serving
from tests.support.examples import examples

pytestmark = pytest.mark.once

Connection = psycopg.Connection[Any]

CLASSES: list[dict[str, Any]] = [
    {"op": "create_class", "class": "Country", "fields": [{"name": "code", "type": "text"}]},
    {
        "op": "create_class",
        "class": "Party",
        "abstract": True,
        "fields": [
            {"name": "name", "type": "text"},
            {"name": "country", "type": "reference", "target": "Country", "onDelete": "setNull"},
        ],
    },
    {"op": "create_class", "class": "Person", "extends": "Party"},
    {"op": "create_class", "class": "Company", "extends": "Party"},
    {
        "op": "create_class",
        "class": "Invoice",
        "fields": [
            {"name": "customer", "type": "reference", "target": "Party", "onDelete": "cascade"},
            {"name": "payer", "type": "reference", "target": "Party", "onDelete": "setNull"},
            {"name": "total", "type": "decimal", "params": {"precision": 10, "scale": 2}},
            {"name": "day", "type": "date"},
        ],
    },
    {"op": "create_class", "class": "Bill", "extends": "Invoice"},
]
SALES = {
    "op": "create_rollup",
    "name": "Sale",
    "class": "Invoice",
    "groupBy": ["customer.country.code", "payer.name", {"path": "day", "by": "YEAR", "name": "year"}],
    "aggregates": [{"function": "sum", "path": "total"}, {"function": "max", "path": "payer.name"}],
}
LARGE = {
    "op": "create_rollup",
    "name": "LargeSale",
    "class": "Invoice",
    "groupBy": ["customer"],
    "aggregates": [{"function": "avg", "path": "total", "name": "mean"}],
    "filter": {"field": "total", "min": 5},
}
PARTIES = "select id, name, country from tc_person union all select id, name, country from tc_company"
INVOICES = (
    "select customer, payer, total, day from tc_invoice union all select customer, payer, total, day from tc_bill"
)
PAIRS = {
    "select customer_country_code, payer_name, year, count, sum_total, count_total, max_payer_name, count_payer_name "
    "from tc_sale": f"""
        select k.code, p.name, date_trunc('year', i.day)::date, count(*), sum(i.total), count(i.total), max(p.name),
               count(p.name)
          from ({INVOICES}) i left join ({PARTIES}) c on c.id = i.customer left join tc_country k on k.id = c.country
          left join ({PARTIES}) p on p.id = i.payer
         group by 1, 2, 3""",
    "select customer, count, mean, count_total, sum_total from tc_large_sale": f"""
        select customer, count(*), avg(total), count(total), sum(total) from ({INVOICES}) i where total >= 5
         group by customer""",
}


def migrate(api: Api, *operations: dict[str, Any]) -> None:
    api.owner.execute("select thing.migrate(%s, %s)", (api.tenant, Jsonb(list(operations))))


def differences(db: Connection) -> dict[str, Any]:
    found = {}
    for kept, direct in PAIRS.items():
        for one, other in ((kept, direct), (direct, kept)):
            if rows := db.execute(f"{one} except all ({other})").fetchall():
                found[one] = rows
    return found


@pytest.fixture(scope="module")
def api(server: servers.Server) -> Iterator[Api]:
    with serving(server, "type Nothing @class { a: String }") as api:
        migrate(api, *CLASSES)
        for code in "abca":
            api.owner.execute("insert into tc_country (code) values (%s)", (code,))
        for table in ("tc_person", "tc_company"):
            api.owner.execute(
                sql.SQL(
                    "insert into {} (name, country) select n, (select id from tc_country order by random() + n::int "
                    "limit 1) from generate_series(1, 5) n"
                ).format(sql.Identifier(table))
            )
        api.owner.execute(
            "insert into tc_invoice (customer, payer, total, day) select id, id, 7, '2026-01-01' from tc_person"
        )
        migrate(api, SALES, LARGE)
        api.reload()
        yield api


REFUSED = ("40P01", "40001", "23503", "TB061")  # deadlock, serialization failure, references to what has just gone


def write(db: Connection, r: random.Random) -> None:
    """Something, somewhere. What PostgreSQL refuses for another session's sake is not done."""

    def any_of(table: str) -> str:
        return f"(select id from {table} order by random() limit 1)"

    def party() -> str:
        return any_of(r.choice(["tc_person", "tc_company"]))

    invoices, parties = r.choice(["tc_invoice", "tc_bill"]), r.choice(["tc_person", "tc_company"])
    statement = r.choice(
        [
            f"insert into {invoices} (customer, payer, total, day) select {party()}, {party()}, "
            f"(random() * 1000)::int / 100.0, date '2020-01-01' + (random() * 900)::int from generate_series(1, 4)",
            f"insert into {invoices} (customer, payer) values ({party()}, null)",
            f"insert into {parties} (name, country) values ('{r.choice('xyz')}', {any_of('tc_country')})",
            f"update {invoices} set {r.choice(['customer', 'payer'])} = {party()} where random() < 0.3",
            f"update {invoices} set total = total + {r.choice([0, 1])}, day = day + 200 where random() < 0.3",
            f"delete from {invoices} where random() < 0.1",
            f"update {parties} set name = '{r.choice('xyz')}' where random() < 0.4",
            f"update {parties} set name = 'q', country = {any_of('tc_country')} where random() < 0.4",
            f"update tc_country set code = '{r.choice('abcd')}' where random() < 0.4",
            f"delete from {parties} where random() < 0.1",
            "delete from tc_country where random() < 0.1",
            f"insert into tc_country (code) values ('{r.choice('abc')}')",
        ]
    )
    try:
        with db.transaction():
            db.execute(statement)
            if r.random() < 0.2:
                raise psycopg.Rollback
    except psycopg.Error as error:
        if error.sqlstate not in REFUSED:
            raise


def test_random_writes(api: Api) -> None:
    r = random.Random(13)
    for number in range(examples(400)):
        write(api.owner, r)
        assert differences(api.owner) == {}, number
    assert api.owner.execute("select * from thing.check(%s, true)", (api.tenant,)).fetchall() == []


def test_sessions_at_once(api: Api, server: servers.Server, connect: Callable[..., Connection]) -> None:
    """Also in REPEATABLE READ; and one that dies in the middle of a transaction."""

    def work(db: Connection, seed: int) -> None:
        r = random.Random(seed)
        for _ in range(examples(120)):
            write(db, r)

    sessions = [connect() for _ in range(6)]
    for db in sessions:
        db.execute(sql.SQL("set search_path = {}").format(sql.Identifier(f"tenant_{api.tenant}")))
        db.execute("set deadlock_timeout = '20ms'")
    threads = [threading.Thread(target=work, args=(db, seed)) for seed, db in enumerate(sessions)]
    dying = psycopg.connect(server.url)
    try:
        dying.execute(sql.SQL("set search_path = {}").format(sql.Identifier(f"tenant_{api.tenant}")))
        dying.execute("insert into tc_bill (total) values (100); update tc_invoice set total = total + 1")
        for thread in threads:
            thread.start()
        api.owner.execute("select pg_terminate_backend(%s)", (dying.info.backend_pid,))
    finally:
        dying.close()
    for thread in threads:
        thread.join()
    assert differences(api.owner) == {}


def refused(api: Api, *operations: dict[str, Any]) -> str:
    with pytest.raises(psycopg.DatabaseError) as error:
        migrate(api, *operations)
    return f"{error.value.sqlstate} {error.value.diag.message_primary}"


def test_migrations(api: Api) -> None:
    """Names follow, what a rollup needs stays, and versions, documents and dumps of the schema have it."""
    version = api.owner.execute("select max(version) from schema_versions").fetchone()
    before = api.owner.execute("select thing.document(%s)", (api.tenant,)).fetchone()
    assert before is not None
    assert version is not None
    assert [rollup["name"] for rollup in before[0]["rollups"]] == ["Sale", "LargeSale"]
    assert refused(api, {"op": "drop_field", "class": "Party", "field": "country"}) == (
        "TB034 rollup Sale needs field country of class Party"
    )
    change = {"op": "alter_field", "class": "Invoice", "field": "total", "set": {"type": "integer"}, "existing": "keep"}
    assert refused(api, change).startswith("TB03")
    assert refused(api, {"op": "set_rules", "class": "Sale", "rules": {}}) == (
        "TB020 Sale is a rollup: set_rules does not fit"
    )
    assert refused(api, {**SALES, "name": "Other", "aggregates": [{"function": "sum", "path": "day"}]}) == (
        "TB020 sum of day (date) cannot be kept"
    )
    rename = {"op": "rename_field", "class": "Party", "field": "name", "to": "title"}
    migrate(api, rename, {"op": "rename_field", "class": "Invoice", "field": "total", "to": "amount"})
    renamed = api.owner.execute("select thing.document(%s)", (api.tenant,)).fetchone()
    assert renamed is not None
    assert renamed[0]["rollups"][0]["groupBy"][1] == {"name": "payerName", "path": "payer.title"}
    assert renamed[0]["rollups"][1]["filter"] == {"field": "amount", "min": 5}
    migrate(api, {"op": "drop_rollup", "name": "Sale"}, {"op": "drop_field", "class": "Party", "field": "title"})
    assert api.owner.execute(
        "select count(*) from pg_proc where proname ~ '^rollup_' and pronamespace = %s::regnamespace",
        (f"tenant_{api.tenant}",),
    ).fetchone() == (1,)
    api.owner.execute("update tc_bill set total = 9; delete from tc_company where random() < 0.2")
    api.owner.execute("select thing.rollback(%s, %s)", (api.tenant, version[0]))
    assert differences(api.owner) == {}
    assert api.owner.execute("select thing.document(%s)", (api.tenant,)).fetchone() == before
    assert api.owner.execute("select thing.diff(%s, %s)", (api.tenant, Jsonb(before[0]))).fetchone() == ([],)
    write(api.owner, random.Random(1))
    assert differences(api.owner) == {}
    assert api.owner.execute("select * from thing.check(%s, true)", (api.tenant,)).fetchall() == []


def test_the_api_reads_them(api: Api) -> None:
    api.owner.execute("insert into tc_country (code) values ('no')")
    api.owner.execute("insert into tc_person (name, country) select 'Ola', id from tc_country where code = 'no'")
    api.owner.execute(
        "insert into tc_bill (customer, payer, total, day) select id, id, 20, '2026-05-01' from tc_person "
        "where name = 'Ola'"
    )
    api.reload()
    data = api.run("""{
        sales(filter: {customerCountryCode: {eq: "no"}, sumTotal: {gt: 10}}, orderBy: [{sumTotal: DESC}], first: 1) {
            refreshedAt totalCount nodes { customerCountryCode payerName year count sumTotal }
        }
        largeSales(filter: {customer: {name: {eq: "Ola"}}}) { nodes { count mean customer { name } } }
        salesAggregate { fields { count { sum } } }
    }""")
    assert data["sales"].pop("refreshedAt") is not None
    assert data["sales"] == {
        "totalCount": 1,
        "nodes": [
            {"customerCountryCode": "no", "payerName": "Ola", "year": "2026-01-01", "count": "1", "sumTotal": "20"}
        ],
    }
    assert data["largeSales"]["nodes"] == [{"count": "1", "mean": "20.0000000000000000", "customer": {"name": "Ola"}}]
    counted = api.owner.execute(f"select count(*) from ({INVOICES}) i").fetchone()
    assert counted is not None
    assert data["salesAggregate"][0]["fields"]["count"]["sum"] == str(counted[0])
    for mutation in ("deleteSales(filter: {}) { count }", "createSale(input: {}) { id }"):
        with pytest.raises(RequestError):
            api.run(f"mutation {{ {mutation} }}")
