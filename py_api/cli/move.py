"""./thingbase tenant move: to another server, while it is used."""

import asyncio
from dataclasses import asdict
from pathlib import Path

import click

from py_api.archive.move import Move, Place
from py_api.cli import output
from py_api.cli.options import data_option, database_url, json_option
from py_api.core import directory
from py_api.database import Server, connect
from py_api.errors import Failure

MIB = 2**20


@click.command()
@click.argument("slug")
@click.option("--to", "name", metavar="NAME", help="The server that it moves to.")
@click.option("--home", is_flag=True, help="Instead: back into the directory's own database.")
@click.option("--plan", is_flag=True, help="Say what is in the way; nothing changes.")
@click.option("--source-url", metavar="URL", help="Where the other server finds the first. Default: as here.")
@data_option
@json_option
def move(
    data: Path | None, as_json: bool, slug: str, name: str | None, home: bool, plan: bool, source_url: str | None
) -> int:
    """Move the tenant SLUG to another server while it is used, by PostgreSQL's logical replication.

    Writes wait for a moment at the end; changes of its schema wait all the time. Its cursors of events get a RESYNC.
    Where it fails, or is interrupted, the tenant lives where it lived. The server that it leaves needs
    wal_level = logical.

    \b
    Examples:
      ./thingbase tenant move acme --to b --plan
      ./thingbase tenant move acme --to b
      ./thingbase tenant move acme --home
    """
    if (name is None) != home:
        raise click.UsageError("give --to NAME, or --home")
    return asyncio.run(_move(data, as_json, slug, name, plan, source_url))


async def _move(
    data: Path | None, as_json: bool, slug: str, name: str | None, plan: bool, source_url: str | None
) -> int:
    url = database_url(data)
    async with connect(url) as database:
        if not await database.rows("tenant_id", slug):
            raise Failure(f"tenant {slug} does not exist", "`tenant list` shows the tenants.")
        lives = await directory.home_of(database, slug)
        target = None if name is None else await directory.accepting(database, name)
    source = None if lives is None else lives.server
    if source == target:
        raise Failure(f"tenant {slug} lives there already")
    with output.progress(not as_json and not plan) as report:
        work = Move(slug, _place(source, url, source_url), _place(target, url, None), url, report)
        if plan:
            told = await work.plan()
            lines = [f"{told['tables']} tables, {told['bytes'] / MIB:.1f} MiB.", *told["problems"]]
            output.result(told, as_json, "\n".join(lines if told["problems"] else [*lines, "Nothing is in the way."]))
            return int(bool(told["problems"]))
        moved = await work.run()
    where = f"on {name}" if name else "in the directory's own database"
    text = (
        f"Tenant {slug} lives {where} now: {moved.tables} tables, {moved.rows} rows, equal by checksum; "
        f"{moved.seconds:.1f} s, writes waited {moved.pause * 1000:.0f} ms."
    )
    output.result({"tenant": slug, "server": name, **asdict(moved)}, as_json, text)
    return 0


def _place(server: Server | None, directory_url: str, seen_as: str | None) -> Place:
    return Place(None, directory_url, seen_as) if server is None else Place(server.name, server.url(), seen_as)
