"""JSON that is put together as text is what json_build_object makes of the same: of values of every type, and null."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from py_api import json_text
from py_api.compiler.context import json_of
from py_api.compiler.fragment import Fragment, catalog_expression, join, literal, sql
from py_api.compiler.sql_json import (
    SqlJson,
    array,
    constant,
    identity,
    listed,
    listed_from,
    made,
    members,
    of_field,
    of_value,
    quoted,
)
from tests.support.compiled import Api

TEXTS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=30)
EDGES = ['"', "\\", "\b\f\n\r\t\x01\x1f\x7f", "</script>", "\u2028\ufeff", "𝄞", "'", "null", "", '","x":1', "E'\\n'"]
# Values of each type as PostgreSQL reads them, the ends of its range among them.
VALUES: Mapping[str, Sequence[str] | st.SearchStrategy[str]] = {
    "text": TEXTS | st.sampled_from(EDGES),
    "select": TEXTS | st.sampled_from(EDGES),
    "integer": st.integers(-(2**31), 2**31 - 1).map(str),
    "bigint": st.integers(-(2**63), 2**63 - 1).map(str),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False).map(str)
    | st.sampled_from(["NaN", "Infinity", "-Infinity", "0.00", "-0", "1e-300", "1e300"]),
    "float": st.floats(allow_nan=False, allow_infinity=False).map(repr)
    | st.sampled_from(["NaN", "Infinity", "-Infinity", "-0", "5e-324", "1.7976931348623157e308"]),
    "boolean": ["true", "false"],
    "date": ["2024-02-29", "0001-01-01", "0044-03-15 BC", "5874897-12-31", "infinity", "-infinity"],
    "time": ["00:00", "23:59:59.999999", "24:00:00"],
    "datetime": ["2024-02-29T23:59:59.123456+02:00", "0044-03-15 12:00:00+00 BC", "infinity", "-infinity"],
    "uuid": st.uuids().map(str),
    "json": TEXTS.map(json_text.dumps)
    | st.sampled_from(['{"a": [1, 1.50, null, "\\u0001\\""], "b": {}}', "null", "[]", "1e400", "true", '"x"']),
    "integerRange": ["[1,5)", "empty", "(,)", "[3,)"],
    "decimalRange": ["[1.50,5)", "empty", "(,)", "(-3,0.5]"],
    "dateRange": ["[2024-01-01,2024-02-01)", "empty", "(,)"],
    "datetimeRange": ['["2024-01-01 00:00:00+00","2024-02-01 00:00:00.5+00")', "empty"],
    "textList": st.lists(TEXTS.filter(bool), max_size=3).map(
        lambda texts: "{" + ",".join('"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in texts) + "}"
    ),
    "multiselect": ["{}", "{draft,onSale}"],
    "integerList": ["{}", "{1,-2}", "{1,null}"],
    "bigintList": ["{9223372036854775807}"],
    "decimalList": ["{1.50,NaN}"],
    "floatList": ["{1.5,NaN,-0}"],
    "dateList": ["{2024-02-29}"],
    "datetimeList": ["{2024-02-29 12:00+00}"],
    "uuidList": ["{00000000-0000-0000-0000-000000000001}"],
}


def strategy(name: str) -> st.SearchStrategy[str | None]:
    values = VALUES[name]
    return st.none() | (values if isinstance(values, st.SearchStrategy) else st.sampled_from(values))


def read(api: Api, expression: Fragment) -> Any:
    text, params = expression.render()
    assert not params
    with api.owner.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        cursor.execute(b"select (" + text.encode().replace(b"%", b"%%") + b")::text", [])
        row = cursor.fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_field_is_what_json_build_object_makes_of_it(zoo: Api, name: str, data: st.DataObject) -> None:
    kind, system = zoo.api.catalog.types[name], zoo.api.classes.fields.system["id"]
    for params in ({}, {"precision": 40, "scale": 3}) if name == "decimal" else ({},):
        field = replace(system, type=kind, params=params)
        given_text = data.draw(strategy(name))
        column = sql("null") if given_text is None else literal(given_text)
        column = sql("({}::{})", column, catalog_expression(str(kind.pg_type)))
        ours = read(zoo, members([("k", of_field(field, column))]).text)
        theirs = read(zoo, sql("json_build_object('k', {})", json_of(field, column)))
        assert ours.replace(" ", "") == theirs.replace(" ", "")
        assert json_text.loads(ours) == json_text.loads(theirs)


def test_every_type_of_the_zoo_has_values_here(zoo: Api) -> None:
    left = {name for name, kind in zoo.api.catalog.types.items() if name not in VALUES and kind.scalar}
    assert left <= {
        "email", "url", "reference", "references", "geometry", "tree", "vector", "timeList", "idList", "selectList",
        "emailList", "urlList",
    }  # fmt: skip


@given(value=st.recursive(st.none() | st.booleans() | st.integers() | TEXTS | st.sampled_from(EDGES),
                          lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)))  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_known_when_compiled_is_itself(zoo: Api, value: object) -> None:
    whole = members([("ö", constant(value)), ("b", array([constant(value), of_value(sql("1"))]))])
    assert json_text.loads(read(zoo, whole.text)) == {"ö": value, "b": [value, 1]}


def test_objects_and_lists_of_any_size(zoo: Api) -> None:
    many = members((f"k{n}", of_value(sql("{}::integer", literal(str(n))))) for n in range(1_234))
    assert json_text.loads(read(zoo, many.text)) == {f"k{n}": n for n in range(1_234)}
    assert read(zoo, members([]).text) == "{}"
    assert read(zoo, array([]).text) == "[]"
    assert read(zoo, members([("a", members([])), ("b", array([members([])]))]).text) == '{"a":{},"b":[{}]}'


def test_lists_have_an_item_for_each_row(zoo: Api) -> None:
    item = made(sql("case when _n <> 2 then {} end", members([("n", of_value(sql("_n")))]).text))
    rows = sql("generate_series(1, {}) _s (_n)", literal("3"))
    assert read(zoo, listed_from(item, rows, sql(" order by _n desc")).text) == '[{"n":3},null,{"n":1}]'
    assert read(zoo, listed_from(item, sql("generate_series(1, 0) _s (_n)")).text) == "[]"
    inner = listed(item, rest=sql(" filter (where _n > 2)")).text
    assert read(zoo, sql("(select {} from {})", inner, rows)) == '[{"n":3}]'


def test_nothing_is_null(zoo: Api) -> None:
    nothing = sql("null::text")
    values = [of_value(nothing), made(nothing), quoted(nothing), of_value(sql("null")), constant(None)]
    assert read(zoo, array(values).text) == "[null,null,null,null,null]"
    thing = identity(sql("'00000000-0000-0000-0000-000000000001'::uuid"))
    assert read(zoo, thing.text) == '"00000000-0000-0000-0000-000000000001"'
    assert read(zoo, SqlJson(join(", ", [sql("'1'")])).text) == "1"
