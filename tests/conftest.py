"""Fixtures of all tests. The server is started by the first test that needs it, one for each test process."""

import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from tests.support import pgtap, servers, valkey
from tests.support.sessions import Sessions

Connect = Callable[..., psycopg.Connection[Any]]
Build = Callable[..., None]
DROP = "select thing.drop_tenant(%s, %s) from thing.tenants where slug = %s"
TENANT_PASSWORD = "tenant-for-tests"
# Generated cases are the same in every run; `--hypothesis-profile=explore` looks further afield.
# How long a case takes says something of the machine, not of the code.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", PATIENT, derandomize=True)
settings.register_profile("explore", PATIENT, derandomize=False)
settings.register_profile("again", PATIENT, derandomize=True)  # on the second server, after all of them on the first
settings.load_profile("repeatable")
_SERVER = pytest.StashKey[servers.Server]()
_MODEL = "cluster"
_ONCE = re.compile(r"^pytestmark = \[?pytest\.mark\.once\b", re.MULTILINE)

# What is collected stays to the end: looking for garbage among it, again and again, takes a tenth of the time.
gc.disable()

# The tests make and drop roles and databases: never on a server that the environment happens to name.
for name in [n for n in os.environ if n.startswith("PG") or n in ("DATABASE_URL", "REDIS_URL", "THINGBASE_DATA")]:
    del os.environ[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("thingbase")
    group.addoption("--pg-programs", type=Path, help="Folder with initdb and postgres. Default: the embedded ones.")
    group.addoption("--pg-label", default="pg18", help="What test ids call the server.")
    group.addoption("--update-cases", action="store_true", help="Write what compiler cases are compared with anew.")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("numprocesses", None):
        gc.enable()  # the processes that it starts collect
    if config.getoption("pg_programs") and not config.getoption("--hypothesis-profile"):
        settings.load_profile("again")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of tests that run with the embedded server only is not even imported for another."""
    if not config.getoption("pg_programs") or collection_path.suffix != ".py":
        return None
    return True if _ONCE.search(collection_path.read_text(encoding="utf-8")) else None


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Ids say which server they ran on; what does not depend on it runs with the embedded one only."""
    for item in items:
        item._id = item.id.parse(f"{item.nodeid}@{config.getoption('pg_label')}")
    if config.getoption("pg_programs"):
        once = [item for item in items if item.get_closest_marker("once")]
        items[:] = [item for item in items if not item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=once)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("root") and os.geteuid() != 0:
        pytest.skip("needs to be run as root")
    if item.get_closest_marker("postgis") and not _server(item.config).has_postgis:
        pytest.skip("this server has no PostGIS")
    if item.path.suffix == ".sql" and not _server(item.config).has_pgtap:
        pytest.skip("no pgTAP on this machine: install it (Debian: postgresql-15-pgtap) or set THINGBASE_PGTAP")


def _shared_folder(config: pytest.Config) -> Path | None:
    """The one of all test processes of this run, where there are several."""
    return config._tmp_path_factory.getbasetemp().parent if hasattr(config, "workerinput") else None  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.getoption("numprocesses", None):
        shutil.rmtree(config._tmp_path_factory.getbasetemp() / _MODEL, ignore_errors=True)  # type: ignore[attr-defined]
    if started := config.stash.get(_SERVER, None):
        started.stop()


def _server(config: pytest.Config) -> servers.Server:
    if _SERVER not in config.stash:
        programs, folder = config.getoption("pg_programs"), _shared_folder(config)
        config.stash[_SERVER] = servers.start_copy(folder / _MODEL, programs) if folder else servers.start(programs)
    return config.stash[_SERVER]


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> servers.Server:
    """The server of this test process: url (superuser), version (180006), has_postgis, label (pg18)."""
    return _server(request.config)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Valkey of this test process."""
    with valkey.running() as url:
        yield url


@pytest.fixture(scope="session")
def _pgtap_runner(server: servers.Server) -> Iterator[pgtap.Runner]:
    runner = pgtap.Runner(server.url)
    yield runner
    runner.close()


@pytest.fixture(scope="session")
def _sessions(server: servers.Server) -> Iterator[Sessions]:
    sessions = Sessions(server.url)
    yield sessions
    sessions.close()


@pytest.fixture
def connect(server: servers.Server, _sessions: Sessions) -> Iterator[Connect]:
    """connect() as superuser, connect(tenant) as that tenant's role: autocommit connections, closed at the end.

    A superuser's may have served other tests, and is as clean as a new one.
    """
    with ExitStack() as opened:

        def connect(tenant: str | None = None) -> psycopg.Connection[Any]:
            if tenant is None:
                session = _sessions.take()
                opened.callback(_sessions.give, session)
                return session
            url = server.url_of(servers.DATABASE, f"tenant_{tenant}", TENANT_PASSWORD)
            return opened.enter_context(psycopg.connect(url, autocommit=True))

        yield connect


@pytest.fixture
def db(connect: Connect) -> psycopg.Connection[Any]:
    """A superuser's connection, autocommit, to the database with the core."""
    return connect()


@pytest.fixture(scope="session")
def build(server: servers.Server) -> Iterator[Build]:
    """build(statement, *values): run it as superuser, in one session for what fixtures make and drop.

    A session that has called the core's functions before takes half the time.
    """
    opened: list[psycopg.Connection[Any]] = []

    def session() -> psycopg.Connection[Any]:
        if not opened:
            opened.append(psycopg.connect(server.url, autocommit=True))
        return opened[0]

    def build(statement: str, *values: Any) -> None:
        try:
            session().execute(statement.encode(), values or None)
        except psycopg.OperationalError:  # a test may have ended all sessions
            opened.pop().close()
            session().execute(statement.encode(), values or None)

    yield build
    for connection in opened:
        connection.close()


@pytest.fixture
def tenant(build: Build) -> Iterator[str]:
    """The slug of a fresh tenant, dropped at the end."""
    slug = f"t{uuid4().hex[:12]}"
    build("select thing.create_tenant(slug => %s, password => %s)", slug, TENANT_PASSWORD)
    yield slug
    build(DROP, slug, slug, slug)


@pytest.fixture
def make_tenants(build: Build) -> Iterator[Callable[[int], list[str]]]:
    """make_tenants(3) -> the slugs of fresh tenants; all are dropped at the end."""
    made: list[str] = []

    def make(count: int) -> list[str]:
        slugs = [f"t{uuid4().hex[:12]}" for _ in range(count)]
        for slug in slugs:
            build("select thing.create_tenant(%s)", slug)
        made.extend(slugs)
        return slugs

    yield make
    for slug in made:
        build(DROP, slug, slug, slug)


@pytest.fixture
def make_database(server: servers.Server) -> Iterator[Callable[[], str]]:
    """make_database() -> URL of an empty database of its own; all are dropped at the end."""
    names: list[str] = []
    with psycopg.connect(server.url, autocommit=True) as connection:

        def make_database() -> str:
            names.append(f"scratch_{uuid4().hex[:12]}")
            connection.execute(f"create database {names[-1]}")
            return server.url_of(names[-1])

        yield make_database
        for name in names:
            connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def fresh_database(make_database: Callable[[], str]) -> str:
    """URL of an empty database of its own."""
    return make_database()
