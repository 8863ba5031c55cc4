"""The first things of each group. Only those of the groups that are shown are sorted, and of each no more are kept."""

from collections.abc import Sequence

from py_api.compiler.context import Context
from py_api.compiler.fragment import Fragment, conjunction, join, number, sql, where
from py_api.compiler.group_pages import GROUPS
from py_api.compiler.grouping import Key

PAGE = sql("_page")  # the groups that are shown, with a number each


class GroupNodes:
    """What is looked for beside groups: each a list of ids, of the groups with their number."""

    def __init__(self, context: Context, keys: Sequence[Key]) -> None:
        self._context, self._keys = context, keys
        self._wanted: list[tuple[Fragment, Fragment, Fragment, Fragment | None]] = []

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def ids(self, thing_id: Fragment, order: Fragment, size: Fragment, only: Fragment | None) -> Fragment:
        """The ids of the first things of a group. only: of these."""
        self._wanted.append((thing_id, order, size, only))
        return sql("_t{}._ids", number(len(self._wanted)))

    def source(self, groups: Fragment, tables: Fragment, condition: Fragment) -> tuple[Fragment, Fragment]:
        """WITH, and what FROM has. tables, condition: of the things that groups are made of."""
        page = sql("with {} as materialized (select {}.*, row_number() over () as _i from ({}) {}) ",
                   PAGE, GROUPS, groups, GROUPS)  # fmt: skip
        found = [self._found(place, tables, condition) for place, _ in enumerate(self._wanted)]
        return page, sql("{} {}{}", PAGE, GROUPS, join("", found))

    def _found(self, place: int, tables: Fragment, condition: Fragment) -> Fragment:
        thing_id, order, size, only = self._wanted[place]
        matched = conjunction([self._matched(key) for key in self._keys])
        of_groups = sql(" join {} {} on {}", PAGE, GROUPS, matched) if matched else sql(", {} {}", PAGE, GROUPS)
        alias = sql("_t{}", number(place + 1))
        return sql(
            " left join (select _i, array_agg(_id order by _r) as _ids from (select {}._i, {} as _id, "
            "row_number() over (partition by {}._i order by {}) as _r from {}{}{}) _x where _r <= {} group by _i) {} "
            "on {}._i = {}._i",
            GROUPS, thing_id, GROUPS, order, tables, of_groups, where(conjunction([condition, only])), size, alias,
            alias, GROUPS,
        )  # fmt: skip

    @staticmethod
    def _matched(key: Key) -> Fragment:
        """That a thing belongs to a group. (Arrays are equal where both have null, and can be joined by hashes.)"""
        if key.required:
            template = "{} = {}.{}"
        else:
            template = "{} is not distinct from {}.{}" if key.listed else "array[{}] = array[{}.{}]"
        return sql(template, key.cut.expression, GROUPS, key.column)
