"""What a role writes: which things, which fields, with what presets; and what it is told."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from py_api.claims import Claims
from py_api.engine.request import GraphQLRequest
from py_api.principal import Principal
from tests.py.policies.conftest import MARK, ME, OTHER, World, number, two_tenants
from tests.support import servers

ITEM = "title rank price owner { name }"
GRANTS: list[dict[str, Any]] = [
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["create"], "fields": ["title", "rank", "parent"], "presets": {"owner": {"$claim": "sub"}},
     "check": {"rank": {"lt": 1000}}},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["update"], "fields": ["title", "parent", "owner", "rank"], "when": {"owner": {"id": {"eq": {"$claim": "sub"}}}},
     "check": {"rank": {"lt": 1000}}},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["update"], "name": "mood", "fields": ["mood"], "when": {"rank": {"eq": 1}}},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["delete"], "when": {"owner": {"id": {"eq": {"$claim": "sub"}}}}},
    {"op": "restrict", "class": "Item", "verbs": ["delete"], "name": "kept", "when": {"rank": {"gt": 100}}},
    {"op": "restrict", "class": "Task", "verbs": ["update", "delete"], "when": {"kept": {"ne": {"$claim": "kept"}}}},
]  # fmt: skip


@pytest.fixture(scope="module")
def writing(server: servers.Server) -> Iterator[World]:
    with two_tenants(server, 1, GRANTS) as made:
        yield made


def codes(answer: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


def test_create(writing: World) -> None:
    made = writing.ask(f'mutation {{ m: createItem(input: {{title: "new", rank: 500}}) {{ {ITEM} }} }}')
    assert made == {"data": {"m": {"title": "new", "rank": 500, "price": None, "owner": {"name": "me"}}}}
    for given, code in (
        ('title: "x", rank: 2000', "FORBIDDEN"),  # the check
        (f'title: "{MARK}x", rank: 501', "FORBIDDEN"),  # it could not be read
        ('title: "x", price: "1"', "GRAPHQL_VALIDATION_FAILED"), ('title: "x", mood: good', "GRAPHQL_VALIDATION_FAILED"),
        (f'title: "x", owner: {{connect: {{id: "{OTHER}"}}}}', "GRAPHQL_VALIDATION_FAILED"),
        (f'title: "x", rank: 502, parent: {{connect: {{id: "{number(3, 4)}"}}}}', "INVALID_REFERENCE"),
        (f'title: "x", rank: 502, parent: {{connect: {{id: "{number(3, 99)}"}}}}', "INVALID_REFERENCE"),
        ('title: "x", rank: 500', "UNIQUE_VIOLATION"),
    ):  # fmt: skip
        answer = writing.ask(f"mutation {{ m: createItem(input: {{{given}}}) {{ title }} }}")
        assert codes(answer) == [code], (given, answer)
    hidden, absent = (
        writing.ask(f'mutation {{ m: createItem(input: {{title: "x", rank: 502, parent: {{connect: {{id: "{number(3, n)}"}}}}}}) {{ title }} }}') for n in (4, 99)
    )  # fmt: skip
    assert hidden == absent
    linked = writing.ask(
        f'mutation {{ m: createItem(input: {{title: "x", rank: 503, parent: {{connect: {{id: "{number(3, 1)}"}}}}}}) {{ parent {{ title }} }} }}'
    )
    assert linked["data"]["m"] == {"parent": {"title": "t 1"}}
    assert writing.admin("{ items(filter: {rank: {gte: 500}}) { totalCount } }")["data"]["items"]["totalCount"] == 2
    assert codes(writing.ask('mutation { m: createItem(input: {title: "x"}) { title } }', claims={})) == [
        "GRAPHQL_VALIDATION_FAILED"
    ]
    for subject, code in (("auth0|me", "INVALID_VALUE"), (number(1, 77), "INVALID_REFERENCE")):  # which is preset
        create = 'mutation { m: createItem(input: {title: "x", rank: 505}) { title } }'
        assert codes(writing.ask(create, claims={"sub": subject})) == [code]
    assert codes(writing.ask('mutation { m: createTask(input: {title: "t", rank: 504}) { title hours } }')) == []


def test_update(writing: World) -> None:
    def update(place: int, given: str, subject: str = ME) -> Any:
        query = f'mutation {{ m: updateItem(id: "{number(3, place)}", input: {{{given}}}) {{ {ITEM} }} }}'
        return writing.ask(query, claims={"sub": subject, "kept": "x"})

    assert update(8, 'title: "changed"')["data"]["m"]["title"] == "changed"
    assert update(6, 'title: "a task"')["data"]["m"]["title"] == "a task"
    for place in (1, 4, 7, 20, 99):  # not mine, hidden, gone: all the same
        answer = update(place, 'title: "changed"')
        assert codes(answer) == ["UNKNOWN_THING"], answer
        assert answer["errors"][0]["message"] == "there is no Item of this id"
    assert codes(update(8, 'title: "x", mood: bad')) == ["FORBIDDEN"]  # of two policies
    assert codes(update(1, "mood: bad")) == []
    assert codes(update(8, f'title: "{MARK}"')) == ["FORBIDDEN"]
    assert codes(update(8, "rank: 3000")) == ["FORBIDDEN"]
    assert codes(update(8, f'owner: {{connect: {{id: "{OTHER}"}}}}')) == ["FORBIDDEN"]  # it would be out of sight
    assert codes(update(8, 'title: "x"', OTHER)) == ["UNKNOWN_THING"]
    assert writing.admin(f'{{ item(id: "{number(3, 8)}") {{ {ITEM} }} }}')["data"]["item"] == {
        "title": "changed",
        "rank": 80,
        "price": "8",
        "owner": {"name": "me"},
    }


@pytest.mark.parametrize(
    "field", ['updateItem(id: "{}", input: {{title: "late"}}) {{ title }}', 'deleteItem(id: "{}") {{ title }}']
)
def test_a_right_that_is_lost_while_a_write_waits(writing: World, field: str) -> None:
    slug, engine = writing.slugs[0], writing.engine
    principal = Principal(
        slug, "restricted", "x", time.time() + 60, None, float("inf"), ("member",), Claims({"sub": ME, "kept": "x"})
    )
    request = GraphQLRequest(f"mutation {{ m: {field.format(number(3, 12))} }}", None, {})

    async def ask() -> bytes:
        answer = asyncio.ensure_future(engine.execute(principal, request))
        while not writing.db.execute("select 1 from pg_locks where not granted").fetchone():
            assert not answer.done(), answer.result().body
            await asyncio.sleep(0.02)
        other.commit()
        return (await answer).body

    set_owner = f"update tenant_{slug}.tc_task set owner = %s where id = %s"
    with psycopg.connect(writing.db.info.dsn, password=writing.db.info.password) as other:
        other.execute(set_owner, (OTHER, number(3, 12)))
        answer = json.loads(writing.runner.run(ask()))
    writing.db.execute(set_owner, (ME, number(3, 12)))
    assert codes(answer) == ["UNKNOWN_THING"], answer


def test_delete(writing: World) -> None:
    def delete(place: int) -> Any:
        query = f'mutation {{ m: deleteItem(id: "{number(3, place)}") {{ {ITEM} mood }} }}'
        return writing.ask(query, claims={"sub": ME, "kept": "x"})

    for verb, more in (("update", ', input: {title: "x"}'), ("delete", "")):  # a restriction without its claim
        answer = writing.ask(f'mutation {{ m: {verb}Item(id: "{number(3, 12)}"{more}) {{ title }} }}')
        assert codes(answer) == ["UNKNOWN_THING"], answer

    for place in (1, 2, 4, 7, 8, 10, 99):
        assert codes(delete(place)) == ["UNKNOWN_THING"], place
    assert delete(12)["data"]["m"] == {
        "title": "t 12",
        "rank": 120,
        "price": "12",
        "owner": {"name": "me"},
        "mood": None,
    }
    assert codes(delete(12)) == ["UNKNOWN_THING"]
    for field in ("deleteItems(filter: {}, atMost: 1) { count }", 'createItems(input: [{title: "x"}]) { count }', 'upsertItem(by: id, input: {title: "x"}) { title }',
                  'updateItems(filter: {}, atMost: 1, input: {title: "x"}) { count }'):  # fmt: skip
        assert codes(writing.ask(f"mutation {{ {field} }}"))[0] == "GRAPHQL_VALIDATION_FAILED"
