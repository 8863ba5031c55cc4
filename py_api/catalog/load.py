"""Reads catalogs from the database. What is one thing for many classes is one statement."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from py_api import json_text
from py_api.catalog.model import Catalog, FieldType, read_class, read_head
from py_api.database import statement


class Connection(Protocol):
    async def fetch_json(self, sql: str, params: Sequence[object] = ()) -> bytes | None: ...


class Version(NamedTuple):
    """What a tenant's schema is at: equal shapes are served by one catalog, whoever's they are.

    origin: tells a tenant from a later one of the same slug.
    """

    version: int
    shape: str
    origin: str


class Outdated(Exception):
    """The schema has changed since the catalog was read: read the head again."""


async def _read(connection: Connection, query: str, *params: object) -> Any:
    text = await connection.fetch_json(statement(query), params)
    assert text is not None
    return json_text.loads(text)


async def read_version(connection: Connection, tenant: str) -> Version:
    found = await _read(connection, "catalog_head", tenant)
    return Version(found["version"], found["shape"], found["origin"])


async def read_types(connection: Connection) -> Mapping[str, FieldType]:
    """The field types of this server; the same for all its tenants."""
    found = await _read(connection, "catalog_types")
    return {t["name"]: FieldType.read(t) for t in found["types"]}


async def read_index(connection: Connection, tenant: str) -> bytes:
    """The index of a tenant's classes as JSON, for `catalog_of`."""
    text = await connection.fetch_json(statement("catalog_index"), (tenant, None))
    assert text is not None
    return text


def catalog_of(text: bytes, types: Mapping[str, FieldType]) -> Catalog:
    """A catalog of an index; entries come when they are needed."""
    found = json_text.loads(text)
    heads = {entry[0]: read_head(entry) for entry in found["classes"]}
    return Catalog(found["version"], found["shape"], heads, types)


async def read_change(connection: Connection, tenant: str, old: Catalog, since: int) -> Catalog:
    """The catalog after a change: only what has changed since that version is read, the rest is shared."""
    found = await _read(connection, "catalog_index", tenant, since)
    return old.changed(found["version"], found["shape"], map(read_head, found["classes"]), found["gone"])


async def load_entries(connection: Connection, tenant: str, catalog: Catalog, ids: Sequence[int] | None) -> None:
    """Take the entries of these classes (None: of all) into a catalog. Raises Outdated."""
    # (As text: for an array of integers asyncpg would look up how to send one, 40 ms on each new connection.)
    chosen = None if ids is None else f"{{{','.join(map(str, ids))}}}"
    found = await _read(connection, "catalog_entries", tenant, chosen)
    if found["shape"] != catalog.shape:
        raise Outdated
    for entry in found["classes"]:
        if entry["id"] not in catalog.entries:
            catalog.entries[entry["id"]] = read_class(entry, catalog.types)
