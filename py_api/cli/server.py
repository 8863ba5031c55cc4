"""./thingbase server: the PostgreSQL servers that tenants live on."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from py_api.cli import output
from py_api.cli.options import command
from py_api.config import COMMAND
from py_api.core import install as core
from py_api.database import Database, Server, connect
from py_api.errors import Failure, Unavailable

COLUMNS = ("name", "state", "dsn", "password_from", "tenants", "core")


@click.group()
def server() -> None:
    """Name other PostgreSQL servers that tenants may live on, and see what is on them.

    The database that DATABASE_URL names, or that of `up`, is the directory: it knows where every tenant is.
    """


@command(server)
@click.argument("name")
@click.argument("dsn", metavar="URL")
@click.option("--password-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its password.")
@click.option("--password-env", metavar="VARIABLE", help="An environment variable with its password.")
@click.option("--install", is_flag=True, help="Install the core there, or upgrade it.")
async def add(
    database: Database,
    as_json: bool,
    name: str,
    dsn: str,
    password_file: Path | None,
    password_env: str | None,
    install: bool,
) -> None:
    """Make the server NAME known, or say where it is now: postgresql://USER@HOST:PORT/DATABASE.

    The URL has no password: every machine that runs Thingbase finds it in the file or the variable that is named. Its
    core must be of the same version as the directory's.

    \b
    Example:
      ./thingbase server add b postgresql://postgres@10.0.0.2:5432/thingbase --password-file /run/secrets/b --install
    """
    if password_file and password_env:
        raise click.UsageError("give --password-file or --password-env")
    if urlsplit(dsn).password is not None:
        raise Failure(
            f"the URL has a password: {unquote(urlsplit(dsn).path)[1:]} would keep it for all to read",
            "Leave it out, and name a file of it: --password-file FILE",
        )
    place = f"file:{password_file.resolve()}" if password_file else f"env:{password_env}" if password_env else None
    there = Server(name, dsn, place)
    async with connect(there.url(), hint="Look at the URL, and at --password-file or --password-env.") as other:
        if await other.value("system") == await database.value("system"):
            raise Failure("this is the directory itself", "Name another server, or another database.")
        if install:
            with output.progress(not as_json) as report:
                await core.install(other, report)
        state = await core.state(other)
        if not state.installed:
            raise Unavailable(f"no core is installed on {name}", "Install it on the way: --install")
        if not state.current:
            raise Failure(f"the core on {name} is not this program's version", "Upgrade it on the way: --install")
    row = await database.row("add_server", name, dsn, place)
    output.result(dict(row), as_json, f"Server {name} is known. {COMMAND} tenant create SLUG --server {name}")


@command(server, "list")
async def list_(database: Database, as_json: bool) -> None:
    """List the servers, and whether they answer with a core of this version."""
    rows = []
    for row in await database.rows("servers"):
        shown = dict(row)
        try:
            async with connect(Server.of(row).url()) as other:
                shown["core"] = "current" if (await core.state(other)).current else "not current"
        except Failure as error:
            shown["core"] = f"does not answer: {error.message}"
        rows.append(shown)
    if as_json:
        output.result(rows, True, "")
    else:
        output.table(rows, COLUMNS, f"All tenants live in this database. Name another server: {COMMAND} server add")


@command(server)
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let new tenants come again.")
async def drain(database: Database, as_json: bool, name: str, undo: bool) -> None:
    """Take no new tenants to the server NAME. Those that are there stay until they are moved."""
    row = await database.row("drain_server", name, not undo)
    output.result(dict(row), as_json, f"Server {name} takes {'new' if undo else 'no new'} tenants.")


@command(server)
@click.argument("name")
async def remove(database: Database, as_json: bool, name: str) -> None:
    """Forget the server NAME, which no tenant lives on. Nothing on it is touched."""
    await database.rows("remove_server", name)
    output.result({"removed": name}, as_json, f"Server {name} is forgotten.")
