"""The command line as a script uses it: results, --json, errors, exit codes.

`process` is the command as a process, `cli` the same program within this one.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner

from py_api import __version__
from py_api.cli.__main__ import main
from py_api.config import ROOT
from tests.support import servers
from tests.support.command import called, thingbase

pytestmark = pytest.mark.once

Cli = Callable[..., subprocess.CompletedProcess[str]]
SHOP = """
type Product @class { sku: String! @unique  name: String! @rule(minLength: 2)  vendor: Vendor }
type Vendor @class { name: String! }
"""


def value(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def failed(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def slug(db: psycopg.Connection[Any]) -> Iterator[str]:
    """A slug that is free; its tenant is dropped at the end."""
    slug = f"c{uuid4().hex[:10]}"
    yield slug
    db.execute(
        "select thing.drop_tenant(t.slug, t.slug) from thing.tenants t where t.slug in (%s, %s)", (slug, f"{slug}_b")
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.graphql"
    file.write_text(SHOP)
    return file


def test_the_life_of_a_tenant(cli: Cli, process: Cli, server: servers.Server, slug: str) -> None:
    made = value(process("tenant", "create", slug, "--label", "A b", "--limit", "statement_timeout=7s",
                         "--password-file", "-", "--json", stdin="secret\n"))  # fmt: skip
    assert (made["slug"], made["label"], made["state"]) == (slug, "A b", "active")
    with psycopg.connect(server.url_of(servers.DATABASE, made["role_name"], "secret")) as connection:
        assert connection.execute("show statement_timeout").fetchone() == ("7s",)
    assert (
        value(cli("tenant", "limits", slug, "connection_limit=3", "statement_timeout=", "--json"))["connection_limit"]
        == "3"
    )
    assert value(cli("tenant", "limits", slug, "--json"))["statement_timeout"] == "30s"
    assert value(cli("tenant", "suspend", slug, "--json"))["state"] == "suspended"
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(server.url_of(servers.DATABASE, made["role_name"], "secret"))
    assert value(cli("tenant", "resume", slug, "--json"))["state"] == "active"
    assert value(cli("tenant", "rename", slug, f"{slug}_b", "--json"))["slug"] == f"{slug}_b"
    assert f"{slug}_b" in {row["slug"] for row in value(cli("tenant", "list", "--json"))}
    assert slug in cli("tenant", "list").stdout

    assert "nothing was dropped" in failed(cli("tenant", "drop", f"{slug}_b", stdin="another\n"), 1)
    assert f"{slug}_b" in cli("tenant", "list").stdout
    assert cli("tenant", "drop", f"{slug}_b", stdin=f"{slug}_b\n").returncode == 0
    assert "UNKNOWN_TENANT" in failed(cli("tenant", "drop", f"{slug}_b", "--yes"), 1)


def test_errors_are_told_with_code_message_detail_and_hint(cli: Cli, tenant: str) -> None:
    said = failed(cli("tenant", "create", "No slug"), 1)
    assert said.startswith("error INVALID_NAME: 'No slug' is not a valid tenant slug\n")
    assert "hint: A slug has 1 to 40 characters" in said
    told = json.loads(failed(cli("tenant", "create", tenant, "--json"), 1))["error"]
    assert (told["code"], told["sqlstate"]) == ("TENANT_EXISTS", "TB041")
    assert told["hint"]
    assert "NAME=VALUE" in failed(cli("tenant", "limits", tenant, "statement_timeout"), 2)
    assert "INVALID_LIMIT: limit speed does not exist" in failed(cli("tenant", "limits", tenant, "speed=9"), 1)
    assert 'limit work_mem cannot be "soon"' in failed(cli("tenant", "limits", tenant, "work_mem=soon"), 1)
    assert "One of: off, suggest, on." in failed(cli("tenant", "limits", tenant, "auto_index=yes"), 1)
    assert "hint: `./thingbase tenant list` lists the tenants." in failed(cli("schema", "history", "nosuch"), 1)


def test_roles_and_policies_of_a_file(cli: Cli, tenant: str, tmp_path: Path) -> None:
    """A policy that is changed is no loss, one that is gone is; so is a role."""
    file = tmp_path / "roles.graphql"
    roles = 'extend schema @role(name: "member")\n'
    file.write_text(
        roles + 'type Item @class @allow(role: "member", name: "all", read: {}, delete: {}) { title: String }'
    )
    assert "grant member read of Item (all)" in cli("schema", "plan", tenant, file).stdout
    assert cli("schema", "apply", tenant, file).returncode == 0
    assert "Nothing to do" in cli("schema", "plan", tenant, file).stdout
    file.write_text(
        roles + 'type Item @class @allow(role: "member", name: "all", read: {fields: ["title"]}) { title: String }'
    )
    assert "lacks what tenant" in (lacks := failed(cli("schema", "apply", tenant, file), 1))
    assert "revoke member delete of Item (all)" in lacks
    assert "read" not in lacks
    assert cli("schema", "access", tenant, "--role", "member", "--claims", "{}").stdout == (
        "member may read all fields of Item\nmember may delete Item\n"
    )
    assert "not valid JSON" in failed(cli("schema", "access", tenant, "--claims", "{"), 1)
    file.write_text("type Item @class { title: String }")
    assert "Nothing to do" in cli("schema", "apply", tenant, file).stdout


def test_a_schema_is_planned_applied_exported_and_rolled_back(
    cli: Cli, tenant: str, shop: Path, tmp_path: Path
) -> None:
    helped = CliRunner().invoke(main, ["schema", "--help"]).stdout
    sample = tmp_path / "sample.graphql"
    sample.write_text(helped.partition("A schema file:\n")[2].partition("Operations:\n")[0])
    assert "create_class Book" in cli("schema", "plan", tenant, sample).stdout
    planned = cli("schema", "plan", tenant, shop)
    assert "create_class Product" in planned.stdout
    assert "create table" in cli("schema", "plan", tenant, shop, "--sql").stdout
    assert value(cli("schema", "apply", tenant, shop, "--author", "ann", "--json"))["version"] == 1
    assert "Nothing to do" in cli("schema", "apply", tenant, shop).stdout
    assert "Nothing to do" in cli("schema", "plan", tenant, shop).stdout

    exported = tmp_path / "exported.graphql"
    assert cli("schema", "export", tenant, "-o", exported).returncode == 0
    assert value(cli("schema", "apply", tenant, exported, "--json"))["changes"] == []
    assert {c["name"] for c in value(cli("schema", "export", tenant, "--json"))["classes"]} == {"Product", "Vendor"}

    exported.write_text('type Item @class(renamedFrom: "Product") { sku: String! @unique }')
    refused = failed(cli("schema", "apply", tenant, exported), 1)
    assert "drop_class Vendor" in refused
    assert "--drop" in refused
    done = value(cli("schema", "apply", tenant, exported, "--drop", "--json"))
    assert done["version"] == 2
    assert "rename_class" in {o["op"] for o in done["changes"]}

    exported.write_text("type Item @class {\n  sku: String! @unique\n  id: Int\n}")
    assert f"{exported}:3:3: id is reserved" in failed(cli("schema", "apply", tenant, exported, "--drop"), 1)
    exported.write_text('type Item @class {\n  sku: String\n  two: Int @computed(expression: "one * 2")\n}')
    assert f"{exported}:3:3: class Item has no field one" in failed(
        cli("schema", "plan", tenant, exported, "--drop"), 1
    )

    assert value(cli("schema", "rollback", tenant, 1, "--author", "bob", "--json"))["version"] == 3
    assert "Nothing to do" in cli("schema", "plan", tenant, shop).stdout
    history = value(cli("schema", "history", tenant, "--json"))
    assert [row["version"] for row in history] == [3, 2, 1, 0]
    assert [row["author"] for row in history][:3:2] == ["bob", "ann"]
    assert "create_class Product" in cli("schema", "history", tenant).stdout
    assert "No advice" in cli("schema", "advice", tenant).stdout
    assert value(cli("schema", "advice", tenant, "--changes")) == []


def test_rollups_are_listed_and_refreshed(cli: Cli, tenant: str, tmp_path: Path) -> None:
    assert "No rollups" in cli("schema", "rollups", tenant).stdout
    changes: list[dict[str, Any]] = [
        {"op": "create_class", "class": "Sale", "fields": [{"name": "n", "type": "integer"}]},
        {"op": "create_rollup", "name": "Total", "class": "Sale", "refresh": "manual"},
    ]
    file = tmp_path / "changes.json"
    file.write_text(json.dumps(changes))
    assert cli("schema", "apply", tenant, file).returncode == 0
    (before,) = value(cli("schema", "rollups", tenant, "--json"))
    done = value(cli("schema", "refresh", tenant, "Total", "--json"))["refreshed_at"]
    (after,) = value(cli("schema", "rollups", tenant, "--json"))
    assert before["refreshed_at"] < after["refreshed_at"] == done
    assert "Total has the figures of" in cli("schema", "refresh", tenant, "Total").stdout
    assert "Sale is a class, not a rollup" in failed(cli("schema", "refresh", tenant, "Sale"), 1)


def test_what_was_made_by_hand_is_adopted(cli: Cli, tenant: str, shop: Path, db: psycopg.Connection[Any]) -> None:
    cli("schema", "apply", tenant, shop)
    db.execute(f"alter table tenant_{tenant}.tc_product add column shelf_number integer")
    planned = cli("tenant", "check", tenant, "--adopt", "--plan")
    assert "add_field" in planned.stdout
    assert "unknown column" in planned.stdout
    assert planned.returncode == 1
    done = value(cli("tenant", "check", tenant, "--adopt", "--json"))
    assert [part["outcome"] for part in done["adopted"]] == ["done"]
    assert done["damages"] == []
    assert "shelfNumber" in cli("schema", "export", tenant).stdout
    assert "--drop-foreign" in failed(cli("tenant", "check", tenant, "--adopt", "--drop-foreign"), 2)


def test_operations_come_from_a_file_or_standard_input(cli: Cli, tenant: str, tmp_path: Path) -> None:
    operations = [{"op": "create_class", "class": "A", "fields": [{"name": "n", "type": "integer"}]}]
    assert value(cli("schema", "apply", tenant, "-", "--json", stdin=json.dumps(operations)))["version"] == 1
    file = tmp_path / "change.json"
    file.write_text('{"op": "drop_field", "class": "A", "field": "n"}')
    conflict = failed(cli("schema", "apply", tenant, file, "--expected-version", 7), 1)
    assert "SCHEMA_CONFLICT" in conflict
    assert value(cli("schema", "apply", tenant, file, "--expected-version", 1, "--json"))["version"] == 2
    file.write_text("[{")
    assert "this is not valid JSON" in failed(cli("schema", "apply", tenant, file), 1)
    assert "does not exist" in failed(cli("schema", "apply", tenant, tmp_path / "none.json"), 2)
    file.write_text("")  # no JSON, and least of all an empty schema
    assert "this is not valid JSON" in failed(cli("schema", "apply", tenant, file, "--drop"), 1)
    file.write_bytes(b"\xff\xfe")
    assert "this is not UTF-8 text" in failed(cli("schema", "apply", tenant, file), 1)
    assert "standard input:1:1" in failed(cli("schema", "apply", tenant, "-", stdin="nonsense"), 1)


def test_what_the_operating_system_refuses(process: Cli, tenant: str, tmp_path: Path) -> None:
    target = tmp_path / "none" / "shop.graphql"
    said = failed(process("schema", "export", tenant, "-o", target), 3)
    assert said == f"error: No such file or directory: {target}\n"
    with Path("/dev/full").open("w") as disk:
        full = subprocess.run([ROOT / "thingbase", "bench"], stdout=disk, stderr=subprocess.PIPE)
    assert (full.returncode, full.stderr) == (3, b"error: No space left on device\n")


def test_a_table_that_goes_into_a_pipe_is_not_folded(server: servers.Server, tenant: str) -> None:
    listed = thingbase("tenant", "list", DATABASE_URL=servers.asyncpg_url(server.url), COLUMNS="40")
    _heading, *rows = listed.stdout.splitlines()
    (row,) = (row for row in rows if row.startswith(f"{tenant} "))
    assert row.split()[:5] == [tenant, tenant, "active", f"tenant_{tenant}", f"tenant_{tenant}"]
    assert re.search(r"  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00  [0-9a-f]{8}-[0-9a-f-]{27}$", row.rstrip())


def test_the_password_stays_off_the_command_line_of_psql(process: Cli) -> None:
    seen = process("db", "shell", "-Atc", "select 'let in'", "-c", r"\! tr '\0' ' ' < /proc/$PPID/cmdline")
    assert seen.stdout.startswith("let in\n"), seen.stderr
    assert "postgresql://" in seen.stdout
    assert "for-tests-only" not in seen.stdout


def test_violations_and_rows_in_the_way_are_listed(
    cli: Cli, tenant: str, shop: Path, db: psycopg.Connection[Any]
) -> None:
    cli("schema", "apply", tenant, shop)
    db.execute(f"insert into tenant_{tenant}.tc_product (sku, name) select n::text, 'ab' from generate_series(1, 3) n")
    change = json.dumps([{"op": "set_rules", "class": "Product", "field": "name", "rules": {"minLength": 3}}])
    assert "In the way: 3 rows of Product" in cli("schema", "plan", tenant, "-", stdin=change).stdout
    refused = failed(cli("schema", "apply", tenant, "-", stdin=change), 1)
    assert (
        "error DATA_CONFLICT: 3 existing rows of Product break the new rules: name: must have at least 3 characters (3)\n"
        in refused
    )
    assert "rows: 3" in refused
    assert "--existing keep" in refused
    exported = cli("schema", "export", tenant).stdout
    file = exported.replace("minLength: 2", "minLength: 3", 1).replace(
        "sku: String!", "tax: String!\n  sku: String!", 1
    )
    refused = failed(cli("schema", "apply", tenant, "-", stdin=file), 1)
    assert "name: must have at least 3 characters (3)" in refused
    assert "tax: is required (3)" in refused
    planned = cli("schema", "plan", tenant, "-", stdin=file).stdout
    assert "In the way: 3 rows of Product break the new rules:\n" in planned
    assert "In the way" not in cli("schema", "plan", tenant, "-", "--existing", "keep", stdin=file).stdout
    assert "has schema version" in cli("schema", "apply", tenant, "-", "--existing", "keep", stdin=file).stdout
    assert "Nothing to do" in cli("schema", "apply", tenant, "-", stdin=file).stdout
    with pytest.raises(psycopg.DatabaseError, match="tax: is required"):
        db.execute(f"insert into tenant_{tenant}.tc_product (sku, name) values ('x', 'long enough')")


def test_the_core_is_installed_and_checked(server: servers.Server, fresh_database: str) -> None:
    url = servers.asyncpg_url(fresh_database)
    run = partial(called, DATABASE_URL=url)
    assert run("db", "check").stdout == "No core is installed.\nRun: ./thingbase db install\n"
    assert "./thingbase db install" in failed(run("tenant", "list"), 1)
    assert run("db", "check").returncode == 1
    assert value(thingbase("db", "install", "--json", DATABASE_URL=url))["core"] == "installed"
    assert value(run("db", "upgrade", "--json"))["core"] == "upgraded"
    assert value(run("db", "check", "--json"))["current"] is True
    assert run("db", "url").stdout == f"{url}\n"


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("postgresql://x@127.0.0.1:1/none", "no PostgreSQL answers"),
        ("mysql://localhost/x", "connection URL is not usable"),
        ("postgresql://postgres:wrong@{host}/thingbase", "refused the connection"),
        ("postgresql://postgres:for-tests-only@{host}/nowhere", 'database "nowhere" does not exist'),
    ],
)
def test_a_server_that_cannot_be_reached(server: servers.Server, url: str, complaint: str) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(server.url)
    done = called("tenant", "list", DATABASE_URL=url.format(host=f"127.0.0.1:{parts['port']}"))
    said = failed(done, 3)
    assert complaint in said
    assert "hint: " in said


def test_a_worker_with_a_wrong_address_does_not_wait_for_ever() -> None:
    done = thingbase("jobs", "run", "--watch", DATABASE_URL="postgresql://x@127.0.0.1:1/none")
    assert "no PostgreSQL answers" in failed(done, 3)


def test_no_server_runs(tmp_path: Path) -> None:
    said = failed(called("db", "url", "--data", tmp_path / "none"), 3)
    assert f"no server runs on {tmp_path / 'none'}" in said
    assert "./thingbase up" in said


def test_a_rewind_is_planned_then_done(cli: Cli, tenant: str, shop: Path, db: psycopg.Connection[Any]) -> None:
    cli("schema", "apply", tenant, shop)
    table = f"tenant_{tenant}.tc_product"
    db.execute(f"insert into {table} (sku, name) select n::text, 'name ' || n from generate_series(1, 3) n")
    ((moment,),) = db.execute("select clock_timestamp()").fetchall()
    db.execute("begin")
    db.execute("set local thing.actor = 'import'")
    db.execute(f"update {table} set name = 'wrong' where sku <> '3'")
    db.execute(f"delete from {table} where sku = '3'")
    db.execute("commit")
    since = ("--since", moment.isoformat())
    names = f"select array_agg(name order by sku) from {table}"

    planned = cli("tenant", "rewind", tenant, *since, "--actor", "import", "--plan")
    assert planned.returncode == 0
    assert planned.stdout.split()[-7:] == ["Product", "1", "2", "0", "0", "0", "0"]
    assert "Without --plan" in planned.stderr
    assert db.execute(names).fetchone() == (["wrong", "wrong"],)
    assert "hint: Name a moment in the past." in failed(cli("tenant", "rewind", tenant, "--since", "2200-01-01"), 1)
    assert "Nothing was changed since" in cli("tenant", "rewind", tenant, *since, "--actor", "ann").stdout

    db.execute(f"update {table} set name = 'right' where sku = '1'")
    refused = failed(cli("tenant", "rewind", tenant, *since, "--actor", "import", "--class", "Product"), 1)
    assert "error REWIND_CONFLICT: 1 conflict: later changes are in the way; nothing was changed" in refused
    assert "name was changed later by postgres" in refused
    assert "--conflicts keep" in refused
    done = value(cli("tenant", "rewind", tenant, *since, "--actor", "import", "--conflicts", "keep", "--json"))
    assert (done["restored"], done["reverted"], done["conflicts"], done["applied"]) == (1, 1, 1, True)
    assert db.execute(names).fetchone() == (["right", "name 2", "name 3"],)
    assert "is not a time like 14:03" in failed(cli("tenant", "rewind", tenant, "--since", "soon"), 2)
    assert "UNKNOWN_CLASS" in failed(cli("tenant", "rewind", tenant, "--since", "0:00", "--class", "Nothing"), 1)


def test_the_trash_is_listed_and_emptied(cli: Cli, tenant: str, shop: Path, db: psycopg.Connection[Any]) -> None:
    cli("schema", "apply", tenant, shop)
    table = f"tenant_{tenant}.tc_product"
    db.execute(f"insert into {table} (sku, name) select n::text, 'name ' || n from generate_series(1, 3) n")
    assert cli("tenant", "trash", tenant).stdout == "The trash is empty.\n"
    db.execute(f"delete from {table}")
    listed = value(cli("tenant", "trash", tenant, "--class", "Product", "--first", 2, "--json"))
    assert len(listed) == 2
    assert "name 2" in cli("tenant", "trash", tenant).stdout
    planned = cli("tenant", "restore-things", tenant, listed[0]["id"], "--plan", "--together")
    assert planned.stdout.split()[-7:] == ["Product", "3", "0", "0", "0", "0", "0"]
    assert value(cli("tenant", "restore-things", tenant, listed[0]["id"], "--json"))["restored"] == 1
    db.execute(f"insert into {table} (sku, name) values (%s, 'another')", (listed[1]["values"]["sku"],))
    refused = failed(cli("tenant", "restore-things", tenant, listed[1]["id"]), 1)
    assert "error REWIND_CONFLICT" in refused
    assert "has its sku by now" in refused


def test_help_is_there_for_every_command() -> None:
    def commands(*path: str) -> Iterator[tuple[str, ...]]:
        done = CliRunner().invoke(main, [*path, "--help"])  # a process for each would take half a minute
        assert done.exit_code == 0, path
        yield path
        _, found, listed = done.stdout.partition("Commands:\n")
        if found:
            for line in listed.split("\n\n")[0].splitlines():
                if line.startswith("  ") and not line.startswith("   "):
                    yield from commands(*path, line.split()[0])

    found = set(commands())
    assert ("schema", "apply") in found
    assert len(found) > 25
    assert failed(thingbase("tenant", "nonsense"), 2)
    assert "Exit codes" in thingbase("--help").stdout


def test_jobs_are_listed_run_and_retried(cli: Cli, process: Cli, tenant: str, db: psycopg.Connection[Any]) -> None:
    fields = [{"name": name, "type": "text"} for name in ("n", "u")]
    operations = [{"op": "create_class", "class": "A", "fields": fields}]
    cli("schema", "apply", tenant, "-", stdin=json.dumps(operations))
    table = f"tenant_{tenant}.tc_a"
    db.execute(
        f"insert into {table} (n, u) select repeat('x', 100), (n % 50000)::text from generate_series(1, 50001) n"
    )
    change = [
        {"op": "alter_field", "class": "A", "field": "n", "set": {"indexed": True}},
        {"op": "set_rules", "class": "A", "field": "u", "rules": {"unique": True}, "existing": "keep"},
    ]
    applied = value(cli("schema", "apply", tenant, "-", "--json", stdin=json.dumps(change)))
    assert len(applied["jobs"]) == 3, "two indexes of the text, and the unique one"
    assert {row["state"] for row in value(cli("jobs", "list", tenant, "--json"))} == {"queued"}

    first = process("jobs", "run", "--tenant", tenant, "--json")
    assert first.returncode == 1, "one has failed"
    states = {row["object_name"]: row["state"] for row in value(cli("jobs", "list", tenant, "--json"))}
    assert sorted(states.values()) == ["done", "done", "failed"]
    (unique,) = (row for row in value(cli("jobs", "list", tenant, "--json")) if row["state"] == "failed")
    assert unique["error"]
    valid = (
        "select bool_and(indisvalid) from pg_index where indrelid = %s::regclass and indexrelid::regclass::text ~ 'ti_'"
    )
    assert db.execute(valid, (table,)).fetchone() == (True,)

    db.execute(f"delete from {table} where u = '1' and ctid <> (select min(ctid) from {table} where u = '1')")
    assert cli("jobs", "retry", tenant, unique["id"]).returncode == 0
    assert process("jobs", "run", "--tenant", tenant).returncode == 0
    assert "No jobs are due" in process("jobs", "run", "--tenant", tenant).stdout
    with pytest.raises(psycopg.errors.UniqueViolation):
        db.execute(f"insert into {table} (u) values ('7')")


def test_nothing_is_read_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('hijacked')")
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([ROOT / "thingbase", "--version"], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.stdout == f"thingbase, version {__version__}\n"
