"""100,000 changes of one actor taken back, in a log with as many of others: seconds, and equal by checksum.

Orders with a maker, tags and a unique number; a third of the changes creates, a third updates, a third deletes (with
links that go along). Then the same once more with later changes of others to a hundredth of the things: those stay.
"""

import sys

from bench.harness import Connection, Figure, connect, console, report, seconds, server

CLASSES = """[
    {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Tag", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Item", "fields": [
        {"name": "number", "type": "integer", "required": true, "unique": true},
        {"name": "name", "type": "text", "rules": {"minLength": 2}},
        {"name": "price", "type": "decimal", "rules": {"min": 0}},
        {"name": "state", "type": "select", "values": ["new", "used"]},
        {"name": "note", "type": "text"}, {"name": "origin", "type": "text"},
        {"name": "maker", "type": "reference", "target": "Maker", "onDelete": "restrict"},
        {"name": "tags", "type": "references", "target": "Tag"}]}]"""
# The data of everything, without what each write changes by itself.
CHECKSUM = """
    select md5(string_agg(r.image, '' order by r.image collate "C")) from (
        select (to_jsonb(i) - '{version,updated_at,updated_by}'::text[])::text as image from tc_item i
        union all select to_jsonb(j)::text from tj_3_tags j
        union all select (to_jsonb(m) - '{version,updated_at,updated_by}'::text[])::text from tc_maker m) r"""


def one(db: Connection, statement: str, *values: object) -> object:
    row = db.execute(statement, values).fetchone()
    assert row is not None
    return row[0]


def prepare(db: Connection, things: int) -> None:
    db.execute("select thing.create_tenant('bench')")
    db.execute("select thing.migrate('bench', %s::jsonb)", (CLASSES,))
    db.execute("set search_path = tenant_bench, public")
    db.execute("insert into tc_maker (name) select 'maker ' || i from generate_series(1, 100) i")
    db.execute("insert into tc_tag (name) select 'tag ' || i from generate_series(1, 20) i")
    db.execute(
        """insert into tc_item (number, name, price, state, note, origin, maker)
           select i, 'item ' || i, i %% 1000, 'new', 'a note of some length ' || i, 'Norway', m.id
             from generate_series(1, %s) i
             join (select id, row_number() over () as n from tc_maker) m on m.n = 1 + i %% 100""",
        (things,),
    )
    db.execute(
        "insert into tj_3_tags select i.id, t.id from tc_item i, tc_tag t where i.number % 20 = 0 and t.name = 'tag 1'"
    )
    db.execute("update tc_item set price = price + 1")
    db.execute("vacuum analyze")


def break_things(db: Connection, changes: int) -> None:
    """A third each: updates, deletes, and new things that take the numbers of those deleted."""
    third = changes // 3
    db.execute("set thing.actor = 'import'")
    db.execute("update tc_item set price = 0, state = 'used', name = 'wrong' where number <= %s", (third,))
    db.execute("delete from tc_item where number > %s and number <= %s", (third, 2 * third))
    db.execute(
        """insert into tc_item (number, name, price, maker)
           select %s + i, 'wrong', 0, (select id from tc_maker limit 1) from generate_series(1, %s) i""",
        (third, third),
    )
    db.execute("reset thing.actor")
    db.execute("analyze")


def rewind(db: Connection, since: object, mode: str) -> dict[str, int]:
    made: dict[str, int] = one(db, "select thing.rewind('bench', %s, 'import', mode => %s)", since, mode)  # type: ignore[assignment]
    return made


def main() -> int:
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with server() as started, connect(started) as db:
        prepare(db, changes)
        before = one(db, CHECKSUM)
        since = one(db, "select clock_timestamp()")
        break_things(db, changes)
        rows = one(db, "select count(*) from change_log where actor = 'import'")
        console.print(f"{rows} changes of {one(db, 'select count(*) from change_log')} in the log")
        planned = seconds(lambda: rewind(db, since, "plan"))
        taken = seconds(lambda: rewind(db, since, "refuse"))
        equal = one(db, CHECKSUM) == before
        db.execute("analyze")
        break_things(db, changes)
        db.execute("update tc_item set price = 7 where number %% 100 = 0 and number <= %s", (changes // 3,))
        mixed = seconds(lambda: rewind(db, since, "keep"))
        kept = one(db, "select count(*) from tc_item where price = 7 and number %% 100 = 0 and name <> 'wrong'")
        return report(
            "rewind",
            [
                Figure("plan", f"{planned:.1f} s", "", planned, " s", 60),
                Figure(f"rewind of {changes} changes", f"{taken:.1f} s", "", taken, " s", 60),
                Figure("not equal by checksum to the state before", str(not equal), "", float(not equal), "", 0),
                Figure("the same with later changes of others", f"{mixed:.1f} s", "", mixed, " s", 60),
                Figure("later changes kept", str(kept), "", float(str(kept)), "", changes // 300, at_least=True),
            ],
        )


if __name__ == "__main__":
    sys.exit(main())
