"""How PostgreSQL runs what we compile, on 50,000 rows and more: by indexes, and reading no more than it must.

Both ways of planning: with the parameters' values, and generic, as it is after some executions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from psycopg import sql

from py_api.compiler.context_values import NO_CONTEXT
from tests.support import servers
from tests.support.compiled import Api, serving, statement_of

SCHEMA = """
type Base @class { name: String! @field(searchable: true)  rank: Int! @field(indexed: true)  size: Int @field(indexed: true)  code: String @field(indexed: true) }
type More @class(extends: "Base") { note: String }
type Listed @class { words: [String!] @field(indexed: true)  marks: [Int!] @field(indexed: true)  size: Int }
type Other @class { base: Base  number: Int! @field(indexed: true)  size: Int @field(indexed: true)  others: [Other!]  friend: Other }
type Place @class { name: String @field(indexed: true)  rank: Int! @field(indexed: true)  half: Int @field(indexed: true)  spare: Int @field(indexed: true)  code: Int @unique }
type Stay @class { place: Place!  former: Place }
type Document @class { number: Int!  data: JSON @field(indexed: true) }
"""
BASES, MORES, OTHERS = 50_000, 5_000, 20_000


@pytest.fixture(scope="module")
def many(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        run = api.owner.execute
        run("set session_replication_role = replica")  # what the triggers do is of no interest here
        for table, count in (("base", BASES), ("more", MORES)):
            run(
                f"insert into tc_{table} (name, rank, size, code)"
                " select 'lamp ' || n %% 997 || ' red ' || n %% 13, n %% 1000, nullif(n %% 1000, 0), 'Größe ' || n"
                " from generate_series(1, %s) n",
                (count,),
            )
        run(
            "insert into tc_other (base, number, size) select b.id, row_number() over (), row_number() over () from tc_base b limit %s",
            (OTHERS,),
        )
        run(
            "insert into tc_listed (words, marks, size) select array['w' || n, 'all', 'm' || n %% 7], array[n, -n], n from generate_series(1, %s) n",
            (OTHERS,),
        )
        run(
            "insert into tc_place (name, rank, half, code) select nullif('p' || n, 'p7'), n, case when n %% 2 = 0 then n end, n"
            " from generate_series(1, %s) n",
            (OTHERS,),
        )
        run(
            "insert into tc_stay (place, former)"
            " select id, case when rank % 2 = 0 then id end from tc_place order by random()"
        )
        run(
            "insert into tc_document (number, data) select n, jsonb_build_object('all', n, case n when 1 then repeat('k', 3000)"
            " when 2 then repeat('k', 2999) else 'k' || n end, true) from generate_series(1, %s) n",
            (OTHERS,),
        )
        run('update tc_document set data = \'["in a list", 5, ["k4711"]]\' where number = 3')
        run("update tc_document set data = '\"alone\"' where number = 4")
        run("update tc_other o set friend = p.id from tc_other p where p.number = o.number % 1000 + 1")
        run("reset session_replication_role")
        run("insert into tc_more (name, rank) values ('zebra crossing', 5)")
        run(
            "analyze tc_base; analyze tc_more; analyze tc_other; analyze tc_listed; analyze tc_place; analyze tc_stay; analyze tc_document"
        )
        yield api


@dataclass
class Explained:
    """nodes: of the plan. read: rows that scans of tables looked at, those removed by filters too."""

    nodes: list[dict[str, Any]]

    @property
    def read(self) -> int:
        return sum(
            (n["Actual Rows"] + n.get("Rows Removed by Filter", 0) + n.get("Rows Removed by Index Recheck", 0))
            * n["Actual Loops"]
            for n in self.nodes
            if "Relation Name" in n
        )

    @property
    def indexes(self) -> set[str]:
        return {n["Index Name"] for n in self.nodes if "Index Name" in n}

    @property
    def whole(self) -> set[str]:
        """Tables that were read from end to end."""
        return {n["Relation Name"] for n in self.nodes if n["Node Type"] == "Seq Scan" and n["Actual Rows"] > 100}


def explained(api: Api, query: str, variables: dict[str, Any], mode: str) -> Explained:
    plan, coerced = api.plan(api.operation(query), variables)
    statement = statement_of(plan)
    values = statement.bind(coerced, NO_CONTEXT)
    run = api.owner.execute
    run(f"set plan_cache_mode = force_{mode}_plan")
    run(f"prepare explained as {statement.text}".encode())
    try:
        arguments = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, values))) if values else sql.SQL("")
        rows = run(sql.SQL("explain (analyze, format json) execute explained") + arguments).fetchone()
    finally:
        run("deallocate explained")
        run("reset plan_cache_mode")
    assert rows is not None
    nodes = []
    stack = [rows[0][0]["Plan"]]
    while stack:
        node = stack.pop()
        nodes.append(node)
        stack += node.get("Plans", [])
    return Explained(nodes)


pytestmark = pytest.mark.parametrize("mode", ["custom", "generic"])


@pytest.mark.parametrize("operator", ["search", "similar", "contains", "ilike", "icontains", "iendsWith"])
def test_one_index_serves_every_search(many: Api, operator: str, mode: str) -> None:
    value = {"search": "zebra", "similar": "zebra", "contains": "ebra cross", "ilike": "%EBRA%",
             "icontains": "BRA CrosS", "iendsWith": "A CROSSING"}[operator]  # fmt: skip
    query = f"query($v: String) {{ bases(filter: {{name: {{{operator}: $v}}}}) {{ nodes {{ name }} }} }}"
    assert many.run(query, {"v": value}) == {"bases": {"nodes": [{"name": "zebra crossing"}]}}
    found = explained(many, query, {"v": value}, mode)
    if mode == "custom":  # (Of an unknown pattern PostgreSQL assumes the worst, as of any.)
        assert any(i.startswith("ts_") for i in found.indexes)
        assert found.read <= 20 + MORES  # (of 5,000 rows it may read all)


@pytest.mark.parametrize(
    ("operator", "value"),
    [("ieq", "GRÖSSE 77"), ("iin", ["grösse 77"]), ("istartsWith", "gröSSE 777"), ("startsWith", "Größe 777")],
)
def test_an_index_serves_what_ignores_case(many: Api, operator: str, value: Any, mode: str) -> None:
    query = f"query($v: {'[String!]' if operator == 'iin' else 'String'}) {{ bases(filter: {{code: {{{operator}: $v}}}}) {{ totalCount }} }}"
    count = 12 if operator in ("startsWith", "istartsWith") else 2  # of Base and More
    assert many.run(query, {"v": value}) == {"bases": {"totalCount": count}}
    found = explained(many, query, {"v": value}, mode)
    if mode == "custom" or "With" not in operator:
        assert found.whole == set(), found.nodes
        assert all(i.startswith(("te_", "ti_") if operator == "startsWith" else "te_") for i in found.indexes)


@pytest.mark.parametrize("field", ["words", "marks"])
def test_one_index_serves_what_a_list_has(many: Api, field: str, mode: str) -> None:
    item = "w4711" if field == "words" else -4711
    kind = {"words": "String", "marks": "Int"}[field]
    for operator, value in (("has", item), ("hasAll", [item]), ("hasAny", [item]), ("eq", ["w4711", "all", "m0"])):
        given = [4711, -4711] if (field, operator) == ("marks", "eq") else value
        variable = f"{kind}!" if operator == "has" else f"[{kind}!]!"
        query = f"query($v: {variable}) {{ listeds(filter: {{{field}: {{{operator}: $v}}}}) {{ nodes {{ size }} }} }}"
        assert many.run(query, {"v": given}) == {"listeds": {"nodes": [{"size": 4711}]}}
        found = explained(many, query, {"v": given}, mode)
        assert any(i.endswith(field) for i in found.indexes), (operator, found.indexes)
        assert found.read <= 5


def test_by_id(many: Api, mode: str) -> None:
    thing = many.run("{ others(first: 1, offset: 500) { nodes { id } } }")["others"]["nodes"][0]["id"]
    found = explained(
        many, "query($id: ID!) { other(id: $id) { number base { name } friend { number } } }", {"id": thing}, mode
    )
    assert found.read <= 4
    found = explained(many, "query($id: ID!) { base(id: $id) { name ... on More { note } } }", {"id": thing}, mode)
    assert found.read <= 2
    found = explained(many, "query($id: ID!) { node(id: $id) { id ... on Base { name } } }", {"id": thing}, mode)
    assert not found.whole


@pytest.mark.parametrize("root", ["others", "bases"])
@pytest.mark.parametrize("end", ["first", "last"])
def test_a_page_by_id_reads_that_page(many: Api, root: str, end: str, mode: str) -> None:
    query = f"query($n: Int) {{ page: {root}({end}: $n) {{ nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    found = explained(many, query, {"n": 10}, mode)
    assert found.read <= 30, found.nodes
    info = many.run(query, {"n": 10})["page"]["pageInfo"]
    after, cursor = ("after", info["endCursor"]) if end == "first" else ("before", info["startCursor"])
    query = query.replace("$n: Int", "$n: Int, $c: String").replace(f"{end}: $n", f"{end}: $n, {after}: $c")
    found = explained(many, query, {"n": 10, "c": cursor}, mode)
    assert found.read <= 50, found.nodes


@pytest.mark.parametrize(("root", "field"), [("others", "number"), ("bases", "rank")])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_a_deep_page_by_an_indexed_field(many: Api, root: str, field: str, direction: str, mode: str) -> None:
    start = (
        f"{{ page: {root}(first: 1, offset: 10000, orderBy: {{{field}: {direction}}}) {{ pageInfo {{ endCursor }} }} }}"
    )
    cursor = many.run(start)["page"]["pageInfo"]["endCursor"]
    query = f"query($c: String) {{ {root}(first: 10, after: $c, orderBy: {{{field}: {direction}}}) {{ nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage }} }} }}"
    found = explained(many, query, {"c": cursor}, mode)
    assert not found.whole
    assert found.read <= 500, (found.read, found.nodes)  # some 55 things have the same rank


def test_the_first_page_by_a_field_that_may_be_null(many: Api, mode: str) -> None:
    for direction in ("ASC", "DESC"):
        query = f"{{ others(first: 10, orderBy: {{size: {direction}}}) {{ nodes {{ number }} }} }}"
        assert explained(many, query, {}, mode).read <= 30


def test_a_long_list_is_converted_once(many: Api, mode: str) -> None:
    query = "query($v: [Int!]!) { others(filter: {size: {notIn: $v}}) { totalCount } }"
    values = list(range(1, 2001, 2))
    assert many.run(query, {"v": values}) == {"others": {"totalCount": OTHERS - 1000}}
    found = explained(many, query, {"v": values}, mode)
    assert any("hashed SubPlan" in node.get("Filter", "") for node in found.nodes)


def test_an_alternative_about_another_thing(many: Api, mode: str) -> None:
    query = "query($f: StayFilter) { stays(filter: $f) { nodes { id place { code } } } }"
    (other,) = many.run("{ stays(first: 1) { nodes { id place { code } } } }")["stays"]["nodes"]
    code = other["place"]["code"] % OTHERS + 1
    either = {"or": [{"place": {"code": {"eq": code}}}, {"id": {"eq": other["id"]}}]}
    found = many.run(query, {"f": either})["stays"]["nodes"]
    assert sorted(stay["place"]["code"] for stay in found) == sorted([code, other["place"]["code"]])
    assert explained(many, query, {"f": either}, mode).read <= 15


EVERY_DIRECTION = ["ASC", "ASC_NULLS_FIRST", "DESC", "DESC_NULLS_LAST"]


@pytest.mark.parametrize("direction", EVERY_DIRECTION)
@pytest.mark.parametrize("field", ["half", "spare"])
def test_pages_by_a_field_that_may_be_null(many: Api, direction: str, field: str, mode: str) -> None:
    """Wherever the nulls are and the page is, in both directions: half: of every second thing; spare: of none."""
    order = f"orderBy: {{{field}: {direction}}}"
    info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id }"
    found = explained(many, f"{{ page: places(first: 10, {order}) {{ {info} }} }}", {}, mode)
    assert found.read <= 50
    for offset in (4_000, 16_000):
        start = f"{{ page: places(first: 1, offset: {offset}, {order}) {{ pageInfo {{ endCursor }} }} }}"
        cursor = many.run(start)["page"]["pageInfo"]["endCursor"]
        for page in ("first: 10, after", "last: 10, before"):
            query = f"query($c: String) {{ page: places({page}: $c, {order}) {{ {info} }} }}"
            found = explained(many, query, {"c": cursor}, mode)
            assert found.read <= 150, (page, offset, found.read, found.nodes)


@pytest.mark.parametrize("direction", EVERY_DIRECTION)
@pytest.mark.parametrize("path", ["place: {rank:", "place: {name:", "former: {rank:", "former: {name:"])
def test_pages_by_a_field_of_a_reference(many: Api, direction: str, path: str, mode: str) -> None:
    """Its index drives, where the reference and the field may be null, too."""
    order = f"orderBy: {{{path} {direction}}}}}"
    found = explained(many, f"{{ stays(first: 10, {order}) {{ nodes {{ id }} pageInfo {{ endCursor }} }} }}", {}, mode)
    assert found.read <= 100, (found.read, found.nodes)
    start = f"{{ page: stays(first: 1, offset: 2000, {order}) {{ pageInfo {{ endCursor }} }} }}"
    cursor = many.run(start)["page"]["pageInfo"]["endCursor"]
    query = f"query($c: String) {{ stays(first: 10, after: $c, {order}) {{ nodes {{ id }} }} }}"
    found = explained(many, query, {"c": cursor}, mode)
    assert found.read <= 150, (found.read, found.nodes)


def test_nested_lists_and_relation_filters(many: Api, mode: str) -> None:
    query = "{ others(first: 5) { nodes { others(first: 2) { nodes { number } } othersByFriend(first: 3) { nodes { number } } base { others(first: 1) { nodes { number } } } } } }"
    found = explained(many, query, {}, mode)
    assert not found.whole
    thing = many.run("{ others(first: 1, orderBy: {number: ASC}) { nodes { id } } }")["others"]["nodes"][0]["id"]
    query = "query($id: ID!) { others(filter: {friend: {id: {eq: $id}}}) { totalCount } }"
    found = explained(many, query, {"id": thing}, mode)
    assert not found.whole
    assert many.run(query, {"id": thing})["others"]["totalCount"] == 20


def test_an_index_serves_the_keys_of_documents(many: Api, mode: str) -> None:
    """The keys of objects, long ones too; texts in lists, and a text alone, as PostgreSQL's operator ? has it."""
    long = "k" * 3000
    for key, number in (("k4711", 4711), (long, 1), ("k" * 2999, 2), ("in a list", 3), ("alone", 4)):
        query = "query($k: String!) { documents(filter: {data: {hasKey: $k}}) { nodes { number } } }"
        assert many.run(query, {"k": key}) == {"documents": {"nodes": [{"number": number}]}}
        found = explained(many, query, {"k": key}, mode)
        assert any(i.startswith("te_") for i in found.indexes), (key, found.indexes)
        assert found.read <= 5


@pytest.mark.postgis
def test_an_index_serves_distances(server: servers.Server, mode: str) -> None:
    schema = """
    type Spot @class {
      number: Int!
      place: GeoJSON @field(type: "geometry", geometryType: "Point", indexed: true)
      plan: GeoJSON @field(type: "geometry", geometryType: "Point", srid: 25833, indexed: true)
    }
    """
    with serving(server, schema) as api:
        run = api.owner.execute
        run("set session_replication_role = replica")
        run("select setseed(0.5)")
        run(
            "insert into tc_spot (number, place, plan) select n,"
            " case when n > 5 then st_setsrid(st_point(random() * 360 - 180, random() * 180 - 90), 4326) end,"
            " case when n > 5 then st_setsrid(st_point(n %% 200, n / 200), 25833) end from generate_series(1, %s) n",
            (OTHERS,),
        )
        run("reset session_replication_role")
        run("analyze tc_spot")
        for field, point, distance in (("place", [179.9, 10.2], 700_000), ("plan", [30.2, 40.2], 1.5)):
            to = {"type": "Point", "coordinates": point}
            near = f"query($to: GeoJSON!, $d: Float!) {{ spots(filter: {{{field}: {{near: {{to: $to, distance: $d}}}}}}) {{ nodes {{ number }} }} }}"
            numbers = [node["number"] for node in api.run(near, {"to": to, "d": distance})["spots"]["nodes"]]
            assert numbers
            found = explained(api, near, {"to": to, "d": distance}, "custom")
            assert not found.whole, found.nodes
            assert found.read <= 3 * len(numbers) + 20
            order = f"query($to: GeoJSON!) {{ spots(first: 20, orderBy: {{{field}: {{nearestTo: $to}}}}) {{ nodes {{ number }} pageInfo {{ endCursor }} }} }}"
            first = api.run(order, {"to": to})["spots"]
            nearest = {node["number"] for node in first["nodes"]}
            assert nearest <= set(numbers) if len(numbers) >= 20 else nearest >= set(numbers)
            found = explained(api, order, {"to": to}, mode)
            assert found.read <= 100, found.nodes
            after = order.replace("first: 20", "first: 20, after: $c").replace(
                "$to: GeoJSON!", "$to: GeoJSON!, $c: String"
            )
            second = api.run(after, {"to": to, "c": first["pageInfo"]["endCursor"]})["spots"]["nodes"]
            both = [node["number"] for node in (*first["nodes"], *second)]
            whole = api.run(order.replace("first: 20", "first: 40"), {"to": to})["spots"]["nodes"]
            assert both == [node["number"] for node in whole]
            last = api.run(order.replace("first: 20", "last: 5"), {"to": to})["spots"]["nodes"]
            assert sorted(node["number"] for node in last) == [1, 2, 3, 4, 5]  # those without a place
