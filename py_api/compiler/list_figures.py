"""Conditions on the figures of a list, and orders by them: how many things it has, the sum of a field of theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from py_api.catalog.model import Field
from py_api.compiler import filter as filters
from py_api.compiler import weights
from py_api.compiler.aggregate import COUNT, _compared, _result, figure
from py_api.compiler.context import Context, Scope, pg_type
from py_api.compiler.filter import TRUE, Related, _condition, operators
from py_api.compiler.fragment import Fragment, conjunction, sql, where
from py_api.compiler.order import Join, Key, directed
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


def keys(context: Context, rows: Scope, relation: Related, input_value: InputValue) -> Iterator[Key]:
    """By figures of a list of a row."""
    said = {key: value for key, value in input_value.items() if not value.is_null}
    with context.deeper(related=True):
        chosen = filters.condition(context, relation.rows, said["filter"]) if "filter" in said else None

    def key(value: Fragment, kind: Field, direction: InputValue, *, nullable: bool) -> Key:
        tables, owner, alias = relation.tables, relation.owner, context.alias()
        each = sql("select {} as _v from {} where {}", value, tables, conjunction([relation.link, chosen]))
        each = context.weighed(each, weights.SORT_KEY)
        groups = sql("select {} as _o, {} as _v from {}{} group by {}", owner, value, tables, where(chosen), owner)
        whole = (sql("({}) {}", groups, alias), sql("{}._o = {}", alias, rows.id))
        step = Join(sql("lateral ({}) {}", each, alias), TRUE, rows.id, True, whole)
        joined = sql("{}._v", alias)
        if not nullable:  # (what an empty reference points to has no figures)
            joined = sql("case when {} is not null then coalesce({}, 0) end", rows.id, joined)
        alone = directed(sql("({})", each), pg_type(kind), nullable, str(direction.value))
        return replace(alone, joins=(step,), joined=joined)

    if "count" in said:
        yield key(COUNT, _compared(context, "Int"), said["count"], nullable=False)
    for field_name, figures in said["fields"].items() if "fields" in said else ():
        field = relation.rows.field(field_name)
        for name, direction in figures.items() if not figures.is_null else ():
            if not direction.is_null:
                kind, nullable = _compared(context, _result(field, name)), name not in ("count", "distinct")
                yield key(_steady(relation.rows, field, name), kind, direction, nullable=nullable)


def _steady(rows: Scope, field: Field, name: str) -> Fragment:
    """A figure that is the same in each statement: the sum of floats depends on their order."""
    if field.type.scalar == "Float" and name in ("sum", "avg"):
        column = rows.column(field)
        return sql("sum({} order by {})" if name == "sum" else "avg({} order by {})", column, column)
    return figure(rows, field, name)
