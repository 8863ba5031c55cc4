"""Equality within JSON, with an index and without: two readings of one thing, and the index is used."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.py.compiler.test_plans import explained
from tests.support import servers
from tests.support.compiled import Api, serving

SCHEMA = "type Doc @class { number: Int!  served: JSON @field(indexed: true)  plain: JSON }"
QUERY = """query($p: [String!]!, $v: JSON!) {
  served: docs(filter: {served: {at: {path: $p, eq: $v}}}) { nodes { number } }
  plain: docs(filter: {plain: {at: {path: $p, eq: $v}}}) { nodes { number } } }"""
WHOLE = """query($v: JSON!) {
  served: docs(filter: {served: {eq: $v}}) { nodes { number } }
  plain: docs(filter: {plain: {eq: $v}}) { nodes { number } } }"""
KEYS, LEAVES = ["a", "b", "0", "1", "-1", "a.b", ""], [1, 1.0, 0, "a", "", True, False, None, [], {}, "1"]
DOCUMENTS, ROWS = 60, 3_000


def document(chance: random.Random, depth: int = 3) -> Any:
    match chance.randrange(3) if depth else 0:
        case 1:
            return [document(chance, depth - 1) for _ in range(chance.randrange(3))]
        case 2:
            return {key: document(chance, depth - 1) for key in chance.sample(KEYS, chance.randrange(4))}
    return chance.choice(LEAVES)


def inside(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in steps:
        yield from inside(part, (*path, str(step)))


@pytest.fixture(scope="module")
def docs(server: servers.Server) -> Iterator[Api]:
    chance = random.Random(7)
    with serving(server, SCHEMA) as api:
        api.owner.execute("set session_replication_role = replica")
        insert = "insert into tc_doc (number, served, plain) values (%s, %s, %s)"
        for number in range(DOCUMENTS):
            value = document(chance)
            api.owner.execute(insert, (number, Jsonb(value), Jsonb(value)))
        api.owner.execute(
            "insert into tc_doc (number, served) select n, jsonb_build_object('of', jsonb_build_object('kind', n))"
            " from generate_series(%s::integer, %s::integer) n",
            (DOCUMENTS, ROWS),
        )
        api.owner.execute("reset session_replication_role")
        api.owner.execute("analyze tc_doc")
        yield api


def test_an_index_changes_no_answer(docs: Api) -> None:
    found = set()
    rows = docs.owner.execute("select plain from tc_doc where plain is not null order by number").fetchall()
    for (value,) in rows:
        for path, part in inside(value):
            if part is not None:
                answer = docs.run(QUERY, {"p": list(path), "v": part})
                assert answer["served"] == answer["plain"], (path, part)
                found.add(len(answer["plain"]["nodes"]))
        if value is not None:
            answer = docs.run(WHOLE, {"v": value})
            assert answer["served"] == answer["plain"]
            assert answer["plain"]["nodes"]
    assert len(found) > 3
    assert docs.run(QUERY, {"p": ["x"] * 100, "v": 1})["served"] == {"nodes": []}


@pytest.mark.parametrize(
    ("condition", "mode"),
    [('{at: {path: ["of", "kind"], eq: $v}}', "custom"), ("{eq: {of: {kind: $v}}}", "generic")],
)
def test_it_is_used(docs: Api, condition: str, mode: str) -> None:
    query = f"query($v: JSON!) {{ docs(filter: {{served: {condition}}}) {{ nodes {{ number }} }} }}"
    assert docs.run(query, {"v": 77}) == {"docs": {"nodes": [{"number": 77}]}}
    assert explained(docs, query, {"v": 77}, mode).read <= 2
