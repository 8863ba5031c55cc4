"""Large schemas: first answers of an empty process, after a change, introspection.

Tenants of 1,000 and of 10,000 classes of 12 fields, and a chain of 5,000 classes that each refer to the next. Making them
takes some minutes, for every class is a real table. An empty process has its modules loaded and one connection that
stands; its time begins there, and includes reading the catalog. Every first answer is of a process of its own.

    ./thingbase bench cold [SMALL LARGE CHAIN]
"""

import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graphql import get_introspection_query
from rich.progress import track

from bench.harness import Connection, Figure, Neighbours, connect, console, report, server
from bench.schema import klass, migrate
from bench.support import contenders
from bench.support.process import Process
from py_api.embedded import account
from py_api.embedded.processes import free_port
from py_api.embedded.programs import Programs
from py_api.embedded.redis import Valkey
from tests.support.servers import asyncpg_url

PROCESSES, CHANGES, COMMITS, BATCH = 7, 10, 100, 100
POLL_SECONDS = 0.004  # more would cost the server more than the answer does
REDIS_PASSWORD = "for-benchmarks-only"


def make_classes(db: Connection, tenant: str, many: int) -> None:
    db.execute("select thing.create_tenant(%s)", (tenant,))
    for start in track(range(0, many, BATCH), f"{many:,} classes"):
        migrate(db, tenant, *(klass(f"Item{n}") for n in range(start, min(start + BATCH, many))))


# The catalog's rows of classes that are there, once more with other ids and names. (No tables: nothing here reads from them.)
COPIES = """
    insert into {schema}.thing_classes overriding system value
    select r.*
    from {schema}.thing_classes c
    cross join lateral (
        select jsonb_agg(f.value || jsonb_build_object('id', (f.value ->> 'id')::integer + {by} * 100) order by f.ordinality) as fields
        from jsonb_array_elements(c.entry::jsonb -> 'fields') with ordinality f) f
    cross join lateral (
        select to_jsonb(c) || jsonb_build_object(
            'id', c.id + {by}, 'entry', c.entry::jsonb || jsonb_build_object('id', c.id + {by}, 'fields', f.fields),
            'index_entry', regexp_replace(c.index_entry, '^.[0-9]+', '[' || c.id + {by}),
            'entry_shape', md5(c.entry_shape || {n})) as changed) j
    cross join lateral jsonb_populate_record(c, replace(replace(j.changed::text, 'Item', 'Item{n}x'), 'item', 'item{n}x')::jsonb) r
    where c.id <= {real};
    insert into {schema}.thing_class_fields overriding system value
    select r.*
    from {schema}.thing_class_fields f
    cross join lateral jsonb_populate_record(f, jsonb_build_object('id', f.id + {by} * 100, 'class_id', f.class_id + {by})) r
    where f.class_id <= {real}"""


def copy_classes(db: Connection, tenant: str, real: int, many: int) -> None:
    """Make a tenant's real classes many, as far as its catalog goes."""
    schema = f"tenant_{tenant}"
    db.execute("set session_replication_role = replica")
    for n in track(range(1, many // real), f"{many:,} classes, {real:,} of them with tables"):
        db.execute(COPIES.format(schema=schema, n=n, by=n * real, real=real).encode())
    db.execute("set session_replication_role = origin")
    for table in ("thing_classes", "thing_class_fields"):
        db.execute(
            f"select setval(pg_get_serial_sequence('{schema}.{table}', 'id'), max(id)) from {schema}.{table}".encode()
        )
    add_field(db, tenant, "Item0", "settled")  # a migration computes the shape anew
    for whole in ("catalog_index(%s)", "catalog_entries(%s, null)"):
        query = f"select count(distinct c.value::text) from json_array_elements(thing.{whole} -> 'classes') c"
        row = db.execute(query.encode(), (tenant,)).fetchone()
        assert row is not None
        assert row[0] == many // real * real, f"{whole}: {row[0]} classes"


def make_chain(db: Connection, tenant: str, many: int) -> None:
    """Each class refers to the next, so the last is made first."""
    db.execute("select thing.create_tenant(%s)", (tenant,))

    def link(n: int) -> dict[str, Any]:
        fields: list[dict[str, Any]] = [{"name": "name", "type": "text"}]
        if n + 1 < many:
            fields.append({"name": "next", "type": "reference", "target": f"Link{n + 1}"})
        return {"op": "create_class", "class": f"Link{n}", "fields": fields}

    for end in track(range(many, 0, -BATCH), f"a chain of {many:,} classes"):
        migrate(db, tenant, *(link(n) for n in range(end - 1, max(end - BATCH, 0) - 1, -1)))


class Empty(Process):
    """A fresh process of bench/support/cold_process.py."""

    def __init__(self, url: str, tenant: str, redis: str | None = None) -> None:
        super().__init__("bench.support.cold_process")
        self.tell(do="connect", url=url, redis=redis, tenant=tenant)


def page(n: int, field: str = "f1") -> str:
    return f"{{ item{n}s(first: 10) {{ nodes {{ id f0 {field} createdAt }} totalCount }} }}"


def first_answers(url: str, tenant: str, many: int, redis: str | None = None) -> list[float]:
    """Milliseconds, each of a process of its own."""
    taken = []
    for number in range(PROCESSES):
        with Empty(url, tenant, redis) as process:
            taken.append(process.tell(do="ask", query=page(number * many // PROCESSES))["wall"] * 1000)
    return taken


def add_field(db: Connection, tenant: str, name: str, field: str) -> None:
    migrate(db, tenant, {"op": "add_field", "class": name, "field": {"name": field, "type": "text"}})


def version_of(db: Connection, tenant: str) -> int:
    row = db.execute("select thing.schema_version(%s)", (tenant,)).fetchone()
    assert row is not None
    return int(row[0])


def after_changes(db: Connection, url: str, tenant: str, many: int) -> tuple[float, float]:
    """Milliseconds of Python's CPU time, and elapsed, from hearing of a change of one class to an answer that uses it."""
    found = []
    with Empty(url, tenant) as process:
        process.tell(do="ask", query=page(0))
        for number in range(CHANGES):
            n = number * many // CHANGES
            add_field(db, tenant, f"Item{n}", f"late{number}")
            told = {"do": "change", "version": version_of(db, tenant), "query": page(n, f"late{number}")}
            found.append(process.tell(**told))
    return statistics.median(f["cpu"] for f in found) * 1000, statistics.median(f["wall"] for f in found) * 1000


def commit_to_answer(db: Connection, url: str, tenant: str, real: int) -> dict[str, list[float]]:
    """Milliseconds from a migration's commit to a first answer that uses what is new, over HTTP, by a server that listens:
    "heard" by a client that asks every few milliseconds, "told" by one that says the version it has seen."""
    taken: dict[str, list[float]] = {"heard": [], "told": []}
    with contenders.ours(url, tenant, 4) as contender:
        connection = http.client.HTTPConnection("127.0.0.1", int(contender.address.rpartition(":")[2]))
        headers = {"content-type": "application/json", **contender.headers}
        contender.ask("/graphql", {"query": page(0)})
        for number in track(range(2 * COMMITS), "migrations"):
            how, field, n = ("heard", "told")[number % 2], f"fresh{number}", number % min(50, real)
            add_field(db, tenant, f"Item{n}", field)
            begun = time.perf_counter()
            seen = {"x-schema-version": str(version_of(db, tenant))} if how == "told" else {}
            while True:
                connection.request("POST", "/graphql", json.dumps({"query": page(n, field)}), {**headers, **seen})
                answer = json.loads(connection.getresponse().read())
                if "errors" not in answer:
                    break
                if time.perf_counter() - begun > 10:
                    raise SystemExit(f"the change is not seen: {answer}")
                time.sleep(POLL_SECONDS)
            taken[how].append((time.perf_counter() - begun) * 1000)
    return taken


def introspection(url: str, tenant: str) -> list[Figure]:
    query = get_introspection_query(input_value_deprecation=True)
    first, again, size = [], [], 0
    for _ in range(3):
        with Empty(url, tenant) as process:
            process.tell(do="ask", query=page(0))
            found = process.tell(do="ask", query=query)
            first.append(found["wall"] * 1000)
            size = found["bytes"]
            again += [process.tell(do="ask", query=query)["wall"] * 1000 for _ in range(5)]
    megabytes = f"{size / 1e6:.0f} MB"
    return [
        Figure("introspection, first", f"{statistics.median(first):.0f} ms", megabytes, statistics.median(first), " ms", 500),
        Figure("introspection, from the cache", f"{statistics.median(again):.1f} ms", megabytes, statistics.median(again), " ms", 5),
    ]  # fmt: skip


def chain(url: str, tenant: str, many: int) -> Figure:
    """First answer in the middle of the chain, SDL and introspection of all of it."""
    nested = "name next { " * 8 + "name" + " }" * 8
    with Empty(url, tenant) as process:
        first = process.tell(do="ask", query=f"{{ link{many // 2}s(first: 1) {{ nodes {{ {nested} }} }} }}")["wall"]
        sdl = process.tell(do="sdl")
        whole = process.tell(do="ask", query=get_introspection_query())
    works = sdl["bytes"] > many * 100 and whole["bytes"] > many * 100
    other = f"SDL {sdl['wall']:.1f} s, introspection {whole['wall']:.1f} s"
    return Figure(
        f"a chain of {many:,} classes works", f"{first * 1000:.0f} ms", other, float(works), "", 1, at_least=True
    )


@contextmanager
def valkey() -> Iterator[str]:
    """A Valkey of its own; its URL."""
    runs_as = account.for_servers()
    with tempfile.TemporaryDirectory(prefix="thingbase-bench-") as folder:
        Path(folder).chmod(0o711)
        programs = Programs.bundled().reachable_by(runs_as)
        own = Valkey(programs.valkey, Path(folder) / "valkey", runs_as, Path(folder) / "valkey.log")
        port = free_port()
        process = own.start(port, REDIS_PASSWORD)
        try:
            yield f"redis://:{REDIS_PASSWORD}@127.0.0.1:{port}/0"
        finally:
            own.stop(process)


def main() -> int:
    sizes = [int(argument) for argument in sys.argv[1:]]
    small, large, length = [*sizes, *(1_000, 10_000, 5_000)[len(sizes) :]]
    settings = {"max_locks_per_transaction": "4096", "autovacuum": "on"}
    with server(settings) as started, connect(started) as db, valkey() as redis:
        make_classes(db, "small", small)
        make_classes(db, "large", real := min(small, large))
        copy_classes(db, "large", real, large)
        make_chain(db, "chain", length)
        db.execute("analyze")
        db.execute("checkpoint")
        url = asyncpg_url(started.url)
        figures = []
        neighbours = Neighbours(started.process.pid)

        def figure(what: str, taken: list[float], bound: float) -> None:
            spread = f"{min(taken):.0f} to {max(taken):.0f} ms"
            median = statistics.median(taken)
            figures.append(Figure(what, f"{median:.0f} ms", spread, median, " ms", bound))

        figure(f"{small:,} classes: first answer", first_answers(url, "small", small), 100)
        figure(f"{large:,} classes: first answer", first_answers(url, "large", real), 300)
        first_answers(url, "large", real, redis)
        figure(f"{large:,} classes: first answer, warm Redis", first_answers(url, "large", real, redis), 50)
        for tenant, many in (("small", small), ("large", large)):
            cpu, wall = after_changes(db, url, tenant, real)
            what = f"{many:,} classes: Python after a change of one"
            figures.append(Figure(what, f"{cpu:.1f} ms", f"{wall:.0f} ms elapsed", cpu, " ms", 10))
        for how, taken in commit_to_answer(db, url, "small", real).items():
            p99 = statistics.quantiles(taken, n=100)[98]
            median = f"median {statistics.median(taken):.0f} ms"
            figures.append(Figure(f"commit to first answer, {how}: p99", f"{p99:.0f} ms", median, p99, " ms", 50))
        figures += introspection(url, "small")
        figures.append(chain(url, "chain", length))
        neighbours.tell()
        console.print("each first answer: median, and range, of 7 processes", style="dim")
        return report("cold", figures)


if __name__ == "__main__":
    sys.exit(main())
