"""A clone, or an archive, in which fields that are marked personal have other values: no old one is left anywhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api.archive import files
from py_api.config import ROOT
from tests.py.archive.conftest import done, run
from tests.py.archive.test_round_trip import damages
from tests.support import servers

pytestmark = pytest.mark.once

Rows = list[tuple[Any, ...]]
MARK = "Zzyzx"  # in every personal value
SCHEMA = """[
  {"op": "create_class", "class": "Being", "abstract": true, "fields": [
     {"name": "name", "type": "text", "personal": true, "searchable": true, "rules": {"required": true, "minLength": 3}}]},
  {"op": "create_class", "class": "Person", "extends": "Being", "fields": [
     {"name": "email", "type": "email", "personal": true, "rules": {"unique": true}},
     {"name": "code", "type": "text", "personal": true, "rules": {"pattern": "^[A-Z][a-z]+-[0-9]{4}$"}},
     {"name": "city", "type": "text"},
     {"name": "nick", "type": "text", "personal": true, "rules": {"maxLength": 12}},
     {"name": "born", "type": "date", "personal": true},
     {"name": "died", "type": "date"},
     {"name": "level", "type": "select", "params": {"values": ["low", "high"]}, "personal": true},
     {"name": "reason", "type": "text"},
     {"name": "tags", "type": "textList", "personal": true},
     {"name": "doctor", "type": "reference", "target": "Person", "personal": true},
     {"name": "friends", "type": "references", "target": "Person", "personal": true},
     {"name": "shown", "type": "text", "expression": "upper(name)", "stored": true},
     {"name": "gone", "type": "text"}],
   "uniques": [{"name": "nicks", "fields": ["city", "nick"]}],
   "rules": {"checks": {
     "life": {"rule": "compare", "field": "born", "operator": "lt", "other": "died"},
     "why": {"rule": "requiredIf", "field": "reason", "if": {"field": "level", "oneOf": ["high"]}}}}},
  {"op": "create_class", "class": "Ticket", "fields": [{"name": "about", "type": "text", "personal": true},
     {"name": "owner", "type": "reference", "target": "Person"}]},
  {"op": "add_field", "class": "Person", "field": {"name": "held", "type": "text", "expression": "min(tickets.about)", "kept": true}},
  {"op": "add_field", "class": "Person", "field": {"name": "count", "type": "integer", "expression": "count(tickets)", "kept": true}},
  {"op": "create_class", "class": "Old", "fields": [{"name": "whose", "type": "text", "personal": true}]},
  {"op": "create_rollup", "name": "Names", "class": "Person", "groupBy": ["name"],
   "aggregates": [{"function": "max", "path": "code"}]}]"""


@pytest.fixture(scope="module")
def original(server: servers.Server) -> Iterator[str]:
    slug = f"p{uuid4().hex[:10]}"
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute("select thing.create_tenant(%s)", (slug,))
        db.execute("select thing.migrate(%s, %s::jsonb)", (slug, SCHEMA))
        db.execute(f"set search_path = tenant_{slug}, public")
        db.execute(
            "insert into tc_person (name, email, code, city, nick, born, died, level, reason, tags, gone) select "
            "'Zzyzx ' || i, 'Zzyzx' || i || '@real.org', 'Zzyzx-' || 1000 + i, 'c' || i % 3, 'Zzyzx' || i, "
            "'1970-01-01'::date + i, nullif('2021-01-01'::date + i, '2021-01-06'), case when i % 2 = 0 then 'high' else 'low' end, "
            "case when i % 4 > 0 or i % 2 = 0 then 'r' end, array['Zzyzx', i::text], 'Zzyzx' from generate_series(1, 200) i"
        )
        db.execute("update tc_person set code = null where nick = 'Zzyzx7'")
        db.execute("update tc_person p set doctor = (select o.id from tc_person o where o.nick = 'Zzyzx1')")
        db.execute(
            "insert into tj_2_friends (source_id, target_id) select a.id, b.id from tc_person a "
            "join tc_person b on b.nick <> a.nick and b.nick in ('Zzyzx2', 'Zzyzx3') where a.nick like 'Zzyzx1%'"
        )
        db.execute(
            "insert into tc_ticket (about, owner) select 'Zzyzx', id from tc_person where nick <> 'Zzyzx9' limit 50"
        )
        db.execute("set thing.actor = 'Zzyzx@real.org'")
        db.execute("insert into tc_old (whose) values ('Zzyzx')")
        db.execute("update tc_ticket set about = 'Zzyzx 2'")
        db.execute("reset thing.actor")
        db.execute("delete from tc_person where nick = 'Zzyzx9'")
        for change in (
            '{"op": "drop_field", "class": "Person", "field": "gone"}',
            '{"op": "drop_class", "class": "Old"}',
        ):
            db.execute("select thing.migrate(%s, jsonb_build_array(%s::jsonb))", (slug, change))
        db.execute(
            "select thing.persist_document(%s, %s)",
            (slug, f'{{ persons(filter: {{name: {{eq: "{MARK}"}}}}) {{ nodes {{ id }} }} }}'),
        )
        yield slug
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


def found(db: psycopg.Connection[Any], slug: str) -> list[str]:
    """Tables of the tenant, and statistics about them, in which a personal value of the original stands."""
    schema = f"tenant_{slug}"
    tables = db.execute("select tablename from pg_tables where schemaname = %s", (schema,)).fetchall()
    places = [f"{schema}.{name}" for (name,) in tables]
    hits = [
        p
        for p in places
        if db.execute(f"select 1 from {p} t where t::text ilike '%%{MARK}%%' limit 1".encode()).fetchone()
    ]
    stats = "select 1 from pg_stats s where s.schemaname = %s and s::text ilike %s limit 1"
    return hits + ["pg_stats" for _ in db.execute(stats, (schema, f"%{MARK}%")).fetchall()]


def as_they_were(db: psycopg.Connection[Any], slug: str) -> Rows:
    """What is not personal, and what of the personal values is absent."""
    return db.execute(
        f"select p.id, p.city, p.died, p.reason, p.version, p.created_at, p.email is null, p.code is null, p.doctor is null, "
        f"(select count(*) from tenant_{slug}.tj_2_friends f where f.source_id = p.id), "
        f"(select count(*) from tenant_{slug}.tc_ticket t where t.owner = p.id) "
        f"from tenant_{slug}.tc_person p order by id".encode()
    ).fetchall()


def the_page(url: str, slug: str, folder: Path) -> None:
    """The commands of docs/operations.md, for this tenant."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.partition("## Clones without personal data\n")[2].partition("\n## ")[0]
    commands = [
        line.split()[1:] for block in re.findall(r"(?s)```sh\n(.*?)```", section) for line in block.splitlines()
    ]
    assert len(commands) == 2
    for arguments in commands:
        done(
            url, *(part.replace("acme-test", str(folder / f"{slug}-test")).replace("acme", slug) for part in arguments)
        )


def test_no_value_is_left(original: str, server: servers.Server, tmp_path: Path) -> None:
    url = server.url
    cloned, restored = f"{original}_test", f"{original}_r"
    file = tmp_path / f"{original}-test.thing"
    with psycopg.connect(url, autocommit=True) as db:
        assert len(found(db, original)) >= 5
        try:
            the_page(url, original, tmp_path)
            with files.read(str(file)) as source:
                assert MARK.lower().encode() not in source.read(2**30).lower()
            done(url, "tenant", "restore", file, "--as", restored)
            for slug in (cloned, restored):
                assert found(db, slug) == []
                assert damages(url, slug) == []
                assert as_they_were(db, slug) == as_they_were(db, original)
                different, shown = db.execute(
                    f"select count(distinct name), bool_and(shown = upper(name)) from tenant_{slug}.tc_person".encode()
                ).fetchone() or (0, False)
                assert (different > 100, shown) == (True, True)
                grouped = db.execute(f"select count(*) from tenant_{slug}.tc_names".encode()).fetchone()
                assert grouped == (different,)
                logged = db.execute(f"select distinct operation from tenant_{slug}.change_log".encode()).fetchall()
                assert logged == [("schema",)]
                db.execute(f"update tenant_{slug}.tc_person set name = 'someone' where city = 'c1'".encode())
            assert db.execute("select 1 from pg_namespace where nspname like 'replaced_%'").fetchall() == []
        finally:
            db.execute(
                "select thing.drop_tenant(slug, slug) from thing.tenants where slug = any (%s)", ([cloned, restored],)
            )


def test_nothing_marked(tenant: str, server: servers.Server) -> None:
    refused = run(server.url, "tenant", "clone", tenant, f"{tenant}_c", "--fields-marked-personal", "replaced")
    assert refused.returncode == 1
    assert "no field of tenant" in refused.stderr
