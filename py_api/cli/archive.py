"""./thingbase tenant backup, restore, verify: a tenant as a file."""

import asyncio
import time
from pathlib import Path
from typing import Any

import click

from py_api.archive import backup as writing
from py_api.archive import clone as copying
from py_api.archive import contents, files
from py_api.archive import restore as reading
from py_api.cli import output
from py_api.cli.options import command, connected, data_option, json_option, limits_of, on_server
from py_api.core import directory, install
from py_api.database import Database, Row, connect, scram

archive = click.Group()  # its commands are those of `tenant`


class _Archive(click.Path):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if files.is_remote(value) else super().convert(value, param, ctx)


_FILE = _Archive(exists=True, dir_okay=False, allow_dash=True)
_identity = click.option(
    "--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its private key, if encrypted."
)
_personal = click.option(
    "--fields-marked-personal",
    "personal",
    type=click.Choice(["replaced"]),
    help="Made-up values in place of theirs; history, answers and documents are left out.",
)
MIB = 2**20


def _in_mib(report: output.Report) -> output.Report:
    return lambda what, done, total: report(f"{what}, MiB", done // MIB, max(1, total // MIB))


def _shown(manifest: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "tenant": manifest["tenant"]["slug"],
        "label": manifest["tenant"]["label"],
        "schema_version": manifest["schemaVersion"],
        "program": manifest.get("program"),
        "core": manifest["core"],
        "extensions": manifest["extensions"],
        "tables": len(manifest["tables"]),
        **more,
    }


@archive.command()
@click.argument("slug")
@click.option(
    "-o", "--output", "path", required=True, metavar="FILE", help="The file to write, s3://BUCKET/KEY, or - for a pipe."
)
@click.option("--compress/--no-compress", default=True, help="With Zstandard. Default: compressed.")
@click.option("--recipient", "keys", multiple=True, metavar="KEY", help="Encrypt for this public key; repeatable.")
@_personal
@data_option
@json_option
def backup(
    data: Path | None, as_json: bool, slug: str, path: str, compress: bool, keys: tuple[str, ...], personal: str | None
) -> None:
    """Write an archive of the tenant SLUG: schema, things, history, limits, all as of one moment.

    Things are read and written meanwhile; changes of the tenant's schema wait.

    \b
    Examples:
      ./thingbase tenant backup acme -o acme.thing
      ./thingbase tenant backup acme -o - | ssh elsewhere 'cat > acme.thing'
      ./thingbase tenant backup acme -o acme.thing --recipient age1...
      ./thingbase tenant backup acme -o s3://backups/acme.thing
    """
    asyncio.run(_backup(data, as_json, slug, path, compress, keys, personal is None))


async def _backup(
    data: Path | None, as_json: bool, slug: str, path: str, compress: bool, keys: tuple[str, ...], personal: bool
) -> None:
    started = time.monotonic()
    async with connected(data, slug) as locking, connected(data, slug) as database:
        with output.progress(not as_json) as report, files.written(path, compressed=compress, keys=keys) as file:
            manifest = await writing.backup(locking, database, slug, contents.Writer(file), _in_mib(report), personal)
    if path == files.PIPE:
        return
    size, seconds = file.size, round(time.monotonic() - started, 1)
    text = f"Tenant {slug} is archived in {path}: {size / MIB:.1f} MiB, {seconds} s."
    output.result(_shown(manifest, file=path, bytes=size, seconds=seconds), as_json, text)


@command(archive)
@click.argument("path", metavar="FILE", type=_FILE)
@_identity
@click.option("--as", "slug", metavar="SLUG", help="Another name for the tenant. Default: that of the archive.")
@click.option("--password-file", type=click.File(), help="Password of the tenant's role.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", callback=limits_of, help="A limit; repeatable.")
@on_server
async def restore(
    database: Database,
    as_json: bool,
    path: str,
    identity: Path | None,
    slug: str | None,
    password_file: Any,
    limits: dict[str, Any],
    server: str | None,
) -> None:
    """Make a tenant from the archive FILE (s3://BUCKET/KEY, or - for a pipe): all of it, or nothing.

    A file is checked before anything is done. The tenant must not exist yet.

    \b
    Examples:
      ./thingbase tenant restore acme.thing
      ./thingbase tenant restore acme.thing --as acme_test
      ./thingbase tenant restore acme.thing --server b
      ./thingbase tenant restore s3://backups/acme.thing
    """
    started = time.monotonic()
    password = scram.of_person(password_file.read().rstrip("\n")) if password_file else None
    known = slug
    if path != files.PIPE:
        manifest, _ = _verified(path, identity)
        known = slug or manifest["tenant"]["slug"]
    with output.progress(not as_json) as report, files.read(path, identity) as source:
        row = await directory.make_on(
            database,
            server,
            known,
            lambda there: reading.restore(
                there, source, slug, password, limits, _in_mib(report), install.upgrade_tables
            ),
        )
    seconds = round(time.monotonic() - started, 1)
    text = f"Tenant {row['slug']} is restored{f' on server {server}' if server else ''}, {seconds} s."
    output.result({**dict(row), "seconds": seconds}, as_json, text)


def _verified(path: str, identity: Path | None) -> tuple[dict[str, Any], int]:
    with files.read(path, identity) as source:
        return contents.check(source)


@archive.command()
@click.argument("path", metavar="FILE", type=_FILE)
@_identity
@json_option
def verify(path: str, identity: Path | None, as_json: bool) -> None:
    """Check that the archive FILE (s3://BUCKET/KEY, or - for a pipe) is whole, and show what it holds.

    Needs no server.

    \b
    Example:
      ./thingbase tenant verify acme.thing
    """
    manifest, size = _verified(path, identity)
    text = f"The archive is whole: tenant {manifest['tenant']['slug']}, {size / MIB:.1f} MiB of rows."
    output.result(_shown(manifest, bytes=size), as_json, text)


@archive.command()
@click.argument("slug")
@click.argument("to")
@click.option("--label", help="What people call it. Default: as the other.")
@click.option("--password-file", type=click.File(), help="Password of the new tenant's role.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", callback=limits_of, help="A limit; repeatable.")
@_personal
@data_option
@json_option
def clone(
    data: Path | None,
    as_json: bool,
    slug: str,
    to: str,
    label: str | None,
    password_file: Any,
    limits: dict[str, Any],
    personal: str | None,
) -> None:
    """Make a tenant TO with all that the tenant SLUG has now, in the same database, on whichever server that is.

    \b
    Examples:
      ./thingbase tenant clone acme acme_copy
      ./thingbase tenant clone acme acme_test --fields-marked-personal replaced
    """
    password = scram.of_person(password_file.read().rstrip("\n")) if password_file else None
    asyncio.run(_clone(data, as_json, slug, to, label, password, limits, personal is None))


async def _clone(
    data: Path | None,
    as_json: bool,
    slug: str,
    to: str,
    label: str | None,
    password: str | None,
    limits: dict[str, Any],
    personal: bool,
) -> None:
    started = time.monotonic()
    async with connected(data) as database:
        home = await directory.home_of(database, slug)
        with output.progress(not as_json) as report:

            async def make(there: Database) -> Row:
                async with connect(there.url) as locking:
                    return await copying.clone(locking, there, slug, to, label, password, limits, report, personal)

            row = await directory.make_on(database, home.server.name if home else None, to, make)
    seconds = round(time.monotonic() - started, 1)
    output.result({**dict(row), "seconds": seconds}, as_json, f"Tenant {to} is a clone of {slug}, {seconds} s.")
