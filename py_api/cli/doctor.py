"""./thingbase doctor: whether a whole set-up is as it should be, and what to do where it is not."""

import asyncio
import os
from pathlib import Path
from typing import Any

import click
import psutil

from py_api.cli import output
from py_api.cli.options import connected, data_folder, data_option, json_option
from py_api.config import COMMAND, Config, JobLimits, Settings
from py_api.core import directory, install
from py_api.database import Database
from py_api.errors import Failure

COLUMNS = ("severity", "area", "message", "hint")
RANKS = {"error": 0, "warning": 1, "note": 2}
DISK_LEAST, DISK_LOW = 0.05, 0.15  # of a file system, that are free

Finding = dict[str, str]


def _finding(area: str, severity: str, message: str, hint: str) -> Finding:
    return {"area": area, "severity": severity, "message": message, "hint": hint}


@click.command()
@data_option
@json_option
def doctor(data: Path | None, as_json: bool) -> int:
    """Check the whole set-up: settings, extensions, roles, privileges, versions, replication, disk, jobs, logs, bloat.

    Says what to do about each finding, and changes nothing. Exit code 1: there is an error. Single tenants are checked
    by `tenant check`.

    \b
    Example:
      ./thingbase doctor
    """
    findings = [*_environment(), *_disk(data), *asyncio.run(_database(data))]
    findings.sort(key=lambda finding: (RANKS[finding["severity"]], finding["area"]))
    errors = sum(finding["severity"] == "error" for finding in findings)
    if as_json:
        output.result({"findings": findings, "errors": errors}, True, "")
    else:
        output.table(findings, COLUMNS, "Nothing to do: all is well.")
    return 1 if errors else 0


async def _database(data: Path | None) -> list[Finding]:
    async with connected(data) as database:
        findings = await _core(database)
        if any(finding["severity"] == "error" for finding in findings):
            return findings  # the functions may be missing or others
        findings += await _all_of(database)
        return findings + await _servers(database)


async def _all_of(database: Database) -> list[Finding]:
    return [{name: str(row[name]) for name in COLUMNS} for row in await database.rows("doctor")]


async def _servers(main: Database) -> list[Finding]:
    """What of the other servers is not as it should be, or cannot be reached."""
    findings = []
    async with directory.everywhere(main) as servers:
        for name, error in servers.away.items():
            hint = f"Its tenants are not served. Start it, or say where it is now: {COMMAND} server add {name}"
            findings.append(_finding("servers", "error", f"server {name}: {error.message}", hint))
        for server, there in servers.reached.items():
            if server is not None:
                found = await _core(there) or await _all_of(there)
                findings += [{**finding, "message": f"server {server}: {finding['message']}"} for finding in found]
                findings += await _misplaced(main, there, server)
    return findings


async def _misplaced(main: Database, there: Database, name: str) -> list[Finding]:
    """What the directory says of a server's tenants, and the server does not."""
    known = {row["id"]: row["slug"] for row in await main.rows("tenants") if row["server"] == name}
    lives = {row["id"]: row["slug"] for row in await there.rows("tenants")}
    findings = []
    for number, slug in known.items():
        if lives.get(number) != slug:
            what = f"is called {lives[number]} there" if number in lives else "is not there"
            hint = f"What changed it was cut off. This writes it down: {COMMAND} tenant limits {slug}"
            findings.append(_finding("servers", "error", f"server {name}: tenant {slug} {what}", hint))
    for number, slug in lives.items():
        if number not in known:
            what = f"server {name}: the directory does not know its tenant {slug}"
            findings.append(_finding("servers", "warning", what, "It is not served: thing.place_tenant, or drop it."))
    return findings


async def _core(database: Database) -> list[Finding]:
    state = await install.state(database)
    if not state.installed:
        return [_finding("core", "error", "no core is installed in this database", f"{COMMAND} db install")]
    if state.unfit:
        return [_finding("core", "error", state.unfit, f"{COMMAND} db upgrade, or use the newer Thingbase.")]
    if not state.current:
        return [_finding("core", "error", "the core in this database is of another version", f"{COMMAND} db upgrade")]
    return []


def _environment() -> list[Finding]:
    """The settings of this environment: only where a server is named in it, which `serve` would use."""
    config = Config.from_environment()
    if not config.database_url:
        return []
    findings = []
    try:
        Settings.from_environment()
        JobLimits.from_environment()
    except Failure as error:
        findings.append(_finding("environment", "warning", error.message, error.hint or "docs/operations.md"))
    if config.redis_url is None:
        findings.append(
            _finding("environment", "note", "REDIS_URL is not set", "Every process keeps its own cache then.")
        )
    if os.environ.get("THINGBASE_METRICS_TOKEN") is None:
        findings.append(
            _finding("environment", "note", "THINGBASE_METRICS_TOKEN is not set", "No one can read /metrics then.")
        )
    return findings


def _disk(data: Path | None) -> list[Finding]:
    """Of this machine's data folder. That of another server is seen there."""
    if Config.from_environment().database_url:
        return []
    folder = data_folder(data).path
    if not folder.exists():
        return []
    usage: Any = psutil.disk_usage(str(folder))
    free = 1 - usage.percent / 100
    if free >= DISK_LOW:
        return []
    severity = "error" if free < DISK_LEAST else "warning"
    return [_finding("disk", severity, f"{free:.0%} of the disk of {folder} is free", "Make room, or a larger disk.")]
