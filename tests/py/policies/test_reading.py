"""What a role reads: rows, fields, cells, and nothing by any other way."""

import json
import re
from typing import Any

import pytest

from py_api.compiler import values
from py_api.compiler.filter import BOUNDS
from tests.py.policies.conftest import MARK, OTHER, World, number


def titles(answer: Any) -> list[str]:
    assert "errors" not in answer, answer
    return [node["title"] for node in next(iter(answer["data"].values()))["nodes"]]


def test_rows_and_cells(world: World) -> None:
    """Rows of all policies together; a field where one that names it holds; a restriction holds for all."""
    answer = world.ask(
        "{ items(orderBy: {rank: ASC}) { nodes { title rank price mood owner { name email } } totalCount } }"
    )
    assert answer["data"]["items"]["totalCount"] == 8
    nodes = answer["data"]["items"]["nodes"]
    assert [node["title"] for node in nodes] == ["t 1", "t 2", "t 3", "t 5", "t 6", "t 8", "t 10", "t 12"]
    assert [node["price"] for node in nodes] == [None, "2", None, None, "6", "8", "10", "12"]
    assert [node["mood"] for node in nodes] == ["good", "good", "good", "good", "good", None, None, None]
    own, other = {"name": "me", "email": "me@x"}, {"name": "other", "email": None}
    assert [node["owner"] for node in nodes] == [other, own, other, None, own, own, own, own]


def test_another_subject(world: World) -> None:
    """The plan is the same, the claims are not; without the claim its policies grant nothing."""
    query = "{ items(orderBy: {rank: ASC}) { nodes { title } } }"
    assert (
        titles(world.ask(query, claims={"sub": OTHER})) == [f"t {n}" for n in (1, 2, 3, 5, 6)] + ["t " + MARK + "0"] * 3
    )
    for claims in ({}, {"sub": None}, {"sub": ["a"]}, {"sub": {"$claim": "sub"}}, {"sub": "auth0|me"}, {"sub": ""}):
        assert titles(world.ask(query, claims=claims)) == [f"t {n}" for n in (1, 2, 3, 5, 6)]
    assert titles(world.ask(query)) == titles(world.ask(query, roles=("lead", "unknown")))


def test_numbers_in_place_of_texts() -> None:
    """A claim may be one."""
    encoders = values.as_containing, values.as_beginning, values.as_ending, values.as_tree_pattern
    assert [encode(5) for encode in encoders] == ["%5%", "5%", "%5", "5"]
    assert BOUNDS["pattern"][0](5) == 1


def test_what_is_not_granted_is_not_there(world: World) -> None:
    for query in (
        "{ zzhiddens { nodes { id } } }", "{ teamsAggregate { count } }", "{ items { nodes { zzhidden } } }", "{ users { nodes { teamsAggregate { count } } } }",
        "{ items { nodes { zzhiddenLink { id } } } }", "{ users { nodes { zzhiddens { totalCount } } } }", "{ items { nodes { updatedAt } } }",
        '{ items(filter: {zzhidden: {eq: "a"}}) { totalCount } }', "{ items(orderBy: {zzhiddenSum: ASC}) { totalCount } }", "{ itemsAggregate(groupBy: {zzhidden: true}) { count } }",
        '{ item(by: {zzhiddenSum: 1}) { id } }', "{ items { nodes { ... on Zzhbase { id } } } }", '{ thingHistory(id: "x") { nodes { id } } }', "{ schemaVersions { version } }",
        'mutation { createItem(input: {title: "a"}) { id } }', 'mutation { deleteItems(filter: {}, atMost: 5) { count } }', 'mutation { restoreThing(id: "x") { id } }',
        "{ schemaClasses { name } }", "{ tasks { nodes { kept } } }",
    ):  # fmt: skip
        answer = world.ask(query)
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}, (
            query,
            answer,
        )
        said = set(re.findall(r"\w*zzh\w*", json.dumps(answer).lower()))
        assert said <= set(re.findall(r"\w*zzh\w*", query.lower())), answer  # nothing but what the client said itself


@pytest.mark.parametrize(
    "kind",
    [
        "__schema { types { name fields(includeDeprecated: true) { name description type { name ofType { name } } } inputFields { name } enumValues { name } } }"
    ],
)
def test_introspection(world: World, kind: str) -> None:
    text = world.body(f"{{ {kind} }}").decode()
    assert MARK not in text.lower()
    assert "zzhbase" not in text.lower()
    names = {t["name"] for t in json.loads(text)["data"]["__schema"]["types"]}
    assert {"Item", "Task", "Team", "User", "ItemMood"} <= names
    assert world.ask('{ __type(name: "Zzhidden") { name } b: __type(name: "ZzhbaseMood") { name } }')["data"] == {
        "__type": None,
        "b": None,
    }


def test_nothing(world: World) -> None:
    assert (
        world.ask("{ items { totalCount } }", roles=("nothing",))["errors"][0]["extensions"]["code"]
        == "GRAPHQL_VALIDATION_FAILED"
    )
    assert world.ask("{ __typename }", roles=("nothing",)) == {"data": {"__typename": "Query"}}
    assert world.ask("{ __typename }", roles=("other",))["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert world.ask("{ __typename }", roles=())["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert world.ask("{ __typename }", idempotency_key="k")["errors"][0]["extensions"]["code"] == "NOT_SUPPORTED"


def test_by_id(world: World) -> None:
    for place, seen in ((1, True), (4, False), (5, True), (7, False), (8, True), (20, False)):
        thing = number(3, place)
        answer = world.ask(
            "query ($i: ID!) { item(id: $i) { id } task(id: $i) { id } node(id: $i) { id } n: node(id: $i) { __typename ... on Item { title } } }",
            variables={"i": thing},
        )
        assert (answer["data"]["item"] is not None, answer["data"]["node"] is not None) == (seen, seen), answer
        assert (answer["data"]["n"] is not None) == seen
    assert world.ask(f'{{ node(id: "{number(2, 1)}") {{ id }} }}') == {"data": {"node": None}}
    team = world.ask(f'{{ node(id: "{number(4, 1)}") {{ __typename }} }}')  # which a hidden class extends
    assert team == {"data": {"node": {"__typename": "Team"}}}


def test_who_may_do_what_is_told_to_administrators(world: World) -> None:
    query = '{ schemaAccess(roles: ["lead"], claims: {sub: "a"}) { class role from words missing holds when } }'
    told = world.admin(query)["data"]["schemaAccess"]
    assert told[-1] == {
        "class": "User",
        "role": "member",
        "from": None,
        "words": "member may aggregate User",
        "missing": [],
        "holds": True,
        "when": None,
    }
    assert {"Item", None} == {row["from"] for row in told if row["class"] == "Task"}
    assert world.ask(query)["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
