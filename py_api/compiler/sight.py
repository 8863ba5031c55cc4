"""What is seen of a class: the one source that every statement reads the things of a class from.

Without a mask that is its table. Under one it is a subquery that has the rows that may be seen, and of these the
columns that may be read: null where a cell may not be, where a reference points to what is not seen. PostgreSQL takes
the subquery apart, so indexes serve as ever. All ways to read a class (selections, filters, orders, cursors, groups,
searches, look-ups by a key) go through here, so none shows more than another.

Policies are filters over the whole catalog: what they look at need not be seen. Their claims are parameters.
"""

from collections.abc import Iterable
from typing import Any

from py_api.catalog.masked import MaskedCatalog
from py_api.catalog.model import Class, Field
from py_api.catalog.policies import Terms, claim_of
from py_api.compiler import weights
from py_api.compiler.context import Context, Scope
from py_api.compiler.fragment import Fragment, conjunction, identifier, join, sql, where
from py_api.compiler.values import InputValue

CLAIMS = "$claims"  # among the variables: what no client's variable can be called


def rows_of(context: Context, cls: Class) -> Fragment:
    """What the things of this very class are read from: a table, or a subquery (without an alias)."""
    table = identifier(cls.table or "")
    if cls.mask is None:
        return table
    rows = _whole(context, cls.id)
    columns = []
    for field in context.api.classes.fields.all(cls).values():
        if field.column is None:
            continue
        column = rows.column(rows.fields[field.name])
        conditions = []
        if field.name in cls.mask.cells:
            conditions.append(_any(context, rows, cls.mask.cells[field.name]))
        if field.target_id is not None and _masked(context).hides_rows(field.target_id):
            conditions.append(_is_seen(context, field.target_id, column))
        shown = sql("case when {} then {} end", conjunction(conditions), column) if conditions else column
        columns.append(sql("{} as {}", shown, identifier(field.column)))
    chosen = _terms(context, rows, cls.mask.rows)
    source = sql("(select {} from {}{})", join(", ", columns), rows.clause(), where(chosen))
    return context.weighed(source, weights.CONDITION)


def pairs_of(context: Context, cls: Class, field: Field) -> Fragment:
    """What the pairs of a to-many reference of this very class are read from: its join table, or of that the pairs of
    the things where the field may be read.
    """
    table = identifier(field.join_table or "")
    cells = None if cls.mask is None else cls.mask.cells.get(field.name)
    if cells is None:
        return table
    rows = _whole(context, cls.id)
    pair = context.alias()
    chosen = conjunction([sql("{} = {}.source_id", rows.id, pair), _any(context, rows, cells)])
    source = sql(
        "(select {}.source_id, {}.target_id from {} {} where exists (select from {} where {}))",
        pair, pair, table, pair, rows.clause(), chosen,
    )  # fmt: skip
    return context.weighed(source, weights.CONDITION)


def is_seen(context: Context, class_id: int, thing_id: Fragment) -> Fragment:
    """That a thing of this very class, which is named by its id and is there, may be seen."""
    return _is_seen_in(context, _masked(context).class_of(class_id), thing_id)


def holds(context: Context, cls: Class, thing_id: Fragment, filter_: Any) -> Fragment:
    """That a thing of this very class is as a policy's filter says, as it is in the table. None: it always is."""
    if filter_ is None:
        return sql("true")
    rows = _whole(context, cls.id)
    return _is_there(rows, thing_id, _condition(context, rows, filter_))


def row_holds(context: Context, cls: Class, row: Fragment, filter_: Any) -> Fragment:
    """As holds, of a row of the class's table by its alias: PostgreSQL looks again where it has waited for the row."""
    if filter_ is None:
        return sql("true")
    return _condition(context, _whole(context, cls.id, row), filter_)


def row_is_seen(context: Context, cls: Class, row: Fragment) -> Fragment:
    """As is_seen, of a row of the class's table by its alias."""
    assert cls.mask is not None
    rows = _whole(context, cls.id, row)
    return conjunction([sql("true"), _terms(context, rows, cls.mask.rows)])


def _is_seen(context: Context, class_id: int, thing_id: Fragment) -> Fragment:
    """That a thing of a class, or of one that extends it, may be seen."""
    members = context.catalog.concrete(class_id)
    return sql("({})", join(" or ", [_is_seen_in(context, member, thing_id) for member in members] or [sql("false")]))


def _is_seen_in(context: Context, cls: Class, thing_id: Fragment) -> Fragment:
    assert cls.mask is not None
    rows = _whole(context, cls.id)
    return _is_there(rows, thing_id, _terms(context, rows, cls.mask.rows))


def _is_there(rows: Scope, thing_id: Fragment, chosen: Fragment) -> Fragment:
    same = sql("{} = {}", rows.id, thing_id)
    return sql("exists (select from {} where {})", rows.clause(), conjunction([same, chosen]))


def _masked(context: Context) -> MaskedCatalog:
    assert isinstance(context.catalog, MaskedCatalog)
    return context.catalog


def _whole(context: Context, class_id: int, alias: Fragment | None = None) -> Scope:
    """The table of a class, with all that it has."""
    cls = _masked(context).whole.class_of(class_id)
    fields = {**context.api.classes.fields.system, **cls.fields}
    source = context.weighed(identifier(cls.table or ""), weights.LOOKUP)
    return Scope(alias or context.alias(), cls, (cls,), fields, source)


def _terms(context: Context, rows: Scope, terms: Terms) -> Fragment:
    any_of = None if terms.any_of is None else _any(context, rows, terms.any_of)
    all_of = [_condition(context, rows, filter_) for filter_ in terms.all_of if filter_ is not None]
    return conjunction([any_of, *all_of])


def _any(context: Context, rows: Scope, alternatives: Iterable[Any]) -> Fragment:
    conditions = [_condition(context, rows, filter_) for filter_ in alternatives]
    return conditions[0] if len(conditions) == 1 else sql("({})", join(" or ", conditions))


def _condition(context: Context, rows: Scope, filter_: Any) -> Fragment:
    """A policy's filter over the whole rows. It always says something: what says nothing is a fault."""
    from py_api.compiler import filter as filters  # (which reads classes, too)

    with context.whole():
        condition = filters.inner_condition(context, rows, input_of(filter_))
    if condition is None:
        raise AssertionError(filter_)
    return sql("({})", condition)


def input_of(value: Any, key: str = "") -> InputValue:
    """A policy's filter as what the compiler of filters takes. The shape of a claim is known, its value is not."""
    claim = claim_of(value, key)
    if claim is not None:
        return InputValue([] if claim.listed else "", (CLAIMS, claim.key))
    if isinstance(value, dict):
        return InputValue({name: input_of(inner, name) for name, inner in value.items()})
    if isinstance(value, list):
        return InputValue([input_of(inner) for inner in value])
    return InputValue(value)
