"""Long work on the event loop, in pieces: other tasks run in between."""

import asyncio
from time import perf_counter

PIECE_SECONDS = 0.005


class Pace:
    """To be asked in long loops: `if pace.due: await pace.rest()`."""

    __slots__ = ("_since",)

    def __init__(self) -> None:
        self._since = perf_counter()

    @property
    def due(self) -> bool:
        return perf_counter() - self._since > PIECE_SECONDS

    async def rest(self) -> None:
        await asyncio.sleep(0)
        self._since = perf_counter()
