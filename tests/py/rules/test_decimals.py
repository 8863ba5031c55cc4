"""Decimals that would be rounded: refused by COPY too, and by columns that an older core made."""

from typing import Any

import psycopg
import pytest

Connection = psycopg.Connection[Any]
CLASS = """[
    {"name": "price", "type": "decimal", "params": {"precision": 5, "scale": 2}, "rules": {"unique": true}},
    {"name": "cost", "type": "decimal", "params": {"precision": 5, "scale": 2}},
    {"name": "rate", "type": "decimal", "params": {"precision": 5, "scale": 2, "round": true}}]"""


def test_copy_is_refused(db: Connection, tenant: str) -> None:
    db.execute("select thing.create_class(%s, 'P', %s)", (tenant, CLASS))
    table = f"tenant_{tenant}.tc_p"
    with db.cursor() as cursor:
        with (
            pytest.raises(psycopg.Error, match="price: must have at most 2 digits after the point") as refused,
            cursor.copy(f"copy {table} (price, rate) from stdin") as copy,
        ):
            copy.write("1.2\t1.239\n1.239\t1\n")
        assert refused.value.sqlstate == "TB001"
        with cursor.copy(f"copy {table} (price, rate) from stdin") as copy:
            copy.write("1.2\t1.239\n")
    assert db.execute(f"select price::text, rate::text from {table}").fetchall() == [("1.2", "1.24")]


def test_a_column_of_an_older_core_is_brought_along_without_a_rewrite(db: Connection, tenant: str) -> None:
    """Columns of dropped fields and classes too; one that a view reads is left and told."""
    schema = f"tenant_{tenant}"
    for name in ("P", "Q", "Gone"):
        db.execute("select thing.create_class(%s, %s, %s)", (tenant, name, CLASS))
    db.execute("select thing.alter_field(%s, 'Q', 'price', '{\"type\": \"text\"}')", (tenant,))
    db.execute("select thing.drop_field(%s, 'P', 'cost')", (tenant,))
    db.execute("select thing.drop_class(%s, 'Gone')", (tenant,))
    for table in ("tc_p", "tc_q", "tc_gone"):
        with db.transaction():
            definitions = [
                d
                for (d,) in db.execute(
                    "select pg_get_triggerdef(oid) from pg_trigger where tgrelid = %s::regclass and not tgisinternal"
                    " and tgname in ('validate', 'stamp')",
                    (f"{schema}.{table}",),
                ).fetchall()
            ]
            for name in ("validate", "stamp"):
                db.execute(f"drop trigger if exists {name} on {schema}.{table}")
            for column in ("price", "cost"):
                db.execute(f"alter table {schema}.{table} alter {column} type numeric(5,2)")
            for definition in definitions:
                db.execute(definition)
    db.execute(f"insert into {schema}.tc_p (price) select n / 10.0 from generate_series(1, 200) n")
    db.execute(f"analyze {schema}.tc_p")
    db.execute(f"create view {schema}.seen as select cost from {schema}.tc_q")
    files = "select relname, relfilenode from pg_class where relnamespace = %s::regnamespace and relkind in ('r', 'i') order by 1"
    before = db.execute(files, (schema,)).fetchall()
    wrong = {(k, o) for k, o in db.execute("select kind, object from thing.check(%s)", (tenant,)).fetchall()}
    assert wrong >= {("changed column", "tc_p.price"), ("changed column", "tc_gone.cost")}

    db.execute("select thing.refresh_tenant(%s)", (tenant,))
    assert db.execute(files, (schema,)).fetchall() == before
    assert db.execute("select kind, object from thing.check(%s)", (tenant,)).fetchall() == [
        ("changed column", "tc_q.cost"),
        ("unknown table", "seen"),
    ]
    assert db.execute(
        "select count(*) from pg_stats where schemaname = %s and tablename = 'tc_p' and attname = 'price'", (schema,)
    ).fetchall() == [(1,)]
    with pytest.raises(psycopg.Error, match="price: must have at most 2 digits after the point"):
        db.execute(f"update {schema}.tc_p set price = 1.239 where price = 1")
    db.execute(f"drop view {schema}.seen")
    db.execute("select thing.refresh_tenant(%s)", (tenant,))
    assert db.execute("select kind, object from thing.check(%s)", (tenant,)).fetchall() == []
