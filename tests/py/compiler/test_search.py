"""Searches: ranks and pages by them, unfinished words, languages, highlights."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from py_api.compiler.context_values import NO_CONTEXT
from py_api.errors import ApiError
from tests.support import servers
from tests.support.compiled import Api, serving, statement_of

SCHEMA = """
type Note @class {
  title: String! @field(searchable: true)
  text: String @field(searchable: true, language: "english")
  topic: Topic
}
type Topic @class { name: String! @field(searchable: true) }
"""
MANY = 1_500
NOTES = (
    ("Lamps", "The lamps of Ålesund: a lamp, another lamp & <b>more</b>"),
    ("Running", "She was running past one lamp in the rain"),
    ("World", "Hello world"),
    ("Nothing", None),
)


@pytest.fixture(scope="module")
def notes(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        run = api.owner.execute
        run("set session_replication_role = replica")
        run(
            "insert into tc_note (title, text) select 'number ' || n, 'filler ' || n from generate_series(1, %s) n",
            (MANY,),
        )
        run("reset session_replication_role")
        for row in NOTES:
            run("insert into tc_note (title, text) values (%s, %s)", row)
        run("analyze tc_note")
        yield api


def titles(data: dict[str, Any]) -> list[str]:
    return [node["title"] for node in data["notes"]["nodes"]]


def test_words_have_the_endings_of_their_language(notes: Api) -> None:
    query = "query($v: String) { notes(filter: {text: {search: $v}}) { nodes { title } } }"
    assert titles(notes.run(query, {"v": "run past a lamp"})) == ["Running"]
    assert titles(notes.run(query, {"v": "alesund LAMP"})) == ["Lamps"]
    assert titles(notes.run(query, {"v": "the"})) == [], "a word that says nothing finds nothing"


def test_the_last_word_may_be_unfinished(notes: Api) -> None:
    query = "query($v: String) { notes(filter: {or: [{title: {searchPrefix: $v}}, {text: {searchPrefix: $v}}]}) { nodes { title } } }"
    assert titles(notes.run(query, {"v": "hello wor"})) == ["World"]
    assert titles(notes.run(query, {"v": "wor"})) == ["World"]
    assert titles(notes.run(query, {"v": "lam"})) == ["Lamps", "Running"]


RANKED = """
query($after: String, $first: Int) {
  notes(first: $first, after: $after, filter: {text: {search: "lamp or world or filler"}}, orderBy: [{_rank: DESC}]) {
    edges { cursor node { title } } pageInfo { hasNextPage endCursor }
  }
}
"""


def test_the_rank_sorts_and_is_paged(notes: Api) -> None:
    whole = [edge["node"]["title"] for edge in notes.run(RANKED, {"first": 60})["notes"]["edges"]]
    paged: list[str] = []
    after = None
    while len(paged) < 60:
        page = notes.run(RANKED, {"first": 7, "after": after})["notes"]
        paged += [edge["node"]["title"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert paged[:60] == whole
    for direction, order in (("DESC", ["Lamps", "Running"]), ("ASC", ["Running", "Lamps"])):
        arguments = f'filter: {{text: {{search: "lamp"}}}}, orderBy: [{{_rank: {direction}}}]'
        assert titles(notes.run(f"{{ notes({arguments}) {{ nodes {{ title }} }} }}")) == order


@pytest.mark.parametrize(
    "filters", ["", 'filter: {not: {title: {search: "x"}}},', 'filter: {topic: {name: {search: "x"}}},']
)
def test_a_rank_needs_a_search(notes: Api, filters: str) -> None:
    with pytest.raises(ApiError, match="_rank needs a filter that searches") as error:
        notes.run(f"{{ notes({filters} orderBy: {{_rank: DESC}}) {{ nodes {{ title }} }} }}")
    assert error.value.code == "INVALID_FILTER"


def test_what_was_found_is_marked(notes: Api) -> None:
    query = """{
      notes(filter: {or: [{text: {search: "lamp alesund"}}, {title: {searchPrefix: "wor"}}]}) {
        edges { node { title } highlights { field html } }
      }
    }"""
    edges = notes.run(query)["notes"]["edges"]
    assert {edge["node"]["title"]: {h["field"]: h["html"] for h in edge["highlights"]} for edge in edges} == {
        "Lamps": {
            "text": "The <mark>lamps</mark> of <mark>Ålesund</mark>: a <mark>lamp</mark>, another <mark>lamp</mark>"
            " &amp; &lt;b&gt;more&lt;/b&gt;",
            "title": "Lamps",
        },
        "World": {"text": "Hello world", "title": "<mark>World</mark>"},
    }
    plain = notes.run("{ notes(last: 1) { edges { highlights { field } } } }")
    assert plain == {"notes": {"edges": [{"highlights": []}]}}
    with pytest.raises(ApiError, match="the operation could read 2"):
        notes.run('{ notes(first: 500, filter: {text: {search: "lamp"}}) { edges { highlights { html } } } }')


@pytest.mark.parametrize("operator", ["search", "searchPrefix"])
def test_the_index_serves_each_search(notes: Api, operator: str) -> None:
    for field in ("title", "text"):
        query = f'{{ notes(filter: {{{field}: {{{operator}: "hello lamp"}}}}, orderBy: {{_rank: DESC}}) {{ nodes {{ title }} }} }}'
        plan, variables = notes.plan(notes.operation(query), {})
        statement = statement_of(plan)
        rows = notes.runner.run(
            notes.connection.fetch_rows("explain " + statement.text, statement.bind(variables, NO_CONTEXT))
        )
        notes.runner.run(notes.connection.execute("reset enable_seqscan"))
        assert any(re.search(f"Index Scan on ts_[0-9]+_{field}", row[0]) for row in rows)


def test_a_language_is_changed_with_its_index(notes: Api) -> None:
    owner, change = (
        notes.owner,
        "select thing.alter_field(%s, 'Topic', 'name', jsonb_build_object('language', %s::text))",
    )
    owner.execute("begin")
    try:
        owner.execute(change, (notes.tenant, "norwegian"))
        index = "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'tc_topic'::regclass and not indisprimary"
        (made,) = owner.execute(index).fetchone() or ("",)
        assert "search_stems(name, 'norwegian'::regconfig)" in made
        assert owner.execute("select * from thing.check(%s)", (notes.tenant,)).fetchall() == []
        document = owner.execute("select thing.document(%s)::text", (notes.tenant,)).fetchone()
        assert '"params": {"language": "norwegian"}' in str(document)
        owner.execute(change, (notes.tenant, None))
        assert "search_words(name)" in str(owner.execute(index).fetchone())
    finally:
        owner.execute("rollback")
    with pytest.raises(Exception, match="type text: language takes one of arabic, "):
        owner.execute(change, (notes.tenant, "elvish"))
