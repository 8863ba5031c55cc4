"""./thingbase up: the servers, the core in them, and what serves it, until Ctrl-C."""

import asyncio
import shlex
import signal
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from py_api import install as core
from py_api import jobs
from py_api.cli import output
from py_api.cli.jobs import said
from py_api.cli.options import data_option
from py_api.config import Config
from py_api.database import connect, create_database
from py_api.embedded import DATABASE, Access, DataFolder, Programs
from py_api.errors import Failure, Unavailable

# CVE-2026-6460, in ALTER TABLE: the first minor release of each major version that has the mend.
MENDED = {18: 7, 17: 12, 16: 16, 15: 20}
OLDEST = 15


async def _work_jobs(database_url: str, _redis_url: str) -> None:
    await jobs.watch(database_url, None, lambda outcome: output.say(said(outcome)))


Service = Callable[[str, str], Coroutine[Any, Any, None]]
# What runs beside the servers, each given the database's and Redis's URL, until it is cancelled.
SERVICES: tuple[Service, ...] = (_work_jobs,)


@click.command()
@data_option
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),  # the servers never run as root
    help="PostgreSQL's port. Default: that of last time, or a free one.",
)
def up(data: Path | None, port: int | None) -> None:
    """Start everything, and stop it all cleanly at Ctrl-C.

    Without DATABASE_URL, an embedded PostgreSQL 18 runs, reachable from this machine only; without REDIS_URL, an
    embedded Valkey. The core is installed or upgraded first.

    \b
    Examples:
      ./thingbase up
      ./thingbase up --data /srv/demo --port 6000      a second one beside it
    """
    asyncio.run(_up(data, port))


async def _up(data: Path | None, port: int | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    config = Config.from_environment()
    if config.database_url and config.redis_url:
        await _serve(config.database_url, config.redis_url, stop, None, {})
        return
    folder = DataFolder(data)
    with folder.claimed(), _running(folder, port, config) as (access, processes):
        if not config.database_url:
            await create_database(access.url_of("postgres"), DATABASE)
        database_url = config.database_url or access.database_url
        await _serve(database_url, config.redis_url or access.redis_url, stop, folder, processes)
    output.say("Stopped.")


@contextmanager
def _running(
    folder: DataFolder, port: int | None, config: Config
) -> Iterator[tuple[Access, dict[str, subprocess.Popen[bytes]]]]:  # fmt: skip
    """The embedded servers that the environment leaves to us; stopped at the end, whatever happened."""
    programs = Programs.bundled().reachable_by(folder.account)
    postgres, valkey = folder.postgres(programs), folder.valkey(programs)
    if postgres.stop_orphan() | valkey.stop_orphan():
        output.say("A server that an earlier, killed `up` left behind has been stopped.")
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        if not config.database_url:
            if not postgres.exists:
                output.say(f"Making a PostgreSQL cluster in {folder.path} ...")
            access, processes["PostgreSQL"] = folder.start_postgres(postgres, port)
        if not config.redis_url:
            access, processes["Valkey"] = folder.start_valkey(valkey)
        yield access, processes
    finally:
        if "Valkey" in processes:
            valkey.stop(processes["Valkey"])
        if "PostgreSQL" in processes:
            postgres.stop(processes["PostgreSQL"])


async def _serve(
    database_url: str,
    redis_url: str,
    stop: asyncio.Event,
    folder: DataFolder | None,
    processes: dict[str, subprocess.Popen[bytes]],
) -> None:
    """Install the core, then run the services until stop, or until a server of the folder ends."""
    await _install(database_url)
    output.say(f"PostgreSQL  {_without_password(database_url)}")
    output.say(f"Valkey      {_without_password(redis_url)}")
    chosen = folder and folder.is_chosen and "PostgreSQL" in processes
    option = f" --data {shlex.quote(str(folder.path))}" if folder and chosen else ""
    output.say(f'\nReady. In another terminal: psql "$(./thingbase db url{option})"\nCtrl-C stops everything.')
    watched = [_until_one_ends(processes, folder.path / "log")] if folder else []
    services = (service(database_url, redis_url) for service in SERVICES)
    tasks = [asyncio.create_task(each) for each in (_until(stop), *watched, *services)]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    output.say("Stopping ...")
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


async def _until(stop: asyncio.Event) -> None:
    await stop.wait()


async def _until_one_ends(processes: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    """A server that ends by itself ends `up`: half of the servers would be worse than none."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise Unavailable(f"{name} ended by itself (status {process.returncode})", f"The log: {logs}")
        await asyncio.sleep(0.2)


async def _install(database_url: str) -> None:
    async with connect(database_url) as database:
        _warn_of_version(database.version)
        if not (await core.state(database)).current:
            with output.progress() as report:
                was_there = await core.install(database, report)
            output.say(f"The core is {'upgraded' if was_there else 'installed'}.")


def _warn_of_version(version: int) -> None:
    major, minor = divmod(version, 10000)
    if major < OLDEST:
        raise Failure(f"PostgreSQL {major} is too old", f"Thingbase needs {OLDEST} or newer.")
    if minor < MENDED.get(major, 0):
        output.say(
            f"Warning: PostgreSQL {major}.{minor} has a serious flaw in ALTER TABLE (CVE-2026-6460), "
            f"mended in {major}.{MENDED[major]}. Do not let untrusted people in before it is upgraded."
        )


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
