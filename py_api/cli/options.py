"""Options and the connection that the command groups share."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import cache, wraps
from pathlib import Path
from typing import Any

import click

from py_api.cli import output, running
from py_api.config import COMMAND, IS_CHECKOUT, Config
from py_api.core import directory
from py_api.database import Database, connect
from py_api.embedded.programs import Programs
from py_api.embedded.state import DataFolder
from py_api.errors import Unavailable

DEFAULT = ".thingbase in the checkout" if IS_CHECKOUT else "~/.local/share/thingbase, for root /var/lib/thingbase/data"
_data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="THINGBASE_DATA",
    help=f"The data folder of `up`. Default: {DEFAULT}, or that of the `up` that runs elsewhere.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@cache
def data_folder(data: Path | None) -> DataFolder:
    """The one that is named, else the default one, unless only another one has a server that runs."""
    folder = DataFolder(data)
    if data is not None or Config.from_environment().database_url:
        return folder
    running_folders = running.folders()
    if not running_folders or folder.path in running_folders:
        return folder
    if len(running_folders) > 1:
        raise Unavailable(
            f"{len(running_folders)} servers run on this machine: {', '.join(map(str, running_folders))}",
            "Say which one: --data FOLDER",
        )
    output.say(f"(The server that runs on {running_folders[0]})")
    return DataFolder(running_folders[0])


def database_url(data: Path | None) -> str:
    """THINGBASE_DIRECT_URL or DATABASE_URL, or the server that runs on the data folder."""
    config = Config.from_environment()
    if config.database_url and config.administration_url:
        return config.administration_url
    folder = data_folder(data)
    access = folder.access()
    if access is None or not folder.postgres(Programs.bundled()).is_ready():
        raise Unavailable(
            f"no server runs on {folder.path}",
            f"Start one: {COMMAND} up (with the same --data), or set DATABASE_URL.",
        )
    return access.database_url


def secret(data: Path | None) -> bytes | None:
    """The secret of the data folder's API, where there is one."""
    access = data_folder(data).access()
    return access.secret.encode() if access else None


@asynccontextmanager
async def connected(
    data: Path | None, tenant: str | None = None, new_slug: str | None = None
) -> AsyncIterator[Database]:
    """tenant: to the database that this one lives in, if it exists; else to the directory's. new_slug: it is to get."""
    async with connect(database_url(data)) as database, directory.at_home(database, tenant, new_slug) as there:
        yield there


def command(
    group: click.Group,
    name: str | None = None,
    *,
    tenant: str | None = None,
    new_slug: str | None = None,
    **attributes: Any,
) -> Callable[[Callable[..., Coroutine[Any, Any, int | None]]], click.Command]:
    """A command of a group: an async function that gets a Database first, and as_json.

    tenant: its argument that names the tenant whose database it is; None: the directory's. new_slug: its argument that
    gives the tenant another slug.
    """

    def decorate(function: Callable[..., Coroutine[Any, Any, int | None]]) -> click.Command:
        @wraps(function)
        def run(data: Path | None, **arguments: Any) -> int | None:
            async def main() -> int | None:
                named = (arguments[argument] if argument else None for argument in (tenant, new_slug))
                async with connected(data, *named) as database:
                    return await function(database, **arguments)

            return asyncio.run(main())

        return group.command(name, **attributes)(_data(_json(run)))

    return decorate


data_option, json_option = _data, _json
on_server = click.option("--server", metavar="NAME", help="The server that it lives on. Default: this database.")


def limits_of(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, str | None]:
    """NAME=VALUE options as an object; an empty value takes the limit back to its default."""
    limits: dict[str, str | None] = {}
    for value in values:
        name, equals, setting = value.partition("=")
        if not equals:
            raise click.BadParameter(f"{value!r} is not NAME=VALUE")
        limits[name.strip()] = setting.strip() or None
    return limits
