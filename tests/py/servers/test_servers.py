"""Tenants on two servers: one directory, one API, one set of commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api.engine.engine import Engine
from tests.py.servers.conftest import SHOP, done, run
from tests.support import servers
from tests.support.api import Served, bearer
from tests.support.waiting import until

pytestmark = pytest.mark.once

WRITE = 'mutation { createTag(input: {name: "a"}) { name } }'
READ = "{ tags { nodes { name } totalCount } }"


def post(served: Served, slug: str, query: str) -> Any:
    return served.client.post("/graphql", json={"query": query}, headers=bearer("admin", slug)).json()


def operate(served: Served, fields: str) -> Any:
    sent = {"query": f"mutation {fields}"}
    return served.client.post("/graphql", json=sent, headers=bearer("operator", None)).json()


@pytest.fixture
def far(directory: servers.Server) -> Any:
    """A tenant on server b."""
    slug = f"f{uuid4().hex[:12]}"
    done(directory, "tenant", "create", slug, "--server", "b")
    done(directory, "schema", "apply", slug, SHOP)
    yield slug
    run(directory, "tenant", "drop", slug, "--yes")


def test_a_tenant_elsewhere(
    directory: servers.Server,
    here: psycopg.Connection[Any],
    db: psycopg.Connection[Any],
    serve: Callable[..., Served],
    far: str,
) -> None:
    """Commands, queries, mutations, schema changes, limits and metrics of a tenant on another server."""
    api = serve(Engine)
    assert post(api, far, WRITE) == {"data": {"createTag": {"name": "a"}}}
    assert post(api, far, READ) == {"data": {"tags": {"nodes": [{"name": "a"}], "totalCount": 1}}}
    assert here.execute("select to_regnamespace(%s)", (f"tenant_{far}",)).fetchone() == (None,)
    with pytest.raises(psycopg.DatabaseError) as refused:
        here.execute("select thing.catalog(%s)", (far,))
    assert refused.value.sqlstate == "TB049"
    # A schema change on its own server is heard of, by the notifications of that server.
    until(lambda: api.app.listeners.others_connected() == {"b"})
    db.execute("select thing.add_field(%s, 'Tag', 'hue', 'text')", (far,))
    until(lambda: "errors" not in post(api, far, "{ tags { nodes { hue } } }"))
    # What commands change there stands in the directory.
    done(directory, "tenant", "limits", far, "requests_per_second=1000")
    listed = {row["slug"]: row for row in json.loads(done(directory, "tenant", "list", "--json"))}
    assert listed[far]["server"] == "b"
    assert listed[far]["limits"] == {"requests_per_second": "1000"}
    metrics = api.client.get("/metrics").text
    assert f'thingbase_tenant_storage_bytes{{tenant="{far}"}}' in metrics
    done(directory, "tenant", "suspend", far)
    assert post(api, far, READ)["errors"][0]["extensions"]["code"] == "TENANT_SUSPENDED"
    assert operate(api, f'{{ resumeTenant(slug: "{far}") {{ suspendedAt server }} }}') == {
        "data": {"resumeTenant": {"suspendedAt": None, "server": "b"}}
    }
    assert "errors" not in post(api, far, READ)
    assert json.loads(done(directory, "server", "list", "--json"))[0]["core"] == "current"
    assert "tenants live on server b" in run(directory, "server", "remove", "b").stderr
    done(directory, "tenant", "drop", far, "--yes")
    assert here.execute("select count(*) from thing.tenants where slug = %s", (far,)).fetchone() == (0,)
    assert db.execute("select count(*) from thing.tenants where slug = %s", (far,)).fetchone() == (0,)


def test_operators_over_graphql(
    here: psycopg.Connection[Any], db: psycopg.Connection[Any], serve: Callable[..., Served]
) -> None:
    """What they do is done where the tenant lives, and the directory knows of it; or neither."""
    api, slug = serve(Engine), f"g{uuid4().hex[:12]}"
    to = f"{slug}_to"

    def known(name: str) -> Any:
        query = "select server, limits, suspended_at is null from thing.tenants where slug = %s"
        return here.execute(query, (name,)).fetchone()

    def lives(name: str) -> bool:
        return db.execute("select from thing.tenants where slug = %s", (name,)).fetchone() is not None

    def code(fields: str) -> str:
        return str(operate(api, fields)["errors"][0]["extensions"]["code"])

    made = operate(api, f'{{ createTenant(slug: "{slug}", server: "b", limits: {{cost: 9000}}) {{ slug server }} }}')
    assert made == {"data": {"createTenant": {"slug": slug, "server": "b"}}}
    assert (lives(slug), known(slug)) == (True, ("b", {"cost": 9000}, True))
    assert code(f'{{ createTenant(slug: "{to}", server: "nowhere") {{ slug }} }}') == "UNKNOWN_SERVER"
    assert code(f'{{ createTenant(slug: "{slug}", server: "b") {{ slug }} }}') == "TENANT_EXISTS"
    # What the directory refuses is not done there either.
    here.execute("select thing.create_tenant(%s)", (to,))
    assert code(f'{{ renameTenant(slug: "{slug}", to: "{to}") {{ slug }} }}') == "TENANT_EXISTS"
    both = f'{{ a: suspendTenant(slug: "{slug}") {{ slug }} b: suspendTenant(slug: "{to}") {{ slug }} }}'
    assert code(both) == "MIXED_OPERATION"
    assert (lives(slug), lives(to)) == (True, False)
    here.execute("select thing.drop_tenant(%s, %s)", (to, to))
    assert operate(api, f'{{ renameTenant(slug: "{slug}", to: "{to}") {{ slug }} }}')["data"]
    assert operate(api, f'{{ setTenantLimits(slug: "{to}", limits: {{cost: null}}) {{ limits }} }}')["data"]
    assert operate(api, f'{{ suspendTenant(slug: "{to}") {{ server }} }}')["data"]
    assert (known(slug), known(to)) == (None, ("b", {}, False))
    assert operate(api, f'{{ dropTenant(slug: "{to}", confirm: "{to}") }}') == {"data": {"dropTenant": True}}
    assert (known(to), lives(to)) == (None, False)


def test_commands_go_where_it_lives(
    directory: servers.Server, db: psycopg.Connection[Any], far: str, tmp_path: Path
) -> None:
    """Also those that make tenants."""
    file, other = tmp_path / "far.thing", f"c{far}"
    done(directory, "generate", far, "--class", "Tag=3")
    done(directory, "tenant", "clone", far, other)
    done(directory, "tenant", "backup", other, "-o", file)
    # It lives there: no second one is made of it here.
    assert "already exists" in run(directory, "tenant", "restore", file).stderr
    assert "already exists" in run(directory, "tenant", "rename", other, far).stderr
    done(directory, "tenant", "drop", other, "--yes")
    made = json.loads(done(directory, "tenant", "restore", file, "--server", "b", "--json"))
    assert made["slug"] == other
    assert db.execute(f"select count(*) from tenant_{other}.tc_tag".encode()).fetchone() == (3,)
    done(directory, "tenant", "drop", other, "--yes")


def test_a_server_that_takes_no_more(directory: servers.Server, db: psycopg.Connection[Any]) -> None:
    done(directory, "server", "drain", "b")
    slug = f"f{uuid4().hex[:12]}"
    refused = run(directory, "tenant", "create", slug, "--server", "b")
    assert refused.returncode == 1
    assert "takes no new tenants" in refused.stderr
    assert db.execute("select count(*) from thing.tenants where slug = %s", (slug,)).fetchone() == (0,)
    done(directory, "server", "drain", "b", "--undo")


def test_a_server_that_is_down(
    here: psycopg.Connection[Any], serve: Callable[..., Served], directory: servers.Server, far: str
) -> None:
    """Its tenants get an error at once; those of other servers are served."""
    near = f"n{uuid4().hex[:12]}"
    done(directory, "tenant", "create", near)
    done(directory, "schema", "apply", near, SHOP)
    address = here.execute("select dsn, password_from from thing.servers where name = 'b'").fetchone()
    assert address is not None
    here.execute("select thing.add_server('b', 'postgresql://postgres@127.0.0.1:1/thingbase')")
    try:
        api = serve(Engine)
        for _ in range(3):
            told = post(api, far, READ)
            assert told["errors"][0]["extensions"]["code"] == "DATABASE_UNAVAILABLE"
            assert "errors" not in post(api, near, READ)
        found = run(directory, "doctor", "--json")
        assert [f["message"][:9] for f in json.loads(found.stdout)["findings"] if f["area"] == "servers"] == [
            "server b:"
        ]
        assert found.returncode == 1
        assert f"Tenant {far} is on server b" in run(directory, "schema", "export", far).stderr
    finally:
        here.execute("select thing.add_server('b', %s, %s)", address)
    until(lambda: "errors" not in post(api, far, READ))
    done(directory, "tenant", "drop", near, "--yes")
