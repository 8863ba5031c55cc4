"""Kept figures of lists ("kept"), under random writes of several sessions at once, over references and links, through
families, figures of figures: equal to what their expressions give, always. Many things are filled by a job.
"""

import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from py_api.compiler.plan import MutationPlan
from tests.support import servers
from tests.support.compiled import Api, serving
from tests.support.examples import examples

Connection = psycopg.Connection[Any]

CLASSES = """
type Person @class { name: String  country: String }
type Party @class(abstract: true) { name: String }
type Shop @class(extends: "Party") { town: String }
type Firm @class(extends: "Party") { members: [Person] @field(inverse: "firms") }
type Invoice @class {
  payer: Party @field(onDelete: "cascade", inverse: "invoices")
  total: Decimal @field(precision: 10, scale: 2)
  day: Date
}
type Bill @class(extends: "Invoice") { note: String }
"""
FIGURES = [
    ("Party", "invoiced", "decimal", "sum(invoices.total where not invoices.day is null)"),
    ("Party", "invoiceCount", "integer", "count(invoices)"),
    ("Party", "lastDay", "date", "max(invoices.day)"),
    ("Party", "least", "integer", "min(round(invoices.total) where not invoices.day is null)"),
    ("Party", "dear", "boolean", "any(invoices.total > 9.5)"),
    ("Party", "dated", "boolean", "all(not invoices.day is null)"),
    ("Party", "cents", "decimal", "coalesce(sum(invoices.total * 100), 0)"),
    ("Party", "rounded", "integer", "round(sum(invoices.total))"),
    ("Person", "worth", "decimal", "coalesce(max(firms.invoiced), 0) + count(firms)"),
    ("Firm", "size", "integer", "count(members where members.country = 'no')"),
]
REFUSED = ("40P01", "40001", "23503", "23505", "TB061", "TB062")  # by what another session does; or not READ COMMITTED


def add(api: Api, *figures: tuple[str, str, str, str]) -> None:
    changes = [
        {"op": "add_field", "class": owner, "field": {"name": name, "type": kind, "expression": text, "kept": True}}
        for owner, name, kind, text in figures
    ]
    api.owner.execute("select thing.migrate(%s, %s)", (api.tenant, Jsonb(changes)))


def wrong(db: Connection) -> list[Any]:
    found = []
    for table, field, differs in db.execute(
        "select 'tc_' || c.physical_name, f.name, thing.kept_differs_sql(f.id) from thing_class_fields f "
        "join thing_classes c on c.id = f.class_id and not c.abstract where f.expression -> 'kept' = 'true' "
        "and f.dropped_version is null"
    ).fetchall():
        found += [(field, row) for row in db.execute(f"select _p.id from {table} _p where {differs}").fetchall()]
    return found


@pytest.fixture(scope="module")
def api(server: servers.Server) -> Iterator[Api]:
    with serving(server, CLASSES) as api:
        api.owner.execute("insert into tc_person (name, country) select n, 'no' from generate_series(1, 6) n")
        api.owner.execute("insert into tc_shop (name) select n from generate_series(1, 4) n")
        api.owner.execute("insert into tc_firm (name) select n from generate_series(1, 4) n")
        api.owner.execute("insert into tc_invoice (payer, total, day) select id, 7, '2026-01-01' from tc_shop")
        add(api, *FIGURES)
        api.reload()
        yield api


def write(db: Connection, r: random.Random, links: str) -> None:
    """Something, somewhere. What PostgreSQL refuses for another session's sake is not done."""

    def any_of(table: str) -> str:
        return f"(select id from {table} order by random() limit 1)"

    invoices, parties = r.choice(["tc_invoice", "tc_bill"]), r.choice(["tc_shop", "tc_firm"])
    statement = r.choice(
        [
            f"insert into {invoices} (payer, total, day) select {any_of(parties)}, (random() * 1000)::int / 100.0, "
            "date '2020-01-01' + (random() * 900)::int from generate_series(1, 4)",
            f"insert into {invoices} (payer) values ({any_of(parties)})",
            f"insert into {parties} (name) values ('x')",
            f"update {invoices} set payer = {any_of(parties)} where random() < 0.3",
            f"update {invoices} set total = total + {r.choice([0, 1])}, day = day + 200 where random() < 0.3",
            f"update {invoices} set day = null where random() < 0.1",
            f"delete from {invoices} where random() < 0.1",
            f"delete from {parties} where random() < 0.1",
            f"insert into tc_person (name, country) values ('x', '{r.choice(['no', 'se'])}')",
            f"update tc_person set country = '{r.choice(['no', 'se'])}' where random() < 0.3",
            "delete from tc_person where random() < 0.1",
            f"insert into {links} (source_id, target_id) select f.id, p.id from tc_firm f, tc_person p "
            "where random() < 0.1 on conflict do nothing",
            f"delete from {links} where random() < 0.2",
        ]
    )
    try:
        with db.transaction():
            if r.random() < 0.15:
                db.execute("set transaction isolation level repeatable read")
            db.execute(statement)
            if r.random() < 0.2:
                raise psycopg.Rollback
    except psycopg.Error as error:
        if error.sqlstate not in REFUSED:
            raise


def links(api: Api) -> str:
    row = api.owner.execute(
        "select format('tj_%s_%s', f.class_id, f.physical_name) from thing_class_fields f where f.name = 'members'"
    ).fetchone()
    assert row is not None
    return str(row[0])


def test_random_writes(api: Api) -> None:
    r = random.Random(31)
    for number in range(examples(300)):
        write(api.owner, r, links(api))
        assert wrong(api.owner) == [], number
    assert api.owner.execute("select * from thing.check(%s, true)", (api.tenant,)).fetchall() == []


def test_sessions_at_once(api: Api, connect: Callable[..., Connection]) -> None:
    """Also in REPEATABLE READ."""

    def work(db: Connection, seed: int) -> None:
        r = random.Random(seed)
        for _ in range(examples(120)):
            write(db, r, table)

    table, sessions = links(api), [connect() for _ in range(6)]
    for db in sessions:
        db.execute(sql.SQL("set search_path = {}").format(sql.Identifier(f"tenant_{api.tenant}")))
        db.execute("set deadlock_timeout = '20ms'")
    threads = [threading.Thread(target=work, args=(db, seed)) for seed, db in enumerate(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong(api.owner) == []


def test_many_things_are_filled_by_a_job(api: Api) -> None:
    """Until then the figure is worked out when it is read; what is written meanwhile counts."""
    api.owner.execute("insert into tc_shop (name, town) select n, repeat('x', 200) from generate_series(1, 20000) n")
    api.owner.execute("insert into tc_bill (payer, total) select id, 5 from tc_shop where name in ('7000', '17000')")
    add(api, ("Party", "mean", "decimal", "avg(invoices.total)"))
    api.reload()
    query = '{ shops(filter: {mean: {eq: "5"}, name: {in: ["7000", "17000"]}}) { nodes { name } } }'
    assert [row["name"] for row in api.run(query)["shops"]["nodes"]] == ["7000", "17000"]
    assert api.owner.execute("select count(mean) from tc_shop").fetchone() == (0,)
    api.owner.execute("select * from thing.claim_job(%s)", (api.tenant,))
    job = api.owner.execute("select id from thing.jobs(%s) where state = 'running'", (api.tenant,)).fetchone()
    assert job is not None
    api.owner.execute("insert into tc_bill (payer, total) select id, 7 from tc_shop where name = '7000'")
    for _ in range(200):
        if api.owner.execute("select thing.step_job(%s, %s)", (api.tenant, job[0])).fetchone() == (None,):
            break
    assert wrong(api.owner) == []
    api.reload()
    assert [row["name"] for row in api.run(query)["shops"]["nodes"]] == ["17000"]
    assert api.owner.execute("select * from thing.check(%s, true)", (api.tenant,)).fetchall() == []


def test_mutations_and_lists(api: Api) -> None:
    """An answer that has a figure which the mutation changes is read behind it; lists use the column."""
    api.reload()
    create = 'mutation ($p: ID!) { createInvoice(input: {payer: {connect: {id: $p}}, total: "9999"}) { %s } }'
    firm = api.run('mutation { createFirm(input: {name: "one"}) { id invoiceCount invoiced } }')["createFirm"]
    assert (firm["invoiceCount"], firm["invoiced"]) == (0, None)
    answers = {selected: api.operation(create % selected) for selected in ("id", "payer { id ... on Firm { size } }")}
    plans = {selected: api.plan(operation, {"p": firm["id"]})[0] for selected, operation in answers.items()}
    assert [isinstance(plan, MutationPlan) and plan.at_once is None for plan in plans.values()] == [False, True]
    api.run(create % "id", {"p": firm["id"]})
    data = api.run('{ firms(filter: {invoiceCount: {eq: 1}, name: {eq: "one"}}) { nodes { version invoiced } } }')
    assert data["firms"]["nodes"] == [{"version": 1, "invoiced": None}]
