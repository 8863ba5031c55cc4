"""Group commit: operations that come while others of their kind run are carried out together, in one transaction.

The cost of a commit, a round trip and a wake-up of PostgreSQL's process is then paid once for all of them. Nothing
waits to fill a batch: the first few run at once by themselves, and what comes meanwhile goes with the next that is
free. Where one of a batch fails, all of it is undone, and each is run by itself.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence

from py_api.background import BackgroundTasks
from py_api.errors import DatabaseError

RUNNING = 4  # at once, of one kind: batches, and operations by themselves
TOGETHER = 16  # in a batch
STALLED_SECONDS = 0.05  # when nothing has ended for so long, those that wait go by themselves
APART_SECONDS = 0.25  # after a refusal: others may be refused, too, and each batch would be for nothing
WAITING = 1_024  # at most; others go by themselves

Params = Sequence[object]
Alone = Callable[[], Awaitable[bytes]]
Many = Callable[[list[Params]], Awaitable[Sequence[bytes | None]]]  # None: it did nothing, and is done alone


class _Waiting:
    """future: the answer, or None where it is to run alone."""

    __slots__ = ("future", "params")

    def __init__(self, params: Params) -> None:
        self.future: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self.params = params

    def tell(self, answer: bytes | None) -> None:
        if not self.future.done():
            self.future.set_result(answer)


class _Queue:
    """Running and waiting operations of one kind. ended: how many have ended; looked: at the last look."""

    __slots__ = ("apart", "ended", "looked", "many", "running", "waiting", "watch")

    def __init__(self, many: Many) -> None:
        self.many = many
        self.running = 0
        self.waiting: deque[_Waiting] = deque()
        self.apart = False
        self.ended = self.looked = 0
        self.watch: asyncio.TimerHandle | None = None


class GroupCommit:
    """One a process."""

    def __init__(self) -> None:
        self._queues: dict[Hashable, _Queue] = {}
        self._tasks = BackgroundTasks()
        self.operations = self.batches = 0  # done together, and in how many batches; for metrics

    async def run(self, kind: Hashable, params: Params, alone: Alone, many: Many) -> bytes:
        """The result of `alone`, or of `many` for these params among others of the same kind.

        many does all or, raising DatabaseError, nothing. After anything else that it raises (to all of them) it is not
        known what was done.
        """
        queue = self._queues.get(kind)
        if queue is None:
            queue = self._queues[kind] = _Queue(many)
        if queue.apart or len(queue.waiting) >= WAITING:
            return await alone()
        if queue.running < RUNNING:
            queue.running += 1
            try:
                return await alone()
            finally:
                self._ended(kind, queue)
        waiting = _Waiting(params)
        queue.waiting.append(waiting)
        if queue.watch is None:
            self._watch(queue)
        answer = await waiting.future
        return await alone() if answer is None else answer

    def _ended(self, kind: Hashable, queue: _Queue) -> None:
        queue.running -= 1
        queue.ended += 1
        while queue.waiting and queue.running < RUNNING:
            batch: list[_Waiting] = []
            while queue.waiting and len(batch) < TOGETHER:
                if not (first := queue.waiting.popleft()).future.done():
                    batch.append(first)
            if batch:
                queue.running += 1
                self._tasks.start(self._together(kind, queue, batch))
        self._forget(kind, queue)

    async def _together(self, kind: Hashable, queue: _Queue, batch: list[_Waiting]) -> None:
        """In a task of its own: one client that hangs up does not affect the others."""
        try:
            answers = await queue.many([waiting.params for waiting in batch])
        except DatabaseError:
            self._part(kind, queue)
            for waiting in batch:
                waiting.tell(None)
        except Exception as error:
            for waiting in batch:
                if not waiting.future.done():
                    waiting.future.set_exception(error)
        else:
            self.batches += 1
            self.operations += len(batch)
            for waiting, answer in zip(batch, answers, strict=True):
                waiting.tell(answer)
        finally:
            self._ended(kind, queue)

    def _part(self, kind: Hashable, queue: _Queue) -> None:
        if not queue.apart:
            queue.apart = True
            asyncio.get_running_loop().call_later(APART_SECONDS, self._reunite, kind, queue)

    def _reunite(self, kind: Hashable, queue: _Queue) -> None:
        queue.apart = False
        self._forget(kind, queue)

    def _forget(self, kind: Hashable, queue: _Queue) -> None:
        if queue.running == 0 and not queue.apart and not queue.waiting:
            self._queues.pop(kind, None)

    def _watch(self, queue: _Queue) -> None:
        queue.looked = queue.ended
        queue.watch = asyncio.get_running_loop().call_later(STALLED_SECONDS, self._look, queue)

    def _look(self, queue: _Queue) -> None:
        """Lets those that wait run alone where nothing has ended since the last look: a lock may be held for long."""
        queue.watch = None
        if queue.ended == queue.looked:
            while queue.waiting:
                queue.waiting.popleft().tell(None)
        elif queue.waiting:
            self._watch(queue)
