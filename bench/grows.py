"""What lists read among few rows and among many: pages of 8 KB and rows, which do not depend on the machine.

Each case is compiled as the API does, and run as it would be at its hundredth call: with a plan for any values, or for
the values at hand where the statement asks for that. Behind a cursor means in the middle of the list.

    ./thingbase bench grows 10000 1000000
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from bench.harness import Figure, connect, console, report, server
from py_api.compiler.context_values import NO_CONTEXT
from tests.support.compiled import Api, serving, statement_of
from tests.support.servers import Server

SCHEMA = """
type Maker @class { name: String @field(indexed: true)  rank: Int! @unique }
type Item @class {
  number: Int! @field(indexed: true)
  price: Decimal @field(indexed: true)
  sold: DateTime @field(indexed: true)
  never: Int @field(indexed: true)
  maker: Maker!
  former: Maker
  data: JSON @field(indexed: true)
}
"""
# Each ten to a unit of its space, however many there are; where the server (BENCH_PG_PROGRAMS) has the extension.
PLACES = """
type Place @class {
  earth: GeoJSON @field(type: "geometry", geometryType: "Point", indexed: true)
  plane: GeoJSON @field(type: "geometry", geometryType: "Point", srid: 25833, indexed: true)
}
"""
VECTORS = 'type Sense @class { at: [Float!] @field(type: "vector", dimensions: 3, indexed: true) }'
VECTORS_AT_MOST = 100_000  # an HNSW index takes a millisecond for each
EXTENSIONS = {"postgis": PLACES, "vector": VECTORS}
DIRECTIONS = ("ASC", "ASC_NULLS_FIRST", "DESC", "DESC_NULLS_LAST")
PATHS = ("price: %s", "never: %s", "maker: {rank: %s}", "maker: {name: %s}", "former: {rank: %s}", "former: {name: %s}")


def fill(api: Api, rows: int) -> None:
    """A maker for ten items. Half of the items have no price, no former maker; none has `never`. Ten have a key."""
    run = api.owner.execute
    run("set session_replication_role = replica")
    run(
        "insert into tc_maker (name, rank) select nullif('m' || n, 'm7'), n from generate_series(1, %s) n",
        (rows // 10,),
    )
    run(
        "insert into tc_item (number, price, sold, maker, former, data)"
        " select n, case when n %% 2 = 0 then n::bigint * 7919 %% 1000003 end, now() - make_interval(mins => n), m.id,"
        " case when n %% 3 = 0 then m.id end,"
        " jsonb_build_object('code', n, 'of', jsonb_build_object('kind', n %% 997), 'k' || n / 10, true)"
        " from generate_series(1, %s) n join tc_maker m on m.rank = n %% %s + 1",
        (rows, rows // 10),
    )
    names = api.api.catalog.by_name
    if "Place" in names:
        run(
            "insert into tc_place (earth, plane)"
            " select st_setsrid(st_point(random() * 360 - 180, random() * 180 - 90), 4326),"
            " st_setsrid(st_point(n %% 100 / 10.0, n / 1000.0), 25833) from generate_series(1, %s) n",
            (rows,),
        )
    if "Sense" in names:
        run(
            "insert into tc_sense (at) select array[random() - 0.5, random() - 0.5, random() - 0.5]::public.vector"
            " from generate_series(1, %s) n",
            (min(rows, VECTORS_AT_MOST),),
        )
    run("reset session_replication_role")
    for table in ("tc_maker", "tc_item", *(f"tc_{n.lower()}" for n in ("Place", "Sense") if n in names)):
        run(f"vacuum analyze {table}".encode())  # (GIN keeps what is new in a list, which it reads from end to end)


@dataclass(frozen=True, slots=True)
class Read:
    rows: int
    pages: int


def read(api: Api, query: str, variables: dict[str, Any]) -> Read:
    """What running a query reads. (Once before: what is read of the catalog does not count.)"""
    plan, coerced = api.plan(api.operation(query), variables)
    statement = statement_of(plan)
    values = statement.bind(coerced, NO_CONTEXT)
    run = api.owner.execute
    run(f"set plan_cache_mode = force_{'custom' if statement.custom else 'generic'}_plan".encode())
    run(f"prepare explained as {statement.text}".encode())
    arguments = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, values))) if values else sql.SQL("")
    explain = sql.SQL("explain (analyze, buffers, timing off, format json) execute explained") + arguments
    run(explain)
    row = run(explain).fetchone()
    run("deallocate explained")
    assert row is not None
    top = row[0][0]["Plan"]
    return Read(round(_rows(top)), top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def _rows(node: dict[str, Any]) -> float:
    looked_at = (
        node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    )
    own = looked_at * node["Actual Loops"] if "Relation Name" in node else 0
    return float(own) + sum(_rows(child) for child in node.get("Plans", []))


Case = tuple[str, str, dict[str, Any]]


def cases(api: Api, rows: int) -> Iterator[Case]:
    thing = api.run("query($n: Int!) { items(filter: {number: {eq: $n}}) { nodes { id } } }", {"n": rows // 2})
    yield "by id", "query($id: ID!) { item(id: $id) { number } }", {"id": thing["items"]["nodes"][0]["id"]}
    yield "a page by id", "query($n: Int) { items(first: $n) { nodes { number } } }", {"n": 20}
    for path in PATHS:
        for direction in DIRECTIONS:
            order = f"orderBy: {{{path % direction}}}"
            what = f"{path % direction}"
            yield what, f"{{ items(first: 20, {order}) {{ nodes {{ id }} }} }}", {}
            start = f"query($o: Int) {{ items(first: 1, offset: $o, {order}) {{ pageInfo {{ endCursor }} }} }}"
            for part, place in (("a third", rows // 3), ("nine tenths", rows * 9 // 10)):
                cursor = api.run(start, {"o": place})["items"]["pageInfo"]["endCursor"]
                for page in ("first: 20, after", "last: 20, before"):
                    query = f"query($c: String) {{ items({page}: $c, {order}) {{ nodes {{ id }} }} }}"
                    yield f"{what}, {page.split(', ')[1]} {part}", query, {"c": cursor}
    yield from filters(rows)
    yield from nearest(api, rows)


def filters(rows: int) -> Iterator[Case]:
    query = "query($f: ItemFilter) { items(first: 20, filter: $f) { nodes { number } } }"
    yield "number gte, narrow", query, {"f": {"number": {"gte": rows - 3}}}
    yield "number in 3", query, {"f": {"number": {"in": [1, rows // 2, rows]}}}
    yield "number notIn 1,000", query, {"f": {"number": {"notIn": list(range(1, 2001, 2))}}}
    either = {"or": [{"number": {"eq": 7}}, {"number": {"gte": rows - 3}}]}
    yield "or of two narrow ones", query, {"f": either}
    other = {"or": [{"number": {"eq": 7}}, {"maker": {"rank": {"eq": rows // 20}}}]}
    yield "or across a reference", query, {"f": other}
    yield "JSON at eq", query, {"f": {"data": {"at": {"path": ["code"], "eq": rows // 2}}}}
    yield "JSON hasKey", query, {"f": {"data": {"hasKey": f"k{rows // 20}"}}}


def nearest(api: Api, rows: int) -> Iterator[Case]:
    """Distances within which about as many things lie however many there are; and the nearest 20."""
    names = api.api.catalog.by_name
    if "Place" in names:
        points = {"earth": [10.7, 59.9], "plane": [5.0, rows / 2000]}
        for field, distance in (("earth", 20_000_000 / rows**0.5), ("plane", 0.1)):
            to = {"type": "Point", "coordinates": points[field]}
            query = "query($f: PlaceFilter) { places(first: 20, filter: $f) { nodes { id } } }"
            yield f"{field} near", query, {"f": {field: {"near": {"to": to, "distance": distance}}}}
            order = f"orderBy: {{{field}: {{nearestTo: $to}}}}"
            yield (
                f"{field} nearestTo",
                f"query($to: GeoJSON!) {{ places(first: 20, {order}) {{ nodes {{ id }} }} }}",
                {"to": to},
            )
    if "Sense" in names:
        query = "query($to: [Float!]!) { senses(first: 20, orderBy: {at: {nearestTo: $to}}) { nodes { id } } }"
        yield "vector nearestTo", query, {"to": [1, 0.5, 0.25]}


def measured(api: Api, rows: int) -> dict[str, Read]:
    fill(api, rows)
    return {what: read(api, query, variables) for what, query, variables in cases(api, rows)}


def schema_of(started: Server) -> str:
    with connect(started) as db:
        rows = db.execute("select name from pg_available_extensions").fetchall()
    return SCHEMA + "".join(more for name, more in EXTENSIONS.items() if (name,) in rows)


def main() -> int:
    few = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    found = []
    with server({"jit": "off"}) as started:
        for rows in (few, many):
            console.print(f"{rows:,} rows")
            with serving(started, schema_of(started)) as api:
                found.append(measured(api, rows))
    return report(
        f"rows, pages read among {few:,} rows (against: among {many:,})",
        [
            Figure(
                what,
                f"{small.rows:,}, {small.pages:,}",
                f"{large.rows:,}, {large.pages:,}",
                max(large.rows / max(small.rows, 1), large.pages / max(small.pages, 1)),
                "",
                3,
            )
            for (what, small), large in zip(found[0].items(), found[1].values(), strict=True)
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
