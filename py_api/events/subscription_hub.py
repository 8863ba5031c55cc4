"""The subscriptions of a process: a follower for each tenant that has any."""

import asyncio
import logging
import time
from math import inf
from uuid import UUID

from py_api import json_text
from py_api.background import BackgroundTasks
from py_api.compiler.plan import SubscriptionPlan
from py_api.database import statement
from py_api.engine.engine import Engine
from py_api.engine.masked_schemas import seen_by
from py_api.engine.request import GraphQLRequest
from py_api.engine.schema_cache import ROUNDS, CompiledSchema, TenantSchema
from py_api.errors import ApiError, Failure, resync_after_move, tenant_changed
from py_api.events.event_sink import EventSink
from py_api.events.log_follower import SPACING_SECONDS, LogFollower
from py_api.events.subscription_group import Subscription, SubscriptionGroup
from py_api.fair_share import SUBSCRIPTION_SECONDS
from py_api.logs import reason
from py_api.lru import Lru
from py_api.principal import Principal

RENEW_SECONDS = 20.0
NOBODY_SECONDS = 60.0  # how long a tenant is taken to have no listeners, without news of one
CHARACTERS = 32 * 1024 * 1024  # of documents and variables of a tenant's subscriptions, that are kept
TENANTS = 10_000  # that are remembered to have no listeners
NOWHERE = str(UUID(int=0))

_log = logging.getLogger("thingbase.events")


class SubscriptionHub:
    """One a process; the listener's audience for data. wrote: to be called after each commit of the API's own."""

    def __init__(self, engine: Engine, limit: int) -> None:
        self._engine = engine
        self._limit = limit  # subscriptions of a tenant that has no limit of its own
        self._followers: dict[str, LogFollower] = {}
        self._nobody: Lru[str, float] = Lru(TENANTS)  # tenant -> until when it is taken to have no listeners
        self._waking: dict[str, bool] = {}  # tenant whose listeners are being woken -> whether to wake them once more
        self._heard: set[str | None] = set()  # servers whose notifications come
        self._tasks = BackgroundTasks()
        self._renewing: asyncio.Task[None] | None = None

    # --- subscribing ----------------------------------------------------------------------------------------------

    async def subscribe(
        self, principal: Principal, request: GraphQLRequest, sink: EventSink, after: str | None = None
    ) -> Subscription:
        """after: a cursor, before the operation's own. Raises RequestError, ApiError, DatabaseError, Unavailable."""
        slug = principal.tenant
        if slug is None:
            raise ApiError("the token has no tenant", "FORBIDDEN", 403, hint="Ask for a token of a tenant.")
        await self._engine.share.turn(slug, SUBSCRIPTION_SECONDS, inf)
        await self._engine.admit(principal)
        group, named = await self._group(principal, slug, request)
        after = after or named
        if after is not None and not (after.isascii() and after.isprintable()):
            hint = "Pass a cursor exactly as it was given."
            raise ApiError("this is not an event cursor", "INVALID_CURSOR", hint=hint)
        while True:
            follower = self._followers.get(slug)
            if follower is None:
                follower = self._followers[slug] = LogFollower(slug, self._engine, self._ended)
                if self._renewing is None:
                    self._renewing = asyncio.create_task(self._renew())
            await follower.begin()
            self._check_limits(follower, group)
            if group.key not in follower.membership.groups:
                await follower.evaluation.try_out(group)
            await self._engine.admit(principal)  # the tenant of the slug may be another by now
            if not follower.ended:
                break
        self._check_limits(follower, group)  # others have come meanwhile
        return follower.join(sink, group, after)

    def _check_limits(self, follower: LogFollower, group: SubscriptionGroup) -> None:
        members = follower.membership
        tenant = self._engine.schemas.tenants.get(follower.slug)
        most = int(tenant.own.get("subscriptions", self._limit)) if tenant is not None else self._limit
        if members.subscriptions >= most:
            raise ApiError(
                f"the tenant already has {most} subscriptions on this server",
                "SUBSCRIPTION_LIMIT",
                429,
                limit=most,
                hint="End others first. The limit is subscriptions.",
            )
        if group.key not in members.groups and members.characters + group.size > (limit := CHARACTERS):
            raise ApiError(
                "the documents and variables of the tenant's subscriptions on this server"
                f" already have {limit} characters",
                "SUBSCRIPTION_LIMIT",
                429,
                limit=limit,
                hint="Use shorter lists, or end other subscriptions first.",
            )

    async def _group(
        self, principal: Principal, slug: str, request: GraphQLRequest
    ) -> tuple[SubscriptionGroup, str | None]:
        """The group of the operation, and the cursor that it names."""

        async def planned(tenant: TenantSchema, attempt: int) -> tuple[SubscriptionGroup, str | None]:
            if attempt == 0:
                await self._engine.rates.admit(slug, tenant.origin, tenant.rates)
            schema, _ = await seen_by(self._engine.schemas, slug, tenant, principal)
            return await self._planned(slug, schema, request)

        return await self._engine.schemas.with_current(slug, principal, request.seen_version, planned)

    async def _planned(
        self, slug: str, schema: CompiledSchema, request: GraphQLRequest
    ) -> tuple[SubscriptionGroup, str | None]:
        _, variables, _, plan = await self._engine.planner.planned(slug, schema, request)
        if not isinstance(plan, SubscriptionPlan):
            raise ApiError(
                "this operation is not a subscription", "NOT_SUPPORTED", hint="Send it as a request of its own."
            )
        plan.guards.check(variables)
        after = plan.events.args.get("after")
        of_cursor = after.path[0] if after is not None and after.path is not None else None
        events = plan.events

        def make() -> SubscriptionGroup:
            others = {name: value for name, value in variables.items() if name != of_cursor}
            key = (request.query, request.name, json_text.dumps(others))
            return SubscriptionGroup(key, request, schema, events, variables, len(key[0]) + len(key[2]))

        run = self._engine.planner.beside(slug, request)
        group = await self._engine.schemas.loading(slug, schema, make, ROUNDS, run)
        return group, None if after is None else after.plain(variables)

    def _ended(self, follower: LogFollower) -> None:
        if self._followers.get(follower.slug) is follower:
            del self._followers[follower.slug]
        self._tasks.start(follower.leave())

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            for follower in list(self._followers.values()):
                try:
                    await follower.renew()
                except Failure as error:
                    _log.info("the subscription to tenant %s is not renewed: %s", follower.slug, reason(error))

    # --- waking ---------------------------------------------------------------------------------------------------

    def wrote(self, slug: str) -> None:
        """Called after a commit of the API: wakes the tenant's listeners, here and in other processes."""
        follower = self._followers.get(slug)
        if follower is not None:
            follower.wake()
        if (
            self._engine.pools.tenants.server_of(slug) in self._heard
            and (self._nobody.get(slug) or 0.0) > time.monotonic()
        ):
            return
        if slug in self._waking:
            self._waking[slug] = True
        else:
            self._waking[slug] = False
            self._tasks.start(self._tell(slug))

    async def _tell(self, slug: str) -> None:
        """Wakes the tenant's listeners, one statement at a time however much is written."""
        try:
            while True:
                follower = self._followers.get(slug)
                asked = time.monotonic()
                async with self._engine.pools.connection(slug) as connection:
                    row = await connection.fetch_values(statement("wake"), (slug, follower.id if follower else NOWHERE))
                if not (row and row[0]):
                    self._nobody.put(slug, asked + NOBODY_SECONDS)
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
        follower = self._followers.get(tenant)
        if follower is not None:
            follower.wake()

    def schema_changed(self, tenant: str, version: int) -> None:
        self.data_changed(tenant)

    def subscribed(self, tenant: str) -> None:
        """Called when a process begins to listen to the tenant."""
        self._nobody.pop(tenant)

    def tenant_left(self, slug: str) -> None:
        """Suspended, renamed or dropped: its subscriptions end."""
        self._nobody.pop(slug)
        follower = self._followers.get(slug)
        if follower is not None:
            follower.end([tenant_changed().as_json()])

    def tenant_moved(self, slug: str) -> None:
        """To another server, with a log of its own: cursors of the one before are of no use there."""
        self._nobody.pop(slug)
        follower = self._followers.get(slug)
        if follower is not None:
            follower.end([resync_after_move().as_json()])

    def listener_lost(self, server: str | None = None) -> None:
        self._heard.discard(server)

    def listener_back(self, server: str | None = None) -> None:
        self._heard.add(server)
        self._nobody.clear()
        for follower in self._followers.values():
            follower.wake()

    # --- the rest -------------------------------------------------------------------------------------------------

    def metrics(self) -> dict[str, int]:
        """How much there is now. Other threads than the loop's may ask, so it counts what it has copied."""
        members = [follower.membership for follower in list(self._followers.values())]
        return {
            "feeds": len(members),
            "channels": sum(len(membership.groups) for membership in members),
            "subscriptions": sum(membership.subscriptions for membership in members),
        }

    def tenant_metrics(self) -> dict[str, dict[str, float]]:
        """By tenant."""
        return {
            follower.slug: {
                "subscriptions": follower.membership.subscriptions, "events_behind_seconds": follower.behind(),
            }
            for follower in list(self._followers.values())
        }  # fmt: skip

    async def close(self) -> None:
        """Ends all subscriptions without a message: the transports have sent theirs."""
        if self._renewing is not None:
            self._renewing.cancel()
        for follower in list(self._followers.values()):
            follower.end([])
        await self._tasks.wait(1.0)
