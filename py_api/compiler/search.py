"""Searches for words: what a field's words are, what is asked of them, how well a row has them, and where."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graphql import FieldNode

from py_api.catalog.model import Field
from py_api.compiler import values, weights
from py_api.compiler.context import Context, Scope
from py_api.compiler.fragment import Fragment, Param, join, literal, sql
from py_api.compiler.sql_json import SqlJson, array, constant, members, of_value
from py_api.compiler.values import InputValue
from py_api.errors import ApiError
from py_api.schema.static_types import HIGHLIGHT

OPERATORS = {"search": False, "searchPrefix": True}  # is the last word as far as it is typed?


def _language(field: Field) -> Fragment:
    return sql("{}::regconfig", literal("pg_catalog." + str(field.params.get("language", "simple"))))


def words(field: Field, column: Fragment) -> Fragment:
    """As the index has them: thing.words_sql."""
    if "language" not in field.params:
        return sql("thing.search_words({})", column)
    return sql("thing.search_stems({}, {})", column, _language(field))


def query(field: Field, text: Fragment | Param, *, unfinished: bool = False) -> Fragment:
    if "language" not in field.params and not unfinished:
        return sql("thing.search_query({}::text)", text)
    return sql(
        "thing.search_query_in({}::text, {}, {})", text, _language(field), sql("true" if unfinished else "false")
    )


def fields(rows: Scope) -> list[Field]:
    """Those that can be searched for words."""
    return [field for field in rows.fields.values() if field.searchable and field.type.category == "text"]


class Asked(NamedTuple):
    """A condition of a filter that searches a field for words."""

    field: Field
    operator: str
    value: InputValue


def asked(context: Context, rows: Scope, filter_value: InputValue | None) -> Iterator[Asked]:
    """Those of a filter over the rows themselves, but for what it negates."""
    if filter_value is None or filter_value.is_null:
        return
    inputs = context.inputs(context.api.classes.filters.filter, rows.cls)
    for key, value in filter_value.items():
        if key in ("and", "or") and not value.is_null:
            for element in value.elements():
                yield from asked(context, rows, element)
        elif isinstance(source := inputs[key].source, Field) and source.type.category == "text" and not value.is_null:
            for operator, text in value.items():
                if operator in OPERATORS and not text.is_null:
                    yield Asked(source, operator, text)


def _query_of(context: Context, condition: Asked) -> Fragment:
    text = context.param(condition.value, values.as_text)
    return query(condition.field, text, unfinished=OPERATORS[condition.operator])


def rank(context: Context, rows: Scope, filter_value: InputValue | None) -> Fragment:
    """How well a row has the words that a filter searches. Raises ApiError where it searches none."""
    ranks = [
        context.weighed(
            sql(
                "coalesce(ts_rank({}, {}, 1), 0)",
                words(condition.field, rows.column(condition.field)),
                _query_of(context, condition),
            ),
            weights.RANK,
        )
        for condition in asked(context, rows, filter_value)
    ]
    if not ranks:
        raise ApiError(
            "orderBy _rank needs a filter that searches for words",
            "INVALID_FILTER",
            hint="Add search or searchPrefix of a searchable field to the filter of this list.",
        )
    return sql("({})", join(" + ", ranks))


def highlights(context: Context, rows: Scope, conditions: Iterable[Asked], nodes: list[FieldNode]) -> SqlJson:
    """The fields that are searched, with the words marked that are found, as a JSON array."""
    by_field: dict[str, list[Asked]] = {}
    for condition in conditions:
        by_field.setdefault(condition.field.name, []).append(condition)
    collected = context.collected(context.definition(HIGHLIGHT), nodes)
    items = []
    for name, searches in by_field.items():
        field = searches[0].field
        queries = join(" || ", [_query_of(context, condition) for condition in searches])
        html = sql("thing.highlight({}, {}, {})", rows.column(field), queries, _language(field))
        pairs = []
        for key, same in collected.items():
            match same[0].name.value:
                case "field":
                    value: SqlJson = constant(name)
                case "html":
                    value = of_value(context.weighed(html, weights.HIGHLIGHT * len(searches)))
                case _:
                    value = constant(HIGHLIGHT)
            pairs.append((key, value))
        marked = sum(same[0].name.value == "html" for same in collected.values())
        context.count(len(pairs) + marked * weights.HIGHLIGHT_VALUES)
        items.append(members(pairs))
    return array(items)
