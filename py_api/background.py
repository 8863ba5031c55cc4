"""Tasks that no one waits for: held on to, since the event loop alone would let them be collected as garbage."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class BackgroundTasks:
    """tasks: the set to keep them in. failed: called with what a task raises, but for a cancellation."""

    def __init__(
        self,
        tasks: set[asyncio.Task[Any]] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        self._tasks: set[asyncio.Task[Any]] = set() if tasks is None else tasks
        self._failed = failed

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard if self._failed is None else self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            assert self._failed is not None
            self._failed(error)

    def cancel(self) -> None:
        """All of them, but for the one that asks."""
        current = asyncio.current_task()
        for task in self._tasks:
            if task is not current:
                task.cancel()

    async def wait(self, seconds: float | None = None) -> None:
        """Returns when they have ended, or are cancelled after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await asyncio.gather(*self._tasks, return_exceptions=True)
        except TimeoutError:
            pass
