"""An upgrade beside a live API: tenant by tenant, in short transactions; what is in the way is waited for, what stopped is resumed."""

import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from py_api.config import ROOT
from py_api.core import install
from py_api.database import connect, scram
from tests.support import next_core, servers

pytestmark = pytest.mark.once

CLASS = json.dumps([{"op": "create_class", "class": "Note", "fields": [{"name": "title", "type": "text"}]}])
Database = psycopg.Connection[Any]
# Upgrades, and dies when it comes to the second tenant of the last step.
DIES = """
import asyncio, os, pathlib, signal, sys
from py_api.core import install
from py_api.database import connect

async def main():
    seen = []
    def progress(what, done, total):
        if what.startswith("refresh "):
            seen.append(what)
            if len(seen) == 2:
                os.kill(os.getpid(), signal.SIGKILL)
    async with connect(sys.argv[1]) as database:
        await install.install(database, progress)

install.SQL = pathlib.Path(sys.argv[2])
asyncio.run(main())
"""


class Old:
    """A database with a core and some tenants, and the files of a next version."""

    def __init__(self, url: str, server: servers.Server, sql: Path) -> None:
        self.url, self.sql = url, sql
        self.slugs = [f"up{number}_{server.keeper.pid}" for number in range(3)]

    def run(self) -> tuple[install.State, list[str]]:
        """Upgrade; the state at the end, and what it did on the way."""
        steps: list[str] = []

        async def upgrade() -> install.State:
            async with connect(servers.asyncpg_url(self.url)) as database:
                await install.install(database, lambda what, *_: steps.append(what))
                return await install.state(database)

        return asyncio.run(upgrade()), steps


@pytest.fixture
def old(server: servers.Server, fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Old]:
    found = Old(fresh_database, server, next_core.write(tmp_path))
    found.run()
    with psycopg.connect(found.url, autocommit=True) as db:
        for slug in found.slugs:
            db.execute("select thing.create_tenant(%s)", (slug,))
            db.execute("select thing.migrate(%s, %s::jsonb)", (slug, CLASS))
        monkeypatch.setattr("py_api.core.install.SQL", found.sql)
        yield found
        for slug in found.slugs:
            db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


def coloured(db: Database, slug: str) -> bool:
    found = db.execute(
        "select from information_schema.columns where table_schema = 'tenant_' || %s and column_name = 'colour'",
        (slug,),
    )
    return bool(found.fetchall())


def test_logins_go_on_while_several_tenants_are_upgraded_at_a_time(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("py_api.core.install._MANY", 2)
    stop, waits, errors = threading.Event(), [], []
    verifier = scram.verifier(b"x" * 32, "any")

    def log_in() -> None:
        with psycopg.connect(old.url, autocommit=True) as db:
            while not stop.is_set():
                for slug in old.slugs:
                    begun = time.monotonic()
                    try:
                        db.execute("select thing.api_login(%s, %s)", (slug, verifier))
                    except psycopg.Error as error:
                        errors.append(error)
                    waits.append(time.monotonic() - begun)

    thread = threading.Thread(target=log_in)
    thread.start()
    try:
        state, _ = old.run()
    finally:
        stop.set()
        thread.join()
    assert state == install.State(installed=True, current=True)
    assert errors == []
    assert max(waits) < 5, "it waits for one tenant's turn, or for the core's, but for no more"


def test_killed_in_the_middle_it_goes_on_where_it_was(old: Old) -> None:
    arguments = [sys.executable, "-c", DIES, servers.asyncpg_url(old.url), str(old.sql)]
    died = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr
    with psycopg.connect(old.url, autocommit=True) as db:
        assert all(coloured(db, slug) for slug in old.slugs)

        async def state() -> install.State:
            async with connect(servers.asyncpg_url(old.url)) as database:
                return await install.state(database)

        found = asyncio.run(state())
        assert found == install.State(installed=True, current=False, behind=tuple(old.slugs[1:]))
        after, steps = old.run()
        assert after.current
        assert [step for step in steps if "up" in step] == [f"refresh {slug}" for slug in old.slugs[1:]]


def test_a_busy_tenant_holds_up_no_other_and_gets_its_turn(old: Old) -> None:
    busy = old.slugs[0]
    with psycopg.connect(old.url) as writer, psycopg.connect(old.url, autocommit=True) as db:
        writer.execute(f"insert into tenant_{busy}.tc_note (title) values ('it stays open')")
        writer.execute(f"select count(*) from tenant_{busy}.thing_classes")
        thread = threading.Thread(target=old.run)
        thread.start()
        end = time.monotonic() + 60
        while not all(coloured(db, slug) for slug in old.slugs[1:]):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert not coloured(db, busy)
        begun = time.monotonic()
        db.execute(f"select count(*) from tenant_{busy}.thing_classes")
        assert time.monotonic() - begun < 10, "nobody waits behind the upgrade"
        writer.commit()
        thread.join(120)
        assert not thread.is_alive()
        assert coloured(db, busy)


def test_a_tenant_that_the_old_core_made_meanwhile_is_brought_along(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    late = old.slugs[0] + "_late"
    core = install._Upgrade._core

    async def create_first(self: install._Upgrade) -> None:
        with psycopg.connect(old.url, autocommit=True) as db:
            if not db.execute("select from thing.tenants where slug = %s", (late,)).fetchall():
                db.execute("select thing.create_tenant(%s)", (late,))
        await core(self)

    monkeypatch.setattr(install._Upgrade, "_core", create_first)
    old.slugs.append(late)
    with psycopg.connect(old.url, autocommit=True) as db:
        state, _ = old.run()
        assert state.current
        assert coloured(db, late)


def test_the_core_is_changed_under_locks_that_stop_nobody(fresh_database: str) -> None:
    async def locks() -> list[Any]:
        async with connect(servers.asyncpg_url(fresh_database)) as database:
            await install.install(database)
            async with database.transaction():
                await install._run(database, install.files())
                with psycopg.connect(fresh_database) as db:
                    return db.execute(
                        "select l.relation::regclass::text, l.mode from pg_locks l join pg_class c on c.oid = l.relation"
                        " where l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')"
                        " and l.database = (select oid from pg_database where datname = current_database())"
                    ).fetchall()

    assert asyncio.run(locks()) == []


def test_programs_and_cores_that_work_with_each_other() -> None:
    assert install.unfit(5, 5, 3) is None
    assert install.unfit(5, 9, 3) is None, "an older program on a newer core, which says that it may"
    assert install.unfit(5, 9, 6) == "the database's core does not work with a program as old as this one"
    assert install.unfit(5, 4, 0) == "the database's core is older than this program"
    assert install.unfit(5, None, None) == "the database's core is older than this program"


def test_migrations_have_three_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "migrations").mkdir()
    for name in ("0001_one.sql", "0002_two.before.sql", "0002_two.tenant.sql"):
        (tmp_path / "migrations" / name).write_text("select 1;")
    monkeypatch.setattr("py_api.core.install.SQL", tmp_path)
    found = [(m.version, m.slug, sorted(m.parts)) for m in install.migrations()]
    assert found == [(1, "one", ["core"]), (2, "two", ["before", "tenant"])]


def test_refresh_by_tens_makes_all_triggers(make_tenants: Callable[[int], list[str]], db: Database) -> None:
    (slug,) = make_tenants(1)
    operations = [{"op": "create_class", "class": f"C{n}", "fields": [{"name": "a", "type": "text"}]} for n in range(5)]
    db.execute("select thing.migrate(%s, %s::jsonb)", (slug, json.dumps(operations)))
    db.execute(f"update tenant_{slug}.thing_classes set triggers_hash = null")
    calls = 0
    after: int | None = 0
    while after is not None:
        ((after,),) = db.execute("select thing.refresh_triggers(%s, %s, 2)", (slug, after)).fetchall()
        calls += 1
        missing = db.execute(f"select count(*) from tenant_{slug}.thing_classes where triggers_hash is null").fetchall()
        assert missing == [(max(0, 5 - 2 * calls),)]
    assert calls == 3
