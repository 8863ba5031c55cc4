"""What a role may not see changes nothing of what it is answered: two tenants that differ in that alone.

Generated operations are answered byte by byte the same. That the harness would see an open door is tried: each is opened
once on purpose.
"""

import random

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
    "{ items { nodes { title parent { title } parentAncestors(depth: 2) { nodes { title } } } } }", "{ tasks { nodes { hours title } } }", "{ tasksAggregate { fields { hours { sum } } } }",
    '{ node(id: "00000000-0000-0003-0000-000000000014") { id } }', '{ user(id: "00000000-0000-0001-0000-000000000001") { boss { id } name } }',
    '{ items(filter: {owner: {id: {eq: "00000000-0000-0001-0000-000000000003"}}}) { totalCount } }', "{ items(filter: {owner: {isNull: true}}) { nodes { title } } }",
    '{ teams { nodes { name members { nodes { name } totalCount } } } }', "{ users { nodes { name teams { totalCount } } } }",
    "{ users { nodes { friends { totalCount nodes { name } } usersByFriends { totalCount } } } }",
    '{ users(filter: {friends: {some: {name: {eq: "me"}}}}) { nodes { name } } }',
)  # fmt: skip


@pytest.fixture(scope="module")
def api(world: World) -> ApiSchema:
    """As a member has it, all of it loaded."""
    world.ask("{ __schema { types { name fields { name } } } }")
    ((_, found),) = world.engine.schemas.tenants[world.slugs[0]].masked.items()
    return found.api


def test_answers_are_the_same(world: World, api: ApiSchema) -> None:
    chance = random.Random(15)
    generated = [OperationWriter(api, chance).operation() for _ in range(examples(60))]
    right = 0
    for query in (*FIXED, *generated):
        one, other = (world.body(query, slug) for slug in world.slugs)
        assert one == other, query
        right += b'"errors"' not in one
        assert query not in FIXED or b'"errors"' not in one, query
    assert right > len(FIXED) + len(generated) // 3  # else it is errors that are compared


# What is opened, and an operation that shows it.
DOORS = {
    "rows": (sight, "_terms", lambda *_: sql(""), FIXED[0]),
    "cells": (sight, "_any", lambda *_: sql("true"), '{ user(by: {email: "zzhidden1o@x"}) { name } }'),
    "references": (
        sight,
        "_is_seen",
        lambda *_: sql("true"),
        "{ itemsAggregate(groupBy: {parent: {id: true}}) { count } }",
    ),
    "node": (select, "is_seen", lambda *_: sql("true"), '{ node(id: "00000000-0000-0003-0000-000000000014") { id } }'),
    "restrictions": (masked, "Terms", lambda any_of, _all_of: Terms(any_of), FIXED[0]),
}


@pytest.mark.parametrize("door", DOORS)
def test_the_harness_sees_an_open_door(world: World, monkeypatch: pytest.MonkeyPatch, door: str) -> None:
    module, name, instead, query = DOORS[door]
    with monkeypatch.context() as patch:
        patch.setattr(module, name, instead)
        world.forget()
        assert world.body(query, world.slugs[0]) != world.body(query, world.slugs[1])
    world.forget()
    assert world.body(query, world.slugs[0]) == world.body(query, world.slugs[1])
