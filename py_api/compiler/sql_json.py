"""JSON as a statement makes it: one text, put together by concat() from what is known when the operation is compiled
(braces, keys, names of types) and from expressions whose text is JSON.

PostgreSQL's json_build_object and json_agg look up at each call how each value is written, and copy what is nested
at each level. So only what must be escaped goes through to_json(), texts through thing.json_string().
"""

from collections.abc import Iterable

from py_api import json_text
from py_api.catalog.model import Field
from py_api.compiler import weights
from py_api.compiler.context import json_of
from py_api.compiler.fragment import EMPTY, Fragment, join, literal, sql

NULL = sql("null")
_ARGUMENTS = 100  # that a function takes
_DIGITS = ("bigint", "decimal")  # types whose text holds nothing that a JSON string escapes
_UNQUOTED = ("integer", "smallint")  # types of PostgreSQL's whose text is JSON


class SqlJson:
    """A value, as text that is known and expressions of any type whose text is JSON. Null stands for no text.

    weight: beyond that of its expressions.
    """

    __slots__ = ("parts", "weight")

    def __init__(self, *parts: str | Fragment, weight: int = 0) -> None:
        self.parts = parts
        self.weight = weight

    @property
    def text(self) -> Fragment:
        """An expression of type text, never null."""
        pieces: list[Fragment] = []
        known = ""
        for part in (*self.parts, EMPTY):
            if isinstance(part, str):
                known += part
                continue
            pieces += [literal(known)] if known else []
            pieces += [part] if part is not EMPTY else []
            known = ""
        while len(pieces) > _ARGUMENTS:
            groups = [pieces[i : i + _ARGUMENTS] for i in range(0, len(pieces), _ARGUMENTS)]
            pieces = [sql("concat({})", join(", ", group)) for group in groups]
        return sql("concat({})", join(", ", pieces)).heavier(self.weight)


def constant(value: object) -> SqlJson:
    """What is known when the operation is compiled."""
    return SqlJson(json_text.dumps(value))


def of_value(expression: Fragment) -> SqlJson:
    """An SQL value of any type (but no bare literal), as to_json() writes it."""
    if expression.parts == NULL.parts:
        return constant(None)
    return SqlJson(sql("coalesce(to_json({}), 'null')", expression))


def made(text: Fragment) -> SqlJson:
    """A text that is JSON, or null."""
    return SqlJson(sql("coalesce({}, 'null')", text))


def string(text: Fragment) -> SqlJson:
    """A text, or null."""
    return SqlJson(sql("coalesce(thing.json_string({}), 'null')", text))


def quoted(expression: Fragment) -> SqlJson:
    """Something whose text has nothing that a JSON string escapes, or null."""
    return SqlJson(sql("""coalesce('"' || {} || '"', 'null')""", expression))


def identity(thing_id: Fragment) -> SqlJson:
    """The id of a thing that is there."""
    return SqlJson('"', thing_id, '"')


def of_field(field: Field, column: Fragment) -> SqlJson:
    """A column as the API shows it."""
    kind, shown = field.type, json_of(field, column)
    if kind.to_json == "to_jsonb({value})":
        if kind.pg_type in _UNQUOTED or kind.pg_type == "boolean":
            return made(sql("{}::text", shown))
        if kind.pg_type == "uuid" or kind.pg_type is None:
            return quoted(shown)
        if kind.pg_type == "text":
            return string(shown)
    if kind.name in _DIGITS:
        return quoted(shown)
    if kind.pg_type == "jsonb":
        return made(sql("({})::text", shown))
    return of_value(shown)


def members(pairs: Iterable[tuple[str, Fragment | SqlJson]]) -> SqlJson:
    """An object of these keys, in their order."""
    parts: list[str | Fragment] = []
    weight, before = 0, "{"
    for key, item in pairs:
        json = item if isinstance(item, SqlJson) else of_value(item)
        parts += (f"{before}{json_text.dumps(key)}:", *json.parts)
        weight += json.weight + weights.FIELD
        before = ","
    return SqlJson(*parts, "}" if parts else "{}", weight=weight)


def listed(item: SqlJson, order: Fragment = EMPTY, rest: Fragment = EMPTY) -> SqlJson:
    """An aggregate: the item of each row. order: ORDER BY within it. rest: what follows it."""
    return SqlJson("[", sql("string_agg({}, ','{}){}", item.text, order, rest), "]")


def listed_from(item: SqlJson, source: Fragment, order: Fragment = EMPTY) -> SqlJson:
    """The item of each row of what FROM has."""
    return SqlJson("[", sql("(select string_agg({}, ','{}) from {})", item.text, order, source), "]")


def array(items: Iterable[SqlJson]) -> SqlJson:
    """A list of these items."""
    parts: list[str | Fragment] = ["["]
    weight = 0
    for place, item in enumerate(items):
        parts += ("," if place else "", *item.parts)
        weight += item.weight
    return SqlJson(*parts, "]", weight=weight)
