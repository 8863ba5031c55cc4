"""What the server writes down: one line an event, to stderr, with the id of the request that it belongs to."""

import json
import logging
import os
import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="-")
trace_id: ContextVar[str | None] = ContextVar("trace_id", default=None)  # of OpenTelemetry, where it is on


@dataclass(slots=True)
class RequestRecord:
    """What becomes known of a request while it is answered.

    operation: its name, or empty. document: the SHA-256 of the document, once it is compiled. code: of the first error
    in its answer. statements: compiled ones that were run for it; sql: the one of them that took longest, with the
    number of its parameters. database_seconds: waited for PostgreSQL.
    """

    tenant: str | None = None
    operation: str = ""
    kind: str = ""
    document: str = ""
    code: str = ""
    statements: int = 0
    database_seconds: float = 0.0
    sql: str = ""
    parameters: int = 0
    longest: float = 0.0

    def ran(self, sql: str, parameters: int, seconds: float) -> None:
        """One statement."""
        self.statements += 1
        self.database_seconds += seconds
        if seconds >= self.longest:
            self.longest, self.sql, self.parameters = seconds, sql, parameters


record: ContextVar[RequestRecord | None] = ContextVar("record", default=None)

TRACES = "opentelemetry"  # its logger
SELDOM_SECONDS = 60.0
_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"


class _RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class _Seldom(logging.Filter):
    """Lets pass a line a minute: while a collector of traces is away, each try to send some would be one."""

    def __init__(self) -> None:
        super().__init__()
        self._after = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created < self._after:
            return False
        self._after = record.created + SELDOM_SECONDS
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line. What a caller gives as extra={"fields": {...}} stands beside the rest."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "requestId": request_id.get(),
            "process": record.process,
            **({"traceId": traced} if (traced := trace_id.get()) else {}),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: int = logging.INFO) -> None:
    """Send the logs of Thingbase and of uvicorn to stderr, as THINGBASE_LOG_FORMAT says. Safe to call again."""
    is_json = os.environ.get("THINGBASE_LOG_FORMAT") == "json"
    formatter = JsonFormatter() if is_json else logging.Formatter(_FORMAT)
    for name, threshold in (("thingbase", level), ("uvicorn.error", logging.WARNING), (TRACES, logging.WARNING)):
        handler = logging.StreamHandler()
        handler.setFormatter(formatter)
        if name == TRACES:
            handler.addFilter(_Seldom())
        handler.addFilter(_RequestId())
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(threshold)
        logger.propagate = False


def reason(error: BaseException) -> str:
    """What went wrong, never empty: some errors have no text."""
    text = str(error).strip()
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


class Outage:
    """Something that is away for a while: logged once when it goes and once when it is back, not at each try.

    what: what does not work. meaning: what that means meanwhile.
    """

    def __init__(self, logger: logging.Logger, what: str, meaning: str) -> None:
        self._logger = logger
        self._what = what
        self._meaning = meaning
        self._since: float | None = None

    def begins(self, error: BaseException | str) -> None:
        if self._since is None:
            self._since = time.monotonic()
            why = error if isinstance(error, str) else reason(error)
            self._logger.warning("%s (%s): %s", self._what, why, self._meaning)

    def ends(self) -> None:
        if self._since is not None:
            seconds, self._since = time.monotonic() - self._since, None
            self._logger.warning("it is over, after %.1f s: %s", seconds, self._what)
