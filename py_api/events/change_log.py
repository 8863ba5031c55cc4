"""The log of a tenant's changes, read page by page from a cursor (thing.read_events)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from py_api import json_text
from py_api.database import Connection, TenantPools, statement

PAGE, SMALLEST_PAGE = 400, 10  # events read at once
SPARSE = 4  # where no more than one of so many is wanted, so many times as many are looked at
PAGE_BYTES = 4 * 2**20  # of their images; pages become smaller where events are larger than that allows
SCHEMA = "SCHEMA"
OPERATIONS: Mapping[str, str] = {
    "insert": "CREATED", "update": "UPDATED", "delete": "DELETED", "link": "LINKED", "unlink": "UNLINKED",
    "schema": SCHEMA,
}  # fmt: skip
# Where a change without a filter leaves a thing.
TRANSITIONS: Mapping[str, str] = {"CREATED": "ENTERED", "DELETED": "LEFT"}


@dataclass(frozen=True)
class Event:
    """A row of the log. old, new: JSON images keyed by column; of SCHEMA, new is what a SchemaEvent shows."""

    operation: str
    class_id: int | None
    class_name: str | None
    thing_id: str | None
    version: int | None
    old: bytes | None
    new: bytes | None
    changed: bytes | None
    target: str | None
    at: str
    actor: str
    cursor: str

    @cached_property
    def values(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The images before and after; empty where the thing did not exist."""
        return (json_text.loads(self.old) if self.old else {}), (json_text.loads(self.new) if self.new else {})

    @cached_property
    def changed_fields(self) -> frozenset[str]:
        return frozenset(json_text.loads(self.changed) if self.changed else ())

    @cached_property
    def named_changes(self) -> list[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
        """Of SCHEMA: the classes, fields (also with their class) and kind that each change names."""
        named = []
        for change in self.values[1]["changes"]:
            classes, fields = _names(change, "class"), _names(change, "field")
            full = {f"{cls}.{name}" for cls in classes for name in fields}
            named.append((classes, fields | full, frozenset((change["kind"],))))
        return named

    @cached_property
    def to_judge(self) -> bytes:
        """What compiler.subscription's tests read."""
        return self.json("")

    def json(self, transition: str) -> bytes:
        """What compiler.subscription's statements read."""
        return b'{"old":%b,"new":%b,"changed":%b,%b' % (
            self.old or b"null",
            self.new or b"null",
            self.changed or b"[]",
            json_text.dumps(
                {
                    "operation": self.operation,
                    "transition": transition,
                    "class": self.class_name,
                    "thingId": self.thing_id,
                    "version": self.version,
                    "target": self.target,
                    "at": self.at,
                    "actor": self.actor,
                    "cursor": self.cursor,
                }
            ).encode()[1:],
        )


def _names(change: Mapping[str, Any], what: str) -> frozenset[str]:
    """The names of what changed, before and after."""
    names = [change.get(what)]
    if change.get("kind") == f"{what.upper()}_RENAMED":
        names.append(change.get("to"))
    return frozenset(name for name in names if isinstance(name, str))


def nothing(class_id: int) -> Event:
    """An event of a thing without a value: to try out what would be done with others."""
    return Event("UPDATED", class_id, None, None, None, b"{}", b"{}", None, None, "", "", "")


@dataclass(frozen=True, slots=True)
class Page:
    """position: the cursor after these events. more: there may be others already. looked_at: rows of the log."""

    events: list[Event]
    position: str
    more: bool
    looked_at: int


async def read_page(
    connection: Connection,
    tenant: str,
    after: str,
    limit: int,
    upto: str | None = None,
    wanted: str | None = None,
    of_client: bool = False,
) -> Page:
    """of_client: after came from a client: its signature is checked. upto: a position without more; only what had been
    committed by then. wanted: JSON as thing.wanted_seqs takes it; other events may be left out.

    Errors: RESYNC, INVALID_CURSOR.
    """
    read = statement("read_events_after" if of_client else "read_events")
    rows = await connection.fetch_rows(read, (tenant, after, limit, upto, wanted))
    position, more, looked_at = rows[0][-3:]
    events = [Event(OPERATIONS[row[1]], *row[2:-3]) for row in rows if row[0] is not None]
    return Page(events, position, more, looked_at)


async def now(connection: Connection, tenant: str) -> str:
    """The position of now."""
    row = await connection.fetch_values(statement("change_cursor"), (tenant,))
    assert row is not None
    return str(row[0])


class LogReader:
    """Reads the log of one tenant, in pages as large as its events allow."""

    def __init__(self, pools: TenantPools, slug: str) -> None:
        self._pools = pools
        self._slug = slug
        self._page_size = PAGE
        self._sparse = False

    async def page(
        self, after: str, wanted: str | None = None, upto: str | None = None, of_client: bool = False
    ) -> Page:
        """As read_page."""
        limit = self._page_size * SPARSE if wanted is not None and self._sparse else self._page_size
        async with self._pools.connection(self._slug) as connection:
            page = await read_page(connection, self._slug, after, limit, upto, wanted, of_client)
        if page.looked_at > SPARSE:
            self._sparse = len(page.events) * SPARSE <= page.looked_at
        size = sum(len(event.old or b"") + len(event.new or b"") for event in page.events)
        if size > PAGE_BYTES:
            self._page_size = max(self._page_size // 2, SMALLEST_PAGE)
        elif page.more and size < PAGE_BYTES // 4:
            self._page_size = min(self._page_size * 2, PAGE)
        return page
