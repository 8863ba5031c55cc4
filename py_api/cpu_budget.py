"""What a tenant's requests may cost this process, so that one tenant does not hold up the others.

A small request with a document that is known is ordinary: some 0.3 ms, and free. All else is charged with the CPU time
that it takes: reading large bodies, documents and variables that are new, and each request that is refused. It is done
in a thread beside the event loop (Python's threads hand over every SWITCH_SECONDS), one piece of a tenant at a time.
Who has nothing left waits a little, then is refused before the work is done; and a refusal is sent late, so that a
client that sends the next when it has the answer does not take the loop by being refused.
"""

import asyncio
import math
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, auto
from functools import partial
from time import sleep as pause
from typing import TypeVar

from py_api.errors import ApiError
from py_api.fair_share import FairShare
from py_api.lru import Lru

SWITCH_SECONDS = 0.0001  # after which a thread hands over: what the loop waits for, some four times a request
LARGE = 8 * 1024  # bytes of a request, from which on it is read beside the event loop: 1 ms or more
REFUSAL_SECONDS = 0.001  # what a refused request is charged, beside what was measured: more than it takes
PATIENCE_SECONDS = 1.0  # for which a request waits for its tenant's budget, or a refusal is kept back
CLOCK_SECONDS = 0.002  # that the loop may wake too early
WEIGHT = 2.0  # of CPU time of the thread in a tenant's share: meanwhile the loop waits for the interpreter, too
PIECE_SECONDS, PAUSE_SECONDS = 0.0005, 0.0015  # that the thread computes, and pauses, where the tenant owes that
WAITING = 64  # requests of a tenant that may wait for their turn; others are refused
HELD = 1_024  # that may wait for the budget, or whose refusal is kept back; others are answered at once
ACCOUNTS = 10_000
_CHARGED = {*range(400, 500)} - {401}  # what is the client's doing, and that of the tenant that its token names

T = TypeVar("T")


class Spent(Enum):
    """What becomes of work for which the tenant's budget has nothing left."""

    REFUSE = auto()
    WAIT = auto()
    CHARGE = auto()  # it is done anyway: the tenant then owes
    FREE = auto()  # it is done, and costs nothing


class _Account:
    """left: seconds of CPU time; below zero is owed."""

    __slots__ = ("held", "left", "looked", "turn", "waiting")

    def __init__(self, left: float) -> None:
        self.left = left
        self.looked = time.monotonic()
        self.turn = asyncio.Lock()
        self.waiting = self.held = 0


class _Pauses:
    """A profile function of a thread that computes: after each piece it lets the event loop have the interpreter.

    (Waiting for a thread that computes costs the loop SWITCH_SECONDS and two switches, some four times a request.)
    """

    __slots__ = ("_until",)

    def __init__(self) -> None:
        self._until = time.perf_counter() + PIECE_SECONDS

    def __call__(self, _frame: object, _event: str, _arg: object) -> None:
        if time.perf_counter() > self._until:
            pause(PAUSE_SECONDS)
            self._until = time.perf_counter() + PIECE_SECONDS


class CpuBudget:
    """One a process. rate: milliseconds of CPU time a second for each tenant; saved: how many it may save up.

    While others want something, what it takes is of the tenant's share of the process, too (fair_share.py). Where it
    has used that up, the thread pauses after each piece.
    """

    def __init__(self, rate: int, saved: int, share: FairShare | None = None) -> None:
        self._rate, self._saved, self._share = rate / 1000, saved / 1000, share or FairShare()
        self._accounts: Lru[str, _Account] = Lru(ACCOUNTS, ACCOUNTS, lambda _key, _account: 1)
        # One each: several that compute would leave the loop the less, the more they are.
        self._thread = ThreadPoolExecutor(1, "computing")
        self._long = ThreadPoolExecutor(1, "writing")
        self.refused = 0  # for metrics

    async def run(self, tenant: str, work: Callable[[], T], spent: Spent = Spent.REFUSE, *, long: bool = False) -> T:
        """What work gives, or raises. long: it takes seconds, and others do not wait behind it.

        Errors: as admit.
        """
        account = self._account(tenant)
        if spent is Spent.REFUSE and account.waiting >= WAITING:
            raise self._refusal(1.0)
        patient_until = time.monotonic() + PATIENCE_SECONDS
        account.waiting += 1
        try:
            async with account.turn:
                if spent is Spent.REFUSE:
                    if time.monotonic() < patient_until:
                        await self.admit(tenant)
                    else:
                        self.check(tenant)
                if spent is Spent.WAIT and (owed := self._owed(account)) > 0:
                    await asyncio.sleep(owed / self._rate + CLOCK_SECONDS)
                if owed := self._share.owes(tenant):
                    await asyncio.sleep(owed)
                thread = self._long if long else self._thread
                taken: list[float] = []
                timed = partial(self._timed, None if spent is Spent.FREE else account, work, taken, in_pieces=owed > 0)
                try:
                    return await asyncio.get_running_loop().run_in_executor(thread, timed)
                finally:
                    self._share.charge(tenant, sum(taken) * WEIGHT, aside=True)
        finally:
            account.waiting -= 1

    async def admit(self, tenant: str) -> None:
        """Waits for the budget where that helps. Errors: CPU_BUDGET, 429 with retryAfter."""
        account = self._account(tenant)
        if 0 < self._owed(account) <= PATIENCE_SECONDS * self._rate:
            await self._hold(account)
        self.check(tenant)

    def check(self, tenant: str) -> None:
        """Errors: CPU_BUDGET, where the tenant has nothing left."""
        if (owed := self._owed(self._account(tenant))) > 0:
            raise self._refusal(owed / self._rate)

    async def refuse(self, tenant: str, status: int) -> None:
        """Before a request is refused with this status: charges it, and waits where the tenant owes."""
        if status in _CHARGED:
            self.charge_refusal(tenant)
            if self.owes(tenant):
                await self._hold(self._account(tenant))

    def charge_refusal(self, tenant: str) -> None:
        self._charge(self._account(tenant), REFUSAL_SECONDS)

    async def _hold(self, account: _Account) -> None:
        if account.held < HELD:
            account.held += 1
            try:
                await asyncio.sleep(min(self._owed(account) / self._rate, PATIENCE_SECONDS) + CLOCK_SECONDS)
            finally:
                account.held -= 1

    def owes(self, tenant: str) -> bool:
        return self._owed(self._account(tenant)) > 0

    def _timed(self, account: _Account | None, work: Callable[[], T], taken: list[float], *, in_pieces: bool) -> T:
        begun = time.thread_time()
        if in_pieces:
            sys.setprofile(_Pauses())
        try:
            return work()
        finally:
            if in_pieces:
                sys.setprofile(None)
            taken.append(time.thread_time() - begun)
            if account is not None:
                self._charge(account, taken[0])

    def _charge(self, account: _Account, seconds: float) -> None:
        account.left = max(account.left - seconds, -self._saved)

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
            "the tenant's new, large and invalid requests took more time than they may",
            "CPU_BUDGET",
            429,
            hint="Send small requests with documents that were sent before; or wait.",
            retryAfter=max(1, math.ceil(seconds)),
        )

    def close(self) -> None:
        for thread in (self._thread, self._long):
            thread.shutdown(wait=False, cancel_futures=True)


def share_with_threads() -> None:
    """For the whole process: the event loop does not wait longer than SWITCH_SECONDS for a thread that computes."""
    sys.setswitchinterval(SWITCH_SECONDS)
