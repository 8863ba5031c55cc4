"""A line for each request, over any transport, and one for each that is slow."""

import logging
from typing import Any

from py_api import logs
from py_api.config import Settings

_log, _slow_log = logging.getLogger("thingbase.http"), logging.getLogger("thingbase.slow")


class AccessLog:
    """As the settings say: nothing, unless they want it."""

    def __init__(self, settings: Settings) -> None:
        self._all, self._slow_seconds = settings.access_log, settings.slow_seconds

    def request(
        self, how: str, where: str, status: int, code: str, seconds: float, record: logs.RequestRecord, size: int = 0
    ) -> None:
        """One that has ended. how: GET, POST, or WS over a WebSocket. size: of the answer, in bytes."""
        if self._all:
            shown = (how, where, status, code or "-", seconds * 1000)
            fields = {"transport": how, "status": status, "bytes": size, **_fields(record, code, seconds)}
            _log.info("%s %s %d %s %.1f ms", *shown, extra={"fields": fields})
        if 0 < self._slow_seconds <= seconds:
            _log_slow(record, code, seconds)


def _fields(record: logs.RequestRecord, code: str, seconds: float) -> dict[str, Any]:
    """What a line about a request says: durations in milliseconds."""
    return {
        "tenant": record.tenant,
        "operation": record.operation or None,
        "kind": record.kind or None,
        "durationMs": round(seconds * 1000, 2),
        "databaseMs": round(record.database_seconds * 1000, 2),
        "statements": record.statements,
        "code": code or record.code or None,
    }


def _log_slow(record: logs.RequestRecord, code: str, seconds: float) -> None:
    """A request that took long, with the statement that took longest: the client's values are its parameters."""
    fields = {**_fields(record, code, seconds), "sql": record.sql or None, "parameters": record.parameters}
    shown = (record.kind or "request", record.operation or "-", record.tenant or "-", seconds, record.database_seconds)
    text = "slow %s %s of tenant %s: %.3f s, of which %.3f s for PostgreSQL; longest statement (%d parameters): %s"
    _slow_log.warning(text, *shown, record.parameters, record.sql or "-", extra={"fields": fields})
