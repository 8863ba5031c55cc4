"""Computed fields through the API: stored ones, and those that are worked out when they are read."""

from collections.abc import Callable
from typing import Any

from graphql import build_schema

from py_api.principal import Principal
from tests.py.engine.conftest import Running

SCHEMA: list[dict[str, Any]] = [
    {"op": "create_class", "class": "Genre", "fields": [
        {"name": "name", "type": "text"}, {"name": "rate", "type": "decimal"},
        {"name": "code", "type": "text", "expression": "upper(left(name, 2))"},
        {"name": "label", "type": "text", "stored": False, "expression": "code || '!'"}]},
    {"op": "create_class", "class": "Track", "fields": [
        {"name": "net", "type": "decimal", "expression": "price * seconds / 60", "params": {"precision": 9, "scale": 2}},
        {"name": "title", "type": "text"}, {"name": "price", "type": "decimal"}, {"name": "seconds", "type": "integer"},
        {"name": "genre", "type": "reference", "target": "Genre"},
        {"name": "gross", "type": "decimal", "expression": "net * (1 + coalesce(genre.rate, 0))"},
        {"name": "kind", "type": "text", "expression": "case when genre is null then 'none' else genre.label end"},
        {"name": "fresh", "type": "boolean", "expression": "seconds_between(createdAt, now()) < 3600"}]},
    {"op": "create_class", "class": "Live", "extends": "Track", "fields": [{"name": "place", "type": "text"}]},
]  # fmt: skip
FIELDS = "title net gross kind fresh"
ROCK, JAZZ = ({"name": "rock", "rate": "0.25"}, {"name": "jazz", "rate": "0.1"})


def tracks(running: Running, arguments: str, fields: str = FIELDS, name: str = "tracks") -> list[dict[str, Any]]:
    answer = running.ask(f"{{ list: {name}({arguments}) {{ nodes {{ {fields} }} }} }}")
    assert "errors" not in answer, answer
    nodes: list[dict[str, Any]] = answer["data"]["list"]["nodes"]
    return nodes


def titles(running: Running, arguments: str, name: str = "tracks") -> str:
    return "".join(node["title"] for node in tracks(running, arguments, "title", name))


def test_computed_fields(make_engine: Callable[..., Running]) -> None:
    running = make_engine()
    running.told(running.migrate(*SCHEMA))
    ask = running.ask
    schema = build_schema(
        running.runner.run(running.engine.sdl(Principal(running.tenant, "admin", "x", float("inf")))).decode()
    )
    for kind in ("TrackCreateInput", "TrackUpdateInput", "TrackUpsertInput"):
        names = schema.type_map[kind].fields.keys()  # type: ignore[attr-defined]
        assert "price" in names
        assert not {"net", "gross", "kind"} & names
    made = ask(
        "mutation ($r: GenreCreateInput!, $j: GenreCreateInput!) {"
        f' a: createTrack(input: {{title: "a", price: "2", seconds: 90, genre: {{create: $r}}}}) {{ {FIELDS} genre {{ label }} }}'
        f' b: createLive(input: {{title: "b", price: "1.5", seconds: 60, genre: {{create: $j}}}}) {{ {FIELDS} }}'
        f' c: createTrack(input: {{title: "c", price: "9", seconds: 10}}) {{ {FIELDS} }} }}',
        variables={"r": ROCK, "j": JAZZ},
    )
    assert made["data"] == {
        "a": {"title": "a", "net": "3.00", "gross": "3.7500", "kind": "RO!", "fresh": True, "genre": {"label": "RO!"}},
        "b": {"title": "b", "net": "1.50", "gross": "1.650", "kind": "JA!", "fresh": True},
        "c": {"title": "c", "net": "1.50", "gross": "1.50", "kind": "none", "fresh": True},
    }
    assert tracks(running, "orderBy: [{title: ASC}]") == [
        {key: value for key, value in thing.items() if key != "genre"} for thing in made["data"].values()
    ]
    for name, of in (("tracks", "abc"), ("lives", "b")):
        assert titles(running, "orderBy: [{gross: DESC}, {kind: ASC}]", name) == "".join(t for t in "abc" if t in of)
        assert titles(
            running, 'filter: {gross: {lt: "2"}, fresh: {eq: true}}, orderBy: [{title: ASC}]', name
        ) == "".join(t for t in "bc" if t in of)
        assert titles(
            running, 'filter: {or: [{kind: {startsWith: "J"}}, {net: {gt: "2"}}]}, orderBy: [{kind: ASC}]', name
        ) == ("".join(t for t in "ba" if t in of))
    assert ask('{ genres(filter: {tracks: {some: {gross: {gt: "3"}}}, label: {eq: "RO!"}}) { nodes { name } } }')[
        "data"
    ] == {"genres": {"nodes": [{"name": "rock"}]}}
    after, seen = "null", ""
    while after:  # through pages, by what is not stored
        page = ask(f"{{ tracks(first: 1, after: {after}, orderBy: [{{gross: ASC}}, {{title: DESC}}])"
                   " { nodes { title } pageInfo { endCursor hasNextPage } } }")["data"]["tracks"]  # fmt: skip
        seen += page["nodes"][0]["title"]
        after = f'"{page["pageInfo"]["endCursor"]}"' if page["pageInfo"]["hasNextPage"] else ""
    assert seen == "cba"
    grouped = "{ tracksAggregate(groupBy: [{kind: true}], orderBy: [{fields: {gross: {sum: DESC}}}]) { key { kind } fields { gross { sum } } } }"
    assert ask(grouped)["data"]["tracksAggregate"] == [
        {"key": {"kind": kind}, "fields": {"gross": {"sum": total}}}
        for kind, total in (("RO!", "3.7500"), ("JA!", "1.650"), ("none", "1.50"))
    ]
    assert ask('mutation { updateTracks(filter: {kind: {eq: "none"}}, input: {seconds: 20}, atMost: 1) { count } }')[
        "data"
    ] == {"updateTracks": {"count": 1}}
    assert tracks(running, 'filter: {title: {eq: "c"}}', "net gross") == [{"net": "3.00", "gross": "3.00"}]
    told = ask('{ schemaClass(name: "Track") { fields { name expression } } }')["data"]["schemaClass"]["fields"]
    assert {field["name"]: field["expression"] for field in told if field["expression"]} == {
        "net": "price * seconds / 60",
        "gross": "net * (1 + coalesce(genre.rate, 0))",
        "kind": "case when genre is null then 'none' else genre.label end",
        "fresh": "seconds_between(createdAt, now()) < 3600",
    }
    running.told(running.migrate({"op": "rename_field", "class": "Genre", "field": "rate", "to": "tax"}))
    assert tracks(running, 'filter: {title: {eq: "a"}}', "gross") == [{"gross": "3.7500"}]
