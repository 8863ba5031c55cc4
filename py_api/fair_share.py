"""Fair queueing of what tenants cost a process: while others want something, one has its share.

The event loop of a process, and the thread that computes beside it, serve in the order in which things come. So who
sends most is served most, and others wait behind it; and on a machine of few cores who keeps all busy delays others
wherever they go. So what a tenant's requests cost here is counted, by what is known of them beforehand (connections,
requests, bytes) and by what was measured (computing, working out events). As long as another tenant has asked for
something lately, one that has used up its share waits, at an even pace: nothing is refused but what would wait too
long. Alone, a tenant is not held up.
"""

import asyncio
from time import monotonic

from py_api.errors import ApiError

LATELY = 10.0  # seconds within which another tenant must have asked for something; longer than a request may take
# What things take of the loop; what comes in floods, with what it takes of the machine besides (measured
# on two cores, with the client and PostgreSQL on them).
REQUEST_SECONDS = 0.0003  # a small one
ARRIVAL_SECONDS = 0.0003  # a connection, until it is open
CONNECTION_SECONDS = 0.0008  # one over HTTP with its first request, besides
SOCKET_SECONDS = 0.004  # a WebSocket, until it is acknowledged
SUBSCRIPTION_SECONDS = 0.002  # to begin one
BYTE_SECONDS = 2e-8  # of an answer, or of a body
BURST_SECONDS = 0.005  # that a tenant may use at once after a pause
LONGEST_SECONDS = 5.0  # that a tenant waits; what would wait longer is refused
MOST_SECONDS = 2.0  # of them for what it did: more is not owed
LONGEST_REST = 0.2  # between two pieces of long work
TENANTS = 10_000


class _Account:
    """free: when the tenant has paid for all that it did or asked for; paid: for what it did."""

    __slots__ = ("free", "paid")

    def __init__(self) -> None:
        self.free = self.paid = 0.0


class FairShare:
    """One a process. percent: of the time, for one tenant while others want something; 0: all of it.

    waited: requests, for metrics.
    """

    def __init__(self, percent: int = 0) -> None:
        self._share = percent / 100
        self._accounts: dict[str, _Account] = {}
        self._last, self._before = ("", 0.0), ("", 0.0)  # the tenant that has asked last, and the one before it; when
        self.waited = 0

    def seen(self, slug: str) -> None:
        """The tenant asks for something."""
        if slug != self._last[0]:
            self._before = self._last
        self._last = (slug, monotonic())

    def others_want(self, slug: str) -> bool:
        other, when = self._before if self._last[0] == slug else self._last
        return bool(other) and monotonic() - when <= LATELY

    def charge(self, slug: str, seconds: float, *, aside: bool = False) -> None:
        """What something has taken of the process's time, while others want something.

        aside: beside the loop, so that the tenant's ordinary requests do not wait for it.
        """
        if self._share and self.others_want(slug):
            account, now = self._account(slug), monotonic()
            if not aside:
                account.free = max(min(self._later(account.free, seconds, now), now + MOST_SECONDS), account.free)
            account.paid = min(self._later(account.paid, seconds, now), now + MOST_SECONDS)

    def owes(self, slug: str) -> float:
        """Seconds until the tenant has paid for what it did; 0 where no other wants something."""
        account = self._accounts.get(slug)
        if account is None:
            return 0.0
        return max(account.paid - monotonic(), 0.0) if self.others_want(slug) else 0.0

    async def turn(self, slug: str, seconds: float, longest: float = LONGEST_SECONDS) -> None:
        """Before something that is expected to take so long. longest: it waits. Errors: TENANT_BUSY."""
        self.seen(slug)
        if self._share and self.others_want(slug):
            await self._wait(slug, seconds, longest)

    async def _wait(self, whose: str, seconds: float, longest: float) -> None:
        account, now = self._account(whose), monotonic()
        wait = account.free - now
        if wait >= longest:
            raise _busy()
        account.free = self._later(account.free, seconds, now)
        if wait > 0:
            self.waited += 1
            await asyncio.sleep(wait)

    def rest(self, slug: str, seconds: float) -> float:
        """How long what goes on in pieces pauses after one that took so long."""
        if not (self._share and self.others_want(slug)):
            return 0.0
        return min(seconds * (1.0 / self._share - 1.0), LONGEST_REST)

    async def arrival(self, address: str) -> None:
        """Before a connection from there is opened. It may be anyone's until its token is read. Errors: TENANT_BUSY."""
        (last, when), (before, and_when) = self._last, self._before
        if self._share and last and before and monotonic() - min(when, and_when) <= LATELY:
            await self._wait("@" + address, ARRIVAL_SECONDS, LONGEST_SECONDS)

    def _later(self, when: float, seconds: float, now: float) -> float:
        """When so much more is paid for."""
        return max(when, now - BURST_SECONDS / self._share) + seconds / self._share

    def _account(self, slug: str) -> _Account:
        account = self._accounts.get(slug)
        if account is None:
            if len(self._accounts) >= TENANTS:
                now = monotonic()
                self._accounts = {slug: each for slug, each in self._accounts.items() if each.free > now}
            account = self._accounts[slug] = _Account()
        return account


def _busy() -> ApiError:
    hint = "Try again a little later, with fewer requests at once."
    return ApiError("this tenant's requests take more than its share of the server", "TENANT_BUSY", 503, hint=hint)
