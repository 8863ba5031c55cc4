"""./thingbase explain: from an operation to its SQL and PostgreSQL's plan."""

import json
import subprocess
from collections.abc import Callable
from functools import partial

import pytest

from py_api.config import EXAMPLES
from tests.support import servers
from tests.support.command import called

pytestmark = pytest.mark.once
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cli(server: servers.Server) -> Cli:
    return partial(called, DATABASE_URL=servers.asyncpg_url(server.url), THINGBASE_SECRET="a secret of the tests " * 3)


@pytest.fixture
def shop(cli: Cli, tenant: str) -> str:
    assert cli("schema", "apply", tenant, EXAMPLES / "shop.graphql").returncode == 0
    return tenant


def test_a_query(cli: Cli, shop: str) -> None:
    query = "query ($name: String) { products(filter: {name: {eq: $name}}) { nodes { name maker { name } } } }"
    done = cli("explain", shop, query, "--variables", '{"name": "secret"}', "--json")
    assert done.returncode == 0, done.stderr
    (part,) = json.loads(done.stdout)
    assert "tc_product" in part["sql"]
    assert part["parameters"] >= 1
    assert "cost=" in part["plan"]
    assert "actual" not in part["plan"]
    ran = cli("explain", shop, "-", "--variables", '{"name": "x"}', "--analyze", stdin=query)
    assert ran.returncode == 0, ran.stderr
    assert "actual" in ran.stdout
    assert "Execution Time" in ran.stdout


def test_a_mutation_is_not_carried_out(cli: Cli, shop: str) -> None:
    mutation = 'mutation { createMaker(input: {name: "One"}) { id } }'
    done = cli("explain", shop, mutation)
    assert done.returncode == 0, done.stderr
    assert "insert into" in done.stdout
    assert "Insert on" in done.stdout
    refused = cli("explain", shop, mutation, "--analyze")
    assert refused.returncode == 1
    assert "--analyze would carry the mutation out" in refused.stderr
    count = cli("explain", shop, "{ makers { nodes { name } } }", "--analyze").stdout
    assert "actual" in count


def test_what_is_wrong(cli: Cli, shop: str) -> None:
    assert "Cannot query field 'nothing'" in cli("explain", shop, "{ nothing }").stderr
    assert "the tenant does not exist" in cli("explain", "nobody_here", "{ __typename }").stderr
    assert "no SQL" in cli("explain", shop, "{ __schema { queryType { name } } }").stdout
