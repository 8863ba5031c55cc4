"""The rows of a page, found so that an index which has the order reads that page and little else.

PostgreSQL's indexes have nulls at one end, and cannot begin at "after this value, or null". So a list whose first key
may be null, and has an index, is read in branches: the things with a value and those without, one after the other, each
with its own limit, and behind a cursor of that key each with one range. (Of UNION ALL a limit reads no branch before it
has to, in their order.) A key of the thing that a reference points to is joined, so that its index may begin.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from py_api.compiler.context import Context
from py_api.compiler.filter import Related
from py_api.compiler.fragment import EMPTY, Fragment, conjunction, join, sql, where
from py_api.compiler.order import Absence, Join, Mark, Order, clause

_TRUE = sql("true")


class _Branch(NamedTuple):
    """Rows of one range. ways: the tables and conditions of each way to be in it, none of which share a row."""

    ways: tuple[Absence, ...]
    order: Order


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows of a list, in its order. narrow: another index than the order's leaves few of them.

    columns: of the rows that are found; none: only whether there are any.
    """

    context: Context
    relation: Related
    order: Order
    condition: Fragment
    narrow: bool
    columns: Fragment | None = None

    def found(
        self, marks: tuple[Mark, ...], limit: Fragment, offset: Fragment = EMPTY, *, reverse: bool = False
    ) -> Fragment:
        """The rows beyond all marks, in parentheses. reverse: from the end of the list."""
        return replace(self, columns=_columns(self.relation)).read(marks, limit, offset, reverse)

    def read(self, marks: tuple[Mark, ...], limit: Fragment, offset: Fragment, reverse: bool) -> Fragment:
        """Likewise, with the columns that it has."""
        branches = self._branches(marks, reverse)
        if self.order[0].approximate and self.columns is not None:
            return self._nearest(branches[0].ways[0], limit, offset, reverse)
        if len(branches) == 1 and len(branches[0].ways) == 1:
            return sql("({})", self._page(branches[0].ways[0], branches[0].order, limit, offset, reverse))
        most = sql("{}::bigint + {}", offset, limit) if offset else limit
        selects = [select for branch in branches for select in self._selects(branch, most, reverse)]
        rest = sql(" offset {}", offset) if offset else EMPTY
        return sql("({} limit {}{})", join(" union all ", selects), limit, rest)

    def _nearest(self, way: Absence, limit: Fragment, offset: Fragment, reverse: bool) -> Fragment:
        """Where the index gives fewer rows than the page has, it may have ended early (hnsw.ef_search, max_scan_tuples;
        things without a value are in no such index): then all rows are looked at.
        """
        rest = _rest(limit, offset)
        enough = sql("(select count(*) from _near) >= {}", limit)
        otherwise = Absence(way.joins, conjunction([way.condition, sql("not {}", enough)]))
        return sql(
            "(with _near as materialized ({}) select * from _near where {} union all ({}{}))",
            self._page(way, self.order, limit, offset, reverse), enough,
            self._way(otherwise, self.order, reverse, exact=True), rest,
        )  # fmt: skip

    def _page(self, way: Absence, order: Order, limit: Fragment, offset: Fragment, reverse: bool) -> Fragment:
        """The rows of one way. By distance the nearest are found first, and those as far away as the last of them: an
        index has that order alone (before PostgreSQL 17 none that goes on with the id).
        """
        rest = _rest(limit, offset)
        if not order[0].distance or reverse:
            return sql("{}{}", self._way(way, order, reverse), rest)
        if self.columns is None:
            return sql("{}{}", self._way(way, order[:1], reverse), rest)
        nearest = sql(
            "{} fetch first ({}) rows with ties",
            self._way(way, order[:1], reverse), sql("{}::bigint + {}", offset, limit) if offset else limit,
        )  # fmt: skip
        in_order = clause(tuple(key.alone for key in order))
        alias = self.relation.rows.alias
        return sql("select {} from ({}) {} order by {}{}", self.columns, nearest, alias, in_order, rest)

    def any(self, marks: tuple[Mark, ...], *, reverse: bool) -> Fragment:
        """Is there any row beyond all marks? The nearest is looked for, so an index that serves the page serves this
        too. (EXISTS knows no order: without the cursor's value it would be planned as a scan.)
        """
        return sql("coalesce({}, false)", self.read(marks, sql("1"), EMPTY, reverse))

    def _selects(self, branch: _Branch, most: Fragment, reverse: bool) -> list[Fragment]:
        selects = [sql("({} limit {})", self._way(way, branch.order, reverse), most) for way in branch.ways]
        if len(selects) == 1 or self.columns is None:
            return selects
        order = tuple(key.alone for key in branch.order)
        alias = self.relation.rows.alias
        return [
            sql(
                "(select {} from ({}) {} order by {} limit {})",
                self.columns, join(" union all ", selects), alias, clause(order, reverse), most,
            )
        ]  # fmt: skip

    def _way(self, way: Absence, order: Order, reverse: bool, *, exact: bool = False) -> Fragment:
        """The rows of one way, without a limit. exact: by no index that may end before the rows do."""
        tables = self.relation.tables
        for step in way.joins:
            tables = sql("{} join {} on {}", tables, step.table, step.link)
        for step in dict.fromkeys(step for key in order for step in key.joins):
            if step.whole and not self.relation.link and not self.condition:  # all rows are looked at anyway
                tables = sql("{} left join {} on {}", tables, *step.whole)
            elif step not in way.joins:
                kind = "{} join {} on {}" if _always(step, order) else "{} left join {} on {}"
                tables = sql(kind, tables, step.table, step.link)
        condition = where(conjunction([self.condition, way.condition]))
        sort_keys = clause(order, reverse, exact or self.columns is None)
        return sql("select {} from {}{} order by {}", self.columns or _TRUE, tables, condition, sort_keys)

    def _branches(self, marks: tuple[Mark, ...], reverse: bool) -> list[_Branch]:
        first, rest = self.order[0], self.order[1:]
        as_indexed = first.nulls_first is first.descending  # nulls are where PostgreSQL's indexes have them
        if self.relation.link or not (first.nullable and first.served) or (self.narrow and as_indexed and not marks):
            beyond = [mark.beyond(self.order, mark.values(self.context, self.order)) for mark in marks]
            return [_Branch((Absence((), conjunction(beyond)),), self.order)]
        plain = tuple(key.alone for key in self.order)
        behind = [mark for mark in marks if mark.forward is reverse]  # where the list ends
        ends = conjunction([mark.beyond(plain, mark.values(self.context, self.order)) for mark in behind])

        def some(*conditions: Fragment) -> _Branch:
            there = sql("{} is not null", first.place)
            way = Absence(first.joins, conjunction([there, *conditions, ends]))
            return _Branch((way,), (replace(first, nullable=False), *rest))

        def none(*conditions: Fragment) -> _Branch:
            return _Branch(
                tuple(Absence(way.joins, conjunction([way.condition, *conditions, ends])) for way in first.absences),
                rest,
            )

        nulls_first = first.nulls_first is not reverse
        begin = next((mark for mark in marks if mark.forward is not reverse), None)
        if begin is None:
            return [none(), some()] if nulls_first else [some(), none()]
        values = begin.values(self.context, self.order)
        given, absent = sql("{} is not null", values[0]), sql("{} is null", values[0])
        among_some = some(given, begin.beyond((replace(first, nullable=False), *rest), values))
        among_none = none(absent, begin.beyond(rest, values[1:]))
        return [among_none, some(absent), among_some] if nulls_first else [among_some, none(given), among_none]


def _rest(limit: Fragment, offset: Fragment) -> Fragment:
    return sql(" limit {} offset {}", limit, offset) if offset else sql(" limit {}", limit)


def _columns(relation: Related) -> Fragment:
    """What was asked of the rows so far. (Not all columns: those of dropped fields may not be read.)"""
    rows = relation.rows
    found = [rows.id] if rows.is_single else [rows.id, rows.class_id]
    found += [column for name, column in rows.used.items() if name != "id"]
    return join(", ", [*found, *([relation.score] if relation.score else ())])


def _always(step: Join, order: Order) -> bool:
    """Whether all that leads to it, and it, is there for every row."""
    for key in order:
        if step in key.joins:
            return all(each.required for each in key.joins[: key.joins.index(step) + 1])
    return False


__all__ = ["Wanted"]
