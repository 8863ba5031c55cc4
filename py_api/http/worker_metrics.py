"""The metrics of all workers of one `serve`, whichever of them is asked: sums.

Each keeps its numbers in a file of a folder that they share, and rewrites it when another asks, by a socket beside
it. What is shown of a worker was in its file before: so no sum of counters falls when a worker is killed. Operations of
a tenant are asked for by that socket, and are in no file.
"""

import asyncio
import json
import logging
import os
from contextlib import suppress
from pathlib import Path

from py_api.http.metrics import Metrics, Numbers
from py_api.http.operation_metrics import Figures, added

FOLDER = "THINGBASE_METRICS_FOLDER"  # which of the environment tells the workers where it is
ANSWER_SECONDS = 1.0  # a worker that takes longer is shown as it was
WRITE_SECONDS = 5.0  # what a killed worker has counted since its last writing is lost

_log = logging.getLogger("thingbase.metrics")


class WorkerMetrics:
    """One a worker."""

    def __init__(self, folder: Path, metrics: Metrics) -> None:
        self._metrics = metrics
        self._folder = folder
        self._file = folder / f"{os.getpid()}.json"

    async def run(self) -> None:
        """Answer the other workers until cancelled."""
        socket = self._file.with_suffix(".s")
        self._write()
        try:
            answering = await asyncio.start_unix_server(self._answer, socket)
        except OSError as error:
            _log.warning(
                "the other workers cannot ask this one for its metrics (%s): /metrics is late by some seconds", error
            )
            answering = None
        try:
            while True:
                await asyncio.sleep(WRITE_SECONDS)
                self._write()
        finally:
            self._write()
            if answering is not None:
                answering.close()
            socket.unlink(missing_ok=True)

    async def text(self) -> str:
        self._write()
        files = sorted(self._folder.glob("*.json"))
        alive = await asyncio.gather(*(self._refreshed(file) for file in files))
        numbers = Numbers()
        for file, lives in zip(files, alive, strict=True):
            with suppress(OSError, ValueError):
                of_worker = Numbers.of_json(json.loads(file.read_bytes()))
                numbers.add(of_worker if lives else of_worker.without_gauges())
        numbers.watched["workers"] = sum(alive)
        return numbers.text()

    async def operations(self, tenant: str) -> list[Figures]:
        """OperationTable.of, of all workers that answer."""
        others = [file for file in self._folder.glob("*.json") if file != self._file]
        asked = await asyncio.gather(*(self._operations(file, tenant) for file in others))
        return added([self._metrics.operations.of(tenant), *asked])

    async def _operations(self, file: Path, tenant: str) -> list[Figures]:
        try:
            return list(json.loads(await _said(file, tenant)))
        except (OSError, ValueError, TimeoutError):
            return []

    async def _refreshed(self, file: Path) -> bool:
        """Have a worker write its file; gives whether it lives."""
        if file == self._file:
            return True
        try:
            await _said(file, "")
        except TimeoutError:
            return True  # it is busy
        except OSError:
            return False
        return True

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError, TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                tenant = (await reader.readline()).decode().strip()
            if tenant:
                writer.write(json.dumps(self._metrics.operations.of(tenant)).encode())
            else:
                self._write()
        writer.close()

    def _write(self) -> None:
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(self._metrics.numbers().as_json()))
        written.replace(self._file)


async def _said(file: Path, tenant: str) -> bytes:
    """The answer of a worker that is asked for a tenant's operations, or to write its file. Raises OSError."""
    async with asyncio.timeout(ANSWER_SECONDS):
        reader, writer = await asyncio.open_unix_connection(file.with_suffix(".s"))
        writer.write(f"{tenant}\n".encode())
        answer = await reader.read()
        writer.close()
    return answer
