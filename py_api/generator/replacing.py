"""Made-up values in place of some that are there: of the fields that are marked personal, in things that stay."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from py_api.errors import Failure
from py_api.generator.things import KNOWN, NULL, ROUNDS, ClassMaker, Existing, Row

_TRUTH = {"true": "t", "false": "f"}


class Replacer:
    """Replaces values of one class's things so that they still satisfy its rules.

    What is null stays null. needed: the fields whose values it wants to see, the personal ones among them.
    """

    def __init__(
        self,
        entry: Mapping[str, Any],
        rng: Random,
        formats: Mapping[str, tuple[str, int]],
        targets: Callable[[int | None], Sequence[str]],
    ) -> None:
        personal = {f["name"] for f in entry["fields"] if f.get("personal") and "column" in f}
        checks = {name: check for name, check in entry["checks"].items() if _asked(check)}
        uniques = [unique for unique in entry["uniques"] if personal & set(unique["fields"])]
        pairs = [c for c in entry["checks"].values() if c["rule"] == "compare" and personal & {c["field"], c["other"]}]
        wanted = personal | {name for unique in uniques for name in unique["fields"]}
        wanted |= {name for check in pairs for name in (check["field"], check["other"])}
        odd = {rule for f in entry["fields"] if f["name"] in personal for rule in f["rules"]} - KNOWN
        self.judged = odd | {check["rule"] for check in checks.values()}
        """Rules that only the database can judge."""
        fields = [
            {**f, "default": None}
            for f in entry["fields"]
            if "column" in f and "computed" not in f and (self.judged or f["name"] in wanted)
        ]
        compared = {str(place): check for place, check in enumerate(pairs)}
        self._maker = ClassMaker(
            {**entry, "fields": fields, "uniques": uniques, "checks": compared}, rng, formats, targets, Existing()
        )
        self.name, self.table = entry["name"], entry["table"]
        self.needed = [column.column for column in self._maker.columns]
        self._places = [place for place, column in enumerate(self._maker.columns) if column.name in personal]
        self.columns = [self._maker.columns[place].column for place in self._places]

    def given(self, values: Sequence[str | None]) -> Row:
        """The values of a thing's needed fields as PostgreSQL writes them, in the form of made-up ones."""
        return tuple(
            NULL if value is None else _TRUTH[value] if column.kind == "boolean" else value
            for value, column in zip(values, self._maker.columns, strict=True)
        )

    def replaced(self, things: Sequence[Row]) -> list[Row]:
        """The things in their order, each with other values. What only the database can judge is not looked at."""
        rows: list[Row] = list(things)
        pending = range(len(rows))
        for _ in range(ROUNDS):
            drawn = [self._drawn(things, pending, place) for place in self._places]
            unfit = []
            for place, values in zip(pending, zip(*drawn, strict=True), strict=True):
                row = list(things[place])
                for column, value in zip(self._places, values, strict=True):
                    row[column] = value
                rows[place] = tuple(self._maker.levelled(row, self._places))
                if not self._maker.fits(rows[place]):
                    unfit.append(place)
            if not unfit:
                return rows
            pending = unfit  # type: ignore[assignment]
        raise Failure(
            f"class {self.name}: too few made-up values satisfy its checks and unique combinations",
            "Mark the other fields that these name as personal too, or take the mark away.",
        )

    def _drawn(self, things: Sequence[Row], pending: Sequence[int], column: int) -> list[str]:
        holders = [place for place in pending if things[place][column] != NULL]
        values = dict(zip(holders, self._maker.columns[column].draw(len(holders)), strict=True))
        return [values.get(place, NULL) for place in pending]

    def values(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """As thing.validate_many takes them."""
        return self._maker.values(rows)

    def lines(self, ids: Sequence[str], rows: Sequence[Row]) -> bytes:
        """As COPY takes them: the id, then the personal columns."""
        return self._maker.lines(ids, rows, self._places)


def _asked(check: Mapping[str, Any]) -> bool:
    """A requirement under a condition may come to hold by a value that is replaced."""
    return check["rule"] not in KNOWN or check["rule"] == "requiredIf"
