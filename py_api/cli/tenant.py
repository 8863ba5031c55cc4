"""./thingbase tenant: who lives in the database."""

from collections.abc import Awaitable
from contextlib import nullcontext
from typing import Any

import click

from py_api.cli import archive, output, rewind, sign_in
from py_api.cli.move import move
from py_api.cli.options import command, limits_of, on_server
from py_api.config import COMMAND
from py_api.core import directory
from py_api.database import Database, Row, scram
from py_api.errors import Failure, Unavailable

COLUMNS = ("slug", "label", "state", "server", "schema_name", "role_name", "limits", "created_at", "id")


@click.group()
def tenant() -> None:
    """Create, adopt, list, check, rewind, rename, suspend, limit, archive, restore and drop tenants."""


for _command in (
    *archive.archive.commands.values(),
    *rewind.commands.commands.values(),
    *sign_in.commands.commands.values(),
):
    tenant.add_command(_command)
tenant.add_command(move)


def _shown(row: Row) -> dict[str, Any]:
    return {"state": "suspended" if row["suspended_at"] else "active", **dict(row)}


def _changed(row: Row, what: str, as_json: bool) -> None:
    output.result(_shown(row), as_json, f"Tenant {row['slug']} {what}.")


async def _made(
    database: Database, server: str | None, query: str, slug: str, label: str | None, password: str | None,
    limits: dict[str, Any],
) -> Row:  # fmt: skip
    def make(there: Database) -> Awaitable[Row]:
        return there.row(query, slug, label, password, limits)

    return await directory.make_on(database, server, slug, make, at_once=True)


@command(tenant)
@click.argument("slug")
@click.option("--label", help="What people call it. Default: the slug.")
@click.option("--password-file", type=click.File(), help="Password of the tenant's role, or - for standard input.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", callback=limits_of, help="A limit; repeatable.")
@on_server
async def create(
    database: Database,
    as_json: bool,
    slug: str,
    label: str | None,
    password_file: Any,
    limits: dict[str, Any],
    server: str | None,
) -> None:
    """Create the tenant SLUG: its schema, its login role, its limits.

    \b
    Examples:
      ./thingbase tenant create acme --label "Acme Ltd"
      ./thingbase tenant create acme --limit statement_timeout=5s
      ./thingbase tenant create acme --server b
    """
    password = scram.of_person(password_file.read().rstrip("\n")) if password_file else None
    made = await _made(database, server, "create_tenant", slug, label, password, limits)
    _changed(made, f"created on server {server}" if server else "created", as_json)


@command(tenant)
@click.argument("slug")
@click.option("--label", help="What people call it. Default: the slug.")
@click.option("--password-file", type=click.File(), help="Password of the tenant's role, or - for standard input.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", callback=limits_of, help="A limit; repeatable.")
@on_server
async def adopt(
    database: Database,
    as_json: bool,
    slug: str,
    label: str | None,
    password_file: Any,
    limits: dict[str, Any],
    server: str | None,
) -> None:
    """Make a tenant of the schema tenant_SLUG that was restored from a dump.

    The schema is checked first; nothing in it is touched when it holds what the core would not have made.

    \b
    Example:
      pg_restore --dbname "$(./thingbase db url)" acme.dump && ./thingbase tenant adopt acme
    """
    password = password_file.read().rstrip("\n") if password_file else None
    made = await _made(database, server, "adopt_tenant", slug, label, password, limits)
    _changed(made, f"adopted on server {server}" if server else "adopted", as_json)


@command(tenant, "list")
async def list_(database: Database, as_json: bool) -> None:
    """List all tenants."""
    rows = [_shown(row) for row in await database.rows("tenants")]
    if as_json:
        output.result(rows, True, "")
    else:
        output.table(rows, COLUMNS, f"No tenants yet: {COMMAND} tenant create SLUG")


@command(tenant, tenant="slug")
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
async def drop(database: Database, as_json: bool, slug: str, yes: bool) -> None:
    """Drop the tenant SLUG with all its data, for good."""
    if not yes and click.prompt(f"This destroys all data of {slug}. Repeat the slug to go on", err=True) != slug:
        raise Failure("the slug does not match; nothing was dropped")
    await database.rows("suspend_tenant", slug)  # so that no session is in the way of dropping it
    await database.rows("end_sessions")
    await database.rows("drop_tenant", slug)
    await database.rows("end_sessions")
    output.result({"dropped": slug}, as_json, f"Tenant {slug} dropped.")


@command(tenant, tenant="slug", new_slug="to")
@click.argument("slug")
@click.argument("to")
@click.option("--label", help="A new label as well.")
async def rename(database: Database, as_json: bool, slug: str, to: str, label: str | None) -> None:
    """Give the tenant SLUG the slug TO; its connections end."""
    row = await database.row("rename_tenant", slug, to, label)
    await database.rows("end_sessions")
    _changed(row, f"renamed (was {slug})", as_json)


@command(tenant, tenant="slug")
@click.argument("slug")
async def suspend(database: Database, as_json: bool, slug: str) -> None:
    """Shut the tenant SLUG out; its data stays."""
    row = await database.row("suspend_tenant", slug)
    await database.rows("end_sessions")
    _changed(row, "suspended", as_json)


@command(tenant, tenant="slug")
@click.argument("slug")
async def resume(database: Database, as_json: bool, slug: str) -> None:
    """Let the suspended tenant SLUG in again."""
    _changed(await database.row("resume_tenant", slug), "resumed", as_json)


@command(tenant, tenant="slug")
@click.argument("slug")
@click.argument("limits", nargs=-1, metavar="[NAME=VALUE]...", callback=limits_of)
async def limits(database: Database, as_json: bool, slug: str, limits: dict[str, Any]) -> None:
    """Set limits of the tenant SLUG, or show them. An empty VALUE takes a limit back to its default.

    The value `service` stands for what the server processes are set to: THINGBASE_LIMITS and the like.

    \b
    Examples:
      ./thingbase tenant limits acme
      ./thingbase tenant limits acme statement_timeout=5s connection_limit=20
    """
    row = await database.row("tenant_limits", slug, limits)
    names = await database.rows("limits")
    effective = {n["name"]: row["limits"].get(n["name"], n["default_value"]) for n in names}
    if as_json:
        output.result(effective, True, "")
    else:
        rows = [{**dict(n), "value": effective[n["name"]]} for n in names]
        output.table(rows, ("name", "value", "default_value", "description"), "No limits are known.")


@command(tenant, tenant="slug")
@click.argument("slug")
async def usage(database: Database, as_json: bool, slug: str) -> None:
    """Show what the tenant SLUG has of what can be limited: bytes, things, log, classes, fields, indexes.

    log_keep is the age of the oldest change. With --json: plain numbers, bytes and seconds.

    \b
    Example:
      ./thingbase tenant usage acme
    """
    rows = [dict(row) for row in await database.rows("tenant_usage", slug)]
    if as_json:
        output.result(rows, True, "")
    else:
        shown = [{**row, **{key: _in_units(row["name"], row[key]) for key in ("used", "allowed")}} for row in rows]
        output.table(shown, ("name", "used", "allowed"), "Nothing is known.")


def _in_units(name: str, number: int | None) -> str | None:
    """A number of tenant_usage as people read it: bytes and ages in the largest unit that leaves a whole part."""
    if number is None:
        return None
    units: tuple[tuple[int, str], ...] = ()
    if name.endswith("_bytes"):
        units = ((2**40, "TiB"), (2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"), (1, "bytes"))
    elif name == "log_keep":
        units = ((86_400, "days"), (3_600, "h"), (60, "min"), (1, "s"))
    for size, unit in units:
        if number >= size:
            return f"{number / size:.1f} {unit}" if size > 1 else f"{number} {unit}"
    return f"{number:,}"


FOUND = ("tenant", "kind", "severity", "class", "object", "message", "repairable")
REPAIRED = ("tenant", "kind", "class", "object", "statement", "rows", "outcome")
ADOPTED = ("tenant", "kind", "class", "object", "changes", "outcome")


@command(tenant, tenant="slug")
@click.argument("slug", required=False)
@click.option("--all", "every", is_flag=True, help="Every tenant.")
@click.option("--rows", is_flag=True, help="Scan the things as well: rules, references, instances, the log.")
@click.option("--repair", is_flag=True, help="Mend what can be mended, then check again.")
@click.option("--plan", is_flag=True, help="Show what --repair would do; nothing changes.")
@click.option("--drop-foreign", is_flag=True, help="With --repair or --plan: drop what is not ours, too.")
@click.option("--adopt", is_flag=True, help="Make what was made by hand part of the schema, or with --plan say how.")
async def check(
    database: Database,
    as_json: bool,
    slug: str | None,
    every: bool,
    rows: bool,
    repair: bool,
    plan: bool,
    drop_foreign: bool,
    adopt: bool,
) -> int:
    """Check that the tenant SLUG, or each with --all, is as it should be. Exit code 1: something is not.

    --all: of every server. Exit code 3: one does not answer.

    \b
    Examples:
      ./thingbase tenant check acme
      ./thingbase tenant check --all --rows --plan
      ./thingbase tenant check --all --repair
      ./thingbase tenant check acme --adopt --plan
    """
    if adopt and drop_foreign:
        raise click.UsageError("give --adopt or --drop-foreign")
    if (slug is None) != every:
        raise click.UsageError("give one SLUG, or --all")
    checked: list[str | None] = []
    damages: list[dict[str, Any]] = []
    repaired: list[dict[str, Any]] = []
    adopted: list[dict[str, Any]] = []
    async with directory.everywhere(database) if every else nullcontext() as servers:
        for there in servers.reached.values() if servers else (database,):
            slugs = [row["slug"] for row in await there.rows("tenant_slugs")] if every else [slug]
            checked += slugs
            for one in slugs:
                if adopt:
                    adopted += [{"tenant": one, **dict(part)} for part in await there.rows("adopt_drift", one, plan)]
                if repair or plan:
                    made = await there.rows("repair_tenant", one, plan or not repair, rows, drop_foreign)
                    repaired += [{"tenant": one, **dict(step)} for step in made]
                damages += [{"tenant": one, **dict(row)} for row in await there.rows("check_tenant", one, rows)]
    if as_json:
        told = ({"repairs": repaired} if repair or plan else {}) | ({"adopted": adopted} if adopt else {})
        output.result({"damages": damages, **told} if told else damages, True, "")
        return _unchecked(servers) or int(bool(damages))
    if adopt:
        output.table(adopted, ADOPTED, "Nothing to adopt.")
    if repair or plan:
        output.table(repaired, REPAIRED, "Nothing to repair.")
    output.table(
        damages, FOUND, f"{len(checked)} checked: all is well." if every else f"Tenant {slug} is as it should be."
    )
    return _unchecked(servers) or int(bool(damages))


def _unchecked(servers: directory.Everywhere | None) -> int:
    """Says which servers do not answer. The exit code for that."""
    away = servers.away if servers else {}
    for name, error in away.items():
        output.say(f"The tenants of server {name} were not checked: {error.message}")
    return Unavailable.exit_code if away else 0
