"""./thingbase pgbouncer-config: what PgBouncer needs to stand between the API and PostgreSQL."""

import asyncio
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from py_api.cli import output
from py_api.cli.options import connected, data_option, database_url, json_option
from py_api.config import COMMAND
from py_api.database import Database, scram, statement
from py_api.errors import Failure

ROLE = "thing_pooler"
INI = """; Written by `thingbase pgbouncer-config`: write it again where limits of tenants have changed, then RELOAD.
[databases]
{name} = host={host} port={port} dbname={name}

; Connections to PostgreSQL of tenants with a connection_limit of their own, as far as their roles had logins.
[users]
{users}
[pgbouncer]
listen_addr = {address}
listen_port = {own}
pool_mode = {mode}
{of_mode}
auth_type = scram-sha-256
auth_file = {folder}/users.txt
auth_user = {role}
auth_query = select usename, passwd from thing_pooler.login($1)
; The API sets it; where it is ignored, writes notify within their transaction, too.
ignore_startup_parameters = extra_float_digits, thing.quiet
max_client_conn = {clients}
default_pool_size = {size}
max_user_connections = {others}
server_idle_timeout = 60
"""
OF_MODE = {
    "session": "server_reset_query = discard all",
    "transaction": "; PgBouncer 1.21 or newer: older ones lose prepared statements, and are refused by `serve`\n"
    "max_prepared_statements = 1000",
}


@click.command("pgbouncer-config")
@click.option(
    "-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="FOLDER",
    help="Where pgbouncer.ini and users.txt are written.",
)  # fmt: skip
@click.option(
    "--pool-mode",
    "mode",
    type=click.Choice(tuple(OF_MODE)),
    default="session",
    help="session (the default) works with every version.",
)
@click.option("--listen", default="127.0.0.1:6432", metavar="ADDRESS:PORT", help="Default: 127.0.0.1:6432.")
@click.option(
    "--pool-size", "size", type=click.IntRange(1), default=50, help="Connections of a role, where it has no less."
)
@click.option("--clients", type=click.IntRange(1), default=1000, help="Connections of clients, all together.")
@data_option
@json_option
def pgbouncer_config(
    folder: Path, mode: str, listen: str, size: int, clients: int, data: Path | None, as_json: bool
) -> None:
    """Write a configuration for PgBouncer that knows the tenants: their logins, and the limits of their connections.

    PgBouncer finds passwords by a function that the role thing_pooler may call, and nothing else. As superuser this
    command makes both; else it writes auth.sql, for a superuser to run.

    \b
    Example:
      ./thingbase pgbouncer-config -o /etc/pgbouncer
    """
    made = asyncio.run(_write(folder.absolute(), mode, listen, size, clients, data))
    rest = f"\nRun {folder / 'auth.sql'} as superuser: {COMMAND} may not." if "auth.sql" in made else ""
    output.result({"folder": str(folder), "files": made}, as_json, f"{', '.join(made)}: in {folder}.{rest}")


async def _write(folder: Path, mode: str, listen: str, size: int, clients: int, data: Path | None) -> list[str]:
    async with connected(data) as database:
        return await write(database, database_url(data), folder, mode, listen, size, clients)


async def write(
    database: Database, url: str, folder: Path, mode: str, listen: str, size: int = 50, clients: int = 1000
) -> list[str]:
    """Writes the files; gives their names. url: of the PostgreSQL that database is connected to."""
    address, _, own = listen.rpartition(":")
    if not address or not own.isdigit():
        raise Failure(f"{listen!r} is not ADDRESS:PORT", "Such as 127.0.0.1:6432.")
    server = urlsplit(url)
    rows = await database.rows("pooler_users")
    row = await database.row("is_superuser")
    is_superuser, admin = bool(row[0]), str(row[1])
    password = secrets.token_urlsafe(24)
    limited = {row["role"]: max(row["most"], 0) for row in rows if row["role"]}
    # For whom [users] names, older versions use no auth_query: so they stand in the file, with their verifiers.
    known = await database.rows("pooler_verifiers", list(limited)) if is_superuser else []
    logins = [(ROLE, password), *((each[0], each[1]) for each in known)]
    name = unquote(server.path.strip("/")) or admin
    text = INI.format(
        name=name, host=server.hostname or "127.0.0.1", port=server.port or 5432, address=address, own=own, mode=mode,
        of_mode=OF_MODE[mode], folder=folder, role=ROLE, clients=clients, size=size,
        others=max(rows[0]["others"], 0),
        users="".join(f"{role} = max_user_connections={limited[role]}\n" for role, _ in logins if role in limited),
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    files = {"pgbouncer.ini": text, "users.txt": "".join(f'"{role}" "{key}"\n' for role, key in logins)}
    verifier = scram.of_person(password)
    if is_superuser:
        await database.rows("pooler_settings", verifier, unquote(server.username or admin))
        await database.script("pooler_auth")
    else:
        settings = f"set thing.pooler_verifier = '{verifier}';\nset thing.pooler_admin = '{admin}';\n"
        files["auth.sql"] = settings + statement("pooler_auth") + ";\n"
    for file, content in files.items():
        path = folder / file
        path.touch(mode=0o600)
        path.write_text(content)
    return list(files)
