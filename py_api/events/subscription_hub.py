"""The subscriptions of a process: a feed for each tenant that has any."""

import asyncio
import logging
import time
from collections import OrderedDict
from contextlib import suppress
from typing import Any
from uuid import UUID

from graphql import OperationType

from py_api import json_text
from py_api.catalog import load
from py_api.database import statement
from py_api.engine.engine import Engine, Operation
from py_api.engine.schema_cache import ATTEMPTS, ROUNDS, Served, restless
from py_api.errors import ApiError, Failure, tenant_changed
from py_api.events.event_sink import Sink
from py_api.events.log_follower import SPACING_SECONDS, Feed
from py_api.events.subscription_group import Channel, Subscription
from py_api.logs import reason
from py_api.principal import Principal

RENEW_SECONDS = 20.0
NOBODY_SECONDS = 60.0  # how long nobody is believed to listen to a tenant, unless it is said otherwise
CHARACTERS = 32 * 1024 * 1024  # of documents and variables of a tenant's subscriptions, that are kept
TENANTS = 10_000  # that are remembered to have no listeners
NOWHERE = str(UUID(int=0))

_log = logging.getLogger("thingbase.events")


class Hub:
    """One a process; the listener's audience for data. wrote: to be called after each commit of the API's own."""

    def __init__(self, engine: Engine, limit: int) -> None:
        self._engine = engine
        self._limit = limit  # subscriptions of a tenant
        self._feeds: dict[str, Feed] = {}
        self._nobody: OrderedDict[str, float] = OrderedDict()  # tenants, until when nobody listens to them
        self._waking: dict[str, bool] = {}  # tenants whose listeners are being told; is there more to tell?
        self._listening = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._renewing: asyncio.Task[None] | None = None

    # --- subscribing ----------------------------------------------------------------------------------------------

    async def subscribe(
        self, principal: Principal, operation: Operation, sink: Sink, after: str | None = None
    ) -> Subscription:
        """after: a cursor, before the operation's own. Raises Rejected, ApiError, Refused, Unavailable."""
        slug = principal.tenant
        if slug is None:
            raise ApiError("the token has no tenant", "FORBIDDEN", 403, hint="Ask for a token of a tenant.")
        await self._engine.admit(principal)
        channel, own = await self._channel(principal, slug, operation)
        after = after or own
        if after is not None and not (after.isascii() and after.isprintable()):
            hint = "Pass a cursor exactly as it was given."
            raise ApiError("this is not an event cursor", "INVALID_CURSOR", hint=hint)
        while True:
            feed = self._feeds.get(slug)
            if feed is None:
                feed = self._feeds[slug] = Feed(slug, self._engine, self._ended)
                if self._renewing is None:
                    self._renewing = asyncio.create_task(self._renew())
            await feed.begin()
            self._check_limits(feed, channel)
            await feed.try_out(channel)
            await self._engine.admit(principal)  # the tenant of the slug may be another by now
            if not feed.ended:
                break
        self._check_limits(feed, channel)  # others have come meanwhile
        return feed.join(sink, channel, after)

    def _check_limits(self, feed: Feed, channel: Channel) -> None:
        if feed.subscriptions >= self._limit:
            raise ApiError(
                f"the tenant already has {self._limit} subscriptions on this server",
                "SUBSCRIPTION_LIMIT",
                429,
                limit=self._limit,
            )
        if channel.key not in feed.channels and feed.characters + channel.size > (limit := CHARACTERS):
            raise ApiError(
                "the documents and variables of the tenant's subscriptions on this server"
                f" already have {limit} characters",
                "SUBSCRIPTION_LIMIT", 429, limit=limit, hint="Use shorter lists, or end other subscriptions first.",
            )  # fmt: skip

    async def _channel(self, principal: Principal, slug: str, operation: Operation) -> tuple[Channel, str | None]:
        """The channel that it would have, and the cursor that it names."""
        schemas, seen = self._engine.schemas, operation.seen_version
        for _ in range(ATTEMPTS):
            tenant = schemas.known(slug, seen) or await schemas.current(principal, seen)
            try:
                return await self._planned(slug, tenant.served, operation)
            except load.Outdated:
                schemas.outdated(slug)
        raise restless()

    async def _planned(self, slug: str, served: Served, operation: Operation) -> tuple[Channel, str | None]:
        work, variables, plan = await self._engine.planned(slug, served, operation)
        if work.kind is not OperationType.SUBSCRIPTION:
            raise ApiError(
                "this operation is not a subscription", "NOT_SUPPORTED", hint="Send it as a request of its own."
            )
        plan.guards.check(variables)
        after = plan.events.args.get("after")
        of_cursor = after.path[0] if after is not None and after.path is not None else None
        events = plan.events

        def make() -> Channel:
            told = {name: value for name, value in variables.items() if name != of_cursor}
            key = (operation.query, operation.name, json_text.dumps(told))
            return Channel(key, operation, served, events, variables, len(key[0]) + len(key[2]))

        run = self._engine.beside(slug, operation)
        channel = await self._engine.schemas.loading(slug, served, make, ROUNDS, run)
        return channel, None if after is None else after.plain(variables)

    def _ended(self, feed: Feed) -> None:
        if self._feeds.get(feed.slug) is feed:
            del self._feeds[feed.slug]
        self._start(feed.leave())

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            for feed in list(self._feeds.values()):
                try:
                    await feed.renew()
                except Failure as error:
                    _log.info("the subscription to tenant %s is not renewed: %s", feed.slug, reason(error))

    # --- waking ---------------------------------------------------------------------------------------------------

    def wrote(self, slug: str) -> None:
        """The API has committed something of a tenant's: its listeners are told, here and elsewhere."""
        feed = self._feeds.get(slug)
        if feed is not None:
            feed.wake()
        if self._listening and self._nobody.get(slug, 0.0) > time.monotonic():
            return
        if slug in self._waking:
            self._waking[slug] = True
        else:
            self._waking[slug] = False
            self._start(self._tell(slug))

    async def _tell(self, slug: str) -> None:
        """One statement at a time for a tenant, however much is written meanwhile."""
        try:
            while True:
                feed = self._feeds.get(slug)
                asked = time.monotonic()
                async with self._engine.pools.connection(slug) as connection:
                    found = await connection.fetch_values(statement("wake"), (slug, feed.id if feed else NOWHERE))
                if not (found and found[0]):
                    self._nobody[slug] = asked + NOBODY_SECONDS
                    self._nobody.move_to_end(slug)
                    if len(self._nobody) > TENANTS:
                        self._nobody.popitem(last=False)
                await asyncio.sleep(SPACING_SECONDS)
                if not self._waking[slug]:
                    return
                self._waking[slug] = False
        except Failure as error:  # they look for themselves, every second
            _log.info("listeners of tenant %s are not told: %s", slug, reason(error))
        finally:
            del self._waking[slug]

    # --- what the listener says -----------------------------------------------------------------------------------

    def data_changed(self, tenant: str) -> None:
        feed = self._feeds.get(tenant)
        if feed is not None:
            feed.wake()

    def schema_changed(self, tenant: str, version: int) -> None:
        self.data_changed(tenant)

    def subscribed(self, tenant: str) -> None:
        """Somebody, here or elsewhere, listens to the tenant."""
        self._nobody.pop(tenant, None)

    def tenant_left(self, slug: str) -> None:
        """Suspended, renamed or dropped: its subscriptions end."""
        self._nobody.pop(slug, None)
        feed = self._feeds.get(slug)
        if feed is not None:
            feed.end([tenant_changed().as_json()])

    def listener_lost(self) -> None:
        self._listening = False

    def listener_back(self) -> None:
        self._listening = True
        self._nobody.clear()
        for feed in self._feeds.values():
            feed.wake()

    # --- the rest -------------------------------------------------------------------------------------------------

    def metrics(self) -> dict[str, int]:
        return {
            "feeds": len(self._feeds),
            "channels": sum(len(feed.channels) for feed in self._feeds.values()),
            "subscriptions": sum(feed.subscriptions for feed in self._feeds.values()),
        }

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Ends all subscriptions, without a word: the transports have said what there is to say."""
        if self._renewing is not None:
            self._renewing.cancel()
        for feed in list(self._feeds.values()):
            feed.end([])
        with suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                await asyncio.gather(*self._tasks, return_exceptions=True)
