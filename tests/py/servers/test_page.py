"""docs/operations.md, from nothing: an operator does what the page says, in its order, on two empty databases.

Every command of the page is run here, but for those in OTHERS, which name the test that runs them.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api.config import ROOT
from py_api.engine.engine import Engine
from tests.support import command, dumped, servers
from tests.support.api import Served

pytestmark = pytest.mark.once

PAGE = ROOT / "docs" / "operations.md"
SHOP = ROOT / "docs" / "examples" / "shop.graphql"
# Sections, and beginnings of commands, that are run by another test.
OTHERS = {
    "Installing it": "tests/py/cli/test_package.py, tests/py/lint/test_compose.py",
    "Traces": "tests/py/http/test_tracing.py",
    "Backup and restore": "tests/py/dumps/test_restore.py",
    "Archives of tenants": "tests/py/archive/test_docs.py",
    "Archives in S3": "tests/py/archive/test_docs.py",
    "Clones without personal data": "tests/py/archive/test_personal.py",
    "export ": "tests/py/database/test_hosts.py, tests/py/database/test_standbys.py",
    "./thingbase top  ": "tests/py/cli/test_top.py",
    "./thingbase serve ": "tests/py/cli/test_serve.py",
    "./thingbase jobs run --watch": "tests/py/cli/test_commands.py",
    "MALLOC_TRIM_THRESHOLD_": "tests/py/cli/test_embedded_bounds.py",
}
# What would take long, or belongs to another machine.
SMALLER = {
    "100000": "60", "Product=5000": "Product=5", "Review=20000": "Review=20", "1000": "1", "200": "10", "10s": "0.1s",
}  # fmt: skip


def commands() -> Iterator[tuple[str, str]]:
    """(section, line) of every command of the page."""
    section, fence = "", None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            fence = line[3:] if fence is None else None
        elif fence is None and line.startswith("#"):
            section = line.lstrip("# ")
        elif (fence == "sh" and line) or (fence is None and re.match(r"    \./", line)):
            yield section, line.strip()


@pytest.fixture
def databases(directory: servers.Server, server: servers.Server) -> Iterator[tuple[str, str]]:
    """Two empty ones, on two servers."""
    name = f"walk_{uuid4().hex[:12]}"
    for each in (directory, server):
        with psycopg.connect(each.url, autocommit=True) as db:
            db.execute(f"create database {name}".encode())
    yield directory.url_of(name), server.url_of(name)
    for each in (directory, server):
        with psycopg.connect(each.url, autocommit=True) as db:
            db.execute(f"drop database {name} with (force)".encode())


def test_the_page(databases: tuple[str, str], serve: Callable[..., Served], tmp_path: Path) -> None:
    first, second = databases
    parts = psycopg.conninfo.conninfo_to_dict(second)
    (tmp_path / "server_b.password").write_text(servers.PASSWORD)
    slug = f"w{uuid4().hex[:10]}"
    env = {"DATABASE_URL": dumped.fresh(first), "THINGBASE_SECRET": "s" * 32, "THINGBASE_METRICS_TOKEN": "m" * 32}
    known = {
        "$SERVER_B": "postgresql://{user}@{host}:{port}/{dbname}".format(**parts),
        **{name: str(SHOP) for name in ("shop.graphql", "docs/examples/shop.graphql")},
        **{name: str(tmp_path / name) for name in ("server_b.password", "acme.thing")},
        "/etc/pgbouncer": str(tmp_path / "pgbouncer"),
    }

    def run(*words: str) -> Any:
        ran = command.called(*words, **env)
        assert ran.returncode == 0 or (words[0], ran.returncode) == ("doctor", 1), (words, ran.stderr, ran.stdout)
        return ran.stdout

    def meant(word: str) -> str:
        if word in known or word in SMALLER:
            return known.get(word) or SMALLER[word]
        if re.fullmatch(r"[0-9a-f-]{36}", word):  # a thing in the trash
            return str(json.loads(run("tenant", "trash", f"{slug}acme", "--json"))[0]["id"])
        return re.sub(r"^(acme|beta|zeta)", rf"{slug}\1", word)

    api: Served | None = None
    ran: list[list[str]] = []
    for section, line in commands():
        if section in OTHERS or line.startswith(tuple(OTHERS)):
            continue
        words = shlex.split(line, comments=True)
        if words in ran:
            continue
        ran.append(words)
        if words[0] == "curl":
            url = servers.asyncpg_url(first)
            api = api or serve(Engine, database_url=url, secret=b"s" * 32, metrics_token="m" * 32)
            headers = {"authorization": f"Bearer {'m' * 32}"} if "-H" in words else {}
            assert api.client.get(words[-1].partition(":8000")[2], headers=headers).status_code == 200
            continue
        assert words[0] == "./thingbase", line
        run(*map(meant, words[1:]))
    with psycopg.connect(first, autocommit=True) as db:
        lives = db.execute("select slug, server from thing.tenants where slug ~ '(acme|beta|zeta)$'").fetchall()
    assert sorted(lives) == [(f"{slug}acme", "b"), (f"{slug}beta", "b"), (f"{slug}zeta", "b")]
    for row in json.loads(run("tenant", "list", "--json")):
        run("tenant", "drop", row["slug"], "--yes")
