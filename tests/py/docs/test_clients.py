"""docs/clients.md is run against the demo: its files, with the clients as they are published."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from py_api.config import ROOT
from tests.support import node, pip_clients, servers
from tests.support.api import Served, bearer
from tests.support.waiting import PATIENCE, until
from tests.support.world import TENANT, serving_world

from .test_realtime import subscriptions

pytestmark = pytest.mark.once
PAGE = ROOT / "docs/clients.md"
DRIVERS = Path(__file__).parent / "clients"
_FILE = re.compile(r"```\w+ (?P<name>[\w./-]+)\n(?P<text>.*?)```\n", re.DOTALL)
LARGEST = "cities(first: 3, orderBy: [{population: DESC}]) { nodes { id name population country { id name } } }"
# What is no thing, and must not become one in a cache: groups, figures, parts of the schema.
MORE = """
  citiesAggregate(groupBy: [{ country: { id: true } }], orderBy: [{count: DESC}], first: 3) {
    key { country { name } } count fields { population { max } }
  }
  schemaClass(name: "City") { classId name fields { fieldId name } }
  country: schemaClass(name: "Country") { classId name fields { fieldId name } }
"""


@pytest.fixture(scope="module")
def world(server: servers.Server) -> Iterator[Served]:
    with serving_world(server) as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the files of the page and what drives them."""
    for found in _FILE.finditer(PAGE.read_text()):
        file = tmp_path / found["name"]
        file.parent.mkdir(exist_ok=True)
        file.write_text(found["text"])
    for driver in DRIVERS.iterdir():
        (tmp_path / driver.name).write_bytes(driver.read_bytes())
    return tmp_path


def token(role: str = "viewer") -> str:
    return bearer(role, TENANT)["authorization"].removeprefix("Bearer ")


def sdl(world: Served) -> str:
    return world.client.get("/schema.graphql", headers=bearer("viewer", TENANT)).text


def names(told: Any) -> list[str]:
    return [city["name"] for city in told["data"]["cities"]["nodes"] if city]


def bare(value: Any) -> Any:
    """Without the types that a client asks for by itself."""
    if isinstance(value, dict):
        return {key: bare(each) for key, each in value.items() if key != "__typename"}
    return [bare(each) for each in value] if isinstance(value, list) else value


def change(world: Served, mutation: str) -> None:
    found = world.post(f"mutation {{ it: {mutation} {{ count }} }}", headers=bearer("admin", TENANT)).json()
    assert found == {"data": {"it": {"count": 1}}}


@pytest.mark.parametrize("client", ["apollo", "urql", "relay"])
def test_caches_keep_the_new_state(client: str, world: Served, folder: Path) -> None:
    """In lists too, whatever the state before was; and they warn of nothing."""
    query = f"{{ {LARGEST} {MORE} }}"
    node.install(folder, "caches")
    if client == "relay":
        (folder / "schema.graphql").write_text(sdl(world))
        (folder / "src/more.js").write_text(f"graphql`query moreQuery {{ {MORE} }}`;")
        node.run(folder, "relay-compiler/cli.js")
    until(lambda: subscriptions(world) == 0, PATIENCE)
    with node.started(folder, f"{client}_driver.mjs", f"{world.url}/graphql", token("admin"), query) as script:
        told = script.hear()
        assert told["warnings"] == []
        assert bare(told["data"]) == world.post(query, headers=bearer("admin", TENANT)).json()["data"]
        first, second, third = names(told)
        until(lambda: subscriptions(world) == 1, PATIENCE)
        change(world, f'updateCities(filter: {{name: {{eq: "{second}"}}}}, atMost: 1, input: {{name: "Of {client}"}})')
        told = script.hear()
        assert (names(told), told["warnings"]) == ([first, f"Of {client}", third], [])
        change(world, f'deleteCities(filter: {{name: {{eq: "Of {client}"}}}}, atMost: 1)')
        while f"Of {client}" in names(told):
            told = script.hear()
        assert (names(told)[:2], told["warnings"]) == ([first, third], [])


def test_types_are_generated(world: Served, folder: Path) -> None:
    """GraphQL Code Generator's and gql.tada's types of the same documents take what is right and refuse what is not."""
    node.install(folder, "types")
    (folder / "schema.graphql").write_text(sdl(world))
    documents = folder / "src/largest.ts"
    (folder / "src/largest_tada.ts").write_text(documents.read_text().replace("./gql/gql", "./tada"))
    for name in ("largest", "largest_tada"):
        uses = (DRIVERS / "uses.ts").read_text()
        (folder / f"src/uses_{name}.ts").write_text(uses.replace("DOCUMENTS", name))
    node.run(folder, "@graphql-codegen/cli/cjs/bin.js", "--config", "codegen.yml")
    node.run(folder, "gql.tada/bin/cli.js", "generate-output")
    node.run(folder, "typescript/bin/tsc", "-p", ".")


COMMONJS = ["--module", "commonjs", "--target", "es2022", "--ignoreConfig", "--types", "node", "--outDir", "made"]
EXPECTED = (
    "query ($first: Int!) { cities(first: $first, orderBy: [{population: DESC}]) { nodes { id name population } } }"
)


def test_clients_without_a_cache(world: Served, folder: Path) -> None:
    """GraphQL Inspector too, which sees what an editor has and a viewer has not."""
    node.install(folder, "types")
    (folder / "schema.graphql").write_text(sdl(world))
    (folder / "admin.graphql").write_text(world.client.get("/schema.graphql", headers=bearer("admin", TENANT)).text)
    node.run(folder, "@genql/cli/dist/cli.js", "--schema", "schema.graphql", "--output", "genql")
    node.run(folder, "typescript/bin/tsc", *COMMONJS, "genql_cities.ts")
    said = json.loads(node.script(folder, "requests_driver.mjs", f"{world.url}/graphql", token(), "3"))
    compared = said.pop("compare.mjs")
    assert compared["same"] == []
    assert "Type 'CityCreateInput' was removed" in compared["less"]
    check_answers(world, said, ["request.mjs", "genql_cities.ts", "tools.mjs"])


def test_clients_in_python(world: Served, folder: Path) -> None:
    packages = pip_clients.install("requests")
    (folder / "schema.graphql").write_text(sdl(world))
    pip_clients.run(packages, folder, "-m", "ariadne_codegen", "--config", "ariadne.toml")
    told = pip_clients.run(packages, folder, "requests_driver.py", f"{world.url}/graphql", token(), "3")
    check_answers(world, json.loads(told), ["request.py", "generated.py"])


def check_answers(world: Served, said: dict[str, Any], clients: list[str]) -> None:
    """All answer as we do, with whole numbers that are texts in JSON."""
    answer = world.post(EXPECTED, variables={"first": 3}, headers=bearer("viewer", TENANT)).json()["data"]
    assert {name: told["cities"] for name, told in said.items()} == dict.fromkeys(clients, answer["cities"]["nodes"])
    assert all("first" in told["error"] or "LIMIT" in told["error"] for told in said.values()), said
