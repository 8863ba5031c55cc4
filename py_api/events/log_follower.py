"""Follows the log of one tenant for all its subscriptions in this process: each change is read once.

The position is a snapshot of the database, never a number: what commits late comes late, and nothing is passed over
(thing.read_events). A subscription that begins in the past is replayed to, at its client's pace, until it has come as
far as the follower; then it joins, between two pages, so that nothing is missed and nothing comes twice. So are the
subscriptions whose form of filter or selection takes too long, that the others need not wait for them.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from py_api.catalog import load
from py_api.compiler.operation import RequestError
from py_api.cpu_budget import Spent
from py_api.database import TOOK_TOO_LONG, statement
from py_api.engine import error_mapping
from py_api.engine.engine import Engine
from py_api.engine.schema_cache import ATTEMPTS, CompiledSchema, schema_kept_changing
from py_api.errors import ApiError, DatabaseError, Unavailable
from py_api.events.change_log import SCHEMA, Event, Page, nothing, now, read_page
from py_api.events.delivery import Haste, Sent, work_out
from py_api.events.event_sink import EventSink
from py_api.events.pace import Pace
from py_api.events.subscription_group import Candidate, GroupIndex, SamePlan, Subscription, SubscriptionGroup, Unfit
from py_api.logs import Outage, reason
from py_api.principal import Principal
from py_api.sqlstates import of_value

PAGE, SMALLEST_PAGE = 400, 10  # events read at once
SPARSE = 4  # where no more than one of so many is wanted, so many times as many are looked at
PAGE_BYTES = 4 * 2**20  # of their images; pages become smaller where events are larger than that allows
SPACING_SECONDS = 0.004  # between two readings, so that many changes come together
EVENT_SECONDS = 0.0005  # more for each event of the last page: what comes fast comes in larger ones
LONGEST_SPACING_SECONDS = 0.1
POLL_SECONDS = 1.0  # what no notification told of is found so soon
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
SLICE = 100_000  # pairs of an event and a group that are worked out at once: it bounds what is held in memory
PROBE_SECONDS = 1.0  # for the cheapest statement that there is: if it takes longer, no filter is to blame
TTL = "1 minute"

_log = logging.getLogger("thingbase.events")


class _TooSlow(Exception):
    """Others would have to wait."""


class LogFollower:
    """begin before anything else. Not to be used after it has ended."""

    def __init__(self, slug: str, engine: Engine, on_end: Callable[["LogFollower"], None]) -> None:
        self.slug = slug
        self.id = str(uuid4())
        self.groups: dict[Any, SubscriptionGroup] = {}
        self.subscriptions = self.characters = 0  # of all groups
        self.ended = False
        self._engine = engine
        self._pools = engine.pools
        self._on_end = on_end
        self._principal = Principal(slug, "viewer", "events", float("inf"))
        self._index = GroupIndex()
        self._position = ""
        self._outage = Outage(_log, f"events of tenant {slug} wait", "they are read when the database answers again")
        self._page_size = PAGE
        self._sparse = False
        self._news = asyncio.Event()
        self._lock = asyncio.Lock()  # held while the position moves
        self._replays, self._set_apart = asyncio.Semaphore(REPLAYS), asyncio.Semaphore(SET_APART)
        self._suspects: dict[str, float] = {}  # forms, until when they are
        self._tasks: set[asyncio.Task[None]] = set()
        self._begun: asyncio.Future[None] | None = None
        self.read = 0  # events, for metrics

    # --- life -----------------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Returns when it follows. Whoever asks meanwhile waits for the same beginning. Raises Failure."""
        if self._begun is None:
            self._begun = asyncio.ensure_future(self._begin())
        await asyncio.shield(self._begun)

    async def _begin(self) -> None:
        try:
            await self.renew()
            async with self._pools.connection(self.slug) as connection:
                self._position = await now(connection, self.slug)
        except BaseException:
            self._end()
            raise
        self._start(self._run())

    async def renew(self) -> None:
        """Have writers notify; they forget us by themselves."""
        async with self._pools.admin() as admin:
            await admin.fetch_values(statement("subscribe"), (self.slug, TTL, self.id))

    def wake(self) -> None:
        """There may be news."""
        self._news.set()

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:  # never in silence
            self.end([error_mapping.masked(error)])

    def _end(self) -> None:
        if not self.ended:
            self.ended = True
            self._on_end(self)
            current = asyncio.current_task()
            for task in self._tasks:
                if task is not current:
                    task.cancel()

    def end(self, errors: list[dict[str, Any]]) -> None:
        """Ends all its subscriptions, and itself."""
        for group in list(self.groups.values()):
            self._end_group(group, errors)
        self._end()

    async def leave(self) -> None:
        """Writers need not notify us any more."""
        with suppress(DatabaseError, Unavailable, ApiError):
            async with self._pools.admin() as admin:
                await admin.fetch_values(statement("unsubscribe"), (self.slug, self.id))

    # --- subscriptions --------------------------------------------------------------------------------------------

    async def try_out(self, group: SubscriptionGroup) -> None:
        """Raises RequestError where PostgreSQL refuses the values of a new group, so that no event has to find out."""
        if group.key in self.groups:
            return
        for class_id in group.class_ids or ():
            plan = group.plan.classes.get(class_id)  # all concrete ones are there; one will do for all
            if plan is not None and (plan.test is not None or plan.show.params):
                candidate = Candidate(group, replace(plan, exact=False), group.variables)  # PostgreSQL is asked
                with suppress(DatabaseError):  # a plan that is stale by now is made anew with the first event
                    async with self._pools.connection(self.slug) as connection:
                        sent = await work_out(
                            connection, [nothing(class_id)], [[[candidate]]], strict=True, probe=self._probe
                        )
                    if group in sent.broken:
                        raise RequestError([_unserved(sent.broken[group])])
                return

    def join(self, sink: EventSink, group: SubscriptionGroup, after: str | None) -> Subscription:
        """group: one of `groups`, or a new one. after: a cursor; None: what comes from here on."""
        if group.key not in self.groups:
            self.groups[group.key] = group
            self.characters += group.size
        group = self.groups[group.key]
        subscription = Subscription(sink, group, self._left)
        group.subscriptions[subscription] = None
        self.subscriptions += 1
        if after is None:
            self._add(subscription)
            sink.beat(self._position)
        else:
            self._start(self._catch_up([group.apart([subscription])], after, self._replays, given=True))
        return subscription

    def _add(self, subscription: Subscription) -> None:
        group = subscription.group
        group.members[subscription] = None
        if group not in self._index.groups:
            if group.schema is not self._index.schema:
                self._index.schema = None  # looked at with the next events
            self._index.add(group)

    def _left(self, subscription: Subscription) -> None:
        group = subscription.group
        del group.subscriptions[subscription]
        self.subscriptions -= 1
        group.members.pop(subscription, None)
        if not group.members:
            self._index.remove(group)
        if not group.subscriptions:
            del self.groups[group.key]
            self.characters -= group.size
        if not self.groups:
            self._end()

    def _end_group(self, group: SubscriptionGroup, errors: list[dict[str, Any]]) -> None:
        for subscription in list(group.subscriptions):
            self._end_subscription(subscription, errors)

    @staticmethod
    def _end_subscription(subscription: Subscription, errors: list[dict[str, Any]]) -> None:
        if subscription.live:
            subscription.cancel()
            subscription.sink.ended(errors)

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
            now = loop.time()
            busy = self.read - counted >= BUSY_EVENTS
            if busy and awake - now < AWAKE_SECONDS / 2:
                awake = await self._stay_awake()
            if busy or now - since >= BUSY_SECONDS:
                counted, since = self.read, now
            if now >= beat:
                beat = now + BEAT_SECONDS
                self._beat()
                if not self.groups:  # whoever had it begin has gone before joining
                    self._end()
            await asyncio.sleep(min(SPACING_SECONDS + EVENT_SECONDS * (self.read - before), LONGEST_SPACING_SECONDS))

    async def _stay_awake(self) -> float:
        """Until when writers do not notify us, at most: so long we look all the time, and once more."""
        try:
            async with self._pools.admin() as admin:
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
                    return end([_typed(error)])
                failures += 1
                if failures == FAILURES:
                    return end([error_mapping.outside(error)])
            except RequestError as error:
                return end(error.errors)
            except Exception as error:
                failures += 1
                _log.exception("events of tenant %s could not be delivered", self.slug)
                if failures == FAILURES:
                    return end([error_mapping.masked(error)])
            else:
                return None
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, LONGEST_PAUSE)
        return None

    async def _advance(self) -> None:
        async with self._lock:
            await self._read_to_now()
            self._outage.ends()

    async def _read_to_now(self) -> None:
        while True:
            wanted, added = self._index.wanted(), self._index.added
            page = await self._page(self._position, wanted)
            if wanted is not None and self._index.added != added:  # whoever has come meanwhile may want other events
                page = await self._page(self._position)
            self.read += page.looked_at
            haste = Haste(self._under_suspicion())
            events = page.events
            while events:
                sent, count = await self._worked_out(events, self._index, haste)
                if sent.slow:
                    until = asyncio.get_running_loop().time() + SUSPECT_SECONDS
                    self._suspects |= dict.fromkeys(sent.tardy, until)
                    for groups in sent.slow:
                        await self._go_on_apart(groups, self._index, self._position)
                await self._deliver(events, sent)
                self._position, events = events[count - 1].cursor, events[count:]
            self._position = page.position
            if not page.more:
                return

    def _under_suspicion(self) -> Collection[str]:
        now = asyncio.get_running_loop().time()
        self._suspects = {form: until for form, until in self._suspects.items() if until > now}
        return self._suspects

    async def _go_on_apart(
        self, groups: Collection[SubscriptionGroup], index: GroupIndex, position: str, most: int = PAGE
    ) -> None:
        """These of a directory, of which nothing has been sent of what lies after the position. most: events of the
        first slice."""
        _log.info("%d kinds of subscriptions of tenant %s go on apart", len(groups), self.slug)
        pace, apart = Pace(), []
        for group in groups:
            index.remove(group)
            members, group.members = group.members, {}
            apart.append(group.apart(members))
            if pace.due:
                await pace.rest()
        self._start(self._catch_up(apart, position, self._set_apart, most=most))

    async def _deliver(self, events: Sequence[Event], sent: Sent) -> None:
        """To whoever is there: who comes meanwhile begins after these events."""
        pace = Pace()
        for group, bodies in sent.bodies.items():
            members = list(group.members)
            for number, body in bodies:
                cursor = events[number].cursor
                for subscription in members:
                    self._give(subscription, body, cursor)
                    if pace.due:
                        await pace.rest()
        self._break(sent)

    @staticmethod
    def _give(subscription: Subscription, body: bytes, cursor: str) -> None:
        if subscription.live:
            try:
                subscription.sink.event(body, cursor)
            except Exception:  # one client's trouble is not the others'
                _log.exception("a client could not be given an event")
                subscription.cancel()

    async def _page(self, after: str, wanted: str | None = None, upto: str | None = None, given: bool = False) -> Page:
        limit = self._page_size * SPARSE if wanted is not None and self._sparse else self._page_size
        async with self._pools.connection(self.slug) as connection:
            page = await read_page(connection, self.slug, after, limit, upto, wanted, given)
        if page.looked_at > SPARSE:
            self._sparse = len(page.events) * SPARSE <= page.looked_at
        size = sum(len(event.old or b"") + len(event.new or b"") for event in page.events)
        if size > PAGE_BYTES:
            self._page_size = max(self._page_size // 2, SMALLEST_PAGE)
        elif page.more and size < PAGE_BYTES // 4:
            self._page_size = min(self._page_size * 2, PAGE)
        return page

    def _beat(self) -> None:
        for group in self._index.groups:
            for subscription in list(group.members):
                subscription.sink.beat(self._position)

    def _break(self, sent: Sent) -> None:
        for group, error in sent.broken.items():
            self._end_group(group, [_unserved(error)])

    # --- replaying ------------------------------------------------------------------------------------------------

    async def _catch_up(
        self,
        groups: Sequence[SubscriptionGroup],
        after: str,
        gate: asyncio.Semaphore,
        *,
        given: bool = False,
        most: int = PAGE,
    ) -> None:
        """Serve these (SubscriptionGroup.apart) from a cursor on. They join it when they have come as far.

        given: the cursor is a client's. most: events of the first slice. Where slow ones were looked for in vain, those
        that are still suspected are served apart from these, an event at first: so each time some are done with it, or
        are found to be slow, and nobody who is not waits for ever.
        """
        own = GroupIndex()
        pace = Pace()
        for group in groups:
            own.add(group)
            if pace.due:
                await pace.rest()
        position = after

        def live() -> list[Subscription]:
            """Those of them that have not left."""
            for group in list(own.groups):
                group.members = {each: None for each in group.members if each.live}
                if not group.members:
                    own.remove(group)
            return [each for group in own.groups for each in group.members]

        async def read(upto: str | None = None, haste: Haste | None = None) -> bool:
            """A page; is there more?"""
            nonlocal position, given, most
            page = await self._page(position, own.wanted(), upto, given)
            given = False
            events = page.events
            while events:
                sent, count = await self._worked_out(events, own, haste, most)
                if sent.slow and haste:
                    raise _TooSlow
                for groups in sent.slow:
                    await self._go_on_apart(groups, own, position, most=1)
                await self._deliver(events, sent)
                most = min(most * 2, PAGE)
                position, events = events[count - 1].cursor, events[count:]
            position = page.position
            return page.more

        async def join() -> None:
            """Raises _TooSlow where that would keep the others waiting."""
            async with self._lock:
                await self._read_to_now()  # so that the follower is not behind the clients
                haste = Haste()
                while live() and await read(self._position, haste):
                    pass
                pace = Pace()
                for subscription in live():
                    if subscription.live:  # it may have left meanwhile
                        self._add(subscription)
                        subscription.sink.beat(self._position)
                    if pace.due:
                        await pace.rest()

        async def catch_up() -> None:
            while here := live():
                async with gate:
                    more = await read()
                for subscription in here:
                    await subscription.sink.ready()
                if not more:
                    with suppress(_TooSlow):
                        return await join()
            return None

        def end(errors: list[dict[str, Any]]) -> None:
            for subscription in live():
                self._end_subscription(subscription, errors)

        await self._persistently(catch_up, end)

    # --- the schema -----------------------------------------------------------------------------------------------

    async def _worked_out(
        self, events: Sequence[Event], index: GroupIndex, haste: Haste | None, most: int = PAGE
    ) -> tuple[Sent, int]:
        """What the groups of a directory are sent of the first events (`most` of them), and of how many.

        Those whose selection does not hold any more are ended.
        """
        seen = max((e.version or 0 for e in events if e.operation == SCHEMA), default=None)
        schemas = self._engine.schemas
        for attempt in range(ATTEMPTS):
            tenant = schemas.known(self.slug, seen) or await schemas.current(self._principal, seen)
            schema = tenant.schema
            try:
                if index.schema is not schema:
                    await self._recompile(index, schema)
                index.at(tenant.version)
                chosen = await self._chosen(index, events[:most], schema)
                async with self._pools.connection(self.slug) as connection:
                    sent = await work_out(
                        connection, events[: len(chosen)], chosen,
                        strict=attempt == 0, probe=self._probe, haste=haste,
                    )  # fmt: skip
                return sent, len(chosen)
            except load.Outdated:
                schemas.outdated(self.slug)
            except DatabaseError as error:
                if attempt > 0 or error.code is not None:
                    raise
                schemas.outdated(self.slug)
        raise schema_kept_changing()

    async def _chosen(self, index: GroupIndex, events: Sequence[Event], schema: CompiledSchema) -> list[list[SamePlan]]:
        """Candidates of the first events: as many as go with SLICE pairs, but one at least."""
        chosen: list[list[SamePlan]] = []
        pairs, pace = 0, Pace()
        for event in events:
            found = await self._candidates(index, event, schema, pace)
            pairs += sum(map(len, found))
            if chosen and pairs > SLICE:
                break
            chosen.append(found)
        return chosen

    async def _candidates(self, index: GroupIndex, event: Event, schema: CompiledSchema, pace: Pace) -> list[SamePlan]:
        schemas, class_id = self._engine.schemas, event.class_id
        while True:
            try:
                while class_id is not None and not await schemas.loading(
                    self.slug, schema, partial(index.fill, class_id, pace)
                ):
                    await pace.rest()
                found = await schemas.loading(self.slug, schema, partial(index.candidates, event))
            except Unfit as error:
                index.remove(error.group)
                self._end_group(error.group, [error.error.as_json()])
            else:
                if pace.due:
                    await pace.rest()
                return found

    async def _probe(self) -> None:
        """Raises Unavailable where it is the database that is slow."""
        try:
            async with self._pools.admin() as admin:
                await admin.fetch_values(statement("probe"), (), PROBE_SECONDS)
        except DatabaseError as error:
            raise Unavailable("PostgreSQL is slow") from error

    async def _recompile(self, index: GroupIndex, schema: CompiledSchema) -> None:
        index.schema = None
        pace = Pace()
        while behind := [group for group in index.groups if group.schema is not schema]:  # more may come
            for group in behind:
                if pace.due:
                    await pace.rest()
                try:
                    await self._use(group, schema)
                except (RequestError, ApiError) as error:
                    index.remove(group)
                    self._end_group(group, [_schema_changed(error)])
        index.use(schema)

    async def _use(self, group: SubscriptionGroup, schema: CompiledSchema) -> None:
        _, variables, plan = await self._engine.planned(self.slug, schema, group.request, Spent.FREE)
        use = partial(group.use, schema, plan.events, variables)
        await self._engine.schemas.loading(self.slug, schema, use)


def _typed(error: DatabaseError) -> dict[str, Any]:
    """RESYNC and the like, with what they tell (the cursor to begin anew)."""
    found = error_mapping.outside(error)
    if isinstance(error.detail, dict):
        found["extensions"] |= error.detail
    return found


def _unserved(error: DatabaseError) -> dict[str, Any]:
    """What a subscription's own values or selection make impossible."""
    if error.sqlstate == TOOK_TOO_LONG:
        hint = "Ask for less (fewer wildcards, references, lists), and subscribe again after the last cursor."
        return ApiError(
            "the subscription's filter or selection takes too long", "SUBSCRIPTION_TOO_SLOW", 400, hint=hint
        ).as_json()
    if error.sqlstate[:2] == "22":
        return {"message": of_value(error.sqlstate), "extensions": {"code": "INVALID_VALUE"}}
    return error_mapping.outside(error)


def _schema_changed(error: RequestError | ApiError) -> dict[str, Any]:
    errors = error.errors if isinstance(error, RequestError) else [error.as_json()]
    hint = "Subscribe again, with what the schema has now, after the last cursor."
    message = f"the schema has changed: {errors[0]['message']}"
    return {"message": message, "extensions": {"code": "SCHEMA_CHANGED", "errors": errors, "hint": hint}}
