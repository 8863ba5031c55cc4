"""Pages of groups, in their order: by size and offset, or by cursor. All groups are worked out, whichever is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from py_api.compiler import order as orders
from py_api.compiler.context import Context
from py_api.compiler.fragment import EMPTY, Fragment, conjunction, number, sql, where
from py_api.compiler.select import Page, paging
from py_api.compiler.values import InputValue, given

CURSOR, POSITION = "cursor", "position"
GROUPS = sql("_g")  # the alias of the rows that groups are


@dataclass(slots=True)
class GroupOrder:
    """The keys that groups are sorted by. columns: what groups have beside keys and figures, for pages by cursor."""

    apart: bool  # groups are sorted where only their columns are left
    keys: list[orders.Key] = field(default_factory=list)
    columns: list[Fragment] = field(default_factory=list)

    def add(self, key: orders.Key, place: Fragment, *, is_column: bool = False) -> None:
        """place: where groups are made. is_column: of the groups, there already."""
        if self.apart and is_column:
            place = sql("{}.{}", GROUPS, place)
        elif self.apart:
            column = sql("_o{}", number(len(self.columns) + 1))
            self.columns.append(sql("{} as {}", place, column))
            place = sql("{}.{}", GROUPS, column)
        self.keys.append(replace(key, joined=place))

    def sign(self, like: "GroupOrder") -> None:
        """The cursors of that order are also its own."""
        self.keys = [replace(key, signed=other) for key, other in zip(self.keys, like.keys, strict=True)]

    def cursor(self) -> Fragment:
        return orders.cursor(tuple(self.keys), placed=True)


class GroupPage:
    """What the arguments say of the page. shown: names of what is selected of each group.

    apart: the groups are made in a subquery, of which the page is one.
    """

    def __init__(
        self, context: Context, args: Mapping[str, InputValue], shown: Collection[str], *, grouped: bool
    ) -> None:
        self._context, said = context, given(args)
        self._page: Page = paging(context, said)
        self._positioned = POSITION in shown
        self.apart = bool(self._page.marks) or self._page.backward or CURSOR in shown or self._positioned
        self.is_whole = grouped and not {"first", "last"} & {*said}  # then none may be missing
        self._most = context.limits.list_size
        self.size = self._page.size
        if not {"first", "last"} & {*said}:
            self.size = InputValue(self._most if grouped else 1)

    @property
    def limit(self) -> Fragment:
        """LIMIT and OFFSET."""
        limit = EMPTY
        if self.is_whole:
            limit = sql(" limit {}", number(self._most + 1))
        elif self.size is self._page.size:
            limit = sql(" limit {}", self._page.limit)
        return sql("{} offset {}", limit, self._page.offset) if self._page.offset else limit

    @property
    def guard(self) -> Fragment:
        return sql(" having thing.check_groups(count(*), {})", number(self._most)) if self.is_whole else EMPTY

    def of(self, groups: Fragment, order: GroupOrder) -> Fragment:
        """The page of a SELECT that gives all groups."""
        keys, context = tuple(order.keys), self._context
        if self._positioned:
            numbered = "select {}.*, row_number() over (order by {}) as _p from ({}) {}"
            groups = sql(numbered, GROUPS, orders.clause(keys), groups, GROUPS)
        beyond = conjunction([mark.beyond(keys, mark.values(context, keys)) for mark in self._page.marks])
        page = sql(
            "select * from ({}) {}{} order by {}{}",
            groups, GROUPS, where(beyond), orders.clause(keys, self._page.backward), self.limit,
        )  # fmt: skip
        if self._page.backward:
            page = sql("select * from ({}) {} order by {}", page, GROUPS, orders.clause(keys))
        return page
