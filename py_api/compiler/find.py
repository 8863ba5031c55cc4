"""The argument `find` of a list: words and a vector, each ranked by itself, joined by reciprocal rank fusion.

A thing that is the n-th of a ranking gets 1 / (60 + n) from it; the sum orders the list (G. V. Cormack, C. L. A.
Clarke, S. Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods, SIGIR 2009). So
neither needs to know what the other's figures mean. Each ranking has so many candidates at most; the list has no
others.
"""

from collections.abc import Callable, Mapping

from py_api.compiler import filter as filters
from py_api.compiler import order as orders
from py_api.compiler import search, values, weights
from py_api.compiler.context import Check, Context, Scope
from py_api.compiler.filter import Related
from py_api.compiler.fragment import Fragment, conjunction, join, sql, where
from py_api.compiler.values import InputValue, given
from py_api.errors import ApiError
from py_api.schema.static_types import CANDIDATES

_MOST = 1000  # candidates of a ranking


def found(context: Context, args: Mapping[str, InputValue], related: Callable[[], Related]) -> Callable[[], Related]:
    """The candidates of a list's `find`, those of its filter alone; related where it has none. Raises ApiError."""
    find = args.get("find")
    if find is None or find.is_null:
        return related
    said = given(find)
    size = said.get("candidates") or InputValue(CANDIDATES)
    context.checks.append(Check(size, "candidates", 1, _MOST, "LIST_LIMIT", hint="Use fewer candidates."))
    context.custom = True
    rankings = {"text": _by_words, "vector": _by_distance}
    if not rankings.keys() & said.keys():
        raise ApiError("find needs text or vector", "INVALID_FILTER")

    def joined() -> Related:
        with context.times(size):
            context.count(len(said))
        ranked = [
            rankings[key](context, related(), args.get("filter"), said[key], context.number(size))
            for key in rankings
            if key in said
        ]
        relation, alias = related(), context.alias()
        score = "sum(1 / (60 + _n::double precision)) as _score"
        candidates = sql("(select _id, " + score + " from ({}) _r group by _id)", join(" union all ", ranked))
        on = sql("{}._id = {}", alias, relation.rows.id)
        tables = sql("{} join {} {} on {}", relation.tables, candidates, alias, on)
        return relation._replace(tables=tables, score=SCORE)

    return joined


# Under no alias: a column of the candidates, and then of the page that is made of them.
SCORE = sql("_score")


def _filtered(context: Context, relation: Related, filter_value: InputValue | None, more: Fragment) -> Fragment:
    chosen = filters.condition(context, relation.rows, filter_value)
    return where(conjunction([relation.link, chosen, more]))


def _by_words(
    context: Context, relation: Related, filter_value: InputValue | None, text: InputValue, count: Fragment
) -> Fragment:
    rows = relation.rows
    operand = context.param(text, values.bounded(values.as_text, filters.bound_of(context, "find", "pattern")))
    conditions, ranks = [], []
    for field in search.fields(rows):
        words, query = search.words(field, rows.column(field)), search.query(field, operand)
        conditions.append(context.weighed(sql("{} @@ {}", words, query), weights.RANK))
        ranks.append(context.weighed(sql("coalesce(ts_rank({}, {}, 1), 0)", words, query), weights.RANK))
    if not conditions:
        raise ApiError(f"{rows.cls.name} has no searchable field", "INVALID_FILTER", hint="Declare one searchable.")
    condition = _filtered(context, relation, filter_value, sql("({})", join(" or ", conditions)))
    page = sql(
        "select {} as _id, {} as _k from {}{} order by _k desc, _id limit {}",
        rows.id, join(" + ", ranks), relation.tables, condition, count,
    )  # fmt: skip
    return sql("select _id, row_number() over (order by _k desc, _id) as _n from ({}) _w", page)


def _by_distance(
    context: Context, relation: Related, filter_value: InputValue | None, vector: InputValue, count: Fragment
) -> Fragment:
    rows = relation.rows
    fields = [field for field in rows.fields.values() if field.type.category == "vector"]
    if not fields:
        raise ApiError(f"{rows.cls.name} has no vector", "INVALID_FILTER")
    key = orders.distance_key(context, rows, fields[0], vector)
    condition = _filtered(context, relation, filter_value, sql("{} is not null", rows.column(fields[0])))

    def nearest(enough: Fragment | None, exact: bool) -> Fragment:
        order = orders.clause((key,), exact=exact)
        chosen = sql("{} and not {}", condition, enough) if enough else condition
        text = "select {} as _id, {} as _k from {}{} order by {} fetch first ({}) rows with ties"  # as in pages.Wanted
        near = sql(text, rows.id, key.expression, relation.tables, chosen, order, count)
        return sql("select _id, _k from ({}) _t order by _k, _id limit {}", near, count)

    page = nearest(None, exact=False)
    if key.approximate:  # as of lists (pages.Wanted)
        enough = sql("(select count(*) from _near) >= {}", count)
        page = sql(
            "with _near as materialized ({}) select * from _near where {} union all ({})",
            page, enough, nearest(enough, exact=True),
        )  # fmt: skip
    return sql("select _id, row_number() over (order by _k, _id) as _n from ({}) _w", page)


def searched(rows: Scope, args: Mapping[str, InputValue]) -> list[search.Asked]:
    """What `find` searches for words."""
    find = args.get("find")
    text = find.get("text") if find is not None and not find.is_null else None
    if text is None or text.is_null:
        return []
    return [search.Asked(field, "search", text) for field in search.fields(rows)]
