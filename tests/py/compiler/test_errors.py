"""What a client may do wrong in a query, each with its code; and that nothing of the database leaks."""

from typing import Any, cast

import pytest

from py_api.compiler.operation import RequestError
from py_api.compiler.plan import QueryPlan
from py_api.config import Limits
from py_api.engine import error_mapping
from py_api.errors import ApiError, DatabaseError, FieldError
from tests.support.compiled import Api

ID = "a0000000-0000-7000-8000-000000000001"
REQUEST_ERRORS = [
    ("{ samples { nodes { id } ", {}, "GRAPHQL_PARSE_FAILED"),
    ("", {}, "GRAPHQL_PARSE_FAILED"),
    ("{ samples { nodes { nothing } } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("{ nothing { id } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("{ samples(filter: {rank: {eq: \"1\"}}) { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("{ samples(filter: {mood: {eq: sad}}) { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("{ samples(filter: {json: {at: {eq: 1}}}) { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("{ samples(filter: {plain: {search: \"not searchable\"}}) { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("{ samples(orderBy: {json: ASC}) { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("{ samples { nodes { things(last: 1) { totalCount } } } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("query a { samples { totalCount } } query b { samples { totalCount } }", {}, "OPERATION_RESOLUTION_FAILURE"),
    ("fragment f on Sample { id }", {}, "OPERATION_RESOLUTION_FAILURE"),
    ("subscription { samples { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    ("query($id: ID!) { sample(id: $id) { id } }", {}, "INVALID_VARIABLE"),
    ("query($id: ID!) { sample(id: $id) { id } }", {"id": None}, "INVALID_VARIABLE"),
    ("query($id: ID!) { sample(id: $id) { id } }", {"id": [ID]}, "INVALID_VARIABLE"),
    ("query($n: Int) { samples(first: $n) { totalCount } }", {"n": "1"}, "INVALID_VARIABLE"),
    ("query($n: Int) { samples(first: $n) { totalCount } }", {"n": 2**31}, "INVALID_VARIABLE"),
    ("query($m: SampleMood) { samples(filter: {mood: {eq: $m}}) { totalCount } }", {"m": "sad"}, "INVALID_VARIABLE"),
    ("query($f: SampleFilter) { samples(filter: $f) { totalCount } }", {"f": {"nothing": 1}}, "INVALID_VARIABLE"),
    ("query($f: SampleFilter) { samples(filter: $f) { totalCount } }", {"f": {"and": [None]}}, "INVALID_VARIABLE"),
    ("query($f: SampleFilter) { samples(filter: $f) { totalCount } }", {"f": {"rank": {"in": [1, "2"]}}}, "INVALID_VARIABLE"),
    ("query($f: SampleFilter) { samples(filter: $f) { totalCount } }", {"f": {"json": {"at": {"eq": 1}}}}, "INVALID_VARIABLE"),
    ("query($o: [SampleOrderBy!]) { samples(orderBy: $o) { totalCount } }", {"o": {"rank": "UP"}}, "INVALID_VARIABLE"),
    ("query($b: BigInt) { samples(filter: {bigint: {eq: $b}}) { totalCount } }", {"b": 1.5}, "INVALID_VARIABLE"),
    ("query($b: BigInt) { samples(filter: {bigint: {eq: $b}}) { totalCount } }", {"b": True}, "INVALID_VARIABLE"),
    ("query($r: Range) { samples(filter: {dateRange: {eq: $r}}) { totalCount } }", {"r": "2024"}, "INVALID_VARIABLE"),
    ("{ samples(first: 1, last: 1) { nodes { id } } }", {}, "INVALID_PAGE"),
    ("{ samples(last: 1, offset: 1) { nodes { id } } }", {}, "INVALID_PAGE"),
    ("{ samples(offset: -1) { nodes { id } } }", {}, "INVALID_PAGE"),
    ("{ samples(first: -1) { nodes { id } } }", {}, "LIST_LIMIT"),
    ("{ samples(first: 1001) { nodes { id } } }", {}, "LIST_LIMIT"),
    ("query($n: Int) { samples(last: $n) { nodes { id } } }", {"n": 1001}, "LIST_LIMIT"),
    ("{ samplesAggregate(first: 1001) { count } }", {}, "LIST_LIMIT"),
    ("{ samples { nodes { things(first: 1001) { nodes { id } } } } }", {}, "LIST_LIMIT"),
    ("{ samples(first: 1000) { nodes { samples(first: 300) { nodes { id } } } } }", {}, "COST_LIMIT"),
    ("query($n: Int) { samples(first: $n) { nodes { samples(first: $n) { nodes { id } } } } }", {"n": 500}, "COST_LIMIT"),
    ("{ samples(after: \"nonsense\") { nodes { id } } }", {}, "INVALID_CURSOR"),
    ("{ samples(after: \"\") { nodes { id } } }", {}, "INVALID_CURSOR"),
    ("{ samples(before: \"WyJ4Il0\") { nodes { id } } }", {}, "INVALID_CURSOR"),
    ("query($c: String) { samples(after: $c) { nodes { id } } }", {"c": "ä"}, "INVALID_CURSOR"),
    ("{ samples(filter: {rank: {gt: null}}) { totalCount } }", {}, "INVALID_FILTER"),
    ("{ samples(filter: {rank: {in: null}}) { totalCount } }", {}, "INVALID_FILTER"),
    ("{ samples(filter: {text: {search: null}}) { totalCount } }", {}, "INVALID_FILTER"),
    ("{ samples(filter: {json: {at: null}}) { totalCount } }", {}, "INVALID_FILTER"),
    ("{ samples(filter: {json: {at: {path: [\"a\"], gt: null}}}) { totalCount } }", {}, "INVALID_FILTER"),
    ("query($n: Int) { samples(filter: {rank: {lt: $n}}) { totalCount } }", {"n": None}, "INVALID_FILTER"),
]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(("query", "variables", "code"), REQUEST_ERRORS)
def test_code(zoo: Api, query: str, variables: dict[str, Any], code: str) -> None:
    assert _codes(zoo, query, variables) == {code}


def _codes(zoo: Api, query: str, variables: dict[str, Any]) -> set[str]:
    with pytest.raises((RequestError, ApiError)) as caught:
        zoo.run(query, variables)
    error = caught.value
    if isinstance(error, ApiError):
        return {error.code}
    assert isinstance(error, RequestError)
    return {e["extensions"]["code"] for e in error.errors}


def test_a_key_that_is_not_grouped_by(zoo: Api) -> None:
    for wanted, grouped, hint in (
        ("count key { __typename rank }", "first: 9", "{rank: {}}"),
        ("key { mood boolean }", "groupBy: [{mood: true}]", "{boolean: true}"),
        ("key { parent { mood _thing { id } } }", "groupBy: [{parent: {mood: true}}]", "{parent: {id: true}}"),
        ("key { date(by: MONTH) }", "groupBy: [{date: {by: YEAR}}]", "{date: {by: MONTH}}"),
        ("count", "groupBy: [{mood: true}], orderBy: [{key: {parent: {rank: ASC}}}]", "{parent: {rank: {}}}"),
    ):
        plan = zoo.operation(f"{{ a: samplesAggregate({grouped}) {{ {wanted} }} b: samples {{ totalCount }} }}").plan(
            {}
        )
        assert isinstance(plan, QueryPlan)
        assert {key: (error.code, error.hint) for key, error in plan.failed.items()} == {
            "a": ("INVALID_GROUPING", f"Add {hint} to groupBy.")
        }
    assert zoo.run("{ samplesAggregate { key { __typename } count } }")["samplesAggregate"][0]["key"] is None


@pytest.mark.once
def test_all_wrong_variables_are_told_with_their_places(zoo: Api) -> None:
    with pytest.raises(RequestError) as caught:
        zoo.run(
            "query($f: SampleFilter, $n: Int!) { samples(filter: $f, first: $n) { totalCount } }",
            {"f": {"or": [{}, {"rank": {"in": [1, "2"]}}]}},
        )
    assert [e["extensions"]["variable"] for e in caught.value.errors] == [["f", "or", 1, "rank", "in", 1], ["n"]]


def test_a_cursor_of_another_order_is_refused(zoo: Api) -> None:
    page = zoo.run("{ samples(first: 1, orderBy: {rank: ASC}) { pageInfo { endCursor } } }")
    cursor = page["samples"]["pageInfo"]["endCursor"]
    query = "query($c: String, $o: [SampleOrderBy!]) { samples(after: $c, orderBy: $o) { nodes { id } } }"
    assert zoo.run(query, {"c": cursor, "o": {"rank": "ASC"}})["samples"]["nodes"]
    for order in ({"rank": "DESC"}, {"integer": "ASC"}, None, [{"rank": "ASC"}, {"text": "ASC"}]):
        assert _codes(zoo, query, {"c": cursor, "o": order}) == {"INVALID_CURSOR"}


BAD_VALUES = [
    'date: {eq: "no date"}', 'date: {gt: "2024-02-30"}', 'time: {eq: "25:00"}', 'datetime: {lt: "yesterday at tea"}', 'uuid: {eq: "x"}',
    'uuid: {in: ["x"]}', 'id: {eq: "x"}', 'parent: {id: {in: ["x"]}}', 'bigint: {eq: "x"}', 'bigint: {eq: "99999999999999999999"}',
    'decimal: {eq: "1,5"}', 'decimal: {in: ["x"]}', 'tree: {eq: "a..b"}', 'tree: {matches: "a..{"}', 'text: {like: "\\\\"}',
    'integerRange: {eq: {from: "x"}}', 'integerRange: {eq: {from: 2, to: 1}}', 'dateRange: {overlaps: {from: "x"}}', 'dateRange: {containsValue: "x"}',
    'text: {eq: "\\u0000"}', 'text: {in: ["\\u0000"]}', 'json: {eq: "\\u0000"}', 'json: {contains: {a: "\\u0000"}}', 'anything: {eq: "x"}', 'things: {some: {eq: "x"}}',
    'json: {at: {path: ["\\u0000"], eq: 1}}', 'createdAt: {gt: "x"}', 'datetimeRange: {eq: {from: 1, bounds: "<>"}}',
]  # fmt: skip


@pytest.mark.parametrize("condition", BAD_VALUES)
def test_a_value_that_is_none_of_its_type(zoo: Api, condition: str) -> None:
    entry = _refusal(zoo, f"{{ samples(filter: {{{condition}}}) {{ totalCount }} }}")
    assert entry["extensions"]["code"] == "INVALID_VALUE"
    assert not any(word in entry["message"] for word in ("tc_", "select", "$1"))


@pytest.mark.postgis
@pytest.mark.parametrize(
    "condition",
    [
        'point: {within: {type: "Nothing"}}',
        "point: {within: {}}",
        'point: {near: {to: {type: "Point", coordinates: ["x"]}, distance: 1}}',
        'point: {intersects: {type: "Polygon", coordinates: 1}}',
        'shape: {within: {type: "MultiPolygon", coordinates: [[[[9, 50], [10.8, 61], [9, 61], [10.8, 50], [9, 50]]], [[[9, 58], [12, 58], [9, 61], [12, 61], [9, 58]]]]}}',
    ],
)
def test_a_geometry_that_is_none(zoo: Api, condition: str) -> None:
    assert (
        _refusal(zoo, f"{{ places(filter: {{{condition}}}) {{ totalCount }} }}")["extensions"]["code"]
        == "INVALID_VALUE"
    )


@pytest.mark.once
def test_an_error_of_postgis_is_of_a_value_only_where_a_geometry_is_given(zoo: Api) -> None:
    plan, variables = zoo.plan(zoo.operation("{ st_geomfromgeojson: samples { totalCount } }"), {})
    error = DatabaseError("invalid GeoJson representation", sqlstate="XX000", routine="pg_error")
    (entry,) = zoo.runner.run(error_mapping.entries(cast("Any", None), zoo.tenant, zoo.api, plan, variables, error))
    assert entry["extensions"]["code"] == "INTERNAL"


def test_a_thing_is_named_by_one_key(zoo: Api) -> None:
    error = _refusal(zoo, "{ sample { id } }")
    assert (error["extensions"]["code"], error["message"]) == ("INVALID_INPUT", "neither id nor by has a value")


def test_an_id_that_is_none_and_a_cursor_of_other_values(zoo: Api) -> None:
    assert _refusal(zoo, '{ sample(id: "x") { id } }')["extensions"]["code"] == "INVALID_VALUE"
    assert _refusal(zoo, '{ node(id: "x") { id } }')["extensions"]["code"] == "INVALID_VALUE"


def _refusal(zoo: Api, query: str) -> dict[str, Any]:
    operation = zoo.operation(query)
    plan, variables = zoo.plan(operation, {})
    if isinstance(plan, QueryPlan) and plan.failed:
        return next(iter(plan.failed.values())).as_json()
    with pytest.raises((DatabaseError, FieldError)) as caught:
        zoo.fetch(plan, variables)
    error = caught.value
    if isinstance(error, FieldError):
        return error.as_json()
    assert isinstance(error, DatabaseError)
    (entry,) = zoo.runner.run(error_mapping.entries(cast("Any", None), zoo.tenant, zoo.api, plan, variables, error))
    return entry


@pytest.mark.once
def test_limits_are_settings(zoo: Api) -> None:
    with pytest.raises(ApiError) as caught:
        zoo.run("{ samples(first: 3) { nodes { id } } }", limits=Limits(list_size=2))
    assert caught.value.code == "LIST_LIMIT"
    assert len(zoo.run("{ samples { nodes { id } } }", limits=Limits(page_size=2))["samples"]["nodes"]) == 2
