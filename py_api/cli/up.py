"""./thingbase up: the servers, the core in them, and what serves it, until Ctrl-C."""

import asyncio
import os
import secrets
import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import click
import uvloop

from py_api import logs, tracing
from py_api.app import App
from py_api.cli import output, running
from py_api.cli.jobs import said
from py_api.cli.options import data_option
from py_api.cli.token import signed
from py_api.config import COMMAND, Config, Settings
from py_api.core import fleet
from py_api.core import install as core
from py_api.database import connect, create_database, pooler
from py_api.embedded.files import bound_log
from py_api.embedded.programs import Programs
from py_api.embedded.state import DATABASE, Access, DataFolder
from py_api.errors import Failure, Unavailable
from py_api.http import graphiql, server

OLDEST = 15  # of PostgreSQL's versions
TOKEN_SECONDS = 24 * 3600  # of the token that is printed
PREFERRED_PORT = 8000


@dataclass(frozen=True, slots=True)
class Parts:
    """What is there once the servers run: folder and processes only where some of them are ours."""

    database_url: str
    redis_url: str
    listening: socket.socket
    folder: DataFolder | None = None
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", help="Where the API listens. Default: this machine only.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help=f"The API's port. Default: {PREFERRED_PORT}, or a free one."
)
@click.option(
    "--postgres-port",
    type=click.IntRange(1024, 65535),  # the servers never run as root
    help="PostgreSQL's port. Default: that of last time, or a free one.",
)
def up(data: Path | None, host: str, port: int | None, postgres_port: int | None) -> None:
    """Start everything, serve the API, and stop it all cleanly at Ctrl-C.

    Without DATABASE_URL, an embedded PostgreSQL 18 runs, reachable from this machine only; without REDIS_URL, an
    embedded Valkey. The core is installed or upgraded first.

    \b
    Examples:
      ./thingbase up
      ./thingbase up --data /srv/demo --port 8001      a second one beside it
    """
    asked = server.bind(host, PREFERRED_PORT if port is None else port, or_any=port is None)
    with asked as listening, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if port is None and (chosen := listening.getsockname()[1]) != PREFERRED_PORT:
            output.say(f"Port {PREFERRED_PORT} is in use. The API listens on port {chosen}.")
        runner.run(_up(data, listening, postgres_port))


async def _up(data: Path | None, listening: socket.socket, postgres_port: int | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    config = Config.from_environment()
    # What is wrong in the environment is refused before anything is made.
    Settings.from_environment(database_url="not known yet", secret=b"not known yet")
    if config.database_url and config.redis_url:
        await _serve(Parts(config.database_url, config.redis_url, listening), stop)
        return
    folder = DataFolder(data)
    with folder.claimed(), running.noted(folder.path), _running(folder, postgres_port, config) as (access, processes):
        if not config.database_url:
            await create_database(access.url_of("postgres"), DATABASE)
        database_url, redis_url = config.database_url or access.database_url, config.redis_url or access.redis_url
        await _serve(Parts(database_url, redis_url, listening, folder, processes), stop)
    output.say("Stopped.")


@contextmanager
def _running(
    folder: DataFolder, postgres_port: int | None, config: Config
) -> Iterator[tuple[Access, dict[str, subprocess.Popen[bytes]]]]:
    """The embedded servers that the environment leaves to us; always stopped at the end."""
    programs = Programs.bundled().reachable_by(folder.account)
    postgres, valkey = folder.postgres(programs), folder.valkey(programs)
    if postgres.stop_orphan() | valkey.stop_orphan():
        output.say("A server that an earlier, killed `up` left behind has been stopped.")
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        if not config.database_url:
            if not postgres.exists:
                output.say(f"Making a PostgreSQL cluster in {folder.path} ...")
            access, processes["PostgreSQL"] = folder.start_postgres(postgres, postgres_port)
        if not config.redis_url:
            access, processes["Valkey"] = folder.start_valkey(valkey)
        yield access, processes
    finally:
        if "Valkey" in processes:
            valkey.stop(processes["Valkey"])
        if "PostgreSQL" in processes:
            postgres.stop(processes["PostgreSQL"])


async def _serve(parts: Parts, stop: asyncio.Event) -> None:
    """Install the core, then serve and work until stop, or until a server of the folder ends."""
    config = Config.from_environment()
    direct = config.direct_url if config.database_url else None
    await pooler.check(parts.database_url, direct)
    await _install(direct or parts.database_url)
    settings = Settings.from_environment(
        database_url=parts.database_url, redis_url=parts.redis_url, secret=_secret(parts.folder)
    )
    settings = replace(settings, metrics_local=True, local_origins=True)
    logs.configure()
    tracing.configure()
    ready = await _announcement(parts, settings)
    services = [
        _until(stop),
        server.serve(App(settings), parts.listening, lambda: _serving(ready)),
        fleet.watch(direct or parts.database_url, None, lambda outcome: output.say(said(outcome))),
    ]
    if parts.folder:
        services.append(_until_one_ends(parts.processes, parts.folder.path / "log"))
    tasks = [asyncio.create_task(service) for service in services]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    output.say("Stopping ...")
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


def _serving(ready: str) -> None:
    server.collect_seldom()
    output.say(ready)


def _secret(folder: DataFolder | None) -> bytes:
    access = folder and folder.access()
    if folder and access:
        return folder.save(access).secret.encode()  # one that an older version wrote has none yet
    return secrets.token_bytes(32)  # tokens end with this process, where nothing is set and no folder is ours


async def _announcement(parts: Parts, settings: Settings) -> str:
    """What is said once everything serves: addresses, a token to begin with, what to do next."""
    url = server.url_of(parts.listening)
    folder = parts.folder
    if folder and (access := folder.access()):
        folder.save(replace(access, api_url=url))
    option = f" --data {shlex.quote(str(folder.path))}" if folder and folder.is_chosen else ""
    lines = [
        f"PostgreSQL  {_without_password(parts.database_url)}",
        f"Valkey      {_without_password(parts.redis_url)}",
        f"GraphQL     {url}/graphql",
        f"Pages       of {', '.join(('http://localhost (any port)', *settings.origins))} may call it",
    ]
    if settings.jwt_secret is not None:
        async with connect(parts.database_url) as database:
            slugs = [str(row["slug"]) for row in await database.rows("tenant_slugs")]
            tenant = "world" if "world" in slugs else next(iter(slugs), None)
            tenant_id = None if tenant is None else str(await database.value("tenant_id", tenant))
        role = "admin" if tenant else "operator"
        asked = f"--tenant {tenant} --role {role}" if tenant else f"--role {role}"
        # (What is not a terminal is a log, of a container perhaps, which others read and which is kept.)
        token = signed(settings, tenant, role, None, TOKEN_SECONDS, tenant_id) if output.is_terminal() else None
        if token is None:
            lines += ["", f"For a token: {COMMAND} token{option} {asked}"]
            if folder is None and not any(map(os.environ.get, ("THINGBASE_SECRET", "THINGBASE_JWT_SECRET"))):
                lines += ["But set THINGBASE_SECRET first, to what this and that command both know."]
        else:
            whose = f"tenant {tenant}, role" if tenant else "the role"
            lines += ["", f"A token for {whose} {role}, good for a day:", token]
        if tenant:
            lines += [
                f"Others: {COMMAND} token{option} --tenant {tenant} --role editor",
                "",
                f"In a browser: {url if token is None else graphiql.link(url, token)}",
            ]
        else:
            lines += [
                f"A tenant to look at: {COMMAND} demo{option}",
                f"One of your own: {COMMAND} tenant create{option} acme",
            ]
    psql = f'psql "$({COMMAND} db url{option if "PostgreSQL" in parts.processes else ""})"'
    return "\n".join([*lines, "", f"Ready. In another terminal: {psql}", "Ctrl-C stops everything."])


async def _until(stop: asyncio.Event) -> None:
    await stop.wait()


async def _until_one_ends(processes: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    """A server that ends by itself ends `up`: half of the servers would be worse than none."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise Unavailable(f"{name} ended by itself (status {process.returncode})", f"The log: {logs}")
        for log in logs.glob("*.log"):
            bound_log(log)
        await asyncio.sleep(0.2)


async def _install(database_url: str) -> None:
    async with connect(database_url) as database:
        major = database.version // 10000
        if major < OLDEST:
            raise Failure(f"PostgreSQL {major} is too old", f"Thingbase needs {OLDEST} or newer.")
        if not (await core.state(database)).current:
            with output.progress() as report:
                was_there = await core.install(database, report)
            output.say(f"The core is {'upgraded' if was_there else 'installed'}.")
        for flaws in await database.rows("known_flaws"):
            output.say(f"Warning: {flaws['message']}. {flaws['hint']}")


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
