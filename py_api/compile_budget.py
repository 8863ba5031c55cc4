"""Where documents are compiled: in a thread beside the event loop, one of a tenant at a time, within a budget.

Parsing, validating and compiling are some 10 us of Python for each token, so a viewer that sends new or invalid
documents all the time would hold up everybody. Here the loop goes on meanwhile (Python's threads hand over every
SWITCH_SECONDS), and a tenant whose documents took more CPU time than they may is refused before any work is done.
"""

import asyncio
import math
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, auto
from typing import TypeVar

from py_api.errors import ApiError
from py_api.lru import Lru

SWITCH_SECONDS = 0.0005  # after which a thread hands over: what the loop waits for at most, each time that it wakes
WAITING = 64  # documents of a tenant that may wait for their turn
ACCOUNTS = 10_000

T = TypeVar("T")


class Spent(Enum):
    """What becomes of work for which the tenant's budget has nothing left."""

    REFUSE = auto()
    WAIT = auto()
    CHARGE = auto()  # it is done all the same: the tenant then owes
    FREE = auto()  # it is done, and costs nothing


class _Account:
    """left: seconds of CPU time; below zero is owed."""

    __slots__ = ("left", "looked", "turn", "waiting")

    def __init__(self, left: float) -> None:
        self.left = left
        self.looked = time.monotonic()
        self.turn = asyncio.Lock()
        self.waiting = 0


class CompileBudget:
    """One a process. rate: milliseconds of CPU time a second for each tenant; saved: how many it may save up."""

    def __init__(self, rate: int, saved: int) -> None:
        self._rate, self._saved = rate / 1000, saved / 1000
        self._accounts: Lru[str, _Account] = Lru(ACCOUNTS, ACCOUNTS, lambda _key, _account: 1)
        # One each: several that compute would leave the loop the less, the more they are.
        self._thread = ThreadPoolExecutor(1, "compiling")
        self._long = ThreadPoolExecutor(1, "writing")
        self.refused = 0  # for metrics

    async def run(self, tenant: str, work: Callable[[], T], spent: Spent = Spent.REFUSE, *, long: bool = False) -> T:
        """What work gives, or raises. long: it takes seconds, and others do not wait behind it.

        Errors: ApiError COMPILE_BUDGET, 429, with retryAfter.
        """
        account = self._account(tenant)
        if spent is Spent.REFUSE and account.waiting >= WAITING:
            raise self._refusal(1.0)
        account.waiting += 1
        try:
            async with account.turn:
                if spent is Spent.REFUSE:
                    self.check(tenant)
                if spent is Spent.WAIT and (owed := self._owed(account)) > 0:
                    await asyncio.sleep(owed / self._rate)
                thread = self._long if long else self._thread
                charged = None if spent is Spent.FREE else account
                return await asyncio.get_running_loop().run_in_executor(thread, self._timed, charged, work)
        finally:
            account.waiting -= 1

    def check(self, tenant: str) -> None:
        """Errors: COMPILE_BUDGET, where the tenant has nothing left."""
        if (owed := self._owed(self._account(tenant))) > 0:
            raise self._refusal(owed / self._rate)

    def _timed(self, account: _Account | None, work: Callable[[], T]) -> T:
        begun = time.thread_time()
        try:
            return work()
        finally:
            if account is not None:
                account.left = max(account.left - (time.thread_time() - begun), -self._saved)

    def _account(self, tenant: str) -> _Account:
        account = self._accounts.get(tenant)
        if account is None:
            account = _Account(self._saved)
            self._accounts.put(tenant, account)
        return account

    def _owed(self, account: _Account) -> float:
        now = time.monotonic()
        account.left = min(account.left + (now - account.looked) * self._rate, self._saved)
        account.looked = now
        return -account.left

    def _refusal(self, seconds: float) -> ApiError:
        self.refused += 1
        return ApiError(
            "the tenant's new and invalid documents took more time than they may",
            "COMPILE_BUDGET",
            429,
            hint="Send the documents that were sent before, with other variables; or wait.",
            retryAfter=max(1, math.ceil(seconds)),
        )

    def close(self) -> None:
        for thread in (self._thread, self._long):
            thread.shutdown(wait=False, cancel_futures=True)


def share_with_threads() -> None:
    """For the whole process: the event loop does not wait longer than SWITCH_SECONDS for a thread that computes."""
    sys.setswitchinterval(SWITCH_SECONDS)
