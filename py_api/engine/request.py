"""A client's request, and its answer."""

from dataclasses import dataclass
from typing import Any

from py_api.database import Freshness

NOBODY = ""  # in place of a slug, for operators whose token names no tenant


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client sent. read_only: a mutation is refused. seen_version: never answer from an older schema.

    size: bytes of the request, where it may be large. digest: the document's SHA-256 in hexadecimal, where the client
    named it by that. freshness: how old the answer may be, and what is told of it.
    """

    query: str
    name: str | None
    variables: dict[str, Any]
    read_only: bool = False
    idempotency_key: str | None = None
    seen_version: int | None = None
    size: int = 0
    digest: str | None = None
    freshness: Freshness | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """body: the complete response object. executed False: there is no "data". status: for the strict media type.

    retry_after: seconds, where that is why it was not executed.
    """

    body: bytes
    executed: bool
    status: int
    schema_version: int
    retry_after: int | None = None
