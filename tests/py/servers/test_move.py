"""A tenant moves to another server while it is written: nothing is lost, nothing comes twice, and all goes on there."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from py_api.engine.engine import Engine
from tests.py.servers.conftest import SHOP, done, run
from tests.support import servers
from tests.support.api import Served, bearer
from tests.support.waiting import until

pytestmark = pytest.mark.once

WRITE = "mutation Write($name: String!) { createProduct(input: {name: $name, price: 2}) { doubled } }"
READ = "{ products { totalCount } }"


def post(served: Served, slug: str, query: str, **variables: Any) -> Any:
    body = {"query": query, "variables": variables}
    return served.client.post("/graphql", json=body, headers=bearer("admin", slug)).json()


class Writers:
    """Some clients that write all the time, each names of its own."""

    def __init__(self, served: Served, slug: str, count: int) -> None:
        self.acknowledged: list[str] = []
        self.refused: list[Any] = []
        self._served, self._slug = served, slug
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(count)]

    def _write(self) -> None:
        with httpx.Client(base_url=self._served.url, timeout=30, verify=False) as client:
            while not self._stop.is_set():
                name = uuid4().hex
                body = {"query": WRITE, "variables": {"name": name}}
                told = client.post("/graphql", json=body, headers=bearer("admin", self._slug)).json()
                if "errors" in told:
                    self.refused.append(told["errors"][0])
                else:
                    self.acknowledged.append(name)

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def left_over(db: psycopg.Connection[Any], slug: str) -> tuple[Any, ...] | None:
    """Schemas, roles, publications, slots, subscriptions of it."""
    return db.execute(
        """select (select count(*) from pg_namespace where nspname like '%%' || %(slug)s),
                  (select count(*) from pg_roles where rolname like '%%' || %(slug)s),
                  (select count(*) from pg_publication where pubname like '%%' || %(slug)s),
                  (select count(*) from pg_replication_slots where slot_name like '%%' || %(slug)s),
                  (select count(*) from pg_subscription where subname like '%%' || %(slug)s)""",
        {"slug": slug},
    ).fetchone()


def test_a_tenant_moves(
    directory: servers.Server,
    here: psycopg.Connection[Any],
    db: psycopg.Connection[Any],
    serve: Callable[..., Served],
) -> None:
    slug = f"m{uuid4().hex[:12]}"
    done(directory, "tenant", "create", slug, "--limit", "statement_timeout=7s")
    done(directory, "schema", "apply", slug, SHOP)
    api = serve(Engine)
    post(api, slug, 'mutation { createTag(input: {name: "a"}) { id } }')
    cursor = here.execute("select thing.change_cursor(%s)", (slug,)).fetchone()
    plan = json.loads(done(directory, "tenant", "move", slug, "--to", "b", "--plan", "--json"))
    assert plan["problems"] == []
    with Writers(api, slug, 4) as writers:
        until(lambda: len(writers.acknowledged) > 50)
        moved = json.loads(done(directory, "tenant", "move", slug, "--to", "b", "--json"))
        there = len(writers.acknowledged)
        until(lambda: len(writers.acknowledged) > there + 50)
    # At most one request of each client is to be sent again, and it has not been done.
    assert {error["extensions"]["code"] for error in writers.refused} <= {"TENANT_CHANGED"}
    assert len(writers.refused) <= 4
    assert moved["rows"] > 50
    # All that was acknowledged is there, once (the name is unique), and nothing else.
    names = db.execute(f"select name from tenant_{slug}.tc_product".encode()).fetchall()
    assert sorted(row[0] for row in names) == sorted(writers.acknowledged)
    assert db.execute("select count(*) from thing.check(%s, true)", (slug,)).fetchone() == (0,)
    assert left_over(here, slug) == (0, 0, 0, 0, 0)
    assert left_over(db, slug) == (1, 2, 0, 0, 0)
    # It goes on: limits, sequences, schema changes, the log; cursors of before are refused.
    assert json.loads(done(directory, "tenant", "limits", slug, "--json"))["statement_timeout"] == "7s"
    post(api, slug, 'mutation { createTag(input: {name: "b"}) { id } }')
    db.execute("select thing.add_field(%s, 'Tag', 'hue', 'text')", (slug,))
    until(lambda: "errors" not in post(api, slug, "{ tags { nodes { hue } } }"))
    with pytest.raises(psycopg.DatabaseError) as refused:
        db.execute("select * from thing.read_changes(%s, %s, 10)", (slug, cursor and cursor[0]))
    assert refused.value.sqlstate == "TB050"
    # There it cannot go on from: that server has no logical replication.
    refused_move = run(directory, "tenant", "move", slug, "--home")
    assert refused_move.returncode == 1
    assert "wal_level is replica" in refused_move.stderr
    done(directory, "tenant", "drop", slug, "--yes")


def test_between_two_others(
    directory: servers.Server, here: psycopg.Connection[Any], db: psycopg.Connection[Any], tmp_path: Path
) -> None:
    """Neither is the directory. The log has partitions."""
    slug = f"m{uuid4().hex[:12]}"
    (tmp_path / "d").write_text(servers.PASSWORD)
    parts = psycopg.conninfo.conninfo_to_dict(directory.url_of("other"))
    url = "postgresql://{user}@{host}:{port}/{dbname}".format(**parts)
    done(directory, "server", "add", "d", url, "--password-file", tmp_path / "d")
    done(directory, "tenant", "create", slug, "--server", "d", "--limit", "log_keep=1 h")
    done(directory, "schema", "apply", slug, SHOP)
    with psycopg.connect(directory.url_of("other"), autocommit=True) as there:
        write = f"insert into tenant_{slug}.tc_tag (name) select 'a' || n from generate_series(1, 20) n"
        there.execute(write.encode())
        there.execute(f"update tenant_{slug}.change_log set at = at - interval '10 minutes'".encode())
        for _ in range(4):
            there.execute("select thing.keep_log(%s, 0)", (slug,))
        assert there.execute("select partitions from thing.log_reach(%s)", (slug,)).fetchone() == (2,)
        there.execute(write.replace("'a'", "'b'").encode())
        done(directory, "tenant", "move", slug, "--to", "b")
        assert left_over(there, slug) == (0, 0, 0, 0, 0)
    assert here.execute("select server from thing.tenants where slug = %s", (slug,)).fetchone() == ("b",)
    assert db.execute(f"select count(*) from tenant_{slug}.tc_tag".encode()).fetchone() == (40,)
    query = f"select count(*) from tenant_{slug}.change_log where operation = 'insert'"
    assert db.execute(query.encode()).fetchone() == (40,)
    assert db.execute("select count(*) from thing.check(%s, true)", (slug,)).fetchone() == (0,)
    done(directory, "tenant", "drop", slug, "--yes")
    done(directory, "server", "remove", "d")
