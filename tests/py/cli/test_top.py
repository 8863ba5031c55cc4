"""./thingbase top and profile: what tenants do."""

import json
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
import pytest

from py_api.cli import figures, top
from py_api.http.metrics import Metrics
from py_api.http.operation_metrics import OperationTable
from py_api.logs import RequestRecord
from tests.support import servers
from tests.support.command import called

Connect = Callable[..., psycopg.Connection[Any]]


def scraped(requests: list[tuple[str, float]]) -> str:
    metrics = Metrics()
    for code, seconds in requests:
        metrics.count(200, code, seconds, RequestRecord("acme", database_seconds=seconds / 2), 10)
    return metrics.text()


def counted(tenant: str, requests: int) -> list[dict[str, Any]]:
    """Of a server with one operation, whose statement is that of the test."""
    table = OperationTable()
    record = RequestRecord(
        tenant, "Notes", "query", document="d" * 64, sql="select pg_sleep(0.4), count(*) from tc_note"
    )
    for _ in range(requests):
        table.count(record, "", 0.4, 100)
    return table.of(tenant)


def test_narrow_terminals_are_spared_what_matters_least() -> None:
    row = dict.fromkeys(top.COLUMNS, 1000)
    assert top.fitting([row], 200) == list(top.COLUMNS)
    narrow = top.fitting([row], 80)
    assert {"tenant", "requests_s", "p99_ms", "database", "statement"} <= set(narrow) < set(top.COLUMNS)


def test_figures_of_several_servers() -> None:
    before = figures.parsed([scraped([("", 0.002)])])["acme"]
    after = figures.parsed([scraped([("", 0.002)] * 10 + [("TIMEOUT", 4.0)]), scraped([("", 0.03)] * 90)])["acme"]
    assert figures.grown(after, before, "requests_total") == 100
    assert (figures.quantile(after, before, 0.5), figures.quantile(after, before, 1)) == (0.1, 5.0)
    assert figures.quantile(after, after, 0.5) is None
    assert round(figures.grown(after, before, "database_seconds_total"), 3) == 3.359


def test_commands(server: servers.Server, tenant: str, db: psycopg.Connection[Any], connect: Connect) -> None:
    class Served(BaseHTTPRequestHandler):
        seen = 0

        def do_GET(self) -> None:
            assert self.headers["authorization"] == "Bearer t"
            Served.seen += 1
            self.send_response(200)
            self.end_headers()
            asked, _, named = self.path.partition("?tenant=")
            text = scraped([("", 0.002)] * Served.seen).replace("acme", tenant)
            self.wfile.write(
                (json.dumps(counted(named, Served.seen)) if asked.endswith("operations") else text).encode()
            )

        def log_message(self, *_: Any) -> None: ...

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    stop = threading.Event()
    db.execute('select thing.create_class(%s, \'Note\', \'[{"name": "x", "type": "text"}]\')', (tenant,))

    def work() -> None:
        with connect(tenant) as session:
            while not stop.is_set():
                session.execute("insert into tc_note (x) values ('a')")
                session.execute("select pg_sleep(0.4), count(*) from tc_note")
                session.commit()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        cli = partial(called, DATABASE_URL=servers.asyncpg_url(server.url), THINGBASE_METRICS_TOKEN="t")
        url = f"http://127.0.0.1:{listening.server_port}/metrics"
        time.sleep(0.2)
        done = cli("top", "--once", "--json", "--metrics", url)
        assert done.returncode == 0, done.stderr
        (row,) = [row for row in json.loads(done.stdout)["tenants"] if row["tenant"] == tenant]
        assert row["requests_s"] > 0
        assert row["sessions"] >= 1
        plain = cli("top", "--once")
        assert tenant in plain.stdout
        done = cli("profile", tenant, "2s", "--metrics", url, "--json")
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert found["requests"]["requests"] >= 1
        (operation,) = found["operations"]
        assert (operation["operation"], operation["document"], operation["errors"]) == ("Notes", "d" * 64, 0)
        assert (operation["requests"] * operation["mean_ms"]) == pytest.approx(operation["time_s"] * 1000, abs=50)
        slowest = found["statements"][0]
        assert slowest["operation"] == "Notes"
        assert "pg_sleep" in slowest["sql"]
        assert slowest["time_s"] > 0
        assert found["waits"][0]["waits_for"] == "Timeout: PgSleep"
        assert cli("profile", "nobody", "1s").returncode == 1
        assert cli("profile", tenant, "soon").returncode == 2
        assert cli("profile", tenant, "0s").returncode == 2
    finally:
        stop.set()
        worker.join()
        listening.shutdown()
        listening.server_close()
