"""Follows the log of one tenant for all its subscriptions in this process: each change is read once.

The position is a snapshot of the database, never a number: what commits late comes late, and nothing is passed over
(thing.read_events). A subscription that begins in the past is replayed to, at its client's pace, until it has come as
far as the follower; then it joins, between two pages, so that nothing is missed and nothing comes twice. So are the
subscriptions whose form of filter or selection takes too long, that the others need not wait for them.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from time import monotonic
from typing import Any
from uuid import uuid4

from py_api.background import BackgroundTasks
from py_api.compiler.operation import RequestError
from py_api.database import statement
from py_api.engine import error_mapping
from py_api.engine.engine import Engine
from py_api.errors import ApiError, DatabaseError, Unavailable
from py_api.events.change_log import PAGE, LogReader, now
from py_api.events.delivery import Haste
from py_api.events.evaluation import Evaluation
from py_api.events.event_sink import EventSink
from py_api.events.group_index import GroupIndex
from py_api.events.membership import Membership
from py_api.events.replay import Replay
from py_api.events.subscription_errors import with_detail
from py_api.events.subscription_group import Subscription, SubscriptionGroup
from py_api.logs import Outage, reason

SPACING_SECONDS = 0.004  # between two readings, so that many changes come together
EVENT_SECONDS = 0.0005  # more for each event of the last page: what comes fast comes in larger ones
LONGEST_SPACING_SECONDS = 0.1
POLL_SECONDS = 1.0  # events without a notification are found after this time
# While changes come so fast, they are looked for all the time, and writers need not notify. (With fewer, the lock that
# goes with a notification is hardly ever waited for, and being told is faster than looking.)
BUSY_EVENTS, BUSY_SECONDS = 150, 1.0
AWAKE_SECONDS, AWAKE_POLL_SECONDS = 3.0, 0.005
REMEMBERED_SECONDS = 0.2  # so long a writer that has found us awake does not ask again
# Writers that looked for subscribers before we had subscribed do not notify when they commit.
SETTLING_SECONDS, SETTLING_POLL_SECONDS = 5.0, 0.2
BEAT_SECONDS = 5.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 2.0  # before trying again
FAILURES = 5  # unexpected ones in a row, after which its subscriptions are ended
REPLAYS = 8  # at once
SET_APART = 2  # at once, of those that are too slow for the others
SUSPECT_SECONDS = 30.0  # so long a form that took too long is not tried while others wait
TTL = "1 minute"

_log = logging.getLogger("thingbase.events")


class LogFollower:
    """begin before anything else. Not to be used after it has ended."""

    def __init__(self, slug: str, engine: Engine, on_end: Callable[["LogFollower"], None]) -> None:
        self.slug = slug
        self.id = str(uuid4())
        self.ended = False
        self.position = ""
        self.lock = asyncio.Lock()  # held while the position moves
        self.membership = Membership(self._end)
        self.reader = LogReader(engine.pools, slug)
        self.evaluation = Evaluation(slug, engine, self.membership.end_group)
        self._pools, self._share = engine.pools, engine.share
        self._on_end = on_end
        self._outage = Outage(_log, f"events of tenant {slug} wait", "they are read when the database answers again")
        self._news = asyncio.Event()
        self._replays, self._apart = asyncio.Semaphore(REPLAYS), asyncio.Semaphore(SET_APART)
        self._suspects: dict[str, float] = {}  # forms, until when they are
        self._tasks = BackgroundTasks(
            failed=lambda error: self.end([error_mapping.internal_error(error)])
        )  # never in silence
        self._begun: asyncio.Future[None] | None = None
        self.read = 0  # events, for metrics
        self._at_end = monotonic()

    # --- life -----------------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Returns when it follows the log. Concurrent callers share one start. Raises Failure."""
        if self._begun is None:
            self._begun = asyncio.ensure_future(self._begin())
        await asyncio.shield(self._begun)

    async def _begin(self) -> None:
        try:
            await self.renew()
            async with self._pools.connection(self.slug) as connection:
                self.position = await now(connection, self.slug)
        except BaseException:
            self._end()
            raise
        self._tasks.start(self._run())

    def behind(self) -> float:
        """Seconds since it has read the log to its end: some tenths of one where all is well."""
        return monotonic() - self._at_end

    async def renew(self) -> None:
        """Have writers notify; they forget us by themselves."""
        async with self._pools.tenants.admin_of(self.slug) as admin:
            await admin.fetch_values(statement("subscribe"), (self.slug, TTL, self.id))

    def wake(self) -> None:
        """There may be news."""
        self._news.set()

    def _end(self) -> None:
        if not self.ended:
            self.ended = True
            self._on_end(self)
            self._tasks.cancel()

    def end(self, errors: list[dict[str, Any]]) -> None:
        """Ends all its subscriptions, and itself."""
        self.membership.end(errors)
        self._end()

    async def leave(self) -> None:
        """Writers need not notify us any more."""
        with suppress(DatabaseError, Unavailable, ApiError):
            async with self._pools.tenants.admin_of(self.slug) as admin:
                await admin.fetch_values(statement("unsubscribe"), (self.slug, self.id))

    def join(self, sink: EventSink, group: SubscriptionGroup, after: str | None) -> Subscription:
        """group: one of those there are, or a new one. after: a cursor; None: what comes from here on."""
        subscription = self.membership.register(sink, group)
        if after is None:
            self.membership.add(subscription)
            sink.beat(self.position)
        else:
            apart = subscription.group.apart([subscription])
            self._tasks.start(self._replay(Replay(self, [apart], after, self._replays, of_client=True)))
        return subscription

    # --- following ------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        settled = loop.time() + SETTLING_SECONDS
        beat = loop.time() + BEAT_SECONDS
        awake, counted, since = 0.0, self.read, loop.time()
        looked = since
        while not self.ended:
            poll = SETTLING_POLL_SECONDS if looked <= settled else POLL_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(AWAKE_POLL_SECONDS if looked <= awake else poll):
                    await self._news.wait()
            self._news.clear()
            looked, before = loop.time(), self.read
            await self._persistently(self._advance, self.end)
            self._at_end = monotonic()
            now = loop.time()
            busy = self.read - counted >= BUSY_EVENTS
            if busy and awake - now < AWAKE_SECONDS / 2:
                awake = await self._stay_awake()
            if busy or now - since >= BUSY_SECONDS:
                counted, since = self.read, now
            if now >= beat:
                beat = now + BEAT_SECONDS
                self.membership.beat(self.position)
                if not self.membership.groups:  # the client that started it left before joining
                    self._end()
            await asyncio.sleep(min(SPACING_SECONDS + EVENT_SECONDS * (self.read - before), LONGEST_SPACING_SECONDS))

    async def _stay_awake(self) -> float:
        """Until when writers do not notify us, at most: so long we look all the time, and once more."""
        try:
            async with self._pools.tenants.admin_of(self.slug) as admin:
                await admin.fetch_values(statement("stay_awake"), (self.slug, self.id, f"{AWAKE_SECONDS} seconds"))
        except (DatabaseError, Unavailable) as error:
            _log.info("writers of tenant %s are not told that they are heard: %s", self.slug, reason(error))
        # It may have been done, whatever was said.
        return asyncio.get_running_loop().time() + AWAKE_SECONDS + REMEMBERED_SECONDS

    async def _persistently(
        self, work: Callable[[], Awaitable[None]], end: Callable[[list[dict[str, Any]]], None]
    ) -> None:
        """Do it, again and again where the database is away; end where it refuses."""
        pause, failures = SHORTEST_PAUSE, 0
        while not self.ended:
            try:
                await work()
            except Unavailable as error:
                self._outage.begins(error)
            except ApiError as error:
                if error.status != 503:
                    return end([error.as_json()])
                self._outage.begins(error)
            except DatabaseError as error:
                if error.code is not None:
                    return end([with_detail(error)])
                failures += 1
                if failures == FAILURES:
                    return end([error_mapping.general_entry(error)])
            except RequestError as error:
                return end(error.errors)
            except Exception as error:
                failures += 1
                _log.exception("events of tenant %s could not be delivered", self.slug)
                if failures == FAILURES:
                    return end([error_mapping.internal_error(error)])
            else:
                return None
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, LONGEST_PAUSE)
        return None

    async def _advance(self) -> None:
        async with self.lock:
            await self.read_to_now()
            self._outage.ends()

    async def read_to_now(self) -> None:
        """With the lock held."""
        index = self.membership.index
        while True:
            wanted, added, begun = index.wanted(), index.added, monotonic()
            page = await self.reader.page(self.position, wanted)
            if wanted is not None and index.added != added:  # new groups may want other events
                page = await self.reader.page(self.position)
            taken = monotonic() - begun
            self.read += page.looked_at
            haste = Haste(self._under_suspicion())
            events = page.events
            while events:
                sent, count = await self.evaluation.work_out(events, index, haste, PAGE)
                if sent.slow:
                    until = asyncio.get_running_loop().time() + SUSPECT_SECONDS
                    self._suspects |= dict.fromkeys(sent.tardy, until)
                    for groups in sent.slow:
                        await self.set_apart(groups, index, self.position)
                await self.membership.deliver(events, sent, self.evaluation.pace())
                self.position, events = events[count - 1].cursor, events[count:]
            self.position = page.position
            await asyncio.sleep(self._share.rest(self.slug, taken))
            if not page.more:
                return

    def _under_suspicion(self) -> Collection[str]:
        now = asyncio.get_running_loop().time()
        self._suspects = {form: until for form, until in self._suspects.items() if until > now}
        return self._suspects

    async def set_apart(
        self, groups: Collection[SubscriptionGroup], index: GroupIndex, position: str, most: int = PAGE
    ) -> None:
        """These of a directory, of which nothing has been sent of what lies after the position. most: events of the
        first slice."""
        _log.info("%d kinds of subscriptions of tenant %s go on apart", len(groups), self.slug)
        pace, apart = self.evaluation.pace(), []
        for group in groups:
            index.remove(group)
            members, group.members = group.members, {}
            apart.append(group.apart(members))
            if pace.due:
                await pace.rest()
        self._tasks.start(self._replay(Replay(self, apart, position, self._apart, most=most)))

    async def _replay(self, replay: Replay) -> None:
        await replay.begin()
        await self._persistently(replay.catch_up, replay.end)
