"""1,000 tenants of 20 classes: a further one, the first request to a cold one, doctor, backup and restore of one, upgrade.

The tenants have one schema, and a hundred things each. A tenant is cold while the server process has not met it: its
first request reads the schema's version, makes the login and opens a connection. Most have a shape that the process knows by then; some have
a field more, so that the process reads and compiles all of it. The upgrade is that of `upgrade`, beside a live API.

    ./thingbase bench tenants [TENANTS [THINGS]]     THINGS: of the tenant that is backed up; 0: none is
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from rich.progress import track

from bench import archive, upgrade
from bench.harness import Connection, Figure, Neighbours, connect, console, report, seconds, server
from bench.many import CLASS as NOTE
from bench.many import Asked
from bench.support import contenders
from py_api.config import ROOT
from tests.support.servers import Server, asyncpg_url

CLASSES, ROWS = 20, 5  # of each tenant; things of each class
SESSION = 25  # tenants that one session makes
LATE, COLD, OTHER = 20, 100, 10  # tenants that are made and measured; that are asked; of a shape of their own


def schema() -> list[dict[str, Any]]:
    """The class that `upgrade` reads and writes, and others of eight fields that refer to each other."""
    others = [
        {"op": "create_class", "class": f"Item{n}", "fields": [
            {"name": "code", "type": "text", "rules": {"unique": True, "required": True, "maxLength": 40}},
            {"name": "name", "type": "text", "rules": {"required": True, "minLength": 2}, "indexed": True},
            {"name": "price", "type": "decimal", "rules": {"min": 0}},
            {"name": "stock", "type": "integer", "rules": {"min": 0}},
            {"name": "state", "type": "select", "params": {"values": ["draft", "open", "done"]}},
            {"name": "active", "type": "boolean"},
            {"name": "at", "type": "datetime", "indexed": True},
            {"name": "before", "type": "reference", "target": f"Item{max(0, n - 1)}"}]}
        for n in range(CLASSES - 1)
    ]  # fmt: skip
    return [*NOTE, *others]


def migrate(db: Connection, slug: str, changes: list[dict[str, Any]]) -> None:
    db.execute("select thing.migrate(%s, %s::jsonb)", (slug, json.dumps(changes)))


def fill(started: Server, slug: str) -> None:
    """In a session of its own: one that has written to many tables holds a plan for each of their triggers, and every change of
    a schema looks at all plans of its session."""
    rows = f"from generate_series(1, {ROWS}) i"
    items = (
        f"insert into tenant_{slug}.tc_item{n} (code, name, price) select 'C-' || i, 'name ' || i, i {rows}"
        for n in range(CLASSES - 1)
    )
    notes = f"insert into tenant_{slug}.tc_note (title, stars) select 'note ' || i, i {rows}"
    with connect(started) as db:
        db.execute("; ".join([notes, *items]).encode())


def make(db: Connection, slug: str) -> tuple[float, float]:
    """Milliseconds: of the tenant, and of its classes by one migration."""
    made = seconds(lambda: db.execute("select thing.create_tenant(%s)", (slug,)))
    changed = seconds(lambda: migrate(db, slug, schema()))
    return made * 1000, changed * 1000


def median_of(what: str, taken: list[float], bound: float) -> Figure:
    p99 = sorted(taken)[len(taken) * 99 // 100]
    spread = f"{min(taken):.0f} to {max(taken):.0f}, p99 {p99:.0f} ms"
    return Figure(what, f"{len(taken)} times", spread, statistics.median(taken), " ms", bound)


def prepare(started: Server, many: int) -> None:
    slugs = [*(f"t{n}" for n in range(many)), *(f"other{n}" for n in range(OTHER))]
    for start in track(range(0, len(slugs), SESSION), f"{many:,} tenants of {CLASSES} classes"):
        with connect(started) as db:
            for slug in slugs[start : start + SESSION]:
                make(db, slug)
                fill(started, slug)
                if slug.startswith("other"):
                    field = {"name": f"own_{slug}", "type": "text"}
                    migrate(db, slug, [{"op": "add_field", "class": "Note", "field": field}])
    with connect(started) as db:
        db.execute("analyze")
        db.execute("checkpoint")


def creates(db: Connection, started: Server, many: int) -> list[Figure]:
    session = psutil.Process(db.info.backend_pid)
    before = sum(session.cpu_times()[:2])
    taken = [make(db, f"late{n}") for n in track(range(LATE), "further tenants")]
    cpu = (sum(session.cpu_times()[:2]) - before) / LATE
    console.print(f"CPU time of a further tenant with its classes: {cpu * 1000:.0f} ms", style="dim")
    for n in range(LATE):
        fill(started, f"late{n}")
    return [
        median_of(f"create a tenant among {many:,}", [made for made, _ in taken], 100),
        median_of(f"its {CLASSES} classes, by one migration", [changed for _, changed in taken], 1_000),
    ]


def cold(url: str, many: int) -> list[Figure]:
    pools = {"THINGBASE_POOLS": "total=64,idle_seconds=5"}
    with contenders.ours(url, "t0", 16, more=pools) as contender:
        asked = Asked(contender)
        empty = asked.ask("t0")  # the first of all loads what the process needs
        console.print(f"first request of the process: {empty:.0f} ms", style="dim")
        count = min(COLD, many - 1)
        of_one = [asked.ask(f"t{1 + n * (many - 1) // count}") for n in range(count)]
        of_own = [asked.ask(f"other{n}") for n in range(OTHER)]
    return [
        median_of("first request to a cold one", of_one, 100),
        median_of("the same, of a shape that is new", of_own, 100),
    ]


def doctor(url: str) -> Figure:
    command = [sys.executable, "-m", "py_api.cli", "doctor", "--json"]
    environment = {**os.environ, "DATABASE_URL": url}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=False)
    taken = time.perf_counter() - begun
    found = json.loads(done.stdout)
    return Figure("doctor", f"{len(found['findings'])} findings", "", taken, " s", 60)


def archives(db: Connection, started: Server, things: int) -> list[Figure]:
    archive.prepare(db, things, others=0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.thing"
        backup = archive.run(started, "backup", "bench", "-o", file)
        restore = archive.run(started, "restore", file, "--as", "restored")
        size = f"{file.stat().st_size / 2**20:.0f} MiB, {things:,} things"
    memory = max(backup.memory, restore.memory) / 2**20
    return [
        Figure("backup of one among them", size, f"CPU {backup.cpu:.1f} s", backup.seconds, " s", 15),
        Figure("restore of it", size, f"CPU {restore.cpu:.1f} s", restore.seconds, " s", 30),
        Figure("memory of both, at most", "", "", memory, " MiB", 100),
    ]


def main(many: int, things: int) -> int:
    settings = {"autovacuum": "on", "max_locks_per_transaction": "1024", "max_wal_size": "4GB"}
    with (
        server(settings, on_disk=True) as started,
        connect(started) as db,
        tempfile.TemporaryDirectory() as folder,
    ):
        url = asyncpg_url(started.url)
        neighbours = Neighbours(started.process.pid)
        taken = seconds(lambda: prepare(started, many))
        size = db.execute("select pg_size_pretty(pg_database_size(current_database()))").fetchone()
        assert size is not None
        console.print(f"prepared in {taken:.0f} s: {size[0]}")
        figures = [*creates(db, started, many), *cold(url, many), doctor(url)]
        if things:
            figures += archives(db, started, things)
        neighbours.tell()
        report("tenants", figures)
        missed = upgrade.beside(started, url, many, Path(folder))
        return max(missed, int(not all(figure.met for figure in figures)))


if __name__ == "__main__":
    sys.exit(main(*[*map(int, sys.argv[1:]), *(1_000, 500_000)[len(sys.argv) - 1 :]]))
