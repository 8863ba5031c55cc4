"""Texts in the order of a language: what sorts, pages, compares and groups by them agrees, and indexes serve it."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from py_api.errors import ApiError
from tests.py.compiler.test_plans import explained
from tests.support import servers
from tests.support.compiled import Api, serving

SCHEMA = """
type Word @class {
  norwegian: String! @field(collation: "nb-NO", indexed: true, searchable: true) @unique
  natural: String @field(collation: "natural", indexed: true)
  binary: String @field(collation: "binary", indexed: true)
  plain: String @field(indexed: true)
}
"""
WORDS = ["Ål", "Øl", "Zebra", "ærlig", "Ape", "ape", "eple", "élan", "ezel", "aa", "É", "e", "ny", "~", "10", "9"]
ORDERS = {
    "norwegian": ["~", "10", "9", "ape", "Ape", "e", "É", "élan", "eple", "ezel", "ny", "Zebra", "ærlig", "Øl", "aa", "Ål"],
    "natural": ["~", "10", "9", "aa", "ærlig", "Ål", "ape", "Ape", "e", "É", "élan", "eple", "ezel", "ny", "Øl", "Zebra"],
    "binary": sorted(WORDS),
}  # fmt: skip


def has_icu(server: servers.Server) -> bool:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "select available from thing.capabilities() where kind = 'collation' and name = 'natural'"
        ).fetchone()
    assert row is not None
    return bool(row[0])


@pytest.fixture(scope="module")
def words(server: servers.Server) -> Iterator[Api]:
    if not has_icu(server):
        pytest.skip("this PostgreSQL has no ICU")
    with serving(server, SCHEMA) as api:
        for word in WORDS:
            api.owner.execute("insert into tc_word (norwegian, natural_2, binary_2, plain) values (%s, %s, %s, %s)".replace(
                "natural_2", column(api, "natural")).replace("binary_2", column(api, "binary")), [word] * 4)  # fmt: skip
        yield api


def column(api: Api, field: str) -> str:
    row = api.owner.execute(
        "select quote_ident(physical_name) from thing_class_fields where name = %s and dropped_version is null",
        (field,),
    ).fetchone()
    assert row is not None
    return str(row[0])


def test_without_icu(server: servers.Server, tenant: str, db: psycopg.Connection[Any]) -> None:
    if has_icu(server):
        pytest.skip("this PostgreSQL has ICU")
    change = [
        {"op": "create_class", "class": "Word", "fields": [{"name": "text", "type": "text", "collation": "nb-NO"}]}
    ]
    with pytest.raises(psycopg.Error, match="built with ICU") as caught:
        db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(change)))
    assert caught.value.sqlstate == "TB027"
    with pytest.raises(psycopg.Error) as caught:
        db.execute("select thing.tenant_collation(%s, 'natural')", (tenant,))
    assert caught.value.sqlstate == "TB027"
    change[0]["fields"][0]["collation"] = "binary"  # type: ignore[index]
    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(change)))
    assert db.execute("select * from thing.check(%s)", (tenant,)).fetchall() == []


@pytest.mark.parametrize("field", ORDERS)
def test_the_order_is_one(words: Api, field: str) -> None:
    order = ORDERS[field]
    page = "query($after: String, $d: OrderDirection!) { words(first: 3, after: $after, orderBy: {F: $d}) { nodes { F } pageInfo { endCursor hasNextPage } } }"
    for direction, wanted in (("ASC", order), ("DESC", order[::-1])):
        found, after, more = [], None, True
        while more:
            answer = words.run(page.replace("F", field), {"after": after, "d": direction})["words"]
            found += [node[field] for node in answer["nodes"]]
            after, more = answer["pageInfo"]["endCursor"], answer["pageInfo"]["hasNextPage"]
        assert found == wanted
    query = f"query($v: String!) {{ words(filter: {{{field}: {{gt: $v}}}}, orderBy: {{{field}: ASC}}) {{ nodes {{ {field} }} }} }}"
    for place, value in enumerate(order):
        assert [n[field] for n in words.run(query, {"v": value})["words"]["nodes"]] == order[place + 1 :]
    figures = words.run(f"{{ wordsAggregate {{ fields {{ {field} {{ min max }} }} }} }}")["wordsAggregate"]
    assert figures == [{"fields": {field: {"min": order[0], "max": order[-1]}}}]
    groups = words.run(f"{{ wordsAggregate(groupBy: {{{field}: true}}) {{ key {{ {field} }} count }} }}")[
        "wordsAggregate"
    ]
    assert groups == [{"key": {field: word}, "count": 1} for word in order]
    assert words.run(f'{{ words(filter: {{{field}: {{eq: "ape"}}}}) {{ totalCount }} }}') == {
        "words": {"totalCount": 1}
    }
    assert words.run(f'{{ words(filter: {{{field}: {{ieq: "åL"}}}}) {{ totalCount }} }}') == {
        "words": {"totalCount": 1}
    }


def test_indexes_serve_it(words: Api) -> None:
    words.owner.execute("set session_replication_role = replica")
    for name in ("natural", "binary"):
        words.owner.execute(
            f"insert into tc_word (norwegian, {column(words, name)}) select 'Ærlig ' || n || {len(name)}, 'Ærlig ' || n from generate_series(1, 10000) n".encode()
        )
    words.owner.execute("reset session_replication_role; analyze tc_word")
    for field in ORDERS:
        asked = {
            f"{{ words(first: 5, orderBy: {{{field}: ASC}}) {{ nodes {{ {field} }} }} }}": "ti_"
            if field != "norwegian"
            else "tu_",
            f'{{ words(filter: {{{field}: {{gt: "Ærlig 9999"}}}}) {{ totalCount }} }}': "ti_"
            if field != "norwegian"
            else "tu_",
            f'{{ words(filter: {{{field}: {{startsWith: "Ærlig 399"}}}}) {{ totalCount }} }}': "t",
            f'{{ words(filter: {{{field}: {{ieq: "ærlig 77"}}}}) {{ totalCount }} }}': "te_",
        }
        if field == "norwegian":
            asked |= {'{ words(filter: {norwegian: {contains: "rlig 7777"}}) { totalCount } }': "ts_",
                      '{ words(filter: {norwegian: {similar: "Zebraa"}}) { totalCount } }': "ts_",
                      '{ words(filter: {norwegian: {search: "élan"}}) { totalCount } }': "ts_"}  # fmt: skip
        for query, index in asked.items():
            found = explained(words, query, {}, "custom")
            assert found.whole == set(), query
            assert any(i.startswith(index) for i in found.indexes), query
    words.owner.execute("delete from tc_word where norwegian like 'Ærlig%'")


def test_a_collation_is_changed(words: Api) -> None:
    run, tenant = words.owner.execute, words.tenant

    def value(query: str, *params: Any) -> Any:
        row = run(query.encode(), params).fetchone()
        assert row is not None
        return row[0]

    document = value("select thing.document(%s)", tenant)
    fields = {field["name"]: field for field in document["classes"][0]["fields"]}
    assert fields["norwegian"]["params"] == {"collation": "nb-NO"}
    assert fields["plain"]["params"] == {}
    assert value("select thing.diff(%s, %s::jsonb)", tenant, json.dumps(document)) == []
    del fields["norwegian"]["params"]["collation"]  # what is not named stays
    assert value("select thing.diff(%s, %s::jsonb)", tenant, json.dumps(document)) == []

    fields["plain"]["params"] = {"collation": "sv-SE"}
    (change,) = value("select thing.diff(%s, %s::jsonb)", tenant, json.dumps(document))
    assert change["set"] == {"params": {"collation": "sv-SE"}}
    query = "query($after: String) { words(first: 3, after: $after, orderBy: {plain: ASC}) { nodes { plain } pageInfo { endCursor } } }"
    cursor = words.run(query, {"after": None})["words"]["pageInfo"]["endCursor"]
    told = value("select thing.migrate(%s, %s::jsonb)", tenant, json.dumps([change]))
    assert [(each["kind"], each["impact"]) for each in told["diff"]] == [("FIELD_TYPE_CHANGED", "DANGEROUS")]
    assert run("select * from thing.check(%s)", (tenant,)).fetchall() == []
    after = words.reloaded()
    with pytest.raises(ApiError, match="cursor"):
        after.run(query, {"after": cursor})
    swedish = "{ words(orderBy: {plain: ASC}, first: 100) { nodes { plain } } }"
    found = [node["plain"] for node in after.run(swedish)["words"]["nodes"] if node["plain"]]
    assert found.index("Zebra") < found.index("Ål") < found.index("ærlig") < found.index("Øl")

    # From one language to another and back: what is written meanwhile is kept.
    version = value("select version from thing.history(%s) order by version desc limit 1", tenant)
    run("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps([{**change, "field": "norwegian"}])))
    run("insert into tc_word (norwegian_2) values ('Åre')")
    run("select thing.rollback(%s, %s)", (tenant, version))
    assert run("select * from thing.check(%s)", (tenant,)).fetchall() == []
    found = [
        node["norwegian"] for node in words.reloaded().run(swedish.replace("plain", "norwegian"))["words"]["nodes"]
    ]
    assert found == [*ORDERS["norwegian"], "Åre"]

    for name in ("xx-NOPE", 'x"; drop table'):
        bad = [{"op": "alter_field", "class": "Word", "field": "plain", "set": {"collation": name}}]
        with pytest.raises(psycopg.Error, match="unknown") as caught:
            run("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(bad)))
        assert caught.value.sqlstate == "TB020"
    run("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps([{**bad[0], "set": {"collation": "default"}}])))
    run("select thing.tenant_collation(%s, 'nb-NO')", (tenant,))
    more = [
        {"name": "text", "type": "text"},
        {"name": "mail", "type": "email", "collation": "default"},
        {"name": "n", "type": "integer"},
    ]
    run(
        "select thing.migrate(%s, %s::jsonb)",
        (tenant, json.dumps([{"op": "create_class", "class": "More", "fields": more}])),
    )
    document = value("select thing.document(%s)", tenant)
    params = {(c["name"], f["name"]): f["params"] for c in document["classes"] for f in c["fields"]}
    assert [params[key] for key in (("Word", "plain"), ("More", "text"), ("More", "mail"), ("More", "n"))] == [
        {},
        {"collation": "nb-NO"},
        {},
        {},
    ]
    assert value("select thing.diff(%s, %s::jsonb)", tenant, json.dumps(document)) == []
    assert run("select * from thing.check(%s)", (tenant,)).fetchall() == []
    run("select thing.rollback(%s, 1)", (tenant,))
    assert run("select * from thing.check(%s)", (tenant,)).fetchall() == []
