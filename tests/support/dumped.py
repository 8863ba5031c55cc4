"""What has been dumped and restored, adopted or upgraded goes on as if nothing had been: a tenant made of everything.sql is used."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.support import servers

EVERYTHING = Path(__file__).parents[1] / "py" / "dumps" / "everything.sql"
PASSWORD = "of a restored tenant"


def make(url: str, slug: str) -> str:
    """A tenant with one of everything, in a database that has a core and no PostGIS (the embedded server has none). Its cursor."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("drop extension if exists postgis")
        db.execute('select thing.create_tenant(%s, limits => \'{"statement_timeout": "7s"}\')', (slug,))
        db.execute(EVERYTHING.read_text(encoding="utf-8").replace("{tenant}", slug).encode())
        _partition(db, slug)
        return str(one(db, "select thing.change_cursor(%s)", slug))


def _partition(db: psycopg.Connection[Any], slug: str) -> None:
    """Two partitions of the log, of which the second is empty and not yet written."""
    limits = "select thing.tenant_limits(%s, %s)"
    one(db, limits, slug, '{"log_keep": "1 h"}')
    db.execute(f"update tenant_{slug}.change_log set at = at - interval '10 minutes'".encode())
    for _ in range(4):
        one(db, "select thing.keep_log(%s, 0)", slug)
    one(db, limits, slug, '{"log_keep": null}')
    assert one(db, "select partitions from thing.log_reach(%s)", slug) == 2


def one(db: psycopg.Connection[Any], query: str, *arguments: Any) -> Any:
    row = db.execute(query.encode(), arguments or None).fetchone()
    return row and row[0]


def content(url: str, slug: str) -> dict[str, Any]:
    """Every row that people know of."""
    with psycopg.connect(url) as db:
        tables = [f"tenant_{slug}.{name}" for (name,) in db.execute(
            "select relname from pg_class where relnamespace = to_regnamespace(%s) and relkind = 'r' and relname ~ '^t[cj]_' order by 1",
            (f"tenant_{slug}",),
        )]  # fmt: skip
        rows = {t: one(db, f"select jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text) from {t} t") for t in tables}
        return rows | {"document": one(db, "select thing.document(%s)", slug)}


class Tenant:
    def __init__(self, db: psycopg.Connection[Any], slug: str) -> None:
        self.db, self.slug, self.schema = db, slug, f"tenant_{slug}"

    def one(self, query: str, *arguments: Any) -> Any:
        return one(self.db, query.replace("{s}", self.schema), *arguments)

    def migrate(self, *operations: dict[str, Any]) -> Any:
        return self.one("select thing.migrate(%s, %s::jsonb)", self.slug, json.dumps(operations))

    def refused(self, error: type[Exception] | str, query: str, *arguments: Any) -> None:
        with pytest.raises(psycopg.Error) as found:
            self.one(query, *arguments)
        assert error in (found.value.sqlstate, found.type), found.value


def works(url: str, slug: str, old_cursor: str) -> None:
    """The tenant is whole and serves: writes, versions, history, events, rules, references, migrations, rollback, jobs, its login."""
    with psycopg.connect(url, autocommit=True) as db:
        t = Tenant(db, slug)
        damages = db.execute("select kind, object, message from thing.check(%s)", (slug,)).fetchall()
        assert damages == [], damages
        _events(t, old_cursor)
        _refuses(t)
        _migrates(t)
        _jobs(t)
        db.execute(f"alter role tenant_{slug} password '{PASSWORD}'".encode())
    login = psycopg.conninfo.make_conninfo(url, user=f"tenant_{slug}", password=PASSWORD)
    with psycopg.connect(login, autocommit=True) as db:
        assert one(db, "show search_path").startswith(f"tenant_{slug}")
        assert one(db, "show statement_timeout") == "7s"
        assert one(db, "insert into tc_person (name) values ('Eve') returning version") == 1
        assert one(db, "update tc_person set age = 1 where name = 'Eve' returning version") == 2
        db.execute("delete from tc_person where name = 'Eve'")
        with pytest.raises(errors.InsufficientPrivilege):
            db.execute("select from change_log")


def _events(t: Tenant, old_cursor: str) -> None:
    t.refused("TB050", "select thing.read_changes(%s, %s)", t.slug, old_cursor)
    cursor = t.one("select thing.change_cursor(%s)", t.slug)
    changed = t.one(
        "select jsonb_agg(h.operation order by h.seq) from {s}.tc_employee e, thing.history(%s, 'Employee', e.id) h where e.name = 'Bob'",
        t.slug,
    )
    assert changed == ["insert", "update"], "the history came along"
    made = t.one(
        "insert into {s}.tc_employee (name, age, boss) select 'Cid', 20, id from {s}.tc_employee where name = 'Ann' returning id"
    )
    assert t.one("update {s}.tc_employee set age = 21 where id = %s returning version", made) == 2
    assert t.one("update {s}.tc_employee set age = 21 where id = %s returning version", made) == 2, (
        "nothing has changed"
    )
    deal = t.one('insert into {s}.tc_deal (seller, "any") values (%s, %s) returning id', made, made)
    t.one("insert into {s}.tj_6_people values (%s, %s) returning 1", deal, made)
    t.one("delete from {s}.tc_deal where id = %s returning 1", deal)
    t.one("delete from {s}.tc_employee where id = %s returning 1", made)
    events = t.one(
        "select jsonb_agg(jsonb_build_array(c.operation, c.version) order by c.seq) from thing.read_changes(%s, %s) c",
        t.slug,
        cursor,
    )
    assert sorted(map(str, events)) == sorted(
        map(
            str,
            [
                ["insert", 1],
                ["update", 2],
                ["insert", 1],
                ["link", None],
                ["unlink", None],
                ["delete", 2],
                ["delete", 3],
            ],
        )
    ), events
    assert t.one("select count(*) from thing.history(%s, 'Employee', %s)", t.slug, made) == 3
    kind = t.one("update {s}.tc_kind set fjson = '{\"b\": 2}' returning version")
    assert kind == t.one("select count(*) from {s}.change_log l join {s}.tc_kind k on k.id = l.thing_id"), (
        "each kind of value is compared"
    )
    before = t.one("select count(*) from {s}.change_log")
    assert t.one("select thing.trim_change_log(%s, '0 s')", t.slug) == before, "rows from elsewhere are deleted, too"
    t.refused("TB050", "select thing.read_changes(%s, %s)", t.slug, cursor)
    assert t.one("select count(*) from thing.read_changes(%s, thing.change_cursor(%s))", t.slug, t.slug) == 0


def _refuses(t: Tenant) -> None:
    t.refused("TB001", "insert into {s}.tc_ruled (text, odd) values ('x', 4)")
    t.refused("TB001", "insert into {s}.tc_ruled (text, mail) values ('x', 'nobody')")
    t.refused("TB001", "update {s}.tc_kind set fjson = '[1, 1]'")
    t.refused(errors.UniqueViolation, "insert into {s}.tc_ruled (text) values ('one')")
    t.refused("TB061", "insert into {s}.tc_deal (seller) select id from {s}.tc_ruled limit 1")
    t.refused(
        errors.ForeignKeyViolation,
        "insert into {s}.tc_deal (seller, item) select e.id, gen_random_uuid() from {s}.tc_employee e limit 1",
    )
    t.refused(errors.ForeignKeyViolation, "delete from {s}.tc_ruled where text = 'one'")
    t.refused("TB062", "truncate {s}.tc_ruled cascade")
    t.refused("TB062", "update {s}.tc_ruled set id = gen_random_uuid()")


def _migrates(t: Tenant) -> None:
    version = t.one("select thing.schema_version(%s)", t.slug)
    t.migrate({"op": "add_field", "class": "Ruled", "field": {"name": "more", "type": "integer", "rules": {"min": 1}}},
              {"op": "create_class", "class": "Fresh", "fields": [{"name": "item", "type": "reference", "target": "Ruled"}]})  # fmt: skip
    t.one("insert into {s}.tc_fresh (item) select id from {s}.tc_ruled limit 1 returning 1")
    t.refused("TB001", "update {s}.tc_ruled set more = 0")
    t.one("select thing.rollback(%s, %s)", t.slug, version)
    # What was dropped and retyped before the dump comes back, too.
    t.one("select thing.rollback(%s, 3)", t.slug)
    assert t.one("select array[gone, size] from {s}.tc_deal") == ["x", "5"]
    assert t.one("select name from {s}.tc_lost") == "lost"
    assert (t.one("select array_agg(c.object) from thing.check(%s) c", t.slug) or []) == []


def _jobs(t: Tenant) -> None:
    t.one(
        "with n as (insert into {s}.tc_person (name) select repeat('x', 900) || i from generate_series(1, 6000) i returning 1) select count(*) from n"
    )
    t.migrate({"op": "alter_field", "class": "Person", "field": "age", "set": {"indexed": True}})
    assert t.one("select count(*) from thing.jobs(%s) j where j.state = 'queued'", t.slug) == 1
    for _ in range(3):
        for (statement,) in t.db.execute("select thing.run_jobs(%s)", (t.slug,)).fetchall():
            t.db.execute(statement)
    t.db.execute("reset all")
    assert t.one("select count(*) from thing.jobs(%s) j where j.state <> 'done'", t.slug) == 0
    t.one("with n as (delete from {s}.tc_person where length(name) > 900 returning 1) select count(*) from n")


def fresh(url: str) -> str:
    """asyncpg's form of a conninfo, which libpq's programs take as well."""
    return servers.asyncpg_url(url)


def marks_columns(url: str) -> bool:
    """Does the server write `pg_attver` into the options of columns, as PostgreSQL 15.20 does?"""
    with psycopg.connect(url) as db:
        return bool(one(db, "select exists (select from pg_attribute where attoptions::text like '%%pg_attver=%%')"))
