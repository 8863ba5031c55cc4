"""Work that several ask for at the same time, done once."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Once(Generic[K, T]):
    """running: what is being done, by its key. What comes of it is not kept."""

    def __init__(self) -> None:
        self.running: dict[K, asyncio.Task[T]] = {}

    async def do(self, key: K, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What work gives, or raises; whoever asks for the same key meanwhile gets that too, and waits for no other.

        One that is cancelled leaves the others theirs.
        """
        task = self.running.get(key)
        if task is None:
            task = self.running[key] = asyncio.create_task(work())
            task.add_done_callback(lambda _: self.running.pop(key, None))
        try:
            return await asyncio.shield(task)
        finally:
            del task  # an error's traceback leads here, and would lead back to the error
