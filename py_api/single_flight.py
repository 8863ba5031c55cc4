"""Single flight: concurrent callers with one key share one run."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class SingleFlight(Generic[K, T]):
    """running: the tasks under way, by key. Results are not kept."""

    def __init__(self) -> None:
        self.running: dict[K, asyncio.Task[T]] = {}

    async def run(self, key: K, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of work, or its error. Callers with the same key share it while it is under way.

        A caller that is cancelled leaves the run to the others.
        """
        task = self.running.get(key)
        if task is None:
            task = self.running[key] = asyncio.create_task(work())
            task.add_done_callback(partial(self._done, key))
        try:
            return await asyncio.shield(task)
        finally:
            del task  # an error's traceback leads here, and would lead back to the error

    def _done(self, key: K, task: asyncio.Task[T]) -> None:
        self.running.pop(key, None)
        if not task.cancelled():
            task.exception()  # asked for here, so that asyncio reports no error when every caller has given up
