"""A tenant with one of everything, another server, and the commands. Tests leave these as they were: all files share them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.support import command, dumped, servers

Cli = Callable[..., CompletedProcess[str]]

# What everything.sql has not: rollups, computed fields, defaults that count up, enums, indexes over several keys.
MORE = (Path(__file__).parent / "more.sql").read_text(encoding="utf-8")
RULE = """
    create or replace function public.is_odd(integer) returns boolean language sql immutable as 'select $1 % 2 = 1';
    select thing.register_rule('odd', 'public.is_odd(integer)', 'must be odd', '{integer}')"""


@dataclass(frozen=True)
class Source:
    url: str
    slug: str
    cursor: str  # from before the archive
    file: Path  # its archive


def run(url: str, *arguments: object, stdin: str = "") -> CompletedProcess[str]:
    return command.called(*arguments, stdin=stdin, DATABASE_URL=dumped.fresh(url))


def done(url: str, *arguments: object) -> str:
    result = run(url, *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def make_core(server: servers.Server) -> str:
    """URL of a new database with a core, with the rule that everything.sql registers."""
    return servers.make_core(server, f"archive_{uuid4().hex[:12]}")


def drop_core(server: servers.Server, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select thing.drop_tenant(slug, slug) from thing.tenants")
        name = db.info.dbname
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def source(server: servers.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    url, slug = make_core(server), f"a{uuid4().hex[:12]}"
    cursor = dumped.make(url, slug)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(MORE.replace("{tenant}", slug).encode())
    file = tmp_path_factory.mktemp("archive") / "source.thing"
    done(url, "tenant", "backup", slug, "-o", file)
    yield Source(url, slug, cursor, file)
    drop_core(server, url)


@pytest.fixture(scope="session")
def other(server: servers.Server) -> Iterator[servers.Server]:
    """Another server: of the newest version, whatever that of the tests is."""
    started = servers.start_bare()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def core(other: servers.Server) -> Iterator[str]:
    url = make_core(other)
    yield url
    drop_core(other, url)


@pytest.fixture
def elsewhere(core: str) -> Iterator[str]:
    """URL of a database on it, with a core that knows the rule, and no tenant."""
    with psycopg.connect(core, autocommit=True) as db:
        db.execute(RULE.encode())
        yield core
        db.execute("select thing.drop_tenant(slug, slug) from thing.tenants")


def left_over(url: str) -> dict[str, Any]:
    """What there is of tenants, in the database and the cluster."""
    with psycopg.connect(url) as db:
        return {
            what: db.execute(f"select array_agg({column} order by 1) from {where}".encode()).fetchone()
            for what, column, where in (
                ("tenants", "slug", "thing.tenants"),
                ("schemas", "nspname::text", "pg_namespace where nspname !~ '^pg_'"),
                ("roles", "rolname::text", "pg_roles"),
            )
        }
