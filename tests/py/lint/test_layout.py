"""The layout of sql/: every file is installed, every function has a file of its name, a comment and no open grant."""

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from py_api.config import ROOT, SQL
from py_api.core.install import files, migrations

WIDTH = 120
LAST_LONG = 17  # a migration is never edited: databases keep the checksum of the one they ran
FUNCTION = re.compile(r"^create (?:or replace )?(?:function|procedure) thing\.(\w+)", re.MULTILINE)


def installable() -> list[Path]:
    return sorted(p for p in SQL.rglob("*.sql") if p.parent != SQL / "migrations" and p.name != "install.sql")


@pytest.mark.once
def test_every_file_is_installed_once() -> None:
    listed = files()
    assert set(installable()) - set(listed) == set(), "in no line of install.sql"
    assert set(listed) - set(installable()) == set(), "named in install.sql, but not there"
    assert len(listed) == len(set(listed))


@pytest.mark.once
def test_a_function_has_a_file_of_its_name() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((SQL / "functions").rglob("*.sql"))}
    assert len(texts) > 600
    misnamed = [p.name for p, text in texts.items() if set(FUNCTION.findall(text)) != {p.stem}]
    assert misnamed == [], "one function (with its overloads) a file, named after it"
    assert [p.name for p, text in texts.items() if not text.startswith("--")] == [], "a contract comment stands on top"
    revoked = r"^revoke all on (?:function|procedure) thing\.{}\("
    is_open = [p.name for p, text in texts.items() if not re.search(revoked.format(p.stem), text, re.MULTILINE)]
    assert is_open == [], "revoke all on function ... from public"


@pytest.mark.once
def test_functions_stand_in_their_folders_only() -> None:
    elsewhere = [p.name for p in SQL.glob("*.sql") if FUNCTION.search(p.read_text(encoding="utf-8"))]
    assert elsewhere == [], "functions belong into sql/functions and sql/triggers"


@pytest.mark.once
def test_lines_are_short() -> None:
    paths = [*installable(), *SQL.glob("migrations/*.sql")]
    unchanging = {m.parts[part] for m in migrations() if m.version <= LAST_LONG for part in m.parts}
    long = [
        f"{path.relative_to(SQL)}:{number}"
        for path in paths
        if path not in unchanging
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert long == []


@pytest.mark.once
def test_steps_of_a_migration_are_made_by_their_constructor() -> None:
    paths = [path for path in (SQL / "functions").rglob("*.sql") if path.stem != "ddl_step"]
    literals = [
        path.name for path in paths if re.search(r"::thing\.ddl_step\b(?!\[)", path.read_text(encoding="utf-8"))
    ]
    assert literals == [], "thing.ddl_step(phase => ..., sql => ...) makes one"


@pytest.mark.once
def test_steps_are_told_apart_by_their_kind() -> None:
    paths = (SQL / "functions").rglob("*.sql")
    by_text = [p.name for p in paths if re.search(r"\bs\.sql (?:not )?(?:!?~|i?like)", p.read_text(encoding="utf-8"))]
    assert by_text == [], "a step has a kind (thing.ddl_kind)"


@pytest.mark.once
def test_variables_say_what_they_are() -> None:
    empty = re.compile(r"\bv_(?:found|each|given|own|told|one)\b")
    paths = (SQL / "functions").rglob("*.sql")
    assert [p.name for p in paths if empty.search(p.read_text(encoding="utf-8"))] == []


@pytest.mark.once
def test_core_versions_names_every_migration() -> None:
    text = (SQL / "90_core_versions.sql").read_text(encoding="utf-8")
    fresh, check = re.findall(r"from \(values (.*?)\) as known", text, re.DOTALL)
    known = {(int(version), slug) for version, slug in re.findall(r"\((\d+), '(\w+)'\)", fresh)}
    assert known == {(0, "core"), *((m.version, m.slug) for m in migrations())}
    assert {int(v) for v in re.findall(r"\((\d+)\)", check)} == {version for version, _ in known}


def test_every_function_is_documented_and_closed(db: psycopg.Connection[Any]) -> None:
    open_or_bare = db.execute(
        """
        select p.oid::regprocedure::text, obj_description(p.oid, 'pg_proc') is null,
               exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0),
               p.proowner::regrole::text
          from pg_proc p
         where p.pronamespace = 'thing'::regnamespace
           and (obj_description(p.oid, 'pg_proc') is null
                or p.proowner <> 'thing_owner'::regrole
                or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                            where a.grantee = 0))
        """
    ).fetchall()
    assert open_or_bare == [], "function, lacks a comment, PUBLIC may execute it, owner"


def test_definer_functions_fix_their_search_path(db: psycopg.Connection[Any]) -> None:
    loose = db.execute(
        """
        select p.oid::regprocedure::text from pg_proc p
         where p.pronamespace = 'thing'::regnamespace and p.prosecdef
           and not exists (select from unnest(p.proconfig) c where c like 'search\\_path=pg\\_catalog, pg\\_temp')
        """
    ).fetchall()
    assert loose == []


def test_every_table_of_the_core_has_a_comment(db: psycopg.Connection[Any]) -> None:
    bare = db.execute(
        """
        select c.oid::regclass::text from pg_class c
         where c.relnamespace = 'thing'::regnamespace and c.relkind in ('r', 'p', 'v')
           and obj_description(c.oid, 'pg_class') is null
        """
    ).fetchall()
    assert bare == []


@pytest.mark.once
def test_no_file_names_a_registry_host() -> None:
    for lock in (ROOT / "py_api/requirements.txt", ROOT / "tests/requirements.txt"):
        assert "://" not in lock.read_text(), lock
