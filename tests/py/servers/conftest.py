"""Two PostgreSQL servers: a directory of its own, and the server of the other tests, known to it as `b`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import psycopg
import pytest

from tests.support import command, dumped, servers
from tests.support.api import Served, serving

LOGICAL = {**servers.FAST, "wal_level": "logical"}


@pytest.fixture(scope="package")
def directory(server: servers.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """It is named in DATABASE_URL; tenants can be moved away from it, and from its other database `other`."""
    started = servers.start(None, LOGICAL)
    with psycopg.connect(started.url_of("postgres"), autocommit=True) as admin:
        admin.execute(f"create database other template {servers.DATABASE}")
    with psycopg.connect(started.url_of("other"), autocommit=True) as other:
        other.execute("update thing.installation set role_prefix = 'other_'")
        other.execute("grant create on database other to thing_owner")
    parts = psycopg.conninfo.conninfo_to_dict(server.url)
    password = tmp_path_factory.mktemp("secrets") / "b"
    password.write_text(servers.PASSWORD)
    try:
        url = "postgresql://{user}@{host}:{port}/{dbname}".format(**parts)
        done(started, "server", "add", "b", url, "--password-file", password)
        yield started
    finally:
        started.stop()


def run(directory: servers.Server, *arguments: object) -> CompletedProcess[str]:
    return command.called(*arguments, DATABASE_URL=dumped.fresh(directory.url))


def done(directory: servers.Server, *arguments: object) -> str:
    result = run(directory, *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="package")
def serve(directory: servers.Server) -> Iterator[Callable[..., Served]]:
    """serve(engine, **settings): the API on the directory."""
    with ExitStack() as running:

        def start(engine: Any, **settings: Any) -> Served:
            given = {"database_url": servers.asyncpg_url(directory.url), **settings}
            return running.enter_context(serving(engine, **given))

        yield start


@pytest.fixture
def here(directory: servers.Server) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(directory.url, autocommit=True) as db:
        yield db


SHOP = Path(__file__).with_name("shop.graphql")
