"""pg_dump and pg_restore of a database and of one tenant, into another server and another version: nothing is lost, and all goes on."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api.config import ROOT
from tests.support import dumped, pgtap, servers
from tests.support.dumped import one

PAGE = ROOT / "docs" / "operations.md"
# Of the suite in SQL, what shows that a core from an older version is whole.
SUITE = ("core", "guards", "events", "tenants", "migrations/test_rollback_*.sql", "migrations/test_check_drift.sql")


@dataclass(frozen=True)
class Source:
    server: servers.Server
    url: str
    slug: str
    cursor: str  # from before the dump


@pytest.fixture(scope="module")
def source(server: servers.Server) -> Iterator[Source]:
    name, slug = f"dumped_{uuid4().hex[:12]}", f"d{uuid4().hex[:12]}"
    url = servers.make_core(server, name)
    cursor = dumped.make(url, slug)
    with psycopg.connect(url, autocommit=True) as db:  # a cluster that has had far more transactions than the next one
        db.execute(f"update tenant_{slug}.change_log set xid = (xid::text::bigint + 10000000000)::text::xid8")
        db.execute(f"update tenant_{slug}.change_log_state set trimmed_xid = '10000000001', trimmed_seq = 1")
    yield Source(server, url, slug, cursor)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def target() -> Iterator[servers.Server]:
    """Another server, of the newest version."""
    started = servers.start_bare()
    yield started
    started.stop()


@pytest.fixture
def core(target: servers.Server) -> Iterator[str]:
    """URL of a database on it with a core and no tenant."""
    name = f"core_{uuid4().hex[:12]}"
    url = servers.make_core(target, name)
    yield url
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select thing.drop_tenant(slug, slug) from thing.tenants")
    with psycopg.connect(target.url, autocommit=True) as db:
        db.execute(f"drop database {name} with (force)")


def blocks() -> list[str]:
    """The commands of the page: of the whole database, of one tenant."""
    section = PAGE.read_text(encoding="utf-8").partition("## Backup and restore\n")[2].partition("\n## ")[0]
    return re.findall(r"(?s)```sh\n(.*?)```", section)


def run(commands: str, target: servers.Server, folder: Path, source: Source, **urls: str) -> str:
    """Commands of the page, the tenant's slug and all; what they have said."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "pg_dump").symlink_to(dumper(target, source) / "pg_dump")
    path = f"{programs}:{target.programs}:{os.environ['PATH']}"
    script = commands.replace("acme", source.slug).replace("./thingbase", str(ROOT / "thingbase"))
    env = {name: dumped.fresh(url) for name, url in urls.items()} | {
        "OLD": dumped.fresh(source.url),
        "PATH": path,
        "HOME": str(folder),
    }
    done = subprocess.run(["/bin/sh", "-c", script], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
    return done.stderr


def dumper(target: servers.Server, source: Source) -> Path:
    """Where pg_dump is taken from: the newer version's, but for columns with a mark that only the older one leaves out."""
    marked = dumped.marks_columns(source.server.url) and not dumped.marks_columns(target.url)
    return source.server.programs if marked else target.programs


def dump(target: servers.Server, source: Source, file: Path, *options: str) -> Path:
    subprocess.run(
        [
            dumper(target, source) / "pg_dump",
            "--dbname",
            dumped.fresh(source.url),
            "--format",
            "custom",
            "--file",
            file,
            *options,
        ],
        check=True,
    )
    return file


def restore(target: servers.Server, file: Path, url: str) -> list[str]:
    """Errors."""
    done = subprocess.run(
        [target.programs / "pg_restore", "--dbname", dumped.fresh(url), file], capture_output=True, text=True
    )
    return re.findall(r"could not execute query: ERROR: +(.*)", done.stderr)


@contextmanager
def gone_at_last(target: servers.Server, url: str, slug: str) -> Iterator[None]:
    """The database and the roles of its tenant, which the next test restores again."""
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    try:
        yield
    finally:
        with psycopg.connect(target.url, autocommit=True) as db:
            db.execute(f"drop database if exists {name} with (force)")
            db.execute(f"drop role if exists tenant_{slug}")


def test_a_database(source: Source, target: servers.Server, tmp_path: Path) -> None:
    url = target.url_of(str(psycopg.conninfo.conninfo_to_dict(source.url)["dbname"]))
    with gone_at_last(target, url, source.slug):
        _a_database(source, target, tmp_path, url)


def _a_database(source: Source, target: servers.Server, folder: Path, url: str) -> None:
    said = run(blocks()[0], target, folder, source, NEW=target.url, RESTORED=url)
    assert "pg_restore: error" not in said, said
    assert set(re.findall(r"ERROR: +(.*)", said)) <= {'role "postgres" already exists'}
    assert dumped.content(url, source.slug) == dumped.content(source.url, source.slug)
    dumped.works(url, source.slug, source.cursor)
    if source.server.version >= target.version:
        return  # the suite has run where it came from
    with psycopg.connect(url, autocommit=True) as db:
        if not pgtap.load(db):
            pytest.skip("no pgTAP on this machine")
        db.execute(f"alter database {db.info.dbname} set plpgsql.extra_errors = 'all'")
    sql = ROOT / "tests" / "sql"
    with closing(pgtap.Runner(url)) as runner:
        for path in sorted({p for part in SUITE for p in sql.glob(part if "." in part else f"{part}/*.sql")}):
            text = path.read_text(encoding="utf-8")
            if "pytest.mark.postgis" not in text:
                assert [line for line in runner.run(text) if line.startswith("not ok")] == [], path.name


@pytest.mark.once
def test_a_database_without_its_roles(source: Source, target: servers.Server, tmp_path: Path) -> None:
    name = f"bare_{uuid4().hex[:12]}"
    with psycopg.connect(target.url, autocommit=True) as db:
        db.execute(f"create database {name}")
        for role in ("thing_owner", "thing_admin", "thing_tenant", "thing_rules"):
            if not one(db, "select count(*) from pg_roles where rolname = %s", role):
                db.execute(f"create role {role} nologin")
    url = target.url_of(name)
    with gone_at_last(target, url, source.slug):
        said = restore(target, dump(target, source, tmp_path / "all.dump"), url)
        assert set(said) == {f'role "tenant_{source.slug}" does not exist'}
        asyncio.run(servers.install_core(url))
        dumped.works(url, source.slug, source.cursor)


def test_one_tenant(source: Source, target: servers.Server, core: str, tmp_path: Path) -> None:
    with psycopg.connect(core, autocommit=True) as db:
        db.execute(
            "create function public.is_odd(integer) returns boolean language sql immutable as 'select $1 %% 2 = 1'".replace(
                "%%", "%"
            )
        )
        db.execute("select thing.register_rule('odd', 'public.is_odd(integer)', 'must be odd', '{integer}')")
    said = run(blocks()[1], target, tmp_path, source, RESTORED=core)
    assert set(re.findall(r"ERROR: +(.*)", said)) == {f'role "tenant_{source.slug}" does not exist'}
    assert f"Tenant {source.slug} adopted." in said or one_tenant(core) == source.slug, said
    with psycopg.connect(core, autocommit=True) as db:
        db.execute('select thing.tenant_limits(%s, \'{"statement_timeout": "7s"}\')', (source.slug,))
    assert dumped.content(core, source.slug) == dumped.content(source.url, source.slug)
    dumped.works(core, source.slug, source.cursor)


def refusal(db: psycopg.Connection[Any], slug: str) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as refused:
        db.execute("select thing.adopt_tenant(%s)", (slug,))
    return refused.value


def one_tenant(url: str) -> str:
    with psycopg.connect(url) as db:
        return str(one(db, "select string_agg(slug, ',') from thing.tenants"))


# What a schema may not bring along: the change, and what DETAIL says of it. Told by sort: owners first, then another core, then the rest.
OWNERS = {
    "alter table {s}.tc_ruled owner to postgres": "tc_ruled",
    "alter function {s}.stamp() owner to postgres": "stamp",
    "create function {s}.mine() returns void language sql as 'select 1'": "mine",
}
OTHER_CORE = {
    "alter table {s}.thing_jobs alter column kind set default current_user": "kind",
    "alter table {s}.thing_classes drop column api_names": "api_names",
    "alter table {s}.thing_classes add column colour text": "colour",
    "create unique index extra on {s}.thing_class_uniques (lower(name))": "extra",
    "alter table {s}.thing_instances enable row level security": "thing_instances",
    "create rule instead as on update to {s}.thing_instances do also select 1": "instead",
}
FOREIGN = {
    "create function {s}.evil() returns void language sql as 'select 1'": "evil()",
    "create function {s}.stamp(integer) returns void language sql as 'select 1'": "stamp(integer)",
    "create function {s}.retype_9(integer) returns void language sql as 'select 1'": "retype_9(integer)",
    "create procedure {s}.log_insert(integer) language sql as 'select 1'": "log_insert(integer)",
    "create view {s}.v as select * from {s}.tc_kind": "v",
    "create materialized view {s}.m as select 1 as one": "m",
    "create table {s}.tc_other (id uuid)": "tc_other",
    "create sequence {s}.q": "q",
    "create domain {s}.d as text check (value <> '')": "d",
    "create type {s}.t as enum ('a')": "t",
    "create operator {s}.=== (leftarg = text, rightarg = text, function = texteq)": "===(pg_catalog.text,pg_catalog.text)",
    "create collation {s}.c (locale = 'C')": "c",
    "create statistics {s}.st on text, number from {s}.tc_ruled": "st",
    "create rule r as on insert to {s}.tc_ruled do also select 1": "r",
    "create policy p on {s}.tc_ruled using (true)": "p",
    "alter table {s}.tc_kind enable row level security": "tc_kind",
    "alter table {s}.tc_ruled add column evil text": "evil",
    "alter table {s}.tc_ruled drop column mail cascade, add column mail text generated always as (upper(text)) stored": "mail",
    "alter table {s}.tc_deal alter column gone type varchar(3)": "gone",
    "alter table {s}.tc_ruled add constraint c check (length(text) < 99)": "c",
    "alter table {s}.tc_ruled add constraint tn_2_text check (length(text) < 99)": "tn_2_text",
    "create index other on {s}.tc_ruled (lower(text))": "other",
    "drop index {s}.ts_1_ftext; create index ts_1_ftext on {s}.tc_kind (lower(ftext))": "ts_1_ftext",
    "alter table {s}.tc_ruled add constraint f foreign key (id) references {s}.tc_kind (id) not valid": "f",
    "create table public.parent (); alter table {s}.tc_person inherit public.parent": "public.parent",
    "alter table {s}.tj_6_people set unlogged": "tj_6_people",
    "reset role; alter table {s}.tc_employee disable trigger all": "tf_5_boss",
}  # fmt: skip
METADATA = {
    "update {s}.thing_class_fields set type = 'colour' where name = 'clock'": "TB023",
    """update {s}.thing_class_fields set validation_rules = '{"pattern": "(a)\\\\1"}' where name = 'mail'""": "TB026",
    """update {s}.thing_class_fields set validation_rules = '{"minLength": "0) or evil("}' where name = 'mail'""": "TB025",
    """update {s}.thing_class_fields set params = '{"precision": "9); drop"}' where name = 'fdecimal'""": "TB020",
    """update {s}.thing_class_fields set default_value = '"x"' where name = 'odd'""": "TB028",
}


@pytest.mark.once
def test_what_is_not_ours_is_refused_or_reset(
    source: Source, target: servers.Server, core: str, tmp_path: Path
) -> None:
    file = dump(target, source, tmp_path / "one.dump", "--schema", f"tenant_{source.slug}")
    schema = f"tenant_{source.slug}"
    restore(target, file, core)
    with psycopg.connect(core, autocommit=True) as db:
        t = dumped.Tenant(db, source.slug)
        t.refused("TB024", "select thing.adopt_tenant(%s)", source.slug)
        db.execute(
            b"create function public.is_odd(integer) returns boolean language sql immutable as 'select $1 % 2 = 1'"
        )
        db.execute("select thing.register_rule('odd', 'public.is_odd(integer)', 'must be odd', '{integer}')")
        for changes in (FOREIGN, OTHER_CORE, OWNERS):
            with db.transaction(force_rollback=True):
                db.execute("set local client_min_messages = error")
                for change in changes:
                    db.execute("set role postgres" if "mine" in change else "set role thing_owner")
                    db.execute(
                        ("reset role;" if "owner to" in change or "public" in change else "")
                        + change.replace("{s}", schema)
                    )
                db.execute("reset role")
                refused = refusal(db, source.slug)
            assert refused.sqlstate == "TB046"
            told = {found["name"] for found in json.loads(refused.diag.message_detail or "[]")}
            assert set(changes.values()) <= told, told
        for change, code in METADATA.items():
            with db.transaction(force_rollback=True):
                db.execute(change.replace("{s}", schema).encode())
                assert refusal(db, source.slug).sqlstate == code, change
        t.refused("TB040", "select thing.adopt_tenant('nowhere')")
        t.refused("TB010", "select thing.adopt_tenant('No')")
        # What the core makes itself is made anew, whatever the dump said.
        db.execute(f"""
            create function public.evil() returns trigger language plpgsql as $$ begin raise 'evil'; end $$;
            create trigger evil before insert on {schema}.tc_ruled for each row execute function public.evil();
            create trigger evil before insert on {schema}.thing_instances for each row execute function public.evil();
            create or replace function {schema}.stamp() returns trigger language plpgsql as $$ begin raise 'evil'; end $$;
            alter function {schema}.stamp() owner to thing_owner;
            alter table {schema}.tc_ruled alter column mail set default current_user;
            alter table {schema}.tc_deal drop constraint tf_6_item;
            update {schema}.thing_classes set compiled = '[{{"predicate": "evil()"}}]', predicate = 'evil()';
            grant all on all tables in schema {schema} to public;
            grant all on schema {schema} to public, pg_monitor;
            grant update (text) on {schema}.tc_ruled to pg_monitor;
            alter sequence {schema}.change_log_seq_seq restart;
            """.encode())  # fmt: skip
        db.execute("select thing.adopt_tenant(%s, 'Label', null, '{\"statement_timeout\": \"7s\"}')", (source.slug,))
        t.refused("TB041", "select thing.adopt_tenant(%s)", source.slug)
        assert (
            t.one(
                "select count(*) from pg_class c, aclexplode(c.relacl) a where c.relnamespace = to_regnamespace('{s}') and a.grantee not in ('{s}'::regrole, c.relowner)"
            )
            == 0
        )
        assert (
            t.one(
                "select count(*) from pg_namespace n, aclexplode(n.nspacl) a where n.nspname = '{s}' and a.grantee not in ('{s}'::regrole, n.nspowner)"
            )
            == 0
        )
        assert (
            t.one(
                "select count(*) from pg_attribute a where a.attrelid = '{s}.tc_ruled'::regclass and 'pg_monitor=w/thing_owner' = any (a.attacl::text[])"
            )
            == 0
        )
    dumped.works(core, source.slug, source.cursor)


@pytest.mark.once
def test_a_type_whose_extension_is_missing(source: Source, target: servers.Server, core: str, tmp_path: Path) -> None:
    file = dump(target, source, tmp_path / "one.dump", "--schema", f"tenant_{source.slug}")
    with psycopg.connect(core, autocommit=True) as db:
        db.execute("drop extension ltree")
        restore(target, file, core)
        dumped.Tenant(db, source.slug).refused("TB027", "select thing.adopt_tenant(%s)", source.slug)
        assert one(db, "select count(*) from thing.tenants") == 0
        db.execute(f"drop schema tenant_{source.slug} cascade")


def test_tenants_of_an_older_core_get_triggers_that_can_be_dumped(tenant: str, db: psycopg.Connection[object]) -> None:
    schema = f"tenant_{tenant}"
    db.execute(
        "select thing.migrate(%s, %s)",
        (tenant, '[{"op": "create_class", "class": "Old", "fields": [{"name": "a", "type": "json"}]}]'),
    )
    db.execute(f"create or replace trigger stamp before update on {schema}.tc_old for each row"
               f" when (row(old.id, old.a)::record *<> row(new.id, new.a)::record) execute function {schema}.stamp()")  # fmt: skip
    db.execute(f"update {schema}.thing_classes set triggers_hash = 'of an older core'")
    db.execute("select thing.refresh_tenant(%s)", (tenant,))
    shown = one(
        db,
        "select string_agg(pg_get_triggerdef(t.oid), E';\\n') from pg_trigger t where t.tgrelid = %s::regclass and not t.tgisinternal",
        f"{schema}.tc_old",
    )
    assert "*<>" not in shown
    db.execute("set search_path = ''")
    with db.transaction():
        for statement in shown.split(";\n"):
            db.execute(re.sub("^CREATE TRIGGER", "create or replace trigger", statement).encode())
