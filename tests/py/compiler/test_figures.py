"""Figures of lists, in answers, conditions and orders: equal to what SQL of another form says."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from py_api.errors import ApiError
from tests.support import servers
from tests.support.compiled import Api, serving
from tests.support.examples import examples

pytestmark = pytest.mark.once

SCHEMA = """
type Tag @class { word: String  weight: Int }
type Artist @class {
  name: String!  born: Int  tags: [Tag!]  mentor: Artist @field(inverse: "pupils")
  age: Int @computed(expression: "2000 - born", stored: false)
}
type Album @class { title: String  artist: Artist  year: Int  price: Decimal }
"""
ROWS = """
insert into tc_tag (word, weight) select 't' || i, nullif(i % 4, 0) from generate_series(1, 6) i;
insert into tc_artist (name, born) select 'a' || lpad(i::text, 2, '0'), case when i % 5 > 0 then 1900 + i % 7 end
  from generate_series(1, 14) i;
update tc_artist a set mentor = b.id from tc_artist b
 where b.name = case a.name when 'a12' then 'a13' when 'a13' then 'a12' when 'a14' then 'a14'
                            else 'a' || lpad((right(a.name, 2)::int / 2)::text, 2, '0') end;
insert into tc_album (title, artist, year, price)
select 'b' || i, (select id from tc_artist where right(name, 2)::int = (i * i) % 23), nullif(1990 + i % 5, 1992),
    nullif(i % 4, 0) * 1.25
  from generate_series(1, 60) i;
insert into pg_temp.pairs (source_id, target_id)
select a.id, t.id from tc_artist a, tc_tag t where hashtext(a.name || t.word) % 3 = 0;
analyze;
"""
TABLE = """
select relname from pg_class
 where relname ~ '^tj_.*_tags$' and relnamespace = (select relnamespace from pg_class where oid = 'tc_tag'::regclass)
"""
# A list of an artist -> its pairs (owner, thing), by SQL; a filter; what SQL says of it; fields with figures.
LISTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "albums": ("select artist as owner, b.* from tc_album b", "{ year: { gt: 1991 } }", "year > 1991", ("year", "price", "title")),
    "tags": (
        "select source_id as owner, t.* from pg_temp.pairs join tc_tag t on t.id = target_id",
        "{ weight: { isNull: false } }", "weight is not null", ("weight", "word"),
    ),
    "pupils": ("select mentor as owner, p.*, 2000 - born as age from tc_artist p", "{ born: { lte: 1904 } }", "born <= 1904", ("born", "name", "age")),
}  # fmt: skip
OPERATORS = {"eq": "=", "ne": "is distinct from", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
OPERANDS = {
    "weight": "1 2 4",
    "year": "1990 1991 3981",
    "born": "1900 1903 5710",
    "age": "94 97 100 290",
    "price": "1.25 2.5 7.5",
}


@pytest.fixture(scope="module")
def crowd(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        (table,) = rows(api, TABLE)
        api.owner.execute(f"create temporary view pairs as select * from {table}")
        api.owner.execute(ROWS)
        yield api


class Figure:
    """One that is drawn: how GraphQL and SQL say it. groups: SQL that has it for each owner with things, as `f`."""

    def __init__(self, dice: random.Random) -> None:
        self.list = dice.choice([*LISTS])
        pairs, chosen, where, fields = LISTS[self.list]
        self.filter, condition = dice.choice([("", "true"), (f"filter: {chosen}", where)])
        self.path: tuple[str, ...]
        self.field, self.function = dice.choice(fields), dice.choice(("count", "distinct", "min", "max", "sum", "avg"))
        if dice.random() < 0.4 or (self.field not in OPERANDS and self.function in ("sum", "avg")):
            self.path, value = ("count",), "count(*)"
        else:
            self.path, name = ("fields", self.field, self.function), self.function
            value = f"count(distinct {self.field})" if name == "distinct" else f"{name}({self.field})"
        self.counts = self.path[-1] in ("count", "distinct")
        self.groups = f"select owner, {value} as f from ({pairs}) _ where {condition} group by owner"
        self.value = "coalesce(f, 0)" if self.counts else "f"

    def within(self, inner: str) -> str:
        """GraphQL's nested object."""
        for key in reversed(self.path):
            inner = f"{{ {key}: {inner} }}"
        return inner

    def operand(self, dice: random.Random) -> str:
        if self.counts:
            return dice.choice(["0", "1", "2", "3"])
        if self.field not in OPERANDS:
            return f'"{dice.choice(["t2", "b3", "a07"])}"'
        return dice.choice(OPERANDS[self.field].split())


def rows(api: Api, query: str) -> list[Any]:
    return [row[0] if len(row) == 1 else row for row in api.owner.execute(query).fetchall()]


def names(answer: Any) -> list[str]:
    return [node["name"] for node in answer["nodes"]]


def test_figures_beside_lists(crowd: Api) -> None:
    parts, wanted = [], []
    for name, (pairs, chosen, where, fields) in LISTS.items():
        fields_ = " ".join(f"{f} {{ count distinct min max }}" for f in fields)
        parts.append(f"{name}Aggregate(filter: {chosen}) {{ count fields {{ {fields_} }} }}")
        figures = ", ".join(
            f"'{f}', json_build_object('count', count({f}), 'distinct', count(distinct {f}), 'min', min({f})"
            f"{'::text' if f == 'price' else ''}, 'max', max({f}){'::text' if f == 'price' else ''})"
            for f in fields
        )
        wanted.append(
            f"'{name}Aggregate', json_build_array((select json_build_object('count', count(*), 'fields',"
            f" json_build_object({figures})) from ({pairs}) _ where owner = a.id and {where}))"
        )
    found = crowd.run(f"{{ artists(orderBy: [{{ name: ASC }}]) {{ nodes {{ {' '.join(parts)} }} }} }}")
    expected = rows(crowd, f"select json_build_object({', '.join(wanted)}) from tc_artist a order by name")
    assert found["artists"]["nodes"] == expected


def test_filters_by_figures(crowd: Api) -> None:
    dice = random.Random(13)
    chosen = set()
    for _ in range(examples(200)):
        figure = Figure(dice)
        operator = dice.choice([*OPERATORS])
        operand = figure.operand(dice)
        inner = figure.within(f"{{ {operator}: {operand} }}")[1:-1]
        condition = f"{{ {figure.list}: {{ {inner} {figure.filter} }} }}"
        said = f"({figure.value} {OPERATORS[operator]} {operand.replace(chr(34), chr(39))})"
        if dice.random() < 0.3:
            condition, said = f"{{ not: {condition} }}", f"{said} is not true"
        elif dice.random() < 0.3:
            condition, said = f"{{ or: [{condition}, {{ born: {{ eq: 1901 }} }}] }}", f"({said} or born = 1901)"
        nested = dice.random() < 0.2
        if nested:  # (what points to nothing has no figures)
            condition = f"{{ mentor: {{ isNull: false and: [{condition}] }} }}"
        query = f"{{ artists(filter: {condition}, orderBy: [{{ name: ASC }}]) {{ nodes {{ name }} }} }}"
        met = f"select a.id, a.name from tc_artist a left join ({figure.groups}) g on g.owner = a.id where {said}"
        expected = rows(
            crowd,
            f"select p.name from tc_artist p join ({met}) m on m.id = p.mentor order by 1"
            if nested
            else f"select name from ({met}) m order by 1",
        )
        assert names(crowd.run(query)["artists"]) == expected, query
        chosen.add(len(expected))
    assert len(chosen) > 5


def test_orders_by_figures(crowd: Api) -> None:
    """Pages of any size, forwards and backwards, have each thing once, in the order that SQL sorts by."""
    dice = random.Random(17)
    for _ in range(examples(80)):
        figures = [Figure(dice) for _ in range(dice.choice((1, 1, 2)))]
        words = [dice.choice(("ASC", "DESC", "ASC_NULLS_FIRST", "DESC_NULLS_LAST")) for _ in figures]
        through = dice.random() < 0.25
        keys, sorts, joins = [], [], ""
        for number, (figure, word) in enumerate(zip(figures, words, strict=True)):
            key = f"{{ {figure.list}: {{ {figure.within(word)[1:-1]} {figure.filter} }} }}"
            keys.append(f"{{ mentor: {key} }}" if through else key)
            value = f"g{number}.f"
            if figure.counts:
                value = f"case when {'a.mentor is not null' if through else 'true'} then coalesce({value}, 0) end"
            sorts.append(f"{value} {word.replace('_', ' ')}")
            joins += f" left join ({figure.groups}) g{number} on g{number}.owner = a.{'mentor' if through else 'id'}"
        last = "desc" if words[-1].startswith("DESC") else "asc"
        wanted = rows(crowd, f"select a.name from tc_artist a{joins} order by {', '.join(sorts)}, a.id {last}")
        order = f"orderBy: [{', '.join(keys)}]{dice.choice(('', ', filter: { name: { ne: null } }'))}"
        assert names(crowd.run(f"{{ artists({order}) {{ nodes {{ name }} }} }}")["artists"]) == wanted, order
        size = dice.choice((1, 3, 5))
        for page, mark, cursor, more in (
            ("first", "after", "endCursor", "hasNextPage"),
            ("last", "before", "startCursor", "hasPreviousPage"),
        ):
            query = (
                f"query ($c: String) {{ artists({page}: {size}, {mark}: $c, {order}) {{ nodes {{ name }}"
                f" pageInfo {{ {cursor} {more} }} }} }}"
            )
            found: list[str] = []
            at = None  # (a filter makes PostgreSQL work out the figures row by row)
            while True:
                answer = crowd.run(query, {"c": at})["artists"]
                found = [*found, *names(answer)] if page == "first" else [*names(answer), *found]
                at = answer["pageInfo"][cursor]
                if not answer["pageInfo"][more]:
                    break
            assert found == wanted, query


def test_lists_of_the_first_of_each(crowd: Api) -> None:
    """Pages, totals and lists within lists have the first of each value, by the order of the list."""
    dice = random.Random(19)
    sorts = {
        "{ price: DESC }": "price desc, id desc", "{ year: ASC_NULLS_FIRST }": "year asc nulls first, id",
        "{ title: ASC }": "title, id", "{ artist: { name: DESC } }": "n desc, id desc",
    }  # fmt: skip
    chosen = {"": "true", "filter: { year: { gt: 1990 } }": "year > 1990"}
    for _ in range(examples(60)):
        fields = dice.sample(["artist", "year", "price"], dice.choice((1, 1, 2)))
        order, sort = dice.choice([*sorts.items()])
        condition, where = dice.choice([*chosen.items()])
        size = dice.choice((2, 5, 40))
        some = f"distinctOn: [{', '.join(fields)}] orderBy: [{order}] {condition}"
        query = f"""query ($c: String) {{
            albums(first: {size}, after: $c, {some}) {{ totalCount nodes {{ title }} pageInfo {{ endCursor hasNextPage }} }}
            artists(orderBy: [{{ name: ASC }}]) {{ nodes {{ albums(first: 3, {some}) {{ totalCount nodes {{ title }} }} }} }}
        }}"""
        found, at, total = [], None, None
        while True:
            answer = crowd.run(query, {"c": at})
            found += [node["title"] for node in answer["albums"]["nodes"]]
            total, at = answer["albums"]["totalCount"], answer["albums"]["pageInfo"]["endCursor"]
            if not answer["albums"]["pageInfo"]["hasNextPage"]:
                break
        albums = (
            f"(select b.*, (select name from tc_artist a where a.id = b.artist) as n from tc_album b where {where}) b"
        )
        best = (
            "select * from (select *, row_number() over (partition by {} order by {}) as best from {}) b where best = 1"
        )
        wanted = rows(crowd, f"select title from ({best.format(', '.join(fields), sort, albums)}) b order by {sort}")
        assert (found, total) == (wanted, len(wanted)), query
        ranked = best.format(", ".join(["artist", *fields]), sort, albums)
        within = rows(
            crowd,
            f"select coalesce((select json_agg(title order by {sort}) from ({ranked}) b where b.artist = a.id), '[]')"
            " from tc_artist a order by name",
        )
        lists = [node["albums"] for node in answer["artists"]["nodes"]]
        assert [[n["title"] for n in each["nodes"]] for each in lists] == [each[:3] for each in within], query
        assert [each["totalCount"] for each in lists] == [len(each) for each in within]
    assert crowd.run("{ albums(distinctOn: []) { totalCount } }") == {"albums": {"totalCount": 60}}


def test_ancestors_and_descendants(crowd: Api) -> None:
    """Along a reference, step by step, each once; circles end (a12 and a13 have each other, a14 itself)."""
    mentors = dict(rows(crowd, "select a.name, b.name from tc_artist a left join tc_artist b on b.id = a.mentor"))

    def walk(name: str, down: bool, depth: int) -> dict[str, int]:
        found, ring = {name: 0}, [name]
        for step in range(1, depth + 1):
            ring = [b for a in ring for b in ([k for k, v in mentors.items() if v == a] if down else [mentors[a]])]
            ring = [b for b in ring if b is not None and b not in found]
            found |= dict.fromkeys(ring, step)
        return {key: steps for key, steps in found.items() if steps}

    for depth in (1, 2, 3, 64):
        query = f"""{{ artists {{ nodes {{ name
            mentorAncestors(depth: {depth}) {{ totalCount edges {{ depth node {{ name }} }} }}
            pupilsDescendants(depth: {depth}, orderBy: [{{ name: DESC }}], filter: {{ name: {{ ne: "a05" }} }}) {{
                totalCount edges {{ depth node {{ name born age }} }} pageInfo {{ hasNextPage }} }} }} }} }}"""
        nodes = crowd.run(query)["artists"]["nodes"]
        assert len(nodes) == 14
        for node in nodes:
            above, below = walk(node["name"], False, depth), walk(node["name"], True, depth)
            below.pop("a05", None)
            for found, wanted in ((node["mentorAncestors"], above), (node["pupilsDescendants"], below)):
                edges = {edge["node"]["name"]: edge["depth"] for edge in found["edges"]}
                assert all(
                    e["node"].get("age") == 2000 - e["node"]["born"] for e in found["edges"] if e["node"].get("born")
                )
                assert (edges, found["totalCount"]) == (wanted, len(wanted)), node
            assert [edge["depth"] for edge in node["mentorAncestors"]["edges"]] == sorted(above.values())
            assert [e["node"]["name"] for e in node["pupilsDescendants"]["edges"]] == sorted(below)[::-1]
    (first,) = rows(crowd, "select id from tc_artist where name = 'a01'")
    page = """query ($id: ID!, $c: String) { artist(id: $id) { pupilsDescendants(depth: 5, first: 4, after: $c) {
        edges { depth node { name mentor { name } } } pageInfo { endCursor hasNextPage } } } }"""
    seen: dict[str, int] = {}
    at, more = None, True
    while more:
        answer = crowd.run(page, {"id": str(first), "c": at})["artist"]["pupilsDescendants"]
        assert [e["depth"] for e in answer["edges"]] == sorted(e["depth"] for e in answer["edges"])
        assert not seen.keys() & {e["node"]["name"] for e in answer["edges"]}
        seen |= {e["node"]["name"]: e["depth"] for e in answer["edges"]}
        at, more = answer["pageInfo"]["endCursor"], answer["pageInfo"]["hasNextPage"]
    assert seen == walk("a01", True, 5)
    assert crowd.run("{ artists(first: 1) { edges { depth } } }") == {"artists": {"edges": [{"depth": None}]}}
    with pytest.raises(ApiError, match="depth must be from 1 to 64, not 65"):
        crowd.run("query ($d: Int!) { artists { nodes { mentorAncestors(depth: $d) { totalCount } } } }", {"d": 65})
