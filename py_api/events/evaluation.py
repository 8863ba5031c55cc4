"""What groups of subscriptions are sent of some events, by the tenant's present schema."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from py_api.catalog import load
from py_api.compiler.operation import RequestError
from py_api.compiler.plan import SubscriptionPlan
from py_api.cpu_budget import Spent
from py_api.database import statement
from py_api.engine.engine import Engine
from py_api.engine.schema_cache import CompiledSchema, TenantSchema
from py_api.errors import ApiError, DatabaseError, Unavailable
from py_api.events.change_log import SCHEMA, Event, nothing
from py_api.events.delivery import Haste, Sent, work_out
from py_api.events.group_index import Candidate, GroupIndex, SamePlan, Unfit
from py_api.events.pace import Pace
from py_api.events.subscription_errors import schema_changed, unservable
from py_api.events.subscription_group import SubscriptionGroup
from py_api.principal import Principal

SLICE = 100_000  # pairs of an event and a group that are worked out at once: it bounds what is held in memory
PROBE_SECONDS = 1.0  # for the cheapest statement: if it takes longer, no filter is to blame


class Evaluation:
    """end_group: is called with a group that cannot be served any more, and the entries of `errors` that say why."""

    def __init__(
        self, slug: str, engine: Engine, end_group: Callable[[SubscriptionGroup, list[dict[str, Any]]], None]
    ) -> None:
        self._slug = slug
        self._engine = engine
        self._pools = engine.pools
        self._end_group = end_group
        self._principal = Principal(slug, "viewer", "events", float("inf"))

    def pace(self) -> Pace:
        """Of work for the tenant's subscriptions."""
        return Pace(self._engine.share, self._slug)

    async def try_out(self, group: SubscriptionGroup) -> None:
        """Raises RequestError where PostgreSQL refuses the group's values, so that no event has to find out."""
        for class_id in group.class_ids or ():
            plan = group.plan.classes.get(class_id)  # all concrete ones are there; one will do for all
            if plan is not None and (plan.test is not None or plan.show.params):
                candidate = Candidate(group, replace(plan, exact=False), group.variables)  # PostgreSQL is asked
                with suppress(DatabaseError):  # a stale plan is recompiled with the first event
                    async with self._pools.connection(self._slug) as connection:
                        sent = await work_out(
                            connection,
                            [nothing(class_id)],
                            [[[candidate]]],
                            strict=True,
                            probe=self._probe,
                            pace=self.pace(),
                        )
                    if group in sent.broken:
                        raise RequestError([unservable(sent.broken[group])])
                return

    async def work_out(
        self, events: Sequence[Event], index: GroupIndex, haste: Haste | None, most: int
    ) -> tuple[Sent, int]:
        """What the groups of an index are sent of the first events (`most` of them), and of how many.

        Those whose selection does not hold any more are ended.
        """
        seen = max((event.version or 0 for event in events if event.operation == SCHEMA), default=None)
        work = partial(self._work_out, events, index, haste, most)
        return await self._engine.schemas.with_current(self._slug, self._principal, seen, work)

    async def _work_out(
        self,
        events: Sequence[Event],
        index: GroupIndex,
        haste: Haste | None,
        most: int,
        tenant: TenantSchema,
        attempt: int,
    ) -> tuple[Sent, int]:
        """Raises load.Outdated where the tenant is known to have another schema by now."""
        schema = tenant.schema
        try:
            if index.schema is not schema:
                await self._recompile(index, schema)
            index.at(tenant.version)
            candidates = await self._candidates_of(index, events[:most], schema)
            async with self._pools.connection(self._slug) as connection:
                sent = await work_out(
                    connection,
                    events[: len(candidates)],
                    candidates,
                    strict=attempt == 0,
                    probe=self._probe,
                    pace=self.pace(),
                    haste=haste,
                )
        except DatabaseError as error:
            if attempt > 0 or error.code is not None:
                raise
            raise load.Outdated from error
        return sent, len(candidates)

    async def _candidates_of(
        self, index: GroupIndex, events: Sequence[Event], schema: CompiledSchema
    ) -> list[list[SamePlan]]:
        """Candidates of the first events: as many as go with SLICE pairs, but one at least."""
        candidates: list[list[SamePlan]] = []
        pairs, pace = 0, self.pace()
        for event in events:
            by_plan = await self._candidates(index, event, schema, pace)
            pairs += sum(map(len, by_plan))
            if candidates and pairs > SLICE:
                break
            candidates.append(by_plan)
        return candidates

    async def _candidates(self, index: GroupIndex, event: Event, schema: CompiledSchema, pace: Pace) -> list[SamePlan]:
        schemas, class_id = self._engine.schemas, event.class_id
        while True:
            try:
                while class_id is not None and not await schemas.loading(
                    self._slug, schema, partial(index.fill, class_id, pace)
                ):
                    await pace.rest()
                by_plan = await schemas.loading(self._slug, schema, partial(index.candidates, event))
            except Unfit as error:
                index.remove(error.group)
                self._end_group(error.group, [error.error.as_json()])
            else:
                if pace.due:
                    await pace.rest()
                return by_plan

    async def _probe(self) -> None:
        """Raises Unavailable where it is the database that is slow."""
        try:
            async with self._pools.tenants.admin_of(self._slug) as admin:
                await admin.fetch_values(statement("probe"), (), PROBE_SECONDS)
        except DatabaseError as error:
            raise Unavailable("PostgreSQL is slow") from error

    async def _recompile(self, index: GroupIndex, schema: CompiledSchema) -> None:
        index.schema = None
        pace = self.pace()
        while behind := [group for group in index.groups if group.schema is not schema]:  # more may come
            for group in behind:
                if pace.due:
                    await pace.rest()
                try:
                    await self._use(group, schema)
                except (RequestError, ApiError) as error:
                    index.remove(group)
                    self._end_group(group, [schema_changed(error)])
        index.use(schema)

    async def _use(self, group: SubscriptionGroup, schema: CompiledSchema) -> None:
        planned = await self._engine.planner.planned(self._slug, schema, group.request, Spent.FREE)
        assert isinstance(planned.plan, SubscriptionPlan)
        use = partial(group.use, schema, planned.plan.events, planned.variables)
        await self._engine.schemas.loading(self._slug, schema, use)
