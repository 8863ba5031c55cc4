"""What the server writes down: one line an event, to stderr, with the id of the request that it belongs to."""

import logging
import time
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")

_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"


class _RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


def configure(level: int = logging.INFO) -> None:
    """Send the logs of Thingbase and of uvicorn to stderr. Safe to call again."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.addFilter(_RequestId())
    for name, threshold in (("thingbase", level), ("uvicorn.error", logging.WARNING)):
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
