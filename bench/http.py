"""GraphQL over HTTP against PostGraphile 5 and a hand-written endpoint, one process each, 32 connections, the same rows.

Three requests: a product by id with its maker; a maker's first 20 products, each with its maker and its first 5 reviews;
a new product. `large` asks two others, of 100,000 products and 400,000 reviews: a maker's 20 cheapest products with 3
reviews each, and the stars of all reviews of a maker's products; the others have the best indexes by hand, ours has what
auto_index makes of the traffic that warms all up. wrk sends each to the contenders in turn, in round after round; a ratio is the median of the rounds' ratios.
CPU time a request is shown beside it, of the server and of PostgreSQL, for elapsed time on a shared machine is noisy.

    ./thingbase bench http [ROUNDS [SECONDS]] [by-id] [list] [create]
    ./thingbase bench http large [ROUNDS [SECONDS]] [by-price] [stars]
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rich.progress import track
from rich.table import Table

from bench.harness import Connection, Figure, Neighbours, connect, console, report, server
from bench.support import contenders, shop, wrk
from bench.support.contenders import Contender
from bench.support.shop import Shop
from tests.support.servers import Server, asyncpg_url

CONNECTIONS, POOL, BODIES = 32, 16, 2_000
BY_ID = "query ProductById($id: ID!) { product(id: $id) { id name price state releasedOn maker { id name } } }"
THEIR_BY_ID = """query ProductById($id: UUID!) {
    product: productByRowId(rowId: $id) { id: rowId name price state releasedOn maker: makerByMakerId { id: rowId name } } }"""
LIST = """query ProductsOf($maker: ID!) {
    products(first: 20, filter: {maker: {id: {eq: $maker}}}, orderBy: [{releasedOn: ASC}]) {
        nodes { id name price maker { id name } reviews(first: 5) { nodes { id stars text } } } } }"""
THEIR_LIST = """query ProductsOf($maker: UUID!) {
    products: allProducts(first: 20, condition: {makerId: $maker}, orderBy: [RELEASED_ON_ASC]) {
        nodes { id: rowId name price maker: makerByMakerId { id: rowId name }
            reviews: reviewsByProductId(first: 5) { nodes { id: rowId stars text } } } } }"""
CREATE = "mutation NewProduct($input: ProductCreateInput!) { createProduct(input: $input) { id name price state releasedOn } }"
THEIR_CREATE = """mutation NewProduct($input: ProductInput!) {
    createProduct(input: {product: $input}) { product { id: rowId name price state releasedOn } } }"""

BY_PRICE = """query Cheapest($maker: ID!) {
    products(first: 20, filter: {maker: {id: {eq: $maker}}}, orderBy: [{price: ASC}]) {
        nodes { id name price reviews(first: 3) { nodes { id stars } } } } }"""
THEIR_BY_PRICE = """query Cheapest($maker: UUID!) {
    products: allProducts(first: 20, condition: {makerId: $maker}, orderBy: [PRICE_ASC]) {
        nodes { id: rowId name price reviews: reviewsByProductId(first: 3) { nodes { id: rowId stars } } } } }"""
STARS = """query Stars($maker: ID!) {
    reviewsAggregate(filter: {about: {maker: {id: {eq: $maker}}}}) { count fields { stars { sum } } } }"""
THEIR_STARS = """query Stars($maker: UUID!) {
    allReviews(filter: {productByProductId: {makerId: {equalTo: $maker}}}) { totalCount aggregates { sum { stars } } } }"""


@dataclass(frozen=True, slots=True)
class Body:
    """What one contender is sent: where, what; and where in its answer the things are."""

    path: str
    make: Callable[[int], dict[str, object]]
    things: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Request:
    name: str
    what: str
    bodies: Mapping[str, Body]
    against_postgraphile: float
    against_floor: float
    table: str | None = None  # what a create fills


def graphql(query: str, variables: Callable[[int], dict[str, object]], things: Callable[[Any], Any]) -> Body:
    return Body(
        "/graphql", lambda n: {"query": query, "variables": variables(n)}, lambda answer: things(answer["data"])
    )


def requests(found: Shop) -> list[Request]:
    def product(n: int) -> str:
        return found.products[n % len(found.products)]

    def maker(n: int) -> str:
        return found.makers[n % len(found.makers)]

    def new(n: int) -> dict[str, object]:
        return {
            "name": f"A new product {n}", "price": f"{n % 500}.25", "state": "onSale",
            "releasedOn": f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}",
        }  # fmt: skip

    def new_maker(n: int) -> str:
        return found.new_makers[n % len(found.new_makers)]

    def flat(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**node, "reviews": node["reviews"]["nodes"]} for node in nodes]

    return [
        Request(
            "by-id", "by id, with a reference",
            {
                "ours": graphql(BY_ID, lambda n: {"id": product(n)}, lambda data: data["product"]),
                "PostGraphile": graphql(THEIR_BY_ID, lambda n: {"id": product(n)}, lambda data: data["product"]),
                "floor": Body("/by-id", lambda n: {"id": product(n)}, lambda answer: answer),
            },
            2.0, 0.85,
        ),
        Request(
            "list", "20 rows, with a reference and a nested list",
            {
                "ours": graphql(LIST, lambda n: {"maker": maker(n)}, lambda data: flat(data["products"]["nodes"])),
                "PostGraphile": graphql(THEIR_LIST, lambda n: {"maker": maker(n)}, lambda data: flat(data["products"]["nodes"])),
                "floor": Body("/list", lambda n: {"maker": maker(n)}, lambda answer: answer),
            },
            1.6, 0.85,
        ),
        Request(
            "create", "create",
            {
                "ours": graphql(
                    CREATE, lambda n: {"input": {**new(n), "maker": {"connect": {"id": new_maker(n)}}}},
                    lambda data: data["createProduct"],
                ),
                "PostGraphile": graphql(
                    THEIR_CREATE, lambda n: {"input": {**new(n), "makerId": new_maker(n)}},
                    lambda data: data["createProduct"]["product"],
                ),
                "floor": Body("/create", lambda n: {**new(n), "maker": new_maker(n)}, lambda answer: answer),
            },
            1.3, 0.85, "product",
        ),
    ]  # fmt: skip


def large_requests(found: Shop) -> list[Request]:
    def maker(n: int) -> dict[str, object]:
        return {"maker": found.makers[n % len(found.makers)]}

    def flat(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**node, "reviews": node["reviews"]["nodes"]} for node in nodes]

    def ours(data: Any) -> dict[str, Any]:
        (figures,) = data["reviewsAggregate"]
        return {"count": figures["count"], "sum": figures["fields"]["stars"]["sum"]}

    def theirs(data: Any) -> dict[str, Any]:
        return {"count": data["allReviews"]["totalCount"], "sum": data["allReviews"]["aggregates"]["sum"]["stars"]}

    return [
        Request(
            "by-price", "20 of 100,000 rows by a reference and a decimal, with a nested list",
            {
                "ours": graphql(BY_PRICE, maker, lambda data: flat(data["products"]["nodes"])),
                "PostGraphile": graphql(THEIR_BY_PRICE, maker, lambda data: flat(data["products"]["nodes"])),
                "floor": Body("/by-price", maker, lambda answer: answer),
            },
            2.0, 1.0,
        ),
        Request(
            "stars", "an aggregate through a reference",
            {
                "ours": graphql(STARS, maker, ours),
                "PostGraphile": graphql(THEIR_STARS, maker, theirs),
                "floor": Body("/stars", maker, lambda answer: answer),
            },
            2.0, 1.0,
        ),
    ]  # fmt: skip


def alike(value: Any, created: bool) -> Any:
    """An answer as it can be compared: decimals may be strings or numbers; what is created has ids of its own."""
    if isinstance(value, dict):
        return {
            key: Decimal(str(item)) if key in ("price", "sum") else alike(item, created)
            for key, item in value.items() if not (created and key == "id")
        }  # fmt: skip
    return [alike(item, created) for item in value] if isinstance(value, list) else value


@dataclass(slots=True)
class Found:
    """What the rounds gave for one contender and one request. cpu in microseconds a request."""

    loads: list[wrk.Load] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    cpu_postgres: list[float] = field(default_factory=list)

    def median(self, of: Callable[[wrk.Load], float]) -> float:
        return statistics.median(of(load) for load in self.loads)


class Bench:
    def __init__(
        self, started: Server, db: Connection, contestants: Mapping[str, Contender], asked: list[Request]
    ) -> None:
        self.postgres = started.process.pid
        self.db = db
        self.contestants = contestants
        self.requests = asked
        self.found = {r.name: {name: Found() for name in contestants} for r in asked}

    def check(self) -> None:
        """All must answer the same; and warm up, reading every answer."""
        for request in self.requests:
            for number in range(20):
                answers = {}
                for name, contender in self.contestants.items():
                    body = request.bodies[name]
                    answer = body.things(contender.ask(body.path, body.make(number)))
                    answers[name] = alike(answer, request.table is not None)
                    assert answers[name], f"{name} answers nothing to {request.name}"
                assert all(a == answers["floor"] for a in answers.values()), (
                    f"{request.name}: answers differ: {answers}"
                )
        for request in self.requests:
            for name in self.contestants:
                self.load(request, name, seconds=2, check=True)

    def load(self, request: Request, name: str, seconds: int, check: bool = False) -> wrk.Load:
        contender, body = self.contestants[name], request.bodies[name]
        headers = {"content-type": "application/json", **contender.headers}
        bodies = [body.make(number) for number in range(BODIES)]
        return wrk.run(
            contender.address + body.path, bodies, headers, connections=CONNECTIONS, seconds=seconds, check=check
        )

    def round(self, number: int, seconds: int) -> None:
        names = list(self.contestants)
        for request in self.requests:
            order = names[number % len(names) :] + names[: number % len(names)]
            for name in order if number % 2 else order[::-1]:
                if request.table:
                    self.db.execute("checkpoint")
                found, contender = self.found[request.name][name], self.contestants[name]
                before = contender.cpu_seconds(), contenders.cpu_seconds(self.postgres)
                load = self.load(request, name, seconds)
                after = contender.cpu_seconds(), contenders.cpu_seconds(self.postgres)
                found.loads.append(load)
                found.cpu.append((after[0] - before[0]) / load.requests * 1e6)
                found.cpu_postgres.append((after[1] - before[1]) / load.requests * 1e6)

    def ratio(self, request: Request, one: str, other: str) -> float:
        """Of the rates, a round at a time; the median of the rounds."""
        found = self.found[request.name]
        pairs = zip(found[one].loads, found[other].loads, strict=True)
        return statistics.median(a.rate / b.rate for a, b in pairs)

    def cpu(self, request: Request, name: str) -> float:
        """Microseconds a request, of the server and PostgreSQL together: the median of the rounds."""
        found = self.found[request.name][name]
        return statistics.median(a + b for a, b in zip(found.cpu, found.cpu_postgres, strict=True))

    def table(self) -> Table:
        table = Table(title="medians of the rounds", title_justify="left")
        for column in (
            "request",
            "server",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "CPU us/request",
            "PostgreSQL's",
            "together",
            "of ours",
        ):
            table.add_column(column, justify="left" if column in ("request", "server") else "right", no_wrap=True)
        for request in self.requests:
            ours = self.cpu(request, "ours")
            for name, found in self.found[request.name].items():
                cpu, postgres = statistics.median(found.cpu), statistics.median(found.cpu_postgres)
                table.add_row(
                    request.name,
                    name,
                    f"{found.median(lambda f: f.rate):,.0f}",
                    f"{found.median(lambda f: f.p50):.2f}",
                    f"{found.median(lambda f: f.p99):.2f}",
                    f"{cpu:.0f}",
                    f"{postgres:.0f}",
                    f"{cpu + postgres:.0f}",
                    f"{self.cpu(request, name) / ours:.2f}",
                )
            table.add_section()
        return table

    def figures(self) -> list[Figure]:
        figures = []
        for request in self.requests:
            found = self.found[request.name]
            rates = {name: f"{of.median(lambda f: f.rate):,.0f}/s" for name, of in found.items()}
            for other, bound in (("PostGraphile", request.against_postgraphile), ("floor", request.against_floor)):
                if other in found:
                    ratio = self.ratio(request, "ours", other)
                    what = f"{request.what} / {other}"
                    figures.append(Figure(what, rates["ours"], rates[other], ratio, "", bound, at_least=True))
        return figures


def index(bench: "Bench", db: Connection, url: str) -> None:
    """Only what auto_index makes of the traffic: it goes on until nothing has been tried for half a minute."""
    db.execute("select thing.tenant_limits(%s, %s)", (shop.TENANT, '{"auto_index": "on"}'))
    command = [sys.executable, "-m", "py_api.cli", "jobs", "run", "--watch"]
    worker = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.DEVNULL)
    tried: list[Any] = []
    quiet = time.monotonic()
    try:
        while time.monotonic() < quiet + 30:
            for request in bench.requests:
                bench.load(request, "ours", seconds=2)
            found = db.execute("select class, fields, state from thing.auto_indexes(%s)", (shop.TENANT,)).fetchall()
            if found != tried:
                tried, quiet = found, time.monotonic()
    finally:
        worker.terminate()
        worker.wait()
    console.print("indexes by auto_index:", *(f"{name} {fields}: {state}" for name, fields, state in tried))
    db.execute("vacuum (analyze)")


def main() -> int:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    only = [argument for argument in sys.argv[1:] if not argument.isdigit() and argument != "large"]
    size = shop.LARGE if "large" in sys.argv[1:] else shop.Size()
    large = size is shop.LARGE
    rounds, seconds = [*numbers, *(10, 3)[len(numbers) :]]
    wrk.required()
    contenders.installed()
    with server({"max_connections": "200"}) as started, connect(started) as db, ExitStack() as stack:
        found = shop.open_shop(db, size)
        url = asyncpg_url(started.url)
        as_tenant = asyncpg_url(started.url_of("thingbase", f"tenant_{shop.TENANT}", shop.PASSWORD))
        contestants = [
            stack.enter_context(contenders.ours(url, shop.TENANT, POOL)),
            stack.enter_context(contenders.postgraphile(url, POOL, plugins=large)),
            stack.enter_context(contenders.floor(url if large else as_tenant, POOL)),
        ]
        every = large_requests(found) if large else requests(found)
        asked = [request for request in every if not only or request.name in only]
        bench = Bench(started, db, {each.name: each for each in contestants}, asked)
        console.print(f"{CONNECTIONS} connections, {rounds} rounds of {seconds} s each; {size}")
        bench.check()
        if large:
            index(bench, db, url)
            bench.check()
        neighbours = Neighbours(started.process.pid)
        for number in track(range(rounds), "rounds"):
            bench.round(number, seconds)
        neighbours.tell()
        console.print(bench.table())
        return report("http", bench.figures())


if __name__ == "__main__":
    sys.exit(main())
