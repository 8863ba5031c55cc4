"""Reads catalogs from the database. What is one thing for many classes is one statement.

What can be kept elsewhere comes as the bytes that the database sent, and is taken in by a function of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from py_api import json_text
from py_api.catalog.index import Head, Index
from py_api.catalog.model import Catalog, FieldType, read_class
from py_api.database import statement

_BEGINNING = 500  # bytes of an answer, in which its shape stands


class Connection(Protocol):
    async def fetch_json(self, sql: str, params: Sequence[object] = ()) -> bytes | None: ...


DocumentLimits = tuple[tuple[str, int], ...]  # name, number


class Version(NamedTuple):
    """What a tenant's schema is at: equal shapes are served by one catalog, for all tenants.

    origin: tells a tenant from a later one of the same slug. types: the hash of the server's field types. limits: of
    one request, that the tenant has of its own; server: of what processes allow it; documents: those of persisted
    documents, by their hash.
    """

    version: int
    shape: str
    origin: str
    types: str
    limits: Mapping[str, int]
    server: Mapping[str, float]
    documents: Mapping[str, DocumentLimits]


class Change(NamedTuple):
    """What a catalog lacks: the heads that are new or changed, ids of classes that are gone, entries of the latest.

    enums: all that fields share; None: the same as before.
    """

    heads: tuple[Head, ...]
    gone: tuple[int, ...]
    entries: tuple[Mapping[str, Any], ...]
    enums: Mapping[str, int] | None


class Outdated(Exception):
    """The schema has changed since the catalog was read: read the head again."""


async def _read(connection: Connection, query: str, *params: object) -> bytes:
    text = await connection.fetch_json(statement(query), params)
    assert text is not None
    return text


def _version(head: Mapping[str, Any]) -> Version:
    documents = {digest: tuple(limits.items()) for digest, limits in head["documents"].items()}
    limits, server = head["limits"], head["server"]
    return Version(head["version"], head["shape"], head["origin"], head["types"], limits, server, documents)


async def read_version(connection: Connection, tenant: str) -> Version:
    return _version(json_text.loads(await _read(connection, "catalog_head", tenant)))


async def read_change(connection: Connection, tenant: str, since: int) -> tuple[Version, Change]:
    """The version, and what one at `since` lacks of it."""
    change = json_text.loads(await _read(connection, "catalog_index", tenant, since))
    heads = tuple(Head(*row) for row in change["classes"])
    return _version(change), Change(heads, tuple(change["gone"]), tuple(change["entries"]), change["enums"])


def changed(old: Catalog, version: Version, change: Change) -> Catalog:
    """The catalog after a change of it: what is loaded of the rest is shared."""
    entries = (read_class(entry, old.types) for entry in change.entries)
    return old.changed(version.version, version.shape, change.heads, change.gone, entries, change.enums)


async def read_policies(connection: Connection, tenant: str) -> bytes:
    """The roles and policies of a tenant, for catalog.policies.Policies."""
    return await _read(connection, "policies", tenant)


async def read_types(connection: Connection) -> bytes:
    """The field types of this server, the same for all its tenants; for `types_of`."""
    return await _read(connection, "catalog_types")


def types_of(text: bytes) -> tuple[str, Mapping[str, FieldType]]:
    """Their hash, and the types by name."""
    types = json_text.loads(text)
    return types["hash"], {t["name"]: FieldType.read(t) for t in types["types"]}


async def read_index(connection: Connection, tenant: str, shape: str) -> bytes:
    """The index of a tenant's classes, for `catalog_of`. Raises Outdated where it is of another shape by now."""
    return _of_shape(shape, await _read(connection, "catalog_index", tenant, None))


def catalog_of(text: bytes, types: Mapping[str, FieldType]) -> Catalog:
    """A catalog of an index; entries come when they are needed."""
    head, _, rows = text.partition(b',"classes":[')
    head_of_index = json_text.loads(head + b"}")
    index = Index.read(rows.removesuffix(b"]}"))
    return Catalog(head_of_index["version"], head_of_index["shape"], index, types, enums=head_of_index["enums"] or {})


def whole(text: bytes, types: Mapping[str, FieldType]) -> tuple[Catalog, Mapping[int, Mapping[str, Any]]]:
    """A catalog of thing.catalog_at, and its entries by id, which it has not taken in yet."""
    catalog = json_text.loads(text)
    entries = {entry["id"]: entry for entry in catalog["classes"]}
    ids = {entry["name"]: class_id for class_id, entry in entries.items()}
    heads = (
        Head(
            class_id,
            entry["name"],
            entry["singular"],
            entry["plural"],
            entry["changedVersion"],
            entry["abstract"],
            ids.get(entry.get("extends")),
        )
        for class_id, entry in sorted(entries.items())
    )
    index = Index.of(heads)
    return Catalog(catalog["version"], catalog["shape"], index, types, enums=catalog["enums"]), entries


async def read_entries(connection: Connection, tenant: str, shape: str, ids: Sequence[int] | None) -> bytes:
    """Entries of these classes with their kin (None: of all), for `take_entries`. Raises Outdated."""
    # (As text: for an array of integers asyncpg would look up how to send one, 40 ms on each new connection.)
    chosen = None if ids is None else f"{{{','.join(map(str, ids))}}}"
    return _of_shape(shape, await _read(connection, "catalog_entries", tenant, chosen))


def take_entries(catalog: Catalog, text: bytes) -> None:
    """Take entries of its shape into a catalog."""
    for entry in json_text.loads(text)["classes"]:
        if entry["id"] not in catalog.entries:
            catalog.entries[entry["id"]] = read_class(entry, catalog.types)


def _of_shape(shape: str, text: bytes) -> bytes:
    if shape.encode() not in text[:_BEGINNING]:
        raise Outdated
    return text
