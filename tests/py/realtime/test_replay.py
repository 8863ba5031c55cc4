"""Events of before a change of the schema are told as the schema of today has them."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import psycopg

Db = psycopg.Connection[Any]
Make = Callable[..., Any]

BEFORE = [
    {"op": "create_class", "class": "It", "fields": [
        {"name": "name", "type": "text"}, {"name": "gone", "type": "text"},
        {"name": "mood", "type": "select", "params": {"values": ["GOOD", "BAD"]}},
        {"name": "moods", "type": "multiselect", "params": {"values": ["GOOD", "BAD"]}},
        {"name": "size", "type": "text"}, {"name": "rank", "type": "integer"}]},
]  # fmt: skip
AFTER = [
    {"op": "add_field", "class": "It", "field": {"name": "level", "type": "integer", "required": True, "default": 5}},
    {"op": "add_field", "class": "It", "field": {"name": "tint", "type": "text", "default": "red"}},
    {"op": "rename_field", "class": "It", "field": "name", "to": "title"},
    {"op": "drop_field", "class": "It", "field": "gone"},
    {"op": "alter_field", "class": "It", "field": "size", "set": {"type": "integer"}},
    {"op": "alter_field", "class": "It", "field": "mood", "set": {"params": {"values": ["GOOD"]}}},
    {"op": "alter_field", "class": "It", "field": "moods", "set": {"params": {"values": ["GOOD"]}}},
    {"op": "set_rules", "class": "It", "field": "rank", "rules": {"required": True}},
]  # fmt: skip
ALL = "version title level tint mood moods size rank"


def test_events_of_before_a_change(process: Make, db: Db, tenant: str) -> None:
    def run(sql: str, *params: Any) -> Any:
        found = db.execute(sql, params or None)
        return found.fetchone() if found.description else None

    async def go() -> None:
        async with process() as p:
            (cursor,) = run("select thing.change_cursor(%s)", tenant)
            run("insert into tc_it (name, mood, moods, size) values ('a', 'BAD', '{GOOD,BAD}', '1')")
            run("update tc_it set name = 'b'")
            run("insert into tc_it (name, rank) values ('short', null)")
            run("delete from tc_it where name = 'short'")
            run("update tc_it set mood = 'GOOD', moods = '{GOOD}', rank = 1, size = '2'")
            run("select thing.migrate(%s, %s::jsonb)", tenant, json.dumps(AFTER))
            run("update tc_it set level = 7, tint = 'blue'")
            heard = await p.subscribe(
                f"subscription {{ itChanged {{ operation changed thing {{ {ALL} }} previous {{ {ALL} }} }} }}",
                after=cursor,
            )
            events = await heard.count(6)
            kept = {"level": 5, "tint": "red", "mood": "GOOD", "moods": ["GOOD"], "size": 2, "rank": 1}
            first, second = {"version": 1, "title": "a"} | kept, {"version": 2, "title": "b"} | kept
            third, last = second | {"version": 3}, second | {"version": 4, "level": 7, "tint": "blue"}
            told = [[e["operation"], e["changed"], e["thing"], e["previous"]] for e in events]
            assert told[0] == ["CREATED", ["title", "mood", "moods"], first, None]
            assert told[1] == ["UPDATED", ["title"], second, first]
            assert told[4] == ["UPDATED", ["mood", "moods", "rank"], third, second]
            assert told[5] == ["UPDATED", ["level", "tint"], last, third]
            # It is gone, and has never had a rank: as a thing it cannot be shown.
            short = {"version": 1, "title": "short", "level": 5, "tint": "red"} | dict.fromkeys(
                ("mood", "moods", "size", "rank")
            )
            assert told[2:4] == [["CREATED", ["title"], None, None], ["DELETED", ["title"], None, short]]
            levels = await p.subscribe(
                "subscription { itChanged(filter: {level: {eq: 5}}) { operation transition thing { level } } }",
                after=cursor,
            )
            assert [e["transition"] for e in await levels.count(6)] == [
                "ENTERED", "STAYED", "ENTERED", "LEFT", "STAYED", "LEFT",
            ]  # fmt: skip
            moods = await p.subscribe(
                "subscription { itChanged(filter: {mood: {eq: GOOD}}) { transition thing { mood } } }", after=cursor
            )
            assert [e["transition"] for e in await moods.count(4)] == ["ENTERED", "STAYED", "STAYED", "STAYED"]

    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(BEFORE)))
    db.execute(f"set search_path = tenant_{tenant}, pg_catalog")
    asyncio.run(go())
    db.execute("reset search_path")


def test_what_an_event_refers_to_is_gone(process: Make, db: Db, tenant: str) -> None:
    """A required reference is not null: `thing` is, where what it referred to is asked for, and is gone by now."""
    team = {"name": "team", "type": "reference", "target": "Team"}
    pal = {"name": "pal", "type": "reference", "target": "Team", "onDelete": "setNull"}
    changes = [
        {"op": "create_class", "class": "Team", "fields": [{"name": "name", "type": "text"}]},
        {"op": "create_class", "class": "It", "fields": [{**team, "required": True}, pal]},
    ]
    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(changes)))
    db.execute(f"set search_path = tenant_{tenant}, public")

    async def go() -> None:
        async with process() as p:
            at = db.execute("select thing.change_cursor(%s)", (tenant,)).fetchone()
            assert at is not None
            db.execute("insert into tc_team (name) values ('a'), ('b')")
            db.execute("insert into tc_it (team, pal) select id, id from tc_team where name = 'a'")
            db.execute("update tc_it set team = (select id from tc_team where name = 'b')")
            ids = dict(db.execute("select name, id::text from tc_team").fetchall())
            db.execute("delete from tc_team where name = 'a'")
            shown = await p.subscribe(
                "subscription { itChanged(operations: [CREATED, UPDATED]) { thing { n: team { name } pal { name } } previous { team { name } } } }",
                after=at[0],
            )
            known = await p.subscribe(
                "subscription { itChanged(operations: [CREATED, UPDATED]) { thing { team { id } } } }", after=at[0]
            )
            none = await p.subscribe(
                "subscription { itChanged(filter: {pal: {isNull: true}}) { transition thing { pal { id } } } }",
                after=at[0],
            )
            assert [e["thing"] for e in await shown.count(3)] == [
                None,
                {"n": {"name": "b"}, "pal": None},
                {"n": {"name": "b"}, "pal": None},
            ]
            assert [e["previous"] for e in shown.events][:2] == [None, {"team": None}]
            assert [e["thing"]["team"]["id"] for e in await known.count(3)] == [ids["a"], ids["b"], ids["b"]]
            assert await none.count(1) == [{"transition": "ENTERED", "thing": {"pal": None}}]
            db.execute("insert into tc_it (team) select id from tc_team")
            await none.count(2)
            db.execute("update tc_it set pal = team where pal is null")
            assert [e["transition"] for e in await none.count(4)][2:] == ["LEFT", "LEFT"]

    try:
        asyncio.run(go())
    finally:
        db.execute("reset search_path")
