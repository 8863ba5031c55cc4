"""One URL, several servers: postgresql://user:password@a,b:5433/database. The one that is the primary is connected to.

Each is tried with its share of the time, the one that answered last first, whatever the others do: one that is gone,
starts, recovers or is a standby is passed over. (libpq takes the same URLs; asyncpg stops at the first that refuses.)
"""

from time import monotonic
from typing import Any

import asyncpg

LEAST_SECONDS = 1.0  # that each server has

_chosen: dict[str, str] = {}  # URL -> that of the server that was the primary last

# What makes one server of no use, and says nothing of the others: PostgreSQL starts, stops, recovers, is a standby; it
# does not know the role or the password yet, since it is behind.
_PASSED_OVER = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InvalidAuthorizationSpecificationError,
)


def several(url: str) -> bool:
    return len(each(url)) > 1


def each(url: str) -> list[str]:
    """The same URL for each of its servers."""
    scheme, mark, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    login, at, hosts = place.rpartition("@")
    if not mark or "," not in hosts:
        return [url]
    return [f"{scheme}://{login}{at}{host}{slash}{path}" for host in hosts.split(",")]


async def connect(url: str, *, timeout: float, **options: Any) -> asyncpg.Connection:  # noqa: ASYNC109 - as asyncpg's
    """asyncpg.connect. Of several servers to the primary, unless target_session_attrs in the URL says otherwise."""
    urls = each(url)
    if len(urls) == 1:
        return await asyncpg.connect(url, timeout=timeout, **options)
    if "target_session_attrs" not in url:
        options["target_session_attrs"] = "primary"
    last = _chosen.get(url)
    began, failure = monotonic(), None
    for number, one in enumerate(sorted(urls, key=lambda one: one != last)):
        left = began + timeout - monotonic()
        share = max(left / (len(urls) - number), LEAST_SECONDS)
        try:
            connection = await asyncpg.connect(one, timeout=share, **options)
        except _PASSED_OVER as error:
            # Of several reasons, the one of a server that could be talked to.
            if failure is None or not isinstance(error, OSError | TimeoutError):
                failure = error
        else:
            _chosen[url] = one
            return connection
    if isinstance(failure, asyncpg.InternalClientError):
        raise ConnectionError("none of the servers is the primary")
    assert failure is not None
    raise failure
