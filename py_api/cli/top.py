"""./thingbase top: what the tenants do now, in a terminal."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table

from py_api.cli import figures, output
from py_api.cli.options import connected, data_option, json_option
from py_api.core import directory
from py_api.database import Database

# Each with its header, in order.
COLUMNS = {
    "tenant": "tenant", "requests_s": "requests/s", "errors_s": "errors/s", "p50_ms": "p50 ms", "p99_ms": "p99 ms",
    "database": "at work", "pool": "pool", "queue": "queued", "sessions": "sessions", "active": "active",
    "waiting": "locked", "longest_s": "longest s", "behind_s": "behind s", "storage_mb": "storage MB",
    "statement": "statement",
}  # fmt: skip
# What a narrow terminal has no room for, the first to go first.
SPARED = ("sessions", "pool", "storage_mb", "behind_s", "queue", "errors_s", "p50_ms", "active", "longest_s", "waiting")
STATEMENT = 20  # characters of it that are worth showing
MIB = 2**20

Row = dict[str, Any]


@click.command()
@figures.metrics_option
@click.option("--every", type=click.FloatRange(0.2), default=2.0, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="One look as plain text. So it is where the output is not a terminal.")
@click.option("--most", type=click.IntRange(1), default=30, show_default=True, help="So many tenants at most.")
@data_option
@json_option
def top(urls: tuple[str, ...], every: float, once: bool, most: int, data: Path | None, as_json: bool) -> None:
    """Show what the tenants do now: requests, latencies, database time, connections, locks, lag, storage.

    From /metrics of the servers and from the sessions of the database; the busiest come first. `database` is how many
    connections were at work on the average. Ctrl-C ends it.

    \b
    Examples:
      ./thingbase top
      ./thingbase top --once --metrics http://a:8000/metrics --metrics http://b:8000/metrics
    """
    asyncio.run(_top(urls, every, once or as_json, most, data, as_json))


async def _top(urls: Sequence[str], every: float, once: bool, most: int, data: Path | None, as_json: bool) -> None:
    console = Console()
    default = figures.local(data)
    async with connected(data) as main, directory.everywhere(main) as servers:
        for name, error in servers.away.items():
            output.say(f"(No sessions of server {name}: {error.message})")
        databases = list(servers.reached.values())
        before, at = await figures.read(urls, default), time.monotonic()
        if before is None:
            output.say(f"(No figures of requests: {default} does not answer, or wants its token; see --metrics)")
        if once or not console.is_terminal:
            await asyncio.sleep(min(every, 1.0) if before is not None else 0)
            rows = await _look(databases, before, await figures.read(urls, default), time.monotonic() - at, most)
            if as_json:
                output.result({"tenants": rows}, True, "")
            else:
                output.table(rows, list(COLUMNS), "No tenant does anything.", COLUMNS)
            return
        with Live(console=console, screen=True, auto_refresh=False) as live:
            while True:
                await asyncio.sleep(every)
                now, then = await figures.read(urls, default), at
                at = time.monotonic()
                rows = await _look(databases, before, now, at - then, most)
                live.update(_shown(rows, console.width), refresh=True)
                before = now


async def _look(
    databases: Sequence[Database],
    before: figures.Figures | None,
    now: figures.Figures | None,
    seconds: float,
    most: int,
) -> list[Row]:
    sessions = {row["slug"]: row for each in databases for row in await each.rows("tenant_sessions")}
    tenants = dict(now or {})
    rows = []
    for tenant in {*tenants, *sessions}:
        here, then = tenants.get(tenant, {}), (before or {}).get(tenant, {})
        requests, errors = figures.grown(here, then, "requests_total"), 0.0
        errors = requests - max(here.get(("requests_total", ""), 0.0) - then.get(("requests_total", ""), 0.0), 0.0)
        session = sessions.get(tenant)
        rows.append(
            {
                "tenant": tenant,
                "requests_s": round(requests / seconds, 1),
                "errors_s": round(errors / seconds, 1),
                "p50_ms": _ms(figures.quantile(here, then, 0.5)),
                "p99_ms": _ms(figures.quantile(here, then, 0.99)),
                "database": round(figures.grown(here, then, "database_seconds_total") / seconds, 2),
                "pool": int(here.get(("pool_connections", ""), 0)),
                "queue": int(here.get(("pool_waiting", ""), 0)),
                "sessions": session["sessions"] if session else 0,
                "active": session["active"] if session else 0,
                "waiting": session["waiting"] if session else 0,
                "longest_s": round(session["longest"], 1) if session else 0.0,
                "behind_s": round(here.get(("events_behind_seconds", ""), 0.0), 1),
                "storage_mb": round(here.get(("storage_bytes", ""), 0.0) / MIB, 1),
                "statement": " ".join((session["statement"] or "").split())[:80] if session else "",
            }
        )
    rows.sort(key=lambda row: (-row["database"], -row["requests_s"], -row["active"], row["tenant"]))
    return rows[:most]


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000


def fitting(rows: Sequence[Row], width: int) -> list[str]:
    """The columns that so many characters have room for; the statement takes what is left."""
    widths = {
        name: 2 + max(len(header), *(len("" if row[name] is None else str(row[name])) for row in rows), 0)
        for name, header in COLUMNS.items()
    }
    widths["statement"] = STATEMENT
    shown = list(COLUMNS)
    for spared in SPARED:
        if sum(widths[name] for name in shown) <= width:
            break
        shown.remove(spared)
    return shown


def _shown(rows: Sequence[Row], width: int) -> Table:
    grid = Table(box=None, header_style="bold", pad_edge=False, title=time.strftime("%H:%M:%S"), title_justify="left")
    columns = fitting(rows, width)
    for column in columns:
        is_text = column in ("tenant", "statement")
        grid.add_column(COLUMNS[column], justify="left" if is_text else "right", no_wrap=True)
    for row in rows:
        grid.add_row(*("" if row[column] is None else str(row[column]) for column in columns))
    return grid
