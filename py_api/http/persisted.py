"""Documents that clients name by their hash: sent once and remembered, or the only ones that are accepted."""

import json
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from pathlib import Path

from py_api.cache import Cache
from py_api.engine.request import GraphQLRequest
from py_api.errors import ApiError, Failure
from py_api.http.request_parsing import Parameters, malformed
from py_api.lru import Lru
from py_api.principal import Principal

REMEMBERED, REMEMBERED_BYTES = 10_000, 32 * 2**20
SECONDS = 30 * 24 * 3600.0
DIGITS = 64  # of a SHA-256 in hexadecimal


Lookup = Callable[[str, str], Awaitable[str | None]]  # tenant, hash -> what is on the tenant's own list
Owner = Callable[[Principal], Awaitable[str | None]]  # the id of its tenant (a slug may change hands)


class Persisted:
    """trusted: hash -> document, of the manifest, for all tenants; lookup: the lists in the database. only: no others.
    limit: characters of a document.
    Errors of all: those of owner, too.

    What was found is remembered by the process, so a document that is taken off a list is served until it restarts.
    """

    def __init__(
        self, cache: Cache, trusted: Mapping[str, str], lookup: Lookup, owner: Owner, limit: int, *, only: bool
    ) -> None:
        self._limit = limit
        self._cache = cache
        self._owner = owner
        self._trusted = trusted
        self._lookup = lookup
        self._only = only
        self._remembered: Lru[tuple[str | None, str], str] = Lru(
            REMEMBERED, REMEMBERED_BYTES, lambda _key, document: 4 * len(document) + 300
        )

    async def request(
        self,
        principal: Principal,
        parameters: Parameters,
        key: str | None,
        seen: int | None,
        *,
        read_only: bool = False,
    ) -> GraphQLRequest:
        """With the document that is meant. key: of an idempotent request; seen: X-Schema-Version.

        Errors: DOCUMENT_TOO_LARGE; as _document.
        """
        query, digest = parameters.query, None
        if query is None or self._only or parameters.hash is not None:
            query, digest = await self._document(principal, parameters)
        if len(query) > (limit := self._limit):
            raise ApiError(f"a document may have at most {limit} characters", "DOCUMENT_TOO_LARGE", 400, limit=limit)
        name, variables = parameters.name, parameters.variables
        return GraphQLRequest(query, name, variables, read_only, key, seen, parameters.size, digest)

    async def _document(self, principal: Principal, parameters: Parameters) -> tuple[str, str]:
        """And its hash. Errors: PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_MISMATCH, PERSISTED_ONLY, BAD_REQUEST."""
        query, digest = parameters.query, parameters.hash
        if parameters.document_id is not None:
            method, _, digest = parameters.document_id.rpartition(":")
            if method not in ("", "sha256"):
                raise malformed("`documentId` must be sha256:<hash>")
        if query is not None:
            return query, await self._given(principal, query, digest)
        if digest is None or (document := await self._find(principal, digest)) is None:
            raise ApiError("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")  # the text that clients know
        return document, digest

    async def _given(self, principal: Principal, query: str, digest: str | None) -> str:
        actual = sha256(query.encode()).hexdigest()
        if digest is not None and digest != actual:
            raise ApiError("the hash does not match the document", "PERSISTED_QUERY_MISMATCH")
        if self._only and await self._find(principal, actual) is None:
            raise ApiError("this server accepts only persisted documents", "PERSISTED_ONLY", 403)
        return actual

    async def keep(self, principal: Principal, parameters: Parameters) -> None:
        """Remember a document that came with its hash: to be called once it is known to be valid."""
        query, digest = parameters.query, parameters.hash
        if query is None or digest is None or self._only or digest in self._trusted:
            return
        key = await self._owner(principal), digest
        if key not in self._remembered:
            self._remembered.put(key, query)
            await self._cache.put(_key(*key), query.encode(), SECONDS)

    async def _find(self, principal: Principal, digest: str) -> str | None:
        if (trusted := self._trusted.get(digest)) is not None:
            return trusted
        if len(digest) != DIGITS:
            return None
        key = await self._owner(principal), digest
        if (remembered := self._remembered.get(key)) is not None:
            return remembered
        document = None if self._only else await self._cached(*key)
        if document is None and principal.tenant is not None:
            document = await self._lookup(principal.tenant, digest)
        if document is not None:
            self._remembered.put(key, document)
        return document

    async def _cached(self, owner: str | None, digest: str) -> str | None:
        cached = await self._cache.get(_key(owner, digest))
        return cached.decode() if cached is not None and sha256(cached).hexdigest() == digest else None


def _key(owner: str | None, digest: str) -> str:
    return f"document:{owner or ''}:{digest}"


def manifest(path: Path | None) -> dict[str, str]:
    """A JSON file {hash: document}; the hash is the document's SHA-256, with or without `sha256:`."""
    if path is None:
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        documents = {key.removeprefix("sha256:"): str(text) for key, text in entries.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise Failure(f"{path} is not a manifest of documents: {error}") from None
    for key, text in documents.items():
        if sha256(text.encode()).hexdigest() != key:
            raise Failure(f"{path} is not a manifest of documents: {key} is not the SHA-256 of its document")
    return documents
