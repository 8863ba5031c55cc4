"""Conditions on the figures of a list: how many things of it there are, the sum of a field of theirs."""

from collections.abc import Iterator, Mapping

from py_api.compiler.aggregate import COUNT, _compared, _result, figure
from py_api.compiler.context import Context, Scope
from py_api.compiler.filter import Related, _condition, operators
from py_api.compiler.fragment import Fragment, conjunction, sql
from py_api.compiler.values import InputValue


def condition(context: Context, relation: Related, said: Mapping[str, InputValue]) -> Fragment | None:
    """That the figures of these rows are as said by `count` and `fields`. `filter`: of which rows."""
    conditions = conjunction(_conditions(context, relation.rows, said))
    if not conditions:
        return None
    chosen = _condition(context, relation.rows, said["filter"]) if "filter" in said else None
    return sql("(select {} from {} where {})", conditions, relation.tables, conjunction([relation.link, chosen]))


def _conditions(context: Context, rows: Scope, said: Mapping[str, InputValue]) -> Iterator[Fragment | None]:
    if "count" in said:
        yield operators(context, _compared(context, "Int"), COUNT, said["count"])
    for field_name, figures in said["fields"].items() if "fields" in said else ():
        field = rows.field(field_name)
        for name, value in figures.items() if not figures.is_null else ():
            if not value.is_null:
                yield operators(context, _compared(context, _result(field, name)), figure(rows, field, name), value)


def counted(context: Context, tables: Fragment, link: Fragment, input_value: InputValue) -> Fragment | None:
    """That the number of rows is so."""
    conditions = operators(context, _compared(context, "Int"), COUNT, input_value)
    return sql("(select {} from {} where {})", conditions, tables, link) if conditions else None
