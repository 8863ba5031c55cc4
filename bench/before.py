"""This tree against an earlier revision: the requests of bench http, each on a server and a PostgreSQL of its own.

Both have the same rows and are asked the same, in turn, in round after round; first their answers are compared. A ratio is
the median of the rounds' ratios. The revision is checked out into a temporary folder and runs with this tree's packages.

    ./thingbase bench before REVISION [ROUNDS [SECONDS]] [by-id] [list] [create]
"""

import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import psycopg
from rich.progress import track
from rich.table import Table

from bench.harness import Figure, Neighbours, console, report
from bench.http import BODIES, CONNECTIONS, Request, alike, requests
from bench.support import wrk
from bench.support.revision import Served, checked_out, commit_of, served
from py_api.config import ROOT

LIST_CPU, RATE = 0.65, 0.98  # PostgreSQL's CPU for the list, and the rate of the others: now / before


@dataclass(slots=True)
class Measured:
    """What the rounds gave for one tree and one request. cpu in microseconds a request."""

    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    cpu_postgres: list[float] = field(default_factory=list)


class Bench:
    def __init__(self, now: Served, before: Served, only: list[str]) -> None:
        self.trees = {"now": now, "before": before}
        self.requests = {
            name: [r for r in requests(tree.shop) if not only or r.name in only] for name, tree in self.trees.items()
        }
        self.measured = {r.name: {name: Measured() for name in self.trees} for r in self.requests["now"]}

    def check(self) -> None:
        """Both answer the same, but for ids; and are warm."""
        for now, before in zip(*self.requests.values(), strict=True):
            for number in range(20):
                answers = [self.answer("now", now, number), self.answer("before", before, number)]
                if answers[0] != answers[1]:
                    raise SystemExit(f"{now.name}: the answers differ: {answers}")
        for name, asked in self.requests.items():
            for request in asked:
                self.load(name, request, seconds=2, check=True)

    def answer(self, name: str, request: Request, number: int) -> object:
        body = request.bodies["ours"]
        return alike(body.things(self.trees[name].contender.ask(body.path, body.make(number))), created=True)

    def load(self, name: str, request: Request, seconds: int, check: bool = False) -> wrk.Load:
        contender, body = self.trees[name].contender, request.bodies["ours"]
        headers = {"content-type": "application/json", **contender.headers}
        bodies = [body.make(number) for number in range(BODIES)]
        address = contender.address + body.path
        return wrk.run(address, bodies, headers, connections=CONNECTIONS, seconds=seconds, check=check)

    def round(self, number: int, seconds: int) -> None:
        for place, request in enumerate(self.requests["now"]):
            for name in [*self.trees] if number % 2 else reversed(self.trees):
                tree, measured = self.trees[name], self.measured[request.name][name]
                if request.table:
                    with psycopg.connect(tree.url, autocommit=True) as db:
                        db.execute("checkpoint")
                begun = tree.cpu_seconds()
                load = self.load(name, self.requests[name][place], seconds)
                used = [after - before for after, before in zip(tree.cpu_seconds(), begun, strict=True)]
                measured.rates.append(load.rate)
                measured.cpu.append(sum(used) / load.requests * 1e6)
                measured.cpu_postgres.append(used[1] / load.requests * 1e6)

    def ratio(self, request: str, of: Callable[[Measured], list[float]]) -> float:
        """Now / before, a round at a time; the median of the rounds."""
        measured = self.measured[request]
        return statistics.median(a / b for a, b in zip(of(measured["now"]), of(measured["before"]), strict=True))

    def table(self) -> Table:
        table = Table(title="medians of the rounds; CPU in microseconds a request", title_justify="left")
        for column in ("request", "what", "before", "now", "now / before"):
            table.add_column(column, justify="left" if column in ("request", "what") else "right", no_wrap=True)
        for request, measured in self.measured.items():
            for what, of in (
                ("requests/s", lambda m: m.rates),
                ("PostgreSQL's CPU", lambda m: m.cpu_postgres),
                ("CPU, with the server's", lambda m: m.cpu),
            ):
                medians = [f"{statistics.median(of(measured[name])):,.0f}" for name in ("before", "now")]
                table.add_row(request, what, *medians, f"{self.ratio(request, of):.3f}")
            table.add_section()
        return table

    def figures(self) -> list[Figure]:
        figures = []
        for request in self.requests["now"]:
            now, before = (self.measured[request.name][name] for name in self.trees)
            if request.name == "list":
                cpu = [f"{statistics.median(m.cpu_postgres):.0f} us" for m in (now, before)]
                ratio = self.ratio("list", lambda m: m.cpu_postgres)
                figures.append(Figure(f"{request.what}: PostgreSQL's CPU", *cpu, ratio, "", LIST_CPU))
            rates = [f"{statistics.median(m.rates):,.0f}/s" for m in (now, before)]
            ratio = self.ratio(request.name, lambda m: m.rates)
            figures.append(Figure(f"{request.what}: requests/s", *rates, ratio, "", RATE, at_least=True))
        return figures


def main() -> int:
    arguments = sys.argv[1:]
    if not arguments:
        raise SystemExit("usage: ./thingbase bench before REVISION [ROUNDS [SECONDS]] [by-id] [list] [create]")
    revision, *rest = arguments
    numbers = [int(argument) for argument in rest if argument.isdigit()]
    rounds, seconds = [*numbers, *(10, 2)[len(numbers) :]]
    wrk.required()
    console.print(f"before: {commit_of(revision)}")
    with ExitStack() as stack:
        tree = stack.enter_context(checked_out(revision))
        before = stack.enter_context(served("before", tree))
        now = stack.enter_context(served("now", ROOT))
        bench = Bench(now, before, [argument for argument in rest if not argument.isdigit()])
        console.print(f"{CONNECTIONS} connections, {rounds} rounds of {seconds} s each")
        bench.check()
        neighbours = Neighbours()
        for number in track(range(rounds), "rounds"):
            bench.round(number, seconds)
        neighbours.tell()
        console.print(bench.table())
        return report("against the revision before", bench.figures())


if __name__ == "__main__":
    sys.exit(main())
