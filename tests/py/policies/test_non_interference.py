"""What a role may not see changes nothing of what it is answered: two tenants that differ in that alone.

Generated operations are answered byte by byte the same. That the harness would see an open door is tried: each is opened
once on purpose.
"""

import random
from collections.abc import Iterable, Iterator

import pytest

from py_api.catalog import masked
from py_api.catalog.policies import Terms
from py_api.compiler import select, sight
from py_api.compiler.fragment import sql
from py_api.schema.lazy_schema import ApiSchema
from tests.py.policies.conftest import World
from tests.py.policies.writer import OperationWriter
from tests.support.examples import examples

pytestmark = pytest.mark.once
# Of a hole each. (Those that are not found by chance in some hundred operations.)
FIXED = (
    "{ items(first: 2, orderBy: {title: DESC}) { edges { cursor } pageInfo { hasNextPage endCursor } totalCount } }",
    '{ items(filter: {title: {search: "quite"}}) { totalCount } }', '{ items(find: {text: "alike"}) { nodes { title } } }',
    "{ users { nodes { name items { totalCount nodes { title } } usersAggregate { count } } } }",
    "{ users(orderBy: {items: {count: DESC}}) { nodes { name } } }", "{ users(filter: {items: {count: {gt: 3}}}) { nodes { name } } }",
    "{ itemsAggregate(groupBy: {owner: {id: true}}) { count } }", "{ itemsAggregate(groupBy: {mood: true}) { key { mood } count fields { price { sum } } } }",
    "{ itemsAggregate(groupBy: {parent: {id: true}}) { count } }", "{ itemsAggregate(having: {count: {gt: 9}}) { count } }", "{ items(distinctOn: [mood], orderBy: {rank: ASC}) { nodes { title } } }",
    '{ users(filter: {email: {startsWith: "zzhidden1"}}) { totalCount } }', '{ user(by: {email: "zzhidden1o@x"}) { name } }', "{ users(orderBy: {email: ASC}) { nodes { name } } }",
    '{ items(filter: {price: {eq: "1"}}) { totalCount } }', '{ items(filter: {parent: {title: {contains: "zzhidden1"}}}) { totalCount } }',
    "{ items { nodes { title parent { title } parentAncestors(depth: 5) { nodes { title } } } } }", "{ tasks { nodes { hours title } } }", "{ tasksAggregate { fields { hours { sum } } } }",
    '{ node(id: "00000000-0000-0003-0000-000000000014") { id } }', '{ user(id: "00000000-0000-0001-0000-000000000001") { boss { id } name } }',
    '{ items(filter: {owner: {id: {eq: "00000000-0000-0001-0000-000000000003"}}}) { totalCount } }', "{ items(filter: {owner: {isNull: true}}) { nodes { title } } }",
    '{ teams { nodes { name members { nodes { name } totalCount } } } }', "{ users { nodes { name teams { totalCount } } } }",
)  # fmt: skip


@pytest.fixture(scope="module")
def api(world: World) -> ApiSchema:
    """As a member has it, all of it loaded."""
    world.ask("{ __schema { types { name fields { name } } } }")
    ((_, found),) = world.engine.schemas.tenants[world.slugs[0]].masked.items()
    return found.api


def differing(world: World, operations: Iterable[str]) -> Iterator[str]:
    return (query for query in operations if world.body(query, world.slugs[0]) != world.body(query, world.slugs[1]))


def test_answers_are_the_same(world: World, api: ApiSchema) -> None:
    chance = random.Random(15)
    assert [query for query in FIXED if b'"errors"' in world.body(query)] == []
    generated = [OperationWriter(api, chance).operation() for _ in range(examples(180))]
    assert [*differing(world, FIXED)] == []
    assert [*differing(world, generated)] == []
    right = sum(b'"errors"' not in world.body(query) for query in generated[:30])
    assert right > 12  # else it is errors that are compared


def no_terms(*_: object) -> object:
    return sql("")


DOORS = {
    "rows": (sight, "_terms", no_terms),
    "cells": (sight, "_any", lambda *_: sql("true")),
    "references": (sight, "_is_seen", lambda *_: sql("true")),
    "node": (select, "is_seen", lambda *_: sql("true")),
    "restrictions": (masked, "Terms", lambda any_of, _all_of: Terms(any_of)),
}


def test_the_harness_sees_an_open_door(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [*differing(world, FIXED)] == []
    for door, (module, name, instead) in DOORS.items():
        with monkeypatch.context() as patch:
            patch.setattr(module, name, instead)
            world.forget()
            assert any(differing(world, FIXED)), door
    world.forget()
    assert [*differing(world, FIXED)] == []
