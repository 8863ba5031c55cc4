"""What operations of a tenant have cost: by name and document, bounded, of all workers."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from py_api.http.metrics import Metrics
from py_api.http.operation_metrics import OPERATIONS, OperationTable, added
from py_api.http.worker_metrics import WorkerMetrics
from py_api.logs import RequestRecord
from tests.support.api import Served, bearer

pytestmark = pytest.mark.once


def record(name: str, document: str = "d") -> RequestRecord:
    return RequestRecord("acme", name, "query", document=document, database_seconds=0.5, sql="select 1")


def test_those_used_last_are_remembered() -> None:
    table = OperationTable()
    for number in range(3 * OPERATIONS):
        table.count(record("Often"), "", 1.0, 10)
        table.count(record("Once", str(number)), "TIMEOUT", 1.0, 10)
    total, *operations = table.of("acme")
    assert (total["operation"], total["requests"], total["errors"]) == (None, 6 * OPERATIONS, 3 * OPERATIONS)
    assert len(operations) == OPERATIONS
    (often,) = (one for one in operations if one["operation"] == "Often")
    assert (often["requests"], often["errors"], often["databaseSeconds"]) == (3 * OPERATIONS, 0, 1.5 * OPERATIONS)
    assert table.of("zeta") == []


def test_workers_together(tmp_path: Path) -> None:
    async def run() -> None:
        workers = []
        for number in range(2):
            metrics = Metrics()
            metrics.count(200, "", 1.0, record("Both"), 10)
            metrics.count(200, "", 1.0, record(f"Of{number}"), 10)
            worker = WorkerMetrics(tmp_path, metrics)
            worker._file = tmp_path / f"{number}.json"
            workers.append(worker)
        running = [asyncio.create_task(worker.run()) for worker in workers]
        while len(list(tmp_path.glob("*.s"))) < 2:  # noqa: ASYNC110 - nothing tells us but looking
            await asyncio.sleep(0.01)
        found = {one["operation"]: one["requests"] for one in await workers[0].operations("acme")}
        assert found == {None: 4, "Both": 2, "Of0": 1, "Of1": 1}
        assert "thingbase_requests_total" in await workers[0].text()
        for task in running:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*running)

    asyncio.run(run())
    assert added([[], []]) == []


def test_who_may_read_metrics_may_read_them(api: Served) -> None:
    assert api.client.get("/metrics/operations?tenant=A-B").status_code == 400
    api.post("{ a }", headers=bearer("editor", "acme"))
    (total,) = api.client.get("/metrics/operations?tenant=acme").json()
    assert (total["operation"], total["requests"]) == (None, 1)
    assert api.client.get("/metrics/operations?tenant=acme", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 403
