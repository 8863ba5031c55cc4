"""Lists by `nearestTo` of a field with an index: an HNSW index may end early, the list may not."""

from collections.abc import Iterator

import psycopg
import pytest

from py_api.compiler.context_values import NO_CONTEXT
from py_api.errors import ApiError, FieldError
from tests.support import servers
from tests.support.compiled import Api, serving, statement_of

SCHEMA = """
type Point @class {
  number: Int!  rare: Boolean  name: String! @field(searchable: true)
  place: [Float!] @field(type: "vector", dimensions: 3, indexed: true)
}
"""
COUNT = 4_000
PAGE = """
query($after: String, $size: Int, $filter: PointFilter) {
  points(first: $size, after: $after, filter: $filter, orderBy: {place: {nearestTo: [1, 0.5, 0.25]}}) {
    nodes { number } pageInfo { hasNextPage endCursor }
  }
}
"""


@pytest.fixture(scope="module")
def near(server: servers.Server) -> Iterator[Api]:
    with psycopg.connect(server.url) as connection:
        if not connection.execute("select from pg_available_extensions where name = 'vector'").rowcount:
            pytest.skip("this server has no vector")
    with serving(server, SCHEMA) as api:
        run = api.owner.execute
        run("select setseed(0.5)")
        run(
            "insert into tc_point (number, rare, name, place) select n, n %% 100 = 0, case n %% 50 when 0 then 'lamp of ' || n"
            " else 'point' end, case when n %% 500 <> 3 then"
            " array[random() - 0.5, random() - 0.5, random() - 0.5]::public.vector end from generate_series(1, %s) n",
            (COUNT,),
        )
        run("analyze tc_point")
        yield api


def pages(api: Api, size: int, chosen: object = None) -> list[int]:
    numbers: list[int] = []
    after = None
    while True:
        page = api.run(PAGE, {"after": after, "size": size, "filter": chosen})["points"]
        numbers += [node["number"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return numbers
        assert len(page["nodes"]) == size
        after = page["pageInfo"]["endCursor"]


@pytest.mark.parametrize("settings", [{}, {"hnsw.iterative_scan": "off"}, {"hnsw.max_scan_tuples": "1"}], ids=str)
def test_no_list_ends_early(near: Api, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        near.runner.run(near.connection.execute(f"set {name} = {value}"))
    try:
        rare = pages(near, 15, {"rare": {"eq": True}})
        assert sorted(rare) == list(range(100, COUNT + 1, 100))
        exact = near.owner.execute(
            "select number from tc_point where rare order by (place operator(public.<=>) '[1,0.5,0.25]') + 0, id"
        )
        assert rare == [number for (number,) in exact]
        first = near.run(PAGE, {"size": 300})["points"]
        assert len(first["nodes"]) == 300
        assert first["pageInfo"]["hasNextPage"]
        missing = pages(near, 2, {"place": {"isNull": True}})
        assert sorted(missing) == list(range(3, COUNT + 1, 500)), "what has no value is in no such index"
    finally:
        for name in settings:
            near.runner.run(near.connection.execute(f"reset {name}"))


def test_the_index_serves_a_page_alone(near: Api) -> None:
    plan, variables = near.plan(near.operation(PAGE), {"size": 100})
    statement = statement_of(plan)
    explain = "explain (analyze, timing off, summary off) " + statement.text
    rows = near.runner.run(near.connection.fetch_rows(explain, statement.bind(variables, NO_CONTEXT)))
    lines = "\n".join(row[0] for row in rows)
    assert "Index Scan using ti_" in lines
    assert "never executed" in lines.split("Seq Scan on tc_point")[1].splitlines()[0], "the other branch rests"
    ((setting,),) = near.runner.run(near.connection.fetch_rows("show hnsw.iterative_scan"))
    assert setting == "strict_order", "a setting of the tenant's role"


FIND = """
query($find: Find!, $after: String, $filter: PointFilter) {
  points(first: 7, after: $after, find: $find, filter: $filter) {
    totalCount edges { node { number } highlights { field html } } pageInfo { hasNextPage endCursor }
  }
}
"""


def test_find_joins_words_and_vectors_by_their_ranks(near: Api) -> None:
    """Against the formula, worked out here."""
    find, size = {"text": "lamp", "vector": [1, 0.5, 0.25], "candidates": 20}, 20
    for chosen, where in (None, "true"), ({"rare": {"eq": True}}, "rare"):
        ranks = [
            "ts_rank(thing.search_words(name), thing.search_query('lamp'), 1) desc",
            "(place operator(public.<=>) '[1,0.5,0.25]') + 0",
        ]
        conditions = ["thing.search_words(name) @@ thing.search_query('lamp')", "place is not null"]
        scores: dict[tuple[str, int], float] = {}
        for rank, condition in zip(ranks, conditions, strict=True):
            rows = near.owner.execute(
                f"select id::text, number from tc_point where {where} and {condition} order by {rank}, id limit {size}"
            )
            for place, key in enumerate(rows, 1):
                scores[key] = scores.get(key, 0) + 1 / (60 + place)
        expected = [number for (_, number) in sorted(scores, key=lambda key: (scores[key], key[0]), reverse=True)]
        numbers: list[int] = []
        after = None
        while True:
            page = near.run(FIND, {"find": find, "after": after, "filter": chosen})["points"]
            numbers += [edge["node"]["number"] for edge in page["edges"]]
            assert page["totalCount"] == len(expected)
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        assert numbers == expected
        assert len(set(numbers) & set(range(50, COUNT, 50))) >= size, "some have the word, some are near"
    marked = near.run(FIND, {"find": {"text": "lamp"}})["points"]["edges"][0]["highlights"]
    assert marked == [{"field": "name", "html": "<mark>lamp</mark> of 50"}]
    for wrong, message in (
        ({"candidates": 5}, "find needs text or vector"),
        ({"text": "x", "candidates": 1001}, "candidates"),
        ({"text": "x" * 501}, "find"),
    ):
        with pytest.raises((ApiError, FieldError), match=message):
            near.run(FIND, {"find": wrong})
