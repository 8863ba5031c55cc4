"""What defaults that count up cost: 10,000 rows by one INSERT ... SELECT, and single rows, into three classes that differ
by one default: a text, a sequence, a sequence without gaps. CPU time of the server's process, for elapsed time on a
shared machine is noisy.

    ./thingbase bench numbers [ROUNDS]
"""

import statistics
import sys
from collections.abc import Callable

from bench.bulk import cpu_seconds
from bench.harness import Connection, Figure, connect, console, report, server

ROWS, SINGLE = 10_000, 200
CLASSES = """[
    {"op": "create_class", "class": "Plain", "fields": [
        {"name": "number", "type": "text", "default": "R0000001"}, {"name": "total", "type": "integer"}]},
    {"op": "create_class", "class": "Counted", "fields": [
        {"name": "number", "type": "text", "default": {"sequence": "C{0000000}"}},
        {"name": "total", "type": "integer"}]},
    {"op": "create_class", "class": "Yearly", "fields": [
        {"name": "number", "type": "text", "default": {"sequence": "Y-{year}-{0000000}", "zone": "Europe/Oslo"}},
        {"name": "total", "type": "integer"}]},
    {"op": "create_class", "class": "Gapless", "fields": [
        {"name": "number", "type": "text", "default": {"sequence": "G{0000000}", "gapless": true}},
        {"name": "total", "type": "integer"}]}]"""
TABLES = {"counted": "a sequence", "yearly": "a sequence with the year", "gapless": "a sequence without gaps"}


def measured(db: Connection, rounds: int) -> list[Figure]:
    db.execute("select thing.create_tenant('bench')")
    db.execute("select thing.migrate('bench', %s::jsonb)", (CLASSES,))
    db.execute("set search_path = tenant_bench, public")
    db.execute("set synchronous_commit = off")

    def many(table: str) -> None:
        db.execute(f"insert into tc_{table} (total) select i from generate_series(1, {ROWS}) i".encode())

    def one_by_one(table: str) -> None:
        for n in range(SINGLE):
            db.execute(f"insert into tc_{table} (total) values (%s)".encode(), (n,), prepare=True)

    bulk, single = cpu_of(db, rounds, many), cpu_of(db, rounds, one_by_one)
    return [
        Figure(f"{what}: {label}", f"{taken[name] * scale:.3f} ms", f"{taken['plain'] * scale:.3f} ms",
               taken[name] / taken["plain"], "", bound)
        for label, taken, scale, bound in ((f"{ROWS:,} rows", bulk, 1000, 3.0), ("one row", single, 1000 / SINGLE, 4.0))
        for name, what in TABLES.items()
    ]  # fmt: skip


def cpu_of(db: Connection, rounds: int, work: Callable[[str], None]) -> dict[str, float]:
    """Median of each table; they are written in turn, the first round only warms up."""
    taken: dict[str, list[float]] = {name: [] for name in ("plain", *TABLES)}
    for number in range(rounds + 1):
        for name, times in taken.items():
            before = cpu_seconds(db)
            work(name)
            if number:
                times.append(cpu_seconds(db) - before)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with server() as started, connect(started) as db:
        console.print(f"{rounds} rounds; against: a default that is a text")
        return report("numbers", measured(db, rounds))


if __name__ == "__main__":
    sys.exit(main())
