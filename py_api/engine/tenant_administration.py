"""What operators do with tenants, carried out on the server that each lives on; the directory learns what came of it.

Both are one transaction, or nearly: the directory's is committed last, when there is nothing left in it that could be
refused. (Where the connection is lost between the two, `doctor` says so, and the next command about the tenant writes
it down.)
"""

from collections.abc import Iterable, Mapping

from py_api.compiler.context_values import SERVER, ContextValues
from py_api.compiler.mutation.steps import CallStep
from py_api.compiler.plan import AdministrationPlan
from py_api.compiler.values import Variables
from py_api.database import Connection, TenantPools, statement
from py_api.engine import transaction
from py_api.engine.request import GraphQLRequest
from py_api.errors import ApiError


class TenantAdministration:
    """Runs mutations for operators."""

    def __init__(self, pools: TenantPools) -> None:
        self._pools = pools

    async def run(
        self, plan: AdministrationPlan, variables: Variables, context: ContextValues, request: GraphQLRequest
    ) -> bytes:
        """The JSON of "data". Errors: as of transaction.run; MIXED_OPERATION for tenants of several servers."""
        steps = [step for step in plan.steps if isinstance(step, CallStep) and step.tenant is not None]
        named = [str(step.tenant.plain(variables)) for step in steps if step.tenant is not None]
        async with self._pools.admin() as directory:
            homes = {row[0]: (row[1], row[2]) for row in await directory.fetch_rows(statement("homes"), (named,))}
            server = await _server(directory, steps, variables, {slug: home[1] for slug, home in homes.items()})
        context = {**context, SERVER: server}
        async with self._pools.servers.admin(server) as there:
            if server is None:
                data = await transaction.run(there, plan, variables, context, request)
            else:
                async with self._pools.admin() as directory:
                    learning = _Learning(directory, server, [home[0] for home in homes.values()], named)
                    data = await transaction.run(there, plan, variables, context, request, learning.learn)
                    await directory.commit()
            await there.fetch_values(statement("end_sessions"))  # of those that are suspended, renamed, dropped
        await self._pools.tenants.recheck()
        return data


async def _server(
    directory: Connection, steps: Iterable[CallStep], variables: Variables, lives: Mapping[str, str | None]
) -> str | None:
    """The one server that the steps are about. lives: where the tenants do that are known."""
    servers = dict(lives)
    about = set()
    for step in steps:
        assert step.tenant is not None
        slug = str(step.tenant.plain(variables))
        if step.server is not None and (asked := step.server.plain(variables)) is not None:
            if await directory.fetch_values(statement("server"), (asked,)) is None:
                raise ApiError(f"server {asked} does not exist", "UNKNOWN_SERVER", 404)
            servers[slug] = str(asked)
        about.add(servers.get(slug))
    if len(about) > 1:
        hint = "Send an operation for each server."
        raise ApiError("the tenants live on several servers", "MIXED_OPERATION", hint=hint)
    return next(iter(about), None)


class _Learning:
    """The directory's part. ids: of the tenants that are known; slugs: of all, also of those that are made."""

    def __init__(self, directory: Connection, server: str, ids: list[str], slugs: list[str]) -> None:
        self._directory, self._server, self._ids, self._slugs = directory, server, ids, slugs

    async def learn(self, there: Connection) -> None:
        """Writes down what the tenants are like in the transaction of `there`; that is left to be committed."""
        if not self._directory.usable:  # that of an earlier try
            await self._directory.execute("rollback")
        await self._directory.execute("begin")
        rows = {row[0]: row[1] for row in await there.fetch_rows(statement("tenants_now"), (self._ids, self._slugs))}
        for row in rows.values():
            await self._directory.fetch_values(statement("placed_tenant"), (row, self._server))
        for number in self._ids:
            if number not in rows:
                await self._directory.fetch_values(statement("forget_tenant"), (number,))
