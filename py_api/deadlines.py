"""How long a request may take, however long PostgreSQL takes; and that it ends when its client has gone.

One timer looks after all requests of the process: what a request costs here is an entry in a dictionary.
"""

import asyncio
import time
from contextvars import ContextVar

from py_api.errors import ApiError, cut_off

LOOK_SECONDS = 0.25

GONE, LATE, LEFT = "gone", "late", "left"  # why a request was cut short: its client, its time, its tenant


class Run:
    """A request under way: what its task does may be cancelled until Deadlines.end."""

    __slots__ = ("_deadlines", "began", "reason", "seconds", "task", "tenant")

    def __init__(self, deadlines: "Deadlines", task: "asyncio.Task[object]", tenant: str | None) -> None:
        self._deadlines = deadlines
        self.task = task
        self.tenant = tenant
        self.began = time.monotonic()
        self.seconds = deadlines.seconds
        self.reason: str | None = None

    def extend(self) -> None:
        """It changes the schema, or is for administrators."""
        self.seconds = self._deadlines.schema_seconds

    def cut(self, reason: str) -> None:
        if self.reason is None:
            self.reason = reason
            self.task.cancel()

    def cancelled(self) -> ApiError | None:
        """What is told instead of the CancelledError. None: it is not ours, or no one is there to be told."""
        if self.reason is None:
            return None
        self.task.uncancel()
        if self.reason == LATE:
            return late(self.seconds)
        if self.reason == LEFT:
            return cut_off()
        return None


# The one of this task, for what finds out only later that it may take long.
current: ContextVar[Run | None] = ContextVar("deadline", default=None)


class Deadlines:
    """One a process. seconds: of a request; schema_seconds: of one that changes the schema or administers."""

    def __init__(self, seconds: float, schema_seconds: float) -> None:
        self.seconds = seconds
        self.schema_seconds = schema_seconds
        self._runs: dict[Run, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, tenant: str | None) -> Run:
        """For the running task; always end it."""
        task = asyncio.current_task()
        assert task is not None
        run = Run(self, task, tenant)
        self._runs[run] = None
        current.set(run)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)
        return run

    def end(self, run: Run) -> None:
        self._runs.pop(run, None)

    def tenant_left(self, slug: str) -> None:
        """Nothing more is done for it."""
        for run in list(self._runs):
            if run.tenant == slug:
                run.cut(LEFT)

    def _look(self) -> None:
        self._timer = None
        now = time.monotonic()
        for run in list(self._runs):
            if now - run.began >= run.seconds:
                run.cut(LATE)
        if self._runs:
            self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)


def late(seconds: float) -> ApiError:
    return ApiError(
        f"the operation took longer than {seconds:g} seconds and was stopped",
        "TIMEOUT",
        504,
        hint="Ask for less at a time. A mutation may or may not have been done: repeat it with its Idempotency-Key.",
    )
