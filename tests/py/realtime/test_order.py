"""In which order the events of one thing come, whatever a transaction does: it is made, it lives, it is gone."""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.once

Db = psycopg.Connection[Any]
Make = Callable[..., Any]

FOLLOW = """subscription ($after: String) { thingChanged(after: $after) {
  operation transition thingId version thing { id ... on Man { name } ... on Team { name } } previous { version }
} }"""
CREATE = """mutation { createMan(input: {name: "m",
  likes: {create: [{name: "t"}]}
  boss: {create: {name: "b", knows: {create: [{name: "bk"}]}}}
  knows: {create: [{name: "k", friend: {create: {name: "kf", likes: {create: [{name: "u"}]}}}}]}
}) { id } }"""
MEN = "insert into tc_man (name, friend, boss) select '%s', f.id, b.id from tc_man f, tc_man b where (f.name, b.name) = ('%s', '%s')"


def _field(name: str, target: str, on_delete: str | None = None) -> dict[str, str]:
    if on_delete is None:
        return {"name": name, "type": "references", "target": target}
    return {"name": name, "type": "reference", "target": target, "onDelete": on_delete}


@pytest.fixture
def club(db: Db, tenant: str) -> Iterator[Db]:
    """Men refer to teams and to men in all ways; a connection in the tenant's schema."""
    text = {"name": "name", "type": "text"}
    operations = [
        {"op": "create_class", "class": "Team", "fields": [text]},
        {"op": "create_class", "class": "Man", "fields": [
            text, _field("likes", "Team"), _field("knows", "Man"), _field("team", "Team", "cascade"),
            _field("fan", "Team", "setNull"), _field("boss", "Man", "cascade"), _field("friend", "Man", "setNull")]},
    ]  # fmt: skip
    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(operations)))
    db.execute(f"set search_path = tenant_{tenant}, pg_catalog")
    yield db
    db.execute("reset search_path")


def _lives(events: list[Any]) -> list[str]:
    """What happened to each thing, in words. Asserts what holds for every thing."""
    lives: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    versions: dict[str, int] = {}
    for event in events:
        thing, operation = event["thingId"], event["operation"]
        life = lives[thing]
        assert (operation == "CREATED") == (not life or life[-1] == "DELETED"), (event, life)
        assert (event["thing"] is None) == (operation == "DELETED"), event
        assert (event["previous"] is None) == (operation == "CREATED"), event
        assert event["transition"] == {"CREATED": "ENTERED", "DELETED": "LEFT"}.get(operation, "STAYED")
        if event["version"] is not None:
            assert event["version"] > versions.get(thing, 0), event
            versions[thing] = event["version"]
        if event["thing"] is not None:
            names.setdefault(thing, event["thing"]["name"])
        life.append(operation)
    return [f"{names[thing]}: {' '.join(life)}" for thing, life in lives.items()]


def test_nothing_comes_after_the_end_of_a_thing(process: Make, club: Db, tenant: str) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe(FOLLOW)

            async def lives(*steps: str) -> list[str]:
                heard.events.clear()
                for step in steps:
                    if step.startswith("mutation"):
                        await p.mutate(step)
                    else:
                        await asyncio.to_thread(club.execute, step)
                await asyncio.to_thread(club.execute, "insert into tc_team (name) values ('end')")
                await heard.until(lambda h: bool(h.events) and (h.events[-1]["thing"] or {}).get("name") == "end")
                heard.events.pop()
                # (The links that a delete takes along are told before it or not at all, as PostgreSQL comes to them.)
                return [re.sub("( UNLINKED)+ DELETED", " DELETED", life) for life in sorted(_lives(heard.events))]

            # Links that the delete takes along; a thing that knows itself.
            assert await lives(
                'mutation { createMan(input: {name: "m", likes: {create: [{name: "t"}]}}) { id } }',
                "mutation { deleteMen(filter: {}, atMost: 1) { count } }",
            ) == ["m: CREATED LINKED DELETED", "t: CREATED"]
            link = "insert into {} select id, id from tc_man"
            ((knows,),) = club.execute(
                "select format('tj_%s_%s', class_id, physical_name) from thing_class_fields where name = 'knows'"
            ).fetchall()
            assert await lives(
                "insert into tc_man (name) values ('self')", link.format(knows), "delete from tc_man"
            ) == ["self: CREATED LINKED DELETED"]
            # What a thing refers to goes: the link goes first.
            assert await lives(
                'mutation { createMan(input: {name: "m", likes: {create: [{name: "u"}]}}) { id } }',
                "delete from tc_team where name = 'u'", "update tc_man set name = 'n'", "delete from tc_man",
            ) == ["m: CREATED LINKED UNLINKED UPDATED DELETED", "u: CREATED DELETED"]  # fmt: skip
            # Nested: what is made together is made before it is linked.
            assert await lives(CREATE, "delete from tc_man") == [
                "b: CREATED LINKED DELETED", "bk: CREATED DELETED", "k: CREATED DELETED", "kf: CREATED LINKED DELETED",
                "m: CREATED LINKED LINKED DELETED", "t: CREATED", "u: CREATED",
            ]  # fmt: skip
            # One statement sets a reference to null and deletes the same thing: its update would come behind its delete.
            assert await lives(
                "insert into tc_man (name) values ('a'), ('b'), ('c')", MEN % ("m1", "a", "a"),
                "insert into tc_man (name, friend) select 'm2', id from tc_man where name = 'b'", MEN % ("m3", "c", "m1"),
                "delete from tc_man where name in ('a', 'b', 'c')", "delete from tc_man",
            ) == [
                "a: CREATED DELETED", "b: CREATED DELETED", "c: CREATED DELETED", "m1: CREATED DELETED",
                "m2: CREATED UPDATED DELETED", "m3: CREATED DELETED",
            ]  # fmt: skip
            # Deleted and brought back in one transaction, and a whole life in one.
            back = f"""do $$ declare i uuid := (select id from tc_man); begin
                delete from tc_man; perform thing.restore_version('{tenant}', 'Man', i, 1); end $$"""
            assert await lives(
                'mutation { createMan(input: {name: "m", likes: {create: [{name: "v"}]}}) { id } }',
                back,
                "update tc_man set name = 'n'",
                "delete from tc_man",
            ) == ["m: CREATED LINKED DELETED CREATED LINKED UPDATED DELETED", "v: CREATED"]
            whole = "insert into tc_man (name) values ('x'); update tc_man set name = 'y'; delete from tc_man"
            assert await lives(f"do $$ begin {whole}; end $$") == ["x: CREATED UPDATED DELETED"]

    asyncio.run(go())
