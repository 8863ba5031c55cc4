"""Conditions on the figures of a list, and orders by them: how many things it has, the sum of a field of theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from py_api.catalog.model import Field
from py_api.compiler import filter as filters
from py_api.compiler import weights
from py_api.compiler.aggregate import COUNT, conditions_of, said_of, stand_in, steady
from py_api.compiler.context import Context, Scope, pg_type
from py_api.compiler.filter import TRUE, Related, inner_condition, operators
from py_api.compiler.fragment import Fragment, conjunction, sql, where
from py_api.compiler.order import Join, Key, directed
from py_api.compiler.paths import Paths
from py_api.compiler.values import InputValue, given


def condition(context: Context, relation: Related, said: Mapping[str, InputValue]) -> Fragment | None:
    """That the figures of these rows are as said by `count` and `fields`. `filter`: of which rows."""
    paths = Paths(context, relation)
    conditions = conjunction(conditions_of(context, paths, said, lambda figure, _empty: figure))
    if not conditions:
        return None
    chosen = inner_condition(context, relation.rows, said["filter"]) if "filter" in said else None
    return sql("(select {} from {} where {})", conditions, paths.tables(), conjunction([relation.link, chosen]))


def counted(context: Context, tables: Fragment, link: Fragment, input_value: InputValue) -> Fragment | None:
    """That the number of rows is so."""
    conditions = operators(context, stand_in(context, "Int"), COUNT, input_value)
    return sql("(select {} from {} where {})", conditions, tables, link) if conditions else None


def keys(context: Context, rows: Scope, relation: Related, input_value: InputValue) -> Iterator[Key]:
    """By figures of a list of a row."""
    said = given(input_value)
    paths = Paths(context, relation)
    with context.deeper(related=True):
        chosen = filters.condition(context, relation.rows, said.get("filter"))

    def key(value: Fragment, kind: Field, direction: InputValue, *, nullable: bool) -> Key:
        tables, owner, alias = paths.tables(), relation.owner, context.alias()
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
        yield key(COUNT, stand_in(context, "Int"), said["count"], nullable=False)
    for one in said_of(context, paths, said["fields"]) if "fields" in said else ():
        kind, nullable = stand_in(context, one.kind), one.name not in ("count", "distinct")
        yield key(steady(one), kind, one.value, nullable=nullable)
