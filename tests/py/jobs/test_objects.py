"""Indexes and constraints of large tables, made by jobs."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from .conftest import ROWS, Large


def test_each_kind_is_made(large: Large) -> None:
    large.migrate({"op": "create_class", "class": "Maker", "fields": []})
    large.migrate(
        {"op": "set_rules", "class": "Item", "field": "n", "rules": {"unique": True, "required": True}},
        {"op": "alter_field", "class": "Item", "field": "name", "set": {"indexed": True}},
        {"op": "add_field", "class": "Item", "field": {"name": "maker", "type": "reference", "target": "Maker"}},
    )
    assert {state for state, *_ in large.jobs().values()} == {"queued"}
    large.work()
    assert {state for state, *_ in large.jobs().values()} == {"done"}
    assert large.constraint("tu_1_n") == "UNIQUE (n)"
    assert "NOT VALID" not in str(large.constraint("tf_1_maker"))
    assert large.constraint("tn_1_n") is None, "the check that proved NOT NULL is gone"
    assert large.one("select attnotnull from pg_attribute where attrelid = %s::regclass and attname = 'n'", large.table)
    assert large.one("select bool_and(indisvalid) from pg_index where indrelid = %s::regclass", large.table)
    assert (
        large.one(
            "select count(*) from pg_class where relnamespace = %s::regnamespace and relname in ('ti_1_name', 'ti_1_maker')",
            large.schema,
        )
        == 2
    )
    assert large.migrate({"op": "alter_class", "class": "Item", "set": {"label": "x"}})["jobs"] == [], (
        "nothing is left to do"
    )


def test_the_api_hears_that_a_column_is_proven_not_null(large: Large, connect: Any) -> None:
    """Only then can reading it never give null: a schema version of its own, told to listeners, that a rollback passes over."""
    nulls = "select thing.catalog(%s) #> '{classes,0,fields,1,nonNull}'"
    head = "select thing.catalog_head(%s)"
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"required": True}})
    before = large.one(head, large.tenant)
    assert large.one(nulls, large.tenant) is False, "the rule holds, but older rows might have no value"
    listener = connect()
    listener.execute(f"listen {large.one('select channel from thing.installation')}")
    large.work()
    assert large.one(nulls, large.tenant) is True
    after = large.one(head, large.tenant)
    assert after["version"] == before["version"] + 1
    assert after["shape"] != before["shape"]
    listener.execute("select 1")  # brings what was notified before
    payloads = [json.loads(n.payload) for n in listener.notifies(timeout=0.05)]
    assert {"tenant": large.tenant, "schemaVersion": after["version"]} in payloads
    index = large.one("select thing.catalog_index(%s, %s)", large.tenant, before["version"])
    assert [c[1] for c in index["classes"]] == ["Item"]
    assert large.one("select changes from thing.history(%s) order by version desc limit 1", large.tenant) == [
        {"op": "set_not_null", "class": "Item", "field": "n"}
    ]
    assert large.rollback(before["version"])["version"] == after["version"], "the schema is the same"
    large.rollback(1)
    assert large.one(nulls, large.tenant) is False


def test_an_object_has_one_open_job(large: Large) -> None:
    first = large.alter("n", indexed=True)["jobs"]
    assert large.migrate({"op": "alter_class", "class": "Item", "set": {"label": "x"}})["jobs"] == first


def test_a_job_whose_object_is_no_longer_wanted_is_done_at_once(large: Large) -> None:
    large.alter("n", indexed=True)
    large.alter("n", indexed=False)
    large.work()
    assert large.jobs()["ti_1_n"][0] == "done"
    assert large.one("select to_regclass(%s)", f"{large.schema}.ti_1_n") is None


def test_duplicates_are_told_and_a_retry_mends_the_invalid_index(large: Large) -> None:
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"unique": True}})
    large.db.execute(f"insert into {large.table} (n) values (7), (8)")
    large.work()
    state, error, detail = large.jobs()["tu_1_n"]
    assert (state, error) == ("failed", "2 values of n stand in more than one row")
    assert sorted(detail, key=lambda d: d["values"]["n"]) == [{"values": {"n": n}, "rows": 2} for n in (7, 8)]
    assert large.one("select not indisvalid from pg_index where indexrelid = %s::regclass", f"{large.schema}.tu_1_n")
    large.db.execute(f"delete from {large.table} where name is null")
    job = large.one("select id from thing.jobs(%s)", large.tenant)
    large.db.execute("select thing.retry_job(%s, %s)", (large.tenant, job))
    large.work()
    assert large.jobs()["tu_1_n"] == ("done", None, None)
    assert large.constraint("tu_1_n") == "UNIQUE (n)"


def test_a_migration_leaves_alone_what_a_job_is_at_and_removes_it_when_unwanted(large: Large) -> None:
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"unique": True}})
    large.work(steps=1).close()
    large.migrate({"op": "alter_class", "class": "Item", "set": {"label": "x"}})
    assert large.one("select to_regclass(%s)", f"{large.schema}.tu_1_n") is not None
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {}})
    assert large.one("select to_regclass(%s)", f"{large.schema}.tu_1_n") is None


def test_a_null_written_meanwhile_is_refused_and_old_ones_are_told(large: Large) -> None:
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"required": True}})
    large.db.execute("set session_replication_role = replica")  # as if a trigger had been away
    large.db.execute(f"insert into {large.table} (name) values ('none')")
    large.db.execute("set session_replication_role = origin")
    large.work()
    state, error, detail = large.jobs()["n"]
    assert (state, error) == ("failed", "1 rows have no n")
    assert len(detail) == 1
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {}})
    assert large.constraint("tn_1_n") is None


def test_the_job_of_a_dead_worker_is_taken_over(large: Large) -> None:
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"unique": True}})
    worker = large.work(steps=1)
    job = large.one("select id from thing.jobs(%s)", large.tenant)
    assert large.db.execute("select * from thing.claim_job(%s)", (large.tenant,)).fetchall() == [], "it has its worker"
    large.refused("TB039", lambda: large.db.execute("select thing.step_job(%s, %s)", (large.tenant, job)))
    worker.close()
    while large.one("select state from thing.jobs(%s)", large.tenant) == "running":
        time.sleep(0.02)
    large.work()
    assert large.constraint("tu_1_n") == "UNIQUE (n)"


def test_what_is_busy_is_tried_again(large: Large) -> None:
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"required": True}})
    with large.connect() as reader, reader.transaction():
        reader.execute(f"select from {large.table} limit 1")
        large.work()
        assert large.jobs()["n"][0] == "queued"
    large.db.execute(f"update {large.schema}.thing_jobs set run_after = now()")
    large.work()
    assert large.jobs()["n"][0] == "done"


@pytest.mark.parametrize(
    "call",
    ["claim_job(%(t)s)", "step_job(%(t)s, 1)", "fail_job(%(t)s, 1, 'x', 'y')", "retry_job(%(t)s, 1)", "run_jobs()"],
)
def test_tenants_only_list_their_jobs(large: Large, call: str) -> None:
    large.alter("n", indexed=True)
    tenant = large.connect(large.tenant)
    assert tenant.execute("select object_name from thing.jobs(%s)", (large.tenant,)).fetchall() == [("ti_1_n",)]
    large.refused("42501", lambda: tenant.execute(f"select thing.{call}", {"t": large.tenant}))


def test_psql_alone_works_jobs_off(large: Large, server: Any) -> None:
    psql = next((p for p in (Path(d) / "psql" for d in os.environ["PATH"].split(os.pathsep)) if p.exists()), None)
    if psql is None:
        pytest.skip("no psql on this machine")
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"unique": True, "required": True}})
    ran = subprocess.run(
        [psql, "-XqAt", server.url], input=r"select thing.run_jobs() \gexec", text=True, capture_output=True, check=True
    )
    assert ran.stderr == ""
    assert {state for state, *_ in large.jobs().values()} == {"done"}
    assert large.constraint("tu_1_n") == "UNIQUE (n)"


def test_large_means_large(large: Large) -> None:
    assert large.one(f"select count(*) from {large.table}") == ROWS
    with pytest.raises(psycopg.Error):
        large.db.execute("select thing.is_large(1)")  # no tenant entered


def test_indexes_that_came_with_a_newer_core(large: Large) -> None:
    """An upgrade queues what older versions did not make, or made otherwise; a unique over other values goes when its heir is there."""
    large.migrate(
        {"op": "alter_field", "class": "Item", "field": "name", "set": {"indexed": True, "searchable": True}},
        {"op": "add_field", "class": "Item", "field": {"name": "mail", "type": "email", "unique": True}},
    )
    large.work()
    large.db.execute(
        f"""
        set search_path = {large.schema}, public;
        drop index te_1_name, ts_1_name, ty_1_mail;
        create index ts_1_name on tc_item using gin (name gin_trgm_ops, to_tsvector('simple'::regconfig, name));
        alter table tc_item add constraint tu_1_mail unique (mail);
        reset search_path""".encode()
    )
    large.one("select thing.refresh_catalog(%s)", large.tenant)
    queued = large.db.execute(
        "select object_name from thing.jobs(%s) where state = 'queued' order by 1", (large.tenant,)
    )
    assert queued.fetchall() == [("te_1_name",), ("ts_1_name",), ("ty_1_mail",)]
    large.work()
    assert large.constraint("tu_1_mail") is None
    assert large.one("select count(*) from thing.check(%s)", large.tenant) == 0

    # Another collation is another column, filled beside running writes.
    told = large.alter("name", collation="binary")
    assert [each["impact"] for each in told["diff"]] == ["SAFE"]
    large.work()
    collation = (
        "select attcollation::regcollation::text from pg_attribute where attrelid = %s::regclass and attname = 'name_2'"
    )
    assert large.one(collation, large.table) == "ucs_basic"
    assert large.one("select diff -> 0 ->> 'impact' from thing.history(%s) limit 1", large.tenant) == "DANGEROUS"
    assert large.one("select count(*) from thing.check(%s)", large.tenant) == 0
