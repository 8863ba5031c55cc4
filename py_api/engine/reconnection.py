"""Does again, where that is safe, what was cut off when its connection broke: a standby may take over meanwhile."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from time import monotonic

from py_api.database import READ_ONLY
from py_api.errors import ApiError, DatabaseError, Disconnected, ShutOut, Unavailable

AGAIN_SECONDS = 4.0  # of a request, after which its client is told
READ_ONLY_TIMES = 3  # that it meets a server without writes, after which there is no other
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 0.3


async def persistently(
    work: Callable[[], Awaitable[bytes]], *, may_repeat: bool, elsewhere: bool = False, lost: bool = False
) -> bytes:
    """The result of work, which is done again after a connection broke. A database that is away from the beginning is
    told of at once.

    may_repeat: it may be done twice; a mutation has an idempotency key for that. Else only what has not been done for
    certain is repeated. elsewhere: a server that takes no writes may not be the primary any more. lost: a connection
    has broken before.
    """
    until = monotonic() + AGAIN_SECONDS if lost else None
    failure: Exception
    pause, read_only = SHORTEST_PAUSE, 0
    while True:
        try:
            return await work()
        except Disconnected as error:
            if isinstance(error, ShutOut) or not (may_repeat or error.undone):
                raise
            until, failure = until or monotonic() + AGAIN_SECONDS, error
        except (Unavailable, ApiError) as error:
            if until is None or (isinstance(error, ApiError) and error.code != "DATABASE_UNAVAILABLE"):
                raise
            failure = error
        except DatabaseError as error:
            read_only += 1
            if error.sqlstate != READ_ONLY or not elsewhere or read_only == READ_ONLY_TIMES:
                raise
            until, failure = until or monotonic() + AGAIN_SECONDS, error
        if monotonic() + pause >= until:
            raise failure
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
        pause = min(pause * 2, LONGEST_PAUSE)
