"""A client that follows events holds what a query gives: random changes, random filters, random resumptions."""

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.once

Make = Callable[..., Any]

CLASSES = [
    {"op": "create_class", "class": "Place", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Being", "abstract": True, "fields": [
        {"name": "name", "type": "text"}, {"name": "age", "type": "integer"}, {"name": "mail", "type": "email"}, {"name": "weight", "type": "float"},
        {"name": "born", "type": "date"}, {"name": "kinds", "type": "multiselect", "params": {"values": ["A", "B"]}},
        {"name": "words", "type": "textList"}, {"name": "marks", "type": "decimalList"},
        {"name": "more", "type": "json"}, {"name": "home", "type": "reference", "target": "Place", "onDelete": "setNull"}]},
    {"op": "create_class", "class": "Cat", "extends": "Being", "fields": [{"name": "lives", "type": "bigint"}]},
    {"op": "create_class", "class": "Dog", "extends": "Being"},
]  # fmt: skip
# Conditions on what a thing itself has; of references only which thing it is, since others may change meanwhile.
FILTERS: list[dict[str, Any]] = [
    {},
    {"name": {"eq": "b"}},
    {"name": {"in": ["a", "c"]}},
    {"name": {"eq": None}},
    {"age": {"gte": 3}},
    {"age": {"eq": 2}, "weight": {"lt": 0.5}},
    {"weight": {"gte": 0.1}},
    {"weight": {"lt": 0.25}},
    {"weight": {"lte": 0.1}, "age": {"gt": 1}},
    {"version": {"lte": 2}},
    {"not": {"age": {"eq": 2}}},
    {"or": [{"name": {"startsWith": "a"}}, {"weight": {"isNull": True}}]},
    {"and": [{"name": {"ne": "a"}}, {"age": {"in": [1, 2, 3]}}]},
    {"born": {"gt": "2020-01-02"}},
    {"kinds": {"has": "A"}},
    {"words": {"has": "a"}},
    {"words": {"eq": ["a", "b c"]}, "age": {"gt": 1}},
    {"marks": {"hasAny": ["1", "2.50"]}},
    {"more": {"contains": {"x": 1}}},
    {"more": {"at": {"path": ["x"], "gt": 1}}},
    {"home": {"id": {"eq": "HOME"}}},
    {"home": {"name": {"eq": "north"}}},
    {"id": {"isNull": False}, "version": {"gt": 1}},
    *(
        {"name": {operator: value}}
        for operator in ("ieq", "icontains", "istartsWith", "iendsWith")
        for value in ("aB", "Ä", "ss", "ς")
    ),
    {"name": {"iin": ["A", "ß", "\ua7cb"]}},
    {"name": {"ieq": "Ab"}, "age": {"lt": 3}},
    {"mail": {"eq": "JØRN@blåbær.no"}},
    {"mail": {"in": ["Jørn@Blåbær.NO", "x@y.de"]}},
]
QUERY = "query ($filter: BeingFilter!) { beings(filter: $filter, first: 1000) { nodes { id version } } }"
FOLLOW = """subscription ($filter: BeingFilter, $after: String) {
  beingChanged(filter: $filter, after: $after) { transition operation thingId thing { id version name } cursor }
}"""


def _value(rng: random.Random, field: str) -> Any:
    values: dict[str, list[Any]] = {
        "name": [None, "a", "ab", "b", "c", "AB", "Ä", "ä", "ß", "SS", "ς", "Σ", "\ua7cb", "\u0264"], "age": [None, 1, 2, 3, 4], "weight": [None, 0.1, 0.25, 1e300],
        "born": [None, "2020-01-01", "2020-01-02", "2021-01-01"], "kinds": [None, "{A}", "{A,B}", "{}"],
        "mail": [None, "jørn@blåbær.no", "Jørn@BLÅBÆR.no", "X@y.de", "x@z.de"], "more": [None, '{"x": 1}', '{"x": 2, "y": []}', "7"],
        "words": [None, "{}", "{a}", '{a,"b c"}', "{b}"], "marks": [None, "{1.0}", "{2.5,-1}", "{}"],
    }  # fmt: skip
    return rng.choice(values[field])


def _change(rng: random.Random, db: psycopg.Connection[Any], homes: list[Any]) -> None:
    table = rng.choice(["tc_cat", "tc_dog"])
    fields = rng.sample(["name", "mail", "age", "weight", "born", "kinds", "words", "marks", "more"], rng.randint(1, 3))
    values = [_value(rng, field) for field in fields]
    match rng.randint(0, 9):
        case 0 | 1 | 2 | 3:
            columns, marks = ", ".join([*fields, "home"]), ", ".join(["%s"] * (len(fields) + 1))
            db.execute(f"insert into {table} ({columns}) values ({marks})", [*values, rng.choice(homes)])
        case 4 | 5 | 6 | 7:
            sets = ", ".join(f"{field} = %s" for field in fields)
            some = f"id in (select id from {table} order by md5(id::text || %s) limit 2)"
            db.execute(f"update {table} set {sets} where {some}", [*values, str(rng.random())])
        case 8:
            db.execute(f"delete from {table} where id in (select id from {table} order by id limit 1)")
        case 9:
            db.execute(f"update {table} set home = %s where age = %s", [rng.choice(homes), rng.randint(1, 4)])


# All of them fix a value, so what nobody wants is not read from the log.
EQUALITIES: list[dict[str, Any]] = [
    {"name": {"eq": "b"}},
    {"name": {"in": ["a", "c"]}},
    {"age": {"eq": 2}},
    {"age": {"eq": 3}, "weight": {"lt": 0.5}},
    {"home": {"id": {"eq": "HOME"}}},
    {"id": {"in": []}},
    {"version": {"eq": 2}},
]


@pytest.mark.parametrize(
    ("seed", "asked"),
    [(0, FILTERS), *(pytest.param(*more, marks=pytest.mark.once) for more in ((1, FILTERS), (2, EQUALITIES)))],
)
def test_following_gives_what_a_query_gives(
    process: Make, db: psycopg.Connection[Any], tenant: str, seed: int, asked: list[dict[str, Any]]
) -> None:
    rng = random.Random(seed)
    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(CLASSES)))
    db.execute(f"set search_path = tenant_{tenant}")
    rows = db.execute("insert into tc_place (name) values ('north'), ('south') returning id").fetchall()
    homes = [None, *(row[0] for row in rows)]
    filters = json.loads(json.dumps(asked).replace("HOME", str(homes[1])))

    async def go() -> None:
        async with process() as p:
            heard = [await p.subscribe(FOLLOW, filter=each) for each in filters]
            held: list[dict[str, int]] = [{} for _ in filters]
            last = [sink.beats[0] for sink in heard]
            for step in range(1, 121):
                await asyncio.to_thread(_change, rng, db, homes)
                if step % 10 == 5:  # some go, and come back where they were
                    for number in rng.sample(range(len(filters)), 4):
                        sink = heard[number]
                        sink.subscription.cancel()
                        _take(sink, held[number])
                        last[number] = sink.cursors[-1] if sink.cursors else last[number]
                        heard[number] = await p.subscribe(FOLLOW, filter=filters[number], after=last[number])
            marker = await p.subscribe("subscription { placeChanged { thingId } }")
            await asyncio.to_thread(db.execute, "insert into tc_place (name) values ('end')")
            await marker.count(1)
            for number, sink in enumerate(heard):
                answer = await p.mutate(QUERY, filter=filters[number])
                expected = {node["id"]: node["version"] for node in answer["beings"]["nodes"]}
                # A group that takes long is served beside the others, and may be behind the marker's.
                with suppress(TimeoutError):
                    await sink.until(partial(_holds, held=held[number], expected=expected))
                assert held[number] == expected, filters[number]

    asyncio.run(go())


def _holds(sink: Any, held: dict[str, int], expected: dict[str, int]) -> bool:
    _take(sink, held)
    return held == expected


def _take(sink: Any, held: dict[str, int]) -> None:
    """What a client does with its events."""
    events, sink.events = sink.events, []
    for event in events:
        match event["transition"]:
            case "ENTERED":
                assert event["thingId"] not in held
                held[event["thingId"]] = event["thing"]["version"]
            case "STAYED":
                assert event["thing"]["version"] == held[event["thingId"]] + 1
                held[event["thingId"]] = event["thing"]["version"]
            case "LEFT":
                del held[event["thingId"]]
