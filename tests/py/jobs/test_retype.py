"""A change of type: at once on a small table, beside running writes on a large one, and back again."""

import threading
from typing import Any

import psycopg
import pytest

from .conftest import ROWS, Large

pytestmark = pytest.mark.once

COLUMN = "select physical_name from {}.thing_class_fields where name = 'n' and class_id = 1 and dropped_version is null"


def column(large: Large) -> str:
    return str(large.one(COLUMN.format(large.schema)))


def events(large: Large) -> Any:
    return large.one(f"select count(*) from {large.schema}.change_log where operation <> 'schema'")


def test_large_expands_fills_and_swaps(large: Large) -> None:
    before = large.checksum("n")
    logged = events(large)
    result = large.alter("n", type="text")
    assert [c["kind"] for c in result["diff"]] == ["FIELD_TYPE_CHANGING"]
    assert column(large) == "n", "until the job is done the field is what it was"
    large.db.execute(f"insert into {large.table} (name, n) values ('meanwhile', 77)")
    assert large.one(f"select n_2 from {large.table} where name = 'meanwhile'") == "77"
    large.work()
    assert large.jobs()["n_2"][0] == "done"
    assert column(large) == "n_2"
    assert large.one(f"select count(*) from {large.table} where n_2 is distinct from n::text") == 0
    assert large.one(f"select count(*) from {large.table} where version <> 1") == 0, "no row has a new version"
    assert events(large) == logged + 1, "the insert, and nothing else"
    large.db.execute(f"delete from {large.table} where name = 'meanwhile'")
    large.rollback(1)
    assert large.checksum("n") == before


def test_progress_is_seen_and_a_killed_worker_loses_nothing(large: Large) -> None:
    large.alter("n", type="bigint")
    large.work(steps=2).close()
    progress = large.one("select progress from thing.jobs(%s)", large.tenant)
    assert progress["rows"] == 600
    while large.one("select thing.job_holder(1) from (select set_config('search_path', %s, true)) s", large.schema):
        pass
    large.work()
    assert column(large) == "n_2"
    assert large.one(f"select count(*) from {large.table} where n_2 is distinct from n") == 0


def test_a_write_that_cannot_convert_is_refused_meanwhile(large: Large) -> None:
    large.db.execute(f"update {large.table} set filler = 'x', name = n::text")
    large.alter("name", type="integer")
    error = large.refused("TB001", lambda: large.db.execute(f"insert into {large.table} (name) values ('no number')"))
    assert '"field": "name"' in str(error.diag.message_detail)
    large.refused("TB001", lambda: large.db.execute(f"update {large.table} set name = '007' where n = 1"))
    large.work()
    assert large.one(f"select sum(name_2) from {large.table}") == ROWS * (ROWS + 1) // 2


def test_rows_that_do_not_convert_are_listed_and_nothing_changes(large: Large) -> None:
    large.db.execute(f"update {large.table} set name = n::text")
    large.db.execute(f"update {large.table} set name = 'bad ' || n where n <= 12")
    error = large.refused("TB033", lambda: large.alter("name", type="integer"))
    assert "12 values of Item.name" in str(error)
    assert str(error.diag.message_detail).count('"value"') == 10
    assert large.one("select max(version) from thing.history(%s)", large.tenant) == 1


def test_writers_and_readers_go_on(large: Large) -> None:
    """Rows changed, inserted and deleted by the tenant while the job runs all arrive, each converted."""
    stop = threading.Event()
    failed: list[str] = []

    def write(number: int) -> None:
        with large.connect(large.tenant) as tenant:
            i = 0
            while not stop.is_set():
                i += 1
                try:
                    tenant.execute("insert into tc_item (name, n) values ('w', %s)", (i,))
                    tenant.execute(
                        "update tc_item set n = n + 1 where id = (select id from tc_item where name = %s)",
                        (f"name {i * 7 + number}",),
                    )
                    tenant.execute("delete from tc_item where name = %s", (f"name {i * 11 + number}",))
                except psycopg.Error as error:
                    if (
                        error.sqlstate == "42501"
                    ):  # the column has been swapped: the tenant may no longer write the old one
                        return
                    failed.append(str(error))
                    return

    writers = [threading.Thread(target=write, args=(n,)) for n in (1, 2)]
    large.alter("n", type="bigint")
    for writer in writers:
        writer.start()
    large.work()
    stop.set()
    for writer in writers:
        writer.join()
    assert failed == []
    large.db.execute(f"update {large.schema}.thing_jobs set run_after = now() where state = 'queued'")
    large.work()
    assert column(large) == "n_2"
    assert large.one(f"select count(*) from {large.table} where n_2 is distinct from n") == 0


def test_indexes_and_uniques_are_there_before_the_swap(large: Large) -> None:
    large.migrate({"op": "set_rules", "class": "Item", "field": "n", "rules": {"unique": True, "required": True}})
    large.work()
    large.alter("n", type="text", indexed=True)
    large.work()
    assert large.constraint("tu_1_n_2") == "UNIQUE (n_2)"
    assert large.constraint("tu_1_n") is None
    assert large.one(
        "select attnotnull from pg_attribute where attrelid = %s::regclass and attname = 'n_2'", large.table
    )
    assert large.migrate({"op": "alter_class", "class": "Item", "set": {"label": "x"}})["jobs"] == []


def test_rolled_back_while_it_runs(large: Large) -> None:
    before = large.checksum("n")
    large.alter("n", type="text")
    large.work(steps=1).close()
    large.rollback(1)
    large.work()
    assert column(large) == "n"
    assert large.checksum("n") == before
    assert (
        large.one(
            "select count(*) from pg_trigger where tgrelid = %s::regclass and tgname like 'retype%%'", large.table
        )
        == 0
    )
    large.alter("n", type="text")  # and once more, to the end
    large.work()
    assert large.one(f"select count(*) from {large.table} where {column(large)} is distinct from n::text") == 0


def test_no_second_change_of_type_meanwhile_and_a_drop_gives_it_up(large: Large) -> None:
    large.alter("n", type="text")
    large.refused("TB034", lambda: large.alter("n", type="bigint"))
    large.alter("n", label="still free")
    large.migrate({"op": "drop_field", "class": "Item", "field": "n"})
    large.work()
    assert large.jobs()["n_2"][0] == "done"
    large.rollback(3)
    large.db.execute(f"update {large.table} set n = 5 where n = 4")
    large.work()
    assert column(large) == "n"


def test_rows_changed_since_are_converted_back(large: Large) -> None:
    large.alter("n", type="text")
    large.work()
    large.db.execute(f"update {large.table} set n_2 = '500000' where n_2 = '5'")
    large.db.execute(f"insert into {large.table} (name, n_2) values ('new', '600000')")
    large.db.execute(f"insert into {large.table} (name, n_2) values ('bad', 'none')")
    error = large.refused("TB033", lambda: large.rollback(1))
    assert '"value": "none"' in str(error.diag.message_detail)
    large.db.execute(f"delete from {large.table} where name = 'bad'")
    large.rollback(1)
    assert large.one(f"select array_agg(n order by n) from {large.table} where n > {ROWS}") == [500000, 600000]
    assert large.one(f"select count(*) from {large.table} where name = 'name ' || n") == ROWS - 1


def test_descendants_follow_also_those_that_come_meanwhile(large: Large) -> None:
    large.migrate({"op": "create_class", "class": "Old", "extends": "Item", "fields": []})
    large.db.execute(f"insert into {large.schema}.tc_old (n) values (1)")
    large.alter("n", type="text", default="none")
    large.migrate({"op": "create_class", "class": "New", "extends": "Item", "fields": []})
    large.db.execute(f"insert into {large.schema}.tc_new (n) values (2)")
    large.work()
    assert large.one(f"select n_2 from {large.schema}.tc_old") == "1"
    assert large.one(f"select n_2 from {large.schema}.tc_new") == "2"
    large.migrate({"op": "create_class", "class": "Later", "extends": "Item", "fields": []})
    large.db.execute(f"insert into {large.schema}.tc_later (n_2) values ('3')")
    large.alter("name", label="so that a version is there")
    version = large.one(
        'select max(version) from thing.history(%s) where changes @> \'[{"op": "create_class", "class": "New"}]\'',
        large.tenant,
    )
    change = large.one('select inverse from thing.history(%s) where changes @> \'[{"op": "swap_type"}]\'', large.tenant)
    assert version
    large.migrate(*change)
    for name, n in (("old", 1), ("new", 2), ("later", 3)):
        assert large.one(f"select n from {large.schema}.tc_{name}") == n
