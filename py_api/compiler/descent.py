"""Ancestors and descendants: what a reference of a class to itself leads to, step by step, and what leads here.

Rows of such lists have a column DEPTH: how many steps away they are. A thing is met once; where references go round in
a circle, that ends it.
"""

from py_api.catalog.model import Field, Inverse
from py_api.compiler import weights
from py_api.compiler.context import CLASS_ID, DEPTH, Check, Context, Scope, scope
from py_api.compiler.filter import TRUE, Related
from py_api.compiler.fragment import EMPTY, identifier, join, sql
from py_api.compiler.values import InputValue


def related(context: Context, rows: Scope, source: Field | Inverse, depth: InputValue) -> Related:
    """The ancestors of a row along a reference, or its descendants along the inverse of one. depth: so many steps."""
    context.checks.append(Check(depth, "depth", 1, context.limits.nesting, "NESTING_LIMIT", "Take fewer steps."))
    cls = context.catalog.named(source.class_name if isinstance(source, Inverse) else source.target or "")
    steps, things = scope(context, cls), scope(context, cls)
    if isinstance(source, Inverse):
        first = sql("select {} as _id, 0 as _depth, array[{}] as _path", rows.id, rows.id)
        here, there = steps.column(cls.fields[source.field]), steps.id
    else:
        column = rows.column(source)
        first = sql(
            "select {} as _id, 1 as _depth, array[{}, {}] as _path where {} <> {}",
            column, rows.id, column, column, rows.id,
        )  # fmt: skip
        here, there = steps.id, steps.column(cls.fields[source.own_name])
    walk = sql(
        "with recursive _w as ({} union all select {}, _w._depth + 1, _w._path || {} from _w join {} on {} = _w._id"
        " where _w._depth < {} and {} <> all (_w._path)) select _id, _depth from _w where _depth > 0",
        first, there, there, steps.clause(), here, context.number(depth), there,
    )  # fmt: skip
    columns = [sql("{} as {}", things.column(f), identifier(f.column)) for f in things.fields.values() if f.column]
    if not things.is_single:
        columns.append(sql(f"{{}} as {CLASS_ID}", things.class_id))
    source_ = sql("(select {}, _w._depth from ({}) _w join {} on {} = _w._id)",
                  join(", ", columns), walk, things.clause(), things.id)  # fmt: skip
    alias = context.alias()
    source_ = context.weighed(source_, weights.TABLE)
    found = Scope(alias, cls, things.concrete, things.fields, source_, united=True)
    found.used[DEPTH] = sql(f"{{}}.{DEPTH}", alias)
    return Related(found, found.clause(), TRUE, EMPTY)
