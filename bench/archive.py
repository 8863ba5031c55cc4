"""The archive of a tenant with 20 classes and 500,000 things: backup, verify, restore and clone, and the memory they take.

The things have a reference, a unique text, an index and a history of one row each. ARGUMENTS: things, other tenants.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.harness import Connection, Figure, Neighbours, connect, console, report, seconds, server
from py_api.config import ROOT
from tests.support import servers

CLASSES, THINGS, OTHERS = 20, 500_000, 100


@dataclass(frozen=True, slots=True)
class Run:
    seconds: float
    cpu: float  # seconds, of the command and of PostgreSQL for it
    memory: int  # bytes, at most


def server_cpu(started: servers.Server) -> float:
    """Seconds of the sessions that have ended; those of the commands have."""
    time.sleep(0.3)
    used = psutil.Process(started.process.pid).cpu_times()
    return float(used.children_user + used.children_system)


def run(started: servers.Server, *arguments: object) -> Run:
    before = server_cpu(started)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "py_api.cli", "tenant", *map(str, arguments)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": servers.asyncpg_url(started.url)},
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    taken = time.perf_counter() - begun
    cpu = used.ru_utime + used.ru_stime + server_cpu(started) - before
    done = Run(taken, cpu, used.ru_maxrss * 1024)
    console.print(
        f"{arguments[0]}: {done.seconds:.1f} s, CPU {done.cpu:.1f} s, {done.memory / 2**20:.0f} MiB", style="dim"
    )
    return done


def prepare(db: Connection, things: int, others: int) -> None:
    for number in range(others):
        db.execute("select thing.create_tenant(%s)", (f"other_{number}",))
    db.execute("select thing.create_tenant('bench')")
    classes = [
        {"op": "create_class", "class": f"Item{number}", "fields": [
            {"name": "code", "type": "text", "rules": {"unique": True, "maxLength": 40}},
            {"name": "name", "type": "text", "indexed": True},
            {"name": "price", "type": "decimal", "rules": {"min": 0}},
            {"name": "at", "type": "datetime"},
            {"name": "note", "type": "text"},
            {"name": "before", "type": "reference", "target": f"Item{max(0, number - 1)}"}]}
        for number in range(CLASSES)
    ]  # fmt: skip
    db.execute("select thing.migrate('bench', %s::jsonb)", (json.dumps(classes),))
    for number in range(CLASSES):
        db.execute(
            f"""
            insert into tenant_bench.tc_item{number} (code, name, price, at, note, before)
            select 'C-' || i, 'name ' || i % 1000, i, now(), repeat('a note of some length ', 3) || i,
                   (select id from tenant_bench.tc_item{max(0, number - 1)} limit 1)
              from generate_series(1, {things // CLASSES}) i""".encode()
        )


def main() -> int:
    things = int(sys.argv[1]) if len(sys.argv) > 1 else THINGS
    others = int(sys.argv[2]) if len(sys.argv) > 2 else OTHERS
    with server() as started, connect(started) as db, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.thing"
        console.print(
            f"{things} things of {CLASSES} classes, prepared in {seconds(lambda: prepare(db, things, others)):.0f} s"
        )
        size = db.execute(
            "select sum(pg_table_size(oid)) from pg_class where relnamespace = 'tenant_bench'::regnamespace and relkind = 'r'"
        ).fetchone()
        assert size is not None
        neighbours = Neighbours(started.process.pid)
        backup = run(started, "backup", "bench", "-o", file)
        console.print(f"{size[0] / 2**20:.0f} MiB of tables, {file.stat().st_size / 2**20:.0f} MiB of archive")
        verify = run(started, "verify", file)
        restore = run(started, "restore", file, "--as", "restored")
        clone = run(started, "clone", "bench", "cloned")
        neighbours.tell()
        damages = db.execute("select count(*) from thing.check('restored', scan_rows => true)").fetchone()
        assert damages == (0,)
        most = max(backup.memory, verify.memory, restore.memory, clone.memory) / 2**20
        return report(
            "archive",
            [
                Figure("backup", f"{backup.seconds:.1f} s", f"CPU {backup.cpu:.1f} s", backup.seconds, " s", 15),
                Figure("verify", f"{verify.seconds:.1f} s", f"CPU {verify.cpu:.1f} s", verify.seconds, " s", 15),
                Figure("restore", f"{restore.seconds:.1f} s", f"CPU {restore.cpu:.1f} s", restore.seconds, " s", 30),
                Figure("clone", f"{clone.seconds:.1f} s", f"CPU {clone.cpu:.1f} s", clone.seconds, " s", 30),
                Figure("memory, at most", "", "", most, " MiB", 100),
            ],
        )


if __name__ == "__main__":
    sys.exit(main())
