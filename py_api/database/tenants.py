"""Who the tenants are: a slug may be another tenant's today than it was yesterday, so each has an id.

What is known of one holds until it is forgotten: when the listener says so, or when PostgreSQL refuses its login.
Nothing rests on that alone: the sessions of a tenant that leaves are ended by the database, and each one's password is
derived from its id.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from py_api.database.connection import Connection
from py_api.database.query_files import statement
from py_api.errors import ApiError, Failure
from py_api.single_flight import SingleFlight


@dataclass(frozen=True, slots=True)
class Identity:
    """role: that the API logs in with. since: when it was given its slug, epoch seconds."""

    slug: str
    id: str
    role: str
    since: float


class Tenants:
    """One a process. known: by slug; those that may log in. left: called with each slug that is forgotten."""

    def __init__(self, admin: Callable[[], AbstractAsyncContextManager[Connection]]) -> None:
        self._admin = admin
        self._reading: SingleFlight[str, Identity] = SingleFlight()
        self._settling: SingleFlight[Identity, bool] = SingleFlight()
        self.known: dict[str, Identity] = {}
        self.left: list[Callable[[str], None]] = []

    async def find(self, slug: str) -> Identity:
        """Errors: UNKNOWN_TENANT 404, TENANT_SUSPENDED 403; as of a connection."""
        return self.known.get(slug) or await self.look(slug)

    async def look(self, slug: str) -> Identity:
        """As the database has it now. Who asks meanwhile waits for the same look."""
        return await self._reading.run(slug, lambda: self._look(slug))

    async def _look(self, slug: str) -> Identity:
        async with self._admin() as admin:
            row = await admin.fetch_values(statement("api_role"), (slug,))
        if row is None:
            self.forget(slug)
            raise ApiError("the tenant does not exist", "UNKNOWN_TENANT", 404)
        number, role, since, suspended = row
        if suspended:
            self.forget(slug)
            raise ApiError("the tenant is suspended", "TENANT_SUSPENDED", 403)
        identity = Identity(slug, number, role, since)
        known = self.known.get(slug)
        if known is not None:
            if known == identity:
                return known
            self.forget(slug)
        self.known[slug] = identity
        return identity

    async def has_left(self, identity: Identity) -> bool:
        """Looks, and waits up to two seconds for who is changing the tenant. False where that is unknown."""
        return await self._settling.run(identity, lambda: self._has_left(identity))

    async def _has_left(self, identity: Identity) -> bool:
        try:
            async with self._admin() as admin:
                row = await admin.fetch_values(statement("settled_tenant"), (identity.slug,))
        except Failure:
            return False
        left = row is None or row[0] != identity.id
        if left and self.known.get(identity.slug) == identity:
            self.forget(identity.slug)
        return left

    def forget(self, slug: str) -> None:
        """The tenant has left: suspended, renamed, dropped."""
        if self.known.pop(slug, None) is not None:
            for tell in self.left:
                tell(slug)

    async def recheck(self) -> None:
        """Forget those that have left without our hearing of it."""
        if self.known:
            async with self._admin() as admin:
                ids = dict(await admin.fetch_rows(statement("tenant_ids")))
            for slug, identity in list(self.known.items()):
                if ids.get(slug) != identity.id:
                    self.forget(slug)
