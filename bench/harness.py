"""What the benchmarks share: a private server with the core, the machine's description, a table of ratios.

The machines that these run on are shared and noisy: an absolute time means little. So what is compared is run in turn,
round after round, and the ratio is of the medians (the fastest of each round would hide what a queue costs).
"""

import os
import platform
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
from rich.console import Console
from rich.table import Table

from tests.support import folders, servers

console = Console(width=120)
Connection = psycopg.Connection[Any]


@contextmanager
def server(settings: Mapping[str, str] | None = None, *, on_disk: bool = False) -> Iterator[servers.Server]:
    """A private server, embedded unless BENCH_PG_PROGRAMS names a folder with other programs. fsync stays on.

    on_disk: its data are too many for a folder in memory.
    """
    if on_disk:
        folders.ROOM = sys.maxsize
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    programs = os.environ.get("BENCH_PG_PROGRAMS")
    started = servers.start(
        Path(programs) if programs else None, {"shared_buffers": "1GB", "autovacuum": "off", **(settings or {})}
    )
    try:
        console.print(machine(started), style="dim")
        yield started
    finally:
        started.stop()


def machine(started: servers.Server) -> str:
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return f"{cpu}, {os.cpu_count()} cores, {memory} GiB, {platform.system()}; PostgreSQL {started.version}"


def connect(started: servers.Server) -> Connection:
    return psycopg.connect(started.url, autocommit=True)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class Neighbours:
    """What others used of the machine's CPU while a benchmark ran: time that neither this process, its children nor the
    given processes (with their children) account for. Read before and after, as long as those processes live."""

    def __init__(self, *pids: int) -> None:
        self.pids = (os.getpid(), *pids)
        self.begun = self._now()

    def _now(self) -> tuple[float, float, float]:
        every = psutil.cpu_times()
        whole = sum(every) - getattr(every, "guest", 0.0)
        idle = every.idle + getattr(every, "iowait", 0.0)
        own = 0.0
        seen: set[int] = set()
        for root in self.pids:
            for process in (psutil.Process(root), *psutil.Process(root).children(recursive=True)):
                if process.pid not in seen:
                    seen.add(process.pid)
                    with suppress(psutil.Error):
                        used = process.cpu_times()
                        own += used.user + used.system
                        own += used.children_user + used.children_system  # that have ended: load tools, connections
        return whole, whole - idle, own

    def share(self) -> float:
        """0 to 1, of all cores."""
        whole, busy, own = (now - then for now, then in zip(self._now(), self.begun, strict=True))
        return max(0.0, busy - own) / max(whole, 1e-9)

    def tell(self) -> None:
        share = self.share()
        style = "bold yellow" if share > 0.05 else "dim"
        console.print(f"others used {share:.0%} of the machine's CPU meanwhile", style=style)


def in_turn(rounds: int, **works: Callable[[], object]) -> dict[str, float]:
    """Median seconds of each work; the works run in turn, the first round only warms up."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            taken = seconds(work)
            if number:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a report. bound: what the figure must not exceed (or, with at_least, fall below)."""

    what: str
    ours: str
    theirs: str
    figure: float
    unit: str
    bound: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound


def report(title: str, figures: list[Figure]) -> int:
    """Print the figures; 1 when one is missed, for the exit code."""
    table = Table(title=title, title_justify="left")
    for column in ("what", "ours", "against", "figure", "wanted", ""):
        table.add_column(column, justify="left" if column == "what" else "right", no_wrap=column != "what")
    for f in figures:
        wanted = f"{'>=' if f.at_least else '<='} {f.bound:g}{f.unit}"
        table.add_row(
            f.what,
            f.ours,
            f.theirs,
            f"{f.figure:.3g}{f.unit}",
            wanted,
            "met" if f.met else "MISSED",
            style=None if f.met else "bold red",
        )
    console.print(table)
    return 0 if all(f.met for f in figures) else 1
