"""The schema changes between two versions, looked up by class, field and enum."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Step(NamedTuple):
    """A version, and what is different since (schema_versions.diff)."""

    version: int
    changes: Sequence[Mapping[str, Any]]


class Noted(NamedTuple):
    """A change, and the version that it came with."""

    version: int
    change: Mapping[str, Any]


class Changes:
    """steps: the versions after the earlier one, oldest first."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._noted = [Noted(step.version, change) for step in steps for change in step.changes]

    def last(
        self, kinds: Collection[str], classes: Iterable[str], field: str | None = None, *, later: bool = False
    ) -> Noted | None:
        """The last change of these kinds to a field; without one, to the class that comes first.

        classes: the class and its ancestors, by the names of the earlier version, as the field is; later: by those of
        the later one. Both are followed through their other names.
        """
        names = list(classes)
        old, new = ("to", "class") if later else ("class", "to")
        last = None
        for noted in reversed(self._noted) if later else self._noted:
            kind, change = noted.change["kind"], noted.change
            cls = change.get(old if kind == "CLASS_RENAMED" else "class")
            if cls not in names:
                continue
            about = change.get("to" if later and kind == "FIELD_RENAMED" else "field")
            if about == field and (field is not None or cls == names[0]) and kind in kinds:
                last = noted
                if later:
                    break
            if kind == "CLASS_RENAMED":
                names[names.index(cls)] = change[new]
            elif kind == "FIELD_RENAMED" and about == field:
                field = change["field" if later else "to"]
        return last

    def renamed_enum(self, enum: str) -> tuple[str, Noted | None]:
        """What an enum that fields share is called by the later version, and the change that made it so."""
        now, cause = enum, None
        for noted in self._noted:
            if noted.change["kind"] == "ENUM_RENAMED" and noted.change["enum"] == now:
                now, cause = noted.change["to"], noted
        return now, cause

    def renamed_enum_option(self, enum: str, option: str) -> tuple[str, Noted | None]:
        """The same of an option of such an enum."""
        now, cause = option, None
        for noted in self._noted:
            kind, change = noted.change["kind"], noted.change
            if kind == "ENUM_RENAMED" and change["enum"] == enum:
                enum = change["to"]
            elif kind == "ENUM_OPTION_RENAMED" and change["enum"] == enum and change["from"] == now:
                now, cause = change["to"], noted
        return now, cause

    def renamed_option(self, classes: Iterable[str], field: str, option: str) -> tuple[str, Noted | None]:
        """What an option of a field is called by the later version, and the change that made it so."""
        names, now, cause = list(classes), option, None
        for noted in self._noted:
            kind, change = noted.change["kind"], noted.change
            if kind == "CLASS_RENAMED" and change["class"] in names:
                names[names.index(change["class"])] = change["to"]
            elif change.get("class") not in names or change.get("field") != field:
                continue
            elif kind == "FIELD_RENAMED":
                field = change["to"]
            elif kind == "OPTION_RENAMED" and change["from"] == now:
                now, cause = change["to"], noted
        return now, cause
