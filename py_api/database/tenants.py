"""Who the tenants are: a slug may be another tenant's today than it was yesterday, so each has an id.

What is known of one holds until it is forgotten: when the listener says so, or when PostgreSQL refuses its login.
Nothing rests on that alone: the sessions of a tenant that leaves are ended by the database, and each one's password is
derived from its id.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from py_api.database.connection import Connection
from py_api.database.query_files import statement
from py_api.database.servers import Servers
from py_api.errors import ApiError, Failure, Unavailable
from py_api.single_flight import SingleFlight


@dataclass(frozen=True, slots=True)
class Identity:
    """role: that the API logs in with. since: when it was given its slug, epoch seconds.

    server: that it lives on; None: the directory.
    """

    slug: str
    id: str
    role: str
    since: float
    server: str | None = None


class Tenants:
    """One a process. known: by slug; those that may log in. left: called with each slug that is forgotten.

    moved: called with each slug that lives on another server than before. The directory knows who is where; what else
    there is to know of a tenant (the role) is asked where it lives.
    """

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._admin = servers.directory
        self._reading: SingleFlight[str, Identity] = SingleFlight()
        self._settling: SingleFlight[Identity, bool] = SingleFlight()
        self.known: dict[str, Identity] = {}
        self.left: list[Callable[[str], None]] = []
        self.moved: list[Callable[[str], None]] = []

    def server_of(self, slug: str) -> str | None:
        """Where it lives, as far as that is known; None: in the directory."""
        identity = self.known.get(slug)
        return None if identity is None else identity.server

    def by_server(self, slugs: Iterable[str]) -> dict[str | None, list[str]]:
        """Which of them live where."""
        there: dict[str | None, list[str]] = {}
        for slug in slugs:
            there.setdefault(self.server_of(slug), []).append(slug)
        return there

    async def find(self, slug: str) -> Identity:
        """Errors: UNKNOWN_TENANT 404, TENANT_SUSPENDED 403; as of a connection."""
        return self.known.get(slug) or await self.look(slug)

    @asynccontextmanager
    async def admin_of(self, slug: str) -> AsyncIterator[Connection]:
        """A connection as the admin of the server that it lives on. Errors: as find."""
        identity = await self.find(slug)
        async with self._servers.admin(identity.server) as connection:
            yield connection

    async def look(self, slug: str) -> Identity:
        """As the database has it now. Who asks meanwhile waits for the same look."""
        return await self._reading.run(slug, lambda: self._look(slug))

    async def _look(self, slug: str) -> Identity:
        async with self._admin() as admin:
            row = await admin.fetch_values(statement("api_role"), (slug,))
        if row is None:
            self.forget(slug)
            raise ApiError("the tenant does not exist", "UNKNOWN_TENANT", 404)
        number, role, since, suspended, server = row
        if server is not None and not suspended:
            role, suspended = await self._look_there(slug, number, server)
        if suspended:
            self.forget(slug)
            raise ApiError("the tenant is suspended", "TENANT_SUSPENDED", 403)
        identity = Identity(slug, number, role, since, server)
        known = self.known.get(slug)
        if known is not None:
            if known == identity:
                return known
            if known.id == number and known.server != server:
                self._move(slug)
            else:
                self.forget(slug)
        self.known[slug] = identity
        return identity

    async def _look_there(self, slug: str, number: str, server: str) -> tuple[str, bool]:
        """Its role, and whether it is suspended, on the server that it lives on."""
        async with self._servers.admin(server) as admin:
            row = await admin.fetch_values(statement("api_role"), (slug,))
        if row is None or row[0] != number:
            raise Unavailable("the tenant is not on the server that it should live on", "Run: thingbase doctor")
        return row[1], row[3]

    async def has_left(self, identity: Identity) -> bool:
        """Looks, and waits up to two seconds for who is changing the tenant. False where that is unknown."""
        if identity in self._settling.running and await self._settle(identity):
            return True
        return await self._settle(identity)  # what was under way may have looked too early

    def _settle(self, identity: Identity) -> Awaitable[bool]:
        return self._settling.run(identity, lambda: self._has_left(identity))

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

    async def has_moved(self, identity: Identity) -> bool:
        """Whether it lives elsewhere by now. Looks, and waits up to two seconds for who is moving it."""
        await self.has_left(identity)
        known = self.known.get(identity.slug)
        if known is None or known is identity:
            with suppress(Failure):
                known = await self.look(identity.slug)
        return known is not None and known.id == identity.id and known.server != identity.server

    def relocate(self, slug: str, server: str | None) -> None:
        """It lives on this server now. Where that is news, it is looked up when it is needed."""
        known = self.known.get(slug)
        if known is not None and known.server != server:
            del self.known[slug]
            self._move(slug)

    def _move(self, slug: str) -> None:
        for tell in self.moved:
            tell(slug)

    async def recheck(self) -> None:
        """Forget those that have left, or moved, without our hearing of it."""
        if self.known:
            async with self._admin() as admin:
                rows = {row[0]: row[1:] for row in await admin.fetch_rows(statement("tenant_ids"))}
            for slug, identity in list(self.known.items()):
                number, server = rows.get(slug, (None, None))
                if number != identity.id:
                    self.forget(slug)
                else:
                    self.relocate(slug, server)
