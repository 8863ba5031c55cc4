"""Which place of a schema file the database has refused.

It knows of documents and changes, not of files. Where its error does not name class and field, the place is that of the
last part of the shortest beginning that is refused in the same way: thing.diff and thing.plan say so, and change
nothing.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from py_api import schema_file
from py_api.database import Database
from py_api.errors import DatabaseError

MOST = 200  # classes or changes that are looked at again

Json = dict[str, Any]
Part = tuple[int, int]  # which class or change; with so many of its fields, 0: all of it
Refused = Callable[[Any], Awaitable[bool]]


class Located:
    """Errors of the database within the blocks below name file, line and column, where they are found.

    text: None for a file that is a list of changes, which has no such places.
    """

    def __init__(self, database: Database, tenant: str, name: str, text: str | None) -> None:
        self._database, self._tenant, self._name = database, tenant, name
        self._places: Mapping[tuple[str, ...], schema_file.Place] = schema_file.places(text) if text else {}

    def document(self, document: Json) -> AbstractAsyncContextManager[None]:
        """While the changes that lead to a document are worked out."""
        return self._within(document["classes"], "diff", lambda classes: document | {"classes": classes})

    def changes(self, changes: list[Json]) -> AbstractAsyncContextManager[None]:
        """While changes are planned, or made."""
        return self._within(changes, "plan", lambda some: some)

    @asynccontextmanager
    async def _within(self, parts: list[Json], query: str, whole: Callable[[list[Json]], Any]) -> AsyncIterator[None]:
        """parts: classes or changes; whole: what the query takes, made of some of them."""

        def beginning(part: Part) -> Any:
            return whole([*parts[: part[0]], _cut(parts[part[0]], part[1])])

        try:
            yield
        except DatabaseError as error:
            part = None
            if not self._name_place(error) and self._is_worth_it(error, parts):
                part = await self._shortest(parts, query, beginning, error)
            if part is not None:
                self._say(error, *_names(parts[part[0]], part[1]))
            raise

    def _is_worth_it(self, error: DatabaseError, what: Sequence[Json]) -> bool:
        return bool(self._places) and error.sqlstate.startswith("TB") and 0 < len(what) <= MOST

    def _name_place(self, error: DatabaseError) -> bool:
        """Where the error's detail has the names."""
        detail = error.detail if isinstance(error.detail, dict) else {}
        if detail.get("kind") in ("class", "enum"):
            return self._say(error, detail.get("name"), None)
        return self._say(error, detail.get("class"), detail.get("field"))

    def _say(self, error: DatabaseError, name: Any, field: Any) -> bool:
        place = self._places.get((name, field)) or self._places.get((name,))
        if place is not None:
            error.message = f"{self._name}:{place[0]}:{place[1]}: {error.message}"
        return place is not None

    async def _shortest(
        self, what: Sequence[Json], query: str, beginning: Callable[[Part], Any], error: DatabaseError
    ) -> Part | None:
        parts = [(n, count) for n, each in enumerate(what) for count in (*range(1, len(_fields(each)) + 1), 0)]
        if not await self._is_refused(query, beginning(parts[-1]), error):
            return None
        least, most = 0, len(parts) - 1
        while least < most:
            middle = (least + most) // 2
            if await self._is_refused(query, beginning(parts[middle]), error):
                most = middle
            else:
                least = middle + 1
        return parts[least]

    async def _is_refused(self, query: str, what: Any, error: DatabaseError) -> bool:
        try:
            await self._database.rows(query, self._tenant, what)
        except DatabaseError as refused:
            return (refused.sqlstate, refused.message) == (error.sqlstate, error.message)
        return False


def _fields(what: Json) -> list[Json]:
    """Of a class of a document, and of a change that makes one."""
    fields = what.get("fields")
    return fields if isinstance(fields, list) and what.get("op", "create_class") == "create_class" else []


def _cut(what: Json, count: int) -> Json:
    """With so many fields alone; 0: all of it."""
    if not count:
        return what
    kept = {key: what[key] for key in ("op", "class", "name", "extends") if key in what}
    return kept | {"fields": _fields(what)[:count]}


def _names(change: Json, count: int) -> tuple[Any, Any]:
    """Class and field of a change, or of a class of a document, as the file calls them."""
    if "op" not in change:
        return change["name"], change["fields"][count - 1]["name"] if count else None
    field = _fields(change)[count - 1] if count else change.get("field")
    name = change.get("class") or change.get("enum")
    if "to" in change:
        return (name, change["to"]) if field else (change["to"], None)
    return name, field.get("name") if isinstance(field, dict) else field
