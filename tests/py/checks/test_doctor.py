"""./thingbase doctor: what of the set-up is not as it should be."""

import json
import subprocess
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest

from tests.support import servers
from tests.support.command import called

pytestmark = pytest.mark.once

Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cli(server: servers.Server) -> Cli:
    return partial(called, DATABASE_URL=servers.asyncpg_url(server.url), THINGBASE_SECRET="a secret of the tests " * 3)


def found(cli: Cli) -> tuple[int, list[dict[str, str]]]:
    done = cli("doctor", "--json")
    assert done.stdout, done.stderr
    findings: list[dict[str, str]] = json.loads(done.stdout)["findings"]
    return done.returncode, findings


def test_damage_is_found_and_said_what_to_do(cli: Cli, tenant: str, db: psycopg.Connection[Any]) -> None:
    """(The servers of the tests run without fsync.)"""
    code, before = found(cli)
    assert code == 1
    assert "fsync is off: a crash of the machine loses the database" in [f["message"] for f in before]
    assert not [f for f in before if tenant in f["message"]]
    db.execute(f"alter role tenant_{tenant} createrole")
    db.execute(
        f"insert into tenant_{tenant}.thing_jobs (kind, state, run_after) values ('x', 'failed', now()), "
        "('y', 'queued', now() - interval '1 day')"
    )
    code, after = found(cli)
    messages = {f["message"]: f for f in after if tenant in f["message"]}
    assert set(messages) == {
        f"role tenant_{tenant} of tenant {tenant} is allowed to make roles",
        f"1 jobs of tenant {tenant} have failed",
        f"1 jobs of tenant {tenant} are due and not taken",
    }
    assert all(f["hint"] for f in after)
    assert [f["severity"] for f in after] == sorted(
        (f["severity"] for f in after), key=["error", "warning", "note"].index
    )
    shown = cli("doctor")
    assert f"1 jobs of tenant {tenant} have failed" in shown.stdout
    db.execute(f"alter role tenant_{tenant} nocreaterole")


def test_no_core(fresh_database: str) -> None:
    done = called("doctor", "--json", DATABASE_URL=servers.asyncpg_url(fresh_database))
    assert done.returncode == 1
    assert "no core is installed in this database" in done.stdout


def test_only_for_administrators(tenant: str, connect: Callable[..., psycopg.Connection[Any]]) -> None:
    with connect(tenant) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute("select * from thing.doctor()")


def test_known_flaws(db: psycopg.Connection[Any], cli: Cli) -> None:
    """Each release names what it has, and the release that ends all of it."""

    def flaws(version: int) -> list[Any]:
        return db.execute("select * from thing.known_flaws(%s)", (version,)).fetchall()

    assert flaws(180007) == []
    assert flaws(190000) == []
    assert flaws(180006) == [
        (
            "PostgreSQL 18.6 has serious flaws: CVE-2026-6460 (a flaw in ALTER TABLE)",
            "Update it to 18.7 or newer. Do not let untrusted people in before.",
        )
    ]
    ((message, hint),) = flaws(150015)
    assert [name in message for name in ("CVE-2026-6460", "CVE-2026-6473", "CVE-2026-2006", "CVE-2023-5869")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert "15.20" in hint
    _, findings = found(cli)
    here = flaws(db.info.server_version)
    assert [(f["message"], f["hint"]) for f in findings if f["area"] == "versions"] == here
