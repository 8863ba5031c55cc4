"""Finds things by keys other than their ids, one statement for each key of each class."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from py_api.catalog.model import Class, Field
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.inputs import Item, Named, by_ids, grouped, key_of_item, named
from py_api.compiler.mutation.step_statements import StepStatements
from py_api.compiler.mutation.steps import Row, Target, Writes


class KeyLookup:
    def __init__(self, statements: StepStatements) -> None:
        self._statements = statements
        self._catalog = statements.catalog

    def ids_of_items(self, cls: Class, items: Sequence[Item], target: Target) -> Writes[list[str | None]]:
        """The ids of the things that the items of `updates` are about; None of what is not there."""
        keys = [key_of_item(cls, item) for item in items]
        ids = yield from self._ids((key for key in keys if key is not None), target, "UNIQUE_VIOLATION")
        return [item[0] if key is None else ids.get(key.token) for item, key in zip(items, keys, strict=True)]

    def rows_with_ids(self, target: Target) -> Writes[list[Row]]:
        """The target's rows with ids for what their links name by other keys."""
        links = [link for row in target.rows for link in named(self._catalog, target.cls, row, nested=False)]
        ids = yield from self._ids(links, target, "INVALID_REFERENCE")
        for link in links:
            if link.wanted and link.token not in ids:
                why = f"there is no {link.cls.name} of this {link.key}"
                target.refuse(why, "INVALID_REFERENCE", 409, link.path, sqlstate="TB061")
        return [Row(row.path, by_ids(self._catalog, target.cls, row.values, ids)) for row in target.rows]

    def existing(
        self,
        cls: Class,
        keys: Sequence[Sequence[Field]],
        values: Sequence[Mapping[str, Any]],
        places: Iterable[int],
        target: Target,
    ) -> Writes[dict[int, str]]:
        """Of these places among the values: place -> id of the thing that has one of the keys."""
        ids: dict[int, str] = {}
        for fields in keys:
            if left := [place for place in places if place not in ids]:
                key = ("has", cls.id, tuple(field.name for field in fields))
                make = partial(s.there, [cls], fields, default=True)
                pairs = yield self._statements.bound(key, make, target, [values[place] for place in left])
                ids |= {left[place]: thing_id for place, thing_id in pairs}
        return ids

    def _ids(self, keys: Iterable[Named], target: Target, several: str) -> Writes[dict[tuple[int, str, str], str]]:
        """By token. several: the code of the error where a key is that of several things."""
        ids: dict[tuple[int, str, str], str] = {}
        for (class_id, key), things in grouped(keys).items():
            cls = self._catalog.class_of(class_id)
            fields = [self._statements.field(cls, name) for name in cls.unique_keys[key]]
            make = partial(s.there, self._catalog.concrete(class_id), fields)
            values = [thing.values for thing in things]
            pairs = yield self._statements.bound(("there", class_id, key), make, target, values)
            ids |= {things[place].token: thing_id for place, thing_id in pairs}
            if len(pairs) > len({place for place, _ in pairs}):
                why = f"several things of {cls.name} have this {key}, which is unique in each class by itself"
                target.refuse(why, several, 409, things[pairs[0][0]].path)
        return ids
