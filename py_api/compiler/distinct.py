"""Lists without repetition: of things that are equal in some fields, only the first."""

from collections.abc import Callable, Mapping

from py_api.compiler import filter as filters
from py_api.compiler import order as orders
from py_api.compiler import weights
from py_api.compiler.context import Context, Scope, compared
from py_api.compiler.filter import Related
from py_api.compiler.fragment import Fragment, conjunction, join, sql, where
from py_api.compiler.values import InputValue


def condition(
    context: Context, rows: Scope, args: Mapping[str, InputValue], rows_of: Callable[[], Related]
) -> Fragment | None:
    """That a row is the first, in the order of the list, of the list's rows that are equal to it in `distinctOn`.

    rows_of: makes the rows of the list once more. (Those without a value are equal.)
    """
    names = args.get("distinctOn")
    if names is None or names.is_null or not names.value:
        return None
    others = rows_of()
    fields = {field.name: field for field in (others.rows.field(str(name.value)) for name in names.elements())}
    columns = join(
        ", ",
        [context.weighed(compared(field, others.rows.column(field)), weights.GROUP_KEY) for field in fields.values()],
    )
    filter_value = args.get("filter")
    keys = orders.keys(context, others.rows, args.get("orderBy"), filter_value, others.score)
    order = tuple(key.alone for key in keys)
    chosen = filters.condition(context, others.rows, filter_value)
    return sql(
        "{} in (select distinct on ({}) {} from {}{} order by {}, {})",
        rows.id,
        columns,
        others.rows.id,
        others.tables,
        where(conjunction([others.link, chosen])),
        columns,
        orders.clause(order, exact=True),
    )
