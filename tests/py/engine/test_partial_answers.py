"""Errors while a query is executed: they say where, and take no more of the answer with them than they must."""

from typing import Any

import pytest

from tests.py.engine.conftest import Running, create

pytestmark = pytest.mark.once


@pytest.fixture
def api(api: Running) -> Running:
    api.migrate(create("City", "name"), create("Data", "name"))
    api.migrate({"op": "add_field", "class": "Data", "field": {"name": "data", "type": "json"}})
    api.migrate({"op": "add_field", "class": "Data", "field": {"name": "day", "type": "date"}})
    return api


def errors(told: Any) -> list[tuple[Any, ...]]:
    return [(e["path"], [tuple(p.values()) for p in e["locations"]], e["extensions"]["code"]) for e in told["errors"]]


def test_the_catalog_stands_where_it_was_asked_for(api: Running) -> None:
    told = api.ask("""{
        one: __typename  __type(name: "City") { name }  schemaVersion
        __schema { queryType { name } }  cities { totalCount }  z: __type(name: "None") { name }
    }""")
    assert list(told["data"].items()) == [
        ("one", "Query"), ("__type", {"name": "City"}), ("schemaVersion", 3),
        ("__schema", {"queryType": {"name": "Query"}}), ("cities", {"totalCount": 0}), ("z", None),
    ]  # fmt: skip


def test_the_others_are_answered(api: Running) -> None:
    told = api.ask("""{
      bad: city(id: "x") { name }
      good: schemaVersion
      __type(name: "City") { name }
      worse: city(id: "y") { name }
    }""")
    assert list(told["data"].items()) == [("bad", None), ("good", 3), ("__type", {"name": "City"}), ("worse", None)]
    assert errors(told) == [(["bad"], [(2, 21)], "INVALID_VALUE"), (["worse"], [(5, 23)], "INVALID_VALUE")]


def test_what_the_database_refuses_is_of_its_field(api: Running) -> None:
    told = api.ask('{ bad: schemaClass(name: "\\u0000") { name } good: schemaVersion }')
    assert told["data"] == {"bad": None, "good": 3}
    assert errors(told) == [(["bad"], [(1, 26)], "INVALID_VALUE")]
    told = api.ask("{ bad: schemaDiff(from: 1, to: 99) { from } good: schemaVersion }")
    assert told["data"] is None
    assert [e["path"] for e in told["errors"]] == [["bad"]]


def test_what_cannot_be_null_takes_all_with_it(api: Running) -> None:
    told = api.ask('{ good: schemaVersion  cities(filter: {id: {eq: "x"}}) { totalCount } }')
    assert told["data"] is None
    assert errors(told) == [(["cities"], [(1, 49)], "INVALID_VALUE")]


def test_one_field_alone(api: Running) -> None:
    told = api.ask('{ city(id: "x") { name } }')
    assert told["data"] == {"city": None}
    assert errors(told) == [(["city"], [(1, 12)], "INVALID_VALUE")]
    assert api.ask("query ($id: ID!) { node(id: $id) { id } }", variables={"id": "x"})["data"] == {"node": None}


def test_a_place_of_several_nodes_is_told_with_all(api: Running) -> None:
    query = "query ($id: ID!) { city(id: $id) { name } ...more } fragment more on Query { city(id: $id) { id } }"
    told = api.ask(query, variables={"id": "x"})
    assert errors(told) == [(["city"], [(1, 20), (1, 78)], "INVALID_VALUE")]


def test_a_mutation_has_its_place_too(api: Running) -> None:
    told = api.ask('mutation { a: createCity(input: {name: "a"}) { id } b: deleteCity(id: "x") { id } }')
    assert told["data"] is None
    assert errors(told) == [(["b"], [(1, 71)], "INVALID_VALUE")]
    assert api.ask("{ cities { totalCount } }") == {"data": {"cities": {"totalCount": 0}}}
    told = api.ask('mutation { createData(input: {name: "a", day: "what"}) { id } }')
    assert told["data"] is None
    assert told["errors"][0]["path"] == ["createData"]
    assert told["errors"][0]["locations"] == [{"line": 1, "column": 12}]


def test_a_null_that_a_default_let_in(api: Running) -> None:
    query = """query ($name: String = "City") { good: schemaVersion  __typename  bad: __type(name: $name) { name } }"""
    assert api.ask(query)["data"]["bad"] == {"name": "City"}
    query = 'query ($id: ID = "01890000-0000-7000-8000-000000000000") { good: schemaVersion  city(id: $id) { name } }'
    assert api.ask(query) == {"data": {"good": 3, "city": None}}
    told = api.ask(query, variables={"id": None})
    assert told["data"] == {"good": 3, "city": None}
    assert errors(told) == [(["city"], [(1, 81)], "INVALID_INPUT")]
    told = api.ask("mutation ($i: CityCreateInput = {}) { createCity(input: $i) { id } }", variables={"i": None})
    assert told["data"] is None
    assert errors(told) == [(["createCity"], [(1, 39)], "INVALID_VARIABLE")]
    query = 'query ($n: String = "a") { cities(filter: {name: {in: [$n]}}) { totalCount } }'
    assert api.ask(query) == {"data": {"cities": {"totalCount": 0}}}


def test_wrong_variables_say_where_they_are_declared(api: Running) -> None:
    told = api.ask("query ($a: Int!,\n $b: ID) { city(id: $b) { name } cities(first: $a) { totalCount } }")
    told = api.ask(
        "query ($a: Int!,\n $b: ID!) { city(id: $b) { name } cities(first: $a) { totalCount } }", variables={"a": "x"}
    )
    assert [e["locations"] for e in told["errors"]] == [[{"line": 1, "column": 8}], [{"line": 2, "column": 2}]]


def test_literals_of_json_keep_their_digits(api: Running) -> None:
    exact = "12345678901234567890.123456789012345678901"
    mutation = "mutation%s { createData(input: {data: %s}) { data } }"
    both = f"{{a: [{exact}, {{b: {exact}}}]"
    for text in (mutation % ("", both + "}"), mutation % (" ($v: JSON)", both + ", c: $v}")):
        body = api.answer(text).body.decode()
        assert body.count(exact) == 2, body


def test_what_a_bad_id_costs_stays_out_of_the_database(api: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    fetch = api.engine.pools.fetch_json

    async def counted(slug: str, sql: str, params: Any, **how: Any) -> Any:
        asked.append(sql)
        return await fetch(slug, sql, params, **how)

    monkeypatch.setattr(api.engine.pools, "fetch_json", counted)
    for query in (
        '{ city(id: "x") { name } }',
        '{ cities(filter: {id: {in: ["x"]}}) { totalCount } }',
        '{ node(id: "") { id } }',
    ):
        assert api.ask(query)["errors"][0]["extensions"]["code"] == "INVALID_VALUE"
    assert asked == []
