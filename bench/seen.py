"""What it costs a read by id to be seen: metrics, shapes of access, limits of the tenant and the access log, on and off.

Two servers, one process each, on the same tenant. On: figures that are read every second, requests and database time
within limits (of which none is reached), a line of JSON a request in the log. Off: the same program without all of it
(bench/support/unseen.py; most of it has no switch). The list of bench http likewise, whose shape of access is counted.

    ./thingbase bench seen [quiet] [ROUNDS [SECONDS]] [by-id] [list] [create]

quiet: without the access log.
"""

import statistics
import sys
import threading
import urllib.request
from contextlib import ExitStack

from rich.progress import track

from bench.harness import Figure, Neighbours, connect, console, report, server
from bench.http import CONNECTIONS, POOL, Bench, requests
from bench.support import contenders, shop, wrk
from bench.support.contenders import METRICS_TOKEN, Contender
from tests.support.servers import asyncpg_url

SEEN = 0.95
LIMITS = '{"requests_per_second": 1000000, "database_seconds": 1000}'
ON = {"THINGBASE_ACCESS_LOG": "1", "THINGBASE_LOG_FORMAT": "json"}


def scrape(contender: Contender, done: threading.Event) -> None:
    """Read its figures every second, as Prometheus does."""
    headers = {"authorization": f"Bearer {METRICS_TOKEN}"}
    while not done.wait(1):
        with urllib.request.urlopen(urllib.request.Request(contender.address + "/metrics", headers=headers)) as answer:
            answer.read()


def figures(bench: Bench) -> list[Figure]:
    found = []
    for request in bench.requests:
        on, off = (bench.found[request.name][name] for name in ("ours", "unseen"))
        rates = [f"{of.median(lambda load: load.rate):,.0f}/s" for of in (on, off)]
        ratio = bench.ratio(request, "ours", "unseen")
        found.append(Figure(f"{request.what}: requests/s, on / off", *rates, ratio, "", SEEN, at_least=True))
        cpu = [[a + b for a, b in zip(of.cpu, of.cpu_postgres, strict=True)] for of in (on, off)]
        ratio = statistics.median(b / a for a, b in zip(*cpu, strict=True))
        used = [f"{statistics.median(of):.0f} us" for of in cpu]
        found.append(Figure(f"{request.what}: CPU, off / on", *used, ratio, "", SEEN, at_least=True))
    return found


def main() -> int:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    only = [argument for argument in sys.argv[1:] if not argument.isdigit() and argument != "quiet"] or ["by-id"]
    rounds, seconds = [*numbers, *(20, 1)[len(numbers) :]]
    wrk.required()
    with server({"max_connections": "200"}) as started, connect(started) as db, ExitStack() as stack:
        found = shop.open_shop(db)
        db.execute("select thing.tenant_limits(%s, %s)", (shop.TENANT, LIMITS))
        url = asyncpg_url(started.url)
        command, environment = contenders.serving(url, POOL)
        command = [part.replace("py_api.cli", "bench.support.unseen") for part in command]
        headers = {"authorization": f"Bearer {contenders.token(shop.TENANT, 'editor')}"}
        on = stack.enter_context(contenders.ours(url, shop.TENANT, POOL, more=None if "quiet" in sys.argv[1:] else ON))
        off = stack.enter_context(contenders.running("unseen", command, environment, headers))
        asked = [request for request in requests(found) if request.name in only]
        for request in asked:
            request.bodies["unseen"] = request.bodies["ours"]  # type: ignore[index]
        bench = Bench(started, db, {"ours": on, "unseen": off}, asked)
        for request in asked:
            for name, contender in bench.contestants.items():
                for number in range(20):
                    contender.ask("/graphql", request.bodies[name].make(number))
                bench.load(request, name, seconds=2, check=True)
        console.print(f"{CONNECTIONS} connections, {rounds} rounds of {seconds} s each")
        done = threading.Event()
        reader = threading.Thread(target=scrape, args=(on, done))
        reader.start()
        neighbours = Neighbours(started.process.pid)
        try:
            for number in track(range(rounds), "rounds"):
                bench.round(number, seconds)
        finally:
            done.set()
            reader.join()
        neighbours.tell()
        console.print(bench.table())
        return report("seen", figures(bench))


if __name__ == "__main__":
    sys.exit(main())
