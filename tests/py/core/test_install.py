"""The core's own versions: installing again, twice at once, upgrading; a fresh core equals an upgraded one."""

import asyncio
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from py_api.config import SQL
from py_api.core import install
from py_api.database import connect
from py_api.errors import DatabaseError, Failure
from tests.support import next_core, servers

# What differs between any two installations.
OWN = {
    "installation": "id,channel,installed_at",
    "core_versions": "installed_at,checksum",
    "tenants": "created_at,id,slug_since",
}


def dump(server: servers.Server, url: str) -> str:
    """Everything but rows, as pg_dump writes it, less what is random in it."""
    command: list[str | Path] = [server.programs / "pg_dump", "--schema-only", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return re.sub(r"(?m)^\\(un)?restrict .*$|scratch_[0-9a-f]+", "", done.stdout)


def rows(url: str) -> dict[str, list[Any]]:
    """The rows of every table of the core: registries, versions, tenants."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "select relname from pg_class where relnamespace = 'thing'::regnamespace and relkind = 'r'"
        ).fetchall()
        return {
            name: [
                row[0]
                for row in connection.execute(
                    f"select to_jsonb(t) - '{{{OWN.get(name, '')}}}'::text[] from thing.{name} t"
                    " order by to_jsonb(t)::text"
                )
            ]
            for (name,) in names
        }


def content(server: servers.Server, url: str) -> dict[str, Any]:
    return {"dump": dump(server, url), **rows(url)}


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert set(one) == set(other)
    for name in one:
        assert one[name] == other[name], name


async def run(url: str) -> bool:
    async with connect(servers.asyncpg_url(url)) as database:
        return await install.install(database)


async def state(url: str) -> install.State:
    async with connect(servers.asyncpg_url(url)) as database:
        return await install.state(database)


def psql(server: servers.Server, url: str, sql: Path = SQL) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [
        server.programs / "psql",
        "-Xq",
        "-v",
        "ON_ERROR_STOP=1",
        "--single-transaction",
        "-d",
        url,
    ]
    return subprocess.run([*command, "-f", sql / "install.sql"], capture_output=True, text=True)


@pytest.mark.once
def test_installing_again_changes_nothing(server: servers.Server, fresh_database: str) -> None:
    assert asyncio.run(state(fresh_database)) == install.State(installed=False, current=False)
    assert asyncio.run(run(fresh_database)) is False
    assert asyncio.run(state(fresh_database)) == install.State(installed=True, current=True)
    before = content(server, fresh_database)
    assert asyncio.run(run(fresh_database)) is True
    assert_same(content(server, fresh_database), before)


@pytest.mark.once
def test_installing_from_three_places_at_once(fresh_database: str) -> None:
    async def at_once() -> list[bool]:
        return list(await asyncio.gather(*(run(fresh_database) for _ in range(3))))

    assert sorted(asyncio.run(at_once())) == [False, True, True]
    assert asyncio.run(state(fresh_database)).current


def test_psql_installs_the_same(server: servers.Server, make_database: Callable[[], str]) -> None:
    by_program, by_psql = make_database(), make_database()
    asyncio.run(run(by_program))
    done = psql(server, by_psql)
    assert done.returncode == 0, done.stderr
    assert_same(content(server, by_psql), content(server, by_program))
    assert asyncio.run(run(by_psql)) is True, "the program takes over what psql installed"
    assert_same(content(server, by_psql), content(server, by_program))


@pytest.mark.once
def test_an_interrupted_install_leaves_nothing(server: servers.Server, fresh_database: str) -> None:
    def interrupt(_what: str, done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    async def interrupted() -> None:
        async with connect(servers.asyncpg_url(fresh_database)) as database:
            await install.install(database, interrupt)

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(interrupted())
    with psycopg.connect(fresh_database) as connection:
        assert connection.execute("select to_regnamespace('thing')").fetchone() == (None,)


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    return next_core.write(tmp_path)


def test_an_upgraded_core_equals_a_fresh_one(
    server: servers.Server, make_database: Callable[[], str], next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = f"upgraded_{server.keeper.pid}"
    old, fresh = make_database(), make_database()
    asyncio.run(run(old))
    with psycopg.connect(old) as connection:
        connection.execute("select thing.create_tenant(%s)", (slug,))
    monkeypatch.setattr("py_api.core.install.SQL", next_version)
    assert asyncio.run(state(old)) == install.State(
        installed=True,
        current=False,
        missing=("9999_colour.sql",),
        unfit="the database's core is older than this program",
    )

    refused = psql(server, old, next_version)
    assert refused.returncode != 0
    assert "migrations 9999 are missing" in refused.stderr

    async def both() -> list[bool]:
        return list(await asyncio.gather(run(old), run(old)))

    assert asyncio.run(both()) == [True, True]
    assert asyncio.run(state(old)) == install.State(installed=True, current=True)
    upgraded = content(server, old)
    with psycopg.connect(old) as connection:
        connection.execute("select thing.drop_tenant(%s, %s)", (slug, slug))

    asyncio.run(run(fresh))
    with psycopg.connect(fresh) as connection:
        connection.execute("select thing.create_tenant(%s)", (slug,))
    try:
        assert_same(content(server, fresh), upgraded)
    finally:
        with psycopg.connect(fresh) as connection:
            connection.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


@pytest.mark.once
def test_a_newer_core_is_never_downgraded(
    fresh_database: str, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr("py_api.core.install.SQL", next_version)
        asyncio.run(run(fresh_database))
    with pytest.raises(Failure, match="is newer than this program: 9999_colour"):
        asyncio.run(run(fresh_database))


@pytest.mark.once
def test_an_error_names_file_and_line(fresh_database: str, next_version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (next_version / "functions/core/colour.sql").write_text("select 1;\n\nselect nothing;\n")
    monkeypatch.setattr("py_api.core.install.SQL", next_version)
    with pytest.raises(DatabaseError, match=r'sql/functions/core/colour.sql:3: column "nothing" does not exist'):
        asyncio.run(run(fresh_database))
    (next_version / "install.sql").write_text("drop table x;\n")
    with pytest.raises(Failure, match=r"only \\ir lines and comments"):
        asyncio.run(run(fresh_database))
